//! Articles: added, removed, described, done.

use std::sync::Arc;

use postil::command::{Command, Direction, Reference};
use postil::project::{Article, Id, Metadata, Origin, Value};
use postil::text::Text;

use crate::support::markup::{Bench, m};

fn article(id: &str, text: &str) -> Arc<Article> {
    Arc::new(Article {
        id: Id::new(id),
        title: format!("Title of {id}"),
        text: Text::new(text),
        meta: Metadata::default(),
        origin: Origin::default(),
    })
}

fn shown(bench: &Bench) -> &str {
    bench
        .it
        .entry()
        .map_or("", |entry| entry.article().id.as_str())
}

fn list(bench: &Bench) -> Vec<String> {
    let entries = bench.it.project().entries().iter();
    entries
        .map(|entry| entry.article().id.to_string())
        .collect()
}

#[test]
fn articles_are_added_at_the_end_and_the_first_of_them_is_shown() {
    let mut bench = Bench::articles(&["One."]);
    let two = vec![article("b", "Two."), article("c", "Three.")];
    let outcome = bench.run(Command::AddArticles(two));
    assert_eq!(outcome.notice, None);
    assert_eq!(
        (list(&bench), shown(&bench)),
        (["a1", "b", "c"].map(str::to_owned).to_vec(), "b")
    );
    assert_eq!(bench.last_step(), "Add 2 articles");
    bench.run(Command::Undo);
    assert_eq!((list(&bench).len(), shown(&bench)), (1, "a1"));
    bench.run(Command::Redo);
    assert_eq!(shown(&bench), "b");
    bench.goes_back_and_forth();
}

#[test]
fn the_first_article_of_all_is_shown() {
    let mut bench = Bench::articles(&[]);
    assert_eq!(shown(&bench), "");
    bench.run(Command::AddArticles(vec![article("a", "One.")]));
    assert_eq!(shown(&bench), "a");
    assert_eq!(bench.last_step(), "Add «Title of a»");
    bench.run(Command::Undo);
    assert_eq!(shown(&bench), "");
    bench.goes_back_and_forth();
}

#[test]
fn a_text_that_is_there_is_pointed_at_and_not_doubled() {
    let mut bench = Bench::articles(&["One.", "Two."]);
    let again = vec![article("b", "Two.")];
    let title = bench.refuses(Command::AddArticles(again));
    assert_eq!(title, "This article is already in the project");
    assert_eq!((list(&bench).len(), shown(&bench)), (2, "a2"));

    let some = vec![article("b", "One."), article("c", "Three.")];
    let notice = bench.run(Command::AddArticles(some)).notice.unwrap();
    assert_eq!(notice.title, "This article is already in the project");
    assert_eq!(notice.detail, "One other was added.");
    assert_eq!((list(&bench).len(), shown(&bench)), (3, "c"));

    let twins = vec![article("d", "Four."), article("e", "Four.")];
    let notice = bench.run(Command::AddArticles(twins)).notice.unwrap();
    assert_eq!(notice.detail, "One other was added.");
    assert_eq!(list(&bench).len(), 4);
}

#[test]
fn an_article_whose_id_is_taken_gets_another() {
    let mut bench = Bench::articles(&["One."]);
    let two = vec![
        article("a1", "Two."),
        article("b", "Three."),
        article("b", "Four."),
    ];
    assert!(bench.run(Command::AddArticles(two)).changed);
    assert_eq!(list(&bench), ["a1", "m1", "b", "m2"]);
    assert_eq!(shown(&bench), "m1");
}

#[test]
fn nothing_to_add_is_no_step() {
    let mut bench = Bench::articles(&["One."]);
    bench.refuses(Command::AddArticles(Vec::new()));
}

