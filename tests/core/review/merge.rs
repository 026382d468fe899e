//! What becomes of two versions of a project.

use std::sync::Arc;

use postil::formats::project_file;
use postil::formats::tagset_file::default_tagset;
use postil::project::build::EntryParts;
use postil::project::{
    Annotation, Article, Attributes, Edit, Id, Metadata, Origin, Place, Project, Stamp, Status,
    Time, Value,
};
use postil::review::diff::diff;
use postil::review::merge::{Merged, Names, merge};
use postil::span::Span;
use postil::text::{Text, TextRange};
use proptest::collection::vec;
use proptest::prelude::*;

use super::command::{run, said};
use super::marked;
use crate::support::{arbitrary, edits};

const NAMES: Names<'static> = Names {
    ours: "ours",
    theirs: "theirs",
};

pub(super) fn merged(base: &Project, ours: &Project, theirs: &Project) -> Merged {
    let merged = merge(Some(base), ours, theirs, NAMES).unwrap();
    assert_eq!(merged.project.check(), []);
    merged
}

/// The conflicts of three versions in the test language, a sentence each.
#[track_caller]
fn conflicts(base: &str, ours: &str, theirs: &str) -> String {
    let (base, ours, theirs) = (marked(base), marked(ours), marked(theirs));
    let found = merged(&base, &ours, &theirs);
    let sentences: Vec<String> = found.conflicts.iter().map(ToString::to_string).collect();
    sentences.join("\n")
}

fn edited(project: &Project, edits: &[Edit]) -> Project {
    let mut project = project.clone();
    project.apply(edits).unwrap();
    project
}

fn mark(project: &Project, id: &str) -> Annotation {
    let id = Id::new(id);
    (**project.entries()[0].annotation(&id).unwrap()).clone()
}

fn set(mark: Annotation) -> Edit {
    Edit::Annotation {
        article: "a1".into(),
        id: mark.id.clone(),
        to: Some(Arc::new(mark)),
    }
}

fn delete(id: &str) -> Edit {
    Edit::Annotation {
        article: "a1".into(),
        id: id.into(),
        to: None,
    }
}

#[test]
fn what_only_one_side_changed_is_taken() {
    let base = marked("[claim#1: The moon is cheese], said [source#2: Ada].");
    let mut retagged = mark(&base, "m1");
    retagged.tag = "rebuttal".into();
    let ours = edited(&base, &[set(retagged.clone())]);
    let mut noted = mark(&base, "m1");
    noted.note = "Sure?".into();
    let theirs = edited(&base, &[set(noted), delete("m2")]);
    let found = merged(&base, &ours, &theirs);
    assert_eq!(found.conflicts, []);
    let it = mark(&found.project, "m1");
    assert_eq!((it.tag.as_str(), it.note.as_str()), ("rebuttal", "Sure?"));
    assert_eq!(found.project.mark_count(), 1);
}

#[test]
fn two_different_retags_are_one_conflict_with_both_readings() {
    let text = |tag| format!("[{tag}#1: The moon is cheese], said Ada.");
    let said = conflicts(&text("claim"), &text("rebuttal"), &text("source"));
    insta::assert_snapshot!(said, @"article a1, mark m1, tag: ours says «rebuttal», theirs says «source»");
}

#[test]
fn two_different_bounds_are_a_conflict_and_the_same_bounds_are_none() {
    let base = "[claim#1: The moon is cheese], said Ada.";
    let ours = "The [claim#1: moon is cheese], said Ada.";
    let theirs = "[claim#1: The moon] is cheese, said Ada.";
    insta::assert_snapshot!(conflicts(base, ours, theirs), @"article a1, mark m1, place: theirs says «0..8: The moon», ours says «4..18: moon is cheese»");
    assert_eq!(conflicts(base, ours, ours), "");
}

#[test]
fn a_mark_that_one_deleted_and_the_other_changed_stays_and_is_a_conflict() {
    let base = marked("[claim#1: The moon is cheese], said Ada.");
    let mut noted = mark(&base, "m1");
    noted.note = "Sure?".into();
    let found = merged(
        &base,
        &edited(&base, &[delete("m1")]),
        &edited(&base, &[set(noted.clone())]),
    );
    assert_eq!(mark(&found.project, "m1"), noted);
    let sentences: Vec<_> = found.conflicts.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(sentences.join("\n"), @"article a1, mark m1, deleted: theirs says «changed», ours says «deleted»");
    let both = edited(&base, &[delete("m1")]);
    assert_eq!(merged(&base, &both, &both).project.mark_count(), 0);
}

