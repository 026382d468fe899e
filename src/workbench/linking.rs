//! Links between marks.

use std::sync::Arc;

use super::tagging::with_value;
use super::{Notice, Outcome, Request, Workbench, World};
use crate::command::Command;
use crate::history::Field;
use crate::project::tagset::fits;
use crate::project::{
    Annotation, Attributes, Edit, Id, Link, LinkKind, Stamp, Value, ValueKind, Words,
};

impl Workbench {
    /// The kinds of link that two marks can have, and whether they run from the second to the
    /// first: the tags decide, so a drag from a source to its claim is as good as one back.
    pub fn link_kinds(&self, from: &Id, to: &Id) -> (Vec<&LinkKind>, bool) {
        let tag = |id: &Id| self.entry()?.annotation(id).map(|mark| &mark.tag);
        let (Some(a), Some(b)) = (tag(from), tag(to)) else {
            return (Vec::new(), false);
        };
        if from == to {
            return (Vec::new(), false);
        }
        let tagset = self.project.tagset();
        match tagset.links_between(a, b) {
            kinds if kinds.is_empty() => (tagset.links_between(b, a), true),
            kinds => (kinds, false),
        }
    }

    /// Links two marks. Where several kinds fit and none is given, the window asks.
    pub(super) fn link(
        &mut self,
        from: &Id,
        to: &Id,
        kind: Option<Id>,
        world: &mut World<'_>,
    ) -> Outcome {
        let (kinds, turned) = self.link_kinds(from, to);
        let kinds: Vec<Id> = kinds.iter().map(|kind| kind.id.clone()).collect();
        let kind = match (kind, kinds.as_slice()) {
            (Some(kind), _) if kinds.contains(&kind) => kind,
            (None, [only]) => only.clone(),
            (None, [_, _, ..]) => {
                let (from, to) = (from.clone(), to.clone());
                return Outcome::request(Request::ChooseLinkKind { from, to, kinds });
            }
            _ => return Outcome::notice(self.no_link(from, to)),
        };
        let (from, to) = if turned { (to, from) } else { (from, to) };
        if self.linked(&kind, from, to, None) {
            return Outcome::notice(Notice::plain("This link is there already", ""));
        }
        let Some(article) = self.article.clone() else {
            return Outcome::default();
        };
        let link = Link {
            id: (world.next_id)(),
            kind: kind.clone(),
            from: from.clone(),
            to: to.clone(),
            attributes: Attributes::new(),
            note: Words::default(),
            stamp: Stamp::new(&self.author, world.now),
        };
        let name = self
            .project
            .tagset()
            .link(&kind)
            .map_or("link", |kind| &kind.name);
        let name = format!("Link: {name}");
        let edit = Edit::Link {
            article,
            id: link.id.clone(),
            to: Some(Arc::new(link)),
        };
        let mark = self.selection.mark.clone();
        self.commit(name, vec![edit], mark)
    }

