//! Datasets out of the window and into it, as far as that is work.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::work::{FROM_DISK, NOTHING_CHANGED, Progress, Steps, failed};
use super::{Reply, name_of, sentence};
use crate::app::dialogs::several::{ArticlesFile, Columns};
use crate::app::excerpt;
use crate::app::file_dialog::Side;
use crate::app::import::data::{Form, Prospect};
use crate::formats::articles::{self, How, Opened, Reading};
use crate::formats::datasets::export::{Export, Lost, Wish, Written};
use crate::formats::datasets::report::agreement::Measured;
use crate::formats::datasets::{
    self, DatasetError, FORMATS, Files, Format, Import, Mapping, Pulse,
};
use crate::formats::tagset_file::default_tagset;
use crate::project::Project;
use crate::store::{self, ARTICLE_LIMIT, PROJECT_LIMIT, RealDisk, Source};

const NOTHING_WRITTEN: Reply = Reply::Cancelled("Nothing was written.");
const NOT_WRITTEN: &str = "The dataset was not written";
const OVER_ITSELF: &str = "That is the project’s own file. Choose another name.";

/// How an export will begin.
pub(super) fn look(export: &Export, project: &Project) -> Reply {
    let sight = export.sight(project);
    let sight = sight.map_err(|error| sentence(&error.to_string()));
    Reply::ExportSeen(Box::new(sight))
}

/// Writes a dataset: a file, or a folder that appears whole or not at all.
pub(super) fn export(
    (wish, figures): (Box<Wish>, Option<Arc<Measured>>),
    name: &str,
    path: PathBuf,
    (project, own): (&Project, Option<&Path>),
    progress: &Progress<'_>,
) -> Reply {
    let export = match wish.export(name) {
        Ok(mut export) => {
            export.options.figures = figures;
            export
        }
        Err(error) => return failed(NOT_WRITTEN, &error),
    };
    if own.is_some_and(|own| store::same_file(&RealDisk, own, &path)) {
        return Reply::Failed(NOT_WRITTEN.to_owned(), OVER_ITSELF.to_owned());
    }
    let what = format!("exporting {}", name_of(&path));
    if !progress.next(what.clone(), 0.0) {
        return NOTHING_WRITTEN;
    }
    let told = Steps::new(progress, &what, (0.0, 1.0 - FROM_DISK));
    let all = export.beats(project);
    let listener = |beat| told.at(beat, all);
    match write(&export, project, &path, &Pulse::new(&listener), progress) {
        Ok(written) => Reply::Exported(path, wish, losses(&written.losses)),
        Err(ExportError::Dataset(DatasetError::Stopped)) => NOTHING_WRITTEN,
        Err(error) => failed(NOT_WRITTEN, &error),
    }
}

/// How many files are written are told whenever so many more are.
const TOLD_FILES: usize = 50;

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    #[error(transparent)]
    Save(#[from] store::SaveError),
}

/// Writes a file, or a folder file by file as they are made.
fn write(
    export: &Export,
    project: &Project,
    path: &Path,
    pulse: &Pulse<'_>,
    progress: &Progress<'_>,
) -> Result<Written, ExportError> {
    if export.is_folder() {
        return store::save_folder_of(&RealDisk, path, |keep| {
            let mut count = 0;
            let put = &mut |name: String, bytes: Vec<u8>| {
                count += 1;
                let goes_on = match count % TOLD_FILES {
                    0 => {
                        let what = format!("writing {}: {count} files", name_of(path));
                        progress.next(what, 1.0 - FROM_DISK)
                    }
                    _ => progress.goes_on(),
                };
                match goes_on {
                    true => keep(&name, &bytes),
                    false => ControlFlow::Break(()),
                }
            };
            Ok(export.write(project, pulse, put)?)
        });
    }
    let exported = export.encode_while(project, pulse)?;
    if !progress.next(format!("writing {}", name_of(path)), 1.0 - FROM_DISK) {
        return Err(DatasetError::Stopped.into());
    }
    match exported.files.values().next() {
        Some(bytes) if exported.files.len() == 1 => drop(store::save(&RealDisk, path, bytes)?),
        _ => store::save_folder(&RealDisk, path, &exported.files)?,
    }
    Ok(exported.written)
}

