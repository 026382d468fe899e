//! Dataset formats by name: the one place that knows which code reads and writes which.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;

use super::CliError;
use crate::formats::datasets::{self, DatasetError, Encoded, FORMATS, Format, Imported, Options};
use crate::formats::tagset_file::default_tagset;
use crate::formats::{Problem, Severity};
use crate::project::Project;

/// The formats that `--format` takes for an import.
pub fn readable() -> PossibleValuesParser {
    named(|format| format.reads)
}

/// The formats that `--format` takes for an export.
pub fn writable() -> PossibleValuesParser {
    named(|format| format.writes)
}

/// The format that a file is read in, told by the end of its name.
pub fn format_of(path: &Path) -> Option<&'static Format> {
    let extension = path.extension().and_then(|extension| extension.to_str())?;
    datasets::format_of_extension(extension).filter(|format| format.reads)
}

/// Reads a dataset in the format of this name, on the usual tagset, which grows by what the dataset
/// adds. What has no annotator gets this one.
pub fn decode(
    format: &str,
    bytes: &[u8],
    annotator: Option<&str>,
) -> Result<Result<Imported, DatasetError>, CliError> {
    match format {
        "jsonl" => Ok(datasets::jsonl::decode(bytes, &default_tagset(), annotator)),
        _ => Err(CliError::NoFormat(format.to_owned())),
    }
}

/// Writes a dataset in the format of this name.
pub fn encode(format: &str, project: &Project, options: &Options) -> Result<Encoded, CliError> {
    match format {
        "jsonl" => Ok(datasets::jsonl::encode(project, options)),
        _ => Err(CliError::NoFormat(format.to_owned())),
    }
}

/// Why a whole dataset cannot be read, as a line of a list of problems.
pub fn problem(error: &DatasetError) -> Problem {
    match error {
        DatasetError::NoRecord { line, reason } => {
            let what = format!("no line of the file is an article, this one because {reason}");
            Problem::on_line(*line, Severity::Error, what)
        }
        _ => Problem::error(None, error.to_string()),
    }
}

/// Several files of lines as one, and which lines came from which.
#[derive(Default)]
pub struct Joined {
    /// The lines of all files.
    pub bytes: Vec<u8>,
    /// Each file, and how many lines stand before its first.
    starts: Vec<(PathBuf, usize)>,
    lines: usize,
}

impl Joined {
    /// Puts a file after those that are there.
    pub fn add(&mut self, path: &Path, bytes: &[u8]) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        self.starts.push((path.to_owned(), self.lines));
        self.bytes.extend_from_slice(bytes);
        if !bytes.ends_with(b"\n") {
            self.bytes.push(b'\n');
        }
        self.lines += bytes.split_inclusive(|byte| *byte == b'\n').count().max(1);
    }

    /// The file of a problem, and the problem with its line there.
    pub fn located(&self, problem: &Problem) -> (&Path, Problem) {
        let line = problem.line.unwrap_or(1);
        let file = self.starts.iter().rev().find(|(_, before)| *before < line);
        let Some((path, before)) = file else {
            return (Path::new(""), problem.clone());
        };
        let line = problem.line.map(|line| line - before);
        (
            path,
            Problem {
                line,
                ..problem.clone()
            },
        )
    }
}

fn named(can: impl Fn(&Format) -> bool) -> PossibleValuesParser {
    let names = FORMATS
        .iter()
        .filter(|format| can(format))
        .map(|format| format.name);
    PossibleValuesParser::new(names.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_joined_files_is_told_by_its_own_file() {
        let mut joined = Joined::default();
        joined.add(Path::new("a"), b"\xef\xbb\xbf{1}\n{2}");
        joined.add(Path::new("b"), b"");
        joined.add(Path::new("c"), b"{4}\n{5}\n");
        assert_eq!(joined.bytes, b"{1}\n{2}\n\n{4}\n{5}\n");
        let place = |line| {
            let problem = Problem::on_line(line, Severity::Error, "");
            let (path, problem) = joined.located(&problem);
            (path.to_str().unwrap().to_owned(), problem.line.unwrap())
        };
        let places = [1, 2, 3, 4, 5].map(place);
        let expected = [("a", 1), ("a", 2), ("b", 1), ("c", 1), ("c", 2)];
        assert_eq!(places, expected.map(|(path, line)| (path.to_owned(), line)));
    }
}
