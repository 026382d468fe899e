//! What a hostile file takes: the program itself reads it, in no more memory than it may have.
#![cfg(target_os = "linux")]

use std::process::Command;

use super::samples::{word_part, zipped};

/// What libraries of the system take, and what allocators keep, in KiB.
const AROUND: usize = 32 * 1024;

/// What the program itself takes of its address space before it does anything, in KiB: the segments
/// that its file says are loaded (ELF, 64 bits: the table of segments is at byte 32, their size at 54
/// and their count at 56; of each the kind is at 0 and the size in memory at 40).
fn program() -> usize {
    let file = std::fs::read(env!("CARGO_BIN_EXE_postil")).unwrap();
    let number = |at: usize, bytes: usize| {
        let digits = file[at..at + bytes].iter().rev();
        digits.fold(0, |all, byte| all << 8 | usize::from(*byte))
    };
    assert_eq!(&file[..5], b"\x7fELF\x02");
    let segments = (0..number(56, 2)).map(|place| number(32, 8) + place * number(54, 2));
    let loaded = segments.filter(|at| number(*at, 4) == 1);
    loaded.map(|at| number(at + 40, 8)).sum::<usize>() / 1024
}

/// Reads a file as an article in 64 MiB and twelve times its size, and gives what was said. A
/// program that takes more is ended by the system, and then neither 0 nor 2 comes of it.
fn read_within(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    let limit = program() + AROUND + 64 * 1024 + 12 * bytes.len() / 1024;
    let script = format!("ulimit -v {limit}; exec \"$0\" new project.ron \"$1\"");
    let done = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_postil"), name])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let code = done.status.code();
    assert!(
        matches!(code, Some(0 | 2)),
        "{name}: {:?} {said}",
        done.status
    );
    said
}

#[test]
fn a_hostile_file_takes_no_more_memory_than_it_may() {
    let repeated = |start: &str, piece: &str, bytes: usize| {
        (start.to_owned() + &piece.repeat(bytes / piece.len())).into_bytes()
    };
    let mail =
        "From: a\nDate: Wed, 4 Mar 2026 08:15:00 +0100\nMessage-ID: <1>\nMIME-Version: 1.0\n";
    let parts = format!("{mail}Content-Type: multipart/mixed; boundary=b\n\n");
    let bomb = zipped(&[("word/document.xml", &vec![b' '; 100 << 20])]);
    let words = word_part(
        "document",
        &format!(
            "<w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body>",
            "a".repeat(60 << 20)
        ),
    );
    let files = [
        ("lt.html", repeated("<html><p>", "<", 4 << 20)),
        ("amp.html", repeated("<html><p>", "&nGt;", 2 << 20)),
        ("p.html", repeated("<html>", "<p>a", 1 << 20)),
        ("keys.jsonl", {
            let keys: String = (0..400_000).map(|at| format!("\"k{at}\":1,")).collect();
            format!("{{\"text\":\"a\",{keys}\"z\":1}}\n").into_bytes()
        }),
        (
            "list.jsonl",
            [
                b"{\"text\":\"a\",\"x\":[".to_vec(),
                b"1,".repeat(3 << 20),
                b"1]}\n".to_vec(),
            ]
            .concat(),
        ),
        ("headers.eml", repeated(mail, "X: y\n", 8 << 20)),
        ("parts.eml", repeated(&parts, "--b\n\nx\n", 8 << 20)),
        ("links.md", repeated("", "[a](b) ", 4 << 20)),
        ("commas.csv", repeated("text\n", ",", 16 << 20)),
        ("bomb.docx", bomb),
        (
            "words.docx",
            zipped(&[("word/document.xml", words.as_bytes())]),
        ),
    ];
    for (name, bytes) in files {
        let said = read_within(name, &bytes);
        assert!(!said.is_empty(), "{name}");
    }
}

#[test]
fn a_file_that_needs_more_is_seen() {
    // The measure itself: a limit below what the program takes ends it.
    let script = "ulimit -v 2048; exec \"$0\" formats";
    let done = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_postil")])
        .output()
        .unwrap();
    assert!(!done.status.success());
}
