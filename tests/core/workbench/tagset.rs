//! Changing the tagset under marks that use it.

use postil::command::{Aim, Command, TagMarks};
use postil::project::{Id, Tagset, Value};

use super::select;
use crate::support::markup::{Bench, check, m};

/// What is said, and what was done to the tagset.
type Case = (&'static str, fn(&mut Tagset));

fn change(bench: &Bench, change: impl FnOnce(&mut Tagset)) -> Command {
    let mut tagset = (**bench.it.project().tagset()).clone();
    change(&mut tagset);
    Command::SetTagset(Box::new(tagset), "Change".to_owned())
}

fn delete(tag: &str, marks: TagMarks) -> Command {
    Command::DeleteTag(Id::new(tag), marks)
}

#[test]
fn names_change_under_marks() {
    let mut bench = Bench::of("[claim#1: It rains].");
    bench.run(change(&bench, |tagset| {
        tagset.tags[0].name = "thesis".to_owned()
    }));
    bench.shows("[claim: It rains].");
    assert_eq!(bench.last_step(), "Change");
    bench.goes_back_and_forth();
}

#[test]
fn values_that_a_tagset_no_longer_allows_go_in_the_same_step() {
    let before = "[claim#1: It] [claim#2: rains] [source#3: he].\n---\n\
                  #1 certainty: alleged\n#1 quoted: yes\n#2 certainty: reported\n#3 naming: named";
    let mut bench = Bench::of(before);
    let outcome = bench.run(change(&bench, |tagset| {
        tagset.tags[0]
            .attributes
            .retain(|a| a.id.as_str() != "quoted");
        tagset.tags[0].attributes[0].kind =
            postil::project::ValueKind::Choice(vec!["reported".to_owned()]);
        tagset.article_attributes.clear();
    }));
    assert_eq!(
        outcome.notice.unwrap().title,
        "Change: 2 values went with it"
    );
    bench.shows(
        "[claim: It] [claim#2: rains] [source#3: he].\n---\n\
         #2 certainty: reported\n#3 naming: named",
    );
    bench.run(Command::Undo);
    bench.shows(before);
    bench.goes_back_and_forth();
}

#[test]
fn one_value_is_told_as_one() {
    let mut bench = Bench::of("Moon.");
    let value = Some(Value::text("report"));
    bench.run(Command::SetArticleValue("a1".into(), "genre".into(), value));
    let outcome = bench.run(change(&bench, |tagset| tagset.article_attributes.clear()));
    assert_eq!(
        outcome.notice.unwrap().title,
        "Change: 1 value went with it"
    );
    bench.goes_back_and_forth();
}

#[test]
fn what_is_in_use_must_stay() {
    let mut bench =
        Bench::of("[claim#1: It] [source#2: he].\n---\n#1 attributed to #2\n#2 is He, person");
    let removals: [Case; 3] = [
        ("Marks have the tag «claim», which it lacks.", |tagset| {
            tagset.tags.retain(|tag| tag.id.as_str() != "claim");
            tagset.links.clear();
        }),
        (
            "Links are of kind «attributed_to», which it lacks.",
            |tagset| {
                tagset
                    .links
                    .retain(|kind| kind.id.as_str() != "attributed_to");
            },
        ),
        (
            "Identities are of kind «person», which it lacks.",
            |tagset| {
                tagset
                    .entity_kinds
                    .retain(|kind| kind.id.as_str() != "person");
            },
        ),
    ];
    for (said, removal) in removals {
        let outcome = bench.run(change(&bench, removal));
        assert!(!outcome.changed);
        assert_eq!(outcome.notice.unwrap().detail, said);
    }
    assert!(
        bench
            .run(change(&bench, |tagset| tagset
                .entity_kinds
                .retain(|k| k.id.as_str() == "person")))
            .changed
    );
}

#[test]
fn a_tagset_that_is_wrong_in_itself_is_refused_in_words() {
    let mut bench = Bench::of("Moon.");
    let wrongs: [Case; 4] = [
        (
            "Tags \"claim\" and \"rebuttal\" have the same letter or key; change one of them.",
            |tagset| tagset.tags[1].key = Some('1'),
        ),
        (
            "Link kind \"rebuts\" joins tag \"planet\", which is not in the tagset.",
            |tagset| {
                tagset.links[0]
                    .joins
                    .push(("planet".into(), "claim".into()))
            },
        ),
        ("Tag \"claim\" has no name; give it one.", |tagset| {
            tagset.tags[0].name = " ".to_owned();
        }),
        (
            "Tag id \"claim\" stands twice; give one of them another id.",
            |tagset| {
                let mut twin = tagset.tags[0].clone();
                (twin.letter, twin.key) = ('X', None);
                tagset.tags.push(twin);
            },
        ),
    ];
    for (said, wrong) in wrongs {
        let outcome = bench.run(change(&bench, wrong));
        assert!(!outcome.changed);
        assert_eq!(outcome.notice.unwrap().detail, said);
    }
    bench.refuses(change(&bench, |_| ()));
}

#[test]
fn a_tag_in_use_is_counted() {
    let bench = Bench::articles(&["[claim: It] [claim: rains].", "No.", "[claim: So]."]);
    assert_eq!(bench.it.uses_of(&Id::new("claim")), (3, 2));
    assert_eq!(bench.it.uses_of(&Id::new("source")), (0, 0));
}

#[test]
fn a_tag_goes_with_its_marks() {
    let bench = check(
        "[claim#1: It rains], [source#2: he] said.\n---\n(claim#3: so) beside #2\n\
         #1 attributed to #2\n#2 is He, person",
        [delete("source", TagMarks::Delete)],
        "[claim: It rains], he said.\n---\n(claim: so)",
    );
    let tagset = bench.it.project().tagset();
    assert_eq!(tagset.check(), []);
    assert_eq!(tagset.tag(&Id::new("source")), None);
    assert_eq!(bench.it.project().identities().count(), 0);
}

#[test]
fn a_retired_tag_keeps_its_marks_and_is_offered_no_more() {
    let mut bench = check(
        "[source#1: he] said.",
        [
            Command::Arm(Some(Id::new("source"))),
            delete("source", TagMarks::Retire),
        ],
        "[source: he] said.",
    );
    assert!(
        bench
            .it
            .project()
            .tagset()
            .offered()
            .all(|tag| tag.id.as_str() != "source")
    );
    assert_eq!(bench.it.armed(), None);
    bench.refuses(delete("source", TagMarks::Retire));
    bench.refuses(Command::Arm(Some(Id::new("source"))));
    assert_eq!(bench.it.armed(), None);
}

#[test]
fn a_retired_tag_is_not_used_again() {
    let mut bench = Bench::of("The |moon| is.");
    bench.run(super::tag("source"));
    bench.run(delete("source", TagMarks::Retire));
    bench.run(select(bench.at("is")));
    assert_eq!(
        bench.refuses(Command::TagAgain(Aim::default())),
        "No tag was used yet"
    );
}

#[test]
fn marks_of_a_tag_get_another_and_keep_what_fits() {
    check(
        "[claim#1: It rains], [source#2: he] said.\n---\n(claim#3: so)\n\
         #1 certainty: alleged\n#1 note: wet\n#1 attributed to #2",
        [delete("claim", TagMarks::Retag(Id::new("rebuttal")))],
        "[rebuttal#1: It rains], [source#2: he] said.\n---\n(rebuttal: so)\n\
         #1 certainty: alleged\n#1 note: wet\n#1 attributed to #2",
    );
}

#[test]
fn a_mark_that_would_become_a_twin_goes() {
    check(
        "[claim#1: [rebuttal#2: It rains]].\n---\n(claim#3: so) beside #1",
        [delete("claim", TagMarks::Retag(Id::new("rebuttal")))],
        "[rebuttal: It rains].\n---\n(rebuttal: so)",
    );
}

#[test]
fn the_links_of_a_mark_that_becomes_a_twin_go_with_it() {
    check(
        "[claim#1: [rebuttal#2: It rains]], [source#3: he] said.\n---\n#1 attributed to #3",
        [delete("claim", TagMarks::Retag(Id::new("rebuttal")))],
        "[rebuttal: It rains], [source: he] said.",
    );
}

#[test]
fn a_tag_is_not_replaced_by_itself_or_by_nothing() {
    let mut bench = Bench::of("[claim#1: It rains].");
    for other in ["claim", "planet"] {
        bench.refuses(delete("claim", TagMarks::Retag(Id::new(other))));
    }
    bench.refuses(delete("planet", TagMarks::Delete));
    bench.shows("[claim: It rains].");
}

#[test]
fn a_tag_that_goes_is_hidden_and_armed_no_more() {
    let mut bench = Bench::of("[claim*#1: It rains].");
    bench.run(Command::ToggleTag(Id::new("claim")));
    bench.run(Command::Arm(Some(Id::new("claim"))));
    bench.run(delete("claim", TagMarks::Delete));
    assert!(!bench.it.filter().is_active());
    assert_eq!(bench.it.armed(), None);
    assert_eq!(bench.it.selection().mark, None);
    bench.run(Command::Undo);
    bench.shows("[claim*: It rains].");
    assert_eq!(bench.it.selection().mark, Some(m(1)));
}
