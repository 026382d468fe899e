//! A review: what keys ask for, where one is afterwards, and what undo brings back.

use std::sync::Arc;

use postil::command::{Command, Direction, Mode, ReviewCommand as R};
use postil::project::{Project, Verdict};
use postil::review::Colleague;
use postil::review::settle::{Filter, Order};
use postil::workbench::{Outcome, Request};

use crate::support::markup::Bench;

const MINE: &str = "[claim: The moon is made of cheese], said [source: Ada]. [entity: Bo] nodded.";
const THEIRS: &str = "The [claim: moon is made of cheese], said [entity: Ada]. Bo nodded.";

fn marked(markup: &str) -> Project {
    Bench::of(markup).it.project().clone()
}

fn start(theirs: &str) -> Command {
    Command::StartReview(Arc::new(vec![Colleague {
        name: "Ben".to_owned(),
        project: marked(theirs),
        author: None,
    }]))
}

fn opened() -> Bench {
    let mut bench = Bench::of(MINE);
    let outcome = bench.run(start(THEIRS));
    assert_eq!(outcome.request, Some(Request::ShowReview));
    bench
}

fn ask(bench: &mut Bench, command: R) -> Outcome {
    bench.run(Command::Review(command))
}

fn kind(bench: &Bench) -> &'static str {
    let desk = bench.it.review().unwrap();
    desk.review().kind(desk.case().unwrap())
}

#[test]
fn each_decision_is_one_step_and_goes_on_to_the_next() {
    let mut bench = opened();
    assert_eq!((kind(&bench), bench.it.mode()), ("boundary", Mode::Review));
    ask(&mut bench, R::Take(1));
    assert_eq!(kind(&bench), "tag");
    ask(&mut bench, R::Take(0));
    assert_eq!(kind(&bench), "missing");
    let last = ask(&mut bench, R::Neither);
    assert_eq!(last.notice.unwrap().title, "Everything is decided");
    bench.shows("The [claim: moon is made of cheese], said [source: Ada]. Bo nodded.");
    let tally = bench.it.tally();
    assert_eq!((tally.cases, tally.decided), (3, 3));
    assert_eq!(bench.it.history().done().len(), 3);
}

#[test]
fn undo_comes_back_to_the_dispute_that_it_opens_again() {
    let mut bench = opened();
    for _ in 0..3 {
        ask(&mut bench, R::Take(1));
    }
    bench.run(Command::Undo);
    assert_eq!((kind(&bench), bench.it.tally().decided), ("missing", 2));
    bench.run(Command::Undo);
    assert_eq!((kind(&bench), bench.it.tally().decided), ("tag", 1));
    bench.run(Command::Redo);
    assert_eq!((kind(&bench), bench.it.tally().decided), ("tag", 2));
    bench.run(Command::GoToStep(0));
    assert_eq!(bench.it.project(), &marked(MINE));
}

#[test]
fn what_is_put_aside_stays_open_and_is_passed_over() {
    let mut bench = opened();
    ask(&mut bench, R::Later);
    ask(&mut bench, R::Discuss);
    ask(&mut bench, R::Take(0));
    let tally = bench.it.tally();
    assert_eq!((tally.decided, tally.aside), (1, 2));
    ask(&mut bench, R::Go(0));
    ask(&mut bench, R::Gap);
    ask(&mut bench, R::Go(0));
    ask(
        &mut bench,
        R::SetComment("as the guideline of claims says".to_owned()),
    );
    ask(&mut bench, R::Take(0));
    let decisions = bench.it.project().decisions();
    let first = decisions
        .into_iter()
        .find(|it| it.kind == "boundary")
        .unwrap();
    assert!(first.gap);
    assert_eq!(first.comment, "as the guideline of claims says");
    assert_eq!(first.verdict, Verdict::Reading("Ana".to_owned()));
}

#[test]
fn marks_that_were_set_right_by_hand_are_a_decision() {
    let mut bench = opened();
    ask(&mut bench, R::Redraw);
    assert_eq!(bench.it.mode(), Mode::Redraw);
    assert!(bench.it.selected().is_some());
    bench.run(Command::MoveEnd {
        end: postil::command::End::End,
        to: Direction::Back,
        by: postil::command::Unit::Word,
    });
    ask(&mut bench, R::Redrawn);
    assert_eq!((bench.it.mode(), kind(&bench)), (Mode::Review, "tag"));
    assert_eq!(bench.it.tally().decided, 1);
    bench.shows("[claim: The moon is made of] cheese, said [source: Ada]. [entity: Bo] nodded.");
}

