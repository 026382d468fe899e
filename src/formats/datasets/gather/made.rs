//! What can be said of each mark of a record by itself, worked out for many at once: where it stands,
//! and for most of them the whole mark.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::marks::count;
use super::records::SpanRecord;
use super::shelf::Numbers;
use super::{Draft, Gather};
use crate::formats::at_once;
use crate::project::{Annotation, Attributes, Id, Place, Stamp};

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
    /// Makes what can be made of each record by itself. Where the words that the file quotes are not
    /// there, says so if they are in another unit.
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
        if both.any(|(span, made)| misplaced(made) && !span.quotes.is_empty()) {
            self.look_for_another_unit(draft, spans, line);
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
        let known = self.known_tag(&record.tag).zip(self.known_stamp(record));
        let plain = record.attributes.is_empty() && record.id.is_some();
        let Some((tag, stamp)) = known.filter(|_| plain) else {
            return Made::Place(Ok(place));
        };
        let mark = Annotation {
            id: record.id.take().unwrap_or_default(),
            tag,
            place,
            attributes: Attributes::new(),
            note: std::mem::take(&mut record.note),
            identity: None,
            stamp,
        };
        let numbers = draft.marks.numbers(&mark);
        Made::Mark(Arc::new(mark), numbers)
    }

    /// The tag that one of the files is here, if the tagset has it.
    fn known_tag(&self, foreign: &Id) -> Option<Id> {
        let name = self.mapping.tag(foreign.as_str())?;
        let known = self.tagset.tags.iter().find(|tag| tag.id.is(name));
        known.map(|tag| tag.id.clone())
    }

    /// Who made it, if others are known to have been made by the same.
    fn known_stamp(&self, record: &SpanRecord) -> Option<Stamp> {
        let name = record.annotator.as_deref().unwrap_or(&self.annotator);
        let known = || self.authors.get(name).cloned();
        let author = match name.is_empty() {
            true => Some(Default::default()),
            false => known(),
        };
        author.map(|author| Stamp {
            author,
            ..Stamp::default()
        })
    }
}
