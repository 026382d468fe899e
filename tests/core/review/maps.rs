//! Tagsets that differ, brought together by a table that is kept.

use postil::formats::project_file;
use postil::project::Id;
use postil::review::retag::{Retag, foreign, retag};

use super::command::{json, run, said};
use super::marked;

fn ids(pairs: &[(&str, Option<&str>)]) -> std::collections::BTreeMap<Id, Option<Id>> {
    let pairs = pairs.iter();
    pairs
        .map(|(from, to)| (Id::new(from), to.map(Id::new)))
        .collect()
}

/// Two files on one article, whose tags are spelled in their own ways.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, statement, person) in [("ana", "claim", "source"), ("model", "Claims", "PER")] {
        let line = format!(
            r#"{{"id":"moon","text":"The moon is cheese, said Ada.","spans":[{{"id":"1","tag":"{statement}","fragments":[[0,18]],"annotator":"{name}"}},{{"id":"2","tag":"{person}","fragments":[[25,28]],"annotator":"{name}"}}],"links":[{{"id":"l","type":"attributed_to","from":"1","to":"2","annotator":"{name}"}}]}}"#
        );
        std::fs::write(folder.path().join(format!("{name}.jsonl")), line).unwrap();
    }
    folder
}

#[test]
fn a_table_is_written_edited_and_used_by_compare_and_agree() {
    let folder = folder();
    let output = run(folder.path(), "compare ana.jsonl model.jsonl");
    insta::assert_snapshot!(said(&output), @r"
    moon: : 2 positions, 0 agreed, 2 disputes
      0 tag: «The moon is cheese»
        ana: claim
        model: Claims
      25 tag: «Ada»
        ana: source
        model: PER
    ana, model: 2 disputes: tag 2
    --- Some(1)
    model.jsonl: tags that the first file does not have: Claims (perhaps claim), PER; --write-map makes a table of what they are, and --map uses it
    ");
    let output = run(
        folder.path(),
        "compare ana.jsonl model.jsonl --write-map tags.tsv",
    );
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    let table = folder.path().join("tags.tsv");
    let written = std::fs::read_to_string(&table).unwrap();
    insta::assert_snapshot!(written, @r"
    # tag or link, its name in the files, its name here (nothing: left out)
    tag	Claims	claim
    tag	PER	PER
    tag	claim	claim
    tag	source	source
    link	attributed_to	attributed_to
    ");
    std::fs::write(&table, written.replace("PER\tPER", "PER\tsource")).unwrap();
    let output = run(
        folder.path(),
        "compare ana.jsonl model.jsonl --map tags.tsv",
    );
    insta::assert_snapshot!(said(&output), @r"
    moon: : 2 positions, 2 agreed, 0 disputes
    ana, model: 0 disputes
    --- Some(0)
    ");
    let output = run(
        folder.path(),
        "agree ana.jsonl model.jsonl --map tags.tsv --json",
    );
    let found = json(&output);
    let exact = found["measures"].as_array().unwrap().iter();
    let mut exact = exact.filter(|it| it["measure"] == "f1_exact");
    assert!(exact.all(|it| it["value"] == 1.0));
    let output = run(
        folder.path(),
        "compare ana.jsonl model.jsonl --write-map tags.tsv",
    );
    assert_eq!(output.status.code(), Some(2), "a table is not written over");
}

#[test]
fn merge_brings_tags_together_too() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, markup: &str| {
        let file = project_file::encode(&marked(markup));
        std::fs::write(folder.path().join(name), file).unwrap();
    };
    write("base.ron", "The moon is cheese, said Ada.");
    write("ours.ron", "[claim#1: The moon is cheese], said Ada.");
    write(
        "theirs.ron",
        "[rebuttal#2: The moon is cheese], said [entity#3: Ada].",
    );
    std::fs::write(
        folder.path().join("tags.tsv"),
        "tag\trebuttal\tclaim\ntag\tentity\t\n",
    )
    .unwrap();
    let output = run(
        folder.path(),
        "merge base.ron ours.ron theirs.ron --map tags.tsv --out out.ron",
    );
    insta::assert_snapshot!(said(&output), @r"
    0 conflicts
    --- Some(0)
    ");
    let bytes = std::fs::read(folder.path().join("out.ron")).unwrap();
    let loaded = project_file::decode(&bytes).unwrap();
    assert_eq!((loaded.problems, loaded.project.mark_count()), (vec![], 1));
}

#[test]
fn a_tag_takes_its_links_and_joins_with_it_and_one_left_out_its_marks() {
    let project = marked(
        "[claim#1: The moon is cheese], said [source#2: Ada] of [entity#4: Éva].\n---\n#1 attributed_to #2\n#1 about #4\n(claim#5: she lies) beside #4",
    );
    let table = Retag {
        tags: ids(&[("source", Some("person")), ("entity", None)]),
        links: ids(&[("attributed_to", Some("says"))]),
    };
    let found = retag(&project, &table, project.tagset()).unwrap();
    assert_eq!(found.check(), []);
    let entry = &found.entries()[0];
    assert_eq!(entry.annotation(&"m2".into()).unwrap().tag, "person".into());
    assert!(entry.annotation(&"m4".into()).is_none());
    let links: Vec<_> = entry.links().values().collect();
    assert_eq!((links.len(), &links[0].kind), (1, &"says".into()));
    let joins = &found.tagset().link(&"says".into()).unwrap().joins;
    assert!(joins.contains(&("claim".into(), "person".into())));
    assert!(found.tagset().tag(&"source".into()).is_none());
    assert_eq!(
        retag(&project, &Retag::default(), project.tagset()).unwrap(),
        project
    );
}

#[test]
fn two_tags_that_become_one_leave_one_mark_with_what_was_said_of_both() {
    let project = marked(
        "[claim#1: [rebuttal#2: The moon is cheese]], said [source#3: Ada].\n---\n#2 note: Sure?\n#2 attributed_to #3",
    );
    let table = Retag {
        tags: ids(&[("rebuttal", Some("claim"))]),
        ..Retag::default()
    };
    let found = retag(&project, &table, project.tagset()).unwrap();
    assert_eq!(found.check(), []);
    let entry = &found.entries()[0];
    assert_eq!(entry.annotation(&"m1".into()).unwrap().note, "Sure?");
    let link = entry.links().values().next().unwrap();
    assert_eq!(link.from, "m1".into());
}

#[test]
fn tags_that_are_spelled_alike_are_put_together() {
    let ana = marked("[claim: The moon] is [entity: cheese].");
    let other = Retag {
        tags: ids(&[("claim", Some("Claims")), ("entity", Some("THING"))]),
        ..Retag::default()
    };
    let ben = retag(&ana, &other, ana.tagset()).unwrap();
    assert_eq!(
        foreign(&ana, &ben),
        [
            ("Claims".into(), Some("claim".into())),
            ("THING".into(), None)
        ]
    );
    assert_eq!(foreign(&ana, &ana), []);
}
