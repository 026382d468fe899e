//! Identities: whom marks refer to.

use postil::command::{Command, Reference};
use postil::project::Id;

use crate::support::markup::{Bench, check, m};

fn new(mark: usize, name: &str, kind: &str) -> Command {
    Command::Identify(m(mark), Reference::New(name.to_owned(), Id::new(kind)))
}

fn known(mark: usize, id: &str) -> Command {
    Command::Identify(m(mark), Reference::Known(Id::new(id)))
}

#[test]
fn a_mark_is_given_a_new_a_known_and_no_identity() {
    check(
        "[entity#1: Ada] and [entity#2: she].",
        [new(1, " Ada Moon ", "person"), known(2, "m3")],
        "[entity#1: Ada] and [entity#2: she].\n---\n#1 is Ada Moon, person\n#2 is Ada Moon, person",
    );
    let bench = check(
        "[entity#1: Ada] and [entity#2: she].\n---\n#1 is Ada, person\n#2 is Ada, person",
        [
            Command::Identify(m(1), Reference::Nobody),
            Command::Identify(m(2), Reference::Nobody),
        ],
        "[entity: Ada] and [entity: she].",
    );
    assert_eq!(bench.it.project().identities().count(), 0);
}

#[test]
fn an_identity_that_nobody_refers_to_any_more_goes() {
    let bench = check(
        "[entity#1: Ada].\n---\n#1 is Ada, person",
        [new(1, "Eve", "person")],
        "[entity#1: Ada].\n---\n#1 is Eve, person",
    );
    assert_eq!(bench.it.project().identities().count(), 1);
}

#[test]
fn an_identity_needs_a_name_and_a_kind_and_one_that_is_known_must_be() {
    let mut bench = Bench::of("[entity#1: Ada].\n---\n#1 is Ada, person");
    assert_eq!(
        bench.refuses(new(1, " ", "person")),
        "An identity needs a name"
    );
    bench.refuses(new(1, "Eve", "planet"));
    bench.refuses(known(1, "Eve"));
    bench.refuses(known(1, "Ada"));
    bench.refuses(new(9, "Eve", "person"));
    bench.shows("[entity#1: Ada].\n---\n#1 is Ada, person");
}

#[test]
fn an_identity_is_renamed_letter_by_letter_in_one_step() {
    let rename = |name: &str| Command::RenameIdentity(Id::new("Ada"), name.to_owned());
    let mut bench = Bench::of("[entity#1: Ada].\n---\n#1 is Ada, person");
    for name in ["Ad", "A", "", "Av", "Ava"] {
        bench.run(rename(name));
    }
    bench.shows("[entity#1: Ada].\n---\n#1 is Ava, person");
    assert_eq!(bench.it.history().done().len(), 1);
    bench.goes_back_and_forth();
}

#[test]
fn an_identity_becomes_one_of_another_kind_of_the_tagset() {
    let kind = |kind: &str| Command::SetIdentityKind(Id::new("Ada"), Id::new(kind));
    let mut bench = check(
        "[entity#1: Ada].\n---\n#1 is Ada, person",
        [kind("work")],
        "[entity#1: Ada].\n---\n#1 is Ada, work",
    );
    bench.refuses(kind("planet"));
    bench.refuses(kind("work"));
}

#[test]
fn merging_gives_all_mentions_to_the_second_and_the_first_goes() {
    let mut bench = Bench::articles(&[
        "[entity#1: Ada], [entity#2: Moon].\n---\n#1 is Ada, person\n#2 is Moon, person",
        "[entity#3: She].\n---\n#3 is Ada, person",
    ]);
    let merge = |from: &str, into: &str| Command::MergeIdentities(Id::new(from), Id::new(into));
    bench.refuses(merge("Ada", "Ada"));
    bench.refuses(merge("Ada", "Eve"));
    bench.refuses(merge("Eve", "Ada"));
    let notice = bench.run(merge("Ada", "Moon")).notice.unwrap();
    assert_eq!(notice.title, "«Ada» and «Moon» are one now");
    bench.shows("[entity#1: Ada], [entity#2: Moon].\n---\n#1 is Moon, person\n#2 is Moon, person");
    let left: Vec<_> = bench
        .it
        .project()
        .identities()
        .map(|i| i.name.clone())
        .collect();
    assert_eq!(left, ["Moon"]);
    bench.goes_back_and_forth();
}

#[test]
fn merging_keeps_what_was_noted_of_both() {
    let mut bench =
        Bench::of("[entity#1: Ada], [entity#2: Moon].\n---\n#1 is Ada, person\n#2 is Moon, person");
    let note = |of: &str, note: &str| Command::SetIdentityNote(Id::new(of), note.to_owned());
    bench.run(note("Ada", "an engineer"));
    bench.run(note("Moon", "born 1815"));
    bench.run(Command::MergeIdentities(Id::new("Ada"), Id::new("Moon")));
    let left: Vec<_> = bench.it.project().identities().collect();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].note, "born 1815\nan engineer");
    bench.goes_back_and_forth();
}

#[test]
fn the_next_mention_is_found_across_articles_round_and_round() {
    let mut bench = Bench::articles(&[
        "[entity#1: Ada] and [entity#2: she] and [source#3: Ben].\n---\n\
         #1 is Ada, person\n#2 is Ada, person\n#3 is Ben, person",
        "[entity#4: She].\n---\n#4 is Ada, person",
    ]);
    assert_eq!(bench.refuses(Command::NextMention), "No mark is selected");
    bench.run(Command::SelectMark(m(1)));
    let mut seen = Vec::new();
    for _ in 0..4 {
        let outcome = bench.run(Command::NextMention);
        assert!(outcome.reveal.is_some());
        let article = bench.it.entry().unwrap().article().id.as_str().to_owned();
        seen.push((article, bench.it.selection().mark.clone().unwrap()));
    }
    let expected = [("a1", 2), ("a2", 4), ("a1", 1), ("a1", 2)];
    assert_eq!(
        seen,
        expected.map(|(article, mark)| (article.to_owned(), m(mark)))
    );
}

#[test]
fn a_mark_without_identity_has_no_next_mention() {
    let mut bench = Bench::of("[entity*: Ada].");
    assert_eq!(
        bench.refuses(Command::NextMention),
        "This mark has no identity yet"
    );
}
