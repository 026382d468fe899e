//! Where the caret can stand on a line that egui has laid out.

use egui::Galley;
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Cell, Row, Setting};
use crate::app::article::lanes::Depths;
use crate::text::{ByteIndex, TextRange};

/// Whether every character has just one glyph, be it of no width: only then can be told which
/// glyph is which character.
pub fn is_one_to_one(galley: &Galley, words: &str) -> bool {
    let rows = galley.rows.iter();
    let glyphs: usize = rows
        .map(|row| row.glyphs.len() + usize::from(row.ends_with_newline))
        .sum();
    glyphs == words.chars().count()
}

/// A place where the caret can stand: before a grapheme, or at the end of a line.
struct Stop {
    byte: ByteIndex,
    /// From the block's left edge, in points; never left of the stop before it on its line.
    x: f32,
}

/// The lines of a galley as they are before marks make room, and their graphemes. All of it is
/// read from left to right, and each character has one glyph. None if a line begins inside a
/// grapheme: egui breaks a word that is too long wherever it likes.
pub fn rows_and_cells(
    galley: &Galley,
    range: TextRange,
    words: &str,
    setting: &Setting,
) -> Option<(Vec<Row>, Vec<Cell>)> {
    let mut graphemes = words.grapheme_indices(true).peekable();
    let mut chars = words.char_indices().map(|(at, _)| at);
    let mut cells: Vec<Cell> = Vec::new();
    let mut rows = Vec::with_capacity(galley.rows.len());
    let mut start = range.start;
    for placed in &galley.rows {
        let mut stops: Vec<Stop> = Vec::new();
        let mut letters = Vec::new();
        let (mut right, mut x) = (0.0_f32, 0.0_f32);
        for glyph in &placed.glyphs {
            let Some(at) = chars.next() else { break };
            if !glyph.chr.is_whitespace() {
                right = glyph.pos.x + glyph.advance_width;
            }
            // A character that goes on with the grapheme before it is no place for the caret.
            let Some((_, grapheme)) = graphemes.next_if(|(begin, _)| *begin <= at) else {
                if stops.is_empty() {
                    return None;
                }
                continue;
            };
            letters.push(grapheme.chars().any(char::is_alphanumeric));
            x = x.max(placed.pos.x + glyph.pos.x);
            let byte = ByteIndex(range.start.0 + at);
            stops.push(Stop { byte, x });
        }
        if placed.ends_with_newline {
            chars.next();
            graphemes.next();
        }
        let x = x.max(placed.pos.x + placed.size.x);
        let next = chars.clone().next();
        let byte = next.map_or(range.end, |at| ByteIndex(range.start.0 + at));
        stops.push(Stop { byte, x });
        share_ligatures(&mut stops, &letters);
        let first_cell = cells.len();
        cells.extend(stops.array_windows().map(|[stop, next]| Cell {
            byte: stop.byte,
            left: stop.x,
            right: next.x,
            rtl: false,
        }));
        // A line without characters has no glyph to tell the baseline: where it would be.
        let glyph = placed.glyphs.first();
        let baseline = glyph.map_or(setting.line_height * 0.7, |glyph| glyph.pos.y);
        rows.push(Row {
            top: placed.pos.y,
            bottom: placed.pos.y + setting.line_height,
            baseline: placed.pos.y + baseline,
            left: 0.0,
            right: placed.pos.x + right,
            rtl: false,
            mixed: false,
            end_x: x,
            range: TextRange::new(start, byte),
            size: setting.font.size,
            depths: Depths::default(),
            crowd: 0,
            first_cell,
            cells: cells.len() - first_cell,
        });
        start = byte;
    }
    Some((rows, cells))
}

/// Letters that are drawn as one, such as «ffi», get equal shares of its width; egui gives all of
/// it to the first.
fn share_ligatures(line: &mut [Stop], letters: &[bool]) {
    let x = |line: &[Stop], at: usize| line.get(at).map(|stop| stop.x);
    let mut first = 0;
    while let (Some(left), Some(right)) = (x(line, first), x(line, first + 1)) {
        let mut end = first + 1;
        while letters.get(end) == Some(&true) && x(line, end + 1) == Some(right) {
            end += 1;
        }
        let count = (end - first) as f32;
        for (nth, stop) in line.iter_mut().take(end).skip(first).enumerate() {
            stop.x = left + (right - left) * nth as f32 / count;
        }
        first = end;
    }
}
