//! `postil export`: a project as a dataset.

use std::path::{Path, PathBuf};

use super::{CliError, Console, Finding, dataset, open};
use crate::formats::datasets::Options;
use crate::project::Project;
use crate::store::{self, RealDisk, shown};

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil export project.ron --format jsonl --out marks.jsonl
  postil export project.ron --format jsonl --out - --annotator Ana --annotator Ben | wc -l")]
pub struct Arguments {
    /// The project
    project: PathBuf,
    /// The dataset's format; «postil formats» lists them
    #[arg(long, value_parser = dataset::writable())]
    format: String,
    /// The file to write, or - for standard output
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Only the marks and links of this annotator; may be given again
    #[arg(long, value_name = "NAME")]
    annotator: Vec<String>,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

/// Writes the dataset.
///
/// # Errors
/// If the project cannot be read or the dataset not be written.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    let printed = arguments.out == Path::new("-");
    if !printed {
        let sources = std::slice::from_ref(&arguments.project);
        open::guard(&arguments.out, arguments.force, sources)?;
    }
    let opened = open::project(&arguments.project, console)?;
    for name in &arguments.annotator {
        if !is_annotator(&opened.project, name) {
            console.say(format!("nothing in the project is by {name}"));
        }
    }
    let chosen = (!arguments.annotator.is_empty()).then(|| arguments.annotator.clone());
    let options = Options { annotators: chosen };
    let encoded = dataset::encode(&arguments.format, &opened.project, &options)?;
    if printed {
        console.raw(encoded.text.as_bytes());
    } else {
        store::save(&RealDisk, &arguments.out, encoded.text.as_bytes())?;
    }
    let (path, format) = (shown(&arguments.project), &arguments.format);
    for loss in &encoded.losses {
        console.say(format!(
            "{path}: {format} cannot hold {}: {}",
            loss.what, loss.count
        ));
    }
    Ok(opened.finding)
}

fn is_annotator(project: &Project, name: &str) -> bool {
    project.entries().iter().any(|entry| {
        let marks = entry.annotations().values().map(|mark| &mark.stamp.author);
        let links = entry.links().values().map(|link| &link.stamp.author);
        marks.chain(links).any(|author| author == name)
    })
}
