//! The workbench: the whole program without pixels or disk.
//!
//! It holds the project, its history and what the user is looking at, and changes only by
//! [`Workbench::dispatch`]. Time and ids come in with each command, so that the same commands
//! always give the same project.

mod articles;
mod changing;
mod commenting;
mod dispatch;
mod filter;
mod identities;
mod joining;
mod linking;
mod navigating;
mod outcome;
mod review;
mod selecting;
mod stepping;
mod tagging;
mod tagging_all;
mod tagset_changes;

use std::sync::Arc;

pub use self::review::ReviewDesk;
pub use filter::Filter;
pub use outcome::{Mood, Notice, Outcome, Request};
pub use selecting::Selection;

use crate::command::{Command, WindowCommand};
use crate::history::{Field, Happening, History, Revision, Whereabouts};
use crate::project::{Annotation, Edit, EditError, Entry, Id, Project, Tag, Time, edits_between};
use crate::review::settle::decided;

/// What a command needs from the world: the time, and new ids.
pub struct World<'a> {
    /// Now.
    pub now: Time,
    /// Gives an id that nothing else has, in this project or a colleague's.
    pub next_id: &'a mut dyn FnMut() -> Id,
}

/// A project under work.
#[derive(Clone, Debug, Default)]
pub struct Workbench {
    project: Project,
    history: History,
    saved: Revision,
    article: Option<Id>,
    selection: Selection,
    armed: Option<Id>,
    last_tag: Option<Id>,
    filter: Filter,
    author: String,
    review: Option<ReviewDesk>,
    read_only: bool,
}

impl Workbench {
    /// A project to work on, as it was read; its first article is in view.
    pub fn new(project: Project, author: impl Into<String>) -> Self {
        let article = project
            .entries()
            .first()
            .map(|entry| entry.article().id.clone());
        Self {
            project,
            article,
            author: author.into(),
            ..Self::default()
        }
    }

    /// A project with what was done to it since it was last saved: the user is where they were then.
    pub fn recovered(project: Project, history: History, author: impl Into<String>) -> Self {
        let place = history.done().last().map(|step| step.after().clone());
        let mut bench = Self {
            history,
            ..Self::new(project, author)
        };
        if let Some(place) = place {
            bench.stand_at(place);
        }
        bench
    }

    /// Gives a project that was just opened what could be undone in it when it was saved. Once
    /// something has happened it is too late.
    pub fn restore(&mut self, mut history: History) {
        if self.history.revision() == Revision::default() && self.history.undone().is_empty() {
            history.listen();
            self.saved = history.revision();
            self.history = history;
        }
    }

    /// Remembers from now on what happens to the project, until it is asked for.
    pub fn listen(&mut self) {
        self.history.listen();
    }

    /// What happened to the project since it was last asked for, in order.
    pub fn happened(&mut self) -> Vec<Happening> {
        self.history.happened()
    }

    /// Says that no state of this project is on the disk, not even the first.
    pub fn mark_unsaved(&mut self) {
        self.saved = Revision::nowhere();
    }

    /// The project.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// What was done and undone.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The state that the project is in.
    pub fn revision(&self) -> Revision {
        self.history.revision()
    }

    /// Whether the project differs from what was last saved.
    pub fn is_modified(&self) -> bool {
        self.saved != self.history.revision()
    }

    /// Says that the state `revision` is on the disk. Only the shell knows when that is so.
    pub fn mark_saved(&mut self, revision: Revision) {
        self.saved = revision;
    }

    /// The article in view with its marks.
    pub fn entry(&self) -> Option<&Entry> {
        self.article.as_ref().and_then(|id| self.project.entry(id))
    }

    /// What is selected.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// The selected mark.
    pub fn selected(&self) -> Option<&Arc<Annotation>> {
        self.selection
            .mark
            .as_ref()
            .and_then(|id| self.entry()?.annotation(id))
    }

    /// The tag that tags each selection as it ends.
    pub fn armed(&self) -> Option<&Tag> {
        self.armed
            .as_ref()
            .and_then(|id| self.project.tagset().tag(id))
    }

    /// The tag that was used last.
    pub fn last_tag(&self) -> Option<&Tag> {
        self.last_tag
            .as_ref()
            .and_then(|id| self.project.tagset().tag(id))
    }

