//! What was read, on its way to the window, and how it was asked for.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::dialogs::several::ArticlesFile;
use crate::formats::articles::{self, Reading};
use crate::formats::project_file::Loaded;
use crate::project::Time;
use crate::store::ProjectFile;
use crate::store::leftovers::ConflictCopy;
use crate::store::lock::Lock;
use crate::text::Text;

/// Who asks, for the lock of a project, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The name that goes on marks.
    pub user: String,
    /// Now.
    pub now: Time,
}

/// How a project is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To work on it: under its lock, unless somebody else has that.
    Own,
    /// The same, although somebody on another machine may have it open.
    Over,
    /// To read it.
    ReadOnly,
    /// To work on a copy that is in no file.
    Copy,
}

/// A project that was opened.
#[derive(Debug)]
pub struct OpenedProject {
    /// Its file.
    pub file: ProjectFile,
    /// What it holds.
    pub loaded: Loaded,
    /// How it was opened.
    pub way: Way,
    /// Its lock.
    pub lock: Option<Lock>,
    /// This window had the lock already.
    pub has_it: bool,
    /// Why it has none.
    pub unlocked: Option<String>,
    /// Conflict copies that stand beside it.
    pub copies: Vec<ConflictCopy>,
}

/// An article as it was read, not yet in a project.
#[derive(Debug)]
pub struct ReadArticle {
    /// Its file; empty if it was pasted, or if it is one of several of its file.
    pub path: PathBuf,
    /// Its words. Finding lines and digest of a long text takes a while, so that no frame does it.
    pub text: Text,
    /// What else was read. Its own copy of the words is empty.
    pub reading: Reading,
}

impl ReadArticle {
    /// What was read from a file.
    pub fn new(path: PathBuf, mut reading: Reading) -> Self {
        let text = Text::new(std::mem::take(&mut reading.text));
        Self {
            path,
            text,
            reading,
        }
    }
}

/// What became of files that were opened.
#[derive(Debug, Default)]
pub struct ReadFiles {
    /// The articles, of files that hold one each.
    pub articles: Vec<ReadArticle>,
    /// The files that hold several, of which a user chooses.
    pub several: Vec<(Arc<ArticlesFile>, articles::Opened)>,
    /// Why the others could not be read, a sentence each.
    pub refused: Vec<String>,
}
