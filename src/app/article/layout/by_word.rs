//! Lines laid out word by word: those that are read from right to left, wholly or in part, and
//! those of scripts without spaces.
//!
//! Unicode's rules (UAX 9) give every character a level and say where a line may be broken (UAX 14,
//! with dictionaries); egui lays out each word by itself; lines are filled in the text's order and
//! each is then put in the order in which it is read.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Galley, Ui, vec2};
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation as _;

use super::baseline::on_the_line;
use super::{Atom, Cell, Row, Setting, format, stops};
use crate::app::article::lanes::Depths;
use crate::app::article::unseen::{APART, Unseen, as_stored, picture};
use crate::text::{ByteIndex, TextRange};

/// Whether some of a text is read from right to left, or is of a script without spaces in which
/// not every letter may begin a line, or has characters that are drawn by their names.
pub fn is_needed(words: &str, unseen: &Unseen) -> bool {
    let unspaced = |char| matches!(char, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    let plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\t');
    if words.bytes().all(plain) {
        return false;
    }
    let odd = |char| is_right_to_left(char) || unspaced(char) || unseen.shows(char);
    words.chars().any(odd)
}

/// Hebrew, Arabic and the other scripts of their kind, and the characters that turn a text round.
fn is_right_to_left(char: char) -> bool {
    matches!(char, '\u{590}'..='\u{8ff}'
        | '\u{200f}' | '\u{202b}' | '\u{202e}' | '\u{2067}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// A word, a blank or a sign, laid out.
struct Word {
    /// In the block's words.
    range: Range<usize>,
    level: Level,
    is_blank: bool,
    /// A line may be broken behind it.
    breaks: bool,
    galley: Arc<Galley>,
    width: f32,
    baseline: f32,
    /// Its graphemes in the text's order: where each begins, its left and its right.
    cells: Vec<(usize, f32, f32)>,
}

/// Lays out `words`, which are those of `range`.
pub fn lay_out(
    ui: &Ui,
    range: TextRange,
    words: &str,
    setting: &Setting,
) -> (Vec<Atom>, Vec<Row>, Vec<Cell>) {
    let stored = setting.unseen.all.then(|| as_stored(words));
    let info = BidiInfo::new(stored.as_deref().unwrap_or(words), None);
    let rtl = info
        .paragraphs
        .first()
        .is_some_and(|paragraph| paragraph.level.is_rtl());
    let all = words_of(ui, words, &info.levels, setting);
    let lines = fill(&all, setting.width);
    let baseline = set(ui, "x", setting)
        .rows
        .first()
        .and_then(|row| row.glyphs.first())
        .map_or(setting.line_height * 0.7, |glyph| glyph.pos.y);
    let mut page = Page {
        setting,
        base: range.start.0,
        rtl,
        baseline,
        atoms: Vec::new(),
        rows: Vec::new(),
        cells: Vec::new(),
    };
    for line in lines {
        page.put(all.get(line).unwrap_or_default());
    }
    if let Some(last) = page.rows.last_mut() {
        last.range.end = range.end;
    }
    (page.atoms, page.rows, page.cells)
}

/// What has been put in its place so far.
struct Page<'a> {
    setting: &'a Setting,
    base: usize,
    rtl: bool,
    baseline: f32,
    atoms: Vec<Atom>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
}

impl Page<'_> {
    /// Puts a line below those before it.
    fn put(&mut self, line: &[Word]) {
        let seen = line.iter().rposition(|word| !word.is_blank);
        let (seen, hanging) = line
            .split_at_checked(seen.map_or(0, |last| last + 1))
            .unwrap_or_default();
        let width: f32 = seen.iter().map(|word| word.width).sum();
        let room = self.setting.width;
        let left = if self.rtl && room.is_finite() {
            (room - width).max(0.0)
        } else {
            0.0
        };
        let (row, first_cell) = (self.rows.len(), self.cells.len());
        let levels: Vec<Level> = seen.iter().map(|word| word.level).collect();
        let mut x = left;
        for word in BidiInfo::reorder_visual(&levels)
            .into_iter()
            .filter_map(|at| seen.get(at))
        {
            self.atoms.push(Atom {
                galley: Arc::clone(&word.galley),
                row,
                place: vec2(x, self.baseline - word.baseline),
            });
            self.cells
                .extend(word.cells.iter().map(|(at, from, to)| Cell {
                    byte: ByteIndex(self.base + at),
                    left: x + from,
                    right: x + to,
                    rtl: word.level.is_rtl(),
                }));
            x += word.width;
        }
        // Blanks at the end of a line are not shown and hang over it.
        let edge = if self.rtl { left } else { x };
        let blanks = hanging.iter().flat_map(|word| word.cells.iter());
        self.cells.extend(blanks.map(|(at, ..)| Cell {
            byte: ByteIndex(self.base + at),
            left: edge,
            right: edge,
            rtl: self.rtl,
        }));
        let cells = self.cells.get_mut(first_cell..).unwrap_or_default();
        cells.sort_by_key(|cell| cell.byte);
        let top = row as f32 * self.setting.line_height;
        let ends = |words: &[Word]| words.last().map_or(0, |word| word.range.end);
        let start = line.first().map_or(0, |word| word.range.start);
        self.rows.push(Row {
            top,
            bottom: top + self.setting.line_height,
            baseline: top + self.baseline,
            left,
            right: x,
            rtl: self.rtl,
            range: TextRange::new(self.base + start, self.base + ends(line)),
            size: self.setting.font.size,
            depths: Depths::default(),
            crowd: 0,
            end_x: cells.last().map_or(edge, Cell::end_x),
            mixed: self.rtl || cells.iter().any(|cell| cell.rtl),
            first_cell,
            cells: cells.len(),
        });
    }
}

/// Which words stand on which line.
fn fill(words: &[Word], room: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut first, mut may_break, mut x) = (0, 0, 0.0);
    for (index, word) in words.iter().enumerate() {
        if x + word.width > room && index > first && !word.is_blank {
            // Where no break is allowed, better a break than a line that is not seen to its end.
            let next = if may_break > first { may_break } else { index };
            lines.push(first..next);
            first = next;
            let begun = words.get(next..index).unwrap_or_default();
            x = begun.iter().map(|word| word.width).sum();
        }
        x += word.width;
        if word.breaks {
            may_break = index + 1;
        }
    }
    lines.push(first..words.len());
    lines
}

