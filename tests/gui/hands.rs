//! The menu of a mark and of words, the middle button, and fingers.

use egui::accesskit::Role;
use egui::{
    Event, Key, Modifiers, PointerButton, Pos2, TouchDeviceId, TouchId, TouchPhase, pos2, vec2,
};
use postil::command::{Command, WindowCommand};
use postil::workbench::Request;

use crate::desk::Desk;
use crate::support::{labels, workbench};

const TEXT: &str = "The moon [claim: is made of [entity: cheese]]. [rebuttal: It is not], said \
    [source: Dr Vale].\nThe harbour lay quiet. Boats came and went.";

fn desk<'a>() -> Desk<'a> {
    Desk::new(workbench(&[("Moon", TEXT)]), (900.0, 700.0))
}

fn long<'a>() -> Desk<'a> {
    let text: String = (0..90)
        .map(|n| format!("Paragraph {n} says that the river rose again.\n"))
        .collect();
    Desk::new(workbench(&[("Long", &text)]), (900.0, 600.0))
}

fn choose(desk: &mut Desk<'_>, title: &str) {
    desk.press_named(Role::MenuItem, title);
    assert!(!desk.has(Role::MenuItem, title), "the menu is closed");
}

// The menu.

#[test]
fn a_right_click_on_a_mark_offers_what_can_be_done_with_it() {
    let mut desk = desk();
    let at = desk.mark("entity: cheese");
    desk.right_click(at);
    assert_eq!(desk.selected(), Some("m2"), "it is the one that is meant");
    insta::assert_snapshot!(labels(&desk.harness, Role::MenuItem).join("\n"), @r"
    Retag as claim
    Retag as rebuttal
    Retag as source
    Link from here…
    Write a note
    Say whom it refers to
    Add words to it…
    Next mark of the same tag
    Copy the words
    Find these words
    Delete the mark
    ");
    choose(&mut desk, "Retag as source");
    assert!(desk.marks().contains(&"source: cheese".to_owned()));
}

#[test]
fn a_right_click_on_plain_words_selects_the_word_and_tags_it() {
    let mut desk = desk();
    let at = desk.on("harbour");
    desk.right_click(at);
    assert_eq!(desk.selected_words(), "harbour");
    insta::assert_snapshot!(labels(&desk.harness, Role::MenuItem).join("\n"), @r"
    Tag as claim
    Tag as rebuttal
    Tag as entity
    Tag as source
    Keep these words, select more
    Select more
    Copy the words
    Find these words
    Add an unstated claim
    Add an unnamed source
    Add the article itself as a source
    ");
    choose(&mut desk, "Tag as entity");
    assert!(desk.marks().contains(&"entity: harbour".to_owned()));
}

#[test]
fn a_right_click_on_the_selection_keeps_it() {
    let mut desk = desk();
    desk.drag(desk.before("harbour"), desk.after("quiet"));
    let at = desk.on("lay");
    desk.right_click(at);
    assert_eq!(desk.selected_words(), "harbour lay quiet");
    assert!(!desk.has(Role::Button, "claim"), "the palette gives way");
    choose(&mut desk, "Tag as claim");
    assert!(
        desk.marks()
            .contains(&"claim: harbour lay quiet".to_owned())
    );
}

#[test]
fn the_menu_deletes_links_copies_finds_and_adds() {
    let mut desk = desk();
    let at = desk.mark("rebuttal: It is not");
    desk.right_click(at);
    choose(&mut desk, "Delete the mark");
    assert_eq!(desk.marks().len(), 3);

    let at = desk.mark("source: Dr Vale");
    desk.right_click(at);
    choose(&mut desk, "Link from here…");
    assert_eq!(desk.harness.state().view.linking(), Some(&"m4".into()));
    desk.key(Key::Escape).key(Key::Escape);

    let at = desk.mark("source: Dr Vale");
    desk.right_click(at);
    desk.press_named(Role::MenuItem, "Find these words");
    assert!(desk.has(Role::TextInput, "Find in the article"));
    desk.press_named(Role::Button, "Close the find bar");

    let at = desk.mark("source: Dr Vale");
    desk.click(at);
    let at = desk.on("Boats");
    desk.right_click(at);
    choose(&mut desk, "Add to the selected mark");
    assert!(
        desk.marks().contains(&"source: Dr Vale … Boats".to_owned()),
        "{:?}",
        desk.marks()
    );

    let at = desk.on("harbour");
    desk.right_click(at);
    choose(&mut desk, "Add an unstated claim");
    assert!(desk.marks().contains(&"claim: unstated claim".to_owned()));
}

#[test]
fn the_menu_copies_the_words_as_they_are() {
    let mut desk = Desk::new(
        workbench(&[("Odd", "so\u{ad}ft \0 [claim: a\u{1b}b] end")]),
        (900.0, 600.0),
    );
    let at = desk.mark("claim: a\u{1b}b");
    desk.right_click(at);
    let row = desk.named(Role::MenuItem, "Copy the words");
    desk.harness.hover_at(row);
    let mut copied = None;
    for pressed in [true, false] {
        desk.harness.event(Event::PointerButton {
            pos: row,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        desk.harness.step();
        let commands = &desk.harness.output().platform_output.commands;
        copied = copied.or(commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(words) => Some(words.clone()),
            _ => None,
        }));
    }
    assert_eq!(copied.as_deref(), Some("a\u{1b}b"));
}

#[test]
fn the_menu_opens_at_the_caret_by_a_key_and_is_walked_by_arrows() {
    for (held, key) in [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)] {
        let mut desk = desk();
        desk.click(desk.before("harbour"));
        desk.keys(held, key);
        assert_eq!(desk.selected_words(), "harbour");
        desk.key(Key::ArrowDown).key(Key::Enter);
        assert!(
            desk.marks().contains(&"rebuttal: harbour".to_owned()),
            "the second row: {:?}",
            desk.marks()
        );
        desk.key(Key::ArrowRight);
        assert!(
            !desk.before_caret().is_empty(),
            "the article has the keys again"
        );
    }
}

#[test]
fn the_menu_of_the_selected_mark_opens_by_a_key() {
    let mut desk = desk();
    let at = desk.mark("source: Dr Vale");
    desk.click(at);
    desk.keys(Modifiers::SHIFT, Key::F10);
    assert!(desk.has(Role::MenuItem, "Retag as claim"));
    desk.key(Key::Escape);
    assert!(!desk.has(Role::MenuItem, "Retag as claim"));
    assert_eq!(
        desk.selected(),
        Some("m4"),
        "Escape closed the menu and no more"
    );
}

// The middle button.

#[test]
fn the_middle_button_drags_the_paper_and_selects_nothing() {
    let mut desk = long();
    let (words, from) = ("Paragraph 6 says", pos2(450.0, 400.0));
    let (.., before) = desk.find(words).unwrap();
    let button = |pressed, pos| Event::PointerButton {
        pos,
        button: PointerButton::Middle,
        pressed,
        modifiers: Modifiers::NONE,
    };
    desk.harness.hover_at(from);
    desk.harness.event(button(true, from));
    desk.harness.step();
    for way in [20.0, 50.0, 90.0] {
        desk.harness.hover_at(from - vec2(0.0, way));
        desk.harness.step();
    }
    let to = from - vec2(0.0, 90.0);
    desk.harness.event(button(false, to));
    desk.harness.run();
    let (.., after) = desk.find(words).unwrap();
    assert!((before - after - 90.0).abs() < 1.0, "{before} to {after}");
    assert_eq!(desk.selected_words(), "");
    assert!(desk.harness.state().asked.is_empty());
}

// Fingers.

/// What a system says of a finger: the touch, and the pointer that it stands for.
fn finger(desk: &mut Desk<'_>, phase: TouchPhase, pos: Pos2) {
    touch(desk, 1, phase, pos);
    let button = |pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    match phase {
        TouchPhase::Start => {
            desk.harness.event(Event::PointerMoved(pos));
            desk.harness.event(button(true));
        }
        TouchPhase::Move => desk.harness.event(Event::PointerMoved(pos)),
        TouchPhase::End | TouchPhase::Cancel => {
            desk.harness.event(button(false));
            desk.harness.event(Event::PointerGone);
        }
    }
    desk.harness.step();
}

fn touch(desk: &mut Desk<'_>, id: u64, phase: TouchPhase, pos: Pos2) {
    desk.harness.event(Event::Touch {
        device_id: TouchDeviceId(0),
        id: TouchId(id),
        phase,
        pos,
        force: None,
    });
}

#[test]
fn a_finger_that_is_drawn_scrolls() {
    let mut desk = long();
    let words = "Paragraph 6 says";
    let (.., before) = desk.find(words).unwrap();
    let from = pos2(450.0, 450.0);
    finger(&mut desk, TouchPhase::Start, from);
    for way in [30.0, 80.0, 150.0] {
        finger(&mut desk, TouchPhase::Move, from - vec2(0.0, way));
    }
    finger(&mut desk, TouchPhase::End, from - vec2(0.0, 150.0));
    desk.harness.run();
    let (.., after) = desk.find(words).unwrap();
    assert!((before - after - 150.0).abs() < 1.0, "{before} to {after}");
    assert_eq!(desk.selected_words(), "");
}

#[test]
fn a_finger_that_is_held_selects_the_word_and_drawn_on_selects_more() {
    let mut desk = desk();
    let from = desk.on("harbour");
    finger(&mut desk, TouchPhase::Start, from);
    desk.harness.run_steps(35);
    finger(&mut desk, TouchPhase::End, from);
    desk.harness.run();
    assert_eq!(desk.selected_words(), "harbour");
    desk.press_named(Role::Button, "entity");
    assert!(desk.marks().contains(&"entity: harbour".to_owned()));

    let (from, to) = (desk.on("Boats"), desk.on("went"));
    finger(&mut desk, TouchPhase::Start, from);
    desk.harness.run_steps(35);
    finger(&mut desk, TouchPhase::Move, to);
    finger(&mut desk, TouchPhase::End, to);
    desk.harness.run();
    assert_eq!(desk.selected_words(), "Boats came and went");
}

#[test]
fn a_tap_selects_a_mark_as_a_click_does() {
    let mut desk = desk();
    let at = desk.mark("source: Dr Vale");
    finger(&mut desk, TouchPhase::Start, at);
    finger(&mut desk, TouchPhase::End, at);
    desk.harness.run();
    assert_eq!(desk.selected(), Some("m4"));
}

#[test]
fn two_fingers_zoom_the_text_and_select_nothing() {
    let mut desk = long();
    let (left, right) = (pos2(400.0, 300.0), pos2(500.0, 300.0));
    finger(&mut desk, TouchPhase::Start, left);
    touch(&mut desk, 2, TouchPhase::Start, right);
    desk.harness.step();
    for way in [5.0, 12.0, 20.0, 30.0] {
        touch(&mut desk, 2, TouchPhase::Move, right + vec2(way, 0.0));
        finger(&mut desk, TouchPhase::Move, left - vec2(way, 0.0));
    }
    touch(&mut desk, 2, TouchPhase::End, right + vec2(30.0, 0.0));
    finger(&mut desk, TouchPhase::End, left - vec2(30.0, 0.0));
    desk.harness.run();
    let larger = Request::Window(WindowCommand::TextLarger);
    let steps = desk.harness.state().requests.iter();
    let steps = steps.filter(|request| **request == larger).count();
    assert!((4..=12).contains(&steps), "{steps} steps for 160 %");
    let selects = |command: &Command| !matches!(command, Command::Window(_));
    assert!(!desk.harness.state().asked.iter().any(selects));
}
