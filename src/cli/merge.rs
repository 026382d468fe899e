//! `postil merge`: two versions of a project made one, by annotation.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{CliError, Console, Finding, colleague, counted, leave, open};
use crate::formats::{at_once, project_file};
use crate::project::{Dispute, Project};
use crate::review::merge::{Names, merge, no_ancestor};
use crate::store::disk::Kind;
use crate::store::{self, Disk as _, RealDisk, shown};

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil merge base.ron mine.ron theirs.ron                    say what would come of it
  postil merge base.ron mine.ron theirs.ron --out merged.ron   and write it
  postil merge - mine.ron theirs.ron --out merged.ron          without a common version

What both changed in different ways stands in the result as a dispute with both readings. Ends with
1 if there is one.")]
pub struct Arguments {
    /// The version from which both grew; - or an empty file if there is none
    base: PathBuf,
    /// This version
    ours: PathBuf,
    /// The other version
    theirs: PathBuf,
    /// The project file to write; it may be one of the three
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    #[command(flatten)]
    tags: colleague::Tags,
}

/// Merges, and says what was not to be decided.
///
/// # Errors
/// If a file cannot be read or holds damaged parts, or the result cannot be written.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    let _lock = match &arguments.out {
        Some(out) => open::reserve(out)?,
        None => None,
    };
    let mut paths = vec![arguments.ours.clone(), arguments.theirs.clone()];
    if base(&arguments.base) {
        paths.push(arguments.base.clone());
    } else {
        console.say("there is no version from which both grew, so every difference is a conflict");
    }
    let files = sound(&paths, console)?;
    let Some(files) = arguments.tags.bring_together(files)? else {
        return Ok(Finding::Nothing);
    };
    let mut projects = files.into_iter().map(|(_, project)| project);
    let (Some(ours), Some(theirs), base) = (projects.next(), projects.next(), projects.next())
    else {
        return Ok(Finding::Nothing);
    };
    let doubts = || {
        let versions = [(&arguments.ours, &ours), (&arguments.theirs, &theirs)];
        let base = base.as_ref().map(|base| (&arguments.base, base));
        base.map(|base| doubts(base, versions)).unwrap_or_default()
    };
    let names = Names {
        ours: "ours",
        theirs: "theirs",
    };
    let (merged, doubted) = at_once::both(|| merge(base.as_ref(), &ours, &theirs, names), doubts);
    for sentence in doubted.unwrap_or_else(doubts) {
        console.say(sentence);
    }
    let merged = merged?;
    colleague::tell_texts(&[], &merged.carried, console);
    for article in &merged.apart {
        console.say(format!(
            "article {article:?}: the texts of ours and theirs are too different to be one, so both \
             stay, one of them under another id"
        ));
    }
    if let Some(out) = &arguments.out {
        let bytes = project_file::encode(&merged.project);
        store::save(&RealDisk, out, bytes.as_bytes())?;
    }
    let finding = tell(&merged.conflicts, console);
    leave((base, ours, theirs, merged));
    Ok(finding)
}

/// Says what was not to be decided.
fn tell(conflicts: &[Arc<Dispute>], console: &mut Console) -> Finding {
    console.line(counted(conflicts.len(), "conflict"));
    for conflict in conflicts {
        let words: Vec<String> = conflict
            .to_string()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        console.line(format!("  {}", words.join(" ")));
    }
    match conflicts {
        [] => Finding::Nothing,
        _ => Finding::Something,
    }
}

/// Whether there is a version from which both grew. What cannot be looked at is said when it is read.
fn base(path: &Path) -> bool {
    let stat = RealDisk.stat(path);
    let empty = stat.is_ok_and(|stat| stat.kind == Kind::File && stat.len == 0);
    path != Path::new("-") && !empty
}

/// Of which version it is plain that it did not grow out of what was named as its base.
fn doubts((path, base): (&PathBuf, &Project), versions: [(&PathBuf, &Project); 2]) -> Vec<String> {
    let doubts = versions.into_iter().filter_map(|(version, project)| {
        let why = no_ancestor(base, project)?;
        let (base, version) = (shown(path), shown(version));
        Some(format!(
            "{base} is not the version from which {version} grew: {why}; what is only in it \
             counts as deleted, so name another, or - for none"
        ))
    });
    doubts.collect()
}

/// Projects with damaged parts are not merged: what is damaged could be what changed.
fn sound(paths: &[PathBuf], console: &mut Console) -> Result<Vec<(PathBuf, Project)>, CliError> {
    let mut files = Vec::new();
    for (path, (opened, said)) in paths.iter().zip(open::load_versions(paths)?) {
        said.into_iter().for_each(|sentence| console.say(sentence));
        match opened.finding {
            Finding::Nothing => files.push((path.clone(), opened.project)),
            Finding::Something => return Err(CliError::Damaged(shown(path).to_string())),
        }
    }
    Ok(files)
}