#[test]
fn what_was_open_beside_marks_set_right_by_hand_is_open_when_the_review_is_opened_again() {
    let theirs = "The [rebuttal: moon is made of cheese], said Ada.";
    let mut bench = Bench::of("[claim: The moon is made of cheese], said Ada.");
    bench.run(start(theirs));
    let kinds = |bench: &Bench| {
        let desk = bench.it.review().unwrap();
        let cases = desk.review().cases().iter().enumerate();
        let kinds = cases.map(|(place, case)| (desk.review().kind(case), desk.is_decided(place)));
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(kinds(&bench), [("tag", false), ("boundary", false)]);
    let redraw = |bench: &mut Bench| {
        ask(bench, R::Redraw);
        bench.run(Command::MoveEnd {
            end: postil::command::End::End,
            to: Direction::Back,
            by: postil::command::Unit::Word,
        });
        ask(bench, R::Redrawn);
    };
    ask(&mut bench, R::Go(1));
    redraw(&mut bench);
    assert_eq!(kinds(&bench), [("tag", false), ("boundary", true)]);
    ask(&mut bench, R::Leave);
    bench.run(start(theirs));
    assert_eq!(kinds(&bench), [("tag", false), ("boundary", true)]);
    ask(&mut bench, R::Take(1));
    assert_eq!(bench.it.tally().decided, 2);
    bench.run(Command::Undo);
    bench.run(Command::Undo);
    assert_eq!(kinds(&bench), [("tag", false), ("boundary", false)]);
}

#[test]
fn the_list_can_be_narrowed_and_ordered_and_walked() {
    let mut bench = opened();
    ask(&mut bench, R::Step(Direction::Forward));
    assert_eq!(kind(&bench), "tag");
    ask(&mut bench, R::Step(Direction::Back));
    ask(&mut bench, R::Step(Direction::Back));
    assert_eq!(kind(&bench), "boundary");
    ask(&mut bench, R::Order(Order::Kind));
    let listed = |bench: &Bench| bench.it.review().unwrap().listed().to_vec();
    assert_eq!(listed(&bench), [2, 1, 0]);
    ask(&mut bench, R::Filter(Filter::of_kind(Some("missing"))));
    assert_eq!((listed(&bench), kind(&bench)), (vec![2], "missing"));
}

#[test]
fn by_weight_what_most_of_the_text_is_in_dispute_of_comes_first() {
    let mut bench = Bench::of(
        "[claim: The moon is made of cheese], said [source: Ada]. [entity: Bo Baker] nodded. [claim: So it is].",
    );
    bench.run(start(
        "The [claim: moon is made of cheese], said [entity: Ada]. Bo Baker nodded. [claim: So] it [claim: is].",
    ));
    ask(&mut bench, R::Order(Order::Weight));
    let desk = bench.it.review().unwrap();
    let heavy = desk.listed().iter().map(|place| {
        let case = &desk.review().cases()[*place];
        (desk.review().weight(case), desk.review().kind(case))
    });
    // «Bo Baker» is missing; « it » and «The » are one's alone; all of «Ada» has two tags.
    let heavy: Vec<_> = heavy.collect();
    let expected = [(8, "missing"), (4, "boundary"), (4, "boundary"), (3, "tag")];
    assert_eq!(heavy, expected);
}

#[test]
fn all_like_this_are_decided_in_one_step() {
    let mut bench = Bench::of("[source: Ada], [source: Bo] and [source: Cy] met.");
    bench.run(start("[entity: Ada], [entity: Bo] and [entity: Cy] met."));
    ask(&mut bench, R::WithAlike);
    assert_eq!(bench.it.review().unwrap().alike(), [1, 2]);
    ask(&mut bench, R::Alike(vec![2]));
    ask(&mut bench, R::Take(1));
    assert_eq!(
        (bench.it.tally().decided, bench.it.history().done().len()),
        (2, 1)
    );
    bench.shows("[entity: Ada], [source: Bo] and [entity: Cy] met.");
}

#[test]
fn what_all_agree_on_is_taken_over_as_one_step() {
    let mut bench = Bench::of("The moon is made of cheese, said Ada. Bo nodded.");
    let of = |name: &str, markup: &str| Colleague {
        name: name.to_owned(),
        project: marked(markup),
        author: None,
    };
    let two = vec![of("Ana", MINE), of("Ben", MINE)];
    let outcome = bench.run(Command::StartReview(Arc::new(two)));
    assert!(outcome.notice.unwrap().detail.starts_with("3 places"));
    bench.shows(MINE);
    assert_eq!(bench.it.history().done().len(), 1);
    bench.run(Command::Undo);
    bench.shows("The moon is made of cheese, said Ada. Bo nodded.");
}

#[test]
fn leaving_keeps_what_was_decided_and_another_review_finds_it() {
    let mut bench = opened();
    ask(&mut bench, R::Take(0));
    let outcome = ask(&mut bench, R::Leave);
    assert!(
        outcome
            .notice
            .unwrap()
            .detail
            .starts_with("2 disputes are still open")
    );
    assert_eq!(bench.it.mode(), Mode::Marking);
    bench.run(start(THEIRS));
    assert_eq!((kind(&bench), bench.it.tally().decided), ("tag", 1));
}

#[test]
fn without_a_review_and_without_anything_to_review_it_is_said() {
    let mut bench = Bench::of(MINE);
    let outcome = ask(&mut bench, R::Take(0));
    assert_eq!(outcome.notice.unwrap().title, "No review is open");
    let outcome = bench.run(start("Something else altogether."));
    let notice = outcome.notice.unwrap();
    assert_eq!(notice.title, "There is nothing to review");
    assert!(
        notice.detail.contains("differ from line 1"),
        "{}",
        notice.detail
    );
}

#[test]
fn what_there_is_no_room_for_is_said_and_changes_nothing() {
    let mut bench = Bench::of("[claim: It rained].\n---\n#1 certainty: alleged");
    bench.run(start("[claim: It rained].\n---\n#1 certainty: asserted"));
    assert_eq!(kind(&bench), "attribute");
    let outcome = ask(&mut bench, R::Both);
    assert_eq!(outcome.notice.unwrap().title, "Nothing was decided");
    assert_eq!(bench.it.history().done().len(), 0);
}

#[test]
fn decisions_that_a_colleague_has_overtaken_are_listed_and_kept_one_by_one() {
    let mut bench = opened();
    ask(&mut bench, R::Take(1));
    ask(&mut bench, R::Take(0));
    ask(&mut bench, R::Leave);
    // Ben has thought again about the source, and about nothing else.
    let otherwise = THEIRS.replace("[entity: Ada]", "[claim: Ada]");
    bench.run(start(&otherwise));
    let desk = |bench: &Bench| bench.it.review().unwrap().clone();
    let stale = Filter {
        stale: true,
        ..Filter::default()
    };
    ask(&mut bench, R::Filter(stale));
    assert_eq!(desk(&bench).listed().len(), 1);
    assert_eq!((kind(&bench), bench.it.tally().stale), ("tag", 1));
    let before = bench.it.project().entries().to_vec();
    ask(&mut bench, R::Keep);
    assert_eq!(bench.it.tally().stale, 0);
    assert_eq!(bench.it.project().entries(), before);
    assert_eq!(
        bench.it.history().done().last().unwrap().name(),
        "Keep the decision"
    );
    // What is not stale needs no keeping.
    let again = ask(&mut bench, R::Keep);
    assert!(!again.changed);
    bench.run(Command::Undo);
    assert_eq!(bench.it.tally().stale, 1);
}

#[test]
fn disputes_are_listed_by_pair_tag_article_and_words() {
    let bench = opened();
    let review = bench.it.review().unwrap().review();
    let listed = |filter: Filter| review.listed(&filter, Order::Text);
    let tag = |tag: &str| Filter {
        tag: Some(tag.into()),
        ..Filter::default()
    };
    assert_eq!(listed(tag("claim")), [0]);
    assert_eq!(listed(tag("entity")), [1, 2]);
    assert_eq!(listed(tag("source")), [1]);
    let pair = Filter {
        pair: Some((0, 1)),
        ..Filter::default()
    };
    assert_eq!(listed(pair), [0, 1, 2]);
    let words = |start, end| Filter {
        words: Some(postil::text::TextRange::new(start, end)),
        ..Filter::default()
    };
    assert_eq!(listed(words(0, 20)), [0]);
    assert_eq!(listed(words(20, 80)), [1, 2]);
    let nowhere = Filter {
        article: Some("none".into()),
        ..Filter::default()
    };
    assert!(listed(nowhere).is_empty());
}
