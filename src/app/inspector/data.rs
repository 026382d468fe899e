//! What the inspector shows, as plain values: nothing here draws or changes anything.

use std::sync::Arc;

use super::article_data::ArticleData;
use crate::project::{
    Annotation, Attribute, Attributes, Colour, Entry, Id, Link, Place, Project, Stamp, Tag, Tagset,
    Value, ValueKind,
};
use crate::span::Span;
use crate::text::{Text, TextRange, boundary};
use crate::workbench::Workbench;

/// Three values of at most this many letters together stand side by side; others unfold.
const SIDE_BY_SIDE: usize = 30;

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

/// An attribute with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueRow {
    /// Which attribute.
    pub attribute: Id,
    /// Its name.
    pub name: String,
    /// When to use which value.
    pub guideline: String,
    /// How it is set.
    pub control: Control,
    /// What is set.
    pub value: Option<Value>,
}

/// How a value is set.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// A tick box.
    Tick,
    /// A few values side by side.
    Segments(Vec<String>),
    /// Values that unfold.
    Unfold(Vec<String>),
    /// A field for words.
    Words,
    /// A field for a number.
    Number,
}

/// A link of the selected mark.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkRow {
    /// Which link.
    pub id: Id,
    /// Which kind.
    pub kind: Id,
    /// The kind's name, read from the selected mark.
    pub name: String,
    /// When to use the kind.
    pub guideline: String,
    /// Whether it starts at the selected mark.
    pub outgoing: bool,
    /// The mark at its other end.
    pub other: MarkFace,
    /// The kinds that it could be of, itself among them, with their names read from here.
    pub kinds: Vec<(Id, String)>,
    /// What can be said of it.
    pub values: Vec<ValueRow>,
    /// Its note.
    pub note: String,
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

impl ValueRow {
    /// A row for each attribute, in the tagset's order.
    pub fn all(attributes: &[Attribute], values: &Attributes) -> Vec<Self> {
        let row = |attribute: &Attribute| Self {
            attribute: attribute.id.clone(),
            name: attribute.name.clone(),
            guideline: attribute.guideline.clone(),
            control: Control::of(&attribute.kind),
            value: values.get(&attribute.id).cloned(),
        };
        attributes.iter().map(row).collect()
    }

    /// The value as words; empty if none is set.
    pub fn shown(&self) -> String {
        self.value
            .as_ref()
            .map(Value::to_string)
            .unwrap_or_default()
    }
}

impl Control {
    fn of(kind: &ValueKind) -> Self {
        match kind {
            ValueKind::Flag => Self::Tick,
            ValueKind::Text => Self::Words,
            ValueKind::Number => Self::Number,
            ValueKind::Choice(values) => {
                let letters: usize = values.iter().map(|value| value.chars().count()).sum();
                match values.len() <= 3 && letters <= SIDE_BY_SIDE {
                    true => Self::Segments(values.clone()),
                    false => Self::Unfold(values.clone()),
                }
            }
        }
    }
}

impl LinkRow {
    /// What is said of the link, in one line; empty if nothing is.
    pub fn summary(&self) -> String {
        let said = self.values.iter().filter_map(|row| match &row.value {
            Some(Value::Flag(true)) => Some(row.name.clone()),
            Some(Value::Flag(false)) | None => None,
            Some(value) => Some(format!("{}: {value}", row.name)),
        });
        let note = Some(one_line(&self.note)).filter(|note| !note.is_empty());
        said.chain(note).collect::<Vec<_>>().join(" · ")
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
            beside: beside.as_ref().and_then(face),
        }),
    };
    let identity = mark.identity.as_ref().and_then(|id| project.identity(id));
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
        note: mark.note.clone(),
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

fn link_rows(tagset: &Tagset, entry: &Entry, mark: &Annotation) -> Vec<LinkRow> {
    let rank = |kind: &Id| tagset.links.iter().position(|other| other.id == *kind);
    let mut links: Vec<&Arc<Link>> = entry.links_of(&mark.id).collect();
    links.sort_by_key(|link| (link.from != mark.id, rank(&link.kind)));
    let row = |link: &Arc<Link>| link_row(tagset, entry, mark, link);
    links.into_iter().filter_map(row).collect()
}

