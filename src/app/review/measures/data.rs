//! The figures of a review as tables: one measure for each two, and by tag and article.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::Id;
use crate::review::agreement::{Agreement, Measure, Measurement, Unit};
use crate::review::settle::{Filter, Order, Review};
use crate::text::TextRange;

/// A measure as the tables offer it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The measure, and what it counts.
    pub measure: Measure,
    /// What it counts.
    pub unit: Unit,
    /// What it is called.
    pub name: &'static str,
}

/// The measures that the tables offer; the first four stand beside the matrix of tags.
pub const SHOWN: [Shown; 10] = [
    shown(Measure::CohenKappa, Unit::Token, "Cohen’s κ, by word"),
    shown(
        Measure::KrippendorffAlpha,
        Unit::Token,
        "Krippendorff’s α, by word",
    ),
    shown(Measure::Gamma, Unit::Span, "γ, places and tags"),
    shown(Measure::F1Exact, Unit::Span, "F1, the same words"),
    shown(Measure::F1Overlap, Unit::Span, "F1, overlapping words"),
    shown(Measure::F1Token, Unit::Token, "F1, by word"),
    shown(Measure::Raw, Unit::Token, "Raw, by word"),
    shown(Measure::GammaCat, Unit::Span, "γ-cat, tags alone"),
    shown(Measure::UAlpha, Unit::Character, "uα, lengths"),
    shown(Measure::F1LinksLabelled, Unit::Link, "F1 of links"),
];

/// How many of them stand beside the matrix of tags.
pub const BESIDE: usize = 4;

const fn shown(measure: Measure, unit: Unit, name: &'static str) -> Shown {
    Shown {
        measure,
        unit,
        name,
    }
}

/// A figure as a cell shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// The value; none if it is undefined or was not measured.
    pub value: Option<f64>,
    /// Why there is none, or within what it lies; may be empty.
    pub more: String,
}

/// The figures of a study with a way to find them.
#[derive(Clone, Debug)]
pub struct Figures {
    /// All of them.
    pub agreement: Agreement,
    places: BTreeMap<Key, usize>,
}

/// What tells a figure from all others: measure, unit, tag, article, annotators.
type Key = (Measure, Unit, Option<String>, Option<String>, Vec<String>);

/// The rows and columns of the table by tag and article, with how many disputes each cell has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByTag {
    /// The columns: all tags, then each, with its name.
    pub tags: Vec<(Option<Id>, String)>,
    /// The rows: all articles, then each, with its title.
    pub articles: Vec<(Option<Id>, String)>,
    /// How many disputes there are; nothing where there are none.
    pub disputes: BTreeMap<(Option<Id>, Option<Id>), usize>,
    /// In how many disputes each two say different things, by their places, the earlier first.
    pub pairs: BTreeMap<(usize, usize), usize>,
}

/// A stretch of an article and how many disputes begin in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The stretch.
    pub words: TextRange,
    /// How many.
    pub disputes: usize,
}

impl Figures {
    /// These figures.
    pub fn new(agreement: Agreement) -> Self {
        let rows = agreement.measurements.iter().enumerate();
        let places = rows.map(|(place, it)| {
            let scope = it.scope.clone();
            let key = (
                it.measure,
                it.unit,
                scope.tag,
                scope.article,
                scope.annotators,
            );
            (key, place)
        });
        Self {
            places: places.collect(),
            agreement,
        }
    }

    /// The figure of a measure of some annotators, of one tag or all and one article or all. Kappa
    /// of more than two is that of Fleiss.
    pub fn find(
        &self,
        shown: Shown,
        annotators: &[&str],
        tag: Option<&Id>,
        article: Option<&Id>,
    ) -> Figure {
        let measure = match shown.measure {
            Measure::CohenKappa if annotators.len() > 2 => Measure::FleissKappa,
            Measure::Gamma | Measure::GammaCat if article.is_none() && tag.is_some() => {
                of_a_tag(shown.measure)
            }
            measure => measure,
        };
        let key = (
            measure,
            shown.unit,
            tag.map(ToString::to_string),
            article.map(ToString::to_string),
            annotators.iter().map(|it| (*it).to_owned()).collect(),
        );
        let place = self.places.get(&key);
        let found = place.and_then(|place| self.agreement.measurements.get(*place));
        found.map_or_else(Figure::default, Figure::of)
    }
}

/// What gives the figure of one tag: gamma is measured over its marks alone, gamma-cat over all.
fn of_a_tag(measure: Measure) -> Measure {
    match measure {
        Measure::GammaCat => Measure::GammaK,
        other => other,
    }
}

impl Figure {
    fn of(it: &Measurement) -> Self {
        let more = match (it.value, it.interval) {
            (Err(why), _) => format!("undefined, because {why}"),
            (Ok(_), Some((low, high))) => format!("{low:.2} to {high:.2}"),
            (Ok(_), None) => String::new(),
        };
        Self {
            value: it.value.ok(),
            more,
        }
    }

    /// The value in two digits; a dash for none.
    pub fn words(&self) -> String {
        self.value
            .map_or("–".to_owned(), |value| format!("{value:.2}"))
    }

    /// The share of a bar: none below nothing, and all of it at one.
    pub fn share(&self) -> f32 {
        self.value.unwrap_or(0.0).clamp(0.0, 1.0) as f32
    }
}

