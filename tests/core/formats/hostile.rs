//! Every reader against files that are damaged: cut off anywhere, with a byte changed, with other
//! numbers, ids or line ends, in another unit, or made to harm. Nothing panics, whatever cannot be
//! used is said in a sentence with its file and line, and what is sound comes in.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use postil::formats::Severity;
use postil::formats::datasets::{
    DatasetError, FORMATS, Files, Format, Import, Imported, Options, Unit,
};
use postil::formats::tagset_file::default_tagset;

use super::exchange::sample;

/// The formats in which a mark is found by its id and not by a line: one may stand on a hundred.
const TREES: [&str; 5] = ["labelstudio", "w3c", "cas-json", "cas-xmi", "aif"];

fn readers() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.reads())
}

/// The sample as a format's files; only texts are marked up if it is not written.
fn files(format: &Format) -> Files {
    format.encode(&sample(), &Options::default()).unwrap().files
}

fn decode(format: &Format, files: &Files) -> Result<Imported, DatasetError> {
    format.decode(files, &Import::new(&default_tagset()))
}

/// The files with one of them changed.
fn with(files: &Files, name: &str, bytes: Vec<u8>) -> Files {
    let mut files = files.clone();
    files.insert(name.to_owned(), bytes);
    files
}

/// How many articles, marks and links there are.
fn count(imported: &Imported) -> usize {
    let entries = imported.project.entries();
    let inner = entries
        .iter()
        .map(|it| it.annotations().len() + it.links().len());
    entries.len() + inner.sum::<usize>()
}

/// The marks by their tags and words, with as many blanks as they may have.
fn words(imported: &Imported) -> BTreeSet<(String, String)> {
    let entries = imported.project.entries().iter();
    let marks = entries.flat_map(|entry| {
        let text = &entry.article().text;
        entry.annotations().values().map(|mark| {
            let words = mark.words(text);
            let words: Vec<_> = words.split_whitespace().collect();
            (mark.tag.to_string(), words.concat())
        })
    });
    marks.collect()
}

/// That what was read is sound and what was not is said; gives whether anything was said at all.
fn is_told(format: &Format, files: &Files, read: &Result<Imported, DatasetError>) -> bool {
    let name = format.name;
    let sentence = |what: &str| {
        assert!(
            !what.trim().is_empty() && !what.ends_with('.'),
            "{name}: {what:?}"
        );
        assert!(what.chars().count() < 600, "{name}: {what:?}");
    };
    match read {
        Err(error) => {
            sentence(&error.to_string());
            if let DatasetError::NoRecord(problem) = error {
                assert!(problem.file.is_some(), "{name}: {error}");
            }
            true
        }
        Ok(imported) => {
            assert_eq!(imported.project.check(), [], "{name}");
            for problem in &imported.problems {
                sentence(&problem.what);
                if problem.severity == Severity::Error {
                    let file = problem.file.as_ref();
                    assert!(
                        file.is_some_and(|it| files.contains_key(it)),
                        "{name}: {problem:?}"
                    );
                    let placed = problem.line.is_some() || TREES.contains(&name);
                    assert!(placed, "{name}: {problem:?}");
                }
            }
            let errors = imported.problems.iter();
            let errors = errors.filter(|it| it.severity == Severity::Error).count();
            assert!(imported.left_out == 0 || errors > 0, "{name}: {imported:?}");
            !imported.problems.is_empty()
        }
    }
}

/// That nothing went away or was changed without a word.
fn nothing_goes_in_silence(
    format: &Format,
    files: &Files,
    whole: &Imported,
    about: &str,
) -> Option<Imported> {
    let read = decode(format, files);
    let told = is_told(format, files, &read);
    let less = match &read {
        Err(_) => true,
        Ok(read) => count(read) < count(whole) || !words(read).is_subset(&words(whole)),
    };
    let name = format.name;
    assert!(
        told || !less,
        "{name}: {about}: something is lost and nothing is said"
    );
    read.ok()
}

