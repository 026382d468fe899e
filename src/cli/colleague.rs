//! Colleagues' files: projects, and datasets told by what stands in them; and how their tags are
//! brought together.

use std::path::{Path, PathBuf};

use super::{CliError, Console, Finding, dataset, open};
use crate::formats::datasets::{Import, Mapping};
use crate::formats::tagset_file::default_tagset;
use crate::project::{Id, Project};
use crate::review::carry::Carried;
use crate::review::retag::{Retag, foreign, retag, used};
use crate::review::{Colleague, Refused, colleagues, doubts};
use crate::store::{self, RealDisk, shown};

/// How the tags of several files are brought together.
#[derive(Debug, clap::Args)]
pub struct Tags {
    /// A table of what the files' tags and links are, as import takes it; --write-map makes one
    #[arg(long, value_name = "TABLE")]
    map: Option<PathBuf>,
    /// Write a table of the files' tags, those spelled alike put together, and nothing else
    #[arg(long, value_name = "TABLE")]
    write_map: Option<PathBuf>,
    /// Write over what is there
    #[arg(long)]
    force: bool,
}

/// A file and what stands in it.
type Read = (PathBuf, Project);

/// Reads several files, with their tags brought together. None if only a table of them was wanted.
pub fn read_all(
    paths: &[PathBuf],
    tags: &Tags,
    console: &mut Console,
) -> Result<Option<Vec<Read>>, CliError> {
    let files = tags.bring_together(read(paths, console)?)?;
    if let Some(files) = &files {
        tell_foreign(files, console);
        doubtful(files, None)
            .into_iter()
            .for_each(|doubt| console.say(doubt));
    }
    Ok(files)
}

/// Reads several files that marks stand in. What is damaged in them is said and left out.
pub fn read(paths: &[PathBuf], console: &mut Console) -> Result<Vec<Read>, CliError> {
    let (files, said) = load(paths)?;
    said.into_iter().for_each(|sentence| console.say(sentence));
    Ok(files)
}

/// Reads several files for whoever has no console, and has this name and project. Also gives what
/// has to be said about them, a sentence each.
///
/// # Errors
/// The first file that cannot be read says why.
pub fn read_quietly(
    paths: &[PathBuf],
    me: (&str, &Project),
) -> Result<(Vec<Colleague>, Vec<String>), CliError> {
    let (files, mut said) = load(paths)?;
    said.extend(doubtful(&files, Some(me)));
    Ok((of_files(files), said))
}

fn load(paths: &[PathBuf]) -> Result<(Vec<Read>, Vec<String>), CliError> {
    let loaded = match paths.iter().all(|path| is_project(path)) {
        true => open::load_versions(paths)?.into_iter().map(plain).collect(),
        false => open::at_once(paths, load_one)?,
    };
    let (projects, said): (Vec<_>, Vec<_>) = loaded.into_iter().unzip();
    let files = paths.iter().cloned().zip(projects).collect();
    Ok((files, said.into_iter().flatten().collect()))
}

fn load_one(path: &Path) -> Result<(Project, Option<String>), CliError> {
    let project = || open::load(path).map(plain);
    if is_project(path) {
        return project();
    }
    let mut source = dataset::load(&[path.to_owned()])?;
    let Ok(format) = source.format(None) else {
        return project();
    };
    let imported = source.decode(format, &Import::new(&default_tagset()))?;
    let said = (open::finding(&imported.problems) == Finding::Something).then(|| {
        let count = super::counted(imported.left_out, "part");
        format!(
            "{}: {count} could not be used; «postil check» lists them",
            shown(path)
        )
    });
    Ok((imported.project, said))
}

fn is_project(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "ron")
}

fn plain((opened, said): (open::Opened, Option<String>)) -> (Project, Option<String>) {
    (opened.project, said)
}

