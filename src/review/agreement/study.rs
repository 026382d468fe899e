//! Marks as the measures see them: places in code points, tags as numbers, texts cut into blocks.

use std::collections::{BTreeMap, BTreeSet};

use super::coding::{Items, MISSING};
use super::lacking::Lacking;
use super::report::ScopeNames;
use crate::project::{Annotation, Id};
use crate::review::align::{Alignment, Colleague, Sheet};
use crate::text::{ByteIndex, Text};

/// From this many texts on, a text is a block; fewer are cut into their paragraphs.
const TEXTS: usize = 20;
/// How many blocks there are at most.
const BLOCKS: usize = 200;

/// Some annotators' marks on some texts.
#[derive(Clone, Debug, Default)]
pub struct Study {
    /// The annotators' names.
    pub annotators: Vec<String>,
    /// Every tag that somebody used, sorted.
    pub tags: Vec<Id>,
    /// The texts.
    pub texts: Vec<StudyText>,
}

/// One text.
#[derive(Clone, Debug)]
pub struct StudyText {
    /// The article's id.
    pub article: Id,
    /// How many code points it has.
    pub length: u64,
    /// From and to of each token: letters, digits and underscores together, any other sign alone.
    pub tokens: Vec<(u64, u64)>,
    /// Where its paragraphs start.
    pub paragraphs: Vec<u64>,
    /// What each annotator marked on words; none for one who has not done it.
    pub marks: Vec<Option<Vec<Mark>>>,
    /// What the text of each annotator lacks of this one.
    pub lacking: Vec<Lacking>,
}

/// A mark on words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// From and to of each fragment, in code points.
    pub fragments: Vec<(u64, u64)>,
    /// The number of its tag.
    pub tag: usize,
}

/// What an item of the coding measures is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A code point.
    Character,
    /// A token.
    Token,
}

/// What a figure is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// One tag by its number, or all tags together.
    pub tag: Option<usize>,
    /// One text by its number, or all texts.
    pub text: Option<usize>,
    /// The annotators, by their numbers.
    pub annotators: Vec<usize>,
}

impl Scope {
    /// The same in names.
    pub fn names(&self, study: &Study) -> ScopeNames {
        let tag = self.tag.and_then(|tag| study.tags.get(tag));
        let text = self.text.and_then(|text| study.texts.get(text));
        let annotators = self.annotators.iter();
        let annotators = annotators.filter_map(|number| study.annotators.get(*number));
        ScopeNames {
            tag: tag.map(ToString::to_string),
            article: text.map(|text| text.article.to_string()),
            annotators: annotators.cloned().collect(),
        }
    }
}

impl Mark {
    /// From the first place to the last.
    pub fn hull(&self) -> (u64, u64) {
        let start = self.fragments.first().map_or(0, |it| it.0);
        (start, self.fragments.last().map_or(start, |it| it.1))
    }
}

impl Study {
    /// The marks of colleagues whose articles are aligned. Implicit marks have no place and are
    /// left out.
    pub fn new(colleagues: &[Colleague], alignment: &Alignment) -> Self {
        let marks = || {
            let columns = alignment.sheets.iter().flat_map(|sheet| &sheet.columns);
            columns.flatten().flat_map(|column| &column.marks)
        };
        let tags: BTreeSet<&Id> = marks().map(|mark| &mark.tag).collect();
        let numbers: BTreeMap<&Id, usize> = tags.iter().enumerate().map(|(n, t)| (*t, n)).collect();
        let texts = alignment.sheets.iter().map(|sheet| text(sheet, &numbers));
        Self {
            annotators: colleagues.iter().map(|it| it.name.clone()).collect(),
            texts: texts.collect(),
            tags: tags.into_iter().cloned().collect(),
        }
    }

    /// The texts of a scope with their numbers.
    pub fn texts_of(&self, scope: &Scope) -> impl Iterator<Item = (usize, &StudyText)> {
        let only = scope.text;
        let texts = self.texts.iter().enumerate();
        texts.filter(move |(number, _)| only.is_none_or(|text| text == *number))
    }

    /// The items of a scope with the values that its annotators gave them: 0 where nothing is
    /// marked, else a number for the tag or the set of tags.
    pub fn items(&self, scope: &Scope, level: Level) -> Items {
        let mut sets = BTreeMap::from([(Vec::new(), 0)]);
        let mut items = Items {
            rows: vec![Vec::new(); scope.annotators.len()],
            ..Items::default()
        };
        for (number, text) in self.texts_of(scope) {
            let columns = text.columns(scope);
            if columns.iter().flatten().count() < 2 {
                continue;
            }
            let first_block = self.block(scope, number);
            text.items(&columns, scope, level, first_block, &mut sets, &mut items);
        }
        items.values = sets.len();
        items
    }

