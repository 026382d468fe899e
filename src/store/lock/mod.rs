//! Two at once: the file `.NAME.lock` beside a project says that a window has it open.
//!
//! Whoever opens the project next is told who and since when. A lock that a crash, a power cut or a
//! restart has left is known by its process, which is gone, has another start, or holds no lock of
//! the system on the file any more; it is taken over. What another machine has left cannot be known
//! from here, so that a person is asked. A lock is a courtesy and no guard: where none can be made,
//! a save still looks whether somebody else has changed the file.

mod machine;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use machine::{Machine, Process};

use super::disk::{Disk, DiskFile, FileId, Kind, Open, folder_of, read_up_to, write_all};
use super::save::{resolve, temporary_name};
pub use crate::formats::lock::Holder;
use crate::formats::lock::{decode, encode};
use crate::project::Time;

/// The longest lock file that is read, in bytes.
const LIMIT: u64 = 64 << 10;
/// How often it is tried again when others take and leave the lock at the same moment.
const MOST_TRIES: usize = 8;

/// What came of asking for a project's lock.
#[derive(Debug)]
pub enum Taken {
    /// It is ours, until it is dropped. A dead program's lock that stood there is named.
    Ours(Lock, Option<Holder>),
    /// This process has it already.
    Already,
    /// Somebody has the project open.
    Held(Holder),
    /// Somebody had it open on a machine that cannot be asked from here.
    Unsure(Holder),
    /// No lock can be made there: why.
    Impossible(String),
}

/// A project's lock, which is let go when it is dropped.
pub struct Lock {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    id: FileId,
    /// Closing it lets go of the system's lock.
    _file: Box<dyn DiskFile>,
}

/// Who asks for a lock, and when.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The machine and the process.
    pub here: Machine,
    /// The name that goes on their marks.
    pub user: String,
    /// Now.
    pub now: Time,
}

/// How a lock that stands there is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Ours,
    Held,
    Stale,
    Unsure,
}

/// Asks for the lock of the project at a path. With `over`, what cannot be known is taken over.
pub fn take(disk: &Arc<dyn Disk>, path: &Path, asker: &Asker, over: bool) -> Taken {
    let target = match resolve(disk.as_ref(), path) {
        Ok(target) => target,
        Err(error) => return Taken::Impossible(error.to_string()),
    };
    let path = path_of(&target);
    let holder = holder_of(asker);
    for _ in 0..MOST_TRIES {
        let Some((verdict, other, held)) = look(disk.as_ref(), &path, &asker.here) else {
            match publish(disk, &path, &holder) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Taken::Impossible(error.to_string()),
                Ok(lock) => return Taken::Ours(lock, None),
            }
        };
        match verdict {
            Verdict::Ours => return Taken::Already,
            Verdict::Held => return Taken::Held(other),
            Verdict::Unsure if !over => return Taken::Unsure(other),
            Verdict::Unsure | Verdict::Stale => {}
        }
        // Whoever else finds it stale meanwhile does not get it from the system while `held` is
        // open, and finds another file afterwards.
        let taken = take_over(disk, &path, &holder);
        drop(held);
        return match taken {
            Ok(lock) => Taken::Ours(lock, Some(other)),
            Err(error) => Taken::Impossible(error.to_string()),
        };
    }
    Taken::Impossible("others take and leave it all the time".to_owned())
}

/// Where the lock of a file stands.
fn path_of(target: &Path) -> PathBuf {
    // The disk takes names of 255 bytes; a name that is cut is still this file's in nearly all cases,
    // and if not, two projects cannot be open at once.
    const MOST_BYTES: usize = 200;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let (cut, _) = name.split_at(name.floor_char_boundary(MOST_BYTES));
    folder_of(target).join(format!(".{cut}.lock"))
}

fn holder_of(asker: &Asker) -> Holder {
    let here = &asker.here;
    Holder {
        user: asker.user.clone(),
        host: here.host.clone(),
        boot: here.boot.clone(),
        process: here.process,
        started: here.started.clone(),
        since: asker.now,
    }
}

