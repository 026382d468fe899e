//! The window of the import: what a dataset is, what it becomes, and where it goes.

pub mod data;
mod mapping;
mod ui;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Context, LayerId, Rect};

use self::data::{Form, Prospect};
use super::scene::Scene;
use super::seen::Seen;
use super::tables::{Note, TableAsk};
use super::widgets::dialog;
use super::worker::JobId;
use crate::formats::datasets::{Format, Mapping};
use crate::store::Source;

/// The window's title.
pub const TITLE: &str = "Import";

/// The window of the import; closed while there is nothing to import.
#[derive(Debug, Default)]
pub struct ImportWindow {
    shown: Option<Shown>,
}

/// A dataset that was read and not yet imported.
#[derive(Debug)]
struct Shown {
    /// What it is called.
    name: String,
    source: Arc<Source>,
    form: Form,
    /// What it looks like.
    looks: &'static Format,
    /// What tags became in each format the last time.
    memory: BTreeMap<String, Mapping>,
    wanted: Option<Key>,
    asked: Option<(JobId, Key)>,
    known: Option<(Key, Result<Prospect, String>)>,
    came: bool,
    /// Where its button was drawn.
    foot: Option<Rect>,
    /// What came of a table that was loaded or saved.
    note: Option<Note>,
}

/// The state and the form that something was asked or answered for.
type Key = (Seen, Form);

/// What is asked for in the window.
#[derive(Clone, Debug)]
pub enum Ask {
    /// To look what this becomes.
    Look(Arc<Source>, Box<Form>),
    /// To import it.
    Import,
    /// To load or save the table of what its tags become.
    Table(TableAsk),
}

/// What is to be imported.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// What it is called.
    pub name: String,
    /// How it was read.
    pub form: Form,
    /// What it becomes.
    pub prospect: Prospect,
}

impl ImportWindow {
    /// Shows a dataset. It joins the open project if they share an article, once that is known.
    /// Its tags become what they became the last time, by the format, as far as that is known.
    pub fn open(
        &mut self,
        name: String,
        source: Arc<Source>,
        format: &'static Format,
        memory: BTreeMap<String, Mapping>,
    ) {
        let mut shown = Shown {
            name,
            source,
            form: Form::new(format),
            looks: format,
            memory,
            wanted: None,
            asked: None,
            known: None,
            came: false,
            foot: None,
            note: None,
        };
        shown.form.mapping = shown.remembered();
        self.shown = Some(shown);
    }

    /// The table of what its tags become, with a row for each name of the dataset.
    pub fn table(&self) -> Option<Mapping> {
        let shown = self.shown.as_ref()?;
        let mapping = shown.form.mapping.clone();
        let Some(Ok(prospect)) = shown.prospect() else {
            return Some(mapping);
        };
        let imported = &prospect.imported;
        Some(mapping.complete(imported.foreign_tags.keys(), imported.foreign_links.keys()))
    }

    /// Takes a table in the place of what was chosen. Says how many names of the dataset it knows;
    /// a table that knows none changes nothing.
    pub fn take_table(&mut self, mapping: Mapping) -> usize {
        let Some(shown) = &mut self.shown else {
            return 0;
        };
        let known = match shown.prospect() {
            Some(Ok(prospect)) => prospect.named_in(&mapping),
            _ => 0,
        };
        if known > 0 {
            shown.form.mapping = mapping.without_identities();
        }
        known
    }

    /// Says what came of a table that was loaded or saved.
    pub fn note(&mut self, note: Note) {
        if let Some(shown) = &mut self.shown {
            shown.note = Some(note);
        }
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.shown.is_some()
    }

    /// Closes it, and forgets what it showed.
    pub fn close(&mut self) {
        self.shown = None;
    }

    /// Where its button stands, if it is open.
    pub fn foot_rect(&self) -> Option<Rect> {
        self.shown.as_ref()?.foot
    }

    /// Its layer.
    pub fn layer() -> LayerId {
        dialog::layer_of(TITLE)
    }

