//! Marks carried over from one text to another that nearly repeats it: other line ends, a typo, a
//! paragraph more or less.
//!
//! Texts are held against each other line by line, then word by word where lines differ, then
//! letter by letter at the ends of what is left. What both have is a *run*. A mark goes where the
//! runs go that it stands on; one that stands on too little of them finds no place, and that is
//! said. Texts that have less than half of their letters in common are different texts.

mod runs;

use std::collections::BTreeMap;
use std::fmt;

use crate::project::{Annotation, Id};
use crate::span::Span;
use crate::text::{Text, TextRange, boundary};
use runs::{Run, runs};

/// The least share of letters that nearly equal texts have in common, of all letters of both.
const NEARLY: f64 = 0.6;
/// How many differences of two texts are told.
const TOLD: usize = 3;
/// How many letters of a difference are told.
const QUOTED: usize = 40;

/// Where the places of one text are in another that nearly repeats it.
#[derive(Clone, Debug)]
pub struct TextMap {
    runs: Vec<Run>,
    to: Text,
    from: Text,
}

/// One way in which a text differs from another, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The first line of the text that is carried from, from 1.
    pub line: usize,
    /// The words there, whole; none if it lacks what the other has.
    pub here: String,
    /// The words of the other text.
    pub there: String,
    /// In how many places.
    pub count: usize,
}

/// What became of a colleague's marks that were carried over to another's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// The article, by its id where the marks are now.
    pub article: String,
    /// Whose text the marks are on now.
    pub one: String,
    /// Whose marks they are.
    pub other: String,
    /// How the texts differ, in the order of the text.
    pub differences: Vec<Difference>,
    /// How many marks stand on the very same words.
    pub same: usize,
    /// Marks that stand on words that differ: tag and the words as they were.
    pub changed: Vec<String>,
    /// Marks that found no place: tag and words.
    pub lost: Vec<String>,
}

impl TextMap {
    /// Where the places of `from` are in `to`; none if the texts are too different.
    pub fn new(from: &Text, to: &Text) -> Option<Self> {
        let map = Self {
            runs: runs(from.as_str(), to.as_str()),
            from: from.clone(),
            to: to.clone(),
        };
        let letters = |words: &str| words.chars().filter(|it| !it.is_whitespace()).count();
        let kept = map.runs.iter().filter_map(|run| {
            let words = from.as_str().get(run.from..run.from + run.len)?;
            Some(letters(words))
        });
        let (kept, all) = (
            kept.sum::<usize>(),
            letters(from.as_str()) + letters(to.as_str()),
        );
        let share = 2.0 * kept as f64 / all.max(1) as f64;
        (share >= NEARLY).then_some(map)
    }

    /// Where a mark's words are, and whether they are the very same; none if too few of them are
    /// there. A fragment of which less than half is there is left out.
    pub fn span(&self, span: &Span) -> Option<(Span, bool)> {
        let found = span.fragments().iter().filter_map(|it| self.range(*it));
        let fragments: Vec<TextRange> = found.collect();
        let found = Span::new(fragments, &self.to).ok()?;
        let same = found.fragments().len() == span.fragments().len()
            && found.words(&self.to) == span.words(&self.from);
        Some((found, same))
    }

    /// A mark on the other text, and whether its words are the very same. An implicit mark stays
    /// as it is.
    pub fn mark(&self, mark: &Annotation) -> Option<(Annotation, bool)> {
        let Some(span) = mark.span() else {
            return Some((mark.clone(), true));
        };
        let (span, same) = self.span(span)?;
        let place = crate::project::Place::Span(span);
        let mark = Annotation {
            place,
            ..mark.clone()
        };
        Some((mark, same))
    }

    fn range(&self, range: TextRange) -> Option<TextRange> {
        let (start, end) = (range.start.0, range.end.0);
        let first = self.runs.partition_point(|run| run.end() <= start);
        let beyond = self.runs.partition_point(|run| run.from < end);
        let touched = self.runs.get(first..beyond)?;
        let kept = touched
            .iter()
            .map(|run| run.end().min(end) - run.from.max(start));
        if 2 * kept.sum::<usize>() < range.len() {
            return None;
        }
        let (head, tail) = (touched.first()?, touched.last()?);
        let before = first.checked_sub(1).and_then(|place| self.runs.get(place));
        let to_start = if head.from <= start {
            head.to + (start - head.from)
        } else {
            // Words at the very start that the other text has otherwise belong to the mark there.
            let edge = before.map_or((0, 0), |run| (run.end(), run.other_end()));
            let beside = edge.0 == start && alike(head.from - edge.0, head.to - edge.1);
            if beside { edge.1 } else { head.to }
        };
        let to_end = if tail.end() >= end {
            tail.to + (end - tail.from)
        } else {
            let whole = (self.from.len().0, self.to.len().0);
            let edge = self
                .runs
                .get(beyond)
                .map_or(whole, |run| (run.from, run.to));
            let beside = edge.0 == end && alike(edge.0 - tail.end(), edge.1 - tail.other_end());
            if beside { edge.1 } else { tail.other_end() }
        };
        let found = TextRange::new(to_start, to_end);
        let same = self.from.slice(range) == self.to.slice(found);
        if same {
            return Some(found);
        }
        boundary::trim(&self.to, found)
    }

