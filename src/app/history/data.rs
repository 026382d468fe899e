//! The steps of the history, as the panel counts them: from 0, how it was when it was opened.

use crate::app::excerpt;
use crate::history::Transaction;
use crate::project::Entry;
use crate::workbench::Workbench;

/// One step, as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRow {
    /// How many steps are done once one is here: what `GoToStep` takes.
    pub steps: usize,
    /// What the step did.
    pub name: String,
    /// The words of the mark that it was about, if that stands in the article in view.
    pub detail: String,
    /// How things stand with it.
    pub state: State,
}

/// How things stand with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is done.
    Done,
    /// It is the last that is done: the present.
    Now,
    /// It was undone and can be made again.
    Undone,
}

/// How many rows there are: every step, and the beginning.
pub fn count(workbench: &Workbench) -> usize {
    let history = workbench.history();
    history.done().len() + history.undone().len() + 1
}

/// The row of the present.
pub fn now(workbench: &Workbench) -> usize {
    workbench.history().done().len()
}

/// A row by how many steps are done there; `in_view` is the article in view.
pub fn row(workbench: &Workbench, in_view: Option<&Entry>, steps: usize) -> Option<StepRow> {
    let now = now(workbench);
    let state = match steps.cmp(&now) {
        std::cmp::Ordering::Less => State::Done,
        std::cmp::Ordering::Equal => State::Now,
        std::cmp::Ordering::Greater => State::Undone,
    };
    let (name, detail) = match steps.checked_sub(1) {
        None => ("As it was opened".to_owned(), String::new()),
        Some(place) => {
            let step = step(workbench, place)?;
            (step.name().to_owned(), detail(in_view, step))
        }
    };
    Some(StepRow {
        steps,
        name,
        detail,
        state,
    })
}

/// A step by its place from 0, done or undone.
fn step(workbench: &Workbench, place: usize) -> Option<&Transaction> {
    let history = workbench.history();
    let (done, undone) = (history.done(), history.undone());
    done.get(place).or_else(|| {
        // The next to redo stands last.
        let ahead = place.checked_sub(done.len())?;
        undone.get(undone.len().checked_sub(ahead + 1)?)
    })
}

fn detail(in_view: Option<&Entry>, step: &Transaction) -> String {
    let words = || {
        let entry = in_view?;
        let after = step.after();
        let here = after.article.as_ref() == Some(&entry.article().id);
        let mark = after.mark.as_ref().filter(|_| here)?;
        let mark = entry.annotation(mark)?;
        Some(excerpt::of_mark(mark, &entry.article().text))
    };
    words().unwrap_or_default()
}

impl StepRow {
    /// What the row is called for whoever cannot see it.
    pub fn label(&self) -> String {
        let state = match self.state {
            State::Done => "",
            State::Now => ", now",
            State::Undone => ", undone",
        };
        format!("{} {}{state}", self.steps, self.name)
    }
}
