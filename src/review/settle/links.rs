//! Taking readings of links.

use std::sync::Arc;

use super::Spot;
use super::draft::{Done, Draft, in_text_order};
use crate::project::{Edit, Id, Link};
use crate::review::compare::{About, Arrow};

impl Draft<'_, '_, '_> {
    /// Makes one's own links along some arrows those that some colleagues drew there. With `only`,
    /// those that none of them drew go. A link whose end one does not have is not made.
    pub(super) fn take_arrows(
        &mut self,
        spot: Spot,
        arrows: &[Arrow],
        from: &[usize],
        only: bool,
    ) -> Done {
        for arrow in arrows {
            let other = (spot.0, arrow.to);
            let mut wanted = Vec::new();
            for &number in from {
                let links = self.drawn(spot, other, arrow, number);
                wanted.extend(links.into_iter().map(|link| (number, link)));
            }
            if only {
                self.remove_others(spot, other, arrow, &wanted)?;
            }
            for (number, link) in wanted {
                self.add_link(spot, other, number, &link)?;
            }
        }
        Ok(())
    }

    /// The links that a colleague drew along an arrow.
    fn drawn(&self, from: Spot, to: Spot, arrow: &Arrow, number: usize) -> Vec<Arc<Link>> {
        let (starts, ends) = (
            self.review.marks(from, number),
            self.review.marks(to, number),
        );
        let links = self.review.links(from.0, number).iter();
        let along = links.filter(|link| {
            starts.iter().any(|mark| mark.id == link.from)
                && ends.iter().any(|mark| mark.id == link.to)
                && arrow.kind.as_ref().is_none_or(|kind| *kind == link.kind)
        });
        along.cloned().collect()
    }

    fn remove_others(
        &mut self,
        from: Spot,
        to: Spot,
        arrow: &Arrow,
        wanted: &[(usize, Arc<Link>)],
    ) -> Done {
        let ends = self.held(to);
        for mark in self.held(from) {
            let entry = self.entry(from.0)?;
            let links = entry.links_of(&mark.id).filter(|link| {
                link.from == mark.id
                    && ends.iter().any(|end| end.id == link.to)
                    && arrow.kind.as_ref().is_none_or(|kind| *kind == link.kind)
                    && !wanted.iter().any(|(_, it)| it.kind == link.kind)
            });
            let gone: Vec<Id> = links.map(|link| link.id.clone()).collect();
            for id in gone {
                let article = self.article(from.0)?;
                let to = None;
                self.make(Edit::Link { article, id, to })?;
            }
        }
        Ok(())
    }

    /// Copies a colleague's link, unless one of its kind is there or an end is not.
    fn add_link(&mut self, from: Spot, to: Spot, number: usize, theirs: &Link) -> Done {
        let start = self.own_end(from, number, &theirs.from);
        let end = self.own_end(to, number, &theirs.to);
        let (Some(start), Some(end)) = (start, end) else {
            return Ok(());
        };
        let same = |it: &Arc<Link>| it.kind == theirs.kind && it.from == start && it.to == end;
        let there = self.entry(from.0)?.links_of(&start).any(same);
        if there || start == end {
            return Ok(());
        }
        let tagset = self.tagset_of(number);
        self.adopt_link_kind(&theirs.kind, &tagset)?;
        let id = match self.entry(from.0)?.link(&theirs.id) {
            None => theirs.id.clone(),
            Some(_) => self.new_id(),
        };
        let known = self.mine().tagset().link(&theirs.kind);
        let allowed = known.map(|kind| kind.attributes.as_slice());
        let fits = |id: &Id, value: &_| {
            crate::project::tagset::fits(allowed.unwrap_or_default(), id, value)
        };
        let attributes = theirs.attributes.iter();
        let attributes = attributes
            .filter(|(id, value)| fits(id, value))
            .map(|(id, value)| (id.clone(), value.clone()))
            .collect();
        let stamp = if number == 0 {
            theirs.stamp.clone()
        } else {
            self.stamp()
        };
        let link = Link {
            id: id.clone(),
            kind: theirs.kind.clone(),
            from: start,
            to: end,
            attributes,
            note: theirs.note.clone(),
            stamp,
        };
        let (article, to) = (self.article(from.0)?, Some(Arc::new(link)));
        self.make(Edit::Link { article, id, to })
    }

    /// One's own mark for a colleague's: the one at its place among as many, or else the first that
    /// stands for the position.
    fn own_end(&self, spot: Spot, number: usize, theirs: &Id) -> Option<Id> {
        let own = self.held(spot);
        let mut marks = self.review.marks(spot, number).to_vec();
        marks.sort_by_key(in_text_order);
        let mut place = 0;
        if own.len() == marks.len() {
            place = marks.iter().position(|mark| mark.id == *theirs)?;
        }
        own.get(place).map(|mark| mark.id.clone())
    }

    /// Brings the links of a colleague's marks that have come, as far as the other end is there.
    /// Links that are in dispute are decided for themselves.
    pub(super) fn bring_links(&mut self, spot: Spot, number: usize) -> Done {
        let theirs = self.review.marks(spot, number).to_vec();
        let links = self.review.links(spot.0, number).iter().filter(|link| {
            let mut marks = theirs.iter();
            marks.any(|mark| mark.id == link.from || mark.id == link.to)
        });
        let links: Vec<Arc<Link>> = links.cloned().collect();
        for link in links {
            let from = self.spot_of(spot.0, number, &link.from);
            let to = self.spot_of(spot.0, number, &link.to);
            let (Some(from), Some(to)) = (from, to) else {
                continue;
            };
            if !self.is_disputed(from, to, &link.kind) {
                self.add_link(from, to, number, &link)?;
            }
        }
        Ok(())
    }

    fn is_disputed(&self, from: Spot, to: Spot, kind: &Id) -> bool {
        let compared = self.review.sheets.get(from.0);
        let disputes = compared.into_iter().flat_map(|it| &it.report.disputes);
        let mut here = disputes.filter(|it| it.position == from.1);
        here.any(|it| match &it.about {
            About::Arrows(arrows) => arrows.iter().any(|arrow| {
                let same = arrow.kind.as_ref().is_none_or(|it| it == kind);
                arrow.to == to.1 && same
            }),
            _ => false,
        })
    }
}
