//! From what a reviewer says to edits.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::draft::{Draft, Hand};
use super::{Case, Matter, Review, Spot};
use crate::project::{Decision, Edit, EditError, Id, Project, Stamp, Verdict};

/// What a reviewer says of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The reading of the voice at this place, from 0.
    Reading(usize),
    /// All readings, side by side.
    Both,
    /// None of them.
    Neither,
}

/// What a decision leads to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settled {
    /// The edits of one's own project, in order.
    pub edits: Vec<Edit>,
    /// The marks that now stand for a position, beside those that did before.
    pub(super) held: BTreeMap<Spot, BTreeSet<Id>>,
    /// How many cases are decided, or positions taken over.
    pub count: usize,
}

/// Why a case cannot be decided so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// A place that no voice has.
    #[error("there is no such reading")]
    NoReading,
    /// A mark has one value, one identity; a thing one name.
    #[error("there is room for one of them only; take a reading")]
    One,
    /// Something must be there.
    #[error("something must stand here; take a reading")]
    Needed,
    /// The tagset does not take a value.
    #[error("your tagset does not allow {0:?}; change the tagset first")]
    Value(String),
    /// What it is about is gone.
    #[error("what it is about is gone")]
    Gone,
    /// Only a person can do it.
    #[error("{0} can only be set right by hand; keep what stands and change it there")]
    ByHand(String),
    /// The project refuses it.
    #[error(transparent)]
    Refused(#[from] EditError),
}

impl Settled {
    /// One case that these edits settle, without marks of its own.
    pub fn of(edits: Vec<Edit>) -> Self {
        Self {
            edits,
            held: BTreeMap::new(),
            count: 1,
        }
    }
}

impl Review {
    /// Decides a case.
    ///
    /// # Errors
    /// Says why it cannot be decided so.
    pub fn decide(
        &self,
        mine: &Project,
        case: &Case,
        choice: Choice,
        hand: &mut Hand<'_>,
    ) -> Result<Settled, Impossible> {
        let mut draft = Draft::new(self, mine, hand);
        self.decide_in(&mut draft, case, choice)?;
        Ok(draft.finish(1))
    }

    /// Decides several cases alike, as one step. Those that cannot be decided so are left as they
    /// are, and not counted.
    pub fn decide_all(
        &self,
        mine: &Project,
        choices: &[(usize, Choice)],
        hand: &mut Hand<'_>,
    ) -> Settled {
        let mut draft = Draft::new(self, mine, hand);
        let mut count = 0;
        for (place, choice) in choices {
            let Some(case) = self.cases.get(*place) else {
                continue;
            };
            let before = draft.made();
            match self.decide_in(&mut draft, case, *choice) {
                Ok(()) => count += 1,
                Err(_) => draft.go_back(before),
            }
        }
        draft.finish(count)
    }

    fn decide_in(
        &self,
        draft: &mut Draft<'_, '_, '_>,
        case: &Case,
        choice: Choice,
    ) -> Result<(), Impossible> {
        let voices = self.voices(case);
        let verdict = match choice {
            Choice::Reading(place) => {
                let voice = voices.get(place).ok_or(Impossible::NoReading)?;
                Verdict::Reading(voice.name.clone())
            }
            Choice::Both => Verdict::Both,
            Choice::Neither => Verdict::Neither,
        };
        match &case.about {
            Matter::Conflict(dispute) => draft.settle_conflict(dispute, choice)?,
            Matter::Dispute { sheet, .. } => {
                let (_, dispute) = self.dispute(case).ok_or(Impossible::Gone)?;
                match choice {
                    Choice::Reading(place) => {
                        let voice = voices.get(place).ok_or(Impossible::NoReading)?;
                        draft.take(*sheet, dispute, voice.number)?;
                    }
                    Choice::Both => {
                        let all: Vec<usize> = voices.iter().map(|it| it.number).collect();
                        draft.take_all(*sheet, dispute, &all)?;
                    }
                    Choice::Neither => draft.take_none(*sheet, dispute)?,
                }
            }
        }
        let decision = self.decision(draft.mine(), case, verdict, draft.stamp());
        draft.record(decision)
    }

    /// The edit that says of a case that it waits: to be talked about, for later, or because the
    /// words were chosen by hand. What was decided before stays in the text.
    pub fn put_aside(&self, mine: &Project, case: &Case, verdict: Verdict, stamp: Stamp) -> Edit {
        recorded(self.decision(mine, case, verdict, stamp))
    }

    /// The edit that says that the guideline does not say what is right here, or takes that back.
    pub fn set_gap(&self, mine: &Project, case: &Case, gap: bool, stamp: Stamp) -> Edit {
        let verdict = known_verdict(mine, case);
        let decision = self.decision(mine, case, verdict, stamp);
        recorded(Decision { gap, ..decision })
    }

    /// The edit that says why.
    pub fn set_comment(&self, mine: &Project, case: &Case, comment: &str, stamp: Stamp) -> Edit {
        let verdict = known_verdict(mine, case);
        let decision = self.decision(mine, case, verdict, stamp);
        recorded(Decision {
            comment: comment.to_owned(),
            ..decision
        })
    }

    /// A decision of a case; what was written about the case stays.
    fn decision(&self, mine: &Project, case: &Case, verdict: Verdict, stamp: Stamp) -> Decision {
        let known = mine.decision(&case.key);
        let (article, quote) = self.place_words(case);
        Decision {
            id: case.key.clone(),
            article,
            kind: self.kind(case).to_owned(),
            quote,
            verdict,
            gap: known.is_some_and(|it| it.gap),
            comment: known.map(|it| it.comment.clone()).unwrap_or_default(),
            readings: self.said(case),
            stamp,
        }
    }

    /// The article and the words that a case is about.
    pub fn place_words(&self, case: &Case) -> (Option<Id>, String) {
        match &case.about {
            Matter::Conflict(dispute) => {
                let what = format!("{} {}", dispute.about.name(), dispute.field);
                (dispute.article.clone(), what)
            }
            Matter::Dispute { sheet, .. } => {
                let quote = self.dispute(case).map(|(_, it)| it.quote.clone());
                (self.article(*sheet).cloned(), quote.unwrap_or_default())
            }
        }
    }
}

fn known_verdict(mine: &Project, case: &Case) -> Verdict {
    let known = mine.decision(&case.key);
    known.map(|it| it.verdict.clone()).unwrap_or_default()
}

pub(super) fn recorded(decision: Decision) -> Edit {
    Edit::Decision {
        id: decision.id.clone(),
        to: Some(Arc::new(decision)),
    }
}
