//! Rows of the catalogue of bad inputs and faults that no other test shows.

use std::path::Path;
use std::sync::Arc;

use postil::formats::datasets::{self, Files, Import};
use postil::formats::project_file;
use postil::formats::tagset_file::default_tagset;
use postil::project::{
    Annotation, Article, Edit, Metadata, Origin, Place, Project, Stamp, Tagset, Time, Warning,
};
use postil::span::Span;
use postil::store::{Allowed, Backup, ProjectFile, SaveCause, read_folder, save_folder};
use postil::text::{Text, TextRange};

use super::{bytes, project};
use crate::support::hostile::SOUND;
use crate::support::mem_disk::{Fault, MemDisk, WRONGS, Wrong};

const MINE: &str = "/work/p.ron";

fn opened() -> (MemDisk, ProjectFile) {
    let disk = MemDisk::with_folder("/work");
    disk.put(MINE, bytes(0));
    let (file, _) = ProjectFile::open(&disk, Path::new(MINE)).unwrap();
    (disk, file)
}

/// The small file with one thing changed.
fn changed(from: &str, to: &str) -> Vec<u8> {
    assert!(SOUND.contains(from), "the sound file has no {from:?}");
    SOUND.replacen(from, to, 1).into_bytes()
}

/// A project of one article with these words, and one mark.
fn with_mark(words: &str, start: usize, end: usize) -> Project {
    let article = Article {
        id: "a".into(),
        title: "A".to_owned(),
        text: Text::new(words),
        meta: Metadata::default(),
        origin: Origin::default(),
    };
    let range = TextRange::new(start, end);
    let mark = Annotation {
        id: "m".into(),
        tag: "claim".into(),
        place: Place::Span(Span::single(range, &article.text).unwrap()),
        attributes: Default::default(),
        note: Default::default(),
        identity: None,
        stamp: Stamp::new("Ana", Time::new(1_000)),
    };
    let mut project = Project::new(default_tagset());
    let edits = [
        Edit::Article {
            id: "a".into(),
            at: 0,
            to: Some(Arc::new(article)),
        },
        Edit::Annotation {
            article: "a".into(),
            id: "m".into(),
            to: Some(Arc::new(mark)),
        },
    ];
    project.apply(&edits).unwrap();
    project
}

fn refused(bytes: &[u8]) -> String {
    let error = project_file::decode(bytes).unwrap_err();
    match error.position() {
        Some(at) => format!("{at}: {error}"),
        None => error.to_string(),
    }
}

#[test]
fn row_7_a_byte_order_mark_before_a_project_is_passed_over() {
    let marked = [b"\xEF\xBB\xBF", SOUND.as_bytes()].concat();
    let loaded = project_file::decode(&marked).unwrap();
    assert_eq!(loaded.problems, []);
    assert_eq!(project_file::encode(&loaded.project), SOUND);
}

