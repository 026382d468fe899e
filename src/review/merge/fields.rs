//! The three ways: what becomes of one thing, and of one field of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Merger;
use crate::project::{Attributes, Dispute, DisputeReading, Id, Identity, Stamp, Subject};

/// Things by id on all sides.
pub(super) struct Sides<'p, T> {
    pub(super) has_base: bool,
    pub(super) base: BTreeMap<&'p Id, &'p T>,
    pub(super) ours: BTreeMap<&'p Id, &'p T>,
    pub(super) theirs: BTreeMap<&'p Id, &'p T>,
}

/// One thing on all sides.
pub(super) struct Three<'p, T> {
    pub(super) has_base: bool,
    pub(super) base: Option<&'p T>,
    pub(super) ours: Option<&'p T>,
    pub(super) theirs: Option<&'p T>,
}

impl<T> Clone for Three<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Three<'_, T> {}

/// What becomes of a thing.
pub(super) enum Fate<T> {
    /// Whoever deleted it was entitled to.
    Gone,
    /// This is what it is.
    Kept(T),
    /// One side deleted it and the other changed it to this.
    Deleted(T),
    /// Both have it, in different ways.
    Both,
}

impl<'p, T> Sides<'p, T> {
    /// Everything that one of the two sides has, in the order of ids. All three are gone through
    /// once, which for a hundred thousand marks is many times as quick as looking each up.
    pub(super) fn walk(&self) -> impl Iterator<Item = (&'p Id, Three<'p, T>)> {
        let has_base = self.has_base;
        let (mut ours, mut theirs) = (self.ours.iter().peekable(), self.theirs.iter().peekable());
        let mut base = self.base.iter().peekable();
        std::iter::from_fn(move || {
            let next = [ours.peek(), theirs.peek()];
            let id: &'p Id = next.into_iter().flatten().map(|(id, _)| **id).min()?;
            while base.next_if(|(it, _)| **it < id).is_some() {}
            let three = Three {
                has_base,
                base: base.next_if(|(it, _)| **it == id).map(|(_, it)| *it),
                ours: ours.next_if(|(it, _)| **it == id).map(|(_, it)| *it),
                theirs: theirs.next_if(|(it, _)| **it == id).map(|(_, it)| *it),
            };
            Some((id, three))
        })
    }

    pub(super) fn of(&self, id: &Id) -> Three<'p, T> {
        Three {
            has_base: self.has_base,
            base: self.base.get(id).copied(),
            ours: self.ours.get(id).copied(),
            theirs: self.theirs.get(id).copied(),
        }
    }
}

impl<'p, T: Clone + PartialEq> Three<'p, T> {
    /// What becomes of the thing as a whole.
    pub(super) fn fate(&self) -> Fate<T> {
        let changed = |one: &T| self.base.is_some_and(|base| base != one);
        match (self.ours, self.theirs) {
            (None, None) => Fate::Gone,
            (Some(ours), Some(theirs)) if ours == theirs => Fate::Kept(ours.clone()),
            (Some(ours), Some(theirs)) => match self.base {
                Some(base) if base == ours => Fate::Kept(theirs.clone()),
                Some(base) if base == theirs => Fate::Kept(ours.clone()),
                _ => Fate::Both,
            },
            (Some(one), None) | (None, Some(one)) if changed(one) => Fate::Deleted(one.clone()),
            (Some(one), None) | (None, Some(one)) if self.base.is_none() => Fate::Kept(one.clone()),
            _ => Fate::Gone,
        }
    }

    /// The thing of whichever side has it.
    pub(super) fn any(&self) -> Option<T> {
        self.ours.or(self.theirs).or(self.base).cloned()
    }
}

/// Where a conflict is.
#[derive(Clone, Copy)]
pub(super) struct Spot<'s> {
    pub(super) article: Option<&'s Id>,
    pub(super) about: Subject,
    pub(super) thing: &'s Id,
}

