//! What differs between two versions of one project, by id, as sentences.

mod comments;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::in_step::in_step;
use super::named::Named;
use crate::project::{Annotation, Entry, Id, Identity, Project, Tagset};
pub(super) use words::quote;
use words::{moved, noted, values};

pub use words::{named_link, named_mark};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The article, if it is about one.
    pub article: Option<Id>,
    /// What kind of thing: mark, link, identity, article or tagset.
    pub about: &'static str,
    /// The thing's id.
    pub thing: Id,
    /// Whether it is new, gone or changed.
    pub how: How,
    /// The difference as a sentence without a full stop.
    pub sentence: String,
}

/// How a thing differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It is new.
    Added,
    /// It is gone.
    Deleted,
    /// It is another.
    Changed,
}

impl How {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Deleted => "deleted",
            Self::Changed => "changed",
        }
    }
}

/// Every difference between two versions of a project: of the tagset and the identities first, then
/// article by article, marks in the order of the text.
pub fn diff(one: &Project, other: &Project) -> Vec<Change> {
    let mut found = Vec::new();
    tagset(one.tagset(), other.tagset(), &mut found);
    identities(one, other, &mut found);
    let before: BTreeMap<&Id, &Arc<Entry>> = by_article(one);
    let after: BTreeMap<&Id, &Arc<Entry>> = by_article(other);
    for entry in other.entries() {
        let id = &entry.article().id;
        match before.get(id) {
            Some(old) if *old == entry => {}
            Some(old) => entries(old, entry, &mut found),
            None => {
                let sentence = format!("added the article «{}»", entry.article().title);
                found.push(change(None, "article", id, How::Added, sentence));
            }
        }
    }
    for entry in one.entries() {
        let id = &entry.article().id;
        if !after.contains_key(id) {
            let sentence = format!("deleted the article «{}»", entry.article().title);
            found.push(change(None, "article", id, How::Deleted, sentence));
        }
    }
    comments::comments(one, other, &mut found);
    found
}

fn by_article(project: &Project) -> BTreeMap<&Id, &Arc<Entry>> {
    let entries = project.entries().iter();
    entries.map(|entry| (&entry.article().id, entry)).collect()
}

fn change(
    article: Option<&Id>,
    about: &'static str,
    thing: &Id,
    how: How,
    sentence: String,
) -> Change {
    Change {
        article: article.cloned(),
        about,
        thing: thing.clone(),
        how,
        sentence,
    }
}

fn tagset(one: &Tagset, other: &Tagset, found: &mut Vec<Change>) {
    if one == other {
        return;
    }
    named("tag", &one.tags, &other.tags, found);
    named("kind of link", &one.links, &other.links, found);
    let (old, new) = (&one.entity_kinds, &other.entity_kinds);
    named("kind of identity", old, new, found);
    let (old, new) = (&one.article_attributes, &other.article_attributes);
    named("article attribute", old, new, found);
    if one.name != other.name {
        let sentence = format!("renamed the tagset from «{}» to «{}»", one.name, other.name);
        let id = Id::new("tagset");
        found.push(change(None, "tagset", &id, How::Changed, sentence));
    }
}

/// What differs between two lists of named parts.
fn named<T: Named>(kind: &str, one: &[T], other: &[T], found: &mut Vec<Change>) {
    let mut add = |id: &Id, how: How| {
        let sentence = format!("{} the {kind} {id}", how.name());
        found.push(change(None, "tagset", id, how, sentence));
    };
    for new in other {
        match one.iter().find(|old| old.id() == new.id()) {
            None => add(new.id(), How::Added),
            Some(old) if old != new => add(new.id(), How::Changed),
            Some(_) => {}
        }
    }
    for old in one {
        if other.iter().all(|new| new.id() != old.id()) {
            add(old.id(), How::Deleted);
        }
    }
}

fn identities(one: &Project, other: &Project, found: &mut Vec<Change>) {
    let mut add = |it: &Identity, how, sentence| {
        found.push(change(None, "identity", &it.id, how, sentence));
    };
    for new in other.identities() {
        match one.identity(&new.id) {
            None => add(
                new,
                How::Added,
                format!("added the identity «{}»", new.name),
            ),
            Some(old) if old != new => {
                let sentence = if old.name == new.name {
                    format!("changed the identity «{}»", new.name)
                } else {
                    format!("renamed the identity «{}» to «{}»", old.name, new.name)
                };
                add(new, How::Changed, sentence);
            }
            Some(_) => {}
        }
    }
    for old in one.identities() {
        if other.identity(&old.id).is_none() {
            add(
                old,
                How::Deleted,
                format!("deleted the identity «{}»", old.name),
            );
        }
    }
}

