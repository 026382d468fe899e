//! Changing marks: their ends, wording, values and notes; deleting; undo and redo.

use std::sync::Arc;

use super::tagging::{twin, with_value};
use super::{Notice, Outcome, Workbench, World, refused};
use crate::command::{Command, Direction, End, Unit};
use crate::history::{Field, Whereabouts};
use crate::project::{Annotation, Edit, Entry, Id, Place, Value};
use crate::span::Span;
use crate::text::{ByteIndex, Text, boundary};

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
        let edits = self.edits_deleting(&[(entry.article().id.clone(), mark.clone())]);
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
    pub(super) fn edits_deleting(&self, marks: &[(Id, Id)]) -> Vec<Edit> {
        let (mut links, mut besides, mut removals) = (Vec::new(), Vec::new(), Vec::new());
        for (article, mark) in marks {
            let Some(entry) = self.project.entry(article) else {
                continue;
            };
            for link in entry.links_of(mark) {
                let edit = Edit::Link {
                    article: article.clone(),
                    id: link.id.clone(),
                    to: None,
                };
                if !links.contains(&edit) {
                    links.push(edit);
                }
            }
            let gone = |id: &Id| marks.iter().any(|(a, m)| a == article && m == id);
            for other in entry.implicit().filter(|other| !gone(&other.id)) {
                if let Place::Implicit {
                    wording,
                    beside: Some(beside),
                } = &other.place
                    && beside == mark
                {
                    let place = Place::Implicit {
                        wording: wording.clone(),
                        beside: None,
                    };
                    let to = Some(Arc::new(Annotation {
                        place,
                        ..(**other).clone()
                    }));
                    let (article, id) = (article.clone(), other.id.clone());
                    besides.push(Edit::Annotation { article, id, to });
                }
            }
            let (article, id) = (article.clone(), mark.clone());
            removals.push(Edit::Annotation {
                article,
                id,
                to: None,
            });
        }
        let orphans = self.orphaned_without(marks);
        links
            .into_iter()
            .chain(besides)
            .chain(removals)
            .chain(orphans)
            .collect()
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
            End::Start => span.with_start(moved(text, span.start(), end, to, by), text),
            End::End => span.with_end(moved(text, span.end(), end, to, by), text),
        };
        match moved {
            Ok(span) => self.set_span(&mark.id, span, world),
            Err(_) => Outcome::notice(Notice::plain("A mark needs words", "Delete removes it.")),
        }
    }

    pub(super) fn set_span(&mut self, mark: &Id, span: Span, world: &mut World<'_>) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let Some(old) = entry.annotation(mark).cloned() else {
            return Outcome::default();
        };
        if old.span() == Some(&span) {
            return Outcome::default();
        }
        if let Some(twin) = twin(entry, &old.tag, &span, &old.stamp.author, Some(mark)) {
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
            ..(*old).clone()
        };
        self.replace(new, "Move the ends")
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
                    wording.clone_into(old);
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
        let Some(name) = known
            .filter(|_| fits)
            .map(|attribute| attribute.name.clone())
        else {
            return Outcome::notice(Notice::plain("The tagset does not allow this value", ""));
        };
        let typed = matches!(value, Some(Value::Text(_))).then(|| attribute.as_str().to_owned());
        self.change(
            mark,
            &format!("Set {name}"),
            typed.as_deref(),
            world,
            |new| {
                new.attributes = with_value(&new.attributes, attribute, value);
            },
        )
    }

    pub(super) fn set_note(&mut self, mark: &Id, note: String, world: &mut World<'_>) -> Outcome {
        self.change(mark, "Write a note", Some("note"), world, |new| {
            new.note = note
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
            owner: mark.clone(),
            name: name.to_owned(),
        });
        let selected = self.selection.mark.clone();
        self.commit_field(name, edits, selected, field)
    }

    pub(super) fn undo(&mut self) -> Outcome {
        match self.history.undo(&mut self.project) {
            Ok(None) => Outcome::notice(Notice::plain("There is nothing to undo", "")),
            Ok(Some(step)) => {
                let place = step.before().clone();
                self.go_back_to(place)
            }
            Err(error) => refused(&error),
        }
    }

    pub(super) fn redo(&mut self) -> Outcome {
        match self.history.redo(&mut self.project) {
            Ok(None) => Outcome::notice(Notice::plain("There is nothing to redo", "")),
            Ok(Some(step)) => {
                let place = step.after().clone();
                self.go_back_to(place)
            }
            Err(error) => refused(&error),
        }
    }

    pub(super) fn go_to_step(&mut self, steps: usize) -> Outcome {
        let mut outcome = Outcome::default();
        while self.history.done().len() != steps {
            let back = self.history.done().len() > steps;
            outcome = if back { self.undo() } else { self.redo() };
            if !outcome.changed {
                break;
            }
        }
        outcome
    }

    fn go_back_to(&mut self, place: Whereabouts) -> Outcome {
        self.article = place.article;
        self.selection.collapse();
        if let Some(range) = place.range {
            (self.selection.anchor, self.selection.head) = (range.start, range.end);
        }
        self.selection.mark = place.mark;
        self.repair();
        let mark = self.selected().and_then(|mark| mark.span()).map(Span::hull);
        Outcome::changed().revealing(mark.or(place.range).filter(|range| !range.is_empty()))
    }

    pub(super) fn drop_aside(&mut self, at: usize) -> Outcome {
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
    fn orphaned_without(&self, marks: &[(Id, Id)]) -> Vec<Edit> {
        let gone = |article: &Id, mark: &Id| marks.iter().any(|(a, m)| a == article && m == mark);
        let find = |(article, mark): &(Id, Id)| {
            self.project
                .entry(article)
                .and_then(|entry: &Entry| entry.annotation(mark))
        };
        let mut named: Vec<&Id> = marks
            .iter()
            .filter_map(find)
            .filter_map(|mark| mark.identity.as_ref())
            .collect();
        named.sort();
        named.dedup();
        named.retain(|identity| {
            self.project
                .mentions(identity)
                .iter()
                .all(|(article, mark)| gone(article, &mark.id))
        });
        named
            .into_iter()
            .map(|id| Edit::Identity {
                id: id.clone(),
                to: None,
            })
            .collect()
    }
}

/// Where an end comes to stand. The end of a mark walks over ends of words and its start over
/// starts, so that no blank gets in.
fn moved(text: &Text, byte: ByteIndex, end: End, to: Direction, by: Unit) -> ByteIndex {
    match (by, to, end) {
        (Unit::Character, Direction::Forward, _) => boundary::next_grapheme(text, byte),
        (Unit::Character, Direction::Back, _) => boundary::previous_grapheme(text, byte),
        (Unit::Word, Direction::Forward, End::End) => boundary::next_word_end(text, byte),
        (Unit::Word, Direction::Back, End::End) => boundary::previous_word_end(text, byte),
        (Unit::Word, Direction::Forward, End::Start) => boundary::next_word_start(text, byte),
        (Unit::Word, Direction::Back, End::Start) => boundary::previous_word_start(text, byte),
    }
}
