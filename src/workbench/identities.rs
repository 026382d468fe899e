//! Identities: the one person, body, place or claim that several marks refer to.

use std::sync::Arc;

use super::{Notice, Outcome, Workbench, World};
use crate::command::{Command, Reference};
use crate::history::Field;
use crate::project::{Annotation, Edit, Id, Identity, Stamp};
use crate::span::Span;

impl Workbench {
    pub(super) fn identify(
        &mut self,
        mark: &Id,
        reference: &Reference,
        world: &mut World<'_>,
    ) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let Some(old) = entry.annotation(mark).cloned() else {
            return Outcome::default();
        };
        let article = entry.article().id.clone();
        let mut edits = Vec::new();
        let identity = match reference {
            Reference::Nobody => None,
            Reference::Known(id) if self.project.identity(id).is_none() => {
                return Outcome::default();
            }
            Reference::Known(id) => Some(id.clone()),
            Reference::New(name, kind) => {
                let known = self.project.tagset().entity_kind(kind).is_some();
                if !known || name.trim().is_empty() {
                    return Outcome::notice(Notice::plain("An identity needs a name", ""));
                }
                let identity = new_identity(name.trim(), kind, &self.author, world);
                let id = identity.id.clone();
                edits.push(Edit::Identity {
                    id: id.clone(),
                    to: Some(Arc::new(identity)),
                });
                Some(id)
            }
        };
        let identity = identity.map(Box::new);
        if identity == old.identity {
            return Outcome::default();
        }
        let stamp = old.stamp.touched(world.now);
        let new = Annotation {
            identity,
            stamp,
            ..(*old).clone()
        };
        edits.push(Edit::Annotation {
            article,
            id: mark.clone(),
            to: Some(Arc::new(new)),
        });
        if let Some(left) = &old.identity
            && self.project.mentions(left).len() == 1
        {
            edits.push(Edit::Identity {
                id: (**left).clone(),
                to: None,
            });
        }
        let selected = self.selection.mark.clone();
        self.commit("Set the identity", edits, selected)
    }

    pub(super) fn rename_identity(
        &mut self,
        id: &Id,
        name: String,
        world: &mut World<'_>,
    ) -> Outcome {
        if name.trim().is_empty() {
            return Outcome::default();
        }
        self.change_identity(id, "Rename an identity", Some("name"), world, |new| {
            new.name = name
        })
    }

    pub(super) fn set_identity_kind(
        &mut self,
        id: &Id,
        kind: &Id,
        world: &mut World<'_>,
    ) -> Outcome {
        if self.project.tagset().entity_kind(kind).is_none() {
            return Outcome::default();
        }
        let kind = kind.clone();
        self.change_identity(id, "Change an identity's kind", None, world, |new| {
            new.kind = kind
        })
    }

    pub(super) fn set_identity_note(
        &mut self,
        id: &Id,
        note: String,
        world: &mut World<'_>,
    ) -> Outcome {
        self.change_identity(id, "Note on an identity", Some("note"), world, |new| {
            new.note = note
        })
    }

    pub(super) fn merge_identities(
        &mut self,
        from: &Id,
        into: &Id,
        world: &mut World<'_>,
    ) -> Outcome {
        let (Some(gone), Some(kept)) = (self.project.identity(from), self.project.identity(into))
        else {
            return Outcome::default();
        };
        if from == into {
            return Outcome::default();
        }
        let title = format!("«{}» and «{}» are one now", gone.name, kept.name);
        let note = both_notes(&kept.note, &gone.note);
        let noted = (note != kept.note).then(|| Edit::Identity {
            id: into.clone(),
            to: Some(Arc::new(Identity {
                note,
                stamp: kept.stamp.touched(world.now),
                ..(**kept).clone()
            })),
        });
        let mut edits: Vec<Edit> = self
            .project
            .mentions(from)
            .into_iter()
            .map(|(article, mark)| {
                let new = Annotation {
                    identity: Some(Box::new(into.clone())),
                    ..(**mark).clone()
                };
                let (article, id) = (article.clone(), mark.id.clone());
                Edit::Annotation {
                    article,
                    id,
                    to: Some(Arc::new(new)),
                }
            })
            .chain(noted)
            .collect();
        edits.push(Edit::Identity {
            id: from.clone(),
            to: None,
        });
        let mark = self.selection.mark.clone();
        let notice = Notice::plain(title, "").with_action("Undo", Command::Undo);
        self.commit("Merge two identities", edits, mark)
            .saying(notice)
    }

    /// Goes to the next mark that refers to what the selected one refers to, across articles.
    pub(super) fn next_mention(&mut self) -> Outcome {
        let Some(mark) = self.selected() else {
            return Outcome::notice(Notice::plain("No mark is selected", "Click on one first."));
        };
        let Some(identity) = mark.identity.clone() else {
            let hint = "Give it one in the inspector.";
            return Outcome::notice(Notice::plain("This mark has no identity yet", hint));
        };
        let mentions = self.project.mentions(&identity);
        let here = mentions.iter().position(|(article, other)| {
            other.id == mark.id && Some(*article) == self.article.as_ref()
        });
        let next = here.and_then(|place| mentions.get((place + 1) % mentions.len()));
        let Some((article, id, hull)) = next.map(|(article, next)| {
            (
                (*article).clone(),
                next.id.clone(),
                next.span().map(Span::hull),
            )
        }) else {
            return Outcome::default();
        };
        if self.article.as_ref() != Some(&article) {
            self.show_article(&article);
        }
        self.select_mark(&id).revealing(hull)
    }

    fn change_identity(
        &mut self,
        id: &Id,
        name: &str,
        field: Option<&str>,
        world: &mut World<'_>,
        change: impl FnOnce(&mut Identity),
    ) -> Outcome {
        let Some(old) = self.project.identity(id) else {
            return Outcome::default();
        };
        let mut new = (**old).clone();
        change(&mut new);
        if new == **old {
            return Outcome::default();
        }
        new.stamp = old.stamp.touched(world.now);
        let edits = vec![Edit::Identity {
            id: id.clone(),
            to: Some(Arc::new(new)),
        }];
        let field = field.map(|name| Field {
            article: None,
            owner: id.clone(),
            name: format!("identity {name}"),
        });
        let mark = self.selection.mark.clone();
        self.commit_field(name, edits, mark, field)
    }
}

/// What was noted of two identities that become one: nothing is lost, and nothing said twice.
fn both_notes(kept: &str, gone: &str) -> String {
    match (kept.trim().is_empty(), gone.trim().is_empty()) {
        (_, true) => kept.to_owned(),
        (true, false) => gone.to_owned(),
        (false, false) if kept.contains(gone.trim()) => kept.to_owned(),
        (false, false) => format!("{kept}\n{gone}"),
    }
}

fn new_identity(name: &str, kind: &Id, author: &str, world: &mut World<'_>) -> Identity {
    Identity {
        id: (world.next_id)(),
        name: name.to_owned(),
        kind: kind.clone(),
        note: String::new(),
        stamp: Stamp::new(author, world.now),
    }
}
