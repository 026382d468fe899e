//! How far all cases are, kept up with what changes: after a decision only what it is about is
//! looked at again.

use std::collections::BTreeMap;

use super::{Matter, Progress, Review, Tally};
use crate::project::{Edit, Id, Project};

/// How far each case of a review is in a project.
#[derive(Clone, Debug, Default)]
pub struct Course {
    progress: Vec<Progress>,
    tally: Tally,
    /// By a decision's or a dispute's id: the places of the cases that it says something of.
    about: BTreeMap<Id, Vec<usize>>,
}

impl Course {
    /// Looks at every case.
    pub fn of(review: &Review, mine: &Project) -> Self {
        let mut about: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
        for (place, case) in review.cases().iter().enumerate() {
            let mut note = |id: &Id| about.entry(id.clone()).or_default().push(place);
            note(&case.key);
            if let Matter::Conflict(dispute) = &case.about {
                note(&dispute.id);
            }
            if let Some(follows) = review.follows.get(&case.key) {
                note(&follows.decision);
            }
        }
        let cases = review.cases().iter();
        let progress = cases.map(|case| review.progress(mine, case)).collect();
        let mut course = Self {
            tally: Tally::of(review),
            progress,
            about,
        };
        for progress in &course.progress {
            course.tally.count(progress, true);
        }
        course
    }

    /// Looks again at the cases that these decisions and disputes say something of.
    pub fn follow(&mut self, review: &Review, mine: &Project, changed: &[Id]) {
        let places = changed.iter().filter_map(|id| self.about.get(id));
        for place in places.flatten() {
            let case = review.cases().get(*place);
            if let (Some(known), Some(case)) = (self.progress.get_mut(*place), case) {
                self.tally.count(known, false);
                *known = review.progress(mine, case);
                self.tally.count(known, true);
            }
        }
    }

    /// How far the case at a place is.
    pub fn progress(&self, place: usize) -> Option<&Progress> {
        self.progress.get(place)
    }

    /// How far the review is.
    pub fn tally(&self) -> Tally {
        self.tally
    }
}

/// The decisions and disputes that edits change.
pub fn decided(edits: &[Edit]) -> Vec<Id> {
    let ids = edits.iter().filter_map(|edit| match edit {
        Edit::Decision { id, .. } | Edit::Dispute { id, .. } => Some(id.clone()),
        _ => None,
    });
    ids.collect()
}
