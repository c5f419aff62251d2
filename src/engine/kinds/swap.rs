//! `swap`: to come.

use super::{Check, Data};
use crate::engine::reader::Reader;

/// Keys of `kind = "swap"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Swap {}

impl Swap {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let _ = reader;
        Data::Swap(Self {})
    }
}

impl Check for Swap {}
