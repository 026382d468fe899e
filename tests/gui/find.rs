//! Finding: in the article and in all of them, by words and by pattern, and tagging what is found.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::desk::Desk;
use crate::support::workbench;

fn desk<'a>() -> Desk<'a> {
    let articles = [
        ("Moon", "The moon is made of cheese.\nCheese, said Dr Vale."),
        ("Sun", "The café sold no cheese in 1999 and none in 2001."),
    ];
    Desk::new(workbench(&articles), (900.0, 600.0))
}

fn find(desk: &mut Desk<'_>, words: &str) {
    desk.keys(Modifiers::COMMAND, Key::F).types(words);
}

fn article(desk: &Desk<'_>) -> String {
    desk.bench().entry().unwrap().article().title.clone()
}

#[test]
fn a_walk_through_all_articles_shows_each_hit_where_it_is() {
    let mut desk = desk();
    find(&mut desk, "cheese");
    desk.harness.get_by_label("2 found");
    desk.press_named(Role::Button, "All articles");
    desk.harness.get_by_label("3 found");
    for (place, title) in [("1 of 3", "Moon"), ("2 of 3", "Moon"), ("3 of 3", "Sun")] {
        desk.press_named(Role::Button, "Next hit");
        desk.harness.get_by_label(place);
        assert_eq!(article(&desk), title);
        assert_eq!(desk.selected_words().to_lowercase(), "cheese");
    }
    desk.press_named(Role::Button, "Next hit");
    assert_eq!(article(&desk), "Moon");
}

#[test]
fn a_click_on_a_hit_in_its_line_goes_there() {
    let mut desk = desk();
    find(&mut desk, "cheese");
    desk.press_named(Role::Button, "All articles");
    let line = "The café sold no cheese in 1999 and none in 2001.";
    desk.press_named(Role::ListItem, line);
    assert_eq!(article(&desk), "Sun");
    assert_eq!(desk.selected_words(), "cheese");
}

#[test]
fn hits_are_tagged_one_after_the_other_from_the_bar() {
    let mut desk = desk();
    find(&mut desk, "cheese");
    assert!(!desk.has(Role::Button, "entity"), "nothing to tag yet");
    desk.press_named(Role::Button, "Next hit");
    let gestures = desk.count(|desk| {
        desk.press_named(Role::Button, "entity");
        desk.press_named(Role::Button, "entity");
    });
    assert_eq!(gestures, 2, "one for each hit");
    assert_eq!(desk.marks(), ["entity: cheese", "entity: Cheese"]);
}

#[test]
fn accents_are_left_out_on_request_and_patterns_are_patterns() {
    let mut desk = desk();
    desk.keys(Modifiers::COMMAND, Key::F);
    desk.press_named(Role::Button, "All articles");
    find(&mut desk, "cafe");
    desk.harness.get_by_label("nothing found");
    desk.press_named(Role::Button, "Ignore accents");
    desk.harness.get_by_label("1 found");

    desk.press_named(Role::Button, "Pattern");
    desk.keys(Modifiers::COMMAND, Key::F)
        .keys(Modifiers::COMMAND, Key::A)
        .types("[0-9]{4}");
    desk.harness.get_by_label("2 found");
    desk.types("(");
    desk.harness.get_by_label("unclosed group");
}

#[test]
fn all_hits_are_tagged_in_one_step() {
    let mut desk = desk();
    find(&mut desk, "cheese");
    desk.press_named(Role::Button, "All articles");
    let gestures = desk.count(|desk| {
        desk.press_named(Role::Button, "Tag 3 hits…");
        desk.press_named(Role::MenuItem, "Tag 3 hits as entity");
    });
    assert_eq!(gestures, 2);
    assert_eq!(desk.bench().project().mark_count(), 3);
    assert_eq!(desk.bench().history().done().len(), 1);
    assert_eq!(desk.bench().project().check(), []);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.bench().project().mark_count(), 0);
}

#[test]
fn a_hit_can_be_taken_out_of_those_that_are_tagged_by_mouse_and_by_key() {
    let mut desk = desk();
    find(&mut desk, "cheese");
    desk.press_named(Role::Button, "All articles");
    let line = "The café sold no cheese in 1999 and none in 2001.";
    desk.press_named(Role::CheckBox, &format!("Tag with the others: {line}"));
    assert!(desk.has(Role::Button, "Tag 2 hits…"));
    desk.press_named(Role::ListItem, line).key(Key::Space);
    assert!(
        desk.has(Role::Button, "Tag 3 hits…"),
        "the space bar puts it back"
    );
    desk.key(Key::Space);
    desk.press_named(Role::Button, "Tag 2 hits…");
    desk.press_named(Role::MenuItem, "Tag 2 hits as claim");
    assert_eq!(desk.bench().project().mark_count(), 2);
    assert_eq!(article(&desk), "Sun", "nobody is taken elsewhere");
    assert_eq!(
        desk.marks(),
        Vec::<String>::new(),
        "the one that was taken out is not marked"
    );
}
