//! The marks or the links of an article as they come in: found by their id, and by what they say, so
//! that none stands there twice.

use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use foldhash::quality::RandomState;
use hashbrown::HashTable;

use crate::project::{Annotation, Id, Link};
use crate::span::Span;

/// Something with an id that must not say the same as another.
pub(super) trait Thing {
    /// What it says, if no other may say the same.
    type Sense<'t>: Hash + PartialEq
    where
        Self: 't;

    fn id(&self) -> &Id;

    fn sense(&self) -> Option<Self::Sense<'_>>;
}

impl Thing for Annotation {
    type Sense<'t> = (&'t Span, &'t Id, &'t str);

    fn id(&self) -> &Id {
        &self.id
    }

    fn sense(&self) -> Option<Self::Sense<'_>> {
        Some((self.span()?, &self.tag, &self.stamp.author))
    }
}

impl Thing for Link {
    type Sense<'t> = (&'t Id, &'t Id, &'t Id, &'t str);

    fn id(&self) -> &Id {
        &self.id
    }

    fn sense(&self) -> Option<Self::Sense<'_>> {
        Some((&self.kind, &self.from, &self.to, &self.stamp.author))
    }
}

/// The marks or the links of an article, in the order in which they came.
///
/// Most texts stand once in a dataset. The tables by which things are found are thrown away when such
/// a text has been read, and made anew if it comes again; from then on they stay.
#[derive(Debug)]
pub(super) struct Shelf<T> {
    things: Vec<Arc<T>>,
    tables: Tables,
    /// Whether the tables hold all that is there.
    open: bool,
    /// How often it was opened for something.
    visits: usize,
}

/// Where things stand, by what they are known by. Nothing else stands in the tables, so that they are
/// small.
#[derive(Debug, Default)]
struct Tables {
    by_id: HashTable<usize>,
    by_sense: HashTable<usize>,
    /// What hashes them; nobody can know which texts share a number.
    state: RandomState,
}

/// What something is found under: hashes of its id and of what it says, if no other may say that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    pub(super) id: u64,
    pub(super) sense: Option<u64>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            things: Vec::new(),
            tables: Tables::default(),
            open: false,
            visits: 0,
        }
    }
}

impl<T: Thing> Shelf<T> {
    /// Makes ready for so many more.
    pub(super) fn open(&mut self, more: usize) {
        self.visits += usize::from(more > 0);
        if !self.open {
            self.open = true;
            self.tables.note_all(&self.things, more);
        } else {
            self.tables.reserve(&self.things, more);
        }
        self.things.reserve(more);
    }

    /// Says that nothing more comes for now.
    pub(super) fn close(&mut self) {
        if self.visits < 2 {
            self.tables = Tables::default();
            self.open = false;
            self.things.shrink_to_fit();
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.things.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&T> {
        self.things.get(at).map(|thing| &**thing)
    }

    /// One to be changed; what it says and its id stay.
    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut T>
    where
        T: Clone,
    {
        self.things.get_mut(at).map(Arc::make_mut)
    }

    /// The numbers under which something may be found. Any thread can work them out.
    pub(super) fn numbers(&self, thing: &T) -> Numbers {
        self.tables.numbers(thing)
    }

    /// Where the one of this id stands.
    pub(super) fn place(&self, id: &Id) -> Option<usize> {
        self.named(self.number(id), id)
    }

    /// The number under which one of this id is found.
    pub(super) fn number(&self, id: &Id) -> u64 {
        self.tables.state.hash_one(id)
    }

    /// Where the one of this id stands, which has this number.
    pub(super) fn named(&self, number: u64, id: &Id) -> Option<usize> {
        self.tables.named(number, id, &self.things)
    }

    /// Where one stands that says the same, which has this number.
    pub(super) fn saying(&self, number: u64, thing: &T) -> Option<usize> {
        self.tables.saying(number, thing, &self.things)
    }

    /// Puts one more there, which has these numbers and is like none that is there.
    pub(super) fn keep(&mut self, thing: Arc<T>, numbers: Numbers) {
        self.tables.insert(self.things.len(), numbers, &self.things);
        self.things.push(thing);
    }

    /// Puts one more there that is known to be sound, while the tables are closed.
    pub(super) fn take_over(&mut self, thing: &Arc<T>) {
        debug_assert!(!self.open, "it would not be found");
        self.things.push(Arc::clone(thing));
    }

    /// All of them.
    pub(super) fn into_things(self) -> Vec<Arc<T>> {
        self.things
    }
}

impl Tables {
    /// Notes all things, and makes ready for so many more.
    fn note_all<T: Thing>(&mut self, things: &[Arc<T>], more: usize) {
        self.reserve(things, things.len() + more);
        for (at, thing) in things.iter().enumerate() {
            let mut numbers = self.numbers(&**thing);
            let said = |number: &u64| self.saying(*number, &**thing, things).is_some();
            numbers.sense = numbers.sense.filter(|number| !said(number));
            if self.named(numbers.id, thing.id(), things).is_none() {
                self.insert(at, numbers, things);
            }
        }
    }

    /// Makes ready for so many more than are noted of some things.
    fn reserve<T: Thing>(&mut self, things: &[Arc<T>], more: usize) {
        let Self {
            by_id,
            by_sense,
            state,
        } = self;
        by_id.reserve(more, |at| id_number(state, things.get(*at)));
        by_sense.reserve(more, |at| sense_number(state, things.get(*at)));
    }

    fn numbers<T: Thing>(&self, thing: &T) -> Numbers {
        let sense = thing.sense();
        Numbers {
            id: self.state.hash_one(thing.id()),
            sense: sense.map(|sense| self.state.hash_one(sense)),
        }
    }

    fn insert<T: Thing>(&mut self, at: usize, numbers: Numbers, things: &[Arc<T>]) {
        let Self {
            by_id,
            by_sense,
            state,
        } = self;
        by_id.insert_unique(numbers.id, at, |at| id_number(state, things.get(*at)));
        if let Some(number) = numbers.sense {
            by_sense.insert_unique(number, at, |at| sense_number(state, things.get(*at)));
        }
    }

    fn saying<T: Thing>(&self, number: u64, thing: &T, things: &[Arc<T>]) -> Option<usize> {
        let same = |at: &usize| {
            let known = things.get(*at).map(|known| known.sense());
            known.is_some_and(|known| known == thing.sense())
        };
        self.by_sense.find(number, same).copied()
    }

    fn named<T: Thing>(&self, number: u64, id: &Id, things: &[Arc<T>]) -> Option<usize> {
        let same = |at: &usize| things.get(*at).is_some_and(|thing| thing.id() == id);
        self.by_id.find(number, same).copied()
    }
}

fn id_number<T: Thing>(state: &RandomState, thing: Option<&Arc<T>>) -> u64 {
    thing.map_or(0, |thing| state.hash_one(thing.id()))
}

fn sense_number<T: Thing>(state: &RandomState, thing: Option<&Arc<T>>) -> u64 {
    let sense = thing.and_then(|thing| thing.sense());
    sense.map_or(0, |sense| state.hash_one(sense))
}
