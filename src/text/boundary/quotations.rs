//! Quotations: pairs of marks of the scripts that newspapers use.

use super::{is_blank, paragraph_range_at, trim};
use crate::text::{ByteIndex, Text, TextRange};

/// The words inside the innermost pair of quotation marks around an offset, the marks themselves
/// counting as around it; without the marks and without blanks at the ends.
///
/// Pairs are sought in the paragraph alone. A mark that opens and never closes runs to the
/// paragraph's end if the next paragraph opens with the same mark, as long quotations do in print;
/// otherwise it is passed over. An apostrophe inside a word is no mark.
pub fn quotation_at(text: &Text, byte: ByteIndex) -> Option<TextRange> {
    let byte = text.clamp(byte);
    innermost(text, byte, |pair| {
        pair.outer.contains(byte) || (pair.open_ended && pair.outer.end == byte)
    })
}

/// The innermost quotation that holds a range and more.
pub(super) fn quotation_around(text: &Text, range: TextRange) -> Option<TextRange> {
    innermost(text, range.start, |pair| {
        let inner = trim(text, pair.inner);
        inner.is_some_and(|inner| inner.contains_range(range) && inner.len() > range.len())
    })
}

fn innermost(text: &Text, byte: ByteIndex, wanted: impl Fn(&Pair) -> bool) -> Option<TextRange> {
    // Pairs come in the order in which they close, so the first around a place is the innermost.
    pairs(text, byte)
        .into_iter()
        .find(wanted)
        .and_then(|pair| trim(text, pair.inner))
}

/// A quotation with its marks and without.
struct Pair {
    outer: TextRange,
    inner: TextRange,
    open_ended: bool,
}

/// The families of marks; within one, an opening mark is closed by its fellow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Straight,
    StraightSingle,
    /// “…”
    Curly,
    /// „…“ and „…”
    Low,
    /// ”…”
    Swedish,
    /// ‘…’
    CurlySingle,
    /// ‚…‘ and ‚…’
    LowSingle,
    /// «…»
    Guillemet,
    /// »…« and »…»
    GuillemetInward,
    /// ‹…›
    Angle,
    /// ›…‹
    AngleInward,
    /// 「…」
    Corner,
    /// 『…』
    WhiteCorner,
    /// ｢…｣
    HalfCorner,
    /// 〝…〟
    Prime,
    /// ＂…＂
    Wide,
}

const KINDS: usize = 16;

/// A mark with its neighbours, which tell an opening mark from a closing one where its shape
/// does not.
struct Mark {
    char: char,
    range: TextRange,
    before: Option<char>,
    after: Option<char>,
}

impl Mark {
    /// Stands where a quotation may open: something follows, and no word goes before.
    fn may_open(&self) -> bool {
        self.after.is_some_and(|after| !is_blank(after))
            && self.before.is_none_or(|before| !before.is_alphanumeric())
    }

    /// As [`Self::may_open`], with a blank or bracket before: what «”» and «»» need to open.
    fn opens_here(&self) -> bool {
        let free = |before| is_blank(before) || matches!(before, '(' | '[' | '—' | '–' | '-' | ':');
        self.after.is_some_and(|after| !is_blank(after)) && self.before.is_none_or(free)
    }

    /// The sign of an abbreviation inside a Hebrew word.
    fn is_gershayim(&self) -> bool {
        let hebrew = |char: Option<char>| char.is_some_and(|char| ('א'..='ת').contains(&char));
        matches!(self.char, '"' | '”') && hebrew(self.before) && hebrew(self.after)
    }

    fn is_apostrophe(&self) -> bool {
        if !matches!(self.char, '\'' | '’' | '‘') {
            return false;
        }
        let letter = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        letter(self.before) && letter(self.after)
    }

