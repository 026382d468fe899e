//! Tagging: from words and a tag to a mark.

use std::sync::Arc;

use super::{Notice, Outcome, Request, Workbench, World};
use crate::command::{Aim, Command, Implicit};
use crate::history::Whereabouts;
use crate::project::{
    Annotation, Article, Attributes, Edit, Entry, Id, Place, Stamp, Tag, Value, Words,
};
use crate::span::Span;
use crate::text::{ByteIndex, Text, TextRange, boundary};

impl Workbench {
    /// Tags the selected words. Without words it retags the mark that is pointed at or selected,
    /// or marks the word, quotation or sentence at the pointer or the caret.
    ///
    /// A mention key over a statement means a mention inside it, and a statement key over a
    /// mention a statement around it; only like is turned into like by pointing. A mark that is
    /// selected is retagged by any key, and so is one that is pointed at off the text, as an
    /// implicit mark's chip.
    pub(super) fn tag(&mut self, tag: &Id, aim: &Aim, world: &mut World<'_>) -> Outcome {
        let tagset = Arc::clone(self.project.tagset());
        let (Some(tag), Some(entry)) = (tagset.tag(tag), self.entry()) else {
            return Outcome::default();
        };
        if tag.retired {
            return Outcome::notice(is_retired(tag));
        }
        if self.selection.has_words() {
            return self.mark_words(tag, &self.selection.ranges(), world);
        }
        let pointed = aim.mark.as_ref().and_then(|id| entry.annotation(id));
        let alike = pointed.filter(|mark| {
            let other = tagset.tag(&mark.tag);
            aim.byte.is_none() || other.is_some_and(|other| other.style == tag.style)
        });
        let selected = self.selection.mark.clone();
        let target = match (alike, pointed) {
            (Some(mark), _) => Some(mark.id.clone()),
            (None, Some(pointed)) => selected.filter(|id| *id == pointed.id),
            (None, None) => selected.filter(|_| aim.byte.is_none()),
        };
        if let Some(mark) = target {
            return self.retag(&mark, &tag.id, world);
        }
        let byte = aim.byte.unwrap_or(self.selection.head);
        let Some(unit) = unit_at(&entry.article().text, byte, tag) else {
            let hint = "Select words first, or put the pointer on some.";
            return Outcome::notice(Notice::plain(
                format!("Nothing to tag as {}", tag.name),
                hint,
            ));
        };
        self.mark_words(tag, &[unit], world)
    }

    pub(super) fn tag_again(&mut self, aim: &Aim, world: &mut World<'_>) -> Outcome {
        match self.last_tag.clone() {
            Some(tag) => self.tag(&tag, aim, world),
            None => Outcome::notice(Notice::plain(
                "No tag was used yet",
                "Press a tag's key first.",
            )),
        }
    }

    pub(super) fn arm(&mut self, tag: Option<Id>) -> Outcome {
        let tagset = Arc::clone(self.project.tagset());
        let tag = tag.as_ref().and_then(|tag| tagset.tag(tag));
        if let Some(tag) = tag.filter(|tag| tag.retired) {
            return Outcome::notice(is_retired(tag));
        }
        let tag = tag.map(|tag| tag.id.clone());
        let same = self.armed == tag;
        self.armed = if same { None } else { tag };
        Outcome::default()
    }

