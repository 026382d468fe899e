//! What the ids of one record mean: its links and identities name its marks by them.

use std::collections::HashMap;

use super::Draft;
use crate::project::{Annotation, Id};

/// What became of the mark ids of one record.
pub(super) struct Meanings {
    /// How many marks there were before the record.
    before: usize,
    /// How many ids of marks the record has.
    count: usize,
    /// The ids that do not mean the mark of the record that has this id.
    others: HashMap<Id, Meaning>,
}

/// What an id means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The mark at a place of the draft's.
    Mark(usize),
    /// A mark that was left out.
    Nothing,
    /// The record has no mark of this id.
    Unsaid,
}

impl Meanings {
    /// Of a record whose marks come to those of a draft.
    pub(super) fn new(draft: &Draft) -> Self {
        Self {
            before: draft.marks.len(),
            count: 0,
            others: HashMap::new(),
        }
    }

    /// How many ids the record has used for marks.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// What an id means.
    pub(super) fn of(&self, draft: &Draft, id: &Id) -> Meaning {
        if let Some(other) = self.others.get(id) {
            return *other;
        }
        let place = draft.marks.place(id).filter(|at| *at >= self.before);
        place.map_or(Meaning::Unsaid, Meaning::Mark)
    }

    /// The mark that an id means.
    pub(super) fn mark<'d>(&self, draft: &'d Draft, id: &str) -> Option<&'d Annotation> {
        match self.of(draft, &Id::new(id)) {
            Meaning::Mark(at) => draft.marks.get(at),
            Meaning::Nothing | Meaning::Unsaid => None,
        }
    }

    /// Notes that the mark of an id was left out.
    pub(super) fn nothing(&mut self, draft: &Draft, id: Id) {
        if self.of(draft, &id) == Meaning::Unsaid {
            self.count += 1;
            self.others.insert(id, Meaning::Nothing);
        }
    }

    /// Notes that an id means a mark that was there, or the next that comes. The first mark of an id
    /// that stands twice is the one that is meant.
    pub(super) fn note(&mut self, draft: &Draft, wanted: &Id, at: usize) {
        let meaning = self.of(draft, wanted);
        if meaning == Meaning::Unsaid {
            self.count += 1;
        }
        if !matches!(meaning, Meaning::Mark(_)) {
            self.others.insert(wanted.clone(), Meaning::Mark(at));
        }
    }

    /// Notes that the next mark has the id that the record gives it.
    pub(super) fn next(&mut self, draft: &Draft, id: &Id) {
        match self.others.contains_key(id) {
            true => self.note(draft, id, draft.marks.len()),
            // It will be found by its own id.
            false => self.count += 1,
        }
    }

    /// Notes that the next mark has another id than the record gives it, by which the record does not
    /// know it.
    pub(super) fn next_renamed(&mut self, draft: &Draft, wanted: &Id, id: &Id) {
        self.note(draft, wanted, draft.marks.len());
        self.others.entry(id.clone()).or_insert(Meaning::Unsaid);
    }
}
