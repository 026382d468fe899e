//! Other people's programs on the same inputs, by the scripts of a collection, where they are there.

use std::path::{Path, PathBuf};
use std::process::Command;

use postil::formats::datasets::format;

use crate::corpus::project;
use crate::machine::median;
use crate::table::Row;

/// How often their converter takes as long as ours, at the least.
const LEAST: f64 = 30.0;

/// CoNLL columns of the same articles by Label Studio's own converter.
pub fn rows() {
    let work = "conll out, 1,000 articles × 100 marks: label-studio-sdk against ours";
    let Some(theirs) = label_studio() else {
        println!("left out: {work}: no script or no environment for it");
        return;
    };
    let corpus = project(1_000);
    let conll = format("conll").expect("a format");
    let ours = median(5, || conll.encode(&corpus, &Default::default()));
    let ratio = theirs / ours.max(f64::MIN_POSITIVE);
    let verdict = if ratio >= LEAST { "met" } else { "MISSED" };
    Row::new(format!("{work}, at least {LEAST} ×: {verdict}"), ratio, "×").print();
}

/// What their converter says that it took, in milliseconds.
fn label_studio() -> Option<f64> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let environment = std::env::var_os("POSTIL_LABELSTUDIO");
    let environment =
        environment.map_or_else(|| top.join("target/peers/labelstudio"), PathBuf::from);
    let script = PathBuf::from(std::env::var_os("POSTIL_COLLECTION")?).join("bench/ls_bench.py");
    let python = environment.join("bin/python");
    if !python.exists() || !script.exists() {
        return None;
    }
    let data = tempfile::tempdir().ok()?;
    let output = Command::new(python)
        .arg(script)
        .args(["1000", "100", "10000"])
        .env("BENCH_DATA", data.path())
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let (_, rest) = said.split_once("CONLL2003 ")?;
    let seconds: f64 = rest.split('s').next()?.trim().parse().ok()?;
    Some(1e3 * seconds)
}
