//! How far cases are, also in a review that is opened again, in which what was decided has changed
//! one's own reading.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Case, Matter, Progress, Review, Spot};
use crate::project::{Annotation, Decision, Edit, Id, Project, Stamp, Time, Verdict};
use crate::review::compare::{About, BESIDE, DisputeKind};

/// What a case follows from: a decision of another, and whether somebody says something else since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Follows {
    pub(super) decision: Id,
    stale: bool,
}

/// Decisions that say of all marks of a position what is to stand there, to be found by what they
/// left of it.
#[derive(Default)]
struct Whole<'p> {
    /// By the article and the mark that came first when it was decided.
    anchors: BTreeMap<&'p str, &'p Decision>,
    /// By the article, and when it was decided: marks that a decision made or changed say that too.
    /// Several may have been decided in one step.
    times: BTreeMap<(&'p Id, Time), Vec<&'p Decision>>,
    /// Those that left nothing, by the article and the words.
    quotes: BTreeMap<(&'p Id, &'p str), &'p Decision>,
}

impl Review {
    /// How far a case is in a project.
    pub fn progress(&self, mine: &Project, case: &Case) -> Progress {
        let known = mine.decision(&case.key);
        if let Matter::Conflict(dispute) = &case.about {
            let open = mine.dispute(&dispute.id).is_some();
            let verdict = known.map(|it| it.verdict.clone());
            return match (open, verdict) {
                (false, verdict) => Progress::Decided(verdict.unwrap_or_default()),
                (true, Some(it @ (Verdict::Discuss | Verdict::Later))) => Progress::Aside(it),
                (true, _) => Progress::Open,
            };
        }
        let Some(decision) = known else {
            return self.following(mine, case);
        };
        let verdict = decision.verdict.clone();
        match verdict {
            Verdict::Open => Progress::Open,
            Verdict::Discuss | Verdict::Later => Progress::Aside(verdict),
            _ if self.has_changed(case, decision) => Progress::Stale(verdict),
            _ => Progress::Decided(verdict),
        }
    }

    /// How far a case is about which nothing was said: open, unless it follows from another.
    fn following(&self, mine: &Project, case: &Case) -> Progress {
        let follows = self.follows.get(&case.key);
        let found = follows.and_then(|it| Some((mine.decision(&it.decision)?, it.stale)));
        match found {
            None => Progress::Open,
            Some((decision, true)) => Progress::Stale(decision.verdict.clone()),
            Some((decision, false)) => Progress::Decided(decision.verdict.clone()),
        }
    }

