//! Templates: the words of a rule with `{values}` of a hit put in.

/// The values of a hit by name.
pub type Values = Vec<(std::borrow::Cow<'static, str>, String)>;

/// Fills a template; `None` where it asks for a value that is not there. `{{` and `}}` stand for braces.
pub fn fill(template: &str, values: &Values) -> Option<String> {
    let mut filled = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        filled.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            filled.push_str(brace);
            rest = after;
            continue;
        }
        let (name, after) = rest.split_once('}')?;
        let (_, value) = values.iter().find(|(known, _)| known == name)?;
        filled.push_str(value);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

/// A text in the case of the one it replaces: all capitals, or a capital at its head.
pub fn cased(old: &str, new: &str) -> String {
    let mut letters = old.chars().filter(|sign| sign.is_alphabetic());
    if letters.clone().count() > 1 && letters.all(char::is_uppercase) {
        return new.to_uppercase();
    }
    let capital = old.chars().find(|sign| sign.is_alphanumeric()).is_some_and(char::is_uppercase);
    let mut signs = new.chars();
    match signs.next() {
        Some(first) if capital => first.to_uppercase().chain(signs).collect(),
        _ => new.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_values_and_keeps_double_braces() {
        let values: Values = vec![("word".into(), "sad".into())];
        assert_eq!(fill("“{word}” {{x}}", &values).as_deref(), Some("“sad” {x}"));
        assert_eq!(fill("write “{fix}”", &values), None);
    }

    #[test]
    fn case_follows_the_old_text() {
        assert_eq!(cased("Sad", "sadly,"), "Sadly,");
        assert_eq!(cased("SAD", "sadly"), "SADLY");
        assert_eq!(cased("A", "an"), "An");
        assert_eq!(cased("sad", "sadly"), "sadly");
    }
}
