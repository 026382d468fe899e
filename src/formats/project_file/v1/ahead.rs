//! Marks that are made before their turn, several at once: most marks of most files are sound
//! whatever else is in the file, and those are nearly all of the work.
//!
//! A mark that is made here is the one that its turn would make of its record. Whatever cannot be
//! made like that is left to its turn, which also says what is wrong with it: the same file gives
//! the same project and the same problems, on however many threads.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::quick;
use super::records::{self, Carried};
use super::twins::Twins;
use super::version::Finder;
use crate::formats::at_once;
use crate::formats::ron_file::scan::Item;
use crate::project::build::{ById, marks_by_id};
use crate::project::{Annotation, Id, Identity, Tagset};
use crate::span::Span;
use crate::text::{Text, TextRange};

/// What a mark must fit, beside the other marks.
#[derive(Clone, Copy)]
pub(super) struct Ground<'g> {
    /// The tags and attributes that there are.
    pub tagset: &'g Tagset,
    /// The identities that there are.
    pub identities: &'g BTreeMap<Id, Arc<Identity>>,
    /// The article's text.
    pub text: &'g Text,
}

/// A mark, and from its first word to its last beside it: most of them are then taken up without being
/// looked at, which for those of another version would be all that there is to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Made {
    /// The mark.
    pub mark: Arc<Annotation>,
    /// From its first word to its last; none if it is implicit.
    pub hull: Option<TextRange>,
}

impl Made {
    pub(super) fn new(mark: Annotation) -> Self {
        Self {
            hull: mark.span().map(Span::hull),
            mark: Arc::new(mark),
        }
    }
}

/// So many marks for a thread are worth its beginning.
const EACH: usize = 4_000;

/// How many threads a list of so many marks is worth on this machine.
pub(super) fn threads(marks: usize) -> usize {
    (marks / EACH).clamp(1, at_once::threads())
}

/// The marks of a list, as far as they can be made before their turn. Those whose words stand in
/// another version of the file are that version's.
pub(super) fn marks(
    ground: Ground<'_>,
    file: &str,
    items: &[Item],
    other: Option<Finder<'_>>,
    threads: usize,
) -> Vec<Option<Made>> {
    let mut made = vec![None; items.len()];
    let size = items.len().div_ceil(threads.max(1)).max(1);
    let fill = |items: &[Item], made: &mut [Option<Made>]| {
        // Nothing is looked for here: only what is wrong would have to be.
        let (mut other, mut carried) = (other, Carried::default());
        for (item, made) in items.iter().zip(made) {
            *made = mark(ground, file, item, other.as_mut(), &mut carried);
        }
    };
    let chunks = items.chunks(size).zip(made.chunks_mut(size));
    at_once::each(chunks.collect(), |(items, made)| fill(items, made));
    made
}

fn mark(
    ground: Ground<'_>,
    file: &str,
    item: &Item,
    mut other: Option<&mut Finder<'_>>,
    carried: &mut Carried,
) -> Option<Made> {
    let found = file.get(item.start..item.end);
    if let Some(made) = other.as_mut().and_then(|other| other.find(found?)) {
        let identity = made.mark.identity.as_deref();
        let fits = identity.is_none_or(|id| ground.identities.contains_key(id));
        return fits.then(|| made.clone());
    }
    let record = quick::annotation(file.get(item.value..item.end)?)?;
    let id = Id::new(record.id.as_str());
    let made = Made::new(records::annotation(ground, carried, record, &id).ok()?);
    if let Some(other) = other {
        other.go_to(made.hull);
    }
    Some(made)
}

/// All marks of a list in its order, by their ids, and as what was looked through for twins: if all of
/// them were made before their turn, and each is sound beside the others. In most files they are, and
/// to look each up before the next takes several times as long.
pub(super) fn all_of(ahead: &[Option<Made>]) -> Option<(Vec<Arc<Annotation>>, ById, Twins)> {
    let made = || ahead.iter().flatten();
    let marks: Vec<_> = made().map(|it| Arc::clone(&it.mark)).collect();
    if marks.len() < ahead.len() {
        return None;
    }
    let without_twins = || {
        let mut twins = Twins::default();
        let mut each = made().enumerate().map(|(place, made)| {
            let before = marks.get(..place).unwrap_or_default();
            twins.twin_of(made, before)
        });
        let none = each.all(|twin| twin.is_none());
        none.then_some(twins)
    };
    let by_id = || marks_by_id(marks.iter().cloned()).ok();
    let (by_id, twins) = match threads(marks.len()) {
        1 => (by_id(), without_twins()),
        _ => {
            let (by_id, twins) = at_once::both(by_id, without_twins);
            (by_id, twins.flatten())
        }
    };
    let (by_id, twins) = (by_id?, twins?);
    Some((marks, by_id, twins))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::project_file::decode;
    use crate::formats::ron_file::scan::scan;

    /// A file with marks that are sound, escaped, misplaced and no marks at all.
    fn file() -> String {
        let mark = |place: usize| match place % 5 {
            0 => format!(
                "(id: \"{place}\", tag: \"claim\", at: [(0, 4, \"snow\")], by: \"{place}\")"
            ),
            1 => format!("(id: \"{place}\", tag: \"claim\", wording: \"so\")"),
            2 => format!("(id: \"{place}\", tag: \"claim\", wording: \"s\\u{{6f}}\")"),
            3 => format!("(id: \"{place}\", tag: \"claim\", at: [(1, 5, \"snow\")])"),
            _ => format!("(id: \"{place}\", tag: \"none\", wording: \"so\"), 7"),
        };
        let marks: Vec<String> = (0..23).map(mark).collect();
        format!("[{}]", marks.join(", "))
    }

    #[test]
    fn any_number_of_threads_makes_the_same_marks() {
        let file = file();
        let scanned = scan(&file).unwrap().root.group.unwrap().items;
        let sample = include_bytes!("../../../../tests/core/support/sound.ron");
        let project = decode(sample).unwrap().project;
        let (identities, text) = (BTreeMap::new(), Text::new("snow"));
        let ground = Ground {
            tagset: project.tagset(),
            identities: &identities,
            text: &text,
        };
        let alone = marks(ground, &file, &scanned, None, 1);
        assert_eq!(alone.len(), scanned.len());
        assert_eq!(alone.iter().flatten().count(), 10);
        for threads in 0..30 {
            assert_eq!(marks(ground, &file, &scanned, None, threads), alone);
        }
    }
}
