//! `postil export`: a project as a dataset.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::PossibleValuesParser;
use serde::Serialize;

use super::dataset::Sent;
use super::{CliError, Console, Finding, colleague, dataset, open};
use crate::formats::counted;
use crate::formats::datasets::export::{Export, Lost, Wish, annotators};
use crate::formats::datasets::report::agreement::Measured;
use crate::formats::datasets::{Format, Mapping, Overlap, Scheme, Unit};
use crate::project::Project;
use crate::review::agreement::agreement;
use crate::review::compare;
use crate::review::confusion::confusions;
use crate::store::shown;

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil export project.ron --format jsonl --out marks.jsonl
  postil export project.ron --format jsonl --out - --annotator Ana --annotator Ben | wc -l
  postil export project.ron --format brat --dry-run
  postil export project.ron --format conll --out data --split 80/10/10 --seed 7
  postil export mine.ron --format html --out report.html --figures ben.ron cyn.jsonl
  postil export project.ron --format hf --out dataset --split 80/10/10 --licence cc-by-4.0

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
    /// The licence that the card names; a card comes with --split, and with parquet and hf
    #[arg(long)]
    licence: Option<String>,
    /// In the report, how far the project's annotators agree, with those of these files
    #[arg(long, value_name = "FILE", num_args = 0..)]
    figures: Option<Vec<PathBuf>>,
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
    /// A table of what tags become: in each row the word tag, the tag's id here and its name there, with
    /// tabs between; nothing there leaves its marks out
    #[arg(long, value_name = "TABLE")]
    tags: Option<PathBuf>,
    /// Which of overlapping marks is written where a format can hold only one; outermost if not said
    #[arg(long, value_parser = PossibleValuesParser::new(Overlap::ALL.map(Overlap::name)))]
    overlap: Option<String>,
    /// How token formats mark tokens; iob2 if not said
    #[arg(long, value_parser = PossibleValuesParser::new(Scheme::ALL.map(Scheme::name)))]
    scheme: Option<String>,
    /// What positions count, where readers of the format differ
    #[arg(long, value_name = "UNIT", value_parser = PossibleValuesParser::new(Unit::ALL.map(Unit::name)))]
    offsets: Option<String>,
    /// Keep spreadsheets from running what looks like a formula: puts a ' before it
    #[arg(long)]
    guard_formulas: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    format: &'a str,
    files: Vec<(&'a str, usize)>,
    losses: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    annotator: Option<&'a str>,
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
    let stem = arguments.project.file_stem().unwrap_or_default();
    let mut export = arguments.wish()?.export(&stem.to_string_lossy())?;
    arguments.are_heeded_by(export.format)?;
    let out = arguments.out.as_deref().filter(|_| !arguments.dry_run);
    if out == Some(Path::new("-")) && arguments.json {
        return Err(CliError::TwoPrinted);
    }
    if let Some(out) = out.filter(|out| *out != Path::new("-")) {
        let sources = std::slice::from_ref(&arguments.project);
        open::guard(out, arguments.force, sources)?;
    }
    if export.package.is_none() && arguments.licence.is_some() {
        console.say("no card is written without --split, so that the licence is named nowhere");
    }
    let opened = open::project(&arguments.project, console)?;
    for name in &arguments.writing.annotator {
        if !annotators(&opened.project).contains(name) {
            console.say(format!("nothing in the project is by {name}"));
        }
    }
    tell_tags(&export, &opened.project, console);
    if let Some(files) = &arguments.figures {
        let mine = (arguments.project.clone(), opened.project.clone());
        export.options.figures = Some(Arc::new(figures(mine, files, console)?));
    }
    let exported = dataset::write(&export, &opened.project, out, console)?;
    for article in &exported.written.left_out {
        console.say(format!(
            "article {article:?} nearly repeats articles of two parts and is in none"
        ));
    }
    if arguments.json {
        super::print_json(&report(&export, &exported), console)?;
    } else {
        let losses = &exported.written.losses;
        dataset::tell_losses(&shown(&arguments.project), export.format, losses, console);
    }
    Ok(opened.finding)
}

