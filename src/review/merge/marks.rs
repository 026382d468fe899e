//! Marks and links of one article, three ways.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Merger;
use super::changed::ChangedMarks;
use super::fields::{Fate, Sides, Spot, Three};
use super::renamed::{Renamed, Two, repointed};
use crate::project::changes::Changes;
use crate::project::{Annotation, Entry, Id, Link, Place, Subject};
use crate::review::in_step::in_step;
use crate::text::{Digest, Text};

/// A mark that is not the same on both sides.
pub(super) type Apart<'p> = (&'p Id, Three<'p, Arc<Annotation>>);

/// An article's entry on all sides.
pub(super) type Entries<'p> = Three<'p, Arc<Entry>>;

impl<'p> Merger<'p> {
    /// What becomes of the marks and links that one side has of an article, where both have it.
    pub(super) fn marked(
        &mut self,
        entries: &Entries<'p>,
        ours: &'p Arc<Entry>,
        theirs: &'p Arc<Entry>,
    ) -> Changes {
        let article = &ours.article().id;
        let text = &ours.article().text;
        let mut apart = apart(entries.base, ours, theirs);
        let renamed = Renamed::of(&apart);
        let our_moved = repointed(ours, &renamed.ours);
        let their_moved = repointed(theirs, &renamed.theirs);
        let has_base = entries.base.is_some();
        for (id, mark) in &our_moved {
            set_apart(&mut apart, id, |it| it.ours = Some(mark), has_base);
        }
        for (id, mark) in &their_moved {
            set_apart(&mut apart, id, |it| it.theirs = Some(mark), has_base);
        }
        let mut marks = ChangedMarks::of(ours);
        let mut gone: Vec<Three<'_, Arc<Annotation>>> = Vec::new();
        for (id, it) in apart {
            marks.leave_out(id);
            match it.fate() {
                Fate::Gone => gone.push(it),
                Fate::Kept(mark) => marks.put(mark),
                Fate::Deleted(mark) => {
                    self.deleted(Some(article), Subject::Mark, id, it.ours.is_none());
                    marks.put(mark);
                }
                Fate::Both => {
                    for mark in self.both(article, text, it) {
                        marks.put(Arc::new(mark));
                    }
                }
            }
        }
        let mut links = self.links(entries, &renamed);
        self.bring_back(article, &gone, &links, &mut marks);
        self.join_twins(entries, &renamed, &mut marks, &mut links);
        marks.stand_free();
        let of_links = in_step(ours.links(), &links).filter(|(_, before, after)| before != after);
        Changes {
            marks: marks.into_changes(),
            links: of_links
                .map(|(id, _, after)| (id.clone(), after.cloned()))
                .collect(),
        }
    }

    /// A mark that both sides have in different ways: one mark that both changed, or two that were
    /// made under one id.
    fn both(
        &mut self,
        article: &Id,
        text: &Text,
        it: Three<'_, Arc<Annotation>>,
    ) -> Vec<Annotation> {
        if let Some(two) = Two::of(&it) {
            let moved = Annotation {
                id: two.id.clone(),
                ..Annotation::clone(two.moved)
            };
            return vec![Annotation::clone(two.kept), moved];
        }
        let Some((ours, theirs)) = it.ours.zip(it.theirs) else {
            return Vec::new();
        };
        vec![self.mark(article, text, it.base.map(|it| &**it), ours, theirs)]
    }

    /// One mark of both sides, field by field.
    pub(super) fn mark(
        &mut self,
        article: &Id,
        text: &Text,
        base: Option<&Annotation>,
        ours: &Annotation,
        theirs: &Annotation,
    ) -> Annotation {
        let spot = Spot {
            article: Some(article),
            about: Subject::Mark,
            thing: &ours.id,
        };
        let tag = (base.map(|it| &it.tag), &ours.tag, &theirs.tag);
        let place = (base.map(|it| &it.place), &ours.place, &theirs.place);
        let values = (
            base.map(|it| &it.attributes),
            &ours.attributes,
            &theirs.attributes,
        );
        let note = (base.map(|it| &it.note), &ours.note, &theirs.note);
        let identity = (
            base.map(|it| &it.identity),
            &ours.identity,
            &theirs.identity,
        );
        Annotation {
            id: ours.id.clone(),
            tag: self.field(spot, "tag", tag, |tag| Some(tag.to_string())),
            place: self.field(spot, "place", place, |place| Some(place_words(place, text))),
            attributes: self.attributes(spot, values),
            note: self.optional(spot, "note", note, |note| {
                Some(note.to_string()).filter(|it| !it.is_empty())
            }),
            identity: self.optional(spot, "identity", identity, |it| {
                it.as_ref().map(ToString::to_string)
            }),
            stamp: self.stamp(base.map(|it| &it.stamp), &ours.stamp, &theirs.stamp),
        }
    }

    fn links(&mut self, entries: &Entries<'p>, renamed: &Renamed) -> BTreeMap<Id, Arc<Link>> {
        let side = |entry: Option<&Arc<Entry>>, ends: &BTreeMap<Id, Id>| {
            let links = entry.map(|it| it.links().values());
            let moved = links.into_iter().flatten().map(|link| {
                let link = match (ends.get(&link.from), ends.get(&link.to)) {
                    (None, None) => Arc::clone(link),
                    (from, to) => Arc::new(Link {
                        from: from.unwrap_or(&link.from).clone(),
                        to: to.unwrap_or(&link.to).clone(),
                        ..Link::clone(link)
                    }),
                };
                (link.id.clone(), link)
            });
            moved.collect::<BTreeMap<Id, Arc<Link>>>()
        };
        let base = side(entries.base, &BTreeMap::new());
        let ours = side(entries.ours, &renamed.ours);
        let theirs = side(entries.theirs, &renamed.theirs);
        let article = entries.ours.map(|it| it.article().id.clone());
        let sides = Sides {
            has_base: entries.base.is_some(),
            base: by_id(&base),
            ours: by_id(&ours),
            theirs: by_id(&theirs),
        };
        let mut found = BTreeMap::new();
        for (id, it) in sides.walk() {
            match it.fate() {
                Fate::Gone => {}
                Fate::Kept(link) => {
                    found.insert(id.clone(), link);
                }
                Fate::Deleted(link) => {
                    self.deleted(article.as_ref(), Subject::Link, id, it.ours.is_none());
                    found.insert(id.clone(), link);
                }
                Fate::Both => {
                    let both = self.both_links(article.as_ref(), it);
                    found.extend(both.into_iter().map(|it| (it.id.clone(), Arc::new(it))));
                }
            }
        }
        found
    }