#[test]
fn a_mark_that_one_deleted_and_the_other_linked_stays() {
    let found = conflicts(
        "[claim#1: The moon is cheese], said [source#2: Ada].",
        "[claim#1: The moon is cheese], said Ada.",
        "[claim#1: The moon is cheese], said [source#2: Ada].\n---\n#1 attributed_to #2",
    );
    insta::assert_snapshot!(found, @"article a1, mark m2, deleted: theirs says «changed», ours says «deleted»");
}

#[test]
fn two_marks_that_were_made_under_one_id_both_stay_with_their_links() {
    let base = marked("The moon is cheese, said Ada.");
    let ours = marked("[claim#1: The moon is cheese], said Ada.");
    let theirs = marked("The moon is cheese, said [source#1: Ada].");
    let found = merged(&base, &ours, &theirs);
    assert_eq!(found.conflicts, []);
    let tags: Vec<_> = found.project.entries()[0]
        .in_text_order()
        .map(|mark| mark.tag.to_string())
        .collect();
    assert_eq!(tags, ["claim", "source"]);
    let again = merged(&base, &found.project, &theirs);
    assert_eq!(again.project, found.project);
}

#[test]
fn the_same_mark_made_twice_by_one_annotator_is_one() {
    let base = marked("The moon is cheese, said Ada.");
    let ours = marked("[claim#1: The moon is cheese], said Ada.");
    let theirs = marked("[claim#2: The moon is cheese], said Ada.");
    let found = merged(&base, &ours, &theirs);
    assert_eq!((found.conflicts.len(), found.project.mark_count()), (0, 1));
}

#[test]
fn without_a_common_version_every_difference_is_a_conflict() {
    let ours = marked("[claim#1: The moon is cheese], said Ada.");
    let theirs = marked("[rebuttal#1: The moon is cheese], said [source#2: Ada].");
    let found = merge(None, &ours, &theirs, NAMES).unwrap();
    assert_eq!(found.project.check(), []);
    assert_eq!((found.conflicts.len(), found.project.mark_count()), (1, 2));
}

#[test]
fn a_conflict_stands_in_the_file_and_is_no_problem() {
    let text = |tag| marked(&format!("[{tag}#1: The moon is cheese], said Ada."));
    let found = merged(&text("claim"), &text("rebuttal"), &text("source"));
    let file = project_file::encode(&found.project);
    assert!(file.contains("disputes: ["), "{file}");
    let loaded = project_file::decode(file.as_bytes()).unwrap();
    assert_eq!(loaded.problems, []);
    assert_eq!(loaded.project, found.project);
    let dispute = found.project.disputes().next().unwrap();
    let settle = Edit::Dispute {
        id: dispute.id.clone(),
        to: None,
    };
    let mut project = found.project.clone();
    let undo = project.apply(&[settle]).unwrap();
    assert_eq!(project.disputes().count(), 0);
    project.apply(&undo).unwrap();
    assert_eq!(project, found.project);
}

#[test]
fn values_are_fields_of_their_own() {
    let base = marked("[claim#1: The moon is cheese], said Ada.");
    let with = |values: &[(&str, &str)]| {
        let mut it = mark(&base, "m1");
        let values = values
            .iter()
            .map(|(id, value)| (Id::new(*id), Value::text(*value)));
        it.attributes = values.collect::<Attributes>();
        edited(&base, &[set(it)])
    };
    let ours = with(&[("certainty", "alleged")]);
    let found = merged(&base, &ours, &with(&[("verdict", "unchecked")]));
    assert_eq!(found.conflicts, []);
    assert_eq!(mark(&found.project, "m1").attributes.len(), 2);
    let found = merged(&base, &ours, &with(&[("certainty", "reported")]));
    assert_eq!(found.conflicts.len(), 1);
}

