//! Settling what a merge has left: readings that are words, of a thing on which one of them stands.

use std::sync::Arc;

use super::decide::{Choice, Impossible};
use super::draft::{Done, Draft};
use crate::project::{
    Annotation, Attributes, Dispute, Edit, Entry, Id, Identity, Link, Number, Place, Subject,
    Value, ValueKind,
};
use crate::review::merge::place_words;
use crate::span::Span;
use crate::text::{Text, TextRange};

/// What one side says if it deleted the thing.
const DELETED: &str = "deleted";

impl Draft<'_, '_, '_> {
    /// Makes a thing what one of the readings says, and strikes the conflict off.
    pub(super) fn settle_conflict(&mut self, dispute: &Dispute, choice: Choice) -> Done {
        // Whoever took the thing away since has decided.
        if self.is_gone(dispute) {
            return self.strike_off(dispute);
        }
        let said = match choice {
            Choice::Reading(place) => {
                let reading = dispute.readings.get(place);
                reading.ok_or(Impossible::NoReading)?.value.as_deref()
            }
            Choice::Both => return Err(Impossible::One),
            Choice::Neither if is_optional(&dispute.field) => None,
            Choice::Neither => return Err(Impossible::Needed),
        };
        match dispute.about {
            Subject::Mark => self.settle_mark(dispute, said)?,
            Subject::Link => self.settle_link(dispute, said)?,
            Subject::Identity => self.settle_identity(dispute, said)?,
            Subject::Article | Subject::Tagset => Self::keep_what_stands(dispute, said)?,
        }
        self.strike_off(dispute)
    }

    fn strike_off(&mut self, dispute: &Dispute) -> Done {
        let id = dispute.id.clone();
        self.make(Edit::Dispute { id, to: None })
    }

    fn entry_of(&self, dispute: &Dispute) -> Result<&Entry, Impossible> {
        let article = dispute.article.as_ref().ok_or(Impossible::Gone)?;
        self.mine().entry(article).ok_or(Impossible::Gone)
    }

    fn is_gone(&self, dispute: &Dispute) -> bool {
        let entry = self.entry_of(dispute).ok();
        match dispute.about {
            Subject::Mark => entry.is_none_or(|it| it.annotation(&dispute.thing).is_none()),
            Subject::Link => entry.is_none_or(|it| it.link(&dispute.thing).is_none()),
            Subject::Identity => self.mine().identity(&dispute.thing).is_none(),
            Subject::Article => self.mine().entry(&dispute.thing).is_none(),
            Subject::Tagset => false,
        }
    }

    /// A tagset or an article's own fields are changed in their editors: here what stands is kept.
    /// A merge lets the reading stand that comes first in the order of words, as a dispute lists it.
    fn keep_what_stands(dispute: &Dispute, said: Option<&str>) -> Done {
        let stands = dispute.readings.first();
        let what = || format!("{} of the {}", dispute.field, dispute.about.name());
        stands
            .is_some_and(|it| it.value.as_deref() == said)
            .then_some(())
            .ok_or_else(|| Impossible::ByHand(what()))
    }

    fn settle_mark(&mut self, dispute: &Dispute, said: Option<&str>) -> Done {
        let entry = self.entry_of(dispute)?;
        let old = entry.annotation(&dispute.thing).ok_or(Impossible::Gone)?;
        let text = &entry.article().text;
        let mut new = Annotation::clone(old);
        match dispute.field.as_str() {
            "deleted" if said == Some(DELETED) => return self.delete_mark(dispute),
            "deleted" => return Ok(()),
            "tag" => {
                let tag = self.mine().tagset().tag(&Id::new(said.unwrap_or_default()));
                let tag = tag.ok_or_else(|| Impossible::Value(said.unwrap_or_default().into()))?;
                new.tag = tag.id.clone();
                new.attributes
                    .retain(|id, value| crate::project::tagset::fits(&tag.attributes, id, value));
            }
            "place" => new.place = place(said, old, text, entry).ok_or(Impossible::Gone)?,
            "note" => new.note = said.unwrap_or_default().into(),
            "identity" => {
                new.identity = said.map(Id::new).map(Box::new);
                let known = new.identity.as_deref();
                if known.is_some_and(|it| self.mine().identity(it).is_none()) {
                    return Err(Impossible::Gone);
                }
            }
            field => {
                let tag = self.mine().tagset().tag(&old.tag);
                let known = tag.map(|tag| tag.attributes.as_slice()).unwrap_or_default();
                set(&mut new.attributes, known, field, said)?;
            }
        }
        if new == **old {
            return Ok(());
        }
        new.stamp = old.stamp.touched(self.now());
        let (article, id) = (entry.article().id.clone(), new.id.clone());
        let before = old
            .identity
            .clone()
            .filter(|it| new.identity.as_deref() != Some(it));
        let to = Some(Arc::new(new));
        self.make(Edit::Annotation { article, id, to })?;
        match before {
            Some(identity) => self.forget_identity(&identity),
            None => Ok(()),
        }
    }

    fn delete_mark(&mut self, dispute: &Dispute) -> Done {
        let article = dispute.article.clone().ok_or(Impossible::Gone)?;
        let entry = self.mine().entry(&article).ok_or(Impossible::Gone)?;
        let links = entry.links_of(&dispute.thing).map(|link| link.id.clone());
        let links: Vec<Id> = links.collect();
        let beside = entry.implicit().filter_map(|mark| match &mark.place {
            Place::Implicit {
                wording,
                beside: Some(beside),
            } if **beside == dispute.thing => {
                let place = Place::Implicit {
                    wording: wording.clone(),
                    beside: None,
                };
                Some(Annotation {
                    place,
                    ..Annotation::clone(mark)
                })
            }
            _ => None,
        });
        let beside: Vec<Annotation> = beside.collect();
        let identity = entry
            .annotation(&dispute.thing)
            .and_then(|mark| mark.identity.clone());
        for id in links {
            let article = article.clone();
            self.make(Edit::Link {
                article,
                id,
                to: None,
            })?;
        }
        for mark in beside {
            let (article, id) = (article.clone(), mark.id.clone());
            let to = Some(Arc::new(mark));
            self.make(Edit::Annotation { article, id, to })?;
        }
        let id = dispute.thing.clone();
        self.make(Edit::Annotation {
            article,
            id,
            to: None,
        })?;
        identity.map_or(Ok(()), |identity| self.forget_identity(&identity))
    }

    fn settle_link(&mut self, dispute: &Dispute, said: Option<&str>) -> Done {
        let entry = self.entry_of(dispute)?;
        let old = entry.link(&dispute.thing).ok_or(Impossible::Gone)?;
        let (article, id) = (entry.article().id.clone(), old.id.clone());
        let mut new = Link::clone(old);
        match dispute.field.as_str() {
            "deleted" if said == Some(DELETED) => {
                let to = None;
                return self.make(Edit::Link { article, id, to });
            }
            "deleted" => return Ok(()),
            "kind" => {
                let words = said.unwrap_or_default();
                let kind = self.mine().tagset().link(&Id::new(words));
                let kind = kind.ok_or_else(|| Impossible::Value(words.to_owned()))?;
                new.kind = kind.id.clone();
                new.attributes
                    .retain(|id, value| crate::project::tagset::fits(&kind.attributes, id, value));
            }
            "ends" => {
                let words = said.and_then(|it| it.split_once(" to "));
                let (from, to) = words.ok_or(Impossible::Gone)?;
                (new.from, new.to) = (Id::new(from), Id::new(to));
            }
            "note" => new.note = said.unwrap_or_default().into(),
            field => {
                let kind = self.mine().tagset().link(&old.kind);
                let known = kind.map(|it| it.attributes.as_slice()).unwrap_or_default();
                set(&mut new.attributes, known, field, said)?;
            }
        }
        if new == **old {
            return Ok(());
        }
        new.stamp = old.stamp.touched(self.now());
        let to = Some(Arc::new(new));
        self.make(Edit::Link { article, id, to })
    }

    fn settle_identity(&mut self, dispute: &Dispute, said: Option<&str>) -> Done {
        let old = self
            .mine()
            .identity(&dispute.thing)
            .ok_or(Impossible::Gone)?;
        let mut new = Identity::clone(old);
        let words = said.unwrap_or_default();
        match dispute.field.as_str() {
            "deleted" if said == Some(DELETED) => {
                let what = "what a mark refers to".to_owned();
                return Err(Impossible::ByHand(what));
            }
            "name" => words.clone_into(&mut new.name),
            "note" => words.clone_into(&mut new.note),
            "kind" => {
                let kind = self.mine().tagset().entity_kind(&Id::new(words));
                let kind = kind.ok_or_else(|| Impossible::Value(words.to_owned()))?;
                new.kind = kind.id.clone();
            }
            _ => {}
        }
        if new == **old {
            return Ok(());
        }
        new.stamp = old.stamp.touched(self.now());
        let (id, to) = (new.id.clone(), Some(Arc::new(new)));
        self.make(Edit::Identity { id, to })
    }
}

