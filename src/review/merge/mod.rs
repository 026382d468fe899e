//! Two versions of a project that grew out of one, made one again: three ways, thing by thing and
//! field by field.
//!
//! What only one side changed is taken from that side. What both changed alike is taken once. What
//! both changed in different ways is a true conflict: one reading stands in the result, and both
//! are kept in it as a [`Dispute`]. Which of them stands follows from the readings and not from the
//! sides, so that it does not matter who merges whom. The result is always a sound project.
//!
//! Where the texts of an article nearly agree, one of them stands and the marks of the others are
//! carried over to it. A mark without a place there becomes an implicit one, and that is a conflict.

mod articles;
mod base;
mod changed;
mod fields;
pub mod forecast;
mod marks;
mod renamed;
mod tagset;
mod texts;
mod twins;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::carry::Carried;
use crate::project::{Aside, Comment, Decision, Dispute, EditError, Id, Identity, Project, Stamp};
pub(super) use articles::parts as entry_parts;
pub use base::{NoAncestor, best_base, grew_out_of, no_ancestor};
use fields::{Fate, Sides};
pub(in crate::review) use marks::place_words;
use texts::Displaced;

/// What became of two versions.
#[derive(Clone, Debug)]
pub struct Merged {
    /// Both in one.
    pub project: Project,
    /// What they disagree on; it stands in the project too.
    pub conflicts: Vec<Arc<Dispute>>,
    /// What became of marks that were carried over to a text that nearly agrees with theirs.
    pub carried: Vec<Carried>,
    /// Articles whose texts are too different to be one: both stay, one under another id.
    pub apart: Vec<Id>,
}

/// Who the sides are, for the readings of conflicts.
#[derive(Clone, Copy, Debug)]
pub struct Names<'n> {
    /// This side.
    pub ours: &'n str,
    /// The other.
    pub theirs: &'n str,
}

/// Merges two versions of a project. Without the version from which both grew, whatever only one
/// side has is kept, and every difference is a conflict.
///
/// # Errors
/// If the parts do not fit together, which is a fault of the program.
pub fn merge(
    base: Option<&Project>,
    ours: &Project,
    theirs: &Project,
    names: Names<'_>,
) -> Result<Merged, EditError> {
    if ours == theirs || base == Some(theirs) {
        return Ok(untouched(ours));
    }
    if base == Some(ours) {
        return Ok(untouched(theirs));
    }
    let on_one = texts::on_one_text(base, ours, theirs, names)?;
    let mut merger = Merger {
        base: on_one.base.as_ref().or(base),
        ours: on_one.ours.as_ref().unwrap_or(ours),
        theirs: on_one.theirs.as_ref().unwrap_or(theirs),
        names,
        conflicts: BTreeMap::new(),
        displaced: &on_one.displaced,
        apart: Vec::new(),
    };
    let project = merger.merge()?;
    Ok(Merged {
        project,
        conflicts: merger.conflicts.into_values().collect(),
        apart: merger.apart,
        carried: on_one.carried,
    })
}

fn untouched(project: &Project) -> Merged {
    Merged {
        project: project.clone(),
        conflicts: Vec::new(),
        carried: Vec::new(),
        apart: Vec::new(),
    }
}

struct Merger<'p> {
    base: Option<&'p Project>,
    ours: &'p Project,
    theirs: &'p Project,
    names: Names<'p>,
    conflicts: BTreeMap<Id, Arc<Dispute>>,
    displaced: &'p [Displaced],
    apart: Vec<Id>,
}

impl<'p> Merger<'p> {
    fn merge(&mut self) -> Result<Project, EditError> {
        let outcomes = self.entries()?;
        self.without_place(&outcomes);
        let named = outcomes.iter().flat_map(|it| it.entry.named());
        let used: BTreeSet<&Id> = named.filter_map(|mark| mark.identity.as_deref()).collect();
        let identities = self.identities(&used);
        let tagset = self.tagset(&outcomes, &identities);
        let entries = self.fitted(&tagset, outcomes)?;
        let aside = self.aside();
        let (disputes, decisions) = (self.disputes(), self.decisions());
        let comments = self.comments();
        let project = Project::of_entries(Arc::new(tagset), identities, entries, aside)?;
        let project = project.with_disputes(disputes).with_decisions(decisions);
        Ok(project.with_comments(comments))
    }

