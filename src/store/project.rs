//! A project's file: what it held when it was last read or saved, so that no save replaces what
//! somebody else has written there.

use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::read::{PROJECT_LIMIT, ReadError, read};
use super::save::{Order, Over, SaveCause, SaveError, Saved, Terms, save_with};
use super::shown;
use crate::formats::project_file::{self, Loaded, ProjectFileError};
use crate::project::{Entry, Project};
use crate::text::Digest;

/// A project's file, as this program knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectFile {
    path: PathBuf,
    /// What it may hold without anybody else having written it; none if it may hold anything.
    known: Option<Vec<Digest>>,
    /// The file of before the first save of this run is kept.
    kept: bool,
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
        let loaded = project_file::decode(&bytes).map_err(|error| OpenError::Content {
            path: path.to_owned(),
            error,
        })?;
        Ok((Self::holding(path, &bytes), loaded))
    }

    /// A file that was read, and held this.
    pub fn holding(path: &Path, bytes: &[u8]) -> Self {
        Self {
            path: path.to_owned(),
            known: Some(vec![Digest::of(bytes)]),
            kept: false,
        }
    }

    /// A file that a project will be saved to for the first time. The user has chosen it, so that
    /// its first save may replace what stands there, which is then kept beside it.
    pub fn chosen(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            known: None,
            kept: false,
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
        let text = project_file::encode(project);
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
                bytes: text.as_bytes(),
                terms,
                verify: &|| reads_back(&text, project),
                announce,
            },
        );
        match &done {
            Ok(saved) => {
                self.known = Some(vec![saved.digest]);
                self.kept = true;
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
}

/// Whether a text says the same project, whole.
fn reads_back(text: &str, project: &Project) -> Result<(), String> {
    let loaded = project_file::decode(text.as_bytes()).map_err(|error| match error.position() {
        Some(at) => format!("{at}: {error}"),
        None => error.to_string(),
    })?;
    let same = match project.aside() {
        [] => loaded.project == *project,
        _ => holds_all_of(&loaded.project, project),
    };
    match same {
        true => Ok(()),
        false => Err("a part of it comes back changed".to_owned()),
    }
}

/// Whether all that is in one project is in another. A part that was kept aside may have become
/// sound meanwhile, by a tag that was added, and then it comes back as what it is.
fn holds_all_of(whole: &Project, part: &Project) -> bool {
    let entries = || whole.entries().iter().zip(part.entries());
    let marks = |it: &Entry, of: &Entry| {
        let mut marks = of.annotations().iter();
        marks.all(|(id, mark)| it.annotation(id) == Some(mark))
    };
    let links = |it: &Entry, of: &Entry| {
        let mut links = of.links().iter();
        links.all(|(id, link)| it.link(id) == Some(link))
    };
    let about = |it: &Entry, of: &Entry| it.article() == of.article() && it.status() == of.status();
    whole.tagset() == part.tagset()
        && whole.entries().len() == part.entries().len()
        && whole.aside().len() <= part.aside().len()
        && entries().all(|(it, of)| about(it, of) && marks(it, of) && links(it, of))
        && part
            .identities()
            .all(|identity| whole.identity(&identity.id) == Some(identity))
}

fn place(error: &ProjectFileError) -> String {
    error
        .position()
        .map(|at| format!("{at}: "))
        .unwrap_or_default()
}
