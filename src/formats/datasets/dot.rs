//! `dot`: the marks and their links as a graph for Graphviz, a cluster an article.

use std::fmt::Write as _;

use super::colour_code;
use super::corpus::{Corpus, Picked};
use super::feature::{COMMON, LEFT_OUT, LINK_SAYINGS, SAYINGS};
use super::{Feature, Files, Format};
use crate::formats::excerpt;

/// The longest words in a box, in code points.
const LONGEST: usize = 80;

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "dot",
    about: "the map of marks and links, for Graphviz",
    purpose: "draw the argument",
    extensions: &["dot", "gv"],
    folder: false,
    stream: None,
    lacks: &[
        &[
            (Feature::Texts, "the first words of each mark"),
            (Feature::Meta, LEFT_OUT),
            (Feature::Status, LEFT_OUT),
        ],
        SAYINGS,
        LINK_SAYINGS,
        COMMON,
    ],
    unit: None,
    offsets: "none: words alone",
    specification: "https://graphviz.org/doc/info/lang.html",
    recognises: |_, _| false,
    read: None,
    write: Some(write),
};

fn write(corpus: &Corpus<'_>) -> Files {
    let mut text = "digraph postil {\n  rankdir=LR;\n  node [shape=box, style=filled, fontname=\"sans-serif\"];\n".to_owned();
    for (number, picked) in corpus.articles.iter().enumerate() {
        cluster(corpus, picked, number + 1, &mut text);
    }
    text.push_str("}\n");
    Files::from([("map.dot".to_owned(), text.into_bytes())])
}

fn cluster(corpus: &Corpus<'_>, picked: &Picked<'_>, number: usize, out: &mut String) {
    let title = match picked.article().title.as_str() {
        "" => picked.id(),
        title => title,
    };
    let _ = writeln!(
        out,
        "  subgraph cluster_{number} {{\n    label={};",
        quoted(title)
    );
    let tagset = corpus.project.tagset();
    let node = |id: &str| quoted(&format!("{number}/{id}"));
    for mark in &picked.marks {
        let words = excerpt(&mark.words(picked.text()), LONGEST);
        let label = quoted(&format!("{}: {words}", corpus.tag(mark)));
        let colour = tagset.tag(&mark.tag).map(|tag| colour_code(tag.colour));
        let colour = colour.unwrap_or("#ffffff");
        let dashed = if mark.is_implicit() {
            ", style=\"filled,dashed\""
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "    {} [label={label}, fillcolor=\"{colour}\"{dashed}];",
            node(mark.id.as_str())
        );
    }
    for link in &picked.links {
        let kind = tagset.link(&link.kind);
        let name = quoted(kind.map_or(link.kind.as_str(), |kind| kind.name.as_str()));
        let (from, to) = (node(link.from.as_str()), node(link.to.as_str()));
        let _ = writeln!(out, "    {from} -> {to} [label={name}];");
    }
    out.push_str("  }\n");
}

/// A string of the language: only quotation marks and backslashes mean something in it.
fn quoted(words: &str) -> String {
    let words = words.replace('\\', "\\\\").replace('"', "\\\"");
    let words = words.replace(['\n', '\r'], " ").replace('\0', "\u{fffd}");
    format!("\"{words}\"")
}
