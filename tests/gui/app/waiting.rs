//! Work that takes a while: it says how far it is, can be cancelled, and no frame waits for it.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::whole::{Whole, empty, on};

const DAM: &str = "The dam\n\nThe dam holds, the council said. Nobody believed it.\n";

/// Longer than a quarter of a second: what is done sooner is not worth showing.
fn a_while(window: &mut Whole) {
    window.harness.run_steps(20);
}

fn says_progress(window: &Whole, what: &str) -> bool {
    window.harness.query_all_by_label(what).next().is_some()
}

fn mark(window: &mut Whole, word: &str) {
    let word = window.on(word);
    window.clicks(word, 2);
    window.key(Key::Num3);
}

#[test]
fn reading_many_articles_says_how_far_it_is_while_the_work_goes_on() {
    let mut window = on(&[("dam.txt", DAM)]);
    for n in 0..3 {
        window.write(
            &format!("texts/{n}.txt"),
            format!("Article {n}\n\nWords.\n"),
        );
    }
    window.hold_worker().drop_files(&["texts"]);
    let mut work = window.begin_work();
    assert!(
        !says_progress(&window, "reading 1 of 3 articles"),
        "not before it is worth it"
    );
    a_while(&mut window);
    assert!(says_progress(&window, "reading 1 of 3 articles"));
    mark(&mut window, "holds");
    assert_eq!(
        window.marks(),
        ["entity: holds"],
        "the window goes on meanwhile"
    );
    work.go_on(&mut window);
    assert!(says_progress(&window, "reading 2 of 3 articles"));
    work.finish(&mut window);
    assert_eq!(window.articles().len(), 4);
    assert!(!window.has(Role::Button, "Cancel"));
}

#[test]
fn reading_many_articles_can_be_cancelled_and_then_adds_nothing() {
    let mut window = empty();
    for n in 0..3 {
        window.write(
            &format!("texts/{n}.txt"),
            format!("Article {n}\n\nWords.\n"),
        );
    }
    window.hold_worker().drop_files(&["texts"]);
    let work = window.begin_work();
    a_while(&mut window);
    window.button("Cancel");
    assert!(says_progress(&window, "cancelling…"));
    work.finish(&mut window);
    assert_eq!(window.says(), "Cancelled Nothing was added.");
    assert_eq!(window.title(), "Postil");
}

#[test]
fn what_is_asked_for_after_a_cancel_does_not_take_it_back() {
    let mut window = empty();
    for n in 0..3 {
        window.write(
            &format!("texts/{n}.txt"),
            format!("Article {n}\n\nWords.\n"),
        );
    }
    window.write("dam.txt", DAM);
    window.hold_worker().drop_files(&["texts"]);
    let work = window.begin_work();
    a_while(&mut window);
    window.button("Cancel");
    window.drop_files(&["dam.txt"]);
    work.finish(&mut window);
    window.let_worker_go();
    assert_eq!(window.articles(), ["The dam"]);
}

#[test]
fn opening_a_project_can_be_cancelled_and_the_open_one_stays() {
    let mut window = on(&[("dam.txt", DAM)]);
    window.will_choose(&["dam.ron"]);
    window.keys(Modifiers::COMMAND, Key::S);
    window.write("other.ron", window.read("dam.ron"));
    mark(&mut window, "holds");
    window.hold_worker().drop_files(&["other.ron"]);
    window.button("Don’t save");
    let work = window.begin_work();
    a_while(&mut window);
    assert!(says_progress(&window, "reading other.ron"));
    window.button("Cancel");
    work.finish(&mut window);
    assert_eq!(window.says(), "Cancelled Nothing was changed.");
    assert_eq!(window.title(), "● dam.ron — Postil");
    window.close();
    assert!(
        window.asks("Save dam.ron?"),
        "what was given up for it is still unsaved"
    );
}

#[test]
fn importing_a_dataset_can_be_cancelled() {
    let mut window = on(&[("dam.txt", DAM)]);
    window.will_choose(&["dam.ron"]);
    window.keys(Modifiers::COMMAND, Key::S);
    window.write(
        "d.jsonl",
        "{\"id\":\"a\",\"title\":\"A\",\"text\":\"Words.\",\"spans\":[]}\n",
    );
    window.hold_worker().drop_files(&["d.jsonl"]);
    let work = window.begin_work();
    a_while(&mut window);
    assert!(says_progress(&window, "reading d.jsonl"));
    window.button("Cancel");
    work.finish(&mut window);
    assert_eq!(window.title(), "dam.ron — Postil");
}

#[test]
fn a_save_behind_long_work_is_not_cancelled_with_it() {
    let mut window = on(&[("dam.txt", DAM)]);
    window.write("texts/a.txt", "Article\n\nWords.\n");
    window.hold_worker().drop_files(&["texts"]);
    let work = window.begin_work();
    a_while(&mut window);
    window.will_choose(&["dam.ron"]);
    window.keys(Modifiers::COMMAND, Key::S);
    window.button("Cancel");
    work.finish(&mut window);
    window.let_worker_go();
    assert_eq!(window.file(), "dam.ron, saved");
    assert_eq!(window.saved("dam.ron").entries().len(), 1);
}

#[test]
fn a_preview_of_an_encoding_does_not_keep_a_frame_waiting() {
    let mut window = on(&[("dam.txt", DAM)]);
    window.hold_worker();
    window.command("Read again in another encoding");
    assert!(window.asks("Read dam.txt in another encoding"));
    assert!(!window.reads(DAM.trim_end()) && !window.reads(DAM));
    window.let_worker_go();
    assert!(window.reads(DAM), "it comes when the file was read");
}
