//! Where the column of text stands, and what its lines measure.

use egui::{Rect, Ui, pos2, vec2};

use super::scroll::Measure;
use super::{ArticleView, Reading};
use crate::app::fonts;
use crate::app::theme::Theme;

/// Average width of a character as a multiple of the face's size, if it cannot be measured.
const CHARACTER: f32 = 0.42;
/// Lines with fewer characters than this take of the margin's room.
const SHORTEST: f32 = 40.0;
/// Room for the margin, the least that it can do with, and room for the gutter.
const MARGIN: f32 = 88.0;
const LEAST_MARGIN: f32 = 44.0;
const GUTTER: f32 = 24.0;

impl ArticleView {
    /// Places the column and estimates heights anew if what they depend on has changed.
    pub(super) fn set_measure(&mut self, ui: &Ui, theme: &Theme, reading: Reading) {
        let font = fonts::reading(reading.size);
        let character = average_character(ui, &font);
        let (wanted, short) = (reading.characters * character, SHORTEST * character);
        let beside = |margin: f32| self.paper.width() - margin - GUTTER;
        // On a narrow paper the margin gives way before the lines do.
        let margin = if beside(MARGIN) < short {
            LEAST_MARGIN
        } else {
            MARGIN
        };
        let width = wanted.min(beside(margin)).max(1.0).round();
        let left = ((self.paper.width() - width) / 2.0).max(margin).round();
        let left = left.min((self.paper.width() - width - GUTTER).max(margin));
        let corner = pos2(self.paper.left() + left, self.paper.top());
        self.column = Rect::from_min_size(corner, vec2(width, self.paper.height()));
        let measure = Measure {
            width,
            size: reading.size,
            line_height: fonts::reading_line_height(reading.size),
            gap: theme.size.paragraph,
            character,
            scale: ui.ctx().pixels_per_point(),
        };
        if measure != self.measure || self.heights.len() != self.blocks.len() {
            let before = self.heights.get(self.anchor.block);
            self.measure = measure;
            self.heights = measure.heights(&self.blocks);
            self.scale = self.heights.clone();
            // What is at the top stays there, in a paragraph that has become longer or shorter.
            if before > 0.0 {
                self.anchor.offset *= self.heights.get(self.anchor.block) / before;
            }
        }
    }
}

/// The average width of a character of this font over a sentence with every letter.
fn average_character(ui: &Ui, font: &egui::FontId) -> f32 {
    let sample = "the quick brown fox jumps over the lazy dog, and runs on to the river";
    let width = ui.fonts_mut(|fonts| {
        sample
            .chars()
            .map(|letter| fonts.glyph_width(font, letter))
            .sum::<f32>()
    });
    if width > 0.0 {
        width / sample.len() as f32
    } else {
        font.size * CHARACTER
    }
}
