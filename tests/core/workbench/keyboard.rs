//! What the keyboard needs beside the mouse's commands: marks in pieces, marks at the caret, and
//! sentences on which nothing is marked yet.

use postil::command::{Command, Direction};
use postil::text::{ByteIndex, TextRange};

use super::super::support::markup::{Bench, check, m};
use super::{select, tag};

/// Selects these words where they first stand.
fn words(bench: &Bench, words: &str) -> Command {
    let text = &bench.it.entry().unwrap().article().text;
    let at = text.as_str().find(words).unwrap();
    select(TextRange::new(at, at + words.len()))
}

#[test]
fn words_that_are_kept_and_more_words_become_one_mark() {
    let text = "“|It is over|,” he said. “So be it.”";
    let more = words(&Bench::of(text), "So be it");
    check(
        text,
        [Command::KeepWords, more, tag("claim")],
        "“[claim#1: It is over],” he said. “[claim#1: So be it].”",
    );
}

#[test]
fn moving_the_caret_keeps_what_is_kept_and_stepping_back_lets_it_go() {
    let mut bench = Bench::of("|One| two three.");
    bench.run(Command::KeepWords);
    let caret = ByteIndex(8);
    bench.run(Command::SelectText {
        anchor: caret,
        head: caret,
    });
    assert_eq!(bench.it.selection().ranges().len(), 1);
    bench.run(Command::StepBack);
    assert!(!bench.it.selection().has_words());
    bench.run(Command::SelectText {
        anchor: ByteIndex(0),
        head: ByteIndex(3),
    });
    bench.run(tag("entity"));
    bench.shows("[entity: One] two three.");
}

#[test]
fn a_mark_that_is_kept_gets_the_words_that_are_selected_next() {
    let text = "“[claim*#1: It is over],” he said. “So be it.”";
    let more = words(&Bench::of(text), "So be it");
    check(
        text,
        [Command::KeepWords, more, Command::KeepWords],
        "“[claim#1: It is over],” he said. “[claim#1: So be it].”",
    );
}

#[test]
fn with_nothing_selected_there_is_nothing_to_keep() {
    let title = Bench::of("One| two.").refuses(Command::KeepWords);
    assert_eq!(title, "Select some words first");
}

#[test]
fn the_mark_at_the_caret_is_selected_innermost_first_and_round() {
    let mut bench = Bench::of("[claim#1: It is [entity#2: che|ese] here]. No.");
    let mut selected = Vec::new();
    for _ in 0..3 {
        bench.run(Command::SelectAtCaret);
        selected.push(bench.it.selected().unwrap().id.clone());
    }
    assert_eq!(selected, [m(2), m(1), m(2)]);
    let title = Bench::of("[claim: One]. N|o.").refuses(Command::SelectAtCaret);
    assert_eq!(title, "No mark is here");
}

#[test]
fn sentences_without_a_mark_are_walked_both_ways() {
    let text = "|One. [claim: Two]. Three.\nFour [entity: five]. Six.";
    let mut bench = Bench::of(text);
    let mut walk = |direction| {
        let outcome = bench.run(Command::StepUntagged(direction));
        match outcome.notice {
            Some(notice) => notice.title,
            None => {
                let words = &bench.it.entry().unwrap().article().text;
                words
                    .slice(bench.it.selection().range())
                    .unwrap()
                    .to_owned()
            }
        }
    };
    let forward = Direction::Forward;
    assert_eq!(
        [walk(forward), walk(forward), walk(forward), walk(forward)],
        ["One.", "Three.", "Six.", "No sentence without a mark"]
    );
    assert_eq!(walk(Direction::Back), "Three.");
}

#[test]
fn marks_of_the_selected_marks_tag_are_walked() {
    let mut bench = Bench::of("[claim*#1: a] [entity#2: b] [claim#3: c]");
    bench.run(Command::StepSameTag(Direction::Forward));
    assert_eq!(bench.it.selected().unwrap().id, m(3));
}
