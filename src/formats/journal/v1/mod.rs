//! The first format of the journal: types that mirror the core's, so that the file changes only on
//! purpose. A tagset is its file; an article brings its text along, since nothing else may have it.

mod read;
mod types;
mod write;

pub(super) use read::{read_header, read_record, read_step};
pub(super) use types::FileStep;
pub(super) use write::{header, saving, step};
