//! Looking through one article or all of them, a little in every frame, so that no key waits.

use std::time::{Duration, Instant};

use crate::app::seen::Seen;
use crate::project::Id;
use crate::text::search::{Finder, SearchOptions};
use crate::text::{ByteIndex, Text, TextRange};
use crate::workbench::Workbench;

/// What is looked for, and where.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Query {
    /// The words, as they were typed.
    pub needle: String,
    /// How they are compared.
    pub options: SearchOptions,
    /// The needle is a regular expression.
    pub pattern: bool,
    /// In every article.
    pub everywhere: bool,
}

/// What has been found so far.
#[derive(Default)]
pub(super) struct Search {
    query: Query,
    /// The words, ready to be looked for, or why they cannot be.
    finder: Option<Result<Finder, String>>,
    seen: Option<(Seen, Option<Id>)>,
    texts: Vec<(Id, Text)>,
    found: Vec<Found>,
    /// Where the search goes on: which text, and where in it.
    next: Option<(usize, ByteIndex)>,
    step: usize,
    spent: Duration,
    stopped: bool,
    version: u64,
}

/// What was found in one article.
struct Found {
    /// Which of the texts.
    text: usize,
    /// How many hits there are in those before.
    before: usize,
    hits: Vec<TextRange>,
}

/// One hit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hit<'a> {
    /// The article that it stands in.
    pub article: &'a Id,
    /// Its text.
    pub text: &'a Text,
    /// The words.
    pub words: TextRange,
}

/// How far the search is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// There is nothing to look for.
    Idle,
    /// The pattern cannot be used; says why.
    Bad(String),
    /// It goes on in the next frame.
    Going,
    /// All is found.
    Done,
    /// It was given up: the pattern takes too long, or too much was found.
    Stopped,
}

/// So long a frame looks on.
const A_FRAME: Duration = Duration::from_micros(800);
/// So long a search may take in all.
const IN_ALL: Duration = Duration::from_secs(4);
/// So many hits are enough.
const MOST: usize = 2_000_000;
/// Bytes that are looked through before the clock is looked at again: at first, at least, at most.
const FIRST_STEP: usize = 64 * 1024;
const STEPS: (usize, usize) = (1024, 8 * 1024 * 1024);

impl Search {
    /// Begins anew if what is looked for or the texts are others than before.
    pub(super) fn refresh(&mut self, workbench: &Workbench, query: &Query) {
        let entry = workbench.entry();
        let in_view = entry.map(|entry| entry.article().id.clone());
        let in_view = in_view.filter(|_| !query.everywhere);
        let seen = (Seen::of(workbench), in_view);
        let same = self.query == *query;
        if same && self.seen.as_ref() == Some(&seen) {
            return;
        }
        self.seen = Some(seen);
        let entries = workbench.project().entries().iter().map(|entry| &**entry);
        let texts: Vec<(Id, Text)> = entries
            .filter(|it| query.everywhere || entry.is_some_and(|seen| std::ptr::eq(*it, seen)))
            .map(|it| (it.article().id.clone(), it.article().text.clone()))
            .collect();
        // An edit of marks changes no text.
        if same && texts == self.texts {
            return;
        }
        *self = Self {
            seen: self.seen.take(),
            version: self.version + 1,
            finder: Some(finder(query)),
            next: (!query.needle.is_empty() && !texts.is_empty()).then_some((0, ByteIndex(0))),
            query: query.clone(),
            texts,
            step: FIRST_STEP,
            ..Self::default()
        };
    }

    /// Looks on for as long as a frame may take for it.
    pub(super) fn go_on(&mut self) {
        let start = Instant::now();
        self.go_on_by(|| start.elapsed());
    }

    /// The same by a clock that says how long the frame has lasted.
    fn go_on_by(&mut self, mut clock: impl FnMut() -> Duration) {
        let mut now = clock();
        let until = now + A_FRAME;
        while self.next.is_some() && now < until {
            let before = now;
            self.look_on();
            now = clock();
            let took = now.saturating_sub(before);
            if took < A_FRAME / 8 {
                self.step = (self.step * 2).min(STEPS.1);
            } else if took > A_FRAME / 3 {
                self.step = (self.step / 2).max(STEPS.0);
            }
            self.spent += took;
        }
        if self.next.is_some() && (self.spent > IN_ALL || self.count() >= MOST) {
            self.next = None;
            self.stopped = true;
        }
    }

