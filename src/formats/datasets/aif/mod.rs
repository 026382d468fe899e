//! `aif`: each article's statements as the Argument Interchange Format, in AIFdb's JSON.
//!
//! A statement is an I-node, an attack a CA-node and a support an RA-node between two of them; who
//! a statement is attributed to is an L-node that asserts it. Statements that are read are looked
//! for in the text that stands beside the file; without one they are the text.

mod read;

use serde_json::{Value as Json, json};

use super::argument::{Bearing, FOUND_AGAIN, STATEMENTS_ALONE, bearing, sources, words};
use super::corpus::{Corpus, Picked};
use super::feature::{COMMON, LEFT_OUT, LINK_SAYINGS, SAYINGS};
use super::{Feature, Files, Format, json as our_json};

/// What the format is and can do.
pub const FORMAT: Format = Format {
    name: "aif",
    about: "statements, attacks and supports as AIF, a file an article",
    purpose: "put into AIFdb, OVA and their like",
    extensions: &["json"],
    folder: true,
    stream: None,
    lacks: &[
        STATEMENTS_ALONE,
        FOUND_AGAIN,
        &[
            (Feature::Tags, "all are claims when they are read"),
            (Feature::MarkIds, LEFT_OUT),
            (Feature::Titles, LEFT_OUT),
        ],
        SAYINGS,
        LINK_SAYINGS,
        COMMON,
    ],
    unit: None,
    offsets: "none: words alone",
    specification: "http://www.argumentinterchange.org/",
    recognises: |_, bytes| {
        let fields = our_json::first_object(bytes);
        let fields = fields.map(|it| {
            it.get("AIF")
                .and_then(|it| it.as_object().cloned())
                .unwrap_or(it)
        });
        let all = ["nodes", "edges"];
        fields.is_some_and(|it| all.iter().all(|name| it.contains_key(*name)))
    },
    read: Some(read::read),
    write: Some(write),
};

/// A graph as it grows; nodes and edges are numbered from 1.
#[derive(Default)]
struct Graph {
    nodes: Vec<Json>,
    edges: Vec<Json>,
}

impl Graph {
    fn node(&mut self, kind: &str, text: &str) -> String {
        let id = (self.nodes.len() + 1).to_string();
        // AIFdb wants a time; there is none that is known.
        let time = "1970-01-01 00:00:00";
        self.nodes
            .push(json!({"nodeID": id, "text": text, "type": kind, "timestamp": time}));
        id
    }

    fn edge(&mut self, from: &str, to: &str) {
        let id = (self.edges.len() + 1).to_string();
        self.edges
            .push(json!({"edgeID": id, "fromID": from, "toID": to, "formEdgeID": null}));
    }

    /// Two nodes with a node of a scheme between them.
    fn join(&mut self, from: &str, kind: &str, scheme: &str, to: &str) {
        let between = self.node(kind, scheme);
        self.edge(from, &between);
        self.edge(&between, to);
    }
}

fn write(corpus: &Corpus<'_>) -> Files {
    let file = |picked: &Picked<'_>| {
        let graph = article(corpus, picked);
        let json = json!({"nodes": graph.nodes, "edges": graph.edges, "locutions": []});
        (format!("{}.json", picked.file), our_json::pretty(&json))
    };
    let marked = corpus.articles.iter().filter(|it| !it.marks.is_empty());
    marked.map(file).collect()
}

fn article(corpus: &Corpus<'_>, picked: &Picked<'_>) -> Graph {
    let mut graph = Graph::default();
    let mut nodes = std::collections::BTreeMap::new();
    for mark in &picked.marks {
        let node = graph.node("I", &words(picked, mark));
        for source in sources(corpus, picked, mark) {
            let said = format!("{source} : {}", words(picked, mark));
            let locution = graph.node("L", &said);
            graph.join(&locution, "YA", "Asserting", &node);
        }
        nodes.insert(&mark.id, node);
    }
    for link in &picked.links {
        let (Some(from), Some(to)) = (nodes.get(&link.from), nodes.get(&link.to)) else {
            continue;
        };
        match bearing(&link.kind) {
            Some(Bearing::Attack) => graph.join(from, "CA", "Default Conflict", to),
            Some(Bearing::Support) => graph.join(from, "RA", "Default Inference", to),
            None => {}
        }
    }
    graph
}
