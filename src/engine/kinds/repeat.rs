//! `repeat`: to come.

use super::{Check, Data};
use crate::engine::reader::Reader;

/// Keys of `kind = "repeat"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Repeat {}

impl Repeat {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let _ = reader;
        Data::Repeat(Self {})
    }
}

impl Check for Repeat {}
