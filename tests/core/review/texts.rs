//! Articles whose texts are nearly the same: marks are carried over, and what could not be is said.

use postil::formats::project_file;
use postil::project::{Annotation, Project};
use postil::review::carry::TextMap;
use postil::review::compare::{Report, Standing, compare};
use postil::review::merge::{Merged, Names, merge};
use postil::review::{Colleague, colleagues};
use postil::text::Text;
use proptest::prelude::*;

use super::command::{run, said};
use super::marked;

const ARTICLE: &str = "The moon is made of cheese, said Ada.\nThe government denied it on Monday.\nNobody has been there since, and nobody will go.";

fn pair(ana: Project, ben: Project) -> Vec<Colleague> {
    let mut pair = colleagues(vec![("ana".to_owned(), ana), ("ben".to_owned(), ben)]);
    for (colleague, name) in pair.iter_mut().zip(["ana", "ben"]) {
        colleague.name = name.to_owned();
    }
    pair
}

fn carried(ana: &str, ben: &str) -> Report {
    compare(&pair(marked(ana), marked(ben)))
}

fn told(report: &Report) -> String {
    let carried = report.carried.iter().map(ToString::to_string);
    let refused = report.refused.iter().map(ToString::to_string);
    carried.chain(refused).collect::<Vec<_>>().join("\n")
}

