//! Keys and the command palette in the whole window.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::whole::{Setup, Whole, on};

const DAM: &str = "The dam\n\nThe dam holds, the council said. Nobody believed it.\n";

fn dam() -> Whole {
    on(&[("dam.txt", DAM)])
}

fn mark(window: &mut Whole, word: &str, key: Key) {
    let words = window.on(word);
    window.clicks(words, 2);
    window.key(key);
}

#[test]
fn the_palette_opens_by_both_its_keys_and_runs_a_command() {
    let mut window = dam();
    window.command("High contrast");
    assert!(!window.has(Role::TextInput, "Command"), "it is gone");
    let theme = postil::formats::preferences::Theme::HighContrast;
    assert_eq!(window.preferences().theme, theme);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    window.types("Add an unstated claim").key(Key::Enter);
    assert_eq!(window.steps().last().unwrap(), "Add an unstated claim");
}

#[test]
fn escape_leaves_the_palette_and_nothing_else() {
    let mut window = dam();
    mark(&mut window, "holds", Key::Num3);
    assert!(window.selected().is_some());
    window.keys(Modifiers::COMMAND, Key::K);
    assert!(window.has(Role::TextInput, "Command"));
    window.key(Key::Escape);
    assert!(!window.has(Role::TextInput, "Command"));
    assert!(window.selected().is_some());
}

#[test]
fn keys_are_shown_by_f1_and_by_the_question_mark() {
    let mut window = dam();
    window.key(Key::F1);
    assert!(window.asks("Keys"));
    assert!(window.harness.query_by_value("Undo: Ctrl+Z").is_some());
    window.key(Key::Escape);
    assert!(!window.asks("Keys"));
    window.keys(Modifiers::SHIFT, Key::Questionmark);
    assert!(window.asks("Keys"));
}

#[test]
fn keys_do_nothing_but_type_while_a_field_has_the_focus() {
    let mut window = dam();
    mark(&mut window, "holds", Key::Num3);
    let steps = window.steps();
    window.press_named(Role::TextInput, "Filter the articles");
    for key in [Key::Num1, Key::D, Key::J, Key::Delete, Key::L, Key::Period] {
        window.key(key);
    }
    window.keys(Modifiers::SHIFT, Key::Num1);
    window.keys(Modifiers::COMMAND, Key::Z);
    window.types("1d");
    assert_eq!(window.steps(), steps);
    assert!(window.bench().armed().is_none());
    assert!(window.selected().is_some());
    let field = window
        .harness
        .get_by_role_and_label(Role::TextInput, "Filter the articles");
    assert_eq!(field.value().as_deref(), Some("1d"));
    // What no field needs is still a command.
    window.keys(Modifiers::COMMAND, Key::K);
    assert!(window.has(Role::TextInput, "Command"));
}

#[test]
fn keys_do_nothing_while_a_dialog_asks() {
    let mut window = dam();
    mark(&mut window, "holds", Key::Num3);
    let steps = window.steps();
    window.close();
    assert!(window.asks("Save untitled.ron?"));
    window.key(Key::Delete).key(Key::Num1).key(Key::D);
    window.keys(Modifiers::SHIFT, Key::Num1);
    assert_eq!(window.steps(), steps);
    assert!(window.bench().armed().is_none());
    window.key(Key::Escape);
    assert_eq!(window.marks(), ["entity: holds"]);
    assert!(
        window.selected().is_some(),
        "Escape answered the dialog alone"
    );
}

#[test]
fn escape_steps_back_from_what_lies_on_top_first() {
    let mut window = dam();
    mark(&mut window, "council", Key::Num4);
    mark(&mut window, "holds", Key::Num1);
    window.keys(Modifiers::SHIFT, Key::Num3);
    let claim = window.mark("claim: holds");
    window.click(claim);
    let held = window.selected().map(str::to_owned);
    assert!(held.is_some() && window.bench().armed().is_some());
    window.key(Key::L);
    window.keys(Modifiers::COMMAND, Key::Comma);
    assert!(window.asks("Settings"));
    // The window, the drawn link, the armed tag, the mark: one a press.
    window.key(Key::Escape);
    assert!(!window.asks("Settings"));
    assert!(window.bench().armed().is_some());
    window.key(Key::Escape);
    assert!(window.bench().armed().is_some(), "the link was let go of");
    let source = window.mark("source: council");
    window.click(source);
    assert_eq!(window.bench().entry().unwrap().links().len(), 0);
    window.key(Key::Escape);
    assert!(window.bench().armed().is_none());
    assert!(window.selected().is_some());
    window.key(Key::Escape);
    assert!(window.selected().is_none());
    let (from, to) = (window.before("Nobody"), window.after("believed"));
    window.drag(from, to);
    assert_eq!(window.selected_words(), "Nobody believed");
    window.key(Key::Escape);
    assert_eq!(window.selected_words(), "");
}

#[test]
fn escape_closes_the_uppermost_of_two_windows() {
    let mut window = dam();
    window.keys(Modifiers::COMMAND, Key::Comma);
    window.command("Notices");
    assert!(window.asks("Settings") && window.asks("Notices"));
    window.key(Key::Escape);
    assert!(window.asks("Settings") && !window.asks("Notices"));
    window.key(Key::Escape);
    assert!(!window.asks("Settings"));
    window.command("Notices");
    window.keys(Modifiers::COMMAND, Key::Comma);
    window.key(Key::Escape);
    assert!(!window.asks("Settings") && window.asks("Notices"));
}

#[test]
fn own_keys_are_read_from_the_settings_and_a_clash_is_named() {
    let keys = r#"[("palette", "Ctrl+P"), ("done", "Ctrl+Z"), ("nothing", "F9")]"#;
    let files = Setup::files(&[("dam.txt", DAM)]).settings(&[("keys.ron", keys)]);
    let mut window = files.open();
    let said = window.notices();
    assert!(
        said.contains(&"There is no command named “nothing”.".to_owned()),
        "{said:?}"
    );
    assert!(
        said.contains(&"Ctrl+Z runs “Done or not done” and not “Undo”.".to_owned()),
        "{said:?}"
    );
    window.forget();
    window.keys(Modifiers::COMMAND, Key::P);
    assert!(window.has(Role::TextInput, "Command"));
    window.key(Key::Escape);
    window.keys(Modifiers::COMMAND, Key::K);
    assert!(
        !window.has(Role::TextInput, "Command"),
        "the key that it had is free"
    );
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.steps().last().unwrap(), "Done");
}

#[test]
fn keys_that_cannot_be_read_are_said_and_the_usual_ones_work() {
    let files = Setup::files(&[("dam.txt", DAM)]).settings(&[("keys.ron", "[(\"undo\"]")]);
    let mut window = files.open();
    let said = window.notices();
    let sentence = |said: &String| said.contains("your settings are the usual ones: line 1");
    assert!(said.iter().any(sentence), "{said:?}");
    assert_eq!(
        window.read("settings/keys.ron"),
        "[(\"undo\"]",
        "nobody writes to it"
    );
    window.command("High contrast");
}
