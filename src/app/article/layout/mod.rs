//! One block laid out: lines of text that make room for the marks on them, and the only way from
//! a place on the screen to a place in the text and back.
//!
//! Mostly egui lays a block out (`stops.rs`). Where some of it is read from right to left, egui
//! would show the words in a wrong order and give wrong places, and where a script has no spaces,
//! it would break lines inside of letters: then each word is laid out by itself and put where
//! Unicode's rules say (`by_word.rs`). So are words with characters that are drawn by their names.

mod baseline;
mod by_word;
mod lookup;
mod stops;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub(in crate::app) use by_word::mirrored;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Galley, Painter, Pos2, Rangef, Ui, Vec2};
use unicode_segmentation::UnicodeSegmentation as _;

use self::baseline::on_the_line;
use super::lanes::{self, Depths, Piece, Weight};
use super::unseen::Unseen;
use crate::project::Annotation;
use crate::span::Span;
use crate::text::{ByteIndex, TextRange};

/// How a block's text is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The face and its size.
    pub font: FontId,
    /// The colour.
    pub colour: Color32,
    /// From baseline to baseline, in points, before marks make room.
    pub line_height: f32,
    /// The longest line, in points.
    pub width: f32,
    /// How characters are drawn that cannot be seen.
    pub unseen: Unseen,
}

/// A mark as the article shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The mark.
    pub annotation: Arc<Annotation>,
    /// Its weight among others.
    pub weight: Weight,
}

/// A line of a block. Lengths are points from the block's upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Where the line begins, with the room above it.
    pub top: f32,
    /// Where it ends, with the room below it.
    pub bottom: f32,
    /// The baseline.
    pub baseline: f32,
    /// Where its text begins.
    pub left: f32,
    /// Where it ends; blanks at which the line is broken hang over it.
    pub right: f32,
    /// It is read from right to left as a whole.
    pub rtl: bool,
    /// Its words.
    pub range: TextRange,
    /// The size of its text.
    pub size: f32,
    /// How deep the marks on it are.
    pub depths: Depths,
    /// How many more marks reach into it that are not laid out, because too many do.
    pub crowd: usize,
    /// Where the caret stands behind its last grapheme.
    end_x: f32,
    /// Some of it is read from right to left.
    mixed: bool,
    /// Its graphemes begin at this of the block's cells.
    first_cell: usize,
    /// And are so many.
    cells: usize,
}

/// The place of a grapheme on its line.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cell {
    byte: ByteIndex,
    /// From the block's left edge, in points.
    left: f32,
    /// Never less than `left`.
    right: f32,
    /// It is read from right to left: the caret before it stands at its right.
    rtl: bool,
}

/// A word that is laid out by itself.
#[derive(Clone, Debug)]
struct Atom {
    galley: Arc<Galley>,
    row: usize,
    /// From the block's left edge and from the line's top, before marks make room.
    place: Vec2,
}

/// Words that stand side by side on a line and are read in one direction.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    row: usize,
    left: f32,
    right: f32,
    rtl: bool,
    range: TextRange,
}

/// A block laid out.
#[derive(Clone, Debug)]
pub struct BlockLayout {
    text: Words,
    /// The lines, from top to bottom; at least one.
    pub rows: Vec<Row>,
    /// The marks on it.
    pub marks: Vec<Shown>,
    /// Where their words stand.
    pub pieces: Vec<Piece>,
    /// The height of all lines.
    pub height: f32,
    range: TextRange,
    /// Every grapheme in the text's order, line by line.
    cells: Vec<Cell>,
}

/// What is drawn.
#[derive(Clone, Debug)]
enum Words {
    /// All of it at once, its lines where [`Row`] says.
    Whole(Arc<Galley>),
    /// Word by word; and as it would be at once, which is how it is read out.
    Apart(Vec<Atom>, Arc<Galley>),
}

/// Room that a level of statements takes above and below its line, and a lane of mentions below.
const LEVEL_ABOVE: f32 = 3.0;
const LEVEL_BELOW: f32 = 4.0;
const LANE: f32 = 4.0;

impl BlockLayout {
    /// Lays out the words of `range`, which are `words`, with these marks on them.
    pub fn new(
        ui: &Ui,
        range: TextRange,
        words: &str,
        setting: &Setting,
        marks: Vec<Shown>,
    ) -> Self {
        Self::of(ui, set(ui, words, setting), range, words, setting, marks)
    }

    /// The same with the words already set, as [`set`] does it.
    pub fn of(
        ui: &Ui,
        galley: Arc<Galley>,
        range: TextRange,
        words: &str,
        setting: &Setting,
        marks: Vec<Shown>,
    ) -> Self {
        let at_once = || stops::rows_and_cells(&galley, range, words, setting);
        let at_once = (!by_word::is_needed(words, &setting.unseen))
            .then(at_once)
            .flatten();
        let (text, rows, cells) = match at_once {
            Some((rows, cells)) => (Words::Whole(galley), rows, cells),
            None => {
                let (atoms, rows, cells) = by_word::lay_out(ui, range, words, setting);
                (Words::Apart(atoms, galley), rows, cells)
            }
        };
        let mut layout = Self {
            text,
            rows,
            marks,
            pieces: Vec::new(),
            height: 0.0,
            range,
            cells,
        };
        layout.pieces = layout.cut_marks();
        layout.make_room(setting);
        layout
    }