/// What a grapheme is laid out with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// With nothing: a blank, a sign inside words that are read from right to left, or what is drawn
    /// by its name.
    Alone,
    /// With its neighbours, all of one word.
    Joined,
}

/// Cuts a text into words of one level each and lays them out.
fn words_of(ui: &Ui, words: &str, levels: &[Level], setting: &Setting) -> Vec<Word> {
    let segmenter = LineSegmenter::new_auto(LineBreakOptions::default());
    let breaks: BTreeSet<usize> = segmenter.segment_str(words).collect();
    let mut found: Vec<Word> = Vec::new();
    let mut pending: Option<(Range<usize>, Level)> = None;
    let level_at = |at: usize| levels.get(at).copied().unwrap_or(Level::ltr());
    for (at, grapheme) in words.grapheme_indices(true) {
        let (range, level) = (at..at + grapheme.len(), level_at(at));
        let joined = kind(grapheme, level, &setting.unseen) == Kind::Joined;
        let goes_on = |(_, before): &(Range<usize>, Level)| {
            joined && *before == level && !breaks.contains(&at)
        };
        match pending.take_if(|pending| goes_on(pending)) {
            Some((begun, _)) => pending = Some((begun.start..range.end, level)),
            None => {
                let word = pending.replace((range, level));
                found.extend(
                    word.into_iter()
                        .flat_map(|word| whole(ui, words, word, setting)),
                );
            }
        }
        if !joined {
            let word = pending.take();
            found.extend(
                word.into_iter()
                    .flat_map(|word| whole(ui, words, word, setting)),
            );
        }
    }
    found.extend(
        pending
            .into_iter()
            .flat_map(|word| whole(ui, words, word, setting)),
    );
    for word in &mut found {
        word.breaks |= breaks.contains(&word.range.end);
    }
    found
}

