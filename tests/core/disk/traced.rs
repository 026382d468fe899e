//! The real program under `strace`: it makes no connection, and survives a system that refuses.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::{bytes, proclaim};

/// Whether programs can be traced here. If not, that is said, and fails where
/// `POSTIL_REQUIRE_ALL=1` asks for every test.
fn can_trace(test: &str) -> bool {
    let tried = Command::new("strace")
        .args(["-f", "-o", "/dev/null", "true"])
        .output();
    if tried.is_ok_and(|it| it.status.success()) {
        return true;
    }
    let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some_and(|value| value == "1");
    assert!(
        !required,
        "{test} needs strace (package strace) and the right to trace, and POSTIL_REQUIRE_ALL=1 asks for every test"
    );
    println!("left out: {test} needs strace (package strace) and the right to trace");
    false
}

/// A folder with a project, another version of it, an article and a page.
fn place() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    };
    write("p.ron", bytes(1));
    write("q.ron", bytes(2));
    write("base.ron", bytes(0));
    write("a.txt", b"The dam holds, the mayor said.\n");
    let page = "<html><head><base href=\"http://192.0.2.1/\"><link rel=stylesheet href=x.css>\
        <meta http-equiv=refresh content=\"0;url=http://192.0.2.1/\"></head><body>\
        <img src=\"http://192.0.2.1/a.png\"><script src=\"//192.0.2.1/x.js\"></script>\
        <iframe src=\"file:///etc/passwd\"></iframe><p onload=\"x()\">The dam holds.</p></body></html>";
    write("page.html", page.as_bytes());
    folder
}

/// Runs the program under strace; gives how it ended and what was traced.
fn traced(folder: &Path, what: &[&str], arguments: &[&str]) -> (Output, String) {
    let log = folder.join("trace.log");
    let output = Command::new("strace")
        .arg("-f")
        .args(what)
        .arg("-o")
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_postil"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = std::fs::read_to_string(&log).unwrap();
    std::fs::remove_file(log).unwrap();
    (output, text)
}

#[test]
fn row_45_the_command_line_makes_no_socket_whatever_it_reads() {
    if !can_trace("row_45_the_command_line_makes_no_socket_whatever_it_reads") {
        return;
    }
    let folder = place();
    let commands: &[&[&str]] = &[
        &["new", "n.ron", "a.txt", "page.html"],
        &["check", "p.ron"],
        &["info", "p.ron", "--json"],
        &["export", "p.ron", "--format", "jsonl", "--out", "out.jsonl"],
        &["import", "--format", "jsonl", "out.jsonl", "--out", "i.ron"],
        &["formats"],
        &["diff", "p.ron", "q.ron"],
        &["compare", "p.ron", "q.ron"],
        &["merge", "base.ron", "p.ron", "q.ron", "--out", "m.ron"],
        &["agree", "p.ron", "q.ron"],
        &["--help"],
    ];
    for arguments in commands {
        let (output, log) = traced(folder.path(), &["-e", "trace=network"], arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{arguments:?}: {said}"
        );
        let calls: Vec<&str> = log.lines().filter(|line| is_call(line)).collect();
        assert!(calls.is_empty(), "{arguments:?}: {calls:#?}");
        assert!(
            log.contains("exited with"),
            "{arguments:?} was traced: {log}"
        );
    }
    proclaim(&format!(
        "network: {} subcommands, 0 sockets",
        commands.len()
    ));
}

/// Whether a line of the log is a call, and not a signal or an end.
fn is_call(line: &str) -> bool {
    !line.contains("+++") && !line.contains("---") && !line.trim().is_empty()
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let items = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<PathBuf> = items.map(|item| item.unwrap().path()).collect();
    names.sort();
    names
}

#[test]
fn rows_58_59_the_real_program_keeps_the_old_file_when_the_system_refuses() {
    if !can_trace("rows_58_59_the_real_program_keeps_the_old_file_when_the_system_refuses") {
        return;
    }
    let (mut hits, mut failed) = (0, 0);
    for calls in [
        "write",
        "fsync,fdatasync",
        "rename,renameat,renameat2",
        "openat",
    ] {
        for error in ["ENOSPC", "EIO", "EDQUOT", "EROFS"] {
            for when in 1..60 {
                let folder = place();
                let before = names(folder.path());
                let inject = format!("inject={calls}:error={error}:when={when}");
                let merge = [
                    "merge", "base.ron", "base.ron", "q.ron", "--out", "base.ron",
                ];
                let (output, log) = traced(folder.path(), &["-e", &inject], &merge);
                if !log.contains("(INJECTED)") {
                    break;
                }
                hits += 1;
                let now = std::fs::read(folder.path().join("base.ron")).unwrap();
                let (old, new) = (now == *bytes(0), now == *bytes(2));
                let what = format!("{inject}: {output:?}");
                assert!(old || new, "neither old nor new: {what}");
                // A program that could not even be started, or could not print, may have failed
                // after its work; what it says is done is done.
                match output.status.code() {
                    Some(0) => assert!(new, "it was said to be done: {what}"),
                    _ => failed += 1,
                }
                assert_eq!(names(folder.path()), before, "something was left: {what}");
            }
        }
    }
    assert!(hits > 40 && failed > 10, "{hits} faults, {failed} failures");
    proclaim(&format!(
        "real faults: {hits} calls of the system failed, {failed} of them kept the new file out, 0 harmed the old one"
    ));
}
