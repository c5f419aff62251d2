//! `structure`: parts that a story has: headline, byline, dateline.

use super::{Check, Data, Hit, Scene};
use crate::document::{Document, TextSpan};
use crate::engine::reader::Reader;
use crate::input::Role;

/// Keys of `kind = "structure"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Structure {
    /// `part`: the part that must be there, as a block or as a field of the front matter: `headline`, `byline`, `dateline`.
    pub part: StructurePart,
    /// `paragraphs`: how many paragraphs make a story of a draft; 3 if not said.
    pub paragraphs: u32,
}

/// A part of a story.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum StructurePart {
    /// The headline.
    #[default]
    Headline,
    /// Who wrote it.
    Byline,
    /// Where it was filed.
    Dateline,
}

impl StructurePart {
    const NAMES: [(&'static str, Self); 3] =
        [("headline", Self::Headline), ("byline", Self::Byline), ("dateline", Self::Dateline)];

    /// The role of its block, whose name its field has too.
    fn role(self) -> Role {
        match self {
            Self::Headline => Role::Headline,
            Self::Byline => Role::Byline,
            Self::Dateline => Role::Dateline,
        }
    }
}

impl std::fmt::Debug for StructurePart {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Headline => "StructurePart::Headline",
            Self::Byline => "StructurePart::Byline",
            Self::Dateline => "StructurePart::Dateline",
        })
    }
}

impl Structure {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        if !reader.has("part") {
            reader.problem_here("`part` is missing", "write part = \"headline\", \"byline\" or \"dateline\"");
        }
        let part = reader.choice("part", &StructurePart::NAMES).unwrap_or_default();
        let paragraphs = reader.number("paragraphs", 1..=1000).map_or(3, |number| number as u32);
        Data::Structure(Self { part, paragraphs })
    }

    fn is_there(&self, document: &Document) -> bool {
        let role = self.part.role();
        document.blocks.iter().any(|block| block.role == role)
            || document.draft.fields.iter().any(|field| field.name == role.name() && !field.span.is_empty())
    }
}

impl Check for Structure {
    fn reads_draft(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let document = scene.document;
        let paragraphs = document.blocks.iter().filter(|block| block.role == Role::Paragraph).count();
        if paragraphs >= self.paragraphs as usize && !self.is_there(document) {
            let start = document.blocks.first().map_or(0, |block| block.text.start);
            hits.push(Hit::new(TextSpan::new(start, start)).value("part", self.part.role().name()));
        }
    }
}