    /// Which marks are shown.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The name that goes on each new mark.
    pub fn author(&self) -> &str {
        &self.author
    }

    /// Gives the annotator another name; marks that are there keep theirs.
    pub fn set_author(&mut self, author: impl Into<String>) {
        self.author = author.into();
    }

    /// Says whether the project may only be read. Whatever would change it is refused then.
    pub fn set_read_only(&mut self, read_only: bool) {
        self.read_only = read_only;
    }

    /// Makes the project what another one is, as one step of the history.
    pub fn become_project(&mut self, other: &Project, name: impl Into<String>) -> Outcome {
        match edits_between(&self.project, other) {
            Ok(edits) => self.commit(name, edits, self.selection.mark.clone()),
            Err(error) => refused(&error),
        }
    }

    fn whereabouts(&self) -> Whereabouts {
        Whereabouts {
            article: self.article.clone(),
            mark: self.selection.mark.clone(),
            range: Some(self.selection.range()),
            more: self.selection.more.clone(),
        }
    }

    /// Goes to where the user was.
    fn stand_at(&mut self, place: Whereabouts) {
        let here = self.whereabouts();
        let same = here.article == place.article && here.more == place.more;
        if !same || here.range != place.range {
            let range = place.range.unwrap_or_default();
            self.article = place.article;
            self.selection = Selection {
                anchor: range.start,
                head: range.end,
                more: place.more,
                ..Selection::default()
            };
        }
        self.selection.mark = place.mark;
        self.repair();
    }

    /// Makes edits as one step of the history; afterwards `mark` is selected.
    fn commit(&mut self, name: impl Into<String>, edits: Vec<Edit>, mark: Option<Id>) -> Outcome {
        self.commit_field(name, edits, mark, None)
    }

    fn commit_field(
        &mut self,
        name: impl Into<String>,
        edits: Vec<Edit>,
        mark: Option<Id>,
        field: Option<Field>,
    ) -> Outcome {
        let after = Whereabouts {
            mark,
            ..self.whereabouts()
        };
        self.commit_going(name, edits, after, field)
    }

    /// Makes edits as one step of the history, after which the user is somewhere else.
    fn commit_going(
        &mut self,
        name: impl Into<String>,
        edits: Vec<Edit>,
        after: Whereabouts,
        field: Option<Field>,
    ) -> Outcome {
        if edits.is_empty() {
            return Outcome::default();
        }
        if self.read_only {
            return locked();
        }
        let places = (self.whereabouts(), after.clone());
        let decided = decided(&edits);
        match self
            .history
            .commit(&mut self.project, name, edits, places, field)
        {
            Ok(()) => {
                if let Some(desk) = &mut self.review {
                    desk.follow(&self.project, &decided);
                }
                self.stand_at(after);
                Outcome::changed()
            }
            Err(error) => refused(&error),
        }
    }

    /// Forgets what is no longer there, so that nothing holds a stale id.
    fn repair(&mut self) {
        let gone = self
            .article
            .as_ref()
            .is_some_and(|id| self.project.entry(id).is_none());
        if gone || self.article.is_none() {
            let first = self.project.entries().first();
            self.article = first.map(|entry| entry.article().id.clone());
            self.selection = Selection::default();
        }
        if self.selected().is_none() {
            self.selection.mark = None;
        }
        if self.armed().is_none_or(|tag| tag.retired) {
            self.armed = None;
        }
        if self.last_tag().is_none_or(|tag| tag.retired) {
            self.last_tag = None;
        }
        self.filter.retain(self.project.tagset());
    }
}

/// The project may only be read.
fn locked() -> Outcome {
    let why = "Save it under another name to change it.";
    let notice = Notice::warning("This project is open to be read only", why);
    let elsewhere = Command::Window(WindowCommand::SaveAs);
    Outcome::notice(notice.with_action("Save as…", elsewhere))
}

/// An edit that the project refused. Commands look before they edit, so this is a fault of the
/// program; it costs nothing but the one step.
fn refused(error: &EditError) -> Outcome {
    Outcome::notice(Notice::error(
        "Nothing was changed",
        format!("The project refused it: {error}."),
    ))
}
