//! The bad inputs of review, each tested by its number in the catalogue.
//!
//! | row | what comes in | test |
//! |---|---|---|
//! | 83 | same ids for different marks | `row_83_same_ids_for_different_marks` |
//! | 84 | texts that differ a little or wholly, under one name | `row_84_different_articles_under_one_name` |
//! | 85 | other tags, other spelling | `row_85_tags_that_are_spelled_otherwise` |
//! | 86 | every pair of changes of one thing | `row_86_every_pair_of_changes_is_clean_or_a_conflict` |
//! | 87 | a merge repeated, turned, without a base or with one that is no ancestor | `row_87_a_base_that_is_no_ancestor` |
//! | 88 | one annotator with nothing, all equal, a single unit | `row_88_nothing_one_unit_and_all_alike_are_undefined_and_say_why` |
//! | 89 | fifty annotators | `row_89_fifty_annotators_are_answered` |
//! | 90 | a file that shrinks while it is read, or changed since | `row_90_a_file_that_shrinks_is_refused_and_nothing_is_written` |
//! | 91 | a file that claims the decisions of somebody else | `row_91_what_a_file_claims_of_others_stays_its_own_word` |

use std::sync::Arc;

use postil::formats::project_file;
use postil::project::{Annotation, Attributes, Edit, Id, Place, Project, Stamp, Time, Value};
use postil::review::agreement::agreement;
use postil::review::compare::compare;
use postil::review::merge::{Names, NoAncestor, best_base, grew_out_of, merge, no_ancestor};
use postil::review::{colleagues, doubts};
use postil::span::Span;
use postil::text::TextRange;

use super::command::{run, said};
use super::marked;

const NAMES: Names<'static> = Names {
    ours: "ours",
    theirs: "theirs",
};

fn named(projects: &[(&str, &str)]) -> Vec<postil::review::Colleague> {
    let projects = projects.iter();
    let projects = projects.map(|(name, markup)| ((*name).to_owned(), marked(markup)));
    colleagues(projects.collect())
}

fn write(folder: &std::path::Path, name: &str, markup: &str) {
    std::fs::write(folder.join(name), project_file::encode(&marked(markup))).unwrap();
}

#[test]
fn row_83_same_ids_for_different_marks() {
    // Both started from one copy, so their new marks have the same ids.
    let ana = "[claim#1: The moon is cheese], said [source#2: Ada].\n---\n#1 attributed_to #2";
    let ben = "The moon is cheese, said [source#1: Ada]. \n";
    let ben = ben.trim_end_matches(" \n");
    let report = compare(&named(&[("ana", ana), ("ben", ben)]));
    let kinds: Vec<_> = report.articles[0]
        .disputes
        .iter()
        .map(|it| it.kind.name())
        .collect();
    assert_eq!(kinds, ["missing"], "the source is the same whatever its id");
    let base = marked("The moon is cheese, said Ada.");
    let found = merge(Some(&base), &marked(ana), &marked(ben), NAMES).unwrap();
    assert_eq!((found.project.check(), found.conflicts.len()), (vec![], 0));
    assert_eq!(
        found.project.mark_count(),
        2,
        "twins became one, and nothing was written over"
    );
}

#[test]
fn row_84_different_articles_under_one_name() {
    let report = compare(&named(&[
        ("ana", "[claim: The moon is cheese]."),
        ("ben", "[claim: Nobody has been there] since."),
    ]));
    assert_eq!((report.articles.len(), report.refused.len()), (0, 1));
    let said = report.refused[0].to_string();
    assert!(said.starts_with("article \"a1\": the texts of "), "{said}");
    let report = compare(&named(&[
        ("ana", "[claim: The moon is cheese], said Ada."),
        ("ben", "\u{feff}[claim: The moon is cheese], said Adda."),
    ]));
    assert_eq!(
        (
            report.articles.len(),
            report.carried.len(),
            report.dispute_count()
        ),
        (1, 1, 0)
    );
}

