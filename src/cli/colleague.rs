//! Colleagues' files: projects, and datasets told by what stands in them.

use std::cell::RefCell;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::{CliError, Console, Finding, dataset, open};
use crate::formats::datasets::Import;
use crate::formats::tagset_file::default_tagset;
use crate::project::Project;
use crate::review::{Colleague, colleagues};
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

/// Reads several files for whoever has no console. Also gives what has to be said about them, a
/// sentence each.
///
/// # Errors
/// The first file that cannot be read says why.
pub fn read_quietly(paths: &[PathBuf]) -> Result<(Vec<Colleague>, Vec<String>), CliError> {
    let said = Said::default();
    let mut console = Console::new(Box::new(std::io::sink()), Box::new(said.clone()));
    let colleagues = read_all(paths, &mut console)?;
    Ok((colleagues, said.sentences()))
}

/// Keeps what is said.
#[derive(Clone, Debug, Default)]
struct Said(Rc<RefCell<Vec<u8>>>);

impl Said {
    fn sentences(&self) -> Vec<String> {
        let said = self.0.borrow();
        let text = String::from_utf8_lossy(&said);
        text.lines().map(str::to_owned).collect()
    }
}

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