/// What stands there, and the file, held if the system lets us. None if nothing stands there.
fn look(disk: &dyn Disk, path: &Path, here: &Machine) -> Option<(Verdict, Holder, Held)> {
    for _ in 0..MOST_TRIES {
        let before = disk.stat(path).ok()?;
        if before.kind != Kind::File {
            return Some((Verdict::Unsure, Holder::default(), None));
        }
        let Ok(mut file) = disk.open(path, Open::Read) else {
            let gone = disk.stat(path).is_err();
            match gone {
                true => return None,
                // Another user's, perhaps.
                false => return Some((Verdict::Unsure, Holder::default(), None)),
            }
        };
        let free = file.try_lock().ok();
        let holder = read_up_to(file.as_mut(), LIMIT).ok();
        let holder = holder.and_then(|bytes| decode(&bytes));
        // It is judged only if it is still the one that stands there.
        if disk.stat(path).is_ok_and(|now| now.id == before.id) {
            let verdict = judge(holder.as_ref(), here, free, |number| {
                here.process(disk, number)
            });
            return Some((verdict, holder.unwrap_or_default(), Some(file)));
        }
    }
    Some((Verdict::Held, Holder::default(), None))
}

type Held = Option<Box<dyn DiskFile>>;

/// What a lock means; `free` says whether the system gave us its own lock on the file, which it
/// does not give while the other program has it; none where there are no such locks.
fn judge(
    holder: Option<&Holder>,
    here: &Machine,
    free: Option<bool>,
    process: impl Fn(u32) -> Process,
) -> Verdict {
    let Some(holder) = holder else {
        return match free {
            Some(false) => Verdict::Held,
            _ => Verdict::Unsure,
        };
    };
    let same_boot = !here.boot.is_empty() && holder.boot == here.boot;
    let same_host = !here.host.is_empty() && holder.host == here.host;
    let same_process = holder.process == here.process && holder.started == here.started;
    if same_process && same_host && holder.boot == here.boot {
        return Verdict::Ours;
    }
    match free {
        Some(false) => Verdict::Held,
        // Whatever it is called now, it is this machine, and nobody has the file open.
        Some(true) if same_boot => Verdict::Stale,
        _ if !same_host => Verdict::Unsure,
        _ if holder.boot != here.boot => Verdict::Stale,
        Some(true) => Verdict::Stale,
        None => match process(holder.process) {
            Process::Gone => Verdict::Stale,
            Process::Runs(started) if started != holder.started => Verdict::Stale,
            Process::Runs(_) => Verdict::Held,
            Process::Unknown => Verdict::Unsure,
        },
    }
}

/// Makes a lock where none stands. It appears whole: nobody reads half of it.
fn publish(disk: &Arc<dyn Disk>, path: &Path, holder: &Holder) -> io::Result<Lock> {
    let (beside, file) = write_beside(disk.as_ref(), path, holder)?;
    let linked = disk.link(&beside, path);
    let _ = disk.unlink(&beside);
    match linked {
        Ok(()) => lock(disk, path, file),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // Not every file system gives a file two names.
        Err(_) => {
            drop(file);
            let mut file = disk.open(path, Open::New)?;
            let _ = file.try_lock();
            write_all(file.as_mut(), &encode(holder))?;
            lock(disk, path, file)
        }
    }
}

fn take_over(disk: &Arc<dyn Disk>, path: &Path, holder: &Holder) -> io::Result<Lock> {
    let (beside, file) = write_beside(disk.as_ref(), path, holder)?;
    match disk.rename(&beside, path) {
        Ok(()) => lock(disk, path, file),
        Err(error) => {
            let _ = disk.unlink(&beside);
            Err(error)
        }
    }
}

fn lock(disk: &Arc<dyn Disk>, path: &Path, file: Box<dyn DiskFile>) -> io::Result<Lock> {
    Ok(Lock {
        id: disk.stat(path)?.id,
        disk: Arc::clone(disk),
        path: path.to_owned(),
        _file: file,
    })
}

