//! Saving, and leaving what is not saved.

use egui::{Key, Modifiers};
use postil::app::file_dialog::{Answer, Purpose};

use super::whole::{Setup, Whole, empty, on};

const DAM: &str = "The dam\n\nThe dam holds, the council said.\nNobody believed it.\n";
const FERRY: &str = "Ferry fares\n\nFares will rise in May.\n";

/// An article with a mark, in no file yet.
fn marked() -> Whole {
    let mut window = on(&[("dam.txt", DAM)]);
    window.mark_word("holds");
    window
}

/// The same, in `dam.ron`.
fn saved() -> Whole {
    let mut window = marked();
    window.will_choose(&["dam.ron"]);
    window.save();
    assert_eq!(window.title(), "dam.ron — Postil");
    window
}

fn marks_in(window: &Whole, file: &str) -> usize {
    window.saved(file).mark_count()
}

#[test]
fn a_save_asks_for_a_path_once_and_then_no_more() {
    let mut window = marked();
    assert_eq!(window.file(), "untitled.ron, unsaved");
    window.will_choose(&["dam.ron"]);
    window.save();
    assert_eq!(
        window.dialogs(),
        [Purpose::SaveAs("the-dam.ron".to_owned())]
    );
    assert_eq!(window.title(), "dam.ron — Postil");
    assert_eq!(window.file(), "dam.ron, saved");
    assert_eq!(marks_in(&window, "dam.ron"), 1);
    window.mark_word("Nobody");
    assert_eq!(window.title(), "● dam.ron — Postil");
    window.save();
    assert_eq!(window.dialogs().len(), 1);
    assert_eq!(window.file(), "dam.ron, saved");
    assert_eq!(marks_in(&window, "dam.ron"), 2);
}

#[test]
fn undo_back_to_what_was_saved_puts_the_dot_out() {
    let mut window = saved();
    window.mark_word("Nobody");
    assert_eq!(window.title(), "● dam.ron — Postil");
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.title(), "dam.ron — Postil");
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.title(), "● dam.ron — Postil");
}

