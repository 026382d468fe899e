//! The project file: RON that a person can read and a reviewer can diff.
//!
//! It opens with `PostilProject(format: 1,`. The format number says which of the rooms below reads
//! it; the newest writes. A format that was ever written stays readable.

mod v1;

use std::sync::Arc;

use super::Problem;
use super::ron_file::{self, Document, FileError};
use crate::project::{Aside, Edit, Project};
use crate::text::Text;

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

/// Whether a part that was kept aside is a mark whose words stand elsewhere in the text, so that
/// [`put_back`] may put it there.
pub fn can_be_put_back(aside: &Aside, text: &Text) -> bool {
    v1::mended(&aside.data, text).is_some()
}

/// The project with a part that was kept aside put where its words stand, and with whatever else can
/// be used again now that it is back. None if it cannot be.
pub fn put_back(project: &Project, place: usize) -> Option<Project> {
    let aside = project.aside().get(place)?;
    let entry = project.entry(aside.article.as_ref()?)?;
    let mended = Aside {
        data: v1::mended(&aside.data, &entry.article().text)?,
        ..(**aside).clone()
    };
    let there = |to| Edit::Aside { at: place, to };
    let mut changed = project.clone();
    let edits = [there(None), there(Some(Arc::new(mended)))];
    changed.apply(&edits).ok()?;
    let loaded = decode(encode(&changed).as_bytes()).ok()?;
    let fewer = loaded.project.aside().len() < project.aside().len();
    fewer.then_some(loaded.project)
}