    /// Makes a mark of words. Blanks at their ends never belong to it.
    fn mark_words(&mut self, tag: &Tag, words: &[TextRange], world: &mut World<'_>) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let Some(span) = span_of(words, &entry.article().text) else {
            return Outcome::notice(Notice::plain(
                "Only blanks are selected",
                "A mark needs words.",
            ));
        };
        if let Some(twin) = twin(entry, &tag.id, &span, &self.author, None) {
            return self.refuse_twin(tag, &twin);
        }
        let annotation = Annotation {
            id: (world.next_id)(),
            tag: tag.id.clone(),
            place: Place::Span(span),
            attributes: Attributes::new(),
            note: Words::default(),
            identity: None,
            stamp: Stamp::new(&self.author, world.now),
        };
        self.last_tag = Some(tag.id.clone());
        self.insert(annotation, format!("Tag as {}", tag.name))
    }

    /// Adds a mark and selects it; the words that were selected are let go.
    fn insert(&mut self, annotation: Annotation, name: String) -> Outcome {
        let Some(article) = self.article.clone() else {
            return Outcome::default();
        };
        let id = annotation.id.clone();
        let after = Whereabouts {
            article: Some(article.clone()),
            mark: Some(id.clone()),
            range: Some(TextRange::at(self.selection.head)),
            more: Vec::new(),
        };
        let to = Some(Arc::new(annotation));
        let edits = vec![Edit::Annotation { article, id, to }];
        self.commit_going(name, edits, after, None)
    }

    /// The same tag on the same words twice says nothing new: the mark that is there is selected.
    pub(super) fn refuse_twin(&mut self, tag: &Tag, twin: &Id) -> Outcome {
        let title = format!("These words are already marked as {}", tag.name);
        let hint = "The mark that is there is selected; press another tag's key to change it.";
        self.select_mark(twin).saying(Notice::plain(title, hint))
    }

    pub(super) fn add_implicit(&mut self, kind: Implicit, world: &mut World<'_>) -> Outcome {
        let tagset = Arc::clone(self.project.tagset());
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let statement = kind == Implicit::UnstatedClaim;
        let wanted = Id::new(if statement { "claim" } else { "source" });
        let first = || tagset.offered().find(|tag| tag.is_statement() == statement);
        let Some(tag) = tagset
            .tag(&wanted)
            .filter(|tag| !tag.retired)
            .or_else(first)
        else {
            let title = "The tagset has no tag for this";
            return Outcome::notice(Notice::plain(title, "Add one in the tagset first."));
        };
        let (wording, naming, name) = implicit_words(kind, entry.article());
        let beside = self
            .selected()
            .filter(|mark| !mark.is_implicit())
            .map(|mark| Box::new(mark.id.clone()));
        let naming = naming.map(Value::text);
        let naming = naming.filter(|value| tagset.fits_mark(&tag.id, &Id::new("naming"), value));
        let annotation = Annotation {
            id: (world.next_id)(),
            tag: tag.id.clone(),
            place: Place::Implicit {
                wording: wording.into(),
                beside,
            },
            attributes: naming
                .map(|value| (Id::new("naming"), value))
                .into_iter()
                .collect(),
            note: Words::default(),
            identity: None,
            stamp: Stamp::new(&self.author, world.now),
        };
        let id = annotation.id.clone();
        let outcome = self.insert(annotation, name.to_owned());
        Outcome {
            request: Some(Request::EditWording(id)),
            ..outcome
        }
    }

    /// Gives a mark another tag. Its id, words, links and note stay; of its values, those that the
    /// new tag has too.
    pub(super) fn retag(&mut self, mark: &Id, tag: &Id, world: &mut World<'_>) -> Outcome {
        let tagset = Arc::clone(self.project.tagset());
        let (Some(entry), Some(tag)) = (self.entry(), tagset.tag(tag)) else {
            return Outcome::default();
        };
        let Some(old) = entry.annotation(mark).cloned() else {
            return Outcome::default();
        };
        if tag.retired && old.tag != tag.id {
            return Outcome::notice(is_retired(tag));
        }
        if old.tag == tag.id {
            let title = format!("This is a mark of {} already", tag.name);
            return self.select_mark(mark).saying(Notice::plain(title, ""));
        }
        if let Some(span) = old.span()
            && let Some(twin) = twin(entry, &tag.id, span, &old.stamp.author, Some(mark))
        {
            return self.refuse_twin(tag, &twin);
        }
        let odd = entry
            .links_of(mark)
            .filter(|link| {
                let of = |id: &Id| match id == mark {
                    true => Some(&tag.id),
                    false => entry.annotation(id).map(|end| &end.tag),
                };
                let ends = of(&link.from).zip(of(&link.to));
                let kind = tagset.link(&link.kind);
                kind.zip(ends)
                    .is_some_and(|(kind, (from, to))| !kind.may_join(from, to))
            })
            .count();
        let kept: Attributes = old
            .attributes
            .iter()
            .filter(|(id, value)| tagset.fits_mark(&tag.id, id, value))
            .map(|(id, value)| (id.clone(), value.clone()))
            .collect();
        let mut new = Annotation {
            tag: tag.id.clone(),
            attributes: kept,
            ..(*old).clone()
        };
        new.stamp = old.stamp.touched(world.now);
        self.last_tag = Some(tag.id.clone());
        let outcome = self.replace(new, format!("Retag as {}", tag.name));
        match odd {
            0 => outcome,
            n => outcome.saying(odd_links(n)),
        }
    }

    /// Puts a changed mark in the place of the old one.
    pub(super) fn replace(&mut self, annotation: Annotation, name: impl Into<String>) -> Outcome {
        let Some(article) = self.article.clone() else {
            return Outcome::default();
        };
        let id = annotation.id.clone();
        let to = Some(Arc::new(annotation));
        self.commit(
            name,
            vec![Edit::Annotation {
                article,
                id: id.clone(),
                to,
            }],
            Some(id),
        )
    }
}

