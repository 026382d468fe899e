//! AIF as statements and links: I-nodes, and the CA- and RA-nodes between them.

use std::collections::{BTreeMap, BTreeSet};

use crate::formats::datasets::Files;
use crate::formats::datasets::gather::{Gather, LinkRecord};
use crate::formats::datasets::json::{Fields, id_of, items_of, whole, words_of};
use crate::formats::datasets::places::Places;
use crate::formats::datasets::statements::{Statement, Statements};
use crate::formats::{Position, Severity, counted};

/// The tag of every statement, for AIF has none.
const TAG: &str = "claim";

pub(super) fn read(gather: &mut Gather, files: &Files) {
    for (name, bytes) in files.iter().filter(|(name, _)| !name.ends_with(".txt")) {
        gather.in_file(name);
        let Some(json) = whole(gather, bytes) else {
            continue;
        };
        let inner = json.get("AIF");
        let way = if inner.is_some() { "/AIF" } else { "" };
        let Some(fields) = inner.unwrap_or(&json).as_object() else {
            gather.leave_out_at(Position::START, "there are no nodes in it".to_owned());
            continue;
        };
        let mut places = Places::new(gather, files);
        let whole = places.pointer(name, String::new());
        let mut place = |list: &str, item| places.pointer(name, format!("{way}/{list}/{item}"));
        let statements = graph(gather, fields, &mut place);
        statements.gather(gather, files, name, whole);
        places.settle(gather);
    }
}

/// Numbers the place of an item of a list.
type Numbers<'p> = &'p mut dyn FnMut(&str, usize) -> usize;

/// A node that was read, with the number of its place.
struct Node {
    kind: String,
    at: usize,
}

fn graph(gather: &mut Gather, fields: &Fields, place: Numbers<'_>) -> Statements {
    let mut statements = Statements::default();
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    let mut others = Vec::new();
    for (item, node) in items_of(fields, "nodes").iter().enumerate() {
        let at = place("nodes", item);
        let Some(node) = node.as_object() else {
            gather.leave_out(at, "a node that is no object was left out".to_owned());
            continue;
        };
        let id = node.get("nodeID").and_then(id_of).unwrap_or_default();
        let kind = words_of(node, "type").unwrap_or_default();
        if nodes.contains_key(&id) {
            gather.leave_out(at, format!("node {id:?} stands twice; the first was kept"));
            continue;
        }
        let words = words_of(node, "text").unwrap_or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match kind.as_str() {
            "I" if words.is_empty() => {
                gather.leave_out(at, format!("node {id:?} has no words and was left out"));
            }
            "I" => statements.list.push(Statement {
                line: Some(at),
                id: id.clone(),
                tag: TAG.to_owned(),
                words,
            }),
            "CA" | "RA" | "" => {}
            _ => others.push(at),
        }
        nodes.insert(id, Node { kind, at });
    }
    if let Some(first) = others.first() {
        let what = format!(
            "{} of locutions were left aside",
            counted(others.len(), "node")
        );
        gather.say(*first, Severity::Warning, what);
    }
    links(gather, fields, &nodes, place, &mut statements);
    statements
}

/// Goes from every statement over the nodes between to other statements.
fn links(
    gather: &mut Gather,
    fields: &Fields,
    nodes: &BTreeMap<String, Node>,
    place: Numbers<'_>,
    statements: &mut Statements,
) {
    let mut ends: BTreeMap<&str, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for (item, edge) in items_of(fields, "edges").iter().enumerate() {
        let at = place("edges", item);
        let end = |name: &str| {
            let id = edge.get(name).and_then(id_of)?;
            let (id, node) = nodes.get_key_value(&id)?;
            Some((id.as_str(), node.kind.as_str()))
        };
        let Some(((from, from_kind), (to, to_kind))) = end("fromID").zip(end("toID")) else {
            let id = edge.get("edgeID").and_then(id_of).unwrap_or_default();
            gather.leave_out(
                at,
                format!("edge {id:?} joins no two nodes and was left out"),
            );
            continue;
        };
        if matches!(to_kind, "CA" | "RA") {
            ends.entry(to).or_default().0.insert(from.to_owned());
        }
        if matches!(from_kind, "CA" | "RA") {
            ends.entry(from).or_default().1.insert(to.to_owned());
        }
    }
    for (id, node) in nodes
        .iter()
        .filter(|(_, node)| matches!(node.kind.as_str(), "CA" | "RA"))
    {
        let (from, to) = ends.remove(id.as_str()).unwrap_or_default();
        if from.is_empty() || to.is_empty() {
            gather.leave_out(node.at, format!("node {id:?} joins no two statements"));
        }
        let kind = if node.kind == "CA" {
            "rebuts"
        } else {
            "supports"
        };
        for (from, to) in from
            .iter()
            .flat_map(|from| to.iter().map(move |to| (from, to)))
        {
            statements.links.push(LinkRecord {
                line: Some(node.at),
                kind: kind.to_owned(),
                from: from.clone(),
                to: to.clone(),
                ..LinkRecord::default()
            });
        }
    }
}
