//! A blind pass: what was marked before is out of sight until one is done.

use egui::{Key, Modifiers};
use postil::command::Mode;

use super::whole::{Setup, Whole};

const MARA: &str = include_str!("../../../projects/tarnholm.ron");
const JONAS: &str = include_str!("../../../projects/tarnholm-jonas-weir.ron");

/// Marks a word of the article in view and says that the article is done.
fn mark_and_finish(window: &mut Whole) {
    let words = window.on("Tuesday");
    window.clicks(words, 2);
    window.key(Key::Num3);
    window.key(Key::Escape);
    window.key(Key::D);
}

#[test]
fn own_marks_are_hidden_until_the_article_is_done_and_then_stand_beside_the_new_ones() {
    let mut window = Setup::files(&[("mara.ron", MARA)]).open();
    window.forget();
    let before = window.bench().project().mark_count();
    window.command("Mark again, blind");
    let project = window.bench().project();
    assert_eq!((project.mark_count(), project.entries().len()), (0, 3));
    assert_eq!(window.file(), "mara-blind.ron, unsaved");
    assert!(window.says().contains("The marks of mara.ron are hidden"));
    window.command("Reveal the hidden marks");
    assert!(window.says().contains("Nothing is revealed yet"));
    mark_and_finish(&mut window);
    window.button("Reveal");
    assert_eq!(window.bench().mode(), Mode::Review);
    let review = window.bench().review().unwrap().review();
    assert_eq!(review.sheets().len(), 1, "the other articles stay hidden");
    assert!(review.cases().len() > 10 && review.cases().len() < before);
    assert_eq!(window.read("mara.ron"), MARA);
}

#[test]
fn a_colleagues_marks_are_hidden_too_and_that_outlives_the_window() {
    let mut window = Setup::files(&[("mara.ron", MARA)]).settings(&[]).open();
    window.write("jonas.ron", JONAS);
    window.forget();
    window.will_choose(&["jonas.ron"]);
    window.menu("Review", "Mark a colleague’s articles, blind…");
    assert_eq!(window.bench().project().mark_count(), 0);
    mark_and_finish(&mut window);
    window.will_choose(&["pass.ron"]);
    window.keys(Modifiers::COMMAND, Key::S);
    assert_eq!(window.saved("pass.ron").mark_count(), 1);
    let again = window.again();
    let pass = again.path("pass.ron");
    let mut window = again.on(&pass).open();
    window.forget();
    window.menu("Review", "Reveal the hidden marks");
    let review = window.bench().review().unwrap().review();
    let names: Vec<&str> = review.names().collect();
    assert!(names.contains(&"Jonas Weir"), "{names:?}");
}

#[test]
fn without_a_file_or_hidden_marks_it_is_said_how() {
    let mut window = Setup::files(&[]).open();
    window.forget();
    window.command("Mark again, blind");
    assert!(window.says().contains("The project is in no file"));
    window.command("Reveal the hidden marks");
    assert!(window.says().contains("No marks are hidden"));
}
