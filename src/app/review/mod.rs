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
mod matrix;
pub mod measures;
mod queue;

use egui::{Pos2, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use self::data::Kinds;
use self::matrix::Matrix;
use self::measures::Measures;
use super::comments::Draft;
use super::scene::Scene;
use super::theme::Theme;
use super::widgets::choice::choice;
use super::widgets::empty::empty;
use super::widgets::key_cap::key_cap;
use crate::command::{Mode, WindowCommand};
use crate::project::Id;

/// The panel's own state; nothing of it is data.
#[derive(Debug, Default)]
pub struct ReviewPanel {
    kinds: Option<(Id, Kinds)>,
    matrix: Option<((Id, usize), Matrix)>,
    /// Which colleague's tags are held against one's own: the first who is another, unless one is
    /// asked for.
    other: usize,
    /// The case whose row was last in view.
    shown: Option<(Id, usize)>,
    comment: Comment,
    /// The ticks of disputes that are alike were brought into view.
    alike: bool,
    /// What is said of the current dispute.
    thread: Draft,
    /// Where the panel was drawn since that was last asked.
    place: Option<Rect>,
    /// How many decisions are stale.
    pub stale: usize,
    /// How far those who take part agree.
    pub measures: Measures,
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
/// The share of a drawer's width that it takes.
const BESIDE: f32 = 0.42;

impl ReviewPanel {
    /// Gives the comment the focus.
    pub fn focus_comment(&mut self) {
        self.comment.wanted = true;
        self.comment.open = true;
    }

    /// Where the panel was drawn since this was last asked, in points on the screen.
    pub fn take_place(&mut self) -> Option<Rect> {
        self.place.take()
    }

    /// Draws the table of tags, and who is held against whom.
    fn matrix(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        let Some(desk) = scene.workbench.review() else {
            return;
        };
        let review = desk.review();
        if review.sheets().is_empty() {
            return;
        }
        ui.add(egui::Separator::default().spacing(theme.space.s4));
        let others: Vec<&str> = review.names().skip(1).collect();
        let other = (self.other + 1).min(others.len());
        if others.len() > 1 {
            let pressed = choice(
                ui,
                "Whose tags are held against yours",
                &others,
                Some(other - 1),
            );
            self.other = pressed.inner.unwrap_or(self.other);
        }
        let key = (desk.id().clone(), other);
        if self.matrix.as_ref().is_none_or(|(of, _)| *of != key) {
            let matrix = Matrix::of(scene.workbench, review, (0, other));
            self.matrix = Some((key, matrix));
        }
        if let Some((_, matrix)) = &self.matrix {
            matrix::ui(ui, scene, matrix);
        }
        let names: Vec<&str> = [0, other].iter().map(|it| review.name(*it)).collect();
        if measures::beside(ui, &self.measures, &names) {
            scene.inbox.window(WindowCommand::Agreement);
        }
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
        self.place = Some(room);
        let head = room.shrink2(vec2(theme.space.s5, 0.0));
        let head = head.with_min_y(room.top() + theme.space.s3);
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
                queue::filters(ui, scene, kinds, self.stale);
            }
        });
        let below = room.with_min_y(drawn.response.rect.bottom() + theme.space.s2);
        let (list, line, dispute) = parts(&theme, below, desk.listed().len());
        let now = (desk.id().clone(), desk.current());
        let other = self.shown.as_ref() != Some(&now);
        let mut child = ui.new_child(UiBuilder::new().max_rect(list));
        self.queue(&mut child, scene);
        ui.painter().line_segment(line, theme.divider());
        let mut child = ui.new_child(UiBuilder::new().max_rect(dispute));
        let mut area = ScrollArea::vertical().id_salt("dispute").auto_shrink(false);
        // Another dispute is read from its beginning.
        if other {
            area = area.vertical_scroll_offset(0.0);
        }
        area.show(&mut child, |ui| {
            let pad = egui::Margin::symmetric(theme.space.s5 as i8, 0);
            egui::Frame::new().inner_margin(pad).show(ui, |ui| {
                self.dispute(ui, scene);
                self.matrix(ui, scene);
            });
        });
    }
}

/// Where the queue, a line and the current dispute stand: one below the other, or side by side
/// where the panel is a drawer.
fn parts(theme: &Theme, room: Rect, rows: usize) -> (Rect, [Pos2; 2], Rect) {
    let (all, space) = (queue::height(theme, rows), theme.space.s3);
    if room.width() > theme.size.panel_max + theme.size.list {
        let split = (room.left() + room.width() * BESIDE).round();
        let list = room.shrink2(vec2(space, 0.0)).with_max_x(split - space);
        let line = [pos2(split, room.top()), pos2(split, room.bottom())];
        return (list, line, room.with_min_x(split));
    }
    let most = (room.height() * QUEUE).max(theme.size.row * 2.0);
    let end = room.top() + all.min(most);
    let list = room.shrink2(vec2(space, 0.0)).with_max_y(end);
    let (left, right) = (room.left() + theme.space.s5, room.right() - theme.space.s5);
    let line = [pos2(left, end + space), pos2(right, end + space)];
    (list, line, room.with_min_y(end + 2.0 * space))
}

/// What the keys do while marks are set right by hand.
fn by_hand(ui: &mut Ui, room: Rect, scene: &Scene<'_>) {
    ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
        empty(ui, |ui| {
            ui.label("Set the marks right in the article, with every key that marking has.");
            for (name, what) in [
                ("redrawn", "it is right now"),
                ("stop-redrawing", "back to the readings"),
            ] {
                ui.end_row();
                key_cap(ui, scene.keys.shown(name).unwrap_or_default());
                ui.label(what);
            }
        });
    });
}
