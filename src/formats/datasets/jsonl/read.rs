//! Lines as a project.

use serde_json::Value as Json;

use super::quick;
use crate::formats::datasets::Files;
use crate::formats::datasets::gather::{
    ArticleRecord, Gather, IdentityRecord, LinkRecord, SpanRecord,
};
use crate::formats::datasets::json::{self, Fields, id_of, value_of};
use crate::formats::{Severity, excerpt};
use crate::project::{Id, Value};
use crate::text::Text;

/// Whether a line is an object with a text and spans in fragments.
pub(super) fn recognises(_: &str, bytes: &[u8]) -> bool {
    let Some(fields) = json::first_object(bytes) else {
        return false;
    };
    let has = |name| fields.contains_key(name);
    let span = fields.get("spans").and_then(|spans| spans.get(0));
    let ours = span.is_none_or(|span| span.get("fragments").is_some());
    has("text") && has("spans") && ours && !has("tokens")
}

/// Reads every file, line by line.
pub(super) fn read(gather: &mut Gather, files: &Files) {
    json::each_line_quick(gather, files, &quick::read, |gather, line, json| {
        let record = read_object(gather, line, json)?;
        gather.article(record);
        Ok(())
    });
}

/// Reads an article: the object of a line, or one of the same fields from elsewhere.
pub(in crate::formats::datasets) fn read_object(
    gather: &mut Gather,
    line: usize,
    mut fields: Fields,
) -> Result<ArticleRecord, String> {
    let mut reader = Reader { gather, line };
    // Columns call links by another name, and so do those who write columns as lines.
    let links = if fields.contains_key("links") {
        "links"
    } else {
        "relations"
    };
    let record = ArticleRecord {
        line,
        id: reader.id(&mut fields, "id"),
        title: Some(reader.words(&mut fields, "title").unwrap_or_default()),
        text: match fields.shift_remove("text") {
            Some(Json::String(text)) => Text::new(text),
            _ => return Err("it has no \"text\"".to_owned()),
        },
        meta: reader.values(&mut fields, "meta"),
        attributes: reader.values(&mut fields, "attributes"),
        done: reader.flag(&mut fields, "done"),
        spans: reader.list(&mut fields, "spans", Reader::span),
        further: Vec::new(),
        links: reader.list(&mut fields, links, Reader::link),
        identities: reader.list(&mut fields, "identities", Reader::identity),
    };
    reader.rest("this article", fields);
    Ok(record)
}

/// Takes JSON apart and says what is not as it should be.
struct Reader<'g> {
    gather: &'g mut Gather,
    line: usize,
}

