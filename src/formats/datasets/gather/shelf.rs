//! The marks or the links of an article as they come in: found by their id, and by what they say, so
//! that none stands there twice.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};
use std::sync::Arc;

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

#[derive(Debug, Default)]
struct Tables {
    by_id: Places,
    by_sense: Places,
    /// What hashes them; nobody can know which texts share a number.
    state: RandomState,
}

/// Where things stand by the hash of what they are known by, which stands with them alone: so the
/// table is small. The next free number is taken where two share one.
type Places = HashMap<u64, usize, BuildHasherDefault<Hashed>>;

/// What something is found under: hashes of its id and of what it says, if no other may say that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    pub(super) id: u64,
    pub(super) sense: Option<u64>,
}

/// The hash of a number that is a hash.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let number = bytes.first_chunk().copied();
        self.0 = number.map_or(0, u64::from_le_bytes);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
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
        self.things.reserve(more);
        self.tables.by_id.reserve(more);
        self.tables.by_sense.reserve(more);
        if !self.open {
            self.open = true;
            for (at, thing) in self.things.iter().enumerate() {
                self.tables.note(at, &**thing, &self.things);
            }
        }
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
        let number = self.tables.state.hash_one(id);
        self.tables.named(number, id, &self.things).ok()
    }

    /// The number that is free for one of this id.
    pub(super) fn free_number(&self, id: &Id) -> u64 {
        let mut number = self.tables.state.hash_one(id);
        while self.tables.by_id.contains_key(&number) {
            number = number.wrapping_add(1);
        }
        number
    }

    /// Where the one of this id stands, or the number that is free for it.
    pub(super) fn named(&self, number: u64, id: &Id) -> Result<usize, u64> {
        self.tables.named(number, id, &self.things)
    }

    /// Where one stands that says the same, or the number that is free for this.
    pub(super) fn saying<'s>(&'s self, number: u64, thing: &'s T) -> Result<usize, u64> {
        self.tables.saying(number, thing, &self.things)
    }

    /// Puts one more there, to be found under numbers that are free.
    pub(super) fn keep(&mut self, thing: Arc<T>, numbers: Numbers) {
        self.tables.insert(self.things.len(), numbers);
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
    fn note<T: Thing>(&mut self, at: usize, thing: &T, things: &[Arc<T>]) {
        let Numbers { id, sense } = self.numbers(thing);
        let sense = sense.and_then(|number| self.saying(number, thing, things).err());
        if let Err(id) = self.named(id, thing.id(), things) {
            self.insert(at, Numbers { id, sense });
        }
    }

    fn numbers<T: Thing>(&self, thing: &T) -> Numbers {
        let sense = thing.sense();
        Numbers {
            id: self.state.hash_one(thing.id()),
            sense: sense.map(|sense| self.state.hash_one(sense)),
        }
    }

    fn insert(&mut self, at: usize, numbers: Numbers) {
        self.by_id.insert(numbers.id, at);
        if let Some(number) = numbers.sense {
            self.by_sense.insert(number, at);
        }
    }

    fn saying<'s, T: Thing>(
        &self,
        number: u64,
        thing: &'s T,
        things: &'s [Arc<T>],
    ) -> Result<usize, u64> {
        look_up(&self.by_sense, number, |at| {
            let known = things.get(at).map(|known| known.sense());
            known.is_some_and(|known| known == thing.sense())
        })
    }

    fn named<T: Thing>(&self, number: u64, id: &Id, things: &[Arc<T>]) -> Result<usize, u64> {
        look_up(&self.by_id, number, |at| {
            things.get(at).is_some_and(|thing| thing.id() == id)
        })
    }
}

fn look_up(table: &Places, mut number: u64, is_it: impl Fn(usize) -> bool) -> Result<usize, u64> {
    while let Some(at) = table.get(&number).copied() {
        if is_it(at) {
            return Ok(at);
        }
        number = number.wrapping_add(1);
    }
    Err(number)
}
