//! What a format can hold of a project, and what is lost on the way: known before a byte is
//! written, and counted here for every format.

mod losses;
mod pulse;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use super::argument;
use super::names::FileNames;
use super::report::agreement::Measured;
use super::{Feature, Format, Loss, Options, Overlap, Scheme, Unit};
use crate::formats::at_once;
use crate::project::{Annotation, Article, Entry, Id, Identity, Link, Project, Tagset};
use crate::span::Span;
use crate::text::{ByteIndex, Text, TextRange};
pub(super) use losses::Lost;
use pulse::Articles;

pub use pulse::Pulse;

/// The articles that are written, with what a format can hold of them.
pub(super) struct Corpus<'p> {
    pub(super) articles: Articles<'p>,
    common: Common<'p>,
}

/// What articles that are written have in common; several threads may ask for it.
pub(super) struct Common<'p> {
    pub(super) project: &'p Project,
    pub(super) scheme: Scheme,
    /// What positions count, where that can be chosen.
    pub(super) unit: Unit,
    pub(super) guard_formulas: bool,
    pub(super) figures: Option<&'p Measured>,
    called: TagNames<'p>,
}

/// What tags are called in the export, where that is not their id.
pub(super) struct TagNames<'p>(BTreeMap<&'p Id, &'p str>);

/// An article, with the marks and links that are written, marks in the order of the text.
pub(super) struct Picked<'p> {
    pub(super) entry: &'p Entry,
    pub(super) marks: Vec<&'p Annotation>,
    pub(super) links: Vec<&'p Link>,
    /// A name for its file, without an ending; no other article has it.
    pub(super) file: String,
}

/// Chooses what is written, and counts what is not.
pub(super) fn select<'p>(
    project: &'p Project,
    options: &'p Options,
    format: &'p Format,
    pulse: &'p Pulse<'p>,
) -> (Corpus<'p>, Vec<Loss>) {
    let mut lost = Lost::new(format);
    let wanted = wanted(project, options);
    let corpus = pick(project, &wanted, options, (&mut lost, pulse));
    (corpus, lost.losses(project))
}

/// The articles that are asked for, in their order.
pub(super) fn wanted<'p>(project: &'p Project, options: &Options) -> Vec<&'p Arc<Entry>> {
    let chosen = options.articles.as_ref();
    let wanted =
        |entry: &&Arc<Entry>| chosen.is_none_or(|articles| articles.contains(&entry.article().id));
    project.entries().iter().filter(wanted).collect()
}

/// So many articles are chosen from at once; between them the export can be stopped.
const AT_ONCE: usize = 256;

/// So few are not worth another thread.
const FEW: usize = 16;

/// Chooses what is written of some articles, and adds to what is lost.
pub(super) fn pick<'p>(
    project: &'p Project,
    entries: &[&'p Arc<Entry>],
    options: &'p Options,
    (lost, pulse): (&mut Lost<'p>, &'p Pulse<'p>),
) -> Corpus<'p> {
    let format = lost.format;
    let ids = entries.iter().map(|entry| entry.article().id.as_str());
    let mut names = FileNames::keeping(ids);
    let mut articles = Vec::with_capacity(entries.len());
    let none = format.lacks(Feature::Articles);
    if none {
        lost.add(Feature::Articles, entries.len());
    }
    let choose = |some: Vec<(&'p Entry, String)>| {
        let mut lost = Lost::new(format);
        let chosen = some.into_iter().map(|(entry, file)| {
            let marks = marks(project.tagset(), entry, options, format, &mut lost);
            let links = links(entry, options, format, &marks, &mut lost);
            let picked = Picked {
                entry,
                marks,
                links,
                file,
            };
            lost.of_article(&picked);
            picked
        });
        (chosen.collect::<Vec<_>>(), lost)
    };
    for some in entries.chunks(AT_ONCE).filter(|_| !none) {
        let known = some.iter().take_while(|_| pulse.beat());
        let named = known.map(|entry| (&***entry, names.give(entry.article().id.as_str())));
        for (mut chosen, further) in at_once::in_parts(named.collect(), FEW, choose) {
            articles.append(&mut chosen);
            lost.join(further);
        }
    }
    let tags = &project.tagset().tags;
    let renamed = tags.iter().map(|tag| {
        let to = options.tags.get(&tag.id).and_then(Option::as_deref);
        (&tag.id, to.unwrap_or(tag.id.as_str()))
    });
    let common = Common {
        project,
        scheme: options.scheme,
        unit: options.unit.or(format.unit).unwrap_or(Unit::Chars),
        guard_formulas: options.guard_formulas,
        figures: options.figures.as_deref(),
        called: TagNames(renamed.collect()),
    };
    let articles = Articles::new(articles, pulse);
    Corpus { articles, common }
}

