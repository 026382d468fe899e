//! Which identity a mark may mean: the identities of a project by their names and by the words
//! that mention them, and how well each fits.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Weak};

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

use super::data::{IdentityFace, MarkData, kind_name, one_line};
use crate::project::{Entry, Id, Identity, Project, Tagset, Value};

/// How many suggestions are made at most.
pub const MOST: usize = 8;

/// The identities of a project with their mentions, kept up to date article by article, so that
/// typing a note does not read the whole project again.
#[derive(Debug, Default)]
pub struct Identities {
    identities: Vec<Arc<Identity>>,
    articles: Vec<Mentioned>,
    generation: u64,
}

/// Who is mentioned in an article, and in which words.
#[derive(Debug)]
struct Mentioned {
    entry: Weak<Entry>,
    article: Id,
    by: Mentions,
}

type Mentions = BTreeMap<Id, Mention>;

/// How often, and in which words in lower case.
#[derive(Clone, Debug, Default, PartialEq)]
struct Mention {
    count: usize,
    words: BTreeSet<String>,
}

/// How well an identity fits what was typed; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is its name.
    Name,
    /// It is what a mention says.
    Mention,
    /// It stands in the name as whole words, or the name in it.
    WordsOfName,
    /// It stands in a mention as whole words.
    WordsOfMention,
    /// It stands in the name.
    PartOfName,
    /// It stands in a mention.
    PartOfMention,
    /// Its letters stand in the name in this order.
    Fuzzy,
    /// Not at all, but the identity is mentioned in the same article.
    Near,
}

/// An identity that may be meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The identity.
    pub identity: IdentityFace,
    /// How well it fits.
    pub fit: Fit,
}

/// What a suggestion shall fit.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// What was typed; the mark's own words if nothing was.
    pub words: &'a str,
    /// The article of the mark: who is mentioned there comes first among equals.
    pub article: &'a Id,
    /// Offer who is mentioned in the article even if nothing fits.
    pub near: bool,
}

impl Identities {
    /// Takes over what changed in the project.
    pub fn refresh(&mut self, project: &Project) {
        let same = |a: &Arc<Identity>, b: &Arc<Identity>| Arc::ptr_eq(a, b) || a == b;
        let names: Vec<Arc<Identity>> = project.identities().cloned().collect();
        let renamed = names.len() != self.identities.len()
            || !names.iter().zip(&self.identities).all(|(a, b)| same(a, b));
        let mut changed = renamed;
        self.identities = names;
        let mut old: BTreeMap<Id, Mentioned> = std::mem::take(&mut self.articles)
            .into_iter()
            .map(|article| (article.article.clone(), article))
            .collect();
        for entry in project.entries() {
            let id = &entry.article().id;
            let known = old.remove(id);
            let weak = Arc::downgrade(entry);
            if let Some(known) = known {
                if Weak::ptr_eq(&known.entry, &weak) {
                    self.articles.push(known);
                    continue;
                }
                let fresh = Mentioned::new(entry, weak);
                changed |= fresh.by != known.by;
                self.articles.push(fresh);
            } else {
                self.articles.push(Mentioned::new(entry, weak));
                changed = true;
            }
        }
        if changed || !old.is_empty() {
            self.generation += 1;
        }
    }

    /// Goes up whenever a suggestion might change.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// How many marks refer to an identity.
    pub fn mentions(&self, identity: &Id) -> usize {
        let counts = self
            .articles
            .iter()
            .filter_map(|article| article.by.get(identity));
        counts.map(|mention| mention.count).sum()
    }

    /// The identities that may be meant, the best first; at most [`MOST`].
    pub fn suggest(&self, tagset: &Tagset, wanted: &Wanted<'_>) -> Vec<Suggestion> {
        let needle = one_line(wanted.words).to_lowercase();
        let mut fuzzy = Fuzzy::new(&needle);
        let here = self
            .articles
            .iter()
            .find(|article| article.article == *wanted.article);
        let mut ranked: Vec<_> = self
            .identities
            .iter()
            .filter_map(|identity| {
                let near = here.and_then(|article| article.by.get(&identity.id));
                let fit = self.fit(identity, &needle, &mut fuzzy);
                let fit = match (fit, near) {
                    (Some((fit, score)), _) => Some((fit, score)),
                    (None, Some(_)) if wanted.near => Some((Fit::Near, 0)),
                    (None, _) => None,
                };
                let near = near.map_or(0, |mention| mention.count);
                fit.map(|(fit, score)| (fit, score, near, identity))
            })
            .collect();
        ranked.sort_by(
            |(fit, score, near, a), (other, other_score, other_near, b)| {
                let best = fit.cmp(other).then(other_score.cmp(score));
                best.then(other_near.cmp(near))
                    .then_with(|| a.name.cmp(&b.name))
                    .then(a.id.cmp(&b.id))
            },
        );
        ranked.truncate(MOST);
        let suggestion = |(fit, _, _, identity): (Fit, u32, usize, &Arc<Identity>)| Suggestion {
            identity: IdentityFace {
                id: identity.id.clone(),
                name: identity.name.clone(),
                kind: kind_name(tagset, &identity.kind),
                mentions: self.mentions(&identity.id),
            },
            fit,
        };
        ranked.into_iter().map(suggestion).collect()
    }

