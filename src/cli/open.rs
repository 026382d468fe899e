//! Opening what a subcommand works on, and guarding what it writes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::{CliError, Console, Finding, counted};
use crate::formats::project_file::{self, Loaded, ProjectFileError};
use crate::formats::{Problem, Severity, at_once};
use crate::project::{Project, Time};
use crate::store::lock::{Asker, Holder, Lock, Machine, Taken, take};
use crate::store::{self, Disk, PROJECT_LIMIT, RealDisk, escaped, shown};

/// A project that was read.
pub struct Opened {
    /// The project.
    pub project: Project,
    /// Whether some of it is damaged; that has been said.
    pub finding: Finding,
}

/// Reads a project. Damaged parts are counted on standard error.
pub fn project(path: &Path, console: &mut Console) -> Result<Opened, CliError> {
    let (opened, said) = load(path)?;
    if let Some(sentence) = said {
        console.say(sentence);
    }
    Ok(opened)
}

/// Reads a project. Also gives what has to be said about its damaged parts.
pub fn load(path: &Path) -> Result<(Opened, Option<String>), CliError> {
    let bytes = store::read(&RealDisk, path, PROJECT_LIMIT)?;
    opened(path, project_file::decode(&bytes))
}

/// Reads versions of one project as [`load`] reads each, and what is the same in them once. The
/// first in their order that cannot be read is the error; the last is the one that is most like the
/// others.
pub fn load_versions(paths: &[PathBuf]) -> Result<Vec<(Opened, Option<String>)>, CliError> {
    let read = |path: &Path| Ok(store::read(&RealDisk, path, PROJECT_LIMIT)?);
    let files = at_once(paths, read)?;
    let Some((last, others)) = files.split_last() else {
        return Ok(Vec::new());
    };
    let others: Vec<&[u8]> = others.iter().map(Vec::as_slice).collect();
    let mut loaded = project_file::decode_versions(last, &others);
    loaded.rotate_left(1);
    let each = paths.iter().zip(loaded);
    each.map(|(path, loaded)| opened(path, loaded)).collect()
}

fn opened(
    path: &Path,
    loaded: Result<Loaded, ProjectFileError>,
) -> Result<(Opened, Option<String>), CliError> {
    let loaded = loaded.map_err(|error| CliError::Project {
        path: path.to_owned(),
        error,
    })?;
    let finding = finding(&loaded.problems);
    let errors = loaded
        .problems
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .count();
    let said = (errors > 0).then(|| {
        let (what, path) = (counted(errors, "problem"), shown(path));
        format!("{path}: {what}; «postil check» lists them")
    });
    let opened = Opened {
        project: loaded.project,
        finding,
    };
    Ok((opened, said))
}

/// Reads several files at once, since reading is most of the work on long ones. The first in their order
/// that cannot be read is the error.
pub fn at_once<T: Send>(
    paths: &[PathBuf],
    read: impl Fn(&Path) -> Result<T, CliError> + Sync,
) -> Result<Vec<T>, CliError> {
    let all = at_once::each(paths.iter().collect(), |path: &PathBuf| read(path));
    all.into_iter().collect()
}

/// Whether there is more among these problems than warnings.
pub fn finding<'p>(problems: impl IntoIterator<Item = &'p Problem>) -> Finding {
    let mut problems = problems.into_iter();
    let error = problems.any(|problem| problem.severity == Severity::Error);
    if error {
        Finding::Something
    } else {
        Finding::Nothing
    }
}

/// A problem with its file before it: `file:line:column: what`.
pub fn located(path: &Path, problem: &Problem) -> String {
    let blank = if problem.line.is_some() { "" } else { " " };
    format!("{}:{blank}{problem}", shown(path))
}

/// The lock of a file that is to be written, so that no window opens it meanwhile. Where nothing
/// stands yet, or no lock can be made, there is none.
///
/// # Errors
/// If somebody has the file open in a window, or may have.
pub fn reserve(target: &Path) -> Result<Option<Lock>, CliError> {
    if !store::exists(&RealDisk, target) {
        return Ok(None);
    }
    let named = std::env::var("USER").or_else(|_| std::env::var("USERNAME"));
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = i64::try_from(since.unwrap_or_default().as_millis());
    let asker = Asker {
        here: Machine::here(&RealDisk),
        user: named.unwrap_or_default(),
        now: Time::new(now.unwrap_or(i64::MAX)),
    };
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let open = |holder: &Holder, unsure: bool| CliError::Open {
        path: target.to_owned(),
        who: whose(holder),
        unsure,
    };
    match take(&disk, target, &asker, false) {
        Taken::Ours(lock, _) => Ok(Some(lock)),
        Taken::Already | Taken::Impossible(_) => Ok(None),
        Taken::Held(holder) => Err(open(&holder, false)),
        Taken::Unsure(holder) => Err(open(&holder, true)),
    }
}

/// Who has a file open, as far as its lock says so.
fn whose(holder: &Holder) -> String {
    let user = match holder.user.as_str() {
        "" => "somebody".to_owned(),
        user => escaped(user),
    };
    match holder.host.as_str() {
        "" => user,
        host => format!("{user} on {}", escaped(host)),
    }
}

/// Refuses a folder to write that one of the sources stands in: it is replaced as a whole.
pub fn guard_folder(target: &Path, force: bool, sources: &[PathBuf]) -> Result<(), CliError> {
    for source in sources {
        let whole = std::path::absolute(source).unwrap_or_else(|_| source.clone());
        let mut folders = whole.ancestors().skip(1);
        if folders.any(|folder| store::same_file(&RealDisk, folder, target)) {
            return Err(CliError::OverSources(target.to_owned()));
        }
    }
    guard(target, force, sources)
}

/// Refuses to write over a file without `force`, and over what is being read in any case.
pub fn guard(target: &Path, force: bool, sources: &[PathBuf]) -> Result<(), CliError> {
    if sources
        .iter()
        .any(|source| store::same_file(&RealDisk, source, target))
    {
        return Err(CliError::OverItself(target.to_owned()));
    }
    if store::exists(&RealDisk, target) && !force {
        return Err(CliError::Exists(target.to_owned()));
    }
    Ok(())
}
