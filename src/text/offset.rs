//! Offsets into a text, as types of their own so that bytes, code points and UTF-16 units never
//! mix, and the half-open range of bytes that everything else is built on.

use std::fmt;

/// An offset in UTF-8 bytes from the start of the text: what the program computes with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteIndex(pub usize);

/// An offset in Unicode code points: what most datasets and Python count in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharIndex(pub usize);

/// An offset in UTF-16 code units: what JavaScript, Java and Windows count in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Utf16Index(pub usize);

macro_rules! offsets {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<usize> for $name {
            fn from(value: usize) -> Self {
                Self(value)
            }
        }
    )*};
}

offsets!(ByteIndex, CharIndex, Utf16Index);

/// A half-open range of bytes, `start..end`; it may be empty.
///
/// The order is that of the starts, then of the ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextRange {
    /// The first byte.
    pub start: ByteIndex,
    /// The byte after the last.
    pub end: ByteIndex,
}

impl TextRange {
    /// The range between two offsets, whichever comes first.
    pub fn new(start: impl Into<ByteIndex>, end: impl Into<ByteIndex>) -> Self {
        let (start, end) = (start.into(), end.into());
        Self {
            start: start.min(end),
            end: start.max(end),
        }
    }

    /// The empty range at an offset.
    pub fn at(byte: impl Into<ByteIndex>) -> Self {
        let byte = byte.into();
        Self {
            start: byte,
            end: byte,
        }
    }

    /// The number of bytes.
    pub fn len(self) -> usize {
        self.end.0.saturating_sub(self.start.0)
    }

    /// Whether there is no byte in it.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether the byte at this offset is inside; the end is outside.
    pub fn contains(self, byte: ByteIndex) -> bool {
        self.start <= byte && byte < self.end
    }

    /// Whether `other` lies wholly inside, its ends included.
    pub fn contains_range(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte. An empty range shares none.
    pub fn overlaps(self, other: Self) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }

    /// The bytes that both have, if there are any.
    pub fn intersection(self, other: Self) -> Option<Self> {
        self.overlaps(other).then(|| Self {
            start: self.start.max(other.start),
            end: self.end.min(other.end),
        })
    }

    /// Whether the two overlap or meet without a gap.
    pub fn touches(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The smallest range that holds both.
    pub fn hull(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

impl fmt::Display for TextRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: usize, end: usize) -> TextRange {
        TextRange::new(start, end)
    }

    #[test]
    fn a_reversed_range_is_turned() {
        assert_eq!(range(7, 3), range(3, 7));
        assert_eq!(range(7, 3).to_string(), "3..7");
    }

    #[test]
    fn an_empty_range_overlaps_nothing_but_touches() {
        let empty = TextRange::at(5);
        assert!(!range(3, 8).overlaps(empty));
        assert!(range(3, 8).touches(empty));
        assert!(range(3, 8).contains_range(empty));
        assert!(!empty.contains(ByteIndex(5)));
    }

    #[test]
    fn neighbours_touch_and_do_not_overlap() {
        assert!(!range(0, 3).overlaps(range(3, 5)));
        assert!(range(0, 3).touches(range(3, 5)));
        assert!(!range(0, 3).touches(range(4, 5)));
        assert_eq!(range(0, 3).hull(range(4, 5)), range(0, 5));
        assert_eq!(range(0, 4).intersection(range(3, 5)), Some(range(3, 4)));
        assert_eq!(range(0, 3).intersection(range(3, 5)), None);
    }
}
