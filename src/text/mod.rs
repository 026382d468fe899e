//! Frozen text: an article's words, never edited, known by their digest.
//!
//! [`Text`] holds the words with everything that is worth computing once: the digest, the sampled
//! index between bytes, code points and UTF-16 units, and the starts of its paragraphs. The
//! functions in [`boundary`], [`search`] and [`quote`] look into it and never change it.
//!
//! This room knows nothing of spans, tags, files or windows.

pub mod boundary;
mod hidden;
mod index;
mod lines;
mod offset;
pub mod quote;
mod scripts;
pub mod search;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use index::OffsetIndex;
use lines::Lines;

pub use hidden::{HiddenCount, HiddenKind, hidden_kind, hidden_name};
pub use offset::{ByteIndex, CharIndex, TextRange, Utf16Index};
pub use quote::{Quote, find_quote};
pub use scripts::{MixedWord, mixed_word};
pub use search::{SearchOptions, find_all};

/// The SHA-256 of a text's UTF-8 bytes; shown as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads exactly 64 hex digits of either case.
    pub fn from_hex(hex: &str) -> Option<Self> {
        let digits = hex.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            for &digit in pair {
                let value = char::from(digit).to_digit(16)?;
                *byte = *byte << 4 | u8::try_from(value).ok()?;
            }
        }
        Some(Self(bytes))
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A frozen text. A clone costs one reference count.
///
/// Two texts are equal when their digests and then their words are.
#[derive(Clone)]
pub struct Text(Arc<Frozen>);

struct Frozen {
    words: Arc<str>,
    digest: Digest,
    index: OffsetIndex,
    lines: Lines,
}

impl Text {
    /// Freezes a text: reads it once for the digest, the offsets and the paragraphs.
    pub fn new(words: impl Into<Arc<str>>) -> Self {
        let words = words.into();
        Self(Arc::new(Frozen {
            digest: Digest::of(words.as_bytes()),
            index: OffsetIndex::new(&words),
            lines: Lines::new(&words),
            words,
        }))
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.0.words
    }

    /// The length in bytes, as the offset of the end.
    pub fn len(&self) -> ByteIndex {
        ByteIndex(self.0.words.len())
    }

    /// Whether there is no character at all.
    pub fn is_empty(&self) -> bool {
        self.0.words.is_empty()
    }

    /// From the first byte to the last.
    pub fn range(&self) -> TextRange {
        TextRange::new(0, self.len())
    }

    /// What the text is known by.
    pub fn digest(&self) -> Digest {
        self.0.digest
    }

    /// The words in a range; none if an end is past the text's end or inside a character.
    pub fn slice(&self, range: TextRange) -> Option<&str> {
        self.0.words.get(range.start.0..range.end.0)
    }

    /// Whether a character begins here, or the text ends.
    pub fn is_char_boundary(&self, byte: ByteIndex) -> bool {
        self.0.words.is_char_boundary(byte.0)
    }

    /// The nearest character boundary at or before an offset; the end for one past it.
    pub fn clamp(&self, byte: ByteIndex) -> ByteIndex {
        ByteIndex(self.0.words.floor_char_boundary(byte.0))
    }

    /// The range with both ends brought into the text and onto character boundaries, outwards.
    pub fn clamp_range(&self, range: TextRange) -> TextRange {
        TextRange::new(
            self.clamp(range.start),
            ByteIndex(self.0.words.ceil_char_boundary(range.end.0)),
        )
    }

    /// Code points before a byte; none past the end or inside a character.
    pub fn char_from_byte(&self, byte: ByteIndex) -> Option<CharIndex> {
        let count = || self.0.index.chars_before(&self.0.words, byte.0);
        self.is_char_boundary(byte).then(count).map(CharIndex)
    }

    /// The byte at which a code point begins; the length for the count of them all, none past it.
    pub fn byte_from_char(&self, char: CharIndex) -> Option<ByteIndex> {
        let byte = self.0.index.byte_of_char(&self.0.words, char.0);
        byte.map(ByteIndex)
    }

    /// UTF-16 units before a byte; none past the end or inside a character.
    pub fn utf16_from_byte(&self, byte: ByteIndex) -> Option<Utf16Index> {
        let count = || self.0.index.utf16_before(&self.0.words, byte.0);
        self.is_char_boundary(byte).then(count).map(Utf16Index)
    }

    /// The byte of a UTF-16 unit; none past the end or inside a surrogate pair.
    pub fn byte_from_utf16(&self, unit: Utf16Index) -> Option<ByteIndex> {
        let byte = self.0.index.byte_of_utf16(&self.0.words, unit.0);
        byte.map(ByteIndex)
    }

    fn frozen_lines(&self) -> &Lines {
        &self.0.lines
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::new("")
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.digest() == other.digest() && self.as_str() == other.as_str())
    }
}

impl Eq for Text {}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest().hash(state);
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head: String = self.as_str().chars().take(40).collect();
        write!(f, "Text({head:?}, {} bytes, {})", self.len(), self.digest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_sha_256_in_hex_and_back() {
        let digest = Text::new("abc").digest();
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest.to_string(), hex);
        assert_eq!(Digest::from_hex(hex), Some(digest));
        assert_eq!(Digest::from_hex(&hex.to_uppercase()), Some(digest));
        assert_eq!(Digest::from_hex(&hex[1..]), None);
        assert_eq!(Digest::from_hex(&hex.replace('b', "g")), None);
    }

    #[test]
    fn equal_words_are_equal_texts() {
        assert_eq!(Text::new("a"), Text::new(String::from("a")));
        assert_ne!(Text::new("a"), Text::new("b"));
        assert_eq!(Text::default().len(), ByteIndex(0));
    }

    #[test]
    fn offsets_inside_a_character_or_past_the_end_are_none() {
        let text = Text::new("a😀b");
        assert_eq!(text.char_from_byte(ByteIndex(5)), Some(CharIndex(2)));
        assert_eq!(text.utf16_from_byte(ByteIndex(5)), Some(Utf16Index(3)));
        assert_eq!(text.char_from_byte(ByteIndex(2)), None);
        assert_eq!(text.byte_from_char(CharIndex(3)), Some(ByteIndex(6)));
        assert_eq!(text.byte_from_char(CharIndex(4)), None);
        assert_eq!(text.byte_from_utf16(Utf16Index(2)), None);
        assert_eq!(text.byte_from_utf16(Utf16Index(4)), Some(ByteIndex(6)));
        assert_eq!(text.byte_from_utf16(Utf16Index(5)), None);
        assert_eq!(Text::new("ab").byte_from_char(CharIndex(3)), None);
    }

    #[test]
    fn clamping_brings_any_range_into_the_text() {
        let text = Text::new("a😀b");
        let inside = text.clamp_range(TextRange::new(3, 4));
        assert_eq!(text.slice(inside), Some("😀"));
        assert_eq!(text.clamp_range(TextRange::new(6, 99)), TextRange::at(6));
        assert_eq!(text.slice(TextRange::new(3, 4)), None);
    }
}
