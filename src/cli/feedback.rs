//! `postil feedback`: for each annotator, what was decided otherwise than they marked it.

use std::path::PathBuf;

use super::{CliError, Console, Finding, colleague, counted, open};
use crate::formats::datasets::Files;
use crate::formats::datasets::names::FileNames;
use crate::formats::datasets::report::feedback::page;
use crate::formats::project_file;
use crate::review::feedback::{feedback, with_disputes};
use crate::store::{self, RealDisk};

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil feedback decided.ron ana.ron ben.jsonl --out feedback

Writes two files for each annotator of each file: a page to read, with what was decided otherwise in
its sentence, and their project with the same as disputes. The notes on decided marks are the reasons.")]
pub struct Arguments {
    /// What was decided: a project, or a dataset told by what stands in it
    decided: PathBuf,
    /// The annotators' files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The folder to write to
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    #[command(flatten)]
    tags: colleague::Tags,
}

/// Writes the pages.
///
/// # Errors
/// If a file cannot be read or the folder not be written.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    let mut paths = vec![arguments.decided.clone()];
    paths.extend(arguments.files.iter().cloned());
    open::guard_folder(&arguments.out, arguments.tags.force(), &paths)?;
    let Some(mut files) = colleague::read_all(&paths, &arguments.tags, console)? else {
        return Ok(Finding::Nothing);
    };
    let (path, decided) = files.remove(0);
    let decided = colleague::whole(&path, decided);
    let mut names = FileNames::default();
    let mut written = Files::new();
    for annotator in colleague::of_files(files) {
        let found = feedback(&annotator, &decided);
        let name = names.give(&annotator.name);
        let project = with_disputes(&annotator.project, &found);
        written.insert(format!("{name}.html"), page(&found).into_bytes());
        written.insert(
            format!("{name}.ron"),
            project_file::encode(&project).into_bytes(),
        );
        let (places, same) = found.places();
        console.line(format!(
            "{name}: {} decided, {same} as marked, {}",
            counted(places, "place"),
            counted(found.counts().values().sum(), "difference")
        ));
    }
    store::save_folder(&RealDisk, &arguments.out, &written)?;
    Ok(Finding::Nothing)
}
