//! Asking for paths: the desktop's dialog, the window's own field, and what the answer is for.

use std::path::PathBuf;
use std::sync::Arc;

use super::file_dialog::{Answer, Purpose};
use super::files::Then;
use super::window::App;
use super::worker::Request;
use crate::workbench::Notice;

/// A question for a path that the desktop has not answered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// What the path is for.
    pub purpose: Purpose,
    /// The project that was open.
    pub project: u64,
}

/// A path that was given, while the disk is asked whether something stands where it leads to.
#[derive(Clone, Debug)]
pub struct Given {
    /// What it is for, and the project that was open.
    asked: Asking,
    paths: Vec<PathBuf>,
    /// The desktop has given it, which knows files and asks before they are replaced.
    by_desktop: bool,
}

/// The file that a save goes to beside another, whose name the disk is asked for.
#[derive(Clone, Debug)]
pub struct Beside {
    path: PathBuf,
    project: u64,
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
        let Some(asked) = self.panels.asking.take() else {
            return;
        };
        match answer {
            Answer::Paths(paths) => self.look_at(Given {
                asked,
                paths,
                by_desktop: true,
            }),
            _ if writes(&asked.purpose) && asked.project != self.file.number => {}
            Answer::Cancelled => self.no_path(&asked.purpose),
            Answer::NoDialog => self.panels.ask_for_path(asked.purpose),
        }
    }

    /// Goes on with what waited for the disk.
    pub(super) fn go_on_with_paths(&mut self) {
        if let Some(given) = self.panels.given.take() {
            self.look_at(given);
        }
        if let Some(beside) = self.panels.unnamed.take() {
            self.save_beside(beside);
        }
    }

    /// Does what a path was wanted for, unless something stands there that nobody was asked about.
    /// No frame waits for what the disk says of that.
    fn look_at(&mut self, given: Given) {
        let Asking { purpose, project } = &given.asked;
        if writes(purpose) && *project != self.file.number {
            let why = "Another project was opened since the dialog was.";
            self.told(Notice::warning("Nothing was written", why));
            return;
        }
        let there = given.doubtful().map(|path| {
            let there = self.services.folders.exists(&path);
            (path, there)
        });
        match there {
            Some((_, None)) => self.panels.given = Some(given),
            Some((path, Some(true))) => {
                self.panels.ask_for_path_at(given.asked.purpose, &path);
            }
            Some((_, Some(false))) | None => self.path_is_good(&given.asked.purpose, given.paths),
        }
    }

    /// Saves beside a file, under a name that nothing has.
    pub(super) fn keep_both(&mut self, path: PathBuf) {
        let project = self.file.number;
        self.save_beside(Beside { path, project });
    }

    fn save_beside(&mut self, beside: Beside) {
        if beside.project != self.file.number {
            return;
        }
        match self.services.folders.free_name(&beside.path) {
            Some(free) => self.save_to(free),
            None => self.panels.unnamed = Some(beside),
        }
    }

    /// No path was given: whatever waited for a save is called off.
    pub(super) fn no_path(&mut self, purpose: &Purpose) {
        if matches!(purpose, Purpose::SaveAs(_)) {
            self.then = None;
        }
    }

    /// A path was given in the window's own field.
    pub(super) fn path_given(&mut self, purpose: &Purpose, paths: Vec<PathBuf>) {
        let (purpose, project) = (purpose.clone(), self.file.number);
        self.look_at(Given {
            asked: Asking { purpose, project },
            paths,
            by_desktop: false,
        });
    }

    /// Does what a path was wanted for.
    fn path_is_good(&mut self, purpose: &Purpose, paths: Vec<PathBuf>) {
        let first = paths.first().cloned();
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

impl Given {
    /// The path that would be written and that nobody was asked about, should something stand there:
    /// a folder, since the desktop asks before it replaces files and knows nothing of folders; or
    /// what an ending that is added makes of the path.
    fn doubtful(&self) -> Option<PathBuf> {
        let path = self.paths.first()?;
        let full = match &self.asked.purpose {
            Purpose::Export(target) if target.is_folder() => {
                return self.by_desktop.then(|| path.clone());
            }
            Purpose::SaveAs(_) | Purpose::SaveTagset(_) => with_extension(path.clone(), "ron"),
            Purpose::Export(target) => with_extension(path.clone(), target.ending),
            Purpose::SaveTable(..) => with_extension(path.clone(), "tsv"),
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
        (full != *path).then_some(full)
    }
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