    /// The kinds that this mark can close, the likeliest first.
    fn closes(&self) -> &'static [Kind] {
        match self.char {
            '"' => &[Kind::Straight],
            '\'' => &[Kind::StraightSingle],
            '”' => &[Kind::Curly, Kind::Low, Kind::Swedish],
            '“' => &[Kind::Low],
            '’' => &[Kind::CurlySingle, Kind::LowSingle],
            '‘' => &[Kind::LowSingle],
            '»' if self.opens_here() => &[Kind::Guillemet],
            // «»» closes a quotation that it also opened, as in Finland.
            '»' => &[Kind::Guillemet, Kind::GuillemetInward],
            '«' => &[Kind::GuillemetInward],
            '›' => &[Kind::Angle],
            '‹' => &[Kind::AngleInward],
            '」' => &[Kind::Corner],
            '』' => &[Kind::WhiteCorner],
            '｣' => &[Kind::HalfCorner],
            '〟' | '〞' => &[Kind::Prime],
            '＂' => &[Kind::Wide],
            _ => &[],
        }
    }

    fn opens(&self) -> Option<Kind> {
        match self.char {
            '"' => Some(Kind::Straight),
            '\'' => {
                let year = self.after.is_some_and(char::is_numeric);
                (self.may_open() && !year).then_some(Kind::StraightSingle)
            }
            '“' => Some(Kind::Curly),
            '„' => Some(Kind::Low),
            '”' => self.opens_here().then_some(Kind::Swedish),
            '‘' => Some(Kind::CurlySingle),
            '‚' => Some(Kind::LowSingle),
            '«' => Some(Kind::Guillemet),
            '»' => self.opens_here().then_some(Kind::GuillemetInward),
            '‹' => Some(Kind::Angle),
            '›' => self.opens_here().then_some(Kind::AngleInward),
            '「' => Some(Kind::Corner),
            '『' => Some(Kind::WhiteCorner),
            '｢' => Some(Kind::HalfCorner),
            '〝' => Some(Kind::Prime),
            '＂' => Some(Kind::Wide),
            _ => None,
        }
    }
}

/// The marks that are open at one place of a paragraph.
#[derive(Default)]
struct Open {
    stack: Vec<(Kind, char, TextRange)>,
    counts: [usize; KINDS],
}

impl Open {
    fn push(&mut self, kind: Kind, mark: &Mark) {
        self.stack.push((kind, mark.char, mark.range));
        self.count(kind, 1);
    }

    fn pop(&mut self) -> Option<(Kind, TextRange)> {
        let (kind, _, range) = self.stack.pop()?;
        self.count(kind, -1);
        Some((kind, range))
    }

    /// The innermost open mark that this one closes; marks inside it that never closed are dropped.
    /// An apostrophe's shape closes only the innermost and not behind a blank, for it is mostly an
    /// apostrophe.
    fn close(&mut self, mark: &Mark) -> Option<TextRange> {
        let kinds = mark.closes();
        let is_single = matches!(mark.char, '\'' | '’' | '‘');
        let innermost = self.stack.last().map(|(kind, ..)| *kind)?;
        let after_blank = mark.before.is_none_or(is_blank);
        if is_single && (after_blank || !kinds.contains(&innermost)) {
            return None;
        }
        // Counting first keeps a paragraph of a million marks linear.
        if !kinds.iter().any(|kind| self.is_open(*kind)) {
            return None;
        }
        loop {
            let (kind, range) = self.pop()?;
            if kinds.contains(&kind) {
                return Some(range);
            }
        }
    }

    fn is_open(&self, kind: Kind) -> bool {
        self.counts
            .get(kind as usize)
            .is_some_and(|count| *count > 0)
    }

    fn count(&mut self, kind: Kind, change: isize) {
        if let Some(count) = self.counts.get_mut(kind as usize) {
            *count = count.saturating_add_signed(change);
        }
    }
}

fn pairs(text: &Text, byte: ByteIndex) -> Vec<Pair> {
    let paragraph = paragraph_range_at(text, byte);
    let mut open = Open::default();
    let mut pairs = Vec::new();
    for mark in marks(text, paragraph) {
        if let Some(opening) = open.close(&mark) {
            pairs.push(Pair {
                outer: opening.hull(mark.range),
                inner: TextRange::new(opening.end, mark.range.start),
                open_ended: false,
            });
        } else if let Some(kind) = mark.opens() {
            open.push(kind, &mark);
        }
    }
    let again = next_opening(text, paragraph);
    let unclosed = open.stack.iter().rev();
    pairs.extend(
        unclosed
            .filter(|(_, char, _)| Some(*char) == again)
            .map(|(_, _, range)| Pair {
                outer: TextRange::new(range.start, paragraph.end),
                inner: TextRange::new(range.end, paragraph.end),
                open_ended: true,
            }),
    );
    pairs
}

