//! Reviewing colleagues' files: from the menu to the last dispute, at one key each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::file_dialog::Purpose;
use postil::command::Mode;
use postil::formats::datasets::{Files, Import, jsonl};
use postil::formats::project_file;
use postil::formats::tagset_file::default_tagset;
use postil::project::{Annotation, Edit, Entry, Id, Place, Project, Verdict};
use postil::review::Reading;
use postil::review::merge::{Names, merge};

use super::whole::{Setup, Whole};

const MARA: &str = include_str!("../../../projects/tarnholm.ron");
const JONAS: &str = include_str!("../../../projects/tarnholm-jonas-weir.ron");

/// What two say of one place.
type Tags = (Option<Id>, Option<Id>);

/// One's own file, and a colleague's in review beside it.
fn reviewing(own: (&str, &str), theirs: (&str, &str)) -> Whole {
    reviewing_in(Setup::files(&[own]), theirs)
}

fn reviewing_in(setup: Setup, (theirs, their): (&str, &str)) -> Whole {
    let mut window = setup.open();
    window.write(theirs, their);
    window.will_choose(&[theirs]);
    window.menu("Review", "Review colleagues’ files…");
    assert_eq!(window.dialogs(), [Purpose::Review]);
    assert_eq!(window.bench().mode(), Mode::Review);
    window.forget();
    window
}

fn samples() -> Whole {
    reviewing(("mara.ron", MARA), ("jonas.ron", JONAS))
}

fn project(text: &str) -> Project {
    project_file::decode(text.as_bytes()).unwrap().project
}

fn current(window: &Whole) -> usize {
    window.bench().review().unwrap().current()
}

fn count(window: &Whole) -> usize {
    window.bench().review().unwrap().review().cases().len()
}

/// What marks and links say, whoever made them and whatever their ids and the names of identities.
fn essence(project: &Project, of: &Project) -> BTreeSet<String> {
    let begun = |entry: &Entry| {
        let other = of.entry(&entry.article().id);
        other.is_some_and(|it| !it.annotations().is_empty()) && !entry.annotations().is_empty()
    };
    let entries = project.entries().iter().filter(|entry| begun(entry));
    entries.flat_map(|entry| of_entry(entry)).collect()
}

fn of_entry(entry: &Entry) -> Vec<String> {
    let name = |mark: &Annotation| match &mark.place {
        Place::Span(span) => format!("{} {span}", mark.tag),
        Place::Implicit { wording, .. } => format!("{} {wording}", mark.tag),
    };
    let marks = entry.annotations().values();
    let marks = marks.map(|mark| format!("{} {:?}", name(mark), mark.attributes));
    let end = |id: &Id| name(entry.annotation(id).unwrap());
    let links = entry.links().values();
    let links = links.map(|it| format!("{}: {} → {}", it.kind, end(&it.from), end(&it.to)));
    marks.chain(links).collect()
}

/// Settles every dispute with one key, and holds the result against what a colleague marked.
#[track_caller]
fn all_with(window: &mut Whole, key: Key, expected: &Project) {
    let cases = count(window);
    assert!(cases > 5);
    for decided in 0..cases {
        assert_eq!(window.bench().tally().decided, decided);
        window.key(key);
    }
    assert_eq!(window.gestures, cases);
    assert_eq!(window.bench().tally().decided, cases);
    assert!(
        window
            .notices()
            .iter()
            .any(|it| it.contains("Everything is decided"))
    );
    let mine = window.bench().project();
    assert_eq!(essence(mine, expected), essence(expected, mine));
    assert_eq!(mine.check(), []);
}

#[test]
fn every_dispute_of_the_samples_is_settled_by_one_key_each() {
    all_with(&mut samples(), Key::Num1, &project(MARA));
    all_with(&mut samples(), Key::Num2, &project(JONAS));
}

#[test]
fn the_disputes_of_two_readers_of_a_real_article_are_settled_by_one_key_each() {
    let gold = |name: &str| optional(&format!("articles/gold-{name}.jsonl"));
    let (Some(ana), Some(ben)) = (gold("ana"), gold("ben")) else {
        return;
    };
    let own = as_project(&ana);
    let open = || reviewing(("ana.ron", &own), ("ben.jsonl", &ben));
    let mut window = open();
    assert_eq!(count(&window), 81);
    let before = window.bench().project().clone();
    all_with(&mut window, Key::Num1, &before);
    assert_eq!(window.bench().project().clone().with_decisions([]), before);
    all_with(&mut open(), Key::Num2, &project(&as_project(&ben)));
}

