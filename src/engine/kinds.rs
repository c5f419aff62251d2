//! Kinds: the mechanisms by which rules find their hits. They know no words; a rule's TOML does.
//!
//! A kind is a file with a struct that holds what its keys said, a `read` that reads them, and [`Check`]. It is known by
//! its line below, from which [`KINDS`] and [`Data`] are made.

use crate::document::{Document, Needs, TextSpan};
use crate::engine::census::{Census, Roll};
use crate::engine::expression::{Expression, Expressions};
use crate::engine::index::Gate;
use crate::engine::reader::Reader;
use crate::engine::roster::Roster;
use crate::engine::rule::{Profile, Rule};
use crate::engine::template::Values;
use crate::finding::{OtherFile, Safety, Severity};
use crate::list::{Lists, Text};
use crate::source::{Source, Span};
use std::sync::Arc;

/// A kind by name.
pub struct Kind {
    /// What `kind = "…"` says.
    pub name: &'static str,
    /// What it finds, in one line.
    pub about: &'static str,
    /// Reads the keys of a rule that are its own.
    pub read: fn(&mut Reader<'_, '_>) -> Data,
}

/// Makes of one line a kind its module, its entry of [`KINDS`], its variant of [`Data`] and the way to its mechanism.
macro_rules! kinds {
    ($($module:ident :: $kind:ident, $about:literal;)+) => {
        $(pub mod $module;)+

        /// Every kind, in order of name.
        pub const KINDS: [Kind; [$($about),+].len()] =
            [$(Kind { name: stringify!($module), about: $about, read: $module::$kind::read }),+];

        /// What a rule's kind knows: one variant a kind.
        #[derive(Clone, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Data {
            $($kind($module::$kind),)+
        }

        impl Data {
            /// The name of its kind.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) => stringify!($module),)+
                }
            }

            /// The mechanism.
            pub fn check(&self) -> &dyn Check {
                match self {
                    $(Self::$kind(data) => data,)+
                }
            }

            /// The mechanism, to be changed by options of the settings.
            pub fn check_mut(&mut self) -> &mut dyn Check {
                match self {
                    $(Self::$kind(data) => data,)+
                }
            }
        }

        impl std::fmt::Debug for Data {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$kind(data) => write!(formatter, concat!("Data::", stringify!($kind), "({:?})"), data),)+
                }
            }
        }
    };
}

kinds! {
    acronym::Acronym, "a short form in capitals that is never spelled out";
    agreement::Agreement, "a verb that has not the number of its subject";
    balance::Balance, "brackets that open and never close, or the reverse";
    chain::Chain, "a verb in a form that the helping verb before it does not take";
    collocation::Collocation, "a word in the company of words that go with another";
    confusion::Confusion, "a word where one it is taken for belongs";
    consistent::Consistent, "one form a draft: flags the minority";
    count::Count, "too many or too few in a scope";
    evidence::Evidence, "what speaks for and against a line's being part of the story";
    line::Line, "page furniture, by its place and its neighbours";
    misspelling::Misspelling, "words that are no words, by a table of misspellings";
    pattern::Pattern, "a regular expression";
    people::People, "one person, one name, one title";
    phrase::Phrase, "words and phrases";
    punctuation::Punctuation, "marks, the spaces around them, the capital after a stop";
    quote::Quote, "who says it, and with which marks";
    repeat::Repeat, "a word, sentence or paragraph written twice";
    sequence::Sequence, "tokens by word, list, shape and sentence place";
    structure::Structure, "parts that a story has";
    sum::Sum, "numbers of a sentence that do not add up";
    swap::Swap, "this for that, case kept";
    time::Time, "weekday and date, today and Thursday";
    trace::Trace, "what a word processor notes: tracked changes, comments, hidden text";
    unknown::Unknown, "words in no dictionary that are one slip away from a common word";
}

/// A word at which a rule wants to be called.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Anchor {
    /// [`crate::list::word_hash`] of the word.
    pub word: u64,
    /// What the kind wants to be told when it stands there, such as the number of a phrase.
    pub item: u32,
}

impl Anchor {
    /// Added to an item: the kind wants to be called only where the word is the first of a block.
    pub const AT_HEAD: u32 = 1 << 31;
    /// How many marks of a block may stand before such a word.
    pub const HEAD: u32 = 4;
}

/// How a kind finds its hits. A kind that names anchors is called at each of their places by the one scan that all rules
/// share; any kind may also look at the whole draft.
pub trait Check {
    /// The words at which [`Check::at`] is to be called.
    fn anchors(&self, lists: &Lists) -> Vec<Anchor> {
        let _ = lists;
        Vec::new()
    }

