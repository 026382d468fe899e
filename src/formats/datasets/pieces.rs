//! Marks in several pieces, for formats that know only single ones: the pieces of one mark share a
//! name, and are one mark again when they are read.

use std::collections::BTreeMap;

use super::gather::SpanRecord;

/// Marks that are being put together from their pieces.
#[derive(Default)]
pub(super) struct Pieces {
    marks: Vec<SpanRecord>,
    by_name: BTreeMap<String, usize>,
}

impl Pieces {
    /// Adds a piece. With a name that is known it goes to the mark of that name, if that has the
    /// same tag and annotator.
    pub(super) fn add(&mut self, name: Option<&str>, piece: SpanRecord) {
        let known = name.and_then(|name| self.by_name.get(name));
        let known = known.and_then(|at| self.marks.get_mut(*at));
        let same = known.filter(|mark| mark.tag == piece.tag && mark.annotator == piece.annotator);
        match same {
            Some(mark) => {
                mark.fragments.extend(piece.fragments);
                mark.quotes.extend(piece.quotes);
            }
            None => {
                if let Some(name) = name {
                    let place = self.marks.len();
                    self.by_name.entry(name.to_owned()).or_insert(place);
                }
                self.marks.push(piece);
            }
        }
    }

    /// The marks, each with its pieces in the order of the text.
    pub(super) fn marks(self) -> Vec<SpanRecord> {
        let mut marks = self.marks;
        for mark in &mut marks {
            let quoted = mark.quotes.len() == mark.fragments.len();
            let mut quotes = std::mem::take(&mut mark.quotes).into_iter();
            let mut pieces: Vec<_> = mark
                .fragments
                .iter()
                .map(|piece| (*piece, quotes.next().unwrap_or_default()))
                .collect();
            pieces.sort();
            let (fragments, quotes): (Vec<_>, Vec<_>) = pieces.into_iter().unzip();
            mark.fragments = fragments.into();
            if quoted {
                mark.quotes = quotes.into();
            }
        }
        marks
    }
}
