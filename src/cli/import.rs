//! `postil import`: a project of a dataset, or a dataset's marks into a project.

use std::path::{Path, PathBuf};

use super::dataset::{self, Reading};
use super::{CliError, Console, Finding, open};
use crate::formats::datasets::Import;
use crate::formats::project_file;
use crate::formats::tagset_file::default_tagset;
use crate::store::{self, RealDisk, shown};

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil import marks.jsonl --out project.ron
  postil import --format jsonl model.jsonl --annotator model-7 --out model.ron
  postil import brat/ --write-map tags.tsv
  postil import brat/ --map tags.tsv --into project.ron --out both.ron

The format is told by what stands in the files, unless it is named. Every record that cannot be
used is said; the rest is imported and the program ends with 1.")]
pub struct Arguments {
    /// The dataset's format, if not what it looks like; «postil formats» lists them
    #[arg(long, value_parser = dataset::readable(), hide_possible_values = true)]
    format: Option<String>,
    /// The dataset's files and folders, which make one project; - is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The project file to write, or - for standard output
    #[arg(long, value_name = "PROJECT", required_unless_present = "write_map")]
    out: Option<PathBuf>,
    /// Start from this project: an article with the same text takes the marks
    #[arg(long, value_name = "PROJECT")]
    into: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// Write a table of the dataset's tags, to edit and use with --map, and nothing else
    #[arg(long, value_name = "TABLE", conflicts_with = "out")]
    write_map: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

/// Writes the project.
///
/// # Errors
/// If a file cannot be read or holds no records; nothing is written then.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    let targets = [&arguments.out, &arguments.write_map];
    let pipe = |path: &Path| path == Path::new("-");
    for target in targets.into_iter().flatten().filter(|path| !pipe(path)) {
        open::guard(target, arguments.force, &arguments.paths)?;
    }
    let out = arguments.out.as_deref().filter(|path| !pipe(path));
    let _lock = out.map(open::reserve).transpose()?;
    let mut source = dataset::load(&arguments.paths)?;
    let format = source.format(arguments.format.as_deref())?;
    if arguments.format.is_none() {
        console.reassure(format!("this looks like {}", format.about));
    }
    let into = arguments.into.as_ref();
    let opened = into.map(|path| open::project(path, console)).transpose()?;
    let (tagset, mapping) = (default_tagset(), arguments.reading.mapping()?);
    let imported = source.decode(
        format,
        &Import {
            tagset: &tagset,
            into: opened.as_ref().map(|opened| &opened.project),
            annotator: arguments.reading.annotator.as_deref(),
            unit: arguments.reading.unit(),
            mapping: mapping.as_ref(),
        },
    )?;
    if let Some(path) = &arguments.write_map {
        let table = mapping.unwrap_or_default();
        let table = table.complete(imported.foreign_tags.keys(), imported.foreign_links.keys());
        match pipe(path) {
            true => console.raw(table.encode().as_bytes()),
            false => drop(store::save(&RealDisk, path, table.encode().as_bytes())?),
        }
        return Ok(Finding::Nothing);
    }
    source.tell(&imported.problems, console);
    if let Some(path) = &arguments.out {
        let project = project_file::encode(&imported.project);
        match pipe(path) {
            true => console.raw(project.as_bytes()),
            false => drop(store::save(&RealDisk, path, project.as_bytes())?),
        }
        console.reassure(format!("{}: {}", shown(path), imported.summary()));
    }
    let damaged = opened.map_or(Finding::Nothing, |opened| opened.finding);
    Ok(open::finding(&imported.problems).max(damaged))
}