#[test]
fn twins_of_both_sides_become_one_with_all_that_was_said_of_both() {
    let base = marked("The moon is cheese, said [source#3: Ada].");
    let ours = marked(
        "[claim#1: The moon is cheese], said [source#3: Ada].\n---\n#1 certainty: alleged\n#1 attributed_to #3",
    );
    let theirs = marked(
        "[claim#2: The moon is cheese], said [source#3: Ada].\n---\n#2 verdict: unchecked\n#2 note: Sure?\n#2 is The cheese claim, claim\n#2 attributed_to #3",
    );
    let found = merged(&base, &ours, &theirs);
    assert_eq!(found.conflicts, []);
    let one = mark(&found.project, "m1");
    assert_eq!(one.attributes.len(), 2, "{one:?}");
    assert_eq!(one.note, "Sure?");
    assert_eq!(one.identity.as_deref(), Some(&"The cheese claim".into()));
    assert_eq!(found.project.entries()[0].links().len(), 1);
    assert_eq!(turned(&base, &ours, &theirs), found.project);
    let again = merged(&base, &found.project, &theirs);
    assert_eq!(again.project, found.project);
}

#[test]
fn twins_that_say_different_things_are_a_conflict_with_both_readings() {
    let said = conflicts(
        "The moon is cheese, said Ada.",
        "[claim#1: The moon is cheese], said Ada.\n---\n#1 certainty: alleged\n#1 note: Really?",
        "[claim#2: The moon is cheese], said Ada.\n---\n#2 certainty: reported\n#2 note: Sure?",
    );
    insta::assert_snapshot!(said, @r"
    article a1, mark m1, attribute certainty: ours says «alleged», theirs says «reported»
    article a1, mark m1, note: ours says «Really?», theirs says «Sure?»
    ");
}

#[test]
fn twin_links_keep_what_was_said_of_both() {
    let text = "[claim#1: The moon is cheese], said [source#2: Ada].";
    let base = marked(text);
    let linked = |id: &str, note: &str| {
        let link = postil::project::Link {
            id: id.into(),
            kind: "attributed_to".into(),
            from: "m1".into(),
            to: "m2".into(),
            attributes: Attributes::new(),
            note: note.into(),
            stamp: Stamp::new("Ana", Time::new(0)),
        };
        let edit = Edit::Link {
            article: "a1".into(),
            id: id.into(),
            to: Some(Arc::new(link)),
        };
        edited(&base, &[edit])
    };
    let found = merged(&base, &linked("x", ""), &linked("y", "by hearsay"));
    let links: Vec<_> = found.project.entries()[0].links().values().collect();
    assert_eq!((links.len(), links[0].note.as_str()), (1, "by hearsay"));
    let found = merged(
        &base,
        &linked("x", "first hand"),
        &linked("y", "by hearsay"),
    );
    let said: Vec<String> = found.conflicts.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(said.join("\n"), @"article a1, link x, note: theirs says «by hearsay», ours says «first hand»");
}

#[test]
fn an_implicit_mark_stays_beside_a_mark_that_went_into_its_twin() {
    let base = marked("The moon is cheese, said Ada.");
    let ours = marked("[claim#1: The moon is cheese], said Ada.");
    let theirs =
        marked("[claim#2: The moon is cheese], said Ada.\n---\n(source#3: an accuser) beside #2");
    let found = merged(&base, &ours, &theirs);
    let Place::Implicit { beside, .. } = mark(&found.project, "m3").place else {
        panic!("the mark is implicit");
    };
    assert_eq!(beside.as_deref(), Some(&"m1".into()));
    assert_eq!(turned(&base, &ours, &theirs), found.project);
}

#[test]
fn an_implicit_mark_stays_beside_its_own_side_s_mark_where_two_had_one_id() {
    let base = marked("The moon is cheese, said Ada.");
    let ours =
        marked("[claim#1: The moon is cheese], said Ada.\n---\n(source#3: an accuser) beside #1");
    let theirs =
        marked("The moon is cheese, said [source#1: Ada].\n---\n(claim#4: she lies) beside #1");
    let found = merged(&base, &ours, &theirs);
    for (id, words) in [("m3", "The moon is cheese"), ("m4", "Ada")] {
        let Place::Implicit { beside, .. } = mark(&found.project, id).place else {
            panic!("the mark is implicit");
        };
        let entry = &found.project.entries()[0];
        let host = entry.annotation(&beside.unwrap()).unwrap();
        assert_eq!(host.words(&entry.article().text), words);
    }
    assert_eq!(turned(&base, &ours, &theirs), found.project);
}

#[test]
fn a_diff_speaks_in_words() {
    let one = marked(
        "[claim#1: The moon is cheese], said [source#2: Ada]. [entity#3: Éva] denies it.\n---\n#1 attributed_to #2\n#1 certainty: alleged",
    );
    let other = marked(
        "The [claim#1: moon is cheese], said [entity#2: Ada]. Éva [rebuttal#4: denies it].\n---\n#1 certainty: reported\n#4 rebuts #1\n#2 note: A baker",
    );
    let sentences: Vec<_> = diff(&one, &other)
        .into_iter()
        .map(|it| it.sentence)
        .collect();
    insta::assert_snapshot!(sentences.join("\n"), @r"
    moved the start of claim «The moon is cheese» from «The» to «moon»
    changed certainty of claim «The moon is cheese» from alleged to reported
    changed the tag of «Ada» from source to entity
    noted of source «Ada»: «A baker»
    deleted entity «Éva»
    added rebuttal «denies it»
    changed the link claim «The moon is cheese» attributed_to source «Ada» into rebuttal «denies it» rebuts claim «moon is cheese»
    ");
    assert_eq!(diff(&one, &one), []);
}

/// A sound project, and two versions of it.
pub(super) fn versions() -> impl Strategy<Value = (Project, Project, Project)> {
    let steps = || vec(edits::seed(), 0..12);
    (arbitrary::project(), steps(), steps()).prop_map(|(base, ours, theirs)| {
        let walk = |steps: Vec<edits::Seed>| {
            let mut project = base.clone();
            for step in steps {
                let mut next = project.clone();
                if next.apply(&[step.edit(&project)]).is_ok() && next.check().is_empty() {
                    project = next;
                }
            }
            project
        };
        let (ours, theirs) = (walk(ours), walk(theirs));
        (base, ours, theirs)
    })
}

/// A merge with the sides turned, and their names too.
fn turned(base: &Project, ours: &Project, theirs: &Project) -> Project {
    let names = Names {
        ours: "theirs",
        theirs: "ours",
    };
    merge(Some(base), theirs, ours, names).unwrap().project
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn merging_is_sound_and_does_not_depend_on_the_sides((base, ours, theirs) in versions()) {
        prop_assume!(base.check().is_empty());
        let found = merge(Some(&base), &ours, &theirs, NAMES).unwrap();
        prop_assert_eq!(found.project.check(), []);
        prop_assert_eq!(&turned(&base, &ours, &theirs), &found.project);
    }

    #[test]
    fn merging_again_changes_nothing((base, ours, theirs) in versions()) {
        prop_assume!(base.check().is_empty());
        let found = merge(Some(&base), &ours, &theirs, NAMES).unwrap().project;
        let again = merge(Some(&base), &found, &theirs, NAMES).unwrap().project;
        prop_assert_eq!(again, found);
    }

    #[test]
    fn what_one_side_left_alone_is_the_other_side((base, ours, _) in versions()) {
        let kept = merge(Some(&base), &base, &ours, NAMES).unwrap();
        prop_assert_eq!(&kept.project, &ours);
        prop_assert_eq!(kept.conflicts.len(), 0);
        let same = merge(Some(&base), &ours, &ours, NAMES).unwrap();
        prop_assert_eq!(&same.project, &ours);
    }

    #[test]
    fn no_mark_is_lost_that_nobody_deleted((base, ours, theirs) in versions()) {
        prop_assume!(base.check().is_empty());
        let found = merge(Some(&base), &ours, &theirs, NAMES).unwrap().project;
        for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
            for entry in one.entries() {
                let article = &entry.article().id;
                for (id, mark) in entry.annotations() {
                    let before = base.entry(article).and_then(|it| it.annotation(id));
                    let there = other.entry(article).and_then(|it| it.annotation(id));
                    let deleted = there.is_none() && before == Some(mark);
                    let mut marks = found.entries().iter().flat_map(|it| it.annotations().values());
                    let kept = marks.any(|it| it.id == *id || (it.place == mark.place && it.tag == mark.tag));
                    prop_assert!(kept || deleted, "{id:?} {mark:?}");
                }
            }
        }
    }
}

// The files on which line merges were measured.

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        ((u128::from(mixed) * limit as u128) >> 64) as usize
    }
}

