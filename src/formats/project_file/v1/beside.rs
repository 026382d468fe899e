//! Implicit marks that are shown beside another mark, which must be there.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Part;
use super::articles::Draft;
use super::decode::{Damage, Loader};
use super::records;
use crate::formats::Position;
use crate::project::{Annotation, Id};

/// An implicit mark that is shown beside another. Whether that is sound is known only when all
/// marks are read, so that its record is kept until then.
pub(super) struct Beside {
    pub(super) id: Id,
    pub(super) other: Id,
    pub(super) record: String,
    pub(super) at: Position,
    /// Its place on the shelf, if it was kept aside before.
    pub(super) shelf: Option<usize>,
}

impl Loader<'_> {
    /// Puts each implicit mark aside that is shown beside a mark that is not there, and then those
    /// beside it.
    pub(super) fn put_lonely_aside(&mut self, draft: &mut Draft) {
        let article = draft.article.id.clone();
        let mut by_other: BTreeMap<Id, Vec<Beside>> = BTreeMap::new();
        let mut lonely = Vec::new();
        for it in std::mem::take(&mut draft.beside) {
            match it.other != it.id && draft.by_id.contains_key(&it.other) {
                true => by_other.entry(it.other.clone()).or_default().push(it),
                false => lonely.push(it),
            }
        }
        while let Some(it) = lonely.pop() {
            lonely.extend(by_other.remove(&it.id).unwrap_or_default());
            draft.by_id.remove(&it.id);
            let reason = records::lonely(&it.other, &it.id, &draft.lost);
            let reason = format!("mark {:?} {reason}", it.id);
            draft.lost.insert(it.id);
            let damage = Damage { reason, at: it.at };
            match it.shelf {
                Some(place) => self.leave_on_shelf(place),
                None => self.put_aside(Part::Annotation, Some(&article), &it.record, damage),
            }
        }
        if draft.marks.len() != draft.by_id.len() {
            let stays = |mark: &Arc<Annotation>| draft.by_id.contains_key(&mark.id);
            draft.marks.retain(stays);
        }
    }
}
