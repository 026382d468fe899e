//! Undo, redo, and whether there is something to save.

use postil::command::Command;
use postil::project::Id;
use postil::workbench::Request;

use super::{select, tag};
use crate::support::markup::{Bench, m};

#[test]
fn undo_restores_the_selection_and_redo_the_mark() {
    let mut bench = Bench::of("The |moon| is.");
    bench.run(tag("entity"));
    let outcome = bench.run(Command::Undo);
    assert_eq!(outcome.reveal, Some(bench.at("moon")));
    bench.shows("The |moon| is.");
    bench.run(Command::Redo);
    bench.shows("The [entity*: moon] is.");
}

#[test]
fn undo_restores_every_stretch_of_a_selection() {
    let mut bench = Bench::of("|It rains|, he said, a lot.");
    bench.run(Command::AddWords(bench.at("a lot")));
    let ranges = bench.it.selection().ranges();
    bench.run(tag("claim"));
    bench.run(Command::Undo);
    assert_eq!(bench.it.selection().ranges(), ranges);
    assert_eq!(ranges.len(), 2);
}

#[test]
fn undo_goes_back_to_the_article_of_the_step() {
    let mut bench = Bench::articles(&["The |moon| is.", "Mars."]);
    bench.run(tag("entity"));
    bench.run(Command::ShowArticle(Id::new("a2")));
    bench.run(Command::Undo);
    bench.shows("The |moon| is.");
    bench.run(Command::ShowArticle(Id::new("a2")));
    bench.run(Command::Redo);
    bench.shows("The [entity*: moon] is.");
}

#[test]
fn nothing_to_undo_or_redo_is_said() {
    let mut bench = Bench::of("The |moon| is.");
    assert_eq!(bench.refuses(Command::Undo), "There is nothing to undo");
    assert_eq!(bench.refuses(Command::Redo), "There is nothing to redo");
    bench.run(tag("entity"));
    bench.run(Command::Undo);
    bench.run(tag("source"));
    assert_eq!(bench.refuses(Command::Redo), "There is nothing to redo");
}

#[test]
fn any_step_can_be_gone_to() {
    let mut bench = Bench::of("The |moon| is.");
    for name in ["entity", "source", "claim"] {
        bench.run(tag(name));
    }
    let there = |bench: &Bench| bench.it.history().done().len();
    bench.run(Command::GoToStep(1));
    bench.shows("The [entity*: moon] is.");
    bench.run(Command::GoToStep(3));
    bench.shows("The [claim*: moon] is.");
    bench.run(Command::GoToStep(0));
    bench.shows("The |moon| is.");
    assert!(!bench.run(Command::GoToStep(0)).changed);
    assert!(bench.run(Command::GoToStep(9)).changed);
    assert_eq!(there(&bench), 3);
    assert!(!bench.run(Command::GoToStep(9)).changed);
}

#[test]
fn a_stale_selection_is_let_go() {
    let mut bench = Bench::of("The |moon| is.");
    bench.run(tag("entity"));
    bench.run(Command::Undo);
    bench.run(Command::SelectMark(m(1)));
    assert_eq!(bench.it.selection().mark, None);
    assert_eq!(bench.it.selected(), None);
}

#[test]
fn what_was_saved_is_a_revision_and_not_a_flag() {
    let mut bench = Bench::of("The |moon| is.");
    assert!(!bench.it.is_modified());
    bench.run(tag("entity"));
    assert!(bench.it.is_modified());
    let saved = bench.it.revision();
    bench.it.mark_saved(saved);
    assert!(!bench.it.is_modified());
    bench.run(Command::Undo);
    assert!(bench.it.is_modified());
    bench.run(Command::Redo);
    assert!(!bench.it.is_modified());
    bench.run(Command::Undo);
    bench.run(tag("source"));
    assert!(bench.it.is_modified(), "another state at the same depth");
    bench.run(Command::Undo);
    bench.it.mark_saved(bench.it.revision());
    assert!(!bench.it.is_modified());
}

#[test]
fn a_save_that_ends_late_leaves_newer_work_unsaved() {
    let mut bench = Bench::of("[claim#1: The moon] |is|.");
    let note = |note: &str| Command::SetNote(m(1), note.to_owned());
    bench.run(note("a"));
    let saving = bench.it.revision();
    bench.run(note("ab"));
    bench.it.mark_saved(saving);
    assert!(bench.it.is_modified());
    bench.run(Command::Undo);
    assert!(bench.it.is_modified());
}

#[test]
fn looking_around_is_no_step() {
    let mut bench = Bench::of("The |moon| is [claim: made] of.");
    for _ in 0..100 {
        for command in [
            Command::Expand,
            Command::SelectMark(m(1)),
            Command::StepBack,
            Command::ToggleTag(Id::new("claim")),
            Command::Arm(Some(Id::new("claim"))),
            select(bench.at("moon")),
        ] {
            bench.run(command);
        }
    }
    assert!(bench.it.history().done().is_empty());
    assert!(!bench.it.is_modified());
}

#[test]
fn what_the_window_does_is_asked_of_it() {
    use postil::command::WindowCommand;
    let mut bench = Bench::of("Moon.");
    let outcome = bench.run(Command::Window(WindowCommand::Save));
    assert_eq!(outcome.request, Some(Request::Window(WindowCommand::Save)));
}
