//! The durable save: the new file whole, or the old one as it was.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::disk::{self, Kind, Permissions};
use super::shown;
use crate::text::Digest;

/// What stands on the disk after a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The SHA-256 of the file's bytes, to tell later whether somebody else has changed it.
    pub digest: Digest,
    /// How long it is, in bytes.
    pub len: u64,
    /// Where it really stands: the target, if the path was a symbolic link.
    pub path: PathBuf,
}

/// Why a save failed, and of which file.
///
/// Reads as one sentence: why, what is safe, what to do, and the path last.
#[derive(Debug, thiserror::Error)]
#[error("failed to save: {cause}; {}; {}: {}", cause.safe(), cause.remedy(), shown(path))]
pub struct SaveError {
    /// The path as it was asked for.
    pub path: PathBuf,
    /// Why.
    pub cause: SaveCause,
}

/// Why a save failed.
#[derive(Debug, thiserror::Error)]
pub enum SaveCause {
    /// The folder is not there.
    #[error("there is no such folder")]
    NoFolder,
    /// The folder takes no new files from us.
    #[error("you may not write to this folder")]
    NoPermission,
    /// The disk or the quota is used up.
    #[error("the disk is full")]
    DiskFull,
    /// The file's own permissions forbid writing.
    #[error("the file is read-only")]
    ReadOnlyFile,
    /// The whole disk takes no writing.
    #[error("the disk is read-only")]
    ReadOnlyDisk,
    /// A folder stands there.
    #[error("a folder has this name")]
    IsFolder,
    /// A pipe, a socket or a device stands there.
    #[error("it is {0} and not a file")]
    NotAFile(&'static str),
    /// The path has no name at its end, or one that the disk does not take.
    #[error("the name is too long or not allowed")]
    BadName,
    /// Symbolic links lead in a circle.
    #[error("its links lead in a circle")]
    LinkLoop,
    /// The file was replaced, but the disk did not confirm that the change will last.
    #[error("the disk did not confirm the change ({0})")]
    Unconfirmed(#[source] io::Error),
    /// Something else.
    #[error("{0}")]
    Other(#[source] io::Error),
}

impl SaveCause {
    /// What has come to no harm, in words.
    pub fn safe(&self) -> &'static str {
        match self {
            Self::Unconfirmed(_) => "the new file is in place, but a power cut could undo that",
            _ => "nothing on the disk has changed",
        }
    }

    /// What a person can do about it, in words.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NoFolder => "make the folder or save elsewhere",
            Self::NoPermission | Self::ReadOnlyDisk => "save elsewhere",
            Self::DiskFull => "free some space or save elsewhere",
            Self::ReadOnlyFile => "allow writing to it or save under another name",
            Self::IsFolder | Self::NotAFile(_) | Self::BadName => "save under another name",
            Self::LinkLoop => "repair the links or save elsewhere",
            Self::Unconfirmed(_) | Self::Other(_) => "save again or elsewhere",
        }
    }
}

impl From<io::Error> for SaveCause {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as E;
        match error.kind() {
            E::NotFound | E::NotADirectory => Self::NoFolder,
            E::PermissionDenied => Self::NoPermission,
            E::StorageFull | E::QuotaExceeded => Self::DiskFull,
            E::ReadOnlyFilesystem => Self::ReadOnlyDisk,
            E::IsADirectory => Self::IsFolder,
            E::InvalidFilename => Self::BadName,
            _ => Self::Other(error),
        }
    }
}

/// Puts `bytes` into the file at `path`, durably: they are written to a file beside it, the disk
/// confirms them, the new file takes the old one's place in one step, and the disk confirms that.
///
/// A symbolic link stays a link and its target is replaced; on Unix the new file has the old one's
/// permissions. Links to the old file from elsewhere (hard links) keep the old bytes.
///
/// # Errors
/// Unless the cause is [`SaveCause::Unconfirmed`], the old file is as it was and nothing is left
/// beside it. A failed save must not be taken for done: the disk may have lost what was written.
pub fn save(path: &Path, bytes: &[u8]) -> Result<Saved, SaveError> {
    replace(path, bytes).map_err(|cause| SaveError {
        path: path.to_owned(),
        cause,
    })
}

fn replace(path: &Path, bytes: &[u8]) -> Result<Saved, SaveCause> {
    let target = resolve(path)?;
    let old = existing(&target)?;
    let folder = folder_of(&target);
    let temporary = write_beside(&target, bytes, old.as_ref())?;
    if let Err(error) = disk::rename(&temporary, &target) {
        disk::remove(&temporary);
        return Err(error.into());
    }
    disk::sync_folder(folder).map_err(SaveCause::Unconfirmed)?;
    let len = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Ok(Saved {
        digest: Digest::of(bytes),
        len,
        path: target,
    })
}

