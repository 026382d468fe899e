//! Marks and links of one article, three ways.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::Merger;
use super::fields::{Fate, Sides, Spot, Three, walk};
use super::renamed::{Renamed, Two, repointed};
use crate::project::{Annotation, Entry, Id, Link, Place, Subject};
use crate::span::Span;
use crate::text::{Digest, Text, TextRange};

/// The merged marks and links of an article.
pub(super) struct Marked {
    pub(super) marks: BTreeMap<Id, Arc<Annotation>>,
    pub(super) links: BTreeMap<Id, Arc<Link>>,
}

/// Marks that are the same on both sides, in the order of ids.
type Same = Vec<(Id, Arc<Annotation>)>;

/// An article's entry on all sides.
pub(super) type Entries<'p> = Three<'p, Arc<Entry>>;

impl<'p> Merger<'p> {
    /// The marks and links of an article that both sides have.
    pub(super) fn marked(&mut self, entries: &Entries<'p>) -> Marked {
        let (Some(ours), Some(theirs)) = (entries.ours, entries.theirs) else {
            return Marked {
                marks: BTreeMap::new(),
                links: BTreeMap::new(),
            };
        };
        let article = &ours.article().id;
        let text = &ours.article().text;
        let (same, mut sides) = apart(entries.base, ours, theirs);
        let renamed = Renamed::of(&sides);
        let ours = repointed(ours.annotations(), &renamed.ours);
        let theirs = repointed(theirs.annotations(), &renamed.theirs);
        sides.ours.extend(ours.iter());
        sides.theirs.extend(theirs.iter());
        let mut marks: BTreeMap<Id, Arc<Annotation>> = BTreeMap::new();
        let mut gone: Vec<Three<'_, Arc<Annotation>>> = Vec::new();
        for (id, it) in sides.walk() {
            match it.fate() {
                Fate::Gone => gone.push(it),
                Fate::Kept(mark) => {
                    marks.insert(id.clone(), mark);
                }
                Fate::Deleted(mark) => {
                    self.deleted(Some(article), Subject::Mark, id, it.ours.is_none());
                    marks.insert(id.clone(), mark);
                }
                Fate::Both => {
                    let both = self.both(article, text, it);
                    marks.extend(both.into_iter().map(|it| (it.id.clone(), Arc::new(it))));
                }
            }
        }
        let mut links = self.links(entries, &renamed);
        self.bring_back(article, &gone, &links, &mut marks);
        let new = hulls(&marks);
        marks = with(same, marks);
        self.join_twins(entries, (&renamed, &new), &mut marks, &mut links);
        stand_free(&mut marks);
        Marked { marks, links }
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
                let end = |id: &Id| ends.get(id).unwrap_or(id).clone();
                let link = Link {
                    from: end(&link.from),
                    to: end(&link.to),
                    ..Link::clone(link)
                };
                (link.id.clone(), Arc::new(link))
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
        marks: &mut BTreeMap<Id, Arc<Annotation>>,
    ) {
        let ends: BTreeSet<&Id> = links.values().flat_map(|it| [&it.from, &it.to]).collect();
        for it in gone {
            let Some(mark) = it.any().filter(|mark| ends.contains(&mark.id)) else {
                continue;
            };
            self.deleted(Some(article), Subject::Mark, &mark.id, it.ours.is_none());
            marks.insert(mark.id.clone(), mark);
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

/// The marks that are the same on both sides, which most are and which are looked at no further, and
/// the others.
fn apart<'p>(
    base: Option<&'p Arc<Entry>>,
    ours: &'p Arc<Entry>,
    theirs: &'p Arc<Entry>,
) -> (Same, Sides<'p, Arc<Annotation>>) {
    let mut same = Same::new();
    let mut sides = Sides {
        has_base: base.is_some(),
        base: BTreeMap::new(),
        ours: BTreeMap::new(),
        theirs: BTreeMap::new(),
    };
    let list = |entry: &'p Arc<Entry>| entry.annotations().iter();
    for (id, it) in walk(base.map(list), list(ours), list(theirs)) {
        match (it.ours, it.theirs) {
            (Some(ours), Some(theirs)) if ours == theirs => {
                same.push((id.clone(), Arc::clone(ours)));
            }
            (ours, theirs) => {
                sides.base.extend(it.base.map(|it| (id, it)));
                sides.ours.extend(ours.map(|it| (id, it)));
                sides.theirs.extend(theirs.map(|it| (id, it)));
            }
        }
    }
    (same, sides)
}

/// Where marks stand: from their first to their last word.
fn hulls(marks: &BTreeMap<Id, Arc<Annotation>>) -> HashSet<TextRange> {
    let spans = marks.values().filter_map(|mark| mark.span());
    spans.map(Span::hull).collect()
}

/// Marks that are listed in the order of ids, and others, which stand in for those of the same ids.
fn with(same: Same, others: BTreeMap<Id, Arc<Annotation>>) -> BTreeMap<Id, Arc<Annotation>> {
    let mut all: BTreeMap<Id, Arc<Annotation>> = same.into_iter().collect();
    // One by one: they are few, and what joins two maps makes all of it anew.
    for (id, mark) in others {
        all.insert(id, mark);
    }
    all
}

/// An implicit mark that stood beside one that is gone stands on its own.
fn stand_free(marks: &mut BTreeMap<Id, Arc<Annotation>>) {
    let lonely = marks.values().filter(|mark| match &mark.place {
        Place::Implicit { beside, .. } => {
            let gone = |it: &Id| !marks.contains_key(it);
            beside.as_deref().is_some_and(gone)
        }
        Place::Span(_) => false,
    });
    let lonely: Vec<Id> = lonely.map(|mark| mark.id.clone()).collect();
    for id in lonely {
        if let Some(mark) = marks.get_mut(&id)
            && let Place::Implicit { beside, .. } = &mut Arc::make_mut(mark).place
        {
            *beside = None;
        }
    }
}

fn by_id<T>(map: &BTreeMap<Id, T>) -> BTreeMap<&Id, &T> {
    map.iter().collect()
}
