//! Project files that are damaged, newer, or half merged.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::whole::{Whole, on};

const DAM: &str = "The dam\n\nThe dam holds, the council said. Nobody believed it.\n";

/// A project of two marks as it stands on the disk.
fn sound() -> String {
    let mut window = on(&[("dam.txt", DAM)]);
    for (word, key) in [("holds", Key::Num3), ("council", Key::Num4)] {
        let word = window.on(word);
        window.clicks(word, 2);
        window.key(key);
    }
    window.will_choose(&["dam.ron"]);
    window.keys(Modifiers::COMMAND, Key::S);
    window.read("dam.ron")
}

/// Drops a file on a window that has an unsaved mark, gives that up, and says what was said. The
/// window's project and the file must be as they were.
fn refused(content: &str) -> String {
    let mut window = on(&[("ferry.txt", "Ferry fares\n\nFares will rise in May.\n")]);
    let project = window.bench().project().clone();
    window.write("team.ron", content);
    window.drop_files(&["team.ron"]);
    window.button("Don’t save");
    assert_eq!(*window.bench().project(), project);
    assert_eq!(window.title(), "● untitled.ron — Postil");
    assert_eq!(window.read("team.ron"), content, "the file is untouched");
    window.says()
}

fn opened(content: &str) -> Whole {
    let window = on(&[("dam.txt", DAM)]);
    window.write("team.ron", content);
    let setup = super::whole::Setup::files(&[]).on(&window.path("team.ron"));
    let other = setup.open();
    assert_eq!(other.title(), "team.ron — Postil");
    other.write("team.ron", content);
    other
}

#[test]
fn a_damaged_part_is_said_listed_and_kept_when_the_file_is_saved() {
    let damage = sound()
        .replace("quote: \"holds\"", "quote: \"nowhere\"")
        .replace(", \"holds\")", ", \"nowhere\")");
    let mut window = opened(&damage);
    assert_eq!(window.marks(), ["source: council"], "the rest is whole");
    let said = window.notices();
    let notice = "One part of the file is damaged They are kept aside; the rest is whole.";
    assert!(said.iter().any(|said| said == notice), "{said:?}");
    window.button("List");
    assert!(window.has(Role::Heading, "Kept aside 1"));
    window.button("Show it");
    let shown = window
        .harness
        .query_all_by_label_contains("nowhere")
        .count();
    assert!(shown > 0, "what is kept can be read");
    // A new mark, and saved elsewhere: the damaged part is still there.
    let word = window.on("Nobody");
    window.clicks(word, 2);
    window.key(Key::Num3);
    window.will_choose(&["again.ron"]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert!(window.read("again.ron").contains("nowhere"));
    let again = opened(&window.read("again.ron"));
    assert_eq!(again.marks().len(), 2);
    assert_eq!(again.bench().project().aside().len(), 1);
}

#[test]
fn a_damaged_part_is_dropped_only_when_told_so_and_comes_back() {
    let damage = sound().replace(", \"holds\")", ", \"nowhere\")");
    let mut window = opened(&damage);
    window.forget();
    window.key(Key::F8);
    window.button("Drop it");
    assert!(window.bench().project().aside().is_empty());
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.bench().project().aside().len(), 1);
}

#[test]
fn a_newer_file_is_refused_with_a_sentence_and_untouched() {
    let newer = sound().replace("format: 1,", "format: 2,");
    insta::assert_snapshot!(refused(&newer), @"team.ron was not opened Written by a newer Postil (format 2); this one reads 1: update Postil, the file stays as it is.");
}

#[test]
fn conflict_markers_of_git_are_named_with_their_place() {
    let sound = sound();
    let line = sound.lines().nth(5).unwrap();
    let torn = format!("<<<<<<< HEAD\n{line}\n=======\n{line}\n>>>>>>> theirs");
    insta::assert_snapshot!(refused(&sound.replacen(line, &torn, 1)), @"team.ron was not opened The file holds an unresolved git merge; resolve the merge first.");
}

#[test]
fn other_files_of_this_ending_and_cut_ones_are_refused_with_a_sentence() {
    let cut: String = sound().chars().take(500).collect();
    let said = [
        refused("(theme: Dark, zoom: 1.5)"),
        refused(&cut),
        refused(""),
    ];
    insta::assert_snapshot!(said.join("\n"), @r"
    team.ron was not opened This is no Postil project: it does not begin with PostilProject(.
    team.ron was not opened The file is cut off; look for a whole copy of it.
    team.ron was not opened The file is empty; look for a copy of the project, or start a new one.
    ");
}

#[test]
fn a_mark_whose_offsets_are_wrong_is_put_back_where_its_words_stand() {
    let sound = sound();
    let at = sound.split_once(", \"holds\")").unwrap().0;
    let offsets = at.rsplit_once('(').unwrap().1;
    let from = format!("({offsets}, \"holds\")");
    let mut window = opened(&sound.replace(&from, "(1, 2, \"holds\")"));
    window.forget();
    assert_eq!(window.marks(), ["source: council"]);
    window.key(Key::F8);
    window.button("Put it back");
    assert_eq!(window.marks(), ["entity: holds", "source: council"]);
    assert!(window.bench().project().aside().is_empty());
    window.will_choose(&["again.ron"]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert!(window.read("again.ron").contains(&from));
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.bench().project().aside().len(), 1);
    // What stands nowhere has no place to go back to.
    let mut window = opened(&sound.replace(", \"holds\")", ", \"nowhere\")"));
    window.key(Key::F8);
    assert!(window.has(Role::Button, "Drop it") && !window.has(Role::Button, "Put it back"));
}

#[test]
fn row_24_odd_names_of_tags_stay_on_their_line() {
    let long = "x".repeat(1 << 20);
    for name in [
        "two\\nlines",
        "\u{202e}turned",
        "   blanks   ",
        long.as_str(),
    ] {
        let named = sound().replacen("name: \"claim\"", &format!("name: \"{name}\""), 1);
        let window = opened(&named);
        let tall = window.harness.query_all_by_role(Role::Button);
        let tall: Vec<_> = tall
            .filter(|it| it.rect().height() > 60.0 || it.rect().right() > 1281.0)
            .map(|it| it.rect())
            .collect();
        assert_eq!(tall, [], "{:.20}", name);
    }
}