#[test]
fn an_article_goes_with_its_marks_and_comes_back_with_them() {
    let mut bench = Bench::articles(&[
        "One.",
        "[claim#1: Two], [source#2: he].\n---\n(claim#3: so) beside #1\n\
         #1 is Two, claim\n#2 is He, person\n#1 attributed to #2",
        "[source#4: Three].\n---\n#4 is He, person",
    ]);
    bench.run(Command::SetDone(Id::new("a2"), true));
    bench.run(Command::ShowArticle(Id::new("a2")));
    let full = bench.it.project().clone();
    let notice = bench
        .run(Command::RemoveArticle(Id::new("a2")))
        .notice
        .unwrap();
    assert_eq!(notice.detail, "3 marks went with it.");
    assert_eq!((list(&bench).len(), shown(&bench)), (2, "a3"));
    let left: Vec<_> = bench
        .it
        .project()
        .identities()
        .map(|i| i.name.as_str())
        .collect();
    assert_eq!(left, ["He"]);
    bench.run(Command::Undo);
    assert_eq!(bench.it.project(), &full);
    assert_eq!(shown(&bench), "a2");
    bench.run(Command::Redo);
    assert_eq!(shown(&bench), "a3");
    bench.goes_back_and_forth();
}

#[test]
fn removing_an_article_out_of_view_leaves_the_view_alone() {
    let mut bench = Bench::articles(&["[claim*: One].", "Two.", "Three."]);
    bench.run(Command::RemoveArticle(Id::new("a3")));
    assert_eq!(shown(&bench), "a1");
    assert_eq!(bench.it.selection().mark, Some(m(1)));
    bench.run(Command::RemoveArticle(Id::new("a1")));
    assert_eq!(shown(&bench), "a2");
    bench.run(Command::RemoveArticle(Id::new("a2")));
    assert_eq!(shown(&bench), "");
    bench.refuses(Command::RemoveArticle(Id::new("a2")));
    bench.goes_back_and_forth();
}

#[test]
fn an_article_that_is_read_again_takes_the_place_of_the_one_before_in_one_step() {
    let mut bench = Bench::articles(&["One.", "Tвo.", "Three."]);
    let outlet = Some(Value::text("The Herald"));
    bench.run(Command::SetMeta(
        Id::new("a2"),
        "outlet".to_owned(),
        outlet.clone(),
    ));
    bench.run(Command::SetDone(Id::new("a2"), true));
    let before = bench.it.project().clone();
    bench.run(Command::ReplaceArticle(
        Id::new("a2"),
        article("a1", "Two."),
    ));
    let names: Vec<_> = list(&bench);
    assert_eq!(names.len(), 3);
    let entries = bench.it.project().entries();
    let texts: Vec<_> = entries
        .iter()
        .map(|entry| entry.article().text.as_str())
        .collect();
    assert_eq!(texts, ["One.", "Two.", "Three."]);
    let new = &entries[1];
    assert_eq!(new.article().meta.0.get("outlet"), outlet.as_ref());
    assert!(new.status().done, "what was said of it stays");
    assert_eq!(shown(&bench), new.article().id.as_str());
    bench.run(Command::Undo);
    assert_eq!(bench.it.project(), &before, "one step");
    bench.goes_back_and_forth();
}

#[test]
fn an_article_with_marks_or_one_that_is_here_is_not_replaced() {
    let mut bench = Bench::articles(&["[claim: One].", "Two."]);
    let replace = |id: &str, text| Command::ReplaceArticle(id.into(), article("new", text));
    let title = bench.refuses(replace("a1", "Другой."));
    assert_eq!(title, "The article was not read again");
    let title = bench.refuses(replace("a2", "One."));
    assert_eq!(title, "Read so, the article is already in the project");
    bench.refuses(replace("none", "Three."));
}

#[test]
fn the_last_article_gives_way_to_the_one_before() {
    let mut bench = Bench::articles(&["One.", "Two.", "Three."]);
    bench.run(Command::ShowArticle(Id::new("a3")));
    bench.run(Command::RemoveArticle(Id::new("a3")));
    assert_eq!(shown(&bench), "a2");
}

#[test]
fn done_is_said_and_taken_back() {
    let mut bench = Bench::articles(&["One.", "Two."]);
    let done = |bench: &Bench| -> Vec<bool> {
        let entries = bench.it.project().entries().iter();
        entries.map(|entry| entry.status().done).collect()
    };
    bench.run(Command::ToggleDone);
    bench.run(Command::SetDone(Id::new("a2"), true));
    assert_eq!(done(&bench), [true, true]);
    bench.refuses(Command::SetDone(Id::new("a2"), true));
    bench.run(Command::ToggleDone);
    assert_eq!(done(&bench), [false, true]);
    bench.goes_back_and_forth();
}

