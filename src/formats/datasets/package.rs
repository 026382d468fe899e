//! A dataset as it is handed on: its parts as folders, a card that says what it is, and a manifest
//! of every file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::json;

use super::json::pretty;
use super::splits::{Dealt, Part, Split};
use super::{DatasetError, Files, Format, Loss, Options, Pulse};
use crate::formats::counted;
use crate::project::{Id, Project};
use crate::text::Digest;

/// What goes into the package beside the data.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// How the articles are dealt out; all into one folder if it is not said.
    pub split: Option<Split>,
    /// The licence, as it is given; nothing is said of one if there is none.
    pub licence: Option<String>,
    /// What the dataset is called.
    pub name: String,
}

/// A dataset with its card and its manifest.
#[derive(Clone, Debug)]
pub struct Packed {
    /// Every file, `README.md` and `MANIFEST.json` among them.
    pub files: Files,
    /// What the format could not hold, over all parts.
    pub losses: Vec<Loss>,
    /// The articles that are in no part.
    pub left_out: Vec<Id>,
}

impl Package {
    /// How often [`Self::pack`] comes to each article beside what the format does: the losses of
    /// all parts are counted together.
    pub(super) const COUNTS: usize = 1;

    /// Writes a project in a format as a package, as long as nobody stops it. The same project
    /// always gives the same bytes.
    ///
    /// # Errors
    /// If the format is only read, and [`DatasetError::Stopped`].
    pub fn pack(
        &self,
        project: &Project,
        format: &Format,
        options: &Options,
        pulse: &Pulse<'_>,
    ) -> Result<Packed, DatasetError> {
        let dealt = match &self.split {
            Some(split) => split.deal(project),
            None => Dealt::default(),
        };
        let mut files = Files::new();
        let mut counts = Vec::new();
        for (name, articles) in folders(project, self.split.is_some(), &dealt) {
            let options = Options {
                articles: Some(articles.iter().cloned().collect()),
                ..options.clone()
            };
            let encoded = format.encode_while(project, &options, pulse)?;
            let own = encoded.files.into_iter();
            files.extend(own.map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
            counts.push((name, tally(project, &articles, &options)));
        }
        let losses = format.losses_while(project, options, pulse);
        let card = self.card(project, format, options, (&counts, &losses));
        files.insert("README.md".to_owned(), card.into_bytes());
        let manifest = manifest(format, &files, &counts);
        files.insert("MANIFEST.json".to_owned(), manifest);
        match pulse.is_stopped() {
            true => Err(DatasetError::Stopped),
            false => Ok(Packed {
                files,
                losses,
                left_out: dealt.left_out,
            }),
        }
    }

    /// The card, in the form that hubs of datasets read.
    fn card(
        &self,
        project: &Project,
        format: &Format,
        options: &Options,
        (counts, losses): (&[(&str, Tally)], &[Loss]),
    ) -> String {
        let mut text = "---\n".to_owned();
        if let Some(licence) = &self.licence {
            let _ = writeln!(text, "license: {}", json!(licence));
        }
        let name = json!(self.name);
        let _ = write!(
            text,
            "pretty_name: {name}\ntask_categories:\n- token-classification\n---\n\n"
        );
        let _ = writeln!(text, "# {}\n", on_one_line(&self.name));
        let _ = writeln!(
            text,
            "News articles with marks and links, as {}.\n",
            format.about
        );
        text.push_str("| part | articles | marks | links |\n|---|---|---|---|\n");
        for (name, tally) in counts {
            let (articles, marks, links) = (tally.articles, tally.marks, tally.links);
            let _ = writeln!(text, "| {name} | {articles} | {marks} | {links} |");
        }
        tags(project, counts, &mut text);
        annotators(project, options, &mut text);
        text.push_str("\n## How it was made\n\n");
        match &self.split {
            Some(Split {
                shares: [a, b, c],
                seed,
            }) => {
                let _ = writeln!(
                    text,
                    "Articles were dealt out {a}/{b}/{c} from the seed {seed}, each to the part that most lacked its tags; near repeats are in one part."
                );
            }
            None => text.push_str("All articles are in one part.\n"),
        }
        if !losses.is_empty() {
            text.push_str("\nThe format cannot hold, of the project:\n\n");
            for loss in losses {
                let _ = writeln!(text, "- {loss}");
            }
        }
        let licence = self.licence.as_deref().map(on_one_line);
        let licence = licence.unwrap_or_else(|| "not given".to_owned());
        let _ = writeln!(text, "\n## Licence\n\n{licence}");
        text
    }
}

/// How much there is of everything.
#[derive(Default)]
struct Tally {
    articles: usize,
    marks: usize,
    links: usize,
    tags: BTreeMap<Id, usize>,
}

/// The folders, and the articles in each.
fn folders(project: &Project, split: bool, dealt: &Dealt) -> Vec<(&'static str, Vec<Id>)> {
    let ids = || {
        project
            .entries()
            .iter()
            .map(|entry| entry.article().id.clone())
    };
    if !split {
        return vec![("data", ids().collect())];
    }
    let part = |part: Part| {
        let own = ids().filter(|id| dealt.parts.get(id) == Some(&part));
        (part.name(), own.collect::<Vec<_>>())
    };
    let parts = Part::ALL.map(part).into_iter();
    parts.filter(|(_, articles)| !articles.is_empty()).collect()
}

fn tally(project: &Project, articles: &[Id], options: &Options) -> Tally {
    let mut tally = Tally::default();
    let articles: BTreeSet<&Id> = articles.iter().collect();
    for entry in project.entries() {
        if !articles.contains(&entry.article().id) {
            continue;
        }
        tally.articles += 1;
        for mark in entry.annotations().values() {
            if options.takes(&mark.stamp.author) {
                tally.marks += 1;
                *tally.tags.entry(mark.tag.clone()).or_default() += 1;
            }
        }
        let links = entry.links().values();
        tally.links += links
            .filter(|link| options.takes(&link.stamp.author))
            .count();
    }
    tally
}

fn tags(project: &Project, counts: &[(&str, Tally)], text: &mut String) {
    text.push_str("\n## Tags\n\n");
    for tag in &project.tagset().tags {
        let count = |(_, tally): &(&str, Tally)| tally.tags.get(&tag.id).copied().unwrap_or(0);
        let marks = counted(counts.iter().map(count).sum(), "mark");
        let name = on_one_line(&tag.name);
        let guideline = on_one_line(&tag.guideline);
        let _ = writeln!(text, "- **{name}** ({marks}): {guideline}");
    }
    for kind in &project.tagset().links {
        let (name, guideline) = (on_one_line(&kind.name), on_one_line(&kind.guideline));
        let _ = writeln!(text, "- *{name}* (a link): {guideline}");
    }
}

fn annotators(project: &Project, options: &Options, text: &mut String) {
    let mut marks: BTreeMap<&str, usize> = BTreeMap::new();
    let entries = project.entries().iter();
    for mark in entries.flat_map(|entry| entry.annotations().values()) {
        if options.takes(&mark.stamp.author) {
            *marks.entry(&mark.stamp.author).or_default() += 1;
        }
    }
    text.push_str("\n## Annotators\n\n");
    for (name, count) in marks {
        let name = if name.is_empty() { "not known" } else { name };
        let _ = writeln!(text, "- {}: {}", on_one_line(name), counted(count, "mark"));
    }
}

fn manifest(format: &Format, files: &Files, counts: &[(&str, Tally)]) -> Vec<u8> {
    let file = |(name, bytes): (&String, &Vec<u8>)| json!({"path": name, "bytes": bytes.len(), "sha256": Digest::of(bytes).to_string()});
    let part = |(name, tally): &(&str, Tally)| {
        let tags = tally
            .tags
            .iter()
            .map(|(tag, count)| (tag.to_string(), json!(count)));
        json!({
            "name": name, "articles": tally.articles, "marks": tally.marks,
            "links": tally.links, "tags": tags.collect::<serde_json::Map<_, _>>(),
        })
    };
    pretty(&json!({
        "format": format.name,
        "parts": counts.iter().map(part).collect::<Vec<_>>(),
        "files": files.iter().map(file).collect::<Vec<_>>(),
    }))
}

fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
