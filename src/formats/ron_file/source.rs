//! The text of a RON file with its lines, and how a piece of it becomes a value.

use std::cell::OnceCell;

use ron::Options;
use ron::extensions::Extensions;
use serde::Deserialize;

use super::scan::{Group, Item};
use crate::formats::{Position, excerpt};

/// The text of a file, or of a part that was kept aside.
pub(crate) struct Source<'a> {
    text: &'a str,
    lines: OnceCell<Vec<usize>>,
    fixed: Option<Position>,
}

/// A place that is worked out only when it is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Spot {
    /// A byte of the file.
    Byte(usize),
    /// A known place.
    At(Position),
}

/// A piece that is no value of its type: what is wrong with it, and where.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) reason: String,
    pub(crate) at: Position,
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            lines: OnceCell::new(),
            fixed: None,
        }
    }

    /// A text that stands inside a string at this place, which is where all of it is said to be.
    pub(crate) fn inside(text: &'a str, at: Position) -> Self {
        Self {
            fixed: Some(at),
            ..Self::new(text)
        }
    }

    /// Whether this is the text of a file, and not of a part that was kept aside.
    pub(crate) fn is_file(&self) -> bool {
        self.fixed.is_none()
    }

    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// Line and column of a byte.
    pub(crate) fn position(&self, byte: usize) -> Position {
        if let Some(fixed) = self.fixed {
            return fixed;
        }
        let byte = self.text.floor_char_boundary(byte);
        let lines = self.lines.get_or_init(|| {
            let breaks = memchr::memchr_iter(b'\n', self.text.as_bytes());
            let after_breaks = breaks.map(|at| at + 1);
            std::iter::once(0).chain(after_breaks).collect()
        });
        let line = lines.partition_point(|start| *start <= byte);
        let start = lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(start..byte).unwrap_or_default();
        Position {
            line,
            column: before.chars().count() + 1,
        }
    }

    /// The place of a byte, to be resolved by the source of the whole file.
    pub(crate) fn spot(&self, byte: usize) -> Spot {
        self.fixed.map_or(Spot::Byte(byte), Spot::At)
    }

    /// Line and column of a spot.
    pub(crate) fn resolve(&self, spot: Spot) -> Position {
        match spot {
            Spot::Byte(byte) => self.position(byte),
            Spot::At(at) => at,
        }
    }

    pub(crate) fn char_at(&self, byte: usize) -> char {
        self.text
            .get(byte..)
            .and_then(|rest| rest.chars().next())
            .unwrap_or(' ')
    }

    /// The name of a field; none for an item without a colon.
    pub(crate) fn field_name(&self, item: &Item) -> Option<&'a str> {
        let name = self.text.get(item.start..item.colon?)?;
        let end = name
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(name.len());
        name.get(..end)
    }

    /// A whole item as it stands.
    pub(crate) fn item(&self, item: &Item) -> &'a str {
        self.text.get(item.start..item.end).unwrap_or_default()
    }

    /// The value of an item as it stands.
    pub(crate) fn value(&self, item: &Item) -> &'a str {
        self.text.get(item.value..item.end).unwrap_or_default()
    }

    /// The word before the bracket of a group whose value starts at `value`.
    pub(crate) fn name_before(&self, value: usize, group: &Group) -> &'a str {
        self.text
            .get(value..group.open)
            .unwrap_or_default()
            .trim_end()
    }

    /// The items of a field that is a list.
    pub(crate) fn list<'g>(&self, item: &'g Item) -> Result<&'g [Item], Unreadable> {
        self.group(item, "[").map(|group| &*group.items)
    }

    /// The group that an item is: one pair of brackets, which open with `bracket`, with nothing
    /// before or after.
    pub(crate) fn group<'g>(&self, item: &'g Item, bracket: &str) -> Result<&'g Group, Unreadable> {
        let whole = |group: &&Group| group.open == item.value && group.end == item.end;
        let opens = self.value(item).starts_with(bracket);
        item.group
            .as_deref()
            .filter(whole)
            .filter(|_| opens)
            .ok_or_else(|| Unreadable {
                reason: format!("must stand in brackets that open with {bracket}"),
                at: self.position(item.value),
            })
    }

    /// Reads the value of an item.
    pub(crate) fn read<T: Deserialize<'a>>(&self, item: &Item) -> Result<T, Unreadable> {
        let text = self.value(item);
        parse(text).map_err(|error| {
            let base = self.position(item.value);
            let found = error.span.start;
            let at = match self.fixed {
                Some(fixed) => fixed,
                None if found.line <= 1 => Position {
                    line: base.line,
                    column: base.column + found.col.saturating_sub(1),
                },
                None => Position {
                    line: base.line + found.line - 1,
                    column: found.col,
                },
            };
            Unreadable {
                reason: sentence(&error.code),
                at,
            }
        })
    }
}

/// Reads a piece of RON in which what may be absent stands without `Some`.
pub(crate) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> ron::error::SpannedResult<T> {
    Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .from_str(text)
}

/// What ron says, as the end of a sentence that the thing begins.
fn sentence(error: &ron::Error) -> String {
    use ron::Error as E;
    match error {
        E::NoSuchStructField { found, .. } => format!(
            "has a field {:?} that this Postil does not know; take it out, or open the file with a newer Postil",
            excerpt(found, 40)
        ),
        E::MissingStructField { field, .. } => format!("lacks the field {field:?}; add it"),
        E::DuplicateStructField { field, .. } => {
            format!("has the field {field:?} twice; take one of them out")
        }
        E::NoSuchEnumVariant {
            expected, found, ..
        } => format!(
            "has {:?} where one of these is expected: {}",
            excerpt(found, 40),
            expected.join(", ")
        ),
        E::IntegerOutOfBounds => "has a number that is too large".to_owned(),
        E::ExceededRecursionLimit => "is nested too deep".to_owned(),
        E::InvalidValueForType { expected, found } => {
            format!(
                "has {} where {} is expected",
                excerpt(found, 60),
                excerpt(expected, 60)
            )
        }
        other => {
            let message = excerpt(&other.to_string(), 160);
            let mut letters = message.chars();
            let first = letters.next().into_iter().flat_map(char::to_lowercase);
            format!(
                "cannot be read: {}",
                first.chain(letters).collect::<String>()
            )
        }
    }
}
