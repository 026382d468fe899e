//! Values as differences from the ones before: whole numbers, the lengths of words, and words that
//! begin like the one before.
//!
//! Laid down in parquet-format's `Encodings.md`, «Delta Encoding» and the two after it.

use serde_json::Value as Json;

use super::footer::Kind;
use super::levels::bits;
use super::values::{whole, words_of};

/// The most that words which begin like those before them may come to, for a byte of the page.
const MOST_SHARED: usize = 200;

/// The values of a page in encoding 5, 6 or 7; none if they are cut off, or of a kind that is not
/// encoded so.
pub(super) fn values(encoding: i64, bytes: &[u8], kind: Kind) -> Option<Vec<Json>> {
    match (encoding, kind) {
        (5, Kind::Whole | Kind::LongWhole | Kind::Day | Kind::Moment(_) | Kind::UnreadWhole(_)) => {
            let (numbers, _) = numbers(bytes)?;
            let narrow = matches!(kind, Kind::Whole | Kind::Day | Kind::UnreadWhole(4));
            // Differences of short numbers run over at their own width.
            let of = |number: i64| match narrow {
                true => number << 32 >> 32,
                false => number,
            };
            let values = numbers.into_iter().map(|number| whole(of(number), kind));
            Some(values.collect())
        }
        (6, Kind::Words) => {
            let (lens, at) = numbers(bytes)?;
            let words = pieces(bytes.get(at..)?, &lens)?;
            Some(words.into_iter().map(words_of).collect())
        }
        (7, Kind::Words) => {
            let (shared, at) = numbers(bytes)?;
            let rest = bytes.get(at..)?;
            let (lens, at) = numbers(rest)?;
            let ends = pieces(rest.get(at..)?, &lens)?;
            let mut last: Vec<u8> = Vec::new();
            let mut room = bytes.len().saturating_mul(MOST_SHARED);
            let mut words = Vec::new();
            for (shared, end) in shared.into_iter().zip(ends) {
                let shared = usize::try_from(shared).ok()?;
                if shared > last.len() {
                    return None;
                }
                room = room.checked_sub(shared)?;
                last.truncate(shared);
                last.extend_from_slice(end);
                words.push(words_of(&last));
            }
            Some(words)
        }
        _ => None,
    }
}

/// Parts of these bytes, one behind the other.
fn pieces<'b>(bytes: &'b [u8], lens: &[i64]) -> Option<Vec<&'b [u8]>> {
    let mut rest = bytes;
    let mut pieces = Vec::new();
    for len in lens {
        let (piece, after) = rest.split_at_checked(usize::try_from(*len).ok()?)?;
        pieces.push(piece);
        rest = after;
    }
    Some(pieces)
}

/// Whole numbers, and how many bytes they take.
fn numbers(bytes: &[u8]) -> Option<(Vec<i64>, usize)> {
    let mut at = 0_usize;
    let varint = |at: &mut usize| {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = bytes.get(*at)?;
            *at += 1;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    };
    let signed = |number: u64| (number >> 1).cast_signed() ^ -((number & 1).cast_signed());
    let block = usize::try_from(varint(&mut at)?).ok()?;
    let parts = usize::try_from(varint(&mut at)?).ok()?;
    let count = usize::try_from(varint(&mut at)?).ok()?;
    let mut last = signed(varint(&mut at)?);
    let part = block.checked_div(parts)?;
    // Each number may take no bit at all: no more of them than eight a bit.
    let sound = part > 0 && part % 32 == 0 && parts <= 1_024;
    let sound = sound && count <= bytes.len().saturating_mul(64).saturating_add(1);
    if !sound {
        return None;
    }
    let mut numbers = Vec::new();
    if count > 0 {
        numbers.push(last);
    }
    while numbers.len() < count {
        let least = signed(varint(&mut at)?);
        let widths = bytes.get(at..at.checked_add(parts)?)?;
        at += parts;
        for width in widths {
            if numbers.len() >= count {
                break;
            }
            if *width > 64 {
                return None;
            }
            let width = usize::from(*width);
            for place in 0..part.min(count - numbers.len()) {
                let bit = at.checked_mul(8)?.checked_add(place * width)?;
                let step = bits(bytes, bit, u32::try_from(width).ok()?)?;
                let step = u64::try_from(step).ok()?.cast_signed();
                last = last.wrapping_add(least).wrapping_add(step);
                numbers.push(last);
            }
            at = at.checked_add(part.checked_mul(width)? / 8)?;
        }
    }
    Some((numbers, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_added_up() {
        // The example of the specification: 7, 5, 3, 1, 2, 3, 4, 5.
        let bytes = [
            0x80, 0x01, 0x04, 0x08, 0x0e, 0x03, 2, 0, 0, 0, 0xc0, 0x3f, 0, 0, 0, 0, 0, 0,
        ];
        let (numbers, len) = numbers(&bytes).unwrap();
        assert_eq!(numbers, [7, 5, 3, 1, 2, 3, 4, 5]);
        assert_eq!(len, bytes.len());
        for end in 0..12 {
            assert_eq!(super::numbers(&bytes[..end]), None, "{end}");
        }
    }

    #[test]
    fn no_count_of_a_stranger_fills_the_memory() {
        let many = [
            0x80, 0x01, 0x04, 0xff, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0, 0, 0,
        ];
        assert_eq!(numbers(&many), None);
        assert_eq!(numbers(&[0, 0, 1, 0]), None);
    }
}
