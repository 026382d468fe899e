//! Git on the very files that `postil merge` and `postil diff` read: whole programs, from the start to
//! the end, on the same disk and in the same run.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use postil::formats::project_file;

use crate::input::{self, L, M, Size};
use crate::machine::share;
use crate::studies::version;
use crate::table::Row;

/// A line for each of the two, and how it grows; or that there is no git.
pub fn rows() {
    if Command::new("git").arg("--version").output().is_err() {
        println!("left out: merge and diff against git: there is no git");
        return;
    }
    let [(merge, diff), (longer_merge, longer_diff)] = [M, L].map(of);
    for (name, before, after) in [
        ("postil merge", merge, longer_merge),
        ("postil diff", diff, longer_diff),
    ] {
        Row::new(
            format!("{name}, to L: ten times the input"),
            after / before,
            "×",
        )
        .goals(12.0, 12.0)
        .print();
    }
}

/// What merge and diff of three versions take, in milliseconds.
fn of(size: Size) -> (f64, f64) {
    let folder = tempfile::tempdir().expect("a folder");
    let base = input::project(size);
    let (ours, theirs) = (version(&base, "ours", 31), version(&base, "theirs", 32));
    let mut bytes = 0;
    for (name, project) in [("base", &base), ("ours", &ours), ("theirs", &theirs)] {
        let file = project_file::encode(project);
        bytes += file.len();
        std::fs::write(folder.path().join(format!("{name}.ron")), file).expect("a file");
    }
    let postil = env!("CARGO_BIN_EXE_postil");
    let took =
        |ours: &[&str], theirs: &[&str]| in_turn(folder.path(), (postil, ours), ("git", theirs));
    let (merge, line_merge) = took(
        &["merge", "base.ron", "ours.ron", "theirs.ron"],
        &[
            "merge-file",
            "-p",
            "--diff3",
            "ours.ron",
            "base.ron",
            "theirs.ron",
        ],
    );
    let (diff, line_diff) = took(
        &["diff", "base.ron", "ours.ron"],
        &["diff", "--no-index", "base.ron", "ours.ron"],
    );
    let (name, megabytes) = (size.name, bytes as f64 / 1e6);
    let print = |name: String, took: f64, least: f64, of: &'static str| {
        let row = Row::new(name, took, "ms").limit(least, of);
        // A project is held to it once it is long; a shorter one is done before one looks up.
        let row = match size.marks == L.marks {
            true => row.goals(least, least),
            false => row,
        };
        row.print();
    };
    let of = format!("postil merge of three versions of {name}, {megabytes:.0} MB");
    print(of, merge, line_merge, "git merge-file of them");
    let of = format!("postil diff of two versions of {name}");
    print(of, diff, line_diff, "git diff of them");
    (merge, diff)
}

/// How often each program is run.
const RUNS: usize = 11;

/// The medians of two programs that are run in turn, so that both find the machine as busy; on the
/// clock on the wall.
fn in_turn(folder: &Path, ours: (&str, &[&str]), theirs: (&str, &[&str])) -> (f64, f64) {
    let once = |(program, words): (&str, &[&str])| {
        let mut command = Command::new(program);
        command.args(words).current_dir(folder);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        // Both end with 1 where anything differs.
        command.status().expect("a program that runs");
        start.elapsed().as_secs_f64() * 1e3
    };
    let runs = (0..RUNS).map(|_| (once(ours), once(theirs)));
    let (ours, theirs) = runs.unzip();
    (share(ours, 0.5), share(theirs, 0.5))
}
