//! What can be said of each mark of a record by itself, worked out for many at once: where it stands,
//! and for most of them the whole mark.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::marks::count;
use super::records::SpanRecord;
use super::shelf::Numbers;
use super::{Draft, Gather};
use crate::formats::at_once;
use crate::project::{Annotation, Attributes, Author, Id, Place, Stamp, Words};

/// What became of a record by itself.
pub(super) enum Made {
    /// The mark that it is if no other is in its way, and the numbers under which it would be found.
    Mark(Arc<Annotation>, Numbers),
    /// Where it stands, or why it cannot. Its tag, its annotator or its values may be new.
    Place(Result<Place, String>),
}

/// Some of the records, in their order.
#[derive(Default)]
struct Part {
    made: Vec<Made>,
    /// How many of them are marks, by their tags in the file.
    tags: BTreeMap<Id, usize>,
}

impl Gather {
    /// Makes what can be made of each record by itself. Where words are not where the file says, says so
    /// if they are in another unit.
    pub(super) fn make(
        &mut self,
        draft: &Draft,
        spans: &mut [Vec<SpanRecord>],
        line: usize,
    ) -> Vec<Made> {
        /// As many marks are worth another thread.
        const MANY: usize = 1 << 12;
        let size = spans.iter().map(Vec::len).sum::<usize>();
        let part = |part: &mut [SpanRecord]| self.part(draft, part);
        let parts: Vec<Part> = match size < MANY {
            true => spans.iter_mut().map(|it| part(it)).collect(),
            false => {
                let size = size.div_ceil(at_once::threads());
                let parts = spans.iter_mut().flat_map(|part| part.chunks_mut(size));
                at_once::each(parts.collect(), part)
            }
        };
        for (tag, times) in parts.iter().flat_map(|part| &part.tags) {
            count(&mut self.foreign_tags, tag.as_str(), *times);
        }
        let misplaced = |made: &Made| matches!(made, Made::Place(Err(_)));
        let made: Vec<Made> = parts.into_iter().flat_map(|part| part.made).collect();
        let mut both = spans.iter().flatten().zip(&made);
        if both.any(|(span, made)| misplaced(made) && !span.fragments.is_empty()) {
            self.look_for_another_unit(draft, spans, line.max(1));
        }
        made
    }

    fn part(&self, draft: &Draft, spans: &mut [SpanRecord]) -> Part {
        let mut part = Part::default();
        part.made.reserve(spans.len());
        for span in spans {
            let made = match self.place(draft, span) {
                Ok(place) => self.whole(draft, span, place),
                Err(reason) => Made::Place(Err(reason)),
            };
            if let Made::Mark(..) = made {
                match part.tags.get_mut(&span.tag) {
                    Some(count) => *count += 1,
                    None => drop(part.tags.insert(span.tag.clone(), 1)),
                }
            }
            part.made.push(made);
        }
        part
    }

    /// The mark that a record is, if all of it is known.
    fn whole(&self, draft: &Draft, record: &mut SpanRecord, place: Place) -> Made {
        let known = self.known_tag(record.tag.as_str());
        let known = known.zip(self.known_stamp(record.annotator.as_deref()));
        let Some((tag, stamp)) = known.filter(|_| record.attributes.is_empty()) else {
            return Made::Place(Ok(place));
        };
        let Some(id) = record.id.take() else {
            return Made::Place(Ok(place));
        };
        let note = std::mem::take(&mut record.note);
        let (mark, numbers) = draft.mark(id, (tag, place, note), stamp);
        Made::Mark(mark, numbers)
    }

    /// The tag that one of the files is here, if the tagset has it.
    pub(super) fn known_tag(&self, foreign: &str) -> Option<Id> {
        let name = self.mapping.tag(foreign)?;
        let known = self.tagset.tags.iter().find(|tag| tag.id.is(name));
        known.map(|tag| tag.id.clone())
    }

    /// Who made something, if others are known to have been made by the same, or nobody is named.
    pub(super) fn known_stamp(&self, annotator: Option<&str>) -> Option<Stamp> {
        let author = match annotator.unwrap_or(&self.annotator) {
            "" => Author::default(),
            name => self.authors.get(name)?.clone(),
        };
        Some(Stamp {
            author,
            ..Stamp::default()
        })
    }
}

impl Draft {
    /// A mark that as yet has no values, and the numbers under which it would be found.
    pub(super) fn mark(
        &self,
        id: Id,
        (tag, place, note): (Id, Place, Words),
        stamp: Stamp,
    ) -> (Arc<Annotation>, Numbers) {
        let mark = Annotation {
            id,
            tag,
            place,
            attributes: Attributes::new(),
            note,
            identity: None,
            stamp,
        };
        let numbers = self.marks.numbers(&mark);
        (Arc::new(mark), numbers)
    }
}
