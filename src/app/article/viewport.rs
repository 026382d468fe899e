//! What is in view: laying it out from the anchor on, and moving the anchor.

use egui::{Ui, pos2};

use super::scroll::Anchor;
use super::{ArticleView, Reveal};
use crate::app::scene::Scene;
use crate::project::Entry;

/// Farther than so many windows' heights is a leap.
const LEAP: f32 = 4.0;

impl ArticleView {
    /// Lays out what is in view, starting at the anchor.
    pub(super) fn lay_out(&mut self, ui: &Ui, entry: &Entry, scene: &Scene<'_>) {
        if self.anchor.offset < 0.0 {
            let above = -self.anchor.offset;
            self.anchor.offset = 0.0;
            self.pull_down(ui, above, entry, scene);
        }
        // A second round is needed when the end of the article is pulled up.
        for _ in 0..3 {
            self.visible.clear();
            let mut y = self.paper.top() - self.anchor.offset;
            let mut index = self.anchor.block;
            while y < self.paper.bottom() && index < self.blocks.len() {
                let mut placed = self.lay_out_block(ui, index, entry, scene);
                let height = placed.height + self.gap_after(index);
                self.heights.set(index, height);
                placed.corner = pos2(self.column.left(), y);
                if y + height > self.paper.top() || index + 1 == self.blocks.len() {
                    self.visible.push(placed);
                }
                y += height;
                index += 1;
            }
            if let (Some(first), Some(last)) = (self.visible.first(), self.visible.last()) {
                self.layouts.forget_beyond(first.index, last.index);
                self.anchor.block = first.index;
                self.anchor.offset = self.paper.top() - first.corner.y;
            }
            let lack = self.paper.bottom() - y;
            let at_top = self.anchor.block == 0 && self.anchor.offset <= 0.0;
            if lack < 0.5 || at_top {
                break;
            }
            self.pull_down(ui, lack, entry, scene);
        }
        let layouts = self
            .visible
            .iter()
            .filter_map(|placed| placed.layout.as_ref());
        let pieces = layouts.flat_map(|layout| &layout.pieces);
        self.work.pieces = pieces.filter(|piece| piece.depth.is_some()).count();
    }

    /// Moves the anchor up by `distance`, measuring what comes into view.
    fn pull_down(&mut self, ui: &Ui, distance: f32, entry: &Entry, scene: &Scene<'_>) {
        let mut need = distance - self.anchor.offset;
        self.anchor.offset = 0.0;
        while need > 0.0 && self.anchor.block > 0 {
            self.anchor.block -= 1;
            let block = self.anchor.block;
            let height = self.lay_out_block(ui, block, entry, scene).height + self.gap_after(block);
            self.heights.set(block, height);
            need -= height;
        }
        self.anchor.offset = (-need).max(0.0);
    }

    pub(super) fn scroll_by_wheel(&mut self, ui: &Ui) {
        if ui.rect_contains_pointer(self.paper) {
            let delta = ui.input(|input| input.smooth_scroll_delta().y);
            if delta != 0.0 {
                self.scroll_by(-delta);
            }
        }
    }

    /// Moves the view. Over a few windows' height every block on the way is laid out, so that what
    /// is in view moves by just this distance; a leap goes by what heights are known or estimated.
    pub(super) fn scroll_by(&mut self, distance: f32) {
        let view = self.paper.height();
        if distance.abs() > LEAP * view {
            self.anchor = self.anchor.moved(&self.heights, distance, view);
        } else {
            self.anchor.offset += distance;
        }
    }

    /// Brings words into view: not at all if they are, else to a third of the view, or no further
    /// than they need.
    pub(super) fn scroll_to_reveal(&mut self, ui: &Ui, entry: &Entry, scene: &Scene<'_>) {
        let Some(Reveal { range, least }) = self.reveal.take() else {
            return;
        };
        let index = self.blocks.at(range.start);
        let placed = self.lay_out_block(ui, index, entry, scene);
        let Some(layout) = &placed.layout else { return };
        self.heights
            .set(index, placed.height + self.gap_after(index));
        let (row, _) = layout.caret(range.start);
        let Some(row) = layout.rows.get(row) else {
            return;
        };
        let y = self.heights.top(index) - self.heights.top(self.anchor.block);
        let top = y as f32 - self.anchor.offset + row.top;
        let comfortable = self.measure.line_height;
        let lowest = self.paper.height() - self.measure.line_height * 2.0;
        if top >= comfortable.min(row.top + y as f32) && top <= lowest {
            return;
        }
        self.anchor = Anchor {
            block: index,
            offset: row.top,
        };
        let above = match (least, top > lowest) {
            (false, _) => self.paper.height() / 3.0,
            (true, true) => lowest,
            (true, false) => comfortable,
        };
        self.pull_down(ui, above, entry, scene);
    }
}
