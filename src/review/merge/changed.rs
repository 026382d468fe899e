//! The marks of an article while they are merged: most are as they are in ours, and those are neither
//! copied nor looked at.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::project::{Annotation, Entry, Id, Place};
use crate::span::Span;
use crate::text::TextRange;

/// The marks of an article of the result: those of ours, but for some.
pub(super) struct ChangedMarks<'p> {
    ours: &'p Entry,
    /// What is another than in ours; none for what is not there.
    others: BTreeMap<Id, Option<Arc<Annotation>>>,
}

impl<'p> ChangedMarks<'p> {
    pub(super) fn of(ours: &'p Entry) -> Self {
        Self {
            ours,
            others: BTreeMap::new(),
        }
    }

    /// What differs from ours.
    pub(super) fn into_changes(self) -> BTreeMap<Id, Option<Arc<Annotation>>> {
        let ours = self.ours;
        let differs = |(id, to): &(Id, Option<Arc<Annotation>>)| ours.annotation(id) != to.as_ref();
        self.others.into_iter().filter(differs).collect()
    }

    pub(super) fn get(&self, id: &Id) -> Option<&Arc<Annotation>> {
        match self.others.get(id) {
            Some(other) => other.as_ref(),
            None => self.ours.annotation(id),
        }
    }

    /// Leaves a mark out, unless another has come to have its id.
    pub(super) fn leave_out(&mut self, id: &Id) {
        self.others.entry(id.clone()).or_default();
    }

    pub(super) fn put(&mut self, mark: Arc<Annotation>) {
        self.others.insert(mark.id.clone(), Some(mark));
    }

    pub(super) fn remove(&mut self, id: &Id) -> Option<Arc<Annotation>> {
        let mark = self.get(id).cloned();
        self.others.insert(id.clone(), None);
        mark
    }

    /// The marks that stand, from their first to their last word, where one stands that is not as it
    /// is in ours.
    pub(super) fn beside_others(&self) -> Vec<&Arc<Annotation>> {
        let others = self.others.values().flatten();
        let mut found: Vec<&Arc<Annotation>> = others.filter(|it| it.span().is_some()).collect();
        let hulls = found.iter().filter_map(|mark| mark.span());
        let text_order = |hull: &TextRange| (hull.start, Reverse(hull.end));
        let mut hulls: Vec<TextRange> = hulls.map(Span::hull).collect();
        hulls.sort_by_key(text_order);
        let mut hulls = hulls.into_iter().peekable();
        // In step, for to look a hundred thousand places up is many times as slow.
        for (hull, placed) in self.ours.index().iter() {
            let here = text_order(&hull);
            while hulls.next_if(|it| text_order(it) < here).is_some() {}
            let mark = placed.mark();
            if hulls.peek() == Some(&hull) && !self.others.contains_key(&mark.id) {
                found.push(mark);
            }
        }
        found
    }

    pub(super) fn implicit(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        let ours = self.ours.implicit();
        let as_before = ours.filter(|mark| !self.others.contains_key(&mark.id));
        let others = self.others.values().flatten();
        as_before.chain(others.filter(|mark| mark.is_implicit()))
    }

    /// Lets an implicit mark that stood beside one that is gone stand on its own.
    pub(super) fn stand_free(&mut self) {
        self.put_beside(|marks, beside| marks.get(beside).is_none().then_some(None));
    }

    /// Lets implicit marks stand beside another mark, or on their own, wherever there is a word on
    /// what they stand beside.
    pub(super) fn put_beside(&mut self, other: impl Fn(&Self, &Id) -> Option<Option<Id>>) {
        let moved = self.implicit().filter_map(|mark| {
            let Place::Implicit { beside, .. } = &mark.place else {
                return None;
            };
            Some((Arc::clone(mark), other(self, beside.as_ref()?)?))
        });
        for (mut mark, to) in moved.collect::<Vec<_>>() {
            if let Place::Implicit { beside, .. } = &mut Arc::make_mut(&mut mark).place {
                *beside = to.map(Box::new);
            }
            self.put(mark);
        }
    }
}
