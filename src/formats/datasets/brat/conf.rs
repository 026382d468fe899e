//! `annotation.conf` and `visual.conf`: which types there are, and how they look.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::formats::datasets::colour_code;
use crate::formats::datasets::corpus::Corpus;
use crate::formats::datasets::names::plain;
use crate::project::{Value, ValueKind};

/// The tags, links and attributes that are used or in the tagset, as brat's configuration.
pub(super) fn annotation(corpus: &Corpus<'_>) -> String {
    let mut conf = "[entities]\n\n".to_owned();
    for tag in corpus.all_tags() {
        let _ = writeln!(conf, "{}", plain(tag));
    }
    conf.push_str("\n[relations]\n\n");
    for (kind, (from, to)) in ends(corpus) {
        let ends = |tags: BTreeSet<String>| match tags.is_empty() {
            true => "<ENTITY>".to_owned(),
            false => tags.into_iter().collect::<Vec<_>>().join("|"),
        };
        let _ = writeln!(conf, "{kind}\tArg1:{}, Arg2:{}", ends(from), ends(to));
    }
    conf.push_str("<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n");
    conf.push_str("\n[events]\n\n[attributes]\n\n");
    for (name, values) in attributes(corpus) {
        let words = values.into_iter().collect::<Vec<_>>().join("|");
        let _ = match words.is_empty() {
            true => writeln!(conf, "{name}\tArg:<ENTITY>"),
            false => writeln!(conf, "{name}\tArg:<ENTITY>, Value:{words}"),
        };
    }
    conf
}

/// What tags are called and which colours they have.
pub(super) fn visual(corpus: &Corpus<'_>) -> String {
    let mut conf = "[labels]\n\n".to_owned();
    let tagset = corpus.project.tagset();
    for tag in &tagset.tags {
        let name = tag
            .name
            .replace(|letter: char| letter == '|' || letter.is_control(), " ");
        let _ = writeln!(conf, "{} | {name}", plain(corpus.name(&tag.id)));
    }
    for kind in &tagset.links {
        let name = kind
            .name
            .replace(|letter: char| letter == '|' || letter.is_control(), " ");
        let _ = writeln!(conf, "{} | {name}", plain(kind.id.as_str()));
    }
    conf.push_str(
        "\n[drawing]\n\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken\n",
    );
    conf.push_str("ARC_DEFAULT\tcolor:black, arrowHead:triangle-5\n");
    for tag in &tagset.tags {
        let (name, colour) = (plain(corpus.name(&tag.id)), colour_code(tag.colour));
        let _ = writeln!(conf, "{name}\tbgColor:{colour}");
    }
    conf
}

type Ends = (BTreeSet<String>, BTreeSet<String>);

/// Which tags each kind of link may join, by the tagset and by the links that there are.
fn ends(corpus: &Corpus<'_>) -> BTreeMap<String, Ends> {
    let mut ends: BTreeMap<String, Ends> = BTreeMap::new();
    for kind in &corpus.project.tagset().links {
        let (from, to) = ends
            .entry(plain(kind.id.as_str()).into_owned())
            .or_default();
        for (one, two) in &kind.joins {
            from.insert(plain(corpus.name(one)).into_owned());
            to.insert(plain(corpus.name(two)).into_owned());
        }
    }
    for picked in &corpus.articles {
        for link in &picked.links {
            let tag = |id| {
                picked
                    .entry
                    .annotation(id)
                    .map(|mark| plain(corpus.name(&mark.tag)))
            };
            let (from, to) = ends
                .entry(plain(link.kind.as_str()).into_owned())
                .or_default();
            from.extend(tag(&link.from).map(Into::into));
            to.extend(tag(&link.to).map(Into::into));
        }
    }
    ends
}

/// Every attribute that an `A` line can say, with its words.
fn attributes(corpus: &Corpus<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for attribute in corpus
        .project
        .tagset()
        .tags
        .iter()
        .flat_map(|tag| &tag.attributes)
    {
        let name = plain(attribute.id.as_str()).into_owned();
        match &attribute.kind {
            ValueKind::Flag => drop(found.entry(name).or_default()),
            ValueKind::Choice(words) => {
                let words = words.iter().filter(|word| super::write::is_a_word(word));
                found.entry(name).or_default().extend(words.cloned());
            }
            ValueKind::Text | ValueKind::Number => {}
        }
    }
    for mark in corpus.articles.iter().flat_map(|picked| &picked.marks) {
        for (id, value) in &mark.attributes {
            if let Value::Text(word) = value
                && super::write::is_a_word(word)
            {
                let name = plain(id.as_str()).into_owned();
                found.entry(name).or_default().insert(word.clone());
            }
        }
    }
    found
}
