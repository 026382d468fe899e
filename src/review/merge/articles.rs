//! Articles and what is said of them, three ways; and their order.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Merger;
use super::fields::{Sides, Spot};
use super::marks::Entries;
use crate::project::build::EntryParts;
use crate::project::changes::Changes;
use crate::project::{
    Article, Attributes, EditError, Entry, Id, Metadata, Project, Status, Subject,
};

/// An article of the result with everything marked on it.
pub(super) struct Outcome {
    pub(super) entry: Arc<Entry>,
    /// The marks that are not as they are in ours.
    pub(super) changed: Vec<Id>,
}

impl<'p> Merger<'p> {
    /// The articles of the result with everything marked on them, in order.
    pub(super) fn entries(&mut self) -> Result<Vec<Outcome>, EditError> {
        let list = |project: &'p Project| -> BTreeMap<&'p Id, &'p Arc<Entry>> {
            let entries = project.entries().iter();
            entries.map(|entry| (&entry.article().id, entry)).collect()
        };
        let sides: Sides<'p, Arc<Entry>> = self.sides(list);
        let mut found = Vec::new();
        for id in self.order() {
            let it = sides.of(id);
            let unchanged = |entry: &Arc<Entry>| it.base == Some(entry);
            match (it.ours, it.theirs) {
                (Some(ours), Some(theirs)) if ours == theirs || unchanged(theirs) => {
                    found.push(as_is(ours));
                }
                (Some(ours), Some(theirs)) if unchanged(ours) => found.push(as_is(theirs)),
                (Some(ours), Some(theirs)) if ours.article().text != theirs.article().text => {
                    self.apart.push(id.clone());
                    found.extend(two_texts(ours, theirs)?);
                }
                (Some(ours), Some(theirs)) => found.push(self.entry(&it, ours, theirs)?),
                (Some(one), None) | (None, Some(one)) if it.base.is_none() => {
                    found.push(as_is(one));
                }
                (Some(one), None) | (None, Some(one)) if !unchanged(one) => {
                    self.deleted(None, Subject::Article, id, it.ours.is_none());
                    found.push(as_is(one));
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// The ids of both sides: in the order of the side that changed it, and if both did, of the one
    /// that comes first; new ones stand behind, sorted.
    fn order(&self) -> Vec<&'p Id> {
        let ids = |project: &'p Project| -> Vec<&'p Id> {
            let entries = project.entries().iter();
            entries.map(|entry| &entry.article().id).collect()
        };
        let (ours, theirs) = (ids(self.ours), ids(self.theirs));
        let base = self.base.map(ids).unwrap_or_default();
        let known: BTreeSet<&Id> = base.iter().copied().collect();
        let here: BTreeSet<&Id> = ours.iter().copied().collect();
        let there: BTreeSet<&Id> = theirs.iter().copied().collect();
        // What one side deleted counts in the other's order all the same: it may stay.
        let old = |list: &[&'p Id]| -> Vec<&'p Id> {
            let all = list.iter().copied().filter(|id| known.contains(id));
            all.collect()
        };
        let moved =
            |old: &[&Id], has: &BTreeSet<&Id>| !base.iter().filter(|it| has.contains(*it)).eq(old);
        let (our, their) = (old(&ours), old(&theirs));
        // Who moved what stays on both sides is asked first: the result has all of that, and must come
        // of itself when it is merged again.
        let common = |list: &[&'p Id]| -> Vec<&'p Id> {
            let both = list.iter().copied();
            both.filter(|id| here.contains(id) && there.contains(id))
                .collect()
        };
        let (our_common, their_common) = (common(&our), common(&their));
        let ours_first = match our_common.cmp(&their_common) {
            Ordering::Equal => match (moved(&our, &here), moved(&their, &there)) {
                (true, false) => true,
                (false, true) => false,
                _ => our <= their,
            },
            _ if our_common == common(&base) => false,
            _ if their_common == common(&base) => true,
            order => order.is_lt(),
        };
        let side = if ours_first { our } else { their };
        let mut order = side;
        let placed: BTreeSet<&Id> = order.iter().copied().collect();
        let mut last = None;
        let left = |id: &&Id| here.contains(id) || there.contains(id);
        for id in base.into_iter().filter(left) {
            if !placed.contains(id) {
                let after = last.and_then(|last| order.iter().position(|it| *it == last));
                order.insert(after.map_or(0, |place| place + 1), id);
            }
            last = Some(id);
        }
        let new = ours.iter().chain(&theirs).copied();
        let new: BTreeSet<&'p Id> = new.filter(|id| !known.contains(id)).collect();
        order.extend(new);
        order
    }

    fn entry(
        &mut self,
        it: &Entries<'p>,
        ours: &'p Arc<Entry>,
        theirs: &'p Arc<Entry>,
    ) -> Result<Outcome, EditError> {
        let changes = self.marked(it, ours, theirs);
        let base = it.base;
        let article = self.article(
            base.map(|it| &**it.article()),
            ours.article(),
            theirs.article(),
        );
        let status = self.status(
            &ours.article().id,
            base.map(|it| it.status()),
            ours.status(),
            theirs.status(),
        );
        let entry = ours.with(Arc::new(article), status, &changes)?;
        Ok(Outcome {
            entry: Arc::new(entry),
            changed: changes.marks.into_keys().collect(),
        })
    }

    fn article(&mut self, base: Option<&Article>, ours: &Article, theirs: &Article) -> Article {
        let spot = spot(&ours.id);
        let title = (base.map(|it| &it.title), &ours.title, &theirs.title);
        let as_values = |meta: &Metadata| -> Attributes {
            let pairs = meta.0.iter();
            pairs
                .map(|(name, value)| (Id::new(name), value.clone()))
                .collect()
        };
        let (base_meta, our_meta, their_meta) = (
            base.map(|it| as_values(&it.meta)),
            as_values(&ours.meta),
            as_values(&theirs.meta),
        );
        let meta = self.attributes(spot, (base_meta.as_ref(), &our_meta, &their_meta));
        let origin = (base.map(|it| &it.origin), &ours.origin, &theirs.origin);
        Article {
            id: ours.id.clone(),
            title: self.field(spot, "title", title, |title| Some(title.clone())),
            text: ours.text.clone(),
            meta: Metadata(
                meta.into_iter()
                    .map(|(name, value)| (name.to_string(), value))
                    .collect(),
            ),
            origin: self.field(spot, "origin", origin, |it| Some(format!("{it:?}"))),
        }
    }

    fn status(
        &mut self,
        article: &Id,
        base: Option<&Status>,
        ours: &Status,
        theirs: &Status,
    ) -> Status {
        let spot = spot(article);
        let done = (base.map(|it| &it.done), &ours.done, &theirs.done);
        let values = (
            base.map(|it| &it.attributes),
            &ours.attributes,
            &theirs.attributes,
        );
        let words = |done: &bool| Some(if *done { "done" } else { "not done" }.to_owned());
        Status {
            attributes: self.attributes(spot, values),
            done: self.field(spot, "done", done, words),
        }
    }
}

fn spot(article: &Id) -> Spot<'_> {
    Spot {
        article: None,
        about: Subject::Article,
        thing: article,
    }
}

/// An entry as it is.
pub(in crate::review) fn parts(entry: &Arc<Entry>) -> EntryParts {
    EntryParts {
        article: Arc::clone(entry.article()),
        status: entry.status().clone(),
        annotations: entry.annotations().values().cloned().collect(),
        links: entry.links().values().cloned().collect(),
    }
}

fn as_is(entry: &Arc<Entry>) -> Outcome {
    Outcome {
        entry: Arc::clone(entry),
        changed: Vec::new(),
    }
}

/// Two articles that were added under one id: both stay, one of them under another.
fn two_texts(ours: &Arc<Entry>, theirs: &Arc<Entry>) -> Result<[Outcome; 2], EditError> {
    let digest = |entry: &Arc<Entry>| entry.article().text.digest();
    let (kept, moved) = if digest(ours) <= digest(theirs) {
        (ours, theirs)
    } else {
        (theirs, ours)
    };
    let tail = digest(moved).to_string();
    let tail = tail.get(..8).unwrap_or_default();
    let article = Article {
        id: Id::new(format!("{}-{tail}", moved.article().id)),
        ..Article::clone(moved.article())
    };
    let other = moved.with(
        Arc::new(article),
        moved.status().clone(),
        &Changes::default(),
    )?;
    Ok([as_is(kept), as_is(&Arc::new(other))])
}
