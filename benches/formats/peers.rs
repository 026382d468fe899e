//! Other people's programs on the same inputs, where they are there: each run of theirs is followed by
//! ours, and what counts is how often theirs takes as long, both by the clock on the wall. What is short
//! is run some times in one process, theirs as ours, and its median counts: the first run after another
//! program has the processor's memory against it.

use std::path::{Path, PathBuf};
use std::process::Command;

use postil::formats::datasets::{Files, Import, Options, format};

use crate::corpus::{book, files, project, tagset};
use crate::machine::share;
use crate::rows::median;
use crate::table::Row;

/// How often both are run; what is short, so often each time.
const TIMES: usize = 3;

/// Reads a folder with the reader of brat's standoff that the field has in Python, and says how many
/// seconds that took. Unlike ours, it does not hold the words against the text.
const PYBRAT: &str = "\
import statistics, sys, time
from pybrat.parser import BratParser
def once():
    start = time.perf_counter()
    found = BratParser(error='ignore').parse(sys.argv[1])
    took = time.perf_counter() - start
    assert len(found[0].entities) > 0
    return took
print('took', statistics.median(once() for _ in range(3)), 's')
";

/// Reads a document with the parser of brat itself, as the tests do, and says how many seconds that
/// took. It holds the words against the text, as ours does.
const BRAT: &str = "\
import pathlib, statistics, sys, time
sys.path.insert(0, sys.argv[1])
import brat_itself, annotation
def once():
    start = time.perf_counter()
    found = brat_itself.opened(pathlib.Path(sys.argv[2]) / 'L')
    took = time.perf_counter() - start
    assert len(found) > 0
    return took
print('took', statistics.median(once() for _ in range(3)), 's')
";

/// CoNLL columns of the same articles by Label Studio's own converter, and the same book in brat's
/// format by a reader in Python.
///
/// Their converter reads a file of JSON and writes one file, in which the last of several marks on a
/// token wins. Ours has a project, and writes a file for each of four tags; to be fair, it is also
/// held against theirs when all tags are one, and when it has to read Label Studio's JSON, too.
pub fn rows() {
    let corpus = project(1_000);
    let conll = format("conll").expect("a format");
    let four = || median(TIMES, || conll.encode(&corpus, &Options::default()));
    let tags = corpus.tagset().tags.iter();
    let one = Options {
        tags: tags
            .map(|tag| (tag.id.clone(), Some("mark".to_owned())))
            .collect(),
        ..Options::default()
    };
    let one = || median(TIMES, || conll.encode(&corpus, &one));
    let tasks = files(&corpus, "labelstudio");
    let tagset = tagset();
    let both = || {
        let labelstudio = format("labelstudio").expect("a format");
        median(TIMES, || {
            let read = labelstudio.decode(&tasks, &Import::new(&tagset));
            conll.encode(&read.expect("tasks").project, &Options::default())
        })
    };
    let ours: [Ours<'_>; 3] = [
        (
            "a file for each of four tags, theirs one",
            Some(30.0),
            &four,
        ),
        ("one file, as theirs", Some(30.0), &one),
        (
            "read from Label Studio's file, as theirs, which is half as long",
            None,
            &both,
        ),
    ];
    let work = "conll out, 1,000 articles × 100 marks: label-studio-sdk against ours";
    compared(work, label_studio, &ours);

    let book = book();
    let folder = folder_of(&book);
    let brat = format("brat").expect("a format");
    let ours = || median(TIMES, || brat.decode(&book, &Import::new(&tagset)));
    let work = "brat standoff in, 100,000 marks on 10 MB: brat's own parser against ours";
    let same: [Ours<'_>; 1] = [("both hold the words against the text", Some(18.0), &ours)];
    compared(work, || brats(folder.path()), &same);
    let work = "brat standoff in, 100,000 marks on 10 MB: pybrat (not brat itself) against ours";
    let more = "the words held against the text, which theirs does not";
    compared(work, || pybrat(folder.path()), &[(more, None, &ours)]);
}

/// What ours does, how often theirs should take as long, and how long ours takes.
type Ours<'o> = (&'static str, Option<f64>, &'o dyn Fn() -> f64);

/// Prints the medians of how often their time is ours.
fn compared(work: &str, theirs: impl Fn() -> Option<f64>, ours: &[Ours<'_>]) {
    let run = |_| {
        let theirs = theirs()?;
        let ratios = ours
            .iter()
            .map(|(.., ours)| theirs / ours().max(f64::MIN_POSITIVE));
        Some(ratios.collect::<Vec<_>>())
    };
    let Some(runs) = (0..TIMES).map(run).collect::<Option<Vec<_>>>() else {
        println!("left out: {work}: no script or no environment for it");
        return;
    };
    for (place, (what, least, _)) in ours.iter().enumerate() {
        let ratios = runs.iter().filter_map(|run| run.get(place).copied());
        let ratio = share(ratios.collect(), 0.5);
        let verdict = match least {
            Some(least) if ratio >= *least => format!(", at least {least} ×: met"),
            Some(least) => format!(", at least {least} ×: MISSED"),
            None => String::new(),
        };
        Row::new(format!("{work} ({what}){verdict}"), ratio, "×").print();
    }
}

/// What their converter says that it took, in milliseconds.
fn label_studio() -> Option<f64> {
    let script = PathBuf::from(std::env::var_os("POSTIL_COLLECTION")?).join("bench/ls_bench.py");
    if !script.exists() {
        return None;
    }
    let data = tempfile::tempdir().ok()?;
    let mut command = Command::new(python("POSTIL_LABELSTUDIO", "labelstudio")?);
    command.arg(script).args(["1000", "100", "10000"]);
    seconds(command.env("BENCH_DATA", data.path()), "CONLL2003 ")
}

/// Brat's own parser.
fn brats(folder: &Path) -> Option<f64> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers");
    let mut command = Command::new(python("POSTIL_READERS", "readers")?);
    seconds(command.args(["-c", BRAT]).arg(scripts).arg(folder), "took ")
}

fn pybrat(folder: &Path) -> Option<f64> {
    let mut command = Command::new(python("POSTIL_READERS", "readers")?);
    seconds(command.args(["-c", PYBRAT]).arg(folder), "took ")
}

/// The Python of an environment that `.ci/run` has made, or that a variable names.
fn python(variable: &str, environment: &str) -> Option<PathBuf> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = std::env::var_os(variable).map(PathBuf::from);
    let own = own.unwrap_or_else(|| top.join("target/peers").join(environment));
    Some(own.join("bin/python")).filter(|python| python.exists())
}

/// What a program says that it took, behind some words, in milliseconds.
fn seconds(command: &mut Command, behind: &str) -> Option<f64> {
    let output = command.output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let (_, rest) = said.split_once(behind)?;
    let seconds: f64 = rest.split('s').next()?.trim().parse().ok()?;
    Some(1e3 * seconds)
}

fn folder_of(files: &Files) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
    }
    folder
}
