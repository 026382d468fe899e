//! Changing marks: ends, words, wording, values, notes; deleting.

use postil::command::{Command, Direction, End, Unit};
use postil::project::{Id, Number, Value};
use postil::span::Span;
use postil::text::TextRange;

use super::{select, tag};
use crate::support::markup::{Bench, check, m};

fn step(end: End, to: Direction, by: Unit) -> Command {
    Command::MoveEnd { end, to, by }
}

#[test]
fn ends_move_by_word_and_by_character_both_ways() {
    use Direction::{Back, Forward};
    use Unit::{Character, Word};
    let table = [
        (End::End, Forward, Word, "The [claim: moon is made] of."),
        (End::End, Back, Word, "The [claim: moon] is made of."),
        (End::Start, Back, Word, "[claim: The moon is] made of."),
        (End::Start, Forward, Word, "The moon [claim: is] made of."),
        (
            End::End,
            Forward,
            Character,
            "The [claim: moon is m]ade of.",
        ),
        (End::End, Back, Character, "The [claim: moon i]s made of."),
        (End::Start, Back, Character, "Th[claim: e moon is] made of."),
        (
            End::Start,
            Forward,
            Character,
            "The m[claim: oon is] made of.",
        ),
    ];
    for (end, to, by, after) in table {
        let before = "The [claim*: moon is] made of.";
        let bench = check(before, [step(end, to, by)], after);
        assert_eq!(bench.last_step(), "Move the ends");
        assert_eq!(bench.it.selection().mark, Some(m(1)));
    }
}

#[test]
fn an_end_that_comes_upon_a_blank_goes_on_to_words() {
    use Direction::{Back, Forward};
    let table = [
        (
            "The [claim*: moon] is.",
            End::End,
            Forward,
            "The [claim: moon i]s.",
        ),
        (
            "The [claim*: moon i]s.",
            End::End,
            Back,
            "The [claim: moon] is.",
        ),
        (
            "The [claim*: moon] is.",
            End::Start,
            Back,
            "Th[claim: e moon] is.",
        ),
        (
            "Th[claim*: e moon] is.",
            End::Start,
            Forward,
            "The [claim: moon] is.",
        ),
    ];
    for (before, end, to, after) in table {
        check(before, [step(end, to, Unit::Character)], after);
    }
    let mut bench = Bench::of("[claim*: It rains.]\n");
    bench.refuses(step(End::End, Forward, Unit::Character));
    bench.shows("[claim: It rains.]\n");
}

#[test]
fn an_end_steps_over_a_whole_emoji_and_accent() {
    let step = step(End::End, Direction::Forward, Unit::Character);
    check(
        "[claim*: a]👨‍👩‍👧e\u{301}x",
        [step.clone(), step],
        "[claim: a👨‍👩‍👧e\u{301}]x",
    );
}

#[test]
fn ends_stop_at_the_text_and_at_each_other() {
    let mut bench = Bench::of("[claim*: moon]");
    for (end, to) in [
        (End::Start, Direction::Back),
        (End::End, Direction::Forward),
    ] {
        bench.refuses(step(end, to, Unit::Word));
        bench.refuses(step(end, to, Unit::Character));
    }
    assert_eq!(
        bench.refuses(step(End::End, Direction::Back, Unit::Word)),
        "A mark needs words"
    );
    assert_eq!(
        bench.refuses(step(End::Start, Direction::Forward, Unit::Word)),
        "A mark needs words"
    );
    bench.shows("[claim: moon]");
}

#[test]
fn only_a_selected_mark_with_words_has_ends_to_move() {
    let move_it = step(End::End, Direction::Back, Unit::Word);
    let mut bench = Bench::of("[claim: moon is]");
    assert_eq!(bench.refuses(move_it.clone()), "No mark is selected");
    let mut bench = Bench::of("moon\n---\n(claim*: so)");
    assert_eq!(
        bench.refuses(move_it),
        "An implicit mark has no words to move"
    );
}

#[test]
fn an_end_that_moves_into_a_gap_stands_at_the_next_fragment() {
    check(
        "[claim*#1: It rains], he said, [claim#1: a lot].",
        [
            step(End::End, Direction::Back, Unit::Word),
            step(End::End, Direction::Back, Unit::Word),
        ],
        "[claim: It rains], he said, a lot.",
    );
}

#[test]
fn ends_that_would_make_a_twin_are_refused() {
    let mut bench = Bench::of("[claim#1: moon] is [claim#2: moon is].\n");
    let words = Span::single(bench.at("moon"), &bench.it.entry().unwrap().article().text);
    assert_eq!(
        bench.refuses(Command::SetSpan(m(2), words.unwrap())),
        "These words are already marked as claim"
    );
    assert_eq!(bench.it.selection().mark, Some(m(1)));
}