/// What was lost, each thing once: the parts of several annotators are counted together.
fn losses(losses: &[Lost]) -> Vec<String> {
    let mut words: Vec<(&str, usize)> = Vec::new();
    for Lost { loss, .. } in losses {
        match words.iter_mut().find(|(what, _)| *what == loss.what) {
            Some((_, count)) => *count += loss.count,
            None => words.push((loss.what, loss.count)),
        }
    }
    let words = words.into_iter();
    words
        .map(|(what, count)| format!("{} {what}", excerpt::grouped(count)))
        .collect()
}

/// The dataset that files make together, recognised by what stands in them; nothing if they are
/// none, or not all of them belong to one.
pub(super) fn dataset(paths: &[PathBuf], progress: &Progress<'_>) -> Option<Reply> {
    if let [_, _, ..] = paths
        && !paths.iter().all(|path| may_belong(path))
    {
        return None;
    }
    let first = paths.first()?;
    let mut source = Source::default();
    for path in paths {
        // What cannot be read is no article either, and is said to be none there.
        source.load(&RealDisk, path).ok()?;
    }
    let format = recognise(source.files())?;
    let name = match paths {
        [only] => name_of(only),
        many => format!("{} and {} more", name_of(first), many.len() - 1),
    };
    Some(
        match progress.next(format!("reading {}", name_of(first)), FROM_DISK) {
            true => Reply::Dataset(name, Arc::new(source), format),
            false => NOTHING_CHANGED,
        },
    )
}

/// Whether a file holds marks, or may stand beside one that does: several files are then looked at
/// together.
fn may_belong(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let beside = path.with_extension("ann");
    let is = |wanted: &str| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(wanted));
    (is("txt") && store::exists(&RealDisk, &beside)) || is("conf") || is_dataset(path)
}

/// Whether a file alone is a dataset.
pub(super) fn is_dataset(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let of = |format: &Format| {
        let mut known = format.extensions.iter();
        format.reads() && known.any(|it| ending.is_some_and(|is| is.eq_ignore_ascii_case(it)))
    };
    // Reading every article twice to find that it is none would take too long.
    if store::is_folder(&RealDisk, path) || !FORMATS.iter().any(of) {
        return false;
    }
    let bytes = store::read(&RealDisk, path, PROJECT_LIMIT).unwrap_or_default();
    recognise(&Files::from([(name_of(path), bytes)])).is_some()
}

/// The format of a dataset. A table of texts on which nothing is marked is none, and lines of JSON
/// that are no texts are read as our own, which says what is wrong with them.
fn recognise(files: &Files) -> Option<&'static Format> {
    if let [(name, bytes)] = files.iter().collect::<Vec<_>>().as_slice() {
        // Nothing is no dataset, and as an article it says that it is empty.
        if bytes.trim_ascii().is_empty() {
            return None;
        }
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        let lines = ending.is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"));
        if lines && articles::lines_are_texts(bytes) {
            return None;
        }
        let known = datasets::recognise(files).filter(|format| !is_table_of_texts(files, format));
        return known.or_else(|| datasets::format("jsonl").filter(|_| lines));
    }
    datasets::recognise(files)
}

fn is_table_of_texts(files: &Files, format: &Format) -> bool {
    let table = ["csv", "tsv", "parquet"].contains(&format.name);
    let tagset = default_tagset();
    table && {
        let read = format.decode(files, &Import::new(&tagset));
        read.is_ok_and(|read| read.project.mark_count() == 0 && read.left_out == 0)
    }
}