fn link_row(tagset: &Tagset, entry: &Entry, mark: &Annotation, link: &Link) -> Option<LinkRow> {
    let outgoing = link.from == mark.id;
    let other = entry.annotation(if outgoing { &link.to } else { &link.from })?;
    let kind = tagset.link(&link.kind);
    let (from, to) = if outgoing {
        (&mark.tag, &other.tag)
    } else {
        (&other.tag, &mark.tag)
    };
    let name = |id: &Id| link_name(tagset, id, outgoing);
    let fitting = tagset.links_between(from, to);
    let mut kinds: Vec<(Id, String)> = fitting
        .iter()
        .map(|kind| (kind.id.clone(), name(&kind.id)))
        .collect();
    if !kinds.iter().any(|(id, _)| *id == link.kind) {
        kinds.insert(0, (link.kind.clone(), name(&link.kind)));
    }
    Some(LinkRow {
        id: link.id.clone(),
        kind: link.kind.clone(),
        name: name(&link.kind),
        guideline: kind.map(|kind| kind.guideline.clone()).unwrap_or_default(),
        outgoing,
        other: MarkFace::new(tagset, &entry.article().text, other),
        kinds,
        values: ValueRow::all(kind.map_or(&[], |kind| &kind.attributes), &link.attributes),
        note: link.note.clone(),
    })
}

/// A link kind's name, read from its start or from its end; one without a reverse is read as it
/// is, since the arrow says which way it runs.
fn link_name(tagset: &Tagset, kind: &Id, outgoing: bool) -> String {
    match tagset.link(kind) {
        Some(kind) if outgoing || kind.reverse.is_empty() => kind.name.clone(),
        Some(kind) => kind.reverse.clone(),
        None => kind.to_string(),
    }
}

