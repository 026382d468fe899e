//! Formats: what goes in comes out, and what is damaged is said.

mod articles;
mod checkers;
mod corpora;
mod damage;
mod datasets;
pub mod exchange;
mod foreign;
mod hostile;
mod peers;
mod project_file;
mod statements;
