//! Hover: what there is to know of the rule of a finding.

use crate::checker::own::OWN_RULES;
use crate::engine::examples::shown;
use crate::engine::rule::Rule;
use crate::engine::ruleset::RuleSet;
use crate::finding::Finding;

/// Examples that are shown of each kind.
const SHOWN: usize = 2;

/// A finding and its rule, as Markdown.
pub fn explain(rules: &RuleSet, finding: &Finding) -> String {
    let mut parts = vec![format!("**{}** · {}", finding.rule, finding.severity.name()), plain(&finding.message)];
    parts.extend(finding.help.iter().map(|help| format!("_help:_ {}", plain(help))));
    let rule = rules.rules().iter().map(|active| active.rule()).find(|rule| *rule.id == *finding.rule);
    let own = OWN_RULES.iter().find(|rule| rule.id == finding.rule);
    let reason = rule.map(|rule| rule.reason.to_string()).or_else(|| own.map(|rule| rule.reason.to_owned()));
    parts.extend(reason.filter(|reason| !reason.is_empty()).map(|reason| plain(&reason)));
    parts.extend(rule.map(examples).filter(|examples| !examples.is_empty()));
    parts.extend(finding.url.as_ref().map(|url| format!("<{url}>")));
    parts.push(format!("`copydesk explain {}` tells more", finding.rule));
    parts.join("\n\n")
}

/// Some of a rule's examples as a list.
fn examples(rule: &Rule) -> String {
    let line = |what: &str, example: &str| {
        let one = example.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("- {what}: {}", marked(&one.replace(" => ", " → ")))
    };
    let hits = rule.examples.hit.iter().take(SHOWN).map(|example| line("found", &shown(rule, example)));
    let misses = rule.examples.miss.iter().take(SHOWN).map(|example| line("left alone", &shown(rule, example)));
    hits.chain(misses).collect::<Vec<_>>().join("\n")
}

/// An example as Markdown: what is found in it stands out, as code does.
fn marked(example: &str) -> String {
    let mut parts = example.split("[[");
    let mut marked = plain(parts.next().unwrap_or_default());
    for part in parts {
        let (found, rest) = part.split_once("]]").unwrap_or((part, ""));
        match found {
            "" => marked.push('‸'),
            found if found.contains('`') => marked.push_str(&plain(found)),
            found => marked.extend(["`", found, "`"]),
        }
        marked.push_str(&plain(rest));
    }
    marked
}

/// Text as Markdown that shows it as it is.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '!') {
            plain.push('\\');
        }
        plain.push(character);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_example_finds_stands_out() {
        assert_eq!(marked("In [[the the]] *fair*."), "In `the the` \\*fair\\*.");
        assert_eq!(marked("In the[[]] fair"), "In the‸ fair");
    }

    #[test]
    fn words_of_a_draft_are_no_markdown() {
        assert_eq!(plain("a *b* [c](d) <e>"), "a \\*b\\* \\[c\\](d) \\<e\\>");
    }
}
