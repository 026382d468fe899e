//! What the whole process takes: memory and the start.

use std::path::Path;
use std::process::Command;

use crate::machine::{memory, thread_time};
use crate::stage::Whole;
use crate::table::Row;

/// The argument with which this program starts itself to be measured.
pub const CHILD: &str = "--child";

/// Opens a file in a process of its own and says what that takes: milliseconds until the first
/// whole frame, memory then, and the most memory so far.
pub fn child(file: &Path) {
    let file = Some(file).filter(|file| file.exists());
    let mut whole = Whole::open(file);
    whole.frame();
    whole.frame();
    let start = thread_time().as_secs_f64() * 1e3;
    whole.settle();
    let (now, most) = memory().unwrap_or_default();
    println!("{start} {now} {most}");
}

/// Memory with a long article open, and the start without one.
pub fn rows(file: &Path) {
    let Some([_, now, most]) = measured(file) else {
        println!("left out: memory and start (the program cannot start itself)");
        return;
    };
    Row::new("memory with L open, window without a screen", now, "MiB")
        .goals(300.0, 200.0)
        .print();
    Row::new("the most memory while L was opened", most, "MiB").print();
    let starts = (0..5).filter_map(|_| measured(Path::new("")));
    let starts = starts.map(|[start, ..]| start).collect();
    Row::new(
        "start to the second frame, window without a screen, CPU",
        crate::machine::share(starts, 0.5),
        "ms",
    )
    .goals(300.0, 150.0)
    .print();
}

fn measured(file: &Path) -> Option<[f64; 3]> {
    let program = std::env::current_exe().ok()?;
    let output = Command::new(program).arg(CHILD).arg(file).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    let mut figures = said.split_whitespace().map_while(|word| word.parse().ok());
    Some([figures.next()?, figures.next()?, figures.next()?])
}
