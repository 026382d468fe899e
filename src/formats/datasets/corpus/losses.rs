//! What is lost, counted as what is written is chosen.

use std::collections::{BTreeMap, BTreeSet};

use super::{Picked, is_break};
use crate::formats::datasets::feature::LEFT_OUT;
use crate::formats::datasets::markup::is_forbidden;
use crate::formats::datasets::{Feature, Format, Loss, names};
use crate::project::{
    Annotation, Article, Id, Identity, Link, Origin, Place, Project, Stamp, Status, Value,
};
use crate::span::Span;
use crate::text::Text;

/// What is lost, as it is found.
pub(in crate::formats::datasets) struct Lost<'p> {
    pub(super) format: &'p Format,
    lacks: Lacks,
    marks: BTreeMap<Feature, Vec<(Id, Id)>>,
    counts: BTreeMap<Feature, usize>,
    mentioned: BTreeSet<&'p Id>,
    pub(super) cut: usize,
    pub(super) loose: usize,
}

impl<'p> Lost<'p> {
    /// Nothing yet.
    pub(in crate::formats::datasets) fn new(format: &'p Format) -> Self {
        Self {
            format,
            lacks: Lacks::of(format),
            marks: BTreeMap::new(),
            counts: BTreeMap::new(),
            mentioned: BTreeSet::new(),
            cut: 0,
            loose: 0,
        }
    }

    /// Adds what is lost of further articles.
    pub(super) fn join(&mut self, further: Self) {
        for (feature, mut marks) in further.marks {
            self.marks.entry(feature).or_default().append(&mut marks);
        }
        for (feature, count) in further.counts {
            *self.counts.entry(feature).or_default() += count;
        }
        self.mentioned.extend(further.mentioned);
        self.cut += further.cut;
        self.loose += further.loose;
    }

    pub(super) fn add(&mut self, feature: Feature, count: usize) {
        if self.lacks.contains(feature) {
            *self.counts.entry(feature).or_default() += count;
        }
    }

    pub(super) fn mark(&mut self, feature: Feature, article: &Id, mark: &Annotation) {
        if self.lacks.contains(feature) {
            let id = (article.clone(), mark.id.clone());
            self.marks.entry(feature).or_default().push(id);
        }
    }

    /// Counts everything that some format lacks; what this one does not lack is not kept.
    pub(super) fn of_article(&mut self, picked: &Picked<'p>) {
        let (article, text) = (picked.article(), picked.text());
        let asks_letters = self.lacks.contains(Feature::OddLetters);
        for mark in &picked.marks {
            self.mentioned.extend(mark.identity.as_deref());
            let features = of_mark(mark, text, self.lacks);
            for (feature, _) in features.into_iter().filter(|(_, has)| *has) {
                self.mark(feature, &article.id, mark);
            }
        }
        for link in &picked.links {
            let features = [
                (Feature::LinkValues, !link.attributes.is_empty()),
                (Feature::LinkNotes, !link.note.is_empty()),
                (Feature::LinkIds, true),
                (
                    Feature::LinkKinds,
                    !matches!(link.kind.as_str(), "rebuts" | "supports"),
                ),
                (Feature::Authors, !link.stamp.author.is_empty()),
                (Feature::LinkAuthors, !link.stamp.author.is_empty()),
                (Feature::Times, is_timed(&link.stamp)),
                (Feature::OddLetters, asks_letters && is_odd_link(link)),
                (
                    Feature::OddNames,
                    has_odd_name(&link.kind, link.attributes.keys()),
                ),
            ];
            for (feature, _) in features.into_iter().filter(|(_, has)| *has) {
                self.add(feature, 1);
            }
        }
        let words = text.as_str();
        let leading = words.strip_suffix(words.trim_start()).unwrap_or_default();
        let id = article.id.as_str();
        let features = [
            (Feature::ArticleIds, picked.file != id),
            (Feature::Titles, !article.title.is_empty()),
            (Feature::Meta, !article.meta.0.is_empty()),
            (Feature::Status, *picked.entry.status() != Status::default()),
            (Feature::Origins, article.origin != Origin::default()),
            (Feature::Unmarked, picked.marks.is_empty()),
            (Feature::BlankTexts, words.trim().is_empty()),
            (
                Feature::LeadingBlanks,
                leading.chars().any(|letter| letter != ' '),
            ),
            (Feature::Texts, true),
            (Feature::Rest, true),
            (
                Feature::Controls,
                self.lacks.contains(Feature::Controls) && is_odd(words),
            ),
            (Feature::OddLetters, asks_letters && is_odd_article(article)),
        ];
        for (feature, _) in features.into_iter().filter(|(_, has)| *has) {
            self.add(feature, 1);
        }
    }

