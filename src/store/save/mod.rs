//! The durable save: the new file whole, or the old one as it was.
//!
//! The order of its steps is the proof: the bytes are made durable under a name of their own before
//! they take the old file's place, and the folder is made durable before anybody is told. Each step
//! is left out once in `tests/core/disk/`, to see that it is missed.

mod backup;
mod error;
mod place;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

pub use backup::Backup;
pub use backup::paths as backups;
pub use error::{SaveCause, SaveError};
pub(super) use place::CONFLICT;

use super::disk::{Disk, DiskFile, Kind, Mode, Open, Stat, folder_of, read_up_to, write_all};
use crate::formats::at_once;
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
    /// What became of the file that stood there before.
    pub backup: Backup,
}

/// A save that looks before it writes.
pub struct Order<'a> {
    /// Where to.
    pub path: &'a Path,
    /// What: it is made while it is looked what stands there now.
    pub bytes: &'a Make<'a>,
    /// What is made is made of what stands there, and is told it: it is looked first.
    pub of_old: bool,
    /// What may be done to what stands there.
    pub terms: Terms,
    /// Says whether the bytes say what they should, or what is wrong with them. It is asked while
    /// they are being written, and before they take the old file's place. It is also told what the
    /// old file holds, if that was looked at.
    pub verify: &'a Verify<'a>,
    /// Told the digest of the bytes when all is ready, before they take the old file's place.
    pub announce: &'a dyn Fn(Digest),
}

/// Makes the bytes of a save; of the old file, if it is told that.
pub type Make<'a> = dyn Fn(Option<&Held>) -> &'a [u8] + Sync + 'a;

/// Looks at the bytes of a save, and at what the old file holds if that is known.
pub type Verify<'a> = dyn Fn(&[u8], Option<&Held>) -> Result<(), String> + Sync + 'a;

/// What a save may do to what stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// What it may replace.
    pub over: Over,
    /// The file may be replaced although it is read-only.
    pub read_only: bool,
    /// The file may be replaced although other names lead to it, which keep the old one.
    pub hard_links: bool,
    /// The old file is kept beside the new one.
    pub backup: bool,
}

impl Terms {
    /// Whether it matters what stands there.
    fn looks(&self) -> bool {
        self.backup || self.over != Over::Anything
    }
}

/// What a save may replace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Over {
    /// Whatever stands there.
    #[default]
    Anything,
    /// A file of one of these contents, or nothing at all.
    These(Vec<Digest>),
}

/// What a file holds.
pub struct Held {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their SHA-256.
    pub digest: Digest,
}

/// What a file holds, as far as it must be known to tell it from others.
struct Content {
    digest: Digest,
    /// In bytes.
    len: u64,
}

/// The file that is to be replaced, as it was when it was looked at.
struct Old {
    stat: Stat,
    /// Its content, if that was asked for.
    held: Option<Held>,
}

/// Puts `bytes` into the file at `path`, durably, whatever stands there.
///
/// # Errors
/// As [`save_with`].
pub fn save(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<Saved, SaveError> {
    let terms = Terms {
        hard_links: true,
        ..Terms::default()
    };
    save_with(
        disk,
        &Order {
            path,
            bytes: &|_| bytes,
            of_old: false,
            terms,
            verify: &|_, _| Ok(()),
            announce: &|_| {},
        },
    )
}

/// Puts bytes into a file, durably: they are written to a file beside it, the disk confirms them,
/// the new file takes the old one's place in one step, and the disk confirms that.
///
/// A symbolic link stays a link and its target is replaced; the new file has the old one's
/// permissions. Links to the old file from elsewhere (hard links) keep the old bytes.
///
/// # Errors
/// Unless the cause is [`SaveCause::Unconfirmed`], the old file is as it was and nothing is left
/// beside it, but that a save on a disk without locks may leave what another put there at the same
/// moment as a conflict copy. A failed save must not be taken for done: the disk may have lost what
/// was written.
pub fn save_with(disk: &dyn Disk, order: &Order<'_>) -> Result<Saved, SaveError> {
    replace(disk, order).map_err(|cause| SaveError {
        path: order.path.to_owned(),
        cause,
    })
}

fn replace(disk: &dyn Disk, order: &Order<'_>) -> Result<Saved, SaveCause> {
    let target = resolve(disk, order.path)?;
    let (old, bytes) = look_and_make(disk, &target, order)?;
    let panicked = |what: &str| SaveCause::NotReadBack(format!("{what} it panicked"));
    let bytes = bytes.ok_or_else(|| panicked("writing"))?;
    let mode = old.as_ref().map(|old| old.stat.mode);
    let (verify, held) = (order.verify, old.as_ref().and_then(|old| old.held.as_ref()));
    let (temporary, looked_at) = at_once::both(
        || write_beside(disk, &target, bytes, mode),
        || at_once::both(|| Digest::of(bytes), || verify(bytes, held)),
    );
    let temporary = temporary?;
    let ready = looked_at
        .and_then(|(digest, verified)| Some((digest, verified?)))
        .ok_or_else(|| panicked("reading"))
        .and_then(|(digest, verified)| verified.map_err(SaveCause::NotReadBack).map(|()| digest))
        .and_then(|digest| {
            (order.announce)(digest);
            let backup = backup::keep(disk, &target, old.as_ref(), digest, order.terms.backup);
            let new = Content {
                digest,
                len: length(bytes),
            };
            match order.terms.looks() {
                true => place::take(disk, (&temporary, new), &target, old.as_ref())?,
                false => disk.rename(&temporary, &target)?,
            }
            Ok((digest, backup))
        });
    let (digest, backup) = ready.inspect_err(|_| discard(disk, &temporary))?;
    disk.sync_folder(folder_of(&target))
        .map_err(|error| SaveCause::Unconfirmed(digest, error))?;
    Ok(Saved {
        digest,
        len: length(bytes),
        path: target,
        backup,
    })
}

/// The file that will be replaced, if there is one, and the new bytes, unless making them panics.
fn look_and_make<'a>(
    disk: &dyn Disk,
    target: &Path,
    order: &Order<'a>,
) -> Result<(Option<Old>, Option<&'a [u8]>), SaveCause> {
    let (make, terms) = (order.bytes, &order.terms);
    if order.of_old {
        let old = existing(disk, target, terms)?;
        let held = old.as_ref().and_then(|old| old.held.as_ref());
        let ((), bytes) = at_once::both(|| (), || make(held));
        return Ok((old, bytes));
    }
    let (old, bytes) = at_once::both(|| existing(disk, target, terms), || make(None));
    Ok((old?, bytes))
}

