//! Rule: one rule, compiled. Data only: what it says, where it looks, and the [`Data`] of its kind.

use crate::engine::kinds::Data;
use crate::engine::probe::Probe;
use crate::engine::roster::RosterPerson;
use crate::finding::{Safety, Severity};
use crate::input::Role;
use crate::list::{Seq, Text};

/// On which side of the quotation marks a rule looks.
#[derive(Copy, Clone, PartialEq, Eq)]
pub enum Side {
    /// The narrator's words.
    Narration,
    /// The words of those who are quoted.
    Quotation,
    /// Both.
    Any,
}

impl Side {
    /// Every side by the name it is written with.
    pub const NAMES: [(&'static str, Self); 3] =
        [("narration", Self::Narration), ("quotation", Self::Quotation), ("any", Self::Any)];
}

impl std::fmt::Debug for Side {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Narration => "Side::Narration",
            Self::Quotation => "Side::Quotation",
            Self::Any => "Side::Any",
        };
        formatter.write_str(name)
    }
}

/// Whose conventions a draft follows.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Profile {
    /// US newspapers (AP-like).
    #[default]
    Us,
    /// British newspapers.
    Uk,
    /// News agencies.
    Wire,
}

impl Profile {
    /// Every profile by the name it is written with.
    pub const NAMES: [(&'static str, Self); 3] = [("us", Self::Us), ("uk", Self::Uk), ("wire", Self::Wire)];

    /// The name it is written with.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// Its bit in [`Scope::profiles`].
    pub fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Where a rule looks.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Scope {
    /// On which side of the quotation marks.
    pub side: Side,
    /// In which blocks: a bit each role.
    pub roles: u16,
    /// Under which profiles: a bit each.
    pub profiles: u8,
}

impl Scope {
    /// Blocks of prose: all but datelines, furniture and code.
    pub const PROSE: u16 = {
        let mut roles = 0;
        let mut index = 0;
        while index < Role::NAMES.len() {
            let role = Role::NAMES[index].1;
            if !matches!(role, Role::Dateline | Role::Furniture | Role::Code) {
                roles |= 1 << role as u16;
            }
            index += 1;
        }
        roles
    };

    /// Whether the rule looks into blocks of this role.
    pub fn has_role(&self, role: Role) -> bool {
        self.roles & (1 << role as u16) != 0
    }

    /// Whether the rule looks at a token on this side of the marks.
    pub fn has_side(&self, quoted: bool) -> bool {
        match self.side {
            Side::Any => true,
            Side::Narration => !quoted,
            Side::Quotation => quoted,
        }
    }
}

/// What must or must not stand around a hit.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Context {
    /// One of these must follow the hit at once.
    pub before: Seq<Probe>,
    /// One of these must stand right before the hit.
    pub after: Seq<Probe>,
    /// One of these must stand in the sentence.
    pub near: Seq<Probe>,
}

impl Context {
    /// What either holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let both = |one: Seq<Probe>, other: Seq<Probe>| one.iter().chain(&other).cloned().collect();
        Self {
            before: both(self.before, other.before),
            after: both(self.after, other.after),
            near: both(self.near, other.near),
        }
    }
}

/// A milder form of the rule's words, for hits that its kind calls soft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Soft {
    /// How grave.
    pub severity: Severity,
    /// What is wrong; empty: as the rule says.
    pub message: Text,
    /// What to do; empty: as the rule says.
    pub help: Seq<Text>,
}

/// A rule's own examples.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Examples {
    /// Text with `[[…]]` around what must be found, and after ` => ` the text with every fix applied.
    pub hit: Seq<Text>,
    /// Text in which nothing may be found.
    pub miss: Seq<Text>,
    /// The format the examples are in: `text`, `markdown`, `html`; in `docx` and `odt` they are XML of paragraphs.
    pub format: Text,
    /// The people whom a house lists, as far as the examples are concerned.
    pub person: Seq<RosterPerson>,
    /// Other drafts that are checked along with each example.
    pub beside: Seq<Text>,
}

/// A rule, ready to run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// `category/name`.
    pub id: Text,
    /// How grave a hit is.
    pub severity: Severity,
    /// What is wrong: the headline of the report. A template.
    pub message: Text,
    /// What the place itself is called. A template.
    pub label: Text,
    /// What other places are called, by the name the kind gives them. Templates.
    pub labels: Seq<(Text, Text)>,
    /// Why it matters.
    pub reason: Text,
    /// What to do. Templates; one that asks for a value the hit lacks is left out.
    pub help: Seq<Text>,
    /// Where to read more.
    pub url: Text,
    /// Where the rule looks.
    pub scope: Scope,
    /// Whether it is on without being asked for.
    pub default: bool,
    /// The packs it belongs to.
    pub packs: Seq<Text>,
    /// How far its fixes may be trusted; `None` where it offers none.
    pub fix: Option<Safety>,
    /// What must stand around a hit.
    pub context: Context,
    /// What must not.
    pub unless: Context,
    /// A hit whose own text is one of these is none.
    pub unless_text: Seq<Text>,
    /// The milder form.
    pub soft: Option<Soft>,
    /// Rules and categories to which it gives way where both have a finding at one place.
    pub yields: Seq<Text>,
    /// Rules and categories that find nothing at its places. Such a rule reports nothing itself.
    pub quiets: Seq<Text>,
    /// Whether they find nothing in all that is said there either: the quotation, or the narrator's paragraph.
    pub quiets_speech: bool,
    /// More findings than this in one draft are one matter, told once at the first of them; 0 is no limit.
    pub together: u32,
    /// What it is held to.
    pub examples: Examples,
    /// What its kind knows.
    pub data: Data,
}

impl Rule {
    /// The part of the id before the slash.
    pub fn category(&self) -> &str {
        self.id.split_once('/').map_or(&*self.id, |(category, _)| category)
    }

    /// Whether a selector names it: its id, its category, one of its packs, or `all`.
    pub fn matches(&self, selector: &str) -> bool {
        selector == "all"
            || *self.id == *selector
            || self.category() == selector
            || self.packs.iter().any(|pack| **pack == *selector)
    }
}