/// Runs `damage` over every file of every reader; every format's first fault is shown.
fn each_file(damage: impl Fn(&'static Format, &Files, &Imported, &str, &[u8])) {
    let mut faulty = Vec::new();
    for format in readers() {
        let files = files(format);
        let whole = decode(format, &files).unwrap();
        let run = AssertUnwindSafe(|| {
            for (name, bytes) in &files {
                damage(format, &files, &whole, name, bytes);
            }
        });
        if catch_unwind(run).is_err() {
            faulty.push(format.name);
        }
    }
    assert_eq!(faulty, Vec::<&str>::new());
}

/// Every place of a short file, and some two hundred of a longer one.
fn places(bytes: &[u8]) -> impl Iterator<Item = usize> {
    (0..bytes.len()).step_by(bytes.len() / 200 + 1)
}

#[test]
fn a_file_may_end_at_any_byte() {
    each_file(|format, files, whole, name, bytes| {
        for at in places(bytes) {
            let cut = with(files, name, bytes[..at].to_vec());
            let about = format!("{name} ends at {at}");
            // A file of lines that ends with one, and a text that is shorter, are whole in
            // themselves.
            let end = at == 0 || bytes[at - 1] == b'\n' || bytes[at] == b'\n';
            if end || name.ends_with(".txt") {
                is_told(format, &cut, &decode(format, &cut));
            } else {
                nothing_goes_in_silence(format, &cut, whole, &about);
            }
        }
    });
}

#[test]
fn what_stands_before_the_end_of_a_file_comes_in() {
    each_file(|format, files, whole, name, bytes| {
        if bytes.len() < 3
            || bytes.starts_with(b"PK")
            || bytes.starts_with(b"PAR1")
            || name.ends_with(".txt")
            || count(whole) == 0
        {
            return;
        }
        let cut = with(files, name, bytes[..bytes.len() - 3].to_vec());
        let read = decode(format, &cut).unwrap();
        assert!(
            count(&read) + 4 > count(whole),
            "{}: {name}: {:?}",
            format.name,
            read.problems
        );
    });
}

#[test]
fn any_byte_may_be_another() {
    each_file(|format, files, _, name, bytes| {
        for (at, flip) in places(bytes).zip([0x01, 0x80, 0x10, 0xff].into_iter().cycle()) {
            let mut bytes = bytes.to_vec();
            bytes[at] ^= flip;
            let changed = with(files, name, bytes);
            is_told(format, &changed, &decode(format, &changed));
        }
    });
}

/// The text with each whole word that `is` says replaced, one at a time.
fn replaced(text: &str, is: impl Fn(&str) -> bool, by: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut start = 0;
    let is_part = |letter: char| letter.is_ascii_alphanumeric();
    while let Some(first) = text[start..].find(is_part) {
        let first = start + first;
        let rest = &text[first..];
        let len = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        if is(&rest[..len]) {
            found.push(format!("{}{by}{}", &text[..first], &rest[len..]));
        }
        start = first + len;
    }
    found
}

#[test]
fn a_number_may_be_any_other() {
    let is_number = |word: &str| word.bytes().all(|it| it.is_ascii_digit());
    each_file(|format, files, whole, name, bytes| {
        let Some(text) = std::str::from_utf8(bytes)
            .ok()
            .filter(|_| !name.ends_with(".txt"))
        else {
            return;
        };
        for by in ["999999", "18446744073709551616", "-1", "1e3", ""] {
            let all = replaced(text, is_number, by);
            let step = all.len() / 20 + 1;
            for text in all.into_iter().step_by(step) {
                let changed = with(files, name, text.into_bytes());
                let read = decode(format, &changed);
                let told = is_told(format, &changed, &read);
                let less = read
                    .as_ref()
                    .map_or(true, |read| count(read) < count(whole));
                assert!(told || !less, "{}: {name}: {by}", format.name);
            }
        }
    });
}

#[test]
fn an_id_may_stand_twice_or_nowhere() {
    each_file(|format, files, whole, name, bytes| {
        let Some(text) = std::str::from_utf8(bytes)
            .ok()
            .filter(|_| !name.ends_with(".txt"))
        else {
            return;
        };
        for id in ["c1", "r1", "e1", "s1", "l1", "T1", "T2", "R1", "i1", "moon"] {
            for by in ["c1", "T1", "nowhere"] {
                for text in replaced(text, |word| word == id, by) {
                    let changed = with(files, name, text.into_bytes());
                    let read = decode(format, &changed);
                    let told = is_told(format, &changed, &read);
                    let less = read
                        .as_ref()
                        .map_or(true, |read| count(read) < count(whole));
                    assert!(told || !less, "{}: {name}: {id} → {by}", format.name);
                }
            }
        }
    });
}

#[test]
fn lines_may_end_in_either_way() {
    each_file(|format, files, whole, name, bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return;
        };
        for turn in 0..2 {
            let lines = text.split_inclusive('\n').enumerate();
            let mixed: String = lines
                .map(|(place, line)| match place % 2 == turn {
                    true => line.replace('\n', "\r\n"),
                    false => line.to_owned(),
                })
                .collect();
            let mixed = with(files, name, mixed.into_bytes());
            let read = nothing_goes_in_silence(format, &mixed, whole, name);
            assert!(read.is_some(), "{}: {name}", format.name);
        }
    });
}