impl ByTag {
    /// The table of a review; `name` gives a tag's name, `title` an article's.
    pub fn of(
        review: &Review,
        name: impl Fn(&Id) -> String,
        title: impl Fn(&Id) -> String,
    ) -> Self {
        let mut used = BTreeSet::new();
        for compared in review.sheets() {
            let columns = compared.sheet.columns.iter().flatten();
            used.extend(columns.flat_map(|it| it.marks.iter().map(|mark| mark.tag.clone())));
        }
        let mut disputes: BTreeMap<(Option<Id>, Option<Id>), usize> = BTreeMap::new();
        for case in review.cases() {
            let Some(article) = review.article_of(case) else {
                continue;
            };
            let tags = review.all_tags(case);
            for tag in tags.into_iter().map(Some).chain([None]) {
                for article in [Some(article.clone()), None] {
                    *disputes.entry((tag.clone(), article)).or_default() += 1;
                }
            }
        }
        let tags = used.into_iter().map(|tag| {
            let name = name(&tag);
            (Some(tag), name)
        });
        let articles = review.sheets().iter().map(|it| {
            let id = it.sheet.article.id.clone();
            let title = title(&id);
            (Some(id), title)
        });
        Self {
            tags: std::iter::once((None, "all tags".to_owned()))
                .chain(tags)
                .collect(),
            // The one article is all there is.
            articles: match review.sheets() {
                [_] => articles.map(|(_, title)| (None, title)).collect(),
                _ => std::iter::once((None, "All articles".to_owned()))
                    .chain(articles)
                    .collect(),
            },
            disputes,
            pairs: pairs(review),
        }
    }

    /// How many disputes a cell has.
    pub fn count(&self, tag: Option<&Id>, article: Option<&Id>) -> usize {
        let key = (tag.cloned(), article.cloned());
        self.disputes.get(&key).copied().unwrap_or(0)
    }
}

fn pairs(review: &Review) -> BTreeMap<(usize, usize), usize> {
    let count = review.names().count();
    let all = (0..count).flat_map(|one| (one + 1..count).map(move |other| (one, other)));
    let counted = all.map(|pair| (pair, review.listed(&of_two(pair), Order::Text).len()));
    counted.collect()
}

/// What lists the disputes in which two say different things.
pub fn of_two(pair: (usize, usize)) -> Filter {
    Filter {
        pair: Some(pair),
        ..Filter::default()
    }
}

/// What lists the disputes of a cell.
pub fn cell(tag: Option<&Id>, article: Option<&Id>) -> Filter {
    Filter {
        tag: tag.cloned(),
        article: article.cloned(),
        ..Filter::default()
    }
}

/// An article of so many bytes cut into stretches of one length, each with how many disputes begin
/// in it.
pub fn strip(review: &Review, article: &Id, length: usize, count: usize) -> Vec<Stretch> {
    let edge = |place: usize| length * place / count.max(1);
    let stretches = (0..count).map(|place| Stretch {
        words: TextRange::new(edge(place), edge(place + 1)),
        disputes: 0,
    });
    let mut found: Vec<Stretch> = stretches.filter(|it| !it.words.is_empty()).collect();
    for case in review.cases() {
        if !review.is_in(case, article) {
            continue;
        }
        let Some(start) = review.range(case).map(|it| it.start) else {
            continue;
        };
        let after = found.partition_point(|it| it.words.start <= start);
        if let Some(stretch) = after.checked_sub(1).and_then(|at| found.get_mut(at)) {
            stretch.disputes += 1;
        }
    }
    found
}

/// The tables of a measure as text for a spreadsheet: columns behind tabs, rows behind line ends.
pub fn as_text(figures: &Figures, shown: Shown, names: &[&str], by_tag: &ByTag) -> String {
    let clean = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rows: Vec<Vec<String>> = Vec::new();
    let heads = names.iter().map(|name| clean(name));
    rows.push(
        std::iter::once(shown.name.to_owned())
            .chain(heads)
            .collect(),
    );
    for (row, one) in names.iter().enumerate() {
        let cells = names.iter().enumerate().map(|(column, other)| {
            let both = if row < column {
                [*one, *other]
            } else {
                [*other, *one]
            };
            match row == column {
                true => String::new(),
                false => exact(&figures.find(shown, &both, None, None)),
            }
        });
        rows.push(std::iter::once(clean(one)).chain(cells).collect());
    }
    rows.push(Vec::new());
    let heads = by_tag.tags.iter().map(|(_, name)| clean(name));
    rows.push(std::iter::once(String::new()).chain(heads).collect());
    for (article, title) in &by_tag.articles {
        let cells = by_tag.tags.iter().map(|(tag, _)| {
            let figure = figures.find(shown, names, tag.as_ref(), article.as_ref());
            exact(&figure)
        });
        rows.push(std::iter::once(clean(title)).chain(cells).collect());
    }
    let rows: Vec<String> = rows.iter().map(|cells| cells.join("\t")).collect();
    rows.join("\n") + "\n"
}

/// A value as a spreadsheet reads it; nothing for none.
fn exact(figure: &Figure) -> String {
    let value = figure.value.map(|value| format!("{value:.6}"));
    value.unwrap_or_default()
}
