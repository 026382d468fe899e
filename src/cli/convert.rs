//! `postil convert`: a dataset of one format as one of another, without a project between.

use std::path::{Path, PathBuf};

use super::dataset::{self, Reading};
use super::{CliError, Console, Finding, open};
use crate::formats::datasets::export::Wish;
use crate::formats::datasets::{self, Format, Import};
use crate::formats::tagset_file::default_tagset;
use crate::store::shown;

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil convert corpus.conll corpus.jsonl
  postil convert brat/ tasks --to labelstudio

The format of FROM is told by what stands in it; that of TO by its ending, unless it is named.")]
pub struct Arguments {
    /// The file or folder to read; - is standard input
    from: PathBuf,
    /// The file or folder to write; - is standard output
    to: PathBuf,
    /// The format that is read, if not what it looks like
    #[arg(long = "from", value_name = "FORMAT", value_parser = dataset::readable(), hide_possible_values = true)]
    from_format: Option<String>,
    /// The format that is written, if not what the ending says
    #[arg(long = "to", value_name = "FORMAT", value_parser = dataset::writable(), hide_possible_values = true)]
    to_format: Option<String>,
    #[command(flatten)]
    reading: Reading,
    /// Keep spreadsheets from running what looks like a formula: puts a ' before it
    #[arg(long)]
    guard_formulas: bool,
    /// Write over a file or folder that is there
    #[arg(long)]
    force: bool,
}

/// Writes the dataset.
///
/// # Errors
/// If one cannot be read or the other not be written.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    let to = arguments.target()?;
    if arguments.to != Path::new("-") {
        let sources = std::slice::from_ref(&arguments.from);
        open::guard(&arguments.to, arguments.force, sources)?;
    }
    let mut source = dataset::load(std::slice::from_ref(&arguments.from))?;
    let from = source.format(arguments.from_format.as_deref())?;
    let (tagset, mapping) = (default_tagset(), arguments.reading.mapping()?);
    let imported = source.decode(
        from,
        &Import {
            annotator: arguments.reading.annotator.as_deref(),
            unit: arguments.reading.unit(),
            mapping: mapping.as_ref(),
            ..Import::new(&tagset)
        },
    )?;
    source.tell(&imported.problems, console);
    let wish = Wish {
        format: to.name.to_owned(),
        guard_formulas: arguments.guard_formulas,
        ..Wish::default()
    };
    let stem = arguments.from.file_stem().unwrap_or_default();
    let export = wish.export(&stem.to_string_lossy())?;
    let sent = dataset::write(&export, &imported.project, Some(&arguments.to), console)?;
    let losses = &sent.written.losses;
    dataset::tell_losses(&shown(&arguments.from), to, losses, console);
    Ok(open::finding(&imported.problems))
}

impl Arguments {
    fn target(&self) -> Result<&'static Format, CliError> {
        if let Some(name) = &self.to_format {
            return datasets::format(name).ok_or_else(|| CliError::NoFormat(name.clone()));
        }
        let ending = self.to.extension().and_then(|ending| ending.to_str());
        let format = ending.and_then(datasets::format_of_extension);
        let format = format.filter(|format| format.writes());
        format.ok_or_else(|| CliError::NoEnding(self.to.clone()))
    }
}
