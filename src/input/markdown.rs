//! Markdown drafts.

use super::{Draft, Input};

/// Markdown drafts.
pub struct Markdown;

impl Input for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn read(&self, text: &str) -> Draft {
        let _ = text;
        Draft::default()
    }
}
