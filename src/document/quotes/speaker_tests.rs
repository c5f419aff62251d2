//! Who speaks, in the notation `speaker | cue | how`, with the lists of the binary.

use crate::builtin::BUILTIN;
use crate::document::{Document, How, Needs};
use crate::input::Input;
use crate::input::text::Text;
use crate::list::Lists;
use crate::source::Source;
use std::sync::Arc;

fn read(text: &str) -> Document {
    let source = Arc::new(Source::new("draft.txt", text));
    let draft = Text.read(source.text());
    Document::new(source, draft, "text", &Lists::new(BUILTIN.lists), Needs::ALL)
}

/// Who speaks in the first quotation of a draft.
fn first(text: &str) -> String {
    of(&read(text), 0)
}

fn of(document: &Document, quote: usize) -> String {
    let attribution = document.quotes[quote].attribution;
    let slice = |span| document.slice(span);
    let how = match attribution.how {
        How::Cue => "cue",
        How::Construction => "construction",
        How::Colon => "colon",
        How::Label => "label",
        How::Continued => "continued",
        How::Carried => "carried",
        How::None => "none",
    };
    format!("{} | {} | {how}", attribution.speaker.map_or("–", slice), attribution.cue.map_or("–", slice))
}

#[test]
fn verbs_beside_the_quotation() {
    for (text, wanted) in [
        ("“The road is shut,” Ilva Brandt said.", "Ilva Brandt | said | cue"),
        ("“The road is shut,” said Ilva Brandt, the mayor of Orlo.", "Ilva Brandt | said | cue"),
        ("“The road is shut,” Ilva Brandt, who has run Orlo since 2011, told reporters.", "Ilva Brandt | told | cue"),
        (
            "“The road is shut,” Ilva Brandt, chair of the works board in Orlo, or council, said.",
            "Ilva Brandt | said | cue",
        ),
        ("“The road is shut,” she said.", "she | said | cue"),
        ("Ilva Brandt told the council: “The road is shut.”", "Ilva Brandt | told | cue"),
        ("On Tuesday, Ilva Brandt warned about “getting ahead of things” in Orlo.", "Ilva Brandt | warned | cue"),
        ("The road, according to Ilva Brandt, is “a ditch with a view.”", "Ilva Brandt | according to | cue"),
        ("“Is the road shut?” Ilva Brandt asked.", "Ilva Brandt | asked | cue"),
    ] {
        assert_eq!(first(text), wanted, "{text}");
    }
}

#[test]
fn shapes_that_name_no_verb() {
    assert_eq!(first("“The road is shut,” Ilva Brandt theorised.").split(" | ").last(), Some("construction"));
    assert_eq!(first("Ilva Brandt, on the steps: “The road is shut.”").split(" | ").last(), Some("colon"));
    assert_eq!(first("“The road is shut to us.” — Rosa, Saltby").split(" | ").last(), Some("label"));
}

#[test]
fn one_speaker_for_the_paragraph_and_beyond() {
    let document = read("“The road is shut,” Ilva Brandt said. “It opens on Monday.”");
    assert_eq!(of(&document, 1), "Ilva Brandt | said | cue");
    let document = read("“We built the road.\n\n“We will keep it,” Ilva Brandt said.");
    assert_eq!(of(&document, 0), "Ilva Brandt | said | continued");
    let document = read("“We built the road,” Ilva Brandt said.\n\n“We will keep it as it is.”\n\nRain fell.");
    assert_eq!(of(&document, 1), "Ilva Brandt | – | carried");
    let document = read("Rain fell on Orlo.\n\n“We will keep it as it is.”\n\nThe road is shut.");
    assert_eq!(of(&document, 0), "– | – | none");
}

#[test]
fn titles_give_no_words_to_anybody() {
    let document = read("The study appears in the journal “Ice and Water” and was paid for by the state.");
    assert_eq!(of(&document, 0), "– | – | none");
}
