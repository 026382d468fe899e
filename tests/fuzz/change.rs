//! Changing bytes at random, the same for the same dice: bytes, numbers, words, and whole pieces.

use std::ops::Range;

/// Dice that roll the same from the same start.
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        // Steele, Lea & Flood, «Fast splittable pseudorandom number generators», OOPSLA 2014.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.roll() % limit as u64) as usize
    }
}

/// Words that mean something to one reader or another.
const WORDS: &[&str] = &[
    "0",
    "-1",
    "1",
    "255",
    "256",
    "65536",
    "18446744073709551615",
    "18446744073709551616",
    "1e999",
    "NaN",
    "\"\"",
    "\"\\u{0}\"",
    "[]",
    "()",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "Some(",
    "None",
    "r#\"",
    "\"#",
    "/*",
    "*/",
    "//",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\u{feff}",
    "é",
    "👩‍👩‍👧",
    "e\u{301}",
    "\u{202e}",
    "\u{2028}",
    "<",
    ">",
    "</",
    "&amp;",
    "&#0;",
    "<!--",
    "<![CDATA[",
    "{\\rtf1",
    "\\bin99",
    "\\u-1",
    "=?utf-8?b?",
    "--",
    "From ",
    "WEBVTT",
    " --> ",
    "format: 2",
    "retired: true",
    "wording: \"so\"",
    "beside: \"m1\"",
    "identity: \"kim\"",
    "done: true",
    "article",
    "annotation",
    "identity",
    "null",
    "id: \"m1\"",
    "\"to\":null",
    "\"made\"",
    "\"undone\"",
    "fragments",
    "moon",
    "m1",
    "l1",
    "kim",
];

/// What becomes of bytes in a few changes; `other` may lend a part of itself.
pub fn change(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(5) {
        // What is packed is hardly ever sound after a change outside of it.
        let inside = match dice.below(4) {
            0 => None,
            _ => super::packed::change_inside(&bytes, dice),
        };
        match inside {
            Some(changed) => bytes = changed,
            None => one(&mut bytes, other, dice),
        }
    }
    bytes
}

/// Makes one change.
pub fn one(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    let end = (at + dice.below(40)).min(bytes.len());
    match dice.below(15) {
        0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        1 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
        2 => drop(bytes.drain(at..end)),
        3 if dice.below(3) == 0 => bytes.truncate(at),
        4 => {
            let again = bytes[at..end].to_vec();
            let times = 1 + dice.below(3);
            bytes.splice(at..at, again.repeat(times));
        }
        5 => {
            let word = WORDS[dice.below(WORDS.len())];
            bytes.splice(at..at, word.bytes());
        }
        6 => {
            let word = WORDS[dice.below(WORDS.len())];
            bytes.splice(at..end, word.bytes());
        }
        7 => {
            let from = dice.below(other.len() + 1);
            let to = (from + dice.below(200)).min(other.len());
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        8 | 9 => number(bytes, at, dice),
        10 => word(bytes, at, dice),
        _ => piece(bytes, at, other, dice),
    }
}

/// Puts another number in the place of one that stands after a place.
fn number(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let found = bytes[at..].iter().position(u8::is_ascii_digit);
    let Some(start) = found.map(|it| it + at) else {
        return;
    };
    let digits = bytes[start..].iter().take_while(|it| it.is_ascii_digit());
    let end = start + digits.count();
    let old = std::str::from_utf8(&bytes[start..end]).ok();
    let old: u64 = old.and_then(|it| it.parse().ok()).unwrap_or(7);
    let new = match dice.below(7) {
        0 => "0".to_owned(),
        1 => dice.below(100).to_string(),
        2 => dice.below(usize::MAX).to_string(),
        3 => "99999999999999999999".to_owned(),
        4 => old.wrapping_add(1).to_string(),
        5 => old.wrapping_sub(1).to_string(),
        _ => format!("-{old}"),
    };
    bytes.splice(start..end, new.into_bytes());
}

/// Puts a word that stands elsewhere in the place of one that stands after a place, so that ids are
/// taken for others.
fn word(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let elsewhere = dice.below(bytes.len() + 1);
    let (Some(here), Some(there)) = (word_after(bytes, at), word_after(bytes, elsewhere)) else {
        return;
    };
    let there = bytes[there].to_vec();
    bytes.splice(here, there);
}

/// The first word after a place.
fn word_after(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    let start = at + bytes[at..].iter().position(of_word)?;
    let len = bytes[start..].iter().take_while(|it| of_word(it)).count();
    Some(start..start + len)
}

/// Takes out, repeats, moves, or replaces a whole piece: what stands in brackets or quotes, or a
/// line.
fn piece(bytes: &mut Vec<u8>, at: usize, other: &[u8], dice: &mut Dice) {
    let Some(here) = piece_after(bytes, at, dice) else {
        return;
    };
    let elsewhere = dice.below(bytes.len() + 1);
    let there = piece_after(bytes, elsewhere, dice);
    let foreign = dice.below(other.len() + 1);
    let foreign = piece_after(other, foreign, dice);
    match (dice.below(6), there, foreign) {
        (0, ..) => drop(bytes.drain(here)),
        (1, ..) => {
            // With what stands before it, so that a list has one more.
            let start = here.start.saturating_sub(dice.below(3));
            let again = bytes[start..here.end].to_vec();
            bytes.splice(here.end..here.end, again.repeat(1 + dice.below(2)));
        }
        (2, Some(there), _) => {
            let moved = bytes[there].to_vec();
            bytes.splice(here, moved);
        }
        (3, Some(there), _) => {
            let copied = bytes[here].to_vec();
            bytes.splice(there.end..there.end, copied);
        }
        (4, _, Some(foreign)) => {
            bytes.splice(here.end..here.end, other[foreign].iter().copied());
        }
        (_, _, Some(foreign)) => {
            bytes.splice(here, other[foreign].iter().copied());
        }
        _ => {}
    }
}

/// The longest piece that is moved about, in bytes.
const PIECE: usize = 4_000;

/// The first piece after a place.
fn piece_after(bytes: &[u8], at: usize, dice: &mut Dice) -> Option<Range<usize>> {
    if dice.below(4) == 0 {
        let start = at + bytes[at..].iter().position(|it| *it == b'\n')? + 1;
        let line = bytes[start..].iter().position(|it| *it == b'\n')? + 1;
        return Some(start..start + line);
    }
    let opens = |byte: &u8| matches!(byte, b'(' | b'[' | b'{' | b'<' | b'"');
    let start = at + bytes[at..].iter().position(opens)?;
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (place, byte) in bytes[start..].iter().enumerate().take(PIECE) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'(' | b'[' | b'{' | b'<' => depth += 1,
            b')' | b']' | b'}' | b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && !quoted {
            return Some(start..start + place + 1);
        }
    }
    None
}
