//! What the inspector shows, as plain values: nothing here draws or changes anything.

mod links;
mod values;

use std::sync::Arc;

use super::article_data::ArticleData;
use crate::project::{Annotation, Colour, Entry, Id, Place, Project, Stamp, Tag, Tagset};
use crate::span::Span;
use crate::text::{Text, TextRange, boundary};
use crate::workbench::Workbench;
use links::link_rows;

pub use links::LinkRow;
pub use values::{Control, ValueRow};

/// What the inspector shows now.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum InspectorData {
    /// There is no article.
    #[default]
    Empty,
    /// Words are selected and wait for a tag.
    Words(WordsData),
    /// A mark is selected.
    Mark(Box<MarkData>),
    /// Nothing is selected: the article as a whole.
    Article(Box<ArticleData>),
}

/// Selected words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordsData {
    /// How many words.
    pub count: usize,
    /// The words; several stretches are joined by « … ».
    pub words: String,
    /// The tags on offer.
    pub tags: Vec<TagFace>,
    /// The name of the tag that was used last.
    pub last_tag: Option<String>,
}

/// A tag as panels show it.
#[derive(Clone, Debug, PartialEq)]
pub struct TagFace {
    /// Which tag.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The letter in its chip.
    pub letter: String,
    /// Its colour.
    pub colour: Colour,
    /// The key that tags; empty if it has none.
    pub key: String,
    /// When to use it.
    pub guideline: String,
}

/// A mark that is shown elsewhere than in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkFace {
    /// Which mark.
    pub id: Id,
    /// Its tag.
    pub tag: TagFace,
    /// Its words in one line.
    pub words: String,
    /// Whether the words are the annotator's own.
    pub implicit: bool,
}

/// The selected mark.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkData {
    /// Which mark.
    pub id: Id,
    /// Its tag.
    pub tag: TagFace,
    /// Whether its tag says something rather than names something.
    pub statement: bool,
    /// The tags that it could have.
    pub tags: Vec<TagFace>,
    /// Its words: fragments joined by « … », or the annotator's own.
    pub words: String,
    /// What only an implicit mark has.
    pub implicit: Option<ImplicitData>,
    /// What can be said of it.
    pub values: Vec<ValueRow>,
    /// Whom or what it refers to.
    pub identity: Option<IdentityFace>,
    /// Its links: those that start here first, and by kind in the order of the tagset.
    pub links: Vec<LinkRow>,
    /// Its note.
    pub note: String,
    /// Who made it, and when.
    pub stamp: Stamp,
}

/// What only an implicit mark has.
#[derive(Clone, Debug, PartialEq)]
pub struct ImplicitData {
    /// The mark that it stands beside.
    pub beside: Option<MarkFace>,
}

/// An identity and how often it is mentioned.
#[derive(Clone, Debug, PartialEq)]
pub struct IdentityFace {
    /// Which identity.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its kind's name.
    pub kind: String,
    /// How many marks of the project refer to it.
    pub mentions: usize,
}

impl InspectorData {
    /// What to show: the selected words, else the selected mark, else the article. `details`
    /// asks for the article whatever is selected. `mentions` says how often an identity is
    /// mentioned.
    pub fn new(workbench: &Workbench, details: bool, mentions: impl Fn(&Id) -> usize) -> Self {
        let Some(entry) = workbench.entry() else {
            return Self::Empty;
        };
        let project = workbench.project();
        let article = || Self::Article(Box::new(ArticleData::new(project.tagset(), entry)));
        if details {
            return article();
        }
        if workbench.selection().has_words() {
            return Self::Words(words_data(workbench, entry));
        }
        match workbench.selected() {
            Some(mark) => Self::Mark(Box::new(mark_data(project, entry, mark, mentions))),
            None => article(),
        }
    }
}

impl TagFace {
    /// The tag as panels show it.
    pub fn new(tag: &Tag) -> Self {
        Self {
            id: tag.id.clone(),
            name: tag.name.clone(),
            letter: tag.letter.to_uppercase().to_string(),
            colour: tag.colour,
            key: tag.key.map(String::from).unwrap_or_default(),
            guideline: tag.guideline.clone(),
        }
    }

