//! The rows of the list of articles.

use std::sync::{Arc, Weak};

use crate::app::excerpt;
use crate::app::seen::{Seen, is_same};
use crate::project::{Entry, Id};
use crate::text::ByteIndex;
use crate::workbench::Workbench;

/// One article, as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleRow {
    /// The article.
    pub id: Id,
    /// Its title on one line.
    pub title: String,
    /// How far it is.
    pub progress: Progress,
}

/// How far an article is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Progress {
    /// Nothing is marked yet.
    NotStarted,
    /// Some of it is marked.
    Begun {
        /// The share of its paragraphs that hold a mark, from 0 to 1.
        share: f32,
        /// How many marks there are.
        marks: usize,
    },
    /// Its annotator has finished it.
    Done {
        /// How many marks there are.
        marks: usize,
    },
}

/// The rows of the list, made anew only where an article changed.
#[derive(Debug, Default)]
pub struct ArticleRows {
    seen: Seen,
    filter: String,
    all: Vec<Kept>,
    shown: Vec<usize>,
    done: usize,
    version: u64,
}

/// A row with what it was made from and what the filter looks at.
#[derive(Debug)]
struct Kept {
    entry: Weak<Entry>,
    row: ArticleRow,
    words: String,
    version: u64,
}

impl Progress {
    /// How far an article is.
    pub fn of(entry: &Entry) -> Self {
        let marks = entry.annotations().len();
        if entry.status().done {
            Self::Done { marks }
        } else if marks == 0 {
            Self::NotStarted
        } else {
            let share = share_of_paragraphs(entry);
            Self::Begun { share, marks }
        }
    }

    /// What the filter finds it by.
    pub fn state(self) -> &'static str {
        match self {
            Self::NotStarted => "not started",
            Self::Begun { .. } => "in progress",
            Self::Done { .. } => "done",
        }
    }

    /// What the row says below the title.
    pub fn words(self) -> String {
        match self {
            Self::NotStarted => "not started".to_owned(),
            Self::Begun { marks, .. } | Self::Done { marks } => {
                excerpt::count(marks, "mark", "marks")
            }
        }
    }
}

impl ArticleRow {
    /// What the row is called for whoever cannot see it.
    pub fn label(&self) -> String {
        match self.progress {
            Progress::Done { .. } => format!("{}, done, {}", self.title, self.progress.words()),
            _ => format!("{}, {}", self.title, self.progress.words()),
        }
    }
}

impl ArticleRows {
    /// Brings the rows up to date. Costs nothing while neither project nor filter changed.
    pub fn refresh(&mut self, workbench: &Workbench, filter: &str) {
        let seen = Seen::of(workbench);
        let changed = self.seen != seen;
        if changed {
            self.seen = seen;
            self.remake(workbench);
        }
        if changed || self.filter != filter {
            filter.clone_into(&mut self.filter);
            self.sift();
        }
    }

    /// How many articles there are.
    pub fn total(&self) -> usize {
        self.all.len()
    }

    /// How many of them are done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// How many the filter lets through.
    pub fn count(&self) -> usize {
        self.shown.len()
    }

    /// A row by its place among those that the filter lets through.
    pub fn row(&self, place: usize) -> Option<&ArticleRow> {
        let index = self.shown.get(place)?;
        self.all.get(*index).map(|kept| &kept.row)
    }

    /// The rows that the filter lets through, each with a number that changes whenever the row
    /// does.
    pub fn shown(&self) -> impl Iterator<Item = (u64, &ArticleRow)> {
        let kept = self.shown.iter().filter_map(|index| self.all.get(*index));
        kept.map(|kept| (kept.version, &kept.row))
    }

    /// Where an article stands among those that the filter lets through.
    pub fn place(&self, article: &Id) -> Option<usize> {
        self.shown().position(|(_, row)| row.id == *article)
    }

    /// Changes whenever a row or the filter does.
    pub fn version(&self) -> u64 {
        self.version
    }

    fn remake(&mut self, workbench: &Workbench) {
        let entries = workbench.project().entries();
        let mut old = std::mem::take(&mut self.all).into_iter();
        for entry in entries {
            let kept = old.next().filter(|kept| is_same(&kept.entry, entry));
            let kept = kept.unwrap_or_else(|| {
                self.version += 1;
                Kept::new(entry, self.version)
            });
            self.all.push(kept);
        }
        let done = entries.iter().filter(|entry| entry.status().done);
        self.done = done.count();
    }

    fn sift(&mut self) {
        let wanted: Vec<String> = self
            .filter
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let fits = |kept: &Kept| wanted.iter().all(|word| kept.words.contains(word));
        let shown = self.all.iter().enumerate().filter(|(_, kept)| fits(kept));
        self.shown = shown.map(|(index, _)| index).collect();
        self.version += 1;
    }
}

impl Kept {
    fn new(entry: &Arc<Entry>, version: u64) -> Self {
        let article = entry.article();
        let row = ArticleRow {
            id: article.id.clone(),
            title: excerpt::of(&article.title),
            progress: Progress::of(entry),
        };
        let outlet = article.meta.text("outlet").unwrap_or_default();
        let words = format!("{}\n{outlet}\n{}", row.title, row.progress.state());
        Self {
            entry: Arc::downgrade(entry),
            row,
            words: words.to_lowercase(),
            version,
        }
    }
}

/// The share of the paragraphs with words that hold a mark. A mark in fragments counts from its
/// first to its last word.
fn share_of_paragraphs(entry: &Entry) -> f32 {
    let text = &entry.article().text;
    let has_words = |index: &usize| {
        let paragraph = text.paragraph(*index).and_then(|range| text.slice(range));
        paragraph.is_some_and(|words| !words.trim().is_empty())
    };
    let with_words = (0..text.paragraph_count()).filter(has_words).count();
    let mut marked = 0;
    let mut next = 0;
    // Where the paragraph `next` starts: marks that end before it bring nothing new.
    let mut reached = None;
    // The index is sorted by where marks start, so that each paragraph is looked at once.
    for (hull, _) in entry.index().iter() {
        if reached.is_some_and(|reached| hull.end < reached) {
            continue;
        }
        let first = text.paragraph_at(hull.start).max(next);
        // A mark that takes the line end along does not reach into the next paragraph.
        let last = text.paragraph_at(ByteIndex(hull.end.0.saturating_sub(1)));
        marked += (first..=last).filter(has_words).count();
        next = next.max(last + 1);
        let beyond = ByteIndex(usize::MAX);
        reached = Some(text.paragraph(next).map_or(beyond, |it| it.start));
    }
    (marked as f32 / with_words.max(1) as f32).min(1.0)
}
