//! How colleagues' marks differ, place by place, each difference with its kind.

mod identities;
mod links;
mod marks;

use std::sync::Arc;

use super::align::{Colleague, Column, Refused, Sheet, align};
use super::carry::Carried;
use super::pairing::{Group, groups, hull};
use crate::project::{Annotation, Article, Id};
use crate::text::ByteIndex;

/// What stands between the words of several marks of one colleague.
pub(in crate::review) const BESIDE: &str = " || ";

/// How some colleagues' marks differ.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The colleagues' names, in the order in which readings stand.
    pub colleagues: Vec<String>,
    /// The articles that at least two of them have, in the order of their lists.
    pub articles: Vec<ArticleReport>,
    /// Articles that only one of them has or has begun, by id.
    pub alone: Vec<(Id, String)>,
    /// Articles of one name whose texts are too different.
    pub refused: Vec<Refused>,
    /// What became of marks that were carried over to a text that nearly agrees with theirs.
    pub carried: Vec<Carried>,
}

/// How they differ on one article.
#[derive(Clone, Debug)]
pub struct ArticleReport {
    /// The article, as the first of them has it.
    pub article: Arc<Article>,
    /// The places that somebody marked, in text order, implicit marks first.
    pub positions: Vec<Position>,
    /// Every difference, by position and then by kind.
    pub disputes: Vec<Dispute>,
}

/// A place in an article at which somebody marked something.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// What each colleague says there, in the order of the colleagues.
    pub readings: Vec<Reading>,
    /// Whether they agree.
    pub standing: Standing,
}

/// What one colleague says at a position.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// They have not done the article, or lack these words of it: their silence means nothing.
    NotDone,
    /// They have done the article and marked nothing here.
    Nothing,
    /// They marked this: one mark, or several that stand against one of another colleague.
    Marks(Vec<Arc<Annotation>>),
}

/// Whether the readings of a position agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// All colleagues say the same.
    Agreed,
    /// Some say something else.
    Disputed,
    /// Those who did the article agree, but somebody has not done it.
    Incomplete,
}

/// In what way readings differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DisputeKind {
    /// Somebody marked nothing here.
    Missing,
    /// The tags differ.
    Tag,
    /// The words begin or end elsewhere, or one mark stands against several.
    Boundary,
    /// The words begin and end at the same places and are cut differently between.
    Fragments,
    /// A value differs.
    Attribute,
    /// The marks refer to different identities.
    Identity,
    /// The same marks are joined by links of different kinds.
    LinkKind,
    /// A link that somebody drew between marks of both goes elsewhere or is not there.
    LinkEnd,
}

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute {
    /// In what way the readings differ.
    pub kind: DisputeKind,
    /// The position, by its place in the report's list.
    pub position: usize,
    /// The words of the first colleague who marked something here.
    pub quote: String,
    /// Where these words start; none for an implicit mark.
    pub start: Option<ByteIndex>,
    /// What each colleague says, in their order.
    pub readings: Vec<Said>,
    /// What of the position is in dispute.
    pub about: About,
}

/// What of a position is in dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Its marks themselves: whether there are any, their tag, words or identity.
    Marks,
    /// The value of this attribute.
    Value(Id),
    /// Links from its marks to those of other positions.
    Arrows(Vec<Arrow>),
}

/// Links from a position's marks to those of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// The other position, by its place in the report's list.
    pub to: usize,
    /// The kind that is in dispute; all kinds if there is none.
    pub kind: Option<Id>,
}

/// What one colleague says in a dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// They take no part in it: the article is not done, or they marked nothing there.
    Absent,
    /// Nothing, although they could have.
    Nothing,
    /// This.
    Words(String),
}

impl DisputeKind {
    /// Every kind, in the order in which a position's disputes stand.
    pub const ALL: [Self; 8] = [
        Self::Missing,
        Self::Tag,
        Self::Boundary,
        Self::Fragments,
        Self::Attribute,
        Self::Identity,
        Self::LinkKind,
        Self::LinkEnd,
    ];

    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Tag => "tag",
            Self::Boundary => "boundary",
            Self::Fragments => "fragments",
            Self::Attribute => "attribute",
            Self::Identity => "identity",
            Self::LinkKind => "link_kind",
            Self::LinkEnd => "link_end",
        }
    }
}

impl Reading {
    /// The marks; none for a colleague who is silent or has not done the article.
    pub fn marks(&self) -> &[Arc<Annotation>] {
        match self {
            Self::Marks(marks) => marks,
            Self::NotDone | Self::Nothing => &[],
        }
    }
}

