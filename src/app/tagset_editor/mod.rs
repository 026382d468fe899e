//! The tagset editor: a window beside the article in which tags, links, kinds of identity and
//! attributes are changed while one goes on tagging.

mod attributes;
pub mod data;
mod desk;
mod fields;
mod identities;
mod links;
mod matrix;
pub mod question;
mod swatches;
mod tag_list;
mod tags;

use std::sync::Arc;

use egui::{Align, Context, LayerId, Layout, Order, Ui, UiBuilder, Window, vec2};

use self::data::{Change, Owner, Uses};
use self::desk::{Desk, Wish};
use self::fields::{FieldSpec, Fields};
use self::question::{DeleteAnswer, DeleteQuestion};
use super::fonts::TypeStyle;
use super::icons::Icon;
use super::scene::Scene;
use super::theme::Theme;
use super::widgets::button::Button;
use super::widgets::focus;
use super::widgets::icon_button::IconButton;
use super::widgets::tab_bar::tab_bar;
use crate::command::{Command, TagMarks, WindowCommand};
use crate::project::{Id, Tagset};

/// The pages of the editor.
const PAGES: [&str; 4] = ["Tags", "Links", "Identities", "Articles"];

/// The tagset editor.
#[derive(Debug, Default)]
pub struct TagsetEditor {
    /// Whether it is shown.
    pub open: bool,
    page: usize,
    tag: Option<Id>,
    link: Option<Id>,
    dragged: Option<Id>,
    fields: Fields,
    uses: Uses,
    question: Option<DeleteQuestion>,
    refused: Option<String>,
}

impl TagsetEditor {
    /// Whether it waits for an answer.
    pub fn asks(&self) -> bool {
        self.question.is_some()
    }

    /// Shows the window if it is open. To be called in every frame, open or not: what was typed
    /// when the window was closed is then still committed.
    pub fn ui(&mut self, ctx: &Context, scene: &mut Scene<'_>) {
        let tagset = Arc::clone(scene.workbench.project().tagset());
        let (mut wishes, mut pressed) = (Vec::new(), Vec::new());
        if self.open {
            self.uses.refresh(scene.workbench);
            self.window(ctx, scene, &tagset, &mut wishes);
        }
        // What was typed and cannot be is said beside its field already.
        let typed = self.fields.finished(self.open);
        let tagset = self.commit(typed, tagset, scene).0;
        for wish in wishes {
            match wish {
                Wish::Change(change) => pressed.push(change),
                Wish::Delete(tag) => self.ask_to_delete(&tagset, &tag, scene),
            }
        }
        if !pressed.is_empty() {
            self.refused = self.commit(pressed, tagset, scene).1;
        }
        self.answer(ctx, scene);
    }

    /// Makes changes one after the other, each a step of its own. Each builds on the one before:
    /// a click that leaves a field both ends the typing and does what was clicked. Returns the
    /// tagset after them, and why one could not be made.
    fn commit(
        &mut self,
        changes: Vec<Change>,
        mut tagset: Arc<Tagset>,
        scene: &mut Scene<'_>,
    ) -> (Arc<Tagset>, Option<String>) {
        let mut refused = None;
        for change in changes {
            match change.apply(&tagset) {
                Ok(step) => {
                    self.show_new(&change, &step.tagset);
                    tagset = Arc::new(step.tagset.clone());
                    let command = Command::SetTagset(Box::new(step.tagset), step.name);
                    scene.inbox.push(command);
                }
                Err(sentence) => refused = Some(sentence),
            }
        }
        (tagset, refused)
    }

    /// Shows the tag or link that was just added.
    fn show_new(&mut self, change: &Change, tagset: &Tagset) {
        match change {
            Change::AddTag(_) => self.tag = tagset.tags.last().map(|tag| tag.id.clone()),
            Change::AddLink(_) => self.link = tagset.links.last().map(|kind| kind.id.clone()),
            _ => {}
        }
    }

    /// Deletes a tag that nothing uses, and asks about any other.
    fn ask_to_delete(&mut self, tagset: &Tagset, tag: &Id, scene: &mut Scene<'_>) {
        match DeleteQuestion::new(tagset, tag, self.uses.of_tag(tag)) {
            Some(question) => self.question = Some(question),
            None => {
                let command = Command::DeleteTag(tag.clone(), TagMarks::Delete);
                scene.inbox.push(command);
            }
        }
    }

