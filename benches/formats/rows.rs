//! Times: what is asked for, and how they grow.

use std::time::Instant;

use postil::formats::datasets::{FORMATS, Files, Format, Import, format};
use postil::project::Project;

use crate::corpus::{book, files, project, size, tagset};
use crate::machine::share;
use crate::table::Row;

/// How often each thing is done.
const TIMES: usize = 5;

/// The median of some runs by the clock on the wall, in milliseconds: several threads work on some of
/// this. What a run gives is dropped outside its time.
pub fn median<T>(times: usize, mut work: impl FnMut() -> T) -> f64 {
    let run = |_| {
        let start = Instant::now();
        let done = std::hint::black_box(work());
        let taken = start.elapsed();
        drop(done);
        1e3 * taken.as_secs_f64()
    };
    share((0..times).map(run).collect(), 0.5)
}

fn encode(format: &Format, project: &Project) -> Files {
    let encoded = format.encode(project, &Default::default());
    encoded.expect("a format that is written").files
}

fn decode(format: &Format, files: &Files) -> Project {
    let tagset = tagset();
    let imported = format.decode(files, &Import::new(&tagset));
    imported.expect("a format that is read").project
}

/// The figures that are asked for, or those of one format alone: 1,000 articles of 100 marks, and one
/// of 100,000.
pub fn goals(only: Option<&str>) {
    let wanted = |name: &str| only.is_none_or(|only| only == name);
    let named = |name: &str| format(name).expect("a format");
    if wanted("conll") {
        let corpus = project(1_000);
        let conll = median(TIMES, || encode(named("conll"), &corpus));
        Row::new("conll out, 1,000 articles × 100 marks", conll, "ms")
            .goals(220.0, 150.0)
            .print();
    }
    if wanted("jsonl") {
        let (corpus, jsonl) = (project(1_000), named("jsonl"));
        let out = median(TIMES, || encode(jsonl, &corpus));
        let lines = encode(jsonl, &corpus);
        let read = median(TIMES, || decode(jsonl, &lines));
        Row::new("jsonl in and out, the same", out + read, "ms")
            .goals(380.0, 300.0)
            .print();
    }
    if wanted("brat") {
        let book = book();
        let brat = median(TIMES, || decode(named("brat"), &book));
        Row::new("brat standoff in, 100,000 marks on 10 MB", brat, "ms")
            .goals(100.0, 84.0)
            .print();
    }
}

/// Every format out and in, or one alone: how large it is, and how much longer ten times as much takes.
pub fn growth(only: Option<&str>) {
    let (small, large) = (project(100), project(1_000));
    for format in FORMATS {
        if !format.writes() || only.is_some_and(|only| only != format.name) {
            continue;
        }
        let name = format.name;
        let (some, all) = (files(&small, name), files(&large, name));
        let size = size(&all) as f64 / f64::from(1 << 20);
        let out = [&small, &large].map(|project| median(TIMES, || encode(format, project)));
        let more = || {
            let project = project(10_000);
            Some(median(TIMES, || encode(format, &project)))
        };
        grown(&format!("{name} out, {size:.1} MiB"), out, more);
        if format.reads() {
            let read = [&some, &all].map(|files| median(TIMES, || decode(format, files)));
            let more = || {
                let files = files(&project(10_000), name);
                let tagset = tagset();
                // Some readers take no file that holds so much.
                format.decode(&files, &Import::new(&tagset)).ok()?;
                Some(median(TIMES, || decode(format, &files)))
            };
            grown(&format!("{name} in"), read, more);
        }
    }
}

/// Prints how long the larger of two takes, and how it grows. What is small stays near the processor
/// and what is large does not; so where that much is missed, ten times as much again is to show what
/// is due to the work itself.
fn grown(work: &str, [small, large]: [f64; 2], more: impl FnOnce() -> Option<f64>) {
    let growth = large / small.max(0.001);
    // What takes less than this says nothing of how it grows.
    let verdict = match growth <= 12.0 || large < 5.0 {
        true => "met".to_owned(),
        false => match more().map(|more| more / large) {
            Some(growth) => {
                let verdict = if growth <= 12.0 { "met" } else { "MISSED" };
                format!("MISSED; for 10 × as much again × {growth:.1}, {verdict}")
            }
            None => "MISSED; 10 × as much again is not read".to_owned(),
        },
    };
    let work = format!("{work}: × {growth:.1} for 10 × (at most 12, {verdict})");
    Row::new(work, large, "ms").print();
}
