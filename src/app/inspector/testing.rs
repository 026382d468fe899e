//! A small project for the tests of this panel.
#![cfg(test)]

use std::sync::Arc;

use crate::command::{Aim, Command, Reference};
use crate::formats::tagset_file::default_tagset;
use crate::project::{Article, Id, Metadata, Origin, Project, Time};
use crate::text::{ByteIndex, Text};
use crate::workbench::{Outcome, Workbench, World};

/// What is said in the article of these tests.
pub const WORDS: &str = "The Ministry of Water denied that the dam is moving. “The readings were \
    wrong,” said Ilan Verro, its chief hydrologist.\n\nVerro added: “Nobody kept a thing.” He did \
    not say who had read the gauges.";

/// A workbench whose ids count up.
pub struct Bench {
    /// The workbench.
    pub workbench: Workbench,
    ids: usize,
}

impl Bench {
    /// A workbench on one article with the tagset that every project starts with.
    pub fn new() -> Self {
        let workbench = Workbench::new(Project::new(default_tagset()), "Mara Lindqvist");
        let mut bench = Self { workbench, ids: 0 };
        bench.article("dam", WORDS);
        bench
    }

    /// Adds an article and shows it.
    pub fn article(&mut self, id: &str, words: &str) {
        let article = Article {
            id: id.into(),
            title: format!("The {id}"),
            text: Text::new(words),
            meta: Metadata::default(),
            origin: Origin::default(),
        };
        self.run(Command::AddArticles(vec![Arc::new(article)]));
    }

    /// Carries out a command.
    pub fn run(&mut self, command: Command) -> Outcome {
        let ids = &mut self.ids;
        let mut next_id = || {
            *ids += 1;
            Id::new(format!("id{ids}"))
        };
        let now = Time::new(1_772_621_000_000);
        self.workbench.dispatch(
            command,
            &mut World {
                now,
                next_id: &mut next_id,
            },
        )
    }

    /// Selects the first of these words.
    pub fn select(&mut self, words: &str) {
        let text = self
            .workbench
            .entry()
            .map(|entry| entry.article().text.as_str().to_owned());
        let start = text
            .and_then(|text| text.find(words))
            .expect("the words are in the article");
        let (anchor, head) = (ByteIndex(start), ByteIndex(start + words.len()));
        self.run(Command::SelectText { anchor, head });
    }

    /// Tags the first of these words; the mark is selected then.
    pub fn tag(&mut self, tag: &str, words: &str) -> Id {
        self.select(words);
        self.run(Command::Tag(tag.into(), Aim::default()));
        self.workbench.selection().mark.clone().expect("a mark")
    }

    /// Gives a mark a new identity.
    pub fn name(&mut self, mark: &Id, name: &str, kind: &str) -> Id {
        self.run(Command::Identify(
            mark.clone(),
            Reference::New(name.to_owned(), kind.into()),
        ));
        let project = self.workbench.project();
        let found = project.identities().find(|identity| identity.name == name);
        found
            .map(|identity| identity.id.clone())
            .expect("the identity")
    }
}
