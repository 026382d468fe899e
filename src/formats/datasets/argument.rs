//! What formats of arguments share: which marks are statements, and which links attack or support.

use super::Format;
use super::corpus::{Corpus, Picked};
use super::feature::{Feature, LEFT_OUT, Lack};
use crate::project::{Annotation, Id, Link, Tagset};

/// What formats of statements and their links cannot hold.
pub(super) const STATEMENTS_ALONE: &[Lack] = &[
    (Feature::Mentions, LEFT_OUT),
    (Feature::OtherLinks, LEFT_OUT),
    (Feature::Rest, "the words of each statement"),
    (Feature::Fragments, JOINED),
    (Feature::MeetingFragments, JOINED),
];

/// What becomes of pieces of a statement.
const JOINED: &str = "the pieces with « … » between them";

/// What they cannot hold either if they are read again, and their statements found in a text.
pub(super) const FOUND_AGAIN: &[Lack] = &[
    (Feature::Blank, LEFT_OUT),
    (
        Feature::LinkKinds,
        "attacks are rebuts, the others supports",
    ),
    (Feature::Unmarked, LEFT_OUT),
    (
        Feature::ArticleIds,
        "changed to a name that a file can have",
    ),
    (Feature::Meta, LEFT_OUT),
    (Feature::Status, LEFT_OUT),
];

/// What a link is to an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearing {
    Attack,
    Support,
}

/// What a kind of link is to an argument, by its name; none if it is something else.
pub(super) fn bearing(kind: &Id) -> Option<Bearing> {
    let name = kind.as_str().to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if has(&["rebut", "attack", "contradict", "refute"]) {
        Some(Bearing::Attack)
    } else if has(&["support"]) {
        Some(Bearing::Support)
    } else {
        None
    }
}

/// Whether the marks of a tag say something.
pub(super) fn says_something(tagset: &Tagset, tag: &Id) -> bool {
    tagset.tag(tag).is_some_and(|tag| tag.is_statement())
}

/// Whether a format of arguments can do nothing with a link.
pub(super) fn is_left_out(format: &Format, link: &Link) -> bool {
    format.lacks(Feature::OtherLinks) && bearing(&link.kind).is_none()
}

/// The words of a statement on one line.
pub(super) fn words(picked: &Picked<'_>, mark: &Annotation) -> String {
    let words = mark.words(picked.text());
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The title on one line, or the id where there is none.
pub(super) fn title(picked: &Picked<'_>) -> String {
    let title = picked
        .article()
        .title
        .split_whitespace()
        .collect::<Vec<_>>();
    match title.is_empty() {
        true => picked.id().to_owned(),
        false => title.join(" "),
    }
}

/// Who a statement is attributed to: the words of the marks that it is linked to so.
pub(super) fn sources(corpus: &Corpus<'_>, picked: &Picked<'_>, mark: &Annotation) -> Vec<String> {
    let links = picked.entry.links().values();
    let own = links.filter(|link| link.from == mark.id && link.kind.as_str() == "attributed_to");
    let ends = own.filter_map(|link| picked.entry.annotation(&link.to));
    ends.map(|end| match corpus.identity(end) {
        Some(identity) => identity.name.clone(),
        None => words(picked, end),
    })
    .collect()
}
