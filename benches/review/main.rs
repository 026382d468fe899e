//! What review costs: one line for every figure that the program is held to, each with what the same
//! run took for the least that must be done, and with what other people's programs took where they
//! can be run.
//!
//! `cargo bench --bench review --no-default-features` prints the whole table; a word after `--`
//! prints the rows of one part alone: `gamma`, `coding`, `files`, `growth`, `git`, `peers`. The last
//! runs the scripts of the collection beside the work tree with the environments of `.ci/run`.

#![cfg(test)]

#[path = "../length/input.rs"]
mod input;
#[path = "../length/peers.rs"]
#[expect(
    dead_code,
    reason = "shared with another table, which needs more of it"
)]
mod limits;
#[path = "../length/machine.rs"]
mod machine;
#[path = "../length/table.rs"]
mod table;

mod git;
mod others;
mod rows;
mod studies;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let wanted = arguments.iter().find(|word| !word.starts_with('-'));
    if wanted.is_some_and(|wanted| wanted == others::GAMMA_ALONE) {
        others::gamma_alone();
        return;
    }
    let wants = |part: &str| wanted.is_none_or(|wanted| wanted == part);

    println!("{}", machine::name());
    println!();
    table::heads();
    if wants("gamma") {
        rows::gamma();
    }
    if wants("coding") {
        rows::coding();
    }
    if wants("files") || wants("growth") {
        rows::files();
    }
    if wants("git") {
        git::rows();
    }
    if wants("peers") {
        others::rows();
    }
}