const WORDS: &str = "the of and to in a said that for on is was with he as by at from his it an were are which has have be this had but not they who will one been more government minister report police people year time official company market city state president court study claims evidence source according spokesman denied rejected policy energy vaccine climate border trade million percent economy bank election party vote parliament research university hospital council Zürich São café naïve “quoted” résumé Łódź Київ 東京 😀 — …";
const LABELS: [&str; 4] = ["claim", "rebuttal", "entity", "source"];

/// The lengths of a generated text's words, in lines: all that places depend on.
fn word_starts(signs: usize) -> (Vec<(usize, usize)>, Vec<usize>) {
    let words: Vec<usize> = WORDS.split(' ').map(|word| word.chars().count()).collect();
    let mut dice = Dice(1);
    let (mut places, mut line_ends) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < signs {
        for _ in 0..3 + dice.below(4) {
            let count = 8 + dice.below(17);
            for word in 0..count {
                let mut length = words[dice.below(words.len())];
                if word + 1 == count {
                    length += 1;
                }
                places.push((at, at + length));
                at += length + 1;
            }
        }
        // The sign after the last word is the end of the line.
        line_ends.push(at - 1);
    }
    (places, line_ends)
}

fn spans(count: usize) -> Vec<(usize, usize, &'static str)> {
    let (places, line_ends) = word_starts(count * 100);
    let mut dice = Dice(2);
    let mut found: Vec<_> = (0..count)
        .map(|_| {
            let first = dice.below(places.len());
            let length = if dice.below(4) > 0 {
                1 + dice.below(3)
            } else {
                5 + dice.below(15)
            };
            let last = (first + length - 1).min(places.len() - 1);
            let (start, mut end) = (places[first].0, places[last].1);
            let line = line_ends.partition_point(|at| *at < start);
            end = line_ends.get(line).map_or(end, |at| end.min(*at));
            if end <= start {
                end = places[first].1;
            }
            (start, end, LABELS[dice.below(4)])
        })
        .collect();
    found.sort_unstable();
    found
}

