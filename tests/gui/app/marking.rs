//! Marks, links, identities, values and notes through the whole window, by mouse and by keys, and
//! how many gestures each takes.

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::project::Value;

use super::whole::{Whole, on};

const DAM: &str = "The dam\n\nThe dam is moving, the miners say. “Nobody has measured it,” said Dr \
    Vale. The council denies it.\n";

fn dam() -> Whole {
    on(&[("dam.txt", DAM)])
}

/// An article in which a claim, a rebuttal and a source are marked.
fn marked() -> Whole {
    let mut window = dam();
    for (from, to, key) in [
        ("The dam is", "moving", Key::Num1),
        ("The council", "denies it", Key::Num2),
        ("Dr", "Vale", Key::Num4),
    ] {
        let (from, to) = (window.before(from), window.after(to));
        window.drag(from, to);
        window.key(key);
    }
    window.key(Key::Escape);
    let marks = [
        "claim: The dam is moving",
        "source: Dr Vale",
        "rebuttal: The council denies it",
    ];
    assert_eq!(window.marks(), marks);
    window.forget();
    window
}

fn links(window: &Whole) -> Vec<String> {
    let entry = window.bench().entry().unwrap();
    let text = &entry.article().text;
    let words = |id| entry.annotation(id).unwrap().words(text);
    let links = entry.links().values();
    links
        .map(|link| format!("{} {} {}", words(&link.from), link.kind, words(&link.to)))
        .collect()
}

#[test]
fn a_tag_takes_two_gestures_by_mouse_and_by_keys() {
    let mut window = dam();
    let (from, to) = (window.before("the miners"), window.after("miners"));
    window.drag(from, to);
    window.small_palette("source");
    assert_eq!(window.gestures, 2);
    assert_eq!(window.marks(), ["source: the miners"]);
    window.forget();
    let (from, to) = (window.before("Dr"), window.after("Vale"));
    window.drag(from, to).key(Key::S);
    assert_eq!(window.gestures, 2);
    assert_eq!(window.marks(), ["source: the miners", "source: Dr Vale"]);
}

#[test]
fn an_armed_tag_takes_one_gesture_a_mark() {
    let mut window = dam();
    window.keys(Modifiers::SHIFT, Key::Num3);
    window.forget();
    for (count, word) in ["miners", "Vale", "council"].into_iter().enumerate() {
        let word = window.on(word);
        window.clicks(word, 2);
        assert_eq!(window.gestures, count + 1);
    }
    assert_eq!(
        window.marks(),
        ["entity: miners", "entity: Vale", "entity: council"]
    );
    // Armed and disarmed in the strip as well.
    window.key(Key::Escape);
    assert!(window.bench().armed().is_none());
    window.button("rebuttal");
    assert_eq!(window.bench().armed().unwrap().name, "rebuttal");
}

#[test]
fn a_word_a_sentence_or_a_quotation_at_hand_takes_one_gesture() {
    let mut window = dam();
    let cases = [
        ("miners", Key::Num3, "entity: miners"),
        (
            "moving",
            Key::Num1,
            "claim: The dam is moving, the miners say.",
        ),
        ("measured", Key::Num1, "claim: Nobody has measured it,"),
    ];
    for (word, key, mark) in cases {
        let before = window.gestures;
        let word = window.on(word);
        window.point(word).key(key);
        assert_eq!(window.gestures - before, 1, "{mark}");
        assert!(
            window.marks().iter().any(|made| made == mark),
            "{mark}: {:?}",
            window.marks()
        );
    }
}

#[test]
fn a_retag_takes_one_gesture_and_keeps_id_links_and_note() {
    let mut window = marked();
    let from = window.named(Role::Button, "margin rebuttal: The council denies it");
    let source = window.mark("source: Dr Vale");
    window.drag(from, source);
    let entry = window.bench().entry().unwrap();
    let id = entry.in_text_order().last().unwrap().id.clone();
    window.forget();
    let rebuttal = window.mark("rebuttal: The council denies it");
    window.point(rebuttal).key(Key::Num1);
    assert_eq!(window.gestures, 1);
    let entry = window.bench().entry().unwrap();
    assert_eq!(entry.annotation(&id).unwrap().tag, "claim".into());
    let linked = ["The council denies it attributed_to Dr Vale"];
    assert_eq!(links(&window), linked);
    window.keys(Modifiers::COMMAND, Key::Z);
    assert!(window.has(Role::Mark, "rebuttal: The council denies it"));
    assert_eq!(links(&window), linked);
}

