//! Arbitrary edits: at things that are there or not, so that many are refused.

use std::sync::Arc;

use postil::project::{
    Annotation, Article, Aside, Edit, Entry, Id, Identity, Link, Metadata, Origin, Place, Project,
};
use postil::span::Span;
use postil::text::{Text, TextRange};
use proptest::prelude::*;
use proptest::sample::Index;

/// What an edit is made of, before there is a project to point into.
#[derive(Clone, Debug)]
pub struct Seed {
    kind: usize,
    which: [Index; 3],
}

/// A seed of any kind of edit.
pub fn seed() -> impl Strategy<Value = Seed> {
    let which = [any::<Index>(), any::<Index>(), any::<Index>()];
    (0..12_usize, which).prop_map(|(kind, which)| Seed { kind, which })
}

impl Seed {
    /// The edit of this seed in a project.
    pub fn edit(&self, project: &Project) -> Edit {
        match self.kind {
            0..3 => self.of_an_article(project),
            3..7 => self.of_a_mark(project),
            7..9 => self.of_a_link(project),
            9..11 => self.of_an_identity(project),
            _ => self.of_a_part_aside(project),
        }
    }

    fn roll(&self, die: usize, sides: usize) -> usize {
        self.which[die].index(sides)
    }

    fn pick<'i>(&self, die: usize, ids: impl Iterator<Item = &'i Id>) -> Id {
        let ids: Vec<&Id> = ids.collect();
        match ids.as_slice() {
            [] => Id::new("no such thing"),
            ids => (*self.which[die].get(ids)).clone(),
        }
    }

    fn article<'p>(&self, project: &'p Project) -> (Id, Option<&'p Entry>) {
        let id = self.pick(0, project.entries().iter().map(|e| &e.article().id));
        let entry = project.entry(&id);
        (id, entry)
    }

    fn of_an_article(&self, project: &Project) -> Edit {
        let (id, entry) = self.article(project);
        let at = self.roll(2, project.entries().len() + 2);
        match self.kind {
            0 => {
                let to = entry.map(|entry| {
                    let mut new = (**entry.article()).clone();
                    new.title.push('x');
                    if self.roll(1, 5) == 0 {
                        new.text = Text::new("another text");
                    }
                    Arc::new(new)
                });
                Edit::Article { id, at, to }
            }
            1 => Edit::Article {
                id: Id::new("new"),
                at,
                to: Some(Arc::new(Article {
                    id: Id::new(["newer", "new"][self.roll(1, 5).min(1)]),
                    title: String::new(),
                    text: Text::new("new words"),
                    meta: Metadata::default(),
                    origin: Origin::default(),
                })),
            },
            _ => Edit::Article {
                id,
                at: 0,
                to: None,
            },
        }
    }

    fn of_a_mark(&self, project: &Project) -> Edit {
        let (article, entry) = self.article(project);
        let marks = entry
            .into_iter()
            .flat_map(|entry| entry.annotations().keys());
        let id = self.pick(1, marks);
        let identity = self.pick(2, project.identities().map(|identity| &identity.id));
        let old = entry.and_then(|entry| entry.annotation(&id));
        let changed = |change: &dyn Fn(&mut Annotation)| {
            old.map(|old| {
                let mut new = (**old).clone();
                change(&mut new);
                Arc::new(new)
            })
        };
        let to = match self.kind {
            3 => changed(&|new| new.note = format!("{}x", new.note).into()),
            4 => changed(&|new| new.identity = Some(Box::new(identity.clone()))),
            // Words within the text might be a twin's, so these lie far outside of any.
            5 => changed(&|new| {
                let far = Text::new("x".repeat(1 << 14));
                let range = TextRange::new((1 << 14) - 1, 1 << 14);
                new.place = Place::Span(Span::single(range, &far).unwrap());
            }),
            _ => None,
        };
        Edit::Annotation { article, id, to }
    }

    fn of_a_link(&self, project: &Project) -> Edit {
        let (article, entry) = self.article(project);
        let id = self.pick(1, entry.into_iter().flat_map(|entry| entry.links().keys()));
        let old = entry.and_then(|entry| entry.link(&id));
        let changed = |old: &Arc<Link>| {
            let mut new = (**old).clone();
            new.note = format!("{}x", new.note).into();
            match self.roll(2, 4) {
                0 => new.to = Id::new("no such thing"),
                1 => new.to = new.from.clone(),
                _ => {}
            }
            Arc::new(new)
        };
        let to = old.map(changed).filter(|_| self.kind == 7);
        Edit::Link { article, id, to }
    }

    fn of_an_identity(&self, project: &Project) -> Edit {
        let id = self.pick(1, project.identities().map(|identity| &identity.id));
        let renamed = |old: &Arc<Identity>| {
            let name = format!("{}x", old.name);
            Arc::new(Identity {
                name,
                ..(**old).clone()
            })
        };
        let to = project
            .identity(&id)
            .map(renamed)
            .filter(|_| self.kind == 9);
        Edit::Identity { id, to }
    }

    fn of_a_part_aside(&self, project: &Project) -> Edit {
        let part = || {
            Arc::new(Aside {
                article: None,
                reason: "r".to_owned(),
                data: "d".to_owned(),
            })
        };
        Edit::Aside {
            at: self.roll(2, project.aside().len() + 2),
            to: (self.roll(1, 2) == 0).then(part),
        }
    }
}
