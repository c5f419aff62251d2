//! Quotations of whole drafts, in the notation `open…close` of their spans.

use crate::builtin::BUILTIN;
use crate::document::{Document, Needs};
use crate::input::{Draft, Piece, RawBlock, Role};
use crate::list::Lists;
use crate::source::{Source, Span};
use std::sync::Arc;

/// A document of one paragraph a line.
fn document(text: &str) -> Document {
    let mut draft = Draft::default();
    let mut at = 0;
    for line in text.split('\n') {
        let span = Span::new(at, at + line.len() as u32);
        at = span.end + 1;
        if !line.is_empty() {
            draft.blocks.push(RawBlock {
                role: Role::Paragraph,
                outer: span,
                pieces: vec![Piece::verbatim(span)],
                level: 0,
                emphasized: 0,
            });
        }
    }
    Document::new(Arc::new(Source::new("draft.txt", text)), draft, "text", &Lists::new(BUILTIN.lists), Needs::default())
}

fn quotations(text: &str) -> Vec<String> {
    let document = document(text);
    document.quotes.iter().map(|quote| format!("{}{}", quote.depth, document.slice(quote.span))).collect()
}

fn unpaired(text: &str) -> Vec<(String, bool, bool)> {
    let document = document(text);
    document.unpaired.iter().map(|mark| (document.slice(mark.span).to_owned(), mark.opens, mark.turned)).collect()
}

#[test]
fn curly_and_straight_doubles_pair() {
    assert_eq!(quotations("“We go,” Orla said. “Now.”"), ["0“We go,”", "0“Now.”"]);
    assert_eq!(quotations("\"We go,\" Orla said. \"Now.\""), ["0\"We go,\"", "0\"Now.\""]);
    assert_eq!(quotations("« Oui », said Orla. „Gut“, said Ole."), ["0« Oui »", "0„Gut“"]);
    assert_eq!(unpaired("“We go,” Orla said. \"Now.\""), []);
}

#[test]
fn singles_nest_and_stand_at_the_outer_level() {
    assert_eq!(quotations("“He said, ‘Go,’ and left,” she said."), ["0“He said, ‘Go,’ and left,”", "1‘Go,’"]);
    assert_eq!(
        quotations("‘We called it “the hatch”. Nobody knew.’"),
        ["0‘We called it “the hatch”. Nobody knew.’", "1“the hatch”"]
    );
    assert_eq!(
        quotations("'We called it \"the hatch\". Nobody knew.'"),
        ["0'We called it \"the hatch\". Nobody knew.'", "1\"the hatch\""]
    );
    assert_eq!(quotations("He was 'astonished' by the dogs' home."), ["0'astonished'"]);
}

#[test]
fn apostrophes_are_no_marks() {
    for text in [
        "The boys’ room and the girls’ room.",
        "Rock ’n’ roll of the ’90s; ’Twas fun, they told ’em.",
        "Rock 'n' roll of the '90s; 'Twas fun, they told 'em.",
        "The crew’s lawyer’s wife’s dog.",
        "She was dancin’ and singin’ all night.",
    ] {
        assert_eq!(quotations(text), [] as [&str; 0], "{text}");
        assert_eq!(unpaired(text), [], "{text}");
    }
    assert_eq!(quotations("‘’Tis a small thing,’ he said."), ["0‘’Tis a small thing,’"]);
    assert_eq!(quotations("‘The boys’ room was cold,’ he said."), ["0‘The boys’ room was cold,’"]);
}

#[test]
fn feet_and_inches_are_no_marks() {
    assert_eq!(quotations("He is 6'2\" and the pipe is 12\" wide."), [] as [&str; 0]);
    assert_eq!(unpaired("He is 6'2\" tall."), []);
    assert_eq!(quotations("\"I am 6'2\" tall,\" he said."), ["0\"I am 6'2\" tall,\""]);
    assert_eq!(quotations("He called it \"Summer 1999\" in the book."), ["0\"Summer 1999\""]);
}

#[test]
fn a_quotation_runs_on_over_paragraphs() {
    let document = document("“We built it.\n“We paid for it.\n“We will keep it,” Orla Venn said.");
    assert_eq!(document.quotes.len(), 3);
    assert!(document.quotes[0].open && document.quotes[1].open && !document.quotes[2].open);
    assert_eq!(document.quotes[1].continues, Some(0));
    assert_eq!(document.quotes[2].continues, Some(1));
    assert!(document.unpaired.is_empty());
}

#[test]
fn marks_without_partner_are_told() {
    assert_eq!(unpaired("“We go, Orla said.\nThe road is long."), [("“".into(), true, false)]);
    assert_eq!(unpaired("We go,” Orla said."), [("”".into(), false, false)]);
    assert_eq!(unpaired("“We go, she said. “We stay.”"), [("“".into(), true, false)]);
    assert_eq!(unpaired("\"We go, she said. \"We stay.\""), [("\"".into(), true, false)]);
    let lost = "“We go, she said. “We stay.”\n“We sing,” Orla Venn said.";
    assert_eq!(unpaired(lost), [("“".into(), true, false)]);
    assert_eq!(quotations(lost), ["0“We stay.”", "0“We sing,”"]);
    assert_eq!(unpaired("“Go,“ she said."), [("“".into(), false, true)]);
    assert_eq!(quotations("“Go,“ she said."), ["0“Go,“"]);
    assert_eq!(quotations("“We go, Orla said.\nThe “road” is long."), ["0“road”"]);
}

#[test]
fn tokens_inside_are_marked() {
    let document = document("Orla said “we go” and left.");
    let quoted: Vec<&str> = (0..document.tokens.len() as u32)
        .filter(|token| document.is_quoted(*token))
        .map(|token| document.word(token))
        .collect();
    assert_eq!(quoted, ["“", "we", "go", "”"]);
}

#[test]
fn hostile_marks_cost_little() {
    for text in [
        "\"".repeat(200_000),
        "“".repeat(200_000),
        "'a ".repeat(200_000),
        "‘“'\"".repeat(100_000),
        "”’".repeat(100_000),
    ] {
        let _ = document(&text);
    }
}
