//! `sequence`: to come.

use super::{Check, Data};
use crate::engine::reader::Reader;

/// Keys of `kind = "sequence"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sequence {}

impl Sequence {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let _ = reader;
        Data::Sequence(Self {})
    }
}

impl Check for Sequence {}
