//! `postil info`: what a project holds, in numbers.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use super::{CliError, Console, Finding, open};
use crate::project::{Entry, Project};
use crate::store::shown;

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postil info project.ron
  postil info project.ron --json | jq '.tags[] | select(.marks > 0)'")]
pub struct Arguments {
    /// The project
    project: PathBuf,
    /// Print one JSON value
    #[arg(long)]
    json: bool,
}

/// What a project holds, in numbers.
#[derive(Debug, Serialize)]
struct Summary {
    totals: Totals,
    articles: Vec<ArticleCounts>,
    tags: Vec<TagCounts>,
    annotators: Vec<AnnotatorCounts>,
    link_kinds: Vec<LinkCounts>,
}

#[derive(Debug, Serialize)]
struct Totals {
    articles: usize,
    done: usize,
    marks: usize,
    implicit: usize,
    links: usize,
    identities: usize,
    aside: usize,
}

#[derive(Debug, Serialize)]
struct ArticleCounts {
    id: String,
    title: String,
    marks: usize,
    implicit: usize,
    links: usize,
    done: bool,
}

#[derive(Debug, Serialize)]
struct TagCounts {
    id: String,
    name: String,
    marks: usize,
}

#[derive(Debug, Serialize)]
struct AnnotatorCounts {
    name: String,
    marks: usize,
    links: usize,
}

#[derive(Debug, Serialize)]
struct LinkCounts {
    id: String,
    name: String,
    links: usize,
}

/// Prints the numbers.
///
/// # Errors
/// If the project cannot be read.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    let opened = open::project(&arguments.project, console)?;
    let summary = summary(&opened.project);
    if arguments.json {
        super::print_json(&summary, console)?;
    } else {
        console.line(format!("{}: {}", shown(&arguments.project), summary.totals));
        print_tables(&summary, console);
    }
    Ok(opened.finding)
}

fn summary(project: &Project) -> Summary {
    let entries = project.entries();
    let marks = || {
        entries
            .iter()
            .flat_map(|entry| entry.annotations().values())
    };
    let links = || entries.iter().flat_map(|entry| entry.links().values());
    let mut annotators: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for mark in marks() {
        annotators.entry(&mark.stamp.author).or_default().0 += 1;
    }
    for link in links() {
        annotators.entry(&link.stamp.author).or_default().1 += 1;
    }
    let annotators = annotators
        .into_iter()
        .map(|(name, (marks, links))| AnnotatorCounts {
            name: name.to_owned(),
            marks,
            links,
        });
    let tags = project.tagset().tags.iter().map(|tag| TagCounts {
        id: tag.id.to_string(),
        name: tag.name.clone(),
        marks: marks().filter(|mark| mark.tag == tag.id).count(),
    });
    let link_kinds = project.tagset().links.iter().map(|kind| LinkCounts {
        id: kind.id.to_string(),
        name: kind.name.clone(),
        links: links().filter(|link| link.kind == kind.id).count(),
    });
    Summary {
        totals: Totals {
            articles: entries.len(),
            done: entries.iter().filter(|entry| entry.status().done).count(),
            marks: project.mark_count(),
            implicit: marks().filter(|mark| mark.is_implicit()).count(),
            links: links().count(),
            identities: project.identities().count(),
            aside: project.aside().len(),
        },
        articles: entries.iter().map(|entry| article_counts(entry)).collect(),
        tags: tags.collect(),
        annotators: annotators.collect(),
        link_kinds: link_kinds.collect(),
    }
}

fn article_counts(entry: &Entry) -> ArticleCounts {
    ArticleCounts {
        id: entry.article().id.to_string(),
        title: entry.article().title.clone(),
        marks: entry.annotations().len(),
        implicit: entry.implicit().count(),
        links: entry.links().len(),
        done: entry.status().done,
    }
}

/// Numbers stand first, so that columns stay straight whatever script the names are in.
fn print_tables(summary: &Summary, console: &mut Console) {
    if !summary.articles.is_empty() {
        console.line("");
        console.line("marks  implicit  links  done  article");
    }
    for it in &summary.articles {
        let (id, title, done) = (&it.id, &it.title, if it.done { "yes" } else { "no" });
        let counts = format!(
            "{:>5}  {:>8}  {:>5}  {done:<4}",
            it.marks, it.implicit, it.links
        );
        console.line(format!("{counts}  {id}: {title}"));
    }
    console.line("");
    console.line("marks  tag");
    for it in &summary.tags {
        console.line(format!("{:>5}  {}", it.marks, it.name));
    }
    if !summary.annotators.is_empty() {
        console.line("");
        console.line("marks  links  annotator");
    }
    for it in &summary.annotators {
        let name = if it.name.is_empty() {
            "(not known)"
        } else {
            &it.name
        };
        console.line(format!("{:>5}  {:>5}  {name}", it.marks, it.links));
    }
    console.line("");
    console.line("links  kind");
    for it in &summary.link_kinds {
        console.line(format!("{:>5}  {}", it.links, it.name));
    }
}

impl std::fmt::Display for Totals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let some = super::counted;
        write!(
            f,
            "{} ({} done), ",
            some(self.articles, "article"),
            self.done
        )?;
        write!(
            f,
            "{} ({} implicit), ",
            some(self.marks, "mark"),
            self.implicit
        )?;
        write!(f, "{}, ", some(self.links, "link"))?;
        let identities = if self.identities == 1 {
            "identity"
        } else {
            "identities"
        };
        write!(f, "{} {identities}", self.identities)?;
        match self.aside {
            0 => Ok(()),
            aside => write!(f, ", {} kept aside", some(aside, "damaged part")),
        }
    }
}
