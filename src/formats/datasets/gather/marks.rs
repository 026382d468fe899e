//! Marks and links: which are sound, which are twins, and what their ids become.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::meanings::Meanings;
use super::records::{LinkRecord, SpanRecord};
use super::shelf::{Numbers, Shelf, Thing};
use super::{Draft, Gather, unused};
use crate::formats::datasets::grow::{Owner, beyond};
use crate::formats::datasets::{KEPT_ONCE, Unit};
use crate::formats::{Severity, excerpt};
use crate::project::{Annotation, Attributes, Id, Link, Place, Value};
use crate::span::Span;

impl Gather {
    /// What a tag of the files becomes; none if its marks are left out.
    pub(in crate::formats::datasets) fn mapped_tag(&self, name: &str) -> Option<String> {
        self.mapping.tag(name).map(str::to_owned)
    }

    pub(super) fn mark(
        &mut self,
        draft: &mut Draft,
        marks: &mut Meanings,
        (record, place): (&mut SpanRecord, Result<Place, String>),
        line: usize,
    ) {
        let wanted = record.id.take();
        let wanted = wanted.unwrap_or_else(|| {
            let number = marks.len() + 1;
            Id::new(format!("{}-s{number}", draft.article.id))
        });
        let foreign = record.tag.as_str();
        count(&mut self.foreign_tags, foreign, 1);
        if self.mapping.tag(foreign).is_none() {
            // Left out by choice: nothing is wrong with it.
            return marks.nothing(draft, wanted);
        }
        let place = match place {
            Ok(place) => place,
            Err(reason) => {
                let what = format!("span {wanted:?} {reason}");
                marks.nothing(draft, wanted);
                return self.leave_out(line, what);
            }
        };
        let Some(tag) = self.grown_tag(foreign, line) else {
            let what = format!("span {wanted:?} {}", beyond("a tag"));
            marks.nothing(draft, wanted);
            return self.leave_out(line, what);
        };
        let stamp = self.stamp(record.annotator.take());
        let note = std::mem::take(&mut record.note);
        let (mark, numbers) = draft.mark(wanted, (tag, place, note), stamp);
        let values = std::mem::take(&mut record.attributes);
        self.keep(draft, marks, (mark, numbers, values), || line);
    }

    /// Keeps a mark that wants its id and these values, unless one that says the same is there.
    pub(super) fn keep(
        &mut self,
        draft: &mut Draft,
        marks: &mut Meanings,
        (mut mark, mut numbers, values): (Arc<Annotation>, Numbers, Vec<(String, Value)>),
        line: impl Fn() -> usize,
    ) {
        let said = numbers.sense.and_then(|it| draft.marks.saying(it, &mark));
        if let Some(at) = said {
            let same = draft.marks.get(at).map_or("", |same| same.id.as_str());
            let wanted = &mark.id;
            let what = format!("span {wanted:?} is the same as {same:?}; {KEPT_ONCE}");
            marks.note(draft, wanted, at);
            return self.say(line(), Severity::Warning, what);
        }
        if draft.marks.named(numbers.id, &mark.id).is_none() {
            marks.next(draft, &mark.id);
        } else {
            let id = free(&draft.marks, &mark.id);
            numbers.id = draft.marks.number(&id);
            marks.next_renamed(draft, &mark.id, &id);
            self.renamed("span", draft, (mark.id.as_str(), &id), line());
            Arc::make_mut(&mut mark).id = id;
        }
        if !values.is_empty() {
            let values = self.values(Owner::Tag(&mark.tag), values, line());
            Arc::make_mut(&mut mark).attributes = values;
        }
        draft.marks.keep(mark, numbers);
    }

    /// Says that something got another id than it wants.
    fn renamed(&mut self, noun: &str, draft: &Draft, (wanted, id): (&str, &Id), line: usize) {
        let article = &draft.article.id;
        let what = format!(
            "{noun} id {wanted:?} is already taken in article {article:?}; the second is {id:?} now"
        );
        self.say(line, Severity::Warning, what);
    }