#[test]
fn a_mark_can_be_put_on_other_words_without_blanks() {
    let mut bench = Bench::of("[claim#1: The moon] is made.");
    let text = bench.it.entry().unwrap().article().text.clone();
    let span = Span::new(vec![TextRange::new(0, 4), TextRange::new(8, 12)], &text).unwrap();
    bench.run(Command::SetSpan(m(1), span));
    bench.shows("[claim#1: The] moon [claim#1: is] made.");
    let blank = Span::single(TextRange::new(3, 4), &text).unwrap();
    assert_eq!(
        bench.refuses(Command::SetSpan(m(1), blank)),
        "A mark needs words"
    );
    bench.goes_back_and_forth();
}

#[test]
fn a_span_of_another_text_is_refused() {
    let mut bench = Bench::of("[claim#1: The moon] is.");
    let longer = Bench::of("The moon is made of cheese, he said.");
    let text = &longer.it.entry().unwrap().article().text;
    let span = Span::single(longer.at("cheese"), text).unwrap();
    bench.refuses(Command::SetSpan(m(1), span));
    bench.shows("[claim: The moon] is.");
}

#[test]
fn an_implicit_mark_cannot_be_put_on_words_by_its_ends() {
    let mut bench = Bench::of("The moon is.\n---\n(claim#1: so)");
    let text = bench.it.entry().unwrap().article().text.clone();
    let span = Span::single(bench.at("moon"), &text).unwrap();
    assert_eq!(
        bench.refuses(Command::SetSpan(m(1), span)),
        "An implicit mark has no words to move"
    );
}

#[test]
fn words_are_added_to_the_selected_mark_as_a_fragment() {
    let mut bench = Bench::of("[claim*: It rains], he said, a lot here.");
    bench.run(Command::AddWords(bench.at(" a lot ")));
    bench.shows("[claim#1: It rains], he said, [claim#1: a lot] here.");
    assert_eq!(bench.last_step(), "Add words");
    bench.run(Command::AddWords(bench.at("lot here")));
    bench.shows("[claim#1: It rains], he said, [claim#1: a lot here].");
    assert!(!bench.run(Command::AddWords(bench.at("rains"))).changed);
    bench.run(Command::AddWords(
        bench.at("rains], he said, a".replace(']', "").as_str()),
    ));
    bench.shows("[claim: It rains, he said, a lot here].");
    bench.goes_back_and_forth();
}

#[test]
fn words_without_a_mark_wait_for_a_tag() {
    let mut bench = Bench::of("|It rains|, he said, a lot here.");
    bench.run(Command::AddWords(bench.at(" here.")));
    bench.run(Command::AddWords(bench.at("a lot")));
    assert_eq!(bench.it.selection().ranges().len(), 3);
    bench.run(tag("claim"));
    bench.shows("[claim#1: It rains], he said, [claim#1: a lot] [claim#1: here.]");
    bench.goes_back_and_forth();
}

#[test]
fn pending_words_that_overlap_become_one() {
    let mut bench = Bench::of("|It rains| a lot.");
    bench.run(Command::AddWords(bench.at("rains a")));
    bench.run(tag("claim"));
    bench.shows("[claim: It rains a] lot.");
}

#[test]
fn blanks_are_no_words_to_add() {
    let mut bench = Bench::of("[claim*: It] rains.");
    bench.refuses(Command::AddWords(TextRange::new(2, 3)));
    bench.shows("[claim: It] rains.");
}

#[test]
fn an_implicit_mark_is_worded_anew_and_never_wordless() {
    check(
        "It rains.\n---\n(claim#1: so)",
        [Command::SetWording(m(1), "so be it".to_owned())],
        "It rains.\n---\n(claim: so be it)",
    );
    check(
        "It rains.\n---\n(claim#1: so)",
        [Command::SetWording(m(1), "  ".to_owned())],
        "It rains.\n---\n(claim: unworded)",
    );
    let mut bench = Bench::of("[claim#1: It] rains.");
    bench.refuses(Command::SetWording(m(1), "so".to_owned()));
}

#[test]
fn values_of_every_kind_are_set_and_taken_away() {
    let set = |attribute: &str, value| Command::SetValue(m(1), Id::new(attribute), value);
    check(
        "[claim#1: It] rains.",
        [
            set("certainty", Some(Value::text("alleged"))),
            set("quoted", Some(Value::Flag(true))),
        ],
        "[claim#1: It] rains.\n---\n#1 certainty: alleged\n#1 quoted: yes",
    );
    check(
        "[claim#1: It] rains.\n---\n#1 certainty: alleged",
        [set("certainty", None)],
        "[claim: It] rains.",
    );
}

#[test]
fn values_that_the_tagset_does_not_allow_are_refused() {
    let mut bench = Bench::of("[claim#1: It] rains.");
    for (attribute, value) in [
        ("certainty", Value::text("sure")),
        ("certainty", Value::Flag(true)),
        ("quoted", Value::text("yes")),
        ("quoted", Value::Number(Number::new(1.0).unwrap())),
        ("naming", Value::text("named")),
        ("colour", Value::text("red")),
    ] {
        let command = Command::SetValue(m(1), Id::new(attribute), Some(value));
        assert_eq!(
            bench.refuses(command),
            "The tagset does not allow this value"
        );
    }
}

