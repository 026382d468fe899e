//! Why a subcommand could not do what was asked.

use std::io;
use std::path::PathBuf;

use super::counted;
use crate::formats::Problem;
use crate::formats::articles::ArticleError;
use crate::formats::datasets::export::WishError;
use crate::formats::datasets::{DatasetError, Format, MappingError};
use crate::formats::project_file::ProjectFileError;
use crate::project::EditError;
use crate::store::{ReadError, SaveError, shown};

/// Why a subcommand could not do what was asked, as one sentence with the path last.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file could not be written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// A file was read but is no project.
    #[error("failed to read: {}{error}: {}", place(error), shown(path))]
    Project {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: ProjectFileError,
    },
    /// A file of this name is there, and nobody said that it may go.
    #[error("failed to write: there is a file of this name; choose another or add --force: {}", shown(.0))]
    Exists(PathBuf),
    /// Somebody has the file open in a window.
    #[error("failed to write: {}: {}", open_in_window(who, *unsure), shown(path))]
    Open {
        /// The file.
        path: PathBuf,
        /// Who, and on which machine.
        who: String,
        /// Whether it cannot be known from here if it is still open there.
        unsure: bool,
    },
    /// The result would take the place of what it is made from.
    #[error("failed to write: this is the file that is being read; choose another: {}", shown(.0))]
    OverItself(PathBuf),
    /// The folder to write holds what the result is made from.
    #[error("failed to write: files that are being read stand in this folder; name another: {}", shown(.0))]
    OverSources(PathBuf),
    /// A file was read but is no dataset of the format.
    #[error("failed to read: {}{}: {}", line(problem), problem.what, shown(path))]
    Dataset {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: Box<Problem>,
    },
    /// There is no byte in a file, or no file in a folder.
    #[error("failed to read a dataset: there is nothing in it: {}", shown(.0))]
    Nothing(PathBuf),
    /// No reader knows what stands in a file.
    #[error("failed to tell the format of the file; name it with --format, «postil formats» lists them: {}", shown(.0))]
    Unrecognised(PathBuf),
    /// No format has files that end like this.
    #[error("failed to tell the format to write by the name; name it with --to: {}", shown(.0))]
    NoEnding(PathBuf),
    /// A table of tags cannot be used.
    #[error("{error}: {}", shown(path))]
    Mapping {
        /// The table.
        path: PathBuf,
        /// What is wrong with it.
        error: MappingError,
    },
    /// A dataset of several files cannot go through a pipe.
    #[error(
        "failed to print: {0} is a folder of files, which a pipe does not take; name a folder to write"
    )]
    FolderToPipe(&'static str),
    /// A dataset could not be read or written as a whole.
    #[error(transparent)]
    Format(#[from] DatasetError),
    /// What is wished for means nothing.
    #[error(transparent)]
    Wish(#[from] WishError),
    /// Two things would go to standard output at once.
    #[error("failed to print: --json and --out - both want standard output; leave one of them out")]
    TwoPrinted,
    /// The readers of a format agree on what positions count.
    #[error("failed to count otherwise: positions in {} are {}; leave --offsets out", .0.name, .0.counts())]
    FixedUnit(&'static Format),
    /// Standard input could not be read.
    #[error("failed to read standard input: {0}")]
    Input(#[source] io::Error),
    /// Standard input is longer than what is read at once, in megabytes.
    #[error("failed to read standard input: it is longer than {0} MB; split it")]
    LongInput(u64),
    /// A file was read but is no article.
    #[error("failed to read: {error}: {}", shown(path))]
    Article {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: ArticleError,
    },
    /// Some of the articles could not be used; each has been said.
    #[error("failed to make the project: {} could not be used; nothing was written", counted(*.0, "path"))]
    Unusable(usize),
    /// Something that only the window does was asked of a program without one.
    #[error("failed to open the review: it needs the window")]
    NeedsWindow,
    /// There is nobody to compare with.
    #[error("failed to compare: all marks are one annotator's; name another file")]
    OneColleague,
    /// An option is for other formats.
    #[error("failed to export: {0} means nothing in {1}; leave it out")]
    Unheeded(&'static str, &'static str),
    /// Figures were asked for in a format that has no place for them.
    #[error("failed to put figures into {0}: only html takes them; «postil agree» prints them")]
    NoFigures(&'static str),
    /// What is to be merged holds damaged parts.
    #[error("failed to merge: «postil check» lists what is damaged; mend it first: {0}")]
    Damaged(String),
    /// Git could not do its part.
    #[error("failed to set git up: {0}")]
    Git(String),
    /// No format has this name.
    #[error("failed to find a format {0:?}; «postil formats» lists them")]
    NoFormat(String),
    /// The articles do not fit together: a fault of the program.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// Standard output takes nothing.
    #[error("failed to print: {0}")]
    Output(#[source] io::Error),
}

fn open_in_window(who: &str, unsure: bool) -> String {
    match unsure {
        false => format!("{who} has this file open in Postil; close it there or choose another"),
        true => format!(
            "{who} opened this file in Postil, and whether it is still open cannot be seen from here; choose another, or open it in Postil and close it again"
        ),
    }
}

fn line(problem: &Problem) -> String {
    problem
        .line
        .map(|line| format!("line {line}: "))
        .unwrap_or_default()
}

fn place(error: &ProjectFileError) -> String {
    error
        .position()
        .map(|at| format!("{at}: "))
        .unwrap_or_default()
}
