//! Project files as wholes: what comes back, and what each bad file is told.

use std::fmt::Write as _;
use std::sync::Arc;

use postil::formats::project_file::{Loaded, ProjectFileError};
use postil::formats::{Severity, project_file, tagset_file};
use postil::project::{Edit, Id};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::hostile::{SOUND, hostile};
use crate::support::{arbitrary, edits};

/// What came of reading a file, to be compared.
fn told(read: Result<Loaded, ProjectFileError>) -> Result<Loaded, String> {
    read.map_err(|error| error.to_string())
}

/// What comes of reading a file beside others: what only deserves a look is not looked for then.
fn errors_alone(read: Result<Loaded, ProjectFileError>) -> Result<Loaded, String> {
    let mut told = told(read)?;
    told.problems.retain(|it| it.severity == Severity::Error);
    Ok(told)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_saved_comes_back(project in arbitrary::project()) {
        prop_assert_eq!(project.check(), []);
        let text = project_file::encode(&project);
        let loaded = project_file::decode(text.as_bytes()).unwrap();
        prop_assert_eq!(&loaded.project, &project);
        prop_assert_eq!(project_file::encode(&loaded.project), text);
    }

    #[test]
    fn git_may_change_the_line_ends(project in arbitrary::project()) {
        let text = project_file::encode(&project).replace('\n', "\r\n");
        let loaded = project_file::decode(format!("\u{feff}{text}").as_bytes()).unwrap();
        prop_assert_eq!(loaded.project, project);
    }

    #[test]
    fn a_tagset_comes_back(tagset in arbitrary::tagset()) {
        let text = tagset_file::encode(&tagset);
        prop_assert_eq!(tagset_file::decode(text.as_bytes()).unwrap(), tagset);
    }

    #[test]
    fn a_cut_file_is_never_half_loaded(project in arbitrary::project(), at: Index) {
        let text = project_file::encode(&project);
        let end = at.index(text.trim_end().len());
        let error = project_file::decode(&text.as_bytes()[..end]).unwrap_err();
        prop_assert!(!error.to_string().is_empty());
    }

    #[test]
    fn versions_that_are_read_together_are_each_what_it_is_alone(
        project in arbitrary::project(),
        steps in proptest::collection::vec(edits::seed(), 0..12),
        changes in proptest::collection::vec((0_usize..3, any::<Index>(), any::<u8>()), 0..3),
    ) {
        let mut edited = project.clone();
        for step in &steps {
            // Many are refused.
            let _ = edited.apply(&[step.edit(&edited)]);
        }
        let again = project_file::encode(&project).into_bytes();
        let mut files = [again.clone(), project_file::encode(&edited).into_bytes(), again];
        for (file, at, byte) in changes {
            let at = at.index(files[file].len());
            files[file][at] = byte;
        }
        let [first, others @ ..] = &files;
        let others: Vec<&[u8]> = others.iter().map(Vec::as_slice).collect();
        let together = project_file::decode_versions(first, &others);
        let together: Vec<_> = together.into_iter().map(told).collect();
        let alone: Vec<_> = files.iter().map(|file| errors_alone(project_file::decode(file))).collect();
        prop_assert_eq!(together, alone);
    }

    #[test]
    fn what_is_written_reads_back_as_its_project_alone(
        project in arbitrary::project(),
        steps in proptest::collection::vec(edits::seed(), 1..6),
    ) {
        let before = project_file::encode(&project);
        let notes = project_file::reads_back(&before, &project, None).unwrap();
        let mut edited = project.clone();
        for step in &steps {
            // Many are refused.
            let _ = edited.apply(&[step.edit(&edited)]);
        }
        // Edits alone, without the commands that make them, may leave what no project should be.
        prop_assume!(edited.check().is_empty());
        let text = project_file::encode(&edited);
        prop_assert_eq!(&project_file::encode_sooner(&edited, Some((before.as_bytes(), &notes))), &text);
        for known in [None, Some((before.as_bytes(), &notes))] {
            prop_assert!(project_file::reads_back(&text, &edited, known).is_ok());
            // With parts aside more may come back than was written: those are sound by now.
            if edited.aside().is_empty() && project.aside().is_empty() {
                let same = text == before;
                prop_assert_eq!(project_file::reads_back(&before, &edited, known).is_ok(), same);
                prop_assert_eq!(project_file::reads_back(&text, &project, known).is_ok(), same);
            }
        }
    }

    #[test]
    fn random_bytes_harm_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(project_file::decode(&bytes).is_err());
        prop_assert!(tagset_file::decode(&bytes).is_err());
    }

    #[test]
    fn a_changed_byte_is_found_or_harmless(
        project in arbitrary::project(),
        changes in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..3),
    ) {
        let mut bytes = project_file::encode(&project).into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(loaded) = project_file::decode(&bytes) {
            prop_assert_eq!(loaded.project.check(), []);
            let again = project_file::encode(&loaded.project);
            let again = project_file::decode(again.as_bytes()).unwrap();
            prop_assert_eq!(again.project, loaded.project);
        }
    }
}

