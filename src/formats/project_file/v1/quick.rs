//! Marks that stand exactly as Postil writes them, read without ron.
//!
//! A long project is a hundred thousand such lines, and ron takes most of the time that opening it
//! takes. Whatever stands in any other way is left to ron, which also says what is wrong with it:
//! here nothing is ever refused.

use std::borrow::Cow;

use super::types::{FileAnnotation, Pairs};
use crate::formats::ron_file::source::parse;
use crate::formats::ron_file::value::{FileTime, FileValue, Words, time_from_words};
use crate::project::Value;

/// What is left of a record.
struct Rest<'a>(&'a str);

/// A mark; none if it does not stand as it would be written, or holds what is rare.
pub(super) fn annotation(record: &str) -> Option<FileAnnotation<'_>> {
    let mut rest = Rest(record);
    rest.eat("(id: ")?;
    let id = rest.words()?;
    rest.eat(", tag: ")?;
    let tag = rest.words()?;
    let annotation = FileAnnotation {
        id,
        tag,
        at: rest.field(", at: ", Rest::places)?.unwrap_or_default(),
        wording: rest.field(", wording: ", Rest::words)?,
        beside: rest.field(", beside: ", Rest::words)?,
        attributes: rest
            .field(", attributes: ", Rest::pairs)?
            .unwrap_or_default(),
        identity: rest.field(", identity: ", Rest::words)?,
        note: rest.field(", note: ", Rest::words)?.unwrap_or_default(),
        by: rest.field(", by: ", Rest::words)?.unwrap_or_default(),
        created: rest.field(", created: ", Rest::time)?,
        changed: rest.field(", changed: ", Rest::time)?,
    };
    rest.eat(")")?;
    rest.0.is_empty().then_some(annotation)
}

/// The lines of a text, as a list of strings one below the other; none if something else stands
/// among them. A line with something escaped is read by ron, and it alone.
pub(super) fn lines(list: &str) -> Option<Vec<Words<'_>>> {
    let mut rest = Rest(list);
    let mut lines = Vec::new();
    rest.eat("[")?;
    loop {
        rest.skip_blanks();
        if rest.eat("]").is_some() {
            return rest.0.is_empty().then_some(lines);
        }
        lines.push(rest.line()?);
        rest.skip_blanks();
        if rest.eat(",").is_none() {
            rest.skip_blanks();
            rest.eat("]")?;
            return rest.0.is_empty().then_some(lines);
        }
    }
}

impl<'a> Rest<'a> {
    fn skip_blanks(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    fn line(&mut self) -> Option<Words<'a>> {
        let whole = self.0;
        self.eat("\"")?;
        let bytes = self.0.as_bytes();
        let (mut end, mut escaped) = (0, false);
        loop {
            end += memchr::memchr2(b'"', b'\\', bytes.get(end..)?)?;
            if bytes.get(end) == Some(&b'"') {
                break;
            }
            (end, escaped) = (end + 2, true);
        }
        let (words, rest) = self.0.split_at_checked(end)?;
        if has_control(words.as_bytes()) {
            return None;
        }
        self.0 = rest.strip_prefix('"')?;
        if escaped {
            return parse(whole.get(..end + 2)?).ok();
        }
        Some(Words(Cow::Borrowed(words)))
    }

    fn eat(&mut self, token: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(token)?;
        Some(())
    }

    /// A field that may be absent: then it is none, and if it cannot be read all is.
    fn field<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.eat(name) {
            Some(()) => read(self).map(Some),
            None => Some(None),
        }
    }

    /// Words without anything that is escaped.
    fn words(&mut self) -> Option<Words<'a>> {
        self.eat("\"")?;
        let end = first_odd(self.0.as_bytes())?;
        let (words, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        self.eat("\"")?;
        Some(Words(Cow::Borrowed(words)))
    }

    fn number(&mut self) -> Option<usize> {
        let other = self.0.find(|c: char| !c.is_ascii_digit())?;
        let (digits, rest) = self.0.split_at_checked(other)?;
        let plain = digits == "0" || !digits.starts_with('0');
        self.0 = rest;
        digits.parse().ok().filter(|_| plain)
    }

    fn time(&mut self) -> Option<FileTime> {
        let words = self.words()?;
        time_from_words(words.as_str()).map(FileTime)
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.eat("[")?;
        let mut items = Vec::with_capacity(1);
        loop {
            items.push(item(self)?);
            if self.eat("]").is_some() {
                return Some(items);
            }
            self.eat(", ")?;
        }
    }

    fn places(&mut self) -> Option<Vec<(usize, usize, Words<'a>)>> {
        self.list(|rest| {
            rest.eat("(")?;
            let start = rest.number()?;
            rest.eat(", ")?;
            let end = rest.number()?;
            rest.eat(", ")?;
            let words = rest.words()?;
            rest.eat(")")?;
            Some((start, end, words))
        })
    }

    fn pairs(&mut self) -> Option<Pairs<'a>> {
        self.list(|rest| {
            rest.eat("(")?;
            let name = rest.words()?;
            rest.eat(", ")?;
            let value = if rest.eat("true").is_some() {
                Value::Flag(true)
            } else if rest.eat("false").is_some() {
                Value::Flag(false)
            } else {
                Value::Text(rest.words()?.0.into_owned())
            };
            rest.eat(")")?;
            Some((name, FileValue(value)))
        })
    }
}

/// One in each byte of eight.
const EACH: u64 = 0x0101_0101_0101_0101;

