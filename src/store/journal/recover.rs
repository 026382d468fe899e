//! What crashes have left: finding it, making it again, keeping it, letting it go.

use std::io;
use std::path::{Path, PathBuf};

use super::{DISCARDED, LIVE, happening_of};
use crate::formats::journal::{self, Base, Header, How, JournalError, KeptStep, Record};
use crate::formats::project_file;
use crate::history::{History, Revision};
use crate::project::{Project, Time};
use crate::store::disk::{Disk, Kind, Open, folder_of, read_up_to};
use crate::store::project::{OpenError, ProjectFile};
use crate::store::save::{backups, digest_of};
use crate::text::Digest;

/// The longest journal that is read, in bytes. What is longer is read up to here.
const LIMIT: u64 = 256 << 20;
/// How many journals are looked at.
const MOST: usize = 1_000;
/// How long what the user did not want is kept, in milliseconds.
const KEPT_FOR: i64 = 30 * 24 * 60 * 60 * 1000;

/// What crashes have left in the folder of the journals.
#[derive(Debug, Default)]
pub struct Left {
    /// Work that no save has made durable, the newest first.
    pub found: Vec<Found>,
    /// What could not be looked at, in sentences.
    pub notices: Vec<String>,
}

/// Work that a crash has left.
#[derive(Clone, Debug)]
pub struct Found {
    /// The journal.
    pub journal: PathBuf,
    /// Whose it is, and on what it builds.
    pub header: Header,
    /// How it stands with the file that it builds on.
    pub standing: Standing,
    /// What was done, in order: when, and what.
    pub steps: Vec<(Time, String)>,
    /// How many bytes at its end are torn and not believed.
    pub lost: usize,
    records: Vec<KeptStep>,
}

/// How a journal stands with the file that it builds on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The file is as it was: what was done can be made again on it.
    Unchanged,
    /// The project stood in no file: all of it is in the journal.
    Untitled,
    /// The file was changed since. What was done is made on a copy.
    Changed,
    /// The file is not there any more, or cannot be read.
    Gone,
}

/// Work that was made again.
#[derive(Debug)]
pub struct Recovered {
    /// The project, with all that was done.
    pub project: Project,
    /// What was done, as steps that can be undone.
    pub history: History,
    /// The file that it belongs to; none if it is a copy or never stood in a file.
    pub file: Option<ProjectFile>,
    /// The project without what was done.
    pub base: Project,
    /// The state that the file holds.
    pub saved: Revision,
    /// What could not be made again, in words.
    pub skipped: Vec<String>,
}

/// Why what a crash has left cannot be made again. It is still there.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    /// The file that it builds on cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The project that is in the journal itself cannot be read.
    #[error("failed to read the project in the journal: {0}")]
    Snapshot(String),
}

/// Looks for work that crashes have left. Journals that a running program holds are passed over;
/// those whose work is in its file are removed, and so are those that were discarded thirty days
/// before `now`.
pub fn find(disk: &dyn Disk, folder: &Path, now: Time) -> Left {
    let mut left = Left::default();
    let items = match disk.list(folder) {
        Ok(items) => items,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return left,
        Err(error) => {
            let why = format!("The journals of earlier sessions cannot be looked at: {error}.");
            left.notices.push(why);
            return left;
        }
    };
    let files = items.into_iter().filter(|item| item.kind == Kind::File);
    let mut paths: Vec<PathBuf> = files.map(|item| item.path).collect();
    // Their names begin with when they were begun.
    paths.sort_by(|a, b| b.cmp(a));
    sweep(disk, &paths, now);
    let live: Vec<_> = paths.iter().filter(|path| ends_in(path, LIVE)).collect();
    if live.len() > MOST {
        left.notices.push(format!(
            "There are {} journals of earlier sessions; the newest {MOST} were looked at.",
            live.len()
        ));
    }
    let (mut newer, mut damaged) = (0, 0);
    for path in live.into_iter().take(MOST) {
        match look(disk, path) {
            Ok(Some(found)) => left.found.push(found),
            Ok(None) => {}
            Err(JournalError::Newer(_)) => newer += 1,
            Err(JournalError::NotAJournal | JournalError::NoHeader) => damaged += 1,
        }
    }
    if newer > 0 {
        left.notices.push(format!(
            "{newer} journals of a newer Postil were left as they are; open them with that."
        ));
    }
    if damaged > 0 {
        left.notices.push(format!(
            "{damaged} journals of earlier sessions are damaged from their beginning and were left as they are."
        ));
    }
    left
}

