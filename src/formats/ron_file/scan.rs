//! A scan of RON's brackets, commas, strings and comments, without recursion and without a copy.
//!
//! It finds where the records of a file begin and end, so that each can be read on its own: a
//! damaged record then costs itself and not the file. What is inside the records is ron's to judge.

use std::ops::Range;

/// How deep brackets may be nested. What Postil writes needs nine.
pub(crate) const DEPTH: usize = 64;

/// How deep groups are kept with their items: the records of an article's lists.
const KEPT: usize = 4;

/// Bytes that open, close or hide something.
const STOPS: u128 = set(b"\"'/r()[]{}");

/// Those, and what parts items that are kept.
const PARTS: u128 = STOPS | set(b" \n\r\t\x0b\x0c,:");

/// ASCII bytes as a set, in which to look one up is quicker than to compare it with each.
const fn set(mut bytes: &[u8]) -> u128 {
    let mut set = 0;
    while let [first, rest @ ..] = bytes {
        set |= 1 << *first;
        bytes = rest;
    }
    set
}

/// A pair of brackets and what stands between them.
#[derive(Debug)]
pub(crate) struct Group {
    /// The byte of the opening bracket.
    pub open: usize,
    /// The byte after the closing bracket.
    pub end: usize,
    /// What the commas part; empty below the kept depth.
    pub items: Vec<Item>,
}

/// What stands between two commas, without blanks and comments at its ends.
#[derive(Debug)]
pub(crate) struct Item {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// The byte of its first colon, if it is a field.
    pub colon: Option<usize>,
    /// The first byte of its value: after the colon, or its start.
    pub value: usize,
    /// The last pair of brackets in it.
    pub group: Option<Box<Group>>,
}

/// A scanned file.
pub(crate) struct Scanned {
    pub(crate) root: Item,
}

/// Why a file cannot be scanned. All places are bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ScanError {
    /// It ends inside a bracket or a string.
    Cut {
        /// The end of the last item that is whole.
        whole: Option<usize>,
    },
    /// A closing bracket that fits no opening one, or a comma after nothing.
    Misplaced { at: usize },
    /// Nested too deep.
    Deep { at: usize },
    /// Something after the root.
    Trailing { at: usize },
}

/// Scans a whole file, which holds one value.
pub(crate) fn scan(text: &str) -> Result<Scanned, ScanError> {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        frames: vec![Frame::new(0, 0)],
        brackets: Vec::new(),
        whole: None,
    };
    let mut at = 0;
    while at < scanner.bytes.len() {
        at = scanner.step(at)?;
    }
    scanner.finish()
}

/// The first byte from `at` on that is neither blank nor in a comment.
pub(crate) fn significant(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        match bytes.get(at) {
            Some(b'/') => match comment_end(bytes, at) {
                Some(end) if end > at => at = end,
                _ => return at,
            },
            Some(byte) if byte.is_ascii_whitespace() => at += 1,
            _ => return at,
        }
    }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    /// The groups that are open and kept; the first stands for the file.
    frames: Vec<Frame>,
    /// Every open bracket, by the byte that will close it.
    brackets: Vec<u8>,
    whole: Option<usize>,
}

struct Frame {
    open: usize,
    items: Vec<Item>,
    item: Option<Item>,
}

impl Frame {
    fn new(open: usize, items: usize) -> Self {
        Self {
            open,
            items: Vec::with_capacity(items),
            item: None,
        }
    }
}