fn entries(one: &Entry, other: &Entry, found: &mut Vec<Change>) {
    let article = &other.article().id;
    if one.article() != other.article() {
        let what = if one.article().text == other.article().text {
            "what is known about the article"
        } else {
            "the text of the article"
        };
        let sentence = format!("changed {what}");
        found.push(change(
            Some(article),
            "article",
            article,
            How::Changed,
            sentence,
        ));
    }
    if one.status() != other.status() {
        let sentence = match (one.status().done, other.status().done) {
            (false, true) => "marked the article as done",
            (true, false) => "marked the article as not done",
            _ => "changed what is said of the article as a whole",
        };
        let sentence = sentence.to_owned();
        found.push(change(
            Some(article),
            "article",
            article,
            How::Changed,
            sentence,
        ));
    }
    marks(one, other, found);
    links(one, other, found);
}

fn marks(one: &Entry, other: &Entry, found: &mut Vec<Change>) {
    let article = &other.article().id;
    let mut add = |mark: &Annotation, how, sentence| {
        found.push(change(Some(article), "mark", &mark.id, how, sentence));
    };
    let all = in_step(one.annotations(), other.annotations());
    let changed = all.filter(|(_, old, new)| old != new);
    let mut changed: Vec<_> = changed
        .map(|(id, old, new)| (new.or(old).and_then(|mark| mark.span()), id, (old, new)))
        .collect();
    changed.sort_by_key(|(span, id, _)| (*span, *id));
    for (_, _, sides) in changed {
        match sides {
            (Some(old), Some(new)) => {
                for sentence in mark_sentences(one, other, old, new) {
                    add(new, How::Changed, sentence);
                }
            }
            (None, Some(new)) => add(new, How::Added, format!("added {}", named_mark(other, new))),
            (Some(old), None) => {
                add(
                    old,
                    How::Deleted,
                    format!("deleted {}", named_mark(one, old)),
                );
            }
            (None, None) => {}
        }
    }
}

fn mark_sentences(one: &Entry, other: &Entry, old: &Annotation, new: &Annotation) -> Vec<String> {
    let mut found = Vec::new();
    let name = named_mark(one, old);
    if old.tag != new.tag {
        let words = quote(&old.words(&one.article().text));
        found.push(format!(
            "changed the tag of {words} from {} to {}",
            old.tag, new.tag
        ));
    }
    if old.place != new.place {
        found.extend(moved(
            &one.article().text,
            &other.article().text,
            &name,
            old,
            new,
        ));
    }
    found.extend(values(&name, &old.attributes, &new.attributes));
    if old.note != new.note {
        found.push(noted(&name, &old.note, &new.note));
    }
    if old.identity != new.identity {
        found.push(match (&old.identity, &new.identity) {
            (_, None) => format!("took {name} from its identity"),
            (None, Some(id)) => format!("gave {name} the identity {id}"),
            (Some(from), Some(to)) => format!("gave {name} the identity {to} in place of {from}"),
        });
    }
    if found.is_empty() {
        found.push(format!("changed who made {name}, or when"));
    }
    found
}

fn links(one: &Entry, other: &Entry, found: &mut Vec<Change>) {
    let article = &other.article().id;
    for (id, old, new) in in_step(one.links(), other.links()) {
        let (how, sentence) = match (old, new) {
            (Some(old), Some(new)) if old == new => continue,
            (None, Some(new)) => (How::Added, format!("linked {}", named_link(other, new))),
            (Some(old), None) => (How::Deleted, format!("unlinked {}", named_link(one, old))),
            (Some(old), Some(new)) => {
                let (old, new) = (named_link(one, old), named_link(other, new));
                let sentence = if old == new {
                    format!("changed what is said of the link {new}")
                } else {
                    format!("changed the link {old} into {new}")
                };
                (How::Changed, sentence)
            }
            (None, None) => continue,
        };
        found.push(change(Some(article), "link", id, how, sentence));
    }
}