/// Makes the work that a crash has left again, after what could be undone in its file before, if
/// that is kept in a folder. The journal stays where it is until the work is in
/// another journal ([`adopt`]) or in a file, or is not wanted ([`discard`]).
///
/// # Errors
/// If what it builds on cannot be read.
pub fn recover(
    disk: &dyn Disk,
    found: &Found,
    histories: Option<&Path>,
) -> Result<Recovered, RecoverError> {
    let (mut project, file) = base_of(disk, found)?;
    let base = project.clone();
    let digest = file.as_ref().and_then(ProjectFile::digest);
    let past = histories.zip(digest);
    let past = past.map(|(folder, digest)| super::past::of(disk, folder, digest, &project));
    let mut history = past.unwrap_or_default();
    let saved = history.revision();
    // What is made again is to be kept again.
    history.listen();
    let before = (project.clone(), history.clone());
    let mut skipped = replay(found, &mut project, &mut history, false);
    if !project.check().is_empty() {
        // No program of ours has written this journal: each step is looked at by itself.
        (project, history) = before;
        skipped = replay(found, &mut project, &mut history, true);
    }
    Ok(Recovered {
        project,
        history,
        file,
        base,
        saved,
        skipped,
    })
}

/// Makes the steps of a journal again, and says in words which do not fit. With `each`, a step that
/// leaves an unsound project is taken back.
fn replay(found: &Found, project: &mut Project, history: &mut History, each: bool) -> Vec<String> {
    let mut skipped = Vec::new();
    for kept in &found.records {
        let before = each.then(|| (project.clone(), history.clone()));
        let step = kept.on(project);
        let done = step.and_then(|step| Ok(history.replay(project, happening_of(step))?));
        match (done, before) {
            (Err(error), _) => skipped.push(format!("{}: {error}", words(kept))),
            (Ok(()), Some(before)) if !project.check().is_empty() => {
                (*project, *history) = before;
                skipped.push(format!("{}: it leaves an unsound project", words(kept)));
            }
            (Ok(()), _) => {}
        }
    }
    skipped
}

/// Removes a journal whose work is now in another.
///
/// # Errors
/// What the disk says; the work is then offered once more at the next start.
pub fn adopt(disk: &dyn Disk, found: &Found) -> io::Result<()> {
    disk.unlink(&found.journal)?;
    disk.sync_folder(folder_of(&found.journal))
}

/// Lets go of work that is not wanted. It is kept thirty days.
///
/// # Errors
/// What the disk says; the work is then offered once more at the next start.
pub fn discard(disk: &dyn Disk, found: &Found) -> io::Result<()> {
    let discarded = found.journal.with_extension(DISCARDED);
    disk.rename(&found.journal, &discarded)?;
    disk.sync_folder(folder_of(&discarded))
}

/// Removes the journal of a project that was given up.
pub fn forget(disk: &dyn Disk, journal: &Path) {
    let _ = disk.rename(journal, &journal.with_extension(DISCARDED));
}

fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

/// Removes what was discarded long ago, and beginnings that never took their place.
fn sweep(disk: &dyn Disk, paths: &[PathBuf], now: Time) {
    let swept = paths
        .iter()
        .filter(|path| ends_in(path, DISCARDED) || ends_in(path, "new"));
    for path in swept.take(MOST) {
        let written = disk.stat(path).map(|stat| stat.modified / 1_000_000);
        if written.is_ok_and(|written| now.milliseconds().saturating_sub(written) > KEPT_FOR) {
            let _ = disk.unlink(path);
        }
    }
}

