//! What formats count in. Offsets are turned into ranges of the text here and nowhere else.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::{ByteIndex, CharIndex, Text, TextRange, Utf16Index};

/// What the offsets of a file count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unit {
    /// Unicode code points, as Python does.
    Chars,
    /// UTF-16 units, as Java and JavaScript do.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 3] = [Self::Chars, Self::Utf16, Self::Bytes];

    /// The name that the command line knows it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chars => "chars",
            Self::Utf16 => "utf16",
            Self::Bytes => "bytes",
        }
    }

    /// The range between two offsets; none if one is past the end or inside a character, or if
    /// they are reversed.
    pub fn range(self, text: &Text, start: usize, end: usize) -> Option<TextRange> {
        if start > end {
            return None;
        }
        let from = self.byte(text, start)?;
        // Of letters of ASCII, as most words are, every unit counts as many.
        let plain = from.0.checked_add(end - start).filter(|to| {
            let words = text.as_str().as_bytes().get(from.0..*to);
            words.is_some_and(<[u8]>::is_ascii)
        });
        let to = plain.map(ByteIndex).or_else(|| self.byte(text, end))?;
        Some(TextRange::new(from, to))
    }

    /// The offsets of a range; none if it is not one of the text.
    pub fn offsets(self, text: &Text, range: TextRange) -> Option<(usize, usize)> {
        let offset = |byte| self.offset(text, byte);
        Some((offset(range.start)?, offset(range.end)?))
    }

    fn byte(self, text: &Text, offset: usize) -> Option<ByteIndex> {
        match self {
            Self::Chars => text.byte_from_char(CharIndex(offset)),
            Self::Utf16 => text.byte_from_utf16(Utf16Index(offset)),
            Self::Bytes => Some(ByteIndex(offset)).filter(|byte| text.is_char_boundary(*byte)),
        }
    }

    fn offset(self, text: &Text, byte: ByteIndex) -> Option<usize> {
        match self {
            Self::Chars => text.char_from_byte(byte).map(|char| char.0),
            Self::Utf16 => text.utf16_from_byte(byte).map(|unit| unit.0),
            Self::Bytes => text.is_char_boundary(byte).then_some(byte.0),
        }
    }
}

/// The offsets of places that are asked for in the order of the text, each counted from the one
/// before.
#[derive(Debug)]
pub(super) struct Walk<'t> {
    unit: Unit,
    text: &'t Text,
    byte: usize,
    offset: usize,
}

impl<'t> Walk<'t> {
    /// From the start of a text.
    pub(super) fn new(unit: Unit, text: &'t Text) -> Self {
        Self {
            unit,
            text,
            byte: 0,
            offset: 0,
        }
    }

    /// The offsets of a range; none if it is not one of the text.
    pub(super) fn offsets(&mut self, range: TextRange) -> Option<(usize, usize)> {
        Some((self.offset(range.start)?, self.offset(range.end)?))
    }

    fn offset(&mut self, byte: ByteIndex) -> Option<usize> {
        /// What is further away than this is found sooner in the text's own table.
        const FAR: usize = 64;
        let passed = (self.byte..=self.byte + FAR).contains(&byte.0);
        let passed = passed.then(|| self.text.as_str().get(self.byte..byte.0));
        self.offset = match passed {
            Some(passed) => {
                let passed = passed?;
                let length = match self.unit {
                    Unit::Bytes => passed.len(),
                    _ if passed.is_ascii() => passed.len(),
                    Unit::Chars => passed.chars().count(),
                    Unit::Utf16 => passed.encode_utf16().count(),
                };
                self.offset + length
            }
            None => self.unit.offset(self.text, byte)?,
        };
        self.byte = byte.0;
        Some(self.offset)
    }
}

/// A text as a reader sees it that has made one sign of every CRLF, as Python does with a file that
/// it opens as text: its offsets are smaller behind each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoldedBreaks {
    /// Where the second sign of each CRLF stands, and where the text goes on behind it when every
    /// CRLF is one sign; both in code points.
    breaks: Vec<(usize, usize)>,
}

impl FoldedBreaks {
    /// The line breaks of a text.
    pub fn of(text: &str) -> Self {
        let letters = text.chars();
        let pairs = letters.clone().zip(letters.skip(1)).enumerate();
        let pairs = pairs.filter(|(_, pair)| *pair == ('\r', '\n'));
        let breaks = pairs
            .enumerate()
            .map(|(number, (place, _))| (place + 1, place + 1 - number));
        Self {
            breaks: breaks.collect(),
        }
    }

    /// What an offset in code points is there.
    pub fn fold(&self, offset: usize) -> usize {
        offset - self.breaks.partition_point(|(feed, _)| *feed < offset)
    }

    /// What an offset there is in code points; never one inside a line break.
    pub fn unfold(&self, offset: usize) -> usize {
        let passed = self.breaks.partition_point(|(_, after)| *after <= offset);
        offset.saturating_add(passed)
    }
}

/// In words, for tables and sentences.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chars => "Unicode code points",
            Self::Utf16 => "UTF-16 units",
            Self::Bytes => "UTF-8 bytes",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_of_two_signs_is_folded_to_one_and_back() {
        let text = Text::new("a\r\nb\n\r\n\r\r\nc");
        let breaks = FoldedBreaks::of(text.as_str());
        let folded: Vec<_> = (0..=10).map(|at| breaks.fold(at)).collect();
        assert_eq!(folded, [0, 1, 2, 2, 3, 4, 5, 5, 6, 7, 7]);
        let unfolded: Vec<_> = (0..=8).map(|at| breaks.unfold(at)).collect();
        assert_eq!(unfolded, [0, 1, 3, 4, 5, 7, 8, 10, 11]);
        assert_eq!(breaks.unfold(usize::MAX), usize::MAX);
        let python = text.as_str().replace("\r\n", "\n");
        for (at, _) in text.as_str().char_indices() {
            let before = text.as_str()[..at].replace("\r\n", "\n");
            assert!(python.starts_with(&before) || before.ends_with('\r'));
        }
    }

    #[test]
    fn a_walk_gives_the_offsets_that_the_text_gives() {
        let text = Text::new("a😀é b".repeat(50));
        let places: Vec<usize> = text.as_str().char_indices().map(|(at, _)| at).collect();
        for unit in Unit::ALL {
            let mut walk = Walk::new(unit, &text);
            for pair in [places.as_slice(), &[3, 200, 0, 2]].concat().windows(2) {
                let range = TextRange::new(pair[0].min(pair[1]), pair[0].max(pair[1]));
                let expected = unit.offsets(&text, range);
                assert_eq!(walk.offsets(range), expected, "{unit} {range}");
            }
        }
    }

    #[test]
    fn each_unit_counts_in_its_own_way_and_back() {
        let text = Text::new("a😀é\r\nb");
        let range = TextRange::new(5, 7);
        let offsets = Unit::ALL.map(|unit| unit.offsets(&text, range).unwrap());
        assert_eq!(offsets, [(2, 3), (3, 4), (5, 7)]);
        for (unit, (start, end)) in Unit::ALL.into_iter().zip(offsets) {
            assert_eq!(unit.range(&text, start, end), Some(range), "{unit}");
            assert_eq!(unit.range(&text, end, start), None, "{unit}");
            assert_eq!(unit.range(&text, 0, 100), None, "{unit}");
        }
        assert_eq!(Unit::Utf16.range(&text, 0, 2), None);
        assert_eq!(Unit::Bytes.range(&text, 0, 2), None);
    }
}
