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

/// What can be undone and redone.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Transaction>,
    undone: Vec<Transaction>,
    current: Revision,
    newest: u64,
    /// Whether the last step may still grow: it is the last thing that happened.
    growing: bool,
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
            if last.forward.len() == 1 && edits.len() == 1 {
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
            let (name, forward, revision) = (name.into(), edits, self.current);
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
        self.growing = false;
        self.done.extend(self.undone.pop());
        self.current = self
            .done
            .last()
            .map_or(Revision::default(), |step| step.revision);
        Ok(self.done.last())
    }
}
