//! `pattern`: to come.

use super::{Check, Data};
use crate::engine::reader::Reader;

/// Keys of `kind = "pattern"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pattern {}

impl Pattern {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let _ = reader;
        Data::Pattern(Self {})
    }
}

impl Check for Pattern {}
