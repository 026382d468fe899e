//! The last step of a save: the new file takes the old one's place, if nothing came between.
//!
//! Of programs of ours that save to one file at the same moment, the system's lock lets one after
//! the other in. Where there are no locks the two files are exchanged in one step, so that whatever
//! stood there is in hand before anything is told:
//!
//! * An exchange moves files and destroys none. What is in hand is removed only if it holds what this
//!   save has made, which nobody was told is saved, or what that was made from, whose work is in it.
//!   So every file that anybody was told is saved stands under the project's name, or in somebody's
//!   hand.
//! * What came instead of the old file goes back to its place by another exchange, unless a third file
//!   stands there by then. If one came just before, it is in hand now; it is not ours, and stays.
//! * So two who put back at once may each end up with what is not theirs, and one whose new file
//!   another read before it was taken away may find what that one made of it. Whatever is in hand
//!   then has the name of a conflict copy, which it has from before the first exchange on: it is
//!   listed and offered for merging, even if the program dies at any moment.
//!
//! Where the disk cannot exchange either, there is only a look before the rename, and between the
//! two a moment in which another program's file can be lost. So it is with a file that comes where
//! none was, if the disk cannot name a file only where nothing stands.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::{Content, Old, SaveCause, digest_of, discard, length, marks};
use crate::store::disk::{Disk, DiskFile, Open, Stat, folder_of};

/// What stands between the name of a file and the marks of the save that left a conflict copy of it.
pub(in crate::store) const CONFLICT: &str = ".save-conflict-";

/// Puts a new file that holds this in the place of the old one, if that is still there.
///
/// # Errors
/// Unless it is [`SaveCause::Unconfirmed`], what stood there stands there. The temporary file may be
/// gone.
pub(super) fn take(
    disk: &dyn Disk,
    (temporary, new): (&Path, Content),
    target: &Path,
    old: Option<&Old>,
) -> Result<(), SaveCause> {
    let turn = turn(disk, target, old)?;
    let Some(old) = old else {
        return put_new(disk, temporary, target);
    };
    if turn.is_none()
        && let Some(held) = &old.held
        && let Some(in_hand) = take_in_hand(disk, temporary, target)?
    {
        let expected = Content {
            digest: held.digest,
            len: length(&held.bytes),
        };
        let swap = Swap {
            disk,
            target,
            in_hand,
            new,
            old,
            expected,
        };
        return swap.run();
    }
    is_still(disk, target, Some(old))?;
    Ok(disk.rename(temporary, target)?)
}

/// Puts a file where nothing stands, if nothing has come there meanwhile.
fn put_new(disk: &dyn Disk, temporary: &Path, target: &Path) -> Result<(), SaveCause> {
    match disk.rename_new(temporary, target) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(SaveCause::Changed),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {
            is_still(disk, target, None)?;
            Ok(disk.rename(temporary, target)?)
        }
        done => Ok(done?),
    }
}

/// The right to replace the old file, until it is dropped: the system's lock on it. Others of ours
/// find another file when they get it. None if nothing stands there, or if there are no locks.
fn turn(
    disk: &dyn Disk,
    target: &Path,
    old: Option<&Old>,
) -> Result<Option<Box<dyn DiskFile>>, SaveCause> {
    if old.is_none() {
        return Ok(None);
    }
    let mut file = disk.open(target, Open::Read).map_err(gone_or)?;
    match file.try_lock() {
        Ok(true) => Ok(Some(file)),
        Ok(false) => Err(SaveCause::Changed),
        Err(_) => Ok(None),
    }
}

/// Whether nothing came, went or was written there while the new file was made. Between this look
/// and what follows there is a moment that another program than ours can use.
fn is_still(disk: &dyn Disk, target: &Path, old: Option<&Old>) -> Result<(), SaveCause> {
    match (disk.stat(target), old) {
        (Ok(now), Some(old)) if now.is_still(&old.stat) => Ok(()),
        (Err(error), None) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        (Err(error), Some(_)) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        (Err(error), None) => Err(error.into()),
        _ => Err(SaveCause::Changed),
    }
}

