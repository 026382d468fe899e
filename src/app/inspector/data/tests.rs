//! What is selected, as the inspector tells it.

use insta::assert_snapshot;

use super::super::testing::Bench;
use super::*;
use crate::command::{Aim, Command, Implicit};
use crate::project::{Number, Value, ValueKind};

fn data(bench: &Bench) -> InspectorData {
    let project = bench.workbench.project();
    InspectorData::new(&bench.workbench, false, |id| project.mentions(id).len())
}

fn mark(bench: &Bench) -> MarkData {
    match data(bench) {
        InspectorData::Mark(mark) => *mark,
        other => panic!("{other:?} is no mark"),
    }
}

/// A mark as the lines that the inspector shows of it.
fn shown(mark: &MarkData) -> String {
    let mut lines = vec![format!("[{}] {}", mark.tag.letter, mark.tag.name)];
    lines.push(format!("«{}»", mark.words));
    if let Some(implicit) = &mark.implicit {
        let beside = implicit
            .beside
            .as_ref()
            .map_or("nothing", |beside| &beside.words);
        lines.push(format!("implicit, beside {beside}"));
    }
    for row in &mark.values {
        let value = row.value.as_ref().map_or("–".to_owned(), Value::to_string);
        lines.push(format!("{}: {:?} = {value}", row.name, row.control));
    }
    match &mark.identity {
        None => lines.push("identity: none".to_owned()),
        Some(who) => {
            lines.push(format!(
                "identity: {}, {}, {}",
                who.name, who.kind, who.mentions
            ));
        }
    }
    for link in &mark.links {
        let arrow = if link.outgoing { "→" } else { "←" };
        let kinds: Vec<_> = link.kinds.iter().map(|(_, name)| name.as_str()).collect();
        let other = &link.other;
        let (name, letter, words) = (&link.name, &other.tag.letter, &other.words);
        lines.push(format!(
            "{arrow} {name} [{letter}] {words} (of {})",
            kinds.join(", ")
        ));
    }
    lines.push(format!("note: {}", mark.note));
    lines.join("\n")
}

