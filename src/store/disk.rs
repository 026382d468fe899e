//! The one door to the disk: everything that the program asks of a file system.
//!
//! The calls are few and plain, so that a disk that fails on purpose, forgets what was not synced
//! or skips a step can take the real one's place; `real_disk.rs` is the real one.

use std::io;
use std::path::{Path, PathBuf};

/// A file system. Every function of the store takes one.
pub trait Disk: Send + Sync {
    /// What stands at a path, symbolic links followed.
    ///
    /// # Errors
    /// As the system says them; this holds for all of these calls.
    fn stat(&self, path: &Path) -> io::Result<Stat>;

    /// Where a symbolic link points, as it is written there; none if the path is no link.
    fn link_target(&self, path: &Path) -> io::Result<Option<PathBuf>>;

    /// What stands in a folder, in no order. What vanishes meanwhile, or is a link to nothing, is
    /// left out.
    fn list(&self, folder: &Path) -> io::Result<Vec<Item>>;

    /// Opens a file.
    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn DiskFile>>;

    /// Puts a file in the place of another in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file a new name in one step, which must not be there yet.
    ///
    /// # Errors
    /// `AlreadyExists` if it is; `Unsupported` where the system or the file system cannot do it.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        let _ = (from, to);
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Puts each of two files in the other's place in one step.
    ///
    /// # Errors
    /// `Unsupported` where the system or the file system cannot do it.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        let _ = (one, other);
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Gives a file a second name, which must not be there yet.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Takes a name away.
    fn unlink(&self, path: &Path) -> io::Result<()>;

    /// Makes a folder and those above it; that it is there already is no error.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    /// Takes a folder away in which nothing stands any more.
    fn remove_empty_folder(&self, folder: &Path) -> io::Result<()> {
        let _ = folder;
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Waits until the disk has what changed in a folder. Where that cannot be had, it is no error.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// An open file. It is closed when it is dropped.
pub trait DiskFile: Send {
    /// Reads some bytes; none at the end.
    ///
    /// # Errors
    /// As the system says them; this holds for all of these calls.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize>;

    /// Reads from where it stands to its end, though no more than `most` bytes.
    fn read_all(&mut self, most: usize, into: &mut Vec<u8>) -> io::Result<()> {
        const AT_ONCE: usize = 1 << 20;
        let room = into.capacity() - into.len();
        let mut buffer = vec![0; AT_ONCE.min(room.max(4096))];
        let most = into.len().saturating_add(most);
        while into.len() < most {
            let count = patiently(|| self.read(&mut buffer))?;
            let count = count.min(most - into.len());
            if count == 0 {
                break;
            }
            into.extend_from_slice(buffer.get(..count).unwrap_or_default());
        }
        Ok(())
    }

    /// Writes some of these bytes and says how many.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;

    /// Gives it other permissions. Where a file system gives all files the same, it is no error.
    fn set_mode(&mut self, mode: Mode) -> io::Result<()>;

    /// Waits until the disk has all that was written. After an error nothing is known of what was
    /// written before: asking again proves nothing.
    fn sync(&mut self) -> io::Result<()>;

    /// Whether the file is ours alone now: no other program that asks gets it, until it is closed.
    ///
    /// # Errors
    /// `Unsupported` where the file system knows no locks.
    fn try_lock(&mut self) -> io::Result<bool>;

    /// What is known of it.
    fn stat(&self) -> io::Result<Stat>;
}

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// To read it.
    Read,
    /// To make and write it; it must not be there yet.
    New,
    /// As [`Self::New`], and nobody else may read it.
    NewPrivate,
    /// To add to its end; it must be there.
    Append,
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file that holds bytes.
    File,
    /// A folder.
    Folder,
    /// A pipe, a socket or a device, by that name: reading it could last for ever.
    Other(&'static str),
}

/// What is known of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// What it is.
    pub kind: Kind,
    /// In bytes.
    pub len: u64,
    /// Who may do what.
    pub mode: Mode,
    /// Which file it is, whatever its names.
    pub id: FileId,
    /// How many names lead to it (hard links).
    pub links: u64,
    /// When it was last written, in nanoseconds since the start of 1970, UTC; 0 if that is not
    /// known. A clock that was wrong is wrong here too.
    pub modified: i64,
}

/// Which file of which disk: equal for all names of one file, symbolic links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub u64, pub u64);

/// A file's permissions as Unix writes them, such as `0o644`. Elsewhere it says only whether the
/// file may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode(pub u32);

/// One thing in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The folder's path and its name.
    pub path: PathBuf,
    /// What it is; for a link to a file, a file; a link to a folder is told by `link`.
    pub kind: Kind,
    /// Whether it is a symbolic link.
    pub link: bool,
}

impl Mode {
    /// Whether nobody may write to the file.
    pub fn is_read_only(self) -> bool {
        self.0 & 0o222 == 0
    }
}

impl Stat {
    /// Whether nothing was written to the file since `earlier`, as far as that shows.
    pub(super) fn is_still(&self, earlier: &Self) -> bool {
        let of = |it: &Self| (it.id, it.len, it.modified);
        of(self) == of(earlier)
    }
}

/// How often in a row a call may be interrupted before that is an error. A signal now and then is
/// no fault; a disk that is interrupted for ever must not hang the program.
const MOST_INTERRUPTIONS: usize = 100;

/// Writes all of these bytes, however few the disk takes at a time.
pub(super) fn write_all(file: &mut dyn DiskFile, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match patiently(|| file.write(bytes))? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => bytes = bytes.get(written..).unwrap_or_default(),
        }
    }
    Ok(())
}

/// At most `limit` bytes from where a file is read, however few the disk gives at a time.
pub(super) fn read_up_to(file: &mut dyn DiskFile, limit: u64) -> io::Result<Vec<u8>> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let expected = file.stat().map_or(0, |stat| stat.len);
    let expected = usize::try_from(expected).unwrap_or(limit).min(limit);
    let mut bytes = Vec::new();
    // A file may say that it is longer than any memory.
    bytes
        .try_reserve(expected)
        .map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    file.read_all(limit, &mut bytes)?;
    Ok(bytes)
}

fn patiently<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for _ in 1..MOST_INTERRUPTIONS {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
    call()
}

/// The folder that a file stands in; `.` for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_stands_in_the_current_folder() {
        assert_eq!(folder_of(Path::new("a.ron")), Path::new("."));
        assert_eq!(folder_of(Path::new("b/a.ron")), Path::new("b"));
        assert_eq!(folder_of(Path::new("/a.ron")), Path::new("/"));
    }

    #[test]
    fn a_file_that_nobody_may_write_to_is_read_only() {
        assert!(Mode(0o444).is_read_only() && Mode(0o555).is_read_only());
        assert!(!Mode(0o644).is_read_only() && !Mode(0o020).is_read_only());
    }

    #[test]
    fn a_call_that_is_interrupted_now_and_then_succeeds_and_one_that_always_is_ends() {
        let mut left = 5;
        let done = patiently(|| {
            left -= 1;
            match left {
                0 => Ok(7),
                _ => Err(io::ErrorKind::Interrupted.into()),
            }
        });
        assert_eq!(done.unwrap(), 7);
        let mut calls = 0;
        let error = patiently(|| {
            calls += 1;
            io::Result::<()>::Err(io::ErrorKind::Interrupted.into())
        });
        assert!(error.is_err());
        assert_eq!(calls, MOST_INTERRUPTIONS);
    }
}
