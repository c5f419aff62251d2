//! `line`: to come.

use super::{Check, Data};
use crate::engine::reader::Reader;

/// Keys of `kind = "line"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {}

impl Line {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let _ = reader;
        Data::Line(Self {})
    }
}

impl Check for Line {}
