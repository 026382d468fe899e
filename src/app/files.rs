//! Opening, saving and leaving: what the window does with files. The worker does the work.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::file_dialog::{Answer, Purpose};
use super::window::App;
use super::worker::{Request, name_of};
use crate::command::{Command, WindowCommand};
use crate::formats::articles::{self, Reading};
use crate::formats::datasets::Imported;
use crate::formats::project_file::{self, Loaded};
use crate::formats::tagset_file::default_tagset;
use crate::history::Revision;
use crate::project::{Article, Id, Project};
use crate::store::{self, RealDisk};
use crate::text::Text;
use crate::workbench::{Notice, Workbench};

/// The sample project, built in so that it is there wherever the program is.
const SAMPLE: &str = include_str!("../../projects/tarnholm.ron");
/// The longest file name that is made from a title, in letters.
const LONGEST_NAME: usize = 60;

/// The file that the window shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenFile {
    /// Whether a project is open.
    pub is_open: bool,
    /// Where it is saved; none if it never was.
    pub path: Option<PathBuf>,
    /// What it is called.
    pub name: String,
    /// It is the sample, which stands in no file and need not.
    pub is_sample: bool,
    /// The state that is being written, and where.
    pub saving: Option<(PathBuf, Revision)>,
    /// The user does not want what is unsaved: leaving asks no more.
    pub given_up: bool,
    /// The last save failed.
    pub failed: bool,
    /// The article that was read last and in doubt of its encoding: it can be read again.
    pub doubtful: Option<Doubtful>,
}

/// An article whose encoding was guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// The article.
    pub article: Id,
    /// Its file.
    pub path: PathBuf,
    /// What it was read as.
    pub read_as: String,
    /// What else it may be, the likeliest first.
    pub encodings: Vec<String>,
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
}

impl App {
    /// Opens files: articles join the open project, a project takes its place.
    pub(super) fn open_paths(&mut self, paths: Vec<PathBuf>) {
        // Whether lines of JSON are a dataset, which takes its place too, is known once they are read.
        let replaces = paths.iter().any(|path| {
            path.extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("ron"))
        });
        if replaces && self.workbench.is_modified() {
            self.then = Some(Then::Open(paths));
            self.panels.ask_to_save(&self.file.name);
        } else {
            self.services.worker.ask(Request::Open(paths));
        }
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

    pub(super) fn open_pasted(&mut self, text: &str) {
        match articles::from_paste(text) {
            Ok(reading) => self.articles_read(vec![(PathBuf::new(), reading)], Vec::new()),
            Err(error) => {
                self.told(Notice::plain(
                    "Nothing was pasted",
                    format!("The clipboard: {error}."),
                ));
            }
        }
    }

    /// Shows a project in the place of the one that was open.
    fn take_over(&mut self, project: Project, path: Option<PathBuf>, name: &str) {
        self.workbench = Workbench::new(project, self.workbench.author());
        self.file = OpenFile {
            is_open: true,
            path,
            name: name.to_owned(),
            ..OpenFile::default()
        };
        self.view = super::article::ArticleView::default();
        self.panels.project_changed();
    }

    /// Whether what was read must wait: the open project was edited while it was being read. Then
    /// the user is asked, and it is read again afterwards.
    fn must_wait(&mut self, path: &Path) -> bool {
        let waits = self.workbench.is_modified() && !self.file.given_up;
        if waits {
            self.panels.progress = None;
            self.then = Some(Then::Open(vec![path.to_owned()]));
            self.panels.ask_to_save(&self.file.name);
        }
        waits
    }

    pub(super) fn project_read(&mut self, path: &Path, loaded: Loaded) {
        if self.must_wait(path) {
            return;
        }
        self.take_over(loaded.project, Some(path.to_owned()), &name_of(path));
        self.panels.progress = None;
        self.tell_problems(&loaded.problems);
        self.remember(path);
    }

    pub(super) fn dataset_read(&mut self, path: &Path, imported: Imported) {
        if self.must_wait(path) {
            return;
        }
        let name = path.with_extension("ron");
        self.take_over(imported.project, None, &name_of(&name));
        self.panels.progress = None;
        self.tell_problems(&imported.problems);
        let marks = self.workbench.project().mark_count();
        let title = format!("Imported {marks} marks from {}", name_of(path));
        self.told(Notice::good(title, "Save it to keep it as a project."));
    }

