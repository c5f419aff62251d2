//! Who speaks, in the notation `speaker | cue | how`, with the lists of the binary.

use crate::builtin::BUILTIN;
use crate::document::{Document, How, Needs};
use crate::input::Input;
use crate::input::text::Text;
use crate::list::Lists;
use crate::source::Source;
use std::sync::Arc;

pub(super) fn read(text: &str) -> Document {
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

/// Texts with their speakers; two people have been named before.
const SPEAKERS: [(&str, &str); 40] = [
    ("a spokesman for the ministry", "“The road is shut,” a spokesman for the ministry said on Monday."),
    ("a spokesman for the ministry", "“The road is shut,” said a spokesman for the ministry, who gave no name."),
    ("the head of the works union in Orlo", "“The road is shut,” the head of the works union in Orlo told reporters."),
    (
        "A leader of the state’s largest union",
        "A leader of the state’s largest union said they had “missed the bus” again.",
    ),
    ("The Orlo council", "The Orlo council in a statement said the road was “in a poor state.”"),
    ("officials at the ministry of roads", "According to officials at the ministry of roads, the bridge is “a wreck.”"),
    (
        "a senior official with knowledge of the talks",
        "“It is over,” said a senior official with knowledge of the talks.",
    ),
    ("two people familiar with the matter", "“It is over,” said two people familiar with the matter."),
    ("A person close to the family", "A person close to the family said the plan was “a ditch with a view.”"),
    ("one of the engineers", "“It is over,” said one of the engineers."),
    ("One of the engineers", "One of the engineers said it was “over for the bridge.”"),
    ("The man who owns the mill", "The man who owns the mill said the road was “a ditch.”"),
    ("A leaked letter seen by the Ledger", "A leaked letter seen by the Ledger says the bridge “is a wreck.”"),
    ("Ilva Brandt", "The council chief at the time, Ilva Brandt, said the road was “in a poor state.”"),
    ("Ilva Brandt", "“It is shut,” the council’s director general for roads, Ilva Brandt, told the court."),
    ("Ilva Brandt", "“It is shut,” Ilva Brandt, an organizer at the Roads Network, and a resident of Saltby, told me."),
    ("Ole Tarn", "“It is over,” said the ministry’s spokesman, Ole Tarn."),
    ("Editor-in-Chief Ilva Brandt", "“We condemn this,” Editor-in-Chief Ilva Brandt said."),
    ("The Orlo-based company", "The Orlo-based company said it was “a bad copy of the road.”"),
    ("a retired teacher", "“It is over,” a retired teacher said."),
    ("coauthor Ole Tarn", "As coauthor Ole Tarn told the Ledger, “The bridge is a wreck.”"),
    ("Rep. Ole Tarn", "“It is over,” said Rep. Ole Tarn of Orlo."),
    ("Will Brandt", "“It was bad,” Will Brandt, chief of the Orlo-based site Full Road, told the Ledger."),
    ("state police spokesman Lt. Ole Tarn", "“It is over,” state police spokesman Lt. Ole Tarn said."),
    ("Tarn", "“It was bad,” said Tarn, Chief Roads Officer, Orlo Rail."),
    ("Ole Tarn", "The plan was described by Ole Tarn as “a ditch with a view.”"),
    ("Ole Tarn", "The plan was called “a ditch with a view” by Ole Tarn."),
    ("Ilva Brandt", "At a meeting, held at the request of Orlo, Ilva Brandt denied it, calling it a “pure invention.”"),
    ("Ilva Brandt", "Ilva Brandt said planners from northern states will meet to “discuss how to mend the road.”"),
    ("they", "The following month they wrote asking for help: “Send us a road.”"),
    (
        "a royal expert",
        "Ilva Brandt was torn apart by a royal expert who countered that she had a “rotten time” there.",
    ),
    ("a note", "Ole Tarn found a note that read: “The road is shut.”"),
    ("one tester", "As one tester notes in our review, “The bridge is a wreck.”"),
    ("Soren Holm", "“It lies there,” the town with the nearest airstrip to the crash site, said Soren Holm."),
    ("the Russians", "They expected a deal, but unsurprising the Russians are saying “not so fast.”"),
    ("Brandt", "“It is over,” Brandt, 54, said."),
    ("Tarn’s campaign", "Tarn’s campaign said in a statement that the plan was “a ditch with a view.”"),
    (
        "The Conservatives’ letter",
        "The Conservatives’ letter to Ole Tarn, the standards chief, said: “The road is shut.”",
    ),
    ("critics", "The plan, critics say, is “a ditch with a view.”"),
    ("Residents of the valley", "Residents of the valley said: “The road is shut.”"),
];

#[test]
fn whole_noun_phrases_speak() {
    for (wanted, text) in SPEAKERS {
        let document = read(&format!("Ilva Brandt and Ole Tarn met the press in Orlo on Monday.\n\n{text}"));
        let found = of(&document, 0);
        assert_eq!(found.split(" | ").next(), Some(wanted), "{text}: {found}");
    }
}

#[test]
fn nouns_that_look_like_verbs_say_nothing() {
    for text in [
        "The guide has examples of common requests like “send messages soon” and more.",
        "The council sells other missile types to get “a better price.”",
        "It was basic military training for “those who walk” and for others.",
    ] {
        assert_eq!(first(text).split(" | ").next(), Some("–"), "{text}");
    }
}

#[test]
fn the_owner_and_the_one_spoken_for_are_not_the_person_who_speaks() {
    for text in ["“It is shut,” Ilva Brandt’s lawyer said.", "“It is shut,” said a spokesman for Ilva Brandt."]
    {
        let document = read(&format!("Ilva Brandt, 54, met the press in Orlo.\n\n{text}"));
        assert_eq!(document.quotes[0].attribution.person, None, "{text}");
    }
}
