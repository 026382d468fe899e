//! Draws the hits in their lines.

use std::sync::Arc;

use egui::text::{TextFormat, TextWrapping};
use egui::{Galley, Key, Modifiers, Rect, Ui, UiBuilder, Vec2, pos2, vec2};

use super::search::Hit;
use super::{Find, line_of};
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::check::cell_check;
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::long_list::{Heights, LongList};
use crate::app::widgets::put;
use crate::app::widgets::reading_order::ordered_parts;
use crate::project::Entry;

/// So many rows are shown without scrolling.
const ROWS: usize = 9;
/// So many at least, however low the window is.
const FEWEST: usize = 2;

/// Draws the list, no higher than `most`, in points. Gives the place of the hit that was chosen.
/// The box before a hit, or the space bar, takes it out of those that are tagged together.
pub(super) fn ui(
    ui: &mut Ui,
    (theme, most): (&Theme, f32),
    find: &mut Find,
    entry: &Entry,
    scene: &Scene<'_>,
) -> Option<usize> {
    let search = &find.search;
    let (count, everywhere) = (search.count(), find.query.everywhere);
    let line = TypeStyle::QuoteSmall.line_height() + 2.0 * theme.space.s1;
    let title = TypeStyle::Tiny.line_height();
    let height = if everywhere { line + title } else { line };
    let place = find.place(&entry.article().id, scene.workbench.selection().range());
    let rows = ((most / height) as usize).clamp(FEWEST, ROWS);
    let size = vec2(ui.available_width(), height * count.min(rows) as f32);
    let (mut chosen, mut turned) = (None, None);
    let left_out = &find.left_out;
    ui.allocate_ui(size, |ui| {
        ui.set_min_size(size);
        let list = LongList::new("Hits", Heights::Same(height, count));
        let keys = list.show(ui, |ui, at| {
            let Some(hit) = search.hit(at.index) else {
                return;
            };
            let parts = line_of(hit.text, hit.words);
            let label = format!("{}{}{}", parts.0, parts.1, parts.2);
            let id = (hit.article.as_str(), hit.words.start.0);
            let response = at.row(ui, id, &label, place == Some(at.index));
            if response.clicked() {
                chosen = Some(at.index);
            }
            let mut middle = at.rect.center().y;
            let cell =
                Rect::from_center_size(at.left(theme.size.hit / 2.0), Vec2::splat(theme.size.hit));
            let tick = UiBuilder::new().max_rect(cell).id_salt(id);
            let mut kept = left_out.keeps(&hit);
            let name = format!("Tag with the others: {label}");
            ui.scope_builder(tick, |ui| {
                if cell_check(ui, &mut kept, &name, theme.size.hit).clicked() {
                    turned = Some(at.index);
                }
            });
            let painter = ui.painter();
            let left = cell.right() + theme.space.s1;
            let room = at.rect.right() - theme.space.s2 - left;
            if everywhere {
                let words = title_of(scene, &hit);
                let words = clipped(painter, &words, TypeStyle::Tiny, theme.text.muted, room, 1);
                put(painter, left, at.rect.top() + title / 2.0, words);
                middle += title / 2.0;
            }
            let (words, from_right) = coloured(ui, theme, &parts, room);
            let left = if from_right {
                left + room - words.size().x
            } else {
                left
            };
            let top = middle - words.size().y / 2.0;
            painter.galley(pos2(left, top), words, theme.text.primary);
        });
        chosen = chosen.or(keys.target(place, count));
        let space = || ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Space));
        if keys.focused && space() {
            turned = turned.or(place);
        }
    });
    if let Some(hit) = turned.and_then(|at| search.hit(at)) {
        find.left_out.toggle(&hit);
    }
    chosen
}

fn title_of(scene: &Scene<'_>, hit: &Hit<'_>) -> String {
    let entry = scene.workbench.project().entry(hit.article);
    entry.map_or_else(String::new, |entry| entry.article().title.clone())
}

/// The line in reading order, with its hit in the colour of a selection; and whether it begins at
/// the right.
fn coloured(
    ui: &Ui,
    theme: &Theme,
    parts: &(String, String, String),
    room: f32,
) -> (Arc<Galley>, bool) {
    let font = TypeStyle::QuoteSmall.font();
    let plain = TextFormat::simple(font.clone(), theme.text.secondary);
    let found = TextFormat {
        background: theme.selection,
        ..TextFormat::simple(font, theme.text.primary)
    };
    let parts = [
        (parts.0.as_str(), plain.clone()),
        (parts.1.as_str(), found),
        (parts.2.as_str(), plain),
    ];
    let wrap = TextWrapping {
        max_width: room,
        max_rows: 1,
        break_anywhere: true,
        ..TextWrapping::default()
    };
    let ordered = ordered_parts(ui.painter(), &parts, wrap);
    let galley = ui.painter().layout_job(ordered.job);
    (galley, ordered.from_right)
}