#[test]
fn other_line_ends_a_typo_and_a_lost_paragraph_do_not_keep_colleagues_apart() {
    let ana = "[claim: The moon is made of cheese], said [source: Ada].\nThe [source: government] [rebuttal: denied it] on Monday.\nNobody has been there since, and nobody will go.";
    let ends = ana.replace('\n', "\r\n");
    let report = carried(ana, &ends);
    assert_eq!((report.dispute_count(), report.articles.len()), (0, 1));
    insta::assert_snapshot!(told(&report), @r#"article "a1": the text of ben differs from that of ana in 2 places: line 1 has «␍␊» for «␊», 2 times in all. Carried over: 4 marks"#);
    let typo = ana.replace("government", "goverment");
    let report = carried(ana, &typo);
    assert_eq!(report.dispute_count(), 0, "{report:?}");
    insta::assert_snapshot!(told(&report), @r#"article "a1": the text of ben differs from that of ana in 1 place: line 2 has «goverment» for «government». Carried over: 4 marks, of them with other words: source «goverment»"#);
    let (lost, _) = ana.rsplit_once('\n').unwrap();
    let report = carried(ana, lost);
    assert_eq!(report.dispute_count(), 0);
    insta::assert_snapshot!(told(&report), @r#"article "a1": the text of ben differs from that of ana in 1 place: line 2 lacks «Nobody has been there since, and nobody …». Carried over: 4 marks"#);
}

#[test]
fn a_mark_on_words_that_the_other_text_lacks_is_said_with_its_words() {
    let report = carried(
        "[claim: The moon is made of cheese], said Ada.\nNobody has been there since, and nobody will go.",
        "[claim: The moon is made of cheese], said Ada.\nThe [source: government] [rebuttal: denied it].\nNobody has been there since, and nobody will go.\n---\n#3 rebuts #1",
    );
    assert_eq!(report.dispute_count(), 0);
    insta::assert_snapshot!(told(&report), @r#"article "a1": the text of ben differs from that of ana in 1 place: line 2 adds «The government denied it.». Carried over: 1 mark; without a place: source «government», rebuttal «denied it»"#);
}

#[test]
fn who_lacks_a_paragraph_is_not_silent_about_its_marks() {
    let ana = "[claim: The moon is made of cheese], said [source: Ada].\n[rebuttal: It is not], wrote Ben.\nNobody has been there since, and nobody will go.";
    let ben = "[claim: The moon is made of cheese], said Ada.\nNobody has been there since, and nobody will go.";
    let report = carried(ana, ben);
    let positions = report.articles[0].positions.iter();
    let standings: Vec<_> = positions.map(|it| it.standing).collect();
    assert_eq!(
        standings,
        [Standing::Agreed, Standing::Disputed, Standing::Incomplete]
    );
    // The source is missing; the rebuttal was never seen.
    assert_eq!(report.dispute_count(), 1);
}

#[test]
fn texts_that_differ_too_much_are_refused_by_name() {
    let report = carried(
        "[claim: The moon]\nis cheese.",
        "[claim: The sun]\nwill be hot all day.",
    );
    assert_eq!(report.articles.len(), 0);
    insta::assert_snapshot!(told(&report), @r#"article "a1": the texts of ana and ben differ from line 1 on, so their marks on it are not compared; give both the same text"#);
}

#[test]
fn an_article_of_another_name_with_the_same_letters_is_the_same() {
    let ana = marked(&format!("[claim: The moon]{}", &ARTICLE[8..]));
    let mut ben = marked(&format!("[claim: The moon]{}", &ARTICLE[8..]).replace('\n', "\n\n"));
    let other = super::renamed(&ben, "other");
    ben = other;
    let report = compare(&pair(ana, ben));
    assert_eq!(
        (report.articles.len(), report.dispute_count()),
        (1, 0),
        "{report:?}"
    );
}

#[test]
fn compare_and_agree_say_that_texts_differ() {
    let folder = tempfile::tempdir().unwrap();
    let line = |text: &str| {
        format!(
            r#"{{"id":"moon","text":"{text}","spans":[{{"id":"1","tag":"claim","fragments":[[0,8]],"annotator":"x"}}]}}"#
        )
    };
    std::fs::write(
        folder.path().join("ana.jsonl"),
        line("The moon is cheese, said Ada."),
    )
    .unwrap();
    std::fs::write(
        folder.path().join("ben.jsonl"),
        line("The moon is chese, said Ada."),
    )
    .unwrap();
    let output = run(folder.path(), "compare ana.jsonl ben.jsonl");
    insta::assert_snapshot!(said(&output), @r#"
    moon: : 1 position, 1 agreed, 0 disputes
    x (ana), x (ben): 0 disputes
    --- Some(0)
    article "moon": the text of x (ben) differs from that of x (ana) in 1 place: line 1 has «chese» for «cheese». Carried over: 1 mark
    "#);
    let output = run(folder.path(), "agree ana.jsonl ben.jsonl --json");
    assert!(String::from_utf8_lossy(&output.stderr).contains("differs from"));
}

const NAMES: Names<'static> = Names {
    ours: "ours",
    theirs: "theirs",
};
const TURNED: Names<'static> = Names {
    ours: "theirs",
    theirs: "ours",
};

fn merged(base: &Project, ours: &Project, theirs: &Project) -> Merged {
    let found = merge(Some(base), ours, theirs, NAMES).unwrap();
    assert_eq!(found.project.check(), []);
    let turned = merge(Some(base), theirs, ours, TURNED).unwrap();
    assert_eq!(turned.project, found.project);
    let again = merge(Some(base), &found.project, theirs, NAMES).unwrap();
    assert_eq!(again.project, found.project);
    found
}

fn marks(project: &Project) -> Vec<String> {
    let entry = &project.entries()[0];
    let text = &entry.article().text;
    let words = |mark: &Annotation| format!("{} «{}»", mark.tag, mark.words(text));
    entry.in_text_order().map(|mark| words(mark)).collect()
}

#[test]
fn a_merge_brings_marks_onto_the_text_that_was_mended() {
    let base = marked("The [claim#1: moon is made of chese], said Ada.");
    let ours = marked("The [claim#1: moon is made of cheese], said Ada.");
    let theirs = marked("The [claim#1: moon is made of chese], said [source#2: Ada].");
    let found = merged(&base, &ours, &theirs);
    assert_eq!(found.conflicts, []);
    assert_eq!(found.project.entries().len(), 1);
    assert_eq!(
        marks(&found.project),
        ["claim «moon is made of cheese»", "source «Ada»"]
    );
}

#[test]
fn a_mark_without_a_place_in_the_text_that_stands_is_implicit_and_a_conflict() {
    let text = "[claim#1: The moon is made of cheese], said Ada.\nNobody has been there since, and nobody will go.";
    let base = marked(&format!("{text}\nBen denied it."));
    let ours = marked(text);
    let theirs = marked(&format!(
        "{text}\n[source#3: Ben] [rebuttal#2: denied it].\n---\n#2 rebuts #1\n#2 note: Does he?"
    ));
    let found = merged(&base, &ours, &theirs);
    assert_eq!(
        marks(&found.project),
        [
            "rebuttal «denied it»",
            "source «Ben»",
            "claim «The moon is made of cheese»"
        ]
    );
    assert_eq!(found.project.entries()[0].links().len(), 1);
    let said: Vec<_> = found.conflicts.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(said.join("\n"), @r"
    article a1, mark m2, place: ours says nothing, theirs says «denied it»
    article a1, mark m3, place: ours says nothing, theirs says «Ben»
    ");
    let said: Vec<_> = found.carried.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(said.join("\n"), @r#"article "a1": the text of theirs differs from that of ours in 1 place: line 2 adds «Ben denied it.». Carried over: 1 mark; without a place: rebuttal «denied it», source «Ben»"#);
}

#[test]
fn articles_of_one_name_and_quite_other_texts_both_stay_and_that_is_said() {
    let base = postil::project::Project::new((**marked("x").tagset()).clone());
    let ours = marked("[claim#1: The moon] is cheese.");
    let theirs = marked("[claim#1: Nobody] knows what else to say of it.");
    let found = merge(Some(&base), &ours, &theirs, NAMES).unwrap();
    assert_eq!(
        (found.project.entries().len(), found.conflicts.len()),
        (2, 0)
    );
    assert_eq!(found.apart, ["a1".into()]);
}

#[test]
fn merge_says_that_texts_differ() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("base", "The moon is made of chese, said Ada."),
        ("ours", "The [claim#1: moon is made of cheese], said Ada."),
        ("theirs", "The moon is made of chese, said [source#2: Ada]."),
    ] {
        let file = project_file::encode(&marked(text));
        std::fs::write(folder.path().join(format!("{name}.ron")), file).unwrap();
    }
    let output = run(folder.path(), "merge base.ron ours.ron theirs.ron");
    insta::assert_snapshot!(said(&output), @r#"
    0 conflicts
    --- Some(0)
    article "a1": the text of theirs differs from that of ours in 1 place: line 1 has «chese» for «cheese». Carried over: 1 mark
    "#);
}

proptest! {
    #[test]
    fn a_text_maps_onto_itself_and_spans_stay(words in "[a-d é\n]{1,60}", start in 0_usize..60, len in 1_usize..20) {
        let text = Text::new(words.clone());
        let boundary = |at: usize| (at.min(words.len())..=words.len()).find(|at| words.is_char_boundary(*at)).unwrap();
        let (start, end) = (boundary(start), boundary(start + len));
        prop_assume!(start < end && !words.trim().is_empty());
        let span = postil::span::Span::single(postil::text::TextRange::new(start, end), &text).unwrap();
        let map = TextMap::new(&text, &text).unwrap();
        prop_assert_eq!(map.span(&span), Some((span, true)));
        prop_assert_eq!(map.differences(), vec![]);
    }

    #[test]
    fn a_carried_mark_is_a_span_of_the_other_text(one in "[a-c \n]{1,60}", other in "[a-c \n]{1,60}", start in 0_usize..60, len in 1_usize..20) {
        let (from, to) = (Text::new(one.clone()), Text::new(other));
        let (start, end) = (start.min(one.len()), (start + len).min(one.len()));
        prop_assume!(start < end);
        if let Some(map) = TextMap::new(&from, &to) {
            let span = postil::span::Span::single(postil::text::TextRange::new(start, end), &from).unwrap();
            if let Some((found, same)) = map.span(&span) {
                prop_assert!(to.slice(found.hull()).is_some());
                prop_assert!(!same || found.words(&to) == span.words(&from));
            }
            let differences: usize = map.differences().iter().map(|it| it.count).sum();
            prop_assert_eq!(differences == 0, from == to);
        }
    }
}
