//! What a merge would do, told before it is done; and the version that both grew out of.

use std::sync::Arc;

use postil::project::{Annotation, Decision, DisputeReading, Edit, Id, Project, Stamp, Verdict};
use postil::review::blind::{only_done, without_marks};
use postil::review::merge::forecast::Forecast;
use postil::review::merge::{Names, best_base, grew_out_of, merge};
use postil::review::retag::{Retag, retag};

use super::marked;

const TEXT: &str = "[claim#1: The moon is cheese], said [source#2: Ada]. [entity#3: Bo] nodded.";

fn changed(project: &Project, id: &str, change: impl FnOnce(&mut Annotation)) -> Project {
    let id = Id::new(id);
    let entry = &project.entries()[0];
    let mut mark = (**entry.annotation(&id).unwrap()).clone();
    change(&mut mark);
    let article = entry.article().id.clone();
    let to = Some(Arc::new(mark));
    edited(project, &[Edit::Annotation { article, id, to }])
}

fn without(project: &Project, id: &str) -> Project {
    let article = project.entries()[0].article().id.clone();
    let (id, to) = (Id::new(id), None);
    edited(project, &[Edit::Annotation { article, id, to }])
}

fn edited(project: &Project, edits: &[Edit]) -> Project {
    let mut project = project.clone();
    project.apply(edits).unwrap();
    project
}

fn foreseen(base: Option<&Project>, ours: &Project, theirs: &Project) -> Forecast {
    let names = Names {
        ours: "Mara",
        theirs: "Jonas",
    };
    let merged = merge(base, ours, theirs, names).unwrap();
    Forecast::of(ours, &merged)
}

#[test]
fn what_a_merge_would_do_is_counted_and_said_in_words() {
    let base = marked(TEXT);
    let ours = changed(&base, "m1", |it| it.tag = "rebuttal".into());
    let theirs = changed(&base, "m1", |it| it.tag = "source".into());
    let theirs = changed(&theirs, "m3", |it| it.note = "Sure?".into());
    let theirs = without(&theirs, "m2");
    let found = foreseen(Some(&base), &ours, &theirs);
    assert_eq!(found.to_string(), "1 changed, 1 gone, 1 conflict");
    let [part] = found.parts.as_slice() else {
        panic!("one article: {found:?}")
    };
    let said = [part.conflicts.as_slice(), part.changes.as_slice()].concat();
    insta::assert_snapshot!(said.join("\n"), @r"
    tag of rebuttal «The moon is cheese»: Mara says «rebuttal», Jonas says «source»
    deleted source «Ada»
    noted of entity «Bo»: «Sure?»
    ");
    assert!(foreseen(Some(&base), &ours, &base).is_empty());
    let nothing = foreseen(None, &ours, &ours);
    assert_eq!(nothing.to_string(), "nothing that is not here");
    let new = foreseen(Some(&without_marks(&base)), &without_marks(&base), &base);
    assert_eq!((new.to_string().as_str(), new.added), ("3 new", 3));
}

#[test]
fn a_deletion_against_a_change_is_told_as_one() {
    let base = marked(TEXT);
    let ours = changed(&base, "m1", |it| it.note = "Sure?".into());
    let found = foreseen(Some(&base), &ours, &without(&base, "m1"));
    assert_eq!(
        found.parts[0].conflicts,
        ["claim «The moon is cheese»: Mara changed it, Jonas deleted it"]
    );
}

#[test]
fn only_a_version_that_takes_nothing_away_is_taken_by_itself() {
    let oldest = without(&without(&marked(TEXT), "m2"), "m3");
    let older = without(&marked(TEXT), "m3");
    let theirs = changed(&marked(TEXT), "m1", |it| it.note = "Sure?".into());
    let newer = marked(&format!("{TEXT} [entity#4: Cy] too."));
    assert!(grew_out_of(&oldest, &theirs) && grew_out_of(&older, &theirs));
    // Another article, or a mark that they never had.
    assert!(!grew_out_of(&newer, &theirs));
    assert!(!grew_out_of(&theirs, &older));
    assert!(!grew_out_of(&Project::default(), &theirs));
    // Of several the oldest, since a newer one could hold what they have never seen.
    assert_eq!(best_base([&theirs, &older, &oldest], &theirs), Some(2));
    assert_eq!(best_base([&theirs, &older], &older), Some(1));
    assert_eq!(best_base([&newer], &theirs), None);
    // What was changed in it after they had it makes it none of theirs.
    let later = changed(&marked(TEXT), "m2", |it| {
        it.tag = "entity".into();
        it.stamp.changed = Some(postil::project::Time::new(9_000_000_000_000));
    });
    assert!(!grew_out_of(&later, &theirs));
    let theirs = changed(&later, "m2", |it| it.note = "Later still.".into());
    assert!(grew_out_of(&later, &theirs));
}

fn decided(project: &Project) -> Project {
    let decision = Decision {
        id: "tag/a1/m1".into(),
        article: Some("a1".into()),
        kind: "tag".to_owned(),
        quote: "moon".to_owned(),
        verdict: Verdict::Both,
        gap: false,
        comment: String::new(),
        readings: vec![DisputeReading {
            value: None,
            by: "Ana".to_owned(),
        }],
        stamp: Stamp::default(),
    };
    project.clone().with_decisions([Arc::new(decision)])
}

#[test]
fn decisions_stay_when_texts_nearly_agree_and_when_tags_are_mapped() {
    let ours = decided(&marked(
        "The [claim#1: moon is made of cheese], said Ada to Bo.",
    ));
    let theirs = marked("The [claim#2: moon is made of cheeses], said Ada to Bo.");
    let names = Names {
        ours: "a",
        theirs: "b",
    };
    let both = merge(None, &ours, &theirs, names).unwrap();
    assert_eq!(both.carried.len(), 1);
    assert_eq!(both.project.decisions().count(), 1);
    let table = Retag {
        tags: [(Id::new("claim"), Some(Id::new("rebuttal")))].into(),
        ..Retag::default()
    };
    let mapped = retag(&ours, &table, ours.tagset()).unwrap();
    assert_eq!(mapped.decisions().count(), 1);
}

#[test]
fn a_blind_pass_begins_without_marks_and_shows_those_of_what_is_done() {
    let first = marked(TEXT);
    let blind = without_marks(&first);
    assert_eq!((blind.mark_count(), blind.check()), (0, Vec::new()));
    assert_eq!(blind.tagset(), first.tagset());
    assert_eq!(only_done(&first, &blind).entries().len(), 0);
    let article = first.entries()[0].article().id.clone();
    let to = postil::project::Status {
        done: true,
        ..Default::default()
    };
    let done = edited(&blind, &[Edit::Status { article, to }]);
    assert_eq!(only_done(&first, &done).mark_count(), 3);
}
