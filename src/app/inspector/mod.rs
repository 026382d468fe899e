//! The inspector: what is selected, and everything that can be said of it.
//!
//! `data`, `article_data`, `identities` and `when` say what there is to show; the other files
//! draw it and turn gestures into commands.

mod article;
pub mod article_data;
pub mod data;
mod drawer;
pub mod identities;
mod links;
mod mark;
mod parts;
mod picker;
mod testing;
mod values;
pub mod when;
mod words;

use std::sync::{Arc, Weak};

use egui::{Frame, Margin, ScrollArea, Ui};

use self::data::InspectorData;
use self::identities::Identities;
use self::links::Unfolded;
use self::mark::{footer, footer_height};
use self::picker::Picker;
use super::scene::Scene;
use super::theme::Theme;
use super::widgets::empty::empty;
use crate::app::comments::Draft;
use crate::app::drafts::Drafts;
use crate::history::Revision;
use crate::project::{Article, Id};
use crate::workbench::Selection;

/// The inspector's own state: what is unfolded and what is being typed.
#[derive(Debug, Default)]
pub struct Inspector {
    /// Give the wording of the selected implicit mark the focus, once.
    pub focus_wording: bool,
    /// Give the note of the selected mark the focus, once.
    pub focus_note: bool,
    /// Give the identity of the selected mark the focus, once.
    pub focus_identity: bool,
    /// Comments on the selected mark.
    pub thread: Draft,
    /// Whether the drawer of a narrow window is raised.
    pub drawer_open: bool,
    /// Show the article although something is selected: for as long as this stays selected.
    details: Option<Selection>,
    shown: Shown,
    identities: Identities,
    drafts: Drafts,
    picker: Picker,
    unfolded: Unfolded,
    whole_quote: Option<Id>,
    fragment_hint: Option<Id>,
    new_field: Option<String>,
    focus_new_field: bool,
}

/// What is shown, as long as nothing that it rests on changes.
#[derive(Debug, Default)]
struct Shown {
    key: Option<Key>,
    article: Weak<Article>,
    data: Arc<InspectorData>,
}

type Key = (Revision, Selection, Option<Id>, bool);

impl Inspector {
    /// Shows the article's details until something else is selected.
    pub fn show_details(&mut self, selection: &Selection) {
        self.details = Some(selection.clone());
    }

    /// Shows the inspector in all of `ui`; the space at its edges is its own.
    pub fn ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let data = self.refresh(ui, scene);
        let theme = Theme::of(ui);
        let pad = Margin {
            top: Margin::from(theme.space.s4).top,
            bottom: Margin::from(theme.space.s4).bottom,
            ..Margin::from(theme.space.s5)
        };
        let height = ui.available_height() - pad.sum().y;
        ScrollArea::vertical()
            .id_salt("inspector")
            .auto_shrink(false)
            .show(ui, |ui| {
                Frame::new().inner_margin(pad).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    self.view(ui, scene, &data);
                    if let InspectorData::Mark(mark) = &*data {
                        let used = ui.min_rect().height() + footer_height(mark);
                        let gap = ui.spacing().item_spacing.y;
                        ui.add_space((height - used - gap).max(theme.space.s4));
                        ui.spacing_mut().item_spacing.y = 0.0;
                        footer(ui, scene, mark);
                    }
                });
            });
        self.focus_given();
    }

    /// A wish for focus holds for one frame: what is not there then is not to take it later.
    fn focus_given(&mut self) {
        self.focus_wording = false;
        self.focus_note = false;
        self.focus_identity = false;
    }

    /// Shows what is selected.
    fn view(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, data: &InspectorData) {
        match data {
            InspectorData::Mark(mark) => {
                ui.push_id(mark.id.as_str(), |ui| self.mark_ui(ui, scene, mark));
            }
            InspectorData::Words(words) => words::words_ui(ui, scene, words),
            InspectorData::Article(article) => {
                ui.push_id(article.id.as_str(), |ui| {
                    self.article_ui(ui, scene, article)
                });
            }
            InspectorData::Empty => {
                empty(ui, |ui| {
                    ui.label("Open an article: what is known about it stands here.")
                });
            }
        }
    }

    /// Brings what is shown up to date with the workbench; costs nothing where nothing changed.
    fn refresh(&mut self, ui: &Ui, scene: &Scene<'_>) -> Arc<InspectorData> {
        let workbench = scene.workbench;
        let selection = workbench.selection();
        if self
            .details
            .as_ref()
            .is_some_and(|details| details != selection)
        {
            self.details = None;
        }
        let details = self.details.is_some();
        let last = workbench.last_tag().map(|tag| tag.id.clone());
        let key = (workbench.revision(), selection.clone(), last, details);
        let article = workbench
            .entry()
            .map(|entry| Arc::downgrade(entry.article()));
        let article = article.unwrap_or_default();
        let same = Weak::ptr_eq(&article, &self.shown.article);
        if same && self.shown.key.as_ref() == Some(&key) {
            return Arc::clone(&self.shown.data);
        }
        self.identities.refresh(workbench.project());
        let mentions = |id: &Id| self.identities.mentions(id);
        let data = Arc::new(InspectorData::new(workbench, details, mentions));
        if subject(&data) != subject(&self.shown.data) {
            self.leave(ui);
        }
        self.shown = Shown {
            key: Some(key),
            article,
            data,
        };
        Arc::clone(&self.shown.data)
    }

    /// Lets go of what belongs to the mark or article that was shown before.
    fn leave(&mut self, ui: &Ui) {
        self.picker.close();
        self.drafts.clear();
        self.fragment_hint = None;
        self.new_field = None;
        ui.ctx().request_repaint();
    }
}

/// Which mark or article this is about.
fn subject(data: &InspectorData) -> Option<&Id> {
    match data {
        InspectorData::Mark(mark) => Some(&mark.id),
        InspectorData::Article(article) => Some(&article.id),
        InspectorData::Words(_) | InspectorData::Empty => None,
    }
}
