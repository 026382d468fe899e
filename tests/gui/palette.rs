//! The command palette: found by its field, driven by keys.

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::palette::Palette;
use postil::command::{Command, WindowCommand};
use postil::workbench::Workbench;

use crate::support::{Stage, click, identity, stage, workbench};

fn two_articles() -> Workbench {
    let mut bench = workbench(&[
        ("Moon", "The moon [claim: is made of cheese]."),
        (
            "Harbour fares",
            "[entity: The board] said so. [entity: It] did.",
        ),
    ]);
    identity(
        &mut bench,
        "board",
        "Harbour board",
        "organisation",
        &[("harbour-fares", "m1"), ("harbour-fares", "m2")],
    );
    bench
}

fn opened<'a>(bench: Workbench) -> Harness<'a, Stage<Palette>> {
    let mut palette = Palette::default();
    palette.open();
    let mut harness = stage(bench, palette, (1280.0, 800.0), |palette, ui, scene| {
        palette.ui(ui.ctx(), scene);
    });
    harness.run();
    harness
}

fn typed(harness: &mut Harness<'_, Stage<Palette>>, text: &str) {
    harness
        .get_by_role_and_label(Role::TextInput, "Command")
        .type_text(text);
    harness.run();
}

fn press(harness: &mut Harness<'_, Stage<Palette>>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn chosen(harness: &Harness<'_, Stage<Palette>>) -> String {
    let mut rows = harness.query_all_by_role(Role::ListBoxOption);
    let on = rows.find(|row| row.accesskit_node().toggled() == Some(Toggled::True));
    on.unwrap().accesskit_node().label().unwrap()
}

#[test]
fn the_field_has_the_focus_and_ten_rows_are_seen() {
    let harness = opened(two_articles());
    assert!(harness.ctx.text_edit_focused());
    // A screen reader hears the chosen row while the field keeps the keys.
    let row = harness.get_by_role_and_label(Role::ListBoxOption, "Tag as claim");
    assert!(row.is_focused());
    let rows = harness.query_all_by_role(Role::ListBoxOption).count();
    assert!((10..=11).contains(&rows), "{rows}");
}

#[test]
fn enter_runs_the_best_match_and_closes() {
    let mut harness = opened(two_articles());
    typed(&mut harness, "arm reb");
    assert_eq!(chosen(&harness), "Arm rebuttal");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().bench.armed().unwrap().name, "rebuttal");
    assert!(!harness.state().panel.is_open());
    assert!(harness.query_by_role(Role::TextInput).is_none());
}

#[test]
fn with_ctrl_it_stays_open() {
    let mut harness = opened(two_articles());
    typed(&mut harness, "arm reb");
    press(
        &mut harness,
        Modifiers::COMMAND | Modifiers::CTRL,
        Key::Enter,
    );
    assert!(harness.state().panel.is_open());
    assert_eq!(harness.state().asked.len(), 1);
}

#[test]
fn up_and_down_choose_round_and_round_and_pages_stop_at_the_ends() {
    let mut harness = opened(two_articles());
    assert_eq!(chosen(&harness), "Tag as claim");
    press(&mut harness, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(chosen(&harness), "About Postil");
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(chosen(&harness), "Tag as claim");
    press(&mut harness, Modifiers::NONE, Key::PageDown);
    assert_eq!(chosen(&harness), "Show only entity marks");
    press(&mut harness, Modifiers::NONE, Key::PageUp);
    press(&mut harness, Modifiers::NONE, Key::PageUp);
    assert_eq!(chosen(&harness), "Tag as claim");
}

#[test]
fn escape_goes_back_and_asks_for_nothing() {
    let mut harness = opened(two_articles());
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!harness.state().panel.is_open());
    assert!(harness.state().asked.is_empty());
}

#[test]
fn what_cannot_run_now_is_not_listed() {
    let mut harness = opened(two_articles());
    typed(&mut harness, "delete the mark");
    assert!(
        harness
            .query_by_role_and_label(Role::ListBoxOption, "Delete the mark")
            .is_none()
    );
}

#[test]
fn articles_are_gone_to_by_title() {
    let mut harness = opened(two_articles());
    typed(&mut harness, "fares");
    click(&mut harness, Role::ListBoxOption, "Harbour fares");
    let entry = harness.state().bench.entry().unwrap();
    assert_eq!(entry.article().title, "Harbour fares");
}

#[test]
fn an_identity_leads_to_its_first_mention() {
    let mut harness = opened(two_articles());
    typed(&mut harness, "harbour b");
    click(&mut harness, Role::ListBoxOption, "Harbour board");
    let bench = &harness.state().bench;
    assert_eq!(bench.entry().unwrap().article().title, "Harbour fares");
    assert_eq!(bench.selected().unwrap().id.as_str(), "m1");
}

#[test]
fn what_was_run_last_comes_first_the_next_time() {
    let mut harness = opened(two_articles());
    typed(&mut harness, "notices");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let notices = Command::Window(WindowCommand::Notices);
    assert_eq!(harness.state().asked, [notices]);
    harness.state_mut().panel.open();
    harness.run();
    assert_eq!(chosen(&harness), "Notices");
}

#[test]
fn where_nothing_matches_that_is_said() {
    let mut harness = opened(two_articles());
    typed(&mut harness, "qqq");
    harness.get_by_value("No command, article or identity matches “qqq”.");
    let status = harness.get_by_role(Role::Status).accesskit_node().label();
    assert!(status.unwrap().starts_with("0 of "));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(harness.state().asked.is_empty());
}

#[test]
fn datasets_are_found_by_the_word_import() {
    let mut harness = opened(two_articles());
    typed(&mut harness, "import");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let open = Command::Window(WindowCommand::Open);
    assert_eq!(harness.state().asked, [open]);
}
