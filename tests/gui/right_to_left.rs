//! Every gesture on an article that is read from right to left.

use egui::accesskit::Role;
use egui::{Key, Modifiers};

use crate::desk::Desk;
use crate::support::workbench;

const TEXT: &str = "שלום [entity: עולם] טוב מאוד, [claim: הירח עשוי] גבינה [source: אמר] דובר.\n\
    ושוב עולם אחר.";

fn desk<'a>() -> Desk<'a> {
    Desk::new(workbench(&[("Hebrew", TEXT)]), (900.0, 600.0))
}

#[test]
fn what_is_read_first_stands_at_the_right() {
    let desk = desk();
    let (first, then) = (
        desk.mark_rect("entity: עולם"),
        desk.mark_rect("source: אמר"),
    );
    assert!(first.left() > then.right());
    assert_eq!(first.center().y, then.center().y, "on one line");
}

#[test]
fn a_drag_from_right_to_left_selects_what_lies_between() {
    let mut desk = desk();
    let from = desk.mark_rect("entity: עולם").right_center();
    let to = desk.mark_rect("claim: הירח עשוי").left_center();
    desk.drag(from, to);
    assert_eq!(desk.selected_words(), "עולם טוב מאוד, הירח עשוי");
    let palette = desk.named(Role::Button, "rebuttal");
    assert!(
        palette.distance(to) < 300.0,
        "the palette is where the pointer is"
    );
    desk.press_named(Role::Button, "rebuttal");
    assert!(
        desk.marks()
            .contains(&"rebuttal: עולם טוב מאוד, הירח עשוי".to_owned())
    );
}

#[test]
fn a_double_click_selects_the_word_and_a_key_over_a_word_marks_it() {
    let mut desk = desk();
    let at = desk.mark("source: אמר");
    desk.clicks(at, 2);
    assert_eq!(desk.selected_words(), "אמר");
    desk.key(Key::Escape);
    // Left of the source stands the last word.
    let beside = desk.mark_rect("source: אמר").left_center() - egui::vec2(14.0, 0.0);
    desk.point(beside).key(Key::Num3);
    assert!(
        desk.marks().contains(&"entity: דובר".to_owned()),
        "{:?}",
        desk.marks()
    );
}

#[test]
fn the_caret_walks_on_in_the_order_of_reading() {
    let mut desk = desk();
    let at = desk.mark_rect("entity: עולם").right_center() - egui::vec2(1.0, 0.0);
    desk.point(at);
    desk.clicks(at, 2).key(Key::Escape);
    desk.keys(Modifiers::COMMAND, Key::Home);
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(desk.selected_words(), "שלום");
    desk.keys(Modifiers::SHIFT, Key::F10);
    assert!(
        desk.has(Role::MenuItem, "Tag as claim"),
        "the menu opens there too"
    );
}

#[test]
fn an_end_of_a_mark_is_dragged_over_a_word() {
    let mut desk = desk();
    let at = desk.mark("claim: הירח עשוי");
    desk.click(at);
    let from = desk.named(Role::Slider, "End of the mark");
    let to = desk.mark_rect("source: אמר").right_center() + egui::vec2(6.0, 0.0);
    desk.drag(from, to);
    assert!(
        desk.marks().contains(&"claim: הירח עשוי גבינה".to_owned()),
        "{:?}",
        desk.marks()
    );
}

#[test]
fn words_are_found_walked_and_tagged() {
    let mut desk = desk();
    desk.keys(Modifiers::COMMAND, Key::F).types("עולם");
    desk.press_named(Role::Button, "Next hit");
    assert_eq!(desk.selected_words(), "עולם");
    desk.press_named(Role::Button, "Next hit");
    assert!(desk.before_caret().ends_with("ושוב עולם"));
    desk.press_named(Role::Button, "source");
    assert!(
        desk.marks().contains(&"source: עולם".to_owned()),
        "{:?}",
        desk.marks()
    );
}
