//! Identities: which are the same, and which marks refer to them.

use super::meanings::{Meaning, Meanings};
use super::records::IdentityRecord;
use super::{Draft, Gather, unused};
use crate::formats::{Severity, excerpt};
use crate::project::{Id, Identity, Stamp};

impl Gather {
    pub(super) fn identity(
        &mut self,
        draft: &mut Draft,
        marks: &Meanings,
        record: IdentityRecord,
        line: usize,
    ) {
        let id = self.identity_id(&record, line);
        for mention in &record.mentions {
            let mark = match marks.of(draft, &Id::new(mention)) {
                Meaning::Mark(at) => draft.marks.get_mut(at),
                // It was said already that this mark was left out.
                Meaning::Nothing => {
                    self.left_out += 1;
                    continue;
                }
                Meaning::Unsaid => None,
            };
            match mark {
                Some(mark) if mark.identity.is_none() => mark.identity = Some(Box::new(id.clone())),
                Some(mark) if mark.identity.as_deref() == Some(&id) => {}
                Some(mark) => {
                    let what = format!(
                        "span {mention:?} is a mention of {:?} and of {id:?}; the first was kept",
                        mark.identity.as_deref().map_or("", Id::as_str)
                    );
                    self.leave_out(line, what);
                }
                None => {
                    let mention = excerpt(mention, 60);
                    let what = format!(
                        "identity {id:?} is mentioned by span {mention:?}, which is not there; correct the id"
                    );
                    self.leave_out(line, what);
                }
            }
        }
    }

    /// The identity that a record means: one that is known by this id and name, or a new one.
    fn identity_id(&mut self, record: &IdentityRecord, line: usize) -> Id {
        let kind = self.entity_kind(record.kind.as_deref().unwrap_or("other"), line);
        let wanted = record
            .id
            .clone()
            .unwrap_or_else(|| format!("i-{}", record.name));
        let differs = |id: &Id| {
            self.identities
                .get(id)
                .is_some_and(|known| known.name != record.name)
        };
        let id = unused(&wanted, differs);
        if id.as_str() != wanted {
            let what = format!(
                "identity id {wanted:?} stands for two names; {:?} is {id:?} now",
                excerpt(&record.name, 60)
            );
            self.say(line, Severity::Warning, what);
        }
        let known = self.identities.get(&id).map(|known| known.kind.clone());
        if let Some(known) = known {
            if known != kind {
                let what = format!("identity {id:?} is of two kinds; {known:?} was kept");
                self.say(line, Severity::Warning, what);
            }
            return id;
        }
        let (name, note, stamp) = (record.name.clone(), String::new(), Stamp::default());
        self.identities.insert(
            id.clone(),
            Identity {
                id: id.clone(),
                name,
                kind,
                note,
                stamp,
            },
        );
        id
    }
}