    /// What must stand beside the words of an item for [`Check::at`] to be called.
    fn gate(&self, item: u32, lists: &Lists) -> Gate {
        let _ = (item, lists);
        Gate::OPEN
    }

    /// How many characters a block may have at most for an item to be found by [`Check::at`] or [`Check::at_block`], what
    /// is neither letter nor digit at its ends left out. The greatest number says that there is no limit.
    fn reach(&self, item: u32) -> u16 {
        let _ = item;
        u16::MAX
    }

    /// What a block must begin with, marks aside, for [`Check::at_block`] to be called with the item. In small letters.
    fn heads(&self) -> Vec<(Text, u32)> {
        Vec::new()
    }

    /// Strings at which [`Check::at_signs`] is to be called with the item, and whether they stand for any case.
    fn signs(&self) -> Vec<(Text, bool, u32)> {
        Vec::new()
    }

    /// The lists it reads.
    fn lists(&self) -> Vec<&str> {
        Vec::new()
    }

    /// The layers it reads.
    fn needs(&self) -> Needs {
        Needs::default()
    }

    /// Its expressions, which [`Scene::expressions`] compiles when they are first wanted.
    fn expressions(&self) -> Vec<&Expression> {
        Vec::new()
    }

    /// One of [`Check::expressions`], by its number.
    fn expression(&self, index: usize) -> Option<&Expression> {
        self.expressions().into_iter().nth(index)
    }

    /// Called for each place of an anchor that is in the rule's scope. `item` is the anchor's, `token` its place.
    fn at(&self, scene: &Scene<'_>, item: u32, token: u32, hits: &mut Vec<Hit>) {
        let _ = (scene, item, token, hits);
    }

    /// Called for each block in the rule's roles that begins as the item asks. `block` is its index.
    fn at_block(&self, scene: &Scene<'_>, item: u32, block: usize, hits: &mut Vec<Hit>) {
        let _ = (scene, item, block, hits);
    }

    /// Called once a draft with all places of an item's signs, in order, where there is any.
    fn at_signs(&self, scene: &Scene<'_>, item: u32, places: &[TextSpan], hits: &mut Vec<Hit>) {
        let _ = (scene, item, places, hits);
    }

    /// Whether [`Check::draft`] is to be called.
    fn reads_draft(&self) -> bool {
        false
    }

    /// Called once a draft.
    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let _ = (scene, hits);
    }

    /// Called once a draft before any is checked, where drafts are checked across each other: enters what the rule will
    /// want to know of the other drafts.
    fn enroll(&self, scene: &Scene<'_>, roll: &mut Roll) {
        let _ = (scene, roll);
    }

    /// Whether [`Check::settle`] is to be called.
    fn settles(&self) -> bool {
        false
    }

    /// Called once a draft with all hits of the rule, in no order, where there is any: turns occurrences into findings.
    fn settle(&self, scene: &Scene<'_>, hits: Vec<Hit>) -> Vec<Hit> {
        let _ = scene;
        hits
    }

    /// Whether a hit inside another one of the same rule is the same defect.
    fn is_one_inside_another(&self) -> bool {
        false
    }

    /// Takes options from the settings: the same keys as in the rule, those that may be changed.
    fn configure(&mut self, reader: &mut Reader<'_, '_>) {
        let _ = reader;
    }
}

/// What the run knows besides the draft.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whose conventions the drafts follow.
    pub profile: Profile,
    /// The day of publication.
    pub date: Option<jiff::civil::Date>,
    /// The day of the run, which stands in for the day of publication where a thing of the house expires, and where a
    /// draft tells nothing of its year.
    pub today: Option<jiff::civil::Date>,
    /// The people whom the house lists.
    pub roster: Arc<Roster>,
    /// What the drafts of the run write in two ways, where they are checked across each other.
    pub census: Option<Arc<Census>>,
}

/// What a kind sees when it is called.
pub struct Scene<'a> {
    /// The draft.
    pub document: &'a Document,
    /// All lists.
    pub lists: &'a Lists,
    /// The rule that is run.
    pub rule: &'a Rule,
    /// The run's settings.
    pub settings: &'a Settings,
    /// The rule's expressions.
    pub expressions: Expressions<'a>,
}

