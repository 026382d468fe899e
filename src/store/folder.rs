//! Folders of files: a dataset that is one, read within limits and written whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Item, Kind, Open, write_all};
use super::read::is_hidden;
use super::{ReadCause, ReadError, SaveCause, SaveError};

/// How many folders deep a folder is read.
const MOST_LEVELS: usize = 8;

/// How many files are taken from one folder.
const MOST_FILES: usize = 200_000;

/// Reads every file of a folder and of the folders inside it that is not hidden, by its name from
/// there with `/` between folders; at most `limit` bytes in all. Links to folders are not followed.
///
/// # Errors
/// The first file or folder that cannot be read, or that there is too much.
pub fn read_folder(
    disk: &dyn Disk,
    path: &Path,
    limit: u64,
) -> Result<BTreeMap<String, Vec<u8>>, ReadError> {
    let mut found = Vec::new();
    search(disk, path, "", MOST_LEVELS, &mut found)?;
    if found.len() > MOST_FILES {
        let cause = ReadCause::TooManyFiles { limit: MOST_FILES };
        let path = path.to_owned();
        return Err(ReadError { path, cause });
    }
    let mut files = BTreeMap::new();
    let mut left = limit;
    for (name, file) in found {
        let bytes = super::read(disk, &file, left).map_err(|error| match error.cause {
            // The files together are too long, whichever of them is the last straw.
            ReadCause::TooLong { .. } => ReadError {
                path: path.to_owned(),
                cause: ReadCause::TooLong { limit },
            },
            cause => ReadError { path: file, cause },
        })?;
        left = left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        files.insert(name, bytes);
    }
    Ok(files)
}

/// Writes files as a folder that appears whole or not at all: they are written to a folder beside
/// it, which then takes its place. A folder that is there is replaced, but only if every file in
/// it ends as one of the new ones does, so that nothing else can go with it.
///
/// # Errors
/// Says why; the old folder, if there was one, is as it was.
pub fn save_folder(
    disk: &dyn Disk,
    path: &Path,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<(), SaveError> {
    save_folder_of(disk, path, |put| {
        let mut files = files.iter();
        // What breaks it off is said by the folder.
        let _ = files.try_for_each(|(name, bytes)| put(name, bytes));
        Ok(())
    })
}

/// Takes a file by its name; breaks off when one cannot be kept.
pub type Keep<'k> = dyn FnMut(&str, &[u8]) -> ControlFlow<()> + 'k;

/// As [`save_folder`], with files that are written as soon as `make` gives them away, so that no two
/// of them are in memory. What `make` answers is the answer.
///
/// # Errors
/// Says why, or what `make` says; the old folder, if there was one, is as it was.
pub fn save_folder_of<T, E: From<SaveError>>(
    disk: &dyn Disk,
    path: &Path,
    make: impl FnOnce(&mut Keep<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let fail = |cause| SaveError {
        path: path.to_owned(),
        cause,
    };
    let mut fresh = Fresh::begin(disk, path).map_err(fail)?;
    let mut broken = None;
    let made = make(&mut |name, bytes| match fresh.add(name, bytes) {
        Ok(()) => ControlFlow::Continue(()),
        Err(cause) => {
            broken = Some(cause);
            ControlFlow::Break(())
        }
    });
    let done = match broken {
        Some(cause) => Err(fail(cause).into()),
        None => made.and_then(|made| {
            fresh.take_place().map_err(fail)?;
            Ok(made)
        }),
    };
    if done.is_err() {
        remove_folder(disk, &fresh.folder);
    }
    done
}

/// A folder that is being filled beside the one whose place it takes.
struct Fresh<'d> {
    disk: &'d dyn Disk,
    path: PathBuf,
    folder: PathBuf,
    /// Whether a folder stands there already.
    old: bool,
    /// How the files end that were written.
    endings: BTreeSet<Option<String>>,
}

impl<'d> Fresh<'d> {
    fn begin(disk: &'d dyn Disk, path: &Path) -> Result<Self, SaveCause> {
        let old = match disk.stat(path) {
            Ok(about) if about.kind == Kind::Folder => true,
            Ok(_) => return Err(SaveCause::IsFile),
            Err(_) => false,
        };
        let folder = beside(path, "tmp")?;
        disk.make_folder(&folder)?;
        Ok(Self {
            disk,
            path: path.to_owned(),
            folder,
            old,
            endings: BTreeSet::new(),
        })
    }

    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), SaveCause> {
        let mut path = self.folder.clone();
        for part in name.split('/') {
            // Names are made safe where they are given; this only makes sure.
            if matches!(part, "" | "." | "..") || part.contains('\\') {
                return Err(SaveCause::BadName);
            }
            path.push(part);
        }
        if let Some(parent) = path.parent().filter(|parent| *parent != self.folder) {
            self.disk.make_folder(parent)?;
        }
        let mut file = self.disk.open(&path, Open::New)?;
        write_all(&mut *file, bytes)?;
        file.sync()?;
        self.endings.insert(ending(name));
        Ok(())
    }

    fn take_place(&self) -> Result<(), SaveCause> {
        let Self {
            disk, path, folder, ..
        } = self;
        if self.old && !self.is_of_these() {
            return Err(SaveCause::OtherFiles);
        }
        disk.sync_folder(folder)?;
        let retired = beside(path, "old")?;
        if self.old {
            disk.rename(path, &retired)?;
        }
        disk.rename(folder, path).inspect_err(|_| {
            if self.old {
                // Best effort: the old folder is still whole under the other name.
                let _ = disk.rename(&retired, path);
            }
        })?;
        if self.old {
            remove_folder(*disk, &retired);
        }
        Ok(())
    }

    /// Whether every file in the old folder ends as one of the new ones does.
    fn is_of_these(&self) -> bool {
        let mut found = Vec::new();
        let read = search(self.disk, &self.path, "", MOST_LEVELS, &mut found);
        let ours = |(name, _): &(String, PathBuf)| self.endings.contains(&ending(name));
        read.is_ok() && found.iter().all(ours)
    }
}

fn ending(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, ending)| ending.to_owned())
}

/// Removes a folder of our own and all that is in it; that it is in the way is no reason to fail.
fn remove_folder(disk: &dyn Disk, folder: &Path) {
    for Item { path, kind, link } in disk.list(folder).unwrap_or_default() {
        match kind {
            Kind::Folder if !link => remove_folder(disk, &path),
            _ => drop(disk.unlink(&path)),
        }
    }
    let _ = disk.remove_empty_folder(folder);
}

fn beside(path: &Path, what: &str) -> Result<PathBuf, SaveCause> {
    let name = path.file_name().ok_or(SaveCause::BadName)?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.{what}", std::process::id()));
    Ok(path.with_file_name(hidden))
}

fn search(
    disk: &dyn Disk,
    folder: &Path,
    prefix: &str,
    levels: usize,
    found: &mut Vec<(String, PathBuf)>,
) -> Result<(), ReadError> {
    let mut items = disk.list(folder).map_err(|error| ReadError {
        path: folder.to_owned(),
        cause: error.into(),
    })?;
    items.sort_by(|one, two| one.path.cmp(&two.path));
    for Item { path, kind, link } in items {
        let Some(name) = path.file_name().filter(|_| !is_hidden(&path)) else {
            continue;
        };
        let name = format!("{prefix}{}", name.to_string_lossy());
        match kind {
            Kind::Folder if !link && levels > 1 => {
                search(disk, &path, &format!("{name}/"), levels - 1, found)?;
            }
            Kind::File if found.len() <= MOST_FILES => found.push((name, path)),
            _ => {}
        }
    }
    Ok(())
}
