//! Undo and redo.

use super::{Notice, Outcome, Workbench, refused};
use crate::command::Command;
use crate::history::Whereabouts;
use crate::review::settle::decided;
use crate::span::Span;

impl Workbench {
    /// Takes steps back or makes them again.
    pub(super) fn stepping(&mut self, command: &Command) -> Outcome {
        match command {
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::GoToStep(steps) => self.go_to_step(*steps),
            _ => Outcome::default(),
        }
    }

    pub(super) fn undo(&mut self) -> Outcome {
        match self.history.undo(&mut self.project) {
            Ok(None) => Outcome::notice(Notice::plain("There is nothing to undo", "")),
            Ok(Some(step)) => {
                let (place, decided) = (step.before().clone(), decided(step.edits()));
                let outcome = self.go_back_to(place);
                self.follow_decision(&decided, outcome)
            }
            Err(error) => refused(&error),
        }
    }

    pub(super) fn redo(&mut self) -> Outcome {
        match self.history.redo(&mut self.project) {
            Ok(None) => Outcome::notice(Notice::plain("There is nothing to redo", "")),
            Ok(Some(step)) => {
                let (place, decided) = (step.after().clone(), decided(step.edits()));
                let outcome = self.go_back_to(place);
                self.follow_decision(&decided, outcome)
            }
            Err(error) => refused(&error),
        }
    }

    /// Undoes or redoes until `steps` are done, or there is nothing further that way.
    pub(super) fn go_to_step(&mut self, steps: usize) -> Outcome {
        let all = self.history.done().len() + self.history.undone().len();
        let steps = steps.min(all);
        let mut last = Outcome::default();
        while self.history.done().len() != steps {
            let back = self.history.done().len() > steps;
            let outcome = if back { self.undo() } else { self.redo() };
            if !outcome.changed {
                // The project refused a step; those before it were made all the same.
                let changed = last.changed;
                return Outcome { changed, ..outcome };
            }
            last = outcome;
        }
        last
    }

    fn go_back_to(&mut self, place: Whereabouts) -> Outcome {
        let range = place.range.filter(|range| !range.is_empty());
        self.stand_at(place);
        let mark = self.selected().and_then(|mark| mark.span()).map(Span::hull);
        Outcome::changed().revealing(mark.or(range))
    }
}
