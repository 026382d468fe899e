//! Folders of files: a dataset that is one, read within limits and written whole or not at all.

use std::collections::BTreeMap;
use std::ffi::OsString;
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
    save_folder_while(disk, path, files, &|_| true).map(drop)
}

/// The same, as long as `goes_on` says so, which is told how many files are written. Says whether
/// the folder is there: if not, nothing of it is.
///
/// # Errors
/// As [`save_folder`].
pub fn save_folder_while(
    disk: &dyn Disk,
    path: &Path,
    files: &BTreeMap<String, Vec<u8>>,
    goes_on: &dyn Fn(usize) -> bool,
) -> Result<bool, SaveError> {
    replace(disk, path, files, goes_on).map_err(|cause| SaveError {
        path: path.to_owned(),
        cause,
    })
}

fn replace(
    disk: &dyn Disk,
    path: &Path,
    files: &BTreeMap<String, Vec<u8>>,
    goes_on: &dyn Fn(usize) -> bool,
) -> Result<bool, SaveCause> {
    let old = match disk.stat(path) {
        Ok(about) if about.kind == Kind::Folder => true,
        Ok(_) => return Err(SaveCause::IsFile),
        Err(_) => false,
    };
    if old && !is_of_these(disk, path, files) {
        return Err(SaveCause::OtherFiles);
    }
    let fresh = beside(path, "tmp")?;
    let retired = beside(path, "old")?;
    let made = fill(disk, &fresh, files, goes_on).and_then(|whole| {
        if !whole {
            return Ok(false);
        }
        if old {
            disk.rename(path, &retired)?;
        }
        disk.rename(&fresh, path).inspect_err(|_| {
            if old {
                // Best effort: the old folder is still whole under the other name.
                let _ = disk.rename(&retired, path);
            }
        })?;
        Ok(true)
    });
    match made {
        Ok(true) if old => remove_folder(disk, &retired),
        Ok(true) => {}
        Ok(false) | Err(_) => remove_folder(disk, &fresh),
    }
    made
}

fn fill(
    disk: &dyn Disk,
    folder: &Path,
    files: &BTreeMap<String, Vec<u8>>,
    goes_on: &dyn Fn(usize) -> bool,
) -> Result<bool, SaveCause> {
    disk.make_folder(folder)?;
    for (done, (name, bytes)) in files.iter().enumerate() {
        if !goes_on(done) {
            return Ok(false);
        }
        let mut path = folder.to_owned();
        for part in name.split('/') {
            // Names are made safe where they are given; this only makes sure.
            if matches!(part, "" | "." | "..") || part.contains('\\') {
                return Err(SaveCause::BadName);
            }
            path.push(part);
        }
        if let Some(parent) = path.parent().filter(|parent| *parent != folder) {
            disk.make_folder(parent)?;
        }
        let mut file = disk.open(&path, Open::New)?;
        write_all(&mut *file, bytes)?;
        file.sync()?;
    }
    disk.sync_folder(folder)?;
    Ok(true)
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

/// Whether every file in a folder ends as one of these does.
fn is_of_these(disk: &dyn Disk, folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> bool {
    let ending = |name: &str| name.rsplit_once('.').map(|(_, ending)| ending.to_owned());
    let ours: Vec<_> = files.keys().map(|name| ending(name)).collect();
    let mut found = Vec::new();
    let read = search(disk, folder, "", MOST_LEVELS, &mut found);
    read.is_ok() && found.iter().all(|(name, _)| ours.contains(&ending(name)))
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
