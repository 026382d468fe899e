//! `postil diff`: what differs between two versions of a project, as sentences.

use std::path::PathBuf;

use serde::Serialize;

use super::{CliError, Console, Finding, colleague, leave};
use crate::review::diff::{Change, diff};

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil diff yesterday.ron today.ron
  postil diff yesterday.ron today.ron --json | jq '.[] | select(.about == \"link\")'

Things are told by their ids; «postil compare» compares colleagues by place. Ends with 1 if anything
differs.")]
pub struct Arguments {
    /// The version before
    one: PathBuf,
    /// The version after
    other: PathBuf,
    /// Print one JSON value
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct JsonChange<'c> {
    article: Option<&'c str>,
    about: &'static str,
    id: &'c str,
    how: &'static str,
    sentence: &'c str,
}

/// Prints the differences.
///
/// # Errors
/// If a file cannot be read.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    let paths = [arguments.one.clone(), arguments.other.clone()];
    let files = colleague::read(&paths, console)?;
    let [(_, one), (_, other)] = files.as_slice() else {
        return Ok(Finding::Nothing);
    };
    let changes = diff(one, other);
    if arguments.json {
        super::print_json(&as_json(&changes), console)?;
    } else {
        print(&changes, console);
    }
    let finding = match changes.as_slice() {
        [] => Finding::Nothing,
        _ => Finding::Something,
    };
    leave((files, changes));
    Ok(finding)
}

fn as_json(changes: &[Change]) -> Vec<JsonChange<'_>> {
    let changes = changes.iter().map(|it| JsonChange {
        article: it.article.as_ref().map(|id| id.as_str()),
        about: it.about,
        id: it.thing.as_str(),
        how: it.how.name(),
        sentence: &it.sentence,
    });
    changes.collect()
}

fn print(changes: &[Change], console: &mut Console) {
    let mut before = None;
    for it in changes {
        if before != Some(&it.article) {
            let heading = it
                .article
                .as_ref()
                .map_or("the project:".to_owned(), |id| format!("article {id}:"));
            console.line(heading);
            before = Some(&it.article);
        }
        console.line(format!("  {}", it.sentence));
    }
}
