//! From a file to the first mark; several articles at once; what cannot be opened.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use postil::app::file_dialog::{Answer, Purpose};

use super::whole::{Whole, empty, on};

const DAM: &str = "The dam\n\nThe dam holds, the council said.\nNobody believed it.\n";
const FERRY: &str = "Ferry fares\n\nFares will rise in May.\n";
const SALT: &str = "Salt\n\nThe salt works close.\n";

fn first_mark(window: &mut Whole) {
    let words = window.on("holds");
    window.clicks(words, 2);
    window.key(Key::Num3);
    assert_eq!(window.marks(), ["entity: holds"]);
}

#[test]
fn a_file_to_its_first_mark_takes_three_gestures_by_the_dialog() {
    let mut window = empty();
    window.write("dam.txt", DAM);
    window.will_choose(&["dam.txt"]);
    window.keys(Modifiers::COMMAND, Key::O);
    first_mark(&mut window);
    assert_eq!(window.gestures, 3);
    assert_eq!(window.dialogs(), [Purpose::Open]);
    assert_eq!(window.title(), "● untitled.ron — Postil");
    assert_eq!(window.file(), "untitled.ron, unsaved");
}

#[test]
fn a_file_to_its_first_mark_takes_three_gestures_by_dropping() {
    let mut window = empty();
    window.write("dam.txt", DAM);
    window.drop_files(&["dam.txt"]);
    let (from, to) = (window.before("The dam holds"), window.after("holds"));
    window.drag(from, to);
    window.small_palette("claim");
    assert_eq!(window.marks(), ["claim: The dam holds"]);
    assert_eq!(window.gestures, 3);
}

#[test]
fn pasted_words_to_their_first_mark_take_three_gestures() {
    let mut window = empty();
    window.paste(DAM);
    first_mark(&mut window);
    assert_eq!(window.gestures, 3);
    assert_eq!(window.in_view(), "The dam");
}

#[test]
fn a_folder_to_its_first_mark_takes_three_gestures() {
    let mut window = empty();
    window.write("texts/a.txt", DAM);
    window.write("texts/b.txt", FERRY);
    window.write("texts/picture.png", b"\x89PNG\r\n");
    window.will_choose(&["texts"]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    first_mark(&mut window);
    assert_eq!(window.gestures, 3);
    assert_eq!(window.dialogs(), [Purpose::OpenFolder]);
    assert_eq!(window.articles(), ["The dam", "Ferry fares"]);
}

#[test]
fn the_buttons_of_the_start_window_open_too() {
    let mut window = empty();
    window.write("dam.txt", DAM);
    window.will_choose(&["dam.txt"]);
    window.button("Open…");
    first_mark(&mut window);
    assert_eq!(window.gestures, 3);
}

#[test]
fn several_articles_are_opened_at_once_and_the_first_is_shown() {
    let mut window = empty();
    window.write("a.txt", FERRY);
    window.write("b.txt", DAM);
    window.write("c/c.txt", SALT);
    window.drop_files(&["a.txt", "b.txt", "c"]);
    assert_eq!(window.articles(), ["Ferry fares", "The dam", "Salt"]);
    assert_eq!(window.in_view(), "Ferry fares");
    assert_eq!(window.steps(), ["Add 3 articles"], "one gesture, one step");
    let rows = ["Ferry fares", "The dam", "Salt"];
    let shown = crate::support::labels(&window.harness, Role::ListItem);
    assert!(
        shown.len() == 3
            && shown
                .iter()
                .zip(rows)
                .all(|(row, title)| row.starts_with(title)),
        "{shown:?}"
    );
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.articles(), [""; 0]);
}

#[test]
fn an_article_that_is_here_already_is_pointed_at_and_not_doubled() {
    let mut window = on(&[("a.txt", DAM), ("b.txt", FERRY)]);
    assert_eq!(window.in_view(), "The dam");
    window.write("other name.txt", FERRY);
    window.drop_files(&["other name.txt"]);
    assert_eq!(window.articles(), ["The dam", "Ferry fares"]);
    assert_eq!(window.in_view(), "Ferry fares");
    assert_eq!(
        window.says(),
        "This article is already in the project It is shown; nothing was added."
    );
    window.write("salt.txt", SALT);
    window.drop_files(&["a.txt", "salt.txt"]);
    assert_eq!(window.articles(), ["The dam", "Ferry fares", "Salt"]);
    assert_eq!(
        window.says(),
        "This article is already in the project One other was added."
    );
    window.paste(DAM);
    assert_eq!(window.in_view(), "The dam");
    assert_eq!(window.articles().len(), 3);
}

#[test]
fn an_own_article_does_not_join_the_untouched_sample() {
    let mut window = super::whole::Setup::files(&[]).open();
    window.forget();
    assert_eq!(window.title(), "tarnholm.ron — Postil");
    window.write("dam.txt", DAM);
    window.drop_files(&["dam.txt"]);
    assert_eq!(window.articles(), ["The dam"]);
    assert_eq!(window.title(), "● untitled.ron — Postil");
}

#[test]
fn a_dialog_that_is_cancelled_changes_nothing() {
    let mut window = on(&[("a.txt", DAM)]);
    let before = window.bench().project().clone();
    window.will_answer(Answer::Cancelled);
    window.keys(Modifiers::COMMAND, Key::O);
    assert_eq!(*window.bench().project(), before);
    assert_eq!(window.notices(), [""; 0]);
}

#[test]
fn without_a_dialog_of_the_desktop_a_path_is_typed_in_the_window() {
    let mut window = empty();
    let path = window.write("dam.txt", DAM);
    window.will_answer(Answer::NoDialog);
    window.keys(Modifiers::COMMAND, Key::O);
    assert!(window.asks("Open articles or a project"));
    let missing = window.path("missing.txt");
    window.types_over(missing.to_str().unwrap()).key(Key::Enter);
    assert!(window.reads("There is nothing of this name; look at how it is written."));
    window.types_over(path.to_str().unwrap()).key(Key::Enter);
    assert!(!window.asks("Open articles or a project"));
    assert_eq!(window.articles(), ["The dam"]);
}

#[test]
fn an_article_that_is_pasted_by_its_command_goes_into_no_field() {
    let mut window = on(&[("dam.txt", DAM)]);
    let word = window.on("holds");
    window.clicks(word, 2);
    window.key(Key::Num3).keys(Modifiers::COMMAND, Key::M);
    window.command("Paste an article");
    assert!(window.was_sent(&egui::ViewportCommand::RequestPaste));
    window.paste(FERRY);
    assert_eq!(window.articles(), ["The dam", "Ferry fares"]);
    window.keys(Modifiers::COMMAND, Key::PageUp);
    let entry = window.bench().entry().unwrap();
    assert!(
        entry
            .annotations()
            .values()
            .all(|mark| mark.note.is_empty())
    );
    // Pasting by hand goes where the focus is.
    let mark = window.mark("entity: holds");
    window.click(mark);
    window.keys(Modifiers::COMMAND, Key::M);
    window.paste("see page 4");
    assert_eq!(window.bench().selected().unwrap().note, "see page 4");
    assert_eq!(window.articles().len(), 2);
}
