//! Where records stand in files that are one value and not lines: line and column, found by one
//! pass over a file, and only if there is something to say of it.
//!
//! A reader numbers what it reads by what leads to it, gives the numbers where others give lines,
//! and at the end has them made lines and columns.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;

use super::Files;
use super::gather::{Gather, Since};
use super::json::sound_end;
use crate::formats::Position;

/// What was read, by numbers from 1.
pub(super) struct Places<'f> {
    files: &'f Files,
    since: Since,
    list: Vec<(&'f str, Way)>,
}

/// What leads to a place of a file.
enum Way {
    /// A JSON pointer (RFC 6901); the empty one is the file as a whole.
    Pointer(String),
    /// A byte offset behind a byte order mark.
    Byte(usize),
    /// A line, or a row of what has none.
    Line(usize),
}

impl<'f> Places<'f> {
    /// None yet; what is said from now on says numbers.
    pub(super) fn new(gather: &Gather, files: &'f Files) -> Self {
        let (since, list) = (gather.since(), Vec::new());
        Self { files, since, list }
    }

    /// The files.
    pub(super) fn files(&self) -> &'f Files {
        self.files
    }

    /// Numbers what a JSON pointer leads to.
    pub(super) fn pointer(&mut self, file: &'f str, pointer: String) -> usize {
        self.list.push((file, Way::Pointer(pointer)));
        self.list.len()
    }

    /// Numbers what stands at a byte offset.
    pub(super) fn byte(&mut self, file: &'f str, offset: usize) -> usize {
        self.list.push((file, Way::Byte(offset)));
        self.list.len()
    }

    /// Numbers a line.
    pub(super) fn line(&mut self, file: &'f str, line: usize) -> usize {
        self.list.push((file, Way::Line(line)));
        self.list.len()
    }

    /// Forgets all that was numbered behind a number, of which nothing was said and nothing will be.
    pub(super) fn forget_behind(&mut self, number: usize) {
        self.list.truncate(number);
    }

    /// Puts files, lines and columns in the stead of the numbers.
    pub(super) fn settle(self, gather: &mut Gather) {
        let unknown = |(_, way): &(&str, Way)| !matches!(way, Way::Line(_));
        let wanted = gather.said_since(&self.since) && self.list.iter().any(unknown);
        let positions = if wanted { self.positions() } else { Vec::new() };
        gather.settle(&self.since, |number| {
            let at = number.checked_sub(1)?;
            let (file, way) = self.list.get(at)?;
            let found = positions.get(at).copied().flatten();
            let (line, column) = match way {
                Way::Line(line) => (Some(*line), None),
                _ => (found.map(|it| it.line), found.map(|it| it.column)),
            };
            Some((*file, line, column))
        });
    }

    /// Where each stands, as far as it can be found.
    fn positions(&self) -> Vec<Option<Position>> {
        let mut found = vec![None; self.list.len()];
        let mut by_file: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, (file, _)) in self.list.iter().enumerate() {
            by_file.entry(file).or_default().push(number);
        }
        for (file, numbers) in by_file {
            let bytes = self.files.get(file).map(Vec::as_slice);
            let text = String::from_utf8_lossy(bytes.unwrap_or_default());
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let ways = numbers.iter().filter_map(|it| self.list.get(*it));
            let starts = starts(text, ways.map(|(_, way)| way));
            for (number, position) in numbers.into_iter().zip(starts) {
                if let Some(slot) = found.get_mut(number) {
                    *slot = position;
                }
            }
        }
        found
    }
}

/// The line and column of a byte of a text.
pub(super) fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..text.floor_char_boundary(offset.min(text.len())));
    let mut at = Position::START;
    at.go_over(before.unwrap_or_default());
    at
}

impl Position {
    fn go_over(&mut self, words: &str) {
        let last = words.rsplit('\n').next().unwrap_or_default();
        if last.len() < words.len() {
            self.line += words.bytes().filter(|byte| *byte == b'\n').count();
            self.column = 1;
        }
        self.column += last.chars().count();
    }
}

/// The places that the ways lead to in a text.
fn starts<'w>(text: &str, ways: impl Iterator<Item = &'w Way>) -> Vec<Option<Position>> {
    let ways: Vec<&Way> = ways.collect();
    let mut pointers: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for way in &ways {
        if let Way::Pointer(pointer) = way {
            pointers.insert(pointer, pointer.is_empty().then_some(0));
        }
    }
    if pointers.values().any(Option::is_none) {
        // What stands behind damage was not read.
        let end = match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) => text.len(),
            Err(error) => sound_end(text, &error),
        };
        Walk::default().over(text.get(..end).unwrap_or_default(), &mut pointers);
    }
    let offset = |way: &&Way| match way {
        Way::Pointer(pointer) => pointers.get(pointer.as_str()).copied().flatten(),
        Way::Byte(offset) => Some(*offset),
        Way::Line(_) => None,
    };
    let mut offsets: Vec<_> = ways.iter().map(offset).enumerate().collect();
    offsets.sort_by_key(|(_, offset)| *offset);
    let mut found = vec![None; ways.len()];
    let (mut at, mut reached) = (Position::START, 0);
    for (number, offset) in offsets {
        let Some(offset) = offset else { continue };
        let offset = text.floor_char_boundary(offset.min(text.len()));
        at.go_over(text.get(reached..offset).unwrap_or_default());
        reached = offset;
        if let Some(slot) = found.get_mut(number) {
            *slot = Some(at);
        }
    }
    found
}

