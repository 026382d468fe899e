//! The window of the export: for what, whose marks, what is lost, how it will begin.

pub mod data;
pub(super) mod options;
mod sights;
mod ui;

use egui::{Context, LayerId, Rect};

use self::data::{Facts, Offer};
use super::scene::Scene;
use super::seen::Seen;
use super::tables::{Note, TableAsk};
use super::widgets::dialog;
use super::worker::JobId;
use crate::formats::datasets::Mapping;
use crate::formats::datasets::export::{Export, Heeds, Wish, WishError};
use crate::formats::datasets::sight::Sight;
use crate::project::Id;

/// The window's title.
pub const TITLE: &str = "Export";

/// The shares that are offered first.
const SHARES: &str = "80/10/10";

/// The window of the export. What was wished for stays while it is closed.
#[derive(Debug, Default)]
pub struct ExportWindow {
    open: bool,
    wish: Wish,
    /// What is typed to find a format.
    filter: String,
    /// The field for it was given the focus.
    came: bool,
    /// Enter was pressed in it.
    entered: bool,
    /// The chosen format must be brought into view.
    reveal: bool,
    facts: Facts,
    heeds: Option<(String, Heeds)>,
    look: Look,
    /// The file whose first lines are shown, by its place.
    file: Option<usize>,
    tags_unfolded: bool,
    /// The figures of the review that is open are there.
    measured: bool,
    /// The seed as it is typed.
    seed: Option<String>,
    /// Where its buttons were drawn.
    foot: Option<Rect>,
    /// What came of a table that was loaded or saved.
    note: Option<Note>,
}

/// What is asked for in the window.
#[derive(Clone, Debug)]
pub enum Ask {
    /// To look how this will begin.
    Look(Box<Export>),
    /// To write it where the user will say.
    Write(Box<Export>),
    /// To write it where it was written last.
    Again,
    /// To show the marks that a loss befalls, with their articles; the words name the loss.
    Show(String, Vec<(Id, Id)>),
    /// To load or save the table of what tags become.
    Table(TableAsk),
}

/// The state and the wish that something was asked or answered for, and whether there were figures.
type Key = (Seen, Wish, bool);

/// How the export will begin, as far as that is known.
#[derive(Debug, Default)]
struct Look {
    wanted: Option<Key>,
    asked: Option<(JobId, Key)>,
    known: Option<(Key, Result<Sight, String>)>,
}

impl ExportWindow {
    /// Opens the window; `wish` is what was wished for last, if nothing was since.
    pub fn open(&mut self, wish: Option<Wish>) {
        if let Some(wish) = wish {
            self.wish = wish;
        } else if self.wish == Wish::default() {
            // A person opens tables in a spreadsheet; only programs want them as they are.
            self.wish.guard_formulas = true;
        }
        self.open = true;
        self.came = false;
        self.reveal = true;
        self.note = None;
        self.filter.clear();
    }

    /// Closes it; what was wished for stays.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Where its buttons stand, if it is open.
    pub fn foot_rect(&self) -> Option<Rect> {
        self.foot.filter(|_| self.open)
    }

    /// Its layer.
    pub fn layer() -> LayerId {
        dialog::layer_of(TITLE)
    }

    /// What is wished for.
    pub fn wish(&self) -> &Wish {
        &self.wish
    }

    /// The table of what tags become, with a row for each tag.
    pub fn table(&self) -> Mapping {
        let mapping = Mapping {
            tags: self.wish.tags.clone(),
            links: std::collections::BTreeMap::new(),
        };
        let tags = self.facts.tags.iter().map(|tag| tag.id.to_string());
        mapping.complete(&tags.collect::<Vec<_>>(), &[])
    }

    /// Takes a table in the place of what was chosen. Says how many tags of the project it names;
    /// a table that names none changes nothing.
    pub fn take_table(&mut self, mapping: Mapping) -> usize {
        let tags = self.facts.tags.iter();
        let named = tags.filter(|tag| mapping.tags.contains_key(tag.id.as_str()));
        let named = named.count();
        if named > 0 {
            self.wish.tags = mapping.without_identities().tags;
            self.tags_unfolded = true;
        }
        named
    }

    /// Notes whether the figures of a review are there.
    pub fn measured(&mut self, measured: bool) {
        self.measured = measured;
    }

    /// Says what came of a table that was loaded or saved.
    pub fn note(&mut self, note: Note) {
        self.note = Some(note);
    }

    /// Notes that the look was asked for as this request.
    pub fn looking(&mut self, job: JobId) {
        let wanted = self.look.wanted.take();
        self.look.asked = wanted.map(|key| (job, key));
    }

    /// Notes what came of a look.
    pub fn looked(&mut self, job: JobId, sight: Result<Sight, String>) {
        let asked = self.look.asked.take_if(|(of, _)| *of == job);
        if let Some((_, key)) = asked {
            self.look.known = Some((key, sight));
        }
    }

    /// Draws the window, if it is open. `again` says where the last export went, if it can go
    /// there again. Returns what is asked for.
    pub fn ui(
        &mut self,
        ctx: &Context,
        scene: &mut Scene<'_>,
        name: &str,
        again: Option<&str>,
    ) -> Option<Ask> {
        if !self.open {
            return None;
        }
        self.facts.refresh(scene.workbench);
        let offer = Offer::of(&self.wish.format);
        if self.heeds.as_ref().is_none_or(|(of, _)| *of != offer.name) {
            let heeds = offer.format.map(crate::formats::datasets::Format::heeds);
            self.heeds = Some((offer.name.to_owned(), heeds.unwrap_or_default()));
            self.file = None;
        }
        let pressed = self.window(ctx, scene, name, again);
        pressed.or_else(|| self.look(scene, name))
    }

    /// Asks how the export begins, unless that is known or being found out.
    fn look(&mut self, scene: &Scene<'_>, name: &str) -> Option<Ask> {
        let key = (Seen::of(scene.workbench), self.wish.clone(), self.measured);
        let known = self.look.known.as_ref().is_some_and(|(of, _)| *of == key);
        if known || self.look.asked.is_some() {
            return None;
        }
        let export = self.wish.export(name).ok()?;
        self.look.wanted = Some(key);
        Some(Ask::Look(Box::new(export)))
    }

    /// Why what is wished for cannot be written, in a few words; nothing if it can.
    fn wrong(&self, name: &str) -> Option<&'static str> {
        if let Err(error) = self.wish.export(name) {
            return Some(match error {
                WishError::NoFormat(_) => "Choose a format.",
                WishError::Shares(_) => "Write shares such as 80/10/10.",
            });
        }
        if self.wish.annotators.as_ref().is_some_and(Vec::is_empty) {
            return Some("Choose somebody.");
        }
        // Nobody shall get the parts of a seed that stands nowhere.
        let seed = self.seed.as_ref().filter(|_| self.wish.split.is_some());
        let wrong = seed.is_some_and(|typed| options::seed(typed).is_none());
        wrong.then_some("Write the seed as a whole number, such as 7.")
    }

    fn heeds(&self) -> Heeds {
        let heeds = self.heeds.as_ref();
        heeds.map(|(_, heeds)| *heeds).unwrap_or_default()
    }
}
