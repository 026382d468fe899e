//! `postil new`: a project of articles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{CliError, Console, Finding, counted, open};
use crate::formats::articles::{How, Opened, Reading};
use crate::formats::{project_file, tagset_file};
use crate::project::build::EntryParts;
use crate::project::{Article, Id, Project, Status};
use crate::store::{self, ARTICLE_LIMIT, RealDisk, shown};
use crate::text::{Digest, Text};

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil new project.ron article.txt page.html paper.docx
  postil new project.ron monday/ tuesday/ extra.txt
  postil new project.ron posts.csv --text-column message --title-column name

A file that holds several articles (a book, a mailbox, a table of texts) gives them all.
«postil formats» lists what is read.")]
pub struct Arguments {
    /// The project file to write
    project: PathBuf,
    /// Articles, and folders of articles
    #[arg(value_name = "ARTICLE", required = true)]
    articles: Vec<PathBuf>,
    /// Write over a project that is there
    #[arg(long)]
    force: bool,
    /// Read texts in this encoding, whatever they look like
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Keep all text of web pages, not only the article
    #[arg(long)]
    whole_pages: bool,
    /// The column of a table that is the text
    #[arg(long, value_name = "COLUMN")]
    text_column: Option<String>,
    /// The column of a table that is the title
    #[arg(long, value_name = "COLUMN")]
    title_column: Option<String>,
}

impl Arguments {
    fn how(&self) -> How<'_> {
        How {
            encoding: self.encoding.as_deref(),
            whole_page: self.whole_pages,
            text_column: self.text_column.as_deref(),
            title_column: self.title_column.as_deref(),
        }
    }
}

/// Writes the project.
///
/// # Errors
/// If any article cannot be used, nothing is written.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    open::guard(&arguments.project, arguments.force, &arguments.articles)?;
    let _lock = open::reserve(&arguments.project)?;
    let (mut files, mut bad) = (Vec::new(), 0);
    for path in &arguments.articles {
        match articles_at(path) {
            Ok(found) => files.extend(found),
            Err(error) => {
                console.say(format!("postil: {error}"));
                bad += 1;
            }
        }
    }
    open::guard(&arguments.project, arguments.force, &files)?;
    let mut gathered = Gathered::default();
    for path in &files {
        match read(path, &arguments.how()) {
            Ok(opened) => gathered.add_all(path, opened, console),
            Err(error) => {
                console.say(format!("postil: {error}"));
                bad += 1;
            }
        }
    }
    if bad > 0 {
        return Err(CliError::Unusable(bad));
    }
    let count = counted(gathered.entries.len(), "article");
    let tagset = Arc::new(tagset_file::default_tagset());
    let project = Project::build(tagset, Vec::new(), gathered.entries, Vec::new())?;
    store::save(
        &RealDisk,
        &arguments.project,
        project_file::encode(&project).as_bytes(),
    )?;
    console.reassure(format!("{}: {count}", shown(&arguments.project)));
    Ok(Finding::Nothing)
}

fn articles_at(path: &Path) -> Result<Vec<PathBuf>, CliError> {
    if store::is_folder(&RealDisk, path) {
        return Ok(store::articles_in(&RealDisk, path)?);
    }
    Ok(vec![path.to_owned()])
}

fn read(path: &Path, how: &How<'_>) -> Result<Opened, CliError> {
    let bytes = store::read(&RealDisk, path, ARTICLE_LIMIT)?;
    super::read_articles(&file_name(path), &bytes, how).map_err(|error| CliError::Article {
        path: path.to_owned(),
        error,
    })
}

/// The articles so far.
#[derive(Default)]
struct Gathered {
    entries: Vec<EntryParts>,
    /// Which file each text came from.
    texts: BTreeMap<Digest, PathBuf>,
    ids: BTreeSet<Id>,
    /// The last number that was put behind a name.
    numbers: BTreeMap<String, usize>,
}

impl Gathered {
    /// Adds the articles of a file.
    fn add_all(&mut self, path: &Path, opened: Opened, console: &mut Console) {
        let count = opened.readings.len();
        if count > 1 {
            let count = counted(count, "article");
            console.say(format!("{}: holds {count}", shown(path)));
        }
        for reading in opened.readings {
            self.add(path, reading, console);
        }
    }

    /// Adds an article, unless one of the same words is there.
    fn add(&mut self, path: &Path, reading: Reading, console: &mut Console) {
        for notice in &reading.notices {
            console.say(format!("{}: {notice}", shown(path)));
        }
        let text = Text::new(reading.text);
        if let Some(twin) = self.texts.insert(text.digest(), path.to_owned()) {
            let (path, first) = (shown(path), shown(&twin));
            console.say(format!(
                "{path}: left out, it has the same words as {first}"
            ));
            self.texts.insert(text.digest(), twin);
            return;
        }
        let article = Arc::new(Article {
            id: self.free_id(path),
            title: reading.title,
            text,
            meta: reading.meta,
            origin: reading.origin,
        });
        self.entries.push(EntryParts {
            article,
            status: Status::default(),
            annotations: Vec::new(),
            links: Vec::new(),
        });
    }

    /// The file's name without its ending, with a number if it is taken.
    fn free_id(&mut self, path: &Path) -> Id {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let last = self.numbers.entry(stem.to_string()).or_default();
        loop {
            *last += 1;
            let id = match *last {
                1 => Id::new(&stem),
                number => Id::new(format!("{stem}-{number}")),
            };
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