    /// What the other text has and this one lacks, as stretches of the other.
    pub fn unseen(&self) -> Vec<TextRange> {
        let gaps = self.gaps().map(|(_, there)| there);
        gaps.filter(|there| !there.is_empty()).collect()
    }

    /// Where the texts differ, in each.
    fn gaps(&self) -> impl Iterator<Item = (TextRange, TextRange)> {
        let ends = Run {
            from: self.from.len().0,
            to: self.to.len().0,
            len: 0,
        };
        let mut before = (0, 0);
        let runs = self.runs.iter().copied().chain([ends]);
        let gaps = runs.map(move |run| {
            let here = TextRange::new(before.0, run.from);
            let there = TextRange::new(before.1, run.to);
            before = (run.end(), run.other_end());
            (here, there)
        });
        gaps.filter(|(here, there)| !(here.is_empty() && there.is_empty()))
    }

    /// How the texts differ, each way once, in the order of the text.
    pub fn differences(&self) -> Vec<Difference> {
        let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut found: Vec<Difference> = Vec::new();
        for (here, there) in self.gaps() {
            let line = self.from.line_column(here.start).0;
            let (one, other) = (self.from.slice(here), self.to.slice(there));
            let changed = [one.unwrap_or_default(), other.unwrap_or_default()];
            let words = (
                word(&self.from, here, changed),
                word(&self.to, there, changed),
            );
            let next = found.len();
            let place = *places.entry(words.clone()).or_insert(next);
            match found.get_mut(place) {
                Some(known) => known.count += 1,
                None => found.push(Difference {
                    line,
                    here: words.0,
                    there: words.1,
                    count: 1,
                }),
            }
        }
        found
    }
}

impl Carried {
    /// Nothing carried yet from `other`'s text to `one`'s.
    pub fn new(article: &Id, one: &str, other: &str, map: &TextMap) -> Self {
        Self {
            article: article.to_string(),
            one: one.to_owned(),
            other: other.to_owned(),
            differences: map.differences(),
            ..Self::default()
        }
    }

    /// Carries one mark over, and notes what became of it.
    pub fn carry(&mut self, map: &TextMap, mark: &Annotation) -> Option<Annotation> {
        let named = || format!("{} «{}»", mark.tag, short(&mark.words(&map.from)));
        match map.mark(mark) {
            Some((mark, true)) => {
                self.same += 1;
                Some(mark)
            }
            Some((found, false)) => {
                self.changed.push(named());
                Some(found)
            }
            None => {
                self.lost.push(named());
                None
            }
        }
    }
}

impl fmt::Display for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            article,
            one,
            other,
            ..
        } = self;
        let places = counted(self.differences.iter().map(|it| it.count).sum(), "place");
        write!(
            f,
            "article {article:?}: the text of {other} differs from that of {one} in {places}"
        )?;
        for (number, it) in self.differences.iter().take(TOLD).enumerate() {
            let (before, line) = (if number == 0 { ": " } else { "; " }, it.line);
            let (here, there) = (short(&it.here), short(&it.there));
            match (it.here.is_empty(), it.there.is_empty()) {
                (true, _) => write!(f, "{before}line {line} lacks «{there}»")?,
                (_, true) => write!(f, "{before}line {line} adds «{here}»")?,
                _ => write!(f, "{before}line {line} has «{here}» for «{there}»")?,
            }
            if it.count > 1 {
                write!(f, ", {} times in all", it.count)?;
            }
        }
        if self.differences.len() > TOLD {
            write!(f, "; and more")?;
        }
        let marks = counted(self.same + self.changed.len(), "mark");
        write!(f, ". Carried over: {marks}")?;
        if !self.changed.is_empty() {
            write!(f, ", of them with other words: {}", self.changed.join(", "))?;
        }
        if !self.lost.is_empty() {
            write!(f, "; without a place: {}", self.lost.join(", "))?;
        }
        Ok(())
    }
}

/// Whether a stretch can be another wording of the other.
fn alike(here: usize, there: usize) -> bool {
    there <= 2 * here + 8
}

/// A difference with the letters around it, if one of the two wordings starts or ends in a word.
fn word(text: &Text, range: TextRange, changed: [&str; 2]) -> String {
    let all = text.as_str();
    let letter = |it: &char| it.is_alphanumeric();
    let (mut start, mut end) = (range.start.0, range.end.0);
    if changed
        .iter()
        .any(|it| it.starts_with(char::is_alphanumeric))
    {
        let before = all.get(..start).unwrap_or_default();
        let head = before.chars().rev().take_while(letter);
        start -= head.map(char::len_utf8).sum::<usize>();
    }
    if changed.iter().any(|it| it.ends_with(char::is_alphanumeric)) {
        let after = all.get(end..).unwrap_or_default();
        let tail = after.chars().take_while(letter);
        end += tail.map(char::len_utf8).sum::<usize>();
    }
    all.get(start..end).unwrap_or_default().to_owned()
}

/// Words for a sentence: on one line, and not too many.
fn short(words: &str) -> String {
    let bare = words.trim();
    let words = if bare.is_empty() { words } else { bare };
    let line = words
        .replace("\r\n", "␍␊")
        .replace('\n', "␊")
        .replace('\r', "␍")
        .replace('\u{feff}', "a byte order mark");
    match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
