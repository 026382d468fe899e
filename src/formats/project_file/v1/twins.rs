//! Which annotator has put which tag on which words: the same must not be there twice.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::ahead::Made;
use crate::project::Annotation;
use crate::span::Span;
use crate::text::TextRange;

/// The marks of an article, looked through for one that says the same as another.
///
/// A file that Postil wrote has its marks in the order of the text, so that only those on the same
/// words have to be compared. From the first on that stands elsewhere, each is looked up.
#[derive(Default)]
pub(super) struct Twins {
    /// From the first to the last word of the mark before.
    last: Option<TextRange>,
    /// The places of the marks there among all that were taken up.
    there: Vec<usize>,
    /// All of them, once they are not in order.
    all: Option<HashSet<SamePlace>>,
}

/// As many marks on the same words as are compared one by one.
const FEW: usize = 16;

impl Twins {
    /// Looks for a mark's twin, and if it has none, takes it up. `before` are all marks that were
    /// taken up before it, and it must be the next of them. An implicit mark stands nowhere, so that two of them are never the same.
    pub(super) fn twin_of(
        &mut self,
        Made { mark, hull }: &Made,
        before: &[Arc<Annotation>],
    ) -> Option<Arc<Annotation>> {
        let hull = (*hull)?;
        let order = self.last.map(|last| {
            let longer_first = last.end.cmp(&hull.end);
            hull.start.cmp(&last.start).then(longer_first)
        });
        if self.all.is_none() {
            match order {
                None => {}
                Some(order) if order.is_gt() => self.there.clear(),
                Some(order) if order.is_eq() && self.there.len() < FEW => {}
                Some(_) => self.all = Some(before.iter().filter_map(SamePlace::of).collect()),
            }
        }
        let twin = match &self.all {
            Some(all) => all.get(&SamePlace(Arc::clone(mark))).map(|twin| &twin.0),
            None => {
                let mut there = self.there.iter().filter_map(|place| before.get(*place));
                there.find(|it| key(it) == key(mark))
            }
        };
        if let Some(twin) = twin {
            return Some(Arc::clone(twin));
        }
        match &mut self.all {
            Some(all) => drop(all.insert(SamePlace(Arc::clone(mark)))),
            None => self.there.push(before.len()),
        }
        self.last = Some(hull);
        None
    }
}

/// A mark as what must not be there twice: one annotator's tag on the same words.
struct SamePlace(Arc<Annotation>);

impl SamePlace {
    fn of(mark: &Arc<Annotation>) -> Option<Self> {
        mark.span().map(|_| Self(Arc::clone(mark)))
    }
}

fn key(mark: &Annotation) -> (Option<&Span>, &str, &str) {
    (mark.span(), mark.tag.as_str(), &mark.stamp.author)
}

impl Hash for SamePlace {
    fn hash<H: Hasher>(&self, state: &mut H) {
        key(&self.0).hash(state);
    }
}

impl PartialEq for SamePlace {
    fn eq(&self, other: &Self) -> bool {
        key(&self.0) == key(&other.0)
    }
}

impl Eq for SamePlace {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::project::{Attributes, Id, Place, Stamp, Time};
    use crate::text::Text;

    fn mark(id: usize, (start, length, tag): (usize, usize, u8), text: &Text) -> Made {
        let range = TextRange::new(start, start + length);
        Made::new(Annotation {
            id: Id::new(id.to_string()),
            tag: Id::new(tag.to_string()),
            place: Place::Span(Span::single(range, text).expect("words")),
            attributes: Attributes::new(),
            note: Default::default(),
            identity: None,
            stamp: Stamp::new("Mara", Time::new(0)),
        })
    }

    proptest! {
        #[test]
        fn the_same_twins_are_found_in_any_order(
            mut places in prop::collection::vec((0usize..3, 1usize..3, 0u8..9), 0..60),
            sorted: bool,
        ) {
            if sorted {
                places.sort_by_key(|(start, length, _)| (*start, std::cmp::Reverse(*length)));
            }
            let text = Text::new("abcdef");
            let mut twins = Twins::default();
            let mut kept: Vec<Arc<Annotation>> = Vec::new();
            for (id, place) in places.into_iter().enumerate() {
                let mark = mark(id, place, &text);
                let expected = kept.iter().find(|it| key(it) == key(&mark.mark)).cloned();
                let found = twins.twin_of(&mark, &kept);
                prop_assert_eq!(&found, &expected);
                if found.is_none() {
                    kept.push(mark.mark);
                }
            }
        }
    }
}
