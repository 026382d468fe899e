//! Keeping the work: what a crash leaves is offered, made again and kept; a file that another
//! program has changed is never replaced; what is not wanted is let go.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::whole::{Setup, Whole};

const DAM: &str = "The dam\n\nThe dam holds, the council said.\nNobody believed it.\n";

fn open() -> Whole {
    let mut window = Setup::files(&[("dam.txt", DAM)]).journal().open();
    window.forget();
    window
}

/// An article with a mark, in `dam.ron`.
fn saved() -> Whole {
    let mut window = open();
    mark(&mut window, "holds");
    window.will_choose(&["dam.ron"]);
    save(&mut window);
    assert_eq!(window.title(), "dam.ron — Postil");
    window.forget();
    window
}

fn mark(window: &mut Whole, word: &str) {
    let words = window.on(word);
    window.clicks(words, 2);
    window.key(Key::Num3);
}

fn save(window: &mut Whole) {
    window.keys(Modifiers::COMMAND, Key::S);
}

fn journals(window: &Whole) -> Vec<String> {
    let Ok(items) = std::fs::read_dir(window.path("journals")) else {
        return Vec::new();
    };
    let names = items.map(|item| item.unwrap().file_name().into_string().unwrap());
    let mut endings: Vec<String> = names
        .map(|name| name.rsplit('.').next().unwrap().to_owned())
        .collect();
    endings.sort();
    endings
}

/// Whether something on the screen says these words.
fn sees(window: &Whole, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).count() > 0
}

fn marks(window: &Whole) -> usize {
    window.bench().project().mark_count()
}

#[test]
fn each_gesture_is_in_the_journal_and_a_save_empties_it() {
    let mut window = saved();
    assert_eq!(journals(&window), [""; 0]);
    mark(&mut window, "Nobody");
    assert_eq!(journals(&window), ["journal"]);
    assert!(sees(&window, "journal "), "the status bar says so");
    save(&mut window);
    assert_eq!(journals(&window), [""; 0]);
}

#[test]
fn after_a_crash_the_edits_are_offered_and_made_again() {
    let mut window = saved();
    mark(&mut window, "Nobody");
    mark(&mut window, "council");
    let mut next = window.crash(&["dam.ron"]).open();
    assert_eq!(marks(&next), 1);
    assert!(sees(&next, "2 edits"), "it is said how many");
    next.press_named(Role::Button, "Look at them");
    assert!(sees(&next, "Tag as entity"));
    next.press_named(Role::Button, "Recover");
    assert_eq!(marks(&next), 3);
    assert_eq!(next.title(), "● dam.ron — Postil");
    assert_eq!(next.saved("dam.ron").mark_count(), 1, "nothing was written");
    assert_eq!(journals(&next), ["journal"], "it is kept again");
    next.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(marks(&next), 2, "what was recovered can be undone");
    // A second crash loses nothing either.
    let mut third = next.crash(&[]).open();
    third.press_named(Role::Button, "Recover");
    assert_eq!(marks(&third), 2);
    save(&mut third);
    assert_eq!(third.saved("dam.ron").mark_count(), 2);
    assert_eq!(journals(&third), [""; 0]);
}

