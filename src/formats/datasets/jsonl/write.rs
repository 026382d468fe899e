//! A project as lines.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use crate::formats::datasets::{Encoded, Loss, Options};
use crate::project::{
    Annotation, Attributes, Entry, Id, Identity, Link, Origin, Place, Project, Stamp, Value,
};
use crate::text::Text;

/// Writes the articles of a project, a line each, in the order of its list, with the marks and
/// links of the annotators that the options name. The same project always gives the same text.
pub fn encode(project: &Project, options: &Options) -> Encoded {
    let mut text = String::new();
    let unmentioned = unmentioned(project);
    for (place, entry) in project.entries().iter().enumerate() {
        let loose = if place == 0 {
            unmentioned.as_slice()
        } else {
            &[]
        };
        text.push_str(&Json::Object(article(project, entry, options, loose)).to_string());
        text.push('\n');
    }
    Encoded {
        text,
        losses: losses(project, options),
    }
}

/// The identities that no mark at all refers to; they go with the first article.
fn unmentioned(project: &Project) -> Vec<&Identity> {
    let marks = project
        .entries()
        .iter()
        .flat_map(|entry| entry.annotations().values());
    let mentioned: BTreeSet<&Id> = marks.filter_map(|mark| mark.identity.as_ref()).collect();
    let loose = project
        .identities()
        .filter(|identity| !mentioned.contains(&identity.id));
    loose.map(|identity| &**identity).collect()
}

fn article(
    project: &Project,
    entry: &Entry,
    options: &Options,
    loose: &[&Identity],
) -> Map<String, Json> {
    let article = entry.article();
    let mut fields = Map::new();
    fields.insert("id".to_owned(), json!(article.id.as_str()));
    fields.insert("title".to_owned(), json!(article.title));
    fields.insert("text".to_owned(), json!(article.text.as_str()));
    let meta = article
        .meta
        .0
        .iter()
        .map(|(name, value)| (name.as_str(), value));
    fields.insert("meta".to_owned(), values(meta));
    insert_attributes(&mut fields, &entry.status().attributes);
    if entry.status().done {
        fields.insert("done".to_owned(), json!(true));
    }
    let marks: Vec<&Annotation> = taken(entry, options).collect();
    let spans = marks.iter().map(|mark| span(mark, &article.text)).collect();
    fields.insert("spans".to_owned(), Json::Array(spans));
    let links = links(entry, options).map(link).collect();
    fields.insert("links".to_owned(), Json::Array(links));
    fields.insert(
        "identities".to_owned(),
        Json::Array(identities(project, &marks, loose)),
    );
    fields
}

/// The marks that are exported, in the order of the text.
fn taken<'e>(entry: &'e Entry, options: &'e Options) -> impl Iterator<Item = &'e Annotation> {
    let marks = entry.in_text_order().map(|mark| &**mark);
    marks.filter(|mark| options.takes(&mark.stamp.author))
}

/// The links that are exported: those of the annotators between marks of the annotators.
fn links<'e>(entry: &'e Entry, options: &'e Options) -> impl Iterator<Item = &'e Link> {
    let links = entry.links().values().map(|link| &**link);
    links.filter(|link| options.takes(&link.stamp.author) && has_both_ends(entry, link, options))
}

fn has_both_ends(entry: &Entry, link: &Link, options: &Options) -> bool {
    [&link.from, &link.to].iter().all(|end| {
        entry
            .annotation(end)
            .is_some_and(|mark| options.takes(&mark.stamp.author))
    })
}

fn span(mark: &Annotation, text: &Text) -> Json {
    let mut fields = Map::new();
    fields.insert("id".to_owned(), json!(mark.id.as_str()));
    fields.insert("tag".to_owned(), json!(mark.tag.as_str()));
    let fragments = mark.span().map(|span| span.fragments()).unwrap_or_default();
    let ends = fragments.iter().filter_map(|fragment| {
        let (start, end) = (
            text.char_from_byte(fragment.start)?,
            text.char_from_byte(fragment.end)?,
        );
        Some(json!([start.0, end.0]))
    });
    fields.insert("fragments".to_owned(), ends.collect());
    if let Place::Implicit { wording, .. } = &mark.place {
        fields.insert("wording".to_owned(), json!(wording));
    }
    insert_author(&mut fields, &mark.stamp);
    insert_attributes(&mut fields, &mark.attributes);
    insert_note(&mut fields, &mark.note);
    Json::Object(fields)
}

