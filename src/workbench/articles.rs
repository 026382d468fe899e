//! Articles of the project: adding, removing, describing, done.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::tagging::with_value;
use super::{Notice, Outcome, Selection, Workbench, World};
use crate::command::Command;
use crate::history::{Field, Whereabouts};
use crate::project::tagset::fits;
use crate::project::{Article, Edit, Id, Status, Value, ValueKind};
use crate::text::Digest;

impl Workbench {
    /// Adds articles. One whose text the project already has is pointed at and not doubled; one
    /// whose id is taken gets another.
    pub(super) fn add_articles(
        &mut self,
        articles: Vec<Arc<Article>>,
        world: &mut World<'_>,
    ) -> Outcome {
        let here = self.project.entries().iter().map(|entry| entry.article());
        let mut ids: BTreeSet<Id> = here.clone().map(|article| article.id.clone()).collect();
        let mut texts: BTreeMap<Digest, Id> = here
            .map(|article| (article.text.digest(), article.id.clone()))
            .collect();
        let (mut edits, mut known) = (Vec::new(), Vec::new());
        let mut first: Option<Arc<Article>> = None;
        for mut article in articles {
            if let Some(twin) = texts.get(&article.text.digest()) {
                known.push(twin.clone());
                continue;
            }
            if ids.contains(&article.id) {
                Arc::make_mut(&mut article).id = (world.next_id)();
            }
            let id = article.id.clone();
            ids.insert(id.clone());
            texts.insert(article.text.digest(), id.clone());
            first.get_or_insert_with(|| Arc::clone(&article));
            edits.push(Edit::Article {
                id,
                at: self.project.entries().len() + edits.len(),
                to: Some(article),
            });
        }
        let fresh = edits.len();
        let outcome = match (first, known.first()) {
            (Some(first), _) => {
                let name = match fresh {
                    1 => format!("Add «{}»", first.title),
                    many => format!("Add {many} articles"),
                };
                self.commit_going(name, edits, at_the_start_of(&first.id), None)
            }
            (None, Some(known)) => self.show_article(known),
            (None, None) => Outcome::default(),
        };
        match known.len() {
            0 => outcome,
            known => outcome.saying(already_here(known, fresh)),
        }
    }

    /// Puts an article that was read again in the place of the one before, which must have no
    /// marks: they would not fit its text. What people wrote about it stays.
    pub(super) fn replace_article(
        &mut self,
        old: &Id,
        mut new: Arc<Article>,
        world: &mut World<'_>,
    ) -> Outcome {
        let (Some(entry), Some(at)) = (self.project.entry(old), self.project.position(old)) else {
            return Outcome::default();
        };
        let twin = self.project.entry_with_text(&new.text);
        if let Some(twin) = twin.map(|twin| twin.article().id.clone()) {
            let notice = Notice::plain("Read so, the article is already in the project", "");
            return self.show_article(&twin).saying(notice);
        }
        if !entry.annotations().is_empty() {
            let why = "It has marks, and its text would no longer fit them. Delete them first.";
            return Outcome::notice(Notice::error("The article was not read again", why));
        }
        let status = entry.status().clone();
        if self.project.entry(&new.id).is_some() {
            Arc::make_mut(&mut new).id = (world.next_id)();
        }
        if !entry.article().meta.0.is_empty() {
            Arc::make_mut(&mut new).meta = entry.article().meta.clone();
        }
        let id = new.id.clone();
        let name = format!("Read «{}» again", new.title);
        let gone = |article: &Id| Edit::Status {
            article: article.clone(),
            to: Status::default(),
        };
        let edits = vec![
            gone(old),
            Edit::Article {
                id: old.clone(),
                at,
                to: None,
            },
            Edit::Article {
                id: id.clone(),
                at,
                to: Some(new),
            },
            Edit::Status {
                article: id.clone(),
                to: status,
            },
        ];
        self.commit_going(name, edits, at_the_start_of(&id), None)
    }

    pub(super) fn remove_article(&mut self, id: &Id) -> Outcome {
        let Some(entry) = self.project.entry(id) else {
            return Outcome::default();
        };
        let marks: BTreeSet<(Id, Id)> = entry
            .annotations()
            .keys()
            .map(|mark| (id.clone(), mark.clone()))
            .collect();
        let title = entry.article().title.clone();
        let mut edits = self.edits_deleting(&marks);
        edits.push(Edit::Status {
            article: id.clone(),
            to: Status::default(),
        });
        edits.push(Edit::Article {
            id: id.clone(),
            at: 0,
            to: None,
        });
        let name = format!("Remove «{title}»");
        let next = self.neighbour(id);
        let outcome = match next.filter(|_| self.article.as_ref() == Some(id)) {
            Some(next) => self.commit_going(name, edits, at_the_start_of(&next), None),
            None => self.commit(name, edits, self.selection.mark.clone()),
        };
        let detail = match marks.len() {
            0 => String::new(),
            1 => "One mark went with it.".to_owned(),
            n => format!("{n} marks went with it."),
        };
        let notice = Notice::plain(format!("Removed «{title}»"), detail);
        outcome.saying(notice.with_action("Undo", Command::Undo))
    }