#[test]
fn what_can_be_undone_is_still_there_after_a_restart() {
    let mut window = saved();
    mark(&mut window, "Nobody");
    mark(&mut window, "council");
    window.keys(Modifiers::COMMAND, Key::Z);
    save(&mut window);
    assert_eq!(marks(&window), 2);
    let mut next = window.crash(&["dam.ron"]).open();
    assert_eq!(next.title(), "dam.ron — Postil", "nothing is unsaved");
    assert_eq!(next.steps().len(), 3, "the article and two marks");
    next.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(marks(&next), 1);
    next.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(marks(&next), 0, "what was done before the save before");
    assert_eq!(next.title(), "● dam.ron — Postil");
    for _ in 0..2 {
        next.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    }
    assert_eq!(
        next.title(),
        "dam.ron — Postil",
        "it is what was saved again"
    );
    next.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(marks(&next), 3, "what was undone can be redone");
    // A crash keeps what came before the save too.
    let mut third = next.crash(&["dam.ron"]).open();
    third.press_named(Role::Button, "Recover");
    assert_eq!(marks(&third), 3);
    assert_eq!(third.title(), "● dam.ron — Postil");
    for _ in 0..3 {
        third.keys(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(marks(&third), 0);
    let histories = std::fs::read_dir(third.path("histories")).unwrap();
    assert_eq!(
        histories.count(),
        1,
        "one for the content that the file has"
    );
}

#[test]
fn what_could_be_undone_is_forgotten_when_the_file_was_changed_outside() {
    let mut window = saved();
    mark(&mut window, "Nobody");
    save(&mut window);
    let theirs = window.read("dam.ron") + "// theirs\n";
    window.write("dam.ron", &theirs);
    let next = window.crash(&["dam.ron"]).open();
    assert_eq!((marks(&next), next.steps().len()), (2, 0));
}

#[test]
fn an_untitled_project_is_recovered() {
    let mut window = open();
    mark(&mut window, "holds");
    mark(&mut window, "Nobody");
    let mut next = window.crash(&[]).open();
    next.press_named(Role::Button, "Recover");
    assert_eq!(marks(&next), 2);
    assert_eq!(next.title(), "● untitled.ron — Postil");
}

#[test]
fn what_is_discarded_is_kept_aside_and_not_offered_again() {
    let mut window = saved();
    mark(&mut window, "Nobody");
    let mut next = window.crash(&["dam.ron"]).open();
    next.press_named(Role::Button, "Discard");
    assert_eq!(journals(&next), ["discarded"]);
    let next = next.crash(&["dam.ron"]).open();
    assert!(!sees(&next, "Work that was not saved"));
}

#[test]
fn what_is_left_for_later_is_offered_again() {
    let mut window = saved();
    mark(&mut window, "Nobody");
    let mut next = window.crash(&["dam.ron"]).open();
    next.press_named(Role::Button, "Later");
    let next = next.crash(&["dam.ron"]).open();
    assert!(sees(&next, "Work that was not saved"));
}

#[test]
fn on_a_file_that_was_changed_the_work_comes_back_as_a_copy() {
    let mut window = saved();
    mark(&mut window, "Nobody");
    let theirs = window.read("dam.ron").replace("The dam", "The Dam");
    window.write("dam.ron", &theirs);
    let mut next = window.crash(&[]).open();
    next.press_named(Role::Button, "Recover");
    assert_eq!(next.title(), "● recovered dam.ron — Postil");
    assert_eq!(next.read("dam.ron"), theirs, "nothing was written");
}

#[test]
fn row_70_a_file_that_another_program_changed_is_asked_about() {
    let mut window = saved();
    mark(&mut window, "Nobody");
    let theirs = window.read("dam.ron") + "// theirs\n";
    window.write("dam.ron", &theirs);
    save(&mut window);
    assert!(sees(&window, "dam.ron was changed by another program"));
    assert_eq!(window.read("dam.ron"), theirs);
    window.press_named(Role::Button, "Keep both");
    assert_eq!(window.read("dam.ron"), theirs);
    assert_eq!(window.saved("dam (2).ron").mark_count(), 2);
    assert_eq!(window.title(), "dam (2).ron — Postil");
}

#[test]
fn row_70_it_is_said_when_the_file_was_changed_and_shown_what_differs() {
    let mut window = saved();
    mark(&mut window, "Nobody");
    let theirs = window.read("dam.ron") + "// theirs\n";
    window.write("dam.ron", &theirs);
    save(&mut window);
    assert!(sees(&window, "It was changed "));
    window.press_named(Role::Button, "See what differs");
    assert!(sees(&window, "deleted"), "theirs lacks the mark");
    assert!(sees(&window, "Merge"), "it is still asked");
    assert_eq!(window.read("dam.ron"), theirs);
    window.press_named(Role::Button, "Cancel");
    assert_eq!(marks(&window), 2);
}

#[test]
fn row_70_what_is_replaced_after_all_is_kept_beside() {
    let mut window = saved();
    mark(&mut window, "Nobody");
    let theirs = window.read("dam.ron") + "// theirs\n";
    window.write("dam.ron", &theirs);
    save(&mut window);
    window.press_named(Role::Button, "Replace it");
    assert_eq!(window.saved("dam.ron").mark_count(), 2);
    assert_eq!(window.read("dam.ron.bak"), theirs);
}

#[test]
fn row_70_what_another_program_wrote_can_be_read_instead() {
    let mut window = saved();
    mark(&mut window, "Nobody");
    let theirs = window.read("dam.ron") + "// theirs\n";
    window.write("dam.ron", &theirs);
    save(&mut window);
    window.press_named(Role::Button, "Reload");
    assert_eq!(marks(&window), 1);
    assert_eq!(window.title(), "dam.ron — Postil");
    assert_eq!(journals(&window), ["discarded"], "mine is kept aside");
}

#[test]
fn row_78_a_fault_in_a_frame_is_said_the_journal_has_the_work_and_the_window_goes_on() {
    let mut window = saved();
    mark(&mut window, "Nobody");
    window.breaks(1);
    mark(&mut window, "council");
    assert!(sees(&window, "The program has a fault"));
    assert_eq!(journals(&window), ["journal"]);
    let before = marks(&window);
    mark(&mut window, "believed");
    assert_eq!(marks(&window), before + 1, "the window goes on");
    window.press_named(Role::Button, "Save");
    assert_eq!(window.title(), "dam.ron — Postil");
    let next = window.crash(&["dam.ron"]).open();
    assert_eq!(marks(&next), before + 1);
}

#[test]
fn row_78_a_fault_in_every_frame_ends_the_program_and_the_work_is_offered() {
    let mut window = saved();
    mark(&mut window, "Nobody");
    mark(&mut window, "council");
    window.breaks(u32::MAX);
    let on = window.on("believed");
    let frames = std::panic::AssertUnwindSafe(|| {
        window.clicks(on, 2);
        window.key(Key::Num3);
        (0..20).for_each(|_| window.harness.step());
    });
    assert!(std::panic::catch_unwind(frames).is_err(), "it gives up");
    window.breaks(0);
    let mut next = window.crash(&["dam.ron"]).open();
    assert!(sees(&next, "2 edits"), "it is said how many");
    next.press_named(Role::Button, "Recover");
    assert_eq!(marks(&next), 3);
}
