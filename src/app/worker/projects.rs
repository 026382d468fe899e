//! What the worker does with projects: opening them under their lock, saving, comparing, merging.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError};

use super::super::inspector::when::when;
use super::super::keeping::{KeptFile, SharedFile};
use super::work::{NOTHING_CHANGED, Progress, bytes_of, failed};
use super::{Announcer, OpenedProject, Refusal, Reply, Signature, Way, name_of, sentence};
use crate::formats::project_file;
use crate::project::{Project, Time};
use crate::review::diff::diff;
use crate::store::leftovers::{conflict_copies, sweep};
use crate::store::lock::{Asker, Holder, Lock, Machine, Taken, take};
use crate::store::{self, Allowed, Disk, PROJECT_LIMIT, ProjectFile, RealDisk, SaveCause, escaped};

/// How a project is to be saved.
pub(super) struct Saving<'a> {
    /// Where.
    pub path: PathBuf,
    /// What is known of the file there.
    pub file: &'a SharedFile,
    /// What.
    pub project: Project,
    /// What the user has allowed.
    pub allowed: Allowed,
    /// What is told before the file is in place.
    pub announcer: Announcer,
    /// Who saves, and when.
    pub by: Signature,
}

/// Opens a project in one of the ways in which it can be.
pub(super) fn open(path: &Path, way: Way, by: &Signature, progress: &Progress<'_>) -> Reply {
    let (mut lock, mut has_it, mut unlocked) = (None, false, None);
    // What is not there has no lock either; reading it says why.
    let there = store::exists(&RealDisk, path);
    if there && matches!(way, Way::Own | Way::Over) {
        match take_lock(path, by, way == Way::Over) {
            Taken::Ours(taken, dead) => {
                let dead = dead.map(|it| it.process);
                sweep(&RealDisk, path, (here(), by.now), dead);
                lock = Some(taken);
            }
            Taken::Already => has_it = true,
            Taken::Held(holder) => return Reply::InUse(path.to_owned(), Box::new(holder), false),
            Taken::Unsure(holder) => return Reply::InUse(path.to_owned(), Box::new(holder), true),
            Taken::Impossible(why) => unlocked = Some(why),
        }
    }
    let title = format!("{} was not opened", name_of(path));
    let bytes = match bytes_of(path, &title, progress) {
        Ok(bytes) => bytes,
        Err(reply) => return reply,
    };
    match ProjectFile::read(path, &bytes) {
        _ if !progress.goes_on() => NOTHING_CHANGED,
        Ok((file, loaded)) => Reply::Project(Box::new(OpenedProject {
            file,
            loaded,
            way,
            lock,
            has_it,
            unlocked,
            copies: conflict_copies(&RealDisk, path),
        })),
        Err(error) => failed(&title, &error),
    }
}

/// Saves a project, under its lock if there can be one.
pub(super) fn save(saving: Saving<'_>, revision: crate::history::Revision) -> Reply {
    let Saving {
        path,
        file,
        project,
        allowed,
        announcer,
        by,
    } = saving;
    let mut kept = file.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.lock.is_none() {
        match take_lock(&path, &by, false) {
            Taken::Ours(lock, _) => kept.lock = Some(lock),
            // A file that was opened without its lock is guarded by the save itself, which looks
            // whether somebody else has changed it; one that was only chosen is not.
            Taken::Held(holder) | Taken::Unsure(holder) if kept.base.is_none() => {
                return Reply::NotSaved(path, open_elsewhere(&holder, &by), None);
            }
            _ => {}
        }
    }
    let announce = |digest| announcer.announce(digest);
    match kept.file.save(&RealDisk, &project, allowed, &announce) {
        Ok(_) => {
            kept.base = Some(project);
            Reply::Saved(path, revision)
        }
        Err(error) => {
            let refusal = refusal(&error.cause, &path);
            Reply::NotSaved(path, sentence(&error.to_string()), refusal)
        }
    }
}

/// What the user may allow, so that the save can be done all the same.
fn refusal(cause: &SaveCause, path: &Path) -> Option<Refusal> {
    match cause {
        SaveCause::Changed => {
            let stat = RealDisk.stat(path).ok();
            let modified = stat.map(|it| it.modified).filter(|it| *it != 0);
            Some(Refusal::Changed(
                modified.map(|it| Time::new(it / 1_000_000)),
            ))
        }
        SaveCause::ReadOnlyFile => Some(Refusal::ReadOnly),
        SaveCause::HardLinked(others) => Some(Refusal::HardLinks(*others)),
        _ => None,
    }
}

fn open_elsewhere(holder: &Holder, by: &Signature) -> String {
    let who = match holder.user.as_str() {
        "" => "somebody".to_owned(),
        user => escaped(user),
    };
    let since = when(holder.since, by.now, &jiff::tz::TimeZone::system());
    format!(
        "It is open in another window, of {who} since {since}; nothing on the disk has changed. Save under another name, and merge later."
    )
}

/// What differs in another version, in sentences.
pub(super) fn compare(path: PathBuf, ours: &Project) -> Reply {
    match read_sound(&path) {
        Ok((theirs, _)) => {
            let changes = diff(ours, &theirs).into_iter();
            let lines = changes.map(|it| match it.article {
                Some(article) => format!("{article}: {}", it.sentence),
                None => it.sentence,
            });
            Reply::Compared(path, lines.collect())
        }
        Err(why) => Reply::Compared(path, vec![why]),
    }
}

/// A project without damaged parts: what is damaged could be what differs.
pub(super) fn read_sound(path: &Path) -> Result<(Project, Vec<u8>), String> {
    let why = |error: &dyn std::error::Error| sentence(&error.to_string());
    let bytes = store::read(&RealDisk, path, PROJECT_LIMIT).map_err(|error| why(&error))?;
    let loaded = project_file::decode(&bytes).map_err(|error| why(&error))?;
    match loaded.project.aside() {
        [] => Ok((loaded.project, bytes)),
        _ => Err("Parts of it are damaged: open it by itself and mend it first.".to_owned()),
    }
}

fn take_lock(path: &Path, by: &Signature, over: bool) -> Taken {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let named = || std::env::var("USER").or_else(|_| std::env::var("USERNAME"));
    let asker = Asker {
        here: here().clone(),
        user: match by.user.as_str() {
            "" => named().unwrap_or_default(),
            user => user.to_owned(),
        },
        now: by.now,
    };
    take(&disk, path, &asker, over)
}

/// The machine and the process, which are asked for once.
fn here() -> &'static Machine {
    static HERE: OnceLock<Machine> = OnceLock::new();
    HERE.get_or_init(|| Machine::here(&RealDisk))
}

impl KeptFile {
    /// A file that was opened, with its lock and what it holds.
    pub fn opened(file: ProjectFile, lock: Option<Lock>, base: Project) -> Self {
        Self {
            file,
            lock,
            base: Some(base),
        }
    }

    /// A file that a project will be saved to for the first time.
    pub fn chosen(path: &Path) -> Self {
        Self {
            file: ProjectFile::chosen(path),
            lock: None,
            base: None,
        }
    }
}
