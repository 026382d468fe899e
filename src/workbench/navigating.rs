//! Going from mark to mark and from article to article; showing and hiding.

use super::{Notice, Outcome, Workbench};
use crate::command::Direction;
use crate::project::Id;
use crate::span::Span;

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
