//! Datasets and tagsets: out of the window and into it.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::whole::{Whole, on};

const DAM: &str = "The dam\n\nThe dam holds, the council said. Nobody believed it.\n";

fn marked() -> Whole {
    let mut window = on(&[("dam.txt", DAM)]);
    for (word, key) in [("holds", Key::Num3), ("council", Key::Num4)] {
        let word = window.on(word);
        window.clicks(word, 2);
        window.key(key);
    }
    window.key(Key::Escape);
    window
}

fn tags(window: &Whole) -> Vec<String> {
    let tags = window.bench().project().tagset().tags.iter();
    tags.map(|tag| tag.name.clone()).collect()
}

#[test]
fn a_project_is_exported_and_the_export_opens_as_the_same_marks() {
    let mut window = marked();
    window.will_choose(&["out"]);
    window.keys(Modifiers::COMMAND, Key::E);
    window.button("Export…");
    assert!(window.says().starts_with("Exported to out.jsonl"));
    let line = window.read("out.jsonl");
    assert!(
        line.starts_with("{\"id\":") && line.contains("\"text\":\"The dam"),
        "{line}"
    );
    assert_eq!(
        window.title(),
        "● untitled.ron — Postil",
        "an export is no save"
    );
    let marks = window.marks();
    window.drop_files(&["out.jsonl"]);
    window.press_named(Role::RadioButton, "a new project");
    window.button("Import").button("Don’t save");
    assert_eq!(window.marks(), marks);
    assert!(window.says().starts_with("Imported 2 marks from out.jsonl"));
    assert_eq!(window.file(), "out.ron, unsaved");
    window.will_choose(&["out.ron"]);
    window.keys(Modifiers::COMMAND, Key::S);
    assert_eq!(window.file(), "out.ron, saved");
}

#[test]
fn a_tagset_is_saved_to_a_file_of_its_own_and_loaded_again() {
    let mut window = marked();
    let before = tags(&window);
    window.will_choose(&["ours"]);
    window.menu("Tag", "Save the tagset…");
    assert_eq!(window.says(), "Saved the tagset to ours.ron");
    assert!(window.read("ours.ron").starts_with("PostilTagset("));
    let renamed = window
        .read("ours.ron")
        .replacen("name: \"entity\"", "name: \"who\"", 1);
    window.write("theirs.ron", renamed);
    window.will_choose(&["theirs.ron"]);
    window.menu("Tag", "Load a tagset…");
    assert_eq!(window.steps().last().unwrap(), "Load the tagset theirs.ron");
    assert!(
        tags(&window).contains(&"who".to_owned()),
        "{:?}",
        tags(&window)
    );
    assert_eq!(window.marks().len(), 2);
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(tags(&window), before);
}

#[test]
fn a_tagset_that_cannot_be_read_changes_nothing() {
    let mut window = marked();
    let before = window.bench().project().clone();
    window.write("bad.ron", "PostilTagset(format: 1, name: ");
    window.will_choose(&["bad.ron"]);
    window.command("Load a tagset");
    let said = window.says();
    assert!(said.starts_with("The tagset was not loaded"), "{said}");
    assert_eq!(*window.bench().project(), before);
}

/// Opens the question about the tag «entity», which one mark has.
fn asks_about_entity() -> Whole {
    let mut window = marked();
    window.keys(Modifiers::COMMAND, Key::T);
    window.press_named(Role::ListItem, "entity, 1 mark in 1 article");
    window.button("Delete…");
    assert!(window.asks("Delete the tag entity?"));
    assert!(window.reads("1 mark in 1 article has this tag."));
    window
}

#[test]
fn deleting_a_tag_in_use_asks_and_every_answer_is_undone_in_one_step() {
    for answer in ["Retag", "Keep it as retired", "Delete 1 mark"] {
        let mut window = asks_about_entity();
        let before = window.bench().project().clone();
        window.button(answer);
        assert!(!window.asks("Delete the tag entity?"));
        assert_eq!(window.bench().project().check(), []);
        let marks = window.marks();
        match answer {
            "Retag" => assert_eq!(marks, ["claim: holds", "source: council"]),
            "Delete 1 mark" => assert_eq!(marks, ["source: council"]),
            _ => assert_eq!(marks, ["entity: holds", "source: council"]),
        }
        let tagset = window.bench().project().tagset().clone();
        assert!(tagset.offered().all(|tag| tag.name != "entity"), "{answer}");
        window.keys(Modifiers::COMMAND, Key::Z);
        assert_eq!(*window.bench().project(), before, "{answer}");
    }
}

#[test]
fn while_it_asks_about_a_tag_keys_do_nothing_and_escape_answers() {
    let mut window = asks_about_entity();
    let before = window.bench().project().clone();
    let armed = Modifiers::SHIFT;
    window.key(Key::D).keys(armed, Key::Num1);
    assert_eq!(*window.bench().project(), before);
    assert!(window.bench().armed().is_none());
    window.key(Key::Escape);
    assert!(!window.asks("Delete the tag entity?"));
    assert_eq!(*window.bench().project(), before);
}

#[test]
fn one_goes_on_tagging_beside_the_open_tagset() {
    let mut window = marked();
    window.keys(Modifiers::COMMAND, Key::T);
    let word = window.on("The dam holds");
    window.clicks(word - egui::vec2(30.0, 0.0), 2);
    window.key(Key::Num3);
    assert_eq!(window.marks().len(), 3);
    assert!(
        window
            .harness
            .query_by_role_and_label(Role::Button, "Close the tagset")
            .is_some()
    );
    assert!(window.has(Role::ListItem, "entity, 2 marks in 1 article"));
}
