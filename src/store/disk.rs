//! The calls to the operating system, and nothing else.
//!
//! They are few and plain so that a disk that fails on purpose can take their place.

pub(super) use std::fs::Permissions;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file that holds bytes.
    File,
    /// A folder.
    Folder,
    /// A pipe, a socket or a device, by that name: reading it could last for ever.
    Other(&'static str),
}

/// What is known of a file without reading it.
pub(super) struct About {
    pub(super) kind: Kind,
    /// In bytes.
    pub(super) len: u64,
    pub(super) permissions: Permissions,
}

/// One thing in a folder.
pub(super) struct Item {
    pub(super) path: PathBuf,
    /// What it is; for a link to a file, a file; a link to a folder is told by `link`.
    pub(super) kind: Kind,
    pub(super) link: bool,
}

/// What stands at a path, links followed.
pub(super) fn about(path: &Path) -> io::Result<About> {
    let data = fs::metadata(path)?;
    Ok(About {
        kind: kind(data.file_type()),
        len: data.len(),
        permissions: data.permissions(),
    })
}

/// Where a symbolic link points, as it is written there; none if the path is no link.
pub(super) fn link_target(path: &Path) -> io::Result<Option<PathBuf>> {
    let link = fs::symlink_metadata(path)?.is_symlink();
    link.then(|| fs::read_link(path)).transpose()
}

/// At most `limit` bytes from the start of a file.
pub(super) fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let expected = file.metadata()?.len().min(limit);
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Makes a file that must not be there yet, writes all of `bytes` to it and waits until the disk
/// has them. A file that takes the place of another gets that one's permissions, and until then
/// nobody else may read it.
pub(super) fn write_new(path: &Path, bytes: &[u8], like: Option<&Permissions>) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if like.is_some() {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    let written = fill(&mut file, bytes, like);
    if written.is_err() {
        remove(path);
    }
    written
}

fn fill(file: &mut File, bytes: &[u8], like: Option<&Permissions>) -> io::Result<()> {
    file.write_all(bytes)?;
    if let Some(permissions) = like {
        match file.set_permissions(permissions.clone()) {
            // Some file systems give every file the same permissions and take no others.
            Err(error) if cannot_be_had(&error) => {}
            done => done?,
        }
    }
    file.sync_all()
}

/// Puts a file in the place of another in one step.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Removes a file of our own; that it is in the way is no reason to fail.
pub(super) fn remove(path: &Path) {
    let _ = fs::remove_file(path);
}

/// Waits until the disk has what changed in a folder.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows neither needs this nor lets a folder be opened.
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some file systems cannot do it, and a folder may be written to but not read.
        Err(error) if cannot_be_had(&error) => Ok(()),
        done => done,
    }
}

/// Makes a folder and those above it.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// What stands in a folder, in no order. What vanishes meanwhile, or is a link to nothing, is left
/// out.
pub(super) fn list(folder: &Path) -> io::Result<Vec<Item>> {
    let mut items = Vec::new();
    for item in fs::read_dir(folder)? {
        let item = item?;
        let path = item.path();
        let Ok(own) = item.file_type() else { continue };
        let link = own.is_symlink();
        let followed = if link {
            fs::metadata(&path).map(|data| data.file_type())
        } else {
            Ok(own)
        };
        if let Ok(followed) = followed {
            items.push(Item {
                path,
                kind: kind(followed),
                link,
            });
        }
    }
    Ok(items)
}

/// Whether two paths lead to one file.
pub(super) fn same_file(a: &Path, b: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let (a, b) = (fs::metadata(a)?, fs::metadata(b)?);
        Ok((a.dev(), a.ino()) == (b.dev(), b.ino()))
    }
    #[cfg(not(unix))]
    Ok(fs::canonicalize(a)? == fs::canonicalize(b)?)
}

fn cannot_be_had(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported)
}

fn kind(kind: fs::FileType) -> Kind {
    if kind.is_file() {
        Kind::File
    } else if kind.is_dir() {
        Kind::Folder
    } else {
        Kind::Other(other_kind(kind))
    }
}

#[cfg(unix)]
fn other_kind(kind: fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn other_kind(_: fs::FileType) -> &'static str {
    "a device"
}
