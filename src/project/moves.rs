//! How the span indexes follow a list of edits: each in one step, however many marks moved.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Project;
use super::annotation::Annotation;
use super::tagset::Id;

impl Project {
    /// Brings the span indexes up to date after a list of edits, each in one step.
    pub(super) fn flush(&mut self, moves: Moves) {
        for (article, marks) in moves.0 {
            let Ok(entry) = self.entry_mut(&article) else {
                continue;
            };
            let (mut removed, mut added) = (Vec::new(), Vec::new());
            for (from, to) in once_each(marks) {
                let from = from.and_then(|mark| entry.let_go(&mark));
                let to = to.and_then(|mark| entry.take_up(&mark));
                match (from, to) {
                    // A mark that stays where it is changes only what comes along.
                    (Some((was, _)), Some((is, mark))) if was == is => {
                        entry.index.replace(is, mark);
                    }
                    (from, to) => {
                        removed.extend(from);
                        added.extend(to);
                    }
                }
            }
            entry.index.apply(removed, added);
        }
    }
}

/// What a list of edits does to the span indexes, gathered so that each is brought up to date once.
#[derive(Default)]
pub(super) struct Moves(BTreeMap<Id, Vec<Move>>);

/// What a mark was before an edit, and what it is after it.
type Move = (Option<Arc<Annotation>>, Option<Arc<Annotation>>);

impl Moves {
    /// An article that goes takes its index along; if it comes back, it comes with an empty one.
    pub(super) fn forget(&mut self, article: &Id) {
        self.0.remove(article);
    }

    pub(super) fn note(
        &mut self,
        article: &Id,
        from: Option<&Arc<Annotation>>,
        to: Option<&Arc<Annotation>>,
    ) {
        let step = (from.cloned(), to.cloned());
        match self.0.get_mut(article) {
            Some(marks) => marks.push(step),
            None => drop(self.0.insert(article.clone(), vec![step])),
        }
    }
}

fn id((from, to): &Move) -> Option<&Id> {
    let mark = to.as_ref().or(from.as_ref());
    mark.map(|mark| &mark.id)
}

/// For each mark what it was before the first edit and what it is after the last.
fn once_each(mut moves: Vec<Move>) -> Vec<Move> {
    // The edits of one mark stay in their order; most often all are in order already.
    moves.sort_by(|one, two| id(one).cmp(&id(two)));
    let mut once: Vec<Move> = Vec::with_capacity(moves.len());
    for step in moves {
        match once.last_mut() {
            Some(last) if id(last) == id(&step) => last.1 = step.1,
            _ => once.push(step),
        }
    }
    once
}
