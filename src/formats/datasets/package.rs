//! A dataset as it is handed on: its parts as folders, a card that says what it is, and a manifest
//! of every file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::json;

use super::corpus::{self, Lost};
use super::json::pretty;
use super::splits::{Dealt, Part, Split};
use super::stream::{Put, Stream, Tally};
use super::{DatasetError, Format, Loss, Options, Pulse};
use crate::formats::counted;
use crate::project::{Entry, Id, Project};
use crate::text::Digest;

/// The file that is written last, with what stands in the others.
pub(super) const MANIFEST: &str = "MANIFEST.json";

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

/// What was written as a package, but for its files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// What the format could not hold, over all parts.
    pub losses: Vec<Loss>,
    /// The articles that are in no part.
    pub left_out: Vec<Id>,
}

/// A file that was written, as the manifest has it.
struct Written {
    name: String,
    bytes: usize,
    digest: Digest,
}

impl Package {
    /// Writes a project in a format as a package, file by file, the manifest last. The same project
    /// always gives the same bytes.
    ///
    /// # Errors
    /// If the format is only read; [`DatasetError::Stopped`] if `pulse` was stopped or `put` broke
    /// off.
    pub fn pack(
        &self,
        project: &Project,
        format: &Format,
        options: &Options,
        pulse: &Pulse<'_>,
        put: &mut Put<'_>,
    ) -> Result<Packed, DatasetError> {
        let dealt = match &self.split {
            Some(split) => split.deal(project),
            None => Dealt::default(),
        };
        let (mut written, mut counts) = (Vec::new(), Vec::new());
        let mut note = |name: String, bytes: Vec<u8>| {
            written.push(Written {
                name: name.clone(),
                bytes: bytes.len(),
                digest: Digest::of(&bytes),
            });
            put(name, bytes)
        };
        let mut lost = Lost::new(format);
        let wanted = corpus::wanted(project, options);
        for (name, entries) in parts(&wanted, self.split.is_some(), &dealt) {
            let part = (name, entries.as_slice());
            let kept = (&mut lost, pulse);
            let tally = format.write_part(project, part, options, kept, &mut note)?;
            let shown = format.stream.map_or(name, |stream| stream.part(name));
            counts.push((shown, tally));
        }
        let losses = lost.losses(project);
        let card = self.card(project, format, options, &counts, &losses);
        let kept = note("README.md".to_owned(), card.into_bytes());
        if kept.is_break() {
            return Err(DatasetError::Stopped);
        }
        let manifest = manifest(format, &written, &counts);
        if put(MANIFEST.to_owned(), manifest).is_break() {
            return Err(DatasetError::Stopped);
        }
        Ok(Packed {
            losses,
            left_out: dealt.left_out,
        })
    }

    /// The card, in the form that hubs of datasets read.
    fn card(
        &self,
        project: &Project,
        format: &Format,
        options: &Options,
        counts: &[(&str, Tally)],
        losses: &[Loss],
    ) -> String {
        let mut text = self.head(project, format, counts);
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
        if let Some(unit) = options.unit.or(format.unit) {
            let _ = writeln!(text, "\nPositions count {unit}; ends are exclusive.");
        }
        tags(project, options, counts, &mut text);
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

    /// What hubs read of a card: names, sizes and where the parts stand.
    fn head(&self, project: &Project, format: &Format, counts: &[(&str, Tally)]) -> String {
        let mut text = "---\n".to_owned();
        if let Some(licence) = &self.licence {
            let _ = writeln!(text, "license: {}", json!(licence));
        }
        let languages = languages(project);
        if !languages.is_empty() {
            let _ = writeln!(text, "language:\n- {}", languages.join("\n- "));
        }
        let name = json!(self.name);
        let _ = write!(
            text,
            "pretty_name: {name}\ntask_categories:\n- token-classification\n"
        );
        if format.stream.is_some() {
            let size = size(counts.iter().map(|(_, tally)| tally.articles).sum());
            let _ = writeln!(text, "size_categories:\n- {size}");
        }
        if format.stream == Some(Stream::Hub) {
            text.push_str("configs:\n- config_name: default\n  data_files:\n");
            for (name, _) in counts {
                let _ = writeln!(text, "  - split: {name}\n    path: data/{name}-*");
            }
        }
        text.push_str("---\n\n");
        text
    }
}

/// The languages of the articles, as far as they are known by their codes.
fn languages(project: &Project) -> Vec<&str> {
    let entries = project.entries().iter();
    let known = entries.filter_map(|entry| entry.article().meta.text("language"));
    let main = known.map(|code| code.split(['-', '_']).next().unwrap_or(code));
    let is_code = |code: &&str| {
        (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let codes: BTreeSet<&str> = main.filter(is_code).collect();
    codes.into_iter().collect()
}

/// A count of articles as hubs sort datasets by it.
fn size(articles: usize) -> &'static str {
    match articles {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        _ => "n>1M",
    }
}

/// The parts, and the articles in each.
fn parts<'p>(
    entries: &[&'p Arc<Entry>],
    split: bool,
    dealt: &Dealt,
) -> Vec<(&'static str, Vec<&'p Arc<Entry>>)> {
    if !split {
        return vec![("data", entries.to_vec())];
    }
    let part = |part: Part| {
        let is_own = |entry: &&&Arc<Entry>| dealt.parts.get(&entry.article().id) == Some(&part);
        let own: Vec<_> = entries.iter().filter(is_own).copied().collect();
        (part.name(), own)
    };
    let parts = Part::ALL.map(part).into_iter();
    parts.filter(|(_, articles)| !articles.is_empty()).collect()
}

fn tags(project: &Project, options: &Options, counts: &[(&str, Tally)], text: &mut String) {
    text.push_str("\n## Tags\n\n");
    for tag in &project.tagset().tags {
        let id = match options.tags.get(&tag.id) {
            Some(None) => continue,
            Some(Some(renamed)) => renamed.as_str(),
            None => tag.id.as_str(),
        };
        let count = |(_, tally): &(&str, Tally)| tally.tags.get(id).copied().unwrap_or(0);
        let marks = counted(counts.iter().map(count).sum(), "mark");
        let name = on_one_line(&tag.name);
        let guideline = on_one_line(&tag.guideline);
        // What the files call it, where a reader of the card could not guess that.
        let code = match name.eq_ignore_ascii_case(id) {
            true => String::new(),
            false => format!(", `{}`", on_one_line(id)),
        };
        let _ = writeln!(text, "- **{name}**{code} ({marks}): {guideline}");
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

fn manifest(format: &Format, files: &[Written], counts: &[(&str, Tally)]) -> Vec<u8> {
    let file = |file: &Written| {
        let sum = file.digest.to_string();
        json!({"path": file.name, "bytes": file.bytes, "sha256": sum})
    };
    let part = |(name, tally): &(&str, Tally)| {
        json!({
            "name": name, "articles": tally.articles, "marks": tally.marks,
            "links": tally.links, "tags": tally.tags,
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
