//! Small windows and large zooms: nothing is cut, and lists keep their rows.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::whole::{Setup, Whole};

const DAM: &str = "The dam\n\nThe dam holds, the council said. Nobody at all in the whole of the \
    town that lies below it believed a single word of it, and so they sent for help.\n";

fn dam(size: (f32, f32)) -> Whole {
    let more = [("dam.txt", DAM), ("sea.txt", "The sea\n\nThe sea rose.\n")];
    Setup::files(&more).settings(&[]).size(size).open()
}

/// Every row of words of the article lies between the left edge and the ruler.
fn is_whole(window: &Whole) {
    let ruler = window.named(Role::Slider, "Overview of the article").x;
    for run in window.harness.query_all_by_role(Role::TextRun) {
        let rect = run.rect();
        assert!(rect.left() >= 0.0 && rect.right() < ruler, "{rect} {ruler}");
    }
}

#[test]
fn in_a_narrow_window_the_list_of_articles_lies_over_the_article() {
    let mut window = dam((520.0, 600.0));
    is_whole(&window);
    let before = window.find("council").unwrap();
    window.keys(Modifiers::COMMAND, Key::B);
    assert!(window.has(Role::TextInput, "Filter the articles"));
    assert_eq!(
        window.find("council"),
        Some(before),
        "the words stay where they are"
    );
    let row = format!("{}, not started", window.articles()[1]);
    window.press_named(Role::ListItem, &row);
    assert_eq!(window.in_view(), "The sea");
    assert!(
        !window.has(Role::TextInput, "Filter the articles"),
        "it goes by itself"
    );

    window.keys(Modifiers::COMMAND, Key::B);
    let beside = window.on("rose");
    window.click(beside);
    assert!(!window.has(Role::TextInput, "Filter the articles"));
}

#[test]
fn at_double_size_words_are_whole_and_the_list_has_rows() {
    // A window of 1280 by 800, and one of 800 by 600.
    for size in [(640.0, 400.0), (400.0, 300.0)] {
        let mut window = dam(size);
        is_whole(&window);
        window.keys(Modifiers::COMMAND, Key::Home);
        for _ in 0..5 {
            window.keys(Modifiers::COMMAND, Key::ArrowRight);
            window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
            window.key(Key::Num3);
        }
        assert_eq!(window.bench().project().mark_count(), 5);
        window.key(Key::F3);
        let rows = window.harness.query_all_by_role(Role::ListItem);
        let bottom = size.1;
        let seen = rows
            .filter(|row| row.rect().bottom() <= bottom - 26.0)
            .count();
        assert!(seen >= 2, "{seen} rows in {size:?}");
    }
}
