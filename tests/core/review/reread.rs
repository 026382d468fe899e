//! Marks of an article whose file has other words now.

use std::collections::BTreeSet;

use postil::project::{Article, Edit, Id, Place, Project};
use postil::review::reread::{Found, Reread, Taken};
use postil::text::Text;

use super::marked;

const OLD: &str = "[claim#1: The moon is cheese], said [source#2: Ada].\nNobody [rebuttal#3: believed it].\n---\n#1 attributed_to #2\n#3 rebuts #1";

fn looked(project: &Project, words: &str) -> Reread {
    Reread::new(&project.entries()[0], &Text::new(words))
}

fn fates(reread: &Reread) -> Vec<(String, Found)> {
    let fates = reread.fates.iter();
    fates.map(|it| (it.mark.id.to_string(), it.found)).collect()
}

/// The project with the new words and these marks on them.
fn taken(project: &Project, words: &str, chosen: &[&str]) -> Taken {
    let article = Article {
        id: "new".into(),
        text: Text::new(words),
        ..(**project.entries()[0].article()).clone()
    };
    let chosen: BTreeSet<Id> = chosen.iter().map(|it| (*it).into()).collect();
    let taken = looked(project, words).taken(project, article, &chosen);
    let taken = taken.unwrap();
    assert_eq!(taken.project.check(), []);
    taken
}

#[test]
fn row_56_each_mark_is_found_moved_on_other_words_or_lost() {
    let project = marked(OLD);
    let of = |words: &str| {
        let fates = fates(&looked(&project, words)).into_iter();
        fates.map(|(_, found)| found).collect::<Vec<_>>()
    };
    let text = project.entries()[0].article().text.as_str().to_owned();
    assert_eq!(of(&text), [Found::Here; 3]);
    assert_eq!(of(&format!("New. {text}")), [Found::Moved; 3]);
    assert_eq!(
        of(&text.replace("cheese", "chalk").replace("Ada", "")),
        [Found::Changed, Found::Lost, Found::Moved]
    );
    assert_eq!(of("Wholly other."), [Found::Lost; 3]);
    // Words are found by what they say where the texts have little in common.
    let other = format!(
        "{} Nobody believed it. {}",
        "Other words. ".repeat(9),
        "More. ".repeat(20)
    );
    assert_eq!(of(&other), [Found::Lost, Found::Lost, Found::Moved]);
}

#[test]
fn row_56_all_marks_with_their_links_take_the_old_text_away() {
    let project = marked(OLD);
    let text = project.entries()[0].article().text.as_str().to_owned();
    let words = format!("New. {text}");
    let ids = ["m1", "m2", "m3"];
    let all = taken(&project, &words, &ids);
    assert!(!all.earlier_stays);
    let [entry] = all.project.entries() else {
        panic!("one article")
    };
    assert_eq!((entry.annotations().len(), entry.links().len()), (3, 2));
    let said = |project: &Project| {
        let entry = &project.entries()[0];
        let text = &entry.article().text;
        entry
            .in_text_order()
            .map(|it| it.words(text))
            .collect::<Vec<_>>()
    };
    assert_eq!(said(&all.project), said(&project));
}

#[test]
fn row_56_what_is_not_chosen_stays_on_the_old_text_with_its_links() {
    let mut project = marked(OLD);
    let mut beside = (**project.entries()[0].annotation(&"m3".into()).unwrap()).clone();
    beside.id = "m4".into();
    beside.place = Place::Implicit {
        wording: "so".into(),
        beside: Some(Box::new("m3".into())),
    };
    let edit = Edit::Annotation {
        article: project.entries()[0].article().id.clone(),
        id: "m4".into(),
        to: Some(beside.into()),
    };
    project.apply(&[edit]).unwrap();
    let text = project.entries()[0].article().text.as_str().to_owned();
    let words = text.replace("Nobody believed it.", "");
    let some = taken(&project, &words, &["m1", "m2", "m3", "m4"]);
    assert!(some.earlier_stays);
    let [old, new] = some.project.entries() else {
        panic!("two articles")
    };
    assert_eq!((old.annotations().len(), old.links().len()), (4, 2));
    assert!(old.article().title.ends_with("earlier text"));
    assert_eq!((new.annotations().len(), new.links().len()), (3, 1));
    // What it stood beside is not there.
    let alone = new.annotation(&"m4".into()).unwrap();
    assert!(matches!(&alone.place, Place::Implicit { beside: None, .. }));
}

#[test]
fn row_56_two_marks_that_would_fall_together_stay_two() {
    let project = marked("[claim#1: One dam], [claim#2: two dam] holds.");
    let reread = looked(&project, "One dam, two dam holds.");
    assert_eq!(fates(&reread).len(), 2);
    let words = "One dam holds.";
    let taken = taken(&project, words, &["m1", "m2"]);
    assert!(taken.earlier_stays);
    assert_eq!(taken.project.check(), []);
}
