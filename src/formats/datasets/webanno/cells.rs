//! What cells say of an annotation.

use super::parse::{Annotation, Column, Kind, Spot};
use super::{split, unescaped};

/// Gives an annotation what one of its cells says.
pub(super) fn fill(annotation: &mut Annotation, spot: &Spot<'_>, column: &Column, value: &str) {
    let said = |value: &str| (value != "*").then(|| unescaped(value));
    match &column.kind {
        Kind::Span(Some(name)) => {
            let new = annotation.features.iter().all(|(known, _)| known != name);
            if let Some(value) = new.then(|| said(value)).flatten() {
                annotation.features.push((name.clone(), value));
            }
        }
        // A mark of several tokens has its slots on each of them.
        Kind::Role if annotation.line == spot.line => {
            let roles = split(value, ';').into_iter();
            let roles = roles.map(|role| (said(role).unwrap_or_default(), String::new()));
            annotation.slots.extend(roles);
        }
        Kind::Slot if annotation.line == spot.line => {
            let mut open = annotation.slots.iter_mut().filter(|(_, to)| to.is_empty());
            for target in split(value, ';') {
                if let Some((_, to)) = open.next() {
                    target.clone_into(to);
                }
            }
        }
        _ => {}
    }
}

/// A value and the number in brackets after it.
pub(super) fn numbered(value: &str) -> (&str, Option<usize>) {
    let inner = value
        .strip_suffix(']')
        .filter(|inner| !inner.ends_with('\\'));
    let parts = inner.and_then(|inner| inner.rsplit_once('['));
    match parts {
        Some((before, number)) => match number.parse() {
            Ok(number) => (before, Some(number)),
            Err(_) => (value, None),
        },
        None => (value, None),
    }
}