#[test]
fn a_mark_is_shown_with_its_values_links_and_identity() {
    let mut bench = Bench::new();
    let claim = bench.tag("claim", "the dam is moving");
    let source = bench.tag("source", "Ilan Verro, its chief hydrologist");
    bench.name(&source, "Ilan Verro", "person");
    let reason = bench.tag("rebuttal", "Nobody kept a thing");
    let rebuttal = bench.tag("rebuttal", "The readings were wrong");
    let mut link = |from: &Id, to: &Id, kind: &str| {
        let (from, to, kind) = (from.clone(), to.clone(), Some(kind.into()));
        bench.run(Command::Link { from, to, kind });
    };
    link(&rebuttal, &claim, "rebuts");
    link(&rebuttal, &source, "attributed_to");
    link(&reason, &rebuttal, "rebuts");
    bench.run(Command::SetValue(
        rebuttal.clone(),
        "certainty".into(),
        Some(Value::text("reported")),
    ));
    bench.run(Command::SetNote(
        rebuttal.clone(),
        "Which readings?".to_owned(),
    ));
    bench.run(Command::SelectMark(rebuttal));
    assert_snapshot!(shown(&mark(&bench)), @r#"
    [R] rebuttal
    «The readings were wrong»
    certainty: Segments(["asserted", "reported", "alleged"]) = reported
    verdict: Unfold(["unchecked", "accurate", "misleading", "false", "unverifiable"]) = –
    quoted: Tick = –
    identity: none
    → rebuts [C] the dam is moving (of rebuts, supports)
    → attributed to [S] Ilan Verro, its chief hydrologist (of attributed to)
    ← rebutted by [R] Nobody kept a thing (of rebutted by, supported by)
    note: Which readings?
    "#);
    bench.run(Command::SelectMark(source));
    assert_snapshot!(shown(&mark(&bench)), @r#"
    [S] source
    «Ilan Verro, its chief hydrologist»
    naming: Segments(["named", "unnamed", "outlet"]) = –
    identity: Ilan Verro, person, 1
    ← source of [R] The readings were wrong (of source of)
    note:
    "#);
}

#[test]
fn an_implicit_mark_names_what_it_stands_beside() {
    let mut bench = Bench::new();
    bench.tag("rebuttal", "Nobody kept a thing");
    bench.run(Command::AddImplicit(Implicit::UnstatedClaim));
    assert_snapshot!(shown(&mark(&bench)), @r#"
    [C] claim
    «unstated claim»
    implicit, beside Nobody kept a thing
    certainty: Segments(["asserted", "reported", "alleged"]) = –
    verdict: Unfold(["unchecked", "accurate", "misleading", "false", "unverifiable"]) = –
    quoted: Tick = –
    identity: none
    note:
    "#);
}

#[test]
fn words_of_several_stretches_are_counted_and_joined() {
    let mut bench = Bench::new();
    bench.tag("claim", "the dam is moving");
    bench.select("Verro added: “Nobody");
    let InspectorData::Words(words) = data(&bench) else {
        panic!("no words")
    };
    assert_eq!(
        (words.count, words.words.as_str()),
        (3, "Verro added: “Nobody")
    );
    assert_eq!(words.last_tag.as_deref(), Some("claim"));
    let keys: Vec<_> = words.tags.iter().map(|tag| tag.key.as_str()).collect();
    assert_eq!(keys, ["1", "2", "3", "4"]);
}

#[test]
fn selected_words_are_shown_rather_than_a_mark_and_a_mark_rather_than_the_article() {
    let mut bench = Bench::new();
    assert!(matches!(data(&bench), InspectorData::Article(_)));
    bench.tag("claim", "the dam is moving");
    assert!(matches!(data(&bench), InspectorData::Mark(_)));
    bench.select("Verro");
    assert!(matches!(data(&bench), InspectorData::Words(_)));
    let details = InspectorData::new(&bench.workbench, true, |_| 0);
    assert!(matches!(details, InspectorData::Article(_)));
    assert_eq!(
        InspectorData::new(&Workbench::default(), false, |_| 0),
        InspectorData::Empty
    );
}

#[test]
fn a_few_short_values_stand_side_by_side_and_others_unfold() {
    let choice = |values: &[&str]| {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        matches!(
            Control::of(&ValueKind::Choice(values)),
            Control::Segments(_)
        )
    };
    assert!(choice(&["possible", "probable", "certain"]));
    assert!(!choice(&["a", "b", "c", "d"]));
    assert!(!choice(&["as far as anybody can tell", "certainly not"]));
}

#[test]
fn what_is_said_of_a_link_is_summed_up_in_a_line() {
    let mut bench = Bench::new();
    let claim = bench.tag("claim", "the dam is moving");
    let rebuttal = bench.tag("rebuttal", "Nobody kept a thing");
    bench.run(Command::Link {
        from: rebuttal,
        to: claim,
        kind: Some("rebuts".into()),
    });
    let mut link = mark(&bench).links.remove(0);
    assert_eq!(link.summary(), "");
    let row = |name: &str, value| ValueRow {
        attribute: name.into(),
        name: name.to_owned(),
        guideline: String::new(),
        control: Control::Words,
        value,
    };
    link.values = vec![
        row("sure", Some(Value::Flag(true))),
        row("quoted", Some(Value::Flag(false))),
        row("weight", Number::new(0.5).map(Value::Number)),
    ];
    link.note = "see\nbelow".to_owned();
    assert_eq!(link.summary(), "sure · weight: 0.5 · see below");
}

#[test]
fn a_tag_that_the_tagset_lacks_is_shown_in_grey() {
    let face = TagFace::of(&Tagset::default(), &"lost".into());
    assert_eq!((face.letter.as_str(), face.colour), ("L", Colour::Grey));
}

#[test]
fn tagging_keeps_the_tag_for_the_next_time() {
    let mut bench = Bench::new();
    bench.select("Verro");
    bench.run(Command::Tag("source".into(), Aim::default()));
    assert_eq!(mark(&bench).tag.name, "source");
}