/// Says where names of files and names on marks do not go together.
fn doubtful(files: &[Read], me: Option<(&str, &Project)>) -> Vec<String> {
    let stems: Vec<String> = files.iter().map(|(path, _)| stem(path)).collect();
    let projects = files.iter().map(|(_, project)| project);
    let named: Vec<_> = stems.iter().map(String::as_str).zip(projects).collect();
    let doubts = doubts(&named, me).into_iter();
    doubts.map(|doubt| doubt.to_string()).collect()
}

/// What a file is called, without its ending.
fn stem(path: &Path) -> String {
    let name = path.file_stem().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// The annotators of some files: each of each file is a colleague.
pub fn of_files(files: Vec<Read>) -> Vec<Colleague> {
    let named = files.into_iter().map(|(path, project)| {
        let name = stem(&path);
        (name, project)
    });
    colleagues(named.collect())
}

/// All marks of a file as one colleague's, who is called like the file.
pub fn whole(path: &Path, project: Project) -> Colleague {
    Colleague {
        name: stem(path),
        project,
        author: None,
    }
}

impl Tags {
    /// Whether what is there may be written over.
    pub fn force(&self) -> bool {
        self.force
    }

    /// Gives projects the tags of the first, as the table says it. None if only the table was
    /// wanted.
    pub fn bring_together(&self, files: Vec<Read>) -> Result<Option<Vec<Read>>, CliError> {
        let files = match &self.map {
            None => files,
            Some(path) => retagged(files, &dataset::mapping(path)?)?,
        };
        if let Some(path) = &self.write_map {
            let sources: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
            open::guard(path, self.force, &sources)?;
            store::save(&RealDisk, path, table(&files).encode().as_bytes())?;
            return Ok(None);
        }
        Ok(Some(files))
    }
}

/// Says where tags look as if a table were needed.
fn tell_foreign(files: &[Read], console: &mut Console) {
    let Some(((_, first), rest)) = files.split_first() else {
        return;
    };
    for (path, project) in rest {
        let tags: Vec<String> = foreign(first, project).into_iter().map(row).collect();
        if !tags.is_empty() {
            console.say(format!(
                "{}: tags that the first file does not have: {}; --write-map makes a table of what \
                 they are, and --map uses it",
                shown(path),
                tags.join(", ")
            ));
        }
    }
}

fn row((tag, alike): (Id, Option<Id>)) -> String {
    match alike {
        Some(alike) => format!("{tag} (perhaps {alike})"),
        None => tag.to_string(),
    }
}

fn retagged(files: Vec<Read>, table: &Mapping) -> Result<Vec<Read>, CliError> {
    let ids = |(from, to): (&String, &Option<String>)| (Id::new(from), to.as_ref().map(Id::new));
    let table = Retag {
        tags: table.tags.iter().map(ids).collect(),
        links: table.links.iter().map(ids).collect(),
    };
    let mut found: Vec<Read> = Vec::new();
    for (path, project) in files {
        let like = found.first().map(|(_, first)| first.tagset());
        let like = std::sync::Arc::clone(like.unwrap_or(project.tagset()));
        found.push((path, retag(&project, &table, &like)?));
    }
    Ok(found)
}

/// Every tag that some file's marks have, and what it is in the first file.
fn table(files: &[Read]) -> Mapping {
    let mut table = Mapping::default();
    let Some((_, first)) = files.first() else {
        return table;
    };
    for (_, project) in files {
        for tag in used(project) {
            let same = Some(tag.to_string());
            table.tags.entry(tag.to_string()).or_insert(same);
        }
        for (tag, alike) in foreign(first, project) {
            let to = alike.unwrap_or_else(|| tag.clone()).to_string();
            table.tags.insert(tag.to_string(), Some(to));
        }
        let entries = project.entries().iter();
        for link in entries.flat_map(|entry| entry.links().values()) {
            let kind = link.kind.to_string();
            table.links.entry(kind.clone()).or_insert(Some(kind));
        }
    }
    table
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