impl<'p> TagNames<'p> {
    /// What the tag of a mark is called.
    pub(super) fn tag(&self, mark: &'p Annotation) -> &'p str {
        let name = self.0.get(&mark.tag).copied();
        name.unwrap_or(mark.tag.as_str())
    }
}

impl<'p> Corpus<'p> {
    /// The tags that some mark has, by the names in the export, in the order of the tagset.
    pub(super) fn used_tags(&self) -> Vec<&'p str> {
        let marks = self.articles.iter().flat_map(|article| &article.marks);
        let mut used = BTreeSet::new();
        for name in marks.map(|mark| self.tag(mark)) {
            if !used.contains(name) {
                used.insert(name);
            }
        }
        let mut seen = BTreeSet::new();
        let tags = self.project.tagset().tags.iter();
        let names = tags.filter_map(|tag| self.called.0.get(&tag.id).copied());
        names
            .filter(|name| used.contains(name) && seen.insert(*name))
            .collect()
    }

    /// Makes something of each article, of several at once, and hands it on in their order.
    pub(super) fn each<R: Send>(
        &self,
        make: impl Fn(&Common<'p>, &Picked<'p>) -> R + Sync,
        mut take: impl FnMut(R),
    ) {
        /// Of so many, what is made stands in memory beside what becomes of it.
        const AT_ONCE: usize = 64;
        let common = &self.common;
        let mut rest = self.articles.iter();
        loop {
            let some: Vec<_> = rest.by_ref().take(AT_ONCE).collect();
            if some.is_empty() {
                break;
            }
            let made = at_once::in_parts(some, 1, |part| {
                let made = part.into_iter().map(|picked| make(common, picked));
                made.collect::<Vec<_>>()
            });
            made.into_iter().flatten().for_each(&mut take);
        }
    }
}

impl<'p> Deref for Corpus<'p> {
    type Target = Common<'p>;

    fn deref(&self) -> &Self::Target {
        &self.common
    }
}

impl<'p> Common<'p> {
    /// What the tag of a mark is called in the export.
    pub(super) fn tag(&self, mark: &'p Annotation) -> &'p str {
        self.called.tag(mark)
    }

    /// What tags are called in the export.
    pub(super) fn called(&self) -> &TagNames<'p> {
        &self.called
    }

    /// What a tag is called in the export.
    pub(super) fn name<'s>(&'s self, tag: &'s Id) -> &'s str {
        self.called.0.get(tag).copied().unwrap_or(tag.as_str())
    }

    /// Every tag of the tagset by its name in the export, each once, in the order of the tagset.
    pub(super) fn all_tags(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let tags = self.project.tagset().tags.iter();
        let names = tags.map(|tag| self.name(&tag.id));
        names.filter(|name| seen.insert(*name)).collect()
    }

    /// The identity of a mark.
    pub(super) fn identity(&self, mark: &Annotation) -> Option<&'p Identity> {
        let identity = self.project.identity(mark.identity.as_deref()?)?;
        Some(identity)
    }
}

impl<'p> Picked<'p> {
    pub(super) fn article(&self) -> &'p Article {
        self.entry.article()
    }

    pub(super) fn text(&self) -> &'p Text {
        &self.entry.article().text
    }

    pub(super) fn id(&self) -> &'p str {
        self.entry.article().id.as_str()
    }

    /// The marks that stand on words, with their spans.
    pub(super) fn spans(&self) -> impl Iterator<Item = (&'p Annotation, &'p Span)> {
        self.marks
            .iter()
            .filter_map(|mark| Some((*mark, mark.span()?)))
    }
}

fn marks<'p>(
    tagset: &Tagset,
    entry: &'p Entry,
    options: &Options,
    format: &Format,
    lost: &mut Lost<'_>,
) -> Vec<&'p Annotation> {
    let article = &entry.article().id;
    let text = &entry.article().text;
    let says = |mark: &Annotation| argument::says_something(tagset, &mark.tag);
    let wanted = entry.in_text_order().filter(|mark| {
        let left_out = options.tags.get(&mark.tag).is_some_and(Option::is_none);
        options.takes(&mark.stamp.author) && !left_out
    });
    let mut kept = Vec::new();
    for mark in wanted {
        if format.lacks(Feature::Mentions) && !says(mark) {
            lost.mark(Feature::Mentions, article, mark);
            continue;
        }
        let Some(feature) = impossible(mark, text).find(|feature| format.lacks(*feature)) else {
            kept.push(&**mark);
            continue;
        };
        lost.mark(feature, article, mark);
    }
    if format.lacks(Feature::Overlap) {
        let (first, rest) = without_overlap(&kept, options.overlap);
        for mark in rest {
            lost.mark(Feature::Overlap, article, mark);
        }
        kept = first;
    }
    kept
}

