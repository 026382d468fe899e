//! Whose name stands on marks, and in whose file they came.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::{Id, Place, Project};
use crate::text::Digest;

/// A mark as anybody would know it again: on which text, with which tag, where.
type Known<'a> = (Digest, &'a Id, Vec<(usize, usize)>, &'a str);

/// Says where what a file is called and whose names stand on its marks do not go together, a
/// sentence each: a file that is called like one of the annotators and has nothing of theirs, or
/// has marks in the name of somebody else whose own file lacks them. Each file comes with its name
/// without an ending; `me` is who looks at them, with a project of their own.
///
/// Nothing is changed for it: an author is data, and anybody can write any name.
pub fn doubts(files: &[(&str, &Project)], me: Option<(&str, &Project)>) -> Vec<String> {
    let signed: Vec<_> = files
        .iter()
        .map(|(_, project)| by_author(project))
        .collect();
    let mut everybody: BTreeSet<&str> = signed.iter().flat_map(BTreeMap::keys).copied().collect();
    everybody.extend(me.map(|(name, _)| name));
    let mut own: BTreeMap<&str, BTreeSet<Known<'_>>> = BTreeMap::new();
    if let Some((name, project)) = me {
        own.insert(name, by_author(project).remove(name).unwrap_or_default());
    }
    for ((file, _), signed) in files.iter().zip(&signed) {
        for (author, marks) in signed.iter().filter(|(author, _)| names(file, author)) {
            own.entry(author).or_insert_with(|| marks.clone());
        }
    }
    let mut found = Vec::new();
    for ((file, _), signed) in files.iter().zip(&signed) {
        // A file that is nobody's, such as one in which a team has decided, speaks for many.
        if !everybody.iter().any(|name| names(file, name)) {
            continue;
        }
        found.extend(called_otherwise(file, signed, &everybody));
        for (author, marks) in signed.iter().filter(|(author, _)| !names(file, author)) {
            let Some(theirs) = own.get(author) else {
                continue;
            };
            let strange = marks.difference(theirs).count();
            if strange > 0 {
                let (noun, ask) = match strange {
                    1 => ("mark", "whose is it?"),
                    _ => ("marks", "whose are they?"),
                };
                found.push(format!(
                    "{file} holds {strange} {noun} in the name of {author} that {author}’s own \
                     project lacks: {ask}"
                ));
            }
        }
    }
    found
}

/// A file that is called like somebody and holds only what others have signed.
fn called_otherwise(
    file: &str,
    signed: &BTreeMap<&str, BTreeSet<Known<'_>>>,
    everybody: &BTreeSet<&str>,
) -> Option<String> {
    let called = everybody.iter().find(|name| names(file, name))?;
    let authors: Vec<&str> = signed.keys().copied().collect();
    if authors.is_empty() || authors.iter().any(|author| names(file, author)) {
        return None;
    }
    let authors = authors.join(", ");
    Some(format!(
        "{file} is called like {called}, and its marks are in the name of {authors}: whose are they?"
    ))
}

/// Whether a file is called like somebody: by a word of their name that is no initial.
fn names(file: &str, author: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        let words = name.split(|letter: char| !letter.is_alphanumeric());
        words.map(str::to_lowercase).collect()
    };
    let file = words(file);
    let mut author = words(author).into_iter();
    author.any(|word| word.chars().count() > 1 && file.contains(&word))
}

/// The marks of a project by their author; those without one are nobody's.
fn by_author(project: &Project) -> BTreeMap<&str, BTreeSet<Known<'_>>> {
    let mut found: BTreeMap<&str, BTreeSet<Known<'_>>> = BTreeMap::new();
    for entry in project.entries() {
        let digest = entry.article().text.digest();
        for mark in entry.annotations().values() {
            let author = mark.stamp.author.as_str();
            if !author.is_empty() {
                let known = match &mark.place {
                    Place::Span(span) => {
                        let pieces = span.fragments().iter().map(|it| (it.start.0, it.end.0));
                        (digest, &mark.tag, pieces.collect(), "")
                    }
                    Place::Implicit { wording, .. } => {
                        (digest, &mark.tag, Vec::new(), wording.as_str())
                    }
                };
                found.entry(author).or_default().insert(known);
            }
        }
    }
    found
}