/// A mark of the files: its number, where it stands, its label and who made it.
type Row = (usize, usize, &'static str, &'static str);

fn changed(base: &[Row], side: &'static str, seed: u64) -> Vec<Row> {
    let mut dice = Dice(seed);
    let count = base.len();
    let mut next = count + 1 + (seed as usize - 31) * count;
    let mut rows = Vec::new();
    for row in base {
        let roll = dice.below(100);
        if roll < 2 {
            continue;
        }
        let label = if roll < 5 {
            LABELS[dice.below(4)]
        } else {
            row.2
        };
        rows.push((row.0, row.1, label, row.3));
        if roll >= 98 {
            rows.push((next, row.1, LABELS[dice.below(4)], side));
            next += 1;
        }
    }
    rows
}

/// Rows as a project. Each place is a sign of its own, which is all that a merge looks at.
fn project(rows: &[Row], signs: usize) -> Project {
    let text = Text::new("x".repeat(signs));
    let mark = |(number, place, label, author): &Row| {
        let range = TextRange::new(*place, place + 1);
        Arc::new(Annotation {
            id: Id::new(format!("T{number}")),
            tag: (*label).into(),
            place: Place::Span(Span::single(range, &text).unwrap()),
            attributes: Attributes::new(),
            note: Default::default(),
            identity: None,
            stamp: Stamp::new(author, Time::new(0)),
        })
    };
    let parts = EntryParts {
        annotations: rows.iter().map(mark).collect(),
        article: Arc::new(Article {
            id: "a".into(),
            title: String::new(),
            text,
            meta: Metadata::default(),
            origin: Origin::default(),
        }),
        status: Status::default(),
        links: Vec::new(),
    };
    Project::build(
        Arc::new(default_tagset()),
        Vec::new(),
        vec![parts],
        Vec::new(),
    )
    .unwrap()
}