    pub(super) fn articles_read(&mut self, read: Vec<(PathBuf, Reading)>, refused: Vec<String>) {
        self.panels.progress = None;
        if !read.is_empty() && !self.file.is_open {
            self.take_over(Project::new(default_tagset()), None, "untitled.ron");
        }
        let mut made = Vec::new();
        for (path, reading) in read {
            let article = self.article_of(&reading);
            let change = Command::Window(WindowCommand::Encoding);
            for notice in &reading.notices {
                let notice = Notice::plain(format!("{}: {notice}", article.title), "");
                self.panels.say(match reading.encodings.is_empty() {
                    true => notice,
                    false => notice.with_action("Change…", change.clone()),
                });
            }
            let known = self
                .workbench
                .project()
                .entry_with_text(&article.text)
                .is_some();
            if !reading.encodings.is_empty() && !known {
                self.file.doubtful = Some(Doubtful {
                    article: article.id.clone(),
                    path,
                    read_as: article.origin.encoding.clone(),
                    encodings: reading
                        .encodings
                        .iter()
                        .map(|name| (*name).to_owned())
                        .collect(),
                });
            }
            made.push(Arc::new(article));
        }
        if !made.is_empty() {
            self.inbox.push(Command::AddArticles(made));
        }
        match refused.as_slice() {
            [] => {}
            [only] => self.told(Notice::error("One file was not opened", only.clone())),
            many => {
                let title = format!("{} files were not opened", many.len());
                self.told(Notice::error(title, many.join(" ")));
            }
        }
    }

    /// Puts an article that was read in another encoding in the place of the one before.
    pub(super) fn article_read_again(&mut self, path: &Path, reading: Reading) {
        self.panels.progress = None;
        let Some(old) = self.file.doubtful.clone().filter(|old| old.path == path) else {
            return;
        };
        let marked = self.workbench.project().entry(&old.article);
        if marked.is_some_and(|entry| !entry.annotations().is_empty()) {
            let why = "It has marks, and its text would no longer fit them. Undo them first.";
            self.told(Notice::error("The article was not read again", why));
            return;
        }
        let article = self.article_of(&reading);
        if self
            .workbench
            .project()
            .entry_with_text(&article.text)
            .is_some()
        {
            let title = format!("It reads the same as {}", article.origin.encoding);
            self.told(Notice::plain(title, "Nothing was changed."));
            return;
        }
        self.file.doubtful = Some(Doubtful {
            article: article.id.clone(),
            read_as: article.origin.encoding.clone(),
            ..old.clone()
        });
        self.inbox
            .push(Command::AddArticles(vec![Arc::new(article)]));
        self.inbox.push(Command::RemoveArticle(old.article));
    }

    fn article_of(&mut self, reading: &Reading) -> Article {
        Article {
            id: (self.services.next_id)(),
            title: reading.title.clone(),
            text: Text::new(reading.text.as_str()),
            meta: reading.meta.clone(),
            origin: reading.origin.clone(),
        }
    }

    /// Saves where the project was saved before; asks where if it never was.
    pub(super) fn save(&mut self) {
        match self.file.path.clone() {
            Some(path) => self.save_to(path),
            None => self.save_as(),
        }
    }

    pub(super) fn save_as(&mut self) {
        let name = match self.file.name.as_str() {
            "untitled.ron" => self.name_from_title(),
            name => name.to_owned(),
        };
        self.ask_for_path(Purpose::SaveAs(name));
    }

