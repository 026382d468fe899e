//! Opening what a subcommand works on, and guarding what it writes.

use std::path::{Path, PathBuf};

use super::{CliError, Console, Finding, counted};
use crate::formats::project_file;
use crate::formats::{Problem, Severity};
use crate::project::Project;
use crate::store::{self, PROJECT_LIMIT, RealDisk, shown};

/// A project that was read.
pub struct Opened {
    /// The project.
    pub project: Project,
    /// Whether some of it is damaged; that has been said.
    pub finding: Finding,
}

/// Reads a project. Damaged parts are counted on standard error.
pub fn project(path: &Path, console: &mut Console) -> Result<Opened, CliError> {
    let bytes = store::read(&RealDisk, path, PROJECT_LIMIT)?;
    let loaded = project_file::decode(&bytes).map_err(|error| CliError::Project {
        path: path.to_owned(),
        error,
    })?;
    let finding = finding(&loaded.problems);
    if finding == Finding::Something {
        let errors = loaded
            .problems
            .iter()
            .filter(|it| it.severity == Severity::Error)
            .count();
        let (what, path) = (counted(errors, "problem"), shown(path));
        console.say(format!("{path}: {what}; «postil check» lists them"));
    }
    Ok(Opened {
        project: loaded.project,
        finding,
    })
}

/// Whether there is more among these problems than warnings.
pub fn finding(problems: &[Problem]) -> Finding {
    let error = problems
        .iter()
        .any(|problem| problem.severity == Severity::Error);
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
