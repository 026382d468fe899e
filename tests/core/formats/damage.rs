//! Damaged parts: each costs itself and what depends on it, is said with its place, is kept, and
//! comes back when it is sound again.

use postil::formats::project_file::{self, Loaded};
use postil::project::Id;

use crate::support::hostile::SOUND;

/// Loads the small file with one thing changed.
fn damaged(from: &str, to: &str) -> Loaded {
    assert_eq!(
        SOUND.matches(from).count(),
        1,
        "{from:?} stands once in the file"
    );
    let loaded = project_file::decode(SOUND.replace(from, to).as_bytes()).unwrap();
    assert_eq!(loaded.project.check(), []);
    loaded
}

/// What was said, and which parts are aside, as lines.
fn told(loaded: &Loaded) -> String {
    let problems = loaded.problems.iter().map(ToString::to_string);
    let aside = loaded.project.aside().iter().map(|aside| {
        let article = aside.article.as_ref().map_or("-", Id::as_str);
        let head: String = aside.data.chars().take(24).collect();
        format!("aside {article}: {head}")
    });
    problems.chain(aside).collect::<Vec<_>>().join("\n")
}

/// Saves and loads what is left: the same must be aside, and nothing more.
fn stays(loaded: &Loaded) {
    let again = project_file::decode(project_file::encode(&loaded.project).as_bytes()).unwrap();
    assert_eq!(again.project, loaded.project);
    assert!(again.problems.len() >= loaded.project.aside().len());
}

macro_rules! damage {
    ($name:ident, $from:expr => $to:expr, @$told:literal) => {
        #[test]
        fn $name() {
            let loaded = damaged($from, $to);
            insta::assert_snapshot!(told(&loaded), @$told);
            stays(&loaded);
        }
    };
}

