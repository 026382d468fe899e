//! Datasets: projects as other programs read and write them, one file a format.

mod gather;
mod grow;
pub mod jsonl;

use super::Problem;
use crate::project::Project;

/// A dataset format: what it is called and what it can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// The name that the command line knows it by.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// The extensions of its files, without the dot; the usual one first.
    pub extensions: &'static [&'static str],
    /// Whether it can be imported.
    pub reads: bool,
    /// Whether it can be exported.
    pub writes: bool,
    /// What it cannot hold, in words.
    pub cannot_hold: &'static [&'static str],
    /// What its offsets count.
    pub offsets: &'static str,
    /// Where it is laid down.
    pub specification: &'static str,
}

/// Every format, by name.
pub const FORMATS: &[Format] = &[jsonl::FORMAT];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The first format whose files have this extension (without the dot, in any case).
pub fn format_of_extension(extension: &str) -> Option<&'static Format> {
    let known = |format: &&Format| {
        format
            .extensions
            .iter()
            .any(|e| e.eq_ignore_ascii_case(extension))
    };
    FORMATS.iter().find(known)
}

/// A dataset that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The project; its `check()` is empty.
    pub project: Project,
    /// What could not be used, what was changed or added, in the order of the file.
    pub problems: Vec<Problem>,
    /// How many marks, links, mentions and values could not be used and are not in the project.
    pub left_out: usize,
}

/// What is exported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Only the marks and links of these annotators; of everybody if there is none.
    pub annotators: Option<Vec<String>>,
}

/// A project as a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The file's text.
    pub text: String,
    /// What of this project the format could not hold.
    pub losses: Vec<Loss>,
}

/// Something that an export leaves behind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// What it is, as a plural: «notes on identities».
    pub what: &'static str,
    /// How many of them there are.
    pub count: usize,
}

/// Why a dataset as a whole cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatasetError {
    /// Nothing but blanks.
    #[error("the file is empty")]
    Empty,
    /// Some byte is no UTF-8.
    #[error("the file is not UTF-8 at byte {0}; save it as UTF-8")]
    NotUtf8(usize),
    /// Not one line or record is what it should be.
    #[error("no line of the file is a record of the format; line {line}: {reason}")]
    NoRecord {
        /// The first line that is wrong, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// What was read contradicts itself: a fault of the program.
    #[error("the records cannot be put together ({0}); please report this")]
    Inconsistent(String),
}

impl Options {
    /// Whether what this annotator made is exported.
    pub fn takes(&self, author: &str) -> bool {
        let chosen = self.annotators.as_ref();
        chosen.is_none_or(|annotators| annotators.iter().any(|annotator| annotator == author))
    }
}