impl Scanner<'_> {
    /// Takes the token at `at` and gives the byte after it.
    fn step(&mut self, at: usize) -> Result<usize, ScanError> {
        let Some(&byte) = self.bytes.get(at) else {
            return Ok(at + 1);
        };
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' | 0x0b | 0x0c => Ok(at + 1),
            b'/' => match comment_end(self.bytes, at) {
                Some(end) => Ok(end),
                None => self.token(at..at + 1),
            },
            b'"' => {
                let end = string_end(self.bytes, at + 1).ok_or(self.cut())?;
                self.token(at..end)
            }
            b'r' => match raw_string(self.bytes, at) {
                Some(end) => self.token(at..end.ok_or(self.cut())?),
                None => self.token(at..at + 1),
            },
            b'\'' => self.token(at..char_end(self.bytes, at)),
            b'(' | b'[' | b'{' => self.open(at, byte),
            b')' | b']' | b'}' => self.close(at, byte),
            b',' if self.is_kept() => self.comma(at),
            b':' if self.is_kept() => self.colon(at),
            _ => self.token(at..self.plain_end(at + 1)),
        }
    }

    /// The byte after those from `at` on that neither open, close, part nor hide anything. Most of a
    /// file that stands in no string is such bytes. Between items that are kept, a blank may be the
    /// end of one.
    fn plain_end(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let ends = if self.is_kept() { PARTS } else { STOPS };
        let is_end = |byte: &u8| byte.is_ascii() && ends >> *byte & 1 == 1;
        let end = rest.iter().position(is_end);
        end.map_or(self.bytes.len(), |end| at + end)
    }

    fn cut(&self) -> ScanError {
        ScanError::Cut { whole: self.whole }
    }

    /// Whether the innermost open group is one whose items are kept.
    fn is_kept(&self) -> bool {
        self.brackets.len() + 1 == self.frames.len()
    }

    fn token(&mut self, range: Range<usize>) -> Result<usize, ScanError> {
        if self.is_kept() {
            let at_root = self.brackets.is_empty();
            let item = self.item(range.start);
            if at_root && item.is_some_and(|item| item.group.is_some()) {
                return Err(ScanError::Trailing { at: range.start });
            }
            self.extend(range.end);
        }
        Ok(range.end)
    }

    /// The item that is being read, begun at `at` if none is; its value too.
    fn item(&mut self, at: usize) -> Option<&mut Item> {
        let frame = self.frames.last_mut()?;
        let item = frame.item.get_or_insert(Item {
            start: at,
            end: at,
            colon: None,
            value: at,
            group: None,
        });
        if item.colon.is_some_and(|colon| item.value <= colon) {
            item.value = at;
        }
        Some(item)
    }

    fn extend(&mut self, end: usize) {
        if let Some(item) = self.frames.last_mut().and_then(|frame| frame.item.as_mut()) {
            item.end = end;
        }
    }

    fn open(&mut self, at: usize, byte: u8) -> Result<usize, ScanError> {
        if self.brackets.len() >= DEPTH {
            return Err(ScanError::Deep { at });
        }
        if self.is_kept() {
            self.token(at..at + 1)?;
            if self.brackets.len() < KEPT {
                self.frames.push(Frame::new(at, 0));
            }
        }
        self.brackets.push(match byte {
            b'(' => b')',
            b'[' => b']',
            _ => b'}',
        });
        Ok(at + 1)
    }

    fn close(&mut self, at: usize, byte: u8) -> Result<usize, ScanError> {
        let kept = self.is_kept();
        match self.brackets.pop() {
            Some(expected) if expected == byte => {}
            None if self
                .frames
                .first()
                .is_some_and(|frame| frame.item.is_some()) =>
            {
                return Err(ScanError::Trailing { at });
            }
            _ => return Err(ScanError::Misplaced { at }),
        }
        if kept && let Some(mut frame) = self.frames.pop() {
            frame.items.extend(frame.item);
            let group = Group {
                open: frame.open,
                end: at + 1,
                items: frame.items,
            };
            if let Some(item) = self.frames.last_mut().and_then(|frame| frame.item.as_mut()) {
                item.group = Some(Box::new(group));
            }
        }
        if self.is_kept() {
            self.extend(at + 1);
            self.whole = Some(at + 1);
        }
        Ok(at + 1)
    }

    fn comma(&mut self, at: usize) -> Result<usize, ScanError> {
        if self.brackets.is_empty() {
            return Err(ScanError::Trailing { at });
        }
        let frame = self.frames.last_mut();
        let item = frame.and_then(|frame| frame.item.take().map(|item| frame.items.push(item)));
        item.map(|()| at + 1).ok_or(ScanError::Misplaced { at })
    }

    fn colon(&mut self, at: usize) -> Result<usize, ScanError> {
        self.token(at..at + 1)?;
        if let Some(item) = self.frames.last_mut().and_then(|frame| frame.item.as_mut())
            && item.colon.is_none()
            && item.group.is_none()
        {
            item.colon = Some(at);
        }
        Ok(at + 1)
    }

    fn finish(mut self) -> Result<Scanned, ScanError> {
        if !self.brackets.is_empty() {
            return Err(self.cut());
        }
        let root = self.frames.pop().and_then(|frame| frame.item);
        root.map(|root| Scanned { root })
            .ok_or(ScanError::Cut { whole: None })
    }
}

