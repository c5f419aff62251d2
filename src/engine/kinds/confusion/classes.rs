//! Classes: words that stand in like company share one, as `cargo run --example train_confusion -- --classes` learns them of
//! plain text; see `model/README.md`.

use crate::document::tagger::model::{Table, sections};
use std::sync::LazyLock;

/// How the file begins.
pub const MAGIC: [u8; 4] = *b"cdW1";

/// How many sections there are: those of one table.
pub const SECTIONS: usize = 3;

/// The classes of the program.
pub(super) static EMBEDDED: &[u8] = include_bytes!("../../../../model/word-classes.bin");

static CLASSES: LazyLock<Option<Table<'static>>> = LazyLock::new(|| {
    let [buckets, prints, values] = sections::<SECTIONS>(EMBEDDED, MAGIC)?;
    Table::new(buckets, prints, values)
});

/// The class of a word, by its hash; 0 of one that has none.
pub(super) fn of(word: u64) -> u64 {
    let found = CLASSES.as_ref().and_then(|classes| classes.get(word));
    found.and_then(|class| class.first()).copied().unwrap_or_default().into()
}
