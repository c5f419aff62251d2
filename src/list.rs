//! List: named words with fields (speech verbs, titles, sentence adverbs), which layers and kinds read and a house extends.
//!
//! Words are compared by hash: [`word_hash`] folds case and the shape of apostrophes, and 64 bits leave no room for
//! chance. A [`Form`] is a word or phrase as the hashes of its tokens.

pub use index::WordIndex;
pub use lists::Lists;
pub use name::ListName;
use std::fmt;
use std::ops::Deref;

mod index;
mod lists;
mod name;

/// Text of a compiled rule or list: part of the binary, or read at run time.
///
/// The `Debug` form of this type, of [`Seq`] and of every type built from them is a Rust expression: the build script
/// writes the default rules with it.
#[derive(Clone)]
pub enum Text {
    /// Part of the binary.
    Fixed(&'static str),
    /// Read at run time.
    Owned(Box<str>),
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        match self {
            Self::Fixed(text) => text,
            Self::Owned(text) => text,
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Owned(text.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Owned(text.into())
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Fixed("")
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Text::Fixed({:?})", &**self)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self)
    }
}

/// A sequence in a compiled rule or list: part of the binary, or read at run time.
#[derive(Clone)]
pub enum Seq<T: 'static> {
    /// Part of the binary.
    Fixed(&'static [T]),
    /// Read at run time.
    Owned(Box<[T]>),
}

impl<T> Deref for Seq<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        match self {
            Self::Fixed(items) => items,
            Self::Owned(items) => items,
        }
    }
}

impl<T> Default for Seq<T> {
    fn default() -> Self {
        Self::Fixed(&[])
    }
}

impl<T> From<Vec<T>> for Seq<T> {
    fn from(items: Vec<T>) -> Self {
        Self::Owned(items.into())
    }
}

impl<T> FromIterator<T> for Seq<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::Owned(items.into_iter().collect())
    }
}

impl<'a, T> IntoIterator for &'a Seq<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: PartialEq> PartialEq for Seq<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Seq<T> {}

impl<T: std::hash::Hash> std::hash::Hash for Seq<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Seq<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Seq::Fixed(&{:?})", &**self)
    }
}

/// Hash of a word, case and the shape of its apostrophes aside.
pub fn word_hash(word: &str) -> u64 {
    let mut hash = WordHasher::new();
    if word.is_ascii() {
        for byte in word.bytes() {
            hash.push(byte.to_ascii_lowercase());
        }
        return hash.finish();
    }
    let mut buffer = [0; 4];
    for character in word.chars() {
        for folded in character.to_lowercase() {
            let folded = if matches!(folded, '’' | '‘' | 'ʼ') { '\'' } else { folded };
            for byte in folded.encode_utf8(&mut buffer).bytes() {
                hash.push(byte);
            }
        }
    }
    hash.finish()
}

/// [`word_hash`] of a word whose bytes are already as the hash folds them: ASCII, small, or marks beyond ASCII.
pub(crate) const fn folded_hash(word: &[u8]) -> u64 {
    let mut hash = WordHasher::new();
    let mut index = 0;
    while index < word.len() {
        hash.push(word[index]);
        index += 1;
    }
    hash.finish()
}

/// Spreads what each bit says over all of them.
const fn mixed(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// FNV-1a with a last mixing step: short words, no table, the same value on every machine.
#[derive(Copy, Clone)]
pub(crate) struct WordHasher(u64);

impl WordHasher {
    /// The hash of no bytes.
    pub(crate) const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Adds a byte of the folded word.
    pub(crate) const fn push(&mut self, byte: u8) {
        self.0 = (self.0 ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3);
    }

    /// The word's hash.
    pub(crate) const fn finish(self) -> u64 {
        mixed(self.0)
    }
}

/// A map by [`word_hash`], which is as good a hash as any: it is taken as it is.
pub type WordMap<V> = std::collections::HashMap<u64, V, std::hash::BuildHasherDefault<AsIs>>;

/// Hands through the number it is given.
#[derive(Copy, Clone, Default, Debug)]
pub struct AsIs(u64);

impl std::hash::Hasher for AsIs {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What has a word: a token.
pub trait Worded {
    /// Its [`word_hash`].
    fn word(&self) -> u64;
}

/// A word or phrase, ready to be compared with tokens. `document::tokens::form` makes one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    /// As written.
    pub text: Text,
    /// The hashes of its tokens.
    pub words: Seq<u64>,
}

impl Form {
    /// Whether the tokens begin with this form.
    pub fn starts<T: Worded>(&self, tokens: &[T]) -> bool {
        self.words.len() <= tokens.len() && self.words.iter().zip(tokens).all(|(word, token)| *word == token.word())
    }
}

/// A field of a list's entry.
#[derive(Clone, PartialEq, Eq)]
pub enum Field {
    /// A text.
    Word(Text),
    /// Several texts.
    Words(Seq<Text>),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
}

impl fmt::Debug for Field {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(text) => write!(formatter, "Field::Word({text:?})"),
            Self::Words(texts) => write!(formatter, "Field::Words({texts:?})"),
            Self::Flag(flag) => write!(formatter, "Field::Flag({flag:?})"),
            Self::Number(number) => write!(formatter, "Field::Number({number:?})"),
        }
    }
}

