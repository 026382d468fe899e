//! Marks and links: which are sound, which are twins, and what their ids become.

use super::records::{LinkRecord, SpanRecord};
use super::{Draft, Gather, Marks, unused};
use crate::formats::datasets::Unit;
use crate::formats::datasets::grow::{Owner, beyond};
use crate::formats::{Severity, excerpt};
use crate::project::{Annotation, Id, Link, Place};
use crate::span::Span;

impl Gather {
    /// What a tag of the files becomes; none if its marks are left out.
    pub(in crate::formats::datasets) fn mapped_tag(&self, name: &str) -> Option<String> {
        self.mapping.tag(name).map(str::to_owned)
    }

    pub(super) fn mark(
        &mut self,
        draft: &mut Draft,
        marks: &mut Marks,
        record: SpanRecord,
        line: usize,
    ) {
        let wanted = record
            .id
            .clone()
            .unwrap_or_else(|| format!("{}-s{}", draft.article.id, marks.len() + 1));
        *self.foreign_tags.entry(record.tag.clone()).or_default() += 1;
        let Some(tag) = self.mapped_tag(&record.tag) else {
            // Left out by choice: nothing is wrong with it.
            marks.entry(wanted).or_insert(None);
            return;
        };
        let place = match self.place(draft, &record) {
            Ok(place) => place,
            Err(reason) => {
                marks.entry(wanted.clone()).or_insert(None);
                return self.leave_out(line, format!("span {wanted:?} {reason}"));
            }
        };
        let Some(tag) = self.tag(&tag, line) else {
            let what = format!("span {wanted:?} {}", beyond("a tag"));
            marks.entry(wanted).or_insert(None);
            return self.leave_out(line, what);
        };
        let stamp = self.stamp(record.annotator);
        if let Place::Span(span) = &place {
            let key = (span.clone(), tag.clone(), stamp.author.clone());
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
        let mark = Annotation {
            id: id.clone(),
            tag,
            place,
            attributes,
            note: record.note,
            identity: None,
            stamp,
        };
        draft.keep_mark(mark);
    }

    fn place(&self, draft: &Draft, record: &SpanRecord) -> Result<Place, String> {
        let text = &draft.article.text;
        let mut ranges = Vec::with_capacity(record.fragments.len());
        for (number, (start, end)) in record.fragments.iter().enumerate() {
            let range = self.unit.range(text, *start, *end);
            ranges.push(range.ok_or_else(|| {
                let written = record.written.get(number);
                let (start, end) = written.copied().unwrap_or((*start, *end));
                format!("has no words at {start}..{end} and was left out; correct its offsets")
            })?);
        }
        if ranges.is_empty() {
            let wording = record.wording.clone();
            let wording = wording.filter(|wording| !wording.trim().is_empty());
            let wording = wording.ok_or("has no fragments and no wording and was left out")?;
            return Ok(Place::Implicit {
                wording,
                beside: None,
            });
        }
        let quoted = ranges.iter().zip(&record.quotes).zip(&record.fragments);
        for ((range, quote), (start, end)) in quoted {
            let there = text.slice(*range).unwrap_or_default();
            if !same_words(there, quote) {
                let (there, quote) = (excerpt(there, 40), excerpt(quote, 40));
                return Err(format!(
                    "quotes {quote:?}, but at {start}..{end} stands {there:?}; it was left out: correct its offsets or its words"
                ));
            }
        }
        let span = Span::new(ranges, text);
        span.map(Place::Span)
            .map_err(|error| format!("was left out: {error}; correct its offsets"))
    }

    /// Says so if the words that the file quotes stand where it says in another unit than the one
    /// that is counted in.
    pub(super) fn look_for_another_unit(
        &mut self,
        draft: &Draft,
        spans: &[SpanRecord],
        line: usize,
    ) {
        let text = &draft.article.text;
        let fits = |unit: Unit| {
            let quoted = |span: &&SpanRecord| !span.quotes.is_empty();
            spans.iter().filter(quoted).all(|span| {
                let mut pieces = span.fragments.iter().zip(&span.quotes);
                pieces.all(|((start, end), quote)| {
                    let range = unit.range(text, *start, *end);
                    let there = range.and_then(|range| text.slice(range));
                    there.is_some_and(|there| same_words(there, quote))
                })
            })
        };
        if fits(self.unit) {
            return;
        }
        let mut others = Unit::ALL.into_iter().filter(|unit| *unit != self.unit);
        if let Some(other) = others.find(|other| fits(*other)) {
            let what = format!(
                "the positions in article {:?} look like {other}, not {}: read the file again with --offsets {}",
                draft.article.id,
                self.unit,
                other.name()
            );
            self.say(line, Severity::Error, what);
        }
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
        *self.foreign_links.entry(record.kind.clone()).or_default() += 1;
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
        let Some(kind) = self.mapping.link(&record.kind).map(str::to_owned) else {
            return;
        };
        let kind = self.link_kind(&kind, (&from.tag, &to.tag), line);
        let (from, to) = (from.id.clone(), to.id.clone());
        let stamp = self.stamp(record.annotator);
        let arrow = (kind.clone(), from.clone(), to.clone(), stamp.author.clone());
        if draft.arrows.contains(&arrow) {
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
        draft.keep_link(link);
    }
}

impl Draft {
    /// The mark that a record means by an id of its own.
    fn end(&self, marks: &Marks, id: &str) -> Option<&Annotation> {
        self.marks.get(marks.get(id)?.as_ref()?)
    }
}

/// Whether two texts are the same but for their blanks, which many programs change in quotes.
fn same_words(one: &str, two: &str) -> bool {
    one == two || {
        let letters = |text: &'_ str| -> String {
            text.chars()
                .filter(|letter| !letter.is_whitespace())
                .collect()
        };
        letters(one) == letters(two)
    }
}

/// Notes what became of an id. The first mark of an id that stands twice is the one that links and
/// mentions mean.
fn note(marks: &mut Marks, wanted: String, id: Id) {
    let slot = marks.entry(wanted).or_default();
    slot.get_or_insert(id);
}
