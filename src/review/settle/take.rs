//! Taking readings of marks: whole, or what of them is in dispute.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Spot;
use super::decide::Impossible;
use super::draft::{Done, Draft, in_text_order};
use crate::project::{Annotation, Attributes, Id, Value};
use crate::review::compare::{About, Dispute, DisputeKind};

/// One of one's own marks, and the colleague's that it is held against.
type Pair = (Arc<Annotation>, Arc<Annotation>);

impl Draft<'_, '_, '_> {
    /// Makes one's own marks say what a colleague's do, in what is in dispute.
    pub(super) fn take(&mut self, sheet: usize, dispute: &Dispute, from: usize) -> Done {
        let spot = (sheet, dispute.position);
        if let About::Arrows(arrows) = &dispute.about {
            return self.take_arrows(spot, arrows, &[from], true);
        }
        let mut theirs = self.review.marks(spot, from).to_vec();
        theirs.sort_by_key(in_text_order);
        if theirs.is_empty() {
            return self.remove_held(spot);
        }
        let held = self.held(spot);
        if held.is_empty() {
            return self.add_all(spot, from, &theirs);
        }
        match (&dispute.about, dispute.kind) {
            (About::Value(attribute), _) => {
                let value = theirs.iter().find_map(|it| it.attributes.get(attribute));
                self.set_value(spot, attribute, value)
            }
            (_, DisputeKind::Missing) => Ok(()),
            (_, DisputeKind::Tag) => self.take_tags(spot, from, &theirs),
            (_, DisputeKind::Identity) => self.take_identity(spot, from, &theirs),
            _ => self.take_words(spot, from, &theirs),
        }
    }

    /// Keeps all readings side by side.
    pub(super) fn take_all(&mut self, sheet: usize, dispute: &Dispute, from: &[usize]) -> Done {
        let spot = (sheet, dispute.position);
        match &dispute.about {
            About::Arrows(arrows) => return self.take_arrows(spot, arrows, from, false),
            About::Value(_) => return Err(Impossible::One),
            About::Marks if dispute.kind == DisputeKind::Identity => return Err(Impossible::One),
            About::Marks => {}
        }
        for &number in from {
            let theirs = self.review.marks(spot, number).to_vec();
            let held = self.held(spot);
            // Who is there already with the same tag on the same words needs no copy.
            let new = theirs.iter().filter(|mark| {
                let same = |own: &Arc<Annotation>| own.tag == mark.tag && own.place == mark.place;
                !held.iter().any(same)
            });
            let new: Vec<_> = new.cloned().collect();
            if dispute.kind != DisputeKind::Missing || held.is_empty() {
                self.add_all(spot, number, &new)?;
            }
        }
        Ok(())
    }

    /// Takes away what is in dispute.
    pub(super) fn take_none(&mut self, sheet: usize, dispute: &Dispute) -> Done {
        let spot = (sheet, dispute.position);
        match &dispute.about {
            About::Arrows(arrows) => self.take_arrows(spot, arrows, &[], true),
            About::Value(attribute) => self.set_value(spot, attribute, None),
            About::Marks if dispute.kind == DisputeKind::Identity => self.set_identity(spot, None),
            About::Marks => self.remove_held(spot),
        }
    }

    fn remove_held(&mut self, spot: Spot) -> Done {
        for mark in self.held(spot) {
            self.remove_mark(spot.0, &mark.id)?;
        }
        Ok(())
    }

    /// Adds copies of a colleague's marks with their links.
    pub(super) fn add_all(&mut self, spot: Spot, from: usize, theirs: &[Arc<Annotation>]) -> Done {
        for mark in theirs {
            self.add_copy(spot, from, mark)?;
        }
        if theirs.is_empty() {
            return Ok(());
        }
        self.bring_links(spot, from)
    }

    /// As many marks of one's own as a colleague has at a position, each with theirs, in text
    /// order. What is over goes, and its links to what stays; what is missing comes.
    fn matched(
        &mut self,
        spot: Spot,
        from: usize,
        theirs: &[Arc<Annotation>],
    ) -> Result<Vec<Pair>, Impossible> {
        let held = self.held(spot);
        if let Some(first) = held.first() {
            for over in held.iter().skip(theirs.len().max(1)) {
                self.join(spot.0, &over.id, &first.id)?;
            }
        }
        for missing in theirs.iter().skip(held.len()) {
            self.add_copy(spot, from, missing)?;
        }
        // What was just added is as it shall be: only the others are held against theirs.
        let own = held.into_iter().zip(theirs.iter().cloned());
        let own = own.filter_map(|(mark, theirs)| {
            let now = self.entry(spot.0).ok()?.annotation(&mark.id)?;
            Some((Arc::clone(now), theirs))
        });
        Ok(own.collect())
    }

    fn take_tags(&mut self, spot: Spot, from: usize, theirs: &[Arc<Annotation>]) -> Done {
        let tagset = self.tagset_of(from);
        let apart = self.values_in_dispute(spot);
        let paired = self.held(spot).len() == theirs.len();
        for (own, their) in self.matched(spot, from, theirs)? {
            self.adopt_tag(&their.tag, &tagset)?;
            // Values that only their tag has come with it; those in dispute are decided for
            // themselves.
            let kept = own.attributes.iter().filter(|(id, _)| apart.contains(*id));
            let come = their.attributes.iter();
            let come = come.filter(|(id, _)| !apart.contains(*id));
            let fits =
                |id: &Id, value: &Value| self.mine().tagset().fits_mark(&their.tag, id, value);
            let attributes: Attributes = kept
                .chain(come)
                .filter(|(id, value)| fits(id, value))
                .map(|(id, value)| (id.clone(), value.clone()))
                .collect();
            let new = Annotation {
                tag: their.tag.clone(),
                attributes,
                ..Annotation::clone(&own)
            };
            self.touch(spot, &own, new)?;
        }
        self.bring_unless(paired, spot, from)
    }

    fn take_words(&mut self, spot: Spot, from: usize, theirs: &[Arc<Annotation>]) -> Done {
        let paired = self.held(spot).len() == theirs.len();
        for (own, their) in self.matched(spot, from, theirs)? {
            let new = Annotation {
                place: self.own_place(spot.0, from, &their.place),
                ..Annotation::clone(&own)
            };
            self.touch(spot, &own, new)?;
        }
        self.bring_unless(paired, spot, from)
    }

    /// Several marks in the place of one have links of their own, which come with them.
    fn bring_unless(&mut self, paired: bool, spot: Spot, from: usize) -> Done {
        if paired {
            return Ok(());
        }
        self.bring_links(spot, from)
    }

    fn take_identity(&mut self, spot: Spot, from: usize, theirs: &[Arc<Annotation>]) -> Done {
        let identity = theirs.iter().find_map(|mark| mark.identity.as_deref());
        let own = match identity {
            Some(identity) => self.identity_for(from, identity)?,
            None => None,
        };
        self.set_identity(spot, own.as_ref())
    }

    fn set_identity(&mut self, spot: Spot, identity: Option<&Id>) -> Done {
        for own in self.held(spot) {
            let new = Annotation {
                identity: identity.cloned().map(Box::new),
                ..Annotation::clone(&own)
            };
            self.touch(spot, &own, new)?;
            if let Some(before) = own.identity.as_deref().filter(|it| Some(*it) != identity) {
                self.forget_identity(before)?;
            }
        }
        Ok(())
    }

    fn set_value(&mut self, spot: Spot, attribute: &Id, value: Option<&Value>) -> Done {
        for own in self.held(spot) {
            let mut new = Annotation::clone(&own);
            match value {
                Some(value) if self.mine().tagset().fits_mark(&own.tag, attribute, value) => {
                    new.attributes.insert(attribute.clone(), value.clone());
                }
                Some(value) => return Err(Impossible::Value(value.to_string())),
                None => {
                    new.attributes.remove(attribute);
                }
            }
            self.touch(spot, &own, new)?;
        }
        Ok(())
    }

    /// Changes one of one's own marks, and says when, if it is another then. What it was when the
    /// review was opened is put back with its times.
    fn touch(&mut self, spot: Spot, own: &Annotation, new: Annotation) -> Done {
        if new == *own {
            return Ok(());
        }
        let before = self.review.marks(spot, 0).iter().find(|it| it.id == new.id);
        let put_back = before.map(|before| {
            let stamp = before.stamp.clone();
            Annotation {
                stamp,
                ..new.clone()
            } == **before
        });
        let stamp = match (put_back, before) {
            (Some(true), Some(before)) => before.stamp.clone(),
            _ => own.stamp.touched(self.now()),
        };
        self.set_mark(spot, Annotation { stamp, ..new })
    }

    /// The attributes whose values at a position are disputes of their own.
    fn values_in_dispute(&self, (sheet, position): Spot) -> BTreeSet<Id> {
        let compared = self.review.sheets.get(sheet);
        let disputes = compared.into_iter().flat_map(|it| &it.report.disputes);
        let here = disputes.filter(|it| it.position == position);
        let values = here.filter_map(|it| match &it.about {
            About::Value(attribute) => Some(attribute.clone()),
            _ => None,
        });
        values.collect()
    }
}