/// An entry of a list: one or more forms that mean the same, with fields.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Entry {
    /// The forms; the first is the entry's name.
    pub forms: Seq<Form>,
    /// Its fields by name.
    pub fields: Seq<(Text, Field)>,
}

impl Entry {
    /// The first form as written.
    pub fn name(&self) -> &str {
        self.forms.first().map_or("", |form| &form.text)
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|(known, _)| &**known == name).map(|(_, field)| field)
    }

    /// A text field.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.field(name) {
            Some(Field::Word(text)) => Some(text),
            _ => None,
        }
    }

    /// A field of several texts; one text counts as several.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        match self.field(name) {
            Some(Field::Word(text)) => vec![text],
            Some(Field::Words(texts)) => texts.iter().map(|text| &**text).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a field says a value, alone or among others; for an empty value, whether it says anything.
    pub fn says(&self, name: &str, value: &str) -> bool {
        match self.field(name) {
            Some(Field::Word(text)) => value.is_empty() || **text == *value,
            Some(Field::Words(texts)) if value.is_empty() => !texts.is_empty(),
            Some(Field::Words(texts)) => texts.iter().any(|text| **text == *value),
            Some(Field::Flag(flag)) => value.is_empty() && *flag,
            Some(Field::Number(_)) | None => false,
        }
    }

    /// Whether a field is set.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.field(name), Some(Field::Flag(true)))
    }

    /// A number field.
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.field(name) {
            Some(Field::Number(number)) => Some(*number),
            _ => None,
        }
    }
}

/// Which form of which entry a word opens, with what is asked of it first: most questions are answered without a look at
/// the form, which lies far from here.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Opening {
    /// The entry.
    pub entry: u32,
    /// The form of the entry.
    pub form: u32,
    /// How many words the form has.
    pub length: u32,
    /// Half of the hash of its second word; 0 where it has none.
    pub second: u32,
}

/// The lower half of a hash.
#[inline]
const fn half(word: u64) -> u32 {
    word as u32
}

/// Named words with fields.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct List {
    /// What rules call it.
    pub name: Text,
    /// The entries as written.
    pub entries: Seq<Entry>,
    /// The forms by their first words, longest form first.
    pub index: WordIndex<Opening>,
    /// Length of the longest form, in tokens.
    pub longest: usize,
}

impl List {
    /// Builds the index of a list.
    pub fn new(name: &str, entries: Vec<Entry>) -> Self {
        let mut pairs = Vec::new();
        for (entry, forms) in (0..).zip(entries.iter().map(|entry| &entry.forms)) {
            for (form, words) in (0..).zip(forms.iter().map(|form| &form.words)) {
                let second = words.get(1).map_or(0, |word| half(*word));
                let opening = Opening { entry, form, length: words.len() as u32, second };
                pairs.extend(words.first().map(|first| (*first, opening)));
            }
        }
        pairs.sort_by_key(|(_, opening)| std::cmp::Reverse(opening.length));
        let longest = pairs.first().map_or(0, |(_, opening)| opening.length as usize);
        Self { name: name.into(), entries: entries.into(), index: WordIndex::new(pairs), longest }
    }

    /// The longest entry that the tokens begin with, and how many tokens it takes. Most tokens begin none, which is told
    /// where it is asked.
    #[inline]
    pub fn starts<T: Worded>(&self, tokens: &[T]) -> Option<(&Entry, usize)> {
        match self.index.get(tokens.first()?.word()) {
            [] => None,
            forms => self.longest_of(forms, tokens),
        }
    }

    /// The first of some forms, the longest first, that the tokens begin with.
    fn longest_of<T: Worded>(&self, forms: &[Opening], tokens: &[T]) -> Option<(&Entry, usize)> {
        let opening = forms.iter().find(|opening| self.opened(**opening, tokens))?;
        Some((self.entries.get(opening.entry as usize)?, opening.length as usize))
    }

    /// Whether tokens begin with a form; its first word is theirs.
    #[inline]
    pub fn opened<T: Worded>(&self, opening: Opening, tokens: &[T]) -> bool {
        let second = || tokens.get(1).is_some_and(|token| half(token.word()) == opening.second);
        opening.length == 1 || second() && self.form(opening).is_some_and(|form| form.starts(tokens))
    }

    /// The form that a word opens.
    pub fn form(&self, opening: Opening) -> Option<&Form> {
        self.entries.get(opening.entry as usize)?.forms.get(opening.form as usize)
    }

    /// The longest entry that the tokens end with, and how many tokens it takes. `longest` bounds the search.
    pub fn ends<T: Worded>(&self, tokens: &[T], longest: usize) -> Option<(&Entry, usize)> {
        (1..=longest.min(tokens.len())).rev().find_map(|length| {
            let tail = &tokens[tokens.len() - length..];
            self.starts(tail).filter(|(_, taken)| *taken == length)
        })
    }

    /// The entry that is just this one word.
    #[inline]
    pub fn word(&self, word: u64) -> Option<&Entry> {
        // The shortest stand last.
        let forms = self.index.get(word).iter().rev();
        let first = forms.take_while(|opening| opening.length == 1).last()?;
        self.entries.get(first.entry as usize)
    }
}