/// Gives the new file the name of a conflict copy, which nothing has yet, and says which; none if the
/// disk cannot do that without taking another file's name away.
fn take_in_hand(disk: &dyn Disk, temporary: &Path, target: &Path) -> io::Result<Option<PathBuf>> {
    // Only a process of the same number can have left any behind, here or on another machine.
    const MOST_TRIES: usize = 16;
    for _ in 0..MOST_TRIES {
        let Some(in_hand) = conflict_copy(target) else {
            return Ok(None);
        };
        match disk.rename_new(temporary, &in_hand) {
            Ok(()) => return Ok(Some(in_hand)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// A name for a conflict copy; none if it would be longer than a disk takes.
fn conflict_copy(target: &Path) -> Option<PathBuf> {
    const MOST_BYTES: usize = 255;
    let mut name = OsString::from(target.file_stem()?);
    name.push(format!("{CONFLICT}{}", marks()));
    if let Some(ending) = target.extension() {
        name.push(".");
        name.push(ending);
    }
    (name.len() <= MOST_BYTES).then(|| folder_of(target).join(name))
}

/// An exchange of the new file and the old one.
struct Swap<'a> {
    disk: &'a dyn Disk,
    target: &'a Path,
    /// Where the new file stands, and after the exchange what the target held.
    in_hand: PathBuf,
    new: Content,
    old: &'a Old,
    /// What the old file holds.
    expected: Content,
}

impl Swap<'_> {
    fn run(&self) -> Result<(), SaveCause> {
        let Self {
            disk,
            target,
            in_hand,
            ..
        } = self;
        let ours = is_still(*disk, target, Some(self.old))
            .and_then(|()| Ok(disk.stat(in_hand)?))
            .inspect_err(|_| discard(*disk, in_hand))?;
        match disk.exchange(in_hand, target) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                // The look before is a while ago.
                let placed = is_still(*disk, target, Some(self.old))
                    .and_then(|()| Ok(disk.rename(in_hand, target)?));
                return placed.inspect_err(|_| discard(*disk, in_hand));
            }
            Err(error) => {
                self.discard_ours();
                return Err(gone_or(error));
            }
        }
        match self.holds(&self.expected) {
            Ok(true) => {
                discard(*disk, in_hand);
                Ok(())
            }
            Ok(false) => Err(self.put_back(&ours, SaveCause::Changed)),
            Err(error) => Err(self.put_back(&ours, error.into())),
        }
    }

    /// Gives back what came instead of the old file, and says how the save has failed.
    fn put_back(&self, ours: &Stat, why: SaveCause) -> SaveCause {
        let Self {
            disk,
            target,
            in_hand,
            ..
        } = self;
        // What is no longer ours is somebody's newer file: what came stays in hand.
        if matches!(disk.stat(target), Ok(now) if !now.is_still(ours)) {
            return SaveCause::Changed;
        }
        match disk.exchange(in_hand, target) {
            Ok(()) => {
                // Until the disk has both exchanges, the first alone could survive a power cut.
                if disk.sync_folder(folder_of(target)).is_ok() {
                    self.discard_ours();
                }
                why
            }
            // Whoever has taken ours away knows that it is gone.
            Err(error) if error.kind() == io::ErrorKind::NotFound => SaveCause::Changed,
            Err(error) => SaveCause::Unconfirmed(self.new.digest, error),
        }
    }

    /// Whether what is in hand holds this.
    fn holds(&self, content: &Content) -> io::Result<bool> {
        let digest = digest_of(self.disk, &self.in_hand, content.len)?;
        Ok(digest == content.digest)
    }

    /// Removes what is in hand if it is what this save has made.
    fn discard_ours(&self) {
        if matches!(self.holds(&self.new), Ok(true)) {
            discard(self.disk, &self.in_hand);
        }
    }
}

/// What it means that the old file cannot be had.
fn gone_or(error: io::Error) -> SaveCause {
    match error.kind() {
        io::ErrorKind::NotFound => SaveCause::Changed,
        _ => error.into(),
    }
}
