//! Annotations: a text in pieces, some of which are markup, and the way from places in the text without it back to places
//! in the whole. Places are UTF-16 code units, as the clients count.

use serde::Deserialize;

/// What a client sends as `data`.
#[derive(Deserialize)]
struct Data {
    annotation: Vec<Piece>,
}

/// A piece: text, or markup with what it stands for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Piece {
    text: Option<String>,
    markup: Option<String>,
    interpret_as: Option<String>,
}

/// A text without its markup.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plain {
    /// The text.
    pub text: String,
    /// Where stretches of it begin, in order: in the text, and in the whole. Behind each both run alike, until the next.
    stretches: Vec<Stretch>,
}

/// A stretch of text between markup.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
struct Stretch {
    plain: usize,
    whole: usize,
    length: usize,
}

impl Plain {
    /// A text without markup.
    pub fn new(text: String) -> Self {
        let length = units(&text);
        Self { text, stretches: vec![Stretch { plain: 0, whole: 0, length }] }
    }

    /// Reads `{"annotation": [{"text": "…"}, {"markup": "<p>", "interpretAs": "\n\n"}, …]}`.
    ///
    /// # Errors
    /// When it is not that.
    pub fn read(data: &str) -> Result<Self, String> {
        let data: Data = serde_json::from_str(data).map_err(|error| error.to_string())?;
        let mut text = String::new();
        let (mut plain, mut whole) = (0, 0);
        let mut stretches: Vec<Stretch> = Vec::new();
        for piece in data.annotation {
            match (piece.text, piece.markup) {
                (Some(words), None) => {
                    let length = units(&words);
                    match stretches.last_mut() {
                        Some(last) if last.plain + last.length == plain && last.whole + last.length == whole => {
                            last.length += length;
                        }
                        _ => stretches.push(Stretch { plain, whole, length }),
                    }
                    text.push_str(&words);
                    plain += length;
                    whole += length;
                }
                (None, Some(markup)) => {
                    let stands_for = piece.interpret_as.unwrap_or_default();
                    text.push_str(&stands_for);
                    plain += units(&stands_for);
                    whole += units(&markup);
                }
                _ => return Err("a piece of an annotation is either text or markup".to_owned()),
            }
        }
        Ok(Self { text, stretches })
    }

    /// A range of the text as offset and length in the whole, and whether there is no markup inside.
    pub fn range(&self, start: usize, end: usize) -> (usize, usize, bool) {
        let first = self.stretch(start);
        // The end belongs to what stands before it.
        let last = if end > start { self.stretch(end - 1) } else { first };
        let at = |stretch: Option<&Stretch>, place: usize| {
            stretch.map_or(0, |stretch| stretch.whole + place.saturating_sub(stretch.plain).min(stretch.length))
        };
        let offset = at(first, start);
        (offset, at(last, end).max(offset) - offset, first == last)
    }

    /// The stretch that a place is in, or the last one before it.
    fn stretch(&self, place: usize) -> Option<&Stretch> {
        let after = self.stretches.partition_point(|stretch| stretch.plain <= place);
        self.stretches.get(after.saturating_sub(1))
    }
}

/// How many UTF-16 code units a text has.
pub fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_over_markup() {
        let data = r#"{"annotation": [{"text": "A "}, {"markup": "<b>"}, {"text": "té😀"}, {"text": "st"}, {"markup": "</b><p>",
            "interpretAs": "\n\n"}, {"text": "End"}]}"#;
        let plain = Plain::read(data).expect("annotations");
        assert_eq!(plain.text, "A té😀st\n\nEnd");
        // “té😀st” lies behind the three signs of the tag.
        assert_eq!(plain.range(2, 8), (5, 6, true));
        assert_eq!(plain.range(10, 13), (18, 3, true));
        let (offset, length, alone) = plain.range(0, 4);
        assert_eq!((offset, length, alone), (0, 7, false));
    }

    #[test]
    fn what_is_no_annotation_is_told() {
        for data in ["", "[]", "{}", r#"{"annotation": [{}]}"#, r#"{"annotation": [{"text": "a", "markup": "b"}]}"#] {
            assert!(Plain::read(data).is_err(), "{data}");
        }
        assert_eq!(Plain::read(r#"{"annotation": []}"#).map(|plain| plain.range(0, 0)), Ok((0, 0, true)));
    }
}
