//! Scrolling: which block is at the top of the view, and how far into it.
//!
//! The state is an anchor and not a height: heights above the view are estimates until they are
//! laid out, and must not move what is being read when they become known.

use super::blocks::{BlockKind, Blocks};
use super::heights::Heights;

/// Where the view is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Anchor {
    /// The block at the top of the view.
    pub block: usize,
    /// How many points of it are above the view.
    pub offset: f32,
}

/// What an estimate of heights depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measure {
    /// The longest line, in points.
    pub width: f32,
    /// The size of the text.
    pub size: f32,
    /// From baseline to baseline.
    pub line_height: f32,
    /// Between paragraphs.
    pub gap: f32,
    /// Average width of a character at this size.
    pub character: f32,
    /// Pixels to a point.
    pub scale: f32,
}

impl Measure {
    /// The height that a block will probably have, its gap included. The first of several empty
    /// lines is what the gap of the paragraph before already shows.
    fn estimate(&self, bytes: usize, kind: BlockKind, before: Option<BlockKind>) -> f32 {
        match kind {
            BlockKind::Blank if before == Some(BlockKind::Blank) => self.gap,
            BlockKind::Blank | BlockKind::Meta | BlockKind::Implicit => 0.0,
            BlockKind::Title | BlockKind::Standfirst | BlockKind::Body => {
                let per_line = (self.width / self.character.max(1.0)).max(1.0);
                let lines = (bytes as f32 / per_line).ceil().max(1.0);
                lines * self.line_height + self.gap
            }
        }
    }

    /// The heights that an article's blocks will probably have.
    pub fn heights(&self, blocks: &Blocks) -> Heights {
        let mut before = None;
        let estimates = blocks.iter().map(|block| {
            let before = before.replace(block.kind);
            self.estimate(block.range.len(), block.kind, before)
        });
        Heights::new(estimates.collect())
    }
}

impl Anchor {
    /// The anchor `distance` points further down, for a view of this height.
    #[must_use]
    pub fn moved(self, heights: &Heights, distance: f32, view: f32) -> Self {
        let y = heights.top(self.block) + f64::from(self.offset) + f64::from(distance);
        Self::at(heights, y, view)
    }

    /// The anchor at `y` points from the article's top.
    pub fn at(heights: &Heights, y: f64, view: f32) -> Self {
        let most = (heights.total() - f64::from(view)).max(0.0);
        let (block, offset) = heights.find(y.clamp(0.0, most));
        Self { block, offset }
    }
}
