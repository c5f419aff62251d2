//! Text drafts.

use super::{Draft, Input};

/// Text drafts.
pub struct Text;

impl Input for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn read(&self, text: &str) -> Draft {
        let _ = text;
        Draft::default()
    }
}
