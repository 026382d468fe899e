//! JSON in datasets: lines of objects, ids that may be numbers, values.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json, json};

use super::Files;
use super::gather::Gather;
use super::utf8::utf8;
use crate::formats::Position;
use crate::project::{Attributes, Number, Value};

/// The fields of an object, in their order.
pub(super) type Fields = Map<String, Json>;

/// Reads each line of each file that is not blank; a line that is no object, or with which the
/// reader can do nothing, is left out and said.
pub(super) fn each_line(
    gather: &mut Gather,
    files: &Files,
    read: impl Fn(&mut Gather, usize, Fields) -> Result<(), String>,
) {
    each_line_without(gather, files, &[], read);
}

/// The same, without the fields of some names, which the reader has no use for.
pub(super) fn each_line_without(
    gather: &mut Gather,
    files: &Files,
    without: &[&str],
    read: impl Fn(&mut Gather, usize, Fields) -> Result<(), String>,
) {
    each_line_by(gather, files, (without, &|_, _, _| false), read);
}

/// The same, where `quick` may read a line as it stands; it says whether it did.
pub(super) fn each_line_quick(
    gather: &mut Gather,
    files: &Files,
    quick: Quick<'_>,
    read: impl Fn(&mut Gather, usize, Fields) -> Result<(), String>,
) {
    each_line_by(gather, files, (&[], quick), read);
}

/// Reads a line as it stands; says whether it did.
type Quick<'q> = &'q dyn Fn(&mut Gather, usize, &str) -> bool;

fn each_line_by(
    gather: &mut Gather,
    files: &Files,
    (without, quick): (&[&str], Quick<'_>),
    read: impl Fn(&mut Gather, usize, Fields) -> Result<(), String>,
) {
    for (name, bytes) in files {
        gather.in_file(name);
        let Some(text) = text_of(gather, bytes) else {
            continue;
        };
        for (place, line) in text.split('\n').enumerate() {
            let number = place + 1;
            if line.trim().is_empty() || quick(gather, number, line) {
                continue;
            }
            let fields = object(line, without).or_else(|error| {
                let reason = shortened(&error);
                let sound = sound_part(line, &error);
                let Some(Json::Object(fields)) = sound.filter(has_something) else {
                    return Err(reason);
                };
                let column = column(line, &error);
                let at = Position {
                    line: number,
                    column,
                };
                gather.leave_out_at(at, ends_here("line", &reason));
                Ok(fields)
            });
            let done = fields.and_then(|fields| read(gather, number, fields));
            if let Err(reason) = done {
                gather.leave_out(number, format!("this line was left out: {reason}"));
            }
        }
    }
}

/// The bytes as text, without a byte order mark; says so if they are none.
pub(super) fn text_of<'b>(gather: &mut Gather, bytes: &'b [u8]) -> Option<&'b str> {
    let text = utf8(gather, bytes)?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// A whole file as JSON; says so if it is none.
pub(super) fn whole(gather: &mut Gather, bytes: &[u8]) -> Option<Json> {
    let text = text_of(gather, bytes)?;
    match serde_json::from_str(text) {
        Ok(json) => Some(json),
        Err(error) => damaged(gather, text, &error, 0),
    }
}

/// Says where a file is damaged; gives what stands before, if that or what was already read is
/// something.
pub(super) fn damaged(
    gather: &mut Gather,
    text: &str,
    error: &serde_json::Error,
    done: usize,
) -> Option<Json> {
    let sound = sound_part(text, error);
    let what = match sound.is_some() || done > 0 {
        true => ends_here("file", &shortened(error)),
        false => format!("this is not JSON: {}", shortened(error)),
    };
    let line = error.line();
    let last = text.split('\n').nth(line.saturating_sub(1));
    let column = column(last.unwrap_or_default(), error);
    gather.leave_out_at(Position { line, column }, what);
    sound
}

