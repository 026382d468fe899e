//! Standoff as records.

use std::collections::{BTreeMap, HashMap};

use super::off_one_line;
use super::parts::{Part, as_counted, pair, parts_and_text, quotes};
use crate::formats::datasets::Files;
use crate::formats::datasets::corpus::is_break;
use crate::formats::datasets::few::Few;
use crate::formats::datasets::gather::{
    ArticleRecord, Gather, IdentityRecord, LinkRecord, SpanRecord,
};
use crate::formats::datasets::json::value_of;
use crate::formats::datasets::names::decoded;
use crate::formats::datasets::utf8::sound;
use crate::formats::{Position, Severity, excerpt};
use crate::project::{Id, Value};
use crate::text::Text;

/// Reads every annotation file with the text beside it.
pub(super) fn read(gather: &mut Gather, files: &Files) {
    for (name, bytes) in files {
        let text = name.strip_suffix(".txt");
        if text.is_some_and(|stem| !files.contains_key(&format!("{stem}.ann"))) {
            gather.in_file(name);
            let what = "there is no .ann beside this text, as brat wants; it was left out";
            gather.say_at(Position::START, Severity::Warning, what.to_owned());
        }
        let Some(stem) = name.strip_suffix(".ann") else {
            continue;
        };
        gather.in_file(name);
        let beside = format!("{stem}.txt");
        let Some(text) = files.get(&beside) else {
            let what = "there is no .txt beside this file; it was left out".to_owned();
            gather.leave_out_at(Position::START, what);
            continue;
        };
        let (parts, text) = parts_and_text(bytes, text);
        gather.in_file(&beside);
        let text = sound(gather, text);
        gather.in_file(name);
        let (Some(parts), Some(text)) = (sound(gather, parts), text) else {
            continue;
        };
        let text = as_counted(gather, text, &parts);
        let mut file = File::new(gather, text);
        file.lines(parts);
        let record = file.finish(stem);
        gather.article(record);
    }
}

/// One annotation file as it is read.
struct File<'g> {
    gather: &'g mut Gather,
    text: Text,
    spans: Vec<SpanRecord>,
    further: Vec<Vec<SpanRecord>>,
    links: Vec<LinkRecord>,
    events: BTreeMap<String, String>,
    roles: Vec<(usize, String, String, String)>,
    said: Vec<(usize, String, Said)>,
    groups: Vec<Vec<String>>,
    identities: BTreeMap<(String, String), IdentityRecord>,
}

/// What a line says of a mark, a link or an event.
enum Said {
    Value(String, Value),
    Note(String),
}

impl<'g> File<'g> {
    fn new(gather: &'g mut Gather, text: Text) -> Self {
        Self {
            gather,
            text,
            spans: Vec::new(),
            further: Vec::new(),
            links: Vec::new(),
            events: BTreeMap::new(),
            roles: Vec::new(),
            said: Vec::new(),
            groups: Vec::new(),
            identities: BTreeMap::new(),
        }
    }

    /// Takes the marks over that stand in one line each, and reads all other lines.
    fn lines(&mut self, parts: Vec<Part<'_>>) {
        let (plain, rest): (Vec<_>, Vec<_>) =
            parts.into_iter().map(|it| (it.spans, it.rest)).unzip();
        for (line, words) in rest.into_iter().flatten() {
            self.line(line, words);
        }
        let others = std::mem::take(&mut self.spans);
        let mut plain = plain.into_iter();
        self.spans = plain.next().unwrap_or_default();
        self.further = plain.collect();
        if !others.is_empty() || self.told() {
            let further = std::mem::take(&mut self.further);
            self.spans.extend(further.into_iter().flatten());
            self.spans.extend(others);
            self.spans.sort_by_key(|span| span.line);
        }
    }

    /// Whether anything is said of marks that are known by their places in the list.
    fn told(&self) -> bool {
        !self.said.is_empty() || !self.groups.is_empty()
    }

    fn line(&mut self, line: usize, words: &str) {
        let done = match words.chars().next() {
            Some('T') => self.mark(line, words),
            Some('R') => self.relation(line, words),
            Some('E') => self.event(line, words),
            Some('A' | 'M') => self.attribute(line, words),
            Some('N') => self.reference(line, words),
            Some('#') => self.note(line, words),
            Some('*') => self.group(words),
            _ => None,
        };
        if done.is_none() {
            let words = excerpt(words, 60);
            let what = format!("{words:?} is no line of brat's standoff and was left out");
            self.gather.leave_out(line, what);
        }
    }

