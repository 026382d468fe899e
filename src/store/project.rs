//! A project's file: what it held when it was last read or saved, so that no save replaces what
//! somebody else has written there.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::disk::Disk;
use super::read::{PROJECT_LIMIT, ReadError, read};
use super::save::{Held, Order, Over, SaveCause, SaveError, Saved, Terms, save_with};
use super::shown;
use crate::formats::at_once;
use crate::formats::project_file::{self, Loaded, Notes, ProjectFileError};
use crate::project::Project;
use crate::text::Digest;

/// A project's file, as this program knows it.
#[derive(Clone, Debug)]
pub struct ProjectFile {
    path: PathBuf,
    /// What it may hold without anybody else having written it; none if it may hold anything.
    known: Option<Vec<Digest>>,
    /// The file of before the first save of this run is kept.
    kept: bool,
    /// What was noted when it was read or saved last, and the digest of what it held.
    notes: Option<(Digest, Arc<Notes>)>,
}

/// Why a project was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Its file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Its file was read, but it is no project.
    #[error("failed to read: {}{error}: {}", place(error), shown(path))]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and where.
        error: ProjectFileError,
    },
}

/// What the user has allowed, after being asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// The file may be replaced although it is read-only.
    pub read_only: bool,
    /// The file may be replaced although other names lead to it.
    pub hard_links: bool,
    /// What somebody else has written there may be replaced; it is kept beside the new file.
    pub changed: bool,
}

impl ProjectFile {
    /// Reads a project from its file.
    ///
    /// # Errors
    /// Says why the file cannot be read, or what is wrong with it and where.
    pub fn open(disk: &dyn Disk, path: &Path) -> Result<(Self, Loaded), OpenError> {
        let bytes = read(disk, path, PROJECT_LIMIT)?;
        Self::read(path, &bytes).map_err(|error| OpenError::Content {
            path: path.to_owned(),
            error,
        })
    }

    /// A file that was read, and held this.
    pub fn holding(path: &Path, bytes: &[u8]) -> Self {
        Self {
            path: path.to_owned(),
            known: Some(vec![Digest::of(bytes)]),
            kept: false,
            notes: None,
        }
    }

    /// A file that was read, and held this; and the project that this is.
    ///
    /// # Errors
    /// Says what is wrong with it and where.
    pub fn read(path: &Path, bytes: &[u8]) -> Result<(Self, Loaded), ProjectFileError> {
        let digest = || Digest::of(bytes);
        let (read, beside) = at_once::both(|| project_file::decode_noting(bytes), digest);
        let digest = beside.unwrap_or_else(digest);
        let (loaded, notes) = read?;
        let file = Self {
            path: path.to_owned(),
            known: Some(vec![digest]),
            kept: false,
            notes: Some((digest, Arc::new(notes))),
        };
        Ok((file, loaded))
    }

    /// A file that a project will be saved to for the first time. The user has chosen it, so that
    /// its first save may replace what stands there, which is then kept beside it.
    pub fn chosen(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            known: None,
            kept: false,
            notes: None,
        }
    }

    /// Where it stands, as it was opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The digest of what it held when it was last read or saved.
    pub fn digest(&self) -> Option<Digest> {
        self.known.as_ref().and_then(|known| known.last()).copied()
    }

    /// Saves a project, unless somebody else has changed the file. What is written is read back and
    /// compared before it takes the old file's place, and the old file of the first save is kept.
    ///
    /// `announce` is told the digest of the new file just before it takes the old one's place.
    ///
    /// # Errors
    /// As [`save_with`]. After [`SaveCause::Unconfirmed`] the new file is known.
    pub fn save(
        &mut self,
        disk: &dyn Disk,
        project: &Project,
        allowed: Allowed,
        announce: &dyn Fn(Digest),
    ) -> Result<Saved, SaveError> {
        let (text, notes) = (OnceLock::new(), OnceLock::new());
        let encode = |held: Option<&Held>| {
            text.get_or_init(|| project_file::encode_sooner(project, self.noted_of(held)))
        };
        let reads_back = |held: Option<&Held>| {
            let noted = project_file::reads_back(encode(held), project, self.noted_of(held))?;
            notes.get_or_init(|| Arc::new(noted));
            Ok(())
        };
        let over = match (&self.known, allowed.changed) {
            (Some(known), false) => Over::These(known.clone()),
            _ => Over::Anything,
        };
        let terms = Terms {
            over,
            read_only: allowed.read_only,
            hard_links: allowed.hard_links,
            backup: !self.kept || allowed.changed,
        };
        let done = save_with(
            disk,
            &Order {
                path: &self.path,
                bytes: &|held| encode(held).as_bytes(),
                of_old: self.can_be_copied(),
                terms,
                verify: &|_, held| reads_back(held),
                announce,
            },
        );
        match &done {
            Ok(saved) => {
                self.known = Some(vec![saved.digest]);
                self.kept = true;
                self.notes = notes.into_inner().map(|notes| (saved.digest, notes));
            }
            Err(SaveError {
                cause: SaveCause::Unconfirmed(digest, _),
                ..
            }) => {
                self.known.get_or_insert_default().push(*digest);
                self.kept = true;
            }
            Err(_) => {}
        }
        done
    }

    /// Whether what was noted of the file tells how to write it again.
    fn can_be_copied(&self) -> bool {
        let notes = self.notes.as_ref();
        notes.is_some_and(|(_, notes)| notes.can_be_copied())
    }

    /// What the file holds and what was noted of it, if it was of just that.
    fn noted_of<'h>(&'h self, held: Option<&'h Held>) -> Option<(&'h [u8], &'h Notes)> {
        let (digest, notes) = self.notes.as_ref()?;
        let held = held.filter(|held| held.digest == *digest)?;
        Some((&held.bytes, notes))
    }
}

fn place(error: &ProjectFileError) -> String {
    error
        .position()
        .map(|at| format!("{at}: "))
        .unwrap_or_default()
}
