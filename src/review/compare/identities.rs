//! Differences of identities: whether colleagues' marks refer to the same person or thing.
//!
//! Ids are each colleague's own, so identities go together by the marks that refer to them: as many
//! marks as can be refer to the same one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Dispute, DisputeKind, Said, differ, dispute, said};
use crate::project::{Annotation, Id};
use crate::review::align::Sheet;
use crate::review::assign::{Edge, cheapest};
use crate::review::pairing::Group;

/// The shared identity of each of a colleague's own.
type Shared = BTreeMap<Id, usize>;

pub(super) fn compare(sheet: &Sheet, groups: &[Group], disputes: &mut Vec<Dispute>) {
    let shared = shared(sheet, groups);
    for (place, group) in groups.iter().enumerate() {
        let meant = said(group, |number, marks| {
            let known = shared.get(number);
            match known {
                None => Said::Absent,
                // Who names no identities at all says nothing about any.
                Some(known) if known.is_empty() => Said::Absent,
                Some(known) => {
                    let shared = identity(marks).and_then(|id| known.get(id));
                    shared.map_or(Said::Nothing, |it| Said::Words(it.to_string()))
                }
            }
        });
        if !differ(&meant) {
            continue;
        }
        let named = group.iter().zip(meant).zip(&sheet.columns);
        let named = named.map(|((marks, said), column)| match said {
            Said::Words(_) => {
                let identities = column.as_ref().map(|column| &column.identities);
                let identity = identity(marks).and_then(|id| identities?.get(id));
                identity.map_or(Said::Nothing, |it| Said::Words(it.name.clone()))
            }
            said => said,
        });
        let readings = named.collect();
        disputes.push(dispute(
            sheet,
            DisputeKind::Identity,
            place,
            group,
            readings,
        ));
    }
}

fn shared(sheet: &Sheet, groups: &[Group]) -> Vec<Shared> {
    let mut meant_at: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); groups.len()];
    let mut count = 0;
    let mut found = Vec::new();
    for number in 0..sheet.columns.len() {
        let mut rows: BTreeMap<&Id, Vec<usize>> = BTreeMap::new();
        for (place, group) in groups.iter().enumerate() {
            let marks = group.get(number).map(Vec::as_slice).unwrap_or_default();
            if let Some(id) = identity(marks) {
                rows.entry(id).or_default().push(place);
            }
        }
        let edges = edges(&rows, &meant_at);
        let assigned = cheapest(rows.len(), count, &edges, f64::from(u32::MAX));
        let mut own = Shared::new();
        for ((id, places), column) in rows.into_iter().zip(assigned) {
            let shared = column.unwrap_or(count);
            count = count.max(shared + 1);
            for place in places {
                if let Some(meant) = meant_at.get_mut(place) {
                    *meant.entry(shared).or_default() += 1;
                }
            }
            own.insert(id.clone(), shared);
        }
        found.push(own);
    }
    found
}

fn edges(rows: &BTreeMap<&Id, Vec<usize>>, meant_at: &[BTreeMap<usize, usize>]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (row, places) in rows.values().enumerate() {
        let mut common: BTreeMap<usize, u32> = BTreeMap::new();
        let meant = places.iter().filter_map(|place| meant_at.get(*place));
        for shared in meant.flat_map(BTreeMap::keys) {
            *common.entry(*shared).or_default() += 1;
        }
        let found = common.into_iter().map(|(column, marks)| Edge {
            row,
            column,
            cost: f64::from(u32::MAX - marks),
        });
        edges.extend(found);
    }
    edges
}

fn identity(marks: &[Arc<Annotation>]) -> Option<&Id> {
    marks.iter().find_map(|mark| mark.identity.as_deref())
}
