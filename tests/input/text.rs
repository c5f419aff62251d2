//! Plain text: paragraphs, wrapping, lists, roles and line ends.

use crate::{outline, replaced, without};
use copydesk::input::Input;
use copydesk::input::text::Text;

const WRAPPED: &str = "\
The harbor board of Tarn voted on Monday to close the east pier for
three weeks so that divers can look at the old piles, which were set
in 1921 and have not been seen since.

“We will be quick,” said Ada Quill, who runs the port. She said that
Monday’s vote was the last one of the year.
";

fn read(text: &str) -> Vec<String> {
    outline(&Text, text)
}

#[test]
fn blank_lines_part_paragraphs() {
    let text = "The pier is shut.\n\nIt will open in May.\n  \n\nNobody minds.";
    assert_eq!(
        read(text),
        ["paragraph: The pier is shut.", "paragraph: It will open in May.", "paragraph: Nobody minds."]
    );
}

#[test]
fn every_line_is_a_paragraph_where_no_blank_lines_part_them() {
    let text = "The harbor board of Tarn voted on Monday to close the east pier for three weeks so that divers can look at it.\n\
                “We will be quick,” said Ada Quill.\n\
                Quill said that the vote was the last one of the year, and that nobody on the board had spoken against it.\n\
                \n\n\n\n0 Comments";
    let blocks = read(text);
    assert_eq!(blocks.len(), 4);
    assert_eq!(blocks[1], "paragraph: “We will be quick,” said Ada Quill.");
    assert_eq!(blocks[3], "paragraph: 0 Comments");
}

#[test]
fn wrapped_lines_are_joined() {
    for end in ["\n", "\r\n", "\r"] {
        let text = WRAPPED.replace('\n', end);
        let blocks = read(&text);
        assert_eq!(blocks.len(), 2, "{blocks:?}");
        assert!(blocks[0].contains("close the east pier for three weeks so that divers"));
        assert!(blocks[1].ends_with("She said that Monday’s vote was the last one of the year."));
        assert!(replaced(&text, &Text.read(&text)).iter().all(|(bytes, stands)| *bytes == end && *stands == " "));
        assert_eq!(without(&Text, &text), end);
    }
}

#[test]
fn a_sentence_over_two_lines_is_one() {
    assert_eq!(
        read("The council of Tarn voted on Tuesday to close the\nlibrary."),
        ["paragraph: The council of Tarn voted on Tuesday to close the library."]
    );
}

#[test]
fn the_wrapped_text_of_a_quotation_keeps_its_prefix_out() {
    let text = "> The harbor board of Tarn voted on Monday to close the east pier for\n> three weeks so that divers can look at the old piles.\n";
    assert_eq!(
        read(text),
        [
            "block-quote: The harbor board of Tarn voted on Monday to close the east pier for three weeks so that divers can look at the \
          old piles."
        ]
    );
    assert_eq!(replaced(text, &Text.read(text)), [("\n> ", " ")]);
}

#[test]
fn lines_that_are_no_wrapped_prose_stay_apart() {
    let cases = [
        ("Q: Were you cold?\nA: Never.\nQ: Not once?\nA: Once.", 4),
        ("Roses for Ada,\nrain on the quay,\nnobody answers,\nsalt in the tea", 4),
        ("The pier is shut.\nThe boats are out.\nThe town is quiet.", 3),
        ("You will need:\n- rope\n- a lamp\n- 3 nails", 4),
    ];
    for (text, count) in cases {
        assert_eq!(read(text).len(), count, "{text}");
    }
}

#[test]
fn labels_and_lists_open_blocks_in_wrapped_text() {
    let text = format!(
        "{WRAPPED}\nADA QUILL: It is a very old pier, and none of us has ever seen what\nholds it up.\nOWEN PELL: And now?\n"
    );
    let blocks = read(&text);
    assert_eq!(
        blocks[2..],
        [
            "paragraph: ADA QUILL: It is a very old pier, and none of us has ever seen what holds it up.",
            "paragraph: OWEN PELL: And now?"
        ]
    );
}

#[test]
fn list_items_lose_their_marker() {
    let text =
        "What to know:\n\n- The pier is shut.\n  - The east one.\n* Boats go round.\n1. One more.\n• A last one.\n";
    assert_eq!(
        read(text)[1..],
        [
            "list-item: The pier is shut.",
            "list-item2: The east one.",
            "list-item: Boats go round.",
            "list-item: One more.",
            "list-item: A last one."
        ]
    );
    assert_eq!(without(&Text, text), "\n");
    for line in ["- 30 -", "* * *", "-30-", "-- more --", "2014. It was a year.", "— Rosa, Saltby"] {
        assert_eq!(read(line), [format!("paragraph: {line}")]);
    }
}

#[test]
fn the_first_short_line_is_the_headline() {
    let story = "\n\nThe pier will be shut for three weeks, the board said on Monday.\n";
    for line in [
        "Tarn shuts its east pier",
        "Who shut the pier?",
        "‘Nobody minds’: Tarn shuts its pier",
        "Pier shut by order of D.C.",
    ] {
        assert_eq!(read(&format!("{line}{story}"))[0], format!("headline: {line}"));
        assert_eq!(read(&format!("{line}\n{}", story.trim_start()))[0], format!("headline: {line}"));
    }
}

#[test]
fn what_is_no_headline() {
    let story = "\n\nThe pier will be shut for three weeks, the board said on Monday.\n";
    for line in ["The pier was shut on Monday.", "Here is what to know:", "“It is very old.”"] {
        assert_eq!(read(&format!("{line}{story}"))[0], format!("paragraph: {line}"));
    }
    assert_eq!(read("A text without an end"), ["paragraph: A text without an end"]);
    assert_eq!(read("The pier was shut, the board said"), ["paragraph: The pier was shut, the board said"]);
}

