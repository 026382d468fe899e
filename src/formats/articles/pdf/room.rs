//! How much reading a document may take.

use super::super::Room;

/// So many steps are taken over all pages: letters and what draws them.
const MOST_STEPS: usize = 40_000_000;

/// What is left of what reading may take.
#[derive(Debug)]
pub(super) struct PdfRoom {
    steps: usize,
    text: usize,
    unpacked: usize,
    full: bool,
}

impl PdfRoom {
    pub(super) fn of(room: Room) -> Self {
        Self {
            steps: MOST_STEPS,
            text: room.text,
            unpacked: usize::try_from(room.unpacked).unwrap_or(usize::MAX),
            full: false,
        }
    }

    /// Takes a step, if there is one left.
    pub(super) fn step(&mut self) -> bool {
        take(&mut self.steps, 1, &mut self.full)
    }

    /// Takes so many bytes of text, if they are left.
    pub(super) fn text(&mut self, len: usize) -> bool {
        take(&mut self.text, len, &mut self.full)
    }

    /// Takes so many unpacked bytes, if they are left.
    pub(super) fn unpack(&mut self, len: usize) -> bool {
        take(&mut self.unpacked, len, &mut self.full)
    }

    /// Whether something was not there any more.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }
}

fn take(left: &mut usize, wanted: usize, full: &mut bool) -> bool {
    match left.checked_sub(wanted).filter(|_| !*full) {
        Some(rest) => {
            *left = rest;
            true
        }
        None => {
            *full = true;
            false
        }
    }
}