    fn both_links(&mut self, article: Option<&Id>, it: Three<'_, Arc<Link>>) -> Vec<Link> {
        let Some((ours, theirs)) = it.ours.zip(it.theirs) else {
            return Vec::new();
        };
        let ends = |link: &Link| (link.from.clone(), link.to.clone());
        if it.has_base && it.base.is_none() && ends(ours) != ends(theirs) {
            let (kept, moved) = if ends(ours) <= ends(theirs) {
                (ours, theirs)
            } else {
                (theirs, ours)
            };
            let other = Digest::of(format!("{moved:?}").as_bytes()).to_string();
            let tail = other.get(..8).unwrap_or_default();
            let moved = Link {
                id: Id::new(format!("{}-{tail}", moved.id)),
                ..Link::clone(moved)
            };
            return vec![Link::clone(kept), moved];
        }
        vec![self.link(article, it.base.map(|it| &**it), ours, theirs)]
    }

    /// One link of both sides, field by field.
    pub(super) fn link(
        &mut self,
        article: Option<&Id>,
        base: Option<&Link>,
        ours: &Link,
        theirs: &Link,
    ) -> Link {
        let ends = |link: &Link| (link.from.clone(), link.to.clone());
        let spot = Spot {
            article,
            about: Subject::Link,
            thing: &ours.id,
        };
        let kind = (base.map(|it| &it.kind), &ours.kind, &theirs.kind);
        let (base_ends, our_ends, their_ends) = (base.map(&ends), ends(ours), ends(theirs));
        let joined = (base_ends.as_ref(), &our_ends, &their_ends);
        let values = (
            base.map(|it| &it.attributes),
            &ours.attributes,
            &theirs.attributes,
        );
        let note = (base.map(|it| &it.note), &ours.note, &theirs.note);
        let (from, to) = self.field(spot, "ends", joined, |(from, to)| {
            Some(format!("{from} to {to}"))
        });
        Link {
            id: ours.id.clone(),
            kind: self.field(spot, "kind", kind, |kind| Some(kind.to_string())),
            from,
            to,
            attributes: self.attributes(spot, values),
            note: self.optional(spot, "note", note, |note| {
                Some(note.to_string()).filter(|it| !it.is_empty())
            }),
            stamp: self.stamp(base.map(|it| &it.stamp), &ours.stamp, &theirs.stamp),
        }
    }

    /// A mark that one side deleted comes back if the other has linked it.
    fn bring_back(
        &mut self,
        article: &Id,
        gone: &[Three<'_, Arc<Annotation>>],
        links: &BTreeMap<Id, Arc<Link>>,
        marks: &mut ChangedMarks<'_>,
    ) {
        let ends: BTreeSet<&Id> = links.values().flat_map(|it| [&it.from, &it.to]).collect();
        for it in gone {
            let Some(mark) = it.any().filter(|mark| ends.contains(&mark.id)) else {
                continue;
            };
            self.deleted(Some(article), Subject::Mark, &mark.id, it.ours.is_none());
            marks.put(mark);
        }
    }
}

/// A place as words and offsets: bytes, as in the file.
pub(in crate::review) fn place_words(place: &Place, text: &Text) -> String {
    match place {
        Place::Span(span) => format!("{span}: {}", span.words(text)),
        Place::Implicit { wording, beside } => match beside {
            Some(beside) => format!("{wording} (beside {beside})"),
            None => wording.to_string(),
        },
    }
}

/// The marks that are not the same on both sides, in the order of ids. Most are, and are looked at no
/// further.
fn apart<'p>(
    base: Option<&'p Arc<Entry>>,
    ours: &'p Arc<Entry>,
    theirs: &'p Arc<Entry>,
) -> Vec<Apart<'p>> {
    let both = in_step(ours.annotations(), theirs.annotations());
    let differ = both.filter(|(_, ours, theirs)| ours != theirs);
    let apart = differ.map(|(id, ours, theirs)| {
        let three = Three {
            has_base: base.is_some(),
            base: base.and_then(|base| base.annotation(id)),
            ours,
            theirs,
        };
        (id, three)
    });
    apart.collect()
}

/// Sets what a mark is on a side, whether it was apart or not.
fn set_apart<'p>(
    apart: &mut Vec<Apart<'p>>,
    id: &'p Id,
    set: impl FnOnce(&mut Three<'p, Arc<Annotation>>),
    has_base: bool,
) {
    match apart.binary_search_by(|(it, _)| (*it).cmp(id)) {
        Ok(place) => {
            if let Some((_, three)) = apart.get_mut(place) {
                set(three);
            }
        }
        Err(place) => {
            let mut three = Three {
                has_base,
                base: None,
                ours: None,
                theirs: None,
            };
            set(&mut three);
            apart.insert(place, (id, three));
        }
    }
}

fn by_id<T>(map: &BTreeMap<Id, T>) -> BTreeMap<&Id, &T> {
    map.iter().collect()
}
