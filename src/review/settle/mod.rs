//! Settling what colleagues' readings differ in: decisions become edits of one's own project.
//!
//! A [`Review`] lays one's own project beside colleagues' as they were when it was opened, and lists
//! every difference as a [`Case`], those of marks before those of links, and before them whatever a
//! merge has left undecided. Deciding a case gives edits and a [`Decision`](crate::project::Decision) with who, when and from
//! which readings; the projects that were given are not changed, and colleagues' never are.

mod conflict;
mod course;
mod decide;
mod draft;
mod identities;
mod links;
mod progress;
mod queue;
mod strategy;
mod tagset;
mod take;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use self::course::{Course, decided};
pub use self::decide::{Choice, Impossible, Settled};
pub use self::draft::Hand;
use self::progress::Follows;
pub use self::queue::{Cell, Filter, Order, Tally};
pub use self::strategy::Strategy;
use super::align::{Colleague, Refused, Sheet, align};
use super::compare::{About, ArticleReport, Dispute, DisputeKind, Reading, Said, compare_sheet};
use crate::project::{self, Annotation, DisputeReading, Id, Link, Project, Verdict};

/// One's own project beside colleagues', as they were when the review was opened.
#[derive(Clone, Debug)]
pub struct Review {
    /// Oneself first.
    colleagues: Vec<Colleague>,
    sheets: Vec<Compared>,
    cases: Vec<Case>,
    /// The marks of one's own project that stand for a position; some may be gone.
    held: BTreeMap<Spot, BTreeSet<Id>>,
    refused: Vec<Refused>,
    left_out: Vec<(Id, String)>,
    /// Cases that follow from what was decided of others in an earlier review.
    follows: BTreeMap<Id, Follows>,
}

/// One article as the colleagues marked it, and how they differ.
#[derive(Clone, Debug)]
pub struct Compared {
    /// What each marked.
    pub sheet: Sheet,
    /// How they differ.
    pub report: ArticleReport,
}

/// A position: the article's place in the review and the position's in the article.
pub type Spot = (usize, usize);

/// One thing to decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What its decision is called, in this review and in every other.
    pub key: Id,
    /// What it is about.
    pub about: Matter,
}

/// What a case is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Matter {
    /// A difference of readings: the article's place in the review, the dispute's in the article.
    Dispute {
        /// The article's place.
        sheet: usize,
        /// The dispute's place.
        dispute: usize,
    },
    /// What a merge could not decide.
    Conflict(Arc<project::Dispute>),
}

/// How far a case is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was decided.
    Open,
    /// It is decided.
    Decided(Verdict),
    /// It was put aside: to be talked about, or for later.
    Aside(Verdict),
    /// It was decided, and a colleague says something else since.
    Stale(Verdict),
}

/// What one takes part in a case with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Which colleague, oneself being 0; for what a merge left, the reading's place.
    pub number: usize,
    /// Their name.
    pub name: String,
    /// What they say; none for nothing.
    pub words: Option<String>,
}

impl Review {
    /// Opens a review of one's own project, called `name`, beside colleagues'.
    ///
    /// Articles that one's own project does not hold are left out, and so are those that only one
    /// of all has begun.
    pub fn open(name: &str, mine: &Project, theirs: Vec<Colleague>) -> Self {
        let taken = theirs.iter().any(|it| it.name == name);
        let own = Colleague {
            name: if taken || name.is_empty() {
                format!("{name} (mine)").trim().to_owned()
            } else {
                name.to_owned()
            },
            project: mine.clone(),
            author: None,
        };
        let colleagues: Vec<Colleague> = std::iter::once(own).chain(theirs).collect();
        let alignment = align(&colleagues);
        let mut review = Self {
            sheets: Vec::new(),
            cases: Vec::new(),
            held: BTreeMap::new(),
            refused: alignment.refused,
            left_out: Vec::new(),
            follows: BTreeMap::new(),
            colleagues,
        };
        for sheet in alignment.sheets {
            review.take_up(mine, sheet);
        }
        review.cases = review.queue(mine);
        review.follows = review.find_following(mine);
        review
    }