/// Follows symbolic links to the file that they stand for, there or not.
pub(super) fn resolve(disk: &dyn Disk, path: &Path) -> Result<PathBuf, SaveCause> {
    // As many links as Linux follows.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match disk.link_target(&path) {
            Ok(Some(target)) => path = folder_of(&path).join(target),
            Ok(None) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path),
            Err(error) => return Err(error.into()),
        }
    }
    Err(SaveCause::LinkLoop)
}

/// The file that will be replaced, if there is one and it may be.
fn existing(disk: &dyn Disk, target: &Path, terms: &Terms) -> Result<Option<Old>, SaveCause> {
    let stat = match disk.stat(target) {
        Ok(stat) => stat,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    match stat.kind {
        Kind::Folder => return Err(SaveCause::IsFolder),
        Kind::Other(what) => return Err(SaveCause::NotAFile(what)),
        // A rename would replace it all the same, against the wish of whoever protected it.
        Kind::File if stat.mode.is_read_only() && !terms.read_only => {
            return Err(SaveCause::ReadOnlyFile);
        }
        Kind::File => {}
    }
    let names = stat.links - backup::names_of(disk, target, &stat).min(stat.links);
    if names > 1 && !terms.hard_links {
        return Err(SaveCause::HardLinked(names - 1));
    }
    let held = match &terms.over {
        _ if !terms.looks() => None,
        over => {
            let held = held_by(disk, target, stat.len)?;
            if matches!(over, Over::These(known) if !known.contains(&held.digest)) {
                return Err(SaveCause::Changed);
            }
            Some(held)
        }
    };
    Ok(Some(Old { stat, held }))
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// The digest of a file's content.
pub(super) fn digest_of(disk: &dyn Disk, path: &Path, len: u64) -> io::Result<Digest> {
    held_by(disk, path, len).map(|held| held.digest)
}

/// What a file holds; of one that grows meanwhile what is another file's.
fn held_by(disk: &dyn Disk, path: &Path, len: u64) -> io::Result<Held> {
    let mut file = disk.open(path, Open::Read)?;
    let bytes = read_up_to(file.as_mut(), len.saturating_add(1))?;
    let digest = Digest::of(&bytes);
    Ok(Held { bytes, digest })
}

/// Writes a file beside the target and waits until the disk has it. Returns where it stands.
fn write_beside(
    disk: &dyn Disk,
    target: &Path,
    bytes: &[u8],
    like: Option<Mode>,
) -> Result<PathBuf, SaveCause> {
    // A crashed program of the same process number may have left files behind.
    const MOST_TRIES: usize = 16;
    let how = like.map_or(Open::New, |_| Open::NewPrivate);
    for _ in 0..MOST_TRIES {
        let temporary = folder_of(target).join(temporary_name(target)?);
        match disk.open(&temporary, how) {
            Ok(mut file) => {
                let filled = fill(file.as_mut(), bytes, like);
                // A handle whose sync has failed is of no more use, and Windows removes no open file.
                drop(file);
                match filled {
                    Ok(()) => return Ok(temporary),
                    Err(error) => {
                        discard(disk, &temporary);
                        return Err(error.into());
                    }
                }
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(SaveCause::Other(io::ErrorKind::AlreadyExists.into()))
}

fn fill(file: &mut dyn DiskFile, bytes: &[u8], like: Option<Mode>) -> io::Result<()> {
    write_all(file, bytes)?;
    // Until here nobody else could read it.
    if let Some(mode) = like {
        file.set_mode(mode)?;
    }
    file.sync()
}

/// Removes a file of our own; that it is in the way is no reason to fail.
fn discard(disk: &dyn Disk, path: &Path) {
    let _ = disk.unlink(path);
}

/// A hidden name that says whose it is and that no other save uses.
pub(super) fn temporary_name(target: &Path) -> Result<OsString, SaveCause> {
    // These leave room for what is put around them.
    const MOST_BYTES: usize = 200;
    let name = target.file_name().ok_or(SaveCause::BadName)?;
    let name = name.to_string_lossy();
    let (cut, _) = name.split_at(name.floor_char_boundary(MOST_BYTES));
    Ok(format!(".{cut}.{}.tmp", marks()).into())
}

/// What tells a name from all others of this process, and from those of others that run.
fn marks() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{}-{count}", std::process::id())
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
}