    /// The tag of this id; one that is missing from the tagset is shown in grey by its id.
    pub fn of(tagset: &Tagset, id: &Id) -> Self {
        tagset.tag(id).map_or_else(|| Self::missing(id), Self::new)
    }

    fn missing(id: &Id) -> Self {
        let letter = id.as_str().chars().next().unwrap_or('?');
        Self {
            id: id.clone(),
            name: id.to_string(),
            letter: letter.to_uppercase().to_string(),
            colour: Colour::Grey,
            key: String::new(),
            guideline: String::new(),
        }
    }
}

impl MarkFace {
    /// The mark as a list shows it.
    pub fn new(tagset: &Tagset, text: &Text, mark: &Annotation) -> Self {
        Self {
            id: mark.id.clone(),
            tag: TagFace::of(tagset, &mark.tag),
            words: one_line(&mark.words(text)),
            implicit: mark.is_implicit(),
        }
    }
}

/// Words on one line: every run of blanks is one space.
pub fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// «1 word», «3 words».
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn words_data(workbench: &Workbench, entry: &Entry) -> WordsData {
    let text = &entry.article().text;
    let ranges = workbench.selection().ranges();
    let parts: Vec<String> = ranges
        .iter()
        .filter_map(|range| boundary::trim(text, *range))
        .filter_map(|range| text.slice(range).map(one_line))
        .collect();
    WordsData {
        count: ranges.iter().map(|range| count_words(text, *range)).sum(),
        words: parts.join(" … "),
        tags: workbench
            .project()
            .tagset()
            .offered()
            .map(TagFace::new)
            .collect(),
        last_tag: workbench.last_tag().map(|tag| tag.name.clone()),
    }
}

/// How many words stand in a range, whole or in part: what blanks keep apart and has a letter.
fn count_words(text: &Text, range: TextRange) -> usize {
    let words = text.slice(range).unwrap_or_default().split_whitespace();
    words
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

fn mark_data(
    project: &Project,
    entry: &Entry,
    mark: &Arc<Annotation>,
    mentions: impl Fn(&Id) -> usize,
) -> MarkData {
    let tagset = project.tagset();
    let text = &entry.article().text;
    let tag = tagset.tag(&mark.tag);
    let face = |id: &Id| {
        entry
            .annotation(id)
            .map(|mark| MarkFace::new(tagset, text, mark))
    };
    let implicit = match &mark.place {
        Place::Span(_) => None,
        Place::Implicit { beside, .. } => Some(ImplicitData {
            beside: beside.as_deref().and_then(face),
        }),
    };
    let identity = mark.identity.as_deref().and_then(|id| project.identity(id));
    MarkData {
        id: mark.id.clone(),
        tag: TagFace::of(tagset, &mark.tag),
        statement: tag.is_some_and(Tag::is_statement),
        tags: tagset.offered().map(TagFace::new).collect(),
        words: quoted(mark, text),
        implicit,
        values: ValueRow::all(tag.map_or(&[], |tag| &tag.attributes), &mark.attributes),
        identity: identity.map(|identity| IdentityFace {
            id: identity.id.clone(),
            name: identity.name.clone(),
            kind: kind_name(tagset, &identity.kind),
            mentions: mentions(&identity.id),
        }),
        links: link_rows(tagset, entry, mark),
        note: mark.note.to_string(),
        stamp: mark.stamp.clone(),
    }
}

/// A mark's words. A span's are on one line, so that a fragment over two paragraphs reads on; the
/// annotator's own stay as they were typed.
fn quoted(mark: &Annotation, text: &Text) -> String {
    match mark.span() {
        Some(span) => one_line(&Span::words(span, text)),
        None => mark.words(text),
    }
}

/// The name of a kind of entity; its id if the tagset lacks it.
pub fn kind_name(tagset: &Tagset, kind: &Id) -> String {
    tagset
        .entity_kind(kind)
        .map_or_else(|| kind.to_string(), |kind| kind.name.clone())
}

#[cfg(test)]
mod tests;