    pub(super) fn unlink(&mut self, link: &Id) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        if entry.link(link).is_none() {
            return Outcome::default();
        }
        let edit = Edit::Link {
            article: entry.article().id.clone(),
            id: link.clone(),
            to: None,
        };
        let mark = self.selection.mark.clone();
        let notice = Notice::plain("Deleted a link", "").with_action("Undo", Command::Undo);
        self.commit("Delete a link", vec![edit], mark)
            .saying(notice)
    }

    pub(super) fn set_link_kind(&mut self, link: &Id, kind: &Id, world: &mut World<'_>) -> Outcome {
        let Some(old) = self.entry().and_then(|entry| entry.link(link)) else {
            return Outcome::default();
        };
        if old.kind == *kind {
            return Outcome::default();
        }
        if self.linked(kind, &old.from, &old.to, Some(link)) {
            return Outcome::notice(Notice::plain("This link is there already", ""));
        }
        let tagset = Arc::clone(self.project.tagset());
        let Some(kind) = tagset.link(kind) else {
            return Outcome::default();
        };
        let (from, to) = (old.from.clone(), old.to.clone());
        let tag = |end| self.entry()?.annotation(end).map(|mark| &mark.tag);
        let ends = tag(&from).zip(tag(&to));
        if !ends.is_some_and(|(from, to)| kind.may_join(from, to)) {
            return Outcome::notice(self.no_link(&from, &to));
        }
        self.change_link(link, "Change a link's kind", None, world, |new| {
            new.kind = kind.id.clone();
            new.attributes
                .retain(|id, value| fits(&kind.attributes, id, value));
        })
    }

    pub(super) fn set_link_value(
        &mut self,
        link: &Id,
        attribute: Id,
        value: Option<Value>,
        world: &mut World<'_>,
    ) -> Outcome {
        let tagset = Arc::clone(self.project.tagset());
        let kind = self
            .entry()
            .and_then(|entry| entry.link(link))
            .map(|link| link.kind.clone());
        let Some(kind) = kind.and_then(|kind| tagset.link(&kind)) else {
            return Outcome::default();
        };
        if value
            .as_ref()
            .is_some_and(|value| !fits(&kind.attributes, &attribute, value))
        {
            return Outcome::notice(Notice::plain("The tagset does not allow this value", ""));
        }
        let mut attributes = kind.attributes.iter();
        let known = attributes.find(|known| known.id == attribute);
        let typed = known.filter(|known| known.kind == ValueKind::Text);
        let typed = typed.map(|_| format!("value {attribute}"));
        self.change_link(link, "Set a link's value", typed.as_deref(), world, |new| {
            new.attributes = with_value(&new.attributes, attribute, value);
        })
    }

    pub(super) fn set_link_note(
        &mut self,
        link: &Id,
        note: String,
        world: &mut World<'_>,
    ) -> Outcome {
        self.change_link(link, "Write a link's note", Some("note"), world, |new| {
            new.note = note.into();
        })
    }

    fn change_link(
        &mut self,
        link: &Id,
        name: &str,
        field: Option<&str>,
        world: &mut World<'_>,
        change: impl FnOnce(&mut Link),
    ) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let Some(old) = entry.link(link) else {
            return Outcome::default();
        };
        let mut new = (**old).clone();
        change(&mut new);
        if new == **old {
            return Outcome::default();
        }
        new.stamp = old.stamp.touched(world.now);
        let (article, id) = (entry.article().id.clone(), link.clone());
        let edits = vec![Edit::Link {
            article,
            id,
            to: Some(Arc::new(new)),
        }];
        let field = field.map(|name| Field {
            article: self.article.clone(),
            owner: link.clone(),
            name: format!("link {name}"),
        });
        let mark = self.selection.mark.clone();
        self.commit_field(name, edits, mark, field)
    }

    /// Whether the annotator already has such a link.
    fn linked(&self, kind: &Id, from: &Id, to: &Id, but: Option<&Id>) -> bool {
        let Some(entry) = self.entry() else {
            return false;
        };
        let author = but
            .and_then(|id| entry.link(id))
            .map(|link| link.stamp.author.as_str());
        let author = author.unwrap_or(&self.author);
        entry.links_of(from).any(|link| {
            link.kind == *kind
                && link.from == *from
                && link.to == *to
                && link.stamp.author == author
                && Some(&link.id) != but
        })
    }

    fn no_link(&self, from: &Id, to: &Id) -> Notice {
        let tagset = self.project.tagset();
        let name = |id: &Id| {
            let mark: &Annotation = self.entry()?.annotation(id)?;
            tagset.tag(&mark.tag).map(|tag| tag.name.clone())
        };
        match (name(from), name(to)) {
            _ if from == to => Notice::plain("A mark cannot be linked to itself", ""),
            (Some(from), Some(to)) => Notice::plain(
                format!("No link goes from {from} to {to}"),
                "The tagset says which tags a link joins.",
            ),
            _ => Notice::plain("There is no such mark", ""),
        }
    }
}
