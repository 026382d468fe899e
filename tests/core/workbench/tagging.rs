//! From words and a tag to a mark.

use postil::command::{Aim, Command, Implicit};
use postil::project::{Id, Value};
use postil::text::{ByteIndex, TextRange};
use postil::workbench::Request;

use super::{select, tag};
use crate::support::markup::{AUTHOR, Bench, check, m};

#[test]
fn the_selection_is_tagged_and_the_mark_selected() {
    let bench = check(
        "The moon |is made of cheese|.",
        [tag("claim")],
        "The moon [claim*: is made of cheese].",
    );
    assert_eq!(bench.last_step(), "Tag as claim");
    assert_eq!(bench.mark(1).stamp.author, AUTHOR);
    assert_eq!(bench.it.last_tag().unwrap().id, Id::new("claim"));
    assert!(!bench.it.selection().has_words());
}

#[test]
fn blanks_at_the_ends_never_belong_to_a_mark() {
    check(
        "The moon| is made\n |of cheese.",
        [tag("claim")],
        "The moon [claim: is made]\n of cheese.",
    );
    let mut bench = Bench::of("The moon|\n \n|is.");
    assert_eq!(bench.refuses(tag("claim")), "Only blanks are selected");
}

#[test]
fn a_selection_made_backwards_tags_the_same_words() {
    let mut bench = Bench::of("The moon is.");
    let words = bench.at("moon");
    bench.run(Command::SelectText {
        anchor: words.end,
        head: words.start,
    });
    bench.run(tag("entity"));
    bench.shows("The [entity: moon] is.");
}

#[test]
fn a_selection_never_cuts_what_people_see_as_one_character() {
    let mut bench = Bench::of("a👨‍👩‍👧b");
    bench.run(select(TextRange::new(0, 6)));
    bench.run(tag("entity"));
    bench.shows("[entity: a👨‍👩‍👧]b");
}

#[test]
fn the_same_tag_on_the_same_words_is_refused_and_the_twin_selected() {
    let mut bench = Bench::of("The |moon| is. [entity: Mars] [entity: is].");
    bench.run(tag("entity"));
    bench.run(Command::StepBack);
    let words = bench.at("moon");
    bench.run(select(words));
    assert_eq!(
        bench.refuses(tag("entity")),
        "These words are already marked as entity"
    );
    bench.shows("The [entity*: moon] is. [entity: Mars] [entity: is].");
}

#[test]
fn two_tags_may_stand_on_the_same_words() {
    let mut bench = Bench::of("[entity#1: Mars] is.");
    bench.run(select(bench.at("Mars")));
    bench.run(tag("source"));
    bench.shows("[entity: [source*: Mars]] is.");
}

#[test]
fn two_annotators_may_mark_the_same_words_alike() {
    let mut bench = Bench::of("[entity#1: Mars] is.");
    bench.it.set_author("Ben");
    bench.run(select(bench.at("Mars")));
    bench.run(tag("entity"));
    bench.shows("[entity: [entity*: Mars]] is.");
    assert_eq!(bench.mark(2).stamp.author, "Ben");
}

#[test]
fn marks_may_cross() {
    check(
        "[claim: The moon is] made of cheese.\n---\n#1 note: x",
        [select(TextRange::new(4, 19)), tag("rebuttal")],
        "[claim#1: The [rebuttal: moon is]#1 made of] cheese.\n---\n#1 note: x",
    );
}

fn aim(bench: &Bench, mark: Option<usize>, words: &str) -> Aim {
    Aim {
        mark: mark.map(m),
        byte: Some(bench.at(words).start),
    }
}

fn tag_at(bench: &Bench, tag: &str, mark: Option<usize>, words: &str) -> Command {
    Command::Tag(Id::new(tag), aim(bench, mark, words))
}

#[test]
fn without_a_selection_a_mention_key_marks_the_word_at_the_pointer() {
    let mut bench = Bench::of("It rains. He said “the moon is cheese” twice.");
    bench.run(tag_at(&bench, "entity", None, "oon"));
    bench.shows("It rains. He said “the [entity: moon] is cheese” twice.");
}

