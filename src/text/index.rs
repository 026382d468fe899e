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
                before.chars += char_starts(chunk);
                before.utf16 += utf16_units(chunk);
                sample
            })
            .collect();
        Self { samples }
    }

    /// Code points before a byte, which must be a character boundary of `text`.
    pub(super) fn chars_before(&self, text: &str, byte: usize) -> usize {
        self.before(text, byte, |sample| sample.chars, char_starts)
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

fn char_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| is_char_start(**byte)).count()
}

fn utf16_units(bytes: &[u8]) -> usize {
    char_starts(bytes) + bytes.iter().filter(|byte| **byte >= 0xF0).count()
}
