//! The test language: an article with its marks as one readable text.
//!
//! `|words|` is the selection and a single `|` the caret. `[claim: words]` is a mark; `[claim#2:
//! words]` is the mark `m2`, and where that stands twice it is one mark of two fragments. `*` after
//! the tag is the selected mark. Marks that cross close with their number: `]#2`. After a line `---`
//! stands, a line each, what has no words: `(source#3: they)` an implicit mark, `beside #1` behind
//! it if it is shown there; `#2 rebuts #1` a link; `#1 certainty: alleged` a value; `#1 note: …`;
//! `#1 is Ada Moon, person` an identity.
//!
//! Marks without a number get the next; new ones go on counting. What is expected shows a number
//! only where it is needed to tell what hangs together, the selection only if `|` stands in it, and
//! the selected mark only if `*` does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use postil::command::Command;
use postil::formats::tagset_file::default_tagset;
use postil::project::{
    Annotation, Article, Attributes, Edit, Entry, Id, Identity, Link, Metadata, Origin, Place,
    Project, Stamp, Time, Value,
};
use postil::span::Span;
use postil::text::{ByteIndex, Text, TextRange};
use postil::workbench::{Outcome, Workbench, World};

/// Who does everything in tests.
pub const AUTHOR: &str = "Ana";

/// A workbench with a clock that ticks once a command and ids that count.
#[derive(Clone)]
pub struct Bench {
    pub it: Workbench,
    now: i64,
    next: usize,
}

/// Runs commands on an article and holds the result against what is expected. Invariants are
/// checked after every command; at last all steps are undone and redone.
#[track_caller]
pub fn check(before: &str, commands: impl IntoIterator<Item = Command>, after: &str) -> Bench {
    let mut bench = Bench::of(before);
    for command in commands {
        bench.run(command);
    }
    bench.shows(after);
    bench.goes_back_and_forth();
    bench
}

/// The mark, link or identity of a number.
pub fn m(number: usize) -> Id {
    Id::new(format!("m{number}"))
}

impl Bench {
    /// A project of one article.
    #[track_caller]
    pub fn of(markup: &str) -> Self {
        Self::articles(&[markup])
    }

    /// A project of articles `a1`, `a2`, …, the first in view. Numbers go through all of them.
    #[track_caller]
    pub fn articles(markups: &[&str]) -> Self {
        let mut project = Project::new(default_tagset());
        let mut parser = Parser::default();
        let mut selection = None;
        for (at, markup) in markups.iter().enumerate() {
            let (edits, range) = parser.article(&format!("a{}", at + 1), at, markup);
            project.apply(&edits).unwrap();
            selection = selection.or(range.filter(|_| at == 0));
        }
        assert_eq!(project.check(), []);
        let mut bench = Self {
            it: Workbench::new(project, AUTHOR),
            now: 0,
            next: parser.last,
        };
        if let Some((anchor, head)) = selection {
            bench.run(Command::SelectText { anchor, head });
        }
        if let Some(mark) = parser.selected {
            bench.run(Command::SelectMark(mark));
        }
        bench
    }

    /// Carries out a command and checks every invariant.
    #[track_caller]
    pub fn run(&mut self, command: Command) -> Outcome {
        self.now += 1;
        let before = (self.it.revision(), self.it.project().clone());
        let next = &mut self.next;
        let mut world = World {
            now: Time::new(self.now),
            next_id: &mut || {
                *next += 1;
                m(*next)
            },
        };
        let told = format!("{command:?}");
        let outcome = self.it.dispatch(command, &mut world);
        assert_eq!(self.it.project().check(), [], "after {told}");
        assert_eq!(
            outcome.changed,
            before.0 != self.it.revision(),
            "changed is not told truly after {told}"
        );
        if let Some(desk) = self.it.review() {
            let counted = desk.review().tally(self.it.project());
            assert_eq!(self.it.tally(), counted, "miscounted after {told}");
        }
        if !outcome.changed {
            assert_eq!(&before.1, self.it.project(), "changed in secret by {told}");
        }
        outcome
    }

    /// Carries out a command that shall be refused or do nothing; gives its notice's title.
    #[track_caller]
    pub fn refuses(&mut self, command: Command) -> String {
        let told = format!("{command:?}");
        let outcome = self.run(command);
        assert!(!outcome.changed, "{told} was not refused");
        outcome.notice.map_or(String::new(), |notice| notice.title)
    }

    /// Holds the article in view against what is expected.
    #[track_caller]
    pub fn shows(&self, expected: &str) {
        let (range, star) = (expected.contains('|'), expected.contains('*'));
        assert_eq!(render(&self.it, range, star), expected);
    }

