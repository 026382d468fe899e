//! What is kept of a person: looks, name, recent files.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use postil::app::services::Settings;
use postil::formats::preferences::Theme;

use super::whole::{Setup, Whole};

const DAM: &str = "The dam\n\nThe dam holds, the council said. Nobody believed it.\n";

fn dam() -> Setup {
    Setup::files(&[("dam.txt", DAM)]).settings(&[])
}

fn mark(window: &mut Whole, word: &str) {
    let word = window.on(word);
    window.clicks(word, 2);
    window.key(Key::Num3);
}

#[test]
fn looks_are_kept_and_read_again() {
    let mut window = dam().open();
    window.forget();
    window.command("Dark theme").command("Wider column");
    window.keys(Modifiers::COMMAND, Key::Plus);
    window.keys(Modifiers::NONE, Key::Plus);
    let kept = window.preferences().clone();
    assert_eq!((kept.theme, kept.zoom), (Theme::Dark, 1.1));
    assert_eq!((kept.reading_size, kept.reading_width), (19.0, 72.0));
    let read = Settings::read(Some(&window.path("settings")));
    assert_eq!(
        (read.preferences, read.complaints),
        (kept.clone(), Vec::new())
    );
    let again = window.again().open();
    assert_eq!(*again.preferences(), kept);
    assert!((again.harness.ctx.zoom_factor() - 1.1).abs() < 1e-6);
    assert_eq!(again.harness.ctx.theme(), egui::Theme::Dark);
}

#[test]
fn a_project_that_was_open_is_offered_at_the_next_start() {
    let mut window = dam().open();
    window.forget();
    window.will_choose(&["dam.ron"]);
    window.keys(Modifiers::COMMAND, Key::S);
    let mut again = window.again().open();
    again.keys(Modifiers::COMMAND, Key::W);
    again.forget();
    again.press_named(Role::ListItem, "dam.ron");
    assert_eq!(again.title(), "dam.ron — Postil");
    again.keys(Modifiers::COMMAND, Key::W);
    std::fs::remove_file(again.path("dam.ron")).unwrap();
    again.press_named(Role::ListItem, "dam.ron");
    assert_eq!(again.title(), "Postil");
    assert!(
        again
            .says()
            .starts_with("dam.ron was not opened Failed to read: there is no such file")
    );
}

#[test]
fn the_annotator_is_named_once_and_goes_on_each_mark() {
    let mut window = dam().open();
    let said = window.notices();
    assert!(
        said.iter()
            .any(|said| said.starts_with("Your marks are signed «")),
        "{said:?}"
    );
    window.button("Change…");
    assert!(window.asks("Who annotates?"));
    window.types_over("Mara Lindqvist").key(Key::Enter);
    assert!(!window.asks("Who annotates?"));
    window.forget();
    mark(&mut window, "holds");
    assert_eq!(
        window.bench().selected().unwrap().stamp.author,
        "Mara Lindqvist"
    );
    assert!(window.has(Role::Button, "Annotator: Mara Lindqvist"));
    let mut again = window.again().open();
    assert_eq!(again.notices(), [""; 0], "nobody is asked again");
    assert_eq!(again.bench().author(), "Mara Lindqvist");
    // And changed by a click on the name.
    again.button("Annotator: Mara Lindqvist");
    again.types_over("Jonas Weir").key(Key::Enter);
    assert!(again.has(Role::Button, "Annotator: Jonas Weir"));
}

#[test]
fn damaged_settings_are_said_kept_and_do_no_harm() {
    let files =
        Setup::files(&[("dam.txt", DAM)]).settings(&[("preferences.ron", "(theme: Sepia)")]);
    let mut window = files.open();
    let said = window.notices();
    let sentence = |said: &String| said.contains("kept beside it as preferences.ron.bad");
    assert!(said.iter().any(sentence), "{said:?}");
    window.forget();
    window.command("Dark theme");
    assert_eq!(
        window.read("settings/preferences.ron.bad"),
        "(theme: Sepia)"
    );
    assert!(window.read("settings/preferences.ron").contains("Dark"));
}

#[test]
fn settings_that_cannot_be_kept_are_said() {
    let mut window = dam().open();
    window.forget();
    std::fs::remove_dir_all(window.path("settings")).unwrap();
    window.write("settings", "a file stands where the folder was");
    window.command("Dark theme");
    assert!(window.says().starts_with("Your settings were not saved"));
    assert_eq!(
        window.harness.ctx.theme(),
        egui::Theme::Dark,
        "and they hold for now"
    );
}

#[test]
fn the_window_of_settings_does_what_its_commands_do() {
    let mut window = dam().open();
    window.forget();
    window.keys(Modifiers::COMMAND, Key::Comma);
    window.press_named(Role::ComboBox, "Theme");
    window.button("high contrast");
    assert_eq!(window.preferences().theme, Theme::HighContrast);
    window.button("Wider").button("Larger");
    let wide = window.preferences().clone();
    assert_eq!((wide.reading_width, wide.reading_size), (72.0, 19.0));
    assert!(
        window
            .harness
            .query_all_by_label_contains("keys.ron")
            .next()
            .is_some()
    );
}
