//! A text in the making: words come in with whatever blanks their format puts around them, and
//! come out as paragraphs.

/// What stands between the words so far and the next ones. A stronger gap takes the place of a
/// weaker one, and none stands at the start or the end of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    #[default]
    None,
    /// A blank.
    Blank,
    /// A tab, as between the cells of a row.
    Tab,
    /// A line end.
    Line,
    /// An empty line, as between paragraphs.
    Paragraph,
}

/// A text in the making.
#[derive(Debug)]
pub(super) struct Prose {
    text: String,
    gap: Gap,
    /// The most bytes that it may have.
    most: usize,
    overfull: bool,
}

impl Prose {
    /// An empty text of at most so many bytes. What is over is left out; [`Prose::is_overfull`]
    /// tells.
    pub(super) fn new(most: usize) -> Self {
        Self {
            text: String::new(),
            gap: Gap::None,
            most,
            overfull: false,
        }
    }

    /// Adds words, in which any run of blanks is one blank.
    pub(super) fn words(&mut self, words: &str) {
        let mut rest = words;
        loop {
            let trimmed = rest.trim_start_matches(is_blank);
            if trimmed.len() < rest.len() {
                self.gap(Gap::Blank);
            }
            let end = trimmed.find(is_blank).unwrap_or(trimmed.len());
            let (word, after) = trimmed.split_at(end);
            if word.is_empty() {
                return;
            }
            self.put(word);
            rest = after;
        }
    }

    /// Adds words with their blanks and line ends as they are.
    pub(super) fn verbatim(&mut self, words: &str) {
        for (number, line) in words.split('\n').enumerate() {
            if number > 0 {
                self.line_end();
            }
            let line = line.strip_suffix('\r').unwrap_or(line);
            if !line.is_empty() {
                self.put(line);
            }
        }
    }

    /// Sets a gap before the next words.
    pub(super) fn gap(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Ends a line; a second time in a row, a paragraph.
    pub(super) fn line_end(&mut self) {
        self.gap = match self.gap {
            Gap::Line | Gap::Paragraph => Gap::Paragraph,
            _ => Gap::Line,
        };
    }

    /// How many bytes there are so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether more was given than there may be.
    pub(super) fn is_overfull(&self) -> bool {
        self.overfull
    }

    /// The text, which ends in a line end if it has any words.
    pub(super) fn finish(mut self) -> String {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }

    fn put(&mut self, word: &str) {
        if self.overfull || self.text.len() + word.len() + 2 > self.most {
            self.overfull = true;
            return;
        }
        let gap = std::mem::take(&mut self.gap);
        if !self.text.is_empty() {
            self.text.push_str(match gap {
                Gap::None => "",
                Gap::Blank => " ",
                Gap::Tab => "\t",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        self.text.push_str(word);
    }
}

/// How many paragraphs a text has: lines that are not blank.
pub(super) fn paragraphs(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty()).count()
}

/// How many words a text has, by its blanks.
pub(super) fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A short text in one line, for titles and names.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The blanks of mark-up; a no-break space is none, it belongs to the words.
fn is_blank(char: char) -> bool {
    matches!(char, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_one_and_the_strongest_gap_stands() {
        let mut prose = Prose::new(1000);
        prose.gap(Gap::Paragraph);
        prose.words("  The\n dam ");
        prose.words("wall");
        prose.words("\t");
        prose.gap(Gap::Paragraph);
        prose.gap(Gap::Line);
        prose.words(" holds");
        prose.line_end();
        prose.verbatim("a  b\r\n\r\nc");
        prose.gap(Gap::Paragraph);
        assert_eq!(prose.finish(), "The dam wall\n\nholds\na  b\n\nc\n");
    }

    #[test]
    fn what_is_over_is_left_out_and_that_is_known() {
        let mut prose = Prose::new(8);
        prose.words("one two three");
        assert!(prose.is_overfull());
        assert_eq!(prose.finish(), "one two\n");
    }
}