/// The name of a kind of entity; its id if the tagset lacks it.
pub fn kind_name(tagset: &Tagset, kind: &Id) -> String {
    tagset
        .entity_kind(kind)
        .map_or_else(|| kind.to_string(), |kind| kind.name.clone())
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::testing::Bench;
    use super::*;
    use crate::command::{Aim, Command, Implicit};
    use crate::project::Number;

    fn data(bench: &Bench) -> InspectorData {
        let project = bench.workbench.project();
        InspectorData::new(&bench.workbench, false, |id| project.mentions(id).len())
    }

    fn mark(bench: &Bench) -> MarkData {
        match data(bench) {
            InspectorData::Mark(mark) => *mark,
            other => panic!("{other:?} is no mark"),
        }
    }

    /// A mark as the lines that the inspector shows of it.
    fn shown(mark: &MarkData) -> String {
        let mut lines = vec![format!("[{}] {}", mark.tag.letter, mark.tag.name)];
        lines.push(format!("«{}»", mark.words));
        if let Some(implicit) = &mark.implicit {
            let beside = implicit
                .beside
                .as_ref()
                .map_or("nothing", |beside| &beside.words);
            lines.push(format!("implicit, beside {beside}"));
        }
        for row in &mark.values {
            let value = row.value.as_ref().map_or("–".to_owned(), Value::to_string);
            lines.push(format!("{}: {:?} = {value}", row.name, row.control));
        }
        match &mark.identity {
            None => lines.push("identity: none".to_owned()),
            Some(who) => {
                lines.push(format!(
                    "identity: {}, {}, {}",
                    who.name, who.kind, who.mentions
                ));
            }
        }
        for link in &mark.links {
            let arrow = if link.outgoing { "→" } else { "←" };
            let kinds: Vec<_> = link.kinds.iter().map(|(_, name)| name.as_str()).collect();
            let other = &link.other;
            let (name, letter, words) = (&link.name, &other.tag.letter, &other.words);
            lines.push(format!(
                "{arrow} {name} [{letter}] {words} (of {})",
                kinds.join(", ")
            ));
        }
        lines.push(format!("note: {}", mark.note));
        lines.join("\n")
    }

    #[test]
    fn a_mark_is_shown_with_its_values_links_and_identity() {
        let mut bench = Bench::new();
        let claim = bench.tag("claim", "the dam is moving");
        let source = bench.tag("source", "Ilan Verro, its chief hydrologist");
        bench.name(&source, "Ilan Verro", "person");
        let reason = bench.tag("rebuttal", "Nobody kept a thing");
        let rebuttal = bench.tag("rebuttal", "The readings were wrong");
        let mut link = |from: &Id, to: &Id, kind: &str| {
            let (from, to, kind) = (from.clone(), to.clone(), Some(kind.into()));
            bench.run(Command::Link { from, to, kind });
        };
        link(&rebuttal, &claim, "rebuts");
        link(&rebuttal, &source, "attributed_to");
        link(&reason, &rebuttal, "rebuts");
        bench.run(Command::SetValue(
            rebuttal.clone(),
            "certainty".into(),
            Some(Value::text("reported")),
        ));
        bench.run(Command::SetNote(
            rebuttal.clone(),
            "Which readings?".to_owned(),
        ));
        bench.run(Command::SelectMark(rebuttal));
        assert_snapshot!(shown(&mark(&bench)), @r#"
        [R] rebuttal
        «The readings were wrong»
        certainty: Segments(["asserted", "reported", "alleged"]) = reported
        verdict: Unfold(["unchecked", "accurate", "misleading", "false", "unverifiable"]) = –
        quoted: Tick = –
        identity: none
        → rebuts [C] the dam is moving (of rebuts, supports)
        → attributed to [S] Ilan Verro, its chief hydrologist (of attributed to)
        ← rebutted by [R] Nobody kept a thing (of rebutted by, supported by)
        note: Which readings?
        "#);
        bench.run(Command::SelectMark(source));
        assert_snapshot!(shown(&mark(&bench)), @r#"
        [S] source
        «Ilan Verro, its chief hydrologist»
        naming: Segments(["named", "unnamed", "outlet"]) = –
        identity: Ilan Verro, person, 1
        ← source of [R] The readings were wrong (of source of)
        note:
        "#);
    }

    #[test]
    fn an_implicit_mark_names_what_it_stands_beside() {
        let mut bench = Bench::new();
        bench.tag("rebuttal", "Nobody kept a thing");
        bench.run(Command::AddImplicit(Implicit::UnstatedClaim));
        assert_snapshot!(shown(&mark(&bench)), @r#"
        [C] claim
        «unstated claim»
        implicit, beside Nobody kept a thing
        certainty: Segments(["asserted", "reported", "alleged"]) = –
        verdict: Unfold(["unchecked", "accurate", "misleading", "false", "unverifiable"]) = –
        quoted: Tick = –
        identity: none
        note:
        "#);
    }

    #[test]
    fn words_of_several_stretches_are_counted_and_joined() {
        let mut bench = Bench::new();
        bench.tag("claim", "the dam is moving");
        bench.select("Verro added: “Nobody");
        let InspectorData::Words(words) = data(&bench) else {
            panic!("no words")
        };
        assert_eq!(
            (words.count, words.words.as_str()),
            (3, "Verro added: “Nobody")
        );
        assert_eq!(words.last_tag.as_deref(), Some("claim"));
        let keys: Vec<_> = words.tags.iter().map(|tag| tag.key.as_str()).collect();
        assert_eq!(keys, ["1", "2", "3", "4"]);
    }

    #[test]
    fn selected_words_are_shown_rather_than_a_mark_and_a_mark_rather_than_the_article() {
        let mut bench = Bench::new();
        assert!(matches!(data(&bench), InspectorData::Article(_)));
        bench.tag("claim", "the dam is moving");
        assert!(matches!(data(&bench), InspectorData::Mark(_)));
        bench.select("Verro");
        assert!(matches!(data(&bench), InspectorData::Words(_)));
        let details = InspectorData::new(&bench.workbench, true, |_| 0);
        assert!(matches!(details, InspectorData::Article(_)));
        assert_eq!(
            InspectorData::new(&Workbench::default(), false, |_| 0),
            InspectorData::Empty
        );
    }

    #[test]
    fn a_few_short_values_stand_side_by_side_and_others_unfold() {
        let choice = |values: &[&str]| {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            matches!(
                Control::of(&ValueKind::Choice(values)),
                Control::Segments(_)
            )
        };
        assert!(choice(&["possible", "probable", "certain"]));
        assert!(!choice(&["a", "b", "c", "d"]));
        assert!(!choice(&["as far as anybody can tell", "certainly not"]));
    }

    #[test]
    fn what_is_said_of_a_link_is_summed_up_in_a_line() {
        let mut bench = Bench::new();
        let claim = bench.tag("claim", "the dam is moving");
        let rebuttal = bench.tag("rebuttal", "Nobody kept a thing");
        bench.run(Command::Link {
            from: rebuttal,
            to: claim,
            kind: Some("rebuts".into()),
        });
        let mut link = mark(&bench).links.remove(0);
        assert_eq!(link.summary(), "");
        let row = |name: &str, value| ValueRow {
            attribute: name.into(),
            name: name.to_owned(),
            guideline: String::new(),
            control: Control::Words,
            value,
        };
        link.values = vec![
            row("sure", Some(Value::Flag(true))),
            row("quoted", Some(Value::Flag(false))),
            row("weight", Number::new(0.5).map(Value::Number)),
        ];
        link.note = "see\nbelow".to_owned();
        assert_eq!(link.summary(), "sure · weight: 0.5 · see below");
    }

    #[test]
    fn a_tag_that_the_tagset_lacks_is_shown_in_grey() {
        let face = TagFace::of(&Tagset::default(), &"lost".into());
        assert_eq!((face.letter.as_str(), face.colour), ("L", Colour::Grey));
    }

    #[test]
    fn tagging_keeps_the_tag_for_the_next_time() {
        let mut bench = Bench::new();
        bench.select("Verro");
        bench.run(Command::Tag("source".into(), Aim::default()));
        assert_eq!(mark(&bench).tag.name, "source");
    }
}
