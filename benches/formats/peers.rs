//! Other people's programs on the same inputs, where they are there: each run of theirs is followed by
//! one of ours, and what counts is how often theirs takes as long, both by the clock on the wall.

use std::path::{Path, PathBuf};
use std::process::Command;

use postil::formats::datasets::{Files, Import, Options, format};

use crate::corpus::{book, files, project, tagset};
use crate::machine::share;
use crate::rows::median;
use crate::table::Row;

/// How often both are run.
const TIMES: usize = 3;

/// Reads a folder with the reader of brat's standoff that the field has in Python, and says how many
/// seconds that took. Unlike ours, it does not hold the words against the text.
const PYBRAT: &str = "\
import sys, time
from pybrat.parser import BratParser
start = time.perf_counter()
found = BratParser(error='ignore').parse(sys.argv[1])
print('took', time.perf_counter() - start, 's', len(found[0].entities))
";

/// Reads a document with the parser of brat itself, from a checkout of it, and says how many seconds
/// that took. It holds the words against the text, as ours does. Newer Pythons read all line ends
/// without being asked and refuse the letter that asks for it.
const BRAT: &str = "\
import codecs, os, sys, time
sys.path.insert(0, os.path.join(sys.argv[1], 'server', 'src'))
plain = codecs.open
codecs.open = lambda name, mode='r', *more, **others: plain(name, mode.replace('U', ''), *more, **others)
from annotation import TextAnnotations
start = time.perf_counter()
found = TextAnnotations(os.path.join(sys.argv[2], 'L'), read_only=True)
took = time.perf_counter() - start
assert len(found) > 0 and not found.failed_lines
print('took', took, 's', len(found))
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
    let four = || median(1, || conll.encode(&corpus, &Options::default()));
    let tags = corpus.tagset().tags.iter();
    let one = Options {
        tags: tags
            .map(|tag| (tag.id.clone(), Some("mark".to_owned())))
            .collect(),
        ..Options::default()
    };
    let one = || median(1, || conll.encode(&corpus, &one));
    let tasks = files(&corpus, "labelstudio");
    let tagset = tagset();
    let both = || {
        let labelstudio = format("labelstudio").expect("a format");
        median(1, || {
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
        ("one file, as theirs", None, &one),
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
    let ours = || median(1, || brat.decode(&book, &Import::new(&tagset)));
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

/// Brat's own parser, if a variable names a folder in which brat was unpacked.
fn brats(folder: &Path) -> Option<f64> {
    let checkout = std::env::var_os("POSTIL_BRAT")?;
    let mut command = Command::new(python("POSTIL_READERS", "readers")?);
    let command = command.args(["-c", BRAT]).arg(checkout).arg(folder);
    seconds(command, "took ")
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
