//! Deciding the current case, several by a rule, or all that are alike.

use super::{ReviewDesk, hand};
use crate::command::Command;
use crate::history::{Field, Whereabouts};
use crate::project::{Stamp, Verdict};
use crate::review::settle::{Case, Choice, Impossible, Progress, Review, Settled, Strategy};
use crate::workbench::{Notice, Outcome, Workbench, World};

impl Workbench {
    pub(super) fn decide(&mut self, choice: Choice, world: &mut World<'_>) -> Outcome {
        let Some((desk, case)) = self.current_case() else {
            return Outcome::default();
        };
        let mut hand = hand(&self.author, world);
        if !desk.alike.is_empty() {
            let all = desk.alike.iter().chain([&desk.current]);
            let choices: Vec<_> = all.map(|place| (*place, choice)).collect();
            let settled = desk.review.decide_all(&self.project, &choices, &mut hand);
            return self.make_many("Decide all like this", settled);
        }
        match desk.review.decide(&self.project, case, choice, &mut hand) {
            Ok(settled) => {
                let name = step_name(&desk.review, case);
                self.make(name, settled)
            }
            Err(why) => not_decided(&why),
        }
    }

    /// Makes what was settled as one step, and goes on to the next case that is open.
    pub(super) fn make(&mut self, name: String, settled: Settled) -> Outcome {
        if let Some(desk) = &mut self.review {
            desk.review.note(&settled);
        }
        let after = Whereabouts {
            mark: None,
            ..self.whereabouts()
        };
        let done = self.commit_going(name, settled.edits, after, None);
        if !done.changed {
            return done;
        }
        let shown = self.go_on();
        Outcome {
            changed: true,
            ..shown
        }
    }

    pub(super) fn put_aside(&mut self, verdict: Verdict, world: &mut World<'_>) -> Outcome {
        let Some((desk, case)) = self.current_case() else {
            return Outcome::default();
        };
        let what = if verdict == Verdict::Later {
            "Later"
        } else {
            "Discuss"
        };
        let name = format!("{what}: {}", step_name(&desk.review, case));
        let stamp = Stamp::new(&self.author, world.now);
        let edit = desk.review.put_aside(&self.project, case, verdict, stamp);
        self.make(name, Settled::of(vec![edit]))
    }

    /// Keeps what was decided, from the readings as they are now.
    pub(super) fn keep_decision(&mut self, world: &mut World<'_>) -> Outcome {
        let Some((desk, case)) = self.current_case() else {
            return Outcome::default();
        };
        let Some(Progress::Stale(verdict)) = desk.progress(desk.current) else {
            return Outcome::notice(Notice::plain("Nothing was said otherwise since", ""));
        };
        let stamp = Stamp::new(&self.author, world.now);
        let edit = desk
            .review
            .put_aside(&self.project, case, verdict.clone(), stamp);
        self.make("Keep the decision".to_owned(), Settled::of(vec![edit]))
    }

    pub(super) fn toggle_gap(&mut self, world: &mut World<'_>) -> Outcome {
        let Some((desk, case)) = self.current_case() else {
            return Outcome::default();
        };
        let known = self.project.decision(&case.key);
        let gap = !known.is_some_and(|it| it.gap);
        let stamp = Stamp::new(&self.author, world.now);
        let edit = desk.review.set_gap(&self.project, case, gap, stamp);
        let name = if gap { "Note a gap" } else { "No gap" };
        if gap {
            return self.make(name.to_owned(), Settled::of(vec![edit]));
        }
        self.commit(name, vec![edit], None)
    }

    pub(super) fn set_comment(&mut self, comment: &str, world: &mut World<'_>) -> Outcome {
        let Some((desk, case)) = self.current_case() else {
            return Outcome::default();
        };
        let known = self.project.decision(&case.key);
        if known.map_or("", |it| it.comment.as_str()) == comment {
            return Outcome::default();
        }
        let stamp = known.map_or_else(
            || Stamp::new(&self.author, world.now),
            |it| it.stamp.touched(world.now),
        );
        let field = Field {
            article: None,
            owner: case.key.clone(),
            name: "comment".to_owned(),
        };
        let edit = desk.review.set_comment(&self.project, case, comment, stamp);
        self.commit_field("Write a comment", vec![edit], None, Some(field))
    }

    pub(super) fn decide_by_rule(&mut self, strategy: Strategy, world: &mut World<'_>) -> Outcome {
        let Some(desk) = &self.review else {
            return Outcome::default();
        };
        let mut hand = hand(&self.author, world);
        let settled = desk.review.by_strategy(&self.project, strategy, &mut hand);
        self.make_many("Decide by a rule", settled)
    }

    fn make_many(&mut self, name: &str, settled: Settled) -> Outcome {
        let what = match settled.count {
            0 => {
                let why = "No open dispute has a reading that it takes.";
                return Outcome::notice(Notice::plain("Nothing was decided by it", why));
            }
            1 => "One dispute was decided".to_owned(),
            many => format!("{many} disputes were decided"),
        };
        let outcome = self.make(name.to_owned(), settled);
        let notice = Notice::plain(what, "").with_action("Undo", Command::Undo);
        Outcome {
            notice: Some(notice),
            ..outcome
        }
    }

    pub(super) fn current_case(&self) -> Option<(&ReviewDesk, &Case)> {
        let desk = self.review.as_ref()?;
        Some((desk, desk.case()?))
    }
}

/// What the history calls a decision: «Decide a boundary».
pub(super) fn step_name(review: &Review, case: &Case) -> String {
    let kind = review.kind(case).replace('_', " ");
    format!("Decide: {kind}")
}

fn not_decided(why: &Impossible) -> Outcome {
    let sentence = why.to_string();
    let mut letters = sentence.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let sentence: String = first.chain(letters).collect();
    Outcome::notice(Notice::plain("Nothing was decided", format!("{sentence}.")))
}
