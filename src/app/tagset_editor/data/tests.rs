//! Each change makes what it says, or says why not.

use super::*;
use crate::project::{Attribute, LinkKind, Tag};

fn tag(at: usize, name: &str) -> Tag {
    Tag {
        id: Id::new(name),
        name: name.to_owned(),
        letter: name.to_uppercase().chars().next().unwrap(),
        key: char::from_digit(at as u32 + 1, 10),
        colour: Colour::ALL[at],
        line: LineStyle::ALL[at],
        style: TagStyle::Statement,
        guideline: String::new(),
        attributes: Vec::new(),
        retired: false,
    }
}

fn tagset() -> Tagset {
    Tagset {
        name: "test".to_owned(),
        tags: vec![tag(0, "claim"), tag(1, "rebuttal"), tag(2, "entity")],
        links: vec![LinkKind {
            id: "rebuts".into(),
            name: "rebuts".to_owned(),
            reverse: "rebutted by".to_owned(),
            joins: vec![("rebuttal".into(), "claim".into())],
            guideline: String::new(),
            attributes: Vec::new(),
        }],
        entity_kinds: vec![EntityKind {
            id: "person".into(),
            name: "person".to_owned(),
        }],
        article_attributes: vec![Attribute {
            id: "topic".into(),
            name: "topic".to_owned(),
            kind: ValueKind::Text,
            guideline: String::new(),
        }],
    }
}

fn of_tag(id: &str, change: TagChange) -> Change {
    Change::Tag(id.into(), change)
}

fn done(change: &Change) -> Step {
    change.apply(&tagset()).unwrap()
}

fn refused(change: &Change) -> String {
    change.apply(&tagset()).unwrap_err()
}

#[test]
fn a_new_tag_takes_what_is_free() {
    let step = done(&Change::AddTag(" Evidence ".to_owned()));
    let new = step.tagset.tags.last().unwrap();
    assert_eq!(step.name, "Add tag Evidence");
    assert_eq!(
        (new.id.as_str(), new.name.as_str()),
        ("evidence", "Evidence")
    );
    assert_eq!((new.colour, new.line), (Colour::Purple, LineStyle::Wave));
    // E is taken by entity.
    assert_eq!((new.letter, new.key), ('V', Some('4')));
}

#[test]
fn a_new_tag_leaves_letters_to_the_commands_that_have_them() {
    let step = done(&Change::AddTag("lie".to_owned()));
    // L links and I names, E is taken by entity and A keeps words: so it is the first that is
    // free and quiet.
    assert_eq!(step.tagset.tags.last().unwrap().letter, 'B');
    let said = command_of_letter(&tagset(), 'l');
    assert_eq!(said.as_deref(), Some("Link the mark…"));
}

#[test]
fn forty_tags_can_be_told_apart() {
    let mut all = tagset();
    for n in 0..40 {
        all = Change::AddTag(format!("tag {n}"))
            .apply(&all)
            .unwrap()
            .tagset;
    }
    let mut looks: Vec<_> = all.tags.iter().map(|tag| (tag.colour, tag.line)).collect();
    looks.sort();
    looks.dedup();
    assert_eq!(looks.len(), 43);
    assert_eq!(all.check(), []);
}

#[test]
fn ids_are_made_of_names_and_never_twice() {
    let all = done(&Change::AddKind("Person!".to_owned())).tagset;
    assert_eq!(all.entity_kinds[1].id.as_str(), "person-2");
    let all = done(&Change::AddLink("Agrees, mostly".to_owned())).tagset;
    assert_eq!(all.links[1].id.as_str(), "agrees-mostly");
    let all = done(&Change::AddKind("…".to_owned())).tagset;
    assert_eq!(all.entity_kinds[1].id.as_str(), "unnamed");
}

#[test]
fn a_renamed_tag_keeps_its_id() {
    let step = done(&of_tag("claim", TagChange::Name("thesis".to_owned())));
    assert_eq!(step.name, "Rename tag claim to thesis");
    let tag = &step.tagset.tags[0];
    assert_eq!((tag.id.as_str(), tag.name.as_str()), ("claim", "thesis"));
}

#[test]
fn names_are_needed_and_not_shared() {
    let name = |name: &str| refused(&of_tag("claim", TagChange::Name(name.to_owned())));
    assert_eq!(name("  "), "A tag needs a name.");
    assert_eq!(name("Rebuttal"), "There is a tag named rebuttal already.");
    let taken = Change::AddAttribute(Owner::Article, "Topic".to_owned());
    assert_eq!(
        refused(&taken),
        "There is an attribute named topic already."
    );
}

