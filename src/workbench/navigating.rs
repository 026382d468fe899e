//! Going from mark to mark and from article to article; showing and hiding.

use super::{Notice, Outcome, Workbench};
use crate::command::Direction;
use crate::project::Id;
use crate::span::Span;
use crate::text::{ByteIndex, boundary};

impl Workbench {
    /// Goes to the next or the previous mark that the filter shows, round and round.
    pub(super) fn step_mark(&mut self, direction: Direction, tag: Option<&Id>) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let shown: Vec<_> = entry
            .in_text_order()
            .filter(|mark| self.filter.shows(mark))
            .filter(|mark| tag.is_none_or(|tag| mark.tag == *tag))
            .collect();
        let caret = self.selection.head;
        let order = |mark: &crate::project::Annotation| mark.span().map(Span::start);
        let here = self.selection.mark.as_ref();
        let here = here.and_then(|id| shown.iter().position(|mark| mark.id == *id));
        let last = shown.len().saturating_sub(1);
        let next = match (direction, here) {
            (Direction::Forward, Some(place)) if place == last => 0,
            (Direction::Forward, Some(place)) => place + 1,
            (Direction::Back, Some(0)) => last,
            (Direction::Back, Some(place)) => place - 1,
            (Direction::Forward, None) => shown
                .iter()
                .position(|mark| order(mark) >= Some(caret))
                .unwrap_or(0),
            (Direction::Back, None) => shown
                .iter()
                .rposition(|mark| order(mark) < Some(caret))
                .unwrap_or(last),
        };
        match shown.get(next).map(|mark| mark.id.clone()) {
            Some(id) => self.select_mark(&id),
            None => Outcome::notice(Notice::plain("No such mark in this article", "")),
        }
    }

    /// Goes to the next or the previous mark of the selected mark's tag; of any tag if none is
    /// selected.
    pub(super) fn step_same_tag(&mut self, direction: Direction) -> Outcome {
        let tag = self.selected().map(|mark| mark.tag.clone());
        self.step_mark(direction, tag.as_ref())
    }

    /// Selects the next or the previous sentence on which no mark stands.
    pub(super) fn step_untagged(&mut self, direction: Direction) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let text = &entry.article().text;
        let selected = self.selected().and_then(|mark| Some(mark.span()?.hull()));
        let here = selected.unwrap_or_else(|| self.selection.range());
        let step = |at: ByteIndex| match direction {
            Direction::Forward => boundary::next_sentence(text, at),
            Direction::Back => boundary::previous_sentence(text, at),
        };
        // A sentence at the very start begins at no place after the caret.
        let first = boundary::sentence_at(text, ByteIndex(0));
        let is_first = direction == Direction::Forward && here.is_empty() && here.start.0 == 0;
        let mut next = match is_first && !first.is_empty() {
            true => Some(first),
            false => step(here.start),
        };
        while let Some(sentence) = next {
            if entry.overlapping(sentence).next().is_none() {
                (self.selection.anchor, self.selection.head) = (sentence.start, sentence.end);
                self.selection.more.clear();
                self.selection.smaller.clear();
                self.selection.kept = false;
                self.selection.mark = None;
                return Outcome::default().revealing(Some(sentence));
            }
            next = step(sentence.start);
        }
        let hint = "Every sentence from here on has one.";
        Outcome::notice(Notice::plain("No sentence without a mark", hint))
    }

    pub(super) fn step_article(&mut self, direction: Direction) -> Outcome {
        let entries = self.project.entries();
        let here = self
            .article
            .as_ref()
            .and_then(|id| self.project.position(id))
            .unwrap_or(0);
        let next = match direction {
            Direction::Forward => entries.get(here + 1),
            Direction::Back => here.checked_sub(1).and_then(|place| entries.get(place)),
        };
        match next.map(|entry| entry.article().id.clone()) {
            Some(id) => self.show_article(&id),
            None => Outcome::notice(Notice::plain("There is no further article", "")),
        }
    }

    pub(super) fn next_undone(&mut self) -> Outcome {
        let entries = self.project.entries();
        let here = self
            .article
            .as_ref()
            .and_then(|id| self.project.position(id))
            .unwrap_or(0);
        let round = entries.iter().cycle().skip(here + 1).take(entries.len());
        let next = round.into_iter().find(|entry| !entry.status().done);
        match next.map(|entry| entry.article().id.clone()) {
            Some(id) => self.show_article(&id),
            None => Outcome::notice(Notice::good("All articles are done", "")),
        }
    }

    pub(super) fn toggle_tag(&mut self, tag: &Id) -> Outcome {
        if self.project.tagset().tag(tag).is_some() {
            self.filter.toggle(tag);
        }
        Outcome::default()
    }

    pub(super) fn solo_tag(&mut self, tag: &Id) -> Outcome {
        let tagset = std::sync::Arc::clone(self.project.tagset());
        if tagset.tag(tag).is_some() {
            self.filter.solo(tag, &tagset);
        }
        Outcome::default()
    }

    pub(super) fn show_all(&mut self) -> Outcome {
        self.filter.show_all();
        Outcome::default()
    }
}