/// A whole lock file under a name of its own, held.
fn write_beside(
    disk: &dyn Disk,
    path: &Path,
    holder: &Holder,
) -> io::Result<(PathBuf, Box<dyn DiskFile>)> {
    let name = temporary_name(path).map_err(|_| io::ErrorKind::InvalidFilename)?;
    let beside = folder_of(path).join(name);
    let mut file = disk.open(&beside, Open::New)?;
    // Where there are no such locks, the process's number says as much.
    let _ = file.try_lock();
    match write_all(file.as_mut(), &encode(holder)) {
        Ok(()) => {
            // After a power cut an empty lock would say nothing. It is no reason to fail.
            let _ = file.sync();
            Ok((beside, file))
        }
        Err(error) => {
            drop(file);
            let _ = disk.unlink(&beside);
            Err(error)
        }
    }
}

impl Lock {
    /// Where it stands.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// It goes, unless somebody has taken it over.
impl Drop for Lock {
    fn drop(&mut self) {
        if self.disk.stat(&self.path).is_ok_and(|it| it.id == self.id) {
            let _ = self.disk.unlink(&self.path);
        }
    }
}

impl std::fmt::Debug for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lock({})", self.path.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> Machine {
        Machine {
            host: "vega".to_owned(),
            boot: "b2".to_owned(),
            process: 10,
            started: "100".to_owned(),
        }
    }

    fn left(host: &str, boot: &str, process: u32, started: &str) -> Holder {
        Holder {
            host: host.to_owned(),
            boot: boot.to_owned(),
            process,
            started: started.to_owned(),
            ..Holder::default()
        }
    }

    /// Process 20 runs since 200; 21 does not run.
    fn process(number: u32) -> Process {
        match number {
            20 => Process::Runs("200".to_owned()),
            _ => Process::Gone,
        }
    }

    #[test]
    fn row_72_crash_restart_and_a_number_used_again_are_told_from_a_window_that_is_open() {
        use Verdict as V;
        let cases = [
            // host, boot, process, start; the system's lock is free; what it is.
            ("vega", "b2", 20, "200", None, V::Held),
            ("vega", "b2", 20, "200", Some(false), V::Held),
            ("vega", "b2", 20, "200", Some(true), V::Stale),
            ("vega", "b2", 21, "200", None, V::Stale),
            ("vega", "b2", 20, "150", None, V::Stale),
            ("vega", "b1", 20, "200", None, V::Stale),
            ("vega", "b1", 20, "200", Some(false), V::Held),
            ("vega", "b2", 10, "100", Some(false), V::Ours),
            ("vega", "b2", 10, "90", None, V::Stale),
            ("rigel", "b9", 20, "200", None, V::Unsure),
            ("rigel", "b9", 21, "200", Some(true), V::Unsure),
            ("rigel", "b9", 21, "200", Some(false), V::Held),
            // The same machine under another name, as a container is.
            ("rigel", "b2", 21, "200", Some(true), V::Stale),
            ("", "", 21, "", Some(true), V::Unsure),
        ];
        for (host, boot, number, started, free, expected) in cases {
            let holder = left(host, boot, number, started);
            let verdict = judge(Some(&holder), &here(), free, process);
            assert_eq!(verdict, expected, "{holder:?}, free: {free:?}");
        }
        assert_eq!(judge(None, &here(), Some(false), process), V::Held);
        assert_eq!(judge(None, &here(), Some(true), process), V::Unsure);
    }

    #[test]
    fn where_a_machine_does_not_say_what_it_is_called_nobody_is_taken_for_dead() {
        let nameless = Machine {
            process: 10,
            ..Machine::default()
        };
        let unknown = |_: u32| Process::Unknown;
        for free in [None, Some(true)] {
            let holder = left("", "", 20, "");
            let verdict = judge(Some(&holder), &nameless, free, unknown);
            assert_eq!(verdict, Verdict::Unsure);
        }
    }

    #[test]
    fn a_long_name_is_cut() {
        let name = "é".repeat(127);
        let path = path_of(&Path::new("f").join(name));
        assert!(path.as_os_str().len() < 255, "{path:?}");
        assert_eq!(path_of(Path::new("f/a.ron")), Path::new("f/.a.ron.lock"));
    }
}
