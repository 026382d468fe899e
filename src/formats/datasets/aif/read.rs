//! AIF as statements and links: I-nodes, and the CA- and RA-nodes between them.

use std::collections::{BTreeMap, BTreeSet};

use crate::formats::datasets::Files;
use crate::formats::datasets::gather::{Gather, LinkRecord};
use crate::formats::datasets::json::{Fields, id_of, items_of, whole, words_of};
use crate::formats::datasets::statements::{Statement, Statements};
use crate::formats::{Severity, counted};

/// The tag of every statement, for AIF has none.
const TAG: &str = "claim";

pub(super) fn read(gather: &mut Gather, files: &Files) {
    for (name, bytes) in files.iter().filter(|(name, _)| !name.ends_with(".txt")) {
        gather.in_file(name);
        let Some(json) = whole(gather, bytes) else {
            continue;
        };
        let outer = json.get("AIF").unwrap_or(&json);
        match outer.as_object() {
            Some(fields) => graph(gather, fields).gather(gather, files, name),
            None => gather.leave_out(1, "there are no nodes in it".to_owned()),
        }
    }
}

fn graph(gather: &mut Gather, fields: &Fields) -> Statements {
    let mut statements = Statements::default();
    let mut kinds: BTreeMap<String, String> = BTreeMap::new();
    let mut others = 0;
    for node in items_of(fields, "nodes")
        .iter()
        .filter_map(|it| it.as_object())
    {
        let id = node.get("nodeID").and_then(id_of).unwrap_or_default();
        let kind = words_of(node, "type").unwrap_or_default();
        if kinds.contains_key(&id) {
            gather.leave_out(1, format!("node {id:?} stands twice; the first was kept"));
            continue;
        }
        let words = words_of(node, "text").unwrap_or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match kind.as_str() {
            "I" if words.is_empty() => {
                gather.leave_out(1, format!("node {id:?} has no words and was left out"));
            }
            "I" => statements.list.push(Statement {
                line: None,
                id: id.clone(),
                tag: TAG.to_owned(),
                words,
            }),
            "CA" | "RA" | "" => {}
            _ => others += 1,
        }
        kinds.insert(id, kind);
    }
    if others > 0 {
        let what = format!("{} of locutions were left aside", counted(others, "node"));
        gather.say(1, Severity::Warning, what);
    }
    links(gather, fields, &kinds, &mut statements);
    statements
}

/// Goes from every statement over the nodes between to other statements.
fn links(
    gather: &mut Gather,
    fields: &Fields,
    kinds: &BTreeMap<String, String>,
    statements: &mut Statements,
) {
    let mut ends: BTreeMap<&str, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for edge in items_of(fields, "edges")
        .iter()
        .filter_map(|it| it.as_object())
    {
        let end = |name: &str| {
            let id = edge.get(name).and_then(id_of)?;
            let (id, kind) = kinds.get_key_value(&id)?;
            Some((id.as_str(), kind.as_str()))
        };
        let Some(((from, from_kind), (to, to_kind))) = end("fromID").zip(end("toID")) else {
            let id = edge.get("edgeID").and_then(id_of).unwrap_or_default();
            gather.leave_out(
                1,
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
    for (node, kind) in kinds
        .iter()
        .filter(|(_, kind)| matches!(kind.as_str(), "CA" | "RA"))
    {
        let (from, to) = ends.remove(node.as_str()).unwrap_or_default();
        if from.is_empty() || to.is_empty() {
            gather.leave_out(1, format!("node {node:?} joins no two statements"));
        }
        let kind = if kind == "CA" { "rebuts" } else { "supports" };
        for (from, to) in from
            .iter()
            .flat_map(|from| to.iter().map(move |to| (from, to)))
        {
            statements.links.push(LinkRecord {
                kind: kind.to_owned(),
                from: from.clone(),
                to: to.clone(),
                ..LinkRecord::default()
            });
        }
    }
}