    fn mark(&mut self, line: usize, words: &str) -> Option<()> {
        let mut cells = words.splitn(3, '\t');
        let (id, middle) = (cells.next()?, cells.next()?);
        let mention = cells.next();
        let (tag, ends) = middle.split_once(' ')?;
        let pieces: Option<Vec<(usize, usize)>> = ends.split(';').map(pair).collect();
        let pieces = pieces?;
        if mention.is_none() {
            let what = format!("mark {id:?} does not say its words; the line may be cut off");
            self.gather.say(line, Severity::Warning, what);
        }
        let quotes = mention.map(|mention| quotes(&pieces, mention));
        let (fragments, quotes) = self.joined(pieces, quotes.unwrap_or_default());
        self.spans.push(SpanRecord {
            line: Some(line),
            id: Some(Id::new(id)),
            tag: Id::new(tag),
            fragments,
            quotes,
            ..SpanRecord::default()
        });
        Some(())
    }

    /// Fragments with nothing but line breaks between them are one that crosses lines.
    fn joined(
        &self,
        pieces: Vec<(usize, usize)>,
        quotes: Few<Box<str>>,
    ) -> (Few<(usize, usize)>, Few<Box<str>>) {
        let breaks = |from: usize, to: usize| {
            let between = self
                .text
                .as_str()
                .chars()
                .skip(from)
                .take(to.saturating_sub(from));
            from <= to && between.clone().count() == to - from && between.into_iter().all(is_break)
        };
        if pieces.len() < 2 {
            return (pieces.into(), quotes);
        }
        let mut joined: Vec<(usize, usize)> = Vec::with_capacity(pieces.len());
        for (start, end) in &pieces {
            match joined.last_mut() {
                Some(last) if breaks(last.1, *start) => last.1 = *end,
                _ => joined.push((*start, *end)),
            }
        }
        // The words of a joined fragment are those of its lines, which hold the breaks no more.
        let quotes = if joined.len() == pieces.len() {
            quotes
        } else {
            Few::default()
        };
        (joined.into(), quotes)
    }

    fn relation(&mut self, line: usize, words: &str) -> Option<()> {
        let (id, rest) = words.split_once('\t')?;
        let mut parts = rest.split_whitespace();
        let kind = parts.next()?;
        let (_, from) = parts.next()?.split_once(':')?;
        let (_, to) = parts.next()?.split_once(':')?;
        self.links.push(LinkRecord {
            line: Some(line),
            id: Some(id.to_owned()),
            kind: kind.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            ..LinkRecord::default()
        });
        Some(())
    }

    /// An event is its trigger, with a link for each of its roles.
    fn event(&mut self, line: usize, words: &str) -> Option<()> {
        let (id, rest) = words.split_once('\t')?;
        let mut parts = rest.split_whitespace();
        let (_, trigger) = parts.next()?.split_once(':')?;
        self.events.insert(id.to_owned(), trigger.to_owned());
        for part in parts {
            let (role, to) = part.split_once(':')?;
            let to = to.to_owned();
            self.roles
                .push((line, role.to_owned(), trigger.to_owned(), to));
        }
        let what = format!("event {id} became its trigger {trigger}, with a link for each role");
        self.gather.say(line, Severity::Warning, what);
        Some(())
    }

    fn attribute(&mut self, line: usize, words: &str) -> Option<()> {
        let (_, rest) = words.split_once('\t')?;
        let mut parts = rest.splitn(3, ' ');
        let (name, target) = (parts.next()?, parts.next()?);
        let value = match parts.next().map(str::trim) {
            None | Some("") => Value::Flag(true),
            Some(value) => Value::text(value),
        };
        let said = Said::Value(name.to_owned(), value);
        self.said.push((line, target.trim().to_owned(), said));
        Some(())
    }

    fn note(&mut self, line: usize, words: &str) -> Option<()> {
        let mut cells = words.splitn(3, '\t');
        cells.next()?;
        let (kind, target) = cells.next()?.split_once(' ')?;
        let note = off_one_line(cells.next().unwrap_or_default());
        let value = || {
            let (name, json) = note.split_once(" = ")?;
            let json = serde_json::from_str(json).ok()?;
            Some(Said::Value(name.to_owned(), value_of(&json)?))
        };
        let value = value().filter(|_| kind == "Value");
        let said = value.unwrap_or(Said::Note(note));
        self.said.push((line, target.to_owned(), said));
        Some(())
    }