#[test]
fn every_changed_byte_of_a_small_file_is_found_or_harmless() {
    for at in 0..SOUND.len() {
        for byte in [b'"', b'(', b']', b',', b':', b'\\', b'9', b' ', 0, 0xFF] {
            let mut bytes = SOUND.as_bytes().to_vec();
            bytes[at] = byte;
            if let Ok(loaded) = project_file::decode(&bytes) {
                assert_eq!(loaded.project.check(), [], "byte {at} as {byte}");
            }
        }
    }
}

#[test]
fn a_damaged_version_is_the_same_beside_a_sound_one_and_a_sound_one_beside_it() {
    let sound = SOUND.as_bytes();
    let damaged = [
        ("(44, 47,", "(44, 4700,"),
        ("(39, 42, \"Kim\")", "(38, 41, \"Kim\")"),
        ("bytes: ", "bytes: 1"),
        ("tag: \"", "tag: \"no-"),
        ("id: \"m3\"", "id: \"m2\""),
        (
            "        (id: \"m3\"",
            "        (id: \"m3\", tag: 7), (id: \"m3\"",
        ),
    ];
    let files = damaged.map(|(from, to)| {
        assert!(SOUND.contains(from), "{from}");
        SOUND.replace(from, to).into_bytes()
    });
    let files = files
        .into_iter()
        .chain(hostile().into_iter().map(|(_, file)| file));
    for file in files {
        let alone = [sound, &file].map(|file| errors_alone(project_file::decode(file)));
        let together = |first, other| {
            let mut both = project_file::decode_versions(first, &[other]).into_iter();
            [both.next(), both.next()].map(|it| told(it.unwrap()))
        };
        let [other, first] = together(&file, sound);
        assert_eq!(together(sound, &file), alone);
        assert_eq!([first, other], alone);
    }
}

#[test]
fn what_stands_in_two_versions_is_shared() {
    let changed = SOUND.replacen("by: \"ana\"),", "by: \"bo\"),", 1);
    assert_ne!(changed, SOUND);
    let both = project_file::decode_versions(SOUND.as_bytes(), &[changed.as_bytes()]);
    let [Ok(one), Ok(other)] = both.as_slice() else {
        panic!("both are sound: {both:?}");
    };
    let of = |loaded: &Loaded| loaded.project.entries()[0].clone();
    let (one, other) = (of(one), of(other));
    assert!(Arc::ptr_eq(one.article(), other.article()));
    let (mut shared, mut own) = (0, 0);
    for (id, mark) in one.annotations() {
        let it = other.annotation(id).unwrap();
        match mark == it {
            true if Arc::ptr_eq(mark, it) => shared += 1,
            true => panic!("{id} was read twice"),
            false => own += 1,
        }
    }
    assert!(shared > 0 && own > 0, "{shared} shared, {own} not");
}

#[test]
fn what_has_not_changed_is_copied_and_what_has_is_written_anew() {
    let mut project = project_file::decode(SOUND.as_bytes()).unwrap().project;
    let written = project_file::encode(&project);
    let notes = project_file::reads_back(&written, &project, None).unwrap();
    // Other words of the same length show where they come from.
    let record = |id: &str| format!("(id: \"{id}\", tag: \"");
    let (mine, yours) = (record("m1"), record("m2"));
    assert!(
        written.contains(&mine) && written.contains(&yours),
        "{written}"
    );
    let marked = |text: &str, id: &str| text.contains(&record(id).replace("tag", "TAG"));
    let other = [mine, yours].iter().fold(written.clone(), |text, record| {
        text.replace(record, &record.replace("tag", "TAG"))
    });
    let again = project_file::encode_sooner(&project, Some((other.as_bytes(), &notes)));
    assert!(marked(&again, "m1") && marked(&again, "m2"), "{again}");
    let entry = &project.entries()[0];
    let (article, id) = (entry.article().id.clone(), Id::new("m1"));
    let mut changed = (**entry.annotation(&id).unwrap()).clone();
    changed.note = "another".into();
    let to = Some(Arc::new(changed));
    project
        .apply(&[Edit::Annotation { article, id, to }])
        .unwrap();
    let again = project_file::encode_sooner(&project, Some((other.as_bytes(), &notes)));
    assert!(!marked(&again, "m1") && marked(&again, "m2"), "{again}");
    // What was only read may stand there in other ways than it is written.
    let (_, notes) = project_file::decode_noting(other.replace("TAG", "tag").as_bytes()).unwrap();
    let again = project_file::encode_sooner(&project, Some((other.as_bytes(), &notes)));
    assert_eq!(again, project_file::encode(&project));
}

#[test]
fn the_small_file_is_written_as_it_is_read() {
    let loaded = project_file::decode(SOUND.as_bytes()).unwrap();
    assert_eq!(loaded.problems, []);
    assert_eq!(project_file::encode(&loaded.project), SOUND);
}