#[test]
fn row_10_a_format_that_is_no_format_of_ours_is_refused_by_its_number() {
    let of = |format: &str| refused(&changed("format: 1", format));
    let told = [
        of("format: 2"),
        of("format: 0"),
        of("format: \"1\""),
        refused(&changed("format: 1,", "")),
    ];
    insta::assert_snapshot!(told.join("\n"), @r#"
    line 2, column 11: written by a newer Postil (format 2); this one reads 1: update Postil, the file stays as it is
    line 2, column 11: format 0 never existed; this Postil reads format 1
    line 2, column 11: format "1" never existed; this Postil reads format 1
    line 1, column 15: the project does not say its format; it must begin with PostilProject(format: 1,
    "#);
}

#[test]
fn row_11_a_field_that_stands_twice_is_refused_or_costs_its_own_record() {
    let twice = refused(&changed("format: 1,", "format: 1, format: 1,"));
    insta::assert_snapshot!(twice, @r#"line 2, column 14: the project has the field "format" twice; take one of them out"#);
    let mark = changed("(id: \"m3\",", "(id: \"m3\", id: \"m4\",");
    let loaded = project_file::decode(&mark).unwrap();
    assert_eq!(loaded.project.aside().len(), 1);
    assert_eq!(loaded.project.mark_count(), 2);
    let value = changed(
        "(\"certainty\", \"reported\")",
        "(\"certainty\", \"reported\"), (\"certainty\", \"asserted\")",
    );
    let loaded = project_file::decode(&value).unwrap();
    assert!(
        !loaded.project.aside().is_empty(),
        "two values of one attribute"
    );
}

#[test]
fn row_15_a_mark_on_no_words_is_kept_aside() {
    let loaded = project_file::decode(&changed("(44, 47, \"Kim\")", "(44, 44, \"\")")).unwrap();
    assert_eq!(loaded.project.aside().len(), 1);
    insta::assert_snapshot!(loaded.problems[0], @r#"54:9: mark "m3" is no span: the fragment 44..44 is empty; correct its offsets"#);
}

#[test]
fn row_17_a_mark_that_cuts_what_people_see_as_one_letter_is_kept_with_a_warning() {
    let words = "e\u{301} and 👩‍👩‍👧";
    for (start, end) in [(0, 1), (1, 3), (8, 12)] {
        let project = with_mark(words, start, end);
        assert_eq!(project.check(), []);
        let warned = project.warnings();
        assert!(
            warned
                .iter()
                .any(|it| matches!(it, Warning::CutsGrapheme { .. })),
            "{start}..{end}: {warned:?}"
        );
        let saved = project_file::encode(&project);
        let loaded = project_file::decode(saved.as_bytes()).unwrap();
        assert_eq!(loaded.project, project, "kept exactly");
    }
}

#[test]
fn row_22_rebuttals_in_a_circle_are_read_and_end() {
    let link = "        (id: \"l1\",";
    let back =
        "        (id: \"l2\", kind: \"attributed_to\", from: \"m2\", to: \"m1\", by: \"ana\"),\n";
    let circle = changed(link, &format!("{back}{link}"));
    let loaded = project_file::decode(&circle).unwrap();
    assert_eq!(loaded.project.check(), []);
    assert_eq!(loaded.project.entries()[0].links().len(), 2);
    let again = project_file::decode(project_file::encode(&loaded.project).as_bytes()).unwrap();
    assert_eq!(again.project, loaded.project);
}

#[cfg(unix)]
#[test]
fn row_65_a_file_with_other_names_is_asked_about_and_they_keep_the_old_one() {
    use postil::store::RealDisk;
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("p.ron"), folder.path().join("q.ron"));
    std::fs::write(&path, bytes(0)).unwrap();
    std::fs::hard_link(&path, &other).unwrap();
    let (mut file, _) = ProjectFile::open(&RealDisk, &path).unwrap();
    let mut allowed = Allowed::default();
    let error = file
        .save(&RealDisk, project(1), allowed, &|_| {})
        .unwrap_err();
    assert!(matches!(error.cause, SaveCause::HardLinked(1)), "{error:?}");
    assert_eq!(std::fs::read(&path).unwrap(), *bytes(0));
    allowed.hard_links = true;
    file.save(&RealDisk, project(1), allowed, &|_| {}).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), *bytes(1));
    assert_eq!(std::fs::read(&other).unwrap(), *bytes(0));
}

#[test]
fn row_66_a_folder_that_went_away_while_its_project_was_open_is_said_and_comes_back() {
    let (disk, mut file) = opened();
    disk.lose("/work");
    let error = file
        .save(&disk, project(1), Allowed::default(), &|_| {})
        .unwrap_err();
    assert!(matches!(error.cause, SaveCause::NoFolder), "{error:?}");
    let mut elsewhere = ProjectFile::chosen(Path::new("/q.ron"));
    elsewhere
        .save(&disk, project(1), Allowed::default(), &|_| {})
        .unwrap();
    assert_eq!(disk.get("/q.ron").as_ref(), Some(bytes(1)));
}

#[test]
fn row_71_a_file_that_was_deleted_is_written_again_and_a_folder_in_its_place_is_refused() {
    let (disk, mut file) = opened();
    disk.lose(MINE);
    file.save(&disk, project(1), Allowed::default(), &|_| {})
        .unwrap();
    assert_eq!(disk.get(MINE).as_ref(), Some(bytes(1)));
    disk.lose(MINE);
    disk.put_folder(MINE);
    let error = file
        .save(&disk, project(2), Allowed::default(), &|_| {})
        .unwrap_err();
    assert!(matches!(error.cause, SaveCause::IsFolder), "{error:?}");
}

#[test]
fn row_71_a_file_that_another_program_replaced_by_the_same_is_still_ours() {
    let (disk, mut file) = opened();
    disk.put(MINE, bytes(0));
    file.save(&disk, project(1), Allowed::default(), &|_| {})
        .unwrap();
    assert_eq!(disk.get(MINE).as_ref(), Some(bytes(1)));
}

#[test]
fn row_75_backups_are_put_in_order_by_their_names_whatever_the_clock_says() {
    let disk = MemDisk::with_folder("/work");
    disk.put(MINE, bytes(0));
    for marks in 1..=5 {
        // The clock goes back a day before each run.
        disk.turn_clock(-86_400_000_000_000);
        let (mut file, _) = ProjectFile::open(&disk, Path::new(MINE)).unwrap();
        let saved = file
            .save(&disk, project(marks), Allowed::default(), &|_| {})
            .unwrap();
        assert!(matches!(saved.backup, Backup::Kept(_)));
    }
    for (ending, marks) in [("bak", 4), ("bak.2", 3), ("bak.3", 2)] {
        assert_eq!(
            disk.get(format!("{MINE}.{ending}")).as_ref(),
            Some(bytes(marks)),
            "{ending}"
        );
    }
}

#[test]
fn row_80_a_process_that_may_open_no_more_files_says_so_and_saves_later() {
    let (disk, mut file) = opened();
    for at in 1..20 {
        let wrong = Wrong::Os(24);
        disk.set_fault(Some(Fault {
            at,
            wrong,
            for_ever: true,
        }));
        let done = file.save(&disk, project(1), Allowed::default(), &|_| {});
        if disk.hits() > 0 && done.is_err() {
            let now = disk.get(MINE).unwrap();
            assert!(now == *bytes(0) || now == *bytes(1), "at {at}");
        }
        disk.set_fault(None);
        file.save(&disk, project(1), Allowed::default(), &|_| {})
            .unwrap();
        file.save(&disk, project(0), Allowed::default(), &|_| {})
            .unwrap();
    }
}

#[test]
fn row_96_a_dataset_of_many_files_is_there_whole_or_not_at_all() {
    let files = |word: &str| {
        let named = (0..6).map(|at| (format!("part/{at}.txt"), word.as_bytes().to_vec()));
        named.collect::<std::collections::BTreeMap<_, _>>()
    };
    let (old, new) = (files("old"), files("new"));
    let path = Path::new("/work/out");
    let (mut tried, mut failed) = (0, 0);
    for (name, wrong) in WRONGS {
        for at in 1..80 {
            for for_ever in [false, true] {
                let disk = MemDisk::with_folder("/work");
                save_folder(&disk, path, &old).unwrap();
                disk.set_fault(Some(Fault {
                    at,
                    wrong,
                    for_ever,
                }));
                let done = save_folder(&disk, path, &new);
                tried += u32::from(disk.hits() > 0);
                failed += u32::from(done.is_err());
                disk.set_fault(None);
                let Ok(now) = read_folder(&disk, path, 1 << 20) else {
                    // Between two renames the old one is whole under the name beside it.
                    let names = disk.names("/work");
                    assert!(
                        names.iter().any(|it| it.ends_with(".old")),
                        "{name} at {at}: {names:?}"
                    );
                    continue;
                };
                let expected = if done.is_ok() { &new } else { &old };
                assert_eq!(&now, expected, "{name} at {at}");
            }
        }
    }
    assert!(failed > 100, "{failed} of {tried}");
    super::proclaim(&format!(
        "datasets: {tried} faults, {failed} of them kept the new one out, 0 left half of one"
    ));
}

/// The sound file with so many tags more.
fn with_tags(count: usize) -> Vec<u8> {
    let tag = |number: usize| {
        format!(
            "(id: \"t{number}\", name: \"t{number}\", letter: 'x', colour: blue, line: rule, style: \
             mention, retired: true),\n"
        )
    };
    let more: String = (0..count).map(tag).collect();
    changed("    tags: [\n", &format!("    tags: [\n{more}"))
}

#[test]
fn row_24_more_tags_than_anybody_can_choose_from_are_refused_with_a_sentence() {
    insta::assert_snapshot!(refused(&with_tags(200_000)), @"line 3, column 3: the tagset cannot be used: there are 200002 tags; 10000 are the most, so put some together");
    let sound = project_file::decode(&with_tags(Tagset::MOST - 2)).unwrap();
    assert_eq!(sound.project.tagset().tags.len(), Tagset::MOST);
}

#[test]
fn row_24_a_dataset_of_too_many_tags_comes_in_without_the_marks_of_the_last_ones() {
    let spans: Vec<_> = (0..Tagset::MOST + 5)
        .map(|number| {
            serde_json::json!({"id": format!("s{number}"), "tag": format!("t{number}"),
                "fragments": [[0, 3]], "annotator": "Ana"})
        })
        .collect();
    let line = serde_json::json!({"id": "a", "text": "The dam holds.", "spans": spans});
    let files = Files::from([("a.jsonl".to_owned(), line.to_string().into_bytes())]);
    let tagset = default_tagset();
    let read = datasets::format("jsonl").unwrap();
    let read = read.decode(&files, &Import::new(&tagset)).unwrap();
    let left_out = 5 + tagset.tags.len();
    assert_eq!(read.project.tagset().tags.len(), Tagset::MOST);
    assert_eq!(read.left_out, left_out);
    let told = read
        .problems
        .iter()
        .filter(|it| it.what.contains("beyond the 10000"));
    assert_eq!(told.count(), left_out);
}

#[test]
fn row_24_a_name_may_be_long_or_odd_but_never_hold_a_nul() {
    let named = |name: &str| changed("name: \"source\"", &format!("name: \"{name}\""));
    for name in [
        &"x".repeat(1 << 20),
        "two\\nlines",
        "\u{202e}turned",
        "  blanks",
    ] {
        let loaded = project_file::decode(&named(name)).unwrap();
        let saved = project_file::encode(&loaded.project);
        let again = project_file::decode(saved.as_bytes()).unwrap();
        assert_eq!(again.project, loaded.project);
    }
    insta::assert_snapshot!(refused(&named("a\\u{0}b")), @r#"line 3, column 3: the tagset cannot be used: tag "source" has a NUL in its name; take it out"#);
    insta::assert_snapshot!(refused(&named("  ")), @r#"line 3, column 3: the tagset cannot be used: tag "source" has no name; give it one"#);
}

#[test]
fn row_32_a_hundred_thousand_articles_are_written_read_and_found() {
    let mut project = Project::new(default_tagset());
    let add = |number: usize| Edit::Article {
        id: format!("a{number}").as_str().into(),
        at: number,
        to: Some(Arc::new(Article {
            id: format!("a{number}").as_str().into(),
            title: format!("Article {number}"),
            text: Text::new(format!("The dam {number} holds.\n")),
            meta: Metadata::default(),
            origin: Origin::default(),
        })),
    };
    let edits: Vec<Edit> = (0..100_000).map(add).collect();
    project.apply(&edits).unwrap();
    let loaded = project_file::decode(project_file::encode(&project).as_bytes()).unwrap();
    assert_eq!(loaded.problems, []);
    assert!(loaded.project == project);
    let last = loaded.project.entries().last().unwrap();
    assert_eq!(loaded.project.position(&last.article().id), Some(99_999));
    let text = Text::new("The dam 70000 holds.\n");
    let found = loaded.project.entry_with_text(&text).unwrap();
    assert_eq!(found.article().title, "Article 70000");
}

#[test]
fn row_41_a_name_in_letters_of_two_scripts_is_marked_and_nothing_is_changed() {
    let name = changed("name: \"Kim Ito\"", "name: \"K\u{456}m Ito\"");
    let loaded = project_file::decode(&name).unwrap();
    let told: Vec<_> = loaded.problems.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"39:5: warning: identity "kim" has a word in Cyrillic and Latin letters, "Kіm": it may be another than it looks like"#);
    assert!(project_file::encode(&loaded.project).contains("K\u{456}m Ito"));
    // Words of a claim are anybody's words; those of a mention are a name.
    let words = "P\u{430}ul says so.";
    let warned = |tag: &str| {
        let mut project = with_mark(words, 0, 5);
        let mut mark = (**project.entries()[0].annotation(&"m".into()).unwrap()).clone();
        mark.tag = tag.into();
        let edit = Edit::Annotation {
            article: "a".into(),
            id: "m".into(),
            to: Some(Arc::new(mark)),
        };
        project.apply(&[edit]).unwrap();
        assert_eq!(project.entries()[0].article().text.as_str(), words);
        project.warnings()
    };
    assert_eq!(warned("claim"), []);
    assert!(matches!(
        warned("entity").as_slice(),
        [Warning::MixedScripts { .. }]
    ));
}

#[test]
fn row_55_a_file_that_changes_while_it_is_read_is_read_again_and_never_half() {
    let old = "The old words of it.\n".repeat(5).into_bytes();
    let with = |contents: &[Option<&str>]| {
        let disk = MemDisk::with_folder("/work");
        disk.put("/work/a.txt", &old);
        let contents = contents
            .iter()
            .map(|it| it.map(|it| it.as_bytes().to_vec()));
        disk.write_while_reading(contents.collect());
        let read = postil::store::read(&disk, Path::new("/work/a.txt"), 1_000);
        read.map(|bytes| String::from_utf8(bytes).unwrap())
            .map_err(|error| error.to_string())
    };
    let longer = "The new words of it, and there are more.\n".repeat(9);
    for once in ["shorter", &longer, &"The odd words of it.\n".repeat(5)] {
        assert_eq!(with(&[Some(once)]).as_deref(), Ok(once));
    }
    insta::assert_snapshot!(with(&[Some("shorter"), Some(&longer)]).unwrap_err(), @"failed to read: it changes while it is read; wait until the program that writes it is done: /work/a.txt");
    insta::assert_snapshot!(with(&[None]).unwrap_err(), @"failed to read: there is no such file; look at how the name is written: /work/a.txt");
}