    /// Undoes everything and redoes it, and holds both ends against what they were.
    #[track_caller]
    pub fn goes_back_and_forth(&self) {
        let mut bench = self.clone();
        let steps = bench.it.history().done().len();
        for _ in 0..steps {
            assert!(bench.run(Command::Undo).changed);
        }
        assert_eq!(bench.it.history().done().len(), 0);
        for _ in 0..steps {
            assert!(bench.run(Command::Redo).changed);
        }
        assert_eq!(bench.it.project(), self.it.project());
        assert_eq!(bench.it.revision(), self.it.revision());
    }

    /// The range of the first place where these words stand in the article in view.
    #[track_caller]
    pub fn at(&self, words: &str) -> TextRange {
        let text = &self.it.entry().unwrap().article().text;
        let start = text.as_str().find(words).unwrap();
        TextRange::new(start, start + words.len())
    }

    /// The mark of a number in the article in view.
    #[track_caller]
    pub fn mark(&self, number: usize) -> &Annotation {
        self.it.entry().unwrap().annotation(&m(number)).unwrap()
    }

    /// What the last step is called.
    pub fn last_step(&self) -> &str {
        self.it
            .history()
            .done()
            .last()
            .map_or("", |step| step.name())
    }
}

#[derive(Default)]
struct Parser {
    last: usize,
    selected: Option<Id>,
}

type Ends = (ByteIndex, ByteIndex);

impl Parser {
    /// The edits that make an article, and its selection.
    fn article(&mut self, id: &str, at: usize, markup: &str) -> (Vec<Edit>, Option<Ends>) {
        let (words, facts) = markup.split_once("\n---\n").unwrap_or((markup, ""));
        let (text, pieces, bars) = self.words(words);
        let article = Article {
            id: Id::new(id),
            title: id.to_owned(),
            text: Text::new(text),
            meta: Metadata::default(),
            origin: Origin::default(),
        };
        let text = article.text.clone();
        let mut marks: BTreeMap<Id, Annotation> = BTreeMap::new();
        for (mark, (tag, fragments)) in pieces {
            let span = Span::new(fragments, &text).unwrap();
            marks.insert(mark.clone(), annotation(mark, &tag, Place::Span(span)));
        }
        let (mut links, mut identities) = (Vec::new(), BTreeMap::new());
        for fact in facts.lines() {
            self.fact(fact, &mut marks, &mut links, &mut identities);
        }
        let article_id = article.id.clone();
        let mut edits = vec![Edit::Article {
            id: article_id.clone(),
            at,
            to: Some(Arc::new(article)),
        }];
        edits.extend(
            identities
                .into_values()
                .map(|identity: Identity| Edit::Identity {
                    id: identity.id.clone(),
                    to: Some(Arc::new(identity)),
                }),
        );
        edits.extend(marks.into_values().map(|mark| Edit::Annotation {
            article: article_id.clone(),
            id: mark.id.clone(),
            to: Some(Arc::new(mark)),
        }));
        edits.extend(links.into_iter().map(|link: Link| Edit::Link {
            article: article_id.clone(),
            id: link.id.clone(),
            to: Some(Arc::new(link)),
        }));
        let selection = match bars.as_slice() {
            [] => None,
            [caret] => Some((*caret, *caret)),
            [anchor, head] => Some((*anchor, *head)),
            _ => panic!("more than one selection in {markup:?}"),
        };
        (edits, selection)
    }

