//! Two at once: a project that somebody else has open, what they have written, and what programs
//! that keep folders in step have left.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use postil::store::lock::{Asker, Holder, Lock, Machine, Taken, take};
use postil::store::{Disk, RealDisk};

use super::whole::{Setup, Whole};
use crate::support::NOW;

const DAM: &str = "The dam\n\nThe dam holds, the council said.\nNobody believed it.\n";

/// An article with one mark in `dam.ron`, closed again; what opens the next window on it.
fn project() -> Setup {
    saved().crash(&["dam.ron"])
}

/// The window in which it was made.
fn saved() -> Whole {
    let mut window = Setup::files(&[("dam.txt", DAM)]).journal().open();
    window.forget();
    window.mark_word("holds");
    window.will_choose(&["dam.ron"]);
    window.save();
    window.forget();
    window
}

/// Somebody who has the project open on another machine.
fn held(setup: &Setup) -> Lock {
    let there = Machine {
        host: "vega".to_owned(),
        boot: "b1".to_owned(),
        process: 4711,
        started: "99".to_owned(),
    };
    let asker = Asker {
        here: there,
        user: "Mara".to_owned(),
        now: NOW,
    };
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    match take(&disk, &setup.path("dam.ron"), &asker, false) {
        Taken::Ours(lock, _) => lock,
        other => panic!("{other:?}"),
    }
}

fn sees(window: &Whole, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).count() > 0
}

fn told(window: &Whole, words: &str) -> bool {
    window.notices().iter().any(|notice| notice.contains(words))
}

fn marks(window: &Whole) -> usize {
    window.bench().project().mark_count()
}

fn lock_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap().to_str().unwrap();
    path.with_file_name(format!(".{name}.lock"))
}

