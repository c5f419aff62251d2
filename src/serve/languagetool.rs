//! LanguageTool's interface: what it asks and how it is answered.
//!
//! A match replaces its own range, where a fix of ours may reach further; the range is then that of both. A text of one
//! paragraph, which is what word processors send, is checked for what shows in a paragraph: who speaks and who is who
//! cannot be told from it.

use super::annotations::{Plain, units};
use super::form;
use super::http::{Answer, Request};
use crate::checker::Checker;
use crate::config::desks::Desk;
use crate::engine::kinds::Data;
use crate::finding::{Edit, Finding, Severity};
use crate::input::INPUTS;
use crate::source::{Source, Span, floor};
use serde::Serialize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The languages that are checked.
const LANGUAGES: [(&str, &str, &str); 7] = [
    ("English", "en", "en"),
    ("English (US)", "en", "en-US"),
    ("English (GB)", "en", "en-GB"),
    ("English (Australia)", "en", "en-AU"),
    ("English (Canada)", "en", "en-CA"),
    ("English (New Zealand)", "en", "en-NZ"),
    ("English (South Africa)", "en", "en-ZA"),
];

/// How much stands around a match in its context, in characters on each side.
const AROUND: usize = 40;

/// How much further than its place a fix may reach to be offered, in bytes.
const REACH: u32 = 200;

/// The most alternatives that a match offers.
const MOST_REPLACEMENTS: usize = 5;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Checked<'a> {
    software: Software,
    warnings: Warnings,
    language: Language<'a>,
    matches: Vec<Match<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Software {
    name: &'static str,
    version: &'static str,
    build_date: &'static str,
    api_version: u8,
    premium: bool,
    status: &'static str,
}

impl Software {
    const OURS: Self = Self {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        build_date: "",
        api_version: 1,
        premium: false,
        status: "",
    };
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Warnings {
    incomplete_results: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Language<'a> {
    name: &'static str,
    code: &'a str,
    detected_language: Detected<'a>,
}

#[derive(Serialize)]
struct Detected<'a> {
    name: &'static str,
    code: &'a str,
    confidence: f32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Match<'a> {
    message: String,
    short_message: &'a str,
    replacements: Vec<Replacement>,
    offset: usize,
    length: usize,
    context: Context,
    sentence: &'a str,
    #[serde(rename = "type")]
    kind: Kind,
    rule: Rule<'a>,
    ignore_for_incomplete_sentence: bool,
    context_for_sure_match: u8,
}

#[derive(Serialize)]
struct Replacement {
    value: String,
}

#[derive(Serialize)]
struct Context {
    text: String,
    offset: usize,
    length: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kind {
    type_name: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    description: String,
    issue_type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    urls: Vec<Address<'a>>,
    category: Category<'a>,
}

#[derive(Serialize)]
struct Address<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Category<'a> {
    id: String,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Known {
    name: &'static str,
    code: &'static str,
    long_code: &'static str,
}

/// What is asked of a check.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Question {
    text: Plain,
    language: String,
    disabled: Vec<String>,
    enabled: Vec<String>,
    enabled_only: bool,
}

impl Question {
    fn read(fields: Vec<(String, String)>) -> Result<Self, Answer> {
        let mut question = Self::default();
        let (mut text, mut data) = (None, None);
        let list = |value: String| value.split(',').map(|one| one.trim().to_owned()).collect::<Vec<_>>();
        for (name, value) in fields {
            match &*name {
                "text" => text = Some(value),
                "data" => data = Some(value),
                "language" => question.language = value,
                "disabledRules" | "disabledCategories" => question.disabled.extend(list(value)),
                "enabledRules" | "enabledCategories" => question.enabled.extend(list(value)),
                "enabledOnly" => question.enabled_only = matches!(&*value, "true" | "yes" | "1"),
                _ => {}
            }
        }
        question.text = match (text, data) {
            (Some(text), None) => Plain::new(text),
            (None, Some(data)) => Plain::read(&data)
                .map_err(|why| Answer::error(400, &format!("the field “data” is no annotation: {why}")))?,
            (None, None) => return Err(Answer::error(400, "missing “text” or “data”")),
            (Some(_), Some(_)) => return Err(Answer::error(400, "give “text” or “data”, not both")),
        };
        if question.language.is_empty() {
            return Err(Answer::error(400, "missing “language”"));
        }
        let code = question.language.to_ascii_lowercase();
        if code != "auto" && code.split(['-', '_']).next() != Some("en") {
            return Err(Answer::error(400, &format!("“{}” is not checked, English is", question.language)));
        }
        Ok(question)
    }

    /// Whether the client wants to hear of a rule.
    fn wants(&self, id: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|name| name == id || *name == category(id));
        !named(&self.disabled) && (!self.enabled_only || named(&self.enabled))
    }

    /// Its language as it is answered.
    fn language(&self) -> (&'static str, &str) {
        let code = if self.language.eq_ignore_ascii_case("auto") { "en-US" } else { &*self.language };
        let known = LANGUAGES.iter().find(|(_, _, long)| long.eq_ignore_ascii_case(code));
        known.map_or(("English", code), |(name, _, long)| (name, long))
    }
}

