//! XML: one walk over a part of a file, held to limits. What a draft has no use for, document types and entities of its
//! own, is refused, since they serve nobody but those who want to see the program fall.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// How deep elements may lie in each other.
const DEEPEST: usize = 512;

/// Why a part of a file cannot be read.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum XmlError {
    /// It is no sound XML; the offset in bytes at which that showed.
    Malformed(u64),
    /// It declares a document type or uses an entity of its own.
    Declares,
    /// Its elements lie in each other deeper than any draft's do.
    Deep,
    /// It is sound XML, but of another sort.
    Foreign,
}

/// A tag that opens an element.
pub(super) struct Tag<'a>(&'a BytesStart<'a>);

impl Tag<'_> {
    /// Its name with the prefix, as written.
    pub(super) fn name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// The value of an attribute, by its name with the prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        // Whether one is written twice is nothing to us, and looking for it takes time that grows with the square.
        let mut all = attributes.with_checks(false).flatten();
        let found = all.find(|attribute| attribute.key.into_inner() == name)?;
        Some(found.normalized_value(XmlVersion::Explicit1_0).map_or_else(|_| found.value.to_string(), Cow::into_owned))
    }

    /// Whether an attribute says no: `0`, `false`, `off`, `none`.
    pub(super) fn denies(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| matches!(&*value, "0" | "false" | "off" | "none"))
    }

    /// The number that an attribute says.
    pub(super) fn number(&self, name: &str) -> Option<u8> {
        self.attribute(name)?.parse().ok()
    }
}

/// What is told of each part of a file as it is walked over.
pub(super) trait Visitor {
    /// An element opens. False: it is passed over with all that is in it, and never told of again.
    fn open(&mut self, tag: &Tag<'_>) -> bool;
    /// The innermost element that is open closes.
    fn close(&mut self);
    /// Text in the innermost element, entities resolved.
    fn text(&mut self, text: &str);
}

/// Walks over a part. `root` is what its outermost element must be called.
///
/// # Errors
/// When it is not sound, or not of this sort.
pub(super) fn walk(xml: &str, root: &str, visitor: &mut dyn Visitor) -> Result<(), XmlError> {
    let mut reader = Reader::from_str(xml);
    let (mut depth, mut passed) = (0_usize, 0_usize);
    let mut found = false;
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|_| XmlError::Malformed(reader.error_position()))?;
        match event {
            Event::Start(start) | Event::Empty(start) if depth == 0 && start.name().into_inner() != root => {
                return Err(if found { XmlError::Malformed(at) } else { XmlError::Foreign });
            }
            Event::Start(start) => {
                found = true;
                depth += 1;
                if depth > DEEPEST {
                    return Err(XmlError::Deep);
                }
                if passed > 0 || !visitor.open(&Tag(&start)) {
                    passed += 1;
                }
            }
            Event::Empty(start) => {
                found = true;
                if passed == 0 && visitor.open(&Tag(&start)) {
                    visitor.close();
                }
            }
            Event::End(_) => {
                depth = depth.checked_sub(1).ok_or(XmlError::Malformed(at))?;
                if passed > 0 {
                    passed -= 1;
                } else {
                    visitor.close();
                }
            }
            Event::Text(text) if passed == 0 && depth > 0 => visitor.text(&text.xml10_content()),
            Event::CData(text) if passed == 0 => visitor.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = resolve(&reference).ok_or(XmlError::Declares)?;
                if passed == 0 {
                    visitor.text(character.encode_utf8(&mut [0; 4]));
                }
            }
            Event::DocType(_) => return Err(XmlError::Declares),
            Event::Eof if depth > 0 => return Err(XmlError::Malformed(at)),
            Event::Eof => return if found { Ok(()) } else { Err(XmlError::Foreign) },
            _ => {}
        }
    }
}

/// What a reference stands for: a character by its number, or one of the five that XML itself knows.
fn resolve(reference: &BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten();
    }
    match &*reference.xml10_content() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Told(String);

    impl Visitor for Told {
        fn open(&mut self, tag: &Tag<'_>) -> bool {
            self.0 += &format!("<{}>", tag.name());
            tag.name() != "skip"
        }

        fn close(&mut self) {
            self.0 += "/";
        }

        fn text(&mut self, text: &str) {
            self.0 += text;
        }
    }

    fn told(xml: &str) -> Result<String, XmlError> {
        let mut told = Told::default();
        walk(xml, "a", &mut told).map(|()| told.0)
    }

    #[test]
    fn what_is_passed_over_is_not_told() {
        let xml = "<?xml version='1.0'?><a>x<b/>&amp;&#233;<skip><b>y</b><b/>&lt;</skip><skip/><![CDATA[<z>]]></a>\n";
        assert_eq!(told(xml).as_deref(), Ok("<a>x<b>/&é<skip><skip><z>/"));
    }

    #[test]
    fn what_is_not_sound_is_told_as_such() {
        assert!(matches!(told("<a><b></a>"), Err(XmlError::Malformed(_))));
        assert!(matches!(told("<a>"), Err(XmlError::Malformed(_))));
        assert!(matches!(told("<a/><a/></a>"), Err(XmlError::Malformed(_))));
        assert_eq!(told("<c/>"), Err(XmlError::Foreign));
        assert_eq!(told(" "), Err(XmlError::Foreign));
        assert_eq!(told("<a>&mine;</a>"), Err(XmlError::Declares));
        assert_eq!(told("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), Err(XmlError::Declares));
        assert_eq!(told(&"<a>".repeat(DEEPEST + 1)), Err(XmlError::Deep));
    }

    #[test]
    fn attributes_are_resolved_and_may_say_no() {
        struct Asked(Option<String>, bool);
        impl Visitor for Asked {
            fn open(&mut self, tag: &Tag<'_>) -> bool {
                *self = Self(tag.attribute("w:val"), tag.denies("w:on"));
                true
            }
            fn close(&mut self) {}
            fn text(&mut self, _: &str) {}
        }
        let mut asked = Asked(None, false);
        assert_eq!(walk("<a val='x' w:val='&lt;b&gt;' w:on='0'/>", "a", &mut asked), Ok(()));
        assert_eq!((asked.0.as_deref(), asked.1), (Some("<b>"), true));
    }
}
