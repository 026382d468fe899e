//! An article cut into blocks: what is laid out, measured and scrolled as one piece.

use crate::project::Article;
use crate::text::{ByteIndex, Text, TextRange};

/// A piece of an article that is laid out by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its words; empty for what is no part of the text.
    pub range: TextRange,
    /// How it is drawn.
    pub kind: BlockKind,
    /// It goes on in the next block without a gap: a paragraph too long to be laid out at once.
    pub runs_on: bool,
}

/// How a block is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Outlet, date, author: not part of the text.
    Meta,
    /// The article's title, where its text begins with it.
    Title,
    /// The line under the title.
    Standfirst,
    /// The chips of the implicit marks: not part of the text.
    Implicit,
    /// A paragraph.
    Body,
    /// An empty line.
    Blank,
}

/// The blocks of an article, in order.
#[derive(Clone, Debug, Default)]
pub struct Blocks(Vec<Block>);

/// A paragraph longer than this many bytes is laid out in several blocks: about as much as a
/// window shows.
const LONG: usize = 4 * 1024;
/// How far on a blank is looked for to cut a long paragraph at.
const LOOK_ON: usize = 1024;
/// The title is looked for among the first paragraphs.
const FIRST: usize = 6;
/// A standfirst is at most this many bytes long.
const STANDFIRST: usize = 320;

impl Blocks {
    /// Cuts an article into blocks. Takes time linear in its length.
    pub fn of(article: &Article) -> Self {
        let text = &article.text;
        let mut blocks = vec![Block::without_words(ByteIndex(0), BlockKind::Meta)];
        let (title, standfirst) = head(article);
        let count = text.paragraph_count();
        let after_head = standfirst.or(title);
        if after_head.is_none() {
            blocks.push(Block::without_words(ByteIndex(0), BlockKind::Implicit));
        }
        for index in 0..count {
            let Some(range) = text.paragraph(index) else {
                continue;
            };
            let kind = match index {
                _ if range.is_empty() => BlockKind::Blank,
                _ if title == Some(index) => BlockKind::Title,
                _ if standfirst == Some(index) => BlockKind::Standfirst,
                _ => BlockKind::Body,
            };
            cut(text, range, kind, &mut blocks);
            if after_head == Some(index) {
                blocks.push(Block::without_words(range.end, BlockKind::Implicit));
            }
        }
        Self(blocks)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The block at this place.
    pub fn get(&self, index: usize) -> Option<&Block> {
        self.0.get(index)
    }

    /// Every block, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Block> {
        self.0.iter()
    }

    /// The block that a position belongs to: the last that begins at or before it and has words.
    pub fn at(&self, byte: ByteIndex) -> usize {
        let after = self.0.partition_point(|block| block.range.start <= byte);
        let mut index = after.saturating_sub(1);
        while index > 0 && self.get(index).is_some_and(|block| block.kind.is_extra()) {
            index -= 1;
        }
        index
    }
}

impl Block {
    fn without_words(at: ByteIndex, kind: BlockKind) -> Self {
        Self {
            range: TextRange::at(at),
            kind,
            runs_on: false,
        }
    }
}

impl BlockKind {
    /// Whether it is no part of the text.
    pub fn is_extra(self) -> bool {
        matches!(self, Self::Meta | Self::Implicit)
    }
}

/// The paragraphs that are the title and the standfirst, if the text has them.
fn head(article: &Article) -> (Option<usize>, Option<usize>) {
    let text = &article.text;
    let words = |index: usize| text.paragraph(index).and_then(|range| text.slice(range));
    let filled: Vec<usize> = (0..text.paragraph_count())
        .filter(|index| words(*index).is_some_and(|words| !words.trim().is_empty()))
        .take(FIRST)
        .collect();
    let title = article.title.trim();
    let place = filled
        .iter()
        .position(|index| words(*index).is_some_and(|w| w.trim() == title));
    let Some(place) = place else {
        return (None, None);
    };
    let next = filled.get(place + 1).copied();
    let short = |index: &usize| words(*index).is_some_and(|words| words.len() <= STANDFIRST);
    let more = filled.len() > place + 2;
    (
        filled.get(place).copied(),
        next.filter(short).filter(|_| more),
    )
}