#[test]
fn done_and_next_goes_round_to_what_is_not_done() {
    let mut bench = Bench::articles(&["One.", "Two.", "Three."]);
    bench.run(Command::SetDone(Id::new("a3"), true));
    bench.run(Command::ShowArticle(Id::new("a2")));
    assert!(bench.run(Command::DoneAndNext).changed);
    assert_eq!(shown(&bench), "a1");
    let outcome = bench.run(Command::DoneAndNext);
    assert!(outcome.changed);
    assert_eq!(outcome.notice.unwrap().title, "All articles are done");
    assert_eq!(shown(&bench), "a1");
    assert_eq!(bench.refuses(Command::NextUndone), "All articles are done");
    bench.goes_back_and_forth();
}

#[test]
fn articles_are_stepped_through_to_both_ends() {
    let mut bench = Bench::articles(&["One.", "Two."]);
    bench.run(Command::StepArticle(Direction::Forward));
    assert_eq!(shown(&bench), "a2");
    assert_eq!(
        bench.refuses(Command::StepArticle(Direction::Forward)),
        "There is no further article"
    );
    bench.run(Command::StepArticle(Direction::Back));
    assert_eq!(shown(&bench), "a1");
    bench.refuses(Command::StepArticle(Direction::Back));
    bench.refuses(Command::ShowArticle(Id::new("zz")));
    assert_eq!(shown(&bench), "a1");
}

#[test]
fn a_title_and_what_is_known_are_written_in_one_step_a_field() {
    let mut bench = Bench::articles(&["One."]);
    let id = || Id::new("a1");
    for title in ["N", "Ne", "New", " "] {
        bench.run(Command::SetTitle(id(), title.to_owned()));
    }
    for outlet in ["L", "La"] {
        let value = Some(Value::text(outlet));
        bench.run(Command::SetMeta(id(), "outlet".to_owned(), value));
    }
    let article = bench.it.entry().unwrap().article().clone();
    assert_eq!(
        (article.title.as_str(), article.meta.text("outlet")),
        ("New", Some("La"))
    );
    assert_eq!(bench.it.history().done().len(), 2);
    bench.run(Command::SetMeta(id(), "outlet".to_owned(), None));
    assert_eq!(
        bench.it.entry().unwrap().article().meta,
        Metadata::default()
    );
    bench.refuses(Command::SetMeta(id(), "author".to_owned(), None));
    bench.refuses(Command::SetMeta(
        id(),
        " ".to_owned(),
        Some(Value::Flag(true)),
    ));
    bench.goes_back_and_forth();
}

#[test]
fn an_article_has_values_of_the_tagset_and_no_others() {
    let mut bench = Bench::articles(&["One."]);
    let set = |attribute: &str, value: Option<&str>| {
        Command::SetArticleValue(Id::new("a1"), Id::new(attribute), value.map(Value::text))
    };
    bench.run(set("genre", Some("report")));
    bench.run(set("genre", Some("opinion")));
    assert_eq!(
        bench.it.history().done().len(),
        2,
        "two choices are two steps"
    );
    for bad in [set("genre", Some("novel")), set("mood", Some("report"))] {
        assert_eq!(bench.refuses(bad), "The tagset does not allow this value");
    }
    bench.run(set("genre", None));
    assert!(bench.it.entry().unwrap().status().attributes.is_empty());
    bench.goes_back_and_forth();
}

#[test]
fn what_is_said_of_an_article_goes_with_it_and_comes_back() {
    let mut bench = Bench::articles(&["[entity#1: One]."]);
    let person = Reference::New("Ada".to_owned(), Id::new("person"));
    bench.run(Command::Identify(m(1), person));
    bench.run(Command::SetArticleValue(
        Id::new("a1"),
        Id::new("genre"),
        Some(Value::text("report")),
    ));
    bench.run(Command::RemoveArticle(Id::new("a1")));
    assert_eq!(bench.it.project().identities().count(), 0);
    bench.goes_back_and_forth();
}

#[test]
fn a_damaged_part_is_dropped_and_one_that_is_not_there_is_not() {
    let mut bench = Bench::articles(&["One."]);
    assert_eq!(bench.refuses(Command::DropAside(0)), "");
}
