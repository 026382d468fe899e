//! Links, marks and their ends without a mouse.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::desk::Desk;
use crate::support::workbench;

const TEXT: &str = "The moon [claim: is made of [entity: cheese]]. [rebuttal: It is not], said \
    [source: Dr Vale].\n“Nobody [claim: has ever eaten of it],” [source: she] told us.";

fn desk<'a>() -> Desk<'a> {
    Desk::new(workbench(&[("Moon", TEXT)]), (900.0, 600.0))
}

fn linked(desk: &Desk<'_>) -> Vec<String> {
    let entry = desk.bench().entry().unwrap();
    let links = entry.links().values();
    links
        .map(|link| format!("{} {} {}", link.from, link.kind, link.to))
        .collect()
}

/// The letters that are shown, with what each links to.
fn letters(desk: &Desk<'_>) -> Vec<String> {
    let labels = desk.harness.query_all_by_role(Role::Label);
    let labels = labels.filter_map(|node| node.accesskit_node().value());
    let mut found: Vec<String> = labels
        .filter(|label| label.contains(" links to "))
        .collect();
    found.sort();
    found
}

#[test]
fn a_key_shows_letters_on_the_targets_and_a_letter_links() {
    let mut desk = desk();
    desk.click(desk.mark("claim: is made of cheese"));
    let gestures = desk.count(|desk| {
        desk.key(Key::L);
        // The nearest first, by the order of the tagset's kinds: what rebuts it, who says it.
        assert_eq!(
            letters(desk),
            [
                "A links to rebuttal: It is not",
                "D links to source: she",
                "S links to source: Dr Vale",
            ]
        );
        desk.key(Key::S);
    });
    assert_eq!(gestures, 2);
    assert_eq!(linked(&desk), ["m1 attributed to m4"]);
    assert!(letters(&desk).is_empty(), "the letters are gone");
    assert_eq!(desk.marks().len(), 6, "no letter was a tag's key");
}

#[test]
fn letters_are_no_commands_while_a_link_is_made_and_escape_ends_it() {
    let mut desk = desk();
    desk.click(desk.mark("rebuttal: It is not")).key(Key::L);
    desk.key(Key::C).key(Key::Num1).key(Key::J);
    assert_eq!(desk.marks().len(), 6);
    assert_eq!(desk.selected(), Some("m3"));
    desk.key(Key::Escape);
    assert!(letters(&desk).is_empty());
    assert_eq!(linked(&desk), Vec::<String>::new());
    desk.key(Key::J);
    assert_eq!(desk.selected(), Some("m4"), "letters are commands again");
}

#[test]
fn words_find_a_target_that_is_not_in_view() {
    let mut text = "[claim: The first words] stand here.\n".to_owned();
    for n in 0..80 {
        text += &format!("Paragraph {n} says that the river rose again.\n");
    }
    text += "So said [source: the harbour master] and [source: nobody else].";
    let mut desk = Desk::new(workbench(&[("Long", &text)]), (900.0, 600.0));
    desk.click(desk.mark("claim: The first words")).key(Key::L);
    assert!(letters(&desk).is_empty(), "no target is in view");
    desk.key(Key::Space).types("Harbour");
    assert!(desk.has(Role::Button, "source: the harbour master"));
    assert!(!desk.has(Role::Button, "source: nobody else"));
    desk.key(Key::Enter);
    assert_eq!(linked(&desk), ["m1 attributed to m2"]);
}

#[test]
fn one_link_follows_another_with_a_letter_each() {
    let mut desk = desk();
    let gestures = desk.count(|desk| {
        desk.keys(Modifiers::SHIFT, Key::L);
        // The first claim, the rebuttal, the second claim: each to the first that it can go to.
        for _ in 0..3 {
            let first = letters(desk)
                .into_iter()
                .find(|label| label.starts_with("A "));
            assert!(first.is_some());
            desk.key(Key::A);
        }
    });
    assert_eq!(gestures, 4);
    assert_eq!(
        linked(&desk).len(),
        2,
        "one of them was there already, turned round"
    );
}

#[test]
fn enter_selects_the_mark_at_the_caret_and_then_the_next_one_out() {
    let mut desk = desk();
    desk.keys(Modifiers::COMMAND, Key::Home);
    for _ in 0..6 {
        desk.keys(Modifiers::COMMAND, Key::ArrowRight);
    }
    assert!(desk.before_caret().ends_with("cheese"));
    desk.key(Key::ArrowLeft).key(Key::Enter);
    assert_eq!(desk.selected(), Some("m2"));
    desk.key(Key::Enter);
    assert_eq!(desk.selected(), Some("m1"));
    desk.keys(Modifiers::ALT, Key::ArrowLeft);
    assert!(
        desk.marks().contains(&"claim: is made of".to_owned()),
        "its end moved"
    );
}

#[test]
fn what_is_selected_is_announced() {
    let mut desk = desk();
    let said = |desk: &Desk<'_>| {
        let mut all = desk.harness.query_all_by_role(Role::Status);
        all.find_map(|node| node.accesskit_node().label())
    };
    desk.click(desk.mark("entity: cheese"));
    assert_eq!(said(&desk).as_deref(), Some("Selected entity: cheese"));
    desk.key(Key::Escape).keys(Modifiers::COMMAND, Key::A);
    assert!(
        said(&desk)
            .unwrap()
            .starts_with("Selected: The moon is made of cheese.")
    );
    let node = desk
        .harness
        .get_by_role_and_label(Role::Mark, "entity: cheese");
    let described = node.accesskit_node().description();
    assert_eq!(described.as_deref(), Some("2 of 6"));
}
