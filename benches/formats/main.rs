//! What datasets cost: one line for every figure that the program is held to, for every format how its
//! time grows with what it holds, how large its files are and how much memory it takes.
//!
//! `cargo bench --bench formats --no-default-features` prints the whole table; a word after `--`
//! prints one part alone: `goals`, `growth`, `memory`, `peers`; of all but the last a second word
//! prints one format alone. The last part runs brat's own parser and another program, and the scripts of
//! a collection that `POSTIL_COLLECTION` names, with the environments of `.ci/run`. Times are those of
//! the clock on the wall, for some work is done on several threads: they want a machine with nothing
//! else to do.

#![cfg(test)]

#[path = "../length/input.rs"]
#[expect(
    dead_code,
    reason = "shared with another table, which needs more of it"
)]
mod input;
#[path = "../length/machine.rs"]
#[expect(dead_code, reason = "shared with tables of what one thread does")]
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
    let mut words = arguments.iter().filter(|word| !word.starts_with('-'));
    let (wanted, format) = (words.next(), words.next().map(String::as_str));
    let wants = |part: &str| wanted.is_none_or(|wanted| wanted == part);

    println!("{}", machine::name());
    println!();
    table::heads();
    if wants("goals") {
        rows::goals(format);
    }
    if wants("growth") {
        rows::growth(format);
    }
    if wants("memory") {
        memory::rows(format);
    }
    if wants("peers") {
        peers::rows();
    }
}