    /// The article that takes the place of one that goes: the next, else the one before.
    fn neighbour(&self, id: &Id) -> Option<Id> {
        let entries = self.project.entries();
        let place = self.project.position(id)?;
        let other = entries
            .get(place + 1)
            .or_else(|| entries.get(place.checked_sub(1)?));
        other.map(|entry| entry.article().id.clone())
    }

    pub(super) fn show_article(&mut self, id: &Id) -> Outcome {
        if self.project.entry(id).is_some() && self.article.as_ref() != Some(id) {
            self.article = Some(id.clone());
            self.selection = Selection::default();
        }
        Outcome::default()
    }

    pub(super) fn set_done(&mut self, id: &Id, done: bool) -> Outcome {
        let Some(entry) = self.project.entry(id) else {
            return Outcome::default();
        };
        if entry.status().done == done {
            return Outcome::default();
        }
        let to = Status {
            done,
            ..entry.status().clone()
        };
        let name = if done { "Done" } else { "Not done" };
        let mark = self.selection.mark.clone();
        self.commit(
            name,
            vec![Edit::Status {
                article: id.clone(),
                to,
            }],
            mark,
        )
    }

    pub(super) fn toggle_done(&mut self) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let (id, done) = (entry.article().id.clone(), entry.status().done);
        self.set_done(&id, !done)
    }

    pub(super) fn done_and_next(&mut self) -> Outcome {
        let Some(entry) = self.entry() else {
            return Outcome::default();
        };
        let id = entry.article().id.clone();
        let outcome = self.set_done(&id, true);
        let next = self.next_undone();
        Outcome {
            changed: outcome.changed,
            ..next
        }
    }

    pub(super) fn set_title(&mut self, id: &Id, title: String) -> Outcome {
        if title.trim().is_empty() {
            return Outcome::default();
        }
        self.change_article(id, "Rename an article", "title", |article| {
            article.title = title
        })
    }

    pub(super) fn set_meta(&mut self, id: &Id, name: String, value: Option<Value>) -> Outcome {
        if name.trim().is_empty() {
            return Outcome::default();
        }
        let field = format!("meta {name}");
        self.change_article(id, &format!("Set {name}"), &field, |article| match value {
            Some(value) => drop(article.meta.0.insert(name, value)),
            None => drop(article.meta.0.remove(&name)),
        })
    }

    pub(super) fn set_article_value(
        &mut self,
        id: &Id,
        attribute: Id,
        value: Option<Value>,
    ) -> Outcome {
        let Some(entry) = self.project.entry(id) else {
            return Outcome::default();
        };
        let attributes = &self.project.tagset().article_attributes;
        if value
            .as_ref()
            .is_some_and(|value| !fits(attributes, &attribute, value))
        {
            return Outcome::notice(Notice::plain("The tagset does not allow this value", ""));
        }
        let mut known = attributes.iter().filter(|known| known.id == attribute);
        let typed = known.any(|known| known.kind == ValueKind::Text);
        let field = typed.then(|| Field {
            article: Some(id.clone()),
            owner: id.clone(),
            name: format!("value {attribute}"),
        });
        let old = entry.status();
        let to = Status {
            attributes: with_value(&old.attributes, attribute, value),
            ..*old
        };
        if to == *old {
            return Outcome::default();
        }
        let mark = self.selection.mark.clone();
        let edits = vec![Edit::Status {
            article: id.clone(),
            to,
        }];
        self.commit_field("Set an article's value", edits, mark, field)
    }

    fn change_article(
        &mut self,
        id: &Id,
        name: &str,
        field: &str,
        change: impl FnOnce(&mut Article),
    ) -> Outcome {
        let (Some(entry), Some(at)) = (self.project.entry(id), self.project.position(id)) else {
            return Outcome::default();
        };
        let mut new = (**entry.article()).clone();
        change(&mut new);
        if new == **entry.article() {
            return Outcome::default();
        }
        let edits = vec![Edit::Article {
            id: id.clone(),
            at,
            to: Some(Arc::new(new)),
        }];
        let field = Some(Field {
            article: Some(id.clone()),
            owner: id.clone(),
            name: field.to_owned(),
        });
        let mark = self.selection.mark.clone();
        self.commit_field(name, edits, mark, field)
    }
}

fn at_the_start_of(article: &Id) -> Whereabouts {
    Whereabouts {
        article: Some(article.clone()),
        ..Whereabouts::default()
    }
}

fn already_here(known: usize, fresh: usize) -> Notice {
    let title = match known {
        1 => "This article is already in the project".to_owned(),
        n => format!("{n} of these articles are already in the project"),
    };
    let detail = match fresh {
        0 => "It is shown; nothing was added.".to_owned(),
        1 => "One other was added.".to_owned(),
        n => format!("{n} others were added."),
    };
    Notice::plain(title, detail)
}