/// A mark with the same tag on the very same words by the same annotator.
pub(super) fn twin(
    entry: &Entry,
    tag: &Id,
    span: &Span,
    author: &str,
    but: Option<&Id>,
) -> Option<Id> {
    let mut same = entry.overlapping(span.hull()).filter(|other| {
        other.tag == *tag
            && other.span() == Some(span)
            && other.stamp.author == author
            && Some(&other.id) != but
    });
    same.next().map(|mark| mark.id.clone())
}

/// Selected words as a span: each stretch without the blanks at its ends, those that touch as one.
pub(super) fn span_of(words: &[TextRange], text: &Text) -> Option<Span> {
    let mut trimmed: Vec<TextRange> = words
        .iter()
        .filter_map(|range| boundary::trim(text, *range))
        .collect();
    trimmed.sort();
    let mut fragments: Vec<TextRange> = Vec::new();
    for range in trimmed {
        match fragments.last_mut().filter(|last| last.touches(range)) {
            Some(last) => *last = last.hull(range),
            None => fragments.push(range),
        }
    }
    Span::new(fragments, text).ok()
}

/// What a tag's key marks where nothing is selected: a word for a mention, the quotation or else
/// the sentence for a statement.
fn unit_at(text: &Text, byte: ByteIndex, tag: &Tag) -> Option<TextRange> {
    let unit = match tag.is_statement() {
        false => boundary::word_at(text, byte),
        true => {
            boundary::quotation_at(text, byte).unwrap_or_else(|| boundary::sentence_at(text, byte))
        }
    };
    boundary::trim(text, unit)
}

fn implicit_words(
    kind: Implicit,
    article: &Article,
) -> (String, Option<&'static str>, &'static str) {
    match kind {
        Implicit::UnstatedClaim => ("unstated claim".to_owned(), None, "Add an unstated claim"),
        Implicit::UnnamedSource => (
            "unnamed source".to_owned(),
            Some("unnamed"),
            "Add an unnamed source",
        ),
        Implicit::ArticleItself => {
            let outlet = article.meta.text("outlet").unwrap_or("this article");
            (
                outlet.to_owned(),
                Some("outlet"),
                "Add the article itself as a source",
            )
        }
    }
}

fn is_retired(tag: &Tag) -> Notice {
    let hint = "Bring it back in the tagset to use it again.";
    Notice::plain(format!("The tag {} is retired", tag.name), hint)
}

fn odd_links(n: usize) -> Notice {
    let title = match n {
        1 => "One of its links no longer fits".to_owned(),
        n => format!("{n} of its links no longer fit"),
    };
    Notice::warning(title, "They are kept, and listed under Problems.")
        .with_action("Undo", Command::Undo)
}

/// Attribute values as they would be with one of them set or taken away.
pub(super) fn with_value(old: &Attributes, id: Id, value: Option<Value>) -> Attributes {
    let mut new = old.clone();
    match value {
        Some(value) => drop(new.insert(id, value)),
        None => drop(new.remove(&id)),
    }
    new
}
