//! `people`: to come.

use super::{Check, Data};
use crate::engine::reader::Reader;

/// Keys of `kind = "people"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct People {}

impl People {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let _ = reader;
        Data::People(Self {})
    }
}

impl Check for People {}
