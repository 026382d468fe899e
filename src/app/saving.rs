//! Saving, and leaving what is not saved.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::dialogs::refused::Refusal;
use super::file_dialog::Purpose;
use super::files::Then;
use super::keeping::{KeptFile, SharedFile};
use super::window::App;
use super::worker::{JobId, Request, name_of};
use crate::command::{Command, WindowCommand};
use crate::history::Revision;
use crate::store::Allowed;
use crate::workbench::Notice;

/// The longest file name that is made from a title, in letters.
const LONGEST_NAME: usize = 60;

/// A save that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saving {
    /// The request. Answers to others say nothing of what is shown now.
    pub job: JobId,
    /// The state that is being written.
    pub revision: Revision,
}

impl App {
    /// Saves where the project was saved before; asks where if it never was.
    pub(super) fn save(&mut self) {
        match self.file.path.clone().filter(|_| !self.file.read_only) {
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

    pub(super) fn save_to(&mut self, path: PathBuf) {
        self.save_allowed(path, Allowed::default());
    }

    /// Saves to a file, with what the user has allowed.
    pub(super) fn save_allowed(&mut self, path: PathBuf, allowed: Allowed) {
        let announcer = self.announcer();
        let known = |file: &SharedFile| {
            let file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.file.path() == path
        };
        // A file that was opened to be read is no more ours than any other.
        let own = self.project_file.clone().filter(|_| !self.file.read_only);
        let own = own.filter(known);
        let file = own.unwrap_or_else(|| Arc::new(Mutex::new(KeptFile::chosen(&path))));
        self.saving_file = Some(Arc::clone(&file));
        let revision = self.workbench.revision();
        let project = self.workbench.project().clone();
        let job = self.services.worker.ask(Request::Save {
            path,
            file,
            project,
            revision,
            allowed,
            announcer,
            by: self.signature(),
        });
        self.file.saving = Some(Saving { job, revision });
    }

    /// The disk has a state. What was asked for before another project came, or before a newer
    /// state was sent after it, says nothing of what is shown now.
    pub(super) fn saved(&mut self, job: JobId, path: PathBuf, revision: Revision) {
        if self.file.saving.is_none_or(|saving| saving.job != job) {
            return;
        }
        self.file.saving = None;
        self.file.failed = false;
        self.file.is_sample = false;
        self.file.name = name_of(&path);
        self.workbench.mark_saved(revision);
        self.remember(&path);
        self.file.path = Some(path);
        self.keep_hidden();
        self.file.read_only = false;
        self.workbench.set_read_only(false);
        let before = std::mem::replace(&mut self.project_file, self.saving_file.take());
        if let Some(before) = before {
            self.services.worker.ask(Request::LetGo(before));
        }
        self.journal_saved();
        match self.then.take() {
            // Edited meanwhile: what was asked for waits for another answer.
            Some(then) if self.workbench.is_modified() => self.wait_for_save(then),
            Some(then) => self.go_on(then),
            None => {}
        }
    }

    pub(super) fn not_saved(
        &mut self,
        job: JobId,
        path: &Path,
        why: String,
        refusal: Option<Refusal>,
    ) {
        let title = format!("{} was not saved", name_of(path));
        let notice = Notice::error(title, why);
        if self.file.saving.is_none_or(|saving| saving.job != job) {
            self.told(notice);
            return;
        }
        self.file.saving = None;
        self.file.failed = true;
        self.then = None;
        if let Some(file) = self.saving_file.take() {
            // A lock of a file that is not the project's after all goes with it.
            self.services.worker.ask(Request::LetGo(file));
        }
        if let Some(refusal) = refusal {
            let now = (self.services.clock)();
            self.panels.ask_refused(path, refusal, now);
            return;
        }
        let elsewhere = Command::Window(WindowCommand::SaveAs);
        self.told(notice.with_action("Save as…", elsewhere));
    }

    /// Whether leaving now would lose work that the user has not given up.
    pub(super) fn would_lose_work(&self) -> bool {
        let now = self.workbench.revision();
        self.workbench.is_modified() && self.file.given_up != Some(now)
    }

    /// Does something that ends the work on this project, once nothing unsaved would be lost.
    pub(super) fn leave(&mut self, then: Then) {
        self.file.given_up = None;
        match self.workbench.is_modified() {
            true => self.wait_for_save(then),
            false => self.go_on(then),
        }
    }

    /// Keeps something for when the work is saved: asks, unless it is being saved already.
    pub(super) fn wait_for_save(&mut self, then: Then) {
        self.then = Some(then);
        let now = self.workbench.revision();
        let on_its_way = self
            .file
            .saving
            .is_some_and(|saving| saving.revision == now);
        if !on_its_way {
            self.panels.ask_to_save(&self.file.name);
        }
    }

    /// The answer to «save before leaving?».
    pub(super) fn leave_answered(&mut self, save: Option<bool>) {
        match save {
            Some(true) => self.save(),
            Some(false) => {
                self.file.given_up = Some(self.workbench.revision());
                if let Some(then) = self.then.take() {
                    self.go_on(then);
                }
            }
            None => self.then = None,
        }
    }

    fn go_on(&mut self, then: Then) {
        match then {
            Then::Close => self.close_project(),
            Then::Quit => self.inbox.window(WindowCommand::Quit),
            Then::Open(paths) => self.read(paths),
            Then::Sample => self.open_sample(),
            Then::Import => self.import(),
            Then::Blind(path) => self.hide_marks_of(path),
        }
    }
}
