//! `consistent`: to come.

use super::{Check, Data};
use crate::engine::reader::Reader;

/// Keys of `kind = "consistent"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Consistent {}

impl Consistent {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let _ = reader;
        Data::Consistent(Self {})
    }
}

impl Check for Consistent {}
