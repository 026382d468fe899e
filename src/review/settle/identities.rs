//! Which of one's own identities a colleague's are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::decide::Impossible;
use super::draft::Draft;
use crate::project::{Annotation, Edit, Id, Identity};
use crate::review::compare::DisputeKind;

impl Draft<'_, '_, '_> {
    /// One's own identity for a colleague's: the one that the same marks refer to, or one of the
    /// same name and kind, or a new one.
    pub(super) fn identity_for(
        &mut self,
        from: usize,
        theirs: &Id,
    ) -> Result<Option<Id>, Impossible> {
        let project = self.review.colleagues.get(from).map(|it| &it.project);
        let Some(known) = project
            .and_then(|project| project.identity(theirs))
            .cloned()
        else {
            return Ok(None);
        };
        if !self.identities.contains_key(&from) {
            let met = self.met_identities(from);
            self.identities.insert(from, met);
        }
        let met = self.identities.get(&from).and_then(|map| map.get(theirs));
        if let Some(own) = met.filter(|own| self.mine().identity(own).is_some()) {
            return Ok(Some(own.clone()));
        }
        let taken: BTreeSet<&Id> = self
            .identities
            .get(&from)
            .into_iter()
            .flatten()
            .map(|it| it.1)
            .collect();
        let same = |it: &&Arc<Identity>| {
            it.name == known.name && it.kind == known.kind && !taken.contains(&it.id)
        };
        let found = self.mine().identities().find(same).map(|it| it.id.clone());
        let own = match found {
            Some(own) => own,
            None => self.new_identity(from, &known)?,
        };
        let map = self.identities.entry(from).or_default();
        map.insert(theirs.clone(), own.clone());
        Ok(Some(own))
    }

    fn new_identity(&mut self, from: usize, theirs: &Identity) -> Result<Id, Impossible> {
        let tagset = self.tagset_of(from);
        self.adopt_entity_kind(&theirs.kind, &tagset)?;
        let id = match self.mine().identity(&theirs.id) {
            None => theirs.id.clone(),
            Some(_) => self.new_id(),
        };
        let stamp = if from == 0 {
            theirs.stamp.clone()
        } else {
            self.stamp()
        };
        let identity = Identity {
            id: id.clone(),
            stamp,
            ..theirs.clone()
        };
        let to = Some(Arc::new(identity));
        let key = id.clone();
        self.make(Edit::Identity { id: key, to })?;
        Ok(id)
    }

    /// Which of one's own identities a colleague's are, by the marks that refer to both: pairs with
    /// the most marks first, each identity once. Positions whose identity is in dispute say nothing.
    fn met_identities(&self, from: usize) -> BTreeMap<Id, Id> {
        if from == 0 {
            let own = self.review.colleagues.first();
            let own = own.map(|it| it.project.identities());
            let same = own.into_iter().flatten();
            return same.map(|it| (it.id.clone(), it.id.clone())).collect();
        }
        let mut counts: BTreeMap<(Id, Id), usize> = BTreeMap::new();
        for (sheet, compared) in self.review.sheets.iter().enumerate() {
            let disputes = compared.report.disputes.iter();
            let disputed: BTreeSet<usize> = disputes
                .filter(|it| it.kind == DisputeKind::Identity)
                .map(|it| it.position)
                .collect();
            for position in 0..compared.report.positions.len() {
                let theirs = identity(self.review.marks((sheet, position), from));
                if disputed.contains(&position) {
                    continue;
                }
                let own = theirs
                    .as_ref()
                    .and_then(|_| identity(&self.held((sheet, position))));
                if let (Some(theirs), Some(own)) = (theirs, own) {
                    *counts.entry((theirs, own)).or_default() += 1;
                }
            }
        }
        let mut pairs: Vec<_> = counts.into_iter().collect();
        pairs.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let (mut met, mut taken) = (BTreeMap::new(), BTreeSet::new());
        for ((theirs, own), _) in pairs {
            if !met.contains_key(&theirs) && taken.insert(own.clone()) {
                met.insert(theirs, own);
            }
        }
        met
    }
}

fn identity(marks: &[Arc<Annotation>]) -> Option<Id> {
    marks
        .iter()
        .find_map(|mark| mark.identity.as_deref().cloned())
}
