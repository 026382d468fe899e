//! `postil formats`: every dataset format, and what it cannot hold; every format of articles, and
//! what is read of it.

use serde::Serialize;

use super::{CliError, Console, Finding};
use crate::formats::articles::kinds::{self, ArticleFormat};
use crate::formats::datasets::{FORMATS, Format};

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil formats
  postil formats --json | jq -r '.[] | select(.writes) | .name'")]
pub struct Arguments {
    /// Print one JSON value
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    about: &'static str,
    extensions: &'static [&'static str],
    reads: bool,
    writes: bool,
    offsets: &'static str,
    cannot_hold: &'static [&'static str],
    specification: &'static str,
}

#[derive(Serialize)]
struct ArticleRow {
    kind: &'static str,
    name: &'static str,
    about: &'static str,
    extensions: &'static [&'static str],
    reads: bool,
    writes: bool,
    takes: &'static str,
    leaves_out: &'static str,
    specification: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Listed {
    Dataset(Row),
    Article(ArticleRow),
}

/// Prints the table.
///
/// # Errors
/// If nothing can be printed.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    if arguments.json {
        let datasets = FORMATS.iter().map(|format| Listed::Dataset(row(format)));
        let articles = kinds::FORMATS
            .iter()
            .map(|format| Listed::Article(article_row(format)));
        let rows: Vec<Listed> = datasets.chain(articles).collect();
        super::print_json(&rows, console)?;
        return Ok(Finding::Nothing);
    }
    console.line("read  written  format    ends in   what it is");
    for it in FORMATS {
        let (reads, writes) = (yes(it.reads), yes(it.writes));
        let extension = it
            .extensions
            .first()
            .map(|it| format!(".{it}"))
            .unwrap_or_default();
        let (name, about) = (it.name, it.about);
        console.line(format!(
            "{reads:<4}  {writes:<7}  {name:<8}  {extension:<8}  {about}"
        ));
        for what in it.cannot_hold {
            console.line(format!("{:<15}cannot hold {what}", ""));
        }
    }
    console.line("");
    console.line("articles     ends in               what is read of it");
    for it in kinds::FORMATS {
        let (name, endings, takes) = (it.name, it.endings(), it.takes);
        console.line(format!("{name:<11}  {endings:<20}  {}: {takes}", it.about));
        if !it.leaves_out.is_empty() {
            console.line(format!("{:<35}left out: {}", "", it.leaves_out));
        }
    }
    Ok(Finding::Nothing)
}

fn article_row(format: &ArticleFormat) -> ArticleRow {
    ArticleRow {
        kind: "article",
        name: format.name,
        about: format.about,
        extensions: format.extensions,
        reads: true,
        writes: false,
        takes: format.takes,
        leaves_out: format.leaves_out,
        specification: format.specification,
    }
}

fn row(format: &Format) -> Row {
    Row {
        name: format.name,
        about: format.about,
        extensions: format.extensions,
        reads: format.reads,
        writes: format.writes,
        offsets: format.offsets,
        cannot_hold: format.cannot_hold,
        specification: format.specification,
    }
}

fn yes(can: bool) -> &'static str {
    if can { "yes" } else { "no" }
}