/// Says which marks a table leaves out, and what it says of tags that are not there.
fn tell_tags(export: &Export, project: &Project, console: &mut Console) {
    for (tag, to) in &export.options.tags {
        let counts = project.entries().iter();
        let marks: usize = counts.filter_map(|it| it.count_by_tag().get(tag)).sum();
        if project.tagset().tag(tag).is_none() {
            console.say(format!(
                "the table names {tag:?}, which is no tag of the project"
            ));
        } else if to.is_none() && marks > 0 {
            let marks = counted(marks, "mark");
            console.say(format!("the table leaves {tag:?} out: {marks}"));
        }
    }
}

/// How far the annotators of a project and of some files agree.
fn figures(
    mine: (PathBuf, Project),
    files: &[PathBuf],
    console: &mut Console,
) -> Result<Measured, CliError> {
    let theirs = colleague::read(files, console)?;
    let colleagues = colleague::of_files(std::iter::once(mine).chain(theirs).collect());
    if colleagues.len() < 2 {
        return Err(CliError::OneColleague);
    }
    let agreement = agreement(&colleagues);
    colleague::tell_texts(&agreement.refused, &agreement.carried, console);
    Ok(Measured {
        agreement,
        tables: confusions(&compare(&colleagues)),
    })
}

impl Arguments {
    /// Refuses what means nothing in a format.
    fn are_heeded_by(&self, format: &'static Format) -> Result<(), CliError> {
        let (writing, heeds) = (&self.writing, format.heeds());
        if writing.offsets.is_some() && !heeds.unit {
            return Err(CliError::FixedUnit(format));
        }
        if self.figures.is_some() && !heeds.figures {
            return Err(CliError::NoFigures(format.name));
        }
        let others = [
            ("--overlap", writing.overlap.is_some(), heeds.overlap),
            ("--scheme", writing.scheme.is_some(), heeds.scheme),
            ("--guard-formulas", writing.guard_formulas, heeds.guard),
        ];
        let unheeded = others.iter().find(|(_, given, heeded)| *given && !heeded);
        unheeded.map_or(Ok(()), |(option, ..)| {
            Err(CliError::Unheeded(option, format.name))
        })
    }

    /// What is asked for, in the words that the window has too.
    fn wish(&self) -> Result<Wish, CliError> {
        let writing = &self.writing;
        let tags = match &writing.tags {
            None => Mapping::default(),
            Some(path) => dataset::mapping(path)?,
        };
        let overlap = Overlap::ALL.into_iter();
        let scheme = Scheme::ALL.into_iter();
        Ok(Wish {
            format: self.format.clone(),
            annotators: (!writing.annotator.is_empty()).then(|| writing.annotator.clone()),
            separately: writing.separately,
            tags: tags.tags,
            overlap: named(overlap, |it| Some(it.name()) == writing.overlap.as_deref()),
            scheme: named(scheme, |it| Some(it.name()) == writing.scheme.as_deref()),
            unit: Unit::ALL
                .into_iter()
                .find(|it| Some(it.name()) == writing.offsets.as_deref()),
            guard_formulas: writing.guard_formulas,
            split: self.split.clone(),
            seed: self.seed,
            licence: self.licence.clone().unwrap_or_default(),
            figures: self.figures.is_some(),
        })
    }
}

fn report<'a>(export: &Export, exported: &'a Sent) -> Report<'a> {
    let row = |lost: &'a Lost| Row {
        annotator: lost.of.as_deref(),
        what: lost.loss.what,
        count: lost.loss.count,
        instead: lost.loss.instead,
        marks: lost
            .loss
            .marks
            .iter()
            .map(|(article, id)| (article.as_str(), id.as_str()))
            .collect(),
    };
    let files = exported.files.iter();
    Report {
        format: export.format.name,
        files: files.map(|(name, bytes)| (name.as_str(), *bytes)).collect(),
        losses: exported.written.losses.iter().map(row).collect(),
    }
}

/// The one of this name; clap lets no other through.
fn named<T: Default>(mut all: impl Iterator<Item = T>, is: impl FnMut(&T) -> bool) -> T {
    all.find(is).unwrap_or_default()
}
