//! `postil git-setup`: lets git merge and show projects by annotation, in one repository.

use std::path::Path;
use std::process::Command;

use super::{CliError, Console, Finding};
use crate::store::{self, Disk as _, PROJECT_LIMIT, RealDisk};

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil git-setup          in a repository: git merge, git diff and git log -p speak in marks
  postil git-setup --undo   as it was before

Only this copy of the repository changes: its settings, and .git/info/attributes. Every colleague
runs it once.")]
pub struct Arguments {
    /// Take the settings out again
    #[arg(long)]
    undo: bool,
}

/// The line of the attributes.
const ATTRIBUTES: &str = "*.ron merge=postil diff=postil";

/// The settings, with what they are set to.
const SETTINGS: [(&str, &str); 3] = [
    ("merge.postil.name", "Postil: by annotation"),
    ("merge.postil.driver", "postil merge %O %A %B --out %A"),
    ("diff.postil.textconv", "postil textconv"),
];

/// Sets git up, or takes that back, and says what was done.
///
/// # Errors
/// If there is no git or no repository here, or its files cannot be written.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    let folder = git(&["rev-parse", "--git-path", "info"])?;
    let path = Path::new(folder.trim()).join("attributes");
    let before = attributes(&path)?;
    let kept = before.lines().filter(|line| *line != ATTRIBUTES);
    let mut after: Vec<&str> = kept.collect();
    if arguments.undo {
        for section in ["merge.postil", "diff.postil"] {
            // A section that is not there is as it should be.
            let _ = git(&["config", "--local", "--remove-section", section]);
        }
        console.line("took the settings merge.postil and diff.postil out of this repository");
    } else {
        after.push(ATTRIBUTES);
        for (name, value) in SETTINGS {
            git(&["config", "--local", name, value])?;
            console.line(format!("set {name} to «{value}»"));
        }
    }
    let mut text = after.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    if text != before {
        let folder = path.parent().filter(|it| !store::exists(&RealDisk, it));
        if let Some(folder) = folder {
            let made = RealDisk.make_folder(folder);
            made.map_err(|error| CliError::Git(error.to_string()))?;
        }
        store::save(&RealDisk, &path, text.as_bytes())?;
    }
    if arguments.undo {
        console.line(format!(
            "took «{ATTRIBUTES}» out of {}",
            store::shown(&path)
        ));
    } else {
        console.line(format!("«{ATTRIBUTES}» stands in {}", store::shown(&path)));
        console.line("«postil git-setup --undo» takes all of it out again");
        if !is_found() {
            console.say(
                "git will not find «postil»: put it into a folder of PATH, or every merge of a \
                 project will end in a conflict",
            );
        }
    }
    Ok(Finding::Nothing)
}

/// Whether git finds the program by its name.
fn is_found() -> bool {
    let name = format!("postil{}", std::env::consts::EXE_SUFFIX);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|it| store::exists(&RealDisk, &it.join(&name)))
}

fn attributes(path: &Path) -> Result<String, CliError> {
    if !store::exists(&RealDisk, path) {
        return Ok(String::new());
    }
    let bytes = store::read(&RealDisk, path, PROJECT_LIMIT)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn git(words: &[&str]) -> Result<String, CliError> {
    let output = Command::new("git").args(words).output();
    let output = output.map_err(|error| CliError::Git(error.to_string()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let first = said.lines().next().unwrap_or("it gave no reason");
        return Err(CliError::Git(first.to_owned()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
