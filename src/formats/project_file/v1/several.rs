//! Several versions of one file, of which the first is read for the others too.

use super::decode::{Loader, Wanted, load};
use super::version::{Notes, Version};
use crate::formats::project_file::Loaded;
use crate::formats::ron_file::{FileError, Opened};

/// The first of several versions of a file: read, and not yet put together.
pub(in crate::formats::project_file) struct First(Loader<'static>);

impl First {
    /// Reads it, and notes what its words became, for the other versions.
    pub fn read(opened: &Opened<'_>) -> Result<(Self, Notes), FileError> {
        let mut loader = load(opened, None, Wanted::NOTES)?;
        let notes = loader.take_notes();
        Ok((Self(loader), notes))
    }

    /// Puts it together.
    pub fn finish(self) -> Result<Loaded, FileError> {
        self.0.finish_version()
    }
}

/// Reads a project beside another version of its file: the same project as alone, and sooner.
pub(in crate::formats::project_file) fn decode_version(
    opened: &Opened<'_>,
    other: Version<'_>,
) -> Result<Loaded, FileError> {
    load(opened, Some(other), Wanted::default())?.finish_version()
}
