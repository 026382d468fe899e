//! Names and ids: what may be one, and what things are called.

use crate::project::{Colour, Id, LineStyle, TagStyle, Tagset, ValueKind};

/// A name that was typed, without blanks at its ends, if it can be one.
///
/// # Errors
/// A sentence: it is empty, or one of `taken` is the same but for capitals.
pub(super) fn wanted<'a>(
    what: &str,
    typed: &str,
    taken: impl IntoIterator<Item = &'a str>,
) -> Result<String, String> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(sentence(&format!("{what} needs a name")));
    }
    let same = |other: &&str| other.trim().to_lowercase() == name.to_lowercase();
    match taken.into_iter().find(same) {
        Some(other) => Err(format!("There is {what} named {other} already.")),
        None => Ok(name.to_owned()),
    }
}

/// An id for something of this name: its letters and digits with dashes between the words, and a
/// number after them if one of `taken` is that already.
pub(super) fn new_id<'a>(name: &str, taken: impl Iterator<Item = &'a Id>) -> Id {
    let taken: Vec<&str> = taken.map(Id::as_str).collect();
    let lower = name.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let slug = match words.is_empty() {
        true => "unnamed".to_owned(),
        false => words.join("-"),
    };
    let numbered = (2..).map(|n: u64| format!("{slug}-{n}"));
    let mut all = std::iter::once(slug.clone()).chain(numbered);
    let free = all.find(|id| !taken.contains(&id.as_str()));
    Id::new(free.unwrap_or(slug))
}

/// What is said when the thing to change was taken away meanwhile.
pub(super) fn gone(what: &str) -> String {
    format!("That {what} is not there any more.")
}

/// Words as a sentence: a capital first, a full stop last.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).chain(['.']).collect()
}

/// The name of the tag of this id.
pub(super) fn of_tag<'a>(tagset: &'a Tagset, id: &'a Id) -> &'a str {
    tagset.tag(id).map_or(id.as_str(), |tag| tag.name.as_str())
}

/// What a colour is called.
pub fn of_colour(colour: Colour) -> &'static str {
    match colour {
        Colour::Blue => "blue",
        Colour::Orange => "orange",
        Colour::Green => "green",
        Colour::Purple => "purple",
        Colour::Olive => "olive",
        Colour::Pink => "pink",
        Colour::Grey => "grey",
        Colour::Teal => "teal",
    }
}

/// What a line is called.
pub fn of_line(line: LineStyle) -> &'static str {
    match line {
        LineStyle::Rule => "rule",
        LineStyle::Double => "double rule",
        LineStyle::Thick => "thick line",
        LineStyle::Wave => "wave",
        LineStyle::Bar => "bar",
        LineStyle::Dots => "dots",
        LineStyle::Ticked => "ticked rule",
        LineStyle::Capped => "capped line",
    }
}

/// What a style is called.
pub fn of_style(style: TagStyle) -> &'static str {
    match style {
        TagStyle::Statement => "statement",
        TagStyle::Mention => "mention",
    }
}

/// What a kind of value is called.
pub fn of_value(kind: &ValueKind) -> &'static str {
    match kind {
        ValueKind::Flag => "flag",
        ValueKind::Choice(_) => "choice",
        ValueKind::Text => "text",
        ValueKind::Number => "number",
    }
}