#[test]
fn a_delete_takes_one_gesture_and_is_undone_in_one() {
    let mut window = marked();
    let source = window.mark("source: Dr Vale");
    window.click(source);
    window.forget();
    window.key(Key::Delete);
    assert_eq!(window.gestures, 1);
    assert_eq!(window.marks().len(), 2);
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.gestures, 2);
    assert_eq!(window.marks().len(), 3);
    assert!(window.has(Role::Mark, "source: Dr Vale"));
}

#[test]
fn a_boundary_takes_one_gesture_by_mouse_and_by_keys() {
    let mut window = marked();
    let rebuttal = window.mark("rebuttal: The council denies it");
    window.click(rebuttal);
    window.forget();
    let (start, to) = (
        window.named(Role::Slider, "Start of the mark"),
        window.before("council"),
    );
    window.drag(start, to);
    assert_eq!(window.gestures, 1);
    assert!(
        window
            .marks()
            .contains(&"rebuttal: council denies it".to_owned()),
        "{:?}",
        window.marks()
    );
    window.keys(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(window.gestures, 2);
    assert!(
        window
            .marks()
            .contains(&"rebuttal: council denies".to_owned())
    );
    window.keys(Modifiers::ALT | Modifiers::SHIFT, Key::ArrowLeft);
    assert!(
        window
            .marks()
            .contains(&"rebuttal: The council denies".to_owned())
    );
}

#[test]
fn a_typed_link_takes_one_gesture_and_the_kind_follows_from_the_tags() {
    let mut window = marked();
    for (count, from) in [
        "claim: The dam is moving",
        "rebuttal: The council denies it",
    ]
    .into_iter()
    .enumerate()
    {
        let from = window.named(Role::Button, &format!("margin {from}"));
        let to = window.mark("source: Dr Vale");
        window.drag(from, to);
        assert_eq!(window.gestures, count + 1);
    }
    let mut made = links(&window);
    made.sort();
    assert_eq!(
        made,
        [
            "The council denies it attributed_to Dr Vale",
            "The dam is moving attributed_to Dr Vale"
        ]
    );
}

#[test]
fn where_two_kinds_of_link_fit_they_are_offered_at_the_pointer() {
    let mut window = marked();
    // A rebuttal may rebut another rebuttal or support it.
    let claim = window.mark("claim: The dam is moving");
    window.point(claim).key(Key::Num2);
    let (from, to) = (
        window.named(Role::Button, "margin rebuttal: The council denies it"),
        window.mark("rebuttal: The dam is moving"),
    );
    window.drag(from, to);
    assert!(window.has(Role::Menu, "Kind of link"));
    assert_eq!(links(&window), [""; 0]);
    window.key(Key::Escape);
    assert!(!window.has(Role::Menu, "Kind of link"));
    window.drag(from, to);
    window.key(Key::Num2);
    assert_eq!(
        links(&window),
        ["The council denies it supports The dam is moving"]
    );
}

#[test]
fn the_same_tag_on_the_same_words_is_refused_with_a_hint() {
    let mut window = marked();
    let (from, to) = (window.before("Dr"), window.after("Vale"));
    window.drag(from, to).key(Key::Num4);
    assert_eq!(window.marks().len(), 3);
    assert_eq!(window.steps().len(), 4);
    assert_eq!(window.notices().len(), 1);
}

#[test]
fn implicit_marks_are_made_by_a_command_worded_linked_and_listed() {
    let mut window = marked();
    window.command("Add an unnamed source");
    window.types("the mine's owners");
    window.key(Key::Escape);
    let chip = "source: the mine's owners (implicit)";
    assert!(window.has(Role::Button, chip), "{:?}", window.marks());
    let (from, to) = (
        window.named(Role::Button, "margin claim: The dam is moving"),
        window.named(Role::Button, chip),
    );
    window.drag(from, to);
    assert_eq!(
        links(&window),
        ["The dam is moving attributed_to the mine's owners"]
    );
    for (command, count) in [("Add an unstated claim", 5), ("Add the article itself", 6)] {
        window.command(command);
        window.key(Key::Escape);
        assert_eq!(window.marks().len(), count, "{command}");
    }
    window.key(Key::F3);
    let rows = crate::support::labels(&window.harness, Role::ListItem);
    let rows: Vec<_> = rows.iter().filter(|row| row.contains("owners")).collect();
    assert_eq!(rows.len(), 1, "{rows:?}");
}

#[test]
fn an_identity_is_given_by_typing_and_the_same_name_is_offered_first() {
    let mut window = marked();
    let source = window.mark("source: Dr Vale");
    window.click(source);
    window.key(Key::I);
    window.types("Miriam Vale");
    window.button("New identity: Miriam Vale");
    let word = window.on("miners");
    window.clicks(word, 2);
    window.key(Key::Num3).key(Key::I);
    window.types("mir");
    window.key(Key::Enter);
    let project = window.bench().project();
    assert_eq!(project.identities().count(), 1);
    let named = window.bench().entry().unwrap().annotations().values();
    assert_eq!(named.filter(|mark| mark.identity.is_some()).count(), 2);
    // A click walks the mentions.
    let here = window.selected().map(str::to_owned);
    window.button("Next mention");
    assert_ne!(window.selected().map(str::to_owned), here);
}

#[test]
fn values_and_notes_are_set_in_the_inspector() {
    let mut window = marked();
    let claim = window.mark("claim: The dam is moving");
    window.click(claim);
    window.press_named(Role::RadioButton, "alleged");
    window.keys(Modifiers::COMMAND, Key::M);
    window.types("see page 4");
    let mark = window.bench().selected().unwrap();
    assert_eq!(
        mark.attributes.get(&"certainty".into()),
        Some(&Value::text("alleged"))
    );
    assert_eq!(mark.note, "see page 4");
    window.key(Key::Escape);
    let steps = window.steps();
    assert_eq!(steps.len(), 6, "{steps:?}");
    window.keys(Modifiers::COMMAND, Key::Z);
    window.keys(Modifiers::COMMAND, Key::Z);
    let mark = window.bench().selected().unwrap();
    assert!(mark.note.is_empty() && mark.attributes.is_empty());
}

#[test]
fn every_panel_opens_by_its_key() {
    let mut window = marked();
    for (key, tab) in [
        (Key::F3, "List"),
        (Key::F4, "Identities"),
        (Key::F7, "History"),
        (Key::F8, "Problems"),
        (Key::F2, "Inspector"),
    ] {
        window.key(key);
        let tabs = window.harness.query_all_by_role(Role::Tab);
        let chosen = tabs.filter(|tab| tab.accesskit_node().toggled() == Some(Toggled::True));
        let labels: Vec<_> = chosen
            .filter_map(|tab| tab.accesskit_node().label())
            .collect();
        assert!(
            labels.iter().any(|label| label.starts_with(tab)),
            "{tab}: {labels:?}"
        );
    }
}

#[test]
fn a_fragment_is_added_with_ctrl_and_stacked_marks_are_walked_outwards() {
    let mut window = marked();
    let claim = window.mark("claim: The dam is moving");
    window.click(claim);
    let (from, to) = (window.before("measured"), window.after("measured it"));
    window
        .hold(Modifiers::COMMAND)
        .drag(from, to)
        .hold(Modifiers::NONE);
    let mark = window.bench().selected().unwrap();
    assert_eq!(mark.span().unwrap().fragments().len(), 2);
    let word = window.on("moving");
    window.clicks(word, 2).key(Key::Num3);
    window.key(Key::Escape);
    let mut seen = Vec::new();
    for _ in 0..2 {
        window.click(word - vec2(2.0, 0.0));
        seen.push(window.bench().selected().unwrap().tag.to_string());
    }
    assert_eq!(seen, ["entity", "claim"]);
}
