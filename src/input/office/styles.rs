//! Styles: what a paragraph is for, by the name of its style or of the one it is made from.
//!
//! The names are those that word processors bring along, which files carry in English whatever the user reads, and those
//! by which newsrooms call the parts of a story.

use crate::role::Role;
use std::collections::HashMap;

/// How many styles may be made one from the other.
const LONGEST_CHAIN: usize = 16;

/// A style of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Style {
    /// What the user knows it as.
    pub(super) name: String,
    /// The key of the one it is made from.
    pub(super) parent: Option<String>,
    /// The level of the outline that its paragraphs stand on, 1 the highest; 0 is none.
    pub(super) level: Option<u8>,
    /// Whether its paragraphs are items of a list.
    pub(super) listed: bool,
    /// Whether it sets in bold or italics.
    pub(super) emphasis: Option<bool>,
    /// Whether what is set in it is hidden.
    pub(super) hidden: bool,
}

/// What a style makes of its paragraphs and runs.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Meaning {
    /// What the paragraph is for, where the style tells.
    pub(super) role: Option<Role>,
    /// The level of a heading, the depth of a list item.
    pub(super) level: u8,
    /// Whether it is an item of a list.
    pub(super) listed: bool,
    /// Whether it sets in bold or italics.
    pub(super) emphasis: bool,
    /// Whether what is set in it is hidden.
    pub(super) hidden: bool,
}

/// The styles of a file by their keys.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    /// Adds a style; one of the same key goes.
    pub(super) fn add(&mut self, key: String, style: Style) {
        self.0.insert(key, style);
    }

    /// What a style makes of its paragraphs.
    pub(super) fn meaning(&self, key: &str) -> Meaning {
        let mut meaning = Meaning::default();
        let (mut level, mut emphasis) = (None, None);
        let mut next = self.0.get(key);
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = next else { break };
            if meaning.role.is_none()
                && let Some((role, own)) = known(&style.name)
            {
                (meaning.role, meaning.level) = (Some(role), own);
            }
            level = level.or(style.level);
            emphasis = emphasis.or(style.emphasis);
            meaning.listed |= style.listed;
            meaning.hidden |= style.hidden;
            next = style.parent.as_ref().and_then(|parent| self.0.get(parent));
        }
        meaning.emphasis = emphasis.unwrap_or_default();
        if meaning.role.is_none()
            && let Some(level) = level.filter(|level| (1..=9).contains(level))
        {
            (meaning.role, meaning.level) = (Some(Role::Heading), level);
        }
        meaning
    }
}

/// What a name of a style stands for, with the level.
fn known(name: &str) -> Option<(Role, u8)> {
    let name = name.replace("_20_", " ").trim().to_lowercase();
    let (stem, number) = match name.rsplit_once(' ') {
        Some((stem, number)) if number.len() == 1 => (stem, number.parse::<u8>().ok()),
        _ => (&*name, None),
    };
    let parts = [
        ("headline", Role::Headline),
        ("byline", Role::Byline),
        ("dateline", Role::Dateline),
        ("caption", Role::Caption),
    ];
    let part = parts.into_iter().find(|(part, _)| name.split([' ', '-', '_']).any(|word| word == *part));
    match (stem, number) {
        ("heading", Some(level)) => Some((Role::Heading, level.max(1))),
        ("list bullet" | "list number" | "list item", depth) => Some((Role::ListItem, depth.unwrap_or(1).max(1))),
        ("toc" | "contents" | "index", Some(_)) => Some((Role::Furniture, 0)),
        _ => match &*name {
            "title" => Some((Role::Headline, 0)),
            "subtitle" | "subhead" | "standfirst" | "dek" | "heading" => Some((Role::Heading, 2)),
            "quote" | "intense quote" | "block text" | "block quote" | "block quotation" | "quotations" => {
                Some((Role::BlockQuote, 1))
            }
            "toc heading" | "contents heading" | "index heading" | "header" | "footer" => Some((Role::Furniture, 0)),
            "code" | "source code" => Some((Role::Code, 0)),
            _ => part.map(|(_, role)| (role, 0)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_word_processors_and_newsrooms_are_known() {
        for (name, wanted) in [
            ("heading 3", Some((Role::Heading, 3))),
            ("Heading_20_1", Some((Role::Heading, 1))),
            ("List Bullet 2", Some((Role::ListItem, 2))),
            ("toc 1", Some((Role::Furniture, 0))),
            ("Article Headline", Some((Role::Headline, 0))),
            ("Photo-Caption", Some((Role::Caption, 0))),
            ("Normal", None),
            ("Text body", None),
        ] {
            assert_eq!(known(name), wanted, "{name}");
        }
    }

    #[test]
    fn a_style_takes_after_the_one_it_is_made_from() {
        let style = |name: &str, parent: &str| Style {
            name: name.to_owned(),
            parent: (!parent.is_empty()).then(|| parent.to_owned()),
            ..Style::default()
        };
        let mut styles = Styles::default();
        styles.add("a".to_owned(), style("P1", "b"));
        styles.add("b".to_owned(), style("My Quote", "c"));
        styles.add("c".to_owned(), style("Quote", ""));
        styles.add("d".to_owned(), Style { level: Some(2), ..style("Fach", "") });
        // One that is made from itself ends too.
        styles.add("e".to_owned(), style("x", "e"));
        assert_eq!(styles.meaning("a").role, Some(Role::BlockQuote));
        assert_eq!((styles.meaning("d").role, styles.meaning("d").level), (Some(Role::Heading), 2));
        assert_eq!(styles.meaning("e"), Meaning::default());
        assert_eq!(styles.meaning("none"), Meaning::default());
    }
}