impl ArticleReport {
    /// How many positions all colleagues agree on.
    pub fn agreed(&self) -> usize {
        let agreed = |position: &&Position| position.standing == Standing::Agreed;
        self.positions.iter().filter(agreed).count()
    }
}

impl Report {
    /// How many differences there are in all.
    pub fn dispute_count(&self) -> usize {
        self.articles.iter().map(|it| it.disputes.len()).sum()
    }
}

/// Compares what colleagues marked, article by article.
pub fn compare(colleagues: &[Colleague]) -> Report {
    let alignment = align(colleagues);
    let mut report = Report {
        colleagues: colleagues.iter().map(|it| it.name.clone()).collect(),
        refused: alignment.refused,
        carried: alignment.carried,
        ..Report::default()
    };
    for sheet in &alignment.sheets {
        let mut done = colleagues
            .iter()
            .zip(&sheet.columns)
            .filter(|(_, column)| column.is_some());
        match (done.next(), done.next()) {
            (Some(_), Some(_)) => report.articles.push(compare_sheet(sheet)),
            (Some((only, _)), None) => {
                let id = sheet.article.id.clone();
                report.alone.push((id, only.name.clone()));
            }
            (None, _) => {}
        }
    }
    report
}

/// Compares what colleagues marked on one article.
pub fn compare_sheet(sheet: &Sheet) -> ArticleReport {
    let groups = groups(sheet);
    let mut disputes = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        marks::compare(sheet, place, group, &mut disputes);
    }
    links::compare(sheet, &groups, &mut disputes);
    identities::compare(sheet, &groups, &mut disputes);
    disputes.sort_by_key(|dispute| (dispute.position, dispute.kind));
    let mut disputed = vec![false; groups.len()];
    for dispute in &disputes {
        if let Some(slot) = disputed.get_mut(dispute.position) {
            *slot = true;
        }
    }
    let positions = groups.into_iter().zip(disputed);
    ArticleReport {
        article: Arc::clone(&sheet.article),
        positions: positions
            .map(|(group, disputed)| position(sheet, group, disputed))
            .collect(),
        disputes,
    }
}

fn position(sheet: &Sheet, group: Group, disputed: bool) -> Position {
    let hull = hull(&group);
    let saw = |column: &Column| hull.is_none_or(|hull| column.saw(hull));
    let readings = group.into_iter().zip(&sheet.columns);
    let readings: Vec<Reading> = readings
        .map(|(marks, column)| match column {
            None => Reading::NotDone,
            Some(column) if marks.is_empty() && !saw(column) => Reading::NotDone,
            Some(_) if marks.is_empty() => Reading::Nothing,
            Some(_) => Reading::Marks(marks),
        })
        .collect();
    let standing = if disputed {
        Standing::Disputed
    } else if readings.contains(&Reading::NotDone) {
        Standing::Incomplete
    } else {
        Standing::Agreed
    };
    Position { readings, standing }
}

/// The dispute of a kind in a group, quoted by the first who marked something there.
fn dispute(
    sheet: &Sheet,
    kind: DisputeKind,
    position: usize,
    group: &Group,
    readings: Vec<Said>,
) -> Dispute {
    let first = group.iter().find(|marks| !marks.is_empty());
    let marks = first.map(Vec::as_slice).unwrap_or_default();
    quoted(sheet, kind, position, marks, readings)
}

fn quoted(
    sheet: &Sheet,
    kind: DisputeKind,
    position: usize,
    marks: &[Arc<Annotation>],
    readings: Vec<Said>,
) -> Dispute {
    let start = marks.iter().find_map(|mark| Some(mark.span()?.start()));
    Dispute {
        kind,
        position,
        quote: words(sheet, marks),
        start,
        readings,
        about: About::Marks,
    }
}

/// The words of marks that stand together.
fn words(sheet: &Sheet, marks: &[Arc<Annotation>]) -> String {
    let words = marks.iter().map(|mark| mark.words(&sheet.article.text));
    words.collect::<Vec<_>>().join(BESIDE)
}

/// What each colleague says, where one without marks in the group takes no part.
fn said(group: &Group, say: impl Fn(usize, &[Arc<Annotation>]) -> Said) -> Vec<Said> {
    let readings = group.iter().enumerate();
    readings
        .map(|(number, marks)| match marks.as_slice() {
            [] => Said::Absent,
            marks => say(number, marks),
        })
        .collect()
}

/// Whether those who take part do not all say the same.
fn differ(readings: &[Said]) -> bool {
    let mut part = readings.iter().filter(|said| **said != Said::Absent);
    let first = part.next();
    part.any(|said| Some(said) != first)
}