/// What one journal holds; none if it is held or nothing in it is unsaved.
fn look(disk: &dyn Disk, path: &Path) -> Result<Option<Found>, JournalError> {
    let Ok(mut file) = disk.open(path, Open::Read) else {
        return Ok(None);
    };
    if matches!(file.try_lock(), Ok(false)) {
        return Ok(None);
    }
    let Ok(bytes) = read_up_to(file.as_mut(), LIMIT) else {
        return Ok(None);
    };
    let journal = journal::read(&bytes)?;
    let now = journal
        .header
        .path
        .as_ref()
        .map(|path| content_of(disk, Path::new(path)));
    let (standing, from) = standing(&journal.header.base, &journal.records, now);
    let steps = journal.records.into_iter();
    let records: Vec<KeptStep> = steps
        .filter_map(|record| match record {
            Record::Step(step) if step.number() > from => Some(step),
            _ => None,
        })
        .collect();
    if records.is_empty() && standing == Standing::Unchanged && journal.lost == 0 {
        // All of it is in the file, whose content was just compared.
        let _ = disk.unlink(path);
        return Ok(None);
    }
    if records.is_empty() && standing != Standing::Untitled {
        return Ok(None);
    }
    Ok(Some(Found {
        journal: path.to_owned(),
        header: journal.header,
        standing,
        steps: records
            .iter()
            .map(|kept| (kept.at(), words(kept)))
            .collect(),
        lost: journal.lost,
        records,
    }))
}

/// How a journal stands with its file, and after which gesture the file ends.
fn standing(base: &Base, records: &[Record], now: Option<Option<Digest>>) -> (Standing, u64) {
    let saved_as = |wanted: Digest| {
        records.iter().rev().find_map(|record| match record {
            Record::Saving(digest, up_to) if *digest == wanted => Some(*up_to),
            _ => None,
        })
    };
    match (base, now.flatten()) {
        (_, Some(now)) if saved_as(now).is_some() => {
            (Standing::Unchanged, saved_as(now).unwrap_or_default())
        }
        (Base::Snapshot(_), _) => (Standing::Untitled, 0),
        (Base::File(digest), Some(now)) if *digest == now => (Standing::Unchanged, 0),
        (Base::File(_), Some(_)) => (Standing::Changed, 0),
        (Base::File(_), None) => (Standing::Gone, 0),
    }
}

fn content_of(disk: &dyn Disk, path: &Path) -> Option<Digest> {
    let stat = disk.stat(path).ok()?;
    let fits = stat.kind == Kind::File && stat.len <= LIMIT;
    fits.then(|| digest_of(disk, path, stat.len).ok()).flatten()
}

/// What gestures start from: the file if it is as it was, else the old one that is kept beside it,
/// else the file as it is now.
fn base_of(disk: &dyn Disk, found: &Found) -> Result<(Project, Option<ProjectFile>), RecoverError> {
    let path = PathBuf::from(found.header.path.clone().unwrap_or_default());
    let digest = match (&found.header.base, found.standing) {
        (Base::Snapshot(text), Standing::Untitled) => {
            let loaded = project_file::decode(text.as_bytes());
            let loaded = loaded.map_err(|error| RecoverError::Snapshot(error.to_string()))?;
            return Ok((loaded.project, None));
        }
        (_, Standing::Unchanged) => {
            let (file, loaded) = ProjectFile::open(disk, &path)?;
            return Ok((loaded.project, Some(file)));
        }
        (Base::File(digest), _) => Some(*digest),
        (Base::Snapshot(_), _) => None,
    };
    for kept in backups(&path) {
        if content_of(disk, &kept) == digest && digest.is_some() {
            let (_, loaded) = ProjectFile::open(disk, &kept)?;
            return Ok((loaded.project, None));
        }
    }
    let (_, loaded) = ProjectFile::open(disk, &path)?;
    Ok((loaded.project, None))
}

fn words(kept: &KeptStep) -> String {
    match kept.how() {
        How::Made => kept.name().to_owned(),
        How::Undone => format!("Undo: {}", kept.name()),
        How::Redone => format!("Redo: {}", kept.name()),
    }
}