#[test]
fn each_hostile_file_gets_a_sentence_with_a_place() {
    let files = hostile();
    assert_eq!(files.len(), 18);
    let mut told = String::new();
    for (name, bytes) in files {
        let error = project_file::decode(&bytes).unwrap_err();
        writeln!(told, "{name}: {}", error.problem()).unwrap();
    }
    insta::assert_snapshot!(told, @r#"
    empty: 1:1: the file is empty; look for a copy of the project, or start a new one
    cut in its first word: 1:7: the file is cut off; look for a whole copy of it
    cut in the tagset: 10:9: the file is cut off; look for a whole copy of it
    cut in the text: 48:31: the file is cut off (it is whole up to line 40, column 4); look for a whole copy of it
    cut before its last bracket: 60:5: the file is cut off (it is whole up to line 60, column 4); look for a whole copy of it
    nested (: 1:65: the brackets are nested more than 64 deep, which Postil never writes; get a sound copy of the file
    nested [: 1:65: the brackets are nested more than 64 deep, which Postil never writes; get a sound copy of the file
    nested {: 1:65: the brackets are nested more than 64 deep, which Postil never writes; get a sound copy of the file
    nested Some(: 1:325: the brackets are nested more than 64 deep, which Postil never writes; get a sound copy of the file
    nested [ in an unknown field: 2:84: the brackets are nested more than 64 deep, which Postil never writes; get a sound copy of the file
    UTF-16: 1:1: the file is UTF-16, not UTF-8; save it as UTF-8
    bad UTF-8: 48:31: the file is not UTF-8 at byte 1014; get a fresh copy of it, or save it as UTF-8
    another program's RON: 1:1: this is RON of another program (it begins with "Level"), not a Postil project
    newer format: 2:11: written by a newer Postil (format 2); this one reads 1: update Postil, the file stays as it is
    unknown field: 41:3: the project has a field "colour" that this Postil does not know; take it out, or open the file with a newer Postil
    text after the end: 62:1: there is more after the end of the project; take it out
    conflict markers: 41:1: the file holds an unresolved git merge; resolve the merge first
    a million digits: 2:11: format 11111111111111111111… never existed; this Postil reads format 1
    "#);
}

#[test]
fn other_files_that_are_no_project_are_told_apart() {
    let mut told = String::new();
    let files: [&str; 16] = [
        " // nothing\n/* at all */ ",
        "{\"id\": \"a\"}",
        "[{\"id\": 1}]",
        "PostilTagset(format: 1)",
        "Hello world",
        "(name: 1)",
        "PostilProject",
        "PostilProject()",
        "PostilProject(format: 0)",
        "PostilProject(format: \"1\")",
        "PostilProject(format: 1, format: 1)",
        "PostilProject(format: 1, articles: 7)",
        "PostilProject(format: 1, tagset: (colour: red))",
        "PostilProject(format: 1, tagset: (tags: [(id: \"a\", name: \"a\", letter: 'A', colour: red, line: rule, style: mention)]))",
        "PostilProject(format: 1, tagset: (entity_kinds: [(id: \"a\", name: \" \")]))",
        "PostilProject(format: 1,, tagset: ())",
    ];
    for file in files {
        let error = project_file::decode(file.as_bytes()).unwrap_err();
        writeln!(told, "{}", error.problem()).unwrap();
    }
    insta::assert_snapshot!(told, @r#"
    1:1: the file is empty; look for a copy of the project, or start a new one
    1:1: this is JSON, not a Postil project; a dataset in a JSON format is opened by import
    1:1: this is JSON, not a Postil project; a dataset in a JSON format is opened by import
    1:1: this is a Postil tagset, not a Postil project; open it as a tagset
    1:1: this is no Postil project: it does not begin with PostilProject(
    1:1: this is no Postil project: it does not begin with PostilProject(
    1:14: the file is cut off; look for a whole copy of it
    1:15: the project does not say its format; it must begin with PostilProject(format: 1,
    1:23: format 0 never existed; this Postil reads format 1
    1:23: format "1" never existed; this Postil reads format 1
    1:26: the project has the field "format" twice; take one of them out
    1:36: "articles" must stand in brackets that open with [
    1:35: the tagset has a field "colour" that this Postil does not know; take it out, or open the file with a newer Postil
    1:84: "tags" has "red" where one of these is expected: blue, orange, green, purple, olive, pink, grey, teal
    1:26: the tagset cannot be used: entity kind "a" has no name; give it one
    1:25: ',' is out of place here; look for a bracket, comma or quotation mark too many or too few
    "#);
}

#[test]
fn a_bad_tagset_file_is_told_as_a_tagset() {
    let mut told = String::new();
    for file in [
        "",
        "PostilProject(format: 1)",
        "PostilTagset(format: 9)",
        "PostilTagset(format: 1, tags: [",
        "Other(a: 1)",
    ] {
        let error = tagset_file::decode(file.as_bytes()).unwrap_err();
        writeln!(told, "{}", error.problem()).unwrap();
    }
    insta::assert_snapshot!(told, @r#"
    1:1: the file is empty; look for a copy of the tagset, or start a new one
    1:1: this is a Postil project, not a Postil tagset; open it as a project
    1:22: written by a newer Postil (format 9); this one reads 1: update Postil, the file stays as it is
    1:32: the file is cut off; look for a whole copy of it
    1:1: this is RON of another program (it begins with "Other"), not a Postil tagset
    "#);
}
