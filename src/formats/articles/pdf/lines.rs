//! Letters with places become words and lines.

use super::walk::Glyph;

/// A gap of so many sizes of the type is a blank.
const BLANK: f64 = 0.13;
/// A gap of so many is that between the cells of a row.
const CELL: f64 = 4.0;
/// A letter that stands so far back, in sizes of the type, begins another line.
const BACK: f64 = 0.6;
/// Letters that stand so much higher or lower are of the same line: they are raised.
const RAISED: f64 = 0.55;

/// A line of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) height: f64,
    pub(super) size: f64,
    pub(super) towards: (f64, f64),
}

/// The lines of a page, in the order in which they are drawn.
pub(super) fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for glyph in glyphs {
        match lines.last_mut().filter(|line| line.takes(&glyph)) {
            Some(line) => line.push(&glyph),
            None => lines.push(Line {
                text: glyph.text,
                start: glyph.start,
                end: glyph.end,
                height: glyph.height,
                size: glyph.size,
                towards: glyph.towards,
            }),
        }
    }
    for line in &mut lines {
        line.text = tidied(&line.text);
    }
    lines.retain(|line| !line.text.is_empty());
    lines
}

impl Line {
    /// Whether both run in the same direction.
    pub(super) fn runs_with(&self, towards: (f64, f64)) -> bool {
        let (a, b) = (self.towards, towards);
        a.0 * b.0 + a.1 * b.1 > 0.99
    }

    fn takes(&self, glyph: &Glyph) -> bool {
        let size = self.size.max(glyph.size);
        let gap = glyph.start - self.end;
        let up = (glyph.height - self.height).abs();
        let level = up < 0.15 * size || (up < RAISED * size && gap < size);
        self.runs_with(glyph.towards) && level && gap > -BACK * size
    }

    fn push(&mut self, glyph: &Glyph) {
        let size = self.size.min(glyph.size).max(self.size / 2.0);
        let gap = (glyph.start - self.end) / size;
        let blank = |text: &str| text.is_empty() || text.ends_with(char::is_whitespace);
        if gap > CELL && !self.text.trim().is_empty() {
            self.text.push('\t');
        } else if gap > BLANK && !blank(&self.text) && !glyph.text.starts_with(' ') {
            self.text.push(' ');
        }
        self.text.push_str(&glyph.text);
        self.end = self.end.max(glyph.end);
        if glyph.size > self.size {
            // The line is that of its large letters, and what came before was raised.
            (self.size, self.height) = (glyph.size, glyph.height);
        }
    }
}

/// A line without blanks at its ends and without two in a row, and with letters in the place of
/// those that are drawn as one.
fn tidied(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'ﬀ' => tidy.push_str("ff"),
            'ﬁ' => tidy.push_str("fi"),
            'ﬂ' => tidy.push_str("fl"),
            'ﬃ' => tidy.push_str("ffi"),
            'ﬄ' => tidy.push_str("ffl"),
            'ﬅ' | 'ﬆ' => tidy.push_str("st"),
            '\t' => {
                tidy.truncate(tidy.trim_end().len());
                tidy.push('\t');
            }
            blank if blank.is_whitespace() => {
                if !tidy.ends_with(char::is_whitespace) {
                    tidy.push(' ');
                }
            }
            control if control.is_control() => {}
            letter => tidy.push(letter),
        }
    }
    tidy.trim().to_owned()
}