    /// The block that a text starts with.
    pub fn block(&self, scope: &Scope, number: usize) -> Block {
        let count = self.texts.len().max(1);
        if scope.text.is_some() {
            Block { first: 0, step: 1 }
        } else if count >= TEXTS {
            let first = number * BLOCKS.min(count) / count;
            Block { first, step: 0 }
        } else {
            let before = self.texts.iter().take(number);
            let first = before.map(|text| text.paragraphs.len()).sum();
            Block { first, step: 1 }
        }
    }
}

/// Which block a place of a text is in.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    first: usize,
    /// 1 if paragraphs are blocks, 0 if the text is one.
    step: usize,
}

impl Block {
    /// The block of a paragraph of the text.
    pub fn of(self, paragraph: usize) -> usize {
        self.first + (self.step * paragraph).min(BLOCKS)
    }
}

impl StudyText {
    /// What the annotators of a scope marked.
    pub fn columns(&self, scope: &Scope) -> Vec<Option<&Vec<Mark>>> {
        let columns = scope.annotators.iter();
        columns
            .map(|number| self.marks.get(*number)?.as_ref())
            .collect()
    }

    /// The paragraph of a place, from 0.
    pub fn paragraph(&self, place: u64) -> usize {
        let after = self.paragraphs.partition_point(|start| *start <= place);
        after.saturating_sub(1)
    }

    fn items(
        &self,
        columns: &[Option<&Vec<Mark>>],
        scope: &Scope,
        level: Level,
        block: Block,
        sets: &mut BTreeMap<Vec<usize>, u16>,
        items: &mut Items,
    ) {
        let lacking: Vec<Vec<(u64, u64)>> = scope
            .annotators
            .iter()
            .map(|number| self.lacking_at(*number, level))
            .collect();
        let places: Vec<Option<Vec<(u64, u64, usize)>>> = columns
            .iter()
            .map(|marks| Some(self.places((*marks)?, scope, level)))
            .collect();
        let end = match level {
            Level::Character => self.length,
            Level::Token => self.tokens.len() as u64,
        };
        let all = places.iter().flatten().flatten();
        let paragraphs = self
            .paragraphs
            .iter()
            .map(|start| self.at_level(*start, level));
        let mut cuts: Vec<u64> = all.flat_map(|(start, end, _)| [*start, *end]).collect();
        cuts.extend(paragraphs.chain([0, end]));
        cuts.extend(lacking.iter().flatten().flat_map(|it| [it.0, it.1]));
        cuts.sort_unstable();
        cuts.dedup();
        let starts: Vec<u64> = self
            .paragraphs
            .iter()
            .map(|start| self.at_level(*start, level))
            .collect();
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
            items.weights.push(to - from);
            let paragraph = starts.partition_point(|start| start <= from);
            items.blocks.push(block.of(paragraph.saturating_sub(1)));
        }
        for ((row, places), lacking) in items.rows.iter_mut().zip(places).zip(&lacking) {
            let unseen = |from: &u64| lacking.iter().any(|it| it.0 <= *from && *from < it.1);
            match places {
                Some(places) => {
                    let given = values(places, &cuts, sets).into_iter().zip(&cuts);
                    row.extend(given.map(|(value, from)| match unseen(from) {
                        true => MISSING,
                        false => value,
                    }));
                }
                None => row.resize(items.weights.len(), MISSING),
            }
        }
    }

    /// The fragments of marks at a level, each with its tag.
    fn places(&self, marks: &[Mark], scope: &Scope, level: Level) -> Vec<(u64, u64, usize)> {
        let wanted = marks
            .iter()
            .filter(|mark| scope.tag.is_none_or(|tag| tag == mark.tag));
        let mut places: Vec<(u64, u64, usize)> = wanted
            .flat_map(|mark| mark.fragments.iter().map(|(a, b)| (*a, *b, mark.tag)))
            .collect();
        if level == Level::Token {
            for (start, end, _) in &mut places {
                let from = self.tokens.partition_point(|token| token.1 <= *start);
                let to = self.tokens.partition_point(|token| token.0 < *end);
                (*start, *end) = (from as u64, to.max(from) as u64);
            }
        }
        places.retain(|(start, end, _)| start < end);
        places
    }

    /// What the texts of any of some annotators lack.
    pub fn lacking(&self, annotators: &[usize]) -> Lacking {
        let all = annotators
            .iter()
            .filter_map(|number| self.lacking.get(*number));
        Lacking::new(all.flat_map(|it| it.stretches()).copied().collect())
    }

    /// Whether most of a mark's words is lacking in an annotator's own text.
    pub fn hides(&self, annotator: usize, mark: &Mark) -> bool {
        let lacking = self.lacking.get(annotator);
        lacking.is_some_and(|it| it.hides(&mark.fragments))
    }

    /// What an annotator's text lacks, at a level.
    fn lacking_at(&self, annotator: usize, level: Level) -> Vec<(u64, u64)> {
        let lacking = self.lacking.get(annotator);
        let stretches = lacking.map(Lacking::stretches).unwrap_or_default().iter();
        let at = stretches.map(|it| (self.at_level(it.0, level), self.at_level(it.1, level)));
        at.filter(|it| it.0 < it.1).collect()
    }

    fn at_level(&self, place: u64, level: Level) -> u64 {
        match level {
            Level::Character => place,
            Level::Token => self.tokens.partition_point(|token| token.1 <= place) as u64,
        }
    }
}