    fn reference(&mut self, line: usize, words: &str) -> Option<()> {
        let mut cells = words.splitn(3, '\t');
        cells.next()?;
        let mut parts = cells.next()?.split_whitespace().skip(1);
        let (target, reference) = (parts.next()?, parts.next()?);
        let (base, key) = reference.split_once(':')?;
        let name = cells.next().map(off_one_line);
        let identity = self.identities.entry((base.to_owned(), key.to_owned()));
        let identity = identity.or_insert_with(|| IdentityRecord {
            line: Some(line),
            id: Some(decoded(key)),
            name: name.unwrap_or_else(|| reference.to_owned()),
            kind: Some(decoded(base)),
            mentions: Vec::new(),
        });
        identity.mentions.push(target.to_owned());
        Some(())
    }

    fn group(&mut self, words: &str) -> Option<()> {
        let (_, rest) = words.split_once('\t')?;
        let members = rest.split_whitespace().skip(1).map(str::to_owned);
        self.groups.push(members.collect());
        Some(())
    }

    fn finish(mut self, stem: &str) -> ArticleRecord {
        let trigger = |events: &BTreeMap<String, String>, id: &str| {
            events.get(id).cloned().unwrap_or_else(|| id.to_owned())
        };
        for (line, kind, from, to) in std::mem::take(&mut self.roles) {
            self.links.push(LinkRecord {
                line: Some(line),
                kind,
                from,
                to: trigger(&self.events, &to),
                ..LinkRecord::default()
            });
        }
        let places = match self.told() {
            true => Places::of(&self),
            false => Places::default(),
        };
        let said = std::mem::take(&mut self.said);
        let groups = std::mem::take(&mut self.groups);
        for (line, target, said) in said {
            let target = trigger(&self.events, &target);
            self.tell(&places, line, &target, said);
        }
        let mut identities: Vec<_> = std::mem::take(&mut self.identities).into_values().collect();
        for (number, members) in groups.into_iter().enumerate() {
            identities.push(self.equivalence(&places, (stem, number), members));
        }
        ArticleRecord {
            line: 1,
            id: Some(stem.rsplit('/').next().unwrap_or(stem).to_owned()),
            text: self.text,
            spans: self.spans,
            further: self.further,
            links: self.links,
            identities,
            ..ArticleRecord::default()
        }
    }

    fn tell(&mut self, places: &Places, line: usize, target: &str, said: Said) {
        let mark = places.marks.get(target);
        let mark = mark.and_then(|at| self.spans.get_mut(*at));
        let link = places.links.get(target);
        let link = link.and_then(|at| self.links.get_mut(*at));
        let (values, text) = match (mark, link) {
            (Some(mark), _) => (&mut mark.attributes, &mut mark.note),
            (None, Some(link)) => (&mut link.attributes, &mut link.note),
            (None, None) => {
                let what =
                    format!("{target:?} is not in the file; what is said of it was left out");
                return self.gather.leave_out(line, what);
            }
        };
        match said {
            Said::Note(note) if text.is_empty() => *text = note.into(),
            Said::Note(note) => *text = format!("{text}\n{note}").into(),
            Said::Value(name, value) if values.iter().all(|(known, _)| *known != name) => {
                values.push((name, value));
            }
            Said::Value(name, _) => {
                let what = format!("{target} has {name:?} twice; the first was kept");
                self.gather.leave_out(line, what);
            }
        }
    }

    /// Marks that are said to mean the same: one identity, called by the words of the first.
    fn equivalence(
        &self,
        places: &Places,
        (stem, number): (&str, usize),
        mentions: Vec<String>,
    ) -> IdentityRecord {
        let first = mentions.first().and_then(|id| places.marks.get(id));
        let first = first.and_then(|at| self.spans.get(*at));
        let name = first
            .and_then(|mark| mark.quotes.first())
            .map(|it| it.to_string());
        IdentityRecord {
            line: None,
            id: Some(format!("{stem}-equiv-{}", number + 1)),
            name: name.unwrap_or_else(|| format!("equivalence {}", number + 1)),
            kind: None,
            mentions,
        }
    }
}

/// Where the marks and links of a file stand in its lists, by their ids; of an id that stands twice,
/// the first, which is the one that links name.
#[derive(Default)]
struct Places {
    marks: HashMap<String, usize>,
    links: HashMap<String, usize>,
}

impl Places {
    fn of(file: &File<'_>) -> Self {
        let id = |mark: &SpanRecord| mark.id.as_ref().map(Id::to_string);
        let marks = file.spans.iter().map(id);
        let links = file.links.iter().map(|link| link.id.clone());
        Self {
            marks: firsts(marks),
            links: firsts(links),
        }
    }
}

/// The place of each id, of one that stands twice the first.
fn firsts(ids: impl Iterator<Item = Option<String>>) -> HashMap<String, usize> {
    let mut places = HashMap::new();
    for (at, id) in ids.enumerate() {
        if let Some(id) = id {
            places.entry(id).or_insert(at);
        }
    }
    places
}
