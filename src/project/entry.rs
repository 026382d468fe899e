//! An article with everything that was marked on it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::annotation::{Annotation, Link};
use super::article::Article;
use super::edit_error::EditError;
use super::tagset::Id;
use super::value::Attributes;
use crate::span::SpanIndex;
use crate::text::{ByteIndex, TextRange};

/// An article with its marks, its links and what is said of it as a whole.
///
/// Invariant: the span index holds exactly the marks that stand on words, `implicit` exactly the
/// others, `named` those that name an identity, `of_tag` how many marks each tag has, and the link
/// index exactly the ends of the links.
/// `edit.rs` and `moves.rs` keep them up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(super) article: Arc<Article>,
    pub(super) status: Status,
    pub(super) annotations: BTreeMap<Id, Arc<Annotation>>,
    pub(super) links: BTreeMap<Id, Arc<Link>>,
    pub(super) index: SpanIndex<Placed>,
    pub(super) implicit: BTreeMap<Id, Arc<Annotation>>,
    pub(super) named: BTreeMap<Id, Arc<Annotation>>,
    pub(super) of_tag: BTreeMap<Id, usize>,
    pub(super) ends: BTreeMap<Id, BTreeSet<Id>>,
}

/// A mark in the index of where marks stand. It is known there by its id; it comes along so that
/// going through the marks of some words looks none of them up.
#[derive(Clone, Debug)]
pub struct Placed(pub(super) Arc<Annotation>);

/// What is said of an article as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Values of the tagset's article attributes.
    pub attributes: Attributes,
    /// Whether its annotator has finished it.
    pub done: bool,
}

impl Entry {
    pub(super) fn new(article: Arc<Article>) -> Self {
        Self {
            article,
            status: Status::default(),
            annotations: BTreeMap::new(),
            links: BTreeMap::new(),
            index: SpanIndex::default(),
            implicit: BTreeMap::new(),
            named: BTreeMap::new(),
            of_tag: BTreeMap::new(),
            ends: BTreeMap::new(),
        }
    }

    /// The article.
    pub fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// What is said of it as a whole.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// The marks, by id.
    pub fn annotations(&self) -> &BTreeMap<Id, Arc<Annotation>> {
        &self.annotations
    }

    /// The mark of this id.
    pub fn annotation(&self, id: &Id) -> Option<&Arc<Annotation>> {
        self.annotations.get(id)
    }

    /// The implicit marks, by id.
    pub fn implicit(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        self.implicit.values()
    }

    /// The marks that name an identity, by id. Kept and not looked for.
    pub fn named(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        self.named.values()
    }

    /// How many marks each tag has, of the tags that have any. Kept and not counted.
    pub fn count_by_tag(&self) -> &BTreeMap<Id, usize> {
        &self.of_tag
    }

    /// The marks in the order of the text, the longer of two that start together first; implicit
    /// marks stand before all others.
    pub fn in_text_order(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        let placed = self.index.iter().map(|(_, placed)| placed.mark());
        self.implicit().chain(placed)
    }

    /// How many marks stand before one in the order of [`Self::in_text_order`]. O(log n) for a mark
    /// on words.
    pub fn rank(&self, mark: &Annotation) -> Option<usize> {
        match mark.span() {
            None => self.implicit.keys().position(|id| *id == mark.id),
            Some(span) => {
                let known = self.annotations.get(&mark.id)?;
                let placed = Placed(Arc::clone(known));
                let rank = self.index.rank(span.hull(), &placed)?;
                Some(self.implicit.len() + rank)
            }
        }
    }

    /// The marks whose words reach into `range`, in the order of the text. A mark in fragments
    /// counts from its first to its last word.
    pub fn overlapping(&self, range: TextRange) -> impl Iterator<Item = &Arc<Annotation>> {
        self.index.query(range).map(|(_, placed)| placed.mark())
    }

    /// The marks that stand on the character at `byte`, innermost (shortest) first.
    pub fn at(&self, byte: ByteIndex) -> Vec<&Arc<Annotation>> {
        let mut found: Vec<_> = self
            .index
            .at(byte)
            .map(|(_, placed)| placed.mark())
            .filter(|annotation| annotation.span().is_some_and(|span| span.contains(byte)))
            .collect();
        let length = |mark: &Annotation| mark.span().map_or(0, crate::span::Span::len);
        found.sort_by(|one, two| {
            let longer = length(one).cmp(&length(two));
            longer.then_with(|| one.id.cmp(&two.id))
        });
        found
    }

