//! An article whose file was edited outside: the project keeps its own words until it is told
//! otherwise, mark by mark.

use egui::accesskit::Role;
use egui::{Key, Modifiers};

use super::whole::{Whole, on};

const DAM: &str = "The dam\n\nThe dam holds, the council said. Nobody believed it.\n";
const AGAIN: &str = "Read the article's file again…";

/// A saved project beside the file of its article, with three marks.
fn saved() -> Whole {
    let mut window = on(&[("dam.txt", DAM)]);
    for (word, key) in [
        ("holds", Key::Num3),
        ("council", Key::Num4),
        ("Nobody", Key::Num3),
    ] {
        let word = window.on(word);
        window.clicks(word, 2);
        window.key(key);
    }
    window.will_choose(&["dam.ron"]);
    window.keys(Modifiers::COMMAND, Key::S);
    assert_eq!(window.title(), "dam.ron — Postil");
    window.forget();
    window
}

fn text(window: &Whole) -> String {
    window
        .bench()
        .entry()
        .unwrap()
        .article()
        .text
        .as_str()
        .to_owned()
}

#[test]
fn row_56_a_file_that_was_not_edited_says_so() {
    let mut window = saved();
    window.command(AGAIN);
    insta::assert_snapshot!(window.says(), @"dam.txt says what the article says Nothing was changed.");
    window.write("other.txt", "x");
    std::fs::remove_file(window.path("dam.txt")).unwrap();
    window.forget();
    window.command(AGAIN);
    insta::assert_snapshot!(window.says(), @"The file was not read again «dam.txt» does not stand beside the project any more.");
}

#[test]
fn row_56_words_that_moved_are_taken_over_with_their_marks_in_one_step() {
    let mut window = saved();
    let new = DAM.replace("The dam holds", "It rains. The dam still holds");
    window.write("dam.txt", &new);
    assert_eq!(text(&window), DAM, "the project keeps its own text");
    window.command(AGAIN);
    assert!(window.asks("dam.txt has other words now"));
    assert!(window.reads("Of its marks: 3 elsewhere in it."));
    window.button("Take over the new text");
    assert_eq!(text(&window), new);
    assert_eq!(
        window.marks(),
        ["entity: holds", "source: council", "entity: Nobody"]
    );
    assert_eq!(window.articles().len(), 1);
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(text(&window), DAM);
    assert_eq!(window.marks().len(), 3);
}

#[test]
fn row_56_what_is_not_ticked_or_lost_stays_on_the_earlier_text() {
    let mut window = saved();
    let new = "The dam\n\nThe dam holds, the counsel said.\n";
    window.write("dam.txt", new);
    window.command(AGAIN);
    assert!(window.reads("Of its marks: 1 where they were, 1 on other words, 1 nowhere any more."));
    window.press_named(Role::CheckBox, "source: «council» is «counsel»");
    window.button("Take over the new text");
    assert_eq!(text(&window), new);
    assert_eq!(window.marks(), ["entity: holds", "source: counsel"]);
    assert_eq!(window.articles().len(), 2);
    let earlier = window.bench().project().entries()[0].clone();
    assert_eq!(earlier.article().title, "The dam, earlier text");
    assert_eq!(earlier.article().text.as_str(), DAM);
    assert_eq!(earlier.annotations().len(), 3, "nothing is lost");
    assert_eq!(window.bench().project().check(), []);
}

#[test]
fn row_56_escape_changes_nothing() {
    let mut window = saved();
    window.write("dam.txt", "Wholly other words.\n");
    window.command(AGAIN);
    assert!(window.reads("Of its marks: 3 nowhere any more."));
    window.key(Key::Escape);
    assert_eq!(text(&window), DAM);
    assert_eq!(window.title(), "dam.ron — Postil");
}