#[test]
fn without_a_selection_a_statement_key_marks_the_quotation_or_the_sentence() {
    let mut bench = Bench::of("It rains. He said “the moon is cheese” twice.");
    bench.run(tag_at(&bench, "claim", None, "oon"));
    bench.run(Command::StepBack);
    bench.run(tag_at(&bench, "claim", None, "rains"));
    bench.shows("[claim: It rains.] He said “[claim: the moon is cheese]” twice.");
}

#[test]
fn without_a_pointer_a_key_marks_what_is_at_the_caret() {
    check("The mo|on is.", [tag("source")], "The [source: moon] is.");
    let mut bench = Bench::of("The\n|\nmoon.");
    assert_eq!(bench.refuses(tag("entity")), "Nothing to tag as entity");
}

#[test]
fn pointing_turns_like_into_like() {
    let mut bench = Bench::of("[claim#1: The [entity#2: moon] is].");
    bench.run(tag_at(&bench, "source", Some(2), "moon"));
    bench.shows("[claim: The [source*: moon] is].");
    bench.run(tag_at(&bench, "rebuttal", Some(1), "The"));
    bench.shows("[rebuttal*: The [source: moon] is].");
    assert_eq!(bench.last_step(), "Retag as rebuttal");
}

#[test]
fn a_mention_key_over_a_statement_marks_a_word_inside_it() {
    let mut bench = Bench::of("He said [claim#1: the moon is].");
    bench.run(tag_at(&bench, "entity", Some(1), "moon"));
    bench.shows("He said [claim: the [entity: moon] is].");
}

#[test]
fn a_statement_key_over_a_mention_marks_the_statement_around_it() {
    let mut bench = Bench::of("It rains. The [entity#1: moon] is.");
    bench.run(tag_at(&bench, "claim", Some(1), "moon"));
    bench.shows("It rains. [claim: The [entity: moon] is.]");
}

#[test]
fn a_selected_mark_is_retagged_by_any_key() {
    let mut bench = Bench::of("He said [claim*#1: the moon is].");
    bench.run(tag_at(&bench, "entity", Some(1), "moon"));
    bench.shows("He said [entity*: the moon is].");
    bench.run(tag("rebuttal"));
    bench.shows("He said [rebuttal*: the moon is].");
}

#[test]
fn pointing_elsewhere_leaves_the_selected_mark_alone() {
    let mut bench = Bench::of("[claim*#1: It rains.] The moon is.");
    bench.run(tag_at(&bench, "entity", None, "moon"));
    bench.shows("[claim: It rains.] The [entity*: moon] is.");
}

#[test]
fn pointing_at_one_mark_never_retags_another() {
    let mut bench = Bench::of("[claim*#1: It rains.] The moon is.\n---\n(source#2: they)");
    let aim = Aim {
        mark: Some(m(2)),
        byte: None,
    };
    bench.run(Command::Tag(Id::new("rebuttal"), aim));
    bench.shows("[claim: It rains.] The moon is.\n---\n(rebuttal: they)");
}

#[test]
fn the_same_key_on_its_own_mark_changes_nothing() {
    let mut bench = Bench::of("[claim*: It rains.]");
    assert_eq!(
        bench.refuses(tag("claim")),
        "This is a mark of claim already"
    );
}

#[test]
fn an_unknown_or_retired_tag_tags_nothing() {
    let mut bench = Bench::of("The |moon| is.");
    bench.refuses(tag("planet"));
    bench.run(Command::DeleteTag(
        Id::new("source"),
        postil::command::TagMarks::Retire,
    ));
    assert_eq!(bench.refuses(tag("source")), "The tag source is retired");
    bench.shows("The |moon| is.");
}

#[test]
fn tag_again_repeats_the_last_tag() {
    let mut bench = Bench::of("The |moon| is Mars.");
    let again = Command::TagAgain(Aim::default());
    assert_eq!(bench.refuses(again.clone()), "No tag was used yet");
    bench.run(tag("source"));
    bench.run(select(bench.at("Mars")));
    bench.run(again);
    bench.shows("The [source: moon] is [source: Mars].");
    let aim = aim(&bench, None, "is");
    bench.run(Command::TagAgain(aim));
    bench.shows("The [source: moon] [source: is] [source: Mars].");
}

