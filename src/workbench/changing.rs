//! Changing marks: their ends, wording, values and notes; deleting; undo and redo.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::tagging::{span_of, twin, with_value};
use super::{Notice, Outcome, Workbench, World};
use crate::command::{Command, Direction, End, Unit};
use crate::history::Field;
use crate::project::{Annotation, Edit, Id, Place, Value, ValueKind};
use crate::span::Span;
use crate::text::{ByteIndex, Text, TextRange, boundary};

impl Workbench {
    pub(super) fn delete_selected(&mut self) -> Outcome {
        match self.selection.mark.clone() {
            Some(mark) => self.delete_mark(&mark),
            None => Outcome::notice(Notice::plain("No mark is selected", "Click on one first.")),
        }
    }

    pub(super) fn delete_mark(&mut self, mark: &Id) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let Some(old) = entry.annotation(mark) else {
            return Outcome::default();
        };
        let name = self
            .project
            .tagset()
            .tag(&old.tag)
            .map_or("mark", |tag| &tag.name)
            .to_owned();
        let links = entry.links_of(mark).count();
        let gone = BTreeSet::from([(entry.article().id.clone(), mark.clone())]);
        let edits = self.edits_deleting(&gone);
        let with = match links {
            0 => String::new(),
            1 => " and its link".to_owned(),
            n => format!(" and its {n} links"),
        };
        let outcome = self.commit(format!("Delete {name}"), edits, None);
        let notice = Notice::plain(format!("Deleted a mark of {name}{with}"), "");
        outcome.saying(notice.with_action("Undo", Command::Undo))
    }

    /// The edits that delete marks with all that hangs on them: their links, the place of an
    /// implicit mark beside them, and identities that nothing else refers to.
    pub(super) fn edits_deleting(&self, marks: &BTreeSet<(Id, Id)>) -> Vec<Edit> {
        let articles: BTreeSet<&Id> = marks.iter().map(|(article, _)| article).collect();
        let mut edits = Vec::new();
        let mut removals = Vec::new();
        for entry in self.project.entries() {
            let article = &entry.article().id;
            if !articles.contains(article) {
                continue;
            }
            let gone = |mark: &Id| marks.contains(&(article.clone(), mark.clone()));
            for link in entry.links().values() {
                if gone(&link.from) || gone(&link.to) {
                    let (article, id) = (article.clone(), link.id.clone());
                    edits.push(Edit::Link {
                        article,
                        id,
                        to: None,
                    });
                }
            }
            for mark in entry.annotations().values() {
                let (article, id) = (article.clone(), mark.id.clone());
                if gone(&id) {
                    removals.push(Edit::Annotation {
                        article,
                        id,
                        to: None,
                    });
                } else if let Some(alone) = without_neighbour(mark, gone) {
                    let to = Some(Arc::new(alone));
                    edits.push(Edit::Annotation { article, id, to });
                }
            }
        }
        edits.append(&mut removals);
        edits.extend(self.orphaned_without(marks));
        edits
    }

    pub(super) fn move_end(
        &mut self,
        end: End,
        to: Direction,
        by: Unit,
        world: &mut World<'_>,
    ) -> Outcome {
        let Some(mark) = self.selected().cloned() else {
            return Outcome::notice(Notice::plain("No mark is selected", "Click on one first."));
        };
        let (Some(span), Some(entry)) = (mark.span(), self.entry()) else {
            return Outcome::notice(Notice::plain("An implicit mark has no words to move", ""));
        };
        let text = &entry.article().text;
        let moved = match end {
            End::Start => span.with_start(moved(text, span, end, to, by), text),
            End::End => span.with_end(moved(text, span, end, to, by), text),
        };
        match moved {
            Ok(span) => self.put_on(&mark, span, "Move the ends", world),
            Err(_) => Outcome::notice(Notice::plain("A mark needs words", "Delete removes it.")),
        }
    }

    /// Puts a mark on other words, blanks at their ends left out.
    pub(super) fn set_span(&mut self, mark: &Id, span: &Span, world: &mut World<'_>) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let Some(old) = entry.annotation(mark).cloned() else {
            return Outcome::default();
        };
        if old.is_implicit() {
            return Outcome::notice(Notice::plain("An implicit mark has no words to move", ""));
        }
        let text = &entry.article().text;
        if span.end() > text.len() {
            return Outcome::notice(Notice::plain("These words are of another article", ""));
        }
        match span_of(span.fragments(), text) {
            Some(span) => self.put_on(&old, span, "Move the ends", world),
            None => Outcome::notice(Notice::plain("A mark needs words", "Delete removes it.")),
        }
    }

    /// Puts a mark on words that are fit for one.
    pub(super) fn put_on(
        &mut self,
        old: &Annotation,
        span: Span,
        name: &str,
        world: &mut World<'_>,
    ) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        if old.span() == Some(&span) {
            return Outcome::default();
        }
        if let Some(twin) = twin(entry, &old.tag, &span, &old.stamp.author, Some(&old.id)) {
            let tagset = Arc::clone(self.project.tagset());
            return match tagset.tag(&old.tag) {
                Some(tag) => self.refuse_twin(tag, &twin),
                None => Outcome::default(),
            };
        }
        let stamp = old.stamp.touched(world.now);
        let new = Annotation {
            place: Place::Span(span),
            stamp,
            ..old.clone()
        };
        self.replace(new, name)
    }

    pub(super) fn set_wording(
        &mut self,
        mark: &Id,
        wording: &str,
        world: &mut World<'_>,
    ) -> Outcome {
        let wording = if wording.trim().is_empty() {
            "unworded"
        } else {
            wording
        };
        self.change(
            mark,
            "Word an implicit mark",
            Some("wording"),
            world,
            |new| {
                if let Place::Implicit { wording: old, .. } = &mut new.place {
                    *old = wording.into();
                }
            },
        )
    }

    pub(super) fn set_value(
        &mut self,
        mark: &Id,
        attribute: Id,
        value: Option<Value>,
        world: &mut World<'_>,
    ) -> Outcome {
        let Some(old) = self.entry().and_then(|entry| entry.annotation(mark)) else {
            return Outcome::default();
        };
        let tagset = self.project.tagset();
        let fits = value
            .as_ref()
            .is_none_or(|value| tagset.fits_mark(&old.tag, &attribute, value));
        let known = tagset
            .tag(&old.tag)
            .and_then(|tag| tag.attribute(&attribute));
        let Some(known) = known.filter(|_| fits) else {
            return Outcome::notice(Notice::plain("The tagset does not allow this value", ""));
        };
        let name = format!("Set {}", known.name);
        let typed = (known.kind == ValueKind::Text).then(|| format!("value {attribute}"));
        self.change(mark, &name, typed.as_deref(), world, |new| {
            new.attributes = with_value(&new.attributes, attribute, value);
        })
    }

    pub(super) fn set_note(&mut self, mark: &Id, note: String, world: &mut World<'_>) -> Outcome {
        self.change(mark, "Write a note", Some("note"), world, |new| {
            new.note = note.into();
        })
    }

    /// Changes a mark in one step; in the step before, if that changed the same field.
    fn change(
        &mut self,
        mark: &Id,
        name: &str,
        field: Option<&str>,
        world: &mut World<'_>,
        change: impl FnOnce(&mut Annotation),
    ) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let Some(old) = entry.annotation(mark) else {
            return Outcome::default();
        };
        let (article, id) = (entry.article().id.clone(), mark.clone());
        let mut new = (**old).clone();
        change(&mut new);
        if new == **old {
            return Outcome::default();
        }
        new.stamp = old.stamp.touched(world.now);
        let edits = vec![Edit::Annotation {
            article,
            id,
            to: Some(Arc::new(new)),
        }];
        let field = field.map(|name| Field {
            article: self.article.clone(),
            owner: mark.clone(),
            name: name.to_owned(),
        });
        let selected = self.selection.mark.clone();
        self.commit_field(name, edits, selected, field)
    }

    pub(super) fn drop_aside(&mut self, at: usize) -> Outcome {
        if at >= self.project.aside().len() {
            return Outcome::default();
        }
        let mark = self.selection.mark.clone();
        let outcome = self.commit(
            "Drop a damaged part",
            vec![Edit::Aside { at, to: None }],
            mark,
        );
        let notice = Notice::plain("Dropped a damaged part", "");
        outcome.saying(notice.with_action("Undo", Command::Undo))
    }

    /// The edits that remove identities to which nothing refers once `marks` are gone.
    fn orphaned_without(&self, marks: &BTreeSet<(Id, Id)>) -> Vec<Edit> {
        let (mut leaving, mut staying) = (BTreeSet::new(), BTreeSet::new());
        for entry in self.project.entries() {
            let article = &entry.article().id;
            for mark in entry.annotations().values() {
                let goes = || marks.contains(&(article.clone(), mark.id.clone()));
                match &mark.identity {
                    Some(identity) if goes() => leaving.insert(identity),
                    Some(identity) => staying.insert(identity),
                    None => false,
                };
            }
        }
        let orphans = leaving.difference(&staying);
        let gone = orphans.map(|id| Edit::Identity {
            id: (***id).clone(),
            to: None,
        });
        gone.collect()
    }
}