#[test]
fn a_headline_after_furniture() {
    let text = "MEDIA CONTACT: desk@tarn.example\nTarn shuts its east pier\nThe pier will be shut for three weeks, the board said.\n";
    assert_eq!(read(text)[..2], ["paragraph: MEDIA CONTACT: desk@tarn.example", "headline: Tarn shuts its east pier"]);
    let text =
        "FOR IMMEDIATE RELEASE\n\nTarn shuts its east pier\n\nThe pier will be shut for three weeks, the board said.\n";
    assert_eq!(read(text)[..2], ["paragraph: FOR IMMEDIATE RELEASE", "headline: Tarn shuts its east pier"]);
}

#[test]
fn bylines_stand_near_the_head() {
    for line in [
        "By Ada Quill",
        "By Ada Quill and Owen Pell",
        "BY ADA QUILL",
        "By Ada Quill, staff writer",
        "By A. J. van der Meer | Tarn Times",
    ] {
        let text =
            format!("Tarn shuts its east pier\n{line}\n\nThe pier will be shut for three weeks, the board said.\n");
        assert_eq!(read(&text)[..2], ["headline: Tarn shuts its east pier".to_owned(), format!("byline: {line}")]);
    }
    for line in ["By Monday the pier was shut.", "By the numbers", "By and large, the board was glad of it"] {
        let text =
            format!("Tarn shuts its east pier\n\n{line}\n\nThe pier will be shut for three weeks, the board said.\n");
        assert_eq!(read(&text)[1], format!("paragraph: {line}"));
    }
}

#[test]
fn datelines_are_cut_off() {
    for line in [
        "TARN CITY (Wire) —",
        "KESWICK BAY —",
        "TARN, D.C. (AP) --",
        "TARN, March 3 (Wire) -",
        "LA TARN, Wis. (AP) –",
        "TARN/PORT ANSEL (Wire) -",
    ] {
        let text = format!("Tarn shuts its pier\n\n{line} The pier is shut, the board said.\n\nIt will open in May.\n");
        assert_eq!(
            read(&text)[1..],
            [
                format!("dateline: {line}"),
                "paragraph: The pier is shut, the board said.".into(),
                "paragraph: It will open in May.".into()
            ]
        );
    }
    for line in [
        "CORRECTION — The pier is shut.",
        "NATO — the alliance — is old.",
        "The pier — The old one — is shut.",
        "TARN: The pier is shut.",
        "ADA QUILL: No — Never.",
    ] {
        assert_eq!(read(&format!("Tarn shuts its pier\n\n{line}\n"))[1], format!("paragraph: {line}"));
    }
}

#[test]
fn outer_is_the_whole_line() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("\u{FEFF}Tarn shuts its pier{end}{end}  The pier is shut. {end}It is old.");
        let draft = Text.read(&text);
        let outers: Vec<&str> = draft.blocks.iter().map(|block| &text[block.outer.range()]).collect();
        assert_eq!(
            outers,
            [format!("Tarn shuts its pier{end}"), format!("  The pier is shut. {end}"), "It is old.".to_owned()]
        );
    }
}

#[test]
fn runs_of_blank_lines() {
    let runs = |text: &str| Text.read(text).blank_runs.iter().map(|run| (run.start, run.end)).collect::<Vec<_>>();
    assert_eq!(runs("a\n\nb\n"), []);
    assert_eq!(runs("a\n\n\nb\n"), [(1, 4)]);
    assert_eq!(runs("a\r\n \r\n\r\nb"), [(1, 8)]);
    assert_eq!(runs("a\r\r\rb\r\r"), [(1, 4), (5, 7)]);
    assert_eq!(runs("a\n"), []);
    assert_eq!(runs("\n\n\na"), [(0, 3)]);
}

#[test]
fn empty_drafts() {
    for text in ["", "\u{FEFF}", "\n", " \r\n\t"] {
        assert!(read(text).is_empty());
    }
}

#[test]
fn wrapped_text_among_short_lines() {
    let text = "FOR IMMEDIATE RELEASE\n\nTarn shuts its east pier\nBy Ada Quill\nTarn Times Staff Writer\n\n\
                TARN, March 3 (Wire) -- The harbor board of Tarn voted on\nMonday to close the east pier for three weeks so that divers from\n\
                Ansel can look at the piles.\n\n    The board met in public and heard from a dozen people, and it was\n\
                late when it rose.\n    Nobody minded, Owen Pell said.\n\n* The pier was built in 1921 by the firm of Quill and Daughters of\n\
                \x20 Port Ansel.\n* It is old\n* It is shut\n\nRoses for Ada,\nrain on the quay.\n";
    assert_eq!(
        read(text),
        [
            "paragraph: FOR IMMEDIATE RELEASE",
            "headline: Tarn shuts its east pier",
            "byline: By Ada Quill",
            "paragraph: Tarn Times Staff Writer",
            "dateline: TARN, March 3 (Wire) --",
            "paragraph: The harbor board of Tarn voted on Monday to close the east pier for three weeks so that divers from Ansel can look \
             at the piles.",
            "paragraph: The board met in public and heard from a dozen people, and it was late when it rose.",
            "paragraph: Nobody minded, Owen Pell said.",
            "list-item: The pier was built in 1921 by the firm of Quill and Daughters of Port Ansel.",
            "list-item: It is old",
            "list-item: It is shut",
            "paragraph: Roses for Ada,",
            "paragraph: rain on the quay.",
        ]
    );
}