    /// Notes that the look was asked for as this request.
    pub fn looking(&mut self, job: JobId) {
        if let Some(shown) = &mut self.shown {
            let wanted = shown.wanted.take();
            shown.asked = wanted.map(|key| (job, key));
        }
    }

    /// Notes what came of a look.
    pub fn looked(&mut self, job: JobId, prospect: Result<Prospect, String>) {
        let Some(shown) = &mut self.shown else { return };
        let asked = shown.asked.take_if(|(of, _)| *of == job);
        let Some((mut key, prospect)) = asked.map(|(_, key)| (key, prospect)) else {
            return;
        };
        if let Ok(prospect) = &prospect
            && key.1.join.is_none()
        {
            let join = (prospect.known > 0).then_some(true).or(Some(false));
            shown.form.join = shown.form.join.or(join);
            // A new project is what was looked at already.
            if shown.form.join == Some(false) {
                key.1.join = shown.form.join;
            }
        }
        shown.known = Some((key, prospect));
    }

    /// Takes what is to be imported, if that is known as it is wished for.
    pub fn take(&mut self, seen: &Seen) -> Option<Taken> {
        let shown = self.shown.as_ref()?;
        let (key, prospect) = shown.known.as_ref()?;
        let ready = key.1 == shown.form && key.0 == *seen && prospect.is_ok();
        let shown = self.shown.take_if(|_| ready)?;
        let (_, prospect) = shown.known?;
        Some(Taken {
            name: shown.name,
            form: shown.form,
            prospect: prospect.ok()?,
        })
    }

    /// Whether the choice is to join the open project.
    pub fn joins(&self) -> bool {
        self.shown.as_ref().is_some_and(|it| it.form.joins())
    }

    /// Draws the window, if it is open; `project` is the name of the open project, if there is one.
    /// Returns what is asked for.
    pub fn ui(
        &mut self,
        ctx: &Context,
        scene: &mut Scene<'_>,
        project: Option<&str>,
    ) -> Option<Ask> {
        let shown = self.shown.as_mut()?;
        if project.is_none() {
            shown.form.join = Some(false);
        }
        let seen = Seen::of(scene.workbench);
        let (open, pressed) = shown.window(ctx, scene, project, &seen);
        if !open {
            self.close();
            return None;
        }
        pressed.or_else(|| shown.look(seen))
    }
}

impl Shown {
    /// What tags became the last time in the format that is chosen.
    fn remembered(&self) -> Mapping {
        let known = self.memory.get(self.form.format.name);
        known.cloned().unwrap_or_default()
    }

    /// Reads it as another format, whose tags become what they became the last time, unless
    /// something else was chosen.
    fn read_as(&mut self, format: &'static Format) {
        let as_last = self.form.mapping == self.remembered();
        self.form.format = format;
        self.form.unit = None;
        if as_last {
            self.form.mapping = self.remembered();
        }
    }

    /// Asks what it becomes, unless that is known or being found out.
    fn look(&mut self, seen: Seen) -> Option<Ask> {
        let key = (seen, self.form.clone());
        let known = self.known.as_ref().is_some_and(|(of, _)| *of == key);
        if known || self.asked.is_some() {
            return None;
        }
        self.wanted = Some(key);
        let form = Box::new(self.form.clone());
        Some(Ask::Look(Arc::clone(&self.source), form))
    }

    /// Whether what is known is what is wished for.
    fn is_ready(&self, seen: &Seen) -> bool {
        let known = self.known.as_ref();
        known.is_some_and(|((of, form), prospect)| {
            of == seen && *form == self.form && prospect.is_ok()
        })
    }

    /// What is known: the last look, while a newer one is on its way.
    fn prospect(&self) -> Option<Result<&Prospect, &str>> {
        let ((_, form), prospect) = self.known.as_ref()?;
        let same = form.format.name == self.form.format.name;
        same.then(|| prospect.as_ref().map_err(String::as_str))
    }
}