fn category(id: &str) -> String {
    id.split_once('/').map_or(id, |(category, _)| category).to_uppercase()
}

/// Answers a request to a path that begins with `/v2/`; what follows that is `path`.
pub fn answer(request: &Request, path: &str, desk: &Desk, fields: Option<Vec<(String, String)>>) -> Answer {
    let only = |methods: &'static str| Answer::error(405, "the method is not allowed here").header("Allow", methods);
    match (path, &*request.method) {
        ("check", "POST" | "GET") => match fields {
            Some(fields) => check(desk, fields),
            None => Answer::error(400, "the body is no form"),
        },
        ("check", _) => only("GET, POST"),
        ("languages" | "healthcheck" | "info" | "maxtextlength", method) if method != "GET" => only("GET"),
        ("languages", _) => {
            let known = LANGUAGES.map(|(name, code, long_code)| Known { name, code, long_code });
            Answer::json(&known)
        }
        ("healthcheck", _) => Answer::text("OK"),
        ("info", _) => Answer::json(&serde_json::json!({ "software": Software::OURS })),
        _ => Answer::error(404, "there is nothing here; see /v2/languages and /v2/check"),
    }
}

/// The fields of a request: those of its body, or behind its path.
pub fn fields(request: &Request) -> Option<Vec<(String, String)>> {
    let mut fields = form::fields(request.query.as_bytes())?;
    fields.extend(form::fields(&request.body)?);
    Some(fields)
}

fn check(desk: &Desk, fields: Vec<(String, String)>) -> Answer {
    let question = match Question::read(fields) {
        Ok(question) => question,
        Err(answer) => return answer,
    };
    let source = Arc::new(Source::new("text", &*question.text.text));
    let checker = &desk.checker;
    // A fault of the program costs this answer alone.
    let Ok(checked) = catch_unwind(AssertUnwindSafe(|| checker.check(Arc::clone(&source), INPUTS[0]))) else {
        return Answer::error(500, "copydesk failed on this text; please report it");
    };
    let short = !source.text().trim().contains('\n');
    let wanted = |finding: &&Finding| question.wants(&finding.rule) && (!short || shows_in_paragraph(checker, finding));
    let counted = Counted::new(source.text());
    let matches = checked.findings.iter().filter(wanted);
    let matches = matches.map(|finding| Match::new(&question, &source, &counted, checker, finding)).collect();
    let (name, code) = question.language();
    let detected_language = Detected { name, code, confidence: 1.0 };
    let language = Language { name, code, detected_language };
    Answer::json(&Checked {
        software: Software::OURS,
        warnings: Warnings { incomplete_results: false },
        language,
        matches,
    })
}

/// Whether what a rule finds shows in a paragraph that stands alone.
fn shows_in_paragraph(checker: &Checker, finding: &Finding) -> bool {
    let rule = checker.rules().rules().iter().map(|active| active.rule()).find(|rule| *rule.id == *finding.rule);
    rule.is_none_or(|rule| {
        let needs = rule.data.check().needs();
        let of_draft = matches!(rule.data, Data::Quote(_) | Data::Structure(_) | Data::Acronym(_) | Data::Line(_));
        !of_draft && !needs.people && !needs.attribution
    })
}

/// Every so many bytes of a text, how many UTF-16 code units stand before.
struct Counted<'a> {
    text: &'a str,
    before: Vec<usize>,
}

/// See [`Counted`].
const COUNT_EVERY: usize = 512;

impl<'a> Counted<'a> {
    fn new(text: &'a str) -> Self {
        let (mut before, mut count) = (Vec::new(), 0);
        for (at, character) in text.char_indices() {
            while before.len() * COUNT_EVERY <= at {
                before.push(count);
            }
            count += character.len_utf16();
        }
        Self { text, before }
    }

    /// UTF-16 code units before an offset, which is moved to the border of a character.
    fn at(&self, offset: u32) -> usize {
        let end = floor(self.text, offset as usize);
        let mark = (end / COUNT_EVERY).min(self.before.len().saturating_sub(1));
        let start = mark * COUNT_EVERY;
        let start = (start..end).find(|at| self.text.is_char_boundary(*at)).unwrap_or(end);
        let known = self.before.get(mark).copied().unwrap_or_default();
        known + self.text.get(start..end).map_or(0, units)
    }
}

impl<'a> Match<'a> {
    fn new(
        question: &Question,
        source: &'a Source,
        counted: &Counted<'_>,
        checker: &Checker,
        finding: &'a Finding,
    ) -> Self {
        let line = source.line_span(source.line_of(finding.span.start));
        let (place, fixes) = reach(source, finding);
        let (start, end) = (counted.at(place.start), counted.at(place.end));
        let (offset, length, alone) = question.text.range(start, end);
        // What would be replaced with markup in it would lose that.
        let replacements = if alone { fixes } else { Vec::new() };
        let about = checker.rules().rules().iter().map(|active| active.rule()).find(|rule| *rule.id == *finding.rule);
        let reason = about.map_or("", |rule| &*rule.reason);
        let name = finding.rule.split_once('/').map_or(&*finding.rule, |(category, _)| category);
        Self {
            message: message(finding),
            short_message: &finding.label,
            replacements: replacements.into_iter().map(|value| Replacement { value }).collect(),
            offset,
            length,
            context: context(source.text(), place),
            sentence: source.slice(line),
            kind: Kind { type_name: "Other" },
            rule: Rule {
                id: &finding.rule,
                description: if reason.is_empty() { finding.message.clone() } else { reason.to_owned() },
                issue_type: issue_type(name, finding.severity),
                urls: finding.url.iter().map(|value| Address { value }).collect(),
                category: Category { id: category(&finding.rule), name },
            },
            ignore_for_incomplete_sentence: false,
            context_for_sure_match: 0,
        }
    }
}