#[test]
fn retagging_is_remembered_as_the_last_tag() {
    let mut bench = Bench::of("[claim#1: It rains.] No.");
    bench.run(Command::Retag(m(1), Id::new("rebuttal")));
    assert_eq!(bench.it.last_tag().unwrap().id, Id::new("rebuttal"));
}

#[test]
fn a_tag_is_armed_until_it_is_armed_again_or_let_go() {
    let mut bench = Bench::of("The moon is.");
    let armed = |bench: &Bench| bench.it.armed().map(|tag| tag.name.clone());
    bench.run(Command::Arm(Some(Id::new("claim"))));
    assert_eq!(armed(&bench).as_deref(), Some("claim"));
    bench.run(Command::Arm(Some(Id::new("entity"))));
    assert_eq!(armed(&bench).as_deref(), Some("entity"));
    bench.run(Command::Arm(Some(Id::new("entity"))));
    assert_eq!(armed(&bench), None);
    bench.run(Command::Arm(Some(Id::new("entity"))));
    bench.run(Command::Arm(None));
    assert_eq!(armed(&bench), None);
    bench.run(Command::Arm(Some(Id::new("planet"))));
    assert_eq!(armed(&bench), None);
}

#[test]
fn retagging_keeps_id_links_note_identity_and_shared_values() {
    let bench = check(
        "[claim#1: It rains], [source#2: he] said.\n---\n\
         #1 is Rain, claim\n#1 certainty: alleged\n#1 quoted: yes\n#1 note: wet\n\
         #1 attributed to #2",
        [Command::Retag(m(1), Id::new("rebuttal"))],
        "[rebuttal*#1: It rains], [source#2: he] said.\n---\n\
         #1 is Rain, claim\n#1 certainty: alleged\n#1 quoted: yes\n#1 note: wet\n\
         #1 attributed to #2",
    );
    assert!(bench.mark(1).stamp.changed.is_some());
    assert!(bench.it.project().warnings().is_empty());
}

#[test]
fn retagging_drops_values_of_the_old_tag_alone_and_warns_of_odd_links() {
    let mut bench = Bench::of(
        "[claim#1: It rains], [source#2: he] said. [rebuttal#3: No.]\n---\n\
         #1 certainty: alleged\n#1 attributed to #2\n#3 rebuts #1",
    );
    let outcome = bench.run(Command::Retag(m(1), Id::new("entity")));
    let notice = outcome.notice.unwrap();
    assert_eq!(notice.title, "2 of its links no longer fit");
    assert_eq!(notice.action, Some(("Undo".to_owned(), Command::Undo)));
    bench.shows(
        "[entity#1: It rains], [source#2: he] said. [rebuttal#3: No.]\n---\n\
         #1 attributed to #2\n#3 rebuts #1",
    );
    assert_eq!(bench.it.project().warnings().len(), 2);
    bench.goes_back_and_forth();
}

#[test]
fn retagging_into_a_twin_is_refused() {
    let mut bench = Bench::of("[claim#1: [rebuttal#2: It rains.]]");
    assert_eq!(
        bench.refuses(Command::Retag(m(1), Id::new("rebuttal"))),
        "These words are already marked as rebuttal"
    );
    assert_eq!(bench.it.selection().mark, Some(m(2)));
}

#[test]
fn an_unstated_claim_stands_beside_the_mark_that_it_was_made_from() {
    let mut bench = Bench::of("[rebuttal*#1: It does not rain.]");
    let outcome = bench.run(Command::AddImplicit(Implicit::UnstatedClaim));
    assert_eq!(outcome.request, Some(Request::EditWording(m(2))));
    bench.shows("[rebuttal#1: It does not rain.]\n---\n(claim*: unstated claim) beside #1");
    assert_eq!(bench.last_step(), "Add an unstated claim");
    bench.goes_back_and_forth();
}