#[test]
fn a_project_has_a_lock_while_it_is_open_and_none_afterwards() {
    let mut window = project().open();
    let lock = lock_of(&window.path("dam.ron"));
    let holder = postil::formats::lock::decode(&std::fs::read(&lock).unwrap());
    assert_eq!(
        holder.map(|it| (it.process, it.since)),
        Some((std::process::id(), NOW))
    );
    // Under another name it is another project.
    window.will_choose(&["other.ron"]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert!(!lock.exists());
    let other = lock_of(&window.path("other.ron"));
    assert!(other.exists());
    window.keys(Modifiers::COMMAND, Key::W);
    assert_eq!(window.title(), "Postil");
    assert!(!other.exists());
}

#[test]
fn row_69_a_project_that_somebody_has_open_says_who_and_can_be_read() {
    let setup = project();
    let lock = held(&setup);
    let mut window = setup.open();
    assert!(window.asks("dam.ron is open already"));
    assert!(sees(&window, "Mara has it open on vega since"));
    assert!(
        !window.has(Role::Button, "Open anyway"),
        "they have it open"
    );
    window.press_named(Role::Button, "Read only");
    assert_eq!(window.title(), "dam.ron (read only) — Postil");
    window.mark_word("Nobody");
    assert_eq!(marks(&window), 1);
    assert!(told(&window, "This project is open to be read only"));
    // Not even on purpose does it go over theirs.
    let theirs = window.read("dam.ron");
    window.will_choose(&["dam.ron"]);
    window.save();
    assert!(told(&window, "It is open in another window, of Mara"));
    assert_eq!(window.read("dam.ron"), theirs);
    // Saved under another name it is one's own.
    window.will_choose(&["mine.ron"]);
    window.save();
    assert_eq!(window.title(), "mine.ron — Postil");
    window.mark_word("Nobody");
    assert_eq!(marks(&window), 2);
    drop(lock);
}

#[test]
fn row_69_a_project_that_somebody_has_open_can_be_worked_on_as_a_copy() {
    let setup = project();
    let lock = held(&setup);
    let mut window = setup.open();
    window.press_named(Role::Button, "Open a copy");
    assert_eq!(window.title(), "● dam copy.ron — Postil");
    window.forget();
    window.mark_word("Nobody");
    // Not even on purpose does it go over theirs.
    let theirs = window.read("dam.ron");
    window.will_choose(&["dam.ron"]);
    window.save();
    assert!(told(&window, "It is open in another window, of Mara"));
    assert_eq!(window.read("dam.ron"), theirs);
    window.will_choose(&["mine.ron"]);
    window.save();
    assert_eq!(window.saved("mine.ron").mark_count(), 2);
    drop(lock);
}

#[test]
fn row_69_a_project_that_is_waited_for_opens_when_it_is_closed_there() {
    let setup = project();
    let lock = held(&setup);
    let mut window = setup.open();
    window.press_named(Role::Button, "Wait");
    assert!(window.asks("Waiting for dam.ron"));
    let wait = |window: &mut Whole| (0..200).for_each(|_| window.harness.step());
    wait(&mut window);
    assert!(window.asks("Waiting for dam.ron"));
    drop(lock);
    wait(&mut window);
    assert!(!window.asks("Waiting for dam.ron"));
    assert_eq!(window.title(), "dam.ron — Postil");
}

#[test]
fn row_69_what_is_not_opened_leaves_the_open_project_as_it_is() {
    let setup = project();
    let lock = held(&setup);
    let mut window = setup.open();
    window.press_named(Role::Button, "Cancel");
    assert_eq!(window.title(), "Postil");
    drop(lock);
}

#[test]
fn row_72_what_another_machine_has_left_is_asked_about_and_can_be_taken_over() {
    let setup = project();
    let lock = held(&setup);
    let place = lock.path().to_owned();
    let left = std::fs::read(&place).unwrap();
    drop(lock);
    std::fs::write(&place, left).unwrap();
    let mut window = setup.open();
    assert!(sees(
        &window,
        "cannot see from here whether it is still open"
    ));
    window.press_named(Role::Button, "Open anyway");
    assert_eq!(window.title(), "dam.ron — Postil");
    window.mark_word("Nobody");
    window.save();
    assert_eq!(window.saved("dam.ron").mark_count(), 2);
}

#[test]
fn row_72_the_lock_of_a_dead_process_of_this_machine_is_taken_over_without_a_word() {
    let setup = project();
    let here = Machine::here(&RealDisk);
    let dead = Holder {
        user: "Mara".to_owned(),
        host: here.host.clone(),
        boot: here.boot.clone(),
        // Numbers end before this on every Linux.
        process: 4_194_305,
        started: "1".to_owned(),
        since: NOW,
    };
    let path = setup.path("dam.ron");
    std::fs::write(lock_of(&path), postil::formats::lock::encode(&dead)).unwrap();
    let half = path.with_file_name(".dam.ron.4194305-3.tmp");
    std::fs::write(&half, "half").unwrap();
    let window = setup.open();
    assert_eq!(window.title(), "dam.ron — Postil");
    assert!(!told(&window, "dam.ron"), "{:?}", window.notices());
    assert!(!half.exists(), "what its save left is swept");
}

#[test]
fn row_63_where_no_lock_can_be_made_that_is_said_and_the_project_opens() {
    let setup = project();
    let place = lock_of(&setup.path("dam.ron"));
    std::fs::create_dir(&place).unwrap();
    let mut window = setup.open();
    window.press_named(Role::Button, "Open anyway");
    assert_eq!(window.title(), "dam.ron — Postil");
    assert!(told(&window, "dam.ron has no lock"));
    window.mark_word("Nobody");
    window.save();
    assert_eq!(window.saved("dam.ron").mark_count(), 2);
}

#[test]
fn row_70_what_another_program_wrote_is_merged_with_what_was_done_here() {
    let mut window = project().open();
    window.mark_word("Nobody");
    let theirs = window
        .read("dam.ron")
        .replace("title: \"The dam\"", "title: \"The Dam\"");
    let theirs = match theirs == window.read("dam.ron") {
        true => theirs.replace("\"dam\"", "\"Dam\""),
        false => theirs,
    };
    assert_ne!(theirs, window.read("dam.ron"));
    window.write("dam.ron", &theirs);
    window.save();
    window.press_named(Role::Button, "Merge");
    assert!(window.asks("Merge dam.ron"));
    assert!(sees(&window, "Both grew out of the file"));
    window.press_named(Role::Button, "Merge");
    assert!(told(&window, "was merged"));
    assert_eq!(marks(&window), 2);
    assert_eq!(
        window.steps().last().map(String::as_str),
        Some("Merge dam.ron")
    );
    assert_eq!(window.read("dam.ron"), theirs, "nothing was written");
    window.save();
    let saved = window.saved("dam.ron");
    assert_eq!(saved.mark_count(), 2);
    assert_eq!(window.read("dam.ron.bak"), theirs);
    assert_ne!(saved.entries()[0].article().title, "The dam");
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(marks(&window), 2);
    assert_eq!(
        window.bench().project().entries()[0].article().title,
        DAM.lines().next().unwrap()
    );
}

#[test]
fn row_73_a_conflict_copy_is_listed_compared_and_merged() {
    let mut window = saved();
    window.mark_word("Nobody");
    window.save();
    // Another machine has this older version with another mark.
    let copy = "dam.sync-conflict-20261125-140211-ABCDEFG.ron";
    window.mark_word("council");
    window.save();
    let theirs = window.read("dam.ron");
    window.keys(Modifiers::COMMAND, Key::Z);
    window.save();
    window.write(copy, &theirs);
    let mut window = window.crash(&["dam.ron"]).open();
    assert_eq!(marks(&window), 2);
    assert!(sees(&window, "A conflict copy of dam.ron stands beside it"));
    window.press_named(Role::Button, "Show");
    assert!(window.asks("A conflict copy of this project"));
    assert!(sees(&window, "Syncthing, of ABCDEFG"));
    window.press_named(Role::Button, "See what differs");
    assert!(
        sees(&window, ": added entity «council»"),
        "what differs is said"
    );
    window.press_named(Role::Button, "Merge");
    assert!(sees(&window, "1 new"));
    window.press_named(Role::Button, "Merge");
    assert!(told(&window, "was merged"), "{:?}", window.notices());
    assert_eq!(marks(&window), 3);
    assert_eq!(window.read(copy), theirs, "the copy is left where it is");
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(marks(&window), 2, "and undo takes it back");
}

#[test]
fn where_there_is_no_conflict_copy_that_is_said() {
    let mut window = project().open();
    window.command("Conflict copies");
    assert!(told(&window, "There are no conflict copies"));
}
