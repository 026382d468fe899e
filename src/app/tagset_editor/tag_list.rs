//! The tags in their order: pressed to choose, dragged or moved by buttons to reorder.

use egui::{Align, Layout, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use super::data::{Change, TagChange, marks_in_articles};
use super::desk::{Desk, hint, scrolled};
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::theme::Theme;
use crate::app::widgets::chip::{ChipSize, chip};
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::key_cap::key_cap;
use crate::app::widgets::row::Row;
use crate::project::{Id, Tag};

/// Shows the list with its buttons. `chosen` is the tag that is shown beside it, `dragged` the
/// one that is being moved.
pub(super) fn list(
    ui: &mut Ui,
    desk: &mut Desk<'_>,
    chosen: &mut Option<Id>,
    dragged: &mut Option<Id>,
) {
    let theme = Theme::of(ui);
    let foot = 2.0 * (theme.size.control + theme.space.s3) + TypeStyle::Ui.line_height();
    let mut rows = ui.available_rect_before_wrap();
    rows.max.y -= foot;
    ui.scope_builder(egui::UiBuilder::new().max_rect(rows), |ui| {
        scrolled(ui, "tags", |ui| tags(ui, desk, chosen, dragged));
    });
    ui.add_space(theme.space.s3);
    mover(ui, desk, chosen.as_ref());
    let words = ("new tag", "Name of the new tag", "Add tag");
    desk.adder(ui, "add tag", words, Change::AddTag);
}

fn tags(ui: &mut Ui, desk: &mut Desk<'_>, chosen: &mut Option<Id>, dragged: &mut Option<Id>) {
    let mut places: Vec<Rect> = Vec::new();
    let mut dropped = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    for tag in &desk.tagset.tags {
        let selected = chosen.as_ref() == Some(&tag.id);
        let uses = uses_of(desk, tag);
        let (row, grip) = ui
            .push_id(tag.id.as_str(), |ui| row(ui, tag, &uses, selected))
            .inner;
        if row.clicked() || grip.drag_started() {
            *chosen = Some(tag.id.clone());
        }
        if grip.drag_started() {
            *dragged = Some(tag.id.clone());
        }
        if grip.drag_stopped() {
            dropped = dragged.take();
        }
        places.push(row.rect);
    }
    let moved = dropped.as_ref().or(dragged.as_ref());
    let from = desk
        .tagset
        .tags
        .iter()
        .position(|tag| Some(&tag.id) == moved);
    let pointer = ui.input(|input| input.pointer.interact_pos());
    let (Some(from), Some(pointer)) = (from, pointer) else {
        return;
    };
    let before = places
        .iter()
        .filter(|row| row.center().y < pointer.y)
        .count();
    // The place is counted without the tag itself, which leaves a gap where it was.
    let to = if before > from { before - 1 } else { before };
    if let Some(id) = dropped {
        if to != from {
            desk.change(Change::Tag(id, TagChange::Place(to)));
        }
    } else if to != from {
        target(ui, &places, before);
    }
}

/// A line where the dragged tag would go.
fn target(ui: &Ui, places: &[Rect], before: usize) {
    let theme = Theme::of(ui);
    let above = before.checked_sub(1).and_then(|row| places.get(row));
    let y = above
        .map(Rect::bottom)
        .or_else(|| places.first().map(Rect::top));
    let across = places.first().map(|row| row.x_range());
    if let (Some(y), Some(across)) = (y, across) {
        let stroke = (theme.stroke.accent, theme.accent.base);
        ui.painter().hline(across, y, stroke);
    }
}

fn uses_of(desk: &Desk<'_>, tag: &Tag) -> String {
    let uses = marks_in_articles(desk.uses.of_tag(&tag.id));
    let retired = if tag.retired { "retired, " } else { "" };
    format!("{retired}{uses}")
}

/// One tag; returns the row and the handle to drag it by.
fn row(ui: &mut Ui, tag: &Tag, uses: &str, selected: bool) -> (Response, Response) {
    let theme = Theme::of(ui);
    let label = format!("{}, {uses}", tag.name);
    let shown = Row::new(&label).selected(selected).tall().show(ui, |ui| {
        ui.horizontal(|ui| {
            let grip = grip(ui, &format!("Drag {}", tag.name));
            chip(ui, &tag.letter.to_string(), tag.colour, ChipSize::Small);
            let key = tag.key.map(String::from);
            let words = |ui: &mut Ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let ink = match tag.retired {
                    true => theme.text.muted,
                    false => theme.text.primary,
                };
                let name = TypeStyle::Ui.text(&tag.name).color(ink);
                ui.add(egui::Label::new(name).truncate());
                hint(ui, uses);
            };
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(key) = key.filter(|_| !tag.retired) {
                    key_cap(ui, &key);
                }
                ui.with_layout(Layout::top_down(Align::Min), words);
            });
            grip
        })
        .inner
    });
    (shown.response, shown.inner)
}

fn grip(ui: &mut Ui, label: &str) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(theme.size.hit), Sense::drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), label));
    let ink = match response.hovered() || response.dragged() {
        true => theme.text.primary,
        false => theme.text.muted,
    };
    let painter = crate::app::widgets::painter(ui);
    icon(
        &painter,
        Icon::Grip,
        rect.center(),
        theme.size.icon_small,
        ink,
    );
    response.on_hover_cursor(egui::CursorIcon::Grab)
}

/// Two buttons that move the chosen tag.
fn mover(ui: &mut Ui, desk: &mut Desk<'_>, chosen: Option<&Id>) {
    let tags = &desk.tagset.tags;
    let place = tags.iter().position(|tag| Some(&tag.id) == chosen);
    let count = tags.len();
    ui.horizontal(|ui| {
        let up = place.and_then(|place| place.checked_sub(1));
        let down = place.map(|place| place + 1).filter(|place| *place < count);
        let ways = [
            (Icon::ArrowUp, "Move up", up),
            (Icon::ArrowDown, "Move down", down),
        ];
        for (shown, label, to) in ways {
            let pressed = ui.add_enabled(to.is_some(), IconButton::new(shown, label).small());
            if let (true, Some(id), Some(to)) = (pressed.clicked(), chosen, to) {
                desk.change(Change::Tag(id.clone(), TagChange::Place(to)));
            }
        }
        hint(ui, "or drag by the dots");
    });
}
