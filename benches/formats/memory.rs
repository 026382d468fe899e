//! Memory: what a process takes that reads a file of a format, or writes one of a project.

use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use postil::formats::datasets::{FORMATS, Import, Pulse, format};
use postil::formats::project_file;
use postil::store::{RealDisk, Source};

use crate::corpus::{export, files, many, project, size, tagset};
use crate::machine::memory;
use crate::table::Row;

/// As many articles are read.
const ARTICLES: usize = 1_000;

/// Formats whose files are one record after the other, which may be read one at a time. The others
/// are trees or packed.
const STREAMS: [&str; 12] = [
    "jsonl",
    "brat",
    "labelstudio",
    "prodigy",
    "doccano",
    "doccano-labels",
    "webanno",
    "conll",
    "semeval",
    "csv",
    "tsv",
    "w3c",
];

/// The argument with which this program starts itself to be measured.
const CHILD: &str = "--child";

/// What a child is to do, in which format, with which file.
pub fn asked(arguments: &[String]) -> Option<[&str; 3]> {
    let at = arguments.iter().position(|word| word == CHILD)?;
    let words = arguments.get(at + 1..at + 4)?.iter().map(String::as_str);
    words.collect::<Vec<_>>().try_into().ok()
}

/// Reads or writes, as `postil import` and `postil export` do, and prints by how many MiB the most
/// memory grew.
pub fn child(what: &str, name: &str, path: &Path) {
    let most = || memory().map_or(0.0, |(_, most)| most);
    let known = format(name).expect("a format");
    let before;
    if what == "alone" {
        before = most();
        std::hint::black_box(project(ARTICLES));
    } else if what == "in" {
        before = most();
        let mut source = Source::default();
        source.load(&RealDisk, path).expect("files");
        let tagset = tagset();
        let read = known.decode(source.take_files(), &Import::new(&tagset));
        std::hint::black_box(read.expect("a dataset"));
    } else {
        let bytes = std::fs::read(path).expect("a file");
        let project = project_file::decode(&bytes).expect("a project").project;
        before = most();
        let written = export(name).write(&project, &Pulse::default(), &mut |_, bytes| {
            std::hint::black_box(bytes);
            ControlFlow::Continue(())
        });
        std::hint::black_box(written.expect("a dataset"));
    }
    println!("{}", most() - before);
}

fn measured(what: &str, name: &str, path: &Path) -> Option<f64> {
    let program = std::env::current_exe().ok()?;
    let mut command = Command::new(program);
    let output = command.args([CHILD, what, name]).arg(path).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    said.trim().parse().ok()
}

/// Each format in, or one alone, against the length of its files; columns out, of a corpus and of ten
/// of them.
pub fn rows(only: Option<&str>) {
    let corpus = project(ARTICLES);
    let folder = tempfile::tempdir().expect("a folder");
    let Some(alone) = measured("alone", "jsonl", folder.path()) else {
        println!("left out: memory (the program cannot start itself)");
        return;
    };
    Row::new(
        "the project itself, 1,000 articles × 100 marks",
        alone,
        "MiB",
    )
    .print();
    let wanted = |name: &str| only.is_none_or(|only| only == name);
    let both = FORMATS.iter().filter(|it| it.reads() && it.writes());
    for format in both.filter(|it| wanted(it.name)) {
        let files = files(&corpus, format.name);
        let length = size(&files) as f64 / f64::from(1 << 20);
        let path = folder.path().join(format.name);
        for (name, bytes) in &files {
            let file = path.join(name);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            std::fs::write(file, bytes).expect("a file");
        }
        let taken = measured("in", format.name, &path).unwrap_or(f64::NAN);
        let _ = std::fs::remove_dir_all(&path);
        let length = length.max(0.1);
        let times = taken / length;
        // No reader takes less than what it gives and what it is given.
        let least = (alone + length) / length;
        let verdict = match STREAMS.contains(&format.name) {
            false => "",
            true if times <= 4.0 => " (a stream, at most 4 ×: met)",
            true if times <= 1.05 * least => {
                " (a stream, at most 4 ×: MISSED, though there is little but the project and the files)"
            }
            true => " (a stream, at most 4 ×: MISSED)",
        };
        let work = format!(
            "{} in, {length:.1} MiB: most memory, {times:.1} × the files{verdict}; the project and the files alone {least:.1} ×",
            format.name
        );
        Row::new(work, taken, "MiB").print();
    }
    for count in [10_000, 100_000] {
        if !["parquet", "hf"].into_iter().any(wanted) {
            break;
        }
        let project = many(count);
        let path = folder.path().join("many.ron");
        std::fs::write(&path, project_file::encode(&project)).expect("a file");
        drop(project);
        for name in ["parquet", "hf"] {
            let taken = measured("out", name, &path).unwrap_or(f64::NAN);
            let work = format!("{name} out, {count} articles: memory beyond the project's");
            Row::new(work, taken, "MiB").goals(128.0, 64.0).print();
        }
    }
}
