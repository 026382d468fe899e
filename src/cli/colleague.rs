//! Colleagues' files: projects, and datasets told by the ends of their names.

use std::path::{Path, PathBuf};

use super::{CliError, Console, Finding, dataset, open};
use crate::project::Project;
use crate::review::{Colleague, colleagues};
use crate::store::{self, PROJECT_LIMIT, RealDisk, shown};

/// Reads a file that marks stand in. What is damaged in it is said and left out.
pub fn read(path: &Path, console: &mut Console) -> Result<Project, CliError> {
    let Some(format) = dataset::format_of(path) else {
        return open::project(path, console).map(|opened| opened.project);
    };
    let bytes = store::read(&RealDisk, path, PROJECT_LIMIT)?;
    let decoded = dataset::decode(format.name, &bytes, None)?;
    let imported = decoded.map_err(|error| CliError::Dataset {
        path: path.to_owned(),
        problem: dataset::problem(&error),
    })?;
    if open::finding(&imported.problems) == Finding::Something {
        let count = super::counted(imported.left_out, "part");
        console.say(format!(
            "{}: {count} could not be used; «postil check» lists them",
            shown(path)
        ));
    }
    Ok(imported.project)
}

/// Reads several files. Each annotator of each file is a colleague.
pub fn read_all(paths: &[PathBuf], console: &mut Console) -> Result<Vec<Colleague>, CliError> {
    let mut projects = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or(path.as_os_str());
        projects.push((name.to_string_lossy().into_owned(), read(path, console)?));
    }
    Ok(colleagues(projects))
}
