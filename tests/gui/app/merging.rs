//! Merging a colleague's file: what would come of it is shown first, and then it is one step.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use postil::app::file_dialog::Purpose;
use postil::formats::project_file;
use postil::project::{Annotation, Edit, Id, Project, Time};
use postil::review::retag::{Retag, retag};

use super::whole::{Setup, Whole, on};

const BASE: &str = include_str!("../../../projects/tarnholm.ron");

fn base() -> Project {
    project_file::decode(BASE.as_bytes()).unwrap().project
}

/// The first marks of a tag in the first article, in text order.
fn marks(project: &Project, tag: &str) -> Vec<Arc<Annotation>> {
    let marks = project.entries()[0].in_text_order();
    let wanted = marks.filter(|mark| mark.tag.as_str() == tag && !mark.is_implicit());
    wanted.cloned().collect()
}

fn edited(project: &Project, id: &Id, change: impl FnOnce(&mut Annotation)) -> Project {
    let entry = &project.entries()[0];
    let mut mark = (**entry.annotation(id).unwrap()).clone();
    change(&mut mark);
    let edit = Edit::Annotation {
        article: entry.article().id.clone(),
        id: mark.id.clone(),
        to: Some(Arc::new(mark)),
    };
    let mut project = project.clone();
    project.apply(&[edit]).unwrap();
    project
}

fn noted(project: &Project, place: usize, note: &str) -> Project {
    let id = marks(project, "claim")[place].id.clone();
    edited(project, &id, |mark| {
        mark.note = note.into();
        mark.stamp = mark.stamp.touched(Time::new(1_000));
    })
}

/// A mark more, on the words of another.
fn grown(project: &Project) -> Project {
    let entry = &project.entries()[0];
    let mut mark = (*marks(project, "claim")[0]).clone();
    mark.id = "theirs".into();
    mark.tag = "entity".into();
    mark.attributes.clear();
    mark.identity = None;
    let edit = Edit::Annotation {
        article: entry.article().id.clone(),
        id: mark.id.clone(),
        to: Some(Arc::new(mark)),
    };
    let mut project = project.clone();
    project.apply(&[edit]).unwrap();
    project
}

/// One's own version, and a colleague's beside it, chosen to be merged.
fn merging(ours: &Project, theirs: &Project) -> Whole {
    let mut window = Setup::files(&[("mine.ron", &project_file::encode(ours))]).open();
    window.write("ben.ron", project_file::encode(theirs));
    window.forget();
    choose(&mut window);
    window
}

fn choose(window: &mut Whole) {
    window.will_choose(&["ben.ron"]);
    window.menu("Review", "Merge a colleague’s file…");
    assert_eq!(window.dialogs().last(), Some(&Purpose::Merge));
    assert!(window.asks("Merge ben.ron"));
}

fn sees(window: &Whole, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).count() > 0
}

#[test]
fn what_a_merge_would_do_is_shown_before_it_is_one_step() {
    let theirs = noted(&grown(&base()), 1, "Says who?");
    let mut window = merging(&base(), &theirs);
    assert!(window.reads("1 new, 1 changed"));
    assert!(sees(&window, "added entity"));
    assert!(sees(&window, "noted of claim"));
    assert_eq!(window.bench().project(), &base(), "nothing is done yet");
    window.button("Merge");
    assert_eq!(window.steps(), ["Merge ben.ron"]);
    assert_eq!(window.bench().project(), &theirs);
    let said = window.notices();
    assert!(
        said.iter().any(|it| it.contains("1 new, 1 changed.")),
        "{said:?}"
    );
    assert_eq!(window.read("ben.ron"), project_file::encode(&theirs));
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.bench().project(), &base());
    // A second time there is nothing in it.
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.forget();
    choose(&mut window);
    assert!(window.reads("It holds nothing that is not here."));
    window.key(Key::Escape);
    assert!(!window.asks("Merge ben.ron"));
}