fn marks(text: &Text, paragraph: TextRange) -> impl Iterator<Item = Mark> {
    let words = text.slice(paragraph).unwrap_or_default();
    let mut before = None;
    words.char_indices().filter_map(move |(at, char)| {
        let start = paragraph.start.0 + at;
        let mark = || Mark {
            char,
            range: TextRange::new(start, start + char.len_utf8()),
            before,
            after: words
                .get(at + char.len_utf8()..)
                .and_then(|rest| rest.chars().next()),
        };
        let found = is_mark(char)
            .then(mark)
            .filter(|mark| !mark.is_apostrophe() && !mark.is_gershayim());
        before = Some(char);
        found
    })
}

fn is_mark(char: char) -> bool {
    matches!(
        char,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '｢'
            | '｣'
            | '〝'
            | '〞'
            | '〟'
            | '＂'
    )
}

/// The first character of the next paragraph that has any.
fn next_opening(text: &Text, paragraph: TextRange) -> Option<char> {
    let after = text.as_str().get(paragraph.end.0..)?;
    after.chars().find(|char| !is_blank(*char))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quotation around `|`.
    fn quoted(marked: &str) -> Option<String> {
        let byte = marked.find('|').unwrap();
        let text = Text::new(marked.replace('|', ""));
        let range = quotation_at(&text, ByteIndex(byte))?;
        Some(text.slice(range).unwrap().to_owned())
    }

    #[test]
    fn every_family_of_marks_pairs_up() {
        for marked in [
            "x \"a |b\" y",
            "x “a |b” y",
            "x „a |b“ y",
            "x „a |b” y",
            "x ”a |b” y",
            "x «a |b» y",
            "x « a |b » y",
            "x »a |b« y",
            "x ›a |b‹ y",
            "x ‹a |b› y",
            "x ‘a |b’ y",
            "x ‚a |b‘ y",
            "x 'a |b' y",
            "x「a |b」y",
        ] {
            assert_eq!(quoted(marked).as_deref(), Some("a b"), "{marked}");
        }
    }

    #[test]
    fn the_innermost_pair_is_found() {
        let nested = "He: “She said ‘it’s ch|eese’ twice” and “more”.";
        assert_eq!(quoted(nested).unwrap(), "it’s cheese");
        let outer = "He: “She |said ‘it’s cheese’ twice” and “more”.";
        assert_eq!(quoted(outer).unwrap(), "She said ‘it’s cheese’ twice");
        assert_eq!(quoted("a “b” c| “d”"), None);
        assert_eq!(quoted("a \"b\" c| \"d\""), None);
        assert_eq!(quoted("“a “b| c” d”").unwrap(), "b c");
    }

    #[test]
    fn marks_count_as_inside_and_their_far_side_does_not() {
        assert_eq!(quoted("a |“b” c").unwrap(), "b");
        assert_eq!(quoted("a “b|” c").unwrap(), "b");
        assert_eq!(quoted("a “b”| c"), None);
        assert_eq!(quoted("a “|” c"), None);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert_eq!(quoted("It’s |the officials’ say"), None);
        assert_eq!(quoted("It's |the officials' say"), None);
        assert_eq!(quoted("the '90s |were officials' days"), None);
        assert_eq!(quoted("‘so |the ’90s were").as_deref(), None);
        assert_eq!(
            quoted("‘It’s the dog’s |tail’ x").unwrap(),
            "It’s the dog’s tail"
        );
    }

    #[test]
    fn a_long_quotation_runs_to_the_paragraphs_end() {
        assert_eq!(quoted("x “a |b.\n\n“c.”").unwrap(), "a b.");
        assert_eq!(quoted("x \"a |b.\n\"c.\"").unwrap(), "a b.");
        assert_eq!(quoted("x “a |b.\n\nc"), None);
        assert_eq!(quoted("x “a b.|\n\n“c.”").unwrap(), "a b.");
    }
}
