//! `postil check`: every problem, a line each.

use std::path::{Path, PathBuf};

use super::{CliError, Console, Finding, dataset, open};
use crate::formats::datasets::Import;
use crate::formats::ron_file::{Document, FileError};
use crate::formats::tagset_file::{self, default_tagset};
use crate::formats::{Problem, project_file};
use crate::store::{self, PROJECT_LIMIT, RealDisk};

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil check project.ron
  postil check project.ron colleague.ron marks.jsonl

Ends with 1 if there is a problem; warnings alone are no problem.")]
pub struct Arguments {
    /// Projects, tagsets, and datasets told by what stands in them
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// Prints the problems of each file. A file that cannot be opened does not keep the others from
/// being checked.
///
/// # Errors
/// The last file that could not be opened; the others have been said.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    let mut finding = Finding::Nothing;
    let mut failure = None;
    for path in &arguments.files {
        match problems(path) {
            Ok(problems) => {
                for (path, problem) in &problems {
                    console.line(open::located(path, problem));
                }
                let problems = problems.iter().map(|(_, problem)| problem);
                finding = finding.max(open::finding(problems));
            }
            Err(error) => {
                if let Some(earlier) = failure.replace(error) {
                    console.say(format!("postil: {earlier}"));
                }
            }
        }
    }
    failure.map_or(Ok(finding), Err)
}

/// What is wrong with one file, or with those of a folder, and with which. That it cannot be understood
/// at all is one problem.
fn problems(path: &Path) -> Result<Vec<(PathBuf, Problem)>, CliError> {
    let ours = || {
        let problems = in_our_file(&store::read(&RealDisk, path, PROJECT_LIMIT)?).into_iter();
        Ok(problems.map(|it| (path.to_owned(), it)).collect())
    };
    if path.extension().is_some_and(|ending| ending == "ron") {
        return ours();
    }
    let mut source = dataset::load(&[path.to_owned()])?;
    let format = match source.format(None) {
        Ok(format) => format,
        Err(error @ CliError::Nothing(_)) => return Err(error),
        Err(_) => return ours(),
    };
    match source.decode(format, &Import::new(&default_tagset())) {
        Ok(imported) => {
            let problems = imported.problems.into_iter();
            Ok(problems.map(|it| (source.path(&it), it)).collect())
        }
        Err(CliError::Dataset { path, problem }) => Ok(vec![(path, *problem)]),
        Err(error) => Err(error),
    }
}

/// What is wrong with a project, or with a tagset that stands alone.
fn in_our_file(bytes: &[u8]) -> Vec<Problem> {
    let error = match project_file::decode(bytes) {
        Ok(loaded) => return loaded.problems,
        Err(FileError::OtherDocument {
            found: Document::Tagset,
            ..
        }) => tagset_file::decode(bytes).err(),
        Err(error) => Some(error),
    };
    error.iter().map(FileError::problem).collect()
}