#[test]
fn an_unnamed_source_and_the_article_itself_say_how_they_are_named() {
    let mut bench = Bench::of("It rains.");
    let id = bench.it.entry().unwrap().article().id.clone();
    bench.run(Command::AddImplicit(Implicit::UnnamedSource));
    bench.run(Command::StepBack);
    bench.run(Command::AddImplicit(Implicit::ArticleItself));
    bench.run(Command::StepBack);
    bench.run(Command::SetMeta(
        id,
        "outlet".to_owned(),
        Some(Value::text("The Lantern")),
    ));
    bench.run(Command::AddImplicit(Implicit::ArticleItself));
    bench.shows(
        "It rains.\n---\n(source#1: unnamed source)\n(source#2: this article)\n\
         (source#3: The Lantern)\n#1 naming: unnamed\n#2 naming: outlet\n#3 naming: outlet",
    );
    bench.goes_back_and_forth();
}

#[test]
fn an_outlet_of_blanks_words_no_mark() {
    let mut bench = Bench::of("It rains.");
    let id = bench.it.entry().unwrap().article().id.clone();
    let blank = Some(Value::text(" \t"));
    bench.run(Command::SetMeta(id, "outlet".to_owned(), blank));
    bench.run(Command::AddImplicit(Implicit::ArticleItself));
    bench.shows("It rains.\n---\n(source#1: this article)\n#1 naming: outlet");
}

#[test]
fn an_implicit_mark_takes_the_place_of_no_other_implicit_mark() {
    let mut bench = Bench::of("It rains.\n---\n(claim*#1: so)");
    bench.run(Command::AddImplicit(Implicit::UnnamedSource));
    bench.shows("It rains.\n---\n(claim: so)\n(source*#2: unnamed source)\n#2 naming: unnamed");
}

#[test]
fn offsets_past_the_end_or_inside_a_character_are_taken_as_they_can() {
    let mut bench = Bench::of("Étoile.");
    bench.run(Command::Tag(
        Id::new("entity"),
        Aim {
            mark: None,
            byte: Some(ByteIndex(1)),
        },
    ));
    bench.shows("[entity: Étoile].");
    bench.run(select(TextRange::new(3, 999)));
    bench.run(tag("claim"));
    bench.shows("[entity#1: Ét[claim: oile]#1.]");
}

#[test]
fn many_places_are_tagged_in_one_step_and_what_is_marked_so_already_is_left() {
    let mut bench = Bench::of("The moon is. A [entity: moon] was. | moon| moonlight.");
    let text = bench.it.entry().unwrap().article().text.clone();
    let id = bench.it.entry().unwrap().article().id.clone();
    let hits = text.as_str().match_indices("moon");
    let hits = hits
        .map(|(at, word)| TextRange::new(at, at + word.len()))
        .collect();
    let all = Command::TagAll(Id::new("entity"), vec![(id, hits)]);
    let outcome = bench.run(all.clone());
    let notice = outcome.notice.unwrap();
    assert_eq!(notice.title, "Tagged 3 places as entity");
    assert_eq!(notice.detail, "One was marked so already.");
    assert_eq!(notice.action, Some(("Undo".to_owned(), Command::Undo)));
    assert_eq!(bench.last_step(), "Tag 3 places as entity");
    assert!(bench.it.selection().has_words(), "what is selected stays");
    assert_eq!(bench.it.entry().unwrap().annotations().len(), 4);
    bench.goes_back_and_forth();
    assert_eq!(bench.run(all).notice.unwrap().title, "Nothing new to tag");
    bench.run(Command::Undo);
    assert_eq!(bench.it.entry().unwrap().annotations().len(), 1);
}

#[test]
fn places_that_come_to_the_same_words_are_tagged_once() {
    let mut bench = Bench::of("The moon.");
    let id = bench.it.entry().unwrap().article().id.clone();
    let hits = vec![TextRange::new(3, 8), TextRange::new(4, 8)];
    let places = vec![(id.clone(), hits), (id, vec![TextRange::new(4, 8)])];
    let outcome = bench.run(Command::TagAll(Id::new("entity"), places));
    assert_eq!(outcome.notice.unwrap().title, "Tagged 1 place as entity");
    assert_eq!(bench.it.project().check(), []);
}

#[test]
fn a_mark_knows_its_number_in_the_order_of_the_text() {
    let bench = Bench::of("The [claim: moon [entity: is] made] of [source: cheese].");
    let entry = bench.it.entry().unwrap();
    for (place, mark) in entry.in_text_order().enumerate() {
        assert_eq!(entry.rank(mark), Some(place));
    }
}
