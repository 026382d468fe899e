//! What is selected: words, a caret, a mark.

use super::{Notice, Outcome, Workbench, World};
use crate::project::Id;
use crate::span::Span;
use crate::text::{ByteIndex, TextRange, boundary};

/// What is selected in the article in view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Where the selection of words began.
    pub anchor: ByteIndex,
    /// Where it ends; the caret. No words are selected if both are one.
    pub head: ByteIndex,
    /// Further words that belong to the selection.
    pub more: Vec<TextRange>,
    /// The selected mark.
    pub mark: Option<Id>,
    /// What is selected stays while further words are selected.
    pub kept: bool,
    /// The selections that were expanded to this one, the smallest first.
    pub(super) smaller: Vec<TextRange>,
}

impl Selection {
    /// The words from one end to the other, whichever comes first; empty at the caret if none are
    /// selected.
    pub fn range(&self) -> TextRange {
        TextRange::new(self.anchor, self.head)
    }

    /// Whether words are selected.
    pub fn has_words(&self) -> bool {
        self.anchor != self.head || !self.more.is_empty()
    }

    /// Every stretch of selected words, in order.
    pub fn ranges(&self) -> Vec<TextRange> {
        let mut ranges = self.more.clone();
        ranges.push(self.range());
        ranges.retain(|range| !range.is_empty());
        ranges.sort();
        ranges
    }

    /// Keeps the caret and lets the words go.
    pub(super) fn collapse(&mut self) {
        self.anchor = self.head;
        self.more.clear();
        self.smaller.clear();
        self.kept = false;
    }
}

impl Workbench {
    pub(super) fn select_text(&mut self, anchor: ByteIndex, head: ByteIndex) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let text = &entry.article().text;
        let whole = boundary::snap_to_graphemes(text, TextRange::new(anchor, head));
        let (anchor, head) = if anchor <= head {
            (whole.start, whole.end)
        } else {
            (whole.end, whole.start)
        };
        let before = std::mem::take(&mut self.selection);
        let kept = if before.kept {
            before
        } else {
            Selection::default()
        };
        self.selection = Selection {
            anchor,
            head,
            smaller: Vec::new(),
            ..kept
        };
        Outcome::default()
    }

    /// Keeps what is selected while further words are selected. The words that are selected while
    /// a mark is kept go to that mark.
    pub(super) fn keep_words(&mut self, world: &mut World<'_>) -> Outcome {
        let range = self.selection.range();
        let has_mark = self.selection.mark.is_some();
        if self.selection.kept && has_mark && !range.is_empty() {
            self.selection.kept = false;
            return self.add_words(range, world);
        }
        if range.is_empty() && !has_mark {
            let hint = "Then select more: a tag’s key makes one mark of all.";
            return Outcome::notice(Notice::plain("Select some words first", hint));
        }
        if !range.is_empty() {
            self.selection.more.push(range);
            self.selection.anchor = self.selection.head;
        }
        self.selection.smaller.clear();
        self.selection.kept = true;
        Outcome::default()
    }

    /// Selects the innermost mark at the caret; if it is selected already, the next one out.
    pub(super) fn select_at_caret(&mut self) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let caret = self.selection.head;
        let mut marks = entry.at(caret);
        if marks.is_empty() {
            // Behind the last letter of a mark is still at it.
            marks = entry.at(boundary::previous_grapheme(&entry.article().text, caret));
        }
        marks.sort_by_key(|mark| !self.filter.shows(mark));
        let here = self.selection.mark.as_ref();
        let place = marks.iter().position(|mark| Some(&mark.id) == here);
        let next = place.map_or(0, |place| (place + 1) % marks.len().max(1));
        let Some(mark) = marks.get(next).map(|mark| mark.id.clone()) else {
            let hint = "Move the caret onto a mark, or go to the next one.";
            return Outcome::notice(Notice::plain("No mark is here", hint));
        };
        let outcome = self.select_mark(&mark);
        // The caret stays, so that the next one out is of the same place.
        (self.selection.anchor, self.selection.head) = (caret, caret);
        outcome
    }

    pub(super) fn add_words(&mut self, range: TextRange, world: &mut World<'_>) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let text = &entry.article().text;
        let Some(range) = boundary::trim(text, boundary::snap_to_graphemes(text, range)) else {
            return Outcome::default();
        };
        if let Some(mark) = self.selected().cloned()
            && let Some(span) = mark.span()
        {
            return match span.with_fragment(range, text) {
                Ok(span) => self.put_on(&mark, span, "Add words", world),
                Err(_) => Outcome::default(),
            };
        }
        let before = self.selection.range();
        if !before.is_empty() {
            self.selection.more.push(before);
        }
        (self.selection.anchor, self.selection.head) = (range.start, range.end);
        Outcome::default()
    }

    pub(super) fn select_mark(&mut self, id: &Id) -> Outcome {
        let Some(mark) = self.entry().and_then(|entry| entry.annotation(id)) else {
            return Outcome::default();
        };
        let hull = mark.span().map(Span::hull);
        self.selection.collapse();
        if let Some(hull) = hull {
            (self.selection.anchor, self.selection.head) = (hull.start, hull.start);
        }
        self.selection.mark = Some(id.clone());
        Outcome::default().revealing(hull)
    }

    /// Lets go of one thing: the armed tag, then the words, then the mark.
    pub(super) fn step_back(&mut self) -> Outcome {
        if self.armed.take().is_some() {
            return Outcome::default();
        }
        if self.selection.has_words() {
            self.selection.collapse();
        } else {
            self.selection.mark = None;
            self.selection.kept = false;
        }
        Outcome::default()
    }

    pub(super) fn expand(&mut self) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let range = match self.selected().and_then(|mark| mark.span()) {
            Some(span) if !self.selection.has_words() => span.hull(),
            _ => self.selection.range(),
        };
        let larger = boundary::expand(&entry.article().text, range);
        if larger == range {
            return Outcome::default().revealing(Some(larger));
        }
        self.selection.smaller.push(range);
        (self.selection.anchor, self.selection.head) = (larger.start, larger.end);
        self.selection.mark = None;
        Outcome::default().revealing(Some(larger))
    }

    pub(super) fn shrink(&mut self) -> Outcome {
        let Some(smaller) = self.selection.smaller.pop() else {
            return Outcome::default();
        };
        (self.selection.anchor, self.selection.head) = (smaller.start, smaller.end);
        Outcome::default().revealing(Some(smaller))
    }
}
