//! Cast: who is in the piece, and who speaks.

use super::escape::Escaped;
use super::sheet::Sheet;
use crate::document::{Document, How, Person, Quote, QuoteKind};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Draws both panels; nothing where there is neither.
pub(super) fn draw(html: &mut String, sheet: &Sheet<'_>, prefix: &str) {
    let document = sheet.document;
    let speakers = speakers(document);
    if document.people.is_empty() && speakers.is_empty() {
        return;
    }
    html.push_str("<div class=\"cast\"><div>");
    if !document.people.is_empty() {
        html.push_str("<section><h3>People</h3><table><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">First called</th><th scope=\"col\">Lines</th></tr></thead><tbody>");
        document.people.iter().for_each(|person| draw_person(html, sheet, prefix, person));
        html.push_str("</tbody></table></section>");
    }
    if !speakers.is_empty() {
        html.push_str("<section><h3>Who speaks</h3><table><thead><tr><th scope=\"col\">Speaker</th><th scope=\"col\">Quotations</th><th scope=\"col\">Words</th></tr></thead><tbody>");
        for (speaker, (count, words)) in speakers {
            let _ =
                write!(html, "<tr><th scope=\"row\">{}</th><td>{count}</td><td>{words}</td></tr>", Escaped(&speaker));
        }
        html.push_str("</tbody></table></section>");
    }
    html.push_str("</div></div>");
}

fn draw_person(html: &mut String, sheet: &Sheet<'_>, prefix: &str, person: &Person) {
    let document = sheet.document;
    let mut lines: Vec<u32> =
        person.mentions.iter().map(|mention| document.source.line_of(document.to_source(mention.span).start)).collect();
    lines.dedup();
    let lines: Vec<String> = lines.into_iter().map(|line| linked(sheet, prefix, line, "")).collect();
    let first = person.mentions.first().map_or(String::new(), |mention| {
        let span = mention.title.map_or(mention.span, |title| title.join(mention.span));
        document.slice(span).to_owned()
    });
    let _ = write!(
        html,
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
        Escaped(&person.name),
        Escaped(&first),
        lines.join(", ")
    );
}

/// The number of a line, which leads to its copy.
pub(super) fn linked(sheet: &Sheet<'_>, prefix: &str, line: u32, before: &str) -> String {
    match sheet.row_line(line) {
        Some(row) => format!("<a href=\"#{prefix}l{row}\">{before}{line}</a>"),
        None => format!("{before}{line}"),
    }
}

/// The speakers with how many quotations and words they have; those nobody is given come last.
fn speakers(document: &Document) -> Vec<(String, (u32, usize))> {
    let mut speakers: BTreeMap<(u32, String), (u32, usize)> = BTreeMap::new();
    let speech = |quote: &&Quote| quote.depth == 0 && matches!(quote.kind, QuoteKind::Full | QuoteKind::Fragment);
    for (order, quote) in document.quotes.iter().filter(speech).enumerate() {
        let given = &quote.attribution;
        let person = given.person.and_then(|person| document.people.get(person as usize));
        let name = match (person, given.speaker) {
            (Some(person), _) => person.name.clone(),
            (None, Some(speaker)) => document.slice(speaker).to_owned(),
            (None, None) if given.how == How::None => "nobody named".to_owned(),
            (None, None) => "by the sentence around it".to_owned(),
        };
        let known = speakers.keys().find(|(_, known)| *known == name).cloned();
        let last = if given.how == How::None { u32::MAX } else { order as u32 };
        let entry = speakers.entry(known.unwrap_or((last, name))).or_default();
        *entry = (entry.0 + 1, entry.1 + document.slice(quote.content).split_whitespace().count());
    }
    speakers.into_iter().map(|((_, name), counts)| (name, counts)).collect()
}
