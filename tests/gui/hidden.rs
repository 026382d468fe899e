//! Characters that cannot be seen: shown on demand, and by themselves where they turn words round.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::desk::Desk;
use crate::support::workbench;

const TURNED: &str =
    "[entity: Pay] \u{202e}[claim: one] [rebuttal: two]\u{202c} now, [source: said] it.";

fn desk<'a>(text: &str) -> Desk<'a> {
    Desk::new(workbench(&[("Odd", text)]), (900.0, 600.0))
}

fn left(desk: &Desk<'_>, mark: &str) -> f32 {
    desk.mark_rect(mark).left()
}

#[test]
fn words_that_are_turned_round_are_shown_as_stored_with_a_banner() {
    let mut desk = desk(TURNED);
    let banner =
        "2 hidden characters would turn the reading order round. Shown: the words as stored.";
    assert!(desk.has(Role::Status, banner));
    assert!(left(&desk, "claim: one") < left(&desk, "rebuttal: two"));

    desk.press_named(Role::Button, "Hide them");
    assert!(
        left(&desk, "claim: one") > left(&desk, "rebuttal: two"),
        "as a reader sees it"
    );
    desk.harness.get_by_label(
        "2 hidden characters turn the reading order round: what you read is not what is stored.",
    );
    desk.press_named(Role::Button, "Show them");
    assert!(left(&desk, "claim: one") < left(&desk, "rebuttal: two"));

    desk.press_named(Role::Button, "Close the banner");
    assert!(!desk.has(Role::Status, banner));
    assert!(
        left(&desk, "claim: one") < left(&desk, "rebuttal: two"),
        "they stay shown"
    );
}

#[test]
fn what_turns_nothing_round_gives_no_banner() {
    let desk = desk("An \u{2068}ordinary\u{2069} name and a so\u{ad}ft one.");
    assert!(!desk.has(Role::Button, "Hide them"));
    assert!(!desk.has(Role::Button, "Show them"));
}

/// How far two marks with something hidden between them stand apart, before and after the key.
fn apart(text: &str) -> (f32, f32) {
    let mut desk = desk(text);
    // From where one begins to where the next does: a joiner belongs to the letter before it.
    let gap = |desk: &Desk<'_>| left(desk, "source: said") - left(desk, "entity: here");
    let before = gap(&desk);
    desk.key(Key::H);
    let shown = gap(&desk);
    // What is clicked is what is seen, and what was hidden is in no mark.
    for mark in ["entity: here", "source: said"] {
        let at = desk.mark(mark);
        desk.click(at);
        let selected = desk.bench().selected().unwrap();
        let text = &desk.bench().entry().unwrap().article().text;
        assert!(mark.ends_with(&selected.words(text)), "{mark}");
    }
    desk.key(Key::H);
    assert_eq!(gap(&desk), before, "the key hides them again");
    (before, shown)
}

#[test]
fn characters_without_width_are_shown_by_a_key() {
    for hidden in [
        "\u{200b}", "\u{200d}", "\u{ad}", "\u{2060}", "\u{feff}", "\u{200e}", "\u{fe0f}",
    ] {
        let (before, shown) = apart(&format!("[entity: here]{hidden} [source: said]"));
        assert!(shown > before + 8.0, "{hidden:?}: {before} to {shown}");
    }
}

#[test]
fn controls_are_always_shown() {
    for hidden in ["\0", "\u{1b}", "\u{7f}", "\u{85}", "\u{8}"] {
        let (before, shown) = apart(&format!("[entity: here]{hidden}[source: said]"));
        assert_eq!(before, shown, "{hidden:?}");
        let (without, _) = apart("[entity: here][source: said]");
        assert!(before > without + 8.0, "{hidden:?} has a width: {before}");
    }
}

#[test]
fn a_drag_over_what_is_hidden_selects_all_of_it() {
    let mut desk = desk(TURNED);
    let from = desk.mark_rect("claim: one").left_center();
    let to = desk.mark_rect("source: said").right_center();
    desk.drag(from, to);
    assert_eq!(desk.selected_words(), "one two\u{202c} now, said");
    desk.key(Key::Num3);
    assert!(
        desk.marks()
            .contains(&"entity: one two\u{202c} now, said".to_owned())
    );
    assert_eq!(desk.bench().project().check(), []);
}