    /// The marks on words, sorted by where they stand.
    pub fn index(&self) -> &SpanIndex<Placed> {
        &self.index
    }

    /// The links, by id.
    pub fn links(&self) -> &BTreeMap<Id, Arc<Link>> {
        &self.links
    }

    /// The link of this id.
    pub fn link(&self, id: &Id) -> Option<&Arc<Link>> {
        self.links.get(id)
    }

    /// The links that start or end at a mark, by id.
    pub fn links_of(&self, mark: &Id) -> impl Iterator<Item = &Arc<Link>> {
        self.ends
            .get(mark)
            .into_iter()
            .flatten()
            .filter_map(|id| self.links.get(id))
    }
}

impl Placed {
    /// The mark.
    pub fn mark(&self) -> &Arc<Annotation> {
        &self.0
    }
}

impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Placed {}

impl PartialOrd for Placed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Placed {
    fn cmp(&self, other: &Self) -> Ordering {
        // A mark that is looked for is most often the very one that is found.
        if Arc::ptr_eq(&self.0, &other.0) {
            return Ordering::Equal;
        }
        self.0.id.cmp(&other.0.id)
    }
}

impl Entry {
    /// Whether nothing was marked here and nothing said of it.
    pub(super) fn is_untouched(&self) -> bool {
        self.annotations.is_empty() && self.links.is_empty() && self.status == Status::default()
    }

    /// Whether a mark can stand here.
    pub(super) fn accepts(&self, annotation: &Annotation) -> Result<(), EditError> {
        let text = &self.article.text;
        let placed = annotation.span().is_none_or(|span| {
            span.fragments()
                .iter()
                .all(|fragment| text.slice(*fragment).is_some())
        });
        placed
            .then_some(())
            .ok_or_else(|| EditError::OutOfText(annotation.id.clone()))
    }

    /// Whether both ends of a link are here, and are two.
    pub(super) fn accepts_link(&self, link: &Link) -> Result<(), EditError> {
        let both = [&link.from, &link.to]
            .iter()
            .all(|end| self.annotations.contains_key(end));
        let sound = both && link.from != link.to;
        sound
            .then_some(())
            .ok_or_else(|| EditError::Dangling(link.id.clone()))
    }

    /// Takes up a mark that is in no index yet; gives its place if it stands on words.
    pub(super) fn take_up(&mut self, mark: &Arc<Annotation>) -> Option<(TextRange, Placed)> {
        match self.of_tag.get_mut(&mark.tag) {
            Some(count) => *count += 1,
            None => {
                self.of_tag.insert(mark.tag.clone(), 1);
            }
        }
        if mark.identity.is_some() {
            self.named.insert(mark.id.clone(), Arc::clone(mark));
        }
        match mark.span() {
            Some(span) => Some((span.hull(), Placed(Arc::clone(mark)))),
            None => {
                self.implicit.insert(mark.id.clone(), Arc::clone(mark));
                None
            }
        }
    }

    /// Lets go of a mark; gives the place that it had if it stood on words.
    pub(super) fn let_go(&mut self, mark: &Arc<Annotation>) -> Option<(TextRange, Placed)> {
        if let Some(count) = self.of_tag.get_mut(&mark.tag) {
            *count -= 1;
            if *count == 0 {
                self.of_tag.remove(&mark.tag);
            }
        }
        if mark.identity.is_some() {
            self.named.remove(&mark.id);
        }
        match mark.span() {
            Some(span) => Some((span.hull(), Placed(Arc::clone(mark)))),
            None => {
                self.implicit.remove(&mark.id);
                None
            }
        }
    }

    pub(super) fn note_ends(&mut self, link: &Link) {
        for end in [&link.from, &link.to] {
            self.ends
                .entry(end.clone())
                .or_default()
                .insert(link.id.clone());
        }
    }

    pub(super) fn forget_ends(&mut self, link: &Link) {
        for end in [&link.from, &link.to] {
            if let Some(links) = self.ends.get_mut(end) {
                links.remove(&link.id);
                if links.is_empty() {
                    self.ends.remove(end);
                }
            }
        }
    }
}
