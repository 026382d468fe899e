//! History: transactions, undo and redo, and revisions.
//!
//! One gesture is one [`Transaction`]; nothing is grouped by the clock. Only typing into one field
//! of one thing, with nothing else in between, grows the transaction that it began.

use crate::project::{Edit, EditError, Id, Project};
use crate::text::TextRange;

/// A state of a project. No two states of one history have the same revision, so whether there is
/// something to save is a comparison and not a flag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(u64);

impl Revision {
    /// A state that no project is ever in.
    pub fn nowhere() -> Self {
        Self(u64::MAX)
    }
}

/// Where the user is: what undo and redo come back to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// The article in view.
    pub article: Option<Id>,
    /// The selected mark.
    pub mark: Option<Id>,
    /// The selected words, or an empty range at the caret.
    pub range: Option<TextRange>,
    /// Further words that belong to the selection.
    pub more: Vec<TextRange>,
}

/// What one gesture did, and how it is taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    name: String,
    forward: Vec<Edit>,
    backward: Vec<Edit>,
    before: Whereabouts,
    after: Whereabouts,
    revision: Revision,
    field: Option<Field>,
}

/// A field that is typed into, letter by letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The article that it stands in, if it stands in one: marks of two articles may share an id.
    pub article: Option<Id>,
    /// The thing that has the field: a mark, a link, an identity, an article.
    pub owner: Id,
    /// Which field of it.
    pub name: String,
}

/// One gesture as it happened: what a journal keeps, so that it can be made again after a crash.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// How it was made.
    pub how: How,
    /// What the gesture did.
    pub name: String,
    /// The edits, in order.
    pub edits: Vec<Edit>,
    /// Where the user was before.
    pub before: Whereabouts,
    /// Where the user was afterwards.
    pub after: Whereabouts,
    /// The field that was typed into.
    pub field: Option<Field>,
}

/// How a gesture was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By doing something.
    Made,
    /// By taking a step back.
    Undone,
    /// By making a step again.
    Redone,
}

/// What can be undone and redone.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Transaction>,
    undone: Vec<Transaction>,
    current: Revision,
    newest: u64,
    /// Whether the last step may still grow: it is the last thing that happened.
    growing: bool,
    /// What happened since it was last asked for; none if nobody asks.
    tape: Option<Vec<Happening>>,
}

impl Transaction {
    /// What the gesture did, as «Tag as claim».
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The edits that it made, in order.
    pub fn edits(&self) -> &[Edit] {
        &self.forward
    }

    /// Where the user was before.
    pub fn before(&self) -> &Whereabouts {
        &self.before
    }

    /// Where the user was afterwards.
    pub fn after(&self) -> &Whereabouts {
        &self.after
    }

    /// The state that it led to.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    fn happened(&self, how: How, edits: &[Edit]) -> Happening {
        Happening {
            how,
            name: self.name.clone(),
            edits: edits.to_vec(),
            before: self.before.clone(),
            after: self.after.clone(),
            field: self.field.clone(),
        }
    }
}

impl History {
    /// The state that the project is in.
    pub fn revision(&self) -> Revision {
        self.current
    }

    /// What was done, the oldest first.
    pub fn done(&self) -> &[Transaction] {
        &self.done
    }

    /// What was undone, the next to redo last.
    pub fn undone(&self) -> &[Transaction] {
        &self.undone
    }

    /// Remembers from now on what happens, until it is asked for.
    pub fn listen(&mut self) {
        self.tape.get_or_insert_default();
    }

