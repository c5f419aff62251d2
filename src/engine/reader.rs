//! Reader: a TOML table with the places of its keys and values, read key by key.
//!
//! Nothing stops at the first mistake: what is wrong goes to the file's list of problems, each at its exact place, and
//! reading goes on. [`Reader::finish`] reports the keys that nobody asked for.

use crate::list::{Seq, Text};
use crate::problem::{Problem, nearest};
use crate::source::{Source, Span};
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file being read, and what is wrong with it so far.
pub struct File {
    /// The file.
    pub source: Arc<Source>,
    problems: RefCell<Vec<Problem>>,
}

impl File {
    /// A file of which nothing has been read.
    pub fn new(source: Arc<Source>) -> Self {
        Self { source, problems: RefCell::default() }
    }

    /// Parses the file as TOML and hands its top table to `read`. Returns what was wrong, in order of place.
    pub fn read(self, read: impl FnOnce(Reader<'_, '_>)) -> Vec<Problem> {
        let source = Arc::clone(&self.source);
        let (table, errors) = DeTable::parse_recoverable(source.text());
        for error in errors {
            let span = error.span().map_or(Span::default(), to_span);
            self.problem(Problem::at(&self.source, span, format!("invalid TOML: {}", error.message().trim())));
        }
        let span = to_span(table.span());
        read(Reader { file: &self, table: table.get_ref(), span, used: Vec::new() });
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|problem| problem.place.as_ref().map(|(_, span)| *span));
        problems
    }

    /// Adds a problem.
    pub fn problem(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// How many problems there are so far.
    pub fn problem_count(&self) -> usize {
        self.problems.borrow().len()
    }
}

fn to_span(range: Range<usize>) -> Span {
    Span::new(range.start as u32, range.end as u32)
}

/// A table of a file.
pub struct Reader<'f, 't> {
    file: &'f File,
    table: &'f DeTable<'t>,
    span: Span,
    used: Vec<String>,
}

/// A value with its place.
pub struct Item<'f, 't> {
    file: &'f File,
    value: &'f DeValue<'t>,
    /// Where the value is written.
    pub span: Span,
}

impl<'f, 't> Reader<'f, 't> {
    /// Where the table is written: its header, or its braces.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The file the table is in.
    pub fn file(&self) -> &'f File {
        self.file
    }

    /// Every key, in order of name.
    pub fn keys(&self) -> Vec<String> {
        self.table.keys().map(|key| key.get_ref().to_string()).collect()
    }

    /// Where a key is written.
    pub fn key_span(&self, key: &str) -> Span {
        self.table
            .iter()
            .find(|(known, _)| known.get_ref() == key)
            .map_or(self.span, |(known, _)| to_span(known.span()))
    }

    /// Whether the table has a key.
    pub fn has(&self, key: &str) -> bool {
        self.table.iter().any(|(known, _)| known.get_ref() == key)
    }

    /// The value of a key; asking makes the key known.
    pub fn item(&mut self, key: &str) -> Option<Item<'f, 't>> {
        self.used.push(key.to_owned());
        let (_, value) = self.table.iter().find(|(known, _)| known.get_ref() == key)?;
        Some(Item { file: self.file, value: value.get_ref(), span: to_span(value.span()) })
    }

    /// A text.
    pub fn text(&mut self, key: &str) -> Option<Text> {
        self.item(key)?.text()
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &str, why: &str) -> Text {
        if !self.has(key) {
            self.used.push(key.to_owned());
            match self.misspelt(key) {
                Some(written) => {
                    self.problem_at_key(&written, format!("unknown key `{written}`"), format!("write `{key}`"));
                    self.used.push(written);
                }
                None => self.problem_here(format!("`{key}` is missing"), why),
            }
            return Text::default();
        }
        self.text(key).unwrap_or_default()
    }

    /// The key that was written in place of a missing one, where one not asked for yet is near enough to be meant.
    fn misspelt(&self, key: &str) -> Option<String> {
        let keys = self.keys();
        let others = keys
            .iter()
            .map(String::as_str)
            .filter(|other| other.len() > 3 && !self.used.iter().any(|used| used == other));
        nearest(key, others).filter(|_| key.len() > 3).map(str::to_owned)
    }

    /// Yes or no.
    pub fn flag(&mut self, key: &str) -> Option<bool> {
        self.item(key)?.flag()
    }

    /// A whole number within a range.
    pub fn number(&mut self, key: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let item = self.item(key)?;
        let number = item.number()?;
        if range.contains(&number) {
            return Some(number);
        }
        item.problem(
            format!("`{key}` is out of range"),
            format!("write a number from {} to {}", range.start(), range.end()),
        );
        None
    }

    /// A text or an array of texts; empty where the key is missing.
    pub fn texts(&mut self, key: &str) -> Seq<Text> {
        self.items(key).iter().filter_map(Item::text).collect()
    }

    /// The items of an array; a single value counts as an array of one.
    pub fn items(&mut self, key: &str) -> Vec<Item<'f, 't>> {
        self.item(key).map(|item| item.items()).unwrap_or_default()
    }

    /// One of the names of a table of choices.
    pub fn choice<T: Copy>(&mut self, key: &str, names: &[(&str, T)]) -> Option<T> {
        self.item(key)?.choice(key, names)
    }

    /// A table.
    pub fn table(&mut self, key: &str) -> Option<Self> {
        self.item(key)?.table()
    }

    /// The tables of an array of tables (or of one table).
    pub fn tables(&mut self, key: &str) -> Vec<Self> {
        self.items(key).into_iter().filter_map(|item| item.table()).collect()
    }

    /// Reports something wrong with the table as a whole.
    pub fn problem_here(&self, message: impl Into<String>, help: impl Into<String>) {
        self.file.problem(Problem::at(&self.file.source, self.span, message).help(help));
    }

    /// Reports something wrong with a key.
    pub fn problem_at_key(&self, key: &str, message: impl Into<String>, help: impl Into<String>) {
        self.file.problem(Problem::at(&self.file.source, self.key_span(key), message).help(help));
    }

    /// Reports the keys that were never asked for, with the nearest one that was.
    pub fn finish(self) {
        for (key, _) in self.table {
            let written = key.get_ref();
            if self.used.iter().any(|used| used == written) {
                continue;
            }
            let mut problem = Problem::at(&self.file.source, to_span(key.span()), format!("unknown key `{written}`"));
            if let Some(near) = nearest(written, self.used.iter().map(String::as_str)) {
                problem = problem.help(format!("write `{near}`"));
            } else {
                let mut known: Vec<&str> = self.used.iter().map(String::as_str).collect();
                known.sort_unstable();
                known.dedup();
                problem = problem.help(match known.as_slice() {
                    [] => "nothing can be set here".to_owned(),
                    known => format!("known here: {}", known.join(", ")),
                });
            }
            self.file.problem(problem);
        }
    }
}

