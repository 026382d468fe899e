//! Ids: short texts that are compared and copied all the time.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A stable name inside a project: of a tag, a mark, a link, an identity, an article.
///
/// An id is text that the program never reads a meaning into: a ULID for what is made here, and
/// whatever it came with for what was imported. The order of ids is that of their bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Id(Kept);

/// Where the text is kept. A short one, as all are that are made here, stands in the value itself:
/// to compare two is to look nowhere else in memory, which is most of what a map of a hundred
/// thousand marks does, and to copy one asks for no memory.
#[derive(Clone, PartialEq, Eq)]
enum Kept {
    /// How many bytes, and the bytes; behind them are zeros.
    Here(u8, [u8; HERE]),
    /// Longer than that.
    Elsewhere(Arc<str>),
}

/// So many bytes stand in the value: a ULID has 26, and the value takes 32.
const HERE: usize = 30;

impl Id {
    /// An id of this text.
    pub fn new(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        let mut here = [0; HERE];
        match here.get_mut(..text.len()) {
            Some(place) => {
                place.copy_from_slice(text.as_bytes());
                Self(Kept::Here(text.len() as u8, here))
            }
            None => Self(Kept::Elsewhere(Arc::from(text))),
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // The bytes of a whole text were put there.
            Kept::Here(..) => std::str::from_utf8(self.bytes()).unwrap_or_default(),
            Kept::Elsewhere(text) => text,
        }
    }

    /// Whether it is the id of this text.
    pub fn is(&self, text: &str) -> bool {
        self.bytes() == text.as_bytes()
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        match &self.0 {
            Kept::Here(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or(bytes),
            Kept::Elsewhere(text) => text.as_bytes(),
        }
    }
}

/// The id of no text, which nothing has.
impl Default for Id {
    fn default() -> Self {
        Self::new("")
    }
}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Id {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            // A map of a hundred thousand marks compares some thirty ids to find one.
            (Kept::Here(length, one), Kept::Here(other_length, other)) => {
                // The two halves share what is in the middle.
                let first = number(one.first_chunk()).cmp(&number(other.first_chunk()));
                first
                    .then_with(|| number(one.last_chunk()).cmp(&number(other.last_chunk())))
                    .then(length.cmp(other_length))
            }
            _ => self.bytes().cmp(other.bytes()),
        }
    }
}

/// Bytes as a number: numbers are in the order of their bytes.
#[inline]
fn number(bytes: Option<&[u8; 16]>) -> u128 {
    bytes.map_or(0, |bytes| u128::from_be_bytes(*bytes))
}

impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes().hash(state);
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ids_are_in_the_order_of_their_texts_however_long(
            one in "[a-cé\0]{0,3}|a{13}[ab]{0,3}|[ab]{28,33}",
            two in "[a-cé\0]{0,3}|a{13}[ab]{0,3}|[ab]{28,33}",
        ) {
            let (first, second) = (Id::new(&one), Id::new(&two));
            prop_assert_eq!(first.as_str(), one.as_str());
            prop_assert_eq!(first.cmp(&second), one.cmp(&two));
            prop_assert_eq!(first == second, one == two);
        }
    }

    #[test]
    fn an_id_that_is_made_here_takes_no_other_memory() {
        assert_eq!(size_of::<Id>(), 32);
        assert!(matches!(
            Id::new("01JDHZ8QK3XW5T7V9Y2B4C6D8F").0,
            Kept::Here(26, _)
        ));
    }
}
