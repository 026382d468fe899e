//! What `postil compare` finds, kind by kind, and on a real article.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use postil::project::{Edit, Project};
use postil::review::compare::{Report, Said, compare};
use postil::review::{Colleague, DisputeKind, colleagues};
use proptest::prelude::*;
use serde_json::Value;

use super::{gold, marked, optional};
use crate::support::arbitrary;

fn of(projects: &[(&str, Project)]) -> Vec<Colleague> {
    let named = projects
        .iter()
        .enumerate()
        .map(|(number, (name, project))| Colleague {
            name: format!("{name}{}", if number > 25 { "x" } else { "" }),
            project: project.clone(),
            author: None,
        });
    named.collect()
}

fn shown(report: &Report) -> String {
    let mut text = String::new();
    for article in &report.articles {
        let (all, agreed) = (article.positions.len(), article.agreed());
        writeln!(text, "{agreed} of {all} agreed").unwrap();
        for dispute in &article.disputes {
            let said = dispute.readings.iter().map(|said| match said {
                Said::Absent => "absent",
                Said::Nothing => "nothing",
                Said::Words(words) => words,
            });
            let said: Vec<_> = said.collect();
            let (kind, quote) = (dispute.kind.name(), &dispute.quote);
            writeln!(text, "{kind} «{quote}»: {}", said.join(" / ")).unwrap();
        }
    }
    text
}

/// What differs between two colleagues, and that it is the same the other way round.
#[track_caller]
fn differs(ana: &str, ben: &str) -> String {
    let (ana, ben) = (marked(ana), marked(ben));
    let there = compare(&of(&[("ana", ana.clone()), ("ben", ben.clone())]));
    let back = compare(&of(&[("ben", ben), ("ana", ana)]));
    assert_eq!(essence(&there, false), essence(&back, true));
    shown(&there)
}

/// What a report says without who is named first: the quote is that colleague's.
fn essence(report: &Report, turned: bool) -> Vec<(DisputeKind, usize, Vec<Said>)> {
    let disputes = report.articles.iter().flat_map(|article| &article.disputes);
    let mut found: Vec<_> = disputes
        .map(|dispute| {
            let mut readings = dispute.readings.clone();
            if turned {
                readings.reverse();
            }
            (dispute.kind, dispute.position, readings)
        })
        .collect();
    found.sort_by_key(|it| format!("{it:?}"));
    found
}

#[test]
fn the_same_marks_are_agreed() {
    let text = "[claim: The moon is made of cheese], said [source: Ada].\n---\n#1 attributed_to #2";
    assert_eq!(differs(text, text), "2 of 2 agreed\n");
}

