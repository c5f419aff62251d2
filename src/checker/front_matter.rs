//! Front matter: what a draft says of itself holds for it: `profile`, `date`, `language`.

use super::own::OWN_RULES;
use crate::engine::kinds::{Settings, day_of_field};
use crate::engine::rule::Profile;
use crate::finding::{Finding, Severity};
use crate::input::Draft;
use crate::problem::nearest;
use crate::source::{Source, Span};
use jiff::civil::Date;

/// What a draft says of itself.
#[derive(Clone, Debug)]
pub struct Said {
    /// The settings under it; `None` where the draft is in another language and not to be checked.
    pub settings: Option<Settings>,
    /// What was not understood: where, what is wrong, what to write.
    unknown: Vec<(Span, String, String)>,
}

impl Said {
    /// What was not understood, as findings.
    pub fn findings(&self, severity: Severity) -> Vec<Finding> {
        let finding = |(span, message, help): &(Span, String, String)| Finding {
            rule: OWN_RULES[0].id.to_owned(),
            severity,
            message: message.clone(),
            span: *span,
            label: String::new(),
            labels: Vec::new(),
            notes: vec![OWN_RULES[0].reason.to_owned()],
            help: vec![help.clone()],
            url: None,
            fixes: Vec::new(),
        };
        self.unknown.iter().map(finding).collect()
    }
}

/// The settings of the run under what a draft says of itself.
pub fn read(source: &Source, draft: &Draft, format: &str, run: &Settings) -> Said {
    let mut settings = run.clone();
    let mut unknown = Vec::new();
    let value = |name: &str| draft.fields.iter().find(|field| field.name == name).map(|field| field.span);
    let mut days = draft.fields.iter().filter(|field| field.name == "date");
    if let Some(day) = days.find_map(|field| day_of_field(source.slice(field.span))) {
        settings.date = Some(day);
    }
    // Pages name a language and a profile for reasons of their own.
    if format != "markdown" {
        return Said { settings: Some(settings), unknown };
    }
    if let Some(span) = value("language") {
        match language(source.slice(span)) {
            Language::English(Some(profile)) => settings.profile = profile,
            Language::English(None) => {}
            Language::Other => {
                let help = "write `en`, `en-US` or `en-GB` if it is in English";
                unknown.push((span, "the draft is not in English and is not checked".to_owned(), help.to_owned()));
                return Said { settings: None, unknown };
            }
        }
    }
    if let Some(span) = value("profile") {
        let written = source.slice(span).trim();
        match Profile::NAMES.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(written)) {
            Some((_, profile)) => settings.profile = profile,
            None => {
                let near = nearest(written, Profile::NAMES.map(|(name, _)| name)).unwrap_or("us`, `uk` or `wire");
                unknown.push((span, format!("unknown profile `{written}`"), format!("write `{near}`")));
            }
        }
    }
    Said { settings: Some(settings), unknown }
}

/// A date as settings and drafts write it: `2025-03-13`, a time after it left out.
pub fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split(['T', 't', ' ']).next().unwrap_or(text);
    day.parse().ok()
}

enum Language {
    /// English, and whose conventions the region follows.
    English(Option<Profile>),
    Other,
}

fn language(tag: &str) -> Language {
    let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
    match tag.split_once('-').unwrap_or((&tag, "")) {
        ("en", "us") => Language::English(Some(Profile::Us)),
        ("en", "gb" | "uk" | "ie" | "au" | "nz") => Language::English(Some(Profile::Uk)),
        ("en" | "english" | "", _) => Language::English(None),
        _ => Language::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_with_and_without_a_time() {
        let day = "2025-03-13".parse().ok();
        assert_eq!(date(" 2025-03-13T10:00:00Z"), day);
        assert_eq!(date("2025-03-13"), day);
        assert_eq!(date("March 13, 2025"), None);
        assert_eq!(date("2025-02-30"), None);
        assert_eq!(day_of_field("March 13, 2025"), day);
        assert_eq!(day_of_field("13 Mar 2025"), day);
        assert_eq!(day_of_field("true"), None);
    }
}
