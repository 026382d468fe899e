//! How far those who take part in a review agree: the figures beside the matrix of tags, and the
//! window with a matrix of pairs, a table by tag and article, and a strip of disagreement.
//!
//! The figures are measured away from the frame, as the projects were when the review was opened.

pub mod data;
mod tables;
mod ui;

use std::sync::Arc;

pub(super) use ui::beside;

use egui::{Context, LayerId};

use self::data::{ByTag, Figures, Stretch};
use crate::app::scene::Scene;
use crate::app::widgets::dialog;
use crate::app::worker::JobId;
use crate::project::{Article, Id};
use crate::review::agreement::Agreement;
use crate::workbench::{ReviewDesk, Workbench};

/// The window's title.
pub const TITLE: &str = "Agreement";

/// What is known of the figures of the review that is open, and the window that shows them.
#[derive(Debug, Default)]
pub struct Measures {
    /// The window is open.
    pub open: bool,
    /// Of which review.
    of: Option<Id>,
    state: State,
    /// The measure that the tables show, by its place.
    shown: usize,
    table: Option<ByTag>,
    /// Where in which article disputes begin.
    strip: Option<(Id, Vec<Stretch>)>,
}

/// How far the measuring is.
#[derive(Debug, Default)]
enum State {
    /// Nobody has asked for it, or it was left.
    #[default]
    None,
    /// It goes on; this share is done.
    Going(JobId, f32),
    /// It is done.
    Done(Arc<Figures>),
    /// It failed; why, in a sentence.
    Failed(String),
}

/// What is asked for in the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// To leave the measuring.
    Cancel,
    /// To measure after all.
    Again,
    /// To write the figures to a file.
    Save,
}

impl Measures {
    /// What must be measured now: the review that is open, if it is another than before. Says also
    /// which measuring is not wanted any more.
    pub fn follow(&mut self, workbench: &Workbench) -> (Option<Id>, Option<JobId>) {
        let now = workbench.review().map(|desk| desk.id().clone());
        if now == self.of {
            return (None, None);
        }
        let left = match std::mem::take(&mut self.state) {
            State::Going(job, _) => Some(job),
            _ => None,
        };
        self.of.clone_from(&now);
        self.table = None;
        self.strip = None;
        self.open &= now.is_some();
        (now, left)
    }

    /// Notes that the measuring was asked for as this request.
    pub fn measuring(&mut self, job: JobId) {
        self.state = State::Going(job, 0.0);
    }

    /// Notes how far it is.
    pub fn progressed(&mut self, job: JobId, share: f32) {
        if let State::Going(of, done) = &mut self.state
            && *of == job
        {
            *done = share;
        }
    }

    /// Notes what came of it: figures, nothing if it was left, or why it failed.
    pub fn measured(&mut self, job: JobId, found: Result<Option<Agreement>, String>) {
        if !matches!(self.state, State::Going(of, _) if of == job) {
            return;
        }
        self.state = match found {
            Ok(Some(agreement)) => State::Done(Arc::new(Figures::new(agreement))),
            Ok(None) => State::None,
            Err(why) => State::Failed(why),
        };
    }

    /// The measuring that goes on.
    pub fn going(&self) -> Option<JobId> {
        match self.state {
            State::Going(job, _) => Some(job),
            _ => None,
        }
    }

    /// The figures, once they are there.
    pub fn figures(&self) -> Option<&Arc<Figures>> {
        match &self.state {
            State::Done(figures) => Some(figures),
            _ => None,
        }
    }

    /// The strip of an article.
    fn strip(&mut self, desk: &ReviewDesk, article: &Article) -> &[Stretch] {
        let id = &article.id;
        let (_, strip) = match self.strip.take().filter(|(of, _)| of == id) {
            Some(known) => self.strip.insert(known),
            None => {
                let length = article.text.len().0;
                let found = data::strip(desk.review(), id, length, tables::STRETCHES);
                self.strip.insert((id.clone(), found))
            }
        };
        strip
    }

    /// The window's layer.
    pub fn layer() -> LayerId {
        dialog::layer_of(TITLE)
    }

    /// Draws the window, if it is open. Returns what is asked for.
    pub fn window(&mut self, ctx: &Context, scene: &mut Scene<'_>) -> Option<Ask> {
        if !self.open {
            return None;
        }
        let workbench = scene.workbench;
        let Some(desk) = workbench.review() else {
            self.open = false;
            return None;
        };
        if self.table.is_none() {
            self.table = Some(table(workbench, desk));
        }
        ui::window(self, ctx, scene)
    }
}

/// The table by tag and article, with names and titles as the open project has them.
fn table(workbench: &Workbench, desk: &ReviewDesk) -> ByTag {
    let project = workbench.project();
    let name = |tag: &Id| {
        let known = project.tagset().tag(tag);
        known.map_or_else(|| tag.to_string(), |tag| tag.name.clone())
    };
    let title = |article: &Id| {
        let entry = project.entry(article);
        entry.map_or_else(|| article.to_string(), |it| it.article().title.clone())
    };
    ByTag::of(desk.review(), name, title)
}
