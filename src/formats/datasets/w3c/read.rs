//! Annotations as records.

use std::collections::BTreeMap;

use serde::de::DeserializeSeed as _;
use serde_json::Value as Json;

use super::walk::{Walk, collect};
use crate::formats::datasets::gather::{
    ArticleRecord, Gather, IdentityRecord, LinkRecord, SpanRecord, mention,
};
use crate::formats::datasets::items::as_it_comes;
use crate::formats::datasets::json::{Fields, count_of, values_of};
use crate::formats::datasets::names::decoded;
use crate::formats::datasets::places::Places;
use crate::formats::datasets::utf8::utf8;
use crate::formats::datasets::{Files, Unit};
use crate::formats::{Severity, excerpt};
use crate::project::Id;
use crate::text::{ByteIndex, Quote, Text, find_quote};

/// The texts by the last part of what targets call them.
type Texts<'f> = BTreeMap<String, (&'f str, Text)>;

pub(super) fn read(gather: &mut Gather, files: &Files) {
    let mut places = Places::new(gather, files);
    let texts = texts(gather, files);
    let mut articles: BTreeMap<String, ArticleRecord> = BTreeMap::new();
    for (stem, (name, text)) in &texts {
        let record = ArticleRecord {
            line: places.pointer(name, String::new()),
            id: Some(stem.clone()),
            text: text.clone(),
            ..ArticleRecord::default()
        };
        articles.insert(stem.clone(), record);
    }
    let mut links = Vec::new();
    let mut homes = BTreeMap::new();
    for (name, bytes) in files.iter().filter(|(name, _)| !name.ends_with(".txt")) {
        gather.in_file(name);
        let mut read = |gather: &mut Gather, way, fields: &Fields| {
            let at = places.pointer(name, way);
            annotation(
                gather,
                at,
                fields,
                &texts,
                &mut articles,
                &mut homes,
                &mut links,
            );
        };
        let rest = as_it_comes(gather, bytes, |gather, reader| {
            let mut done = 0;
            let walk = Walk {
                way: String::new(),
                take: &mut |way, fields: &Fields| {
                    done += 1;
                    read(gather, way, fields);
                },
            };
            let result = walk.deserialize(reader);
            (done, result)
        });
        if let Some((done, json)) = rest {
            let mut found = Vec::new();
            collect(&json, String::new(), &mut found);
            for (way, fields) in found.into_iter().skip(done) {
                read(gather, way, fields);
            }
        }
    }
    join(gather, links, &homes, &mut articles);
    for article in articles.into_values() {
        gather.article(article);
    }
    places.settle(gather);
}

/// Puts the links into the articles that they start in.
fn join(
    gather: &mut Gather,
    links: Vec<(String, LinkRecord)>,
    homes: &BTreeMap<String, String>,
    articles: &mut BTreeMap<String, ArticleRecord>,
) {
    for (home, link) in links {
        match homes.get(&home).and_then(|id| articles.get_mut(id)) {
            Some(article) => article.links.push(link),
            None => {
                let id = link.id.as_deref().unwrap_or_default();
                let what = format!("link {id:?} starts at no annotation of the file");
                gather.leave_out(link.line.unwrap_or_default(), what);
            }
        }
    }
}

/// The texts beside the annotations.
fn texts<'f>(gather: &mut Gather, files: &'f Files) -> Texts<'f> {
    let mut texts = Texts::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".txt")) {
        gather.in_file(name);
        if let Some(text) = utf8(gather, bytes) {
            let file = name.rsplit('/').next().unwrap_or(name);
            let stem = file.strip_suffix(".txt").unwrap_or(file).to_owned();
            texts.insert(stem, (name.as_str(), Text::new(text)));
        }
    }
    texts
}

/// One or several of something.
pub(super) fn list(json: Option<&Json>) -> impl Iterator<Item = &Json> {
    let items = json.map(|json| match json {
        Json::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    });
    items.unwrap_or_default().iter()
}

fn annotation(
    gather: &mut Gather,
    at: usize,
    fields: &Fields,
    texts: &Texts<'_>,
    articles: &mut BTreeMap<String, ArticleRecord>,
    homes: &mut BTreeMap<String, String>,
    links: &mut Vec<(String, LinkRecord)>,
) {
    let iri = fields.get("id").and_then(Json::as_str).unwrap_or_default();
    let said = Said::of(fields);
    if let Some(link) = link(at, fields, &said) {
        links.push(link);
        return;
    }
    let mut span = SpanRecord {
        line: Some(at),
        id: Some(Id::new(last(iri))),
        annotator: said.creator,
        attributes: values_of(said.values.as_ref()),
        note: said.note.into(),
        ..SpanRecord::default()
    };
    let motivation = list(fields.get("motivation")).find_map(Json::as_str);
    let tag = said.tag.as_deref().or(motivation);
    span.tag = Id::new(tag.unwrap_or("annotation"));
    let mut home = None;
    for target in list(fields.get("target")) {
        match place(gather, at, target, texts) {
            Ok((source, range)) => {
                home.get_or_insert(source);
                span.fragments.extend([range]);
            }
            Err(reason) => {
                let iri = excerpt(iri, 80);
                return gather.leave_out(at, format!("annotation {iri:?} was left out: {reason}"));
            }
        }
    }
    let Some(article) = home.as_ref().and_then(|home| articles.get_mut(home)) else {
        let what = format!(
            "annotation {:?} was left out: it has no target",
            excerpt(iri, 80)
        );
        return gather.leave_out(at, what);
    };
    span.fragments.sort_unstable();
    homes.insert(iri.to_owned(), home.unwrap_or_default());
    if let Some(identity) = said.identity {
        mention(
            &mut article.identities,
            IdentityRecord::of_json(&identity),
            &last(iri),
        );
    }
    article.spans.push(span);
}

