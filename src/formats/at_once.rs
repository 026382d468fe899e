//! Work that is done on several threads, because it is long and its parts do not wait for each other.
//!
//! What comes of it does not depend on how many threads there are: where the system gives none, all
//! is done on the one that asks.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, scope};

/// How many threads do more than one.
pub(crate) fn threads() -> usize {
    // More of them wait for each other's memory.
    const MOST: usize = 4;
    std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(MOST)
}

/// Does one thing here and another beside it; what the other panics over is none.
pub(crate) fn both<A, B: Send>(
    here: impl FnOnce() -> A,
    beside: impl FnOnce() -> B + Send,
) -> (A, Option<B>) {
    let beside = Mutex::new(Some(beside));
    let work = || take(&beside).map(|beside| beside());
    scope(|scope| {
        let thread = Builder::new().spawn_scoped(scope, work);
        let done = here();
        let other = match thread {
            Ok(thread) => thread.join().ok().flatten(),
            Err(_) => work(),
        };
        (done, other)
    })
}

/// Does the same with each of some parts, all at once: the first of them here, so that one alone costs
/// no thread.
pub(crate) fn each<P: Send, R: Send>(parts: Vec<P>, work: impl Fn(P) -> R + Sync) -> Vec<R> {
    let parts: Vec<_> = parts.into_iter().map(|it| Mutex::new(Some(it))).collect();
    let work = |part: &Mutex<Option<P>>| take(part).map(&work);
    let Some((here, beside)) = parts.split_first() else {
        return Vec::new();
    };
    scope(|scope| {
        let begin = |part| Builder::new().spawn_scoped(scope, move || work(part));
        let begun: Vec<_> = beside.iter().map(|part| (part, begin(part))).collect();
        let first = work(here);
        let others = begun.into_iter().filter_map(|(part, thread)| match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => work(part),
        });
        first.into_iter().chain(others).collect()
    })
}

/// Does something with all of a list, in parts, one a thread; at once if there are few.
pub(crate) fn in_parts<P: Send, R: Send>(
    mut list: Vec<P>,
    few: usize,
    work: impl Fn(Vec<P>) -> R + Sync,
) -> Vec<R> {
    if list.len() <= few {
        return vec![work(list)];
    }
    let size = list.len().div_ceil(threads());
    let mut parts = Vec::new();
    while list.len() > size {
        let rest = list.split_off(size);
        parts.push(std::mem::replace(&mut list, rest));
    }
    parts.push(list);
    each(parts, work)
}

fn take<T>(from: &Mutex<Option<T>>) -> Option<T> {
    from.lock().unwrap_or_else(PoisonError::into_inner).take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_done_once_and_comes_back_in_its_place() {
        let words = vec!["a", "b", "c", "d", "e", "f"];
        let doubled = each(words, |word| word.repeat(2));
        assert_eq!(doubled, ["aa", "bb", "cc", "dd", "ee", "ff"]);
        assert_eq!(each(Vec::new(), |it: u8| it), [0; 0]);
    }

    #[test]
    fn a_list_in_parts_is_the_whole_list_in_its_order() {
        for count in 0..9 {
            let list: Vec<usize> = (0..count).collect();
            for few in [0, 4] {
                let parts = in_parts(list.clone(), few, |part| part);
                assert_eq!(parts.concat(), list);
            }
        }
    }

    #[test]
    fn what_panics_beside_takes_nothing_with_it() {
        assert_eq!(both(|| 1, || 2), (1, Some(2)));
        let panics = || -> u8 { resume_unwind(Box::new("no")) };
        let none = both(|| 1, panics);
        assert_eq!(none, (1, None));
    }
}