    /// Whom a mark without an identity most likely means: only who has its words as a name or
    /// part of a name. What a statement says is never guessed from a name that stands in it.
    pub fn guess(&self, tagset: &Tagset, article: &Id, mark: &MarkData) -> Option<IdentityFace> {
        let words = mark.words.as_str();
        let wanted = Wanted {
            words,
            article,
            near: false,
        };
        let least = if mark.statement {
            Fit::Mention
        } else {
            Fit::WordsOfMention
        };
        let best = self.suggest(tagset, &wanted).into_iter().next()?;
        (best.fit <= least).then_some(best.identity)
    }

    /// How well an identity fits, and among those that fit by their letters alone, how much.
    fn fit(&self, identity: &Identity, needle: &str, fuzzy: &mut Fuzzy) -> Option<(Fit, u32)> {
        if needle.is_empty() {
            return None;
        }
        let name = identity.name.to_lowercase();
        let mentions = || {
            let here = self
                .articles
                .iter()
                .filter_map(|article| article.by.get(&identity.id));
            here.flat_map(|mention| &mention.words)
        };
        let fit = if name == needle {
            Fit::Name
        } else if mentions().any(|words| words == needle) {
            Fit::Mention
        } else if has_words(&name, needle) || has_words(needle, &name) {
            Fit::WordsOfName
        } else if mentions().any(|words| has_words(words, needle)) {
            Fit::WordsOfMention
        } else if name.contains(needle) {
            Fit::PartOfName
        } else if mentions().any(|words| words.contains(needle)) {
            Fit::PartOfMention
        } else {
            return fuzzy.score(&identity.name).map(|score| (Fit::Fuzzy, score));
        };
        Some((fit, 0))
    }
}

/// The kind that a new identity of this mark gets unless another is chosen: what the mark's own
/// attributes or its tag name, else the kind used last, else the first.
pub fn default_kind(tagset: &Tagset, mark: &MarkData, last: Option<&Id>) -> Option<Id> {
    let kinds = &tagset.entity_kinds;
    let named = |name: &str| {
        kinds
            .iter()
            .find(|kind| kind.id.as_str() == name || kind.name == name)
    };
    let said = mark
        .values
        .iter()
        .filter(|row| row.attribute.as_str() == "kind");
    let said = said.filter_map(|row| row.value.as_ref().and_then(Value::as_text));
    let tag = [mark.tag.id.as_str(), mark.tag.name.as_str()];
    let statement = mark.statement.then_some("claim");
    let told = said.chain(tag).chain(statement).find_map(named);
    let last = last.and_then(|id| kinds.iter().find(|kind| kind.id == *id));
    told.or(last).or(kinds.first()).map(|kind| kind.id.clone())
}

impl Mentioned {
    fn new(entry: &Arc<Entry>, weak: Weak<Entry>) -> Self {
        let mut by = Mentions::new();
        for mark in entry.annotations().values() {
            let Some(identity) = &mark.identity else {
                continue;
            };
            let mention = by.entry(identity.clone()).or_default();
            mention.count += 1;
            let words = one_line(&mark.words(&entry.article().text)).to_lowercase();
            mention.words.insert(words);
        }
        Self {
            entry: weak,
            article: entry.article().id.clone(),
            by,
        }
    }
}

/// Whether `words` stands in `text` with no letter or digit directly before or after it.
fn has_words(text: &str, words: &str) -> bool {
    let edge = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    !words.is_empty()
        && text.match_indices(words).any(|(at, found)| {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let after = text
                .get(at + found.len()..)
                .and_then(|text| text.chars().next());
            edge(before) && edge(after)
        })
}

/// Finds letters in order, forgiving what stands between them.
struct Fuzzy {
    matcher: Matcher,
    pattern: Pattern,
}

impl Fuzzy {
    fn new(needle: &str) -> Self {
        Self {
            matcher: Matcher::new(Config::DEFAULT),
            pattern: Pattern::parse(needle, CaseMatching::Ignore, Normalization::Smart),
        }
    }

    fn score(&mut self, name: &str) -> Option<u32> {
        let name = Utf32String::from(name);
        self.pattern.score(name.slice(..), &mut self.matcher)
    }
}
