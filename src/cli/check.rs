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
                problems
                    .iter()
                    .for_each(|problem| console.line(open::located(path, problem)));
                finding = finding.max(open::finding(&problems));
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

/// What is wrong with one file. That it cannot be understood at all is one problem.
fn problems(path: &Path) -> Result<Vec<Problem>, CliError> {
    if path.extension().is_some_and(|ending| ending == "ron") {
        return Ok(in_our_file(&store::read(&RealDisk, path, PROJECT_LIMIT)?));
    }
    let mut source = dataset::load(&[path.to_owned()])?;
    let Ok(format) = source.format(None) else {
        return Ok(in_our_file(&store::read(&RealDisk, path, PROJECT_LIMIT)?));
    };
    match source.decode(format, &Import::new(&default_tagset())) {
        Ok(imported) => Ok(imported.problems),
        Err(CliError::Dataset { problem, .. }) => Ok(vec![*problem]),
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