#[test]
fn a_merge_that_is_left_changes_nothing() {
    let mut window = merging(&base(), &grown(&base()));
    window.button("Cancel");
    assert!(!window.asks("Merge ben.ron"));
    assert_eq!(
        (window.steps().len(), window.bench().project()),
        (0, &base())
    );
}

#[test]
fn conflicts_are_told_in_words_and_settled_from_the_notice() {
    // The project as it was opened is the version that both grew out of.
    let theirs = noted(&base(), 0, "Theirs.");
    let mut window = Setup::files(&[("mine.ron", BASE)]).open();
    window.write("ben.ron", project_file::encode(&theirs));
    window.forget();
    window.command("Next claim");
    assert_eq!(
        window.bench().selected().unwrap().id,
        marks(&base(), "claim")[0].id
    );
    window.keys(Modifiers::COMMAND, Key::M);
    window.types_over("Mine.");
    window.key(Key::Escape);
    choose(&mut window);
    assert!(window.reads("1 conflict"), "both changed it");
    assert!(sees(&window, "Conflict: note of claim"));
    window.button("Merge");
    assert_eq!(window.bench().project().disputes().count(), 1);
    // Undone, there is nothing to settle; what offers that goes with the merge.
    window.keys(Modifiers::COMMAND, Key::Z);
    assert!(!sees(&window, "Settle"));
    choose(&mut window);
    window.button("Merge");
    window.button("Settle");
    let desk = window.bench().review().unwrap();
    assert_eq!(desk.review().cases().len(), 1);
    window.key(Key::Num1);
    assert_eq!(window.bench().project().disputes().count(), 0);
}

#[test]
fn the_common_version_is_chosen_and_two_ways_are_said() {
    let older = grown(&base());
    // They deleted what was there in the older version, and never had it for all that is known.
    let mut window = merging(&older, &base());
    assert!(sees(
        &window,
        "Without one, what only one of you has is kept"
    ));
    assert!(window.reads("It holds nothing that is not here."));
    window.write("base.ron", project_file::encode(&older));
    window.will_choose(&["base.ron"]);
    window.unfold("The version that both grew out of", "another file…");
    assert_eq!(window.dialogs().last(), Some(&Purpose::MergeBase));
    assert!(window.reads("1 gone"));
    assert!(sees(&window, "What is gone from their file"));
    window.button("Merge");
    assert_eq!(window.bench().project(), &base());
}

#[test]
fn a_kept_older_file_is_offered_and_taken_by_itself() {
    let ours = noted(&grown(&base()), 0, "Mine.");
    let theirs = noted(&base(), 1, "Theirs.");
    let mut window = Setup::files(&[("mine.ron", &project_file::encode(&ours))]).open();
    window.write("mine.ron.bak", BASE);
    window.write("ben.ron", project_file::encode(&theirs));
    window.forget();
    choose(&mut window);
    // Ours grew out of the kept one, and so did theirs: nothing is in conflict, nothing is gone.
    assert!(window.reads("1 changed"));
    assert!(!sees(&window, "Without one"));
    window.button("Merge");
    assert_eq!(window.bench().project(), &noted(&ours, 1, "Theirs."));
}

#[test]
fn a_file_that_is_no_project_or_damaged_is_said_and_nothing_is_merged() {
    let mut window = Setup::files(&[("mine.ron", BASE)]).open();
    window.write("ben.ron", "PostilProject(");
    window.forget();
    choose(&mut window);
    assert!(!window.reads("Reading it…"));
    assert!(sees(&window, "cut off"), "why not is said");
    window.key(Key::Escape);
    assert_eq!(window.steps().len(), 0);
}

