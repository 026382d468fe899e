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
  postil formats --markdown
  postil formats --json | jq -r '.[] | select(.writes) | .name'")]
pub struct Arguments {
    /// Print one JSON value
    #[arg(long)]
    json: bool,
    /// Print a table in Markdown
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    about: &'static str,
    purpose: &'static str,
    extensions: &'static [&'static str],
    folder: bool,
    reads: bool,
    writes: bool,
    offsets: String,
    cannot_hold: Vec<Lack>,
    specification: &'static str,
}

#[derive(Serialize)]
struct Lack {
    what: &'static str,
    instead: &'static str,
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
    } else if arguments.markdown {
        markdown().iter().for_each(|line| console.line(line));
    } else {
        plain(console);
        articles(console);
    }
    Ok(Finding::Nothing)
}

/// The formats that articles are read from.
fn articles(console: &mut Console) {
    console.line("");
    console.line("articles     ends in               what is read of it");
    for it in kinds::FORMATS {
        let (name, endings, takes) = (it.name, it.endings(), it.takes);
        console.line(format!("{name:<11}  {endings:<20}  {}: {takes}", it.about));
        if !it.leaves_out.is_empty() {
            console.line(format!("{:<35}left out: {}", "", it.leaves_out));
        }
    }
    console.line(kinds::NOT_READ);
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

fn plain(console: &mut Console) {
    let widest = FORMATS.iter().map(|format| format.name.len()).max();
    let width = widest.unwrap_or_default();
    console.line(format!(
        "read  written  {:<width$}  ends in    what it is",
        "format"
    ));
    for it in FORMATS {
        let (reads, writes) = (yes(it.reads()), yes(it.writes()));
        let (name, about, ending) = (it.name, it.about, ending(it));
        console.line(format!(
            "{reads:<4}  {writes:<7}  {name:<width$}  {ending:<9}  {about}"
        ));
        let lacks: Vec<_> = it.all_lacks().map(|(lack, _)| lack.words()).collect();
        let lacks = format!("cannot hold {}", lacks.join("; "));
        let counts = wrapped(&positions(it)).into_iter();
        for line in counts
            .filter(|line| !line.is_empty())
            .chain(wrapped(&lacks))
        {
            console.line(format!("{:<15}{line}", ""));
        }
    }
}

/// The table as it stands in the README, a line each.
pub fn markdown() -> Vec<String> {
    let head = "| format | out | in | what it is | counts | cannot hold |";
    let mut lines = vec![head.to_owned(), "|---|---|---|---|---|---|".to_owned()];
    for it in FORMATS {
        let (out, into) = (yes(it.writes()), yes(it.reads()));
        let lacks = it.all_lacks().filter(|(lack, _)| !lack.is_common());
        let lacks: Vec<_> = lacks.map(|(lack, _)| lack.words()).collect();
        let (name, about, lacks) = (it.name, it.about, lacks.join("; "));
        let offsets = it.counts();
        lines.push(format!(
            "| `{name}` | {out} | {into} | {about} | {offsets} | {lacks} |"
        ));
    }
    lines
}

/// What positions count, and whether another unit can be written; nothing if there are none.
fn positions(format: &Format) -> String {
    let otherwise = match format.heeds().unit {
        true => ", or what --offsets says",
        false => "",
    };
    let counts = format.positions();
    let said = counts.map(|counts| format!("positions count {counts}{otherwise}"));
    said.unwrap_or_default()
}

/// A sentence in lines that a terminal can show.
fn wrapped(sentence: &str) -> Vec<String> {
    const WIDTH: usize = 84;
    let mut lines = vec![String::new()];
    for word in sentence.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn ending(format: &Format) -> String {
    if format.folder {
        return "a folder".to_owned();
    }
    let first = format.extensions.first();
    first.map(|ending| format!(".{ending}")).unwrap_or_default()
}

fn row(format: &Format) -> Row {
    let lacks = format.all_lacks();
    let lack = |(feature, instead): &(crate::formats::datasets::Feature, &'static str)| Lack {
        what: feature.words(),
        instead,
    };
    Row {
        name: format.name,
        about: format.about,
        purpose: format.purpose,
        extensions: format.extensions,
        folder: format.folder,
        reads: format.reads(),
        writes: format.writes(),
        offsets: format.counts(),
        cannot_hold: lacks.map(lack).collect(),
        specification: format.specification,
    }
}

fn yes(can: bool) -> &'static str {
    if can { "yes" } else { "no" }
}