fn kind(grapheme: &str, level: Level, unseen: &Unseen) -> Kind {
    let first = grapheme.chars().next();
    let letter = first.is_some_and(|first| first.is_alphabetic() && is_right_to_left(first));
    let blank = first.is_some_and(char::is_whitespace);
    if blank || (level.is_rtl() && !letter) || unseen.is_in(grapheme) {
        Kind::Alone
    } else {
        Kind::Joined
    }
}

/// Lays out a word. One whose glyphs can't be told apart, or that no line could hold, is laid out
/// by graphemes: a place on the screen must be the place in the text that it seems to be.
fn whole(
    ui: &Ui,
    words: &str,
    (range, level): (Range<usize>, Level),
    setting: &Setting,
) -> Vec<Word> {
    let text = words.get(range.clone()).unwrap_or_default();
    let word = lay_out_word(ui, text, &range, level, setting);
    if let Some(word) = word.filter(|word| word.width <= setting.width) {
        return vec![word];
    }
    let graphemes = text.grapheme_indices(true);
    let mut letters: Vec<Word> = graphemes
        .map(|(at, grapheme)| letter(ui, grapheme, range.start + at, level, setting))
        .collect();
    let width: f32 = letters.iter().map(|letter| letter.width).sum();
    for letter in &mut letters {
        letter.breaks = width > setting.width;
    }
    letters
}

fn lay_out_word(
    ui: &Ui,
    text: &str,
    range: &Range<usize>,
    level: Level,
    setting: &Setting,
) -> Option<Word> {
    let mut graphemes = text.graphemes(true);
    let first = graphemes.next()?;
    if graphemes.next().is_none() {
        return Some(letter(ui, first, range.start, level, setting));
    }
    let galley = set(ui, text, setting);
    let mut cells = if level.is_rtl() {
        cells_from_the_right(&galley, text)?
    } else {
        cells_from_the_left(&galley, text, setting)?
    };
    for cell in &mut cells {
        cell.0 += range.start;
    }
    Some(Word {
        range: range.clone(),
        level,
        is_blank: false,
        breaks: false,
        width: width_of(&galley),
        baseline: baseline_of(&galley, setting),
        galley,
        cells,
    })
}

/// A grapheme laid out by itself: all of its width is its own.
fn letter(ui: &Ui, grapheme: &str, start: usize, level: Level, setting: &Setting) -> Word {
    let mirrored = level.is_rtl().then(|| mirrored(grapheme)).flatten();
    let pictured = setting.unseen.is_in(grapheme);
    let galley = match pictured {
        true => picture(ui, grapheme, format(setting), setting),
        false => set(ui, mirrored.unwrap_or(grapheme), setting),
    };
    let width = width_of(&galley) + if pictured { APART } else { 0.0 };
    Word {
        range: start..start + grapheme.len(),
        level,
        is_blank: !pictured && grapheme.chars().all(char::is_whitespace),
        breaks: false,
        width,
        baseline: baseline_of(&galley, setting),
        galley,
        cells: vec![(start, 0.0, width)],
    }
}

fn set(ui: &Ui, text: &str, setting: &Setting) -> Arc<Galley> {
    let mut job = LayoutJob::default();
    job.append(text, 0.0, format(setting));
    on_the_line(ui.fonts_mut(|fonts| fonts.layout_job(job)))
}

/// Its advance: the next word begins there.
fn width_of(galley: &Galley) -> f32 {
    let glyphs = galley.rows.first().map_or(&[][..], |row| &row.glyphs);
    let ends = glyphs.iter().map(|glyph| glyph.pos.x + glyph.advance_width);
    ends.fold(0.0, f32::max)
}