impl Reader<'_> {
    fn span(&mut self, mut fields: Fields) -> Option<SpanRecord> {
        let id = self.id(&mut fields, "id");
        let name = format!("span {:?}", id.as_deref().unwrap_or("without id"));
        let Some((fragments, quotes)) = fragments(fields.shift_remove("fragments")) else {
            let what = "was left out: its fragments are not a list of [start, end]; correct it";
            self.gather.leave_out(self.line, format!("{name} {what}"));
            return None;
        };
        let Some(tag) = self.words(&mut fields, "tag") else {
            self.gather
                .leave_out(self.line, format!("{name} was left out: it has no tag"));
            return None;
        };
        let record = SpanRecord {
            written: None,
            line: None,
            quotes: quotes.into(),
            id: id.map(Id::new),
            tag: Id::new(tag),
            fragments: fragments.into(),
            wording: self
                .words(&mut fields, "wording")
                .unwrap_or_default()
                .into(),
            annotator: self.words(&mut fields, "annotator"),
            attributes: self.values(&mut fields, "attributes"),
            note: self.words(&mut fields, "note").unwrap_or_default().into(),
        };
        self.rest(&name, fields);
        Some(record)
    }

    fn link(&mut self, mut fields: Fields) -> Option<LinkRecord> {
        let id = self.id(&mut fields, "id");
        let name = format!("link {:?}", id.as_deref().unwrap_or("without id"));
        let kind = self.words(&mut fields, "type");
        let (from, to) = (self.id(&mut fields, "from"), self.id(&mut fields, "to"));
        let (Some(kind), Some(from), Some(to)) = (kind, from, to) else {
            let what = "was left out: it needs a type, a from and a to";
            self.gather.leave_out(self.line, format!("{name} {what}"));
            return None;
        };
        let record = LinkRecord {
            line: None,
            id,
            kind,
            from,
            to,
            annotator: self.words(&mut fields, "annotator"),
            attributes: self.values(&mut fields, "attributes"),
            note: self.words(&mut fields, "note").unwrap_or_default().into(),
        };
        self.rest(&name, fields);
        Some(record)
    }

    fn identity(&mut self, mut fields: Fields) -> Option<IdentityRecord> {
        let id = self.id(&mut fields, "id");
        let name = self.words(&mut fields, "name");
        let Some(name) = name.or_else(|| id.clone()) else {
            let what = "an identity was left out: it has neither id nor name";
            self.gather.leave_out(self.line, what.to_owned());
            return None;
        };
        let mentions = match fields.shift_remove("mentions") {
            None | Some(Json::Null) => Vec::new(),
            Some(Json::Array(ids)) => ids.iter().filter_map(id_of).collect(),
            Some(_) => {
                let what =
                    format!("the mentions of identity {name:?} are not a list and were left out");
                self.gather.leave_out(self.line, what);
                Vec::new()
            }
        };
        let kind = self.words(&mut fields, "kind");
        self.rest(&format!("identity {name:?}"), fields);
        Some(IdentityRecord {
            line: None,
            id,
            name,
            kind,
            mentions,
        })
    }

    /// The objects of a list.
    fn list<T>(
        &mut self,
        fields: &mut Fields,
        name: &str,
        read: impl Fn(&mut Self, Fields) -> Option<T>,
    ) -> Vec<T> {
        let items = match fields.shift_remove(name) {
            None | Some(Json::Null) => Vec::new(),
            Some(Json::Array(items)) => items,
            Some(_) => {
                self.gather.leave_out(
                    self.line,
                    format!("{name:?} is not a list and was left out"),
                );
                Vec::new()
            }
        };
        let mut records = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Json::Object(fields) => records.extend(read(self, fields)),
                other => {
                    let other = excerpt(&other.to_string(), 40);
                    let what = format!("{other} in {name:?} is not an object and was left out");
                    self.gather.leave_out(self.line, what);
                }
            }
        }
        records
    }

    /// An id, which may be a number in files of other programs.
    fn id(&mut self, fields: &mut Fields, name: &str) -> Option<String> {
        match fields.get(name) {
            Some(Json::Number(_)) => fields.shift_remove(name).as_ref().and_then(id_of),
            _ => self.words(fields, name),
        }
    }

    fn words(&mut self, fields: &mut Fields, name: &str) -> Option<String> {
        match fields.shift_remove(name)? {
            Json::String(words) => Some(words),
            Json::Null => None,
            other => {
                let other = excerpt(&other.to_string(), 40);
                let what = format!("{name:?} is {other}, not words, and was left out");
                self.gather.leave_out(self.line, what);
                None
            }
        }
    }

    fn flag(&mut self, fields: &mut Fields, name: &str) -> bool {
        match fields.shift_remove(name) {
            None | Some(Json::Null) => false,
            Some(Json::Bool(flag)) => flag,
            Some(_) => {
                let what = format!("{name:?} is neither true nor false and was left out");
                self.gather.leave_out(self.line, what);
                false
            }
        }
    }

    /// Names and values; what is nested is kept as its JSON text.
    fn values(&mut self, fields: &mut Fields, name: &str) -> Vec<(String, Value)> {
        let values = match fields.shift_remove(name) {
            None | Some(Json::Null) => Fields::new(),
            Some(Json::Object(values)) => values,
            Some(Json::Array(items)) => {
                let all = items.len();
                let values: Fields = items.into_iter().filter_map(named).collect();
                if values.len() < all {
                    let what = format!(
                        "not all in {name:?} are names with a value each; the rest was left out"
                    );
                    self.gather.leave_out(self.line, what);
                }
                values
            }
            Some(_) => {
                self.gather.leave_out(
                    self.line,
                    format!("{name:?} is not an object and was left out"),
                );
                Fields::new()
            }
        };
        let mut read = Vec::with_capacity(values.len());
        for (key, json) in values {
            let value = value_of(&json).unwrap_or_else(|| {
                let what = format!("{key:?} in {name:?} is nested or too large and is kept as the words of its JSON");
                self.gather.say(self.line, Severity::Warning, what);
                Value::Text(json.to_string())
            });
            read.push((key, value));
        }
        read
    }

    /// Says which fields are left.
    fn rest(&mut self, owner: &str, fields: Fields) {
        for name in fields.keys() {
            let what = format!(
                "{owner} has {:?}, which the format does not know; it was left out",
                excerpt(name, 40)
            );
            self.gather.say(self.line, Severity::Warning, what);
        }
    }
}

/// A name with its value, as a record of a list: `{"name", "text" | "number" | "flag"}`.
fn named(item: Json) -> Option<(String, Json)> {
    let Json::Object(mut fields) = item else {
        return None;
    };
    let name = fields.get("name")?.as_str()?.to_owned();
    let kinds = ["text", "number", "flag"].into_iter();
    let mut values = kinds.filter_map(|kind| fields.shift_remove(kind));
    Some((name, values.find(|value| !value.is_null())?))
}

/// The ends of fragments, and the words between them if they stand there.
type Fragments = (Vec<(usize, usize)>, Vec<Box<str>>);

/// Fragments: each a list of two ends, or a record of `start`, `end` and perhaps `text`.
fn fragments(json: Option<Json>) -> Option<Fragments> {
    let items = match json {
        None | Some(Json::Null) => return Some(Fragments::default()),
        Some(Json::Array(items)) => items,
        Some(_) => return None,
    };
    let ends = |json: &Json| match json {
        Json::Array(ends) => match ends.as_slice() {
            [start, end] => json::count_of(start).zip(json::count_of(end)),
            _ => None,
        },
        Json::Object(fields) => {
            let end = |name| fields.get(name).and_then(json::count_of);
            end("start").zip(end("end"))
        }
        _ => None,
    };
    let quote = |json: &Json| json.get("text").and_then(Json::as_str).map(Box::from);
    let quotes: Option<Vec<Box<str>>> = items.iter().map(quote).collect();
    let ends: Option<Vec<(usize, usize)>> = items.iter().map(ends).collect();
    Some((ends?, quotes.unwrap_or_default()))
}
