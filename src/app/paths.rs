//! Asking for paths: the desktop's dialog, the window's own field, and what the answer is for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file_dialog::{Answer, Purpose};
use super::files::Then;
use super::window::App;
use super::worker::Request;
use crate::store::{self, RealDisk};
use crate::workbench::Notice;

/// A question for a path that the desktop has not answered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// What the path is for.
    pub purpose: Purpose,
    /// The project that was open.
    pub project: u64,
}

impl App {
    /// Asks the desktop for a path. One question at a time: its answer must not be taken for that
    /// to another.
    pub(super) fn ask_for_path(&mut self, purpose: Purpose) {
        if self.panels.asking.is_some() {
            self.then = None;
            let why = "Choose a file there, or cancel it, and ask again.";
            self.told(Notice::plain("A file dialog is open already", why));
            return;
        }
        self.services.dialog.ask(&purpose);
        let project = self.file.number;
        self.panels.asking = Some(Asking { purpose, project });
    }

    pub(super) fn dialog_answered(&mut self, answer: Answer) {
        let Some(Asking { purpose, project }) = self.panels.asking.take() else {
            return;
        };
        if writes(&purpose) && project != self.file.number {
            if let Answer::Paths(_) = answer {
                let why = "Another project was opened since the dialog was.";
                self.told(Notice::warning("Nothing was written", why));
            }
            return;
        }
        match answer {
            Answer::Paths(paths) => match there_already(&purpose, &paths) {
                Some(folder) => self.panels.ask_for_path_at(purpose, &folder),
                None => self.path_given(&purpose, paths),
            },
            Answer::Cancelled => self.no_path(&purpose),
            Answer::NoDialog => self.panels.ask_for_path(purpose),
        }
    }

    /// No path was given: whatever waited for a save is called off.
    pub(super) fn no_path(&mut self, purpose: &Purpose) {
        if matches!(purpose, Purpose::SaveAs(_)) {
            self.then = None;
        }
    }

    /// Does what a path was wanted for.
    pub(super) fn path_given(&mut self, purpose: &Purpose, paths: Vec<PathBuf>) {
        let first = paths.first().cloned();
        if let Some(path) = taken_name(purpose, first.as_deref()) {
            self.panels.ask_for_path_at(purpose.clone(), &path);
            return;
        }
        match (purpose, first) {
            (Purpose::Open | Purpose::OpenFolder, Some(_)) => self.open_paths(paths),
            (Purpose::Review, Some(_)) => drop(self.read_colleagues(paths)),
            (Purpose::Blind, Some(path)) => self.leave(Then::Blind(path)),
            (Purpose::Merge, Some(path)) => self.offer_merge(path, false),
            (Purpose::MergeBase, Some(path)) => self.merge_base_given(path),
            (Purpose::SaveAs(_), Some(path)) => self.save_to(with_extension(path, "ron")),
            (Purpose::Export(target), Some(path)) => {
                self.export_wished(with_extension(path, target.ending));
            }
            (Purpose::LoadTagset, Some(path)) => {
                self.services.worker.ask(Request::LoadTagset(path));
            }
            (Purpose::SaveTagset(_), Some(path)) => {
                let tagset = Arc::clone(self.workbench.project().tagset());
                let path = with_extension(path, "ron");
                self.services.worker.ask(Request::SaveTagset(path, tagset));
            }
            (Purpose::LoadTable(side), Some(path)) => {
                self.services.worker.ask(Request::LoadTable(*side, path));
            }
            (Purpose::SaveTable(side, _), Some(path)) => {
                self.save_table(*side, with_extension(path, "tsv"));
            }
            (Purpose::SaveFigures(_), Some(path)) => self.save_figures(path),
            (_, None) => self.no_path(purpose),
        }
    }
}

/// Whether something of the open project is written there.
fn writes(purpose: &Purpose) -> bool {
    match purpose {
        Purpose::SaveAs(_)
        | Purpose::Export(_)
        | Purpose::SaveTagset(_)
        | Purpose::SaveFigures(_) => true,
        Purpose::Open
        | Purpose::OpenFolder
        | Purpose::Review
        | Purpose::Merge
        | Purpose::MergeBase
        | Purpose::Blind
        | Purpose::LoadTagset
        | Purpose::LoadTable(_)
        | Purpose::SaveTable(..) => false,
    }
}

/// The path that would be written because of an ending that is added, if a file is there that
/// nobody was asked about.
fn taken_name(purpose: &Purpose, path: Option<&Path>) -> Option<PathBuf> {
    let extension = match purpose {
        Purpose::SaveAs(_) | Purpose::SaveTagset(_) => "ron",
        Purpose::Export(target) => target.ending,
        Purpose::SaveTable(..) => "tsv",
        Purpose::Open
        | Purpose::OpenFolder
        | Purpose::Review
        | Purpose::Merge
        | Purpose::MergeBase
        | Purpose::Blind
        | Purpose::LoadTagset
        | Purpose::LoadTable(_)
        | Purpose::SaveFigures(_) => return None,
    };
    let path = path?;
    let full = with_extension(path.to_owned(), extension);
    (full != path && store::exists(&RealDisk, &full)).then_some(full)
}

/// The folder that a dataset shall go to, if it is there already: the desktop asks before it
/// replaces files, and knows nothing of folders.
fn there_already(purpose: &Purpose, paths: &[PathBuf]) -> Option<PathBuf> {
    let Purpose::Export(target) = purpose else {
        return None;
    };
    let folder = paths.first().filter(|_| target.is_folder());
    folder
        .filter(|path| store::exists(&RealDisk, path))
        .cloned()
}

/// A path that ends in an extension: it is added unless it is there, since a name may hold dots.
/// A folder has none.
fn with_extension(path: PathBuf, extension: &str) -> PathBuf {
    let found = path.extension();
    let there = found.is_some_and(|found| found.eq_ignore_ascii_case(extension));
    let there = there || extension.is_empty();
    if there {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_added_and_never_taken_away() {
        let named = |path: &str| with_extension(PathBuf::from(path), "ron");
        assert_eq!(named("a/project"), PathBuf::from("a/project.ron"));
        assert_eq!(named("a/v1.2"), PathBuf::from("a/v1.2.ron"));
        assert_eq!(named("a/project.RON"), PathBuf::from("a/project.RON"));
    }
}
