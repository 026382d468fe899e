//! A decision in the making: edits that are made on a copy of one's own project as they are found,
//! so that each can see what those before it did.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::decide::{Impossible, Settled, recorded};
use super::{Review, Spot};
use crate::project::{
    Annotation, Decision, Edit, Entry, Id, Link, Place, Project, Stamp, Tagset, Time,
};
use crate::text::ByteIndex;

/// Who decides, when, and where new ids come from.
pub struct Hand<'w> {
    /// The name that goes on what is taken over.
    pub author: &'w str,
    /// Now.
    pub now: Time,
    /// Gives an id that nothing else has.
    pub next_id: &'w mut dyn FnMut() -> Id,
}

/// What came of a step; the edits that were made stay in the draft.
pub(super) type Done = Result<(), Impossible>;

/// A decision in the making.
pub(super) struct Draft<'r, 'h, 'w> {
    pub(super) review: &'r Review,
    mine: Project,
    edits: Vec<Edit>,
    /// What takes the edits back, in their order.
    inverse: Vec<Edit>,
    held: BTreeMap<Spot, BTreeSet<Id>>,
    hand: &'h mut Hand<'w>,
    /// For each colleague, which of one's own identities each of theirs is.
    pub(super) identities: BTreeMap<usize, BTreeMap<Id, Id>>,
}

impl<'r, 'h, 'w> Draft<'r, 'h, 'w> {
    pub(super) fn new(review: &'r Review, mine: &Project, hand: &'h mut Hand<'w>) -> Self {
        Self {
            review,
            mine: mine.clone(),
            edits: Vec::new(),
            inverse: Vec::new(),
            held: BTreeMap::new(),
            hand,
            identities: BTreeMap::new(),
        }
    }

    pub(super) fn finish(self, count: usize) -> Settled {
        Settled {
            edits: self.edits,
            held: self.held,
            count,
        }
    }

    /// How many edits were made so far: where a step that fails can be taken back to.
    pub(super) fn made(&self) -> usize {
        self.edits.len()
    }

    /// Takes back every edit after the first `made`. That ids of marks that are gone are still held
    /// is no harm: who looks for them finds nothing.
    pub(super) fn go_back(&mut self, made: usize) {
        while self.edits.len() > made {
            self.edits.pop();
            if let Some(undo) = self.inverse.pop() {
                let taken_back = self.mine.apply(&[undo]);
                debug_assert!(taken_back.is_ok(), "an inverse was refused");
            }
        }
    }

    /// One's own project as it is after what was done so far.
    pub(super) fn mine(&self) -> &Project {
        &self.mine
    }

    pub(super) fn stamp(&self) -> Stamp {
        Stamp::new(self.hand.author, self.hand.now)
    }

    pub(super) fn now(&self) -> Time {
        self.hand.now
    }

    pub(super) fn make(&mut self, edit: Edit) -> Done {
        let mut undo = self.mine.apply(std::slice::from_ref(&edit))?;
        self.inverse.append(&mut undo);
        self.edits.push(edit);
        Ok(())
    }

    pub(super) fn record(&mut self, decision: Decision) -> Done {
        self.make(recorded(decision))
    }

    pub(super) fn article(&self, sheet: usize) -> Result<Id, Impossible> {
        self.review.article(sheet).cloned().ok_or(Impossible::Gone)
    }

    pub(super) fn entry(&self, sheet: usize) -> Result<&Entry, Impossible> {
        let id = self.review.article(sheet).ok_or(Impossible::Gone)?;
        self.mine.entry(id).ok_or(Impossible::Gone)
    }

    pub(super) fn tagset_of(&self, number: usize) -> Arc<Tagset> {
        let colleague = self.review.colleagues.get(number);
        colleague
            .map(|it| Arc::clone(it.project.tagset()))
            .unwrap_or_default()
    }