    fn answer(&mut self, ctx: &Context, scene: &mut Scene<'_>) {
        let Some(question) = &mut self.question else {
            return;
        };
        match question.ui(ctx) {
            None => return,
            Some(DeleteAnswer::Cancel) => {}
            Some(DeleteAnswer::Marks(marks)) => {
                let command = Command::DeleteTag(question.tag().clone(), marks);
                scene.inbox.push(command);
            }
        }
        self.question = None;
    }

    /// The layer of its window.
    pub fn layer() -> LayerId {
        LayerId::new(Order::Middle, egui::Id::unique("tagset editor"))
    }

    fn window(
        &mut self,
        ctx: &Context,
        scene: &mut Scene<'_>,
        tagset: &Tagset,
        wishes: &mut Vec<Wish>,
    ) {
        let theme = Theme::of_context(ctx);
        let (width, height) = theme.sheet.editor;
        let room = ctx.content_rect().shrink(theme.space.s3);
        let size = vec2(width, height).min(room.size());
        focus::borrow(ctx, Self::layer());
        Window::new("Tagset")
            .id(Self::layer().id)
            .title_bar(false)
            .collapsible(false)
            .default_size(size)
            .min_size(vec2(theme.size.panel_max, theme.size.inspector))
            .max_size(room.size())
            .default_pos(room.right_bottom() - size)
            .constrain_to(room)
            .show(ctx, |ui| {
                self.head(ui, scene, tagset, wishes);
                if let Some(page) = tab_bar(ui, &PAGES, self.page).inner {
                    self.page = page;
                    self.refused = None;
                }
                ui.add_space(theme.space.s3);
                self.refusal(ui);
                self.page(ui, tagset, wishes);
            });
    }

    /// The name of the tagset, and what is done with it as a whole.
    fn head(
        &mut self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        tagset: &Tagset,
        wishes: &mut Vec<Wish>,
    ) {
        let theme = Theme::of(ui);
        let size = vec2(ui.available_width(), theme.size.control);
        let line = Layout::right_to_left(Align::Center);
        ui.allocate_ui_with_layout(size, line, |ui| {
            if ui
                .add(IconButton::new(Icon::Close, "Close the tagset"))
                .clicked()
            {
                self.open = false;
            }
            let last = scene.workbench.history().done().last();
            let undo = Button::plain("Undo").icon(Icon::Undo);
            let undo = ui.add_enabled(last.is_some(), undo);
            if undo.clicked() {
                scene.inbox.push(Command::Undo);
            }
            if let Some(last) = last {
                undo.on_hover_text(last.name());
            }
            if ui.add(Button::plain("Save…")).clicked() {
                scene.inbox.window(WindowCommand::SaveTagset);
            }
            if ui.add(Button::plain("Load…")).clicked() {
                scene.inbox.window(WindowCommand::LoadTagset);
            }
            let rest = UiBuilder::new().layout(Layout::left_to_right(Align::Center));
            ui.scope_builder(rest, |ui| {
                ui.label(TypeStyle::UiStrong.text("Tagset"));
                let mut desk = Desk::new(tagset, &self.uses, &mut self.fields, wishes);
                let spec = FieldSpec::new("name", "Name of the tagset", &tagset.name);
                let wrong = desk.field(ui, spec, Change::Name);
                desk::refusal(ui, wrong.as_deref());
            });
        });
        ui.add_space(theme.space.s2);
    }

    /// Why the last click changed nothing.
    fn refusal(&mut self, ui: &mut Ui) {
        let Some(sentence) = self.refused.clone() else {
            return;
        };
        let theme = Theme::of(ui);
        ui.horizontal(|ui| {
            let close = IconButton::new(Icon::Close, "Close the hint").small();
            if ui.add(close).clicked() {
                self.refused = None;
            }
            desk::refusal(ui, Some(&sentence));
        });
        ui.add_space(theme.space.s2);
    }

    fn page(&mut self, ui: &mut Ui, tagset: &Tagset, wishes: &mut Vec<Wish>) {
        let mut desk = Desk::new(tagset, &self.uses, &mut self.fields, wishes);
        match self.page {
            0 => tags::page(ui, &mut desk, &mut self.tag, &mut self.dragged),
            1 => links::page(ui, &mut desk, &mut self.link),
            2 => identities::page(ui, &mut desk),
            _ => desk::scrolled(ui, "article attributes", |ui| {
                attributes::list(ui, &mut desk, &Owner::Article);
            }),
        }
    }
}
