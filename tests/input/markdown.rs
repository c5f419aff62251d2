//! Markdown: blocks, marks between pieces, front matter, raw HTML.

use crate::{outline, prose, replaced, without};
use copydesk::input::Input;
use copydesk::input::markdown::Markdown;

fn read(text: &str) -> Vec<String> {
    outline(&Markdown, text)
}

#[test]
fn blocks_and_their_roles() {
    let text = "# Tarn shuts its pier\n\n**By Ada Quill**\n\nTARN — The pier is shut.\n\n## What now\n\n- One\n- Two\n  1. Three\n\n> Old words.\n\n*Ada Quill is a diver.*\n\n```\nlet x;\n```\n\n    indented\n";
    assert_eq!(
        read(text),
        [
            "headline: Tarn shuts its pier",
            "byline: By Ada Quill",
            "dateline: TARN —",
            "paragraph: The pier is shut.",
            "heading2: What now",
            "list-item: One",
            "list-item: Two",
            "list-item2: Three",
            "block-quote: Old words.",
            "paragraph: Ada Quill is a diver.",
            "code: let x;",
            "code: indented",
        ]
    );
}

#[test]
fn marks_lie_between_the_pieces() {
    let text = "An un**bold**ed *word*, [a link](https://tarn.example) and \\*stars\\*.";
    assert_eq!(read(text), ["paragraph: An unbolded word, a link and *stars*."]);
    assert!(replaced(text, &Markdown.read(text)).is_empty());
}

#[test]
fn entities_keep_their_bytes() {
    let text = "It&rsquo;s Q&amp;A &#8212; &amp;rsquo; R&D.";
    assert_eq!(read(text), ["paragraph: It’s Q&A — &rsquo; R&D."]);
    assert_eq!(
        replaced(text, &Markdown.read(text)),
        [("&rsquo;", "’"), ("&amp;", "&"), ("&#8212;", "—"), ("&amp;", "&")]
    );
}

#[test]
fn a_line_break_is_a_space() {
    for end in ["\n", "\r\n"] {
        let text = format!("> The pier{end}> **is** shut{end}now.{end}");
        assert_eq!(read(&text), ["block-quote: The pier is shut now."]);
        assert_eq!(replaced(&text, &Markdown.read(&text)), [(format!("{end}> ").as_str(), " "), (end, " ")]);
    }
    assert_eq!(read("One  \ntwo\\\n  three"), ["paragraph: One two three"]);
}

#[test]
fn editors_marks_stay() {
    let text = "The pier {++is++} [-was-]{+is+} {~~open~>shut~~} {>>check<<} {--now--}. {==See==}";
    assert_eq!(read(text), [format!("paragraph: {text}")]);
    assert_eq!(read("It is ~~open~~ shut."), ["paragraph: It is open shut."]);
}

#[test]
fn code_in_a_line_is_one_thing() {
    let text = "Run `cargo` now.";
    assert_eq!(read(text), ["paragraph: Run \u{FFFC} now."]);
    assert_eq!(replaced(text, &Markdown.read(text)), [("`cargo`", "\u{FFFC}")]);
}

#[test]
fn labels_of_speakers() {
    let label = |text: &str| {
        let draft = Markdown.read(text);
        let block = &draft.blocks[0];
        let mut labelled = block.clone();
        labelled.pieces.truncate(usize::from(block.emphasized));
        prose(text, &labelled)
    };
    assert_eq!(label("**Ada Quill, Tarn:** “Never.”"), "Ada Quill, Tarn:");
    assert_eq!(label("**Ada Quill**: “Never.”"), "Ada Quill:");
    assert_eq!(label("*Ada* **Quill:** “Never.”"), "Ada Quill:");
    assert_eq!(label("**Ada Quill** said: “Never.”"), "");
    assert_eq!(label("**Never:**"), "");
    assert_eq!(label("He said **this:** never."), "");
}

#[test]
fn front_matter_is_read() {
    let text = "---\ntitle: \"The \\\"old\\\" pier\"\nauthor: Ada Quill # staff\ndate: 2025-03-03\ntags: [a]\nlang: en\n---\n\nThe pier is shut.\n";
    let draft = Markdown.read(text);
    let fields: Vec<(&str, &str)> = draft.fields.iter().map(|field| (field.name, &text[field.span.range()])).collect();
    assert_eq!(
        fields,
        [("headline", "The \\\"old\\\" pier"), ("byline", "Ada Quill"), ("date", "2025-03-03"), ("language", "en")]
    );
    assert_eq!(read(text), ["headline: The \"old\" pier", "byline: Ada Quill", "paragraph: The pier is shut."]);
    let text = "+++\r\ntitle = 'Tarn'\r\nprofile = \"uk\"\r\n+++\r\n\r\n# One\r\n\r\n# Two\r\n";
    assert_eq!(read(text), ["headline: Tarn", "headline: One", "heading: Two"]);
    assert_eq!(Markdown.read(text).fields.len(), 2);
}

