//! The bars: what is pressed in them asks for the command that its name says.

use egui::accesskit::{Role, Toggled};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::bars::status_bar::StatusBar;
use postil::app::bars::{Progress, SaveState, Status, menu_bar, tag_strip};
use postil::command::{Command, WindowCommand};
use postil::workbench::Workbench;

use crate::support::{Stage, click, dispatch, stage, workbench};

fn moon() -> Workbench {
    let words = "The moon [claim: is made of [entity: cheese]]. [rebuttal: It is not], he said.";
    workbench(&[("Moon", words)])
}

fn status() -> Status {
    Status {
        file: "dam-desk.ron".to_owned(),
        saved: SaveState::Unsaved,
        zoom: 1.0,
        progress: None,
        journal: None,
        review: None,
    }
}

type Bars = (Status, StatusBar, bool);

fn bars<'a>(bench: Workbench, status: Status, width: f32) -> Harness<'a, Stage<Bars>> {
    let panel = (status, StatusBar::default(), false);
    stage(bench, panel, (width, 480.0), |bars, ui, scene| {
        let (status, status_bar, cancelled) = bars;
        ui.spacing_mut().item_spacing.y = 0.0;
        menu_bar::ui(ui, scene, status);
        tag_strip::ui(ui, scene);
        *cancelled |= status_bar.ui(ui, scene, status);
    })
}

fn asked(harness: &Harness<'_, Stage<Bars>>) -> Option<Command> {
    harness.state().asked.last().cloned()
}

#[test]
fn a_menu_opens_and_its_row_asks_for_its_command() {
    let mut harness = bars(moon(), status(), 1280.0);
    for title in ["File", "Edit", "Tag", "View", "Go", "Help"] {
        harness.get_by_role_and_label(Role::Button, title);
    }
    click(&mut harness, Role::Button, "File");
    click(&mut harness, Role::MenuItem, "Save as…");
    assert_eq!(
        asked(&harness),
        Some(Command::Window(WindowCommand::SaveAs))
    );
    assert!(
        harness.query_by_role(Role::MenuItem).is_none(),
        "the menu closes"
    );
}

#[test]
fn the_menu_of_tags_has_every_tag() {
    let mut harness = bars(moon(), status(), 1280.0);
    click(&mut harness, Role::Button, "Tag");
    click(&mut harness, Role::MenuItem, "Tag as source");
    let Some(Command::Tag(tag, _)) = asked(&harness) else {
        panic!("{:?}", asked(&harness));
    };
    assert_eq!(tag.as_str(), "source");
}

#[test]
fn what_cannot_be_done_is_disabled_and_asks_for_nothing() {
    let mut harness = bars(moon(), status(), 1280.0);
    click(&mut harness, Role::Button, "Edit");
    let row = harness.get_by_role_and_label(Role::MenuItem, "Delete the mark");
    assert!(row.accesskit_node().is_disabled());
    row.click();
    harness.run();
    assert_eq!(asked(&harness), None);
}

#[test]
fn the_row_says_the_file_and_its_state_in_words() {
    let harness = bars(moon(), status(), 1280.0);
    harness.get_by_role_and_label(Role::Status, "dam-desk.ron, unsaved");
}

#[test]
fn search_and_commands_are_one_click_away_at_any_width() {
    for width in [1280.0, 900.0, 600.0] {
        let mut harness = bars(moon(), status(), width);
        click(&mut harness, Role::Button, "Find");
        assert_eq!(asked(&harness), Some(Command::Window(WindowCommand::Find)));
        click(&mut harness, Role::Button, "Commands");
        assert_eq!(
            asked(&harness),
            Some(Command::Window(WindowCommand::Palette))
        );
    }
}

#[test]
fn a_click_arms_a_tag_and_a_second_one_disarms_it() {
    for width in [1280.0, 600.0] {
        let mut harness = bars(moon(), status(), width);
        click(&mut harness, Role::Button, "rebuttal");
        let armed = |harness: &Harness<'_, Stage<Bars>>| {
            let node = harness.get_by_role_and_label(Role::Button, "rebuttal");
            node.accesskit_node().toggled() == Some(Toggled::True)
        };
        assert!(armed(&harness));
        assert_eq!(harness.state().bench.armed().unwrap().name, "rebuttal");
        click(&mut harness, Role::Button, "rebuttal");
        assert!(!armed(&harness));
    }
}

#[test]
fn a_right_click_on_a_tag_hides_its_marks_and_the_status_bar_shows_them_again() {
    let mut harness = bars(moon(), status(), 1280.0);
    harness
        .get_by_role_and_label(Role::Button, "claim")
        .click_secondary();
    harness.run();
    click(&mut harness, Role::MenuItem, "Hide claim marks");
    assert!(harness.state().bench.filter().is_active());
    click(&mut harness, Role::Button, "some marks hidden: show all");
    assert!(!harness.state().bench.filter().is_active());
}

#[test]
fn undo_and_redo_are_in_the_strip() {
    let mut bench = moon();
    dispatch(&mut bench, Command::DeleteMark("m3".into()));
    let mut harness = bars(bench, status(), 1280.0);
    let count = |harness: &Harness<'_, Stage<Bars>>| harness.state().bench.project().mark_count();
    assert_eq!(count(&harness), 2);
    click(&mut harness, Role::Button, "Undo");
    assert_eq!(count(&harness), 3);
    click(&mut harness, Role::Button, "Redo");
    assert_eq!(count(&harness), 2);
}

#[test]
fn the_status_bar_says_what_is_selected_and_counts_the_marks() {
    let mut bench = moon();
    dispatch(&mut bench, Command::SelectMark("m3".into()));
    let harness = bars(bench, status(), 1280.0);
    for words in ["rebuttal selected", "3 words", "claim: 1", "source: 0"] {
        let mut found = harness.query_all_by_role(Role::Label);
        let has = |node: egui_kittest::Node<'_>| node.value().as_deref() == Some(words);
        assert!(found.any(has), "{words}");
    }
}

#[test]
fn annotator_zoom_and_cancel_are_buttons() {
    let progress = Progress {
        what: "reading 12 of 40 articles".to_owned(),
        share: 0.3,
        can_cancel: true,
    };
    let status = Status {
        progress: Some(progress),
        ..status()
    };
    let mut harness = bars(moon(), status, 1280.0);
    click(&mut harness, Role::Button, "Annotator: Mara");
    assert_eq!(
        asked(&harness),
        Some(Command::Window(WindowCommand::Annotator))
    );
    click(&mut harness, Role::Button, "Zoom: 100 %");
    assert_eq!(
        asked(&harness),
        Some(Command::Window(WindowCommand::ZoomReset))
    );
    harness.get_by_role_and_label(Role::ProgressIndicator, "reading 12 of 40 articles");
    assert!(!harness.state().panel.2);
    click(&mut harness, Role::Button, "Cancel");
    assert!(harness.state().panel.2);
}

#[test]
fn without_a_project_the_bars_say_so() {
    let harness = bars(Workbench::default(), Status::default(), 1280.0);
    assert!(
        harness
            .query_by_role_and_label(Role::Button, "Find")
            .is_none()
    );
    let labels: Vec<_> = harness.query_all_by_role(Role::Label).collect();
    let has = |words: &str| {
        labels
            .iter()
            .any(|node| node.value().as_deref() == Some(words))
    };
    assert!(has("No project open"));
    assert!(has("Press F1 for every key"));
}
