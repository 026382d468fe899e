//! Datasets on the disk: which files are meant, in which format, and where a problem stands.

use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;

use super::{CliError, Console, open};
use crate::formats::datasets::export::{Export, Lost, Written};
use crate::formats::datasets::{
    self, DatasetError, FORMATS, Format, Import, Imported, Mapping, Pulse, Unit,
};
use crate::formats::{Problem, Severity};
use crate::project::Project;
use crate::store::{self, PROJECT_LIMIT, RealDisk};

/// The formats that an import takes.
pub fn readable() -> PossibleValuesParser {
    named(Format::reads)
}

/// The formats that an export takes.
pub fn writable() -> PossibleValuesParser {
    named(Format::writes)
}

/// How files of other programs are read: what every subcommand that reads them takes.
#[derive(Debug, clap::Args)]
pub struct Reading {
    /// Who made the marks and links of which the dataset does not say it
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
    /// What the positions count, if not what the format says
    #[arg(long, value_name = "UNIT", value_parser = PossibleValuesParser::new(Unit::ALL.map(Unit::name)))]
    pub offsets: Option<String>,
    /// A table of what tags and links become; --write-map makes one to edit
    #[arg(long, value_name = "TABLE")]
    pub map: Option<PathBuf>,
}

/// The files of a dataset.
pub struct Source {
    files: store::Source,
    /// What was named first.
    named: PathBuf,
}

/// Reads files, and all that stands in folders. `-` is standard input.
pub fn load(paths: &[PathBuf]) -> Result<Source, CliError> {
    let mut source = store::Source::default();
    for path in paths {
        if path == Path::new("-") {
            source.add("-", path.clone(), standard_input()?);
        } else {
            source.load(&RealDisk, path)?;
        }
    }
    Ok(Source {
        files: source,
        named: paths.first().cloned().unwrap_or_default(),
    })
}

impl Source {
    /// The format of this name, or the one that the files look like.
    pub fn format(&self, name: Option<&str>) -> Result<&'static Format, CliError> {
        if self.files.files().values().all(Vec::is_empty) {
            return Err(CliError::Nothing(self.named.clone()));
        }
        match name {
            Some(name) => datasets::format(name).ok_or_else(|| CliError::NoFormat(name.to_owned())),
            None => {
                let known = datasets::recognise(self.files.files());
                known.ok_or_else(|| CliError::Unrecognised(self.named.clone()))
            }
        }
    }

    /// Reads the files in a format, and lets them go.
    pub fn decode(&mut self, format: &Format, how: &Import<'_>) -> Result<Imported, CliError> {
        format
            .decode(self.files.take_files(), how)
            .map_err(|error| {
                let problem = problem(&error);
                CliError::Dataset {
                    path: self.path(&problem),
                    problem: Box::new(problem),
                }
            })
    }

    /// Says what stands in the way of using everything.
    pub fn tell(&self, problems: &[Problem], console: &mut Console) {
        for problem in problems {
            console.say(open::located(&self.path(problem), problem));
        }
    }

    /// Where the file of a problem stands.
    pub fn path(&self, problem: &Problem) -> PathBuf {
        self.files.path(problem)
    }
}

impl Reading {
    /// The table that was named, read.
    pub fn mapping(&self) -> Result<Option<Mapping>, CliError> {
        self.map.as_deref().map(mapping).transpose()
    }

    /// The unit that was named.
    pub fn unit(&self) -> Option<Unit> {
        let name = self.offsets.as_deref()?;
        Unit::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

/// Reads a table of what tags and links become.
pub fn mapping(path: &Path) -> Result<Mapping, CliError> {
    let bytes = store::read(&RealDisk, path, PROJECT_LIMIT)?;
    Mapping::decode(&bytes).map_err(|error| CliError::Mapping {
        path: path.to_owned(),
        error,
    })
}

/// What was written: the files by their names and lengths, and what came of it.
pub struct Sent {
    /// Each file with how many bytes it has, in the order in which they were written.
    pub files: Vec<(String, usize)>,
    /// What was lost, and what was left out.
    pub written: Written,
}

/// Writes an export: one file, a folder, or standard output for `-`; to nowhere if there is no
/// `out`.
pub fn write(
    export: &Export,
    project: &Project,
    out: Option<&Path>,
    console: &mut Console,
) -> Result<Sent, CliError> {
    let mut files = Vec::new();
    let Some(out) = out else {
        let written = export.write(project, &Pulse::default(), &mut |name, bytes| {
            files.push((name, bytes.len()));
            ControlFlow::Continue(())
        })?;
        return Ok(Sent { files, written });
    };
    let pipe = out == Path::new("-");
    if pipe && export.is_folder() {
        return Err(CliError::FolderToPipe(export.format.name));
    }
    if export.is_folder() {
        let written = store::save_folder_of(&RealDisk, out, |keep| {
            let written = export.write(project, &Pulse::default(), &mut |name, bytes| {
                let kept = keep(&name, &bytes);
                files.push((name, bytes.len()));
                kept
            });
            written.map_err(CliError::from)
        })?;
        return Ok(Sent { files, written });
    }
    let exported = export.encode(project)?;
    for (name, bytes) in exported.files {
        if pipe {
            console.raw(&bytes);
        } else {
            let _lock = open::reserve(out)?;
            store::save(&RealDisk, out, &bytes)?;
        }
        files.push((name, bytes.len()));
    }
    Ok(Sent {
        files,
        written: exported.written,
    })
}

/// Says what an export lost, or would lose.
pub fn tell_losses(path: &str, format: &Format, losses: &[Lost], console: &mut Console) {
    for Lost { of, loss } in losses {
        let whose = of.as_ref().map(|of| format!(" of {of:?}"));
        let whose = whose.unwrap_or_default();
        console.say(format!("{path}: {}{whose} cannot hold {loss}", format.name));
    }
}

/// Why a whole dataset cannot be read, as a line of a list of problems.
pub fn problem(error: &DatasetError) -> Problem {
    match error {
        DatasetError::NoRecord(fault) => Problem {
            what: format!("there is no article in it; {}", fault.what),
            severity: Severity::Error,
            ..(**fault).clone()
        },
        _ => Problem::error(None, error.to_string()),
    }
}

fn standard_input() -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let input = std::io::stdin().lock();
    let read = input.take(PROJECT_LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(CliError::Input)?;
    if u64::try_from(bytes.len()).is_ok_and(|len| len > PROJECT_LIMIT) {
        return Err(CliError::LongInput(PROJECT_LIMIT >> 20));
    }
    Ok(bytes)
}

fn named(can: impl Fn(&Format) -> bool) -> PossibleValuesParser {
    let names = FORMATS
        .iter()
        .filter(|format| can(format))
        .map(|format| format.name);
    PossibleValuesParser::new(names.collect::<Vec<_>>())
}