impl Merger<'_> {
    /// A field on three sides. Where both changed it, the reading that comes first in the order of
    /// words stands, and both are kept as a dispute.
    pub(super) fn field<T: Clone + PartialEq>(
        &mut self,
        spot: Spot<'_>,
        name: &str,
        (base, ours, theirs): (Option<&T>, &T, &T),
        words: impl Fn(&T) -> Option<String>,
    ) -> T {
        if ours == theirs || base == Some(theirs) {
            return ours.clone();
        }
        if base == Some(ours) {
            return theirs.clone();
        }
        let (our_words, their_words) = (words(ours), words(theirs));
        let ours_first = our_words <= their_words;
        self.conflict(spot, name, our_words, their_words);
        if ours_first {
            ours.clone()
        } else {
            theirs.clone()
        }
    }

    /// A field that may say nothing. Without a version that both grew out of, what only one side
    /// says is just new.
    pub(super) fn optional<T: Clone + PartialEq>(
        &mut self,
        spot: Spot<'_>,
        name: &str,
        (base, ours, theirs): (Option<&T>, &T, &T),
        words: impl Fn(&T) -> Option<String>,
    ) -> T {
        match (base, words(ours), words(theirs)) {
            (None, Some(_), None) => ours.clone(),
            (None, None, Some(_)) => theirs.clone(),
            _ => self.field(spot, name, (base, ours, theirs), words),
        }
    }

    /// Values, each as a field of its own.
    pub(super) fn attributes(
        &mut self,
        spot: Spot<'_>,
        (base, ours, theirs): (Option<&Attributes>, &Attributes, &Attributes),
    ) -> Attributes {
        let names: BTreeSet<&Id> = ours.keys().chain(theirs.keys()).collect();
        let mut found = Attributes::new();
        for name in names {
            let (our, their) = (ours.get(name).cloned(), theirs.get(name).cloned());
            let base = base.map(|base| base.get(name).cloned());
            let field = format!("attribute {name}");
            let sides = (base.as_ref(), &our, &their);
            let value = self.optional(spot, &field, sides, |value| {
                value.as_ref().map(ToString::to_string)
            });
            found.extend(value.map(|value| (name.clone(), value)));
        }
        found
    }

    /// Who made it and when is no matter of dispute: the earliest making, the latest change.
    pub(super) fn stamp(&self, base: Option<&Stamp>, ours: &Stamp, theirs: &Stamp) -> Stamp {
        let author = if base.is_some_and(|base| base.author == ours.author) {
            &theirs.author
        } else if base.is_some_and(|base| base.author == theirs.author) {
            &ours.author
        } else {
            (&ours.author).min(&theirs.author)
        };
        let first = [ours.created, theirs.created].into_iter().flatten().min();
        Stamp {
            author: author.clone(),
            created: first,
            changed: ours.changed.max(theirs.changed),
        }
    }

    pub(super) fn identity(
        &mut self,
        id: &Id,
        it: Three<'_, Arc<Identity>>,
    ) -> Option<Arc<Identity>> {
        let (ours, theirs) = it.ours.zip(it.theirs)?;
        let base = it.base;
        let spot = Spot {
            article: None,
            about: Subject::Identity,
            thing: id,
        };
        let text = |text: &String| Some(text.clone());
        let name = (base.map(|it| &it.name), &ours.name, &theirs.name);
        let kind = (base.map(|it| &it.kind), &ours.kind, &theirs.kind);
        let note = (base.map(|it| &it.note), &ours.note, &theirs.note);
        Some(Arc::new(Identity {
            id: id.clone(),
            name: self.field(spot, "name", name, text),
            kind: self.field(spot, "kind", kind, |kind| Some(kind.to_string())),
            note: self.optional(spot, "note", note, |note| {
                Some(note.clone()).filter(|it| !it.is_empty())
            }),
            stamp: self.stamp(base.map(|it| &it.stamp), &ours.stamp, &theirs.stamp),
        }))
    }

    /// One side deleted a thing that the other changed or still needs.
    pub(super) fn deleted(
        &mut self,
        article: Option<&Id>,
        about: Subject,
        thing: &Id,
        by_ours: bool,
    ) {
        let spot = Spot {
            article,
            about,
            thing,
        };
        let said = |deleted: bool| Some(if deleted { "deleted" } else { "changed" }.to_owned());
        self.conflict(spot, "deleted", said(by_ours), said(!by_ours));
    }

    pub(super) fn conflict(
        &mut self,
        spot: Spot<'_>,
        field: &str,
        ours: Option<String>,
        theirs: Option<String>,
    ) {
        let reading = |value, by: &str| DisputeReading {
            value,
            by: by.to_owned(),
        };
        let readings = vec![
            reading(ours, self.names.ours),
            reading(theirs, self.names.theirs),
        ];
        let dispute = Dispute::new(spot.article, spot.about, spot.thing, field, readings);
        self.conflicts.insert(dispute.id.clone(), Arc::new(dispute));
    }
}