#[test]
fn tags_of_another_name_are_mapped_and_the_table_is_kept() {
    let table = Retag {
        tags: [(Id::new("source"), Some(Id::new("Sources")))].into(),
        ..Retag::default()
    };
    let foreign = retag(&base(), &table, base().tagset()).unwrap();
    let mut window = Setup::files(&[("mine.ron", BASE)]).settings(&[]).open();
    window.write("ben.ron", project_file::encode(&foreign));
    window.forget();
    choose(&mut window);
    // They are spelled alike, so that the table says so.
    assert!(window.has(Role::ComboBox, "What their Sources is here"));
    assert!(window.reads("It holds nothing that is not here."));
    window.key(Key::Escape);
    window.will_choose(&["ben.ron"]);
    window.menu("Review", "Review colleagues’ files…");
    assert!(window.asks("A tag that you do not use"));
    window.unfold("What their Sources is here", "entity");
    window.button("Open the review");
    let kinds: std::collections::BTreeSet<&str> = {
        let desk = window.bench().review().unwrap();
        let cases = desk.review().cases().iter();
        cases.map(|case| desk.review().kind(case)).collect()
    };
    assert!(kinds.contains("tag"), "{kinds:?}");
    let kept = window.preferences().their_tags.get("Sources").cloned();
    assert_eq!(kept, Some(Some("entity".to_owned())));
    window.command("Leave the review");
    window.will_choose(&["ben.ron"]);
    window.menu("Review", "Review colleagues’ files…");
    assert!(window.asks("A tag that you do not use"));
    window.key(Key::Escape);
    assert!(window.bench().review().is_none());
}

#[test]
fn the_table_of_tags_before_a_review_is_saved_and_loaded() {
    let table = Retag {
        tags: [(Id::new("source"), Some(Id::new("Sources")))].into(),
        ..Retag::default()
    };
    let foreign = retag(&base(), &table, base().tagset()).unwrap();
    let mut window = on(&[("mine.ron", BASE)]);
    window.write("ben.ron", project_file::encode(&foreign));
    window.will_choose(&["ben.ron"]);
    window.menu("Review", "Review colleagues’ files…");
    window.will_choose(&["tags.tsv"]);
    window.button("Save as a table…");
    assert!(window.reads("Saved as tags.tsv."));
    assert!(window.read("tags.tsv").contains("\ntag\tSources\tsource\n"));
    // What a colleague sends is what the command line takes too.
    window.write("theirs.tsv", "tag\tSources\tentity\ntag\tPER\tentity\n");
    window.will_choose(&["theirs.tsv"]);
    window.button("Load a table…");
    assert!(window.reads("theirs.tsv says what 1 name becomes."));
    for nothing in ["tag\tPER\tentity\n", "tag\tSources\tnowhere\n"] {
        window.write("t.tsv", nothing);
        window.will_choose(&["t.tsv"]);
        window.button("Load a table…");
        assert!(window.reads("t.tsv names no tag or link of these, and changes nothing."));
    }
    window.button("Open the review");
    let desk = window.bench().review().unwrap();
    let tags: std::collections::BTreeSet<String> = desk.review().colleagues()[1]
        .project
        .entries()
        .iter()
        .flat_map(|it| it.annotations().values().map(|mark| mark.tag.to_string()))
        .collect();
    assert!(
        tags.contains("entity") && !tags.contains("source"),
        "{tags:?}"
    );
}

#[test]
fn a_version_that_is_plainly_no_ancestor_is_said_to_be_none() {
    let ours = noted(&base(), 0, "Mine.");
    let mut window = merging(&ours, &base());
    window.write("later.ron", project_file::encode(&ours));
    window.will_choose(&["later.ron"]);
    window.unfold("The version that both grew out of", "another file…");
    let doubt = "Their file did not grow out of it: one thing is newer in it. Choose another version, or none.";
    // What was never stamped says nothing of when it was.
    assert!(!window.reads(doubt));
    window.key(Key::Escape);
    let again = edited(&ours, &marks(&ours, "claim")[0].id, |mark| {
        mark.stamp = mark.stamp.touched(Time::new(1_764_066_600_000));
    });
    window.write("ben.ron", project_file::encode(&ours));
    window.write("later.ron", project_file::encode(&again));
    choose(&mut window);
    window.will_choose(&["later.ron"]);
    window.unfold("The version that both grew out of", "another file…");
    assert!(sees(
        &window,
        "did not grow out of it: one thing is newer in it"
    ));
}
