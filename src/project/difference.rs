//! From one project to another by edits, so that what a merge or a reading gives can be undone.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Edit, EditError, Entry, Id, Project};

/// Edits that make of `from` what `to` is, none if they are the same.
///
/// # Errors
/// If an article of one id has two texts, which no edit changes.
pub fn edits_between(from: &Project, to: &Project) -> Result<Vec<Edit>, EditError> {
    let mut edits = Vec::new();
    if from.tagset() != to.tagset() {
        edits.push(Edit::Tagset(Arc::clone(to.tagset())));
    }
    for identity in to.identities() {
        if from.identity(&identity.id) != Some(identity) {
            edits.push(of_identity(&identity.id, to));
        }
    }
    let mut order: Vec<Id> = ids(from);
    for entry in to.entries() {
        let id = &entry.article().id;
        if from.entry(id).is_none() {
            edits.push(of_article(order.len(), entry));
            order.push(id.clone());
        }
    }
    for entry in to.entries() {
        let old = from.entry(&entry.article().id);
        marks(old, Some(entry), &entry.article().id, &mut edits);
    }
    for entry in from.entries() {
        let id = &entry.article().id;
        if to.entry(id).is_none() {
            marks(Some(entry), None, id, &mut edits);
            let at = place(&order, id);
            edits.push(Edit::Article {
                id: id.clone(),
                at,
                to: None,
            });
            order.remove(at);
        }
    }
    reorder(from, to, &mut order, &mut edits);
    let unused = from.identities().filter(|it| to.identity(&it.id).is_none());
    edits.extend(unused.map(|it| of_identity(&it.id, to)));
    rest(from, to, &mut edits);
    // What cannot be made is known here, and not when it is wanted.
    from.clone().apply(&edits)?;
    Ok(edits)
}

fn ids(project: &Project) -> Vec<Id> {
    let entries = project.entries().iter();
    entries.map(|entry| entry.article().id.clone()).collect()
}

fn place(order: &[Id], id: &Id) -> usize {
    let found = order.iter().position(|it| it == id);
    found.unwrap_or(order.len())
}

fn of_identity(id: &Id, to: &Project) -> Edit {
    Edit::Identity {
        id: id.clone(),
        to: to.identity(id).cloned(),
    }
}

fn of_article(at: usize, entry: &Entry) -> Edit {
    Edit::Article {
        id: entry.article().id.clone(),
        at,
        to: Some(Arc::clone(entry.article())),
    }
}

/// Marks, links and status of one article. Links go first and come last: their ends must be there.
fn marks(from: Option<&Entry>, to: Option<&Entry>, article: &Id, edits: &mut Vec<Edit>) {
    let link = |id: &Id, to| Edit::Link {
        article: article.clone(),
        id: id.clone(),
        to,
    };
    let mark = |id: &Id, to| Edit::Annotation {
        article: article.clone(),
        id: id.clone(),
        to,
    };
    let (old, new) = (from.into_iter(), to.into_iter());
    for (id, was) in old.clone().flat_map(|it| it.links()) {
        if to.and_then(|it| it.link(id)) != Some(was) {
            edits.push(link(id, None));
        }
    }
    for (id, it) in new.clone().flat_map(|it| it.annotations()) {
        if from.and_then(|from| from.annotation(id)) != Some(it) {
            edits.push(mark(id, Some(Arc::clone(it))));
        }
    }
    for (id, _) in old.flat_map(|it| it.annotations()) {
        if to.and_then(|it| it.annotation(id)).is_none() {
            edits.push(mark(id, None));
        }
    }
    for (id, it) in new.flat_map(|it| it.links()) {
        if from.and_then(|from| from.link(id)) != Some(it) {
            edits.push(link(id, Some(Arc::clone(it))));
        }
    }
    let (was, is) = (from.map(Entry::status), to.map(Entry::status));
    let is = is.cloned().unwrap_or_default();
    if was.cloned().unwrap_or_default() != is {
        let article = article.clone();
        edits.push(Edit::Status { article, to: is });
    }
}

/// Articles that are to stand elsewhere, or are called otherwise.
fn reorder(from: &Project, to: &Project, order: &mut Vec<Id>, edits: &mut Vec<Edit>) {
    for (at, entry) in to.entries().iter().enumerate() {
        let id = &entry.article().id;
        let now = match order.get(at) {
            Some(there) if there == id => at,
            _ => place(order, id),
        };
        let old = from.entry(id).map(Entry::article);
        let same = old.is_none_or(|old| old == entry.article());
        if now != at || !same {
            edits.push(of_article(at, entry));
            if now < order.len() {
                let id = order.remove(now);
                order.insert(at.min(order.len()), id);
            }
        }
    }
}

/// Disputes, decisions, comments, and what was kept aside.
fn rest(from: &Project, to: &Project, edits: &mut Vec<Edit>) {
    by_id(
        from.disputes(),
        to.disputes(),
        |it| &it.id,
        |id, to| {
            edits.push(Edit::Dispute { id, to });
        },
    );
    by_id(
        from.decisions(),
        to.decisions(),
        |it| &it.id,
        |id, to| {
            edits.push(Edit::Decision { id, to });
        },
    );
    by_id(
        from.comments(),
        to.comments(),
        |it| &it.id,
        |id, to| {
            edits.push(Edit::Comment { id, to });
        },
    );
    if from.aside() != to.aside() {
        let all = (0..from.aside().len()).rev();
        edits.extend(all.map(|at| Edit::Aside { at, to: None }));
        let new = to.aside().iter().enumerate();
        edits.extend(new.map(|(at, it)| Edit::Aside {
            at,
            to: Some(Arc::clone(it)),
        }));
    }
}

/// Calls `set` for each thing that is new, other or gone.
fn by_id<'p, T: PartialEq + 'p>(
    from: impl Iterator<Item = &'p Arc<T>>,
    to: impl Iterator<Item = &'p Arc<T>>,
    id_of: impl Fn(&T) -> &Id,
    mut set: impl FnMut(Id, Option<Arc<T>>),
) {
    let old: BTreeMap<&Id, &Arc<T>> = from.map(|it| (id_of(it), it)).collect();
    let new: BTreeMap<&Id, &Arc<T>> = to.map(|it| (id_of(it), it)).collect();
    for (id, it) in &new {
        if old.get(id) != Some(it) {
            set((*id).clone(), Some(Arc::clone(it)));
        }
    }
    for id in old.keys().filter(|id| !new.contains_key(*id)) {
        set((*id).clone(), None);
    }
}
