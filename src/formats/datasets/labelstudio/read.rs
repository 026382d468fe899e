//! Tasks as records.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::formats::datasets::Files;
use crate::formats::datasets::gather::{
    ArticleRecord, Gather, IdentityRecord, LinkRecord, SpanRecord,
};
use crate::formats::datasets::items::each_item;
use crate::formats::datasets::json::{
    Fields, count_of, first_object, id_of, items_of, value_of, values_of, words_of,
};
use crate::formats::datasets::pieces::Pieces;
use crate::formats::datasets::places::{Places, escaped};
use crate::formats::{Position, Severity, counted};
use crate::project::{Id, Value};
use crate::text::Text;

/// Whether there is a task with its data, or a text with regions in the short shape.
pub(super) fn recognises(_: &str, bytes: &[u8]) -> bool {
    let Some(fields) = first_object(bytes) else {
        return false;
    };
    let lists = ["annotations", "completions", "predictions"];
    let task = fields.get("data").is_some_and(Json::is_object)
        && lists.iter().any(|name| fields.contains_key(*name));
    let short = |fields: &Fields| {
        let region = fields.values().filter_map(|value| value.get(0)).next();
        region.is_some_and(|region| region.get("labels").is_some_and(Json::is_array))
    };
    task || short(&fields)
}

/// Reads every list of tasks.
pub(super) fn read(gather: &mut Gather, files: &Files) {
    for (name, bytes) in files {
        if name.ends_with(".xml") {
            continue;
        }
        gather.in_file(name);
        let mut places = Places::new(gather, files);
        each_item(gather, bytes, |gather, item, task| {
            let way = item.map_or_else(String::new, |item| format!("/{item}"));
            let at = places.pointer(name, way.clone());
            let since = gather.since();
            match (task.as_object(), item) {
                (Some(fields), _) => {
                    let mut place = |inner: String| places.pointer(name, format!("{way}{inner}"));
                    task_of(gather, at, &mut place, fields);
                }
                (None, Some(_)) => {
                    let what = "this is no task: it is not an object; it was left out".to_owned();
                    gather.leave_out(at, what);
                }
                (None, None) => {
                    let what = "this is no list of tasks".to_owned();
                    gather.leave_out_at(Position::START, what);
                }
            }
            if !gather.said_since(&since) {
                places.forget_behind(at);
            }
        });
        places.settle(gather);
    }
}

/// A region's id and its annotator.
type Region = (String, Option<String>);

/// A task as it is read.
#[derive(Default)]
struct Task {
    /// The number of the place of what is being read.
    at: usize,
    pieces: Pieces,
    /// What is said of a region, by its id and annotator.
    said: BTreeMap<Region, Vec<(String, Value)>>,
    links: Vec<LinkRecord>,
    /// The mark of each region.
    marks: BTreeMap<String, String>,
    mentions: BTreeMap<String, Vec<String>>,
    attributes: Vec<(String, Value)>,
}

fn task_of(
    gather: &mut Gather,
    at: usize,
    place: &mut dyn FnMut(String) -> usize,
    fields: &Fields,
) {
    let data = fields.get("data").and_then(Json::as_object);
    let data = data.unwrap_or(fields);
    let longest = || {
        let texts = data.values().filter_map(Json::as_str);
        texts.max_by_key(|text| text.len()).map(str::to_owned)
    };
    let Some(text) = words_of(data, "text").or_else(longest) else {
        return gather.leave_out(at, "this task has no text and was left out".to_owned());
    };
    let meta = fields.get("meta").and_then(Json::as_object);
    let names = meta.and_then(|meta| meta.get("annotators"));
    let mut task = Task::default();
    for list in ["annotations", "completions", "predictions"] {
        for (number, item) in items_of(fields, list).iter().enumerate() {
            let annotator = annotator(item, names);
            let results = item.get("result").and_then(Json::as_array);
            if let Some(what) = cancelled(item, results) {
                gather.leave_out(place(format!("/{list}/{number}")), what);
                continue;
            }
            for (item, result) in results.into_iter().flatten().enumerate() {
                task.at = place(format!("/{list}/{number}/result/{item}"));
                task.item(gather, result, annotator.as_deref());
            }
        }
    }
    if fields.get("data").is_none() {
        let annotator = fields.get("annotator").and_then(id_of);
        let lists = fields.iter();
        for (key, list) in lists.filter_map(|(key, list)| Some((key, list.as_array()?))) {
            let regions = list.iter().enumerate();
            for (item, region) in regions.filter(|(_, region)| region.get("start").is_some()) {
                task.at = place(format!("/{}/{item}", escaped(key)));
                task.short(gather, region, annotator.as_deref());
            }
        }
    }
    let id = data.get("doc_id").or_else(|| fields.get("id"));
    let known = meta.and_then(|meta| meta.get("article"));
    let identities = meta.map(|meta| items_of(meta, "identities"));
    let record = ArticleRecord {
        line: at,
        id: id.and_then(id_of),
        title: words_of(data, "title"),
        meta: match known {
            Some(known) => values_of(Some(known)),
            None => rest(data, &text),
        },
        text: Text::new(text),
        ..ArticleRecord::default()
    };
    gather.article(task.finish(record, identities.unwrap_or_default()));
}

