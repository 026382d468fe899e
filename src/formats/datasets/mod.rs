//! Datasets: projects as other programs read and write them, one file or folder a format.
//!
//! [`FORMATS`] is the one table: the command line, the dialogs, the README and the tests are made
//! from it. A format reads files into records, which `gather` puts together as a project, and
//! writes files from a `corpus`, which is what it can hold of a project; what it cannot is counted
//! by `corpus` before a byte is written. Offsets are converted in [`offsets`] alone.

pub mod aif;
pub mod argdown;
mod argument;
pub mod brat;
pub mod cas;
pub mod claimreview;
pub mod conll;
mod corpus;
pub mod csv;
pub mod doccano;
pub mod dot;
pub mod export;
pub mod feature;
mod few;
mod gather;
mod grow;
mod items;
mod json;
pub mod jsonl;
pub mod labelstudio;
mod mapping;
mod markup;
pub mod names;
pub mod offsets;
pub mod package;
pub mod parquet;
mod pieces;
mod places;
pub mod prodigy;
mod reading;
pub mod refi;
pub mod report;
pub mod semeval;
pub mod sight;
pub mod spacy;
pub mod splits;
mod statements;
pub mod stream;
mod tokens;
mod utf8;
pub mod w3c;
pub mod webanno;
mod writing;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Problem, counted};
use crate::project::{Colour, Id};
use corpus::Corpus;
use gather::Gather;
use report::agreement::Measured;

pub use corpus::Pulse;
pub use feature::{Feature, Lack};
pub use mapping::{Mapping, MappingError};
pub use offsets::Unit;
pub use reading::{Import, Imported, KEPT_ONCE, drop_papers, in_utf8, said_of_new_tag};
pub use stream::Stream;

/// The files of a dataset: their names, with `/` between folders, and their bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A dataset format: what it is called and what it can do.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The name that the command line knows it by.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// What one would export it for, after «to».
    pub purpose: &'static str,
    /// The extensions of its files, without the dot; the usual one first.
    pub extensions: &'static [&'static str],
    /// Whether an export is a folder of files and not one file.
    pub folder: bool,
    /// How its files are laid out, if each holds a batch of articles; it is a package then, with a
    /// card and a manifest.
    pub stream: Option<Stream>,
    /// What it cannot hold, and what is done instead, in groups of what is lacking together.
    pub lacks: &'static [&'static [Lack]],
    /// What its offsets count; none if it has no offsets.
    pub unit: Option<Unit>,
    /// What its offsets count, if not a unit of the text.
    pub offsets: &'static str,
    /// Where it is laid down.
    pub specification: &'static str,
    /// Whether a file looks like one of the format, by its name and bytes.
    recognises: fn(&str, &[u8]) -> bool,
    read: Option<fn(&mut Gather, &Files)>,
    write: Option<fn(&Corpus<'_>) -> Files>,
}

/// Every format, in the order in which people are offered them.
pub const FORMATS: &[Format] = &[
    jsonl::FORMAT,
    brat::FORMAT,
    labelstudio::FORMAT,
    prodigy::FORMAT,
    doccano::FORMAT,
    doccano::LABELS,
    webanno::FORMAT,
    conll::FORMAT,
    semeval::FORMAT,
    spacy::FORMAT,
    csv::CSV,
    csv::TSV,
    parquet::FORMAT,
    parquet::HUB,
    w3c::FORMAT,
    cas::JSON,
    cas::XMI,
    refi::PROJECT,
    refi::CODEBOOK,
    report::HTML,
    report::MARKDOWN,
    dot::FORMAT,
    argdown::FORMAT,
    aif::FORMAT,
    claimreview::FORMAT,
];

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

/// The format that these files are in, told by what stands in them; none if no reader knows them.
pub fn recognise(files: &Files) -> Option<&'static Format> {
    FORMATS.iter().find(|format| {
        let known = |(name, bytes): (&String, &Vec<u8>)| (format.recognises)(name, bytes);
        format.reads() && files.iter().any(known)
    })
}

impl Format {
    /// Whether it can be imported.
    pub fn reads(&self) -> bool {
        self.read.is_some()
    }

    /// Whether it can be exported.
    pub fn writes(&self) -> bool {
        self.write.is_some()
    }

    /// What its offsets count, in words.
    pub fn counts(&self) -> String {
        match self.unit {
            Some(unit) if self.offsets.is_empty() => unit.to_string(),
            _ => self.offsets.to_owned(),
        }
    }

