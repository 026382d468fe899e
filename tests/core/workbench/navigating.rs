//! Selecting, going from mark to mark, hiding.

use postil::command::{Command, Direction};
use postil::project::Id;

use super::select;
use crate::support::markup::{Bench, m};

fn step(direction: Direction, tag: Option<&str>) -> Command {
    Command::StepMark(direction, tag.map(Id::new))
}

fn walk(bench: &mut Bench, command: &Command, times: usize) -> Vec<usize> {
    let mut seen = Vec::new();
    for _ in 0..times {
        bench.run(command.clone());
        let mark = bench.it.selection().mark.clone().unwrap();
        seen.push(mark.as_str()[1..].parse().unwrap());
    }
    seen
}

const MARKS: &str =
    "[claim#1: It rains], [source#2: he] said. [rebuttal#3: No.]\n---\n(claim#4: so)";

#[test]
fn marks_are_walked_in_text_order_round_and_round() {
    let mut bench = Bench::of(MARKS);
    assert_eq!(
        walk(&mut bench, &step(Direction::Forward, None), 6),
        [1, 2, 3, 4, 1, 2]
    );
    assert_eq!(walk(&mut bench, &step(Direction::Back, None), 3), [1, 4, 3]);
    let claims = step(Direction::Forward, Some("claim"));
    assert_eq!(walk(&mut bench, &claims, 3), [4, 1, 4]);
    let entities = step(Direction::Forward, Some("entity"));
    assert_eq!(bench.refuses(entities), "No such mark in this article");
}

#[test]
fn a_walk_begins_at_the_caret() {
    let mut bench = Bench::of("[claim: It rains], |[source: he] said. [rebuttal: No.]");
    assert_eq!(walk(&mut bench, &step(Direction::Forward, None), 2), [2, 3]);
    let mut bench = Bench::of("[claim: It rains], |[source: he] said. [rebuttal: No.]");
    assert_eq!(walk(&mut bench, &step(Direction::Back, None), 2), [1, 3]);
    let mut bench = Bench::of("[claim: It rains], [source: he] said|.");
    assert_eq!(walk(&mut bench, &step(Direction::Forward, None), 1), [1]);
}

#[test]
fn a_mark_of_another_tag_is_a_place_to_walk_from() {
    let mut bench = Bench::of("[claim: It] [source*#2: he] [claim#3: No] [source: she].");
    assert_eq!(
        walk(&mut bench, &step(Direction::Forward, Some("claim")), 1),
        [3]
    );
    bench.run(Command::SelectMark(m(2)));
    assert_eq!(
        walk(&mut bench, &step(Direction::Back, Some("claim")), 1),
        [1]
    );
}

#[test]
fn hidden_marks_are_walked_over() {
    let mut bench = Bench::of(MARKS);
    bench.run(Command::ToggleTag(Id::new("source")));
    assert_eq!(
        walk(&mut bench, &step(Direction::Forward, None), 4),
        [1, 3, 4, 1]
    );
}

#[test]
fn tags_are_hidden_shown_and_shown_alone() {
    let mut bench = Bench::of(MARKS);
    let shown = |bench: &Bench| -> Vec<String> {
        let tags = bench.it.project().tagset().tags.iter();
        let shown = tags.filter(|tag| bench.it.filter().shows_tag(&tag.id));
        shown.map(|tag| tag.name.clone()).collect()
    };
    let (toggle, solo) = (
        |tag: &str| Command::ToggleTag(Id::new(tag)),
        |tag: &str| Command::SoloTag(Id::new(tag)),
    );
    bench.run(toggle("claim"));
    assert_eq!(shown(&bench), ["rebuttal", "entity", "source"]);
    bench.run(toggle("claim"));
    assert!(!bench.it.filter().is_active());
    bench.run(solo("claim"));
    assert_eq!(shown(&bench), ["claim"]);
    bench.run(solo("entity"));
    assert_eq!(shown(&bench), ["entity"]);
    bench.run(solo("entity"));
    assert_eq!(shown(&bench).len(), 4);
    bench.run(toggle("source"));
    bench.run(Command::ShowAll);
    assert_eq!(shown(&bench).len(), 4);
    bench.run(toggle("planet"));
    bench.run(solo("planet"));
    assert!(!bench.it.filter().is_active());
    assert!(bench.it.history().done().is_empty());
}

#[test]
fn a_selected_mark_puts_the_caret_at_its_start() {
    let mut bench = Bench::of("|It| rains, [source: he] said.");
    let outcome = bench.run(Command::SelectMark(m(1)));
    assert_eq!(outcome.reveal, Some(bench.at("he")));
    bench.shows("It rains, |[source*: he] said.");
    bench.run(Command::SelectMark(m(9)));
    bench.shows("It rains, |[source*: he] said.");
}

#[test]
fn words_that_are_selected_let_the_mark_go() {
    let mut bench = Bench::of("It rains, [source*: he] said.");
    bench.run(select(bench.at("It")));
    bench.shows("|It| rains, [source: he] said.");
    assert_eq!(bench.it.selection().mark, None);
}

#[test]
fn stepping_back_lets_go_of_the_armed_tag_then_the_words_then_the_mark() {
    let mut bench = Bench::of("|It| rains, [source#1: he] said.");
    bench.run(Command::Arm(Some(Id::new("claim"))));
    bench.run(Command::StepBack);
    assert_eq!(bench.it.armed(), None);
    bench.shows("|It| rains, [source: he] said.");
    bench.run(Command::StepBack);
    bench.shows("It| rains, [source: he] said.");
    bench.run(Command::SelectMark(m(1)));
    bench.run(Command::StepBack);
    assert_eq!(bench.it.selection().mark, None);
    bench.run(Command::StepBack);
    bench.shows("It rains, |[source: he] said.");
}

#[test]
fn selecting_more_and_less_are_each_others_inverse() {
    let mut bench = Bench::of("It rains. He said “the mo|on is cheese” twice.\nNo.");
    let steps = [
        "It rains. He said “the |moon| is cheese” twice.\nNo.",
        "It rains. He said “|the moon is cheese|” twice.\nNo.",
        "It rains. |He said “the moon is cheese” twice.|\nNo.",
        "|It rains. He said “the moon is cheese” twice.|\nNo.",
        "|It rains. He said “the moon is cheese” twice.\nNo.|",
    ];
    for step in steps {
        bench.run(Command::Expand);
        bench.shows(step);
    }
    bench.run(Command::Expand);
    for step in steps.iter().rev().skip(1) {
        bench.run(Command::Shrink);
        bench.shows(step);
    }
    bench.run(Command::Shrink);
    bench.shows("It rains. He said “the mo|on is cheese” twice.\nNo.");
    bench.run(Command::Shrink);
    bench.shows("It rains. He said “the mo|on is cheese” twice.\nNo.");
}

#[test]
fn a_selected_mark_is_where_selecting_more_begins() {
    let mut bench = Bench::of("It rains. He said “[claim*: the moon] is cheese” twice.");
    bench.run(Command::Expand);
    bench.shows("It rains. He said “|[claim: the moon] is cheese|” twice.");
    assert_eq!(bench.it.selection().mark, None);
}
