//! The rule engine: from TOML to Rules, from a Document to Findings.
//!
//! [`reader`] reads spanned TOML and collects every problem of a file; [`pack`] turns a file into [`rule::Rule`]s and
//! lists; [`kinds`] are the mechanisms; [`index`] tells where in a document a rule is to be called; [`ruleset`] runs the
//! enabled rules over a document in one scan; [`examples`] holds a rule to its own examples.

pub mod census;
pub mod examples;
pub mod expression;
pub mod frequency;
pub mod index;
pub mod kinds;
pub mod pack;
pub mod probe;
pub mod reader;
pub mod roster;
pub mod rule;
pub mod ruleset;
pub mod template;
mod together;
