//! Every invariant of a project, by name.
//!
//! [`Project::check`] lists what must never be and [`Project::warnings`] what may be but deserves
//! a look. Tests run the first after every command; the formats run both on every load.

mod tagset;
mod violation;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use violation::{Violation, Warning};

use super::annotation::{Annotation, Link, Place};
use super::entry::{Entry, Placed};
use super::tagset::{Attribute, Id, Tag, TagStyle, Tagset, fits};
use super::twins::twins;
use super::value::Attributes;
use super::{Project, Time};
use crate::span::Span;
use crate::text::{ByteIndex, MixedWord, Text, TextRange, boundary, mixed_word};

impl Project {
    /// Lists every invariant that does not hold. A sound project gives an empty list.
    pub fn check(&self) -> Vec<Violation> {
        let mut found = self.tagset().check();
        let ids = self.entries().iter().map(|entry| &entry.article().id);
        twice("article", ids, &mut found);
        for identity in self.identities() {
            if self.tagset().entity_kind(&identity.kind).is_none() {
                found.push(Violation::UnknownEntityKind {
                    identity: identity.id.clone(),
                    kind: identity.kind.clone(),
                });
            }
        }
        for entry in self.entries() {
            self.check_entry(entry, &mut found);
        }
        found
    }

    /// Lists what deserves a look.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut found = Vec::new();
        let mut mentioned = BTreeSet::new();
        for entry in self.entries() {
            let article = &entry.article().id;
            for annotation in entry.in_text_order() {
                mentioned.extend(annotation.identity.as_deref());
                let mark = || (article.clone(), annotation.id.clone());
                if annotation
                    .span()
                    .is_some_and(|span| cuts_grapheme(span, entry))
                {
                    let (article, mark) = mark();
                    found.push(Warning::CutsGrapheme { article, mark });
                }
                found.extend(self.mixed_words(entry, annotation));
                if earlier(annotation.stamp.changed, annotation.stamp.created) {
                    let (article, mark) = mark();
                    found.push(Warning::Times { article, mark });
                }
            }
            let odd = entry
                .links()
                .values()
                .filter_map(|link| odd_link(self.tagset(), entry, link));
            found.extend(odd);
        }
        let names = self.identities();
        found.extend(names.filter_map(|it| mixed_scripts(None, &it.id, &it.name)));
        for identity in self
            .identities()
            .filter(|identity| !mentioned.contains(&identity.id))
        {
            let (identity, name) = (identity.id.clone(), identity.name.clone());
            found.push(Warning::Unmentioned { identity, name });
        }
        found
    }

    /// Whether the words of a mark that names somebody may be others than they look like.
    fn mixed_words(&self, entry: &Entry, mark: &Annotation) -> Option<Warning> {
        let tag = self.tagset().tag(&mark.tag)?;
        let text = &entry.article().text;
        let pieces = mark.span()?.fragments().iter();
        let names = tag.style == TagStyle::Mention;
        let mut pieces = pieces.filter_map(|it| text.slice(*it)).filter(|_| names);
        pieces.find_map(|words| mixed_scripts(Some(&entry.article().id), &mark.id, words))
    }

    fn check_entry(&self, entry: &Entry, found: &mut Vec<Violation>) {
        let tagset = self.tagset();
        let status = &entry.status().attributes;
        bad_values(
            "article",
            &entry.article().id,
            status,
            &tagset.article_attributes,
            found,
        );
        for annotation in entry.annotations().values() {
            self.check_annotation(entry, annotation, found);
        }
        let sound = entry.index_is_true();
        let twins = match sound {
            true => twins(entry.on_the_same_words()),
            false => twins(entry.annotations().values()),
        };
        found.extend(twins.into_iter().map(|(second, first)| Violation::Twins {
            article: entry.article().id.clone(),
            first: first.clone(),
            second: second.clone(),
        }));
        let mut arrows: BTreeMap<(&Id, &Id, &Id, &str), &Id> = BTreeMap::new();
        for link in entry.links().values() {
            check_link(tagset, entry, link, found);
            let arrow = (&link.kind, &link.from, &link.to, link.stamp.author.as_str());
            if let Some(first) = arrows.insert(arrow, &link.id) {
                found.push(Violation::LinkTwins {
                    article: entry.article().id.clone(),
                    first: first.clone(),
                    second: link.id.clone(),
                });
            }
        }
        if !sound {
            found.push(Violation::Index {
                article: entry.article().id.clone(),
            });
        }
    }

    fn check_annotation(&self, entry: &Entry, mark: &Annotation, found: &mut Vec<Violation>) {
        let (article, id) = (&entry.article().id, &mark.id);
        match self.tagset().tag(&mark.tag) {
            Some(tag) => bad_values("mark", id, &mark.attributes, &tag.attributes, found),
            None => found.push(Violation::UnknownTag {
                article: article.clone(),
                mark: id.clone(),
                tag: mark.tag.clone(),
            }),
        }
        match &mark.place {
            Place::Span(span) => {
                let text = &entry.article().text;
                if !span
                    .fragments()
                    .iter()
                    .all(|fragment| text.slice(*fragment).is_some())
                {
                    let (article, mark) = (article.clone(), id.clone());
                    found.push(Violation::OutOfText { article, mark });
                }
            }
            Place::Implicit { wording, beside } => {
                let it = || (article.clone(), id.clone());
                if wording.trim().is_empty() {
                    let (article, mark) = it();
                    found.push(Violation::Wordless { article, mark });
                }
                let there = |other: &Id| other != id && entry.annotation(other).is_some();
                if !beside.as_deref().is_none_or(there) {
                    let (article, mark) = it();
                    found.push(Violation::BesideNothing { article, mark });
                }
            }
        }
        if let Some(identity) = &mark.identity
            && self.identity(identity).is_none()
        {
            found.push(Violation::UnknownIdentity {
                article: article.clone(),
                mark: id.clone(),
                identity: (**identity).clone(),
            });
        }
    }
}