/// The highest bit of each of eight bytes that is below `limit`, which is at most 0x80. Above the first
/// such byte there may be more bits: what is below had to borrow.
fn below(eight: u64, limit: u64) -> u64 {
    eight.wrapping_sub(limit * EACH) & !eight & (0x80 * EACH)
}

/// Whether there is a byte below 0x20. Eight are looked at at once.
fn has_control(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut words = words.iter().map(|word| u64::from_le_bytes(*word));
    words.any(|word| below(word, 0x20) != 0) || rest.iter().any(|byte| *byte < 0x20)
}

/// Where the first byte is that is a quotation mark, a backslash or below 0x20. Eight are looked at at
/// once.
fn first_odd(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let is = |byte: u8| below(word ^ (u64::from(byte) * EACH), 1);
        let odd = below(word, 0x20) | is(b'"') | is(b'\\');
        if odd != 0 {
            // The first is where it is; further ones may not be.
            return Some(place * 8 + odd.trailing_zeros() as usize / 8);
        }
    }
    let odd = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    let last = rest.iter().position(odd)?;
    Some(words.len() * 8 + last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;

    const PLAIN: &str = "(id: \"T1\", tag: \"claim\", at: [(0, 5, \"Łódź\"), (70, 81, \"b c\")], \
        attributes: [(\"quoted\", true), (\"certainty\", \"alleged\")], identity: \"i\", note: \"n\", \
        by: \"Mara\", created: \"2026-11-25T10:09:37Z\", changed: \"2026-11-25T10:09:37.123Z\")";
    const IMPLICIT: &str = "(id: \"T2\", tag: \"source\", wording: \"the outlet\", beside: \"T1\")";

    fn by_ron(record: &str) -> Option<String> {
        let read = parse::<FileAnnotation<'_>>(record).ok()?;
        Some(format!("{read:?}"))
    }

    fn quickly(record: &str) -> Option<String> {
        annotation(record).map(|read| format!("{read:?}"))
    }

    #[test]
    fn what_is_written_is_read_without_ron() {
        for record in [PLAIN, IMPLICIT] {
            assert!(quickly(record).is_some(), "{record}");
            assert_eq!(quickly(record), by_ron(record));
        }
    }

    fn lines_by_ron(list: &str) -> Option<String> {
        let read = parse::<Vec<Words<'_>>>(list).ok()?;
        Some(format!("{read:?}"))
    }

    #[test]
    fn lines_are_read_as_ron_reads_them() {
        for list in [
            "[]",
            "[\n  \"a b\",\n  \"\",\n]",
            "[\"a\", \"say \\\"b\\\" \\u{e9} \\\\\"]",
        ] {
            let read = lines(list).map(|read| format!("{read:?}"));
            assert!(read.is_some(), "{list}");
            assert_eq!(read, lines_by_ron(list), "{list}");
        }
        for list in [
            "[1]",
            "[\"a\" \"b\"]",
            "[\"a\"",
            "[\"a]",
            "[\"\\q\"]",
            "[/**/\"a\"]",
            "[,]",
        ] {
            assert!(lines(list).is_none(), "{list}");
        }
    }

    #[test]
    fn a_control_is_seen_wherever_it_stands() {
        let plain = "a line – of ünïcode, 東京 😀 and \u{7f} ~";
        assert!(!has_control(plain.as_bytes()));
        for (at, _) in plain.char_indices() {
            for control in ['\0', '\u{1f}', '\t'] {
                let mut words = plain.to_owned();
                words.insert(at, control);
                assert!(has_control(words.as_bytes()), "{words:?}");
            }
        }
    }

    #[test]
    fn the_first_odd_byte_is_found_wherever_it_stands() {
        let plain = "a line – of ünïcode, 東京 😀 and \u{7f} ~!#[]^".repeat(2);
        assert_eq!(first_odd(plain.as_bytes()), None);
        for (at, _) in plain.char_indices() {
            for odd in ["\0", "\u{1f}", "\"", "\\", "\"\u{1}", "\\\u{80}\""] {
                let mut words = plain.clone();
                words.insert_str(at, odd);
                assert_eq!(first_odd(words.as_bytes()), Some(at), "{words:?}");
            }
        }
    }

    #[test]
    fn what_is_rare_is_left_to_ron() {
        for record in [
            "(id: \"a\\n\", tag: \"t\")",
            "(tag: \"t\", id: \"a\")",
            "(id: \"a\", tag: \"t\", at: [(007, 8, \"x\")])",
            "(id: \"a\", tag: \"t\", at: [])",
            "(id: \"a\", tag: \"t\", attributes: [(\"n\", 1.5)])",
            "(id: \"a\", tag: \"t\",)",
            "(id: \"a\", tag: \"t\") ",
        ] {
            assert_eq!(quickly(record), None, "{record}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_what_ron_reads(
            record in prop::sample::select(&[PLAIN, IMPLICIT][..]),
            at: Index,
            put in prop::sample::select(&["", "\"", "\\", ",", ", ", "0", "9", ")", "]", "x", "ß", "\n"][..]),
            take in 0usize..3,
        ) {
            let cuts: Vec<usize> = record.char_indices().map(|(at, _)| at).collect();
            let at = at.index(cuts.len());
            let end = cuts.get(at + take).copied().unwrap_or(record.len());
            let changed = format!("{}{put}{}", &record[..cuts[at]], &record[end..]);
            if let Some(read) = quickly(&changed) {
                prop_assert_eq!(Some(read), by_ron(&changed), "{}", changed);
            }
        }
    }
}
