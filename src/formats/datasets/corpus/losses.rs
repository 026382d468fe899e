//! What is lost, counted as what is written is chosen.

use std::collections::{BTreeMap, BTreeSet};

use super::{Corpus, Picked, is_break};
use crate::formats::datasets::feature::LEFT_OUT;
use crate::formats::datasets::markup::is_forbidden;
use crate::formats::datasets::{Feature, Format, Loss, names};
use crate::project::{
    Annotation, Article, Id, Identity, Link, Origin, Place, Stamp, Status, Value,
};
use crate::span::Span;
use crate::text::Text;

/// What is lost, as it is found.
#[derive(Default)]
pub(super) struct Lost {
    marks: BTreeMap<Feature, Vec<(Id, Id)>>,
    counts: BTreeMap<Feature, usize>,
    pub(super) cut: usize,
    pub(super) loose: usize,
}

impl Lost {
    pub(super) fn add(&mut self, feature: Feature, count: usize) {
        *self.counts.entry(feature).or_default() += count;
    }

    pub(super) fn mark(&mut self, feature: Feature, article: &Id, mark: &Annotation) {
        let id = (article.clone(), mark.id.clone());
        self.marks.entry(feature).or_default().push(id);
    }

    /// Counts everything that some format lacks; what this one does not lack is not asked for.
    pub(super) fn of_article(&mut self, picked: &Picked<'_>) {
        let (article, text) = (picked.article(), picked.text());
        for mark in &picked.marks {
            let features = of_mark(mark, text);
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
                (Feature::OddLetters, is_odd_link(link)),
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
            (Feature::Controls, is_odd(text.as_str())),
            (Feature::OddLetters, is_odd_article(article)),
        ];
        for (feature, _) in features.into_iter().filter(|(_, has)| *has) {
            self.add(feature, 1);
        }
    }

    pub(super) fn of_project(&mut self, corpus: &Corpus<'_>) {
        let project = corpus.project;
        let marks = corpus.articles.iter().flat_map(|article| &article.marks);
        let mentioned: BTreeSet<&Id> = marks.filter_map(|mark| mark.identity.as_ref()).collect();
        let loose = |identity: &&&std::sync::Arc<Identity>| !mentioned.contains(&identity.id);
        let loose = project
            .identities()
            .collect::<Vec<_>>()
            .iter()
            .filter(loose)
            .count();
        let detailed =
            |identity: &Identity| !identity.note.is_empty() || identity.stamp != Stamp::default();
        let detailed = project.identities().filter(|it| detailed(it)).count();
        let odd = project.identities().filter(|it| is_odd(&it.name)).count();
        self.add(Feature::OddLetters, odd);
        self.add(Feature::LooseIdentities, loose);
        self.add(Feature::IdentityDetails, detailed);
        self.add(Feature::Aside, project.aside().len());
    }

    pub(super) fn losses(mut self, format: &Format) -> Vec<Loss> {
        let mut losses = Vec::new();
        for (feature, instead) in format.lacks {
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

fn of_mark(mark: &Annotation, text: &Text) -> [(Feature, bool); 15] {
    let fragments = mark.span().map(Span::fragments).unwrap_or_default();
    let words = || fragments.iter().filter_map(|range| text.slice(*range));
    let blank_ends = words().any(|words| words.trim() != words);
    let break_ends = words().any(|words| words.trim_matches(is_break) != words);
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
        (Feature::BlankEnds, blank_ends),
        (Feature::BreakEnds, break_ends),
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
        (Feature::OddLetters, is_odd_mark(mark)),
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
    words.chars().any(is_forbidden)
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