/// What stands before an error, with every list and object closed behind the last item that is
/// whole; none if that is nothing.
fn sound_part(text: &str, error: &serde_json::Error) -> Option<Json> {
    let text = text.get(..sound_end(text, error))?;
    let (mut open, mut sound) = (Vec::new(), None);
    let (mut quoted, mut escaped) = (false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' | '{' => {
                open.push(if letter == '[' { ']' } else { '}' });
                sound = Some((at + 1, open.clone()));
            }
            ']' | '}' => {
                open.pop();
                sound = Some((at + 1, open.clone()));
            }
            ',' => sound = Some((at, open.clone())),
            _ => {}
        }
    }
    let (end, open) = sound?;
    let closed: String = open.into_iter().rev().collect();
    serde_json::from_str(&format!("{}{closed}", text.get(..end)?)).ok()
}

/// The byte at which an error stands.
pub(super) fn sound_end(text: &str, error: &serde_json::Error) -> usize {
    let whole = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    let lines: usize = whole.map(str::len).sum();
    let rest = text.get(lines..).unwrap_or_default();
    let last = rest.split_inclusive('\n').next().map_or(0, str::len);
    // An error stands at what cannot follow; at the end of a file nothing stands.
    let before = error.column().saturating_sub(usize::from(!error.is_eof()));
    let end = lines + before.min(last);
    text.floor_char_boundary(end.min(text.len()))
}

fn has_something(json: &Json) -> bool {
    json.as_object().is_some_and(|fields| !fields.is_empty())
}

fn ends_here(what: &str, reason: &str) -> String {
    format!("the {what} is damaged here: {reason}; what stands before it was read")
}

/// The column of an error in its line, in code points.
fn column(line: &str, error: &serde_json::Error) -> usize {
    let end = line.floor_char_boundary(error.column().min(line.len()));
    let before = line.get(..end).unwrap_or_default();
    before.chars().count().max(1)
}

