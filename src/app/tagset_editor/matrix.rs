//! Which tags a kind of link joins: a row for each tag that it may come from, a column for each
//! that it may go to.

use egui::{Align, Label, Layout, ScrollArea, Ui, Vec2, vec2};

use super::data::{Change, LinkChange};
use super::desk::{Desk, hint};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::check::cell_check;
use crate::app::widgets::chip::{ChipSize, chip};
use crate::project::{LinkKind, Tag};

/// Shows the matrix; each box is called «claim to source».
pub(super) fn matrix(ui: &mut Ui, desk: &mut Desk<'_>, kind: &LinkKind) {
    let tagset = desk.tagset;
    let joined = |tag: &&Tag| {
        let used = kind.joins.iter().any(|(a, b)| *a == tag.id || *b == tag.id);
        used || !tag.retired
    };
    let tags: Vec<&Tag> = tagset.tags.iter().filter(joined).collect();
    hint(ui, "Rows: where it starts. Columns: where it ends.");
    ScrollArea::horizontal().id_salt("joins").show(ui, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        head(ui, &tags);
        for from in &tags {
            ui.horizontal(|ui| {
                name(ui, from);
                for to in &tags {
                    cell(ui, desk, kind, from, to);
                }
            });
        }
    });
}

fn head(ui: &mut Ui, tags: &[&Tag]) {
    let theme = Theme::of(ui);
    let side = theme.sheet.cell;
    ui.horizontal(|ui| {
        ui.allocate_exact_size(vec2(name_width(&theme), side), egui::Sense::hover());
        for tag in tags {
            let centred = Layout::centered_and_justified(egui::Direction::LeftToRight);
            ui.allocate_ui_with_layout(Vec2::splat(side), centred, |ui| {
                chip(ui, &tag.letter.to_string(), tag.colour, ChipSize::Small)
                    .on_hover_text(&tag.name);
            });
        }
    });
}

fn name(ui: &mut Ui, tag: &Tag) {
    let theme = Theme::of(ui);
    let size = vec2(name_width(&theme), theme.sheet.cell);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        chip(ui, &tag.letter.to_string(), tag.colour, ChipSize::Small);
        ui.add_space(theme.space.s3);
        ui.add(Label::new(TypeStyle::Ui.text(&tag.name)).truncate());
    });
}

fn cell(ui: &mut Ui, desk: &mut Desk<'_>, kind: &LinkKind, from: &Tag, to: &Tag) {
    let side = Theme::of(ui).sheet.cell;
    let mut on = kind.may_join(&from.id, &to.id);
    let label = format!("{} to {}", from.name, to.name);
    let cell = cell_check(ui, &mut on, &label, side);
    if cell.on_hover_text(&label).changed() {
        let (from, to) = (from.id.clone(), to.id.clone());
        let change = LinkChange::Join { from, to, on };
        desk.change(Change::Link(kind.id.clone(), change));
    }
}

fn name_width(theme: &Theme) -> f32 {
    theme.sheet.name + theme.sheet.cell
}