fn link(link: &Link) -> Json {
    let mut fields = Map::new();
    for (name, id) in [
        ("id", &link.id),
        ("type", &link.kind),
        ("from", &link.from),
        ("to", &link.to),
    ] {
        fields.insert(name.to_owned(), json!(id.as_str()));
    }
    insert_author(&mut fields, &link.stamp);
    insert_attributes(&mut fields, &link.attributes);
    insert_note(&mut fields, &link.note);
    Json::Object(fields)
}

/// The identities that an article's marks refer to, each with its mentions in the order of the
/// text.
fn identities(project: &Project, marks: &[&Annotation], loose: &[&Identity]) -> Vec<Json> {
    let mut mentions: BTreeMap<&Id, Vec<&str>> = BTreeMap::new();
    for mark in marks {
        if let Some(identity) = &mark.identity {
            mentions.entry(identity).or_default().push(mark.id.as_str());
        }
    }
    let mentioned = mentions
        .iter()
        .filter_map(|(id, marks)| Some(identity(project.identity(id)?, marks)));
    mentioned
        .chain(loose.iter().map(|loose| identity(loose, &[])))
        .collect()
}

fn identity(identity: &Identity, mentions: &[&str]) -> Json {
    json!({
        "id": identity.id.as_str(),
        "name": identity.name,
        "kind": identity.kind.as_str(),
        "mentions": mentions,
    })
}

fn insert_author(fields: &mut Map<String, Json>, stamp: &Stamp) {
    if !stamp.author.is_empty() {
        fields.insert("annotator".to_owned(), json!(stamp.author));
    }
}

fn insert_attributes(fields: &mut Map<String, Json>, attributes: &Attributes) {
    if !attributes.is_empty() {
        let pairs = attributes.iter().map(|(id, value)| (id.as_str(), value));
        fields.insert("attributes".to_owned(), values(pairs));
    }
}

fn insert_note(fields: &mut Map<String, Json>, note: &str) {
    if !note.is_empty() {
        fields.insert("note".to_owned(), json!(note));
    }
}

fn values<'a>(pairs: impl Iterator<Item = (&'a str, &'a Value)>) -> Json {
    Json::Object(
        pairs
            .map(|(name, value)| (name.to_owned(), plain(value)))
            .collect(),
    )
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Flag(flag) => json!(flag),
        Value::Text(words) => json!(words),
        Value::Number(number) => {
            whole(number.get()).map_or_else(|| json!(number.get()), |n| json!(n))
        }
    }
}

/// A float as the whole number that it is, so that 3 is not written as 3.0.
fn whole(float: f64) -> Option<i64> {
    let exact = float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0;
    let digits = exact.then(|| format!("{float:.0}"));
    digits.and_then(|digits| digits.parse().ok())
}

fn losses(project: &Project, options: &Options) -> Vec<Loss> {
    let entries = || project.entries().iter();
    let marks = || entries().flat_map(|entry| taken(entry, options));
    let timed = |stamp: &Stamp| stamp.created.is_some() || stamp.changed.is_some();
    let times = marks().filter(|mark| timed(&mark.stamp)).count()
        + entries()
            .flat_map(|e| links(e, options))
            .filter(|link| timed(&link.stamp))
            .count();
    let beside = |mark: &&Annotation| {
        matches!(
            mark.place,
            Place::Implicit {
                beside: Some(_),
                ..
            }
        )
    };
    let cut = entries().flat_map(|entry| {
        let own = entry
            .links()
            .values()
            .filter(|link| options.takes(&link.stamp.author));
        own.filter(|link| !has_both_ends(entry, link, options))
    });
    let identities = project.identities();
    let signed =
        |identity: &Identity| !identity.note.is_empty() || identity.stamp != Stamp::default();
    let homeless = if project.entries().is_empty() {
        project.identities().count()
    } else {
        0
    };
    let counts = [
        ("times of marks and links", times),
        ("places beside another mark", marks().filter(beside).count()),
        ("links to marks of other annotators", cut.count()),
        (
            "notes, authors and times of identities",
            identities.filter(|i| signed(i)).count(),
        ),
        ("identities without an article", homeless),
        (
            "origins of articles",
            entries()
                .filter(|entry| entry.article().origin != Origin::default())
                .count(),
        ),
        ("damaged parts kept aside", project.aside().len()),
    ];
    let lost = counts.into_iter().filter(|(_, count)| *count > 0);
    lost.map(|(what, count)| Loss { what, count }).collect()
}
