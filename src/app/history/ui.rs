//! Draws the history.

use egui::{Ui, UiBuilder, vec2};

use super::data::{self, State, StepRow};
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::clipped::{clipped, fitting};
use crate::app::widgets::empty::empty;
use crate::app::widgets::long_list::{Heights, LongList, RowPlace};
use crate::app::widgets::put;
use crate::command::Command;
use crate::history::Transaction;

/// The list of steps.
#[derive(Debug, Default)]
pub struct HistoryPanel {
    now: Option<(usize, usize)>,
}

impl HistoryPanel {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        let room = ui.available_rect_before_wrap();
        let head = room
            .shrink2(vec2(theme.space.s5, 0.0))
            .with_min_y(room.top() + theme.space.s4);
        let steps = data::count(scene.workbench) - 1;
        let drawn = ui.scope_builder(UiBuilder::new().max_rect(head), |ui| {
            ui.spacing_mut().item_spacing = vec2(theme.space.s3, theme.space.s3);
            undo_and_redo(ui, &theme, scene);
            if steps == 0 {
                empty(ui, |ui| {
                    ui.label("Every step that you make stands here, and a click goes back to it.");
                });
            }
        });
        if steps == 0 {
            return;
        }
        let below = room
            .shrink2(vec2(theme.space.s3, 0.0))
            .with_min_y(drawn.response.rect.bottom() + theme.space.s2);
        let mut child = ui.new_child(UiBuilder::new().max_rect(below));
        self.list(&mut child, &theme, scene);
    }

    fn list(&mut self, ui: &mut Ui, theme: &Theme, scene: &mut Scene<'_>) {
        let (count, now) = (data::count(scene.workbench), data::now(scene.workbench));
        let reveal = (self.now != Some((count, now))).then_some(now);
        self.now = Some((count, now));
        let height = theme.size.row + theme.stroke.hair;
        let list = LongList::new("History", Heights::Same(height, count)).reveal(reveal);
        let in_view = scene.workbench.entry();
        let keys = list.show(ui, |ui, at| {
            let Some(row) = data::row(scene.workbench, in_view, at.index) else {
                return;
            };
            let response = at.row(ui, row.steps, &row.label(), row.state == State::Now);
            draw_row(ui, theme, &at, &row);
            if response.clicked() && row.state != State::Now {
                scene.inbox.push(Command::GoToStep(row.steps));
            }
        });
        if let Some(steps) = keys.target(Some(now), count).filter(|steps| *steps != now) {
            scene.inbox.push(Command::GoToStep(steps));
        }
    }
}

/// Two buttons that say what they would take back or make again.
fn undo_and_redo(ui: &mut Ui, theme: &Theme, scene: &mut Scene<'_>) {
    let history = scene.workbench.history();
    let (undo, redo) = (history.done().last(), history.undone().last());
    ui.spacing_mut().item_spacing.y = theme.space.s2;
    let name = undo.map(Transaction::name);
    if step_button(ui, theme, Icon::Undo, "Undo", name).clicked() {
        scene.inbox.push(Command::Undo);
    }
    let name = redo.map(Transaction::name);
    if step_button(ui, theme, Icon::Redo, "Redo", name).clicked() {
        scene.inbox.push(Command::Redo);
    }
}

fn step_button(
    ui: &mut Ui,
    theme: &Theme,
    sign: Icon,
    does: &str,
    name: Option<&str>,
) -> egui::Response {
    let whole = match name {
        Some(name) => format!("{does}: {name}"),
        None => format!("Nothing to {}", does.to_lowercase()),
    };
    let width = ui.available_width();
    // Both paddings, the icon and the space after it.
    let room = width - 3.0 * theme.space.s3 - theme.size.icon_button - 2.0 * theme.stroke.hair;
    let label = fitting(ui, &whole, TypeStyle::Ui, room);
    let button = Button::plain(&label).icon(sign).width(width);
    let response = ui.add_enabled(name.is_some(), button);
    if label == whole {
        response
    } else {
        response.on_hover_text(whole)
    }
}

fn draw_row(ui: &Ui, theme: &Theme, at: &RowPlace, row: &StepRow) {
    let painter = ui.painter();
    let middle = at.rect.center().y;
    let size = theme.size.icon_tiny;
    let ink = match row.state {
        State::Done => theme.text.secondary,
        State::Now => theme.text.primary,
        State::Undone => theme.text.muted,
    };
    let sign = match row.state {
        State::Done => Some(Icon::Check),
        State::Now => Some(Icon::ChevronRight),
        State::Undone => None,
    };
    if let Some(sign) = sign {
        icon(
            painter,
            sign,
            at.left(theme.space.s3 + size / 2.0),
            size,
            ink,
        );
    }
    let left = at.rect.left() + theme.space.s3 + size + theme.space.s3;
    let right = at.rect.right() - theme.space.s3;
    let name = clipped(painter, &row.name, TypeStyle::Ui, ink, right - left, 1);
    let end = put(painter, left, middle, name) + theme.space.s3;
    let detail = if row.state == State::Undone && row.detail.is_empty() {
        "undone"
    } else {
        &row.detail
    };
    if right - end > theme.size.rail {
        let muted = theme.text.muted;
        let style = if detail == "undone" {
            TypeStyle::Tiny
        } else {
            TypeStyle::QuoteSmall
        };
        let words = clipped(painter, detail, style, muted, right - end, 1);
        put(painter, end, middle, words);
    }
}