    /// Looks through one step of one text.
    fn look_on(&mut self) {
        let Some((at, from)) = self.next.take() else {
            return;
        };
        let (Some(Ok(finder)), Some((_, text))) = (&self.finder, self.texts.get(at)) else {
            return;
        };
        let before = self.count();
        if self.found.last().is_none_or(|found| found.text != at) {
            self.found.push(Found {
                text: at,
                before,
                hits: Vec::new(),
            });
        }
        let Some(found) = self.found.last_mut() else {
            return;
        };
        let next = finder.advance(text, from, self.step, &mut found.hits);
        self.next = match next {
            Some(byte) => Some((at, byte)),
            None => Some((at + 1, ByteIndex(0))).filter(|(at, _)| *at < self.texts.len()),
        };
        if next.is_none() && self.found.last().is_some_and(|found| found.hits.is_empty()) {
            self.found.pop();
        }
        if self.count() != before {
            self.version += 1;
        }
    }

    /// How far it is.
    pub(super) fn state(&self) -> State {
        match &self.finder {
            None => State::Idle,
            Some(_) if self.query.needle.is_empty() => State::Idle,
            Some(Err(why)) => State::Bad(why.clone()),
            Some(Ok(_)) if self.next.is_some() => State::Going,
            Some(Ok(_)) if self.stopped => State::Stopped,
            Some(Ok(_)) => State::Done,
        }
    }

    /// How many hits there are so far.
    pub(super) fn count(&self) -> usize {
        let last = self.found.last();
        last.map_or(0, |found| found.before + found.hits.len())
    }

    /// A number that changes whenever the hits do.
    pub(super) fn version(&self) -> u64 {
        self.version
    }

    /// A hit by its place among all, from 0.
    pub(super) fn hit(&self, place: usize) -> Option<Hit<'_>> {
        let after = self.found.partition_point(|found| found.before <= place);
        let found = self.found.get(after.checked_sub(1)?)?;
        let words = *found.hits.get(place - found.before)?;
        let (article, text) = self.texts.get(found.text)?;
        Some(Hit {
            article,
            text,
            words,
        })
    }

    /// The hits in an article, in order.
    pub(super) fn hits_of(&self, article: &Id) -> &[TextRange] {
        self.found_in(article).map_or(&[], |found| &found.hits)
    }

    fn found_in(&self, article: &Id) -> Option<&Found> {
        let of = |found: &&Found| {
            self.texts
                .get(found.text)
                .is_some_and(|it| it.0 == *article)
        };
        self.found.iter().find(of)
    }

    /// The place among all hits of the one that is exactly these words.
    pub(super) fn place_of(&self, article: &Id, words: TextRange) -> Option<usize> {
        let found = self.found_in(article)?;
        let at = found.hits.binary_search(&words).ok()?;
        Some(found.before + at)
    }

    /// The place of the hit to go to from some words, round and round.
    pub(super) fn next_from(&self, article: &Id, words: TextRange, back: bool) -> Option<usize> {
        let last = self.count().checked_sub(1)?;
        let place = match self.found_in(article) {
            Some(found) => {
                let hits = &found.hits;
                let at = match back {
                    false => hits.partition_point(|hit| hit.start < words.end || *hit == words),
                    true => hits.partition_point(|hit| hit.end <= words.start),
                };
                found.before + at
            }
            // In an article without hits, the next one is that of the next article.
            None => {
                let of = |found: &Found| self.texts.get(found.text).map(|it| &it.0);
                let here = self.texts.iter().position(|(id, _)| id == article)?;
                let after = |found: &&Found| found.text > here && of(found).is_some();
                let found = self.found.iter().find(after);
                found.map_or(last + 1, |found| found.before)
            }
        };
        Some(match back {
            false if place > last => 0,
            false => place,
            true => place.checked_sub(1).unwrap_or(last),
        })
    }
}

