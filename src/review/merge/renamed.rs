//! Marks that were made under one id by both sides and are two: one of them gets another.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fields::Three;
use super::marks::Apart;
use crate::project::{Annotation, Entry, Id, Place};
use crate::text::Digest;

/// Two marks that were made under one id. Which of them keeps it follows from the marks and not
/// from the sides.
pub(super) struct Two<'m> {
    pub(super) kept: &'m Annotation,
    pub(super) moved: &'m Annotation,
    /// The new id of the one that moved.
    pub(super) id: Id,
    moved_is_ours: bool,
}

impl<'m> Two<'m> {
    pub(super) fn of(it: &Three<'m, Arc<Annotation>>) -> Option<Self> {
        let (ours, theirs) = it.ours.zip(it.theirs)?;
        let new = it.has_base && it.base.is_none();
        let other = || ours.tag != theirs.tag || alone(&ours.place) != alone(&theirs.place);
        if !new || !other() {
            return None;
        }
        let (first, second) = (fingerprint(ours), fingerprint(theirs));
        let moved_is_ours = second < first;
        let (kept, moved, tail) = if moved_is_ours {
            (theirs, ours, first)
        } else {
            (ours, theirs, second)
        };
        Some(Self {
            kept,
            moved,
            id: Id::new(format!("{}-{tail}", moved.id)),
            moved_is_ours,
        })
    }
}

/// The new ids of marks that had the id of another mark, a side each.
#[derive(Default)]
pub(super) struct Renamed {
    pub(super) ours: BTreeMap<Id, Id>,
    pub(super) theirs: BTreeMap<Id, Id>,
}

impl Renamed {
    pub(super) fn of(apart: &[Apart<'_>]) -> Self {
        let mut renamed = Self::default();
        for two in apart.iter().filter_map(|(_, it)| Two::of(it)) {
            let side = match two.moved_is_ours {
                true => &mut renamed.ours,
                false => &mut renamed.theirs,
            };
            side.insert(two.moved.id.clone(), two.id);
        }
        renamed
    }
}

/// The implicit marks of a side that stand beside a mark with a new id, beside that id.
pub(super) fn repointed(
    entry: &Entry,
    renamed: &BTreeMap<Id, Id>,
) -> BTreeMap<Id, Arc<Annotation>> {
    let moved = entry.implicit().filter_map(|mark| {
        let Place::Implicit { beside, .. } = &mark.place else {
            return None;
        };
        let to = renamed.get(beside.as_ref()?)?;
        let mut mark = Arc::clone(mark);
        if let Place::Implicit { beside, .. } = &mut Arc::make_mut(&mut mark).place {
            *beside = Some(Box::new(to.clone()));
        }
        Some((mark.id.clone(), mark))
    });
    moved.collect()
}

/// A place whatever it stands beside, which is no matter of what it is.
fn alone(place: &Place) -> Place {
    match place {
        Place::Implicit { wording, .. } => Place::Implicit {
            wording: wording.clone(),
            beside: None,
        },
        Place::Span(_) => place.clone(),
    }
}

/// What tells two marks of one id apart, and is the same on both sides.
fn fingerprint(mark: &Annotation) -> String {
    let mark = Annotation {
        place: alone(&mark.place),
        ..mark.clone()
    };
    let digest = Digest::of(format!("{mark:?}").as_bytes()).to_string();
    digest.get(..8).unwrap_or_default().to_owned()
}