    /// The marks' words, line by line.
    fn cut_marks(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (mark, shown) in self.marks.iter().enumerate() {
            let Some(span) = shown.annotation.span() else {
                continue;
            };
            for fragment in span.fragments() {
                for run in self.runs(*fragment) {
                    let range = run.range;
                    pieces.push(Piece {
                        mark,
                        row: run.row,
                        range,
                        left: run.left,
                        right: run.right,
                        rtl: run.rtl,
                        starts: range.start == fragment.start,
                        first: range.start == span.start(),
                        ends: range.end == fragment.end,
                        depth: None,
                    });
                }
            }
        }
        pieces
    }

    /// Moves the lines apart as far as the marks on them need.
    fn make_room(&mut self, setting: &Setting) {
        let weights: Vec<Weight> = self.marks.iter().map(|shown| shown.weight).collect();
        let depths = lanes::place(&mut self.pieces, &weights, self.rows.len());
        let mut tops = Vec::with_capacity(self.rows.len());
        let mut y = 0.0;
        for (row, depths) in self.rows.iter_mut().zip(depths) {
            let levels = depths.levels.saturating_sub(1) as f32;
            let above = LEVEL_ABOVE * levels;
            let below = LEVEL_BELOW * levels + LANE * depths.lanes.saturating_sub(1) as f32;
            let baseline = row.baseline - row.top;
            row.top = y;
            row.baseline = y + above + baseline;
            tops.push(y + above);
            y += above + setting.line_height + below;
            row.bottom = y;
            row.depths = depths;
        }
        self.height = y;
        match &mut self.text {
            Words::Whole(galley) => {
                let mut moved = (**galley).clone();
                for (placed, top) in moved.rows.iter_mut().zip(tops) {
                    placed.pos.y = top;
                }
                moved.rect.max.y = y;
                *galley = Arc::new(moved);
            }
            Words::Apart(atoms, _) => {
                for atom in atoms {
                    atom.place.y += tops.get(atom.row).copied().unwrap_or_default();
                }
            }
        }
    }

    /// Draws the text with its upper left corner at a place.
    pub fn paint(&self, painter: &Painter, corner: Pos2, colour: Color32) {
        let atoms = match &self.text {
            Words::Whole(galley) => {
                painter.galley(corner, Arc::clone(galley), colour);
                return;
            }
            Words::Apart(atoms, _) => atoms,
        };
        let seen = painter.clip_rect().translate(-corner.to_vec2());
        for atom in atoms {
            let row = self.rows.get(atom.row);
            if row.is_some_and(|row| seen.y_range().intersects(Rangef::new(row.top, row.bottom))) {
                painter.galley(corner + atom.place, Arc::clone(&atom.galley), colour);
            }
        }
    }

    /// The text in one piece, as screen readers need it: its characters and lines are right, while
    /// the places of words that are read from right to left are not.
    pub fn spoken(&self) -> &Arc<Galley> {
        match &self.text {
            Words::Whole(galley) | Words::Apart(_, galley) => galley,
        }
    }

    /// Counts marks that are not laid out on each line that they have words on: once a line, in
    /// however many pieces they stand there.
    pub fn count_crowd<'a>(&mut self, crowd: impl Iterator<Item = &'a Span>) {
        for span in crowd {
            let mut next = 0;
            for words in span.fragments() {
                let begins = self
                    .rows
                    .partition_point(|row| row.range.end <= words.start);
                let first = begins.max(next);
                for (at, row) in self.rows.iter_mut().enumerate().skip(first) {
                    if row.range.start >= words.end {
                        break;
                    }
                    row.crowd += 1;
                    next = at + 1;
                }
            }
        }
    }

    /// The words of this block.
    pub fn range(&self) -> TextRange {
        self.range
    }
}

/// Sets words in lines. Where shaping gives other glyphs than there are characters, each grapheme
/// is set by itself: a place on the screen must always be the place in the text that it seems to
/// be.
pub fn set(ui: &Ui, words: &str, setting: &Setting) -> Arc<Galley> {
    let mut job = LayoutJob::default();
    job.wrap.max_width = setting.width;
    let format = format(setting);
    let mut apart = job.clone();
    // An empty block still has a line, for the caret.
    job.append(words, 0.0, format.clone());
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    if stops::is_one_to_one(&galley, words) {
        return on_the_line(galley);
    }
    for grapheme in words.graphemes(true) {
        apart.append(grapheme, 0.0, format.clone());
    }
    on_the_line(ui.fonts_mut(|fonts| fonts.layout_job(apart)))
}

fn format(setting: &Setting) -> TextFormat {
    TextFormat {
        font_id: setting.font.clone(),
        color: setting.colour,
        line_height: Some(setting.line_height),
        ..TextFormat::default()
    }
}
