//! Lines as a project.

use serde_json::{Map, Value as Json};

use crate::formats::datasets::gather::{
    ArticleRecord, Gather, IdentityRecord, LinkRecord, SpanRecord,
};
use crate::formats::datasets::{DatasetError, Imported};
use crate::formats::{Severity, excerpt};
use crate::project::{Number, Tagset, Value};
use crate::text::{CharIndex, Text, TextRange};

/// Reads a dataset, line by line. Marks and links that name no annotator are `annotator`'s.
///
/// # Errors
/// Says why, if there is no article in it at all. A line, span or link that cannot be used is a
/// problem of the result.
pub fn decode(
    bytes: &[u8],
    tagset: &Tagset,
    annotator: Option<&str>,
) -> Result<Imported, DatasetError> {
    let text = std::str::from_utf8(bytes);
    let text = text.map_err(|error| DatasetError::NotUtf8(error.valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut gather = Gather::new(tagset, annotator, range_of_chars);
    let mut first_fault = None;
    for (place, line) in text.split('\n').enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let number = place + 1;
        match read_line(&mut gather, number, line) {
            Ok(record) => gather.article(record),
            Err(reason) => {
                gather.leave_out(number, format!("this line was left out: {reason}"));
                first_fault.get_or_insert((number, reason));
            }
        }
    }
    match first_fault {
        Some((line, reason)) if gather.article_count() == 0 => {
            Err(DatasetError::NoRecord { line, reason })
        }
        None if gather.article_count() == 0 => Err(DatasetError::Empty),
        _ => gather.finish(),
    }
}

fn range_of_chars(text: &Text, start: usize, end: usize) -> Option<TextRange> {
    text.range_from_chars(CharIndex(start), CharIndex(end))
}

fn read_line(gather: &mut Gather, line: usize, json: &str) -> Result<ArticleRecord, String> {
    let json = serde_json::from_str(json).map_err(|error| {
        let message = error.to_string();
        // The line that serde_json counts is always the first.
        message.replace(" at line 1 column ", " at column ")
    })?;
    let Json::Object(mut fields) = json else {
        return Err("it is not a JSON object".to_owned());
    };
    let mut reader = Reader { gather, line };
    let record = ArticleRecord {
        line,
        id: reader.id(&mut fields, "id"),
        title: reader.words(&mut fields, "title"),
        text: match fields.shift_remove("text") {
            Some(Json::String(text)) => text,
            _ => return Err("it has no \"text\"".to_owned()),
        },
        meta: reader.values(&mut fields, "meta"),
        attributes: reader.values(&mut fields, "attributes"),
        done: reader.flag(&mut fields, "done"),
        spans: reader.list(&mut fields, "spans", Reader::span),
        links: reader.list(&mut fields, "links", Reader::link),
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

type Fields = Map<String, Json>;

impl Reader<'_> {
    fn span(&mut self, mut fields: Fields) -> Option<SpanRecord> {
        let id = self.id(&mut fields, "id");
        let name = format!("span {:?}", id.as_deref().unwrap_or("without id"));
        let Some(fragments) = fragments(fields.shift_remove("fragments")) else {
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
            id,
            tag,
            fragments,
            wording: self.words(&mut fields, "wording"),
            annotator: self.words(&mut fields, "annotator"),
            attributes: self.values(&mut fields, "attributes"),
            note: self.words(&mut fields, "note").unwrap_or_default(),
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
            id,
            kind,
            from,
            to,
            annotator: self.words(&mut fields, "annotator"),
            attributes: self.values(&mut fields, "attributes"),
            note: self.words(&mut fields, "note").unwrap_or_default(),
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
            let value = plain_value(&json).unwrap_or_else(|| {
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

fn fragments(json: Option<Json>) -> Option<Vec<(usize, usize)>> {
    let items = match json {
        None | Some(Json::Null) => return Some(Vec::new()),
        Some(Json::Array(items)) => items,
        Some(_) => return None,
    };
    let whole = |json: &Json| {
        json.as_u64()
            .and_then(|number| usize::try_from(number).ok())
    };
    let pair = |json: &Json| match json.as_array().map(Vec::as_slice) {
        Some([start, end]) => whole(start).zip(whole(end)),
        _ => None,
    };
    items.iter().map(pair).collect()
}

fn id_of(json: &Json) -> Option<String> {
    match json {
        Json::String(id) => Some(id.clone()),
        Json::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// A value as the model holds it; none for what is nested, empty, or a whole number that a float
/// would change.
fn plain_value(json: &Json) -> Option<Value> {
    match json {
        Json::Bool(flag) => Some(Value::Flag(*flag)),
        Json::String(words) => Some(Value::Text(words.clone())),
        Json::Number(number) => {
            let float = number.as_f64()?;
            let exact = number.is_f64() || float.abs() <= 9_007_199_254_740_992.0;
            Number::new(float).filter(|_| exact).map(Value::Number)
        }
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