fn mixed_scripts(article: Option<&Id>, id: &Id, words: &str) -> Option<Warning> {
    let MixedWord { word, scripts } = mixed_word(words)?;
    Some(Warning::MixedScripts {
        article: article.cloned(),
        id: id.clone(),
        word: word.to_owned(),
        scripts,
    })
}

impl Entry {
    /// The marks that begin and end where another does, as the index has them: only those can be
    /// twins, and they stand side by side there.
    fn on_the_same_words(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        let mut before = None;
        let mut rest = self.index().iter().peekable();
        std::iter::from_fn(move || {
            loop {
                let (hull, placed) = rest.next()?;
                let after = rest.peek().map(|(hull, _)| *hull);
                let shared = before == Some(hull) || after == Some(hull);
                before = Some(hull);
                if shared {
                    return Some(placed.mark());
                }
            }
        })
    }

    /// Whether the indexes hold exactly what the entry holds.
    fn index_is_true(&self) -> bool {
        // One walk for all that has to be known of each mark: they lie far apart in memory.
        let (mut nowhere, mut standing, mut named) = (Vec::new(), Vec::new(), Vec::new());
        let mut of_tag: BTreeMap<&Id, usize> = BTreeMap::new();
        for mark in self.annotations().values() {
            match mark.is_implicit() {
                true => nowhere.push(mark),
                false => standing.push(mark),
            }
            if mark.identity.is_some() {
                named.push(mark);
            }
            match of_tag.get_mut(&mark.tag) {
                Some(count) => *count += 1,
                None => drop(of_tag.insert(&mark.tag, 1)),
            }
        }
        let in_place = |(hull, placed): &(TextRange, &Placed)| {
            let span = placed.mark().span();
            span.is_some_and(|span| span.hull() == *hull)
        };
        let placed = self.index().iter().all(|it| in_place(&it))
            && same_once(standing, self.index().iter().map(|(_, it)| it.mark()))
            && nowhere.into_iter().eq(self.implicit());
        let named = named.into_iter().eq(self.named());
        let counted = of_tag
            .into_iter()
            .eq(self.count_by_tag().iter().map(|(id, n)| (id, *n)));
        let mut ends: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
        for link in self.links().values() {
            for end in [&link.from, &link.to] {
                ends.entry(end.clone()).or_default().insert(link.id.clone());
            }
        }
        placed && named && counted && ends == self.ends
    }
}