    /// What its positions count, in words; none if it has none.
    pub fn positions(&self) -> Option<String> {
        Some(self.counts()).filter(|counts| !counts.is_empty() && !counts.starts_with("none"))
    }

    /// All that it cannot hold, and what is done instead.
    pub fn all_lacks(&self) -> impl Iterator<Item = &'static Lack> + use<> {
        self.lacks.iter().copied().flatten()
    }

    /// Whether it cannot hold something.
    pub fn lacks(&self, feature: Feature) -> bool {
        self.all_lacks().any(|(lacking, _)| *lacking == feature)
    }
}

/// What is exported.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Only the marks and links of these annotators; of everybody if there is none.
    pub annotators: Option<Vec<String>>,
    /// Only these articles; all if it is not said.
    pub articles: Option<BTreeSet<Id>>,
    /// What tags become; a tag that becomes nothing is left out.
    pub tags: BTreeMap<Id, Option<String>>,
    /// Which of overlapping marks is written where only one can be.
    pub overlap: Overlap,
    /// How token formats mark the tokens of a mark.
    pub scheme: Scheme,
    /// What positions count, if not what is usual, in formats whose readers differ: those that
    /// write the words beside them, so that a wrong unit is noticed.
    pub unit: Option<Unit>,
    /// Whether cells that a spreadsheet could take for a formula get a `'` before them.
    pub guard_formulas: bool,
    /// How far annotators agree, for formats that people read.
    pub figures: Option<Arc<Measured>>,
}

/// Which of overlapping marks is written where a format can hold only one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Overlap {
    /// The one that covers most, from its first to its last word.
    #[default]
    Outermost,
    /// The one that covers least.
    Innermost,
    /// The one with the most bytes of its own.
    Longest,
    /// The one that begins first.
    First,
}

/// How token formats mark the tokens of a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scheme {
    /// `B-` begins, `I-` goes on.
    #[default]
    Iob2,
    /// And `E-` ends, `S-` stands alone.
    Iobes,
}

/// A project as a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The files; one alone unless the format is a folder.
    pub files: Files,
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
    /// What is done instead.
    pub instead: &'static str,
    /// The marks that it befalls, with their articles, in the order of the text; none for what is
    /// no mark's.
    pub marks: Vec<(Id, Id)>,
}

/// «notes on identities: 3, left out».
impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}, {}", self.what, self.count, self.instead)
    }
}

/// Why a dataset as a whole cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatasetError {
    /// Nothing but blanks.
    #[error("the file is empty")]
    Empty,
    /// Not one line or record is what it should be; the first that is wrong.
    #[error("there is no article in it; {}", located(.0))]
    NoRecord(Box<Problem>),
    /// The format is only written.
    #[error("the format {0} is only written, not read")]
    NotRead(&'static str),
    /// The format is only read.
    #[error("the format {0} is only read, not written")]
    NotWritten(&'static str),
    /// Whoever asked for it, or took its files, has stopped it.
    #[error("it was stopped before it was whole")]
    Stopped,
    /// What was read contradicts itself: a fault of the program.
    #[error("the records cannot be put together ({0}); please report this")]
    Inconsistent(String),
}

fn located(problem: &Problem) -> String {
    let line = problem.line.map(|line| format!("line {line}: "));
    format!("{}{}", line.unwrap_or_default(), problem.what)
}

/// A tag's colour as other programs want it. These are no colours of the window: they are light
/// enough for black letters on white pages.
fn colour_code(colour: Colour) -> &'static str {
    match colour {
        Colour::Blue => "#a6c8f0",
        Colour::Orange => "#f6c38f",
        Colour::Green => "#a9d8a4",
        Colour::Purple => "#cdb8ea",
        Colour::Olive => "#d8d490",
        Colour::Pink => "#f2b6cf",
        Colour::Grey => "#c9c9c9",
        Colour::Teal => "#9fd8d2",
    }
}

impl Encoded {
    /// The bytes of the file, if it is one file.
    pub fn bytes(&self) -> &[u8] {
        let only = self.files.values().next();
        only.filter(|_| self.files.len() == 1)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

impl Imported {
    /// How many articles and marks there are, in words.
    pub fn summary(&self) -> String {
        let articles = counted(self.project.entries().len(), "article");
        format!("{articles}, {}", counted(self.project.mark_count(), "mark"))
    }
}

impl Options {
    /// Whether what this annotator made is exported.
    pub fn takes(&self, author: &str) -> bool {
        let chosen = self.annotators.as_ref();
        chosen.is_none_or(|annotators| annotators.iter().any(|annotator| annotator == author))
    }
}