    /// What was decided of a case, or of another from which it follows.
    pub fn decision_of<'p>(&self, mine: &'p Project, case: &Case) -> Option<&'p Arc<Decision>> {
        let other = || mine.decision(&self.follows.get(&case.key)?.decision);
        mine.decision(&case.key).or_else(other)
    }

    /// Whether a colleague says something else than when a case was decided. One's own reading
    /// changes by deciding.
    fn has_changed(&self, case: &Case, decision: &Decision) -> bool {
        let voices = self.voices(case);
        let mut others = voices.iter().filter(|voice| voice.number > 0);
        let differs = others.any(|voice| {
            let then = decision.readings.iter().find(|it| it.by == voice.name);
            then.is_none_or(|then| then.value != voice.words)
        });
        // What was decided of a whole position has changed who stands against whom there.
        let spot = self.spot(case).filter(|_| is_whole(decision));
        differs && spot.is_none_or(|spot| self.is_news(spot, decision))
    }

    /// The cases about marks that are there only because of what was decided of their position in
    /// an earlier review: both readings side by side leave one that the other has not, and a
    /// reading that was set right by hand may be nobody's.
    pub(super) fn find_following(&self, mine: &Project) -> BTreeMap<Id, Follows> {
        let whole = Whole::of(mine);
        let mut found = BTreeMap::new();
        if whole.anchors.is_empty() {
            return found;
        }
        for case in &self.cases {
            let spot = self.spot(case).filter(|_| self.is_about_marks(case));
            let spot = spot.filter(|_| mine.decision(&case.key).is_none());
            let Some(spot) = spot else { continue };
            let decisions = whole.find(self, spot);
            let fitting = decisions.iter().find(|it| !self.is_news(spot, it));
            if let Some(decision) = fitting.or(decisions.first()) {
                let follows = Follows {
                    decision: decision.id.clone(),
                    stale: fitting.is_none(),
                };
                found.insert(case.key.clone(), follows);
            }
        }
        found
    }

    /// The edits that say of the other open cases about marks of a position that nothing was decided
    /// of them. In a later review they would follow from what was decided of this one.
    pub fn leave_others_open(&self, mine: &Project, case: &Case, stamp: &Stamp) -> Vec<Edit> {
        let spot = self.spot(case).filter(|_| self.is_about_marks(case));
        let others = self.cases.iter().filter(|other| {
            other.key != case.key
                && spot.is_some()
                && self.spot(other) == spot
                && self.is_about_marks(other)
                && mine.decision(&other.key).is_none()
                && self.progress(mine, other) == Progress::Open
        });
        let open = |other| self.put_aside(mine, other, Verdict::Open, stamp.clone());
        others.map(open).collect()
    }

    fn is_about_marks(&self, case: &Case) -> bool {
        let dispute = self.dispute(case).map(|(_, dispute)| dispute);
        dispute.is_some_and(|it| it.about == About::Marks && it.kind != DisputeKind::Identity)
    }

    /// Whether a colleague says something else at a position than when it was decided. Marks of
    /// those who said nothing may have stood at another position then.
    fn is_news(&self, spot: Spot, decision: &Decision) -> bool {
        let others = (1..self.colleagues.len()).map(|number| (number, self.marks(spot, number)));
        let mut speaking = others.filter(|(_, marks)| !marks.is_empty());
        speaking.any(|(number, marks)| {
            let name = self.name(number);
            let then = decision.readings.iter().find(|it| it.by == name);
            let Some(then) = then.and_then(|it| it.value.as_deref()) else {
                return false;
            };
            let of_tags = ["tag", "missing"].contains(&decision.kind.as_str());
            marks.iter().any(|mark| match of_tags {
                true => !then.split(", ").any(|tag| tag == mark.tag.as_str()),
                false => {
                    let words = self.words(spot, mark);
                    !then.split(BESIDE).any(|it| it == words)
                }
            })
        })
    }

    fn words(&self, (sheet, _): Spot, mark: &Annotation) -> String {
        let sheet = self.sheets.get(sheet);
        sheet.map_or_else(String::new, |it| mark.words(&it.sheet.article.text))
    }
}

/// Whether a decision says of all marks of a position what is to stand there.
fn is_whole(decision: &Decision) -> bool {
    let all = matches!(
        decision.verdict,
        Verdict::Both | Verdict::Neither | Verdict::Redrawn
    );
    let marks = ["missing", "tag", "boundary", "fragments"];
    all && marks.contains(&decision.kind.as_str())
}

impl<'p> Whole<'p> {
    fn of(mine: &'p Project) -> Self {
        let mut whole = Self::default();
        for decision in mine.decisions() {
            let name = decision.id.as_str().split_once('/');
            let name = name.filter(|_| is_whole(decision));
            let (Some((_, anchor)), Some(article)) = (name, &decision.article) else {
                continue;
            };
            whole.anchors.insert(anchor, decision);
            let stamp = &decision.stamp;
            for time in [stamp.created, stamp.changed].into_iter().flatten() {
                let then = whole.times.entry((article, time)).or_default();
                then.push(decision);
            }
            if decision.verdict == Verdict::Neither {
                whole.quotes.insert((article, &decision.quote), decision);
                let words = decision
                    .readings
                    .iter()
                    .filter_map(|it| it.value.as_deref());
                for words in words {
                    whole.quotes.entry((article, words)).or_insert(decision);
                }
            }
        }
        whole
    }

    /// The decisions that a position may be as it is because of.
    fn find(&self, review: &Review, spot: Spot) -> Vec<&'p Decision> {
        let Some(article) = review.article(spot.0) else {
            return Vec::new();
        };
        let own = review.marks(spot, 0);
        let mut found = Vec::new();
        for mark in own {
            let anchor = format!("{article}/{}", mark.id);
            found.extend(self.anchors.get(anchor.as_str()));
            let times = [mark.stamp.created, mark.stamp.changed];
            let made = times.into_iter().flatten();
            found.extend(
                made.filter_map(|time| self.times.get(&(article, time)))
                    .flatten(),
            );
        }
        for number in 1..review.colleagues.len() {
            for mark in review.marks(spot, number) {
                let anchor = format!("{article}/{}:{}", review.name(number), mark.id);
                found.extend(self.anchors.get(anchor.as_str()));
                if own.is_empty() {
                    let words = review.words(spot, mark);
                    found.extend(self.quotes.get(&(article, words.as_str())));
                }
            }
        }
        found
    }
}
