//! Reviewing: how colleagues' marks on the same articles differ, how far they agree, and how they
//! become one.
//!
//! Projects come in, and reports or [`crate::project::Project`]s and edits come out: nothing here
//! changes a project that it was given, reads a file or knows what the time is. [`align()`] lays
//! colleagues' marks on each article side by side, [`pairing`] says which of them mean each other,
//! and [`compare()`] names every difference; [`feedback`] tells an annotator what was
//! decided otherwise; [`agreement`] measures how far they agree, and [`confusion`] which tags they
//! take for each other. [`diff`](mod@diff) tells two
//! versions of one project apart by ids, [`merge`] makes two versions one, and [`settle`] turns
//! what a reviewer decides into edits. Before that, [`retag`] brings tagsets together, and
//! [`carry`] marks on texts that nearly agree; [`reread`] takes them over to the words that an
//! article's file has now.

pub mod agreement;
pub mod align;
mod assign;
pub mod blind;
pub mod carry;
pub mod compare;
pub mod confusion;
pub mod diff;
pub mod feedback;
mod in_step;
pub mod merge;
mod named;
pub mod pairing;
pub mod reread;
pub mod retag;
pub mod settle;
mod signed;

pub use align::{Alignment, Colleague, Column, Refused, Sheet, align, colleagues};
pub use compare::{
    About, Arrow, ArticleReport, Dispute, DisputeKind, Position, Reading, Report, compare,
};
pub use signed::doubts;
