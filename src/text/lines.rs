//! Paragraphs, which are the lines of the text, and places as line and column.

use super::{ByteIndex, Text, TextRange};

/// Where each line starts: 0, and after each `\n`.
#[derive(Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let after_ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let mut starts: Vec<usize> = std::iter::once(0).chain(after_ends).collect();
        starts.shrink_to_fit();
        Self { starts }
    }
}

impl Text {
    /// The number of paragraphs: one more than there are `\n`. A text that ends in `\n` ends in an
    /// empty paragraph; an empty text is one.
    pub fn paragraph_count(&self) -> usize {
        self.frozen_lines().starts.len()
    }

    /// The bytes of a paragraph (counted from 0) without its line end, be it `\n` or `\r\n`.
    pub fn paragraph(&self, index: usize) -> Option<TextRange> {
        let starts = &self.frozen_lines().starts;
        let start = *starts.get(index)?;
        let Some(next) = starts.get(index + 1) else {
            return Some(TextRange::new(start, self.len()));
        };
        // Bytes, since this is asked for every mark of a book.
        let feed = next.saturating_sub(1);
        let before = self.as_str().as_bytes().get(start..feed)?.last();
        let end = feed - usize::from(before == Some(&b'\r'));
        Some(TextRange::new(start, end))
    }

    /// The paragraph that a byte is in. A line end belongs to the paragraph that it ends; a byte
    /// past the text's end to the last.
    pub fn paragraph_at(&self, byte: ByteIndex) -> usize {
        let starts = &self.frozen_lines().starts;
        starts
            .partition_point(|start| *start <= byte.0)
            .saturating_sub(1)
    }

    /// Line and column of a byte, both counted from 1, the column in code points. A byte inside a
    /// character counts as its start, one past the end as the end.
    pub fn line_column(&self, byte: ByteIndex) -> (usize, usize) {
        let byte = self.clamp(byte);
        let line = self.paragraph_at(byte);
        let start = self.frozen_lines().starts.get(line).copied();
        let chars = |byte| self.char_from_byte(byte).unwrap_or_default().0;
        let column = chars(byte) - chars(ByteIndex(start.unwrap_or(0)));
        (line + 1, column + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_leave_their_line_ends_out() {
        let text = Text::new("one\r\ntwo\n\nlast");
        let words: Vec<_> = (0..text.paragraph_count())
            .map(|i| text.slice(text.paragraph(i).unwrap()).unwrap())
            .collect();
        assert_eq!(words, ["one", "two", "", "last"]);
        assert_eq!(text.paragraph(4), None);
    }

    #[test]
    fn a_line_end_belongs_to_the_line_it_ends() {
        let text = Text::new("ab\ncd");
        assert_eq!(text.paragraph_at(ByteIndex(2)), 0);
        assert_eq!(text.paragraph_at(ByteIndex(3)), 1);
        assert_eq!(text.paragraph_at(ByteIndex(99)), 1);
    }

    #[test]
    fn an_empty_text_is_one_empty_paragraph() {
        let text = Text::new("");
        assert_eq!(text.paragraph_count(), 1);
        assert_eq!(text.paragraph(0), Some(TextRange::at(0)));
        assert_eq!(text.line_column(ByteIndex(0)), (1, 1));
    }

    #[test]
    fn columns_count_code_points() {
        let text = Text::new("a\n“é” x");
        assert_eq!(text.line_column(ByteIndex(0)), (1, 1));
        let x = ByteIndex(text.as_str().find('x').unwrap());
        assert_eq!(text.line_column(x), (2, 5));
        assert_eq!(text.line_column(ByteIndex(3)), (2, 1));
    }
}