/// A dataset in the neutral format as a project's file.
fn as_project(dataset: &str) -> String {
    let files = Files::from([("dataset.jsonl".to_owned(), dataset.as_bytes().to_vec())]);
    let tagset = default_tagset();
    let read = jsonl::FORMAT.decode(&files, &Import::new(&tagset)).unwrap();
    project_file::encode(&read.project)
}

/// A file of the collection that `POSTIL_COLLECTION` names, or that stands beside the work tree.
fn optional(name: &str) -> Option<String> {
    let collection = std::env::var_os("POSTIL_COLLECTION").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let found = std::fs::read_to_string(collection.join(name)).ok();
    if found.is_none() {
        let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some_and(|it| it == "1");
        assert!(!required, "{name} is needed, and every test is asked for");
        eprintln!("left out: a review needs {name}");
    }
    found
}

#[test]
fn the_colleagues_file_stays_as_it_is_and_what_was_decided_is_saved_with_the_project() {
    let mut window = samples();
    window.key(Key::Num2).key(Key::Num1).key(Key::S);
    window.keys(Modifiers::COMMAND, Key::S);
    assert_eq!(window.read("jonas.ron"), JONAS);
    let saved = window.saved("mara.ron");
    let verdicts: BTreeSet<Verdict> = saved.decisions().map(|it| it.verdict.clone()).collect();
    assert_eq!(verdicts.len(), 3);
    window.command("Leave the review");
    assert_eq!(window.bench().mode(), Mode::Marking);
    window.will_choose(&["jonas.ron"]);
    window.keys(Modifiers::COMMAND, Key::R);
    // What was taken from the colleague is in dispute no more.
    let tally = window.bench().tally();
    assert_eq!((tally.decided, tally.aside), (1, 1));
    assert_eq!(window.read("jonas.ron"), JONAS);
}

#[test]
fn undo_comes_back_to_the_dispute() {
    let mut window = samples();
    let first = current(&window);
    window.key(Key::Num0);
    let next = current(&window);
    assert_ne!(next, first);
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(
        (current(&window), window.bench().tally().decided),
        (first, 0)
    );
    assert_eq!(window.bench().project(), &project(MARA));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(window.bench().tally().decided, 1);
}

#[test]
fn keys_decide_only_while_no_field_has_the_focus() {
    let mut window = samples();
    window.key(Key::C);
    window.types("because 1 of the 2 says so");
    assert_eq!(window.bench().tally().decided, 0);
    let comment = |window: &Whole| {
        let mut decisions = window.bench().project().decisions();
        decisions.next().map(|it| it.comment.clone())
    };
    assert_eq!(comment(&window).unwrap(), "because 1 of the 2 says so");
    // A letter typed is one step with those before it.
    assert_eq!(window.steps(), ["Write a comment"]);
    window.key(Key::Escape);
    window.key(Key::Num2);
    assert_eq!(window.bench().tally().decided, 1);
    assert_eq!(comment(&window).unwrap(), "because 1 of the 2 says so");
}

#[test]
fn tags_mean_nothing_in_a_review() {
    let mut window = samples();
    let before = window.bench().project().clone();
    for key in [Key::R, Key::L, Key::Delete, Key::N, Key::J, Key::W] {
        window.key(key);
    }
    assert_eq!(window.bench().project(), &before);
    assert_eq!(window.bench().mode(), Mode::Review);
}

#[test]
fn a_reading_a_row_and_a_kind_can_be_pressed() {
    let mut window = samples();
    window.button("Take reading 2: Jonas Weir");
    assert_eq!(window.bench().tally().decided, 1);
    window.key(Key::ArrowUp);
    assert_eq!(current(&window), 0);
    let taken = window.bench().project().decisions().next().unwrap().clone();
    let said = format!("Taken: Jonas Weir’s reading, by {}", taken.stamp.author);
    assert!(window.reads(said.trim_end_matches(", by ")));
    let kinds = |window: &Whole| {
        let desk = window.bench().review().unwrap();
        let cases = desk
            .listed()
            .iter()
            .map(|place| &desk.review().cases()[*place]);
        cases
            .map(|case| desk.review().kind(case))
            .collect::<BTreeSet<_>>()
    };
    let missing = {
        let desk = window.bench().review().unwrap();
        let cases = desk.review().cases().iter();
        cases
            .filter(|case| desk.review().kind(case) == "missing")
            .count()
    };
    window.button(&format!("missing {missing}"));
    assert_eq!(kinds(&window), ["missing"].into());
    window.key(Key::ArrowDown);
    assert_eq!(window.bench().tally().decided, 1);
}

