//! Which marks the words of a block have, and how much of each crowd of them is laid out.

use std::cmp::Reverse;
use std::sync::Arc;

use super::ArticleView;
use super::lanes::Weight;
use super::layout::Shown;
use crate::app::scene::Scene;
use crate::project::{Annotation, Entry, Id, Place, Tagset};
use crate::span::Span;
use crate::text::TextRange;

/// The marks of a block.
#[derive(Default)]
pub(super) struct Marks {
    /// Those that are laid out, in the order of the text.
    pub shown: Vec<Shown>,
    /// Those that would lie too deep in a crowd to be seen: they are counted.
    pub crowd: Vec<Arc<Annotation>>,
}

/// Up to so many marks of a block are laid out, whatever they are.
const FEW: usize = 200;
/// Of more, so many over each stretch of so many bytes. No line shows more than a few.
const DEEP: usize = 40;
const STRETCH: usize = 64;

impl ArticleView {
    /// The marks on some words as they are to be shown, one whose end is being dragged with the
    /// words that it would have.
    pub(super) fn marks_on(&self, range: TextRange, entry: &Entry, scene: &Scene<'_>) -> Marks {
        let tagset = scene.workbench.project().tagset();
        let selected = scene.workbench.selection().mark.as_ref();
        let moving = self.gesture.moving();
        let found = entry
            .overlapping(range)
            .filter(|mark| moving.is_none_or(|(moved, _)| mark.id != *moved));
        let (found, crowd) = thin(found.collect(), range, selected);
        // What the filter hides is not missed either.
        let missed = |mark: &&Arc<Annotation>| scene.workbench.filter().shows(mark);
        let crowd = crowd.into_iter().filter(missed).map(Arc::clone).collect();
        let shown = |mark: &Arc<Annotation>| {
            let span = mark.span()?;
            let tag = tag_of(tagset, mark)?;
            let chosen = selected == Some(&mark.id);
            let weight = Weight {
                statement: tag,
                chosen,
                dimmed: !chosen && !scene.workbench.filter().shows(mark),
                length: span.len(),
            };
            Some(Shown {
                annotation: Arc::clone(mark),
                weight,
            })
        };
        let moved = moving.and_then(|(mark, span)| {
            let old = entry.annotation(mark)?;
            let new = Annotation {
                place: Place::Span(span.clone()),
                ..(**old).clone()
            };
            shown(&Arc::new(new))
        });
        let still = found.into_iter().filter_map(shown);
        Marks {
            shown: still.chain(moved).collect(),
            crowd,
        }
    }
}

/// Whether a mark's tag makes statements; none if the tagset does not have it.
fn tag_of(tagset: &Tagset, mark: &Annotation) -> Option<bool> {
    tagset.tag(&mark.tag).map(crate::project::Tag::is_statement)
}

/// Takes out of a crowd the marks that would lie too deep to be seen: the shorter stays before the
/// longer, as it lies on top, and the selected one always.
fn thin<'a>(
    mut found: Vec<&'a Arc<Annotation>>,
    range: TextRange,
    selected: Option<&Id>,
) -> (Vec<&'a Arc<Annotation>>, Vec<&'a Arc<Annotation>>) {
    if found.len() <= FEW {
        return (found, Vec::new());
    }
    let length = |mark: &Annotation| mark.span().map_or(0, Span::len);
    found.sort_by_cached_key(|mark| (selected != Some(&mark.id), length(mark)));
    let mut over = vec![0_usize; range.len() / STRETCH + 1];
    let mut crowd = Vec::new();
    found.retain(|mark| {
        let hull = mark.span().map_or(range, Span::hull);
        let Some(words) = hull.intersection(range) else {
            return false;
        };
        let first = (words.start.0 - range.start.0) / STRETCH;
        let last = words.end.0.saturating_sub(range.start.0 + 1) / STRETCH;
        let Some(stretches) = over.get_mut(first..=last.max(first)) else {
            return false;
        };
        let stays = stretches.iter().any(|count| *count < DEEP);
        if stays {
            stretches.iter_mut().for_each(|count| *count += 1);
        } else {
            crowd.push(*mark);
        }
        stays
    });
    let place = |mark: &Annotation| mark.span().map(|span| (span.start(), Reverse(span.end())));
    found.sort_by(|one, two| {
        let order = place(one).cmp(&place(two));
        order.then_with(|| one.id.cmp(&two.id))
    });
    (found, crowd)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Stamp;
    use crate::text::Text;

    fn marks(text: &Text, ranges: impl Iterator<Item = (usize, usize)>) -> Vec<Arc<Annotation>> {
        let made = ranges.enumerate().map(|(at, (start, end))| {
            Arc::new(Annotation {
                id: Id::new(format!("m{at:05}")),
                tag: "claim".into(),
                place: Place::Span(Span::single(TextRange::new(start, end), text).expect("words")),
                attributes: Default::default(),
                note: Default::default(),
                identity: None,
                stamp: Stamp::default(),
            })
        });
        made.collect()
    }

    #[test]
    fn of_a_crowd_on_one_word_few_are_laid_out_and_all_are_counted() {
        let text = Text::new("word ".repeat(100));
        let all = marks(&text, (0..10_000).map(|_| (5, 9)));
        let selected = Id::new("m09999");
        let (found, crowd) = thin(all.iter().collect(), text.range(), Some(&selected));
        assert_eq!(found.len(), DEEP);
        assert_eq!(found.len() + crowd.len(), all.len());
        assert!(found.iter().any(|mark| mark.id == selected));
    }

    #[test]
    fn where_every_word_is_marked_none_is_left_out() {
        let text = Text::new("word ".repeat(1000));
        let single = (0..1000).map(|at| (at * 5, at * 5 + 4));
        let pairs = (0..999).map(|at| (at * 5, at * 5 + 9));
        let all = marks(&text, single.chain(pairs));
        let (found, crowd) = thin(all.iter().collect(), text.range(), None);
        assert_eq!((found.len(), crowd.len()), (all.len(), 0));
    }

    #[test]
    fn the_shorter_is_kept_before_the_longer() {
        let text = Text::new("x".repeat(60));
        let all = marks(&text, (1..=50).rev().cycle().take(300).map(|end| (0, end)));
        let (found, _) = thin(all.iter().collect(), text.range(), None);
        let longest = found.iter().map(|mark| mark.span().map_or(0, Span::len));
        assert_eq!(longest.max(), Some(7), "six of each length");
    }
}
