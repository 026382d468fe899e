//! Draws the history.

use egui::{Align, Layout, Ui, UiBuilder, vec2};

use super::data::{self, State, StepRow};
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::empty::empty;
use crate::app::widgets::long_list::{Heights, LongList, RowPlace};
use crate::app::widgets::put;
use crate::command::Command;

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
        let keys = list.show(ui, |ui, at| {
            let Some(row) = data::row(scene.workbench, at.index) else {
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

fn undo_and_redo(ui: &mut Ui, theme: &Theme, scene: &mut Scene<'_>) {
    let history = scene.workbench.history();
    let undo = history.done().last().map(|step| step.name().to_owned());
    let redo = history.undone().last().map(|step| step.name().to_owned());
    let steps = excerpt::count(history.done().len(), "step", "steps");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme.space.s2;
        let button = Button::plain("Undo").icon(Icon::Undo);
        let hint = format!("Undo: {}", undo.as_deref().unwrap_or_default());
        let undo_button = ui.add_enabled(undo.is_some(), button);
        if undo_button
            .on_hover_text(hint)
            .on_disabled_hover_text("Nothing to undo")
            .clicked()
        {
            scene.inbox.push(Command::Undo);
        }
        let button = Button::plain("Redo").icon(Icon::Redo);
        let hint = format!("Redo: {}", redo.as_deref().unwrap_or_default());
        let redo_button = ui.add_enabled(redo.is_some(), button);
        if redo_button
            .on_hover_text(hint)
            .on_disabled_hover_text("Nothing to redo")
            .clicked()
        {
            scene.inbox.push(Command::Redo);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(TypeStyle::Small.text(steps).color(theme.text.muted));
        });
    });
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
