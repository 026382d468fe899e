//! Which marks stand on which line of text, and how deep: statements in levels, the shorter on
//! top; mentions in lanes under the line, the shorter nearer to it.

use crate::text::TextRange;

/// A mark's words on one line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Which of the block's marks.
    pub mark: usize,
    /// Which line of the block.
    pub row: usize,
    /// The words.
    pub range: TextRange,
    /// From here, in points from the block's left edge.
    pub left: f32,
    /// To here.
    pub right: f32,
    /// The words are read from right to left: they begin at the right.
    pub rtl: bool,
    /// A fragment of the mark starts here: it gets a bar.
    pub starts: bool,
    /// The mark's first fragment starts here: it gets a letter.
    pub first: bool,
    /// A fragment of the mark ends here: it gets a tick.
    pub ends: bool,
    /// The level of a statement, from 0 for the innermost; the lane of a mention, from 0 for the
    /// uppermost. `None` is deeper than is drawn.
    pub depth: Option<usize>,
}

impl Piece {
    /// Where its words begin, in points from the block's left edge.
    pub fn begin_x(&self) -> f32 {
        if self.rtl { self.right } else { self.left }
    }

    /// Where they end.
    pub fn end_x(&self) -> f32 {
        if self.rtl { self.left } else { self.right }
    }
}

/// What the layout must know of a mark to find its place among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// It tints its line, instead of underlining it.
    pub statement: bool,
    /// It is drawn as a grey line and takes no room.
    pub dimmed: bool,
    /// It is selected: it is drawn however deep it is.
    pub chosen: bool,
    /// How long it is, in bytes of the whole mark.
    pub length: usize,
}

/// How many levels and lanes a line has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depths {
    /// Levels of statements.
    pub levels: usize,
    /// Lanes of mentions.
    pub lanes: usize,
    /// Pieces that are deeper than is drawn.
    pub more: usize,
}

/// No more levels or lanes than this are drawn.
pub const DEEPEST: usize = 4;

/// Gives each piece its depth, line by line. `weights` are those of the marks, by
/// [`Piece::mark`]. Returns how deep each of `rows` lines is.
pub fn place(pieces: &mut [Piece], weights: &[Weight], rows: usize) -> Vec<Depths> {
    let weight = |piece: &Piece| weights.get(piece.mark).copied();
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by_key(|index| {
        pieces.get(*index).map(|piece| {
            (
                piece.row,
                weight(piece).map(|weight| weight.length),
                piece.mark,
                piece.range.start,
            )
        })
    });
    let mut depths = vec![Depths::default(); rows];
    // What is already placed on the line at hand: statements and mentions, each by depth.
    let mut taken: [Vec<Vec<TextRange>>; 2] = [vec![], vec![]];
    let mut row = None;
    for index in order {
        let Some(piece) = pieces.get_mut(index) else {
            continue;
        };
        if row != Some(piece.row) {
            row = Some(piece.row);
            taken = [vec![Vec::new(); DEEPEST], vec![Vec::new(); DEEPEST]];
        }
        let (Some(weight), Some(depth)) = (weight(piece), depths.get_mut(piece.row)) else {
            continue;
        };
        if weight.dimmed {
            piece.depth = Some(0);
            continue;
        }
        let [mentions, statements] = &mut taken;
        let layers = if weight.statement {
            statements
        } else {
            mentions
        };
        let over = layers
            .iter()
            .rposition(|layer| layer.iter().any(|other| other.overlaps(piece.range)));
        let level = over.map_or(0, |deepest| deepest + 1);
        match layers.get_mut(level) {
            Some(layer) => {
                layer.push(piece.range);
                piece.depth = Some(level);
                let count = if weight.statement {
                    &mut depth.levels
                } else {
                    &mut depth.lanes
                };
                *count = (*count).max(level + 1);
            }
            None => {
                piece.depth = weight.chosen.then_some(DEEPEST - 1);
                depth.more += usize::from(!weight.chosen);
            }
        }
    }
    depths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(mark: usize, row: usize, start: usize, end: usize) -> Piece {
        Piece {
            mark,
            row,
            range: TextRange::new(start, end),
            left: start as f32,
            right: end as f32,
            rtl: false,
            starts: true,
            first: true,
            ends: true,
            depth: None,
        }
    }

    fn statement(length: usize) -> Weight {
        Weight {
            statement: true,
            dimmed: false,
            chosen: false,
            length,
        }
    }

    #[test]
    fn the_shorter_statement_lies_on_top() {
        let mut pieces = [piece(0, 0, 0, 20), piece(1, 0, 5, 10)];
        let depths = place(&mut pieces, &[statement(20), statement(5)], 1);
        assert_eq!((pieces[0].depth, pieces[1].depth), (Some(1), Some(0)));
        assert_eq!(depths[0].levels, 2);
    }

    #[test]
    fn marks_side_by_side_share_a_level_and_lines_do_not_disturb_each_other() {
        let mut pieces = [piece(0, 0, 0, 5), piece(1, 0, 6, 10), piece(2, 1, 0, 10)];
        let weights = [statement(5), statement(4), statement(10)];
        let depths = place(&mut pieces, &weights, 2);
        assert!(pieces.iter().all(|piece| piece.depth == Some(0)));
        assert_eq!(
            depths.iter().map(|depth| depth.levels).collect::<Vec<_>>(),
            [1, 1]
        );
    }

    #[test]
    fn mentions_have_lanes_of_their_own() {
        let mention = |length| Weight {
            statement: false,
            dimmed: false,
            chosen: false,
            length,
        };
        let mut pieces = [piece(0, 0, 0, 20), piece(1, 0, 0, 9), piece(2, 0, 3, 9)];
        let depths = place(&mut pieces, &[statement(20), mention(9), mention(6)], 1);
        assert_eq!(pieces.map(|piece| piece.depth), [Some(0), Some(1), Some(0)]);
        assert_eq!(
            depths[0],
            Depths {
                levels: 1,
                lanes: 2,
                more: 0
            }
        );
    }

    #[test]
    fn what_is_deeper_than_four_is_counted() {
        let mut pieces: Vec<_> = (0..6).map(|mark| piece(mark, 0, 0, 9)).collect();
        let depths = place(&mut pieces, &[statement(9); 6], 1);
        assert_eq!(
            depths[0],
            Depths {
                levels: 4,
                lanes: 0,
                more: 2
            }
        );
    }

    #[test]
    fn a_selected_mark_is_drawn_however_deep() {
        let mut pieces: Vec<_> = (0..6).map(|mark| piece(mark, 0, 0, 9)).collect();
        let mut weights = [statement(9); 6];
        weights[5].chosen = true;
        let depths = place(&mut pieces, &weights, 1);
        assert_eq!((pieces[4].depth, pieces[5].depth), (None, Some(3)));
        assert_eq!(depths[0].more, 1);
    }

    #[test]
    fn a_dimmed_mark_takes_no_room() {
        let mut pieces = [piece(0, 0, 0, 9)];
        let depths = place(
            &mut pieces,
            &[Weight {
                dimmed: true,
                ..statement(9)
            }],
            1,
        );
        assert_eq!(depths[0], Depths::default());
    }
}
