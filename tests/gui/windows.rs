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
use postil::app::widgets::dialog::dialog;
use postil::app::widgets::text_field::TextField;
use postil::command::{Command, WindowCommand};
use postil::formats::preferences::Preferences;
use postil::workbench::{Notice, Workbench};

use crate::support::{Stage, click, stage, type_into};

const SIZE: (f32, f32) = (1280.0, 800.0);

fn notices<'a>() -> Harness<'a, Stage<Notices>> {
    let notices = Notices::default();
    stage(Workbench::default(), notices, SIZE, |notices, ui, scene| {
        notices.ui(ui.ctx(), scene, &[], None);
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
        let folder = Some(Path::new("/home/mara/.config/postil"));
        let complaint = "keys.ron, line 3, column 9: Expected string".to_owned();
        window.ui(ui.ctx(), scene, folder, &[complaint]);
    })
}

#[test]
fn the_window_of_keys_says_where_they_are_changed_and_by_which_names() {
    let mut harness = keys();
    let place = "Your own keys: a list such as [(\"find\", \"Ctrl+F\")] in \
                 /home/mara/.config/postil/keys.ron, read when Postil starts.";
    harness.get_by_value(place);
    harness.get_by_value("keys.ron, line 3, column 9: Expected string");
    click(
        &mut harness,
        Role::CheckBox,
        "Show the names that keys.ron uses",
    );
    harness.get_by_value("Redo (redo): Ctrl+Shift+Z, Ctrl+Y");
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
            folder: Some(Path::new("/home/mara/.config/postil")),
            complaints: &[],
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
fn escape_takes_back_what_was_typed_into_a_setting_and_then_closes() {
    let mut harness = settings();
    type_into(&mut harness, "Annotator", "Jonas Weir");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state().panel.2.is_empty(), "nothing was handed on");
    assert!(harness.state().panel.0.is_open());
    let field = harness.get_by_role_and_label(Role::TextInput, "Annotator");
    assert_eq!(field.accesskit_node().value().unwrap_or_default(), "");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(!harness.state().panel.0.is_open());
    assert!(harness.state().panel.2.is_empty());
}

#[test]
fn the_settings_say_where_they_are_kept() {
    let harness = settings();
    for file in ["preferences.ron", "keys.ron"] {
        let path = format!("/home/mara/.config/postil/{file}");
        let shown = harness.query_all_by_value(&path);
        assert!(shown.count() > 0, "{path}");
    }
}

#[test]
fn in_a_small_window_the_settings_scroll() {
    let mut panel = (Settings::default(), Preferences::default(), Vec::new());
    panel.0.toggle();
    let small = (520.0, 400.0);
    let harness = stage(
        Workbench::default(),
        panel,
        small,
        |panel: &mut Set, ui, scene| {
            let current = Current {
                preferences: &panel.1,
                font_error: None,
                folder: Some(Path::new("/home/mara/.config/postil")),
                complaints: &[],
            };
            panel.2.extend(panel.0.ui(ui.ctx(), scene, current));
        },
    );
    let dialog = harness.get_by_role(Role::Dialog).rect();
    assert!(dialog.top() >= 0.0 && dialog.bottom() <= 400.0, "{dialog}");
    assert!(dialog.left() >= 0.0 && dialog.right() <= 520.0, "{dialog}");
    let close = harness.get_by_role_and_label(Role::Button, "Close").rect();
    assert!(dialog.contains_rect(close), "{close}");
}

#[test]
fn a_window_gives_the_focus_back_when_it_closes() {
    let panel = (false, "words".to_owned());
    let mut harness = stage(Workbench::default(), panel, SIZE, |panel, ui, _| {
        TextField::new(&mut panel.1, "Note").show(ui);
        about::ui(ui.ctx(), &mut panel.0);
    });
    type_into(&mut harness, "Note", "!");
    harness.state_mut().panel.0 = true;
    harness.run();
    let focused = |harness: &Harness<'_, Stage<(bool, String)>>, role, label| {
        harness.get_by_role_and_label(role, label).is_focused()
    };
    assert!(focused(&harness, Role::Button, "Close"));
    harness.key_press(Key::Escape);
    harness.run();
    assert!(!harness.state().panel.0);
    assert!(focused(&harness, Role::TextInput, "Note"));
}

#[test]
fn escape_closes_the_window_on_top_alone() {
    let panel = [false, false];
    let mut harness = stage(Workbench::default(), panel, SIZE, |panel, ui, _| {
        for (open, title) in panel.iter_mut().zip(["First", "Second"]) {
            dialog(ui.ctx(), open, title, 300.0, |ui| {
                ui.label(title);
            });
        }
    });
    harness.state_mut().panel[1] = true;
    harness.run();
    harness.state_mut().panel[0] = true;
    harness.run();
    for expected in [[false, true], [false, false]] {
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().panel, expected);
    }
}

#[test]
fn about_names_every_face_with_its_licence() {
    let harness = stage(Workbench::default(), true, SIZE, |open, ui, _| {
        about::ui(ui.ctx(), open);
    });
    for (name, use_for, licence) in about::FACES {
        harness.get_by_value(name);
        harness.get_by_value(&format!("{use_for}, {licence}"));
    }
    let bundled = postil::app::fonts::definitions(None).font_data.len();
    // Three of Libertinus Serif, two of Noto Sans, one of each other.
    assert_eq!(bundled, about::FACES.len() + 3);
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