/// The value of one annotator between each two cuts.
fn values(
    places: Vec<(u64, u64, usize)>,
    cuts: &[u64],
    sets: &mut BTreeMap<Vec<usize>, u16>,
) -> Vec<u16> {
    let mut events: Vec<(u64, bool, usize)> = Vec::with_capacity(2 * places.len());
    for (start, end, tag) in places {
        events.push((start, true, tag));
        events.push((end, false, tag));
    }
    events.sort_unstable();
    let mut events = events.into_iter().peekable();
    let mut open: BTreeMap<usize, usize> = BTreeMap::new();
    let mut value = 0;
    let mut found = Vec::with_capacity(cuts.len());
    for from in cuts.iter().take(cuts.len().saturating_sub(1)) {
        let mut changed = false;
        while let Some((_, starts, tag)) = events.next_if(|event| event.0 <= *from) {
            let count = open.entry(tag).or_default();
            *count = if starts {
                *count + 1
            } else {
                count.saturating_sub(1)
            };
            changed = true;
        }
        if changed {
            open.retain(|_, count| *count > 0);
            let next = u16::try_from(sets.len()).unwrap_or(MISSING - 1);
            let set: Vec<usize> = open.keys().copied().collect();
            value = *sets.entry(set).or_insert(next);
        }
        found.push(value);
    }
    found
}

fn text(sheet: &Sheet, tags: &BTreeMap<&Id, usize>) -> StudyText {
    let text = &sheet.article.text;
    let marks = sheet.columns.iter().map(|column| {
        let marks = column.as_ref()?.marks.iter();
        Some(marks.filter_map(|it| mark(it, text, tags)).collect())
    });
    let lacking = sheet.columns.iter().map(|column| {
        let unseen = column.iter().flat_map(|it| &it.unseen);
        let stretches = unseen.map(|it| (place(text, it.start), place(text, it.end)));
        Lacking::new(stretches.collect())
    });
    StudyText {
        article: sheet.article.id.clone(),
        length: place(text, text.len()),
        tokens: tokens(text.as_str()),
        paragraphs: paragraphs(text.as_str()),
        marks: marks.collect(),
        lacking: lacking.collect(),
    }
}

fn mark(mark: &Annotation, text: &Text, tags: &BTreeMap<&Id, usize>) -> Option<Mark> {
    let fragments = mark.span()?.fragments().iter();
    let fragments = fragments.map(|it| (place(text, it.start), place(text, it.end)));
    Some(Mark {
        fragments: fragments.collect(),
        tag: *tags.get(&mark.tag)?,
    })
}

fn place(text: &Text, byte: ByteIndex) -> u64 {
    text.char_from_byte(byte).map_or(0, |char| char.0 as u64)
}

/// From and to of each token of a text, in code points.
pub fn tokens(text: &str) -> Vec<(u64, u64)> {
    let mut found: Vec<(u64, u64)> = Vec::new();
    let mut in_word = false;
    for (place, sign) in (0_u64..).zip(text.chars()) {
        let word = sign.is_alphanumeric() || sign == '_';
        match found.last_mut() {
            Some(last) if word && in_word => last.1 = place + 1,
            _ if sign.is_whitespace() => {}
            _ => found.push((place, place + 1)),
        }
        in_word = word;
    }
    found
}

fn paragraphs(text: &str) -> Vec<u64> {
    let signs = (1_u64..).zip(text.chars());
    let after = signs
        .filter(|(_, sign)| *sign == '\n')
        .map(|(place, _)| place);
    std::iter::once(0).chain(after).collect()
}