/// Follows symbolic links to the file that they stand for, there or not.
fn resolve(path: &Path) -> Result<PathBuf, SaveCause> {
    // As many links as Linux follows.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match disk::link_target(&path) {
            Ok(Some(target)) => path = folder_of(&path).join(target),
            Ok(None) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path),
            Err(error) => return Err(error.into()),
        }
    }
    Err(SaveCause::LinkLoop)
}

/// The permissions of the file that will be replaced, if there is one.
fn existing(target: &Path) -> Result<Option<Permissions>, SaveCause> {
    let about = match disk::about(target) {
        Ok(about) => about,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    match about.kind {
        Kind::Folder => Err(SaveCause::IsFolder),
        Kind::Other(what) => Err(SaveCause::NotAFile(what)),
        // A rename would replace it all the same, against the wish of whoever protected it.
        Kind::File if about.permissions.readonly() => Err(SaveCause::ReadOnlyFile),
        Kind::File => Ok(Some(about.permissions)),
    }
}

/// Writes a file beside the target and waits until the disk has it. Returns where it stands.
fn write_beside(
    target: &Path,
    bytes: &[u8],
    like: Option<&Permissions>,
) -> Result<PathBuf, SaveCause> {
    // A crashed program of the same process number may have left files behind.
    const MOST_TRIES: usize = 16;
    for _ in 0..MOST_TRIES {
        let temporary = folder_of(target).join(temporary_name(target)?);
        match disk::write_new(&temporary, bytes, like) {
            Ok(()) => return Ok(temporary),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(SaveCause::Other(io::ErrorKind::AlreadyExists.into()))
}

/// A hidden name that says whose it is and that no other save uses.
fn temporary_name(target: &Path) -> Result<OsString, SaveCause> {
    // The disk takes names of 255 bytes; these leave room for what is put around them.
    const MOST_BYTES: usize = 200;
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = target
        .file_name()
        .ok_or(SaveCause::BadName)?
        .to_string_lossy();
    let (cut, _) = name.split_at(name.floor_char_boundary(MOST_BYTES));
    let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    Ok(format!(".{cut}.{process}-{count}.tmp").into())
}

/// The folder that a file stands in; `.` for a bare name.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_between_characters() {
        let name = "é".repeat(127);
        let cut = temporary_name(Path::new(&name))
            .unwrap()
            .into_string()
            .unwrap();
        assert!(
            cut.len() <= 255 && cut.starts_with(".éé") && cut.ends_with(".tmp"),
            "{cut}"
        );
    }

    #[test]
    fn two_saves_use_two_names() {
        let name = || temporary_name(Path::new("a.ron")).unwrap();
        assert_ne!(name(), name());
    }

    #[test]
    fn a_bare_name_stands_in_the_current_folder() {
        assert_eq!(folder_of(Path::new("a.ron")), Path::new("."));
        assert_eq!(folder_of(Path::new("b/a.ron")), Path::new("b"));
        assert_eq!(folder_of(Path::new("/a.ron")), Path::new("/"));
    }

    #[test]
    fn every_cause_says_what_is_safe_and_what_to_do() {
        let other = || io::Error::other("the cable is out");
        let cases = [
            SaveCause::NoFolder,
            SaveCause::NoPermission,
            SaveCause::DiskFull,
            SaveCause::ReadOnlyFile,
            SaveCause::ReadOnlyDisk,
            SaveCause::IsFolder,
            SaveCause::NotAFile("a pipe"),
            SaveCause::BadName,
            SaveCause::LinkLoop,
            SaveCause::Unconfirmed(other()),
            SaveCause::Other(other()),
        ];
        let sentence = |cause| {
            SaveError {
                path: "a\n.ron".into(),
                cause,
            }
            .to_string()
        };
        insta::assert_snapshot!(cases.map(sentence).join("\n"), @r#"
        failed to save: there is no such folder; nothing on the disk has changed; make the folder or save elsewhere: a\n.ron
        failed to save: you may not write to this folder; nothing on the disk has changed; save elsewhere: a\n.ron
        failed to save: the disk is full; nothing on the disk has changed; free some space or save elsewhere: a\n.ron
        failed to save: the file is read-only; nothing on the disk has changed; allow writing to it or save under another name: a\n.ron
        failed to save: the disk is read-only; nothing on the disk has changed; save elsewhere: a\n.ron
        failed to save: a folder has this name; nothing on the disk has changed; save under another name: a\n.ron
        failed to save: it is a pipe and not a file; nothing on the disk has changed; save under another name: a\n.ron
        failed to save: the name is too long or not allowed; nothing on the disk has changed; save under another name: a\n.ron
        failed to save: its links lead in a circle; nothing on the disk has changed; repair the links or save elsewhere: a\n.ron
        failed to save: the disk did not confirm the change (the cable is out); the new file is in place, but a power cut could undo that; save again or elsewhere: a\n.ron
        failed to save: the cable is out; nothing on the disk has changed; save again or elsewhere: a\n.ron
        "#);
    }
}
