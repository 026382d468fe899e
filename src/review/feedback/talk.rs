//! What was said of the places that feedback is about: threads of comments, and why disputes were
//! decided as they were.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use super::Item;
use crate::project::{Article, Comment, Decision, Id, Thread};
use crate::review::align::Colleague;
use crate::review::compare::{About, Dispute, DisputeKind, Position};
use crate::text::Digest;

/// Everything that is said in an annotator's project and in that of whoever decided, to be found by
/// the marks that it is about.
pub(super) struct Talk<'p> {
    annotator: &'p str,
    /// What articles are called in the project of whoever decided.
    articles: BTreeMap<Digest, &'p Id>,
    /// The comments on marks, by article and mark.
    marks: BTreeMap<(&'p Id, &'p Id), Comments<'p>>,
    /// What is said of disputes, by what follows the kind in their names, and by the kind.
    disputes: BTreeMap<&'p str, BTreeMap<&'p str, Said<'p>>>,
}

type Comments<'p> = Vec<&'p Arc<Comment>>;

/// What is said of one dispute.
#[derive(Default)]
struct Said<'p> {
    comments: Comments<'p>,
    decision: Option<&'p Decision>,
}

/// What is said at one position.
#[derive(Default)]
pub(super) struct Here<'t, 'p> {
    /// On the marks themselves.
    comments: Vec<&'p Arc<Comment>>,
    /// On disputes, with their kinds, and what of the position each is about.
    disputes: Vec<(&'p str, &'p str, &'t Said<'p>)>,
}

impl<'p> Talk<'p> {
    pub(super) fn of(annotator: &'p Colleague, decided: &'p Colleague) -> Self {
        let entries = decided.project.entries().iter();
        let mut talk = Self {
            annotator: &annotator.name,
            articles: entries
                .map(|it| (it.article().text.digest(), &it.article().id))
                .collect(),
            marks: BTreeMap::new(),
            disputes: BTreeMap::new(),
        };
        let mut seen = BTreeSet::new();
        let theirs = annotator.project.comments();
        for comment in decided.project.comments().chain(theirs) {
            if !seen.insert(&comment.id) {
                continue;
            }
            match &comment.about {
                Thread::Mark { article, mark } => {
                    let thread = talk.marks.entry((article, mark)).or_default();
                    thread.push(comment);
                }
                Thread::Dispute(name) => {
                    let said = talk.of_dispute(name);
                    said.into_iter().for_each(|it| it.comments.push(comment));
                }
            }
        }
        for decision in decided.project.decisions() {
            if let Some(said) = talk.of_dispute(&decision.id) {
                said.decision = Some(decision);
            }
        }
        talk
    }

    /// What is said of the dispute of this name; none if its name says no place.
    fn of_dispute(&mut self, name: &'p Id) -> Option<&mut Said<'p>> {
        let (kind, place) = name.as_str().split_once('/')?;
        let known = DisputeKind::ALL.iter().any(|it| it.name() == kind);
        known.then(|| {
            let here = self.disputes.entry(place).or_default();
            here.entry(kind).or_default()
        })
    }

    /// What is said at a position of the annotator's and the decided marks, in this order.
    pub(super) fn at(&self, article: &Article, position: &Position) -> Here<'_, 'p> {
        let mut here = Here::default();
        let theirs = self.articles.get(&article.text.digest()).copied();
        let mut articles = vec![&article.id];
        articles.extend(theirs.filter(|id| **id != article.id));
        for (number, reading) in position.readings.iter().enumerate() {
            for mark in reading.marks() {
                for article in &articles {
                    let known = self.marks.get(&(*article, &mark.id));
                    here.comments.extend(known.into_iter().flatten());
                    // In a review, one's own marks stand for a position by their ids, and those
                    // of others by their names too.
                    self.named_for(&format!("{article}/{}", mark.id), &mut here);
                    if number == 0 {
                        let anchor = format!("{article}/{}:{}", self.annotator, mark.id);
                        self.named_for(&anchor, &mut here);
                    }
                }
            }
        }
        here.tidy();
        here
    }

    /// Adds what is said of disputes whose names say that they are about this mark.
    fn named_for<'t>(&'t self, anchor: &str, here: &mut Here<'t, 'p>) {
        let from = (Bound::Included(anchor), Bound::Unbounded);
        let found = self.disputes.range::<str, _>(from);
        for (place, said) in found.take_while(|it| it.0.starts_with(anchor)) {
            let rest = place.get(anchor.len()..).unwrap_or_default();
            if rest.is_empty() || rest.starts_with('/') {
                let about = rest.trim_start_matches('/');
                let said = said.iter().map(|(kind, said)| (*kind, about, said));
                here.disputes.extend(said);
            }
        }
    }
}

impl<'p> Here<'_, 'p> {
    /// Each thing once: ids may be the same in both projects.
    fn tidy(&mut self) {
        self.comments.sort_by_key(|it| &it.id);
        self.comments.dedup_by_key(|it| &it.id);
        let mut seen = BTreeSet::new();
        self.disputes
            .retain(|(kind, about, said)| seen.insert((*kind, *about, std::ptr::from_ref(*said))));
    }

    /// Gives an item what was said of the very dispute, and why it was decided so.
    pub(super) fn tell(&mut self, dispute: &Dispute, item: &mut Item) {
        let about = match &dispute.about {
            About::Value(attribute) => Some(attribute.as_str()),
            About::Marks | About::Arrows(_) => None,
        };
        let kind = dispute.kind.name();
        let is_it = |of: &str, what: &str| of == kind && about.is_none_or(|about| about == what);
        for (of, what, said) in &self.disputes {
            if !is_it(of, what) {
                continue;
            }
            item.talk
                .extend(said.comments.iter().map(|it| Arc::clone(it)));
            let Some(decision) = said.decision else {
                continue;
            };
            item.gap |= decision.gap;
            let why = decision.comment.trim();
            if !why.is_empty() && !item.why.iter().any(|known| known == why) {
                item.why.push(why.to_owned());
            }
        }
        self.disputes.retain(|(of, what, _)| !is_it(of, what));
    }

    /// What was not told yet, the oldest first.
    pub(super) fn rest(self) -> Vec<Arc<Comment>> {
        let of_disputes = self.disputes.into_iter();
        let of_disputes = of_disputes.flat_map(|(_, _, said)| said.comments.clone());
        let all = self.comments.into_iter().chain(of_disputes);
        in_order(all.map(Arc::clone).collect())
    }
}

/// Comments as a thread: the oldest first.
pub(super) fn in_order(mut comments: Vec<Arc<Comment>>) -> Vec<Arc<Comment>> {
    comments.sort_by(|a, b| (a.stamp.created, &a.id).cmp(&(b.stamp.created, &b.id)));
    comments
}
