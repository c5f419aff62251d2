//! Role: what a piece of a draft is for.

/// What a piece of a draft is for.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// The headline.
    Headline,
    /// Who wrote it.
    Byline,
    /// Where it was filed: “MARLOW CITY (Wire) — ”.
    Dateline,
    /// A heading inside the story.
    Heading,
    /// A paragraph of the story.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A quotation set off as a block.
    BlockQuote,
    /// The words under a picture.
    Caption,
    /// A cell of a table.
    TableCell,
    /// Page text that is not the story.
    Furniture,
    /// Code: never checked.
    Code,
}

impl Role {
    /// Every role by the name it is written with.
    pub const NAMES: [(&'static str, Self); 11] = [
        ("headline", Self::Headline),
        ("byline", Self::Byline),
        ("dateline", Self::Dateline),
        ("heading", Self::Heading),
        ("paragraph", Self::Paragraph),
        ("list-item", Self::ListItem),
        ("block-quote", Self::BlockQuote),
        ("caption", Self::Caption),
        ("table-cell", Self::TableCell),
        ("furniture", Self::Furniture),
        ("code", Self::Code),
    ];

    /// The name it is written with.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The role of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
    }
}
