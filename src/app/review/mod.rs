//! The review screen: readings in lanes over the one text, the queue of disputes, and the current
//! one with what each says in its context.
//!
//! [`bar`] stands above the text, [`lanes`] is the text, [`ReviewPanel`] the panel beside it. All of
//! it is drawn from [`crate::workbench::ReviewDesk`]; what is pressed becomes a command.

pub mod bar;
mod card;
pub mod context;
pub mod data;
pub mod lanes;
mod queue;

use egui::{ScrollArea, Ui, UiBuilder, vec2};

use self::data::Kinds;
use super::scene::Scene;
use super::theme::Theme;
use super::widgets::empty::empty;
use super::widgets::key_cap::key_cap;
use crate::command::Mode;
use crate::project::Id;

/// The panel's own state; nothing of it is data.
#[derive(Debug, Default)]
pub struct ReviewPanel {
    kinds: Option<(Id, Kinds)>,
    /// The case whose row was last in view.
    shown: Option<(Id, usize)>,
    comment: Comment,
}

/// The field for the comment.
#[derive(Debug, Default)]
struct Comment {
    /// What stands in it.
    words: String,
    /// Of which case.
    of: Option<Id>,
    /// It shall get the focus.
    wanted: bool,
    /// It is shown although nothing is in it.
    open: bool,
}

/// The most of the panel's height that the queue takes.
const QUEUE: f32 = 0.36;

impl ReviewPanel {
    /// Gives the comment the focus.
    pub fn focus_comment(&mut self) {
        self.comment.wanted = true;
        self.comment.open = true;
    }

    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        let Some(desk) = scene.workbench.review() else {
            return;
        };
        if self.kinds.as_ref().is_none_or(|(of, _)| of != desk.id()) {
            self.kinds = Some((desk.id().clone(), Kinds::of(desk.review())));
        }
        let room = ui.available_rect_before_wrap();
        let inside = room.shrink2(vec2(theme.space.s5, 0.0));
        let head = inside.with_min_y(room.top() + theme.space.s3);
        if scene.workbench.mode() == Mode::Redraw {
            by_hand(ui, head, scene);
            return;
        }
        if desk.review().cases().is_empty() {
            ui.scope_builder(UiBuilder::new().max_rect(head), |ui| {
                empty(ui, |ui| {
                    ui.label("Nothing is in dispute: all say the same.")
                });
            });
            return;
        }
        let drawn = ui.scope_builder(UiBuilder::new().max_rect(head), |ui| {
            if let Some((_, kinds)) = &self.kinds {
                queue::filters(ui, scene, kinds);
            }
        });
        let top = drawn.response.rect.bottom() + theme.space.s2;
        let most = (room.height() * QUEUE).max(theme.size.row * 2.0);
        let height = queue::height(&theme, desk.listed().len()).min(most);
        let list = room
            .shrink2(vec2(theme.space.s3, 0.0))
            .with_min_y(top)
            .with_max_y(top + height);
        let mut child = ui.new_child(UiBuilder::new().max_rect(list));
        self.queue(&mut child, scene);
        let line = list.bottom() + theme.space.s3;
        ui.painter().hline(inside.x_range(), line, theme.divider());
        let below = room.with_min_y(line + theme.space.s3);
        let mut child = ui.new_child(UiBuilder::new().max_rect(below));
        ScrollArea::vertical()
            .id_salt("dispute")
            .auto_shrink(false)
            .show(&mut child, |ui| {
                let pad = egui::Margin::symmetric(theme.space.s5 as i8, 0);
                egui::Frame::new()
                    .inner_margin(pad)
                    .show(ui, |ui| self.dispute(ui, scene));
            });
    }
}

/// What the keys do while marks are set right by hand.
fn by_hand(ui: &mut Ui, room: egui::Rect, scene: &Scene<'_>) {
    ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
        empty(ui, |ui| {
            ui.label("Set the marks right in the article, with every key that marking has.");
            for (name, what) in [
                ("redrawn", "it is right now"),
                ("stop-redrawing", "back to the readings"),
            ] {
                ui.horizontal(|ui| {
                    key_cap(ui, scene.keys.shown(name).unwrap_or_default());
                    ui.label(what);
                });
            }
        });
    });
}
