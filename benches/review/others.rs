//! Other people's programs on the same inputs, by the scripts of the collection, where they are there.

use std::path::{Path, PathBuf};
use std::process::Command;

use postil::review::agreement::coding::{cohen_kappa, krippendorff_alpha, sum};
use postil::review::agreement::gamma::{Costs, SAMPLES, gamma};

use crate::machine::median;
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

/// A line for each program that can be run: how many times as long as ours it takes.
pub fn rows() {
    let units = units(1_000, 2);
    let ours = median(3, || {
        gamma(&units, 100_000.0, &Costs::default(), SAMPLES, 1)
    });
    row(
        "gamma, 1,000 units × 2: pygamma-agreement against ours",
        &GAMMA,
        ours,
        500.0,
    );
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

fn row(work: &str, script: &Script, ours: f64, least: f64) {
    match script.milliseconds() {
        None => println!("left out: {work}: no script or no environment for it"),
        Some(theirs) => {
            let ratio = theirs / ours.max(f64::MIN_POSITIVE);
            let verdict = if ratio >= least { "met" } else { "MISSED" };
            Row::new(format!("{work}, at least {least} ×: {verdict}"), ratio, "×").print();
        }
    }
}

impl Script {
    fn milliseconds(&self) -> Option<f64> {
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
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let (_, rest) = said.split_once(self.before)?;
        let seconds: f64 = rest.split('s').next()?.trim().parse().ok()?;
        Some(1e3 * seconds)
    }
}