/// An implicit mark shown beside one that goes: the same, beside none.
pub(super) fn without_neighbour(
    mark: &Annotation,
    gone: impl Fn(&Id) -> bool,
) -> Option<Annotation> {
    let Place::Implicit {
        wording,
        beside: Some(beside),
    } = &mark.place
    else {
        return None;
    };
    let place = Place::Implicit {
        wording: wording.clone(),
        beside: None,
    };
    gone(beside).then(|| Annotation {
        place,
        ..mark.clone()
    })
}

/// Where an end comes to stand. The end of a mark walks over ends of words and its start over
/// starts; by characters it goes on over blanks, so that none gets in.
fn moved(text: &Text, span: &Span, end: End, to: Direction, by: Unit) -> ByteIndex {
    let byte = match end {
        End::Start => span.start(),
        End::End => span.end(),
    };
    match (by, to, end) {
        (Unit::Character, ..) => over_blanks(text, span, byte, end, to),
        (Unit::Word, Direction::Forward, End::End) => boundary::next_word_end(text, byte),
        (Unit::Word, Direction::Back, End::End) => boundary::previous_word_end(text, byte),
        (Unit::Word, Direction::Forward, End::Start) => boundary::next_word_start(text, byte),
        (Unit::Word, Direction::Back, End::Start) => boundary::previous_word_start(text, byte),
    }
}

/// The next place that way where the character inside is no blank; where the end stood, if there is
/// none.
fn over_blanks(text: &Text, span: &Span, from: ByteIndex, end: End, to: Direction) -> ByteIndex {
    let mut byte = from;
    loop {
        let next = match to {
            Direction::Forward => boundary::next_grapheme(text, byte),
            Direction::Back => boundary::previous_grapheme(text, byte),
        };
        let (range, inside) = match end {
            End::Start => (TextRange::new(next, span.end()), next < span.end()),
            End::End => (TextRange::new(span.start(), next), next > span.start()),
        };
        if !inside {
            return next;
        }
        if next == byte {
            return from;
        }
        if boundary::trim(text, range) == Some(range) {
            return next;
        }
        byte = next;
    }
}
