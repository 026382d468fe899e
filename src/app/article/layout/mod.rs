//! One block laid out: lines of text that make room for the marks on them, and the only way from
//! a place on the screen to a place in the text and back.

mod stops;

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Galley, Rect, Ui, pos2};
use unicode_segmentation::UnicodeSegmentation as _;

use super::lanes::{self, Depths, Piece, Weight};
use crate::project::{Annotation, Id};
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
    /// Where its text ends.
    pub right: f32,
    /// Its words.
    pub range: TextRange,
    /// The size of its text.
    pub size: f32,
    /// How deep the marks on it are.
    pub depths: Depths,
    /// How many more marks reach into it that are not laid out, because too many do.
    pub crowd: usize,
    /// Its graphemes begin at these of the block's stops.
    first_stop: usize,
    /// And so many stops stand on it, that after the last grapheme included.
    stops: usize,
}

/// A place where the caret can stand: before a grapheme, or at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stop {
    byte: ByteIndex,
    /// From the block's left edge, in points; never left of the stop before it on its line.
    x: f32,
}

/// A block laid out.
#[derive(Clone, Debug)]
pub struct BlockLayout {
    /// The text, its lines where [`Row`] says.
    pub galley: Arc<Galley>,
    /// The lines, from top to bottom; at least one.
    pub rows: Vec<Row>,
    /// The marks on it.
    pub marks: Vec<Shown>,
    /// Where their words stand.
    pub pieces: Vec<Piece>,
    /// The height of all lines.
    pub height: f32,
    range: TextRange,
    /// Every place of the caret, line by line.
    stops: Vec<Stop>,
}

/// Room that a level of statements takes above and below its line, and a lane of mentions below.
const LEVEL_ABOVE: f32 = 3.0;
const LEVEL_BELOW: f32 = 4.0;
const LANE: f32 = 4.0;
/// A point this close to the end of a line is still on its words.
const BESIDE: f32 = 1.0;

impl BlockLayout {
    /// Lays out the words of `range`, which are `words`, with these marks on them.
    pub fn new(
        ui: &Ui,
        range: TextRange,
        words: &str,
        setting: &Setting,
        marks: Vec<Shown>,
    ) -> Self {
        Self::of(set(ui, words, setting), range, words, setting, marks)
    }

