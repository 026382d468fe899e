//! Tests.
#![cfg(test)]

// Words, sentences and quotations of many languages.
mod boundaries;
// The command line, run as a process: every subcommand, its sentences, hostile files, real articles.
mod cli;
// A disk that fails, forgets and skips steps, and what becomes of the work.
mod disk;
// Files of projects, tagsets, articles and datasets: what goes in comes out.
mod formats;
// Seeds changed at random, over and over.
#[path = "../fuzz/mod.rs"]
mod fuzz;
// Articles of any length.
mod length;
// What holds for any project under any commands.
mod properties;
// Review: what differs, how far colleagues agree, what a merge makes of it.
mod review;
// The sample projects: sound, true to their articles, and rich enough to learn from.
mod samples;
// Spans, their index, the selection and the sweep, against slow versions of the same.
mod span;
// The disk: what a save promises, what reading refuses, where preferences stand.
mod store;
// What tests of several rooms share: arbitrary projects, hostile files.
mod support;
// Offsets, graphemes, words, sentences, quotations and search, against slow versions of the same.
mod text;
// Every command of the workbench, each with its undo and redo.
mod workbench;