    fn identities(&mut self, used: &BTreeSet<&Id>) -> Vec<Arc<Identity>> {
        let list = |project: &'p Project| -> BTreeMap<&'p Id, &'p Arc<Identity>> {
            project.identities().map(|it| (&it.id, it)).collect()
        };
        let sides = self.sides(list);
        let mut found = Vec::new();
        for (id, it) in sides.walk() {
            let kept = match it.fate() {
                Fate::Gone if used.contains(id) => it.any(),
                Fate::Gone => None,
                Fate::Kept(identity) => Some(identity),
                Fate::Deleted(identity) => {
                    self.deleted(
                        None,
                        crate::project::Subject::Identity,
                        id,
                        it.ours.is_none(),
                    );
                    Some(identity)
                }
                Fate::Both => self.identity(id, it),
            };
            found.extend(kept);
        }
        found
    }

    /// Parts that were kept aside are nobody's to judge: those of both sides stay, but for those
    /// that one side got rid of.
    fn aside(&self) -> Vec<Arc<Aside>> {
        let list = |project: &'p Project| project.aside();
        let (ours, theirs) = (list(self.ours), list(self.theirs));
        let base = self.base.map(list).unwrap_or_default();
        if base == theirs || ours == theirs {
            return ours.to_vec();
        }
        if base == ours {
            return theirs.to_vec();
        }
        let gone = |part: &Arc<Aside>| {
            base.contains(part) && !(ours.contains(part) && theirs.contains(part))
        };
        let mut all: Vec<Arc<Aside>> = ours.iter().chain(theirs).cloned().collect();
        all.retain(|part| !gone(part));
        let key =
            |part: &Arc<Aside>| (part.article.clone(), part.reason.clone(), part.data.clone());
        all.sort_by_key(key);
        all.dedup();
        all
    }

    /// Disputes of both sides, but for those that one of them has settled, and the new ones.
    fn disputes(&self) -> Vec<Arc<Dispute>> {
        let list = |project: &'p Project| -> BTreeMap<&'p Id, &'p Arc<Dispute>> {
            project.disputes().map(|it| (&it.id, it)).collect()
        };
        let sides = self.sides(list);
        let mut found: BTreeMap<Id, Arc<Dispute>> = BTreeMap::new();
        for (id, it) in sides.walk() {
            let kept = match it.fate() {
                Fate::Gone => None,
                Fate::Kept(dispute) | Fate::Deleted(dispute) => Some(dispute),
                Fate::Both => it.ours.zip(it.theirs).map(|(a, b)| Arc::clone(a.min(b))),
            };
            found.extend(kept.map(|dispute| (id.clone(), dispute)));
        }
        for (id, dispute) in &self.conflicts {
            found
                .entry(id.clone())
                .or_insert_with(|| Arc::clone(dispute));
        }
        found.into_values().collect()
    }

    /// Decisions of both sides. Of two of one dispute the later stands, for whoever made it had
    /// more to go by; what each mark then is was merged as marks are.
    fn decisions(&self) -> Vec<Arc<Decision>> {
        let list = |project: &'p Project| project.decisions().map(|it| (&it.id, it)).collect();
        self.latest(list, |it| &it.stamp)
    }

    /// Comments of both sides, but for those that one of them took back. Of two wordings of one the
    /// later stands.
    fn comments(&self) -> Vec<Arc<Comment>> {
        let list = |project: &'p Project| project.comments().map(|it| (&it.id, it)).collect();
        self.latest(list, |it| &it.stamp)
    }

    fn latest<T: Ord + 'p>(
        &self,
        list: impl Fn(&'p Project) -> BTreeMap<&'p Id, &'p Arc<T>>,
        stamp: impl Fn(&T) -> &Stamp,
    ) -> Vec<Arc<T>> {
        let when = |it: &T| stamp(it).changed.max(stamp(it).created);
        let sides = self.sides(list);
        let kept = sides.walk().filter_map(|(_, it)| match it.fate() {
            Fate::Gone => None,
            Fate::Kept(one) | Fate::Deleted(one) => Some(one),
            Fate::Both => {
                let both = it.ours.into_iter().chain(it.theirs);
                both.max_by_key(|it| (when(it), Arc::clone(it))).cloned()
            }
        });
        kept.collect()
    }

    fn sides<T>(
        &self,
        list: impl Fn(&'p Project) -> BTreeMap<&'p Id, &'p Arc<T>>,
    ) -> Sides<'p, Arc<T>> {
        Sides {
            has_base: self.base.is_some(),
            base: self.base.map(&list).unwrap_or_default(),
            ours: list(self.ours),
            theirs: list(self.theirs),
        }
    }
}
