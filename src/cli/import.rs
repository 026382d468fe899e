//! `postil import`: a project of a dataset.

use std::path::PathBuf;

use super::dataset::{self, Joined};
use super::{CliError, Console, Finding, counted, open};
use crate::formats::project_file;
use crate::store::{self, PROJECT_LIMIT, RealDisk, shown};

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil import --format jsonl marks.jsonl --out project.ron
  postil import --format jsonl model.jsonl --annotator model-7 --out model.ron

Every line that cannot be used is said; the rest is imported and the program ends with 1.")]
pub struct Arguments {
    /// The dataset's format; «postil formats» lists them
    #[arg(long, value_parser = dataset::readable())]
    format: String,
    /// The dataset's files, which make one project
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The project file to write
    #[arg(long, value_name = "PROJECT")]
    out: PathBuf,
    /// Who made the marks and links of which the dataset does not say it
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
    /// Write over a project that is there
    #[arg(long)]
    force: bool,
}

/// Writes the project.
///
/// # Errors
/// If a file cannot be read or holds no records; nothing is written then.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    open::guard(&arguments.out, arguments.force, &arguments.paths)?;
    let mut joined = Joined::default();
    for path in &arguments.paths {
        joined.add(path, &store::read(&RealDisk, path, PROJECT_LIMIT)?);
    }
    let annotator = arguments.annotator.as_deref();
    let decoded = dataset::decode(&arguments.format, &joined.bytes, annotator)?;
    let imported = decoded.map_err(|error| {
        let (path, problem) = joined.located(&dataset::problem(&error));
        CliError::Dataset {
            path: path.to_owned(),
            problem,
        }
    })?;
    for problem in &imported.problems {
        let (path, problem) = joined.located(problem);
        console.say(open::located(path, &problem));
    }
    let project = imported.project;
    store::save(
        &RealDisk,
        &arguments.out,
        project_file::encode(&project).as_bytes(),
    )?;
    let articles = counted(project.entries().len(), "article");
    let marks = counted(project.mark_count(), "mark");
    console.reassure(format!("{}: {articles}, {marks}", shown(&arguments.out)));
    Ok(open::finding(&imported.problems))
}
