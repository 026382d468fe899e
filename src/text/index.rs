//! The sampled index that turns bytes into code points and UTF-16 units and back without walking
//! the text.

/// Bytes between two samples: one look-up walks at most this far.
const STEP: usize = 512;

/// What stands before one sampled byte.
#[derive(Clone, Copy, Debug, Default)]
struct Sample {
    chars: usize,
    utf16: usize,
}

/// Cumulative counts every [`STEP`] bytes; none at all for pure ASCII, where all three agree.
#[derive(Debug)]
pub(super) struct OffsetIndex {
    samples: Vec<Sample>,
}

impl OffsetIndex {
    pub(super) fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self {
                samples: Vec::new(),
            };
        }
        let mut before = Sample::default();
        let samples = text
            .as_bytes()
            .chunks(STEP)
            .map(|chunk| {
                let sample = before;
                let (chars, beyond) = counts(chunk);
                before.chars += chars;
                before.utf16 += chars + beyond;
                sample
            })
            .collect();
        Self { samples }
    }

    /// Code points before a byte, which must be a character boundary of `text`.
    pub(super) fn chars_before(&self, text: &str, byte: usize) -> usize {
        self.before(text, byte, |sample| sample.chars, |bytes| counts(bytes).0)
    }

    /// UTF-16 units before a byte, which must be a character boundary of `text`.
    pub(super) fn utf16_before(&self, text: &str, byte: usize) -> usize {
        self.before(text, byte, |sample| sample.utf16, utf16_units)
    }

    /// The byte at which a code point begins, or the length of the text for the count of them all.
    pub(super) fn byte_of_char(&self, text: &str, char: usize) -> Option<usize> {
        self.find(text, char, |sample| sample.chars, |_| 1)
    }

    /// The byte at which a UTF-16 unit begins a character; none in the middle of a pair.
    pub(super) fn byte_of_utf16(&self, text: &str, unit: usize) -> Option<usize> {
        self.find(text, unit, |sample| sample.utf16, units_of)
    }

    fn before(
        &self,
        text: &str,
        byte: usize,
        pick: impl Fn(&Sample) -> usize,
        count: impl Fn(&[u8]) -> usize,
    ) -> usize {
        if self.samples.is_empty() {
            return byte;
        }
        // The length of the text may fall just past the last block.
        let block = (byte / STEP).min(self.samples.len().saturating_sub(1));
        let sampled = self.samples.get(block).map_or(0, pick);
        let rest = text.as_bytes().get(block * STEP..byte).unwrap_or_default();
        sampled + count(rest)
    }

    fn find(
        &self,
        text: &str,
        target: usize,
        pick: impl Fn(&Sample) -> usize,
        weigh: impl Fn(u8) -> usize,
    ) -> Option<usize> {
        if self.samples.is_empty() {
            return (target <= text.len()).then_some(target);
        }
        let block = self
            .samples
            .partition_point(|sample| pick(sample) <= target)
            .checked_sub(1)?;
        let mut seen = self.samples.get(block).map(pick)?;
        let from = block * STEP;
        for (offset, &byte) in text.as_bytes().get(from..)?.iter().enumerate() {
            if !is_char_start(byte) {
                continue;
            }
            if seen >= target {
                return (seen == target).then_some(from + offset);
            }
            seen += weigh(byte);
        }
        (seen == target).then_some(text.len())
    }
}

fn is_char_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

fn units_of(first: u8) -> usize {
    if first >= 0xF0 { 2 } else { 1 }
}

/// UTF-16 units of the code points that begin in a block.
fn utf16_units(bytes: &[u8]) -> usize {
    let (chars, beyond) = counts(bytes);
    chars + beyond
}

/// How many code points begin in a block of at most [`STEP`] bytes, and how many of those are
/// beyond U+FFFF. Eight bytes are looked at at once: a text of ten million would take longer to
/// count than to read.
fn counts(bytes: &[u8]) -> (usize, usize) {
    /// The lowest bit of each byte of a word.
    const LOWEST: u64 = 0x0101_0101_0101_0101;
    let (words, rest) = bytes.as_chunks::<8>();
    let (mut inner, mut beyond) = (0, 0);
    for word in words {
        let word = u64::from_le_bytes(*word);
        let [first, second] = [word >> 7, word >> 6];
        // A sum of each of the eight places; [`STEP`] keeps it within a byte.
        inner += first & !second & LOWEST;
        beyond += first & second & (word >> 5) & (word >> 4) & LOWEST;
    }
    let sum = |places: u64| {
        places
            .to_le_bytes()
            .iter()
            .map(|it| usize::from(*it))
            .sum::<usize>()
    };
    let starts = rest.iter().filter(|byte| is_char_start(**byte)).count();
    let wide = rest.iter().filter(|byte| **byte >= 0xF0).count();
    (8 * words.len() - sum(inner) + starts, sum(beyond) + wide)
}
