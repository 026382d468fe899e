//! What stands word for word in two versions of a file: it is read once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::ahead::Made;
use crate::project::{Article, Id, Tagset};
use crate::text::TextRange;

/// What was noted when a file was read: which of its words became what. What a record says does not
/// depend on where it stands, so that the same words in another version of the file say the same, as
/// long as the text that is marked and the tagset are the same too.
#[derive(Debug, Default)]
pub struct Notes {
    pub(super) tagset: Arc<Tagset>,
    pub(super) articles: BTreeMap<Id, Noted>,
}

/// Another version of a file, and what was noted when it was read.
#[derive(Clone, Copy)]
pub(in crate::formats::project_file) struct Version<'v> {
    /// Its bytes.
    pub file: &'v [u8],
    /// What was noted of them.
    pub notes: &'v Notes,
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
        let near = self.marks.get(self.next..)?.iter().take(PASSED);
        let same = |range: &Range<usize>| self.file.get(range.clone()) == Some(record.as_bytes());
        let mut near = near.enumerate();
        let (passed, (_, made)) = near.find(|(_, (range, _))| same(range))?;
        self.next += passed + 1;
        Some(made)
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