/// The link that an annotation is, with the annotation that it starts from.
fn link(at: usize, fields: &Fields, said: &Said) -> Option<(String, LinkRecord)> {
    if !list(fields.get("motivation")).any(|it| it == "linking") {
        return None;
    }
    let from = list(fields.get("body")).find_map(Json::as_str)?;
    let to = list(fields.get("target")).find_map(Json::as_str)?;
    let record = LinkRecord {
        line: Some(at),
        id: fields.get("id").and_then(Json::as_str).map(last),
        kind: said.tag.clone().unwrap_or_else(|| "linking".to_owned()),
        from: last(from),
        to: last(to),
        annotator: said.creator.clone(),
        attributes: values_of(said.values.as_ref()),
        note: said.note.as_str().into(),
    };
    Some((from.to_owned(), record))
}

/// What the bodies of an annotation say.
#[derive(Default)]
struct Said {
    tag: Option<String>,
    note: String,
    values: Option<Json>,
    identity: Option<Json>,
    creator: Option<String>,
}

impl Said {
    fn of(fields: &Fields) -> Self {
        let mut said = Self::default();
        let creator = list(fields.get("creator")).next();
        said.creator = creator.and_then(|creator| {
            let named = ["name", "nickname", "id"]
                .iter()
                .find_map(|name| creator.get(*name));
            named.unwrap_or(creator).as_str().map(str::to_owned)
        });
        said.tag = fields
            .get("bodyValue")
            .and_then(Json::as_str)
            .map(str::to_owned);
        for body in list(fields.get("body")) {
            let Some(value) = body.get("value").and_then(Json::as_str) else {
                continue;
            };
            let own = list(body.get("purpose")).find_map(Json::as_str);
            let purpose = own.or_else(|| list(fields.get("motivation")).find_map(Json::as_str));
            match purpose {
                Some("describing") => said.values = serde_json::from_str(value).ok(),
                Some("identifying") => said.identity = serde_json::from_str(value).ok(),
                Some("tagging" | "classifying") => {
                    said.tag.get_or_insert_with(|| value.to_owned());
                }
                _ if said.note.is_empty() => value.clone_into(&mut said.note),
                _ => said.note = format!("{}\n{value}", said.note),
            }
        }
        said
    }
}

/// The article and the code points of a target.
fn place(
    gather: &mut Gather,
    at: usize,
    target: &Json,
    texts: &Texts<'_>,
) -> Result<(String, (usize, usize)), String> {
    let source = target.get("source").and_then(|source| {
        source
            .as_str()
            .or_else(|| source.get("id").and_then(Json::as_str))
    });
    let source = source.ok_or("its target has no source")?;
    let name = last(source);
    let stem = name.strip_suffix(".txt").unwrap_or(&name);
    let (_, text) = texts
        .get(stem)
        .ok_or_else(|| format!("there is no text {stem:?} beside the annotations"))?;
    let selectors = || list(target.get("selector"));
    let of_type = |kind: &str| selectors().find(|it| it.get("type").is_some_and(|it| it == kind));
    let position = of_type("TextPositionSelector").and_then(|it| {
        let start = it.get("start").and_then(count_of)?;
        Some((start, it.get("end").and_then(count_of)?))
    });
    let quote = of_type("TextQuoteSelector").map(quote);
    let there = position.and_then(|(start, end)| Unit::Chars.range(text, start, end));
    let words = there.and_then(|range| text.slice(range));
    let ends = match (position, quote) {
        (Some(ends), None) => ends,
        (Some(ends), Some(quote)) if words == Some(&quote.exact) => ends,
        (_, Some(quote)) => {
            let hint = there.map_or(ByteIndex(0), |range| range.start);
            let found = find_quote(text, &quote, hint);
            let ends = found.and_then(|range| Unit::Chars.offsets(text, range));
            let shown = excerpt(&quote.exact, 40);
            let ends = ends.ok_or_else(|| format!("its words {shown:?} are not in the text"))?;
            if position.is_some() {
                let what = format!(
                    "the words {shown:?} do not stand where the position says; they were found at {}..{}",
                    ends.0, ends.1
                );
                gather.say(at, Severity::Warning, what);
            } else if let Some(what) = doubt(text, &quote) {
                gather.say(at, Severity::Warning, what);
            }
            ends
        }
        (None, None) => return Err("its target has no position and no quotation".to_owned()),
    };
    Ok((stem.to_owned(), ends))
}

fn quote(selector: &Json) -> Quote {
    let part = |name| {
        let words = selector.get(name).and_then(Json::as_str);
        words.unwrap_or_default().to_owned()
    };
    Quote {
        prefix: part("prefix"),
        exact: part("exact"),
        suffix: part("suffix"),
    }
}

/// What is said of words that stand several times, when nothing says which of them are meant.
fn doubt(text: &Text, quote: &Quote) -> Option<String> {
    if !quote.prefix.is_empty() || !quote.suffix.is_empty() {
        return None;
    }
    let times = text.as_str().matches(&quote.exact).count();
    let words = excerpt(&quote.exact, 40);
    (times > 1).then(|| {
        format!(
            "the words {words:?} stand {times} times in the text, and nothing says which are meant; the first were taken"
        )
    })
}

/// The last part of an IRI.
fn last(iri: &str) -> String {
    let part = iri.rsplit([':', '/', '#']).next().unwrap_or(iri);
    decoded(part)
}
