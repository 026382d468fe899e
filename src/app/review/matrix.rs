//! Who gave which tag where the other gave which: a table of counts, each of which lists its
//! disputes.

use std::collections::BTreeMap;

use egui::{Pos2, Rect, Response, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::data::{Face, face};
use super::queue::{ask, nothing};
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::chip::{ChipSize, ChipState, chip_side, paint_chip};
use crate::app::widgets::{ground, line, put, put_centred};
use crate::command::ReviewCommand;
use crate::project::Id;
use crate::review::confusion::{self, TagPair};
use crate::review::settle::{Cell, Filter, Review};
use crate::workbench::Workbench;

/// The table of two colleagues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// Who: rows, columns.
    pub who: (usize, usize),
    /// Their names.
    pub names: (String, String),
    /// The tags that either of them gave, and last «nothing».
    pub tags: Vec<(Option<Id>, Option<Face>)>,
    /// For each pair of tags: how many positions where both gave the same, or how many disputes
    /// where they did not.
    pub counts: BTreeMap<TagPair, usize>,
}

/// The width and height of a cell.
const CELL: (f32, f32) = (34.0, 24.0);

impl Matrix {
    /// The table of two colleagues in a review, of all articles that both have begun.
    pub fn of(workbench: &Workbench, review: &Review, who: (usize, usize)) -> Self {
        let reports = review.sheets().iter().map(|it| &it.report);
        let counts = confusion::counts(reports, who);
        let used = |tag: &Id| {
            let tag = Some(tag.clone());
            counts
                .keys()
                .any(|(one, other)| *one == tag || *other == tag)
        };
        let own = workbench.project().tagset().tags.iter();
        let mut tags: Vec<Id> = own.map(|tag| tag.id.clone()).filter(used).collect();
        let all = counts
            .keys()
            .flat_map(|(one, other)| [one, other])
            .flatten();
        for tag in all {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        let faces = tags.into_iter().map(|tag| {
            let face = face(workbench, review, who.1, &tag);
            (Some(tag), Some(face))
        });
        Self {
            who,
            names: (review.name(who.0).to_owned(), review.name(who.1).to_owned()),
            tags: faces.chain([(None, None)]).collect(),
            counts,
        }
    }
}

fn cell(who: (usize, usize), one: &Option<Id>, other: &Option<Id>) -> Filter {
    Filter {
        cell: Some(Cell {
            who,
            tags: (one.clone(), other.clone()),
        }),
        ..Filter::default()
    }
}

/// Draws the table; a press on a count lists its disputes, a second all again.
pub fn ui(ui: &mut Ui, scene: &mut Scene<'_>, matrix: &Matrix) {
    let theme = Theme::of(ui);
    let Some(desk) = scene.workbench.review() else {
        return;
    };
    let chosen = desk.filter().clone();
    ui.horizontal(|ui| {
        let head = TypeStyle::UiStrong.text("Who gave which tag");
        ui.label(head.color(theme.text.primary));
        let (rows, columns) = (&matrix.names.0, &matrix.names.1);
        let words = format!("rows {rows}, columns {columns}");
        let words = TypeStyle::Ui.text(words).color(theme.text.muted);
        ui.add(egui::Label::new(words).truncate());
    });
    let count = matrix.tags.len() as f32 + 1.0;
    let size = vec2(CELL.0, CELL.1) * count;
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let at = |column: usize, row: usize| {
        let corner = vec2(CELL.0 * column as f32, CELL.1 * row as f32);
        Rect::from_min_size(rect.min + corner, vec2(CELL.0, CELL.1))
    };
    let mut wanted = None;
    for (place, (_, face)) in matrix.tags.iter().enumerate() {
        head(ui, &theme, at(place + 1, 0).center(), face.as_ref());
        head(ui, &theme, at(0, place + 1).center(), face.as_ref());
    }
    for (row, (one, one_face)) in matrix.tags.iter().enumerate() {
        for (column, (other, other_face)) in matrix.tags.iter().enumerate() {
            let count = matrix.counts.get(&(one.clone(), other.clone()));
            let count = count.copied().unwrap_or(0);
            let filter = cell(matrix.who, one, other);
            let name =
                |face: &Option<Face>| face.as_ref().map_or("nothing", |it| &it.name).to_owned();
            let said = (name(one_face), name(other_face));
            let label = format!(
                "{}: {}, {}: {}: {count}",
                matrix.names.0, said.0, matrix.names.1, said.1
            );
            let on = chosen.cell == filter.cell;
            let place = at(column + 1, row + 1);
            let shown = (count, one == other, on);
            if count_cell(ui, &theme, place, shown, &label).is_some_and(|it| it.clicked()) {
                wanted = Some(if on { Filter::default() } else { filter });
            }
        }
    }
    if let Some(filter) = wanted {
        ask(scene, ReviewCommand::Filter(filter));
    }
}

fn head(ui: &Ui, theme: &Theme, centre: Pos2, face: Option<&Face>) {
    match face {
        Some(face) => {
            let colours = theme.tag(face.colour);
            let (size, state) = (ChipSize::Small, ChipState::Plain);
            paint_chip(ui.painter(), centre, &face.letter, colours, size, state);
        }
        None => {
            let side = chip_side(theme, ChipSize::Small);
            nothing(ui, theme, Rect::from_center_size(centre, vec2(side, side)));
        }
    }
}

/// A count: agreement on selected ground, disagreement framed, zero as a dot.
fn count_cell(
    ui: &Ui,
    theme: &Theme,
    rect: Rect,
    (count, same, on): (usize, bool, bool),
    label: &str,
) -> Option<Response> {
    let painter = ui.painter();
    let drawn = rect.shrink(theme.stroke.hair);
    if count == 0 {
        let dot = line(painter, "·", TypeStyle::Small, theme.text.muted);
        let left = drawn.center().x - dot.size().x / 2.0;
        put(painter, left, drawn.center().y, dot);
        return None;
    }
    let response = ui.interact(rect, ui.scope_id().with(("cell", label)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, label));
    let rest = match (on, same) {
        (true, _) => theme.accent.base,
        (false, true) => theme.bg.selected,
        (false, false) => theme.bg.raised,
    };
    let fill = if on {
        rest
    } else {
        ground(ui, theme, &response, rest)
    };
    painter.rect_filled(drawn, theme.radius.chip, fill);
    if !same {
        painter.rect_stroke(drawn, theme.radius.chip, theme.frame(), StrokeKind::Inside);
    }
    let ink = match (on, same) {
        (true, _) => theme.text.on_accent,
        (false, true) => theme.text.secondary,
        (false, false) => theme.text.primary,
    };
    let style = if same {
        TypeStyle::Small
    } else {
        TypeStyle::SmallStrong
    };
    let words = line(painter, &count.to_string(), style, ink);
    put_centred(painter, pos2(drawn.center().x, drawn.center().y), words);
    Some(response)
}
