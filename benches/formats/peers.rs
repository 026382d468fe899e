//! Other people's programs on the same inputs, where they are there: each run of theirs is followed by
//! one of ours, and what counts is how often theirs takes as long, both by the clock on the wall.

use std::path::{Path, PathBuf};
use std::process::Command;

use postil::formats::datasets::{Files, Import, format};

use crate::corpus::{book, project, tagset};
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

/// CoNLL columns of the same articles by Label Studio's own converter, and the same book in brat's
/// format by a reader in Python.
pub fn rows() {
    let corpus = project(1_000);
    let conll = format("conll").expect("a format");
    let ours = || median(1, || conll.encode(&corpus, &Default::default()));
    let work = "conll out, 1,000 articles × 100 marks: label-studio-sdk against ours";
    compared(work, 30.0, label_studio, ours);

    let book = book();
    let folder = folder_of(&book);
    let brat = format("brat").expect("a format");
    let tagset = tagset();
    let ours = || median(1, || brat.decode(&book, &Import::new(&tagset)));
    let work = "brat standoff in, 100,000 marks on 10 MB: pybrat (not brat itself) against ours";
    compared(work, 18.0, || pybrat(folder.path()), ours);
}

/// Prints the median of how often their time is ours.
fn compared(work: &str, least: f64, theirs: impl Fn() -> Option<f64>, ours: impl Fn() -> f64) {
    let ratio = |_| Some(theirs()? / ours().max(f64::MIN_POSITIVE));
    let Some(ratios) = (0..TIMES).map(ratio).collect::<Option<Vec<f64>>>() else {
        println!("left out: {work}: no script or no environment for it");
        return;
    };
    let ratio = share(ratios, 0.5);
    let verdict = if ratio >= least { "met" } else { "MISSED" };
    Row::new(format!("{work}, at least {least} ×: {verdict}"), ratio, "×").print();
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