/// A walk over JSON that knows at each value what leads to it. It calls nothing within itself, so
/// that it goes as deep as may be.
#[derive(Default)]
struct Walk {
    path: String,
    /// What is open: how long the path to it is, and the number of its item if it is a list.
    open: Vec<(usize, Option<usize>)>,
    /// Whether an object is open whose next string is a key.
    at_key: bool,
}

impl Walk {
    /// Notes where the values begin that the pointers lead to. A key that stands twice means the
    /// last, as it does to the parser.
    fn over(mut self, text: &str, pointers: &mut BTreeMap<&str, Option<usize>>) {
        let mut at = 0;
        while let Some(byte) = text.as_bytes().get(at) {
            let end = at + self.token_len(text.get(at..).unwrap_or_default());
            match byte {
                b'"' if self.at_key => self.key(text.get(at..end).unwrap_or_default()),
                b',' => self.next(),
                b']' | b'}' => self.close(),
                b':' | b' ' | b'\t' | b'\r' | b'\n' => {}
                _ => {
                    if let Some(slot) = pointers.get_mut(self.path.as_str()) {
                        *slot = Some(at);
                    }
                    self.open(*byte);
                }
            }
            at = end;
        }
    }

    /// The length of a string with its quotes, of a number or a word, or of a sign.
    fn token_len(&self, rest: &str) -> usize {
        let mut bytes = rest.bytes().enumerate();
        let Some((_, first)) = bytes.next() else {
            return 1;
        };
        if first == b'"' {
            let mut escaped = false;
            let end = bytes.find(|(_, byte)| {
                let ends = *byte == b'"' && !escaped;
                escaped = *byte == b'\\' && !escaped;
                ends
            });
            return end.map_or(rest.len(), |(last, _)| last + 1);
        }
        let is_word = |byte: u8| !byte.is_ascii() || byte.is_ascii_alphanumeric();
        let in_word = |byte: u8| is_word(byte) || matches!(byte, b'.' | b'+' | b'-');
        match in_word(first) {
            true => bytes
                .find(|(_, byte)| !in_word(*byte))
                .map_or(rest.len(), |(end, _)| end),
            false => 1,
        }
    }

    fn key(&mut self, quoted: &str) {
        let key: String = serde_json::from_str(quoted).unwrap_or_default();
        self.path.push('/');
        self.path.push_str(&escaped(&key));
        self.at_key = false;
    }

    fn open(&mut self, byte: u8) {
        let len = self.path.len();
        match byte {
            b'{' => {
                self.open.push((len, None));
                self.at_key = true;
            }
            b'[' => {
                self.open.push((len, Some(0)));
                self.path.push_str("/0");
                self.at_key = false;
            }
            _ => {}
        }
    }

    fn next(&mut self) {
        let Some((len, item)) = self.open.last_mut() else {
            return;
        };
        self.path.truncate(*len);
        self.at_key = item.is_none();
        if let Some(item) = item {
            *item += 1;
            self.path.push_str(&format!("/{item}"));
        }
    }

    fn close(&mut self) {
        if let Some((len, _)) = self.open.pop() {
            self.path.truncate(len);
        }
        self.at_key = false;
    }
}

/// A key as a part of a JSON pointer.
pub(super) fn escaped(key: &str) -> String {
    match key.contains(['~', '/']) {
        true => key.replace('~', "~0").replace('/', "~1"),
        false => key.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_to_a_line_and_a_column() {
        let text = "{\n  \"é/~\": [1, {\"a\": \"]}\\\"\", \"b\": [\n    [], {}]}],\n  \"t\": tru";
        let cases = [
            ("", Some((1, 1))),
            ("/é~1~0", Some((2, 10))),
            ("/é~1~0/0", Some((2, 11))),
            ("/é~1~0/1", Some((2, 14))),
            ("/é~1~0/1/a", Some((2, 20))),
            ("/é~1~0/1/b/1", Some((3, 9))),
            ("/x", None),
            ("/t/x", None),
        ];
        let ways = cases.map(|(pointer, _)| Way::Pointer(pointer.to_owned()));
        let found = starts(text, ways.iter());
        for ((pointer, expected), found) in cases.into_iter().zip(found) {
            let found = found.map(|at| (at.line, at.column));
            assert_eq!(found, expected, "{pointer}");
        }
    }

    #[test]
    fn a_key_that_stands_twice_means_the_last() {
        let ways = [Way::Pointer("/a".to_owned()), Way::Byte(3)];
        let found = starts("{\"a\":1,\n\"a\":2}", ways.iter());
        let found: Vec<_> = found.into_iter().flatten().collect();
        let at = |line, column| Position { line, column };
        assert_eq!(found, [at(2, 5), at(1, 4)]);
    }
}
