//! Comments in the window: on a mark in the inspector, on a dispute in a review.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::whole::{Setup, Whole};

const MARA: &str = include_str!("../../../projects/tarnholm.ron");
const JONAS: &str = include_str!("../../../projects/tarnholm-jonas-weir.ron");

fn sees(window: &Whole, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).count() > 0
}

#[test]
fn a_mark_is_commented_on_and_a_colleague_replies() {
    let settings = [("preferences.ron", r#"(annotator: "Mara Lindqvist")"#)];
    let mut window = Setup::files(&[("mara.ron", MARA)])
        .settings(&settings)
        .size((1280.0, 1200.0))
        .open();
    window.forget();
    window.command("Next claim");
    assert!(!sees(&window, "Comments"), "nothing was said yet");
    window.command("Comment on the mark");
    window.types("Whose claim is this?");
    assert_eq!(
        window.steps().len(),
        0,
        "nothing is said before it is whole"
    );
    window.button("Add comment");
    assert_eq!(window.steps(), ["Comment"]);
    assert!(window.reads("Mara Lindqvist: Whose claim is this?"));
    window.keys(Modifiers::COMMAND, Key::S);
    let saved = window.saved("mara.ron");
    assert_eq!(saved.comments().count(), 1);
    // Ines opens the same file.
    std::fs::write(
        window.path("settings/preferences.ron"),
        r#"(annotator: "Ines Falk")"#,
    )
    .unwrap();
    let again = window.again();
    let file = again.path("mara.ron");
    let mut window = again.on(&file).size((1280.0, 1200.0)).open();
    window.forget();
    window.command("Next claim");
    assert!(window.reads("Mara Lindqvist: Whose claim is this?"));
    assert!(!window.has(Role::Button, "Take the comment back"));
    let reply = window.named(Role::Button, "Reply to the comments");
    window.click(reply);
    window.types("The ministry's.");
    window.button("Add reply");
    assert!(window.reads("Ines Falk: The ministry's."));
    window.button("Take the comment back");
    assert!(!window.reads("Ines Falk: The ministry's."));
}

#[test]
fn a_dispute_is_talked_about_and_found_again_in_the_next_review() {
    let mut window = Setup::files(&[("mara.ron", MARA)])
        .size((1280.0, 1200.0))
        .open();
    window.write("jonas.ron", JONAS);
    let review = |window: &mut Whole| {
        window.will_choose(&["jonas.ron"]);
        window.menu("Review", "Review colleagues’ files…");
        window.forget();
    };
    review(&mut window);
    window.button("Talk about the dispute");
    window.types("1 of the 2, but which?");
    assert_eq!(
        window.bench().tally().decided,
        0,
        "digits are words in a field"
    );
    window.button("Add comment");
    assert!(sees(&window, "1 of the 2, but which?"));
    window.key(Key::ArrowDown);
    assert!(
        !sees(&window, "1 of the 2, but which?"),
        "it belongs to one dispute"
    );
    window.command("Leave the review");
    review(&mut window);
    assert!(sees(&window, "1 of the 2, but which?"));
}