/// What is said of an annotation that its annotator took back.
fn cancelled(item: &Json, results: Option<&Vec<Json>>) -> Option<String> {
    let taken_back = item.get("was_cancelled") == Some(&Json::Bool(true));
    let regions = counted(results.map_or(0, Vec::len), "region");
    taken_back.then(|| format!("this annotation was cancelled: {regions} left out"))
}

/// The data of a task beside its text.
fn rest(data: &Fields, text: &str) -> Vec<(String, Value)> {
    let other = data.iter().filter(|(name, value)| {
        let own = matches!(
            name.as_str(),
            "doc_id" | "title" | "id" | "annotations" | "annotator"
        );
        !own && value.as_str() != Some(text) && !value.is_array()
    });
    let value = |json: &Json| value_of(json).unwrap_or_else(|| Value::Text(json.to_string()));
    other
        .map(|(name, json)| (name.clone(), value(json)))
        .collect()
}

/// Who made an annotation: a name if the task has one, else whatever the tool says.
fn annotator(item: &Json, names: Option<&Json>) -> Option<String> {
    if let Some(version) = item.get("model_version").and_then(id_of) {
        return Some(version);
    }
    let by = item.get("completed_by")?;
    let fields = ["email", "username", "id"];
    let person = by
        .as_object()
        .and_then(|person| fields.iter().find_map(|it| person.get(*it)));
    let id = id_of(person.unwrap_or(by))?;
    let name = names
        .and_then(|names| names.get(&id))
        .and_then(Json::as_str);
    Some(name.map_or(id, str::to_owned))
}

impl Task {
    fn item(&mut self, gather: &mut Gather, item: &Json, annotator: Option<&str>) {
        let kind = item.get("type").and_then(Json::as_str).unwrap_or_default();
        if kind == "relation" {
            return self.relation(gather, item, annotator);
        }
        let Some(value) = item.get("value") else {
            let what = "an item without a value was left out".to_owned();
            return gather.leave_out(self.at, what);
        };
        let labels = [kind, "labels", "hypertextlabels"];
        let labels = labels.iter().filter(|name| name.ends_with("labels"));
        let labels = labels
            .filter_map(|name| value.get(*name)?.as_array())
            .next();
        match labels {
            Some(labels) => self.region(gather, item, value, labels, annotator),
            None => self.value(gather, item, kind, value, annotator),
        }
    }

    fn region(
        &mut self,
        gather: &mut Gather,
        item: &Json,
        value: &Json,
        labels: &[Json],
        annotator: Option<&str>,
    ) {
        let ends = |value: &Json| {
            let end = |name| value.get(name).and_then(count_of);
            Some((end("start")?, end("end")?))
        };
        // In saved pages the places are paths; the positions in the text stand beside them.
        let ends = value
            .get("globalOffsets")
            .and_then(ends)
            .or_else(|| ends(value));
        let id = item.get("id").and_then(id_of).unwrap_or_default();
        let Some(ends) = ends else {
            let what = format!("region {id:?} has no start and end and was left out");
            return gather.leave_out(self.at, what);
        };
        let meta = item.get("meta");
        let name = meta.and_then(|meta| meta.get("span_id")).and_then(id_of);
        let mark = name.clone().unwrap_or_else(|| id.clone());
        self.marks.insert(id.clone(), mark.clone());
        let identity = meta.and_then(|meta| meta.get("identity")).and_then(id_of);
        if let Some(identity) = identity {
            self.mentions
                .entry(identity)
                .or_default()
                .push(mark.clone());
        }
        let notes = meta.and_then(|meta| meta.get("text")?.as_array());
        let notes = notes.into_iter().flatten().filter_map(Json::as_str);
        let notes = notes.collect::<Vec<_>>().join("\n");
        if labels.iter().all(|label| id_of(label).is_none()) {
            let what = format!("region {id:?} has no label and was left out");
            gather.leave_out(self.at, what);
        }
        for label in labels.iter().filter_map(id_of) {
            let quote = value.get("text").and_then(Json::as_str).map(Box::from);
            let record = SpanRecord {
                line: Some(self.at),
                id: Some(Id::new(&mark)),
                tag: Id::new(label),
                fragments: [ends].into(),
                quotes: quote.into_iter().collect(),
                annotator: annotator.map(str::to_owned),
                note: notes.as_str().into(),
                ..SpanRecord::default()
            };
            self.pieces.add(name.as_deref(), record);
        }
    }