    /// The plain words, the marks on them, and where bars stand.
    #[expect(
        clippy::type_complexity,
        reason = "three lists that are taken apart at once"
    )]
    fn words(
        &mut self,
        markup: &str,
    ) -> (
        String,
        BTreeMap<Id, (String, Vec<TextRange>)>,
        Vec<ByteIndex>,
    ) {
        let (mut text, mut bars) = (String::new(), Vec::new());
        let mut marks: BTreeMap<Id, (String, Vec<TextRange>)> = BTreeMap::new();
        let mut open: Vec<(Id, usize)> = Vec::new();
        let mut rest = markup;
        while let Some(next) = rest.chars().next() {
            rest = &rest[next.len_utf8()..];
            match next {
                '|' => bars.push(ByteIndex(text.len())),
                '[' => {
                    let (head, after) = rest.split_once(": ").unwrap();
                    rest = after;
                    let (tag, id) = self.head(head);
                    marks.entry(id.clone()).or_insert((tag, Vec::new()));
                    open.push((id, text.len()));
                }
                ']' => {
                    let (id, start) = match rest.strip_prefix('#') {
                        Some(number) => {
                            let digits: String =
                                number.chars().take_while(char::is_ascii_digit).collect();
                            rest = &number[digits.len()..];
                            let id = m(digits.parse().unwrap());
                            let at = open.iter().position(|(other, _)| *other == id).unwrap();
                            open.remove(at)
                        }
                        None => open.pop().unwrap(),
                    };
                    let range = TextRange::new(start, text.len());
                    marks.get_mut(&id).unwrap().1.push(range);
                }
                other => text.push(other),
            }
        }
        assert_eq!(open, [], "an open mark in {markup:?}");
        (text, marks, bars)
    }

    /// `tag*#number` as tag and id.
    fn head(&mut self, head: &str) -> (String, Id) {
        let (tag, number) = head.split_once('#').unwrap_or((head, ""));
        let id = match number.parse() {
            Ok(number) => {
                self.last = self.last.max(number);
                m(number)
            }
            Err(_) => {
                self.last += 1;
                m(self.last)
            }
        };
        let bare = tag.trim_end_matches('*');
        if bare != tag {
            self.selected = Some(id.clone());
        }
        (bare.to_owned(), id)
    }

    fn fact(
        &mut self,
        fact: &str,
        marks: &mut BTreeMap<Id, Annotation>,
        links: &mut Vec<Link>,
        identities: &mut BTreeMap<Id, Identity>,
    ) {
        if let Some(implicit) = fact.strip_prefix('(') {
            let (inside, beside) = implicit.split_once(')').unwrap();
            let (head, wording) = inside.split_once(": ").unwrap();
            let (tag, id) = self.head(head);
            let place = Place::Implicit {
                wording: wording.into(),
                beside: beside.strip_prefix(" beside ").map(end).map(Box::new),
            };
            marks.insert(id.clone(), annotation(id, &tag, place));
            return;
        }
        let (owner, said) = fact.split_once(' ').unwrap();
        let owner = end(owner);
        let mark = marks.get_mut(&owner).unwrap();
        if let Some(note) = said.strip_prefix("note: ") {
            mark.note = note.into();
        } else if let Some(whom) = said.strip_prefix("is ") {
            let (name, kind) = whom.split_once(", ").unwrap();
            let id = Id::new(name);
            mark.identity = Some(Box::new(id.clone()));
            let identity = Identity {
                id: id.clone(),
                name: name.to_owned(),
                kind: Id::new(kind),
                note: Default::default(),
                stamp: Stamp::default(),
            };
            identities.insert(id, identity);
        } else if let Some((attribute, value)) = said.split_once(": ") {
            let value = match value {
                "yes" => Value::Flag(true),
                "no" => Value::Flag(false),
                words => Value::text(words),
            };
            mark.attributes.insert(Id::new(attribute), value);
        } else {
            let (kind, to) = said.rsplit_once(' ').unwrap();
            links.push(Link {
                id: Id::new(format!("l{}", links.len() + 1)),
                kind: Id::new(kind.replace(' ', "_")),
                from: owner,
                to: end(to),
                attributes: Attributes::new(),
                note: Default::default(),
                stamp: stamp(),
            });
        }
    }
}

/// `#2` as `m2`.
fn end(number: &str) -> Id {
    m(number.trim_start_matches('#').parse().unwrap())
}

fn stamp() -> Stamp {
    Stamp::new(AUTHOR, Time::new(0))
}

fn annotation(id: Id, tag: &str, place: Place) -> Annotation {
    Annotation {
        id,
        tag: Id::new(tag),
        place,
        attributes: Attributes::new(),
        note: Default::default(),
        identity: None,
        stamp: stamp(),
    }
}

/// The article in view in the test language.
pub fn render(workbench: &Workbench, range: bool, star: bool) -> String {
    let Some(entry) = workbench.entry() else {
        return String::new();
    };
    let facts = facts(workbench.project(), entry);
    let mut shown: BTreeSet<&Id> = facts
        .iter()
        .flat_map(|(ids, _)| ids.iter().copied())
        .collect();
    let many = |mark: &&Arc<Annotation>| mark.span().is_some_and(|s| s.fragments().len() > 1);
    shown.extend(
        entry
            .annotations()
            .values()
            .filter(many)
            .map(|mark| &mark.id),
    );
    shown.extend(crossed(entry));
    let selected = workbench.selected().map(|mark| &mark.id).filter(|_| star);
    let head = |mark: &Annotation| {
        let star = if selected == Some(&mark.id) { "*" } else { "" };
        let number = if shown.contains(&mark.id) {
            format!("#{}", number(&mark.id))
        } else {
            String::new()
        };
        format!("{}{star}{number}: ", mark.tag)
    };
    let mut out = words(workbench, entry, range, &head);
    let implicit = entry.implicit().map(|mark| match &mark.place {
        Place::Implicit { wording, beside } => {
            let beside = beside.as_ref();
            let beside = beside.map_or(String::new(), |id| format!(" beside #{}", number(id)));
            format!("({}{wording}){beside}", head(mark))
        }
        Place::Span(_) => unreachable!(),
    });
    let lines: Vec<String> = implicit
        .chain(facts.iter().map(|(_, fact)| fact.clone()))
        .filter(|line| !line.is_empty())
        .collect();
    if !lines.is_empty() {
        out.push_str("\n---\n");
        out.push_str(&lines.join("\n"));
    }
    out
}