    fn name_from_title(&self) -> String {
        let first = self.workbench.project().entries().first();
        let title = first
            .map(|entry| entry.article().title.as_str())
            .unwrap_or_default();
        let letters = title
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '-' });
        let name: String = letters
            .take(LONGEST_NAME)
            .collect::<String>()
            .to_lowercase();
        let words: Vec<&str> = name.split('-').filter(|word| !word.is_empty()).collect();
        match words.is_empty() {
            true => "project.ron".to_owned(),
            false => format!("{}.ron", words.join("-")),
        }
    }

    fn save_to(&mut self, path: PathBuf) {
        let revision = self.workbench.revision();
        self.file.saving = Some((path.clone(), revision));
        let project = self.workbench.project().clone();
        self.services.worker.ask(Request::Save {
            path,
            project,
            revision,
        });
    }

    /// The disk has a state. What was asked for before another project came, or before a newer
    /// state was sent after it, says nothing of what is shown now.
    pub(super) fn saved(&mut self, path: PathBuf, revision: Revision) {
        if self.file.saving != Some((path.clone(), revision)) {
            return;
        }
        self.file.saving = None;
        self.file.failed = false;
        self.file.name = name_of(&path);
        self.workbench.mark_saved(revision);
        self.remember(&path);
        self.file.path = Some(path);
        match self.then.take() {
            Some(then) if self.workbench.is_modified() => {
                // Edited meanwhile: what was asked for waits for another answer.
                self.then = Some(then);
                self.panels.ask_to_save(&self.file.name);
            }
            Some(then) => self.go_on(then),
            None => {}
        }
    }

    pub(super) fn not_saved(&mut self, path: &Path, why: String) {
        let shown = self.file.saving.as_ref().is_some_and(|(of, _)| of == path);
        if shown {
            self.file.saving = None;
            self.file.failed = true;
            self.then = None;
        }
        let title = format!("{} was not saved", name_of(path));
        let elsewhere = Command::Window(WindowCommand::SaveAs);
        self.told(Notice::error(title, why).with_action("Save as…", elsewhere));
    }

    /// Does something that ends the work on this project, once nothing unsaved would be lost.
    pub(super) fn leave(&mut self, ctx: &Context, then: Then) {
        self.file.given_up = false;
        if self.workbench.is_modified() {
            self.panels.ask_to_save(&self.file.name);
            self.then = Some(then);
        } else {
            self.go_on(then);
            ctx.request_repaint();
        }
    }

    /// The answer to «save before leaving?».
    pub(super) fn leave_answered(&mut self, save: Option<bool>) {
        match save {
            Some(true) => self.save(),
            Some(false) => {
                self.file.given_up = true;
                if let Some(then) = self.then.take() {
                    self.go_on(then);
                }
            }
            None => self.then = None,
        }
    }

    fn go_on(&mut self, then: Then) {
        match then {
            Then::Close => {
                let author = self.workbench.author().to_owned();
                self.workbench = Workbench::new(Project::default(), author);
                self.file = OpenFile::default();
                self.panels.project_changed();
            }
            Then::Quit => self.inbox.window(WindowCommand::Quit),
            Then::Open(paths) => self.services.worker.ask(Request::Open(paths)),
            Then::Sample => self.open_sample(),
        }
    }

    /// Asks the desktop for a path.
    pub(super) fn ask_for_path(&mut self, purpose: Purpose) {
        self.services.dialog.ask(&purpose);
        self.panels.asking = Some(purpose);
    }

    pub(super) fn dialog_answered(&mut self, answer: Answer) {
        let Some(purpose) = self.panels.asking.take() else {
            return;
        };
        match answer {
            Answer::Paths(paths) => self.path_given(&purpose, paths),
            Answer::Cancelled => self.then = None,
            Answer::NoDialog => self.panels.ask_for_path(purpose),
        }
    }

    /// Does what a path was wanted for.
    pub(super) fn path_given(&mut self, purpose: &Purpose, paths: Vec<PathBuf>) {
        let first = paths.first().cloned();
        if let Some(path) = self.taken_name(purpose, first.as_deref()) {
            self.panels.ask_for_path_at(purpose.clone(), &path);
            return;
        }
        match (purpose, first) {
            (Purpose::Open | Purpose::OpenFolder, Some(_)) => self.open_paths(paths),
            (Purpose::SaveAs(_), Some(path)) => self.save_to(with_extension(path, "ron")),
            (Purpose::Export(_), Some(path)) => {
                let project = self.workbench.project().clone();
                let path = with_extension(path, "jsonl");
                self.services.worker.ask(Request::Export(path, project));
            }
            (Purpose::LoadTagset, Some(path)) => {
                self.services.worker.ask(Request::LoadTagset(path));
            }
            (Purpose::SaveTagset(_), Some(path)) => {
                let tagset = Arc::clone(self.workbench.project().tagset());
                let path = with_extension(path, "ron");
                self.services.worker.ask(Request::SaveTagset(path, tagset));
            }
            (_, None) => {}
        }
    }

    /// The path that would be written because of an ending that is added, if a file is there that
    /// nobody was asked about.
    fn taken_name(&self, purpose: &Purpose, path: Option<&Path>) -> Option<PathBuf> {
        let extension = match purpose {
            Purpose::SaveAs(_) | Purpose::SaveTagset(_) => "ron",
            Purpose::Export(_) => "jsonl",
            Purpose::Open | Purpose::OpenFolder | Purpose::LoadTagset => return None,
        };
        let path = path?;
        let full = with_extension(path.to_owned(), extension);
        (full != path && store::exists(&RealDisk, &full)).then_some(full)
    }
}

/// A path that ends in an extension: it is added unless it is there, since a name may hold dots.
fn with_extension(path: PathBuf, extension: &str) -> PathBuf {
    let there = path
        .extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(extension));
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
