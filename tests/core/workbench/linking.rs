//! Links between marks.

use postil::command::Command;
use postil::project::{Attribute, Id, Value, ValueKind};
use postil::workbench::Request;

use crate::support::markup::{Bench, check, m};

const BEFORE: &str = "[claim#1: It rains], [source#2: he] said. [rebuttal#3: No.] [entity#4: Mars]";

fn link(from: usize, to: usize, kind: Option<&str>) -> Command {
    Command::Link {
        from: m(from),
        to: m(to),
        kind: kind.map(Id::new),
    }
}

#[test]
fn the_kind_of_a_link_follows_from_the_tags() {
    let after = |line: &str| {
        let numbers: Vec<char> = line.chars().filter(char::is_ascii_digit).collect();
        let mut text = BEFORE.to_owned();
        for number in ['1', '2', '3', '4'] {
            if !numbers.contains(&number) {
                text = text.replace(&format!("#{number}"), "");
            }
        }
        format!("{text}\n---\n{line}")
    };
    for (from, to, line) in [
        (1, 2, "#1 attributed to #2"),
        (2, 1, "#1 attributed to #2"),
        (1, 4, "#1 about #4"),
        (4, 3, "#3 about #4"),
    ] {
        check(BEFORE, [link(from, to, None)], &after(line));
    }
}

#[test]
fn where_two_kinds_fit_the_window_asks() {
    let mut bench = Bench::of(BEFORE);
    let outcome = bench.run(link(3, 1, None));
    assert!(!outcome.changed);
    let (from, to) = (m(3), m(1));
    let kinds = vec![Id::new("rebuts"), Id::new("supports")];
    assert_eq!(
        outcome.request,
        Some(Request::ChooseLinkKind { from, to, kinds })
    );
    bench.run(link(3, 1, Some("rebuts")));
    bench.run(link(3, 1, Some("supports")));
    bench.shows(
        "[claim#1: It rains], [source: he] said. [rebuttal#3: No.] [entity: Mars]\n---\n\
         #3 rebuts #1\n#3 supports #1",
    );
    assert_eq!(bench.last_step(), "Link: supports");
    bench.goes_back_and_forth();
}

#[test]
fn a_link_twice_to_itself_or_against_the_tagset_is_refused() {
    let mut bench = Bench::of(BEFORE);
    bench.run(link(1, 2, None));
    for (command, said) in [
        (link(1, 2, None), "This link is there already"),
        (link(2, 1, None), "This link is there already"),
        (link(1, 1, None), "A mark cannot be linked to itself"),
        (link(2, 4, None), "No link goes from source to entity"),
        (
            link(1, 2, Some("rebuts")),
            "No link goes from claim to source",
        ),
        (link(1, 9, None), "There is no such mark"),
    ] {
        assert_eq!(bench.refuses(command), said);
    }
    bench.it.set_author("Ben");
    assert!(bench.run(link(1, 2, None)).changed);
}

#[test]
fn a_link_is_deleted_and_comes_back() {
    let before = "[claim#1: It rains], [source#2: he] said.\n---\n#1 attributed to #2";
    let mut bench = check(
        before,
        [Command::Unlink("l1".into())],
        "[claim: It rains], [source: he] said.",
    );
    assert_eq!(bench.refuses(Command::Unlink("l1".into())), "");
    bench.run(Command::Undo);
    bench.shows(before);
}

#[test]
fn a_link_becomes_one_of_another_kind() {
    let before = "[rebuttal#1: No], [claim#2: it rains].\n---\n#1 rebuts #2";
    let kind = |kind: &str| Command::SetLinkKind("l1".into(), Id::new(kind));
    let mut bench = check(
        before,
        [kind("supports")],
        "[rebuttal#1: No], [claim#2: it rains].\n---\n#1 supports #2",
    );
    assert!(!bench.run(kind("supports")).changed);
    assert_eq!(
        bench.refuses(kind("about")),
        "No link goes from rebuttal to claim"
    );
    bench.refuses(kind("likes"));
    bench.run(link(1, 2, Some("rebuts")));
    assert_eq!(bench.refuses(kind("rebuts")), "This link is there already");
}

#[test]
fn links_have_values_and_notes() {
    let mut bench = Bench::of("[rebuttal#1: No], [claim#2: it rains].\n---\n#1 rebuts #2");
    let value = |word: &str| {
        let value = Some(Value::text(word));
        Command::SetLinkValue("l1".into(), Id::new("certainty"), value)
    };
    assert_eq!(
        bench.refuses(value("alleged")),
        "The tagset does not allow this value"
    );
    let mut tagset = (**bench.it.project().tagset()).clone();
    tagset.links[0].attributes.push(Attribute {
        id: Id::new("certainty"),
        name: "certainty".to_owned(),
        kind: ValueKind::Choice(vec!["alleged".to_owned()]),
        guideline: String::new(),
    });
    let tagset = Box::new(tagset);
    bench.run(Command::SetTagset(tagset, "Change".to_owned()));
    bench.run(value("alleged"));
    for note in ["s", "so"] {
        bench.run(Command::SetLinkNote("l1".into(), note.to_owned()));
    }
    assert_eq!(bench.it.history().done().len(), 3);
    bench.shows(
        "[rebuttal#1: No], [claim#2: it rains].\n---\n#1 rebuts #2, certainty: alleged, note: so",
    );
    bench.run(Command::SetLinkKind("l1".into(), "supports".into()));
    bench.shows("[rebuttal#1: No], [claim#2: it rains].\n---\n#1 supports #2, note: so");
    bench.goes_back_and_forth();
}

#[test]
fn the_kinds_that_two_marks_can_have_say_which_way_they_run() {
    let bench = Bench::of(BEFORE);
    let kinds = |from, to| {
        let (kinds, turned) = bench.it.link_kinds(&m(from), &m(to));
        let names: Vec<_> = kinds
            .iter()
            .map(|kind| kind.id.as_str().to_owned())
            .collect();
        (names.join(" "), turned)
    };
    assert_eq!(kinds(1, 2), ("attributed_to".to_owned(), false));
    assert_eq!(kinds(2, 1), ("attributed_to".to_owned(), true));
    assert_eq!(kinds(3, 1), ("rebuts supports".to_owned(), false));
    assert_eq!(kinds(2, 4), (String::new(), true));
    assert_eq!(kinds(1, 1), (String::new(), false));
}
