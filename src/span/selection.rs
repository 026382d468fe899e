//! What the pointer or the shifted arrow keys have selected, before it becomes anything.

use crate::text::boundary::{
    is_grapheme_boundary, next_sentence, paragraph_range_at, previous_grapheme, sentence_at,
    snap_to_words, word_at,
};
use crate::text::{ByteIndex, Text, TextRange};

/// The unit by which a selection grows: that of a click, a double, triple, fourfold click.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Granularity {
    /// Exactly from place to place.
    #[default]
    Grapheme,
    /// By whole words.
    Word,
    /// By whole sentences.
    Sentence,
    /// By whole paragraphs.
    Paragraph,
}

/// A selection in the making: the unit first selected stays in it wherever the drag goes, as the
/// word that was double-clicked does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TextSelection {
    anchor_unit: TextRange,
    head: ByteIndex,
    granularity: Granularity,
    range: TextRange,
}

impl TextSelection {
    /// The unit around a place; for [`Granularity::Grapheme`] the empty selection there.
    pub fn begin(text: &Text, byte: ByteIndex, granularity: Granularity) -> Self {
        let head = caret_at(text, byte);
        let anchor_unit = match granularity {
            Granularity::Grapheme => TextRange::at(head),
            Granularity::Word => word_at(text, head),
            Granularity::Sentence => sentence_at(text, head),
            Granularity::Paragraph => paragraph_range_at(text, head),
        };
        Self {
            anchor_unit,
            head,
            granularity,
            range: anchor_unit,
        }
    }

    /// Exactly these words, the caret at their end. It extends from their start by graphemes.
    pub fn of(range: TextRange) -> Self {
        Self {
            anchor_unit: TextRange::at(range.start),
            head: range.end,
            granularity: Granularity::Grapheme,
            range,
        }
    }

    /// The selection with its moving end at a place, grown by whole units in that direction.
    #[must_use]
    pub fn extend_to(self, text: &Text, byte: ByteIndex) -> Self {
        let head = caret_at(text, byte);
        let anchor = self.anchor_unit;
        let range = if head < anchor.start {
            TextRange::new(self.start_before(text, head), anchor.end)
        } else if head > anchor.end {
            TextRange::new(anchor.start, self.end_after(text, head))
        } else {
            anchor
        };
        Self {
            head,
            range,
            ..self
        }
    }

    /// What is selected; empty for a caret.
    pub fn range(&self) -> TextRange {
        self.range
    }

    /// The unit that was selected first and stays selected.
    pub fn anchor_unit(&self) -> TextRange {
        self.anchor_unit
    }

    /// Where the pointer or the arrow keys last were, before the selection grew to whole units.
    pub fn head(&self) -> ByteIndex {
        self.head
    }

    /// The unit by which it grows.
    pub fn granularity(&self) -> Granularity {
        self.granularity
    }

    /// Whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// Where the caret is drawn: at the end that moves.
    pub fn caret(&self) -> ByteIndex {
        if self.head < self.anchor_unit.start {
            self.range.start
        } else {
            self.range.end
        }
    }

    /// The start of a selection that goes back to `head`, which lies before the anchor.
    fn start_before(&self, text: &Text, head: ByteIndex) -> ByteIndex {
        let anchor = self.anchor_unit.start;
        let unit = match self.granularity {
            Granularity::Grapheme => return head,
            Granularity::Word => {
                return snap_to_words(text, TextRange::new(head, anchor)).start;
            }
            Granularity::Sentence => sentence_at(text, head),
            Granularity::Paragraph => paragraph_range_at(text, head),
        };
        if head < unit.end {
            return unit.start.min(anchor);
        }
        // In the blank behind a unit: that unit is not touched, the next one is.
        let next = next_sentence(text, head).filter(|_| self.granularity == Granularity::Sentence);
        next.map_or(head, |next| next.start).min(anchor)
    }

