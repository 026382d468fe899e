//! Arbitrary commands: every kind of them, at things that are there most of the time.

use std::sync::Arc;

use postil::command::{
    Aim, Command, Direction, End, Implicit, Reference, ReviewCommand, TagMarks, Unit, WindowCommand,
};
use postil::formats::datasets::{Files, Import, jsonl};
use postil::project::{
    Annotation, Article, Attribute, Colour, Edit, Entry, Id, LineStyle, Link, Metadata, Number,
    Origin, Project, Tag, TagStyle, Tagset, Thread, Value, ValueKind,
};
use postil::review::Colleague;
use postil::review::settle::Strategy as Rule;
use postil::span::Span;
use postil::text::{ByteIndex, Text, TextRange, boundary};
use postil::workbench::Workbench;
use proptest::collection::vec;
use proptest::prelude::*;

use super::arbitrary::{text, words};

/// How many kinds of command there are.
pub const KINDS: usize = 63;

/// What a command is made of, before there is a project to point into.
#[derive(Clone, Debug)]
pub struct Seed {
    kind: usize,
    dice: Vec<u32>,
    words: String,
    text: String,
}

/// A seed of any kind of command.
pub fn seed() -> impl Strategy<Value = Seed> {
    // Marks are made more often than all else, so that there is something to work on.
    let kinds = prop_oneof![
        3 => 0..KINDS,
        1 => prop::sample::select(vec![11, 19, 11, 19, 27, 31, 36, 42, 43]),
    ];
    of_kind(kinds)
}

/// A seed of a command that looks and changes nothing.
pub fn looking() -> impl Strategy<Value = Seed> {
    of_kind(prop::sample::select(LOOKING.to_vec()))
}

/// Shows, selects, expands, walks, arms, filters, and what the window does alone.
const LOOKING: [usize; 17] = [
    2, 3, 4, 11, 13, 14, 15, 16, 17, 18, 21, 46, 47, 48, 49, 52, 11,
];

fn of_kind(kinds: impl Strategy<Value = usize>) -> impl Strategy<Value = Seed> {
    (kinds, vec(any::<u32>(), 8), words(), text()).prop_map(|(kind, dice, words, text)| Seed {
        kind,
        dice,
        words,
        text,
    })
}

impl Seed {
    /// The command of this seed in a project.
    pub fn command(&self, bench: &Workbench) -> Command {
        let mut maker = Maker {
            bench,
            dice: &self.dice,
            at: 0,
            words: &self.words,
        };
        let command = maker.command(self.kind, &self.text);
        assert_eq!(kind_of(&command), self.kind, "{command:?}");
        command
    }
}

/// The kind of a command. A new kind does not compile until it has a number here.
fn kind_of(command: &Command) -> usize {
    use Command as C;
    match command {
        C::AddArticles(_) => 0,
        C::RemoveArticle(_) => 1,
        C::ShowArticle(_) => 2,
        C::StepArticle(_) => 3,
        C::NextUndone => 4,
        C::SetDone(..) => 5,
        C::ToggleDone => 6,
        C::DoneAndNext => 7,
        C::SetTitle(..) => 8,
        C::SetMeta(..) => 9,
        C::SetArticleValue(..) => 10,
        C::SelectText { .. } => 11,
        C::AddWords(_) => 12,
        C::SelectMark(_) => 13,
        C::StepBack => 14,
        C::Expand => 15,
        C::Shrink => 16,
        C::StepMark(..) => 17,
        C::NextMention => 18,
        C::Tag(..) => 19,
        C::TagAgain(_) => 20,
        C::Arm(_) => 21,
        C::Retag(..) => 22,
        C::DeleteMark(_) => 23,
        C::Delete => 24,
        C::MoveEnd { .. } => 25,
        C::SetSpan(..) => 26,
        C::AddImplicit(_) => 27,
        C::SetWording(..) => 28,
        C::SetValue(..) => 29,
        C::SetNote(..) => 30,
        C::Link { .. } => 31,
        C::Unlink(_) => 32,
        C::SetLinkKind(..) => 33,
        C::SetLinkValue(..) => 34,
        C::SetLinkNote(..) => 35,
        C::Identify(..) => 36,
        C::RenameIdentity(..) => 37,
        C::SetIdentityKind(..) => 38,
        C::MergeIdentities(..) => 39,
        C::SetTagset(..) => 40,
        C::DeleteTag(..) => 41,
        C::Undo => 42,
        C::Redo => 43,
        C::GoToStep(_) => 44,
        C::DropAside(_) => 45,
        C::ToggleTag(_) => 46,
        C::SoloTag(_) => 47,
        C::ShowAll => 48,
        C::Window(_) => 49,
        C::ReplaceArticle(..) => 55,
        C::ReadAgain(_) => 56,
        C::Join(..) => 60,
        C::SetIdentityNote(..) => 50,
        C::KeepWords => 51,
        C::SelectAtCaret => 52,
        C::StepSameTag(_) => 53,
        C::StepUntagged(_) => 54,
        C::StartReview(_) => 57,
        C::Review(_) => 58,
        C::TagAll(..) => 59,
        C::AddComment(..) => 61,
        C::DeleteComment(_) => 62,
    }
}

