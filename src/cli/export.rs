//! `postil export`: a project as a dataset.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;

use super::{CliError, Console, Finding, dataset, open};
use crate::formats::datasets::package::Package;
use crate::formats::datasets::splits::Split;
use crate::formats::datasets::{self, Files, Format, Loss, Options, Overlap, Scheme};
use crate::project::{Id, Project};
use crate::store::shown;

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil export project.ron --format jsonl --out marks.jsonl
  postil export project.ron --format jsonl --out - --annotator Ana --annotator Ben | wc -l
  postil export project.ron --format brat --dry-run
  postil export project.ron --format conll --out data --split 80/10/10 --seed 7

What the format cannot hold is said, with how many there are and what is done instead.")]
pub struct Arguments {
    /// The project
    project: PathBuf,
    /// The dataset's format; «postil formats» lists them
    #[arg(long, value_parser = dataset::writable(), hide_possible_values = true)]
    format: String,
    /// The file or folder to write, or - for standard output
    #[arg(long, value_name = "PATH", required_unless_present = "dry_run")]
    out: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
    /// Deal the articles out to train, dev and test, such as 80/10/10; with a card and a manifest
    #[arg(long, value_name = "SHARES", conflicts_with = "separately")]
    split: Option<String>,
    /// Where the chance of --split starts
    #[arg(long, default_value_t = 1, requires = "split")]
    seed: u64,
    /// The licence that the card names
    #[arg(long, requires = "split")]
    licence: Option<String>,
    /// Say what would be lost, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print what is lost as one JSON value, with the marks that it befalls
    #[arg(long)]
    json: bool,
    /// Write over a file or folder that is there
    #[arg(long)]
    force: bool,
}

/// What of a project is written, and how.
#[derive(Debug, clap::Args)]
pub struct Writing {
    /// Only the marks and links of this annotator; may be given again
    #[arg(long, value_name = "NAME")]
    annotator: Vec<String>,
    /// A folder for each annotator
    #[arg(long)]
    separately: bool,
    /// A table of what tags become: «tag», a tab, its id here, a tab, its name there
    #[arg(long, value_name = "TABLE")]
    tags: Option<PathBuf>,
    /// Which of overlapping marks is written where a format can hold only one
    #[arg(long, value_enum, default_value = "outermost")]
    overlap: Which,
    /// How token formats mark tokens
    #[arg(long, value_enum, default_value = "iob2")]
    scheme: Marks,
    /// Keep spreadsheets from running what looks like a formula: puts a ' before it
    #[arg(long)]
    guard_formulas: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Which {
    Outermost,
    Innermost,
    Longest,
    First,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Marks {
    Iob2,
    Iobes,
}

#[derive(Serialize)]
struct Report<'a> {
    format: &'a str,
    files: Vec<(&'a str, usize)>,
    losses: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    what: &'a str,
    count: usize,
    instead: &'a str,
    marks: Vec<(&'a str, &'a str)>,
}

/// Writes the dataset.
///
/// # Errors
/// If the project cannot be read or the dataset not be written.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    let name = &arguments.format;
    let format = datasets::format(name).ok_or_else(|| CliError::NoFormat(name.clone()))?;
    let out = arguments.out.as_deref().filter(|_| !arguments.dry_run);
    if let Some(out) = out.filter(|out| *out != Path::new("-")) {
        let sources = std::slice::from_ref(&arguments.project);
        open::guard(out, arguments.force, sources)?;
    }
    let opened = open::project(&arguments.project, console)?;
    for name in &arguments.writing.annotator {
        if !annotators(&opened.project).contains(name) {
            console.say(format!("nothing in the project is by {name}"));
        }
    }
    let (files, losses) = arguments.encode(&opened.project, format, console)?;
    if let Some(out) = out {
        dataset::write(&files, format, out, console)?;
    }
    if arguments.json {
        super::print_json(&report(format, &files, &losses), console)?;
    } else {
        dataset::tell_losses(&shown(&arguments.project), format, &losses, console);
    }
    Ok(opened.finding)
}

impl Arguments {
    fn encode(
        &self,
        project: &Project,
        format: &Format,
        console: &mut Console,
    ) -> Result<(Files, Vec<Loss>), CliError> {
        let Some(shares) = &self.split else {
            return self.writing.encode(project, format);
        };
        let split = Split::parse(shares, self.seed);
        let split = split.ok_or_else(|| CliError::Shares(shares.clone()))?;
        let stem = self.project.file_stem().unwrap_or_default();
        let package = Package {
            split: Some(split),
            licence: self.licence.clone(),
            name: stem.to_string_lossy().into_owned(),
        };
        let packed = package.pack(project, format, &self.writing.options()?)?;
        for article in &packed.left_out {
            console.say(format!(
                "article {article:?} nearly repeats articles of two parts and is in none"
            ));
        }
        Ok((packed.files, packed.losses))
    }
}

impl Writing {
    /// The files of a project, and what they lost.
    pub fn encode(
        &self,
        project: &Project,
        format: &Format,
    ) -> Result<(Files, Vec<Loss>), CliError> {
        let mut options = self.options()?;
        if !self.separately {
            let encoded = format.encode(project, &options)?;
            return Ok((encoded.files, encoded.losses));
        }
        let mut names = datasets::names::FileNames::default();
        let (mut files, mut losses) = (Files::new(), Vec::new());
        for annotator in annotators(project) {
            if !options.takes(&annotator) {
                continue;
            }
            let folder = names.give(&annotator);
            options.annotators = Some(vec![annotator]);
            let encoded = format.encode(project, &options)?;
            let own = encoded.files.into_iter();
            files.extend(own.map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
            losses.extend(encoded.losses);
            options.annotators = self.options()?.annotators;
        }
        Ok((files, losses))
    }

    fn options(&self) -> Result<Options, CliError> {
        let chosen = (!self.annotator.is_empty()).then(|| self.annotator.clone());
        let table = self.tags.as_deref().map(dataset::mapping).transpose()?;
        let tags = table.unwrap_or_default().tags.into_iter();
        Ok(Options {
            annotators: chosen,
            articles: None,
            tags: tags.map(|(from, to)| (Id::new(from), to)).collect(),
            overlap: match self.overlap {
                Which::Outermost => Overlap::Outermost,
                Which::Innermost => Overlap::Innermost,
                Which::Longest => Overlap::Longest,
                Which::First => Overlap::First,
            },
            scheme: match self.scheme {
                Marks::Iob2 => Scheme::Iob2,
                Marks::Iobes => Scheme::Iobes,
            },
            guard_formulas: self.guard_formulas,
        })
    }
}

fn report<'a>(format: &'a Format, files: &'a Files, losses: &'a [Loss]) -> Report<'a> {
    let row = |loss: &'a Loss| Row {
        what: loss.what,
        count: loss.count,
        instead: loss.instead,
        marks: loss
            .marks
            .iter()
            .map(|(article, id)| (article.as_str(), id.as_str()))
            .collect(),
    };
    Report {
        format: format.name,
        files: files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.len()))
            .collect(),
        losses: losses.iter().map(row).collect(),
    }
}

/// Everybody who made a mark or a link, sorted.
fn annotators(project: &Project) -> std::collections::BTreeSet<String> {
    let entries = project.entries().iter();
    let names = entries.flat_map(|entry| {
        let marks = entry.annotations().values().map(|mark| &mark.stamp.author);
        marks.chain(entry.links().values().map(|link| &link.stamp.author))
    });
    names.cloned().collect()
}
