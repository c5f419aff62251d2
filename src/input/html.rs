//! Html drafts.

use super::{Draft, Input};

/// Html drafts.
pub struct Html;

impl Input for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn read(&self, text: &str) -> Draft {
        let _ = text;
        Draft::default()
    }
}
