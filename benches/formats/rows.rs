//! Times: what is asked for, and how they grow.

use postil::formats::datasets::{FORMATS, Files, Format, Import, format};
use postil::project::Project;

use crate::corpus::{book, files, project, size, tagset};
use crate::machine::median;
use crate::table::Row;

/// How often each thing is done.
const TIMES: usize = 5;

fn encode(format: &Format, project: &Project) -> Files {
    let encoded = format.encode(project, &Default::default());
    encoded.expect("a format that is written").files
}

fn decode(format: &Format, files: &Files) -> Project {
    let tagset = tagset();
    let imported = format.decode(files, &Import::new(&tagset));
    imported.expect("a format that is read").project
}

/// The figures that are asked for: 1,000 articles of 100 marks, and one of 100,000.
pub fn goals() {
    let corpus = project(1_000);
    let named = |name: &str| format(name).expect("a format");
    let conll = median(TIMES, || encode(named("conll"), &corpus));
    Row::new("conll out, 1,000 articles × 100 marks", conll, "ms")
        .goals(220.0, 150.0)
        .print();
    let jsonl = named("jsonl");
    let out = median(TIMES, || encode(jsonl, &corpus));
    let lines = encode(jsonl, &corpus);
    let read = median(TIMES, || decode(jsonl, &lines));
    Row::new("jsonl in and out, the same", out + read, "ms")
        .goals(380.0, 300.0)
        .print();
    let book = book();
    let brat = median(TIMES, || decode(named("brat"), &book));
    Row::new("brat standoff in, 100,000 marks on 10 MB", brat, "ms")
        .goals(100.0, 84.0)
        .print();
}

/// Every format out and in, how large it is, and how much longer ten times as much takes.
pub fn growth() {
    let (small, large) = (project(100), project(1_000));
    for format in FORMATS {
        let (some, all) = match format.writes() {
            true => (files(&small, format.name), files(&large, format.name)),
            false => continue,
        };
        let size = size(&all) as f64 / f64::from(1 << 20);
        let out = [&small, &large].map(|project| median(TIMES, || encode(format, project)));
        grown(&format!("{} out, {size:.1} MiB", format.name), out);
        if format.reads() {
            let read = [&some, &all].map(|files| median(TIMES, || decode(format, files)));
            grown(&format!("{} in", format.name), read);
        }
    }
}

fn grown(work: &str, [small, large]: [f64; 2]) {
    let growth = large / small.max(0.001);
    // What takes less than this says nothing of how it grows.
    let verdict = match growth <= 12.0 || large < 5.0 {
        true => "met",
        false => "MISSED",
    };
    let work = format!("{work}: × {growth:.1} for 10 × (at most 12, {verdict})");
    Row::new(work, large, "ms").print();
}