damage!(an_offset_past_the_end, "(44, 47," => "(44, 4700,", @r#"
    54:9: mark "m3" reaches to 4700, past the end of the text at 54; its words stand at 44..47: set its offsets to that if it is the place, or delete it
    aside moon: Annotation(id: "m3", tag
    "#);
damage!(an_offset_inside_a_character, "(3, 29," => "(1, 29,", @r#"
    52:9: mark "m1" cuts a character (1..29); its words stand at 3..29: set its offsets to that if it is the place, or delete it
    57:9: link "l1" starts at mark "m1", which is kept aside; restore the mark or delete the link
    aside moon: Annotation(id: "m1", tag
    aside moon: Link(id: "l1", kind: "at
    "#);
damage!(ends_that_are_swapped, "(44, 47," => "(47, 44,", @r#"
    54:9: mark "m3" ends before it starts (47..44); its words stand at 44..47: set its offsets to that if it is the place, or delete it
    aside moon: Annotation(id: "m3", tag
    "#);
damage!(words_that_moved, "(39, 42, \"Kim\")" => "(38, 41, \"Kim\")", @r#"
    53:9: mark "m2" quotes "Kim", but at 38..41 stands " Ki"; its words stand at 39..42: set its offsets to that if it is the place, or delete it
    57:9: link "l1" ends at mark "m2", which is kept aside; restore the mark or delete the link
    aside moon: Annotation(id: "m2", tag
    aside moon: Link(id: "l1", kind: "at
    "#);
damage!(words_that_are_nowhere, "(44, 47, \"Kim\")" => "(44, 47, \"Kit\")", @r#"
    54:9: mark "m3" quotes "Kit", but at 44..47 stands "Kim"; its words were not found in the text: correct its offsets or delete it
    aside moon: Annotation(id: "m3", tag
    "#);
damage!(an_implicit_mark_beside_nothing, "        (id: \"m3\"," => "        (id: \"m4\", tag: \"claim\", wording: \"so\", beside: \"m9\"),\n        (id: \"m5\", tag: \"claim\", wording: \"so\", beside: \"m4\"),\n        (id: \"m6\", tag: \"claim\", wording: \"so\", beside: \"m6\"),\n        (id: \"m7\", tag: \"claim\", wording: \"so\", beside: \"m3\"),\n        (id: \"m3\",", @r#"
    54:9: mark "m4" stands beside mark "m9", which is not there; restore the mark or take "beside" out
    55:9: mark "m5" stands beside mark "m4", which is kept aside; restore the mark or take "beside" out
    56:9: mark "m6" stands beside itself; take "beside" out
    aside moon: Annotation(id: "m6", tag
    aside moon: Annotation(id: "m4", tag
    aside moon: Annotation(id: "m5", tag
    "#);
damage!(an_unknown_tag, "\"m3\", tag: \"source\"" => "\"m3\", tag: \"person\"", @r#"
    54:9: mark "m3" has tag "person", which is not in the tagset; add it there, or choose another
    aside moon: Annotation(id: "m3", tag
    "#);
damage!(an_id_that_stands_twice, "\"m3\"" => "\"m2\"", @r#"
    54:9: mark "m2" has an id that stands twice; give one of the two another
    aside moon: Annotation(id: "m2", tag
    "#);
damage!(a_link_to_nothing, "from: \"m1\"" => "from: \"m9\"", @r#"
    57:9: link "l1" starts at mark "m9", which is not there; restore the mark or delete the link
    aside moon: Link(id: "l1", kind: "at
    "#);
damage!(a_link_to_itself, "to: \"m2\"" => "to: \"m1\"", @r#"
    57:9: link "l1" joins mark "m1" to itself; give it another end or delete it
    aside moon: Link(id: "l1", kind: "at
    "#);
damage!(a_link_of_an_unknown_kind, "kind: \"attributed_to\"" => "kind: \"rebuts\"", @r#"
    57:9: link "l1" has kind "rebuts", which is not in the tagset; add it there, or choose another
    aside moon: Link(id: "l1", kind: "re
    "#);
damage!(a_value_that_does_not_fit, "\"reported\")]" => "\"maybe\")]", @r#"
    52:9: mark "m1" has "maybe" for "certainty", which the tagset does not allow; change one of the two
    57:9: link "l1" starts at mark "m1", which is kept aside; restore the mark or delete the link
    aside moon: Annotation(id: "m1", tag
    aside moon: Link(id: "l1", kind: "at
    "#);
damage!(an_unknown_field_of_a_mark, "(id: \"m3\"," => "(colour: 1, id: \"m3\",", @r#"
    54:10: mark "m3" has a field "colour" that this Postil does not know; take it out, or open the file with a newer Postil
    aside moon: Annotation(colour: 1, id
    "#);
damage!(a_value_of_another_type, "\"m3\", tag: \"source\"" => "\"m3\", tag: 7", @r#"
    54:24: mark "m3" cannot be read: expected string
    aside moon: Annotation(id: "m3", tag
    "#);
damage!(a_time_that_is_none, "T10:00:00Z" => "T25:00:00Z", @r#"
    52:141: mark "m1" cannot be read: "2026-11-25T25:00:00Z" is no time such as "2026-11-25T10:09:37Z"
    57:9: link "l1" starts at mark "m1", which is kept aside; restore the mark or delete the link
    aside moon: Annotation(id: "m1", tag
    aside moon: Link(id: "l1", kind: "at
    "#);
damage!(an_identity_of_an_unknown_kind, "kind: \"person\"" => "kind: \"planet\"", @r#"
    39:5: identity "kim" has kind "planet", which is not in the tagset; add it there, or choose another
    53:9: mark "m2" refers to identity "kim", which is not there or kept aside; restore it, or choose another
    54:9: mark "m3" refers to identity "kim", which is not there or kept aside; restore it, or choose another
    57:9: link "l1" ends at mark "m2", which is kept aside; restore the mark or delete the link
    aside -: Identity(id: "kim", name
    aside moon: Annotation(id: "m2", tag
    aside moon: Annotation(id: "m3", tag
    aside moon: Link(id: "l1", kind: "at
    "#);
damage!(a_mark_with_words_and_wording, "\"m3\"," => "\"m3\", wording: \"x\",", @r#"
    54:9: mark "m3" stands on words and has a wording of its own; take one of the two out
    aside moon: Annotation(id: "m3", wor
    "#);
damage!(a_mark_without_words, "at: [(44, 47, \"Kim\")], " => "", @r#"
    54:9: mark "m3" stands on no words and has no wording of its own; give it one or delete it
    aside moon: Annotation(id: "m3", tag
    "#);
damage!(a_text_of_another_length, "Kim is é." => "Kim is é!!", @r#"
    39:5: warning: no mark refers to identity "kim" (Kim Ito)
    42:5: the text of article "moon" is not the one that was marked (it has 55 bytes, not 54); bring the old text back, or correct "bytes" and "sha256" if the change is meant
    aside -: Article(
          id: "moon
    "#);
damage!(a_text_of_another_digest, "Kim is é." => "Kim is è.", @r#"
    39:5: warning: no mark refers to identity "kim" (Kim Ito)
    42:5: the text of article "moon" is not the one that was marked (its SHA-256 differs); bring the old text back, or correct "bytes" and "sha256" if the change is meant
    aside -: Article(
          id: "moon
    "#);
damage!(an_unknown_field_of_an_article, "title: \"The moon\"" => "name: \"The moon\"", @r#"
    39:5: warning: no mark refers to identity "kim" (Kim Ito)
    44:7: this article has a field "name" that this Postil does not know; take it out, or open the file with a newer Postil
    aside -: Article(
          id: "moon
    "#);
damage!(a_record_that_is_no_record, "(id: \"m3\"," => "\"m3\", (id: \"m4\",", @r#"
    54:9: this mark cannot be read: expected opening `(` for struct `Annotation`
    aside moon: Annotation"m3"
    "#);

#[test]
fn the_same_mark_twice_is_kept_once() {
    let line = "        (id: \"m3\", tag: \"source\", at: [(44, 47, \"Kim\")], identity: \"kim\", by: \"ana\"),\n";
    let twin = line.replace("m3", "m4");
    let loaded = damaged(line, &format!("{line}{twin}"));
    insta::assert_snapshot!(told(&loaded), @r#"
    55:9: mark "m4" is the same as mark "m3"; delete one of the two
    aside moon: Annotation(id: "m4", tag
    "#);
    stays(&loaded);
}

#[test]
fn a_part_comes_back_when_it_is_sound_again() {
    let loaded = damaged(
        "        (id: \"m2\", tag: \"source\"",
        "        (id: \"m2\", tag: \"voice\"",
    );
    assert_eq!(loaded.project.aside().len(), 2, "the mark and its link");
    let saved = project_file::encode(&loaded.project);
    let mended = saved
        .replace("id: \"source\"", "id: \"voice\"")
        .replace("\"source\"", "\"voice\"");
    let loaded = project_file::decode(mended.as_bytes()).unwrap();
    assert_eq!(loaded.project.aside(), []);
    assert_eq!(loaded.project.mark_count(), 3);
    assert_eq!(loaded.project.entries()[0].links().len(), 1);
}

#[test]
fn an_identity_comes_back_with_its_mentions_and_their_links() {
    let loaded = damaged("kind: \"person\"", "kind: \"planet\"");
    let saved = project_file::encode(&loaded.project);
    let mended = saved.replace("id: \"person\"", "id: \"planet\"");
    let loaded = project_file::decode(mended.as_bytes()).unwrap();
    assert_eq!(loaded.problems, []);
    let whole = SOUND.replace("\"person\", name", "\"planet\", name");
    let whole = whole.replace("kind: \"person\"", "kind: \"planet\"");
    assert_eq!(project_file::encode(&loaded.project), whole);
}

#[test]
fn offsets_that_are_no_offsets_cost_their_mark_alone() {
    let long = "9".repeat(1_000_000);
    for number in [
        "-1",
        "1e3",
        "1.5",
        "inf",
        "NaN",
        "18446744073709551616",
        "0x",
        "\"3\"",
        &long,
    ] {
        let loaded = damaged("(44, 47,", &format!("(44, {number},"));
        assert_eq!(loaded.project.aside().len(), 1, "{}", loaded.problems[0]);
        assert_eq!(loaded.project.mark_count(), 2);
        assert!(
            loaded.problems[0].what.len() < 300,
            "{}",
            loaded.problems[0]
        );
        assert_eq!(loaded.problems[0].line, Some(54));
    }
}

#[test]
fn a_reason_that_was_kept_is_said_again() {
    let loaded = damaged("(44, 47,", "(44, 4700,");
    let saved = project_file::encode(&loaded.project);
    let again = project_file::decode(saved.as_bytes()).unwrap();
    assert_eq!(again.problems.len(), 1);
    assert_eq!(again.problems[0].what, loaded.problems[0].what);
    let aside = saved
        .lines()
        .position(|line| line.contains("reason:"))
        .unwrap();
    assert_eq!(again.problems[0].line, Some(aside + 1));
}

#[test]
fn an_article_comes_back_with_all_its_marks() {
    let loaded = damaged("sha256: \"", "sha256: \"0");
    assert_eq!(loaded.project.entries().len(), 0);
    let saved = project_file::encode(&loaded.project);
    let mended = saved.replace("sha256: \\\"0", "sha256: \\\"");
    assert_ne!(mended, saved);
    let loaded = project_file::decode(mended.as_bytes()).unwrap();
    assert_eq!(loaded.problems, []);
    assert_eq!(project_file::encode(&loaded.project), SOUND);
}

#[test]
fn a_mark_whose_id_another_had_that_is_aside_now_comes_back_at_the_next_load() {
    // Two marks of one id: the first stands beside nothing and goes aside when all marks are known,
    // which is too late for the second.
    let twins = "        (id: \"m9\", tag: \"claim\", wording: \"so\", beside: \"none\"),\n        \
                 (id: \"m9\", tag: \"claim\", wording: \"no\"),\n        (id: \"m3\",";
    let first = damaged("        (id: \"m3\",", twins);
    let count = |loaded: &Loaded| (loaded.project.mark_count(), loaded.project.aside().len());
    assert_eq!(count(&first), (3, 2));
    let load = |loaded: &Loaded| {
        project_file::decode(project_file::encode(&loaded.project).as_bytes()).unwrap()
    };
    let second = load(&first);
    assert_eq!(count(&second), (4, 1));
    assert_eq!(load(&second).project, second.project);
}
