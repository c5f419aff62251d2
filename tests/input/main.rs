//! What every reader promises, whatever the draft: pieces and blocks in order, on borders of characters, inside their
//! block, and nothing lost on the way from text to file.

mod html;
mod markdown;
mod office;
mod text;

use copydesk::document::{Document, Needs, TextSpan};
use copydesk::input::{Draft, INPUTS, Input, Piece, RawBlock, Role};
use copydesk::list::Lists;
use copydesk::source::{Source, Span};
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::Arc;

const SNIPPETS: [&str; 88] = [
    "The council voted.",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "By Ada Quill",
    "TARN CITY (Wire) — ",
    "MARLOW — ",
    "“Never,”",
    "’s",
    "é",
    "\u{A0}",
    "\u{FEFF}",
    "# ",
    "## ",
    "- ",
    "* ",
    "1. ",
    "> ",
    ">",
    ">> ",
    "**",
    "*",
    "_",
    "`",
    "```\n",
    "~~~",
    "~~",
    "{~~",
    "~~}",
    "[",
    "](",
    "](u)",
    "![",
    "]",
    "(",
    ")",
    "<!--",
    "-->",
    "|",
    "|---|\n",
    "---\n",
    "+++\n",
    "title: \"A \\\" b\"\n",
    "author: 'O''Dell'\n",
    "title = \"x\"\n",
    "&rsquo;",
    "&amp;",
    "&nbsp;",
    "&#8217;",
    "&#x20;",
    "&",
    "&lt",
    ";",
    "<p>",
    "</p>",
    "<p class=\"byline\">",
    "<div>",
    "</div>",
    "<li>",
    "</li>",
    "<ul>",
    "</ul>",
    "<blockquote>",
    "</blockquote>",
    "<br>",
    "<b>",
    "</b>",
    "<strong>Name:</strong>",
    "<code>",
    "</code>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<h1>",
    "</h1>",
    "<title>",
    "</title>",
    "<svg>",
    "<ins>",
    "</ins>",
    "<del>",
    "</del>",
    "<",
];

/// Markup inside a line of HTML, and what it reads as.
const INLINE: [(&str, &str); 20] = [
    ("old", "old"),
    ("pier", "pier"),
    ("é’s", "é’s"),
    (" ", " "),
    ("\r\n", " "),
    ("\r", " "),
    ("\n  ", " "),
    ("&amp;", "&"),
    ("&rsquo;", "’"),
    ("&#8212;", "—"),
    ("&lt;p&gt;", "<p>"),
    ("<b>", ""),
    ("</b>", ""),
    ("<a href='a>b\r\nc' id=x>", ""),
    ("</a >", ""),
    ("<!-- a\r\n>b -->", ""),
    ("<i\r\nclass=\"é\">", ""),
    ("</i>", ""),
    ("<!doctype a>", ""),
    ("<script>a<b>\r\n</script>", ""),
];

/// Checks the promises of a draft that was read.
fn check(text: &str, draft: &Draft) {
    let mut last = 0;
    for block in &draft.blocks {
        assert!(!block.pieces.is_empty(), "a block without pieces");
        border(text, block.outer);
        assert!(usize::from(block.emphasized) < block.pieces.len() || block.emphasized == 0);
        for piece in &block.pieces {
            border(text, piece.span);
            assert!(piece.span.start >= last, "{:?} goes back behind {last} in {:?}", piece, draft.blocks);
            assert!(!piece.span.is_empty(), "{piece:?} is empty in {:?}", draft.blocks);
            assert!(block.outer.contains(piece.span), "{piece:?} lies outside of {block:?}");
            last = piece.span.end;
        }
        let prose = prose(text, block);
        assert!(block.role == Role::Code || prose.trim() == prose, "white space around {prose:?}");
        assert!(!prose.trim().is_empty());
    }
    round_trip(text, draft);
    for spans in [&draft.comments, &draft.blank_runs] {
        assert!(spans.iter().all(|span| !span.is_empty()));
        assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
        spans.iter().for_each(|span| border(text, *span));
    }
    draft.fields.iter().for_each(|field| border(text, field.span));
    draft.traces.iter().for_each(|trace| border(text, trace.span));
    assert!(draft.traces.is_sorted_by_key(|trace| trace.span.start));
}

fn words<'a>(text: &'a str, piece: &'a Piece) -> &'a str {
    piece.text.as_deref().unwrap_or(&text[piece.span.range()])
}