impl<'f, 't> Item<'f, 't> {
    /// Reports something wrong with the value.
    pub fn problem(&self, message: impl Into<String>, help: impl Into<String>) {
        self.file.problem(Problem::at(&self.file.source, self.span, message).help(help));
    }

    fn wrong_type<T>(&self, wanted: &str) -> Option<T> {
        let found = match self.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
        };
        self.problem(format!("expected {wanted}, found {found}"), format!("write {wanted} here"));
        None
    }

    /// As a text.
    pub fn text(&self) -> Option<Text> {
        match self.value {
            DeValue::String(text) => Some(Text::from(&**text)),
            _ => self.wrong_type("a text"),
        }
    }

    /// As yes or no.
    pub fn flag(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_type("true or false"),
        }
    }

    /// As a whole number.
    pub fn number(&self) -> Option<i64> {
        match self.value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .ok()
                .or_else(|| self.wrong_type("a whole number of ordinary size")),
            _ => self.wrong_type("a whole number"),
        }
    }

    /// As a date, `2025-03-13`.
    pub fn date(&self) -> Option<Text> {
        match self.value {
            DeValue::Datetime(date) => Some(Text::from(date.to_string())),
            DeValue::String(text) => Some(Text::from(&**text)),
            _ => self.wrong_type("a date"),
        }
    }

    /// As a table.
    pub fn table(&self) -> Option<Reader<'f, 't>> {
        match self.value {
            DeValue::Table(table) => Some(Reader { file: self.file, table, span: self.span, used: Vec::new() }),
            _ => self.wrong_type("a table"),
        }
    }

    /// Whether it is a table.
    pub fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        matches!(self.value, DeValue::Array(_))
    }

    /// Whether it is true or false.
    pub fn is_flag(&self) -> bool {
        matches!(self.value, DeValue::Boolean(_))
    }

    /// Whether it is a whole number.
    pub fn is_number(&self) -> bool {
        matches!(self.value, DeValue::Integer(_))
    }

    /// The texts of an array; a single text counts as an array of one.
    pub fn texts(&self) -> Seq<Text> {
        self.items().iter().filter_map(Self::text).collect()
    }

    /// The items of an array; a single value counts as an array of one.
    pub fn items(&self) -> Vec<Self> {
        let DeValue::Array(array) = self.value else {
            return vec![Self { file: self.file, value: self.value, span: self.span }];
        };
        array
            .iter()
            .map(|value: &Spanned<DeValue<'t>>| Self {
                file: self.file,
                value: value.get_ref(),
                span: to_span(value.span()),
            })
            .collect()
    }

    /// As one of the names of a table of choices.
    pub fn choice<T: Copy>(&self, key: &str, names: &[(&str, T)]) -> Option<T> {
        let written = self.text()?;
        if let Some((_, value)) = names.iter().find(|(name, _)| *name == &*written) {
            return Some(*value);
        }
        let known = || names.iter().map(|(name, _)| *name);
        let help = match nearest(&written, known()) {
            Some(near) => format!("write `{near}`"),
            None => format!("known here: {}", known().collect::<Vec<_>>().join(", ")),
        };
        self.problem(format!("unknown {key} `{}`", &*written), help);
        None
    }
}