#[test]
fn what_is_set_right_by_hand_comes_back_to_the_next_dispute() {
    let mut window = samples();
    let boundary = {
        let desk = window.bench().review().unwrap();
        let cases = desk.review().cases().iter();
        cases
            .filter(|case| desk.review().kind(case) == "boundary")
            .count()
    };
    window.button(&format!("boundary {boundary}"));
    let before = current(&window);
    window.key(Key::E);
    assert_eq!(window.bench().mode(), Mode::Redraw);
    assert!(window.reads("it is right now"));
    window.keys(Modifiers::ALT, Key::ArrowLeft);
    window.key(Key::Enter);
    assert_eq!(window.bench().mode(), Mode::Review);
    assert_ne!(current(&window), before);
    assert_eq!(window.bench().tally().decided, 1);
}

#[test]
fn what_a_merge_has_left_is_settled_in_the_same_screen() {
    let base = project(MARA);
    let retagged = |tag: &str| {
        let entry = &base.entries()[0];
        let old = entry
            .in_text_order()
            .find(|mark| mark.tag.as_str() == "claim");
        let mut new = (**old.unwrap()).clone();
        new.tag = Id::new(tag);
        new.attributes.clear();
        let (article, id) = (entry.article().id.clone(), new.id.clone());
        let mut project = base.clone();
        let to = Some(std::sync::Arc::new(new));
        project
            .apply(&[Edit::Annotation { article, id, to }])
            .unwrap();
        project
    };
    let names = Names {
        ours: "Mara",
        theirs: "Jonas",
    };
    let both = merge(
        Some(&base),
        &retagged("rebuttal"),
        &retagged("source"),
        names,
    );
    let file = project_file::encode(&both.unwrap().project);
    let mut window = Setup::files(&[("both.ron", &file)]).open();
    window.command("Settle what a merge has left");
    assert_eq!(count(&window), 1);
    window.button("Take reading 2: Jonas");
    assert_eq!(window.bench().project().disputes().count(), 0);
    window.keys(Modifiers::COMMAND, Key::S);
    assert_eq!(window.saved("both.ron").disputes().count(), 0);
}

#[test]
fn a_file_without_marks_on_the_same_texts_is_refused_in_a_sentence() {
    let mut window = Setup::files(&[("mara.ron", MARA)]).open();
    window.write(
        "else.jsonl",
        r#"{"id":"x","title":"x","text":"Else.","spans":[]}"#,
    );
    window.will_choose(&["else.jsonl"]);
    window.command("Review colleagues’ files…");
    assert_eq!(window.bench().mode(), Mode::Marking);
    let notices = window.notices();
    assert!(
        notices
            .iter()
            .any(|it| it.contains("There is nothing to review")),
        "{notices:?}"
    );
    window.write("bad.ron", "PostilProject(");
    window.will_choose(&["bad.ron"]);
    window.command("Review colleagues’ files…");
    let notices = window.notices();
    assert!(
        notices
            .iter()
            .any(|it| it.contains("The review was not opened")),
        "{notices:?}"
    );
}

#[test]
fn a_narrow_window_reviews_too() {
    let mut window = Setup::files(&[("mara.ron", MARA)])
        .size((720.0, 650.0))
        .open();
    window.write("jonas.ron", JONAS);
    window.will_choose(&["jonas.ron"]);
    window.keys(Modifiers::COMMAND, Key::R);
    assert!(window.has(Role::ListBox, "Disputes"));
    window.key(Key::Num1);
    assert_eq!(window.bench().tally().decided, 1);
}