/// The first object of a file of lines or of a list, for telling formats apart.
pub(super) fn first_object(bytes: &[u8]) -> Option<Fields> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.trim_start_matches('\u{feff}');
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Json>();
    match values.next()?.ok()? {
        Json::Object(fields) => Some(fields),
        Json::Array(items) => match items.into_iter().next()? {
            Json::Object(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

/// An id, which is a number in files of some programs.
pub(super) fn id_of(json: &Json) -> Option<String> {
    match json {
        Json::String(id) => Some(id.clone()),
        Json::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// A whole number that is not negative.
pub(super) fn count_of(json: &Json) -> Option<usize> {
    json.as_u64()
        .and_then(|number| usize::try_from(number).ok())
}

/// A field that holds words.
pub(super) fn words_of(fields: &Fields, name: &str) -> Option<String> {
    fields.get(name)?.as_str().map(str::to_owned)
}

/// The items of a list in a field; none if there is no list.
pub(super) fn items_of<'f>(fields: &'f Fields, name: &str) -> &'f [Json] {
    let items = fields.get(name).and_then(Json::as_array);
    items.map(Vec::as_slice).unwrap_or_default()
}

/// A value as the model holds it; none for what is nested, empty, or a whole number that a float
/// would change.
pub(super) fn value_of(json: &Json) -> Option<Value> {
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

/// Names and values of an object; what is nested is kept as the words of its JSON.
pub(super) fn values_of(json: Option<&Json>) -> Vec<(String, Value)> {
    let fields = json.and_then(Json::as_object);
    let pairs = fields
        .into_iter()
        .flatten()
        .filter(|(_, json)| !json.is_null());
    let value = |json: &Json| value_of(json).unwrap_or_else(|| Value::Text(json.to_string()));
    pairs
        .map(|(name, json)| (name.clone(), value(json)))
        .collect()
}

/// A value as JSON.
pub(super) fn json_of(value: &Value) -> Json {
    match value {
        Value::Flag(flag) => json!(flag),
        Value::Text(words) => json!(words),
        Value::Number(number) => {
            whole_number(number.get()).map_or_else(|| json!(number.get()), |n| json!(n))
        }
    }
}

/// Names and values as an object.
pub(super) fn object_of<'v>(pairs: impl Iterator<Item = (&'v str, &'v Value)>) -> Json {
    Json::Object(
        pairs
            .map(|(name, value)| (name.to_owned(), json_of(value)))
            .collect(),
    )
}

/// Names and values as an object, written without being made one.
#[derive(Clone)]
pub(super) struct Pairs<I>(pub(super) I);

impl<'v, I: Iterator<Item = (&'v str, &'v Value)> + Clone> Serialize for Pairs<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.clone().map(|(name, value)| (name, json_of(value))))
    }
}

/// Attributes as an object.
pub(super) fn attributes_of(attributes: &Attributes) -> Json {
    object_of(attributes.iter().map(|(id, value)| (id.as_str(), value)))
}

/// A file of one object a line.
pub(super) fn lines(objects: impl Iterator<Item = impl Serialize>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for object in objects {
        add_line(&mut bytes, &object);
    }
    bytes
}

/// One object on a line.
pub(super) fn line(object: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    add_line(&mut bytes, object);
    bytes
}

fn add_line(bytes: &mut Vec<u8>, object: &impl Serialize) {
    // Into memory, what has names for all its fields can always be written.
    let _ = serde_json::to_writer(&mut *bytes, object);
    bytes.push(b'\n');
}

/// A file of one value, for people to read.
pub(super) fn pretty(json: &Json) -> Vec<u8> {
    // A value in memory can always be written.
    let mut bytes = serde_json::to_vec_pretty(json).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// A file of one list, for people to read, of which no more than an item is in memory beside it.
pub(super) fn pretty_list(items: impl Iterator<Item = Json>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::pretty(&mut bytes);
    // Into memory, JSON can always be written.
    let _ = serializer.collect_seq(items);
    bytes.push(b'\n');
    bytes
}

fn object(line: &str, without: &[&str]) -> Result<Fields, serde_json::Error> {
    if !without.is_empty()
        && let Some(fields) = Without::read(line, without)
    {
        return Ok(fields);
    }
    match serde_json::from_str(line)? {
        Json::Object(fields) => Ok(fields),
        _ => Err(serde::de::Error::custom("it is not a JSON object")),
    }
}

/// The fields of an object but those of some names, of which nothing is kept.
struct Without<'n>(&'n [&'n str]);

impl Without<'_> {
    /// None if the line is not a sound object.
    fn read(line: &str, names: &[&str]) -> Option<Fields> {
        let mut reader = serde_json::Deserializer::from_str(line);
        let fields = reader.deserialize_map(Without(names)).ok()?;
        reader.end().is_ok().then_some(fields)
    }
}

impl<'de> Visitor<'de> for Without<'_> {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::new();
        while let Some(name) = map.next_key::<String>()? {
            if self.0.contains(&name.as_str()) {
                map.next_value::<IgnoredAny>()?;
            } else {
                fields.insert(name, map.next_value()?);
            }
        }
        Ok(fields)
    }
}

/// What is wrong, and the column; the line is said elsewhere.
fn shortened(error: &serde_json::Error) -> String {
    let line = format!(" at line {} column ", error.line());
    let shorter = error.to_string().replace(&line, " at column ");
    shorter.replace(
        "recursion limit exceeded",
        "it is nested too deep, in more than 127 lists and objects",
    )
}

/// A float as the whole number that it is, so that 3 is not written as 3.0. The zero that is
/// negative is none, or it would come back as the other.
fn whole_number(float: f64) -> Option<i64> {
    let exact = float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0;
    let zero = float == 0.0 && float.is_sign_negative();
    let digits = (exact && !zero).then(|| format!("{float:.0}"));
    digits.and_then(|digits| digits.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_whole_before_an_error_is_kept() {
        let sound = |text: &str| {
            let error = serde_json::from_str::<Json>(text).unwrap_err();
            sound_part(text, &error).map(|json| json.to_string())
        };
        let cases = [
            (r#"[{"a":1},{"b":[1,2"#, Some(r#"[{"a":1},{"b":[1]}]"#)),
            ("[\n1,\n\"é,[\",\n\"\\\"]", Some(r#"[1,"é,["]"#)),
            (r#"{"a":1} {"b":2}"#, Some(r#"{"a":1}"#)),
            (r#"{"a":tru}"#, Some("{}")),
            ("x", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(sound(text).as_deref(), expected, "{text}");
        }
    }
}
