//! Articles whose files were edited outside, and parts that come back from aside.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::dialogs::reread::{RereadAnswer, RereadDialog};
use super::files::Source;
use super::window::App;
use super::worker::{Again, OtherWords, Request, name_of};
use crate::command::Command;
use crate::project::{Id, Project};
use crate::workbench::Notice;

const CHANGED_MEANWHILE: &str = "The project was changed meanwhile: try again.";

impl App {
    /// Looks whether the file of the article in view has other words now.
    pub(super) fn reread(&mut self) {
        let Some(entry) = self.workbench.entry() else {
            return;
        };
        let article = entry.article().id.clone();
        let paths = self.paths_of(&article, &entry.article().origin.file);
        if paths.is_empty() {
            let why = "It was pasted, or its project stands in no file beside which it could be.";
            self.told(Notice::plain("This article has no file", why));
            return;
        }
        let project = self.workbench.project().clone();
        let request = Request::Reread(article, paths, project);
        self.services.worker.ask(request);
    }

    /// Where the file of an article may stand: where it was read in this run, and beside the project.
    fn paths_of(&self, article: &Id, file: &str) -> Vec<PathBuf> {
        let read = self.file.sources.get(article);
        let read = read.map(|source| source.path.clone());
        // A project is not followed to other folders.
        let plain = Path::new(file).file_name() == Some(file.as_ref());
        let beside = self.file.path.as_ref().filter(|_| plain);
        let beside = beside.map(|project| project.with_file_name(file));
        read.into_iter().chain(beside).collect()
    }

    /// What the file of an article says now.
    pub(super) fn reread_seen(&mut self, again: Again) {
        match again {
            Again::Same(path) => {
                let title = format!("{} says what the article says", name_of(&path));
                self.told(Notice::good(title, "Nothing was changed."));
            }
            Again::Known(article) => {
                let title = "The file says what another article says";
                self.told(Notice::plain(title, "Nothing was changed."));
                self.inbox.push(Command::ShowArticle(article));
            }
            Again::Other(other) => self.panels.reread = Some(RereadDialog::new(*other)),
        }
    }

    /// What the user wants of the other words.
    pub(super) fn reread_answered(&mut self, other: OtherWords, answer: RereadAnswer) {
        let RereadAnswer::Take(chosen) = answer else {
            return;
        };
        self.take_words(other, &chosen);
    }

    fn take_words(&mut self, other: OtherWords, chosen: &BTreeSet<Id>) {
        let OtherWords {
            path,
            ours,
            mut article,
            reread,
        } = other;
        let id = (self.services.next_id)();
        article.id = id.clone();
        let (title, encoding) = (article.title.clone(), article.origin.encoding.clone());
        let taken = match reread.taken(&ours, article, chosen) {
            Ok(taken) => taken,
            Err(error) => {
                self.told(Notice::error(
                    "The file’s words were not taken over",
                    error.to_string(),
                ));
                return;
            }
        };
        let step = format!("Take over the words of {}", name_of(&path));
        if !self.become_unless_changed(&ours, &taken.project, &step) {
            return;
        }
        let source = Source {
            path,
            read_as: encoding,
        };
        self.file.sources.insert(id.clone(), source);
        self.inbox.push(Command::ShowArticle(id));
        let words = match taken.earlier_stays {
            true => "The marks that were not taken over stay on the earlier text.",
            false => "All its marks went over to them.",
        };
        let notice = Notice::good(format!("«{title}» has the words of its file"), words);
        self.told(notice.with_action("Undo", Command::Undo).about_the_step());
    }

    /// Puts a part that was kept aside where its words stand.
    pub(super) fn put_back(&mut self, place: usize) {
        let project = self.workbench.project().clone();
        self.services.worker.ask(Request::PutBack(place, project));
    }

    /// A part that was kept aside can be put back.
    pub(super) fn was_put_back(&mut self, ours: &Project, project: &Project) {
        let count = ours.aside().len().saturating_sub(project.aside().len());
        if !self.become_unless_changed(ours, project, "Put back a damaged part") {
            return;
        }
        let title = match count {
            1 => "It is back where its words stand".to_owned(),
            many => format!("{many} parts are back: it, and what waited for it"),
        };
        let notice = Notice::good(title, "").with_action("Undo", Command::Undo);
        self.told(notice.about_the_step());
    }

    /// Makes the open project another one in one step, if it is still the one that was looked at.
    fn become_unless_changed(&mut self, ours: &Project, other: &Project, step: &str) -> bool {
        if self.workbench.project() != ours {
            self.told(Notice::warning("Nothing was changed", CHANGED_MEANWHILE));
            return false;
        }
        let outcome = self.workbench.become_project(other, step);
        if let Some(notice) = outcome.notice {
            self.told(notice);
        }
        outcome.changed
    }
}
