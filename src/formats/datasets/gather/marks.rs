//! Marks and links: which are sound, which are twins, and what their ids become.

use super::records::{LinkRecord, SpanRecord};
use super::{Draft, Gather, Marks, unused};
use crate::formats::datasets::grow::Owner;
use crate::formats::{Severity, excerpt};
use crate::project::{Annotation, Id, Link, Place};
use crate::span::Span;

impl Gather {
    pub(super) fn mark(
        &mut self,
        draft: &mut Draft,
        marks: &mut Marks,
        record: SpanRecord,
        line: usize,
    ) {
        let wanted = record
            .id
            .unwrap_or_else(|| format!("{}-s{}", draft.article.id, marks.len() + 1));
        let place = match self.place(draft, &record.fragments, record.wording) {
            Ok(place) => place,
            Err(reason) => {
                marks.entry(wanted.clone()).or_insert(None);
                return self.leave_out(line, format!("span {wanted:?} {reason}"));
            }
        };
        let tag = self.tag(&record.tag, line);
        let stamp = self.stamp(record.annotator);
        if let Place::Span(span) = &place {
            let key = (tag.clone(), stamp.author.clone(), span.clone());
            if let Some(same) = draft.places.get(&key).cloned() {
                let what =
                    format!("span {wanted:?} is the same as {same:?}; one of the two was kept");
                note(marks, wanted, same);
                return self.say(line, Severity::Warning, what);
            }
        }
        let id = unused(&wanted, |id| draft.marks.contains_key(id));
        if id.as_str() != wanted {
            let what = format!(
                "span id {wanted:?} is already taken in article {:?}; the second is {id:?} now",
                draft.article.id
            );
            self.say(line, Severity::Warning, what);
        }
        note(marks, wanted, id.clone());
        let attributes = self.values(Owner::Tag(&tag), record.attributes, line);
        if let Place::Span(span) = &place {
            draft.places.insert(
                (tag.clone(), stamp.author.clone(), span.clone()),
                id.clone(),
            );
        }
        let mark = Annotation {
            id: id.clone(),
            tag,
            place,
            attributes,
            note: record.note,
            identity: None,
            stamp,
        };
        draft.marks.insert(id, mark);
    }

    fn place(
        &self,
        draft: &Draft,
        fragments: &[(usize, usize)],
        wording: Option<String>,
    ) -> Result<Place, String> {
        let text = &draft.article.text;
        let mut ranges = Vec::with_capacity(fragments.len());
        for (start, end) in fragments {
            let range = (self.to_range)(text, *start, *end);
            ranges.push(range.ok_or_else(|| {
                format!("has no words at {start}..{end} and was left out; correct its offsets")
            })?);
        }
        if ranges.is_empty() {
            let wording = wording.filter(|wording| !wording.trim().is_empty());
            let wording = wording.ok_or("has no fragments and no wording and was left out")?;
            return Ok(Place::Implicit {
                wording,
                beside: None,
            });
        }
        let span = Span::new(ranges, text);
        span.map(Place::Span)
            .map_err(|error| format!("was left out: {error}; correct its offsets"))
    }

    pub(super) fn link(
        &mut self,
        draft: &mut Draft,
        marks: &Marks,
        record: LinkRecord,
        line: usize,
    ) {
        let wanted = record
            .id
            .unwrap_or_else(|| format!("{}-l{}", draft.article.id, draft.links.len() + 1));
        let ends = draft
            .end(marks, &record.from)
            .zip(draft.end(marks, &record.to));
        let Some((from, to)) = ends.filter(|(from, to)| from.id != to.id) else {
            let what = format!(
                "link {wanted:?} from {:?} to {:?} has an end at no other mark and was left out",
                excerpt(&record.from, 60),
                excerpt(&record.to, 60)
            );
            return self.leave_out(line, what);
        };
        let kind = self.link_kind(&record.kind, (&from.tag, &to.tag), line);
        let (from, to) = (from.id.clone(), to.id.clone());
        let stamp = self.stamp(record.annotator);
        let arrow = (kind.clone(), from.clone(), to.clone(), stamp.author.clone());
        if !draft.arrows.insert(arrow) {
            let what = format!("link {wanted:?} is already there; one of the two was kept");
            return self.say(line, Severity::Warning, what);
        }
        let id = unused(&wanted, |id| draft.links.contains_key(id));
        if id.as_str() != wanted {
            let what = format!(
                "link id {wanted:?} is already taken in article {:?}; the second is {id:?} now",
                draft.article.id
            );
            self.say(line, Severity::Warning, what);
        }
        let attributes = self.values(Owner::Link(&kind), record.attributes, line);
        let link = Link {
            id: id.clone(),
            kind,
            from,
            to,
            attributes,
            note: record.note,
            stamp,
        };
        draft.links.insert(id, link);
    }
}

impl Draft {
    /// The mark that a record means by an id of its own.
    fn end(&self, marks: &Marks, id: &str) -> Option<&Annotation> {
        self.marks.get(marks.get(id)?.as_ref()?)
    }
}

/// Notes what became of an id. The first mark of an id that stands twice is the one that links and
/// mentions mean.
fn note(marks: &mut Marks, wanted: String, id: Id) {
    let slot = marks.entry(wanted).or_default();
    slot.get_or_insert(id);
}
