//! Packed: data that the build script makes ready, as bytes of the binary.

/// The misspellings of `rules/lists/misspellings.txt`, as [`crate::engine::kinds::misspelling::pack`] packs them.
pub static MISSPELLINGS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/misspellings.bin"));

/// The words of `rules/lists/words.txt` and `words-new.txt`, as [`crate::engine::kinds::unknown::pack`] packs them.
pub static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"));