#[test]
fn other_ends_are_a_boundary_and_another_tag_is_a_tag() {
    let found = differs(
        "[claim: The moon is made of cheese], said Ada.",
        "The [rebuttal: moon is made of cheese], said Ada.",
    );
    insta::assert_snapshot!(found, @r"
    0 of 1 agreed
    tag «The moon is made of cheese»: claim / rebuttal
    boundary «The moon is made of cheese»: The moon is made of cheese / moon is made of cheese
    ");
}

#[test]
fn a_claim_inside_a_rebuttal_stays_apart_from_a_claim_on_the_words_of_the_rebuttal() {
    let found = differs(
        "[rebuttal: They spread a myth about [claim: some kind of links between the two]].",
        "[claim: They spread a myth about some kind of links between the two].",
    );
    insta::assert_snapshot!(found, @r"
    0 of 2 agreed
    tag «They spread a myth about some kind of links between the two»: rebuttal / claim
    missing «some kind of links between the two»: claim / nothing
    ");
}

#[test]
fn one_statement_against_two_pieces_is_one_boundary() {
    let found = differs(
        "“[claim: The moon is cheese],” he said. “[claim: So is the sun with [claim: its cheese]].”",
        "“[claim: The moon is cheese,” he said. “So is the sun with its cheese].”",
    );
    insta::assert_snapshot!(found, @r"
    0 of 2 agreed
    boundary «The moon is cheese || So is the sun with its cheese»: The moon is cheese || So is the sun with its cheese / The moon is cheese,” he said. “So is the sun with its cheese
    missing «its cheese»: claim / nothing
    ");
}

#[test]
fn a_name_inside_a_longer_name_is_missing_and_no_piece() {
    let found = differs(
        "[entity: The Institute of Cheese] at [entity: the Academy].",
        "The [entity: Institute of Cheese at the Academy].",
    );
    insta::assert_snapshot!(found, @r"
    0 of 2 agreed
    boundary «The Institute of Cheese»: The Institute of Cheese / Institute of Cheese at the Academy
    missing «the Academy»: entity / nothing
    ");
}

#[test]
fn a_short_name_stays_with_the_long_one_of_its_tag() {
    let found = differs(
        "[source: Ada Moon, director of [entity: the Institute of Cheese]].",
        "[source: Ada Moon], director of the [entity: Institute of Cheese].",
    );
    insta::assert_snapshot!(found, @r"
    0 of 2 agreed
    boundary «Ada Moon, director of the Institute of Cheese»: Ada Moon, director of the Institute of Cheese / Ada Moon
    boundary «the Institute of Cheese»: the Institute of Cheese / Institute of Cheese
    ");
}

#[test]
fn the_same_ends_with_a_gap_are_fragments() {
    let found = differs(
        "[claim#1: The moon], he said, [claim#1: is cheese].",
        "[claim#1: The moon, he said, is cheese].",
    );
    insta::assert_snapshot!(found, @r"
    0 of 1 agreed
    fragments «The moon … is cheese»: The moon … is cheese / The moon, he said, is cheese
    ");
}

#[test]
fn a_value_differs_only_where_both_tags_carry_it() {
    let found = differs(
        "[claim#1: The moon is cheese], said [source#2: Ada].\n---\n#1 certainty: alleged",
        "[claim#1: The moon is cheese], said [entity#2: Ada].\n---\n#1 certainty: reported",
    );
    insta::assert_snapshot!(found, @r"
    0 of 2 agreed
    attribute «The moon is cheese»: certainty: alleged / certainty: reported
    tag «Ada»: source / entity
    ");
}

#[test]
fn links_differ_in_kind_in_end_and_in_being_there() {
    let text = "[claim#1: The moon is cheese]. [rebuttal#2: It is not], said [source#3: Ada], a [source#4: baker].\n---\n";
    let found = differs(
        &format!("{text}#2 rebuts #1\n#1 attributed_to #3\n#2 attributed_to #3"),
        &format!("{text}#2 supports #1\n#1 attributed_to #4"),
    );
    insta::assert_snapshot!(found, @r"
    2 of 4 agreed
    link_end «The moon is cheese»: attributed_to: Ada / attributed_to: baker
    link_kind «It is not»: rebuts / supports
    link_end «It is not»: attributed_to: Ada / nothing
    ");
}

#[test]
fn a_link_counts_only_where_both_ends_are_marked() {
    let found = differs(
        "[claim#1: The moon is cheese], said [source#2: Ada].\n---\n#1 attributed_to #2",
        "[claim#1: The moon is cheese], said Ada.",
    );
    insta::assert_snapshot!(found, @r"
    1 of 2 agreed
    missing «Ada»: source / nothing
    ");
}

#[test]
fn identities_differ_where_marks_refer_to_different_ones_whatever_their_ids() {
    let found = differs(
        "[entity#1: Ada] met [entity#2: Ada Moon] and [entity#3: Éva].\n---\n#1 is Ada Moon, person\n#2 is Ada Moon, person\n#3 is Éva, person",
        "[entity#1: Ada] met [entity#2: Ada Moon] and [entity#3: Éva].\n---\n#1 is A. Moon, person\n#2 is A. Moon, person\n#3 is A. Moon, person",
    );
    insta::assert_snapshot!(found, @r"
    2 of 3 agreed
    identity «Éva»: Éva / A. Moon
    ");
}

#[test]
fn implicit_marks_go_together_by_wording_and_links() {
    let found = differs(
        "[claim#1: The moon is cheese].\n---\n(source#2: unnamed accusers)\n(source#3: the outlet itself)\n#1 attributed_to #2",
        "[claim#1: The moon is cheese].\n---\n(source#4: the accusers)\n#1 attributed_to #4",
    );
    insta::assert_snapshot!(found, @r"
    1 of 3 agreed
    boundary «unnamed accusers»: unnamed accusers / the accusers
    missing «the outlet itself»: source / nothing
    ");
}

#[test]
fn who_has_not_done_an_article_is_missing_and_not_silent() {
    let ana = marked("[claim: The moon is cheese].");
    let ben = marked("The moon is cheese.");
    let both = [("ana", ana.clone()), ("ben", ben.clone())];
    let report = compare(&of(&both));
    assert_eq!(report.articles.len(), 0);
    assert_eq!(report.alone, [("a1".into(), "ana".to_owned())]);
    let three = [
        ("ana", ana.clone()),
        ("ben", ben.clone()),
        ("cyn", ana.clone()),
    ];
    let report = compare(&of(&three));
    assert_eq!(shown(&report), "0 of 1 agreed\n");
    let mut done = ben;
    let mut status = done.entries()[0].status().clone();
    status.done = true;
    done.apply(&[Edit::Status {
        article: "a1".into(),
        to: status,
    }])
    .unwrap();
    let report = compare(&of(&[("ana", ana), ("ben", done)]));
    insta::assert_snapshot!(shown(&report), @r"
    0 of 1 agreed
    missing «The moon is cheese»: claim / nothing
    ");
}

#[test]
fn each_annotator_of_a_file_is_a_colleague_and_no_two_have_one_name() {
    let one = marked("[claim: The moon].");
    let names = |projects| -> Vec<String> {
        let found: Vec<Colleague> = colleagues(projects);
        found.into_iter().map(|it| it.name).collect()
    };
    let pair = vec![("x".to_owned(), one.clone()), ("y".to_owned(), one.clone())];
    assert_eq!(names(pair), ["Ana (x)", "Ana (y)"]);
    let same = vec![("x".to_owned(), one.clone()), ("x".to_owned(), one.clone())];
    assert_eq!(names(same), ["Ana (x)", "Ana (x) 2"]);
    let empty = Project::new(one.tagset().as_ref().clone());
    assert_eq!(
        names(vec![("x".to_owned(), empty), ("y".to_owned(), one)]),
        ["x", "Ana"]
    );
}

#[test]
fn the_disputes_of_two_readers_of_a_real_article_are_found_and_typed() {
    let test = "the_disputes_of_two_readers_of_a_real_article";
    let Some(listed) = optional("articles/gold-disputes.json", test) else {
        return;
    };
    let (Some(ana), Some(ben)) = (gold("ana", test), gold("ben", test)) else {
        return;
    };
    let listed: Vec<Value> = serde_json::from_slice(&listed).unwrap();
    let word = |value: &Value| value.as_str().map(str::to_owned);
    let mut expected: Vec<_> = listed
        .iter()
        .map(|it| {
            let at = it["at"].as_u64().unwrap() as usize;
            (
                word(&it["kind"]).unwrap(),
                at,
                word(&it["ana"]),
                word(&it["ben"]),
            )
        })
        .collect();
    let report = compare(&of(&[("ana", ana), ("ben", ben)]));
    let article = &report.articles[0];
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for dispute in &article.disputes {
        *counts.entry(dispute.kind.name()).or_default() += 1;
        // The list has one kind for links and none for identities.
        let kind = match dispute.kind {
            DisputeKind::LinkEnd | DisputeKind::LinkKind => "link",
            DisputeKind::Identity => continue,
            kind => kind.name(),
        };
        let at = article.article.text.char_from_byte(dispute.start.unwrap());
        let said = |number: usize| match &dispute.readings[number] {
            Said::Words(words) => Some(words.clone()),
            Said::Absent | Said::Nothing => None,
        };
        found.push((kind.to_owned(), at.unwrap().0, said(0), said(1)));
    }
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    assert_eq!(found.len(), 80);
    insta::assert_debug_snapshot!(counts, @r#"
    {
        "attribute": 5,
        "boundary": 31,
        "identity": 1,
        "link_end": 12,
        "missing": 23,
        "tag": 9,
    }
    "#);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nobody_differs_from_themselves(project in arbitrary::project()) {
        let report = compare(&of(&[("a", project.clone()), ("b", project.clone())]));
        prop_assert_eq!(report.dispute_count(), 0, "{}", shown(&report));
        let positions: usize = report.articles.iter().map(|it| it.positions.len()).sum();
        prop_assert_eq!(positions, {
            let of_done = project.entries().iter().map(|it| it.annotations().len());
            of_done.sum::<usize>()
        });
    }

    #[test]
    fn every_mark_stands_in_exactly_one_position(
        one in arbitrary::project(),
        other in arbitrary::project(),
    ) {
        let report = compare(&of(&[("a", one), ("b", other)]));
        for article in &report.articles {
            let marks = article.positions.iter().flat_map(|it| &it.readings);
            let mut ids: Vec<_> = marks.flat_map(|it| it.marks()).map(std::sync::Arc::as_ptr).collect();
            let count = ids.len();
            ids.sort_unstable();
            ids.dedup();
            prop_assert_eq!(ids.len(), count);
        }
    }
}