#[test]
fn two_choices_are_two_steps() {
    let mut bench = Bench::of("[claim#1: It] rains.");
    for word in ["alleged", "reported"] {
        let value = Some(Value::text(word));
        bench.run(Command::SetValue(m(1), Id::new("certainty"), value));
    }
    bench.run(Command::Undo);
    bench.shows("[claim#1: It] rains.\n---\n#1 certainty: alleged");
}

fn note(number: usize, note: &str) -> Command {
    Command::SetNote(m(number), note.to_owned())
}

#[test]
fn typing_a_note_is_one_step() {
    let mut bench = check(
        "[claim#1: It] rains.",
        [note(1, "w"), note(1, "we"), note(1, "wet")],
        "[claim#1: It] rains.\n---\n#1 note: wet",
    );
    assert_eq!(bench.it.history().done().len(), 1);
    bench.run(Command::Undo);
    bench.shows("[claim: It] rains.");
    bench.run(Command::Redo);
    bench.shows("[claim#1: It] rains.\n---\n#1 note: wet");
}

#[test]
fn another_step_in_between_parts_two_notes() {
    let mut bench = Bench::of("[claim#1: It] [claim#2: rains].");
    for command in [
        note(1, "w"),
        note(2, "x"),
        note(1, "we"),
        Command::Retag(m(1), Id::new("rebuttal")),
        note(1, "wet"),
    ] {
        bench.run(command);
    }
    assert_eq!(bench.it.history().done().len(), 5);
    bench.goes_back_and_forth();
}

#[test]
fn undoing_and_redoing_ends_the_typing() {
    let mut bench = Bench::of("[claim#1: It] rains.");
    for command in [note(1, "w"), Command::Undo, Command::Redo, note(1, "we")] {
        bench.run(command);
    }
    assert_eq!(bench.it.history().done().len(), 2);
    bench.goes_back_and_forth();
}

#[test]
fn marks_of_one_id_in_two_articles_have_each_their_own_note() {
    let mut bench = Bench::articles(&["[claim#1: It] rains.", "[claim#1: It] snows."]);
    bench.run(note(1, "w"));
    bench.run(Command::ShowArticle(Id::new("a2")));
    bench.run(note(1, "s"));
    assert_eq!(bench.it.history().done().len(), 2);
    bench.run(Command::Undo);
    bench.shows("[claim: It] snows.");
    bench.run(Command::ShowArticle(Id::new("a1")));
    bench.shows("[claim#1: It] rains.\n---\n#1 note: w");
}

#[test]
fn the_same_note_again_is_no_step() {
    let mut bench = Bench::of("[claim#1: It] rains.\n---\n#1 note: wet");
    bench.refuses(note(1, "wet"));
    bench.refuses(note(9, "dry"));
    assert!(bench.it.history().done().is_empty());
}

#[test]
fn deleting_takes_the_links_along_and_undo_brings_all_back() {
    let before = "[claim*#1: It rains], [source#2: he] said. [rebuttal#3: No.]\n---\n\
                  (source#4: they) beside #1\n#1 is Rain, claim\n#2 is He, person\n\
                  #1 note: wet\n#1 attributed to #2\n#3 rebuts #1\n#3 attributed to #2";
    let shown = "[claim*#1: It rains], [source#2: he] said. [rebuttal#3: No.]\n---\n\
                 (source: they) beside #1\n#1 is Rain, claim\n#1 note: wet\n#2 is He, person\n\
                 #1 attributed to #2\n#3 rebuts #1\n#3 attributed to #2";
    let mut bench = Bench::of(before);
    let start = bench.it.project().clone();
    let outcome = bench.run(Command::Delete);
    let notice = outcome.notice.unwrap();
    assert_eq!(notice.title, "Deleted a mark of claim and its 2 links");
    bench.shows(
        "It rains, [source#2: he] said. [rebuttal#3: No.]\n---\n(source: they)\n\
         #2 is He, person\n#3 attributed to #2",
    );
    assert!(bench.it.project().identity(&Id::new("Rain")).is_none());
    assert_eq!(bench.it.selection().mark, None);
    bench.run(Command::Undo);
    bench.shows(shown);
    assert_eq!(bench.it.project(), &start);
    bench.goes_back_and_forth();
}

#[test]
fn an_identity_that_others_refer_to_outlives_a_mark() {
    let mut bench = Bench::of(
        "[entity#1: Ada] and [entity#2: she].\n---\n#1 is Ada, person\n#2 is Ada, person",
    );
    bench.run(Command::DeleteMark(m(1)));
    bench.shows("Ada and [entity#2: she].\n---\n#2 is Ada, person");
    bench.run(Command::DeleteMark(m(2)));
    assert_eq!(bench.it.project().identities().count(), 0);
    bench.goes_back_and_forth();
}

#[test]
fn deleting_without_a_selected_mark_says_so() {
    let mut bench = Bench::of("[claim#1: It] rains.");
    assert_eq!(bench.refuses(Command::Delete), "No mark is selected");
    bench.refuses(Command::DeleteMark(m(9)));
    bench.run(Command::SelectMark(m(1)));
    bench.run(select(bench.at("rains")));
    assert_eq!(bench.refuses(Command::Delete), "No mark is selected");
}
