//! The real disk: the calls to the operating system, and nothing else.
#![cfg_attr(
    not(test),
    expect(
        clippy::disallowed_methods,
        clippy::disallowed_types,
        reason = "this is the door through which all others go"
    )
)]

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::disk::{Disk, DiskFile, FileId, Item, Kind, Mode, Open, Stat};

/// The file system of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

struct RealFile(File);

impl Disk for RealDisk {
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let data = fs::metadata(path)?;
        Ok(stat(&data, file_id(path, &data)?))
    }

    fn link_target(&self, path: &Path) -> io::Result<Option<PathBuf>> {
        let link = fs::symlink_metadata(path)?.is_symlink();
        link.then(|| fs::read_link(path)).transpose()
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Item>> {
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
                let kind = kind(followed);
                items.push(Item { path, kind, link });
            }
        }
        Ok(items)
    }

    fn open(&self, path: &Path, how: Open) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        match how {
            Open::Read => options.read(true),
            Open::New | Open::NewPrivate => options.write(true).create_new(true),
            Open::Append => options.append(true),
        };
        #[cfg(unix)]
        if how == Open::NewPrivate {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        Ok(Box::new(RealFile(options.open(path)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(target_os = "linux")]
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        rename_with(from, to, rustix::fs::RenameFlags::NOREPLACE)
    }

    #[cfg(target_os = "linux")]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        rename_with(one, other, rustix::fs::RenameFlags::EXCHANGE)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn remove_empty_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
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
}

impl DiskFile for RealFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }

    fn read_all(&mut self, most: usize, into: &mut Vec<u8>) -> io::Result<()> {
        // The system puts the bytes where they are wanted, without a copy in between.
        let mut whole = (&mut self.0).take(u64::try_from(most).unwrap_or(u64::MAX));
        whole.read_to_end(into).map(drop)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn set_mode(&mut self, mode: Mode) -> io::Result<()> {
        match self.0.set_permissions(permissions(&self.0, mode)?) {
            Err(error) if cannot_be_had(&error) => Ok(()),
            done => done,
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }

    fn try_lock(&mut self) -> io::Result<bool> {
        match self.0.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn stat(&self) -> io::Result<Stat> {
        let data = self.0.metadata()?;
        Ok(stat(&data, open_file_id(&data)))
    }
}

#[cfg(target_os = "linux")]
fn rename_with(from: &Path, to: &Path, how: rustix::fs::RenameFlags) -> io::Result<()> {
    use rustix::fs::{CWD, renameat_with};
    renameat_with(CWD, from, CWD, to, how).map_err(|error| match io::Error::from(error) {
        // So says a file system that does not know how.
        error if error.kind() == io::ErrorKind::InvalidInput => io::ErrorKind::Unsupported.into(),
        error => error,
    })
}

fn cannot_be_had(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported)
}

fn stat(data: &fs::Metadata, id: FileId) -> Stat {
    let since = data.modified().ok().and_then(|time| {
        let since = time.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_nanos()).ok()
    });
    Stat {
        kind: kind(data.file_type()),
        len: data.len(),
        mode: mode(data),
        id,
        links: links(data),
        modified: since.unwrap_or_default(),
    }
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
use unix::{file_id, links, mode, open_file_id, other_kind, permissions};

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};

    use super::{File, FileId, Mode, Path, Permissions, fs, io};

    pub(super) fn file_id(_: &Path, data: &fs::Metadata) -> io::Result<FileId> {
        Ok(open_file_id(data))
    }

    pub(super) fn open_file_id(data: &fs::Metadata) -> FileId {
        FileId(data.dev(), data.ino())
    }

    pub(super) fn links(data: &fs::Metadata) -> u64 {
        data.nlink()
    }

    pub(super) fn mode(data: &fs::Metadata) -> Mode {
        Mode(data.mode() & 0o7777)
    }

    pub(super) fn permissions(_: &File, mode: Mode) -> io::Result<Permissions> {
        Ok(Permissions::from_mode(mode.0))
    }

    pub(super) fn other_kind(kind: fs::FileType) -> &'static str {
        if kind.is_fifo() {
            "a pipe"
        } else if kind.is_socket() {
            "a socket"
        } else {
            "a device"
        }
    }
}

#[cfg(not(unix))]
use elsewhere::{file_id, links, mode, open_file_id, other_kind, permissions};

#[cfg(not(unix))]
mod elsewhere {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};

    use super::{File, FileId, Mode, Path, Permissions, fs, io};

    /// The system's own number of a file is not to be had, but one path for all of its links is.
    pub(super) fn file_id(path: &Path, _: &fs::Metadata) -> io::Result<FileId> {
        let mut hasher = DefaultHasher::new();
        fs::canonicalize(path)?.hash(&mut hasher);
        Ok(FileId(1, hasher.finish()))
    }

    pub(super) fn open_file_id(_: &fs::Metadata) -> FileId {
        FileId(0, 0)
    }

    pub(super) fn links(_: &fs::Metadata) -> u64 {
        1
    }

    pub(super) fn mode(data: &fs::Metadata) -> Mode {
        Mode(if data.permissions().readonly() {
            0o444
        } else {
            0o666
        })
    }

    pub(super) fn permissions(file: &File, mode: Mode) -> io::Result<Permissions> {
        let mut permissions = file.metadata()?.permissions();
        permissions.set_readonly(mode.is_read_only());
        Ok(permissions)
    }

    pub(super) fn other_kind(_: fs::FileType) -> &'static str {
        "a device"
    }
}
