//! Draws the queue: what is listed, and each dispute as a row.

use egui::{Color32, Rect, Stroke, Ui, pos2, vec2};

use super::ReviewPanel;
use super::data::{self, Kinds, QueueRow, Sign};
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::chip::{ChipSize, ChipState, chip_side, paint_chip};
use crate::app::widgets::choice::choice;
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::frame::dashed_frame;
use crate::app::widgets::link::action_link;
use crate::app::widgets::long_list::{Heights, LongList, RowPlace};
use crate::app::widgets::put;
use crate::command::{Command, ReviewCommand};
use crate::review::settle::{Filter, Order};

/// Chips beside each other; further readings are counted.
const CHIPS: usize = 4;

/// What is listed and in which order.
pub fn filters(ui: &mut Ui, scene: &mut Scene<'_>, kinds: &Kinds, stale: usize) {
    let theme = Theme::of(ui);
    let Some(desk) = scene.workbench.review() else {
        return;
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme.space.s1, theme.space.s1);
        let now = desk.filter().kind;
        let all = [(None, kinds.all)].into_iter();
        let every = kinds.of.iter().map(|(kind, count)| (Some(*kind), *count));
        for (kind, count) in all.chain(every) {
            let words = kind.map_or("all".to_owned(), |kind| kind.replace('_', " "));
            let label = format!("{words} {count}");
            let button = Button::quiet(&label).chosen(now == kind);
            if ui.add(button).clicked() {
                let filter = Filter {
                    kind,
                    ..desk.filter().clone()
                };
                ask(scene, ReviewCommand::Filter(filter));
            }
        }
        if stale > 0 || desk.filter().stale {
            let on = desk.filter().stale;
            let label = format!("changed since {stale}");
            if ui.add(Button::quiet(&label).chosen(on)).clicked() {
                let filter = Filter {
                    stale: !on,
                    ..Filter::of_kind(desk.filter().kind)
                };
                ask(scene, ReviewCommand::Filter(filter));
            }
        }
        order(ui, scene, desk.order());
        if desk.filter().is_narrow() && action_link(ui, "Show all again").clicked() {
            let filter = Filter::of_kind(desk.filter().kind);
            ask(scene, ReviewCommand::Filter(filter));
        }
    });
}

/// In which order: all that there are unfold.
fn order(ui: &mut Ui, scene: &mut Scene<'_>, now: Order) {
    let theme = Theme::of(ui);
    let names: Vec<&str> = Order::ALL.iter().map(|order| order.name()).collect();
    let chosen = Order::ALL.iter().position(|order| *order == now);
    let size = vec2(2.0 * theme.size.label, theme.size.hit);
    let picked = ui.allocate_ui(size, |ui| choice(ui, "Order", &names, chosen).inner);
    let picked = picked.inner.and_then(|place| Order::ALL.get(place));
    if let Some(order) = picked.filter(|order| **order != now) {
        ask(scene, ReviewCommand::Order(*order));
    }
}

pub(super) fn ask(scene: &mut Scene<'_>, command: ReviewCommand) {
    scene.inbox.push(Command::Review(command));
}

/// How high so many rows are, in points.
pub fn height(theme: &Theme, rows: usize) -> f32 {
    theme.size.row * rows.max(1) as f32
}

impl ReviewPanel {
    /// Draws the rows in view.
    pub(super) fn queue(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        let workbench = scene.workbench;
        let Some(desk) = workbench.review() else {
            return;
        };
        let current = desk.current();
        let here = desk.listed().iter().position(|place| *place == current);
        let now = (desk.id().clone(), current);
        let reveal = here.filter(|_| self.shown.as_ref() != Some(&now));
        self.shown = Some(now);
        let heights = Heights::Same(theme.size.row, desk.listed().len());
        let list = LongList::new("Disputes", heights).reveal(reveal);
        let mut wanted = None;
        let keys = list.show(ui, |ui, at| {
            let Some(place) = desk.listed().get(at.index).copied() else {
                return;
            };
            let Some(row) = data::row(workbench, desk, place) else {
                return;
            };
            let label = row.label(at.index + 1);
            let response = at.row(ui, place, &label, place == current);
            draw(ui, &theme, &at, &row);
            if response.clicked() {
                wanted = Some(place);
            }
        });
        if let Some(target) = keys.target(here, desk.listed().len()) {
            wanted = desk.listed().get(target).copied().or(wanted);
        }
        if let Some(place) = wanted.filter(|place| *place != current) {
            ask(scene, ReviewCommand::Go(place));
        }
    }
}

fn draw(ui: &Ui, theme: &Theme, at: &RowPlace, row: &QueueRow) {
    let painter = ui.painter();
    let middle = at.rect.center().y;
    let mut left = at.rect.left() + theme.space.s3;
    let kind = clipped(
        painter,
        &row.kind,
        TypeStyle::Small,
        theme.text.secondary,
        theme.size.label,
        1,
    );
    put(painter, left, middle, kind);
    left += theme.size.label + theme.space.s2;
    let side = chip_side(theme, ChipSize::Small);
    for face in row.faces.iter().take(CHIPS) {
        let centre = pos2(left + side / 2.0, middle);
        match face {
            Some(face) => {
                let colours = theme.tag(face.colour);
                let (size, state) = (ChipSize::Small, ChipState::Plain);
                paint_chip(painter, centre, &face.letter, colours, size, state);
            }
            None => nothing(ui, theme, Rect::from_center_size(centre, vec2(side, side))),
        }
        left += side + theme.space.s1;
    }
    left += theme.space.s3;
    let size = theme.size.icon_tiny;
    let mut end = at.rect.right() - theme.space.s3 - size;
    let sign = match row.sign {
        Sign::Open => None,
        Sign::Decided => Some((Icon::Check, theme.ok.ink)),
        Sign::Discuss => Some((Icon::Comment, theme.text.secondary)),
        Sign::Later => Some((Icon::More, theme.text.secondary)),
        Sign::Stale => Some((Icon::Warning, theme.warning.ink)),
    };
    if let Some((sign, ink)) = sign {
        let centre = pos2(end + size / 2.0, middle);
        icon(painter, sign, centre, size, ink);
        end -= size + theme.space.s2;
    }
    if row.gap {
        let centre = pos2(end + size / 2.0, middle);
        icon(painter, Icon::Info, centre, size, theme.text.secondary);
        end -= size + theme.space.s2;
    }
    let ink = match row.sign {
        Sign::Decided => theme.text.secondary,
        _ => theme.text.primary,
    };
    let room = end - theme.space.s3 - left;
    let words = clipped(painter, &row.words, TypeStyle::QuoteSmall, ink, room, 1);
    put(painter, left, middle, words);
}

/// The chip of a reading that marks nothing.
pub(super) fn nothing(ui: &Ui, theme: &Theme, rect: Rect) {
    let stroke = Stroke::new(theme.stroke.hair, theme.border.strong);
    let rect = rect.shrink(theme.stroke.hair / 2.0);
    let dash = theme.dash.short();
    ui.painter()
        .rect_filled(rect, theme.radius.chip, Color32::TRANSPARENT);
    dashed_frame(ui.painter(), rect, theme.radius.chip, stroke, dash);
}
