//! `count`: to come.

use super::{Check, Data};
use crate::engine::reader::Reader;

/// Keys of `kind = "count"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Count {}

impl Count {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let _ = reader;
        Data::Count(Self {})
    }
}

impl Check for Count {}