#[test]
fn row_85_tags_that_are_spelled_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    for (name, tag) in [("ana", "claim"), ("ben", "Claim")] {
        let line = format!(
            r#"{{"id":"moon","text":"The moon is cheese.","spans":[{{"id":"1","tag":"{tag}","fragments":[[0,18]],"annotator":"{name}"}}]}}"#
        );
        std::fs::write(folder.path().join(format!("{name}.jsonl")), line).unwrap();
    }
    let output = run(
        folder.path(),
        "compare ana.jsonl ben.jsonl --write-map tags.tsv",
    );
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let output = run(folder.path(), "compare ana.jsonl ben.jsonl --map tags.tsv");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

/// What can be done to the one mark of an article.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Deed {
    Leave,
    Delete,
    Tag(&'static str),
    Bounds(usize),
    Value(&'static str),
}

fn done(base: &Project, deed: Deed) -> Project {
    let entry = &base.entries()[0];
    let mut mark: Annotation = (**entry.annotation(&"m1".into()).unwrap()).clone();
    let text = &entry.article().text;
    match deed {
        Deed::Leave => return base.clone(),
        Deed::Delete => {}
        Deed::Tag(tag) => mark.tag = tag.into(),
        Deed::Bounds(end) => {
            let range = postil::text::TextRange::new(0, end);
            mark.place =
                postil::project::Place::Span(postil::span::Span::single(range, text).unwrap());
        }
        Deed::Value(value) => {
            mark.attributes = [(Id::new("certainty"), Value::text(value))]
                .into_iter()
                .collect();
        }
    }
    let edit = Edit::Annotation {
        article: "a1".into(),
        id: "m1".into(),
        to: (deed != Deed::Delete).then(|| Arc::new(mark)),
    };
    let mut project = base.clone();
    project.apply(&[edit]).unwrap();
    project
}

#[test]
fn row_86_every_pair_of_changes_is_clean_or_a_conflict() {
    let base = marked("[claim#1: The moon is cheese], said Ada.");
    let deeds = [
        Deed::Leave,
        Deed::Delete,
        Deed::Tag("rebuttal"),
        Deed::Tag("source"),
        Deed::Bounds(8),
        Deed::Bounds(11),
        Deed::Value("alleged"),
        Deed::Value("reported"),
    ];
    let field = |deed: Deed| match deed {
        Deed::Leave => 0,
        Deed::Delete => 1,
        Deed::Tag(_) => 2,
        Deed::Bounds(_) => 3,
        Deed::Value(_) => 4,
    };
    for one in deeds {
        for other in deeds {
            let (ours, theirs) = (done(&base, one), done(&base, other));
            let found = merge(Some(&base), &ours, &theirs, NAMES).unwrap();
            assert_eq!(found.project.check(), [], "{one:?} {other:?}");
            let same_field = field(one) == field(other);
            let one_deleted = (one == Deed::Delete) != (other == Deed::Delete);
            let changed = one != Deed::Leave && other != Deed::Leave && one != other;
            // A rebuttal and a source carry no certainty, so a retag and a value cannot both be.
            let no_value = |deed, beside| {
                matches!(deed, Deed::Value(_)) && matches!(beside, Deed::Tag("source"))
            };
            let conflict = changed
                && (same_field || one_deleted || no_value(one, other) || no_value(other, one));
            assert_eq!(
                found.conflicts.len(),
                usize::from(conflict),
                "{one:?} {other:?}"
            );
        }
    }
}

#[test]
fn row_87_a_base_that_is_no_ancestor() {
    let ours = marked("[claim#1: The moon is cheese], said [source#2: Ada].");
    let theirs = marked("[rebuttal#1: The moon is cheese], said Ada.");
    let strangers = [
        marked("Quite another article."),
        marked("The moon is cheese, said Ada."),
        marked("[entity#1: The moon] is cheese, said [entity#2: Ada]."),
        Project::new((**ours.tagset()).clone()),
    ];
    for base in &strangers {
        let found = merge(Some(base), &ours, &theirs, NAMES).unwrap();
        assert_eq!(found.project.check(), []);
        let again = merge(Some(base), &found.project, &theirs, NAMES).unwrap();
        assert_eq!(again.project, found.project);
        let entry = &found.project.entries()[0];
        let words: Vec<_> = entry
            .in_text_order()
            .map(|mark| mark.words(&entry.article().text))
            .collect();
        assert!(
            words.iter().any(|it| it == "The moon is cheese"),
            "{words:?}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "ours.ron", "[claim#1: The moon is cheese].");
    write(
        folder.path(),
        "theirs.ron",
        "[rebuttal#1: The moon is cheese].",
    );
    let output = run(folder.path(), "merge - ours.ron theirs.ron");
    assert_eq!(output.status.code(), Some(1));
    let told = said(&output);
    assert!(
        told.contains("there is no version from which both grew"),
        "{told}"
    );
    write(folder.path(), "other.ron", "Quite another article.");
    let other = std::fs::read_to_string(folder.path().join("other.ron")).unwrap();
    let other = other.replace("id: \"a1\"", "id: \"a2\"");
    std::fs::write(folder.path().join("other.ron"), other).unwrap();
    let told = said(&run(folder.path(), "merge other.ron ours.ron theirs.ron"));
    let no =
        "other.ron is not the version from which ours.ron grew: they have no article in common";
    assert!(told.contains(no), "{told}");
    // The base that both grew out of is not doubted, nor one that lacks what both have.
    write(folder.path(), "base.ron", "The moon is cheese.");
    for base in ["base.ron", "ours.ron"] {
        let told = said(&run(
            folder.path(),
            &format!("merge {base} ours.ron theirs.ron"),
        ));
        assert!(!told.contains("is not the version"), "{told}");
    }
}

/// A project of one mark that was made and changed at these times.
fn stamped(tag: &str, created: Option<i64>, changed: Option<i64>) -> Project {
    let project = marked("[claim#1: The moon is cheese].");
    let entry = &project.entries()[0];
    let mark = entry.in_text_order().next().unwrap();
    let mark = Annotation {
        tag: Id::new(tag),
        stamp: Stamp {
            author: "Ana".into(),
            created: created.map(Time::new),
            changed: changed.map(Time::new),
        },
        ..(**mark).clone()
    };
    let mut project = project.clone();
    let edit = Edit::Annotation {
        article: entry.article().id.clone(),
        id: mark.id.clone(),
        to: Some(Arc::new(mark)),
    };
    project.apply(&[edit]).unwrap();
    project
}

#[test]
fn row_87_a_version_without_stamps_is_no_ancestor_unless_it_is_the_same() {
    let plain = stamped("claim", None, None);
    let other = stamped("entity", None, None);
    let made = stamped("claim", Some(5), None);
    let later = stamped("entity", Some(5), Some(9));
    assert!(grew_out_of(&plain, &plain) && grew_out_of(&made, &later));
    // Of two that differ and say nothing, either could be the older.
    assert!(!grew_out_of(&plain, &other) && !grew_out_of(&other, &plain));
    assert!(!grew_out_of(&made, &other));
    assert!(
        grew_out_of(&plain, &later),
        "what has a time is what was changed"
    );
    assert_eq!(best_base([&other, &plain], &plain), Some(1));
    assert_eq!(no_ancestor(&later, &made), Some(NoAncestor::Newer(1)));
    for (base, version) in [(&made, &later), (&plain, &other), (&later, &plain)] {
        assert_eq!(no_ancestor(base, version), None);
    }
}

#[test]
fn row_88_nothing_one_unit_and_all_alike_are_undefined_and_say_why() {
    let studies = [
        ("The moon is cheese.", "The moon is cheese."),
        (
            "[claim: The moon is cheese.]",
            "[claim: The moon is cheese.]",
        ),
        ("[claim: The moon] is cheese.", "The moon is cheese."),
        (
            "[claim: The moon] is cheese.",
            "[claim: The moon] is cheese.",
        ),
        ("[claim: x]", "[claim: x]"),
    ];
    for (ana, ben) in studies {
        let mut projects = vec![
            ("ana".to_owned(), marked(ana)),
            ("ben".to_owned(), marked(ben)),
        ];
        // Nobody is silent by accident: both say that they are done.
        for (_, project) in &mut projects {
            let mut status = project.entries()[0].status().clone();
            status.done = true;
            let edit = Edit::Status {
                article: "a1".into(),
                to: status,
            };
            project.apply(&[edit]).unwrap();
        }
        for it in agreement(&colleagues(projects)).measurements {
            match it.value {
                Ok(value) => assert!(value.is_finite(), "{ana} {ben} {it:?}"),
                Err(why) => assert!(!why.to_string().is_empty()),
            }
        }
    }
    let nothing = named(&[("ana", "The moon."), ("ben", "The moon.")]);
    assert!(
        agreement(&nothing)
            .measurements
            .iter()
            .all(|it| it.value.is_err())
    );
}

#[test]
fn row_89_fifty_annotators_are_answered() {
    let words = "The moon is made of cheese, said Ada on Monday, and nobody else knows. ".repeat(3);
    let projects = (0..50).map(|number| {
        let at = 4 * (number % 5);
        let markup = format!(
            "{}[claim: {}]{}",
            &words[..at],
            &words[at..at + 20],
            &words[at + 20..]
        );
        (format!("annotator {number}"), marked(&markup))
    });
    let colleagues = colleagues(projects.collect());
    let report = compare(&colleagues);
    assert_eq!(report.articles[0].positions.len(), 1);
    assert_eq!(report.articles[0].disputes[0].readings.len(), 50);
    let found = agreement(&colleagues);
    let mut all = found.measurements.iter();
    let gamma = all.find(|it| it.scope.annotators.len() == 50 && it.measure.name() == "gamma");
    let gamma = gamma.unwrap();
    assert!(gamma.value.is_ok() && gamma.gap.is_finite(), "{gamma:?}");
}

#[test]
fn row_90_a_file_that_shrinks_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["base.ron", "ours.ron", "theirs.ron"] {
        write(
            folder.path(),
            name,
            "[claim#1: The moon is cheese], said [source#2: Ada].",
        );
    }
    let whole = std::fs::read(folder.path().join("theirs.ron")).unwrap();
    for cut in [0, 1, whole.len() / 3, whole.len() / 2, whole.len() - 3] {
        std::fs::write(folder.path().join("theirs.ron"), &whole[..cut]).unwrap();
        let output = run(
            folder.path(),
            "merge base.ron ours.ron theirs.ron --out out.ron",
        );
        assert_eq!(output.status.code(), Some(2), "{cut}: {}", said(&output));
        assert!(!folder.path().join("out.ron").exists(), "{cut}");
        let output = run(folder.path(), "compare ours.ron theirs.ron");
        assert!(
            matches!(output.status.code(), Some(1 | 2)),
            "{cut}: {}",
            said(&output)
        );
    }
}

#[test]
fn row_91_what_a_file_claims_of_others_stays_its_own_word() {
    // Ben's file has a mark that is said to be Ana's, and a dispute that is said to be settled.
    let base = marked("[claim#1: The moon is cheese], said Ada.");
    let ours = done(&base, Deed::Tag("rebuttal"));
    let found = merge(Some(&base), &ours, &done(&base, Deed::Tag("source")), NAMES).unwrap();
    assert_eq!(found.project.disputes().count(), 1);
    let mut forged = marked("[claim#1: The moon is cheese], said [source#2: Ada].");
    let mut mark: Annotation = (**forged.entries()[0].annotation(&"m2".into()).unwrap()).clone();
    mark.stamp = Stamp::new("Cyn", Time::new(0));
    forged
        .apply(&[Edit::Annotation {
            article: "a1".into(),
            id: "m2".into(),
            to: Some(Arc::new(mark)),
        }])
        .unwrap();
    // Whoever's name it is: it is a colleague of that file, and told apart from the real one.
    let real = marked("[claim#1: The moon is cheese], said Ada.");
    let names: Vec<String> = colleagues(vec![
        ("ben".to_owned(), forged.clone()),
        ("cyn".to_owned(), {
            let mut real = real.clone();
            let mut mark: Annotation =
                (**real.entries()[0].annotation(&"m1".into()).unwrap()).clone();
            mark.stamp = Stamp::new("Cyn", Time::new(0));
            real.apply(&[Edit::Annotation {
                article: "a1".into(),
                id: "m1".into(),
                to: Some(Arc::new(mark)),
            }])
            .unwrap();
            real
        }),
    ])
    .into_iter()
    .map(|it| it.name)
    .collect();
    assert_eq!(names, ["Ana", "Cyn (ben)", "Cyn (cyn)"]);
    // A dispute that is open here stays open, whatever a file that never had it says.
    let merged = merge(Some(&base), &found.project, &forged, NAMES).unwrap();
    assert_eq!(merged.project.disputes().count(), 1);
}

/// A project of one article on which these have marked these words with a tag.
fn signed(marks: &[(&str, &str, &str)]) -> Project {
    let mut project = marked("The moon is cheese, said Ada of Kiel.");
    let text = project.entries()[0].article().text.clone();
    for (number, (author, tag, words)) in marks.iter().enumerate() {
        let start = text.as_str().find(words).unwrap();
        let range = TextRange::new(start, start + words.len());
        let id: Id = format!("n{number}").as_str().into();
        let mark = Annotation {
            id: id.clone(),
            tag: (*tag).into(),
            place: Place::Span(Span::single(range, &text).unwrap()),
            attributes: Attributes::new(),
            note: Default::default(),
            identity: None,
            stamp: Stamp::new(author, Time::new(0)),
        };
        let to = Some(Arc::new(mark));
        let article = "a1".into();
        project
            .apply(&[Edit::Annotation { article, id, to }])
            .unwrap();
    }
    project
}

#[test]
fn row_27_a_file_that_speaks_for_somebody_else_is_told_and_stays_data() {
    let cyn = signed(&[("Cyn Vale", "entity", "Ada")]);
    let same = signed(&[("Ben Ito", "claim", "moon"), ("Cyn Vale", "entity", "Ada")]);
    let more = signed(&[("Ben Ito", "claim", "moon"), ("Cyn Vale", "source", "Ada")]);
    let other = signed(&[("Dora Falk", "claim", "moon")]);
    // The marks that both began with are no forgery, and what nobody is called is no name.
    assert_eq!(doubts(&[("ben", &same), ("cyn", &cyn)], None), [""; 0]);
    assert_eq!(doubts(&[("moon", &other), ("cyn", &cyn)], None), [""; 0]);
    // A file in which a team has decided speaks for all of it.
    assert_eq!(doubts(&[("decided", &more), ("cyn", &cyn)], None), [""; 0]);
    let told = doubts(&[("ben", &more), ("cyn-2", &cyn)], None);
    insta::assert_snapshot!(told.join("\n"), @"ben holds 1 mark in the name of Cyn Vale that Cyn Vale’s own project lacks: whose is it?");
    let told = doubts(&[("ben", &other), ("b", &same)], None);
    insta::assert_snapshot!(told.join("\n"), @"ben is called like Ben Ito, and its marks are in the name of Dora Falk: whose are they?");
    // Whoever looks is somebody too.
    let told = doubts(&[("ben", &more)], Some(("Cyn Vale", &cyn)));
    insta::assert_snapshot!(told.join("\n"), @"ben holds 1 mark in the name of Cyn Vale that Cyn Vale’s own project lacks: whose is it?");
    let folder = tempfile::tempdir().unwrap();
    for (name, project) in [("ben.ron", &more), ("cyn.ron", &cyn)] {
        std::fs::write(folder.path().join(name), project_file::encode(project)).unwrap();
    }
    let output = run(folder.path(), "compare cyn.ron ben.ron");
    insta::assert_snapshot!(said(&output).split_once("--- ").unwrap().1, @r"
    Some(1)
    ben holds 1 mark in the name of Cyn Vale that Cyn Vale’s own project lacks: whose is it?
    ");
}