struct Maker<'a> {
    bench: &'a Workbench,
    dice: &'a [u32],
    at: usize,
    words: &'a str,
}

impl Maker<'_> {
    fn roll(&mut self, sides: usize) -> usize {
        self.at += 1;
        // Each round through the dice reads them another way.
        let die = self.dice[self.at % self.dice.len()].rotate_left(self.at as u32 / 8 * 5);
        die as usize % sides.max(1)
    }

    fn pick<T>(&mut self, from: &[T]) -> Option<T>
    where
        T: Clone,
    {
        let place = self.roll(from.len());
        from.get(place).cloned()
    }

    /// One of the ids, or, once in sixteen or where there is none, one that nothing has.
    fn id<'i>(&mut self, ids: impl Iterator<Item = &'i Id>) -> Id {
        let ids: Vec<&Id> = ids.collect();
        let stray = self.roll(16) == 0;
        let found = self.pick(&ids).filter(|_| !stray);
        found.cloned().unwrap_or_else(|| Id::new("no such thing"))
    }

    fn entry(&self) -> Option<&Entry> {
        self.bench.entry()
    }

    fn tagset(&self) -> Arc<Tagset> {
        Arc::clone(self.bench.project().tagset())
    }

    fn article(&mut self) -> Id {
        let bench = self.bench;
        self.id(bench.project().entries().iter().map(|e| &e.article().id))
    }

    fn mark(&mut self) -> Id {
        let bench = self.bench;
        let entry = bench.entry().into_iter();
        self.id(entry.flat_map(|entry| entry.annotations().keys()))
    }

    fn link(&mut self) -> Id {
        let bench = self.bench;
        let entry = bench.entry().into_iter();
        self.id(entry.flat_map(|entry| entry.links().keys()))
    }

    fn identity(&mut self) -> Id {
        let bench = self.bench;
        self.id(bench.project().identities().map(|identity| &identity.id))
    }

    fn tag(&mut self) -> Id {
        let tagset = self.tagset();
        self.id(tagset.tags.iter().map(|tag| &tag.id))
    }

    fn link_kind(&mut self) -> Id {
        let tagset = self.tagset();
        self.id(tagset.links.iter().map(|kind| &kind.id))
    }

    fn entity_kind(&mut self) -> Id {
        let tagset = self.tagset();
        self.id(tagset.entity_kinds.iter().map(|kind| &kind.id))
    }

    /// Any byte of the text in view; now and then one past its end.
    fn byte(&mut self) -> ByteIndex {
        let len = self.entry().map_or(0, |entry| entry.article().text.len().0);
        ByteIndex(self.roll(len + 3))
    }

    fn aim(&mut self) -> Aim {
        Aim {
            mark: (self.roll(2) == 0).then(|| self.mark()),
            byte: (self.roll(3) != 0).then(|| self.byte()),
        }
    }

    fn direction(&mut self) -> Direction {
        [Direction::Forward, Direction::Back][self.roll(2)]
    }

    fn words(&mut self) -> String {
        self.words.to_owned()
    }

    fn any_value(&mut self) -> Value {
        match self.roll(3) {
            0 => Value::Flag(self.roll(2) == 0),
            1 => Value::Number(Number::new(self.roll(1000) as f64 / 8.0).unwrap()),
            _ => Value::Text(self.words()),
        }
    }

    /// An attribute and a value for it, which fits most of the time; or none.
    fn value(&mut self, attributes: &[Attribute]) -> (Id, Option<Value>) {
        let known = self.pick(attributes).filter(|_| self.roll(8) != 0);
        let Some(known) = known else {
            return (Id::new("no such attribute"), Some(self.any_value()));
        };
        if self.roll(6) == 0 {
            return (known.id, None);
        }
        let value = match &known.kind {
            _ if self.roll(8) == 0 => self.any_value(),
            ValueKind::Flag => Value::Flag(self.roll(2) == 0),
            ValueKind::Choice(of) => Value::Text(self.pick(of).unwrap_or_default()),
            ValueKind::Text => Value::Text(self.words()),
            ValueKind::Number => Value::Number(Number::new(self.roll(1000) as f64).unwrap()),
        };
        (known.id, Some(value))
    }

    /// The project with a mark more in one of its articles, or in one that it lacks.
    fn grown(&mut self, text: &str) -> Arc<Project> {
        let project = self.bench.project();
        let here = self.roll(2) == 0;
        let known = self.entry().map(|entry| entry.article().text.as_str());
        let text = known.filter(|_| here).unwrap_or(text);
        let line = serde_json::json!({
            "id": "joined", "text": text,
            "spans": [{"id": "j", "tag": "joined", "fragments": [[0, 1]], "annotator": "Ben"}],
        });
        let files = Files::from([("x.jsonl".to_owned(), line.to_string().into_bytes())]);
        let how = Import {
            into: Some(project),
            ..Import::new(project.tagset())
        };
        let grown = jsonl::FORMAT.decode(&files, &how);
        Arc::new(grown.map_or_else(|_| project.clone(), |grown| grown.project))
    }

    fn command(&mut self, kind: usize, text: &str) -> Command {
        use Command as C;
        match kind {
            0 => C::AddArticles(self.articles(text)),
            1 => C::RemoveArticle(self.article()),
            2 => C::ShowArticle(self.article()),
            3 => C::StepArticle(self.direction()),
            4 => C::NextUndone,
            5 => C::SetDone(self.article(), self.roll(2) == 0),
            6 => C::ToggleDone,
            7 => C::DoneAndNext,
            8 => C::SetTitle(self.article(), self.words()),
            9 => {
                let name = ["outlet", "date", "", "my own"][self.roll(4)].to_owned();
                let value = (self.roll(4) != 0).then(|| self.any_value());
                C::SetMeta(self.article(), name, value)
            }
            10 => {
                let attributes = self.tagset().article_attributes.clone();
                let (attribute, value) = self.value(&attributes);
                C::SetArticleValue(self.article(), attribute, value)
            }
            11 => C::SelectText {
                anchor: self.byte(),
                head: self.byte(),
            },
            12 => C::AddWords(TextRange::new(self.byte(), self.byte())),
            13 => C::SelectMark(self.mark()),
            14 => C::StepBack,
            15 => C::Expand,
            51 => C::KeepWords,
            52 => C::SelectAtCaret,
            53 => C::StepSameTag(self.direction()),
            54 => C::StepUntagged(self.direction()),
            16 => C::Shrink,
            17 => C::StepMark(self.direction(), (self.roll(2) == 0).then(|| self.tag())),
            18 => C::NextMention,
            19 => C::Tag(self.tag(), self.aim()),
            20 => C::TagAgain(self.aim()),
            21 => C::Arm((self.roll(4) != 0).then(|| self.tag())),
            22 => C::Retag(self.mark(), self.tag()),
            23 => C::DeleteMark(self.mark()),
            24 => C::Delete,
            25 => C::MoveEnd {
                end: [End::Start, End::End][self.roll(2)],
                to: self.direction(),
                by: [Unit::Character, Unit::Word][self.roll(2)],
            },
            26 => C::SetSpan(self.mark(), self.span()),
            27 => C::AddImplicit(
                [
                    Implicit::UnstatedClaim,
                    Implicit::UnnamedSource,
                    Implicit::ArticleItself,
                ][self.roll(3)],
            ),
            28 => C::SetWording(self.mark(), self.words()),
            29 => self.set_value(),
            30 => C::SetNote(self.mark(), self.words()),
            31 => C::Link {
                from: self.mark(),
                to: self.mark(),
                kind: (self.roll(3) != 0).then(|| self.link_kind()),
            },
            32 => C::Unlink(self.link()),
            33 => C::SetLinkKind(self.link(), self.link_kind()),
            34 => self.set_link_value(),
            35 => C::SetLinkNote(self.link(), self.words()),
            36 => self.identify(),
            37 => C::RenameIdentity(self.identity(), self.words()),
            38 => C::SetIdentityKind(self.identity(), self.entity_kind()),
            39 => C::MergeIdentities(self.identity(), self.identity()),
            40 => C::SetTagset(Box::new(self.other_tagset()), self.words()),
            41 => {
                let marks = match self.roll(3) {
                    0 => TagMarks::Retag(self.tag()),
                    1 => TagMarks::Retire,
                    _ => TagMarks::Delete,
                };
                C::DeleteTag(self.tag(), marks)
            }
            42 => C::Undo,
            43 => C::Redo,
            44 => C::GoToStep(self.roll(self.bench.history().done().len() + 3)),
            45 => C::DropAside(self.roll(self.bench.project().aside().len() + 1)),
            46 => C::ToggleTag(self.tag()),
            47 => C::SoloTag(self.tag()),
            48 => C::ShowAll,
            50 => C::SetIdentityNote(self.identity(), self.words()),
            55 => C::ReplaceArticle(self.article(), self.one_article(text, self.at)),
            56 => C::ReadAgain(self.article()),
            57 | 58 => self.reviewing(kind),
            59 => self.tag_all(),
            60 => C::Join(self.grown(text), "Import a dataset".to_owned()),
            61 => C::AddComment(self.thread(), self.words()),
            62 => {
                let bench = self.bench;
                C::DeleteComment(self.id(bench.project().comments().map(|it| &it.id)))
            }
            _ => C::Window(WindowCommand::Find),
        }
    }

    fn thread(&mut self) -> Thread {
        match self.roll(3) {
            0 => Thread::Dispute(Id::new("tag/a1/m1")),
            _ => Thread::Mark {
                article: self.article(),
                mark: self.mark(),
            },
        }
    }

    fn identify(&mut self) -> Command {
        let reference = match self.roll(4) {
            0 => Reference::Nobody,
            1 => Reference::New(self.words(), self.entity_kind()),
            _ => Reference::Known(self.identity()),
        };
        Command::Identify(self.mark(), reference)
    }

    fn reviewing(&mut self, kind: usize) -> Command {
        match kind {
            57 => Command::StartReview(self.colleagues()),
            _ => Command::Review(self.in_review()),
        }
    }

    /// Somebody who marked what is marked now, but for the first mark of each article.
    fn colleagues(&mut self) -> Arc<Vec<Colleague>> {
        let mut project = self.bench.project().clone();
        for entry in self.bench.project().entries() {
            let Some(first) = entry.annotations().keys().next() else {
                continue;
            };
            // One that is linked or stood beside stays.
            let _ = project.apply(&[Edit::Annotation {
                article: entry.article().id.clone(),
                id: first.clone(),
                to: None,
            }]);
        }
        Arc::new(vec![Colleague {
            name: self.words(),
            project,
            author: None,
        }])
    }

    fn in_review(&mut self) -> ReviewCommand {
        use ReviewCommand as R;
        match self.roll(16) {
            0 => R::Leave,
            1 => R::Redraw,
            2 => R::Redrawn,
            3 => R::StopRedrawing,
            4 => R::Comment,
            5 => R::SetComment(self.words()),
            6 => R::Discuss,
            7 => R::Gap,
            8 => R::Later,
            9 => R::Step(self.direction()),
            10 => R::Go(self.roll(5)),
            11 => R::Rule(Rule::Annotator(self.roll(3))),
            12 if self.roll(2) == 0 => R::WithAlike,
            12 => R::Alike(vec![self.roll(5), self.roll(5)]),
            13 => R::Both,
            14 => R::Neither,
            _ => R::Take(self.roll(3)),
        }
    }

    fn tag_all(&mut self) -> Command {
        let tag = self.tag();
        let ranges = (0..self.roll(4)).map(|_| TextRange::new(self.byte(), self.byte()));
        let ranges = ranges.collect();
        Command::TagAll(tag, vec![(self.article(), ranges)])
    }

    fn set_value(&mut self) -> Command {
        let mark = self.mark();
        let found = self.entry().and_then(|entry| entry.annotation(&mark));
        let tag = found.map(|mark: &Arc<Annotation>| mark.tag.clone());
        let tagset = self.tagset();
        let tag = tag.and_then(|tag| tagset.tag(&tag));
        let (attribute, value) = self.value(tag.map_or(&[], |tag| &tag.attributes));
        Command::SetValue(mark, attribute, value)
    }

    fn set_link_value(&mut self) -> Command {
        let link = self.link();
        let found = self.entry().and_then(|entry| entry.link(&link));
        let kind = found.map(|link: &Arc<Link>| link.kind.clone());
        let tagset = self.tagset();
        let kind = kind.and_then(|kind| tagset.link(&kind));
        let (attribute, value) = self.value(kind.map_or(&[], |kind| &kind.attributes));
        Command::SetLinkValue(link, attribute, value)
    }

    /// A few articles: new ones, ones that are there, ones whose ids are taken.
    fn articles(&mut self, text: &str) -> Vec<Arc<Article>> {
        let count = self.roll(3);
        (0..count).map(|n| self.one_article(text, n)).collect()
    }

    /// The nth of a few articles.
    fn one_article(&mut self, text: &str, n: usize) -> Arc<Article> {
        let entries = self.bench.project().entries();
        let known = entries.get(self.roll(entries.len()));
        let known = known.filter(|_| self.roll(4) == 0);
        let text = match known {
            Some(known) => known.article().text.clone(),
            None => Text::new(format!("{text}{}", ["", "!"][n % 2])),
        };
        let id = match self.roll(2) {
            0 => Id::new(format!("article {}", self.roll(4))),
            _ => Id::new(format!("new {}", self.roll(1000))),
        };
        let (title, meta) = (self.words(), Metadata::default());
        Arc::new(Article {
            id,
            title,
            text,
            meta,
            origin: Origin::default(),
        })
    }

    /// A span of the text in view; one of another text, if that is empty or once in ten times.
    fn span(&mut self) -> Span {
        let other = Text::new("Other words of another text, longer than most.".repeat(20));
        let text = self.entry().map(|entry| entry.article().text.clone());
        let stray = self.roll(10) == 0;
        let text = text.filter(|text| !stray && !text.is_empty());
        let text = text.unwrap_or(other);
        let mut ends: Vec<ByteIndex> = (0..[2, 4][self.roll(2)])
            .map(|_| text.clamp(ByteIndex(self.roll(text.len().0 + 1))))
            .collect();
        ends.sort();
        let pairs = ends.chunks_exact(2).filter(|pair| pair[0] < pair[1]);
        let ranges = pairs.map(|pair| TextRange::new(pair[0], pair[1])).collect();
        let first = TextRange::new(0, boundary::next_grapheme(&text, ByteIndex(0)));
        Span::new(ranges, &text).unwrap_or_else(|_| Span::single(first, &text).unwrap())
    }

    /// The tagset with something changed, which may be more than it can bear.
    fn other_tagset(&mut self) -> Tagset {
        let mut tagset = (*self.tagset()).clone();
        let place = self.roll(tagset.tags.len());
        match (self.roll(9), tagset.tags.get_mut(place)) {
            (0, Some(tag)) => tag.name = self.words(),
            (1, Some(tag)) => drop(tag.attributes.pop()),
            (2, Some(tag)) => tag.attributes.push(Attribute {
                id: Id::new(format!("more {}", self.roll(4))),
                name: self.words(),
                kind: [ValueKind::Text, ValueKind::Flag][self.roll(2)].clone(),
                guideline: String::new(),
            }),
            (3, Some(tag)) => tag.retired = !tag.retired,
            (4, Some(_)) => drop(tagset.tags.remove(place)),
            (5, Some(tag)) => tag.attributes.iter_mut().for_each(|attribute| {
                if let ValueKind::Choice(of) = &mut attribute.kind {
                    of.pop();
                }
            }),
            (6, _) => drop(tagset.links.pop()),
            (7, _) => drop(tagset.entity_kinds.pop()),
            _ => tagset.tags.push(Tag {
                id: Id::new(format!("tag of {}", self.roll(100))),
                name: format!("tag of {}", self.words),
                letter: ['X', 'Y', 'Z', 'A'][self.roll(4)],
                key: None,
                colour: Colour::Teal,
                line: LineStyle::Capped,
                style: [TagStyle::Statement, TagStyle::Mention][self.roll(2)],
                guideline: String::new(),
                attributes: Vec::new(),
                retired: false,
            }),
        }
        tagset
    }
}