/// What a dataset would become.
pub(super) fn prospect(source: &Source, form: &Form, into: Option<&Project>) -> Reply {
    let tagset = default_tagset();
    let how = Import {
        into: into.filter(|_| form.joins()),
        annotator: Some(form.annotator.trim()).filter(|name| !name.is_empty()),
        unit: form.unit,
        mapping: Some(&form.mapping),
        ..Import::new(&tagset)
    };
    let seen = match form.format.decode(source.files(), &how) {
        Ok(imported) => Ok(Prospect::of(imported, into, form.joins())),
        Err(DatasetError::NoRecord(problem)) => {
            let (place, what) = super::place_and_words(&problem);
            let place = match place.as_str() {
                "" => String::new(),
                place => format!("{place}: "),
            };
            Err(format!("There is no article in it. {place}{what}"))
        }
        Err(error) => Err(sentence(&error.to_string())),
    };
    Reply::ImportSeen(Box::new(seen))
}

/// Reads a table of what tags become.
pub(super) fn load_mapping(side: Side, path: PathBuf) -> Reply {
    let bytes = store::read(&RealDisk, &path, ARTICLE_LIMIT);
    let read = bytes.map_err(|error| sentence(&error.to_string()));
    let read = read.and_then(|bytes| {
        Mapping::decode(&bytes).map_err(|error| {
            let place = store::shown(&path);
            sentence(&format!("{error}: {place}"))
        })
    });
    Reply::TableLoaded(side, path, read)
}

/// Writes a table of what tags become.
pub(super) fn save_mapping(side: Side, path: PathBuf, mapping: &Mapping) -> Reply {
    let saved = store::save(&RealDisk, &path, mapping.encode().as_bytes());
    let saved = saved.map_err(|error| sentence(&error.to_string()));
    Reply::TableSaved(side, path, saved.map(drop))
}

/// The articles of a file. Of a table in which no column looks like the texts, the first is taken
/// for them until another is chosen.
pub(super) fn read_articles(path: PathBuf) -> Result<(ArticlesFile, Opened), String> {
    let bytes = store::read(&RealDisk, &path, ARTICLE_LIMIT);
    let bytes = bytes.map_err(|error| sentence(&error.to_string()))?;
    let file = ArticlesFile { path, bytes };
    let mut opened = read_all(&file, &How::default());
    if let Err(articles::ArticleError::NoTextColumn(columns)) = &opened
        && let Some(first) = columns.columns.first()
    {
        let how = How {
            text_column: Some(&first.name),
            ..How::default()
        };
        opened = read_all(&file, &how).or(opened);
    }
    match opened {
        Ok(opened) => Ok((file, opened)),
        Err(error) => Err(sentence(&format!("{error}: {}", store::shown(&file.path)))),
    }
}

fn read_all(file: &ArticlesFile, how: &How<'_>) -> Result<Opened, articles::ArticleError> {
    crate::cli::read_articles(&name_of(&file.path), &file.bytes, how)
}

/// Reads a table of texts with these columns.
pub(super) fn read_table(file: Arc<ArticlesFile>, columns: &Columns) -> Reply {
    let how = How {
        text_column: Some(&columns.text),
        title_column: columns.title.as_deref(),
        ..How::default()
    };
    match read_all(&file, &how) {
        Ok(opened) => Reply::Table(file, Box::new(opened)),
        Err(error) => Reply::NoTable(sentence(&error.to_string())),
    }
}

/// The articles of a file; of one that is no plain text, the first says what it was read as.
pub(super) fn saying_its_format(mut opened: Opened) -> Vec<Reading> {
    let mut formats = articles::kinds::FORMATS.iter();
    let format = formats.find(|format| format.name == opened.format);
    let format = format.filter(|format| format.name != "text");
    if let (Some(format), Some(first)) = (format, opened.readings.first_mut()) {
        let without = match format.leaves_out {
            "" => String::new(),
            what => format!("; left out: {what}"),
        };
        first
            .notices
            .insert(0, format!("read as {}{without}", format.about));
    }
    opened.readings
}
