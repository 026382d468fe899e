//! How the span indexes follow a list of edits: each in one step, however many marks moved.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::annotation::Annotation;
use super::edit::Edit;
use super::tagset::Id;
use super::{Entry, Project};

impl Project {
    /// Brings the span indexes up to date after a list of edits, each index in one step. With each
    /// edit comes the one that takes it back.
    pub(super) fn follow_moves<'e>(&mut self, edits: impl Iterator<Item = (&'e Edit, &'e Edit)>) {
        let mut moves: BTreeMap<&Id, Vec<Move<'_>>> = BTreeMap::new();
        for (edit, undo) in edits {
            match (edit, undo) {
                (Edit::Annotation { article, id, to }, Edit::Annotation { to: from, .. }) => {
                    let step = Move {
                        id,
                        from: from.as_ref(),
                        to: to.as_ref(),
                    };
                    moves.entry(article).or_default().push(step);
                }
                // An article that goes takes its index along; if it comes back, it comes with an
                // empty one.
                (Edit::Article { id, to: None, .. }, _) => drop(moves.remove(id)),
                _ => {}
            }
        }
        for (article, marks) in moves {
            if let Ok(entry) = self.entry_mut(article) {
                let moves = once_each(marks).into_iter();
                entry.follow(moves.map(|it| (it.from, it.to)));
            }
        }
    }
}

impl Entry {
    /// Brings the indexes up to date with marks that were one thing and are another, each mark once.
    pub(super) fn follow<'e>(
        &mut self,
        moves: impl Iterator<Item = (Option<&'e Arc<Annotation>>, Option<&'e Arc<Annotation>>)>,
    ) {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        for (from, to) in moves {
            let from = from.and_then(|mark| self.let_go(mark));
            let to = to.and_then(|mark| self.take_up(mark));
            match (from, to) {
                // A mark that stays where it is changes only what comes along.
                (Some((was, _)), Some((is, mark))) if was == is => {
                    self.index.replace(is, mark);
                }
                (from, to) => {
                    removed.extend(from);
                    added.extend(to);
                }
            }
        }
        self.index.apply(removed, added);
    }
}

/// What a mark was before an edit, and what it is after it. Borrowed, for to count ten thousand
/// references up and down takes as long as to look up as many marks.
struct Move<'e> {
    id: &'e Id,
    from: Option<&'e Arc<Annotation>>,
    to: Option<&'e Arc<Annotation>>,
}

/// For each mark what it was before the first edit and what it is after the last.
fn once_each(mut moves: Vec<Move<'_>>) -> Vec<Move<'_>> {
    // The edits of one mark stay in their order; most often all are in order already.
    moves.sort_by(|one, two| one.id.cmp(two.id));
    moves.dedup_by(|next, kept| {
        let same = next.id == kept.id;
        if same {
            kept.to = next.to;
        }
        same
    });
    moves
}
