//! What stands word for word in two versions of a file: it is read once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::ahead::Made;
use crate::project::{Annotation, Article, Entry, Id, Project, Tagset};
use crate::span::Span;
use crate::text::TextRange;

/// What was noted when a file was read: which of its words became what. What a record says does not
/// depend on where it stands, so that the same words in another version of the file say the same, as
/// long as the text that is marked and the tagset are the same too.
#[derive(Debug, Default)]
pub struct Notes {
    pub(super) tagset: Arc<Tagset>,
    pub(super) articles: BTreeMap<Id, Noted>,
    /// Whether all stands there as it is written, and not only so that it says the same.
    pub(super) written: bool,
}

impl Notes {
    /// Whether [`encode_sooner`](super::super::encode_sooner) may copy from the file.
    pub fn can_be_copied(&self) -> bool {
        self.written
    }

    /// What was noted of a file that was written of this project, which is what it says. What is the
    /// same is the project's own from here on: it is known again by where it lies in memory.
    pub(in crate::formats::project_file) fn written_of(mut self, project: &Project) -> Self {
        self.written = true;
        for entry in project.entries() {
            let Some(noted) = self.articles.get_mut(&entry.article().id) else {
                continue;
            };
            for ((_, noted), mark) in noted.marks.iter_mut().zip(entry.in_text_order()) {
                // Those of a file before are the project's own already.
                if !Arc::ptr_eq(&noted.mark, mark) && noted.mark == *mark {
                    noted.mark = Arc::clone(mark);
                }
            }
        }
        self
    }
}

/// Another version of a file, and what was noted when it was read.
#[derive(Clone, Copy)]
pub(in crate::formats::project_file) struct Version<'v> {
    /// Its bytes.
    pub file: &'v [u8],
    /// What was noted of them.
    pub notes: &'v Notes,
}

impl<'v> Version<'v> {
    /// What was noted of an article, if its text is the same. The records of its marks hold words of
    /// the text and nothing else that is not the mark's.
    pub(super) fn of_text(self, entry: &Entry) -> Option<&'v Noted> {
        let noted = self.notes.articles.get(&entry.article().id)?;
        (noted.article.text == entry.article().text).then_some(noted)
    }
}

/// What was noted of an article.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) article: Arc<Article>,
    /// Where in the file the lines of its text stand.
    pub(super) lines: Range<usize>,
    /// Where the sound marks stand, in the order of the file.
    pub(super) marks: Vec<(Range<usize>, Made)>,
}

/// The article of another version that has the same text.
#[derive(Clone, Copy)]
pub(super) struct Finder<'v> {
    file: &'v [u8],
    marks: &'v [(Range<usize>, Made)],
    /// The mark that is expected next.
    next: usize,
}

/// So many marks that are gone are passed over one by one.
const PASSED: usize = 8;

impl<'v> Finder<'v> {
    pub(super) fn new(file: &'v [u8], noted: &'v Noted) -> Self {
        Self {
            file,
            marks: &noted.marks,
            next: 0,
        }
    }

    /// The mark that the same record is in the other version. Versions have most of their marks in
    /// the same order, so that it is looked for only near the one before; one that is not found is
    /// read again.
    pub(super) fn find(&mut self, record: &str) -> Option<&'v Made> {
        let file = self.file;
        let same = |range: &Range<usize>| file.get(range.clone()) == Some(record.as_bytes());
        self.near(|(range, _)| same(range)).map(|(_, made)| made)
    }

    /// The record of this very mark in the other version, looked for as [`Self::find`] does.
    pub(super) fn record_of(&mut self, mark: &Arc<Annotation>) -> Option<&'v str> {
        let found = self.near(|(_, it)| Arc::ptr_eq(&it.mark, mark));
        if found.is_none() {
            self.go_to(mark.span().map(Span::hull));
        }
        let (range, _) = found?;
        std::str::from_utf8(self.file.get(range.clone())?).ok()
    }

    fn near(
        &mut self,
        is_it: impl Fn(&(Range<usize>, Made)) -> bool,
    ) -> Option<&'v (Range<usize>, Made)> {
        let near = self.marks.get(self.next..)?.iter().take(PASSED);
        let (passed, found) = near.enumerate().find(|(_, it)| is_it(it))?;
        self.next += passed + 1;
        Some(found)
    }

    /// Goes to where a mark on these words would stand that is not in the other version.
    pub(super) fn go_to(&mut self, words: Option<TextRange>) {
        let start = |words: Option<TextRange>| words.map(|it| it.start);
        let here = start(words);
        let rest = self.marks.get(self.next..).unwrap_or_default();
        let mut near = rest.iter().take(PASSED);
        // Hardly ever far: then nothing but that is looked at.
        self.next = match near.position(|(_, it)| start(it.hull) >= here) {
            Some(passed) => self.next + passed,
            None => self.marks.partition_point(|(_, it)| start(it.hull) < here),
        };
    }
}