/// The byte after a comment that starts at `at`; none if none does. One that is never closed goes
/// on to the end.
fn comment_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at + 1)? {
        b'/' => {
            let line = bytes.get(at..)?.iter().position(|byte| *byte == b'\n');
            Some(line.map_or(bytes.len(), |length| at + length))
        }
        b'*' => {
            let (mut depth, mut at) = (1, at + 2);
            while depth > 0 && at < bytes.len() {
                match bytes.get(at..at + 2) {
                    Some(b"*/") => (depth, at) = (depth - 1, at + 2),
                    Some(b"/*") => (depth, at) = (depth + 1, at + 2),
                    _ => at += 1,
                }
            }
            Some(at)
        }
        _ => None,
    }
}

/// The byte after the quotation mark that closes a string whose words start at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = bytes.get(at..)?;
        let stop = memchr::memchr2(b'"', b'\\', rest)?;
        match rest.get(stop) {
            Some(b'"') => return Some(at + stop + 1),
            _ => at += stop + 2,
        }
    }
}

/// If a raw string starts at `at`: the byte after it, or none if it is never closed.
fn raw_string(bytes: &[u8], at: usize) -> Option<Option<usize>> {
    let rest = bytes.get(at + 1..)?;
    let marks = rest.iter().take_while(|byte| **byte == b'#').count();
    if rest.get(marks) != Some(&b'"') {
        return None;
    }
    let body = at + 1 + marks + 1;
    let tail = bytes.get(body..).unwrap_or_default();
    let closes = |place: usize| {
        let after = tail.get(place + 1..place + 1 + marks);
        after.is_some_and(|after| after.iter().all(|byte| *byte == b'#'))
    };
    let quotes = tail.iter().enumerate().filter(|(_, byte)| **byte == b'"');
    let end = quotes.map(|(place, _)| place).find(|place| closes(*place));
    Some(end.map(|place| body + place + 1 + marks))
}

/// The byte after a character literal; after the quotation mark alone if it is none.
fn char_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at + 1..).unwrap_or_default();
    let skip = if rest.first() == Some(&b'\\') { 2 } else { 1 };
    // The longest is `'\u{10FFFF}'`.
    let close = rest
        .iter()
        .take(12)
        .skip(skip)
        .position(|byte| *byte == b'\'');
    close.map_or(at + 1, |close| at + 1 + skip + close + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let root = scan(text).unwrap().root;
        let items = root.group.unwrap().items;
        items
            .iter()
            .map(|item| &text[item.start..item.end])
            .collect()
    }

    #[test]
    fn commas_part_items_and_strings_hide_brackets() {
        assert_eq!(
            pieces(r#"A(b: "x,)\"", c: [1, 2], /* , */ d: ',')"#),
            [r#"b: "x,)\"""#, "c: [1, 2]", "d: ','"]
        );
        assert_eq!(
            pieces(r##"(r#"a",")"#, b, '\'', '"',)"##),
            [r##"r#"a",")"#"##, "b", r"'\''", "'\"'"]
        );
    }

    #[test]
    fn a_field_has_a_name_and_a_value() {
        let text = "(a /* x */ : /* y */ [1], b)";
        let root = scan(text).unwrap().root.group.unwrap();
        let first = &root.items[0];
        assert_eq!(&text[first.value..first.end], "[1]");
        assert_eq!(root.items[1].colon, None);
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let error = |text| scan(text).map(|_| ()).unwrap_err();
        assert_eq!(error("(a: [1, (2), 3"), ScanError::Cut { whole: Some(11) });
        assert_eq!(error("(\"abc"), ScanError::Cut { whole: None });
        assert_eq!(error("(a]"), ScanError::Misplaced { at: 2 });
        assert_eq!(error("(a,,b)"), ScanError::Misplaced { at: 3 });
        assert_eq!(error("(a) b"), ScanError::Trailing { at: 4 });
        assert_eq!(error("(a))"), ScanError::Trailing { at: 3 });
        assert_eq!(error(&"[".repeat(1000)), ScanError::Deep { at: 64 });
    }
}