    /// Takes up an article, unless there is nothing to hold against each other.
    fn take_up(&mut self, mine: &Project, sheet: Sheet) {
        let id = &sheet.article.id;
        let known = mine.entry(id);
        if known.is_none_or(|entry| entry.article().text != sheet.article.text) {
            self.left_out.push((id.clone(), NOT_MINE.to_owned()));
            return;
        }
        if sheet.columns.iter().flatten().count() < 2 {
            if sheet.columns.iter().skip(1).any(Option::is_some) {
                self.left_out.push((id.clone(), ALONE.to_owned()));
            }
            return;
        }
        let report = compare_sheet(&sheet);
        let place = self.sheets.len();
        for (position, it) in report.positions.iter().enumerate() {
            let own = it.readings.first().map(Reading::marks).unwrap_or_default();
            let ids = own.iter().map(|mark| mark.id.clone()).collect();
            self.held.insert((place, position), ids);
        }
        self.sheets.push(Compared { sheet, report });
    }

    fn queue(&self, mine: &Project) -> Vec<Case> {
        let mut cases: Vec<Case> = mine
            .disputes()
            .map(|dispute| Case {
                key: dispute.case(),
                about: Matter::Conflict(Arc::clone(dispute)),
            })
            .collect();
        let mut keys: BTreeSet<Id> = cases.iter().map(|case| case.key.clone()).collect();
        for (sheet, compared) in self.sheets.iter().enumerate() {
            let disputes = compared.report.disputes.iter().enumerate();
            let mut disputes: Vec<_> = disputes.collect();
            // A link can only be decided once the marks at its ends are.
            disputes.sort_by_key(|(_, it)| matches!(it.about, About::Arrows(_)));
            for (place, dispute) in disputes {
                let key = self.key(sheet, dispute);
                let numbered = (2_usize..).map(|n| Id::new(format!("{key}/{n}")));
                let mut names = std::iter::once(key.clone()).chain(numbered);
                let key = names.find(|key| !keys.contains(key)).unwrap_or(key);
                keys.insert(key.clone());
                let about = Matter::Dispute {
                    sheet,
                    dispute: place,
                };
                cases.push(Case { key, about });
            }
        }
        cases
    }

    /// What a dispute's decision is called: its kind, its article, the first mark of the position,
    /// and what of it is in dispute.
    fn key(&self, sheet: usize, dispute: &Dispute) -> Id {
        let article = self.article(sheet).map_or("", Id::as_str);
        let mark = self.anchor((sheet, dispute.position));
        let kind = dispute.kind.name();
        let more = match &dispute.about {
            About::Marks => String::new(),
            About::Value(attribute) => format!("/{attribute}"),
            About::Arrows(arrows) => {
                let ends = arrows.iter().map(|arrow| {
                    let kind = arrow.kind.as_ref().map_or("any", Id::as_str);
                    format!("/{kind}/{}", self.anchor((sheet, arrow.to)))
                });
                ends.collect()
            }
        };
        Id::new(format!("{kind}/{article}/{mark}{more}"))
    }

    /// The first mark of a position: one's own by its id, another's with its colleague's name.
    fn anchor(&self, spot: Spot) -> String {
        let readings = self.readings(spot).iter().enumerate();
        let mut marks = readings.filter_map(|(number, it)| Some((number, it.marks().first()?)));
        match marks.next() {
            Some((0, mark)) => mark.id.to_string(),
            Some((number, mark)) => format!("{}:{}", self.name(number), mark.id),
            None => String::new(),
        }
    }