/// Articles without marks, in this order.
fn in_order(ids: [&str; 3]) -> Project {
    let one = project(&[], 1);
    let entry = &one.entries()[0];
    let parts = ids
        .into_iter()
        .filter(|id| !id.is_empty())
        .map(|id| EntryParts {
            article: Arc::new(Article {
                id: id.into(),
                ..Article::clone(entry.article())
            }),
            status: Status::default(),
            annotations: Vec::new(),
            links: Vec::new(),
        });
    let tagset = Arc::clone(one.tagset());
    Project::build(tagset, Vec::new(), parts.collect(), Vec::new()).unwrap()
}

#[test]
fn the_order_of_articles_comes_of_itself_when_it_is_merged_again() {
    // Ours moved what theirs deleted, and theirs moved what stays.
    let (base, theirs) = (in_order(["0", "1", "2"]), in_order(["2", "1", ""]));
    let ours = in_order(["1", "0", "2"]);
    let found = merge(Some(&base), &ours, &theirs, NAMES).unwrap().project;
    assert_eq!(found, theirs);
    let again = merge(Some(&base), &found, &theirs, NAMES).unwrap().project;
    assert_eq!(again, found);
}

fn conflicts_of_files(count: usize) -> usize {
    let spans = spans(count);
    let rows = spans.iter().enumerate();
    let base: Vec<Row> = rows
        .map(|(place, it)| (place + 1, place, it.2, "base"))
        .collect();
    let ours = project(&changed(&base, "ours", 31), count);
    let theirs = project(&changed(&base, "theirs", 32), count);
    let base = project(&base, count);
    merge(Some(&base), &ours, &theirs, NAMES)
        .unwrap()
        .conflicts
        .len()
}

#[test]
fn only_true_conflicts_are_found_where_line_merges_find_nine_and_seventy_nine() {
    assert_eq!(conflicts_of_files(1_000), 1);
    assert_eq!(conflicts_of_files(10_000), 15);
}

#[test]
fn only_true_conflicts_are_found_where_line_merges_find_775() {
    // A debug build takes seconds for it.
    if std::env::var_os("POSTIL_REQUIRE_ALL").is_none_or(|it| it != "1") {
        eprintln!(
            "left out: 100,000 marks are merged where POSTIL_REQUIRE_ALL=1 asks for every test"
        );
        return;
    }
    assert_eq!(conflicts_of_files(100_000), 130);
}

// The commands.

fn write(folder: &std::path::Path, name: &str, project: &Project) {
    std::fs::write(folder.join(name), project_file::encode(project)).unwrap();
}

#[test]
fn merge_says_what_it_would_do_and_writes_where_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let text = |tag| marked(&format!("[{tag}#1: The moon is cheese], said Ada."));
    for (name, tag) in [
        ("base", "claim"),
        ("ours", "rebuttal"),
        ("theirs", "source"),
    ] {
        write(folder.path(), &format!("{name}.ron"), &text(tag));
    }
    let output = run(folder.path(), "merge base.ron ours.ron theirs.ron");
    insta::assert_snapshot!(said(&output), @r"
    1 conflict
      article a1, mark m1, tag: ours says «rebuttal», theirs says «source»
    --- Some(1)
    ");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    let output = run(
        folder.path(),
        "merge base.ron base.ron theirs.ron --out out.ron",
    );
    insta::assert_snapshot!(said(&output), @r"
    0 conflicts
    --- Some(0)
    ");
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert_eq!(read("out.ron"), read("theirs.ron"));
    let output = run(folder.path(), "merge - ours.ron ours.ron");
    insta::assert_snapshot!(said(&output), @r"
    0 conflicts
    --- Some(0)
    there is no version from which both grew, so every difference is a conflict
    ");
}

#[test]
fn diff_groups_sentences_by_article() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "one.ron",
        &marked("[claim#1: The moon is cheese]."),
    );
    write(
        folder.path(),
        "two.ron",
        &marked("[claim#1: The moon] is cheese."),
    );
    let output = run(folder.path(), "diff one.ron two.ron");
    insta::assert_snapshot!(said(&output), @r"
    article a1:
      moved the end of claim «The moon is cheese» from «cheese» to «moon»
    --- Some(1)
    ");
    let output = run(folder.path(), "diff one.ron two.ron --json");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    insta::assert_snapshot!(json, @r#"[{"article":"a1","about":"mark","id":"m1","how":"changed","sentence":"moved the end of claim «The moon is cheese» from «cheese» to «moon»"}]"#);
    let output = run(folder.path(), "diff one.ron one.ron");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
}
