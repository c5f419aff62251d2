//! copydesk: a linter for news copy.
//!
//! ```text
//! bytes ─▶ Source ─(input)▶ Blocks ─▶ Document ─(RuleSet::check)▶ Findings ─(marks)▶ Report ─(report)▶ text, JSON, …
//! TOML  ─▶ Pack (as written, with spans) ─▶ Rule (compiled by its Kind) ─▶ RuleSet
//! ```
//!
//! Read [`source`], then [`input`], [`document`], [`engine`] and [`checker`], in this order; imports run the other way.

pub mod builtin;
pub mod checker;
pub mod cli;
pub mod config;
pub mod diff;
pub mod document;
pub mod engine;
pub mod finding;
pub mod fix;
pub mod input;
pub mod list;
pub mod lsp;
pub mod marks;
pub mod packed;
pub mod problem;
pub mod report;
pub mod role;
pub mod serve;
pub mod source;
pub mod unpack;