    /// One's own marks that stand for a position, in text order.
    pub(super) fn held(&self, spot: Spot) -> Vec<Arc<Annotation>> {
        let Ok(entry) = self.entry(spot.0) else {
            return Vec::new();
        };
        let before = self.review.held.get(&spot).into_iter().flatten();
        let ids: BTreeSet<&Id> = before
            .chain(self.held.get(&spot).into_iter().flatten())
            .collect();
        let marks = ids.into_iter().filter_map(|id| entry.annotation(id));
        let mut marks: Vec<_> = marks.cloned().collect();
        marks.sort_by_key(in_text_order);
        marks
    }

    pub(super) fn hold(&mut self, spot: Spot, mark: &Id) {
        self.held.entry(spot).or_default().insert(mark.clone());
    }

    /// Makes one of one's own marks this. If it becomes the same as another by the same annotator,
    /// that one stands for both.
    pub(super) fn set_mark(&mut self, spot: Spot, mark: Annotation) -> Done {
        let entry = self.entry(spot.0)?;
        if entry.annotation(&mark.id).is_some_and(|old| **old == mark) {
            return Ok(());
        }
        let twin = twin(entry, &mark);
        let article = self.article(spot.0)?;
        if let Some(twin) = twin {
            self.hold(spot, &twin);
            return self.join(spot.0, &mark.id, &twin);
        }
        self.hold(spot, &mark.id);
        let id = mark.id.clone();
        let to = Some(Arc::new(mark));
        self.make(Edit::Annotation { article, id, to })
    }

    /// Takes a mark away whose links another gets.
    pub(super) fn join(&mut self, sheet: usize, mark: &Id, other: &Id) -> Done {
        let links: Vec<Arc<Link>> = self.entry(sheet)?.links_of(mark).cloned().collect();
        for link in links {
            let end = |id: &Id| if id == mark { other } else { id }.clone();
            let moved = Link {
                from: end(&link.from),
                to: end(&link.to),
                ..Link::clone(&link)
            };
            let article = self.article(sheet)?;
            let entry = self.entry(sheet)?;
            let same = |it: &Arc<Link>| {
                it.kind == moved.kind && it.from == moved.from && it.to == moved.to
            };
            let there = moved.from == moved.to || entry.links_of(other).any(same);
            let to = (!there).then(|| Arc::new(moved));
            let id = link.id.clone();
            self.make(Edit::Link { article, id, to })?;
        }
        self.remove_mark(sheet, mark)
    }

    /// Takes a mark away with all that hangs on it.
    pub(super) fn remove_mark(&mut self, sheet: usize, mark: &Id) -> Done {
        let article = self.article(sheet)?;
        let entry = self.entry(sheet)?;
        let Some(old) = entry.annotation(mark).cloned() else {
            return Ok(());
        };
        let links: Vec<Id> = entry.links_of(mark).map(|link| link.id.clone()).collect();
        let beside = entry.implicit().filter(|it| stands_beside(it, mark));
        let beside: Vec<Arc<Annotation>> = beside.cloned().collect();
        for id in links {
            let article = article.clone();
            self.make(Edit::Link {
                article,
                id,
                to: None,
            })?;
        }
        for it in beside {
            let alone = Annotation {
                place: beside_nothing(&it.place),
                ..Annotation::clone(&it)
            };
            let (article, id) = (article.clone(), it.id.clone());
            let to = Some(Arc::new(alone));
            self.make(Edit::Annotation { article, id, to })?;
        }
        self.make(Edit::Annotation {
            article,
            id: mark.clone(),
            to: None,
        })?;
        match &old.identity {
            Some(identity) => self.forget_identity(identity),
            None => Ok(()),
        }
    }

    /// Takes an identity away to which nothing refers any more.
    pub(super) fn forget_identity(&mut self, identity: &Id) -> Done {
        let entries = self.mine.entries().iter();
        let mut marks = entries.flat_map(|entry| entry.annotations().values());
        if marks.any(|mark| mark.identity.as_deref() == Some(identity)) {
            return Ok(());
        }
        let id = identity.clone();
        self.make(Edit::Identity { id, to: None })
    }

