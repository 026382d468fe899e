//! Comments: who says what of a mark or a dispute, who replies, and what becomes of it in files,
//! undo and merges.

use std::sync::Arc;

use postil::command::Command;
use postil::formats::project_file;
use postil::project::{Comment, Edit, Project, Thread};
use postil::review::diff::diff;
use postil::review::merge::{Names, merge};

use crate::support::markup::Bench;

const TEXT: &str = "The moon is [claim#1: made of cheese], said [source#2: Ada].";

fn on_mark() -> Thread {
    Thread::Mark {
        article: "a1".into(),
        mark: "m1".into(),
    }
}

fn said(bench: &mut Bench, by: &str, words: &str) {
    bench.it.set_author(by);
    bench.run(Command::AddComment(on_mark(), words.to_owned()));
}

fn thread(project: &Project) -> Vec<(String, String)> {
    let all = project.thread(&on_mark()).into_iter();
    all.map(|it| (it.stamp.author.to_string(), it.text.clone()))
        .collect()
}

fn talked() -> Bench {
    let mut bench = Bench::of(TEXT);
    said(&mut bench, "Ana", "Is this hers?");
    said(&mut bench, "Ben", " It is. ");
    bench
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    let all = all.iter();
    all.map(|(by, text)| ((*by).to_owned(), (*text).to_owned()))
        .collect()
}

#[test]
fn a_comment_and_its_reply_are_a_thread_with_names_and_times_and_a_step_each() {
    let mut bench = talked();
    let both = pairs(&[("Ana", "Is this hers?"), ("Ben", "It is.")]);
    assert_eq!(thread(bench.it.project()), both);
    let all = bench.it.project().thread(&on_mark());
    assert!(all.iter().all(|it| it.stamp.created.is_some()));
    let steps = bench.it.history().done().iter();
    let steps: Vec<&str> = steps.map(|step| step.name()).collect();
    assert_eq!(steps, ["Comment", "Reply"]);
    bench.run(Command::Undo);
    assert_eq!(thread(bench.it.project()), both[..1]);
    bench.run(Command::Redo);
    assert_eq!(thread(bench.it.project()), both);
    bench.run(Command::AddComment(on_mark(), "  ".to_owned()));
    assert_eq!(bench.it.history().done().len(), 2, "nothing was said");
}

#[test]
fn only_who_wrote_a_comment_takes_it_back() {
    let mut bench = talked();
    let all = bench.it.project().thread(&on_mark());
    let (first, second) = (all[0].id.clone(), all[1].id.clone());
    let refused = bench.run(Command::DeleteComment(first));
    assert_eq!(refused.notice.unwrap().title, "This comment is another's");
    bench.run(Command::DeleteComment(second));
    assert_eq!(
        thread(bench.it.project()),
        pairs(&[("Ana", "Is this hers?")])
    );
}

#[test]
fn a_thread_is_saved_with_the_project_and_stays_when_its_mark_is_gone() {
    let mut bench = talked();
    bench.run(Command::AddComment(
        Thread::Dispute("tag/a1/m1".into()),
        "Which?\nLet us ask.".to_owned(),
    ));
    bench.run(Command::DeleteMark("m1".into()));
    let file = project_file::encode(bench.it.project());
    let loaded = project_file::decode(file.as_bytes()).unwrap();
    assert_eq!(loaded.problems, []);
    assert_eq!(&loaded.project, bench.it.project());
    assert_eq!(loaded.project.comments().count(), 3);
    let line = file
        .lines()
        .find(|it| it.contains("Is this hers?"))
        .unwrap();
    assert!(
        line.contains(r#"article: "a1", mark: "m1", text: "Is this hers?", by: "Ana""#),
        "{line}"
    );
    let bad = file.replace(r#"mark: "m1", text: "Is"#, r#"text: "Is"#);
    let loaded = project_file::decode(bad.as_bytes()).unwrap();
    let problems = loaded.problems.iter().map(|it| it.what.clone());
    insta::assert_snapshot!(problems.collect::<Vec<_>>().join("\n"), @r#"comment "m3" is about neither a mark with its article nor a dispute; say one of them"#);
    assert_eq!(loaded.project.aside().len(), 1, "it is kept aside");
}

#[test]
fn replies_of_two_meet_in_a_merge_and_are_told_in_a_diff() {
    let base = talked().it.project().clone();
    let with = |id: &str, by: &str| {
        let mut comment = Comment::clone(base.comments().next().unwrap());
        comment.id = id.into();
        comment.stamp.author = by.into();
        comment.text = format!("So says {by}.");
        let mut project = base.clone();
        let to = Some(Arc::new(comment));
        project
            .apply(&[Edit::Comment { id: id.into(), to }])
            .unwrap();
        project
    };
    let (ours, theirs) = (with("c1", "Cy"), with("c2", "Di"));
    let names = Names {
        ours: "ours",
        theirs: "theirs",
    };
    let both = merge(Some(&base), &ours, &theirs, names).unwrap();
    assert_eq!(both.conflicts, []);
    assert_eq!(both.project.comments().count(), 4);
    let swapped = merge(Some(&base), &theirs, &ours, names).unwrap();
    assert_eq!(both.project, swapped.project);
    let gone = merge(Some(&both.project), &both.project, &base, names).unwrap();
    assert_eq!(gone.project, base, "what one took back is gone");
    let told: Vec<String> = diff(&base, &both.project)
        .into_iter()
        .map(|it| it.sentence)
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    commented on claim «made of cheese»: «So says Cy.»
    commented on claim «made of cheese»: «So says Di.»
    ");
}