    /// Who takes part, oneself first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.colleagues.iter().map(|it| it.name.as_str())
    }

    /// The name of a colleague; nothing for a number that nobody has.
    pub fn name(&self, number: usize) -> &str {
        self.colleagues.get(number).map_or("", |it| &it.name)
    }

    /// The colleagues, oneself first, as they were when the review was opened.
    pub fn colleagues(&self) -> &[Colleague] {
        &self.colleagues
    }

    /// The articles, in the order of one's own list.
    pub fn sheets(&self) -> &[Compared] {
        &self.sheets
    }

    /// Everything there is to decide, in order.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// Articles of one name whose texts differ, so that they were not compared.
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// Articles that were left out, each with the reason.
    pub fn left_out(&self) -> &[(Id, String)] {
        &self.left_out
    }

    /// The place of the case of this key.
    pub fn place_of(&self, key: &Id) -> Option<usize> {
        self.cases.iter().position(|case| case.key == *key)
    }

    /// The id of an article by its place in the review.
    pub fn article(&self, sheet: usize) -> Option<&Id> {
        Some(&self.sheets.get(sheet)?.sheet.article.id)
    }

    /// The dispute of a case; none for what a merge left.
    pub fn dispute(&self, case: &Case) -> Option<(&Compared, &Dispute)> {
        let Matter::Dispute { sheet, dispute } = case.about else {
            return None;
        };
        let compared = self.sheets.get(sheet)?;
        Some((compared, compared.report.disputes.get(dispute)?))
    }

    /// The position of a case; none for what a merge left.
    pub fn spot(&self, case: &Case) -> Option<Spot> {
        let Matter::Dispute { sheet, .. } = case.about else {
            return None;
        };
        Some((sheet, self.dispute(case)?.1.position))
    }

    /// What each says at a position.
    pub fn readings(&self, (sheet, position): Spot) -> &[Reading] {
        let report = self.sheets.get(sheet).map(|it| &it.report);
        let found = report.and_then(|report| report.positions.get(position));
        found.map(|it| it.readings.as_slice()).unwrap_or_default()
    }

    /// A colleague's marks at a position.
    pub fn marks(&self, spot: Spot, number: usize) -> &[Arc<Annotation>] {
        let reading = self.readings(spot).get(number);
        reading.map(Reading::marks).unwrap_or_default()
    }

    /// A colleague's links in an article.
    fn links(&self, sheet: usize, number: usize) -> &[Arc<Link>] {
        let sheet = self.sheets.get(sheet).map(|it| &it.sheet);
        let column = sheet.and_then(|sheet| sheet.columns.get(number));
        column
            .and_then(Option::as_ref)
            .map(|column| column.links.as_slice())
            .unwrap_or_default()
    }

    /// Who takes part in a case, in the order of the keys that take their readings.
    pub fn voices(&self, case: &Case) -> Vec<Voice> {
        if let Matter::Conflict(dispute) = &case.about {
            let readings = dispute.readings.iter().enumerate();
            let voices = readings.map(|(number, reading)| Voice {
                number,
                name: reading.by.clone(),
                words: reading.value.clone(),
            });
            return voices.collect();
        }
        let said = self.dispute(case).map(|(_, it)| it.readings.as_slice());
        let said = said.unwrap_or_default().iter().enumerate();
        let voices = said.filter_map(|(number, said)| {
            let words = match said {
                Said::Absent => return None,
                Said::Nothing => None,
                Said::Words(words) => Some(words.clone()),
            };
            Some(Voice {
                number,
                name: self.name(number).to_owned(),
                words,
            })
        });
        voices.collect()
    }

    /// The kind of a case, as in data.
    pub fn kind(&self, case: &Case) -> &'static str {
        let kind = self.dispute(case).map(|(_, it)| it.kind);
        kind.map_or("conflict", DisputeKind::name)
    }

    /// What each says, as a decision keeps it.
    fn said(&self, case: &Case) -> Vec<DisputeReading> {
        let voices = self.voices(case).into_iter();
        let said = voices.map(|voice| DisputeReading {
            by: voice.name,
            value: voice.words,
        });
        said.collect()
    }

    /// Remembers which marks a decision made for which positions.
    pub fn note(&mut self, settled: &Settled) {
        for (spot, ids) in &settled.held {
            let known = self.held.entry(*spot).or_default();
            known.extend(ids.iter().cloned());
        }
    }
}

const NOT_MINE: &str = "your project does not hold it";
const ALONE: &str = "only one of you has begun it";
