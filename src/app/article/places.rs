//! From a place on the screen to a place in the text, and back.

use egui::{Pos2, Rect, pos2};

use super::{ArticleView, Placed};
use crate::app::scene::Scene;
use crate::span::Span;
use crate::text::{ByteIndex, TextRange};

impl ArticleView {
    /// The block in view that a point is on, or the nearest above it.
    pub(super) fn placed_at(&self, y: f32) -> Option<&Placed> {
        let texts = self.visible.iter().filter(|placed| placed.layout.is_some());
        let mut above = texts.clone().filter(|placed| placed.corner.y <= y);
        above.next_back().or_else(|| texts.into_iter().next())
    }

    /// The position in the text nearest to a point on the screen: the one conversion from one to
    /// the other.
    pub(super) fn hit(&self, point: Pos2) -> Option<ByteIndex> {
        let placed = self.placed_at(point.y)?;
        let local = point - placed.corner;
        placed
            .layout
            .as_ref()
            .map(|layout| layout.hit(local.x, local.y))
    }

    /// The character that a point is on; none beside the words.
    pub(super) fn char_under(&self, point: Pos2) -> Option<ByteIndex> {
        let placed = self.placed_at(point.y)?;
        let local = point - placed.corner;
        placed.layout.as_ref()?.char_at(local.x, local.y)
    }

    /// Where the words of a range stand on the screen, as far as they are in view.
    pub(super) fn rects(&self, range: TextRange) -> Vec<Rect> {
        let mut found = Vec::new();
        for placed in &self.visible {
            let Some(layout) = &placed.layout else {
                continue;
            };
            for (row, left, right, _) in layout.stretches(range) {
                let Some(row) = layout.rows.get(row) else {
                    continue;
                };
                let rect = Rect::from_min_max(pos2(left, row.top), pos2(right, row.bottom));
                found.push(rect.translate(placed.corner.to_vec2()));
            }
        }
        found
    }

    /// What is worked on, as far as it is in view: the selected words or the selected mark, and
    /// the small palette.
    pub fn busy(&self, scene: &Scene<'_>) -> Vec<Rect> {
        let selection = scene.workbench.selection();
        let mark = scene.workbench.selected().and_then(|mark| mark.span());
        let words = selection
            .ranges()
            .into_iter()
            .flat_map(|range| self.rects(range));
        let mark = mark.into_iter().flat_map(|span| self.mark_rects(span));
        let shown = |rect: Rect| Some(rect.intersect(self.paper)).filter(Rect::is_positive);
        words
            .chain(mark)
            .filter_map(shown)
            .chain(self.palette_rect)
            .collect()
    }

    /// Where a mark's words stand on the screen, as far as they are in view.
    pub(super) fn mark_rects(&self, span: &Span) -> Vec<Rect> {
        span.fragments()
            .iter()
            .flat_map(|fragment| self.rects(*fragment))
            .collect()
    }
}
