//! copydesk: a linter for news copy.

pub mod document;
pub mod finding;
pub mod input;
pub mod list;
pub mod problem;
pub mod source;