#[test]
fn a_name_without_its_ending_gets_it_and_a_taken_one_is_asked_about() {
    let mut window = marked();
    window.will_choose(&["v1.2"]);
    window.save();
    assert_eq!(window.title(), "v1.2.ron — Postil");
    window.write("taken.ron", "mine");
    window.will_choose(&["taken"]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert!(
        window.asks("Save the project as"),
        "the desktop asked about «taken», not this file"
    );
    window.key(Key::Enter);
    assert_eq!(window.read("taken.ron"), "mine");
    window.press_named(
        egui::accesskit::Role::CheckBox,
        "Replace the file that is there",
    );
    window.button("Save");
    assert_eq!(window.title(), "taken.ron — Postil");
    assert_eq!(marks_in(&window, "taken.ron"), 1);
}

#[test]
fn without_a_dialog_of_the_desktop_the_path_is_typed() {
    let mut window = marked();
    window.will_answer(Answer::NoDialog);
    window.save();
    assert!(window.asks("Save the project as"));
    let path = window.path("typed");
    window.types_over(path.to_str().unwrap()).key(Key::Enter);
    assert_eq!(window.title(), "typed.ron — Postil");
    assert_eq!(marks_in(&window, "typed.ron"), 1);
}

#[test]
fn what_is_marked_while_the_disk_writes_is_still_unsaved() {
    let mut window = saved();
    window.mark_word("Nobody");
    window.hold_worker();
    window.save();
    assert_eq!(window.file(), "dam.ron, saving…");
    assert_eq!(
        window.title(),
        "● dam.ron — Postil",
        "the disk has it not yet"
    );
    window.mark_word("council");
    window.let_worker_go();
    assert_eq!(marks_in(&window, "dam.ron"), 2);
    assert_eq!(window.title(), "● dam.ron — Postil");
    assert_eq!(window.file(), "dam.ron, unsaved");
    window.save();
    assert_eq!(marks_in(&window, "dam.ron"), 3);
    assert_eq!(window.file(), "dam.ron, saved");
}

#[test]
fn a_save_that_fails_says_so_and_the_next_one_works() {
    let mut window = saved();
    let folder = window.path("gone");
    std::fs::create_dir(&folder).unwrap();
    window.will_answer(Answer::Paths(vec![folder.join("dam.ron")]));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    std::fs::remove_dir_all(&folder).unwrap();
    window.mark_word("Nobody");
    window.save();
    let said = window.notices();
    let path = folder.join("dam.ron");
    let sentence = format!(
        "dam.ron was not saved Failed to save: there is no such folder; nothing on the disk has \
         changed; make the folder or save elsewhere: {}.",
        path.display()
    );
    assert_eq!(said, [sentence]);
    assert_eq!(window.title(), "● dam.ron — Postil");
    assert_eq!(window.file(), "dam.ron, not saved");
    std::fs::create_dir(&folder).unwrap();
    window.save();
    assert_eq!(window.file(), "dam.ron, saved");
    assert!(path.exists());
}

#[test]
fn a_failed_save_offers_another_place() {
    let mut window = marked();
    std::fs::create_dir(window.path("taken.ron")).unwrap();
    window.will_choose(&["taken.ron"]);
    window.save();
    let said = window.notices();
    assert!(said[0].contains("a folder has this name"), "{said:?}");
    assert_eq!(window.title(), "● untitled.ron — Postil");
    window.will_choose(&["dam.ron"]);
    window.button("Save as…");
    assert_eq!(window.title(), "dam.ron — Postil");
    assert_eq!(marks_in(&window, "dam.ron"), 1);
}

#[test]
fn a_file_that_may_not_be_written_is_asked_about_and_stays_as_it_is() {
    let mut window = saved();
    let path = window.path("dam.ron");
    let before = window.read("dam.ron");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    window.mark_word("Nobody");
    window.save();
    assert!(window.asks("dam.ron is read-only"));
    window.button("Cancel");
    assert!(!window.asks("dam.ron is read-only"));
    assert_eq!(window.title(), "● dam.ron — Postil");
    assert_eq!(window.read("dam.ron"), before);
    window.save();
    window.button("Replace it");
    assert_eq!(window.title(), "dam.ron — Postil");
    assert_ne!(window.read("dam.ron"), before);
}

#[test]
fn of_two_saves_in_a_row_the_last_decides() {
    let mut window = saved();
    window.hold_worker();
    window.mark_word("Nobody");
    window.save();
    window.mark_word("council");
    window.save();
    window.work_once();
    assert_eq!(
        window.file(),
        "dam.ron, saving…",
        "the second is still to come"
    );
    window.let_worker_go();
    assert_eq!(window.file(), "dam.ron, saved");
    assert_eq!(marks_in(&window, "dam.ron"), 3);
}

#[test]
fn a_first_save_that_fails_says_nothing_of_the_second() {
    let mut window = saved();
    window.hold_worker();
    window.mark_word("Nobody");
    window.save();
    window.mark_word("council");
    window.save();
    // While the first is written, a folder stands in the way.
    let (path, aside) = (window.path("dam.ron"), window.path("aside.ron"));
    std::fs::rename(&path, &aside).unwrap();
    std::fs::create_dir(&path).unwrap();
    window.work_once();
    assert!(window.says().starts_with("dam.ron was not saved"));
    std::fs::remove_dir(&path).unwrap();
    window.let_worker_go();
    assert_eq!(window.file(), "dam.ron, saved");
    assert_eq!(window.title(), "dam.ron — Postil");
    assert_eq!(marks_in(&window, "dam.ron"), 3);
}

#[test]
fn an_answer_of_the_disk_for_another_project_is_not_taken_for_this_one() {
    let mut window = saved();
    window.write("ferry.txt", FERRY);
    window.hold_worker();
    window.mark_word("Nobody");
    window.save();
    window.keys(Modifiers::COMMAND, Key::W);
    window.let_worker_go();
    assert_eq!(window.title(), "Postil");
    window.drop_files(&["ferry.txt"]);
    window.hold_worker();
    window.will_choose(&["ferry.ron"]);
    window.save();
    window.close();
    assert!(!window.is_gone());
    window.let_worker_go();
    assert!(window.is_gone());
    assert_eq!(marks_in(&window, "dam.ron"), 2);
    assert_eq!(marks_in(&window, "ferry.ron"), 0);
}

#[test]
fn nothing_is_saved_where_nothing_is_open() {
    let mut window = empty();
    window.save();
    assert_eq!(window.dialogs(), []);
    assert_eq!(
        window.says(),
        "No project is open Open or paste an article first."
    );
    window.keys(Modifiers::COMMAND, Key::T);
    assert_eq!(
        window.says(),
        "No project is open Open or paste an article first."
    );
}

#[test]
fn the_answer_to_one_file_dialog_is_not_taken_for_that_to_another() {
    let mut window = saved();
    window.mark_word("Nobody");
    let other = window.write("other.ron", "somebody else's work");
    window.keys(Modifiers::COMMAND, Key::O);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert_eq!(
        window.dialogs(),
        [Purpose::SaveAs("the-dam.ron".to_owned()), Purpose::Open]
    );
    assert!(window.says().starts_with("A file dialog is open already"));
    window.answer(Answer::Paths(vec![other]));
    assert_eq!(window.read("other.ron"), "somebody else's work");
    assert!(
        window.asks("Save dam.ron?"),
        "it was taken for what it was: opening"
    );
}

#[test]
fn a_path_that_was_asked_for_one_project_is_not_used_for_another() {
    let mut window = saved();
    window.write("ferry.ron", window.read("dam.ron"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    window.drop_files(&["ferry.ron"]);
    assert_eq!(window.title(), "ferry.ron — Postil");
    let path = window.path("new.ron");
    window.answer(Answer::Paths(vec![path.clone()]));
    assert!(window.says().starts_with("Nothing was written"));
    assert!(!path.exists());
    window.will_choose(&["copy.ron"]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert_eq!(
        window.title(),
        "copy.ron — Postil",
        "the next question is a new one"
    );
}

// Leaving.

#[test]
fn closing_a_saved_project_asks_nothing() {
    let mut window = saved();
    window.close();
    assert!(window.is_gone());
}

#[test]
fn closing_asks_once_and_saves_if_told_so() {
    let mut window = saved();
    window.mark_word("Nobody");
    window.close();
    assert!(!window.is_gone());
    assert!(window.asks("Save dam.ron?"));
    assert!(window.reads("dam.ron has changes that are not saved."));
    window.button("Save");
    assert!(window.is_gone());
    assert_eq!(marks_in(&window, "dam.ron"), 2);
}

#[test]
fn closing_what_was_never_saved_asks_for_a_path_first() {
    let mut window = marked();
    window.close();
    window.will_choose(&["dam.ron"]);
    window.button("Save");
    assert!(window.is_gone());
    assert_eq!(marks_in(&window, "dam.ron"), 1);
    // No path, no leaving.
    let mut window = marked();
    window.close();
    window.will_answer(Answer::Cancelled);
    window.button("Save");
    assert!(!window.is_gone());
    window.will_choose(&["dam.ron"]);
    window.save();
    assert_eq!(window.file(), "dam.ron, saved");
    assert!(!window.is_gone(), "a later save does not close the window");
}

#[test]
fn closing_without_saving_leaves_the_file_as_it_was() {
    let mut window = saved();
    let before = window.read("dam.ron");
    window.mark_word("Nobody");
    window.close();
    window.button("Don’t save");
    assert!(window.is_gone());
    assert_eq!(window.read("dam.ron"), before);
}

#[test]
fn closing_that_is_called_off_keeps_everything() {
    for by_key in [false, true] {
        let mut window = saved();
        window.mark_word("Nobody");
        window.close();
        match by_key {
            true => drop(window.key(Key::Escape)),
            false => drop(window.button("Cancel")),
        }
        assert!(!window.is_gone());
        assert_eq!(window.marks().len(), 2);
        window.close();
        assert!(window.asks("Save dam.ron?"), "the next time it asks again");
    }
}

#[test]
fn closing_while_the_disk_fails_keeps_the_window_open() {
    let mut window = saved();
    window.mark_word("Nobody");
    std::fs::remove_file(window.path("dam.ron")).unwrap();
    std::fs::create_dir(window.path("dam.ron")).unwrap();
    window.close();
    window.button("Save");
    assert!(!window.is_gone());
    assert!(window.says().contains("a folder has this name"));
    assert_eq!(window.marks().len(), 2);
}

#[test]
fn quitting_asks_as_closing_does() {
    let mut window = saved();
    window.mark_word("Nobody");
    window.keys(Modifiers::COMMAND, Key::Q);
    assert!(window.asks("Save dam.ron?"));
    window.key(Key::Enter);
    assert!(window.is_gone());
    assert_eq!(marks_in(&window, "dam.ron"), 2);
    let mut window = saved();
    window.menu("File", "Quit");
    assert!(window.is_gone());
}

#[test]
fn closing_during_a_save_waits_for_the_disk_and_asks_nothing() {
    let mut window = saved();
    window.mark_word("Nobody");
    window.hold_worker();
    window.save();
    window.close();
    assert!(!window.is_gone());
    assert!(!window.asks("Save dam.ron?"));
    window.let_worker_go();
    assert!(window.is_gone());
    assert_eq!(marks_in(&window, "dam.ron"), 2);
}

#[test]
fn what_was_marked_after_the_answer_is_asked_about_again() {
    let mut window = saved();
    window.mark_word("Nobody");
    window.hold_worker();
    window.close();
    window.button("Save");
    window.mark_word("council");
    window.let_worker_go();
    assert!(!window.is_gone());
    assert!(window.asks("Save dam.ron?"));
    window.button("Save");
    assert!(window.is_gone());
    assert_eq!(marks_in(&window, "dam.ron"), 3);
}

#[test]
fn a_project_that_is_read_while_another_is_edited_waits_and_asks() {
    let mut window = saved();
    window.write("other.ron", window.read("dam.ron"));
    window.hold_worker();
    window.drop_files(&["other.ron"]);
    window.mark_word("Nobody");
    window.let_worker_go();
    assert_eq!(window.title(), "● dam.ron — Postil");
    assert!(window.asks("Save dam.ron?"));
    window.button("Save");
    assert_eq!(window.title(), "other.ron — Postil");
    assert_eq!(marks_in(&window, "dam.ron"), 2);
    assert_eq!(window.marks().len(), 1);
}

#[test]
fn what_is_given_up_is_given_up_as_it_is_and_not_what_comes_later() {
    let mut window = saved();
    window.write("other.ron", window.read("dam.ron"));
    window.mark_word("Nobody");
    window.hold_worker();
    window.drop_files(&["other.ron"]);
    window.button("Don’t save");
    // Work goes on while the other project is read: nobody gave that up.
    window.mark_word("council");
    window.let_worker_go();
    assert_eq!(window.title(), "● dam.ron — Postil");
    assert!(window.asks("Save dam.ron?"));
    window.button("Don’t save");
    assert_eq!(window.title(), "other.ron — Postil");
}

#[test]
fn work_that_was_given_up_for_a_file_that_cannot_be_read_is_still_there() {
    let mut window = saved();
    window.write("broken.ron", "PostilProject(format: 1, ");
    window.mark_word("Nobody");
    window.drop_files(&["broken.ron"]);
    window.button("Don’t save");
    assert!(window.says().starts_with("broken.ron was not opened"));
    assert_eq!(window.marks().len(), 2);
    window.close();
    assert!(window.asks("Save dam.ron?"));
}

#[test]
fn closing_the_project_shows_the_start_window() {
    let mut window = saved();
    window.keys(Modifiers::COMMAND, Key::W);
    assert_eq!(window.title(), "Postil");
    assert!(
        window.has(egui::accesskit::Role::Button, "Open the sample")
            || window.has(egui::accesskit::Role::ListItem, "Open the sample")
    );
    let mut window = marked();
    window.keys(Modifiers::COMMAND, Key::W);
    window.button("Don’t save");
    assert_eq!(window.title(), "Postil");
    window.close();
    assert!(window.is_gone());
}

#[test]
fn a_project_among_other_files_is_opened_and_the_others_are_named() {
    let window = saved();
    window.write("ferry.txt", FERRY);
    let ron = window.path("dam.ron");
    let mut again = Setup::files(&[("ferry.txt", FERRY)])
        .on(&ron)
        .size((1000.0, 700.0))
        .open();
    assert_eq!(again.title(), "dam.ron — Postil");
    assert!(
        again
            .notices()
            .iter()
            .any(|said| said.starts_with("The other file was not opened"))
    );
    again.forget();
}
