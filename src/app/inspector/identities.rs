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
    /// Where each identity is mentioned, as places in `articles`.
    places: BTreeMap<Id, Vec<usize>>,
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
    /// Nothing was typed: offer whom the mark's words name, not who has their letters somewhere,
    /// and then who is mentioned in the article.
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
            self.find_places();
        }
    }

    fn find_places(&mut self) {
        self.places.clear();
        for (place, article) in self.articles.iter().enumerate() {
            for identity in article.by.keys() {
                self.places.entry(identity.clone()).or_default().push(place);
            }
        }
    }

    /// What is mentioned of an identity, article by article.
    fn mentioned(&self, identity: &Id) -> impl Iterator<Item = &Mention> {
        let places = self.places.get(identity).into_iter().flatten();
        places.filter_map(move |place| self.articles.get(*place)?.by.get(identity))
    }

    /// Goes up whenever a suggestion might change.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// How many marks refer to an identity.
    pub fn mentions(&self, identity: &Id) -> usize {
        self.mentioned(identity).map(|mention| mention.count).sum()
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
                let fit = fit.filter(|(fit, _)| !wanted.near || *fit <= Fit::WordsOfMention);
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
            self.mentioned(&identity.id)
                .flat_map(|mention| &mention.words)
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
        for mark in entry.named() {
            let Some(identity) = &mark.identity else {
                continue;
            };
            let mention = by.entry((**identity).clone()).or_default();
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

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::data::InspectorData;
    use super::super::testing::Bench;
    use super::*;
    use crate::command::{Command, Reference};

    /// Two people, a body and a claim, each with marks; a third person stands in another article.
    fn bench() -> Bench {
        let mut bench = Bench::new();
        let verro = bench.tag("source", "Ilan Verro, its chief hydrologist");
        let verro = bench.name(&verro, "Ilan Verro", "person");
        let short = bench.tag("source", "Verro added");
        bench.run(Command::Identify(short, Reference::Known(verro)));
        let body = bench.tag("entity", "Ministry of Water");
        bench.name(&body, "Ministry of Water", "organisation");
        let claim = bench.tag("claim", "the dam is moving");
        bench.name(&claim, "The dam of Halven moves", "claim");
        bench.article(
            "gate",
            "Ivo Verrocchio, the keeper, saw Ilana Verro at the gate.",
        );
        let other = bench.tag("entity", "Ilana Verro");
        bench.name(&other, "Ilana Verro", "person");
        let keeper = bench.tag("source", "Ivo Verrocchio, the keeper");
        bench.name(&keeper, "Ivo Verrocchio", "person");
        bench.run(Command::ShowArticle("dam".into()));
        bench
    }

    fn identities(bench: &Bench) -> Identities {
        let mut identities = Identities::default();
        identities.refresh(bench.workbench.project());
        identities
    }

    /// The suggestions as lines.
    fn suggested(bench: &Bench, words: &str, near: bool) -> String {
        let identities = identities(bench);
        let article = Id::new("dam");
        let wanted = Wanted {
            words,
            article: &article,
            near,
        };
        let all = identities.suggest(bench.workbench.project().tagset(), &wanted);
        let line = |suggestion: &Suggestion| {
            let who = &suggestion.identity;
            format!(
                "{:?}: {} ({}, {})",
                suggestion.fit, who.name, who.kind, who.mentions
            )
        };
        all.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn guessed(bench: &mut Bench, tag: &str, words: &str) -> Option<String> {
        bench.tag(tag, words);
        let InspectorData::Mark(mark) = InspectorData::new(&bench.workbench, false, |_| 0) else {
            panic!("no mark")
        };
        let tagset = bench.workbench.project().tagset();
        let guess = identities(bench).guess(tagset, &"dam".into(), &mark);
        guess.map(|identity| identity.name)
    }

    #[test]
    fn the_same_name_comes_first_then_words_then_parts_then_letters() {
        let bench = bench();
        assert_snapshot!(suggested(&bench, "ilan verro", false), @r#"
        Name: Ilan Verro (person, 2)
        Fuzzy: Ilana Verro (person, 1)
        "#);
        assert_snapshot!(suggested(&bench, "verro", false), @r#"
        WordsOfName: Ilan Verro (person, 2)
        WordsOfName: Ilana Verro (person, 1)
        PartOfName: Ivo Verrocchio (person, 1)
        "#);
        assert_snapshot!(suggested(&bench, "HYDRO", false), @"PartOfMention: Ilan Verro (person, 2)");
        assert_snapshot!(suggested(&bench, "mnwt", false), @"Fuzzy: Ministry of Water (organisation, 1)");
        assert_snapshot!(suggested(&bench, "nobody at all", false), @"");
    }

    #[test]
    fn who_is_mentioned_here_comes_before_who_is_not_and_is_offered_when_nothing_fits() {
        let bench = bench();
        assert_snapshot!(suggested(&bench, "He", true), @r#"
        Near: Ilan Verro (person, 2)
        Near: Ministry of Water (organisation, 1)
        Near: The dam of Halven moves (claim, 1)
        "#);
        assert_eq!(suggested(&bench, "", false), "");
    }

    #[test]
    fn a_mention_of_a_part_of_a_name_is_guessed() {
        let mut bench = bench();
        assert_eq!(
            guessed(&mut bench, "entity", "Verro").as_deref(),
            Some("Ilan Verro")
        );
        assert_eq!(
            guessed(&mut bench, "entity", "Water").as_deref(),
            Some("Ministry of Water")
        );
    }

    #[test]
    fn a_pronoun_is_not_guessed_from_letters_inside_a_name() {
        let mut bench = bench();
        assert_eq!(guessed(&mut bench, "source", "He"), None);
    }

    #[test]
    fn a_statement_is_not_guessed_from_a_name_that_stands_in_it() {
        let mut bench = bench();
        let words = "The Ministry of Water denied that the dam is moving";
        assert_eq!(guessed(&mut bench, "rebuttal", words), None);
        assert_eq!(
            guessed(&mut bench, "rebuttal", "the dam is moving").as_deref(),
            Some("The dam of Halven moves")
        );
    }

    #[test]
    fn suggestions_stay_while_only_notes_are_written() {
        let mut bench = bench();
        let mut identities = identities(&bench);
        let before = identities.generation();
        let mark = bench.tag("claim", "Nobody kept a thing");
        bench.run(Command::SetNote(mark.clone(), "a note".to_owned()));
        identities.refresh(bench.workbench.project());
        assert_eq!(identities.generation(), before);
        bench.name(&mark, "Nothing was kept", "claim");
        identities.refresh(bench.workbench.project());
        assert!(identities.generation() > before);
        let known = bench.workbench.project().identities();
        for identity in known {
            let counted = identities.mentions(&identity.id);
            assert_eq!(
                counted,
                bench.workbench.project().mentions(&identity.id).len()
            );
        }
    }

    #[test]
    fn mentions_go_with_their_article() {
        let mut bench = bench();
        let mut identities = identities(&bench);
        bench.run(Command::RemoveArticle("gate".into()));
        identities.refresh(bench.workbench.project());
        let names: Vec<_> = identities
            .identities
            .iter()
            .map(|who| who.name.as_str())
            .collect();
        assert!(!names.contains(&"Ilana Verro"), "{names:?}");
    }

    #[test]
    fn a_new_identity_is_of_the_kind_that_the_mark_names() {
        let mut bench = Bench::new();
        let tagset = std::sync::Arc::clone(bench.workbench.project().tagset());
        let kind = |bench: &Bench, last: Option<&str>| {
            let last = last.map(Id::new);
            let InspectorData::Mark(mark) = InspectorData::new(&bench.workbench, false, |_| 0)
            else {
                panic!("no mark")
            };
            default_kind(&tagset, &mark, last.as_ref()).map(|kind| kind.to_string())
        };
        let mark = bench.tag("entity", "gauges");
        assert_eq!(kind(&bench, None).as_deref(), Some("person"));
        assert_eq!(kind(&bench, Some("event")).as_deref(), Some("event"));
        let place = Some(Value::text("location"));
        bench.run(Command::SetValue(mark, "kind".into(), place));
        assert_eq!(kind(&bench, Some("event")).as_deref(), Some("location"));
        bench.tag("rebuttal", "Nobody kept a thing");
        assert_eq!(kind(&bench, Some("event")).as_deref(), Some("claim"));
    }

    #[test]
    fn words_are_found_only_between_other_signs() {
        assert!(has_words("the ministry of water", "water"));
        assert!(has_words("verro, the hydrologist", "verro"));
        assert!(!has_words("the ministry", "he"));
        assert!(!has_words("anything", ""));
    }
}
