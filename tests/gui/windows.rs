//! Notices, and the small windows: notices kept, keys, settings, about.

use std::path::Path;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::about;
use postil::app::keys_window::KeysWindow;
use postil::app::notices::Notices;
use postil::app::settings::{Current, Settings, Wish};
use postil::command::{Command, WindowCommand};
use postil::formats::preferences::Preferences;
use postil::workbench::{Notice, Workbench};

use crate::support::{Stage, click, stage, type_into};

const SIZE: (f32, f32) = (1280.0, 800.0);

fn notices<'a>() -> Harness<'a, Stage<Notices>> {
    let notices = Notices::default();
    stage(Workbench::default(), notices, SIZE, |notices, ui, scene| {
        notices.ui(ui.ctx(), scene);
    })
}

fn wait<S>(harness: &mut Harness<'_, S>, seconds: usize) {
    harness.run_steps(seconds * 60);
}

#[test]
fn a_notice_goes_after_six_seconds_and_an_error_stays() {
    let mut harness = notices();
    let panel = &mut harness.state_mut().panel;
    panel.say(Notice::error("Not saved", "The disk is full."));
    panel.say(Notice::plain("Deleted a claim", ""));
    wait(&mut harness, 5);
    harness.get_by_role_and_label(Role::Status, "Deleted a claim");
    wait(&mut harness, 2);
    assert!(harness.query_by_role(Role::Status).is_none());
    harness.get_by_role_and_label(Role::Alert, "Not saved The disk is full.");
    click(&mut harness, Role::Button, "Close");
    assert!(harness.query_by_role(Role::Alert).is_none());
}

#[test]
fn a_notice_stays_while_the_pointer_is_on_it() {
    let mut harness = notices();
    harness
        .state_mut()
        .panel
        .say(Notice::plain("Deleted a claim", ""));
    wait(&mut harness, 1);
    harness
        .get_by_role_and_label(Role::Status, "Deleted a claim")
        .hover();
    wait(&mut harness, 8);
    harness.get_by_role_and_label(Role::Status, "Deleted a claim");
}

#[test]
fn the_action_of_a_notice_is_asked_for_once() {
    let mut harness = notices();
    let notice = Notice::plain("Deleted a claim", "").with_action("Undo", Command::Undo);
    harness.state_mut().panel.say(notice);
    wait(&mut harness, 1);
    click(&mut harness, Role::Button, "Undo");
    assert_eq!(harness.state().asked, [Command::Undo]);
    assert!(harness.query_by_role(Role::Status).is_none());
}

#[test]
fn what_was_said_is_kept_in_a_window() {
    let mut harness = notices();
    let panel = &mut harness.state_mut().panel;
    panel.say(Notice::plain("Deleted a claim", ""));
    panel.toggle_log();
    wait(&mut harness, 7);
    harness.get_by_role_and_label(Role::Dialog, "Notices");
    harness.get_by_value("Deleted a claim");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(!harness.state().panel.is_log_open());
}

fn keys<'a>() -> Harness<'a, Stage<KeysWindow>> {
    let mut window = KeysWindow::default();
    window.toggle();
    stage(Workbench::default(), window, SIZE, |window, ui, scene| {
        window.ui(ui.ctx(), scene);
    })
}

#[test]
fn every_command_is_shown_with_its_keys_and_the_filter_finds_them() {
    let mut harness = keys();
    harness.get_by_value("Redo: Ctrl+Shift+Z, Ctrl+Y");
    type_into(&mut harness, "Filter keys", "alt+left");
    harness.get_by_value("Move the end left by a word: Alt+Left");
    assert!(
        harness
            .query_by_value("Redo: Ctrl+Shift+Z, Ctrl+Y")
            .is_none()
    );
    type_into(&mut harness, "Filter keys", "qqq");
    harness.get_by_value("No command or key matches “alt+leftqqq”.");
}

#[test]
fn the_window_of_keys_closes_by_its_button_and_by_escape() {
    let mut harness = keys();
    click(&mut harness, Role::Button, "Close");
    assert!(!harness.state().panel.is_open());
    harness.state_mut().panel.toggle();
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert!(!harness.state().panel.is_open());
}

type Set = (Settings, Preferences, Vec<Wish>);

fn settings<'a>() -> Harness<'a, Stage<Set>> {
    let mut panel = (Settings::default(), Preferences::default(), Vec::new());
    panel.0.toggle();
    stage(Workbench::default(), panel, SIZE, |panel, ui, scene| {
        let (settings, preferences, wishes) = panel;
        let current = Current {
            preferences,
            font_error: Some("there is no such file"),
            keys_file: Some(Path::new("/home/mara/.config/postil/keys.ron")),
        };
        wishes.extend(settings.ui(ui.ctx(), scene, current));
    })
}

#[test]
fn the_theme_is_chosen_from_a_list() {
    let mut harness = settings();
    click(&mut harness, Role::ComboBox, "Theme");
    click(&mut harness, Role::Button, "high contrast");
    let contrast = Command::Window(WindowCommand::ThemeContrast);
    assert_eq!(harness.state().asked, [contrast]);
}

#[test]
fn sizes_are_stepped_by_the_commands_that_there_are() {
    let mut harness = settings();
    let steps = [
        ("Zoom in", WindowCommand::ZoomIn),
        ("Smaller", WindowCommand::TextSmaller),
        ("Wider", WindowCommand::Wider),
        ("Show every key", WindowCommand::Keys),
    ];
    for (label, command) in steps {
        click(&mut harness, Role::Button, label);
        assert_eq!(
            harness.state().asked.last(),
            Some(&Command::Window(command))
        );
    }
}

#[test]
fn a_name_is_handed_on_when_its_field_is_left() {
    let mut harness = settings();
    type_into(&mut harness, "Annotator", "Jonas Weir");
    assert!(harness.state().panel.2.is_empty());
    harness
        .get_by_role_and_label(Role::TextInput, "Reading face")
        .focus();
    harness.run();
    assert_eq!(
        harness.state().panel.2,
        [Wish::Annotator("Jonas Weir".to_owned())]
    );
    harness.get_by_value("there is no such file");
}

#[test]
fn about_says_the_version() {
    let mut harness = stage(Workbench::default(), true, SIZE, |open, ui, _| {
        about::ui(ui.ctx(), open);
    });
    let version = format!("Postil {}", env!("CARGO_PKG_VERSION"));
    harness.get_by_value(&version);
    let dialog = harness.get_by_role(Role::Dialog);
    assert_eq!(
        dialog.accesskit_node().label().as_deref(),
        Some("About Postil")
    );
    click(&mut harness, Role::Button, "Close");
    assert!(!harness.state().panel);
}
