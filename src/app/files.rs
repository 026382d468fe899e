//! Opening: projects, datasets, the sample, and what must wait for it. The worker does the work.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::saving::Saving;
use super::window::App;
use super::worker::{JobId, Request, name_of};
use crate::command::Command;
use crate::formats::project_file;
use crate::history::Revision;
use crate::project::{Id, Project};
use crate::review::Colleague;
use crate::workbench::{Notice, Workbench};

/// The sample project, built in so that it is there wherever the program is.
const SAMPLE: &str = include_str!("../../projects/tarnholm.ron");

/// The file that the window shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenFile {
    /// Whether a project is open.
    pub is_open: bool,
    /// Which project it is, counted from the program's start: an answer that was asked for one
    /// must not be taken for another.
    pub number: u64,
    /// Where it is saved; none if it never was.
    pub path: Option<PathBuf>,
    /// What it is called.
    pub name: String,
    /// It is the sample, which stands in no file and need not.
    pub is_sample: bool,
    /// The state that is being written.
    pub saving: Option<Saving>,
    /// The state that the user does not want to keep: leaving it asks no more.
    pub given_up: Option<Revision>,
    /// It may only be read: somebody else has it open.
    pub read_only: bool,
    /// The last save failed.
    pub failed: bool,
    /// The files of the articles that were opened, each of which can be read again.
    pub sources: BTreeMap<Id, Source>,
    /// The article whose encoding was guessed last.
    pub doubtful: Option<Id>,
    /// Where it was exported to last.
    pub exported: Option<PathBuf>,
    /// The article that is being read again.
    pub reading_again: Option<(JobId, Id)>,
}

/// The file that an article was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it stands.
    pub path: PathBuf,
    /// The encoding that it was read in.
    pub read_as: String,
}

/// What was asked for and waits until unsaved work is saved or given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// Close the project.
    Close,
    /// Leave the program.
    Quit,
    /// Open these.
    Open(Vec<PathBuf>),
    /// Open the sample.
    Sample,
    /// Import what is shown in the window of the import.
    Import,
}

impl App {
    /// Opens files: articles join the open project, a project takes its place.
    pub(super) fn open_paths(&mut self, paths: Vec<PathBuf>) {
        let Some(project) = paths.iter().find(|path| is_whole(path)).cloned() else {
            self.services.worker.ask(Request::Open(paths));
            return;
        };
        let others = match paths.len() {
            1 => None,
            2 => Some("The other file was not opened".to_owned()),
            many => Some(format!("{} other files were not opened", many - 1)),
        };
        if let Some(title) = others {
            let why = format!("{} is opened alone; add more then.", name_of(&project));
            self.told(Notice::warning(title, why));
        }
        self.leave(Then::Open(vec![project]));
    }

    /// Opens the sample as a copy: it has no file until it is saved somewhere.
    pub(super) fn open_sample(&mut self) {
        match project_file::decode(SAMPLE.as_bytes()) {
            Ok(loaded) => {
                self.take_over(loaded.project, None, "tarnholm.ron");
                self.file.is_sample = true;
            }
            Err(error) => {
                let why = format!("The sample that is built in is damaged: {error}.");
                self.told(Notice::error("The sample was not opened", why));
            }
        }
    }

    /// Shows a project in the place of the one that was open.
    pub(super) fn take_over(&mut self, project: Project, path: Option<PathBuf>, name: &str) {
        self.change_project(project);
        self.file.is_open = true;
        self.file.path = path;
        name.clone_into(&mut self.file.name);
        let reviewed = std::mem::take(&mut self.reviewed);
        if !reviewed.is_empty() {
            self.read_colleagues(reviewed);
        }
    }

    /// Shows no project.
    pub(super) fn close_project(&mut self) {
        self.change_project(Project::default());
    }

    fn change_project(&mut self, project: Project) {
        self.leave_journal();
        self.let_go();
        let author = self.workbench.author().to_owned();
        self.workbench = Workbench::new(project, author);
        self.workbench.listen();
        self.file = OpenFile {
            number: self.file.number + 1,
            ..OpenFile::default()
        };
        self.view = super::article::ArticleView::default();
        self.panels.project_changed();
    }

    /// Whether what was read must wait: the open project was edited while it was being read. Then
    /// the user is asked, and it is read again afterwards.
    pub(super) fn must_wait(&mut self, path: &Path) -> bool {
        let waits = self.would_lose_work();
        if waits {
            self.wait_for_save(Then::Open(vec![path.to_owned()]));
        }
        waits
    }

    /// Lets go of the project's file and its lock, away from the frame.
    fn let_go(&mut self) {
        if let Some(file) = self.project_file.take() {
            self.services.worker.ask(Request::LetGo(file));
        }
    }

    /// Asks for colleagues' files to be read, to be reviewed beside the project.
    pub(super) fn read_colleagues(&mut self, paths: Vec<PathBuf>) {
        let me = self.workbench.author().to_owned();
        let project = self.workbench.project().clone();
        let request = Request::Colleagues(paths, me, project);
        self.services.worker.ask(request);
    }

    /// Opens a review beside what colleagues have marked.
    pub(super) fn colleagues_read(&mut self, colleagues: Vec<Colleague>, said: Vec<String>) {
        self.panels.say_all(said);
        self.inbox.push(Command::StartReview(Arc::new(colleagues)));
    }
}

/// Whether a file holds a whole project, which takes the place of the open one. Whether files are a
/// dataset is known once they are read.
pub(super) fn is_whole(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("ron"))
}
