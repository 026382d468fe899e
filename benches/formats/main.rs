//! What datasets cost: one line for every figure that the program is held to, for every format how its
//! time grows with what it holds, how large its files are and how much memory it takes.
//!
//! `cargo bench --bench formats --no-default-features` prints the whole table; a word after `--`
//! prints one part alone: `goals`, `growth`, `memory`, `peers`. The last runs the scripts of a
//! collection that `POSTIL_COLLECTION` names, with the environments of `.ci/run`.

#![cfg(test)]

#[path = "../length/input.rs"]
#[expect(
    dead_code,
    reason = "shared with another table, which needs more of it"
)]
mod input;
#[path = "../length/machine.rs"]
mod machine;
#[path = "../length/table.rs"]
#[expect(
    dead_code,
    reason = "shared with another table, which needs more of it"
)]
mod table;

mod corpus;
mod memory;
mod peers;
mod rows;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some([what, format, path]) = memory::asked(&arguments) {
        memory::child(what, format, path.as_ref());
        return;
    }
    let wanted = arguments.iter().find(|word| !word.starts_with('-'));
    let wants = |part: &str| wanted.is_none_or(|wanted| wanted == part);

    println!("{}", machine::name());
    println!();
    table::heads();
    if wants("goals") {
        rows::goals();
    }
    if wants("growth") {
        rows::growth();
    }
    if wants("memory") {
        memory::rows();
    }
    if wants("peers") {
        peers::rows();
    }
}
