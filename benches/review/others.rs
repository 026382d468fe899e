//! Other people's programs on the same inputs, by the scripts of the collection, where they are there.

use std::path::{Path, PathBuf};
use std::process::Command;

use postil::review::agreement::coding::{cohen_kappa, krippendorff_alpha, sum};
use postil::review::agreement::gamma::{Costs, SAMPLES, best_alignment, gamma};

use crate::machine::{self, median};
use crate::studies::{items, units};
use crate::table::Row;

/// What a script is called with, the environment that it needs, and the words before its figure.
struct Script {
    words: &'static [&'static str],
    environment: &'static str,
    before: &'static str,
}

const GAMMA: Script = Script {
    words: &["gamma.py", "1000", "2"],
    environment: "venvg",
    before: "gamma(30 samples) ",
};
const LONGER_GAMMA: Script = Script {
    words: &["gamma.py", "3000", "2"],
    ..GAMMA
};
const THREE_GAMMA: Script = Script {
    words: &["gamma.py", "300", "3"],
    ..GAMMA
};
const DISORDER: Script = Script {
    words: &["gamma_disorder.py", "1000"],
    environment: "venvg",
    before: "disorder ",
};
const ALPHA: Script = Script {
    words: &["coef.py", "kripp", "1000000", "3"],
    environment: "venv",
    before: "compute ",
};
const KAPPA: Script = Script {
    words: &["coef.py", "sk_kappa", "1000000", "2"],
    environment: "venv",
    before: "compute ",
};

/// The argument that asks this program for nothing but gamma of 3,000 units by two, so that its
/// memory can be seen.
pub const GAMMA_ALONE: &str = "gamma-alone";

/// A line for each program that can be run: how many times as long as ours it takes.
pub fn rows() {
    let ours = |count, annotators| {
        let units = units(count, annotators);
        let line = 100.0 * count as f64;
        median(3, || gamma(&units, line, &Costs::default(), SAMPLES, 1))
    };
    row(
        "gamma, 1,000 units × 2: pygamma-agreement against ours",
        &GAMMA,
        ours(1_000, 2),
        500.0,
    );
    row(
        "gamma, 300 units × 3: pygamma-agreement against ours",
        &THREE_GAMMA,
        ours(300, 3),
        50.0,
    );
    let said = row(
        "gamma, 3,000 units × 2: pygamma-agreement against ours",
        &LONGER_GAMMA,
        ours(3_000, 2),
        3_000.0,
    );
    if let Some((theirs, ours)) = said.and_then(|it| number(&it, "RSS ")).zip(memory()) {
        let work = "memory of that: pygamma-agreement against ours";
        compared(work, theirs, ours, 50.0);
    }
    if let Some(theirs) = DISORDER
        .run()
        .and_then(|said| number(&said, DISORDER.before))
    {
        let ours = best_alignment(&units(1_000, 2), &Costs::default()).disorder;
        let work = "disorder of the best alignment, 1,000 units × 2: from pygamma-agreement's by";
        Row::new(work, (ours - theirs).abs() * 1e6, "millionths")
            .goals(1.0, 1.0)
            .print();
    }
    let three = items(1_000_000, 3);
    let ours = median(3, || krippendorff_alpha(&sum(&three.alpha_sums())));
    row(
        "alpha, 1,000,000 × 3: krippendorff against ours",
        &ALPHA,
        ours,
        50.0,
    );
    let two = items(1_000_000, 2);
    let ours = median(3, || cohen_kappa(&sum(&two.pair_sums(0, 1))));
    row(
        "kappa, 1,000,000 × 2: scikit-learn against ours",
        &KAPPA,
        ours,
        20.0,
    );
}

/// Gives what the program said.
fn row(work: &str, script: &Script, ours: f64, least: f64) -> Option<String> {
    let said = script.run();
    match said.as_ref().and_then(|said| number(said, script.before)) {
        None => println!("left out: {work}: no script or no environment for it"),
        Some(seconds) => compared(work, 1e3 * seconds, ours, least),
    }
    said
}

fn compared(work: &str, theirs: f64, ours: f64, least: f64) {
    let ratio = theirs / ours.max(f64::MIN_POSITIVE);
    let verdict = if ratio >= least { "met" } else { "MISSED" };
    Row::new(format!("{work}, at least {least} ×: {verdict}"), ratio, "×").print();
}

/// The number behind some words.
fn number(said: &str, before: &str) -> Option<f64> {
    let (_, rest) = said.split_once(before)?;
    let end = rest.find(|it: char| !it.is_ascii_digit() && it != '.');
    rest.get(..end.unwrap_or(rest.len()))?.parse().ok()
}

/// What a process takes that does nothing but gamma, at most, in MiB.
fn memory() -> Option<f64> {
    let this = std::env::current_exe().ok()?;
    let output = Command::new(this).arg(GAMMA_ALONE).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

/// Measures gamma once and prints what this process took at most, in MiB.
pub fn gamma_alone() {
    let units = units(3_000, 2);
    let measured = gamma(&units, 300_000.0, &Costs::default(), SAMPLES, 1);
    if measured.is_ok()
        && let Some((_, most)) = machine::memory()
    {
        println!("{most}");
    }
}

impl Script {
    /// What it prints; none if it is not there.
    fn run(&self) -> Option<String> {
        let top = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = top
            .join("target/peers/oracle")
            .join(self.environment)
            .join("bin/python");
        let collection = std::env::var_os("POSTIL_COLLECTION");
        let collection = collection.map_or_else(|| top.join("../shared"), PathBuf::from);
        let (script, words) = self.words.split_first()?;
        let script = collection.join("bench").join(script);
        if !python.exists() || !script.exists() {
            return None;
        }
        let output = Command::new(python).arg(script).args(words).output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}
