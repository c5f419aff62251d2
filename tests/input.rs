//! What every reader promises, whatever the draft: pieces and blocks in order, on borders of characters, inside their
//! block, and nothing lost on the way from text to file.

use copydesk::input::{Draft, INPUTS, Piece, Role};
use copydesk::source::Span;
use proptest::prelude::*;
use proptest::sample::select;

const SNIPPETS: [&str; 84] = [
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
    "<",
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
        let prose: String = block.pieces.iter().map(|piece| words(text, piece)).collect();
        assert!(block.role == Role::Code || prose.trim() == prose, "white space around {prose:?}");
        assert!(!prose.trim().is_empty());
    }
    for spans in [&draft.comments, &draft.blank_runs] {
        assert!(spans.iter().all(|span| !span.is_empty()));
        assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
        spans.iter().for_each(|span| border(text, *span));
    }
    draft.fields.iter().for_each(|field| border(text, field.span));
}

fn words<'a>(text: &'a str, piece: &'a Piece) -> &'a str {
    piece.text.as_deref().unwrap_or(&text[piece.span.range()])
}

fn border(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} cuts a character or the text");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_is_a_draft(text in "\\PC{0,80}") {
        for input in INPUTS {
            check(&text, &input.read(&text));
        }
    }

    #[test]
    fn any_mix_of_markup_is_a_draft(parts in prop::collection::vec(select(&SNIPPETS[..]), 0..40)) {
        let text = parts.concat();
        for input in INPUTS {
            check(&text, &input.read(&text));
        }
    }
}

#[test]
fn hostile_drafts_take_linear_time() {
    let many = |part: &str| part.repeat(50_000);
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
    ];
    for text in &drafts {
        for input in INPUTS {
            let start = std::time::Instant::now();
            check(text, &input.read(text));
            let seconds = start.elapsed().as_secs_f64();
            assert!(seconds < 10.0, "{} took {seconds:.1} s over {:?}…", input.name(), &text[..8]);
        }
    }
}