/// Adds a paragraph, in pieces if it is long.
fn cut(text: &Text, range: TextRange, kind: BlockKind, blocks: &mut Vec<Block>) {
    let mut start = range.start;
    while range.end.0 - start.0 > LONG + LOOK_ON {
        let wanted = text.clamp(ByteIndex(start.0 + LONG));
        let beyond = text.clamp(ByteIndex(wanted.0 + LOOK_ON));
        let ahead = text
            .slice(TextRange::new(wanted, beyond))
            .unwrap_or_default();
        let blank = ahead
            .char_indices()
            .find(|(_, letter)| letter.is_whitespace());
        let end = match blank {
            Some((at, letter)) => ByteIndex(wanted.0 + at + letter.len_utf8()),
            None => crate::text::boundary::next_grapheme(text, wanted),
        };
        blocks.push(Block {
            range: TextRange::new(start, end),
            kind,
            runs_on: true,
        });
        start = end;
    }
    blocks.push(Block {
        range: TextRange::new(start, range.end),
        kind,
        runs_on: false,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Id, Metadata, Origin};

    fn article(title: &str, text: &str) -> Article {
        Article {
            id: Id::new("a"),
            title: title.to_owned(),
            text: Text::new(text),
            meta: Metadata::default(),
            origin: Origin::default(),
        }
    }

    fn kinds(blocks: &Blocks) -> Vec<BlockKind> {
        blocks.iter().map(|block| block.kind).collect()
    }

    #[test]
    fn a_title_and_a_standfirst_are_known_by_their_place() {
        let blocks = Blocks::of(&article("The dam", "The dam\n\nIt holds.\n\nOne.\n\nTwo."));
        use BlockKind as K;
        let wanted = [
            K::Meta,
            K::Title,
            K::Blank,
            K::Standfirst,
            K::Implicit,
            K::Blank,
            K::Body,
            K::Blank,
            K::Body,
        ];
        assert_eq!(kinds(&blocks), wanted);
    }

    #[test]
    fn a_text_without_its_title_has_only_paragraphs() {
        let blocks = Blocks::of(&article("Else", "One.\nTwo."));
        use BlockKind as K;
        assert_eq!(kinds(&blocks), [K::Meta, K::Implicit, K::Body, K::Body]);
    }

    #[test]
    fn every_position_is_in_a_block_with_words() {
        let text = "Title\n\nstand\n\nbody text\n\nmore";
        let blocks = Blocks::of(&article("Title", text));
        for byte in 0..=text.len() {
            let block = blocks.get(blocks.at(ByteIndex(byte))).expect("a block");
            assert!(!block.kind.is_extra(), "{byte}: {block:?}");
            assert!(
                block.range.start.0 <= byte && byte <= block.range.end.0 + 1,
                "{byte}"
            );
        }
    }

    #[test]
    fn a_long_paragraph_is_cut_between_words_and_nothing_is_lost() {
        let text = "wörd ".repeat(10_000);
        let blocks = Blocks::of(&article("x", &text));
        let pieces: Vec<_> = blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Body)
            .collect();
        assert!(pieces.len() > 5);
        assert!(
            pieces
                .windows(2)
                .all(|pair| pair[0].range.end == pair[1].range.start)
        );
        assert_eq!(
            pieces.iter().map(|piece| piece.range.len()).sum::<usize>(),
            text.len()
        );
        assert!(
            pieces
                .iter()
                .all(|piece| piece.range.len() <= LONG + LOOK_ON)
        );
        assert!(pieces[0].runs_on && !pieces[pieces.len() - 1].runs_on);
    }
}
