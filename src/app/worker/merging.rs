//! Merges that are looked at before they are made: what comes of one, from which common version.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::super::keeping::SharedFile;
use super::projects::read_sound;
use super::{name_of, sentence};
use crate::project::{Id, Project};
use crate::review::merge::forecast::Forecast;
use crate::review::merge::{Names, best_base, merge, no_ancestor};
use crate::review::retag::{Retag, foreign, retag};
use crate::store::{self, ProjectFile, RealDisk};

/// The common version from which both grew, as it is wished for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BaseWish {
    /// The best that is there; none if theirs grew out of none.
    #[default]
    Best,
    /// None: everything that differs counts.
    None,
    /// The project as its file held it when it was opened or saved last.
    Opened,
    /// A file.
    File(PathBuf),
}

/// A merge that shall be looked at.
#[derive(Clone, Debug)]
pub struct MergeAsk {
    /// The other version.
    pub path: PathBuf,
    /// It is what another program has written into the project's own file.
    pub own: bool,
    /// The open project.
    pub ours: Project,
    /// What the sides are called where they differ: ours, theirs.
    pub names: (String, String),
    /// What is known of the project's own file.
    pub file: Option<SharedFile>,
    /// The common version.
    pub base: BaseWish,
    /// What their tags are here; rows of tags that they do not have say nothing.
    pub tags: Retag,
}

/// What would come of a merge.
#[derive(Debug)]
pub struct MergeSight {
    /// The open project as it was.
    pub ours: Project,
    /// Both in one.
    pub merged: Project,
    /// What that changes.
    pub forecast: Forecast,
    /// What has to be said about their texts, a sentence each.
    pub said: Vec<String>,
    /// The common versions that there are, with what each is called.
    pub bases: Vec<(String, BaseWish)>,
    /// The one that was taken, by its place; none if none was.
    pub base: Option<usize>,
    /// What shows that one of both did not grow out of it, in a sentence.
    pub doubt: Option<String>,
    /// Their tags that are none here, each with one here that is spelled alike.
    pub foreign: Vec<(Id, Option<Id>)>,
    /// What is known of the own file after the merge, and what it holds; none for another file.
    pub kept: Option<(ProjectFile, Project)>,
}

/// Looks what would come of a merge.
///
/// # Errors
/// Why there can be none, in a sentence.
pub(super) fn look(ask: MergeAsk) -> Result<MergeSight, String> {
    let (theirs, bytes) = read_sound(&ask.path)?;
    let foreign = foreign(&ask.ours, &theirs);
    let mut bases = bases(&ask)?;
    let base = match &ask.base {
        BaseWish::Best => best_base(bases.iter().map(|it| &it.2), &theirs),
        BaseWish::None => None,
        wish => bases.iter().position(|it| it.1 == *wish),
    };
    let doubt = base.and_then(|place| doubt(&bases.get(place)?.2, &ask.ours, &theirs));
    let like = ask.ours.tagset();
    let as_here = |project: &Project| match ask.tags == Retag::default() {
        true => Ok(project.clone()),
        false => retag(project, &ask.tags, like).map_err(|error| sentence(&error.to_string())),
    };
    let other = as_here(&theirs)?;
    let common = base.and_then(|place| bases.get(place));
    let common = common.map(|it| as_here(&it.2)).transpose()?;
    let names = Names {
        ours: &ask.names.0,
        theirs: &ask.names.1,
    };
    let merged = merge(common.as_ref(), &ask.ours, &other, names);
    let merged = merged.map_err(|error| sentence(&error.to_string()))?;
    let apart = merged.apart.iter().map(|article| {
        format!(
            "The texts of the article {article} are too different to be one: both stay, one of them under another name."
        )
    });
    let carried = merged.carried.iter().map(|it| sentence(&it.to_string()));
    Ok(MergeSight {
        forecast: Forecast::of(&ask.ours, &merged),
        said: carried.chain(apart).collect(),
        merged: merged.project,
        bases: bases.drain(..).map(|it| (it.0, it.1)).collect(),
        base,
        doubt,
        foreign,
        kept: ask
            .own
            .then(|| (ProjectFile::holding(&ask.path, &bytes), theirs)),
        ours: ask.ours,
    })
}

/// What shows that a version is not the common one.
fn doubt(base: &Project, ours: &Project, theirs: &Project) -> Option<String> {
    let sides = [("Your project", ours), ("Their file", theirs)];
    sides.into_iter().find_map(|(side, project)| {
        let why = no_ancestor(base, project)?;
        let so = "Choose another version, or none.";
        Some(format!("{side} did not grow out of it: {why}. {so}"))
    })
}

/// The versions that both may have grown out of, the likeliest first.
fn bases(ask: &MergeAsk) -> Result<Vec<(String, BaseWish, Project)>, String> {
    let mut found = Vec::new();
    let (path, opened) = match &ask.file {
        None => (None, None),
        Some(file) => {
            let kept = file.lock().unwrap_or_else(PoisonError::into_inner);
            (Some(kept.file.path().to_owned()), kept.base.clone())
        }
    };
    let label = "your project as it was opened or saved last";
    found.extend(opened.map(|base| (label.to_owned(), BaseWish::Opened, base)));
    let kept = path
        .filter(|_| !ask.own)
        .map(|path| store::backups(&path).to_vec());
    for path in kept.into_iter().flatten() {
        if store::exists(&RealDisk, &path)
            && let Ok((base, _)) = read_sound(&path)
        {
            found.push((name_of(&path), BaseWish::File(path), base));
        }
    }
    if let BaseWish::File(path) = &ask.base
        && found.iter().all(|it| it.1 != ask.base)
    {
        let (base, _) = read_sound(path).map_err(|why| said_of(path, &why))?;
        found.push((name_of(path), ask.base.clone(), base));
    }
    Ok(found)
}

fn said_of(path: &Path, why: &str) -> String {
    format!("{}: {why}", name_of(path))
}
