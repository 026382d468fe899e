//! Formats of which each file holds a batch of articles, so that a corpus of any size is written in
//! the memory that one batch takes.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Deref};
use std::sync::Arc;

use super::corpus::{self, Corpus, Lost};
use super::{DatasetError, Format, Options, Pulse};
use crate::project::{Entry, Project};

/// Takes a file as it is made, by its name; breaks off if the rest need not be made.
pub type Put<'p> = dyn FnMut(String, Vec<u8>) -> ControlFlow<()> + 'p;

/// How the files of such a format are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// A folder a part, from whose name engines know the part: `split=train/articles-00000.…`.
    Partitions,
    /// One folder, as hubs of datasets have it: `data/train-00000-of-00003.…`.
    Hub,
}

/// A batch has no more articles than this …
const MOST_ARTICLES: usize = 5_000;
/// … and no more text, in bytes, if it has more than one.
const MOST_TEXT: usize = 16 << 20;

impl Stream {
    /// What a part is called.
    pub(super) fn part(self, part: &str) -> &str {
        match (self, part) {
            (Self::Hub, "dev") => "validation",
            (Self::Hub, "data") => "train",
            (Self::Hub | Self::Partitions, part) => part,
        }
    }

    /// The name of a batch's file.
    fn file(self, part: &str, batch: usize, batches: usize, ending: &str) -> String {
        let name = self.part(part);
        match self {
            Self::Hub => format!("data/{name}-{batch:05}-of-{batches:05}.{ending}"),
            Self::Partitions if part == "data" => format!("data/articles-{batch:05}.{ending}"),
            Self::Partitions => format!("split={name}/articles-{batch:05}.{ending}"),
        }
    }
}

impl Format {
    /// Writes some articles as a part of a dataset, file by file, and counts what is in them.
    ///
    /// # Errors
    /// If the format is only read; [`DatasetError::Stopped`] if `pulse` was stopped or `put` broke
    /// off.
    pub(super) fn write_part<'p>(
        &'p self,
        project: &'p Project,
        (part, entries): (&str, &[&'p Arc<Entry>]),
        options: &'p Options,
        (lost, pulse): (&mut Lost<'p>, &'p Pulse<'p>),
        put: &mut Put<'_>,
    ) -> Result<Tally, DatasetError> {
        let mut tally = Tally::default();
        let write = self.write.ok_or(DatasetError::NotWritten(self.name))?;
        let batches = match self.stream {
            Some(_) => batches(entries),
            None => vec![entries],
        };
        for (number, batch) in batches.iter().enumerate() {
            let corpus = corpus::pick(project, batch, options, (lost, pulse));
            tally.add(&corpus);
            let files = write(&corpus);
            if pulse.is_stopped() {
                return Err(DatasetError::Stopped);
            }
            for (name, bytes) in files {
                let name = match self.stream {
                    Some(stream) => {
                        let ending = self.extensions.first().copied().unwrap_or_default();
                        stream.file(part, number, batches.len(), ending)
                    }
                    None => format!("{part}/{name}"),
                };
                if put(name, bytes).is_break() {
                    return Err(DatasetError::Stopped);
                }
            }
        }
        Ok(tally)
    }
}

/// How much there is of everything in what is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) articles: usize,
    pub(super) marks: usize,
    pub(super) links: usize,
    /// Marks by the names of their tags in the export.
    pub(super) tags: BTreeMap<String, usize>,
}

impl Tally {
    fn add(&mut self, corpus: &Corpus<'_>) {
        self.articles += corpus.articles.len();
        // No pass of the writer's: it beats no pulse.
        for article in corpus.articles.deref() {
            self.marks += article.marks.len();
            self.links += article.links.len();
            for mark in &article.marks {
                let tag = corpus.tag(mark);
                match self.tags.get_mut(tag) {
                    Some(count) => *count += 1,
                    None => drop(self.tags.insert(tag.to_owned(), 1)),
                }
            }
        }
    }
}

/// Articles in their order, as many at a time as go into a file.
fn batches<'e, 'p>(entries: &'e [&'p Arc<Entry>]) -> Vec<&'e [&'p Arc<Entry>]> {
    let (mut batches, mut rest) = (Vec::new(), entries);
    while !rest.is_empty() {
        let mut text = 0_usize;
        let fitting = rest.iter().take(MOST_ARTICLES).take_while(|entry| {
            text = text.saturating_add(entry.article().text.as_str().len());
            text <= MOST_TEXT
        });
        let count = fitting.count().max(1);
        let (batch, after) = rest.split_at(count);
        batches.push(batch);
        rest = after;
    }
    batches
}