    /// Puts a copy of a colleague's mark into one's own project; one that is there already is left
    /// as it is. One's own, taken up again, is what it was.
    pub(super) fn add_copy(&mut self, spot: Spot, from: usize, theirs: &Annotation) -> Done {
        let tagset = self.tagset_of(from);
        self.adopt_tag(&theirs.tag, &tagset)?;
        let identity = match &theirs.identity {
            Some(identity) => self.identity_for(from, identity)?,
            None => None,
        };
        let stamp = if from == 0 {
            theirs.stamp.clone()
        } else {
            self.stamp()
        };
        let own = Arc::clone(self.mine.tagset());
        let fits = |(id, value): &(&Id, &_)| own.fits_mark(&theirs.tag, id, value);
        let attributes = theirs.attributes.iter().filter(fits);
        let attributes = attributes.map(|(id, value)| (id.clone(), value.clone()));
        let copy = Annotation {
            id: theirs.id.clone(),
            tag: theirs.tag.clone(),
            place: self.own_place(spot.0, from, &theirs.place),
            attributes: attributes.collect(),
            note: theirs.note.clone(),
            identity: identity.map(Box::new),
            stamp,
        };
        if let Some(twin) = twin(self.entry(spot.0)?, &copy) {
            self.hold(spot, &twin);
            return Ok(());
        }
        let id = if self.entry(spot.0)?.annotation(&copy.id).is_none() {
            copy.id.clone()
        } else {
            (self.hand.next_id)()
        };
        self.set_mark(spot, Annotation { id, ..copy })
    }

    /// A colleague's place in one's own article: beside one's own mark for theirs.
    pub(super) fn own_place(&self, sheet: usize, from: usize, place: &Place) -> Place {
        let Place::Implicit { wording, beside } = place else {
            return place.clone();
        };
        let beside = beside.as_ref().and_then(|beside| {
            let spot = self.spot_of(sheet, from, beside)?;
            self.held(spot).first().map(|mark| mark.id.clone())
        });
        Place::Implicit {
            wording: wording.clone(),
            beside: beside.map(Box::new),
        }
    }

    /// The position of a colleague's mark.
    pub(super) fn spot_of(&self, sheet: usize, from: usize, mark: &Id) -> Option<Spot> {
        let positions = &self.review.sheets.get(sheet)?.report.positions;
        let place = (0..positions.len()).find(|place| {
            let marks = self.review.marks((sheet, *place), from);
            marks.iter().any(|it| it.id == *mark)
        })?;
        Some((sheet, place))
    }

    pub(super) fn new_id(&mut self) -> Id {
        (self.hand.next_id)()
    }
}

/// What marks of one position are sorted by.
pub(super) fn in_text_order(mark: &Arc<Annotation>) -> Option<(ByteIndex, ByteIndex)> {
    mark.span().map(|span| (span.start(), span.end()))
}

/// Another mark by the same annotator with the same tag on the same words.
fn twin(entry: &Entry, mark: &Annotation) -> Option<Id> {
    let span = mark.span()?;
    let same = |it: &&Arc<Annotation>| {
        it.id != mark.id
            && it.tag == mark.tag
            && it.stamp.author == mark.stamp.author
            && it.span() == Some(span)
    };
    let found = entry.overlapping(span.hull()).find(same);
    found.map(|it| it.id.clone())
}

fn stands_beside(mark: &Annotation, other: &Id) -> bool {
    matches!(&mark.place, Place::Implicit { beside: Some(it), .. } if **it == *other)
}

fn beside_nothing(place: &Place) -> Place {
    match place {
        Place::Implicit { wording, .. } => Place::Implicit {
            wording: wording.clone(),
            beside: None,
        },
        Place::Span(_) => place.clone(),
    }
}