fn finder(query: &Query) -> Result<Finder, String> {
    match query.pattern {
        false => Ok(Finder::words(&query.needle, query.options)),
        true => Finder::pattern(&query.needle, query.options).map_err(|error| error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::project::build::EntryParts;
    use crate::project::{Article, Metadata, Origin, Project, Status, Tagset};

    fn bench(texts: &[&str]) -> Workbench {
        let parts = texts.iter().enumerate().map(|(at, words)| EntryParts {
            article: Arc::new(Article {
                id: Id::new(format!("a{at}")),
                title: String::new(),
                text: Text::new(*words),
                meta: Metadata::default(),
                origin: Origin::default(),
            }),
            status: Status::default(),
            annotations: Vec::new(),
            links: Vec::new(),
        });
        let tagset = Arc::new(Tagset::default());
        let project = Project::build(tagset, Vec::new(), parts.collect(), Vec::new());
        Workbench::new(project.expect("articles"), "Mara")
    }

    fn query(needle: &str, everywhere: bool) -> Query {
        Query {
            needle: needle.to_owned(),
            everywhere,
            ..Query::default()
        }
    }

    fn found(bench: &Workbench, query: &Query) -> Search {
        let mut search = Search::default();
        search.refresh(bench, query);
        while search.state() == State::Going {
            search.go_on();
        }
        search
    }

    fn at(start: usize) -> TextRange {
        TextRange::new(start, start + 1)
    }

    #[test]
    fn hits_are_walked_round_and_round_in_both_directions() {
        let search = found(&bench(&["a b a b a"]), &query("a", false));
        let next = |words, back| {
            let place = search.next_from(&"a0".into(), words, back);
            place
                .and_then(|place| search.hit(place))
                .map(|hit| hit.words)
        };
        assert_eq!(next(TextRange::at(0), false), Some(at(0)));
        assert_eq!(next(at(0), false), Some(at(4)));
        assert_eq!(next(at(8), false), Some(at(0)));
        assert_eq!(next(at(0), true), Some(at(8)));
        assert_eq!(next(at(8), true), Some(at(4)));
        assert_eq!(search.place_of(&"a0".into(), at(4)), Some(1));
        assert_eq!(search.state(), State::Done);
    }

    #[test]
    fn a_walk_goes_from_article_to_article() {
        let bench = bench(&["a b", "none", "b a a"]);
        let search = found(&bench, &query("a", true));
        assert_eq!(search.count(), 3);
        let next = |article: &str, words, back| {
            let place = search.next_from(&article.into(), words, back);
            let hit = place.and_then(|place| search.hit(place));
            hit.map(|hit| (hit.article.as_str().to_owned(), hit.words))
        };
        assert_eq!(next("a0", at(0), false), Some(("a2".to_owned(), at(2))));
        assert_eq!(next("a1", at(0), false), Some(("a2".to_owned(), at(2))));
        assert_eq!(next("a1", at(0), true), Some(("a0".to_owned(), at(0))));
        assert_eq!(next("a2", at(4), false), Some(("a0".to_owned(), at(0))));
        assert_eq!(next("a0", at(0), true), Some(("a2".to_owned(), at(4))));
        assert_eq!(search.hits_of(&"a2".into()), [at(2), at(4)]);
        assert!(search.hits_of(&"a1".into()).is_empty());
    }

    #[test]
    fn a_bad_pattern_says_why_and_finds_nothing() {
        let bad = Query {
            pattern: true,
            ..query("(a", false)
        };
        let search = found(&bench(&["a"]), &bad);
        assert!(matches!(search.state(), State::Bad(why) if why.contains("unclosed group")));
        assert_eq!(search.count(), 0);
    }

    #[test]
    fn a_pattern_that_takes_too_long_is_given_up_within_its_budget() {
        let slow = Query {
            pattern: true,
            ..query("a{3}b", false)
        };
        let text = "a".repeat(16 << 20);
        let mut search = Search::default();
        search.refresh(&bench(&[&text]), &slow);
        // On this clock each look takes a millisecond, however little it looks through.
        let (mut now, mut frames) = (Duration::ZERO, 0);
        let look = Duration::from_millis(1);
        while search.state() == State::Going {
            search.go_on_by(|| {
                now += look;
                now
            });
            frames += 1;
            assert!(search.spent <= IN_ALL + look, "it goes on for ever");
        }
        assert_eq!(search.state(), State::Stopped);
        assert_eq!(search.step, STEPS.0, "it looks through less and less");
        assert_eq!(frames, IN_ALL.as_millis() + 1, "one look a frame");
    }

    #[test]
    fn one_look_goes_no_further_than_its_step_even_for_a_dangerous_pattern() {
        let dangerous = Query {
            pattern: true,
            ..query("(a?){30}(a?){30}b", false)
        };
        let mut search = Search::default();
        search.refresh(&bench(&[&"a".repeat(200_000)]), &dangerous);
        search.step = STEPS.0;
        for look in 1..=3 {
            search.look_on();
            assert_eq!(search.next, Some((0, ByteIndex(look * STEPS.0))));
        }
    }

    #[test]
    fn a_mark_begins_no_search_anew() {
        let bench = bench(&["a a"]);
        let mut search = found(&bench, &query("a", false));
        let version = search.version();
        search.seen = None;
        search.refresh(&bench, &query("a", false));
        assert_eq!((search.version(), search.count()), (version, 2));
    }
}
