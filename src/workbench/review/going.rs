//! Going from case to case, and setting marks right by hand in between.

use super::deciding::step_name;
use crate::command::Direction;
use crate::project::{Id, Stamp, Verdict};
use crate::review::settle::{Progress, Settled};
use crate::workbench::{Notice, Outcome, Workbench, World};

impl Workbench {
    /// Shows the article with the marks of the current case, the first of them selected.
    pub(super) fn start_redrawing(&mut self) -> Outcome {
        let Some((desk, case)) = self.current_case() else {
            return Outcome::default();
        };
        let mark = desk.review.held_mark(&self.project, case);
        if let Some(desk) = &mut self.review {
            desk.redrawing = true;
        }
        let shown = self.show_case();
        match mark {
            Some(mark) => self.select_mark(&mark),
            None => shown,
        }
    }

    pub(super) fn redrawn(&mut self, world: &mut World<'_>) -> Outcome {
        if let Some(desk) = &mut self.review {
            desk.redrawing = false;
        }
        self.selection = Default::default();
        let Some((desk, case)) = self.current_case() else {
            return Outcome::default();
        };
        let name = step_name(&desk.review, case);
        let stamp = Stamp::new(&self.author, world.now);
        let review = &desk.review;
        let edit = review.put_aside(&self.project, case, Verdict::Redrawn, stamp.clone());
        let struck_off = review.strike_off(case);
        let others = review.leave_others_open(&self.project, case, &stamp);
        let edits = struck_off.into_iter().chain([edit]).chain(others).collect();
        self.make(name, Settled::of(edits))
    }

    /// Lets the next decision be one of all that are like the current case, or of it alone again.
    pub(super) fn with_alike(&mut self) -> Outcome {
        let Some(desk) = &mut self.review else {
            return Outcome::default();
        };
        if !std::mem::take(&mut desk.alike).is_empty() {
            return Outcome::default();
        }
        desk.alike = desk.review.alike(&self.project, desk.current);
        if desk.alike.is_empty() {
            return Outcome::notice(Notice::plain("No open dispute is like this one", ""));
        }
        Outcome::default()
    }

    pub(super) fn list_cases(&mut self) -> Outcome {
        let Some(desk) = &mut self.review else {
            return Outcome::default();
        };
        desk.list_anew();
        let gone = !desk.listed.contains(&desk.current);
        match desk.listed.first().filter(|_| gone).copied() {
            Some(first) => self.go_to_case(first),
            None => Outcome::default(),
        }
    }

    pub(super) fn step_case(&mut self, direction: Direction) -> Outcome {
        let Some(desk) = &self.review else {
            return Outcome::default();
        };
        let here = desk.listed.iter().position(|place| *place == desk.current);
        let next = match (direction, here) {
            (_, None) => desk.listed.first(),
            (Direction::Forward, Some(here)) => desk.listed.get(here + 1),
            (Direction::Back, Some(here)) => {
                here.checked_sub(1).and_then(|place| desk.listed.get(place))
            }
        };
        match next.copied() {
            Some(place) => self.go_to_case(place),
            None => Outcome::default(),
        }
    }

    pub(super) fn go_to_case(&mut self, place: usize) -> Outcome {
        let Some(desk) = &mut self.review else {
            return Outcome::default();
        };
        if place < desk.review.cases().len() {
            desk.current = place;
            desk.redrawing = false;
            desk.alike.clear();
        }
        self.show_case()
    }

    /// The next open case after the current one, round and round; where it is if there is none.
    pub(super) fn go_on(&mut self) -> Outcome {
        let Some(desk) = &self.review else {
            return Outcome::default();
        };
        let here = desk.listed.iter().position(|place| *place == desk.current);
        let count = desk.listed.len();
        let after = desk.listed.iter().cycle();
        let after = after.skip(here.map_or(0, |here| here + 1)).take(count);
        let open = after.copied().find(|place| self.is_open(*place));
        match open {
            Some(place) => self.go_to_case(place),
            None => {
                let shown = self.show_case();
                self.all_done(shown)
            }
        }
    }

    /// What is said when no listed case is open any more.
    fn all_done(&self, outcome: Outcome) -> Outcome {
        let tally = self.tally();
        let waiting = tally.cases - tally.decided;
        let title = match waiting {
            0 => "Everything is decided".to_owned(),
            1 => "One dispute waits".to_owned(),
            many => format!("{many} disputes wait"),
        };
        let detail = if waiting == 0 {
            "Leave the review, or look at the decisions again with Up and Down."
        } else {
            "They were put aside, or the list does not show them."
        };
        outcome.saying(Notice::good(title, detail))
    }

    /// Goes to the first case that is open; to the first of all if none is.
    pub(super) fn go_to_open(&mut self) -> Outcome {
        let Some(desk) = &self.review else {
            return Outcome::default();
        };
        let open = desk
            .listed
            .iter()
            .copied()
            .find(|place| self.is_open(*place));
        let first = open.or_else(|| desk.listed.first().copied());
        self.go_to_case(first.unwrap_or(0))
    }

    fn is_open(&self, place: usize) -> bool {
        let progress = self.review.as_ref().and_then(|desk| desk.progress(place));
        matches!(progress, Some(Progress::Open | Progress::Stale(_)))
    }

    /// Brings the words of the current case into view.
    pub(super) fn show_case(&mut self) -> Outcome {
        let Some((desk, case)) = self.current_case() else {
            return Outcome::default();
        };
        let (article, range) = (desk.review.article_of(case), desk.review.range(case));
        if let Some(article) = article {
            self.show_article(&article);
        }
        Outcome::default().revealing(range)
    }

    /// Undo and redo come back to the case that the step decided.
    pub(in crate::workbench) fn follow_decision(
        &mut self,
        changed: &[Id],
        outcome: Outcome,
    ) -> Outcome {
        let Some(desk) = &mut self.review else {
            return outcome;
        };
        desk.follow(&self.project, changed);
        let place = changed.iter().find_map(|key| desk.review.place_of(key));
        let Some(place) = place else { return outcome };
        let shown = self.go_to_case(place);
        Outcome {
            reveal: shown.reveal.or(outcome.reveal),
            ..outcome
        }
    }
}