#[test]
fn a_press_on_a_cell_of_the_matrix_lists_exactly_its_disputes() {
    // High enough for the whole panel: what is scrolled out of view cannot be pressed.
    let setup = Setup::files(&[("mara.ron", MARA)]).size((1280.0, 1600.0));
    let mut window = reviewing_in(setup, ("jonas.ron", JONAS));
    let tag = |reading: &Reading| reading.marks().first().map(|mark| mark.tag.clone());
    let mut expected: BTreeMap<Tags, BTreeSet<(usize, usize)>> = BTreeMap::new();
    let sheets = window.bench().review().unwrap().review().sheets().iter();
    for (sheet, compared) in sheets.enumerate() {
        for (place, position) in compared.report.positions.iter().enumerate() {
            let [one, other] = position.readings.as_slice() else {
                panic!("two take part");
            };
            if tag(one) != tag(other) {
                let cell = expected.entry((tag(one), tag(other))).or_default();
                cell.insert((sheet, place));
            }
        }
    }
    assert!(expected.len() > 1);
    let name = |tag: &Option<Id>| tag.as_ref().map_or("nothing".to_owned(), Id::to_string);
    for ((one, other), places) in expected {
        let count = places.len();
        let label = format!(
            "Mara Lindqvist: {}, Jonas Weir: {}: {count}",
            name(&one),
            name(&other)
        );
        window.button(&label);
        let desk = window.bench().review().unwrap();
        let listed = desk.listed().iter();
        let listed: Vec<_> = listed.map(|place| &desk.review().cases()[*place]).collect();
        assert_eq!(listed.len(), count, "{label}");
        let spots = listed.iter().map(|case| desk.review().spot(case).unwrap());
        assert_eq!(spots.collect::<BTreeSet<_>>(), places, "{label}");
        window.button(&label);
    }
    let desk = window.bench().review().unwrap();
    assert_eq!(desk.listed().len(), count(&window));
}

#[test]
fn an_implicit_mark_has_its_lines_above_the_text_and_a_press_goes_to_it() {
    let mut window = samples();
    let label = "Implicit, M: whoever gave the report to the Courier";
    assert!(window.has(Role::Button, label));
    assert!(window.has(Role::Button, "Implicit, J: nothing"));
    window.key(Key::ArrowDown);
    assert_eq!(current(&window), 1);
    window.button(label);
    assert_eq!(current(&window), 0);
}

#[test]
fn a_gap_stands_in_the_row_of_its_dispute() {
    let mut window = samples();
    window.key(Key::G);
    let row = window.harness.query_all_by_role(Role::ListItem);
    let labels: Vec<String> = row.filter_map(|row| row.accesskit_node().label()).collect();
    let gaps = labels.iter().filter(|it| it.ends_with(", guideline gap"));
    assert_eq!(gaps.count(), 1, "{labels:#?}");
}

#[test]
fn the_list_is_put_in_another_order() {
    let mut window = samples();
    let before = window.bench().review().unwrap().listed().to_vec();
    window.unfold("Order", "by kind");
    let desk = window.bench().review().unwrap();
    assert_eq!(desk.order().name(), "by kind");
    assert_ne!(desk.listed(), before);
}

#[test]
fn what_is_said_does_not_cover_the_dispute() {
    let mut window = samples();
    // There is nothing to undo, and that is said.
    window.keys(Modifiers::COMMAND, Key::Z);
    let said = window.harness.query_all_by_role(Role::Status);
    let said = said.filter(|node| node.accesskit_node().data().live().is_some());
    let right = said.map(|node| node.rect().right()).fold(0.0, f32::max);
    let take = window.named(Role::Button, "Keep all readings");
    assert!(right > 0.0 && right < take.x, "{right} {take:?}");
}

#[test]
fn a_colleagues_file_that_changes_meanwhile_is_noticed_and_read_again() {
    let back = |window: &mut Whole| {
        window.harness.event(Event::WindowFocused(true));
        window.pause();
    };
    let mut window = samples();
    window.key(Key::Num1).key(Key::Num1);
    back(&mut window);
    assert_eq!(window.notices(), [""; 0], "nothing was changed");
    let other = JONAS.replacen("tag: \"rebuttal\"", "tag: \"claim\"", 1);
    // Cut in the middle of being written, it says nothing yet.
    window.write("jonas.ron", &other[..other.len() / 2]);
    back(&mut window);
    assert_eq!(window.notices(), [""; 0], "it cannot be read");
    window.write("jonas.ron", &other);
    back(&mut window);
    let said = window.notices();
    let [said] = said.as_slice() else {
        panic!("{said:#?}")
    };
    assert!(said.starts_with("jonas.ron says something else now"));
    window.button("Read again");
    let desk = window.bench().review().unwrap();
    let theirs = desk.review().colleagues().get(1).unwrap();
    assert_eq!(theirs.project, project(&other));
    assert_eq!(window.bench().tally().decided, 2);
    window.forget();
    back(&mut window);
    assert_eq!(window.notices(), [""; 0]);
}
