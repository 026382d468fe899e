//! From which version two others grew, where several could be it.

use crate::project::Project;

/// Whether a version grew out of another for all that can be seen: it still holds every article,
/// mark, link and identity of it, and at least one.
///
/// A version that is no ancestor makes a merge take away what the other side never had; one that
/// passes here takes nothing away.
pub fn grew_out_of(base: &Project, version: &Project) -> bool {
    let entries = base.entries().iter().all(|old| {
        version.entry(&old.article().id).is_some_and(|new| {
            let mut marks = old.annotations().keys();
            let mut links = old.links().keys();
            marks.all(|id| new.annotation(id).is_some()) && links.all(|id| new.link(id).is_some())
        })
    });
    let mut identities = base.identities();
    let identities = identities.all(|it| version.identity(&it.id).is_some());
    entries && identities && !base.entries().is_empty()
}

/// Of versions that could be it, the place of the one to take: the fullest of those that the other
/// grew out of, the first of several; none if it grew out of none of them.
pub fn best_base<'p>(
    candidates: impl IntoIterator<Item = &'p Project>,
    version: &Project,
) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (place, base) in candidates.into_iter().enumerate() {
        let size = base.mark_count();
        if grew_out_of(base, version) && best.is_none_or(|(_, most)| size > most) {
            best = Some((place, size));
        }
    }
    best.map(|(place, _)| place)
}