#[test]
fn the_headline_where_no_heading_is_of_level_one() {
    assert_eq!(read("## Tarn\n\nThe pier.\n\n## Now\n")[0], "headline2: Tarn");
    assert_eq!(read("Tarn shuts its pier\n\nThe pier is shut.\n")[0], "headline: Tarn shuts its pier");
    assert_eq!(read("One.\n\nTwo.\n\nThree.\n\nFour.\n\n## Now\n\nFive.")[4], "heading2: Now");
}

#[test]
fn comments_tables_pictures_notes() {
    let text = "The pier. <!-- ask --> It is <b>old</b>.<br>Very.[^1]\n\n<!-- block -->\n\n![The old pier](pier.jpg)\n\n| a | b |\n|---|---|\n| c | d &amp; e |\n\n[^1]: A note.\n";
    assert_eq!(
        read(text),
        [
            "paragraph: The pier. It is old. Very.",
            "caption: The old pier",
            "table-cell: a",
            "table-cell: b",
            "table-cell: c",
            "table-cell: d & e",
            "paragraph: A note."
        ]
    );
    let comments: Vec<&str> = Markdown.read(text).comments.iter().map(|span| &text[span.range()]).collect();
    assert_eq!(comments, ["<!-- ask -->", "<!-- block -->"]);
}

#[test]
fn a_picture_inside_a_line_is_no_text() {
    assert_eq!(read("The ![old](a.png) pier is  shut."), ["paragraph: The pier is  shut."]);
    assert_eq!(read("The![old](a.png)pier is shut."), ["paragraph: The pier is shut."]);
}

#[test]
fn raw_html_is_read_as_html() {
    let text =
        "Before.\n\n<div class=\"box\">\n<p>It&rsquo;s  <b>old</b>.</p>\n<script>x()</script>\n</div>\n\nAfter.\n";
    assert_eq!(read(text), ["paragraph: Before.", "paragraph: It’s old.", "paragraph: After."]);
}

#[test]
fn outer_takes_the_marks_along() {
    let text = "# Tarn\n\n> One.\n>\n> Two\n> more.\n\n- a\n- b\n\n  c\n- **d**\n\n**Bold**\n";
    let draft = Markdown.read(text);
    let outers: Vec<&str> = draft.blocks.iter().map(|block| &text[block.outer.range()]).collect();
    assert_eq!(outers, ["# Tarn\n", "> One.\n", "> Two\n> more.\n", "- a\n", "b", "  c\n", "- **d**\n", "**Bold**\n"]);
    assert_eq!(without(&Markdown, text), "\n>\n\n- \n\n\n");
}

#[test]
fn a_mark_of_byte_order_is_no_text() {
    assert_eq!(read("\u{FEFF}---\ntitle: Tarn\n---\n\nThe pier."), ["headline: Tarn", "paragraph: The pier."]);
}

#[test]
fn blank_lines_in_code_are_no_run() {
    let text = "One.\n\n\n\nTwo.\n\n```\na\n\n\n\nb\n```\n";
    assert_eq!(Markdown.read(text).blank_runs.len(), 1);
}

#[test]
fn marks_of_a_conflict_are_lines_of_their_own() {
    let text = "# Tarn\n\n<<<<<<< HEAD\nThe pier is shut.\n=======\nThe pier is open.\n>>>>>>> may\n\nIt is old.\n";
    assert_eq!(
        read(text),
        [
            "headline: Tarn",
            "paragraph: <<<<<<< HEAD",
            "paragraph: The pier is shut.",
            "paragraph: =======",
            "paragraph: The pier is open.",
            "paragraph: >>>>>>> may",
            "paragraph: It is old."
        ]
    );
    assert_eq!(without(&Markdown, text), "\n\n");
}

#[test]
fn a_paragraph_with_a_rule_under_it_is_no_heading() {
    let text = format!("# Tarn\n\n{}\n---\n\nNow\n---\n", "The pier is shut, the board said. ".repeat(9).trim_end());
    let blocks = read(&text);
    assert!(blocks[1].starts_with("paragraph: ") && blocks[2] == "heading2: Now", "{blocks:?}");
}

#[test]
fn tabs_that_indent_code_leave_no_empty_piece() {
    assert_eq!(read("- The pier\n\n\t\tis shut\n"), ["list-item: The pier", "code: is shut"]);
    assert_eq!(read(">\t\tThe pier\n"), ["code: The pier"]);
}

#[test]
fn changes_are_those_of_its_html() {
    let text = "It has <del>two</del> <ins>three</ins> lakes.\n\n- A <DEL>pier\n- It is *old* <ins>and *grey*</ins>.\n\n<p>One <del>two</del></p>\n";
    assert_eq!(
        read(text),
        ["paragraph: It has three lakes.", "list-item: A", "list-item: It is old and grey.", "paragraph: One"]
    );
    let traces = Markdown.read(text).traces;
    let found: Vec<&str> = traces.iter().map(|trace| &text[trace.span.range()]).collect();
    assert_eq!(found, ["two</del> <ins>", "three", "pier", "and *grey", "two"]);
}

#[test]
fn signs_alone_are_the_mark_that_ends_a_release() {
    assert_eq!(read("The dam held.\n\n###\n"), ["paragraph: The dam held.", "paragraph: ###"]);
    assert_eq!(read("The dam held.\n\n### Rain\n").len(), 2);
}
