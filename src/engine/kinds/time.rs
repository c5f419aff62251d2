//! `time`: to come.

use super::{Check, Data};
use crate::engine::reader::Reader;

/// Keys of `kind = "time"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Time {}

impl Time {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let _ = reader;
        Data::Time(Self {})
    }
}

impl Check for Time {}