    /// The id of the tag that a tag of the files becomes.
    fn grown_tag(&mut self, foreign: &str, line: usize) -> Option<Id> {
        if let Some(known) = self.known_tag(foreign) {
            return Some(known);
        }
        let name = self.mapping.tag(foreign)?.to_owned();
        self.tag(&name, line)
    }

    pub(super) fn place(&self, draft: &Draft, record: &SpanRecord) -> Result<Place, String> {
        let text = &draft.article.text;
        if let ([(start, end)], [quote]) = (&*record.fragments, &*record.quotes)
            && let Some(range) = self.unit.range(text, *start, *end)
            && text.slice(range) == Some(&**quote)
            && let Ok(span) = Span::single(range, text)
        {
            // As nearly all are.
            return Ok(Place::Span(span));
        }
        let mut ranges = Vec::with_capacity(record.fragments.len());
        for (start, end) in record.fragments.iter() {
            let range = self.unit.range(text, *start, *end);
            ranges.push(range.ok_or_else(|| {
                let written = record.written.as_deref().copied();
                let (start, end) = written.unwrap_or((*start, *end));
                format!("has no words at {start}..{end} and was left out; correct its offsets")
            })?);
        }
        if ranges.is_empty() {
            if record.wording.trim().is_empty() {
                return Err("has no fragments and no wording and was left out".to_owned());
            }
            return Ok(Place::Implicit {
                wording: record.wording.clone(),
                beside: None,
            });
        }
        let quoted = ranges.iter().zip(&*record.quotes).zip(&*record.fragments);
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

    /// Says so if all words stand where the file says in another unit than the one that is counted in.
    pub(super) fn look_for_another_unit(
        &mut self,
        draft: &Draft,
        spans: &[Vec<SpanRecord>],
        line: usize,
    ) {
        let text = &draft.article.text;
        // What quotes no words has to be in the text at least.
        let fits = |unit: Unit| {
            spans.iter().flatten().all(|span| {
                let mut quotes = span.quotes.iter();
                span.fragments.iter().all(|(start, end)| {
                    let range = unit.range(text, *start, *end);
                    let there = range.and_then(|range| text.slice(range));
                    let quote = quotes.next();
                    there.is_some_and(|there| quote.is_none_or(|quote| same_words(there, quote)))
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
        marks: &Meanings,
        record: LinkRecord,
        line: usize,
    ) {
        let wanted = record.id.map(Id::new);
        let wanted = wanted.unwrap_or_else(|| {
            let number = draft.links.len() + 1;
            Id::new(format!("{}-l{number}", draft.article.id))
        });
        count(&mut self.foreign_links, &record.kind, 1);
        let end = |id: &str| marks.mark(draft, id);
        let ends = end(&record.from).zip(end(&record.to));
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
        let mut link = Link {
            id: wanted,
            kind,
            from,
            to,
            attributes: Attributes::new(),
            note: record.note,
            stamp,
        };
        let mut numbers = draft.links.numbers(&link);
        let said = numbers.sense.and_then(|it| draft.links.saying(it, &link));
        if said.is_some() {
            let wanted = &link.id;
            let what = format!("link {wanted:?} is already there; {KEPT_ONCE}");
            return self.say(line, Severity::Warning, what);
        }
        if draft.links.named(numbers.id, &link.id).is_some() {
            let id = free(&draft.links, &link.id);
            numbers.id = draft.links.number(&id);
            self.renamed("link", draft, (link.id.as_str(), &id), line);
            link.id = id;
        }
        link.attributes = self.values(Owner::Link(&link.kind), record.attributes, line);
        draft.links.keep(Arc::new(link), numbers);
    }
}

/// The id of one that wants an id which is taken.
fn free<T: Thing>(shelf: &Shelf<T>, wanted: &Id) -> Id {
    unused(wanted.as_str(), |id| shelf.place(id).is_some())
}

/// Counts a name some times more.
pub(super) fn count(names: &mut BTreeMap<String, usize>, name: &str, times: usize) {
    match names.get_mut(name) {
        Some(count) => *count += times,
        None => {
            names.insert(name.to_owned(), times);
        }
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