/// The marks that close while one that was opened later is still open.
fn crossed(entry: &Entry) -> impl Iterator<Item = &Id> {
    let all = || entry.annotations().values();
    let fragments = |mark: &Annotation| mark.span().map_or(vec![], |s| s.fragments().to_vec());
    let others: Vec<TextRange> = all().flat_map(|mark| fragments(mark)).collect();
    all().filter_map(move |mark| {
        let crosses =
            |a: &TextRange, b: &TextRange| a.start < b.start && b.start < a.end && a.end < b.end;
        let own = fragments(mark);
        let crossed = own.iter().any(|a| others.iter().any(|b| crosses(a, b)));
        crossed.then_some(&mark.id)
    })
}

fn words(
    workbench: &Workbench,
    entry: &Entry,
    range: bool,
    head: &dyn Fn(&Annotation) -> String,
) -> String {
    let text = &entry.article().text;
    let mut fragments: Vec<(TextRange, &Annotation)> = Vec::new();
    for mark in entry.annotations().values() {
        let of = mark.span().map_or(&[][..], Span::fragments);
        fragments.extend(of.iter().map(|fragment| (*fragment, &**mark)));
    }
    fragments
        .sort_by_key(|(range, mark)| (range.start, std::cmp::Reverse(range.end), mark.id.clone()));
    let selection = workbench.selection();
    let mut bars: Vec<ByteIndex> = Vec::new();
    if range {
        let words = selection.range();
        bars.push(words.start);
        bars.extend((!words.is_empty()).then_some(words.end));
    }
    let mut stops: BTreeSet<ByteIndex> = bars.iter().copied().collect();
    stops.extend(
        fragments
            .iter()
            .flat_map(|(range, _)| [range.start, range.end]),
    );
    stops.insert(text.len());
    let (mut out, mut last) = (String::new(), ByteIndex(0));
    let mut open: Vec<(TextRange, &Annotation)> = Vec::new();
    for stop in stops {
        out.push_str(text.slice(TextRange::new(last, stop)).unwrap());
        last = stop;
        while let Some(at) = open.iter().rposition(|(range, _)| range.end == stop) {
            let crossed = at + 1 != open.len();
            let (_, mark) = open.remove(at);
            out.push(']');
            if crossed {
                out.push_str(&format!("#{}", number(&mark.id)));
            }
        }
        let closes = bars.len() == 2 && bars[1] == stop;
        if closes {
            out.push('|');
        }
        if bars.first() == Some(&stop) {
            out.push('|');
        }
        for (range, mark) in fragments.iter().filter(|(range, _)| range.start == stop) {
            out.push_str(&format!("[{}", head(mark)));
            open.push((*range, mark));
        }
    }
    out
}

/// Everything that is said of marks, with the marks that each line speaks of.
fn facts<'p>(project: &'p Project, entry: &'p Entry) -> Vec<(Vec<&'p Id>, String)> {
    let mut lines = Vec::new();
    for mark in entry.annotations().values() {
        let of = |said: String| (vec![&mark.id], format!("#{} {said}", number(&mark.id)));
        if let Place::Implicit {
            beside: Some(id), ..
        } = &mark.place
        {
            // The line of the implicit mark says it; here only the number is asked for.
            lines.push((vec![&**id], String::new()));
        }
        if let Some(identity) = &mark.identity {
            let identity = project.identity(identity).unwrap();
            lines.push(of(format!("is {}, {}", identity.name, identity.kind)));
        }
        let values = mark.attributes.iter();
        lines.extend(values.map(|(attribute, value)| of(format!("{attribute}: {value}"))));
        if !mark.note.is_empty() {
            lines.push(of(format!("note: {}", mark.note)));
        }
    }
    let mut links: Vec<_> = entry.links().values().collect();
    links.sort_by_key(|link| (number(&link.from), number(&link.to), link.kind.clone()));
    for link in links {
        let kind = link.kind.as_str().replace('_', " ");
        let mut said = format!("#{} {kind} #{}", number(&link.from), number(&link.to));
        for (attribute, value) in &link.attributes {
            said.push_str(&format!(", {attribute}: {value}"));
        }
        if !link.note.is_empty() {
            said.push_str(&format!(", note: {}", link.note));
        }
        lines.push((vec![&link.from, &link.to], said));
    }
    lines
}

fn number(id: &Id) -> usize {
    id.as_str().trim_start_matches('m').parse().unwrap()
}