    /// All that is lost, when the last article was looked at.
    pub(in crate::formats::datasets) fn losses(mut self, project: &Project) -> Vec<Loss> {
        let detailed =
            |identity: &Identity| !identity.note.is_empty() || identity.stamp != Stamp::default();
        let count = |is: &dyn Fn(&Identity) -> bool| {
            let identities = project.identities();
            identities.filter(|identity| is(identity)).count()
        };
        let loose = count(&|it| !self.mentioned.contains(&it.id));
        self.add(Feature::OddLetters, count(&|it| is_odd(&it.name)));
        self.add(Feature::LooseIdentities, loose);
        self.add(Feature::IdentityDetails, count(&detailed));
        self.add(Feature::Aside, project.aside().len());
        let mut losses = Vec::new();
        for (feature, instead) in self.format.all_lacks() {
            let marks = self.marks.remove(feature).unwrap_or_default();
            let count = marks.len() + self.counts.get(feature).copied().unwrap_or_default();
            if count > 0 {
                let what = feature.words();
                losses.push(Loss {
                    what,
                    count,
                    instead,
                    marks,
                });
            }
        }
        let cut = [
            ("links to marks of other annotators", self.cut),
            ("links to marks that are left out", self.loose),
        ];
        for (what, count) in cut.into_iter().filter(|(_, count)| *count > 0) {
            let (instead, marks) = (LEFT_OUT, Vec::new());
            losses.push(Loss {
                what,
                count,
                instead,
                marks,
            });
        }
        losses
    }
}

/// What a format lacks, a bit each: it is asked of every mark several times.
#[derive(Clone, Copy)]
struct Lacks(u64);

impl Lacks {
    fn of(format: &Format) -> Self {
        let bits = format.all_lacks().map(|(feature, _)| 1 << *feature as u32);
        Self(bits.fold(0, |all, bit: u64| all | bit))
    }

    fn contains(self, feature: Feature) -> bool {
        self.0 >> feature as u32 & 1 == 1
    }
}

/// What a mark has of what formats lack; what is costly to tell is told only where it is asked for.
fn of_mark(mark: &Annotation, text: &Text, asked: Lacks) -> [(Feature, bool); 15] {
    let asks = |feature| asked.contains(feature);
    let fragments = mark.span().map(Span::fragments).unwrap_or_default();
    let words = || fragments.iter().filter_map(|range| text.slice(*range));
    let blank_ends = || words().any(|words| words.trim() != words);
    let break_ends = || words().any(|words| words.trim_matches(is_break) != words);
    let meeting = fragments
        .iter()
        .zip(fragments.iter().skip(1))
        .any(|(one, two)| {
            let between = text.as_str().get(one.end.0..two.start.0);
            between.is_some_and(|between| between.chars().all(is_break))
        });
    let beside = matches!(
        mark.place,
        Place::Implicit {
            beside: Some(_),
            ..
        }
    );
    [
        (Feature::BlankEnds, asks(Feature::BlankEnds) && blank_ends()),
        (Feature::BreakEnds, asks(Feature::BreakEnds) && break_ends()),
        (Feature::Fragments, fragments.len() > 1),
        (Feature::MeetingFragments, meeting),
        (Feature::Tags, true),
        (Feature::MarkIds, true),
        (Feature::OddIds, !names::is_plain(mark.id.as_str())),
        (Feature::Values, !mark.attributes.is_empty()),
        (Feature::Notes, !mark.note.is_empty()),
        (Feature::Authors, !mark.stamp.author.is_empty()),
        (Feature::Times, is_timed(&mark.stamp)),
        (Feature::Identities, mark.identity.is_some()),
        (Feature::Beside, beside),
        (
            Feature::OddLetters,
            asks(Feature::OddLetters) && is_odd_mark(mark),
        ),
        (
            Feature::OddNames,
            has_odd_name(&mark.tag, mark.attributes.keys()),
        ),
    ]
}

fn has_odd_name<'i>(name: &'i Id, others: impl Iterator<Item = &'i Id>) -> bool {
    std::iter::once(name)
        .chain(others)
        .any(|name| !names::is_plain(name.as_str()))
}

fn is_odd(words: &str) -> bool {
    // Most texts have none of the bytes that such letters have.
    let may_be = |byte: u8| byte < b' ' && !matches!(byte, b'\n' | b'\t') || byte == 0xef;
    words.bytes().any(may_be) && words.chars().any(is_forbidden)
}

fn is_odd_mark(mark: &Annotation) -> bool {
    let stamp = &mark.stamp.author;
    let said = [mark.id.as_str(), mark.tag.as_str(), &mark.note, stamp];
    said.into_iter().any(is_odd) || mark.attributes.values().any(is_odd_value)
}

fn is_odd_link(link: &Link) -> bool {
    let said = [&link.id, &link.kind].map(Id::as_str).into_iter();
    let mut said = said.chain([link.note.as_str(), &link.stamp.author]);
    said.any(is_odd) || link.attributes.values().any(is_odd_value)
}

fn is_odd_article(article: &Article) -> bool {
    let mut meta = article.meta.0.iter();
    [article.id.as_str(), &article.title]
        .into_iter()
        .any(is_odd)
        || meta.any(|(name, value)| is_odd(name) || is_odd_value(value))
}

fn is_odd_value(value: &Value) -> bool {
    matches!(value, Value::Text(words) if is_odd(words))
}

fn is_timed(stamp: &Stamp) -> bool {
    stamp.created.is_some() || stamp.changed.is_some()
}