impl<'a> Scene<'a> {
    /// The kind of the rule.
    pub fn check(&self) -> &'a dyn Check {
        self.expressions.check()
    }

    /// Whether a token is in the rule's scope: its block's role and its side of the marks.
    pub fn in_scope(&self, token: u32) -> bool {
        let document = self.document;
        let block = document.blocks.get(document.block_of(token) as usize);
        block.is_some_and(|block| self.rule.scope.has_role(block.role))
            && self.rule.scope.has_side(document.is_quoted(token))
    }

    /// The day the draft is published: by its front matter, else by the settings.
    pub fn published(&self) -> Option<jiff::civil::Date> {
        let mut fields = self.document.draft.fields.iter().filter(|field| field.name == "date");
        fields.find_map(|field| day_of_field(self.document.source.slice(field.span))).or(self.settings.date)
    }
}

/// The day in a field of front matter: `2025-03-13`, with a time after it or not, “March 13, 2025”, “13 March 2025”.
pub fn day_of_field(text: &str) -> Option<jiff::civil::Date> {
    const WRITTEN: [&str; 6] = ["%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%A, %B %d, %Y", "%A, %d %B %Y"];
    let text = text.trim();
    let day = text.split(['T', 't', ' ']).next().unwrap_or(text);
    let written = || WRITTEN.iter().find_map(|format| jiff::civil::Date::strptime(format, text).ok());
    day.parse().ok().or_else(written)
}

/// A place of a hit or an edit.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// In the document's text.
    Text(TextSpan),
    /// In the file: white space, blank lines, markup.
    File(Span),
}

impl From<TextSpan> for Place {
    fn from(span: TextSpan) -> Self {
        Self::Text(span)
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::File(span)
    }
}

/// One way to mend a hit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HitFix {
    /// Replacements that belong together.
    pub edits: Vec<(Place, String)>,
    /// How far it may be trusted; never further than the rule says.
    pub safety: Safety,
}

/// What a kind found. The rule puts it into words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Where.
    pub place: Place,
    /// Values for the rule's templates. `{text}` (the place's prose) is always there, and `{fix}` where a fix is one edit.
    pub values: Values,
    /// Other places, by the name under which the rule words them in `labels`.
    pub labels: Vec<(Text, Place)>,
    /// Places in other files that explain it: by the name of the label, the file and the place in it.
    pub elsewhere: Vec<(Text, OtherFile, Span)>,
    /// Alternatives. Dropped where the rule says `fix = "none"`.
    pub fixes: Vec<HitFix>,
    /// Whether the rule's milder form applies.
    pub soft: bool,
    /// A severity of its own, where the kind grades.
    pub severity: Option<Severity>,
    /// For the kind's own use between [`Check::at`] and [`Check::settle`].
    pub item: u32,
}

impl Hit {
    /// A hit at a place, nothing else.
    pub fn new(place: impl Into<Place>) -> Self {
        Self {
            place: place.into(),
            values: Values::new(),
            labels: Vec::new(),
            elsewhere: Vec::new(),
            fixes: Vec::new(),
            soft: false,
            severity: None,
            item: 0,
        }
    }

    /// The same with a value for the templates.
    #[must_use]
    pub fn value(mut self, name: impl Into<std::borrow::Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.values.push((name.into(), value.into()));
        self
    }

    /// The same with another place that explains it.
    #[must_use]
    pub fn label(mut self, name: &str, place: impl Into<Place>) -> Self {
        self.labels.push((name.into(), place.into()));
        self
    }

    /// The same with a place in another file that explains it.
    #[must_use]
    pub fn label_in(mut self, name: &str, source: &Arc<Source>, span: Span) -> Self {
        self.elsewhere.push((name.into(), OtherFile(Arc::clone(source)), span));
        self
    }

    /// The same with a replacement of the place by a text.
    #[must_use]
    pub fn replace(self, text: impl Into<String>) -> Self {
        let place = self.place;
        self.edit(place, text)
    }

    /// The same with a fix of one edit.
    #[must_use]
    pub fn edit(mut self, place: impl Into<Place>, text: impl Into<String>) -> Self {
        self.fixes.push(HitFix { edits: vec![(place.into(), text.into())], safety: Safety::Safe });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::KINDS;

    #[test]
    fn kinds_are_in_order_and_each_has_its_file() {
        assert!(KINDS.windows(2).all(|pair| pair[0].name < pair[1].name));
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/engine/kinds");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder of kinds")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok()?.strip_suffix(".rs").map(str::to_owned))
            .collect();
        files.sort();
        assert_eq!(files, KINDS.map(|kind| kind.name.to_owned()));
    }
}