    /// The end of a selection that goes on to `head`, which lies behind the anchor.
    fn end_after(&self, text: &Text, head: ByteIndex) -> ByteIndex {
        let anchor = self.anchor_unit.end;
        // The last character covered decides, so that a drag that ends where a unit begins does
        // not take it.
        let last = previous_grapheme(text, head);
        let unit = match self.granularity {
            Granularity::Grapheme => return head,
            Granularity::Word => return snap_to_words(text, TextRange::new(anchor, head)).end,
            Granularity::Sentence => sentence_at(text, last),
            Granularity::Paragraph => paragraph_range_at(text, last),
        };
        unit.end.max(anchor)
    }
}

/// The nearest place at or before an offset where a caret can stand.
fn caret_at(text: &Text, byte: ByteIndex) -> ByteIndex {
    let byte = text.clamp(byte);
    if is_grapheme_boundary(text, byte) {
        byte
    } else {
        previous_grapheme(text, byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "One two three. Four five.\nSix seven.\n\nEight";

    fn select(granularity: Granularity, from: &str, to: &[&str]) -> String {
        let text = Text::new(WORDS);
        let place = |words: &str| ByteIndex(WORDS.find(words).unwrap());
        let mut selection = TextSelection::begin(&text, place(from), granularity);
        for to in to {
            selection = selection.extend_to(&text, place(to));
        }
        text.slice(selection.range()).unwrap().to_owned()
    }

    #[test]
    fn a_click_selects_its_unit() {
        assert_eq!(select(Granularity::Grapheme, "wo", &[]), "");
        assert_eq!(select(Granularity::Word, "wo", &[]), "two");
        assert_eq!(select(Granularity::Sentence, "wo", &[]), "One two three.");
        assert_eq!(
            select(Granularity::Paragraph, "wo", &[]),
            "One two three. Four five."
        );
    }

    #[test]
    fn a_drag_grows_by_units_and_keeps_the_first() {
        use Granularity::{Grapheme, Paragraph, Sentence, Word};
        assert_eq!(select(Grapheme, "wo", &["ree"]), "wo th");
        assert_eq!(select(Word, "wo", &["ree"]), "two three");
        assert_eq!(select(Word, "wo", &["three"]), "two ");
        assert_eq!(select(Word, "wo", &["ree", "ne"]), "One two");
        assert_eq!(select(Word, "wo", &["ree", "wo"]), "two");
        assert_eq!(select(Sentence, "ive", &["even"]), "Four five.\nSix seven.");
        assert_eq!(select(Sentence, "even", &["ive"]), "Four five.\nSix seven.");
        assert_eq!(
            select(Sentence, "even", &[" Four"]),
            "Four five.\nSix seven."
        );
        assert_eq!(select(Paragraph, "even", &["ight"]), "Six seven.\n\nEight");
        assert_eq!(
            select(Paragraph, "even", &["ight", "wo"]),
            "One two three. Four five.\nSix seven."
        );
    }

    #[test]
    fn the_caret_is_at_the_end_that_moves() {
        let text = Text::new(WORDS);
        let word = TextSelection::begin(&text, ByteIndex(5), Granularity::Word);
        assert_eq!(word.caret(), ByteIndex(7));
        assert_eq!(word.extend_to(&text, ByteIndex(1)).caret(), ByteIndex(0));
        assert_eq!(word.extend_to(&text, ByteIndex(99)).caret(), text.len());
    }

    #[test]
    fn a_given_range_extends_from_its_start() {
        let text = Text::new(WORDS);
        let given = TextSelection::of(TextRange::new(4, 7));
        assert_eq!(given.caret(), ByteIndex(7));
        let longer = given.extend_to(&text, ByteIndex(13));
        assert_eq!(longer.range(), TextRange::new(4, 13));
        let before = given.extend_to(&text, ByteIndex(0));
        assert_eq!(before.range(), TextRange::new(0, 4));
        assert_eq!(before.caret(), ByteIndex(0));
    }

    #[test]
    fn a_caret_never_stands_inside_a_grapheme() {
        let text = Text::new("e\u{301}x");
        let caret = TextSelection::begin(&text, ByteIndex(2), Granularity::Grapheme);
        assert_eq!(caret.range(), TextRange::at(0));
    }
}
