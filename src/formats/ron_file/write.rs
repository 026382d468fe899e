//! Writing RON, one record a line, the same bytes for the same values.
//!
//! The layout is the format: what stands on a line of its own is what a reviewer sees as one
//! change. Letters of every script stay as they are; what cannot be seen is escaped.

use std::fmt::Write as _;

use super::value::time_to_words;
use crate::project::{Attributes, Stamp, Value};

/// A RON text that is being written.
#[derive(Default)]
pub(crate) struct Writer {
    out: String,
}

/// The fields of one record, written in brackets on one line.
pub(crate) struct Record<'w> {
    out: &'w mut String,
    first: bool,
}

impl Writer {
    /// A writer of about so many bytes.
    pub(crate) fn for_bytes(count: usize) -> Self {
        Self {
            out: String::with_capacity(count),
        }
    }

    pub(crate) fn into_string(self) -> String {
        self.out
    }

    /// A line of its own, indented by `depth` steps.
    pub(crate) fn line(&mut self, depth: usize, words: &str) {
        self.indent(depth);
        self.out.push_str(words);
        self.out.push('\n');
    }

    /// A field on a line of its own: `name: "words",`.
    pub(crate) fn text_line(&mut self, depth: usize, name: &str, words: &str) {
        self.indent(depth);
        self.out.push_str(name);
        self.out.push_str(": ");
        quote(&mut self.out, words);
        self.out.push_str(",\n");
    }

    /// Words alone on a line, as an item of a list.
    pub(crate) fn item_line(&mut self, depth: usize, words: &str) {
        self.indent(depth);
        quote(&mut self.out, words);
        self.out.push_str(",\n");
    }

    /// A field on a line of its own whose value `write` writes.
    pub(crate) fn field_line(&mut self, depth: usize, name: &str, write: impl FnOnce(&mut String)) {
        self.indent(depth);
        self.out.push_str(name);
        self.out.push_str(": ");
        write(&mut self.out);
        self.out.push_str(",\n");
    }

    /// A record on a line of its own, as an item of a list.
    pub(crate) fn record_line(&mut self, depth: usize, write: impl FnOnce(&mut Record<'_>)) {
        self.indent(depth);
        record(&mut self.out, write);
        self.out.push_str(",\n");
    }

    /// Lines that were written elsewhere.
    pub(crate) fn lines(&mut self, lines: &str) {
        self.out.push_str(lines);
    }

    /// A record that was written before, on a line of its own.
    pub(crate) fn copied_line(&mut self, depth: usize, record: &str) {
        self.indent(depth);
        self.out.push_str(record);
        self.out.push_str(",\n");
    }

    fn indent(&mut self, depth: usize) {
        for _ in 0..depth {
            self.out.push_str("  ");
        }
    }
}

/// Writes a record in brackets.
pub(crate) fn record(out: &mut String, write: impl FnOnce(&mut Record<'_>)) {
    out.push('(');
    write(&mut Record { out, first: true });
    out.push(')');
}

impl Record<'_> {
    /// A field with words.
    pub(crate) fn text(&mut self, name: &str, words: &str) {
        self.field(name, |out| quote(out, words));
    }

    /// A field with words, left out if there are none.
    pub(crate) fn some_text(&mut self, name: &str, words: &str) {
        if !words.is_empty() {
            self.text(name, words);
        }
    }

    /// A field whose value `write` writes.
    pub(crate) fn field(&mut self, name: &str, write: impl FnOnce(&mut String)) {
        if !std::mem::take(&mut self.first) {
            self.out.push_str(", ");
        }
        self.out.push_str(name);
        self.out.push_str(": ");
        write(self.out);
    }

    /// The attributes, left out if there are none.
    pub(crate) fn attributes(&mut self, attributes: &Attributes) {
        if !attributes.is_empty() {
            self.field("attributes", |out| {
                pairs(
                    out,
                    attributes.iter().map(|(id, value)| (id.as_str(), value)),
                );
            });
        }
    }

    /// Who made it and when.
    pub(crate) fn stamp(&mut self, stamp: &Stamp) {
        self.some_text("by", &stamp.author);
        for (name, time) in [("created", stamp.created), ("changed", stamp.changed)] {
            if let Some(time) = time {
                self.text(name, &time_to_words(time));
            }
        }
    }
}

/// Writes items in square brackets on one line.
pub(crate) fn list<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    out.push('[');
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        write(out, item);
    }
    out.push(']');
}

/// Writes names and values as a list of pairs.
pub(crate) fn pairs<'a>(out: &mut String, items: impl IntoIterator<Item = (&'a str, &'a Value)>) {
    list(out, items, |out, (name, value)| {
        out.push('(');
        quote(out, name);
        out.push_str(", ");
        write_value(out, value);
        out.push(')');
    });
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => write_display(out, format_args!("{:?}", number.get())),
        Value::Text(words) => quote(out, words),
    }
}

/// Writes a number, or whatever else shows itself.
pub(crate) fn write_display(out: &mut String, shown: impl std::fmt::Display) {
    // Writing to a string cannot fail.
    let written = write!(out, "{shown}");
    debug_assert!(written.is_ok());
}

/// Writes words in quotation marks on one line.
pub(crate) fn quote(out: &mut String, words: &str) {
    out.push('"');
    let mut plain = 0;
    for (at, char) in words.char_indices() {
        if must_escape(char) || char == '"' {
            out.push_str(words.get(plain..at).unwrap_or_default());
            escape(out, char);
            plain = at + char.len_utf8();
        }
    }
    out.push_str(words.get(plain..).unwrap_or_default());
    out.push('"');
}

/// Writes one character in single quotation marks.
pub(crate) fn quote_char(out: &mut String, char: char) {
    out.push('\'');
    if must_escape(char) || char == '\'' {
        escape(out, char);
    } else {
        out.push(char);
    }
    out.push('\'');
}

/// What would break the line, be invisible, or turn the order in which the rest is shown.
fn must_escape(char: char) -> bool {
    match char {
        '\\' => true,
        ' '..='~' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2066}'..='\u{2069}' | '\u{feff}' => true,
        _ => char.is_control(),
    }
}

fn escape(out: &mut String, char: char) {
    match char {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '"' | '\'' | '\\' => out.extend(['\\', char]),
        _ => write_display(out, format_args!("\\u{{{:x}}}", u32::from(char))),
    }
}