    /// A region of the short shape, with all its labels.
    fn short(&mut self, gather: &mut Gather, region: &Json, annotator: Option<&str>) {
        let labels = region
            .get("labels")
            .or_else(|| region.get("hypertextlabels"));
        let labels = labels.and_then(Json::as_array).map(Vec::as_slice);
        let number = self.marks.len() + 1;
        let item = serde_json::json!({"id": format!("r{number}")});
        self.region(gather, &item, region, labels.unwrap_or_default(), annotator);
    }

    /// A value of a region, or of the whole text where it has no place.
    fn value(
        &mut self,
        gather: &mut Gather,
        item: &Json,
        kind: &str,
        value: &Json,
        annotator: Option<&str>,
    ) {
        let key = if kind == "textarea" { "text" } else { kind };
        let said = value.get(key).map(|said| match said {
            Json::Array(words) => match words.as_slice() {
                [word] => value_of(word).unwrap_or_else(|| Value::Text(word.to_string())),
                words => {
                    let words = words.iter().filter_map(id_of).collect::<Vec<_>>();
                    Value::Text(words.join("; "))
                }
            },
            said => value_of(said).unwrap_or_else(|| Value::Text(said.to_string())),
        });
        // A flag is a choice of these two there.
        let said = said.map(|said| match said.as_text() {
            Some(word @ ("true" | "false")) if kind == "choices" => Value::Flag(word == "true"),
            _ => said,
        });
        let name = item.get("from_name").and_then(Json::as_str);
        let (Some(said), Some(name)) = (said, name) else {
            let what = format!("an item of type {kind:?} was left out");
            return gather.leave_out(self.at, what);
        };
        let pair = (name.to_owned(), said);
        match item.get("id").and_then(id_of) {
            Some(id) if value.get("start").is_some() || self.marks.contains_key(&id) => {
                let key = (id, annotator.map(str::to_owned));
                self.said.entry(key).or_default().push(pair);
            }
            _ => self.attributes.push(pair),
        }
    }

    fn relation(&mut self, gather: &mut Gather, item: &Json, annotator: Option<&str>) {
        let end = |name| item.get(name).and_then(id_of);
        let (Some(from), Some(to)) = (end("from_id"), end("to_id")) else {
            let what = "a relation without two ends was left out".to_owned();
            return gather.leave_out(self.at, what);
        };
        let direction = item.get("direction").and_then(Json::as_str);
        let (from, to) = match direction {
            Some("left") => (to, from),
            Some("bi") => {
                let what = "a relation of both directions goes one way now".to_owned();
                gather.say(self.at, Severity::Warning, what);
                (from, to)
            }
            _ => (from, to),
        };
        let labels = item.get("labels").and_then(Json::as_array);
        let mut kinds: Vec<String> = labels.into_iter().flatten().filter_map(id_of).collect();
        if kinds.is_empty() {
            kinds.push("relation".to_owned());
        }
        let meta = item.get("meta").and_then(Json::as_object);
        let field = |name| meta.and_then(|meta| words_of(meta, name));
        let author = field("annotator").or_else(|| annotator.map(str::to_owned));
        for kind in kinds {
            self.links.push(LinkRecord {
                line: Some(self.at),
                id: field("id"),
                kind,
                from: from.clone(),
                to: to.clone(),
                annotator: author.clone(),
                attributes: values_of(meta.and_then(|meta| meta.get("attributes"))),
                note: field("note").unwrap_or_default().into(),
            });
        }
    }

    fn finish(self, record: ArticleRecord, known: &[Json]) -> ArticleRecord {
        let (said, marks) = (self.said, self.marks);
        let mut spans = self.pieces.marks();
        for span in &mut spans {
            let id = span.id.as_ref().map(Id::to_string).unwrap_or_default();
            let own = said.get(&(id, span.annotator.clone()));
            let prefix = format!("{}.", span.tag);
            span.attributes
                .extend(own.into_iter().flatten().map(|(name, value)| {
                    let name = name.strip_prefix(&prefix).unwrap_or(name);
                    (name.to_owned(), value.clone())
                }));
        }
        let named = |id: String| marks.get(&id).cloned().unwrap_or(id);
        let links = self.links.into_iter().map(|link| LinkRecord {
            from: named(link.from),
            to: named(link.to),
            ..link
        });
        let links = links.collect();
        let identities = self.mentions.into_iter().map(|(id, mentions)| {
            let about = known
                .iter()
                .find(|it| it.get("id").and_then(id_of).as_ref() == Some(&id));
            let field = |name| about.and_then(|about| about.get(name)).and_then(id_of);
            IdentityRecord {
                line: None,
                name: field("name").unwrap_or_else(|| id.clone()),
                kind: field("kind"),
                id: Some(id),
                mentions,
            }
        });
        ArticleRecord {
            spans,
            links,
            identities: identities.collect(),
            attributes: self.attributes,
            ..record
        }
    }
}
