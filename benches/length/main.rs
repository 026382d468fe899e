//! How long an article may be: one line for every figure that the program is held to, each with
//! what the same run took for the least that must be done.
//!
//! `cargo bench --bench length` prints the whole table; a word after `--` prints the rows of one
//! part alone: `frames`, `gestures`, `open`, `find`, `undo`, `review`, `process`, `window`,
//! `growth`.

#![cfg(test)]

mod growth;
mod input;
mod machine;
mod peers;
mod process;
mod review;
mod rows;
mod stage;
mod table;
mod window;

use std::path::PathBuf;

use input::{L, M, S, Size};
use postil::formats::project_file;
use postil::project::Project;

/// An input as a project in memory and as a file on the disk.
pub struct Input {
    /// How much it is.
    pub size: Size,
    /// The project.
    pub project: Project,
    /// Its file.
    pub file: PathBuf,
    /// What stands in the file.
    pub bytes: String,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [child, file] = arguments.as_slice()
        && child == process::CHILD
    {
        return process::child(file.as_ref());
    }
    let wanted = arguments.iter().find(|word| !word.starts_with('-'));
    let wants = |part: &str| wanted.is_none_or(|wanted| wanted == part);

    println!("{}", machine::name());
    let folder = tempfile::tempdir().expect("a folder can be made");
    let inputs: Vec<Input> = [S, M, L]
        .into_iter()
        .map(|size| {
            let digests = input::digests(size);
            assert_eq!(digests, size.digests, "{} is another input", size.name);
            let project = input::project(size);
            let bytes = project_file::encode(&project);
            let file = folder.path().join(format!("{}.ron", size.name));
            std::fs::write(&file, &bytes).expect("a file can be written");
            Input {
                size,
                project,
                file,
                bytes,
            }
        })
        .collect();
    for input in &inputs {
        let text = &input.project.entries()[0].article().text;
        println!(
            "{}: {} bytes of text, {} marks, {} bytes of RON",
            input.size.name,
            text.len(),
            input.size.marks,
            input.bytes.len()
        );
    }
    println!();
    table::heads();
    let long = &inputs[2];
    if wants("frames") {
        rows::frames(&inputs);
    }
    if wants("gestures") {
        rows::gestures(long);
    }
    if wants("open") {
        rows::open(long);
    }
    if wants("find") {
        rows::find(long);
    }
    if wants("undo") {
        rows::undo(long);
    }
    if wants("review") {
        review::rows(long, folder.path());
    }
    if wants("process") {
        process::rows(&long.file);
    }
    if wants("window") {
        window::rows(env!("CARGO_BIN_EXE_postil"), &long.file, folder.path());
    }
    if wants("growth") {
        growth::rows(&inputs);
    }
}
