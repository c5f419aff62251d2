//! `quote`: to come.

use super::{Check, Data};
use crate::engine::reader::Reader;

/// Keys of `kind = "quote"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Quote {}

impl Quote {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let _ = reader;
        Data::Quote(Self {})
    }
}

impl Check for Quote {}
