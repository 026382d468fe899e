//! A window that nobody touches does nothing; and the real article, from its dataset to its file.

use std::path::Path;
use std::time::Duration;

use egui::{Key, Modifiers, ViewportId};
use postil::formats::project_file;

use super::whole::{Setup, Whole, empty, on};

const DAM: &str = "The dam\n\nThe dam holds, the council said. Nobody believed it.\n";

/// A hundred frames that nobody asked for. None may ask for another.
fn idles(window: &mut Whole) {
    for _ in 0..100 {
        window.harness.step();
        let output = &window.harness.output().viewport_output[&ViewportId::ROOT];
        assert_eq!(
            output.repaint_delay,
            Duration::MAX,
            "{:?}",
            window.harness.ctx.repaint_causes()
        );
    }
}

#[test]
fn a_hundred_idle_frames_change_nothing_and_ask_for_no_other() {
    let mut window = on(&[("dam.txt", DAM)]);
    let word = window.on("holds");
    window.clicks(word, 2);
    window.key(Key::Num3);
    window.will_choose(&["dam.ron"]);
    window.keys(Modifiers::COMMAND, Key::S);
    window.forget();
    let path = window.path("dam.ron");
    let state = |window: &Whole| {
        let history = window.bench().history();
        let written = std::fs::metadata(&path).unwrap().modified().unwrap();
        let steps = (history.done().len(), history.undone().len());
        (
            steps,
            window.bench().revision(),
            window.read("dam.ron"),
            written,
            window.title(),
        )
    };
    let before = state(&window);
    idles(&mut window);
    assert_eq!(state(&window), before);
}

#[test]
fn the_start_window_and_every_panel_rest() {
    idles(&mut empty());
    let mut window = Setup::files(&[]).open();
    window.forget();
    for panel in [Key::F3, Key::F4, Key::F7, Key::F8, Key::F2] {
        window.key(panel);
        idles(&mut window);
    }
}

#[test]
fn the_real_article_is_opened_saved_and_opened_again_as_the_same() {
    let gold = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/articles/gold.jsonl");
    if !Path::new(gold).exists() {
        println!("left out: gold.jsonl is not there");
        return;
    }
    let mut window = super::whole::empty();
    window.drop_files(&[gold]);
    window.button("Import");
    window.forget();
    let project = window.bench().project().clone();
    assert_eq!(project.check(), []);
    let links: usize = project
        .entries()
        .iter()
        .map(|entry| entry.links().len())
        .sum();
    let counts = (project.mark_count(), links, project.identities().count());
    assert_eq!(counts, (90, 41, 24));
    window.will_choose(&["gold.ron"]);
    window.keys(Modifiers::COMMAND, Key::S);
    assert_eq!(window.title(), "gold.ron — Postil");
    let saved = window.read("gold.ron");
    let mut again = Setup::files(&[("gold.ron", &saved)]).open();
    again.forget();
    assert_eq!(*again.bench().project(), project);
    assert_eq!(project_file::encode(again.bench().project()), saved);
    again.will_choose(&["again.jsonl"]);
    again.keys(Modifiers::COMMAND, Key::E);
    again.button("Export…");
    window.will_choose(&["first.jsonl"]);
    window.keys(Modifiers::COMMAND, Key::E);
    window.button("Export…");
    assert_eq!(again.read("again.jsonl"), window.read("first.jsonl"));
}
