//! How a long export says how far it is, and how it is stopped: at every article that it comes to.

use std::cell::Cell;
use std::fmt;
use std::ops::Deref;
use std::slice;

use super::Picked;

/// Beats at every article that an export comes to; whoever listens can stop it there.
///
/// Once stopped, every pass over the articles ends where it is, so that what was written is no
/// dataset and is thrown away.
#[derive(Default)]
pub struct Pulse<'a> {
    listener: Option<&'a dyn Fn(usize) -> bool>,
    beats: Cell<usize>,
    stopped: Cell<bool>,
}

impl<'a> Pulse<'a> {
    /// A pulse that tells `listener` the number of each beat, from 1; it says whether to go on.
    pub fn new(listener: &'a dyn Fn(usize) -> bool) -> Self {
        Self {
            listener: Some(listener),
            ..Self::default()
        }
    }

    /// How often it has beaten.
    pub fn beats(&self) -> usize {
        self.beats.get()
    }

    /// Whether it was stopped.
    pub fn is_stopped(&self) -> bool {
        self.stopped.get()
    }

    /// Beats. Says whether to go on.
    pub(in crate::formats::datasets) fn beat(&self) -> bool {
        if self.stopped.get() {
            return false;
        }
        let number = self.beats.get() + 1;
        self.beats.set(number);
        let goes_on = self.listener.is_none_or(|listener| listener(number));
        self.stopped.set(!goes_on);
        goes_on
    }
}

impl fmt::Debug for Pulse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pulse")
            .field("beats", &self.beats)
            .field("stopped", &self.stopped)
            .finish_non_exhaustive()
    }
}

/// The articles of a corpus: every pass over them beats, and ends when it is stopped.
pub(in crate::formats::datasets) struct Articles<'p> {
    list: Vec<Picked<'p>>,
    pulse: &'p Pulse<'p>,
}

impl<'p> Articles<'p> {
    pub(super) fn new(list: Vec<Picked<'p>>, pulse: &'p Pulse<'p>) -> Self {
        Self { list, pulse }
    }

    pub(in crate::formats::datasets) fn iter(&self) -> Pass<'_, 'p> {
        Pass {
            rest: self.list.iter(),
            pulse: self.pulse,
        }
    }
}

impl<'p> Deref for Articles<'p> {
    type Target = [Picked<'p>];

    fn deref(&self) -> &Self::Target {
        &self.list
    }
}

impl<'c, 'p> IntoIterator for &'c Articles<'p> {
    type Item = &'c Picked<'p>;
    type IntoIter = Pass<'c, 'p>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One pass over the articles.
#[derive(Clone)]
pub(in crate::formats::datasets) struct Pass<'c, 'p> {
    rest: slice::Iter<'c, Picked<'p>>,
    pulse: &'p Pulse<'p>,
}

impl<'c, 'p> Iterator for Pass<'c, 'p> {
    type Item = &'c Picked<'p>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.rest.next()?;
        self.pulse.beat().then_some(next)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.rest.len()))
    }
}
