//! Changing bytes at random, the same for the same dice.

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
        one(&mut bytes, other, dice);
    }
    bytes
}

fn one(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    let end = (at + dice.below(40)).min(bytes.len());
    match dice.below(9) {
        0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        1 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
        2 => drop(bytes.drain(at..end)),
        3 => bytes.truncate(at),
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
        _ => number(bytes, at, dice),
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
    let new = match dice.below(4) {
        0 => "0".to_owned(),
        1 => dice.below(100).to_string(),
        2 => dice.below(usize::MAX).to_string(),
        _ => "99999999999999999999".to_owned(),
    };
    bytes.splice(start..end, new.into_bytes());
}
