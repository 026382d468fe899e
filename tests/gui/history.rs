//! The list of steps.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use postil::app::history::HistoryPanel;
use postil::command::Command;
use postil::workbench::Workbench;

use crate::support::{Stage, click, dispatch, labels, stage, workbench};

fn three() -> Workbench {
    let mut bench = workbench(&[("Dam", "[claim: The dam] [claim: moves].")]);
    for command in [
        Command::Retag("m1".into(), "entity".into()),
        Command::DeleteMark("m2".into()),
        Command::ToggleDone,
    ] {
        dispatch(&mut bench, command);
    }
    bench
}

fn shown(bench: Workbench) -> Harness<'static, Stage<HistoryPanel>> {
    stage(
        bench,
        HistoryPanel::default(),
        (296.0, 400.0),
        HistoryPanel::ui,
    )
}

fn steps(harness: &Harness<'_, Stage<HistoryPanel>>) -> usize {
    harness.state().bench.history().done().len()
}

#[test]
fn a_click_on_a_step_goes_there_and_back() {
    let mut harness = shown(three());
    let rows = labels(&harness, Role::ListItem);
    let names = [
        "0 As it was opened",
        "1 Retag as entity",
        "2 Delete claim",
        "3 Done, now",
    ];
    assert_eq!(rows, names);
    click(&mut harness, Role::ListItem, "1 Retag as entity");
    let rows = labels(&harness, Role::ListItem);
    let names = [
        "0 As it was opened",
        "1 Retag as entity, now",
        "2 Delete claim, undone",
        "3 Done, undone",
    ];
    assert_eq!(rows, names);
    click(&mut harness, Role::ListItem, "3 Done, undone");
    assert_eq!(steps(&harness), 3);
    click(&mut harness, Role::ListItem, "0 As it was opened");
    assert_eq!(steps(&harness), 0);
}

#[test]
fn buttons_and_keys_go_by_one_step() {
    let mut harness = shown(three());
    click(&mut harness, Role::Button, "Undo: Done");
    assert_eq!(steps(&harness), 2);
    click(&mut harness, Role::Button, "Redo: Done");
    assert_eq!(steps(&harness), 3);
    click(&mut harness, Role::ListItem, "3 Done, now");
    harness.key_press(Key::ArrowUp);
    harness.run();
    harness.key_press(Key::ArrowUp);
    harness.run();
    assert_eq!(steps(&harness), 1);
}

#[test]
fn a_step_with_a_long_name_is_cut_where_its_button_ends() {
    let mut bench = workbench(&[("Dam", "a."), (&"long title ".repeat(9), "b.")]);
    let long = bench.project().entries()[1].article().id.clone();
    dispatch(&mut bench, Command::RemoveArticle(long));
    let harness = shown(bench);
    let buttons = labels(&harness, Role::Button);
    let [undo, redo] = buttons.as_slice() else {
        panic!("{buttons:?}");
    };
    assert!(undo.starts_with("Undo: Remove «long title"), "{undo}");
    assert!(undo.ends_with('…'), "{undo}");
    assert_eq!(redo, "Nothing to redo");
}

#[test]
fn a_project_without_steps_says_what_would_be_here() {
    use egui_kittest::kittest::Queryable as _;
    let harness = shown(workbench(&[("Dam", "Words.")]));
    assert!(labels(&harness, Role::ListItem).is_empty());
    harness.get_by_role_and_label(Role::Button, "Nothing to undo");
    harness.get_by_label_contains("Every step that you make stands here");
}
