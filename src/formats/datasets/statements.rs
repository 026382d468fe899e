//! Statements that come without a place, as marks: on the words of the text that stands beside
//! them, else on a text that is made of them, each a paragraph.

use std::collections::BTreeMap;

use super::Files;
use super::gather::{ArticleRecord, Gather, LinkRecord, SpanRecord};
use super::utf8::utf8;
use crate::formats::{Position, Severity, excerpt};
use crate::project::{Id, Words};
use crate::text::{Text, TextRange};

/// What stands between the pieces of a statement.
const BETWEEN: &str = " … ";

/// A file of statements, as it was read.
#[derive(Default)]
pub(super) struct Statements {
    pub(super) title: Option<String>,
    pub(super) list: Vec<Statement>,
    pub(super) links: Vec<LinkRecord>,
}

/// A statement.
pub(super) struct Statement {
    pub(super) line: Option<usize>,
    pub(super) id: String,
    pub(super) tag: String,
    pub(super) words: String,
}

impl Statements {
    /// Hands the article on that the statements are of. Its text may stand beside the file, under
    /// the same name with `.txt`. `line` is what is said of the article as a whole.
    pub(super) fn gather(self, gather: &mut Gather, files: &Files, name: &str, line: usize) {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let text = format!("{stem}.txt");
        gather.in_file(&text);
        let beside = files.get(&text).and_then(|bytes| utf8(gather, bytes));
        gather.in_file(name);
        if self.list.is_empty() {
            let what = "there is no statement in it; look whether it is cut off".to_owned();
            return gather.leave_out_at(Position::START, what);
        }
        let (text, places) = match beside {
            Some(text) => self.found(gather, Text::new(text), line),
            None => self.made(),
        };
        let spans = self.list.into_iter().zip(places);
        let spans = spans.map(|(statement, ranges)| SpanRecord {
            line: statement.line,
            id: Some(Id::new(statement.id)),
            tag: Id::new(statement.tag),
            fragments: ranges
                .iter()
                .filter_map(|range| gather.unit().offsets(&text, *range))
                .collect(),
            wording: match ranges.is_empty() {
                true => statement.words.into(),
                false => Words::default(),
            },
            ..SpanRecord::default()
        });
        let spans = spans.collect();
        gather.article(ArticleRecord {
            line,
            id: Some(stem.rsplit('/').next().unwrap_or(stem).to_owned()),
            title: self.title,
            text,
            spans,
            links: self.links,
            ..ArticleRecord::default()
        });
    }

    /// A text of the statements, and where each stands.
    fn made(&self) -> (Text, Vec<Vec<TextRange>>) {
        let mut text = String::new();
        let mut places = Vec::new();
        for statement in &self.list {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.len();
            text.push_str(&statement.words);
            places.push(vec![TextRange::new(start, text.len())]);
        }
        (Text::new(text), places)
    }

    /// Where each statement stands in a text; nowhere if its words are not there.
    fn found(&self, gather: &mut Gather, text: Text, line: usize) -> (Text, Vec<Vec<TextRange>>) {
        let mut letters = Letters::of(text.as_str());
        let mut places = Vec::new();
        for statement in &self.list {
            let whole = letters.find(&statement.words).map(|range| vec![range]);
            let ranges = whole.or_else(|| letters.pieces(&statement.words));
            if ranges.is_none() {
                let what = format!(
                    "the words {:?} are not in the text; they became a mark without words there",
                    excerpt(&statement.words, 60)
                );
                gather.say(statement.line.unwrap_or(line), Severity::Warning, what);
            }
            places.push(ranges.unwrap_or_default());
        }
        (text, places)
    }
}

/// A text without its blanks, which others change as they like.
struct Letters {
    letters: String,
    /// Where each letter stands: among the letters, and from where to where in the text.
    places: Vec<(usize, TextRange)>,
    /// Where words that stand there several times are looked for next.
    next: BTreeMap<String, usize>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let (mut letters, mut places) = (String::new(), Vec::new());
        for (at, letter) in text.char_indices().filter(|(_, it)| !it.is_whitespace()) {
            let range = TextRange::new(at, at + letter.len_utf8());
            places.push((letters.len(), range));
            letters.push(letter);
        }
        let next = BTreeMap::new();
        Self {
            letters,
            places,
            next,
        }
    }

    /// The next place of these words that was not given yet, or the last.
    fn find(&mut self, words: &str) -> Option<TextRange> {
        let wanted = squeezed(words);
        let from = self.next.get(&wanted).copied().unwrap_or_default();
        let (at, range) = self
            .find_from(&wanted, from)
            .or_else(|| self.find_from(&wanted, 0))?;
        self.next.insert(wanted, at + 1);
        Some(range)
    }

    /// The pieces of words, one after the other.
    fn pieces(&self, words: &str) -> Option<Vec<TextRange>> {
        let mut from = 0;
        let mut ranges = Vec::new();
        for piece in words.split(BETWEEN) {
            let wanted = squeezed(piece);
            let (at, range) = self.find_from(&wanted, from)?;
            from = at + wanted.len();
            ranges.push(range);
        }
        (ranges.len() > 1).then_some(ranges)
    }

    fn find_from(&self, wanted: &str, from: usize) -> Option<(usize, TextRange)> {
        let from = self.letters.ceil_char_boundary(from);
        let at = from + self.letters.get(from..)?.find(wanted)?;
        let first = self.places.partition_point(|(place, _)| *place < at);
        let after = self
            .places
            .partition_point(|(place, _)| *place < at + wanted.len());
        let (_, start) = self.places.get(first)?;
        let (_, end) = self.places.get(after.checked_sub(1)?)?;
        Some((at, TextRange::new(start.start.0, end.end.0)))
    }
}

fn squeezed(words: &str) -> String {
    words.chars().filter(|it| !it.is_whitespace()).collect()
}
