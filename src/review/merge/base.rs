//! From which version two others grew, where several could be it.

use std::sync::Arc;

use crate::project::{Project, Stamp, Time};
use crate::review::in_step::in_step;

/// Whether a version grew out of another for all that can be seen: it still holds every article,
/// mark, link and identity of it, none of them as it was before, and at least one article.
///
/// A version that is no ancestor makes a merge take away what the other side never had, or take
/// back what was changed since; one that passes here does neither.
pub fn grew_out_of(base: &Project, version: &Project) -> bool {
    let entries = base.entries().iter().all(|old| {
        version.entry(&old.article().id).is_some_and(|new| {
            let mut marks = old.annotations().values();
            let mut links = old.links().values();
            marks.all(|old| {
                let new = new.annotation(&old.id);
                new.is_some_and(|new| new == old || is_later(&new.stamp, &old.stamp))
            }) && links.all(|old| {
                let new = new.link(&old.id);
                new.is_some_and(|new| new == old || is_later(&new.stamp, &old.stamp))
            })
        })
    });
    let mut identities = base.identities();
    let identities = identities.all(|old| {
        let new = version.identity(&old.id);
        new.is_some_and(|new| new == old || is_later(&new.stamp, &old.stamp))
    });
    entries && identities && !base.entries().is_empty()
}

/// Of versions that could be it, the newest first, the place of the one to take: the oldest that
/// the other grew out of, for a newer one could hold what that has never seen. None if it grew out
/// of none of them.
pub fn best_base<'p>(
    candidates: impl IntoIterator<Item = &'p Project>,
    version: &Project,
) -> Option<usize> {
    let all = candidates.into_iter().enumerate();
    let fit = all.filter(|(_, base)| grew_out_of(base, version));
    fit.map(|(place, _)| place).last()
}

/// What shows that a version did not grow out of another. Things that the version does not hold
/// show nothing: it may have deleted them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAncestor {
    /// None of its articles is in the version.
    Articles,
    /// So many marks, links and identities are older in the version than in it.
    Newer(usize),
}

impl std::fmt::Display for NoAncestor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Articles => write!(f, "they have no article in common"),
            Self::Newer(1) => write!(f, "one thing is newer in it"),
            Self::Newer(count) => write!(f, "{count} things are newer in it"),
        }
    }
}

/// What shows that a version did not grow out of another, if anything does.
pub fn no_ancestor(base: &Project, version: &Project) -> Option<NoAncestor> {
    let entries = base.entries().iter();
    let both: Vec<_> = entries
        .filter_map(|old| Some((old, version.entry(&old.article().id)?)))
        .collect();
    if both.is_empty() && !base.entries().is_empty() && !version.entries().is_empty() {
        return Some(NoAncestor::Articles);
    }
    let earlier = |new: &Stamp, old: &Stamp| when(new).zip(when(old)).is_some_and(|it| it.0 < it.1);
    let mut newer = 0;
    for (old, new) in both {
        let marks = in_step(old.annotations(), new.annotations());
        let marks = marks.filter_map(|(_, old, new)| old.zip(new));
        let marks = marks.filter(|(old, new)| !Arc::ptr_eq(old, new));
        let marks = marks.map(|(old, new)| (&old.stamp, &new.stamp));
        let links = in_step(old.links(), new.links());
        let links = links.filter_map(|(_, old, new)| Some((&old?.stamp, &new?.stamp)));
        let stamps = marks.chain(links);
        newer += stamps.filter(|(old, new)| earlier(new, old)).count();
    }
    let identities = base.identities();
    let identities =
        identities.filter_map(|old| Some((&old.stamp, &version.identity(&old.id)?.stamp)));
    newer += identities.filter(|(old, new)| earlier(new, old)).count();
    (newer > 0).then_some(NoAncestor::Newer(newer))
}

/// Whether something was changed, and not before it was as the other stamp says. Where no stamp
/// says when, it could as well be the other way round.
fn is_later(new: &Stamp, old: &Stamp) -> bool {
    match (when(new), when(old)) {
        (Some(new), Some(old)) => new >= old,
        (new, _) => new.is_some(),
    }
}

fn when(it: &Stamp) -> Option<Time> {
    it.changed.max(it.created)
}
