//! From which version two others grew, where several could be it.

use crate::project::{Project, Stamp, Time};

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

/// Whether something was changed, and not before it was as the other stamp says.
fn is_later(new: &Stamp, old: &Stamp) -> bool {
    let when = |it: &Stamp| -> Option<Time> { it.changed.max(it.created) };
    when(new) >= when(old)
}