#[test]
fn positions_in_another_unit_are_noticed_by_the_words_beside_them() {
    let tagset = default_tagset();
    let mut noticed = Vec::new();
    for format in readers() {
        let Some(unit) = format.unit else { continue };
        for other in Unit::ALL.into_iter().filter(|other| *other != unit) {
            let files = files(format);
            let how = Import {
                unit: Some(other),
                ..Import::new(&tagset)
            };
            let read = format.decode(&files, &how);
            is_told(format, &files, &read);
            let said = format!(
                "the positions in article \"moon\" look like {unit}, not {other}: read the file again with --offsets {}",
                unit.name()
            );
            let read = read.unwrap();
            if read.problems.iter().any(|problem| problem.what == said) {
                noticed.push(format!("{} {}", format.name, other.name()));
            }
        }
    }
    insta::assert_snapshot!(noticed.join("\n"), @r"
    brat utf16
    brat bytes
    labelstudio utf16
    labelstudio bytes
    csv utf16
    csv bytes
    tsv utf16
    tsv bytes
    parquet utf16
    parquet bytes
    hf utf16
    hf bytes
    ");
}

#[test]
fn depth_and_length_harm_no_reader() {
    let hostile = [
        "[".repeat(10_000),
        "{\"a\":".repeat(10_000),
        "<a>".repeat(10_000),
        "\0".repeat(1 << 20),
        "\t".repeat(100_000),
        "a,".repeat(100_000),
        "#Text=".repeat(10_000),
        "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\">".to_owned()
            + &"<Code name=\"a\">".repeat(10_000),
        "===\n".to_owned() + &"  ".repeat(10_000) + "- [a]: b",
        "(".repeat(10_000),
        "T1\tclaim 0 99999999999999999999\tx\n".to_owned(),
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=a|b\n\n\n#Text=a\n1-1\t18446744073709551615-3\ta\t*[1]\n"
            .to_owned(),
        "doc_id,start,end,tag\na,18446744073709551615,1,x\n".to_owned(),
        "x,y,0,1e308\n".to_owned(),
        "a\tx\t18446744073709551615\t3\n".to_owned(),
        format!(
            "{{\"text\":\"a\",\"label\":[{}]}}",
            "[0,1,\"x\"],".repeat(10_000) + "[0,1,\"x\"]"
        ),
    ];
    for format in readers() {
        for words in &hostile {
            let files = Files::from([
                ("a.txt".to_owned(), b"a".to_vec()),
                (
                    format!("a.{}", format.extensions[0]),
                    words.clone().into_bytes(),
                ),
            ]);
            is_told(format, &files, &decode(format, &files));
        }
    }
}
