//! The project file: RON that a person can read and a reviewer can diff.
//!
//! It opens with `PostilProject(format: 1,`. The format number says which of the rooms below reads
//! it; the newest writes. A format that was ever written stays readable.

mod v1;

use std::sync::Arc;

use super::ron_file::{self, Document, FileError, Opened};
use super::{Problem, at_once};
use crate::project::{Aside, Edit, Project};
use crate::text::Text;

pub use v1::Notes;
use v1::{First, Version};

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
    v1::encode(project, v1::How::default())
}

/// What [`encode`] gives, sooner: what has not changed since something was noted of a file that
/// [`encode`] wrote is copied from that. If there is no such file, as many threads write as there are.
pub fn encode_sooner(project: &Project, before: Option<(&[u8], &Notes)>) -> String {
    let before = before.filter(|(_, notes)| notes.can_be_copied());
    let how = v1::How {
        before: before.map(|(file, notes)| Version { file, notes }),
        at_once: before.is_none(),
    };
    v1::encode(project, how)
}

/// Reads a project file. A damaged mark, link, identity or article is kept aside and listed.
///
/// # Errors
/// Says what is wrong with the file as a whole, and where. Nothing is known of its project then.
pub fn decode(bytes: &[u8]) -> Result<Loaded, ProjectFileError> {
    // The one format there is; a second gets an arm here.
    v1::decode(&open(bytes)?)
}

/// Reads a project file, and notes which of its words became what.
///
/// # Errors
/// As [`decode`].
pub fn decode_noting(bytes: &[u8]) -> Result<(Loaded, Notes), ProjectFileError> {
    v1::decode_noting(&open(bytes)?)
}

/// Reads versions of one project at once. What stands word for word in the first is read only there,
/// and shared; each project is what [`decode`] makes of it, and so are the errors. What only deserves
/// a look is not looked for.
///
/// # Errors
/// As [`decode`], each for itself.
pub fn decode_versions<'f>(
    first: &[u8],
    others: &'f [&'f [u8]],
) -> Vec<Result<Loaded, ProjectFileError>> {
    // All wait for the first, so that a thread is left to it.
    let groups = at_once::threads().saturating_sub(1).max(1);
    let all = || {
        let groups = others.chunks(others.len().div_ceil(groups).max(1));
        let opened =
            |group: &'f [&'f [u8]]| -> Vec<_> { group.iter().map(|it| open(it)).collect() };
        let opened = at_once::each(groups.collect(), opened).into_iter();
        opened.flatten().collect::<Vec<_>>()
    };
    let read = || First::read(&open(first)?);
    let (one, opened) = at_once::both(read, all);
    let opened = opened.unwrap_or_else(all);
    let (one, notes) = match one {
        Ok((one, notes)) => (Ok(one), notes),
        Err(error) => (Err(error), Notes::default()),
    };
    let version = Version {
        file: first,
        notes: &notes,
    };
    // Only what was noted of the first is needed for the others: it is put together beside them.
    let others = opened.into_iter().map(Part::Other);
    let parts = std::iter::once(Part::First(Box::new(one)))
        .chain(others)
        .collect();
    at_once::each(parts, |part| match part {
        Part::First(first) => (*first)?.finish(),
        Part::Other(opened) => v1::decode_version(&opened?, version),
    })
}

/// A version that is yet to be read.
enum Part<'f> {
    First(Box<Result<First, ProjectFileError>>),
    Other(Result<Opened<'f>, ProjectFileError>),
}

/// Reads back what [`encode`] wrote of a project, and compares it. What stands word for word in the file
/// as it was before, of which this was noted, says what it said there and is not read again.
///
/// # Errors
/// Says where it is not that project, in a few words.
pub fn reads_back(
    text: &str,
    project: &Project,
    before: Option<(&[u8], &Notes)>,
) -> Result<Notes, String> {
    let why = |error: ProjectFileError| match error.position() {
        Some(at) => format!("{at}: {error}"),
        None => error.to_string(),
    };
    let before = before.map(|(file, notes)| Version { file, notes });
    let opened = ron_file::open_text(text, Document::Project, FORMAT).map_err(why)?;
    let notes = v1::holds(&opened, project, before).map_err(why)?;
    let notes = notes.ok_or_else(|| "a part of it comes back changed".to_owned())?;
    Ok(notes.written_of(project))
}

fn open(bytes: &[u8]) -> Result<Opened<'_>, ProjectFileError> {
    ron_file::open(bytes, Document::Project, FORMAT)
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
