//! `postil textconv`: a project as lines of words, for `git diff` and `git log -p`.

use std::path::PathBuf;

use super::{CliError, Console, Finding, open};
use crate::project::{Annotation, Attributes, Entry};
use crate::review::diff::{named_link, named_mark};

/// What the subcommand takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project
    project: PathBuf,
}

/// Prints the project, a mark or link a line.
///
/// # Errors
/// If the project cannot be read.
pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Finding, CliError> {
    let project = open::project(&arguments.project, console)?.project;
    for tag in &project.tagset().tags {
        console.line(format!("tag {}: {}", tag.id, tag.name));
    }
    for identity in project.identities() {
        console.line(format!("{} «{}»", identity.kind, identity.name));
    }
    for entry in project.entries() {
        let (article, done) = (entry.article(), entry.status().done);
        let done = if done { ", done" } else { "" };
        console.line(format!("article {}: {}{done}", article.id, article.title));
        for mark in entry.in_text_order() {
            console.line(format!("  {}", mark_line(entry, mark)));
        }
        for link in entry.links().values() {
            let said = values(&link.attributes);
            console.line(format!("  {}{said}", named_link(entry, link)));
        }
    }
    for dispute in project.disputes() {
        console.line(format!("dispute: {dispute}"));
    }
    for decision in project.decisions() {
        let (kind, quote) = (&decision.kind, decision.quote.replace('\n', " "));
        let verdict = decision.verdict.of().unwrap_or(decision.verdict.name());
        console.line(format!("decision: {kind} «{quote}»: {verdict}"));
    }
    Ok(Finding::Nothing)
}

fn mark_line(entry: &Entry, mark: &Annotation) -> String {
    let said = values(&mark.attributes);
    let note = if mark.note.is_empty() {
        String::new()
    } else {
        format!(" ({})", mark.note.replace('\n', " "))
    };
    format!("{}{said}{note}", named_mark(entry, mark))
}

fn values(attributes: &Attributes) -> String {
    let values = attributes
        .iter()
        .map(|(id, value)| format!(", {id}: {value}"));
    values.collect()
}