fn baseline_of(galley: &Galley, setting: &Setting) -> f32 {
    let row = galley.rows.first();
    let glyph = row.and_then(|row| Some(row.pos.y + row.glyphs.first()?.pos.y));
    glyph.unwrap_or(setting.line_height * 0.7)
}

fn cells_from_the_left(
    galley: &Galley,
    text: &str,
    setting: &Setting,
) -> Option<Vec<(usize, f32, f32)>> {
    let range = TextRange::new(0, text.len());
    let sound = galley.rows.len() == 1 && stops::is_one_to_one(galley, text);
    let whole = || stops::rows_and_cells(galley, range, text, setting);
    let (_, mut cells) = sound.then(whole).flatten()?;
    if let Some(last) = cells.last_mut() {
        last.right = last.left.max(width_of(galley));
    }
    let place = |cell: &Cell| (cell.byte.0, cell.left, cell.right);
    Some(cells.iter().map(place).collect())
}

/// The graphemes of a word whose glyphs come in the order in which they are seen, the last letter
/// first. Each glyph tells the first character of the cluster that it draws, so walking both lists
/// finds which is which; letters that are drawn as one get equal shares of it. None if it does not
/// come out even, as where a word takes its letters from several faces.
fn cells_from_the_right(galley: &Galley, text: &str) -> Option<Vec<(usize, f32, f32)>> {
    let [row] = galley.rows.as_slice() else {
        return None;
    };
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    // The clusters from the left on the screen, that is from the end of the text: where each
    // begins in it, and where its place begins. It ends where the next begins.
    let mut clusters: Vec<(usize, f32)> = Vec::new();
    let mut before = chars.len();
    for glyph in row.glyphs.iter().filter(|glyph| glyph.advance_width > 0.0) {
        before = chars
            .get(..before)?
            .iter()
            .rposition(|(_, char)| *char == glyph.chr)?;
        let (start, _) = *chars.get(before)?;
        let left = if clusters.is_empty() {
            0.0
        } else {
            glyph.pos.x
        };
        clusters.push((start, left));
    }
    let (first, _) = clusters.last()?;
    let in_order = clusters.array_windows().all(|[one, next]| next.1 >= one.1);
    if *first != 0 || !in_order {
        return None;
    }
    let graphemes: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
    let mut cells = Vec::with_capacity(graphemes.len());
    let mut end = text.len();
    let ends = clusters.iter().skip(1).map(|(_, left)| *left);
    let ends: Vec<f32> = ends.chain([width_of(galley)]).collect();
    for ((start, left), right) in clusters.into_iter().zip(ends) {
        let members: Vec<usize> = graphemes
            .iter()
            .copied()
            .filter(|at| start <= *at && *at < end)
            .collect();
        let share = (right - left) / members.len() as f32;
        for (nth, member) in members.iter().enumerate() {
            let right = right - share * nth as f32;
            cells.push((*member, right - share, right));
        }
        // A cluster inside a grapheme, such as a sign of its own width, can't be told apart.
        if members.is_empty() || right < left {
            return None;
        }
        end = start;
    }
    cells.sort_by_key(|cell| cell.0);
    (cells.len() == graphemes.len()).then_some(cells)
}

/// The sign that stands for another where text is read from right to left (UAX 9, rule L4).
pub fn mirrored(grapheme: &str) -> Option<&'static str> {
    const PAIRS: [(&str, &str); 14] = [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("<", ">"),
        ("«", "»"),
        ("‹", "›"),
        ("≤", "≥"),
        ("⟨", "⟩"),
        ("「", "」"),
        ("『", "』"),
        ("（", "）"),
        ("［", "］"),
        ("《", "》"),
        ("【", "】"),
    ];
    PAIRS.iter().find_map(|(open, close)| match grapheme {
        _ if grapheme == *open => Some(*close),
        _ if grapheme == *close => Some(*open),
        _ => None,
    })
}
