//! Draws the hits in their lines.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Galley, Ui, pos2, vec2};

use super::search::Hit;
use super::{Find, line_of};
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::long_list::{Heights, LongList};
use crate::app::widgets::put;
use crate::project::Entry;

/// So many rows are shown without scrolling.
const ROWS: usize = 9;

/// Draws the list. Gives the place of the hit that was chosen.
pub(super) fn ui(
    ui: &mut Ui,
    theme: &Theme,
    find: &Find,
    entry: &Entry,
    scene: &Scene<'_>,
) -> Option<usize> {
    let search = &find.search;
    let (count, everywhere) = (search.count(), find.query.everywhere);
    let line = TypeStyle::QuoteSmall.line_height() + 2.0 * theme.space.s1;
    let title = TypeStyle::Tiny.line_height();
    let height = if everywhere { line + title } else { line };
    let place = find.place(&entry.article().id, scene.workbench.selection().range());
    let size = vec2(ui.available_width(), height * count.min(ROWS) as f32);
    let mut chosen = None;
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
            let painter = ui.painter();
            let left = at.rect.left() + theme.space.s2;
            let room = at.rect.width() - 2.0 * theme.space.s2;
            let mut middle = at.rect.center().y;
            if everywhere {
                let words = title_of(scene, &hit);
                let words = clipped(painter, &words, TypeStyle::Tiny, theme.text.muted, room, 1);
                put(painter, left, at.rect.top() + title / 2.0, words);
                middle += title / 2.0;
            }
            let words = coloured(ui, theme, parts, room);
            painter.galley(
                pos2(left, middle - words.size().y / 2.0),
                words,
                theme.text.primary,
            );
        });
        chosen = chosen.or(keys.target(place, count));
    });
    chosen
}

fn title_of(scene: &Scene<'_>, hit: &Hit<'_>) -> String {
    let entry = scene.workbench.project().entry(hit.article);
    entry.map_or_else(String::new, |entry| entry.article().title.clone())
}

/// The line with its hit in the colour of a selection.
fn coloured(ui: &Ui, theme: &Theme, parts: (String, String, String), room: f32) -> Arc<Galley> {
    let font = TypeStyle::QuoteSmall.font();
    let plain = TextFormat::simple(font.clone(), theme.text.secondary);
    let found = TextFormat {
        background: theme.selection,
        ..TextFormat::simple(font, theme.text.primary)
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = room;
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    job.append(&parts.0, 0.0, plain.clone());
    job.append(&parts.1, 0.0, found);
    job.append(&parts.2, 0.0, plain);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
