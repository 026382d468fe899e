//! `html` and `markdown`: a report that people read, in one file: each article with its marks in
//! the text, and below it every mark with its note, values, identity and links.

pub mod agreement;
pub mod feedback;
mod html;
mod markdown;

use super::feature::LEFT_OUT;
use super::{Feature, Format};
use crate::project::{Annotation, Attributes};

use super::corpus::{Corpus, Picked};

/// A page.
pub const HTML: Format = Format {
    name: "html",
    about: "a report to read in any browser, or to print",
    purpose: "read on paper or on the screen",
    extensions: &["html", "htm"],
    folder: false,
    stream: None,
    lacks: &[&[
        (Feature::Times, LEFT_OUT),
        (Feature::MarkIds, "numbered in each article"),
        (Feature::LinkIds, LEFT_OUT),
        (Feature::LooseIdentities, LEFT_OUT),
        (Feature::IdentityDetails, LEFT_OUT),
        (Feature::Beside, LEFT_OUT),
        (Feature::Origins, LEFT_OUT),
        (Feature::Aside, LEFT_OUT),
    ]],
    unit: None,
    offsets: "none: the words themselves are marked",
    specification: "https://html.spec.whatwg.org/",
    recognises: |_, _| false,
    read: None,
    write: Some(html::write),
};

/// The same as Markdown.
pub const MARKDOWN: Format = Format {
    name: "markdown",
    about: "the report as Markdown, with footnotes",
    purpose: "paste into a note or a wiki",
    extensions: &["md"],
    specification: "https://spec.commonmark.org/, footnotes as GitHub's",
    write: Some(markdown::write),
    ..HTML
};

/// What is said of a mark or a link, as «name: value», sorted by name.
fn values(attributes: &Attributes) -> Vec<String> {
    let pairs = attributes.iter();
    pairs
        .map(|(name, value)| format!("{}: {value}", name.as_str().replace('_', " ")))
        .collect()
}

/// The links that start at a mark: how they are called, and the numbers of the marks they point to.
fn links_from(
    corpus: &Corpus<'_>,
    picked: &Picked<'_>,
    mark: &Annotation,
) -> Vec<(String, usize, String)> {
    let own = picked.links.iter().filter(|link| link.from == mark.id);
    let shown = own.filter_map(|link| {
        let number = picked.marks.iter().position(|other| other.id == link.to)?;
        let kind = corpus.project.tagset().link(&link.kind);
        let name = kind.map_or(link.kind.as_str(), |kind| kind.name.as_str());
        let mut said = values(&link.attributes);
        said.extend(Some(link.note.to_string()).filter(|note| !note.is_empty()));
        Some((name.to_owned(), number + 1, said.join("; ")))
    });
    shown.collect()
}

/// What is known of an article, in the order of the window's fields, then the rest.
fn known(picked: &Picked<'_>) -> Vec<String> {
    let meta = &picked.article().meta.0;
    let usual = crate::project::Metadata::USUAL;
    let first = usual.iter().filter_map(|name| meta.get(*name));
    let first = first
        .map(ToString::to_string)
        .filter(|words| !words.trim().is_empty());
    let rest = meta
        .iter()
        .filter(|(name, _)| !usual.contains(&name.as_str()));
    first
        .chain(rest.map(|(name, value)| format!("{name}: {value}")))
        .collect()
}

/// The title, or the id where there is none.
fn title<'p>(picked: &Picked<'p>) -> &'p str {
    match picked.article().title.trim() {
        "" => picked.id(),
        title => title,
    }
}

/// How many marks each tag has, by the tag's name.
fn counts(corpus: &Corpus<'_>) -> Vec<(String, usize)> {
    let marks = || {
        corpus
            .articles
            .iter()
            .flat_map(|picked| picked.marks.iter().copied())
    };
    let count = |tag: &str| marks().filter(|mark| corpus.tag(mark) == tag).count();
    let tags = corpus.used_tags();
    tags.into_iter()
        .map(|tag| (tag.to_owned(), count(tag)))
        .collect()
}