#[test]
fn clashes_of_letters_and_keys_are_named() {
    let letter = |letter: &str| of_tag("claim", TagChange::Letter(letter.to_owned()));
    assert_eq!(refused(&letter("r")), "R is the letter of rebuttal.");
    assert_eq!(refused(&letter("xy")), "A tag has one letter.");
    assert_eq!(refused(&letter("4")), "4 is no letter.");
    assert_eq!(done(&letter("k")).tagset.tags[0].letter, 'K');
    let key = |key: &str| of_tag("claim", TagChange::Key(key.to_owned()));
    assert_eq!(refused(&key("3")), "3 is the key of entity.");
    assert_eq!(refused(&key("0")), "A key is a digit from 1 to 9, or none.");
    assert_eq!(done(&key("")).tagset.tags[0].key, None);
    assert_eq!(done(&key("7")).name, "Give tag claim the key 7");
}

#[test]
fn a_retired_tag_comes_back_unless_its_letter_is_given_away() {
    let retired = done(&of_tag("claim", TagChange::Retired(true))).tagset;
    let back = of_tag("claim", TagChange::Retired(false));
    assert_eq!(back.apply(&retired).unwrap().name, "Offer tag claim again");
    let taken = of_tag("entity", TagChange::Letter("C".to_owned()));
    let taken = taken.apply(&retired).unwrap().tagset;
    assert_eq!(
        back.apply(&taken).unwrap_err(),
        "C is the letter of entity by now: change one of the two first."
    );
    let key = of_tag("entity", TagChange::Key("1".to_owned()));
    let without = back.apply(&key.apply(&retired).unwrap().tagset).unwrap();
    assert_eq!(without.tagset.tags[0].key, None);
}

#[test]
fn tags_are_put_in_another_order() {
    let order = |id: &str, place: usize| {
        let step = done(&of_tag(id, TagChange::Place(place)));
        let names: Vec<String> = step
            .tagset
            .tags
            .iter()
            .map(|tag| tag.name.clone())
            .collect();
        (names.join(" "), step.name)
    };
    let up = (
        "entity claim rebuttal".to_owned(),
        "Move tag entity up".to_owned(),
    );
    assert_eq!(order("entity", 0), up);
    let down = (
        "rebuttal entity claim".to_owned(),
        "Move tag claim down".to_owned(),
    );
    assert_eq!(order("claim", 99), down);
}

#[test]
fn a_join_that_is_taken_back_leaves_no_trace() {
    let join = |on: bool, from: &str| {
        let (from, to) = (from.into(), "claim".into());
        Change::Link("rebuts".into(), LinkChange::Join { from, to, on })
    };
    let more = done(&join(true, "claim"));
    assert_eq!(more.name, "Let link rebuts join claim to claim");
    assert_eq!(more.tagset.links[0].joins.len(), 2);
    let back = join(false, "claim").apply(&more.tagset).unwrap();
    assert_eq!(back.tagset, tagset());
    let without = join(false, "rebuttal").apply(&tagset()).unwrap().tagset;
    let again = join(true, "rebuttal").apply(&without).unwrap();
    assert_eq!(again.tagset, tagset());
}

#[test]
fn attributes_are_changed_wherever_they_are() {
    for owner in [
        Owner::Tag("claim".into()),
        Owner::Link("rebuts".into()),
        Owner::Article,
    ] {
        let all = done(&Change::AddAttribute(owner.clone(), "how sure".to_owned())).tagset;
        let id = Id::new("how-sure");
        let words = AttributeChange::Words("a little\n\n very \n".to_owned());
        let step = Change::Attribute(owner.clone(), id.clone(), words)
            .apply(&all)
            .unwrap();
        let list = attributes_of(&step.tagset, &owner);
        let expected = ValueKind::Choice(vec!["a little".to_owned(), "very".to_owned()]);
        assert_eq!(list.last().unwrap().kind, expected);
        let gone = Change::RemoveAttribute(owner, id)
            .apply(&step.tagset)
            .unwrap();
        assert_eq!(gone.tagset, tagset());
    }
    let twice = AttributeChange::Words("a\nb\na".to_owned());
    let twice = Change::Attribute(Owner::Article, "topic".into(), twice);
    assert_eq!(refused(&twice), "a stands twice.");
}

#[test]
fn what_is_gone_cannot_be_changed() {
    let said = [
        refused(&of_tag("lie", TagChange::Name("x".to_owned()))),
        refused(&Change::RemoveLink("lie".into())),
        refused(&Change::RemoveKind("lie".into())),
        refused(&Change::RemoveAttribute(Owner::Article, "lie".into())),
    ];
    let expected = ["tag", "link", "kind", "attribute"];
    assert_eq!(
        said,
        expected.map(|what| format!("That {what} is not there any more."))
    );
}

#[test]
fn uses_are_said_in_words() {
    assert_eq!(marks_in_articles((0, 0)), "no marks");
    assert_eq!(marks_in_articles((1, 1)), "1 mark in 1 article");
    assert_eq!(marks_in_articles((12, 3)), "12 marks in 3 articles");
}