    /// The same with the words already set, as [`set`] does it.
    pub fn of(
        galley: Arc<Galley>,
        range: TextRange,
        words: &str,
        setting: &Setting,
        marks: Vec<Shown>,
    ) -> Self {
        let (rows, stops) = stops::rows_and_stops(&galley, range, words, setting);
        let mut layout = Self {
            rows,
            galley,
            marks,
            pieces: Vec::new(),
            height: 0.0,
            range,
            stops,
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
                for (row, left, right, range) in self.stretches(*fragment) {
                    pieces.push(Piece {
                        mark,
                        row,
                        range,
                        left,
                        right,
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
        let mut galley = (*self.galley).clone();
        let mut y = 0.0;
        for ((row, placed), depths) in self.rows.iter_mut().zip(&mut galley.rows).zip(depths) {
            let levels = depths.levels.saturating_sub(1) as f32;
            let above = LEVEL_ABOVE * levels;
            let below = LEVEL_BELOW * levels + LANE * depths.lanes.saturating_sub(1) as f32;
            let baseline = row.baseline - row.top;
            row.top = y;
            row.baseline = y + above + baseline;
            placed.pos.y = y + above;
            y += above + setting.line_height + below;
            row.bottom = y;
            row.depths = depths;
        }
        galley.rect.max.y = y;
        self.height = y;
        self.galley = Arc::new(galley);
    }

    /// Counts marks that are not laid out on each line that they reach into.
    pub fn count_crowd(&mut self, crowd: &[TextRange]) {
        for words in crowd {
            let first = self
                .rows
                .partition_point(|row| row.range.end <= words.start);
            let rows = self.rows.iter_mut().skip(first);
            for row in rows.take_while(|row| row.range.start < words.end) {
                row.crowd += 1;
            }
        }
    }

    /// The words of this block.
    pub fn range(&self) -> TextRange {
        self.range
    }

    /// Where words stand: line, left, right, and which of them, for each line that has some.
    pub fn stretches(&self, words: TextRange) -> Vec<(usize, f32, f32, TextRange)> {
        let mut found = Vec::new();
        let first = self
            .rows
            .partition_point(|row| row.range.end <= words.start);
        for (index, row) in self.rows.iter().enumerate().skip(first) {
            if row.range.start >= words.end {
                break;
            }
            let Some(range) = row
                .range
                .intersection(words)
                .filter(|range| !range.is_empty())
            else {
                continue;
            };
            let (left, right) = (self.x_in(index, range.start), self.x_in(index, range.end));
            // The blank at which a line is broken hangs over its end and is not shown.
            let (left, right) = (left.min(right), left.max(right).min(row.right));
            found.push((index, left, right.max(left), range));
        }
        found
    }

    /// Where the caret stands before the character at `byte`: line and x.
    pub fn caret(&self, byte: ByteIndex) -> (usize, f32) {
        let after = self.rows.partition_point(|row| row.range.start <= byte);
        let row = after.saturating_sub(1);
        (row, self.x_in(row, byte))
    }

    /// The position nearest to a point, from the block's corner.
    pub fn hit(&self, x: f32, y: f32) -> ByteIndex {
        let below = self.rows.partition_point(|row| row.top <= y);
        self.hit_in(below.saturating_sub(1), x)
    }

    /// The position on a line nearest to `x`. Never after the blank at which the line was
    /// broken, which would be the start of the next line.
    pub fn hit_in(&self, row: usize, x: f32) -> ByteIndex {
        let stops = self.stops_of(row);
        let after = stops.partition_point(|stop| stop.x <= x);
        let left = after.checked_sub(1).and_then(|at| stops.get(at));
        let nearest = match (left, stops.get(after)) {
            (Some(left), Some(right)) if x - left.x <= right.x - x => Some(left),
            (_, Some(right)) => Some(right),
            (left, None) => left,
        };
        let Some(nearest) = nearest else {
            return self.range.start;
        };
        let last_row = row + 1 >= self.rows.len();
        if last_row
            || self
                .rows
                .get(row)
                .is_none_or(|row| nearest.byte < row.range.end)
        {
            return nearest.byte;
        }
        let before = stops.len().checked_sub(2).and_then(|at| stops.get(at));
        before.map_or(nearest.byte, |stop| stop.byte)
    }

    /// The character that a point is on, from the block's corner; none beside the words.
    pub fn char_at(&self, x: f32, y: f32) -> Option<ByteIndex> {
        let row = self
            .rows
            .iter()
            .position(|row| row.top <= y && y < row.bottom)?;
        if x < -BESIDE || x > self.rows.get(row)?.right + BESIDE {
            return None;
        }
        let stops = self.stops_of(row);
        let after = stops.partition_point(|stop| stop.x <= x);
        // The stop after the last grapheme begins none.
        let last = stops.len().checked_sub(2)?;
        stops
            .get(after.saturating_sub(1).min(last))
            .map(|stop| stop.byte)
    }

    /// The box of the caret before `byte`.
    pub fn caret_rect(&self, byte: ByteIndex) -> Rect {
        let (row, x) = self.caret(byte);
        let (baseline, size) = self
            .rows
            .get(row)
            .map_or((0.0, 0.0), |row| (row.baseline, row.size));
        Rect::from_min_max(
            pos2(x, baseline - 0.85 * size),
            pos2(x, baseline + 0.3 * size),
        )
    }

    /// The pieces of a mark.
    pub fn pieces_of<'a>(&'a self, mark: &'a Id) -> impl Iterator<Item = &'a Piece> {
        self.pieces.iter().filter(move |piece| {
            self.marks
                .get(piece.mark)
                .is_some_and(|shown| shown.annotation.id == *mark)
        })
    }

    fn x_in(&self, row: usize, byte: ByteIndex) -> f32 {
        let stops = self.stops_of(row);
        let after = stops.partition_point(|stop| stop.byte < byte);
        let stop = stops.get(after).or(stops.last());
        stop.map_or(0.0, |stop| stop.x)
    }

    fn stops_of(&self, row: usize) -> &[Stop] {
        let Some(row) = self.rows.get(row) else {
            return &[];
        };
        let range = row.first_stop..row.first_stop + row.stops;
        self.stops.get(range).unwrap_or_default()
    }
}

/// Sets words in lines. Where shaping gives other glyphs than there are characters, as it does
/// for writing from right to left, each grapheme is set by itself: a place on the screen must
/// always be the place in the text that it seems to be.
pub fn set(ui: &Ui, words: &str, setting: &Setting) -> Arc<Galley> {
    let mut job = LayoutJob::default();
    job.wrap.max_width = setting.width;
    let format = TextFormat {
        font_id: setting.font.clone(),
        color: setting.colour,
        line_height: Some(setting.line_height),
        ..TextFormat::default()
    };
    let mut apart = job.clone();
    // An empty block still has a line, for the caret.
    job.append(words, 0.0, format.clone());
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    if stops::is_one_to_one(&galley, words) {
        return galley;
    }
    for grapheme in words.graphemes(true) {
        apart.append(grapheme, 0.0, format.clone());
    }
    ui.fonts_mut(|fonts| fonts.layout_job(apart))
}