/// Whether these are the very same marks, each once. They are told by where they lie in memory:
/// looking each up would take longer than all else.
fn same_once<'m>(
    some: Vec<&'m Arc<Annotation>>,
    others: impl Iterator<Item = &'m Arc<Annotation>>,
) -> bool {
    let address = |mark: &'m Arc<Annotation>| Arc::as_ptr(mark).addr();
    let mut some: Vec<usize> = some.into_iter().map(address).collect();
    let mut others: Vec<usize> = others.map(address).collect();
    some.sort_unstable();
    others.sort_unstable();
    some == others && some.is_sorted_by(|one, next| one < next)
}

fn check_link(tagset: &Tagset, entry: &Entry, link: &Link, found: &mut Vec<Violation>) {
    let article = &entry.article().id;
    match tagset.link(&link.kind) {
        Some(kind) => bad_values("link", &link.id, &link.attributes, &kind.attributes, found),
        None => found.push(Violation::UnknownLinkKind {
            article: article.clone(),
            link: link.id.clone(),
            kind: link.kind.clone(),
        }),
    }
    let both = entry.annotation(&link.from).is_some() && entry.annotation(&link.to).is_some();
    if !both || link.from == link.to {
        found.push(Violation::Dangling {
            article: article.clone(),
            link: link.id.clone(),
        });
    }
}

fn odd_link(tagset: &Tagset, entry: &Entry, link: &Link) -> Option<Warning> {
    let kind = tagset.link(&link.kind)?;
    let (from, to) = (entry.annotation(&link.from)?, entry.annotation(&link.to)?);
    let odd = !kind.may_join(&from.tag, &to.tag);
    odd.then(|| Warning::OddLink {
        article: entry.article().id.clone(),
        link: link.id.clone(),
        kind: kind.name.clone(),
    })
}

fn twice<'a>(what: &'static str, ids: impl Iterator<Item = &'a Id>, found: &mut Vec<Violation>) {
    let mut seen = BTreeSet::new();
    let again = ids.filter(|id| !seen.insert(*id));
    found.extend(again.map(|id| Violation::IdTwice {
        what,
        id: id.clone(),
    }));
}

fn bad_values(
    what: &'static str,
    id: &Id,
    values: &Attributes,
    attributes: &[Attribute],
    found: &mut Vec<Violation>,
) {
    let bad = values
        .iter()
        .filter(|(attribute, value)| !fits(attributes, attribute, value));
    found.extend(bad.map(|(attribute, value)| Violation::BadValue {
        what,
        id: id.clone(),
        attribute: attribute.clone(),
        value: value.to_string(),
    }));
}

fn cuts_grapheme(span: &Span, entry: &Entry) -> bool {
    let text = &entry.article().text;
    let mut ends = span
        .fragments()
        .iter()
        .flat_map(|fragment| [fragment.start, fragment.end]);
    ends.any(|end| !is_between_letters(text, end) && !boundary::is_grapheme_boundary(text, end))
}

/// Whether a byte stands between two characters of ASCII that are no line end: nothing joins those
/// to one grapheme, and most marks end there.
fn is_between_letters(text: &Text, byte: ByteIndex) -> bool {
    let around = byte.0.checked_sub(1);
    let around = around.and_then(|before| text.as_str().as_bytes().get(before..=byte.0));
    around.is_some_and(|around| around.iter().all(|byte| matches!(byte, b' '..=b'~')))
}

fn earlier(changed: Option<Time>, created: Option<Time>) -> bool {
    matches!((changed, created), (Some(changed), Some(created)) if changed < created)
}