fn border(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} cuts a character or the text");
}

/// Checks that the document says of every block what its pieces say, and leads back to their bytes.
fn round_trip(text: &str, draft: &Draft) {
    let source = Arc::new(Source::new("draft", text));
    let document = Document::new(source, draft.clone(), "text", &Lists::default(), Needs::default());
    assert_eq!(document.blocks.len(), draft.blocks.len());
    for (block, raw) in document.blocks.iter().zip(&draft.blocks) {
        assert_eq!(document.slice(block.text), prose(text, raw));
        assert_eq!(document.to_source(block.text), block.span);
        assert!(raw.outer.contains(block.span));
        let mut at = block.text.start;
        for piece in &raw.pieces {
            let span = TextSpan::new(at, at + words(text, piece).len() as u32);
            assert_eq!(document.to_source(span), piece.span);
            at = span.end;
        }
    }
}

/// The prose of a block.
fn prose(text: &str, block: &RawBlock) -> String {
    block.pieces.iter().map(|piece| words(text, piece)).collect()
}

/// The blocks of a draft as lines: “role: prose”, a level above 1 after the role.
fn outline(input: &dyn Input, text: &str) -> Vec<String> {
    let draft = input.read(text);
    check(text, &draft);
    let line = |block: &RawBlock| {
        let level = if block.level > 1 { block.level.to_string() } else { String::new() };
        format!("{}{level}: {}", block.role.name(), prose(text, block))
    };
    draft.blocks.iter().map(line).collect()
}

/// The draft without its blocks, from the last to the first: what is left of it when every one is deleted.
fn without(input: &dyn Input, text: &str) -> String {
    let mut rest = text.to_owned();
    for block in input.read(text).blocks.iter().rev() {
        rest.replace_range(block.outer.range(), "");
    }
    rest
}

/// The bytes of the pieces that stand for other text.
fn replaced<'a>(text: &'a str, draft: &'a Draft) -> Vec<(&'a str, &'a str)> {
    let pieces = draft.blocks.iter().flat_map(|block| &block.pieces);
    pieces.filter_map(|piece| Some((&text[piece.span.range()], piece.text.as_deref()?))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_is_a_draft(text in "\\PC{0,80}") {
        for input in INPUTS {
            let draft = input.read(&text);
            check(&text, &draft);
            round_trip(&text, &draft);
        }
    }

    #[test]
    fn spans_of_html_stay_true(parts in prop::collection::vec(select(&INLINE[..]), 0..40)) {
        let text = parts.iter().map(|(markup, _)| *markup).collect::<String>();
        let bare = parts.iter().map(|(_, prose)| *prose).collect::<String>();
        let wanted = bare.split_whitespace().collect::<Vec<_>>().join(" ");
        let draft = copydesk::input::html::Html.read(&text);
        check(&text, &draft);
        assert_eq!(draft.blocks.iter().map(|block| prose(&text, block)).collect::<String>(), wanted);
    }

    #[test]
    fn any_mix_of_markup_is_a_draft(parts in prop::collection::vec(select(&SNIPPETS[..]), 0..40)) {
        let text = parts.concat();
        for input in INPUTS {
            let draft = input.read(&text);
            check(&text, &draft);
            round_trip(&text, &draft);
        }
    }
}

#[test]
fn hostile_drafts_take_linear_time() {
    let many = |part: &str| part.repeat(20_000);
    let drafts = [
        many("<blockquote>"),
        many("<ul><li>"),
        many("<div>") + &many("</p>") + &many("<li></li>"),
        many("<b>x"),
        many("&amp;&"),
        many("<p>a b  c"),
        many("> "),
        many("- a\n"),
        many("a\r"),
        many("a "),
        many("\n"),
        many("*a **b "),
        many("<!-- a -->"),
        many("<table><tr><td>x"),
        many("“a” "),
        many("x<br>"),
        many("<ins>x"),
        many("<del>x") + &many("</ins>"),
        many("<del>a</del><ins>b</ins>"),
    ];
    for text in &drafts {
        for input in INPUTS {
            let start = std::time::Instant::now();
            let draft = input.read(text);
            let seconds = start.elapsed().as_secs_f64();
            check(text, &draft);
            assert!(seconds < 10.0, "{} took {seconds:.1} s over {:?}…", input.name(), &text[..8]);
        }
    }
}
