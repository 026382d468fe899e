//! Marks and links: which are sound, which are twins, and what their ids become.

use std::collections::BTreeMap;

use super::meanings::Meanings;
use super::records::{LinkRecord, SpanRecord};
use super::shelf::{Shelf, Thing};
use super::{Draft, Gather, unused};
use crate::formats::datasets::Unit;
use crate::formats::datasets::grow::{Owner, beyond};
use crate::formats::{Severity, at_once, excerpt};
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
        count(&mut self.foreign_tags, foreign);
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
        let said = match &place {
            Place::Span(span) => Some(draft.marks.saying(&(span, &tag, &stamp.author))),
            Place::Implicit { .. } => None,
        };
        if let Some(Ok(at)) = said {
            let same = draft.marks.get(at).map_or("", |same| same.id.as_str());
            let what = format!("span {wanted:?} is the same as {same:?}; one of the two was kept");
            marks.note(draft, &wanted, at);
            return self.say(line, Severity::Warning, what);
        }
        let id = free(&draft.marks, &wanted);
        marks.next(draft, &wanted, &id);
        if id != wanted {
            self.renamed("span", draft, (wanted.as_str(), &id), line);
        }
        let values = std::mem::take(&mut record.attributes);
        let attributes = self.values(Owner::Tag(&tag), values, line);
        let mark = Annotation {
            id,
            tag,
            place,
            attributes,
            note: std::mem::take(&mut record.note),
            identity: None,
            stamp,
        };
        draft.marks.keep(mark, said.and_then(Result::err));
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
        let name = self.mapping.tag(foreign)?;
        let known = self.tagset.tags.iter().find(|tag| tag.id.is(name));
        if let Some(tag) = known {
            return Some(tag.id.clone());
        }
        let name = name.to_owned();
        self.tag(&name, line)
    }

    /// Where the marks of a record stand, or why they cannot. Where the words that the file quotes
    /// are not there, says so if they are in another unit.
    pub(super) fn places(
        &mut self,
        draft: &Draft,
        spans: &[Vec<SpanRecord>],
        line: usize,
    ) -> Vec<Result<Place, String>> {
        /// As many marks are worth another thread.
        const MANY: usize = 1 << 12;
        let place = |span: &SpanRecord| self.place(draft, span);
        let size = spans.iter().map(Vec::len).sum::<usize>();
        let places: Vec<_> = match size < MANY {
            true => spans.iter().flatten().map(place).collect(),
            false => {
                let size = size.div_ceil(at_once::threads());
                let parts = spans.iter().flat_map(|part| part.chunks(size));
                let place = |part: &[SpanRecord]| part.iter().map(place).collect::<Vec<_>>();
                let parts = at_once::each(parts.collect(), place);
                parts.into_iter().flatten().collect()
            }
        };
        let mut misplaced = spans.iter().flatten().zip(&places);
        if misplaced.any(|(span, place)| place.is_err() && !span.quotes.is_empty()) {
            self.look_for_another_unit(draft, spans, line);
        }
        places
    }

    fn place(&self, draft: &Draft, record: &SpanRecord) -> Result<Place, String> {
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

    /// Says so if the words that the file quotes stand where it says in another unit than the one
    /// that is counted in.
    fn look_for_another_unit(&mut self, draft: &Draft, spans: &[Vec<SpanRecord>], line: usize) {
        let text = &draft.article.text;
        let fits = |unit: Unit| {
            let quoted = |span: &&SpanRecord| !span.quotes.is_empty();
            spans.iter().flatten().filter(quoted).all(|span| {
                let mut pieces = span.fragments.iter().zip(&*span.quotes);
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
        marks: &Meanings,
        record: LinkRecord,
        line: usize,
    ) {
        let wanted = record.id.map(Id::new);
        let wanted = wanted.unwrap_or_else(|| {
            let number = draft.links.len() + 1;
            Id::new(format!("{}-l{number}", draft.article.id))
        });
        count(&mut self.foreign_links, &record.kind);
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
        let arrow = (&kind, &from, &to, stamp.author.as_str());
        let said = draft.links.saying(&arrow);
        if said.is_ok() {
            let what = format!("link {wanted:?} is already there; one of the two was kept");
            return self.say(line, Severity::Warning, what);
        }
        let id = free(&draft.links, &wanted);
        if id != wanted {
            self.renamed("link", draft, (wanted.as_str(), &id), line);
        }
        let attributes = self.values(Owner::Link(&kind), record.attributes, line);
        let link = Link {
            id,
            kind,
            from,
            to,
            attributes,
            note: record.note,
            stamp,
        };
        draft.links.keep(link, said.err());
    }
}

/// The id of one that wants this.
fn free<T: Thing>(shelf: &Shelf<T>, wanted: &Id) -> Id {
    match shelf.place(wanted) {
        None => wanted.clone(),
        Some(_) => unused(wanted.as_str(), |id| shelf.place(id).is_some()),
    }
}

/// Counts a name once more.
fn count(names: &mut BTreeMap<String, usize>, name: &str) {
    match names.get_mut(name) {
        Some(count) => *count += 1,
        None => {
            names.insert(name.to_owned(), 1);
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
