//! Colleagues' files: projects, and datasets told by what stands in them.

use std::path::{Path, PathBuf};

use super::{CliError, Console, Finding, dataset, open};
use crate::formats::datasets::Import;
use crate::formats::tagset_file::default_tagset;
use crate::project::Project;
use crate::review::carry::Carried;
use crate::review::{Colleague, Refused, colleagues};
use crate::store::shown;

/// Reads a file that marks stand in. What is damaged in it is said and left out.
pub fn read(path: &Path, console: &mut Console) -> Result<Project, CliError> {
    let project = |console: &mut Console| open::project(path, console).map(|it| it.project);
    if path.extension().is_some_and(|ending| ending == "ron") {
        return project(console);
    }
    let source = dataset::load(&[path.to_owned()])?;
    let Ok(format) = source.format(None) else {
        return project(console);
    };
    let imported = source.decode(format, &Import::new(&default_tagset()))?;
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

/// Says whose texts differ: too much, or so little that the marks could be carried over.
pub fn tell_texts(refused: &[Refused], carried: &[Carried], console: &mut Console) {
    for it in refused {
        console.say(it);
    }
    for it in carried {
        console.say(it);
    }
}
