//! The project file: RON that a person can read and a reviewer can diff.
//!
//! It opens with `PostilProject(format: 1,`. The format number says which of the rooms below reads
//! it; the newest writes. A format that was ever written stays readable.

mod v1;

use super::Problem;
use super::ron_file::{self, Document, FileError};
use crate::project::Project;

/// Why a project file as a whole cannot be read.
pub type ProjectFileError = FileError;

/// The format that is written, and the newest that can be read.
pub const FORMAT: u32 = 1;

/// A project that was read, and what was wrong with its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The project. Its `check()` is empty: what is damaged stands in its list of parts aside.
    pub project: Project,
    /// What was kept aside, and what deserves a look, in the order of the file.
    pub problems: Vec<Problem>,
}

/// A project as the text of a file: UTF-8, lines that end in LF. The same project always gives the
/// same text.
pub fn encode(project: &Project) -> String {
    v1::encode(project)
}

/// Reads a project file. A damaged mark, link, identity or article is kept aside and listed.
///
/// # Errors
/// Says what is wrong with the file as a whole, and where. Nothing is known of its project then.
pub fn decode(bytes: &[u8]) -> Result<Loaded, ProjectFileError> {
    let opened = ron_file::open(bytes, Document::Project, FORMAT)?;
    // The one format there is; a second gets an arm here.
    v1::decode(&opened)
}
