//! Additions: words told to a list of the house, written into its settings file so that all else in it stays as it is.

use crate::finding::Finding;
use crate::source::{Source, Span};
use toml::de::DeTable;

/// The lists to which words can be told so that rules of a category leave them alone.
const HOUSE_LISTS: [(&str, &str); 2] = [("acronym", "known-acronyms"), ("name", "not-names")];

/// The list of the house to which the words of a finding can be told, and the words; `None` where its rule reads none, or
/// they cannot be written on one line.
pub fn telling<'s>(source: &'s Source, finding: &Finding) -> Option<(&'static str, &'s str)> {
    let (category, _) = finding.rule.split_once('/')?;
    let (_, list) = HOUSE_LISTS.into_iter().find(|(known, _)| *known == category)?;
    let words = source.slice(finding.span);
    let odd = |sign: char| matches!(sign, '"' | '\\') || sign.is_control();
    (!words.is_empty() && !words.contains(odd)).then_some((list, words))
}

/// Where and what to write in settings so that a list has some words more: into the list, at the head of `[lists]`, or at
/// the end. `None` where the settings are not understood.
pub fn addition(settings: &str, list: &str, words: &str) -> Option<(Span, String)> {
    let read = DeTable::parse(settings).ok()?;
    let known = lists(read.get_ref()).and_then(|lists| lists.get(list));
    let (span, text) = match known {
        Some(value) => {
            let comma = if value.get_ref().as_array()?.is_empty() { "" } else { ", " };
            (Span::at(value.span().start as u32 + 1), format!("\"{words}\"{comma}"))
        }
        None => entry(settings, list, words),
    };
    // Wherever that is, it is the list that must have the words now.
    let mut outcome = settings.to_owned();
    outcome.insert_str(span.start as usize, &text);
    let read = DeTable::parse(&outcome).ok()?;
    let told = lists(read.get_ref())?.get(list)?.get_ref().as_array()?;
    told.iter().any(|one| one.get_ref().as_str() == Some(words)).then_some((span, text))
}

fn lists<'t, 'i>(table: &'t DeTable<'i>) -> Option<&'t DeTable<'i>> {
    table.get("lists")?.get_ref().as_table()
}

/// A new list: at the head of the table of lists, or with it at the end.
fn entry(settings: &str, list: &str, words: &str) -> (Span, String) {
    let end = if settings.contains("\r\n") { "\r\n" } else { "\n" };
    let entry = format!("{list} = [\"{words}\"]{end}");
    let mut at = 0;
    for line in settings.split_inclusive('\n') {
        at += line.len();
        let bare = line.split_once('#').map_or(line, |(bare, _)| bare).trim();
        let name = bare.strip_prefix('[').and_then(|bare| bare.strip_suffix(']')).map(str::trim);
        if name == Some("lists") {
            let gap = if line.ends_with('\n') { "" } else { end };
            return (Span::at(at as u32), format!("{gap}{entry}"));
        }
    }
    let gap = if settings.is_empty() || settings.ends_with('\n') { "" } else { end };
    (Span::at(at as u32), format!("{gap}{end}[lists]{end}{entry}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(settings: &str) -> String {
        let (span, text) = addition(settings, "known-acronyms", "NPLA").expect("a place");
        let mut settings = settings.to_owned();
        settings.insert_str(span.start as usize, &text);
        settings
    }

    #[test]
    fn words_are_added_to_lists_wherever_they_are() {
        assert_eq!(added("profile = \"us\""), "profile = \"us\"\n\n[lists]\nknown-acronyms = [\"NPLA\"]\n");
        assert_eq!(added("[lists]\na = [\"b\"]\n"), "[lists]\nknown-acronyms = [\"NPLA\"]\na = [\"b\"]\n");
        let list = "[lists]\nknown-acronyms = [\n  \"BBQ\",\n]\n\n[severity]\n";
        assert_eq!(added(list), "[lists]\nknown-acronyms = [\"NPLA\", \n  \"BBQ\",\n]\n\n[severity]\n");
        assert_eq!(added("[lists]\nknown-acronyms = []\n"), "[lists]\nknown-acronyms = [\"NPLA\"]\n");
        assert_eq!(added("lists = { known-acronyms = [\"B\"] }"), "lists = { known-acronyms = [\"NPLA\", \"B\"] }");
        assert_eq!(added("[lists] # x\n"), "[lists] # x\nknown-acronyms = [\"NPLA\"]\n");
        assert_eq!(added("# ours\r\n[lists]\r\n"), "# ours\r\n[lists]\r\nknown-acronyms = [\"NPLA\"]\r\n");
    }

    #[test]
    fn settings_that_are_not_understood_are_left_alone() {
        for settings in [
            "[lists]\nknown-acronyms = \"BBQ\"\n",
            "lists = { others = [\"BBQ\"] }\n",
            "note = '''\n[lists]\n'''\n",
            "[lists\n",
        ] {
            assert_eq!(addition(settings, "known-acronyms", "NPLA"), None, "{settings}");
        }
    }
}