/// What makes a mark impossible for a format that lacks it.
fn impossible<'m>(mark: &'m Annotation, text: &'m Text) -> impl Iterator<Item = Feature> + 'm {
    let implicit = mark.is_implicit().then_some(Feature::Implicit);
    let words = |range: &TextRange| text.slice(*range).unwrap_or_default();
    let all = |is: fn(char) -> bool| {
        let span = mark.span();
        span.is_some_and(|span| span.fragments().iter().all(|it| words(it).chars().all(is)))
    };
    let blank = all(char::is_whitespace).then_some(Feature::Blank);
    let breaks = all(is_break).then_some(Feature::Breaks);
    let pieces = mark.span().map(Span::fragments).unwrap_or_default();
    let cuts = |at: ByteIndex| {
        let (before, after) = text.as_str().split_at_checked(at.0).unwrap_or_default();
        before.ends_with('\r') && after.starts_with('\n')
    };
    let cut = pieces.iter().any(|it| cuts(it.start) || cuts(it.end));
    let cut = cut.then_some(Feature::CutBreaks);
    [implicit, blank, breaks, cut].into_iter().flatten()
}

/// Whether some reader takes this for the end of a line.
pub(super) fn is_break(letter: char) -> bool {
    matches!(letter, '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The marks of each tag that share no words, and those that had to make way.
fn without_overlap<'p>(
    marks: &[&'p Annotation],
    which: Overlap,
) -> (Vec<&'p Annotation>, Vec<&'p Annotation>) {
    let mut by_tag: BTreeMap<&Id, Vec<(usize, &Annotation, &Span)>> = BTreeMap::new();
    for (place, mark) in marks.iter().enumerate() {
        if let Some(span) = mark.span() {
            by_tag
                .entry(&mark.tag)
                .or_default()
                .push((place, mark, span));
        }
    }
    let mut chosen = vec![false; marks.len()];
    for (_, mut rivals) in by_tag {
        let hull = |span: &Span| span.hull().len();
        match which {
            Overlap::First => {}
            Overlap::Outermost => rivals.sort_by_key(|(_, _, span)| usize::MAX - hull(span)),
            Overlap::Innermost => rivals.sort_by_key(|(_, _, span)| hull(span)),
            Overlap::Longest => rivals.sort_by_key(|(_, _, span)| usize::MAX - span.len()),
        }
        // Taken words, as disjoint ranges by their start: a rival is held against its neighbours.
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        for (place, _, span) in rivals {
            let free = span.fragments().iter().all(|fragment| {
                let before = taken.range(..fragment.end.0).next_back();
                before.is_none_or(|(_, end)| *end <= fragment.start.0)
            });
            if let Some(chosen) = chosen.get_mut(place).filter(|_| free) {
                *chosen = true;
                taken.extend(span.fragments().iter().map(|it| (it.start.0, it.end.0)));
            }
        }
    }
    let (mut kept, mut rest) = (Vec::new(), Vec::new());
    for (mark, chosen) in marks.iter().zip(chosen) {
        if mark.is_implicit() || chosen {
            kept.push(*mark);
        } else {
            rest.push(*mark);
        }
    }
    (kept, rest)
}

fn links<'p>(
    entry: &'p Entry,
    options: &Options,
    format: &Format,
    marks: &[&Annotation],
    lost: &mut Lost<'_>,
) -> Vec<&'p Link> {
    if entry.links().is_empty() {
        return Vec::new();
    }
    let kept: BTreeSet<&Id> = marks.iter().map(|mark| &mark.id).collect();
    let ours = |id: &Id| {
        let mark = entry.annotation(id);
        mark.is_some_and(|mark| options.takes(&mark.stamp.author))
    };
    let mut links = Vec::new();
    for link in entry.links().values() {
        let ends = [&link.from, &link.to];
        if !options.takes(&link.stamp.author) {
            continue;
        } else if !ends.into_iter().all(ours) {
            lost.cut += 1;
        } else if format.lacks(Feature::Links) {
            lost.add(Feature::Links, 1);
        } else if argument::is_left_out(format, link) {
            lost.add(Feature::OtherLinks, 1);
        } else if !ends.into_iter().all(|end| kept.contains(end)) {
            lost.loose += 1;
        } else if format.lacks(Feature::LinksAcross) && is_across(entry, link) {
            lost.add(Feature::LinksAcross, 1);
        } else {
            links.push(&**link);
        }
    }
    links
}

/// Whether the ends of a link were marked by two people.
fn is_across(entry: &Entry, link: &Link) -> bool {
    let author = |id| entry.annotation(id).map(|mark| &mark.stamp.author);
    author(&link.from) != author(&link.to)
}
