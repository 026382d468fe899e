//! Every command, through the one door that all of them take.

mod articles;
mod changing;
mod comments;
mod identities;
mod joining;
mod keyboard;
mod linking;
mod navigating;
mod review;
mod steps;
mod tagging;
mod tagset;

use postil::command::{Aim, Command};
use postil::project::Id;
use postil::text::TextRange;

/// Tags the selection, or what is selected or at the caret.
fn tag(tag: &str) -> Command {
    Command::Tag(Id::new(tag), Aim::default())
}

/// Selects a range.
fn select(range: TextRange) -> Command {
    Command::SelectText {
        anchor: range.start,
        head: range.end,
    }
}
