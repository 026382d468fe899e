//! Datasets out of the window and into it, as far as that is work.

use std::path::{Path, PathBuf};

use super::work::{FROM_DISK, Progress, failed};
use super::{Reply, name_of, sentence};
use crate::formats::datasets::export::{Export, Exported, Lost, Wish};
use crate::project::Project;
use crate::store::{self, RealDisk};

const NOTHING_WRITTEN: Reply = Reply::Cancelled("Nothing was written.");
const NOT_WRITTEN: &str = "The dataset was not written";
const OVER_ITSELF: &str = "That is the project’s own file. Choose another name.";

/// How an export will begin.
pub(super) fn look(export: &Export, project: &Project) -> Reply {
    let sight = export.sight(project);
    let sight = sight.map_err(|error| sentence(&error.to_string()));
    Reply::ExportSeen(Box::new(sight))
}

/// Writes a dataset: a file, or a folder that appears whole or not at all.
pub(super) fn export(
    wish: Box<Wish>,
    name: &str,
    path: PathBuf,
    project: &Project,
    own: Option<&Path>,
    progress: &Progress<'_>,
) -> Reply {
    let export = match wish.export(name) {
        Ok(export) => export,
        Err(error) => return failed(NOT_WRITTEN, &error),
    };
    if own.is_some_and(|own| store::same_file(&RealDisk, own, &path)) {
        return Reply::Failed(NOT_WRITTEN.to_owned(), OVER_ITSELF.to_owned());
    }
    if !progress.next(format!("exporting {}", name_of(&path)), 0.0) {
        return NOTHING_WRITTEN;
    }
    let exported = match export.encode(project) {
        Ok(exported) => exported,
        Err(error) => return failed(NOT_WRITTEN, &error),
    };
    if !progress.next(format!("writing {}", name_of(&path)), 1.0 - FROM_DISK) {
        return NOTHING_WRITTEN;
    }
    match write(&export, &exported, &path) {
        Ok(()) => Reply::Exported(path, wish, losses(&exported.losses)),
        Err(error) => failed(NOT_WRITTEN, &error),
    }
}

fn write(export: &Export, exported: &Exported, path: &Path) -> Result<(), store::SaveError> {
    let only = exported.files.values().next();
    match only.filter(|_| !export.is_folder() && exported.files.len() == 1) {
        Some(bytes) => store::save(&RealDisk, path, bytes).map(drop),
        None => store::save_folder(&RealDisk, path, &exported.files),
    }
}

/// What was lost, each thing once: the parts of several annotators are counted together.
fn losses(losses: &[Lost]) -> Vec<String> {
    let mut words: Vec<(&str, usize)> = Vec::new();
    for Lost { loss, .. } in losses {
        match words.iter_mut().find(|(what, _)| *what == loss.what) {
            Some((_, count)) => *count += loss.count,
            None => words.push((loss.what, loss.count)),
        }
    }
    let words = words.into_iter();
    words
        .map(|(what, count)| format!("{count} {what}"))
        .collect()
}