/// Whether there may be nothing in a field.
fn is_optional(field: &str) -> bool {
    matches!(field, "note" | "identity") || field.starts_with("attribute ")
}

/// Sets or takes away the value that a reading says.
fn set(
    values: &mut Attributes,
    known: &[crate::project::Attribute],
    field: &str,
    said: Option<&str>,
) -> Done {
    let id = Id::new(field.strip_prefix("attribute ").unwrap_or(field));
    let Some(said) = said else {
        values.remove(&id);
        return Ok(());
    };
    let attribute = known.iter().find(|it| it.id == id);
    let value = attribute.and_then(|it| value(&it.kind, said));
    values.insert(id, value.ok_or_else(|| Impossible::Value(said.to_owned()))?);
    Ok(())
}

/// A value of a kind that reads as these words.
fn value(kind: &ValueKind, words: &str) -> Option<Value> {
    let number = words.parse().ok().and_then(Number::new).map(Value::Number);
    let flags = [true, false].map(Value::Flag);
    let mut all = flags
        .into_iter()
        .chain(number)
        .chain([Value::text(words)])
        .filter(|value| kind.takes(value));
    let found = all.clone().find(|value| value.to_string() == words);
    found.or_else(|| all.next())
}

/// The place that reads as these words: offsets and words, or the wording of an implicit mark.
fn place(said: Option<&str>, old: &Annotation, text: &Text, entry: &Entry) -> Option<Place> {
    let said = said?;
    if place_words(&old.place, text) == said {
        return Some(old.place.clone());
    }
    if let Some(span) = span(said, text) {
        let place = Place::Span(span);
        // Whatever else reads so, this does.
        if place_words(&place, text) == said {
            return Some(place);
        }
    }
    let beside = said.rsplit_once(" (beside ").and_then(|(wording, beside)| {
        let beside = Id::new(beside.strip_suffix(')')?);
        entry.annotation(&beside).map(|_| (wording, beside))
    });
    let (wording, beside) = match beside {
        Some((wording, beside)) => (wording, Some(beside)),
        None => (said, None),
    };
    Some(Place::Implicit {
        wording: wording.into(),
        beside: beside.map(Box::new),
    })
}

/// The span whose offsets stand before the words, however they are written: pairs of numbers.
fn span(said: &str, text: &Text) -> Option<Span> {
    let (offsets, _) = said.split_once(": ")?;
    let numbers = offsets.split(|it: char| !it.is_ascii_digit());
    let numbers = numbers.filter(|it| !it.is_empty()).map(str::parse);
    let numbers: Vec<usize> = numbers.collect::<Result<_, _>>().ok()?;
    let (starts, ends) = (numbers.iter().step_by(2), numbers.iter().skip(1).step_by(2));
    if !numbers.len().is_multiple_of(2) {
        return None;
    }
    let ranges = starts.zip(ends).filter(|(start, end)| start <= end);
    let ranges = ranges
        .map(|(start, end)| TextRange::new(*start, *end))
        .collect();
    Span::new(ranges, text).ok()
}