    /// What happened since it was last asked for, in order; nothing unless it listens.
    pub fn happened(&mut self) -> Vec<Happening> {
        self.tape.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// What can be undone and redone from here, the nearest first, as it would happen: at most so
    /// many edits in all.
    pub fn past(&self, most: usize) -> Vec<Happening> {
        let mut left = most;
        let mut past = Vec::new();
        for step in self.done.iter().rev() {
            left = left.saturating_sub(step.backward.len());
            if left == 0 {
                break;
            }
            past.push(step.happened(How::Undone, &step.backward));
        }
        for step in self.undone.iter().rev() {
            left = left.saturating_sub(step.forward.len());
            if left == 0 {
                break;
            }
            past.push(step.happened(How::Redone, &step.forward));
        }
        past
    }

    /// The history of a project of which [`Self::past`] was kept. Each step is tried on a copy, and
    /// gives the way back from there; the first that cannot be made ends it.
    pub fn from_past<S>(
        project: &Project,
        past: impl IntoIterator<Item = S>,
        read: impl Fn(&S, &Project) -> Option<Happening>,
    ) -> Self
    where
        S: Clone,
    {
        let (mut back, mut forth) = (project.clone(), project.clone());
        let (mut done, mut undone): (Vec<Transaction>, Vec<Transaction>) = Default::default();
        for kept in past {
            // All steps back come first; they are told by how they are read on either project.
            let Some(how) = read(&kept, &back).or_else(|| read(&kept, &forth)) else {
                break;
            };
            let (at, steps) = match how.how {
                How::Undone => (&mut back, &mut done),
                How::Redone | How::Made => (&mut forth, &mut undone),
            };
            let Some(it) = read(&kept, at) else { break };
            let Ok(other_way) = at.apply(&it.edits) else {
                break;
            };
            let (forward, backward) = match it.how {
                How::Undone => (other_way, it.edits),
                How::Redone | How::Made => (it.edits, other_way),
            };
            steps.push(Transaction {
                name: it.name,
                forward,
                backward,
                before: it.before,
                after: it.after,
                revision: Revision::default(),
                field: it.field,
            });
        }
        done.reverse();
        undone.reverse();
        let numbered = done.iter_mut().chain(undone.iter_mut().rev());
        let mut newest = 0;
        for step in numbered {
            newest += 1;
            step.revision = Revision(newest);
        }
        Self {
            current: done.last().map_or(Revision::default(), |it| it.revision),
            done,
            undone,
            newest,
            ..Self::default()
        }
    }

    /// Makes again what happened once. What was undone or redone then and is no step of this history
    /// becomes a step of its own.
    ///
    /// # Errors
    /// As [`Self::commit`].
    pub fn replay(&mut self, project: &mut Project, past: Happening) -> Result<(), EditError> {
        let last = |steps: &[Transaction], edits: fn(&Transaction) -> &Vec<Edit>| {
            steps.last().is_some_and(|step| *edits(step) == past.edits)
        };
        match past.how {
            How::Undone if last(&self.done, |step| &step.backward) => {
                self.undo(project).map(|_| ())
            }
            How::Redone if last(&self.undone, |step| &step.forward) => {
                self.redo(project).map(|_| ())
            }
            how => {
                let name = match how {
                    How::Undone => format!("Undo: {}", past.name),
                    How::Made | How::Redone => past.name,
                };
                let places = (past.before, past.after);
                self.commit(project, name, past.edits, places, past.field)
            }
        }
    }

    /// Makes `edits` and remembers them as one step. What was undone before is forgotten.
    ///
    /// Edits to a `field` that the last step edited too are added to that step.
    ///
    /// # Errors
    /// An edit that cannot be made says why; project and history are then as they were.
    pub fn commit(
        &mut self,
        project: &mut Project,
        name: impl Into<String>,
        edits: Vec<Edit>,
        (before, after): (Whereabouts, Whereabouts),
        field: Option<Field>,
    ) -> Result<(), EditError> {
        let mut backward = project.apply(&edits)?;
        let name = name.into();
        if let Some(tape) = &mut self.tape {
            tape.push(Happening {
                how: How::Made,
                name: name.clone(),
                edits: edits.clone(),
                before: before.clone(),
                after: after.clone(),
                field: field.clone(),
            });
        }
        let grows = field.is_some() && self.growing;
        self.growing = true;
        self.undone.clear();
        self.newest += 1;
        self.current = Revision(self.newest);
        let last = self
            .done
            .last_mut()
            .filter(|last| grows && last.field == field);
        if let Some(last) = last {
            let replaces = match (last.forward.as_slice(), edits.as_slice()) {
                ([old], [new]) => new.is_of_the_same(old),
                _ => false,
            };
            if replaces {
                // The field as it is now replaces the field as it was a letter ago: a long note
                // would otherwise be kept once for each of its letters.
                last.forward = edits;
            } else {
                last.forward.extend(edits);
                backward.append(&mut last.backward);
                last.backward = backward;
            }
            last.after = after;
            last.revision = self.current;
        } else {
            let (forward, revision) = (edits, self.current);
            let step = Transaction {
                name,
                forward,
                backward,
                before,
                after,
                revision,
                field,
            };
            self.done.push(step);
        }
        Ok(())
    }

    /// Takes the last step back and returns it; `None` if there is none.
    ///
    /// # Errors
    /// A step that cannot be taken back is a fault of the program: the project was changed behind
    /// the history's back. Nothing has changed then.
    pub fn undo(&mut self, project: &mut Project) -> Result<Option<&Transaction>, EditError> {
        let Some(step) = self.done.last() else {
            return Ok(None);
        };
        project.apply(&step.backward)?;
        if let Some(tape) = &mut self.tape {
            tape.push(step.happened(How::Undone, &step.backward));
        }
        self.growing = false;
        self.undone.extend(self.done.pop());
        self.current = self
            .done
            .last()
            .map_or(Revision::default(), |step| step.revision);
        Ok(self.undone.last())
    }

    /// Makes the last step that was taken back once more and returns it; `None` if there is none.
    ///
    /// # Errors
    /// As [`Self::undo`].
    pub fn redo(&mut self, project: &mut Project) -> Result<Option<&Transaction>, EditError> {
        let Some(step) = self.undone.last() else {
            return Ok(None);
        };
        project.apply(&step.forward)?;
        if let Some(tape) = &mut self.tape {
            tape.push(step.happened(How::Redone, &step.forward));
        }
        self.growing = false;
        self.done.extend(self.undone.pop());
        self.current = self
            .done
            .last()
            .map_or(Revision::default(), |step| step.revision);
        Ok(self.done.last())
    }
}
