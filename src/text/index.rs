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
        let count = |bytes: &[u8]| counts(bytes).0;
        self.find(text, char, |sample| sample.chars, (count, |_| 1))
    }

    /// The byte at which a UTF-16 unit begins a character; none in the middle of a pair.
    pub(super) fn byte_of_utf16(&self, text: &str, unit: usize) -> Option<usize> {
        self.find(text, unit, |sample| sample.utf16, (utf16_units, units_of))
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
        (count, weigh): (impl Fn(&[u8]) -> usize, impl Fn(u8) -> usize),
    ) -> Option<usize> {
        if self.samples.is_empty() {
            return (target <= text.len()).then_some(target);
        }
        let block = self
            .samples
            .partition_point(|sample| pick(sample) <= target)
            .checked_sub(1)?;
        let sampled = (block * STEP, self.samples.get(block).map(pick)?);
        // Many bytes at a time, as long as the place is not among them.
        let near = skip::<64>(text, sampled, target, &count)?;
        let (from, mut seen) = skip::<8>(text, near, target, &count)?;
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

/// Goes on from a byte and what was counted before it, by some bytes at a time, until the place that is
/// looked for is among them.
#[inline]
fn skip<const BYTES: usize>(
    text: &str,
    (mut from, mut seen): (usize, usize),
    target: usize,
    count: impl Fn(&[u8]) -> usize,
) -> Option<(usize, usize)> {
    for part in text.as_bytes().get(from..)?.as_chunks::<BYTES>().0 {
        let weight = count(part);
        if seen + weight > target {
            break;
        }
        seen += weight;
        from += BYTES;
    }
    Some((from, seen))
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

/// The lowest bit of each byte of a word.
const LOWEST: u64 = 0x0101_0101_0101_0101;

/// In which bytes of a word a code point goes on, and in which one begins that is beyond U+FFFF: the
/// lowest bit of each.
fn places(word: u64) -> (u64, u64) {
    let [first, second] = [word >> 7, word >> 6];
    let beyond = first & second & (word >> 5) & (word >> 4);
    (first & !second & LOWEST, beyond & LOWEST)
}

/// The sum of the eight bytes of a word: of neighbours first, so that no sum is too large for its place.
fn sum(word: u64) -> usize {
    const EVERY_OTHER: u64 = 0x00FF_00FF_00FF_00FF;
    let pairs = (word & EVERY_OTHER) + (word >> 8 & EVERY_OTHER);
    (pairs.wrapping_mul(0x0001_0001_0001_0001) >> 48) as usize
}

/// How many code points begin in a block of at most [`STEP`] bytes, and how many of those are
/// beyond U+FFFF. Eight bytes are looked at at once: a text of ten million would take longer to
/// count than to read.
#[inline]
fn counts(bytes: &[u8]) -> (usize, usize) {
    let (words, rest) = bytes.as_chunks::<8>();
    let (mut inner, mut beyond) = (0, 0);
    for word in words {
        // A sum of each of the eight places; [`STEP`] keeps it within a byte.
        let (more_inner, more_beyond) = places(u64::from_le_bytes(*word));
        inner += more_inner;
        beyond += more_beyond;
    }
    let starts = rest.iter().filter(|byte| is_char_start(**byte)).count();
    let wide = rest.iter().filter(|byte| **byte >= 0xF0).count();
    (8 * words.len() - sum(inner) + starts, sum(beyond) + wide)
}