/// What is wrong and what to do, as sentences.
fn message(finding: &Finding) -> String {
    let mut told = String::new();
    for part in std::iter::once(&finding.message).chain(&finding.help) {
        let mut letters = part.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        told.extend(first.chain(letters));
        told.push_str(if part.ends_with(['.', '?', '!']) { " " } else { ". " });
    }
    told.trim_end().to_owned()
}

/// What clients colour a match by.
fn issue_type(category: &str, severity: Severity) -> &'static str {
    match category {
        "typo" | "spelling" => "misspelling",
        "grammar" => "grammar",
        "punct" | "quote" => "typographical",
        "name" | "title" | "date" | "place" => "inconsistency",
        _ if severity == Severity::Note => "style",
        _ => "uncategorized",
    }
}

/// The range of a match and what may stand in its place: that of the finding, and further where its fixes reach.
fn reach(source: &Source, finding: &Finding) -> (Span, Vec<String>) {
    let own = finding.span;
    let wide = Span::new(own.start.saturating_sub(REACH), own.end.saturating_add(REACH));
    let near = |edits: &[Edit]| !edits.is_empty() && edits.iter().all(|edit| wide.contains(edit.span));
    let fixes: Vec<&[Edit]> =
        finding.fixes.iter().map(|fix| &*fix.edits).filter(|edits| near(edits)).take(MOST_REPLACEMENTS).collect();
    let place = fixes.iter().flat_map(|edits| edits.iter()).fold(own, |place, edit| place.join(edit.span));
    let written = fixes.into_iter().map(|edits| replaced(source, place, edits)).collect();
    (place, written)
}

/// What a place reads as with edits made.
fn replaced(source: &Source, place: Span, edits: &[Edit]) -> String {
    let mut written = String::new();
    let mut at = place.start;
    for edit in edits {
        written.push_str(source.slice(Span::new(at.min(edit.span.start), edit.span.start)));
        written.push_str(&edit.text);
        at = edit.span.end;
    }
    written + source.slice(Span::new(at.min(place.end), place.end))
}

/// What stands around a place, cut off where it is long. Line ends are blanks in it.
fn context(text: &str, place: Span) -> Context {
    let (before, rest) = text.split_at(floor(text, place.start as usize));
    let (inside, after) = rest.split_at(floor(rest, place.len() as usize));
    let head = before.char_indices().rev().take(AROUND).last().map_or("", |(at, _)| &before[at..]);
    let tail = after.char_indices().nth(AROUND).map_or(after, |(at, _)| &after[..at]);
    let dots = |cut: bool| if cut { "..." } else { "" };
    let opening = format!("{}{head}", dots(head.len() < before.len()));
    let whole = format!("{opening}{inside}{tail}{}", dots(tail.len() < after.len()));
    Context { text: whole.replace(['\n', '\r'], " "), offset: units(&opening), length: units(inside) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_units_are_counted_anywhere() {
        let text = "Ünter 😀 den 新 Linden, ".repeat(200);
        let counted = Counted::new(&text);
        for (at, _) in text.char_indices().step_by(11) {
            assert_eq!(counted.at(at as u32), text[..at].encode_utf16().count());
        }
        assert_eq!(counted.at(u32::MAX), text.encode_utf16().count());
        assert_eq!(Counted::new("").at(3), 0);
    }

    #[test]
    fn a_context_is_cut_at_characters_and_says_where_the_match_is() {
        let text = format!("{}the the{}", "é😀\n".repeat(30), " é😀".repeat(30));
        let start = text.find("the").expect("a place") as u32;
        let context = context(&text, Span::new(start, start + 7));
        let units: Vec<u16> = context.text.encode_utf16().collect();
        let there = &units[context.offset..context.offset + context.length];
        assert_eq!(String::from_utf16(there).expect("whole characters"), "the the");
        assert!(context.text.starts_with("...") && context.text.ends_with("...") && !context.text.contains('\n'));
    }

    #[test]
    fn edits_beyond_the_place_widen_it() {
        let source = Source::new("text", "a bc d");
        let edits =
            [Edit { span: Span::new(1, 2), text: "-".into() }, Edit { span: Span::new(4, 6), text: String::new() }];
        assert_eq!(replaced(&source, Span::new(1, 6), &edits), "-bc");
        assert_eq!(replaced(&source, Span::new(0, 6), &edits[..1]), "a-bc d");
    }
}
