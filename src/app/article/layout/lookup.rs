//! From a place in the text to a place on the screen, and back.

use egui::{Rect, pos2};

use super::{BlockLayout, Cell, Row, Run};
use crate::app::article::lanes::Piece;
use crate::project::Id;
use crate::text::{ByteIndex, TextRange};

/// A point this close to the end of a line is still on its words.
const BESIDE: f32 = 1.0;

impl BlockLayout {
    /// Where words stand: line, left, right, and which of them, for each line that has some; where
    /// a line is read both ways, for each stretch that stands together.
    pub fn stretches(&self, words: TextRange) -> Vec<(usize, f32, f32, TextRange)> {
        let runs = self.runs(words).into_iter();
        runs.map(|run| (run.row, run.left, run.right, run.range))
            .collect()
    }

    pub(super) fn runs(&self, words: TextRange) -> Vec<Run> {
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
            if row.mixed {
                found.extend(self.runs_both_ways(index, row, range));
                continue;
            }
            let (left, right) = (self.x_in(index, range.start), self.x_in(index, range.end));
            // The blank at which a line is broken hangs over its end and is not shown.
            let (left, right) = (left.min(right), left.max(right).min(row.right));
            found.push(Run {
                row: index,
                left,
                right: right.max(left),
                rtl: false,
                range,
            });
        }
        found
    }

    /// The stretches of words on a line that is read both ways, in the text's order.
    fn runs_both_ways(&self, index: usize, row: &Row, words: TextRange) -> Vec<Run> {
        let cells = self.cells_of(index);
        let ends = cells.iter().skip(1).map(|cell| cell.byte);
        let mut runs: Vec<Run> = Vec::new();
        for (cell, end) in cells.iter().zip(ends.chain([row.range.end])) {
            if cell.byte >= words.end || end <= words.start {
                continue;
            }
            let range = TextRange::new(cell.byte.max(words.start), end.min(words.end));
            match runs.last_mut().filter(|run| run.goes_on_with(cell)) {
                Some(run) => {
                    run.left = run.left.min(cell.left);
                    run.right = run.right.max(cell.right);
                    run.range = run.range.hull(range);
                }
                None => runs.push(Run {
                    row: index,
                    left: cell.left,
                    right: cell.right,
                    rtl: cell.rtl,
                    range,
                }),
            }
        }
        runs
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
        let Some(line) = self.rows.get(row) else {
            return self.range.start;
        };
        let cells = self.cells_of(row);
        let byte = match self.cell_at(row, x) {
            // Beside a line that is read both ways, it is its start or its end that is meant.
            _ if line.mixed && x < line.left => line.edge(line.rtl),
            _ if line.mixed && x > line.right => line.edge(!line.rtl),
            None => line.range.start,
            Some(at) => {
                let cell = cells.get(at);
                let at_left = cell.is_none_or(|cell| x - cell.left <= cell.right - x);
                if at_left == cell.is_some_and(|cell| cell.rtl) {
                    cells.get(at + 1).map_or(line.range.end, |next| next.byte)
                } else {
                    cell.map_or(line.range.start, |cell| cell.byte)
                }
            }
        };
        if byte < line.range.end || row + 1 >= self.rows.len() {
            return byte;
        }
        cells.last().map_or(byte, |cell| cell.byte)
    }

    /// The character that a point is on, from the block's corner; none beside the words.
    pub fn char_at(&self, x: f32, y: f32) -> Option<ByteIndex> {
        let row = self
            .rows
            .iter()
            .position(|row| row.top <= y && y < row.bottom)?;
        let line = self.rows.get(row)?;
        if x < line.left - BESIDE || x > line.right + BESIDE {
            return None;
        }
        let cell = self.cells_of(row).get(self.cell_at(row, x)?);
        cell.map(|cell| cell.byte)
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
        let cells = self.cells_of(row);
        let at = cells.partition_point(|cell| cell.byte < byte);
        match cells.get(at) {
            Some(cell) => cell.begin_x(),
            None => self.rows.get(row).map_or(0.0, |row| row.end_x),
        }
    }

    /// Which grapheme of a line stands at `x`, or nearest to it; none if the line has none.
    fn cell_at(&self, row: usize, x: f32) -> Option<usize> {
        let cells = self.cells_of(row);
        if !self.rows.get(row)?.mixed {
            let after = cells.partition_point(|cell| cell.left <= x);
            return (!cells.is_empty()).then(|| after.saturating_sub(1));
        }
        let beside = |cell: &Cell| (cell.left - x).max(x - cell.right).max(0.0);
        let seen = |cell: &&Cell| cell.left < cell.right;
        let nearest = cells.iter().filter(seen).map(beside).min_by(f32::total_cmp);
        let nearest = nearest.unwrap_or_default();
        // At the seam of two graphemes it is the one at the right, as in a line read one way.
        let at_seam = |cell: &Cell| beside(cell) <= nearest && x < cell.right;
        let found = cells.iter().position(|cell| seen(&cell) && at_seam(cell));
        let any = || cells.iter().position(|cell| beside(cell) <= nearest);
        found.or_else(any).or((!cells.is_empty()).then_some(0))
    }

    fn cells_of(&self, row: usize) -> &[Cell] {
        let Some(row) = self.rows.get(row) else {
            return &[];
        };
        let range = row.first_cell..row.first_cell + row.cells;
        self.cells.get(range).unwrap_or_default()
    }
}

impl Cell {
    /// Where the caret stands before it.
    pub(super) fn begin_x(&self) -> f32 {
        if self.rtl { self.right } else { self.left }
    }

    /// Where it stands behind it.
    pub(super) fn end_x(&self) -> f32 {
        if self.rtl { self.left } else { self.right }
    }
}

impl Row {
    /// Its start or its end.
    fn edge(&self, end: bool) -> ByteIndex {
        if end {
            self.range.end
        } else {
            self.range.start
        }
    }
}

impl Run {
    /// Whether a grapheme stands right behind it and is read the same way.
    fn goes_on_with(&self, cell: &Cell) -> bool {
        let end = if self.rtl { self.left } else { self.right };
        self.rtl == cell.rtl && (end - cell.begin_x()).abs() < BESIDE / 2.0
    }
}
