//! The file as it was before the first save of a run, kept beside the new one.
//!
//! The newest is `NAME.bak`, the one before `NAME.bak.2`, the oldest `NAME.bak.3`. They are put in
//! order by their names and not by any clock.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::{Old, discard, fill};
use crate::store::disk::{Disk, Open, Stat, read_up_to};
use crate::text::Digest;

/// How many old files are kept.
const MOST: usize = 3;

/// What became of the file that stood there before a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Backup {
    /// It was not to be kept, or there was none, or the new one is the same.
    None,
    /// It is kept here.
    Kept(PathBuf),
    /// It could not be kept: why.
    Failed(String),
}

/// Keeps the old file, if that is wanted and it holds anything else than the new one. That it
/// cannot be kept does not keep the user's work from the disk.
pub(super) fn keep(
    disk: &dyn Disk,
    target: &Path,
    old: Option<&Old>,
    new: Digest,
    wanted: bool,
) -> Backup {
    let differs = |old: &Old| old.held.as_ref().map(|it| it.digest) != Some(new);
    let Some(old) = old.filter(|old| wanted && differs(old)) else {
        return Backup::None;
    };
    match rotate(disk, target, old) {
        Ok(path) => Backup::Kept(path),
        Err(error) => Backup::Failed(error.to_string()),
    }
}

/// How many of the names that lead to a file are those under which it is kept.
pub(super) fn names_of(disk: &dyn Disk, target: &Path, stat: &Stat) -> u64 {
    if stat.links < 2 {
        return 0;
    }
    let same = |path: &PathBuf| disk.stat(path).is_ok_and(|it| it.id == stat.id);
    let kept = paths(target).iter().filter(|path| same(path)).count();
    u64::try_from(kept).unwrap_or(0)
}

/// Where old files of a target are kept, the newest first.
pub fn paths(target: &Path) -> [PathBuf; MOST] {
    ["bak", "bak.2", "bak.3"].map(|ending| {
        let mut name = OsString::from(target);
        name.push(".");
        name.push(ending);
        PathBuf::from(name)
    })
}

fn rotate(disk: &dyn Disk, target: &Path, old: &Old) -> io::Result<PathBuf> {
    let [newest, second, third] = paths(target);
    match disk.stat(&newest) {
        // A save that failed after this step has kept it already.
        Ok(stat) if stat.id == old.stat.id => return Ok(newest),
        Ok(_) => {
            move_if_there(disk, &second, &third)?;
            disk.rename(&newest, &second)?;
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    // Not every file system gives a file two names.
    match disk.link(target, &newest) {
        Ok(()) => {}
        Err(_) => copy(disk, target, &newest, old)?,
    }
    Ok(newest)
}

fn move_if_there(disk: &dyn Disk, from: &Path, to: &Path) -> io::Result<()> {
    match disk.rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn copy(disk: &dyn Disk, from: &Path, to: &Path, old: &Old) -> io::Result<()> {
    let mut source = disk.open(from, Open::Read)?;
    let bytes = read_up_to(source.as_mut(), old.stat.len.saturating_add(1))?;
    let mut target = disk.open(to, Open::NewPrivate)?;
    let filled = fill(target.as_mut(), &bytes, Some(old.stat.mode));
    drop(target);
    filled.inspect_err(|_| discard(disk, to))
}
