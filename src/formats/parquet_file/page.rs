//! The pages of a column, unpacked one at a time.

use std::io::Read as _;

use serde_json::Value as Json;

use super::ParquetError;
use super::footer::{Chunk, Column, Kind};
use super::levels::{Packed, width};
use super::thrift::{self, Value};
use super::values::Values;

/// How much a file may still unpack to.
#[derive(Debug)]
pub(super) struct Room {
    /// Bytes of pages.
    bytes: usize,
    /// Values, and gaps where one could stand.
    entries: usize,
    /// So many of them in one row.
    row: usize,
    left_in_row: usize,
}

impl Room {
    /// The room of a file of this length, which may unpack to so many times that. Text comes to a
    /// half or a third of its size, names that stand again and again to next to nothing.
    pub(super) fn of(len: usize, times: usize) -> Self {
        Self {
            bytes: len.saturating_mul(times).saturating_add(8 << 20),
            entries: len.saturating_mul(64).saturating_add(2_000_000),
            row: len.saturating_mul(16).clamp(100_000, 2_000_000),
            left_in_row: 0,
        }
    }

    /// A new row begins.
    pub(super) fn next_row(&mut self) {
        self.left_in_row = self.row;
    }

    fn bytes(&mut self, wanted: usize) -> Result<(), ParquetError> {
        self.bytes = self
            .bytes
            .checked_sub(wanted)
            .ok_or(ParquetError::TooMuch)?;
        Ok(())
    }

    fn entries(&mut self, wanted: usize) -> Result<(), ParquetError> {
        let left = self.entries.checked_sub(wanted);
        self.entries = left.ok_or(ParquetError::TooMuch)?;
        Ok(())
    }

    fn entry(&mut self) -> Result<(), ParquetError> {
        let left = self.left_in_row.checked_sub(1);
        self.left_in_row = left.ok_or(ParquetError::TooMuch)?;
        self.entries(1)
    }
}

/// What stands at a place of a column: how far the list that it is in goes on, how many of the nodes
/// above it are there, and its value if all are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) repeat: usize,
    pub(super) there: usize,
}

/// A column that is read from one entry to the next.
pub(super) struct Cursor<'b> {
    column: Column,
    rest: &'b [u8],
    codec: i64,
    left: usize,
    dictionary: Vec<Json>,
    page: Page,
    ahead: Option<Entry>,
}

#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
    left: usize,
    repeats: Option<Packed>,
    there: Option<Packed>,
    values: Values,
}

impl<'b> Cursor<'b> {
    /// A column at the start of its part for a group of rows.
    pub(super) fn new(bytes: &'b [u8], column: &Column, chunk: Chunk) -> Option<Self> {
        let end = chunk.start.checked_add(chunk.len)?;
        Some(Self {
            column: column.clone(),
            rest: bytes.get(chunk.start..end)?,
            codec: chunk.codec,
            left: chunk.values,
            dictionary: Vec::new(),
            page: Page::default(),
            ahead: None,
        })
    }

    /// The next entry, which stays the next; none at the end.
    pub(super) fn peek(&mut self, room: &mut Room) -> Result<Option<Entry>, ParquetError> {
        const SHORT: ParquetError = ParquetError::Damaged("a column is shorter than it says");
        if self.ahead.is_some() {
            return Ok(self.ahead);
        }
        if self.left == 0 {
            return Ok(None);
        }
        while self.page.left == 0 {
            if self.rest.is_empty() {
                return Err(SHORT);
            }
            self.next_page(room)?;
        }
        room.entry()?;
        self.left -= 1;
        self.page.left -= 1;
        let Page {
            bytes,
            repeats,
            there,
            ..
        } = &mut self.page;
        let level = |packed: &mut Option<Packed>, otherwise: usize, most: usize| {
            let level = match packed {
                Some(packed) => packed.next(bytes).ok_or(SHORT)?,
                None => otherwise,
            };
            match level <= most {
                true => Ok(level),
                false => Err(ParquetError::Damaged("a list in it goes too deep")),
            }
        };
        let (deepest, repeats_most) = (self.column.deepest, self.column.repeats);
        self.ahead = Some(Entry {
            repeat: level(repeats, 0, repeats_most)?,
            there: level(there, deepest, deepest)?,
        });
        Ok(self.ahead)
    }

    /// Goes past the next entry, and gives its value.
    pub(super) fn take(&mut self, room: &mut Room) -> Result<Json, ParquetError> {
        let Some(entry) = self.peek(room)? else {
            return Err(ParquetError::Damaged("a column is shorter than others"));
        };
        self.ahead = None;
        if entry.there < self.column.deepest {
            return Ok(Json::Null);
        }
        let value = self.page.value(self.column.kind, &self.dictionary);
        let value = value.ok_or(ParquetError::Damaged("a value in it is cut off"))?;
        if let (Values::Packed(..), Json::String(words)) = (&self.page.values, &value) {
            // A word of a dictionary takes room each time that it is given.
            room.bytes(words.len())?;
        }
        Ok(value)
    }

    fn next_page(&mut self, room: &mut Room) -> Result<(), ParquetError> {
        const WRONG: ParquetError = ParquetError::Damaged("a page says nothing sound of itself");
        let (head, len) = thrift::read(self.rest).ok_or(WRONG)?;
        let body = self.rest.get(len..).ok_or(WRONG)?;
        let packed = head.size(3).ok_or(WRONG)?;
        let (body, rest) = body.split_at_checked(packed).ok_or(WRONG)?;
        self.rest = rest;
        if let Some(sum) = head.whole(4) {
            let mut crc = flate2::Crc::new();
            crc.update(body);
            if i64::from(crc.sum().cast_signed()) != sum {
                return Err(ParquetError::Damaged(
                    "the bytes of a page are not what they were",
                ));
            }
        }
        let unpacked = head.size(2).ok_or(WRONG)?;
        match (head.whole(1), head.get(5), head.get(8), head.get(7)) {
            (Some(0), Some(about), _, _) => {
                let body = self.unpacked(body, unpacked, room)?;
                self.page = self.old_page(about, body)?;
            }
            (Some(3), _, Some(about), _) => {
                self.page = self.new_page(about, body, unpacked, room)?;
            }
            (Some(2), _, _, Some(about)) => {
                let body = self.unpacked(body, unpacked, room)?;
                let count = about.size(1).ok_or(WRONG)?;
                self.read_dictionary(body, count, room)?;
                return Ok(());
            }
            // A page that only tells where others stand.
            (Some(1), ..) => return Ok(()),
            _ => return Err(WRONG),
        }
        Ok(())
    }

    fn read_dictionary(
        &mut self,
        bytes: Vec<u8>,
        count: usize,
        room: &mut Room,
    ) -> Result<(), ParquetError> {
        const SHORT: ParquetError = ParquetError::Damaged("a dictionary is shorter than it says");
        room.entries(count)?;
        let mut page = Page {
            bytes,
            ..Page::default()
        };
        self.dictionary.clear();
        for _ in 0..count {
            // A value of no bytes would let a few bytes become any number of them.
            if page.values.is_used_up(&page.bytes) {
                return Err(SHORT);
            }
            let value = page.value(self.column.kind, &[]).ok_or(SHORT)?;
            self.dictionary.push(value);
        }
        Ok(())
    }

    /// A page in which the levels are packed together with the values.
    fn old_page(&self, about: &Value<'_>, bytes: Vec<u8>) -> Result<Page, ParquetError> {
        const WRONG: ParquetError = ParquetError::Damaged("a page says nothing sound of itself");
        let count = about.size(1).ok_or(WRONG)?;
        let mut at = 0_usize;
        let mut levels = |most: usize, encoding: Option<i64>| -> Option<Option<Packed>> {
            if most == 0 {
                return Some(None);
            }
            // The way before this one has not been written for ten years.
            if encoding != Some(3) {
                return None;
            }
            let len = bytes.get(at..)?.first_chunk::<4>()?;
            let start = at + 4;
            at = start.checked_add(usize::try_from(u32::from_le_bytes(*len)).ok()?)?;
            (at <= bytes.len()).then_some(Some(Packed::new(start, at, width(most))))
        };
        let repeats = levels(self.column.repeats, about.whole(4)).ok_or(WRONG)?;
        let there = levels(self.column.deepest, about.whole(3)).ok_or(WRONG)?;
        let values = Values::of(about.whole(2).ok_or(WRONG)?, &self.column, &bytes, at)?;
        Ok(Page {
            bytes,
            left: count,
            repeats,
            there,
            values,
        })
    }

    /// A page in which only the values are packed.
    fn new_page(
        &self,
        about: &Value<'_>,
        body: &[u8],
        unpacked: usize,
        room: &mut Room,
    ) -> Result<Page, ParquetError> {
        const WRONG: ParquetError = ParquetError::Damaged("a page says nothing sound of itself");
        let there = about.size(5).ok_or(WRONG)?;
        let repeats = about.size(6).ok_or(WRONG)?;
        let levels = there.checked_add(repeats).ok_or(WRONG)?;
        let (head, values) = body.split_at_checked(levels).ok_or(WRONG)?;
        let len = unpacked.checked_sub(levels).ok_or(WRONG)?;
        let is_packed = about.get(7) != Some(&Value::Flag(false));
        let mut bytes = head.to_vec();
        if is_packed && len > 0 {
            bytes.extend(self.unpacked(values, len, room)?);
        } else {
            bytes.extend_from_slice(values);
        }
        let encoding = about.whole(4).ok_or(WRONG)?;
        let values = Values::of(encoding, &self.column, &bytes, levels)?;
        let packed = |most: usize, from, to| (most > 0).then(|| Packed::new(from, to, width(most)));
        Ok(Page {
            bytes,
            left: about.size(1).ok_or(WRONG)?,
            repeats: packed(self.column.repeats, 0, repeats),
            there: packed(self.column.deepest, repeats, levels),
            values,
        })
    }

    /// The bytes of a page as they were before they were packed.
    fn unpacked(&self, bytes: &[u8], len: usize, room: &mut Room) -> Result<Vec<u8>, ParquetError> {
        const WRONG: ParquetError = ParquetError::Damaged("a page does not unpack");
        room.bytes(len)?;
        let codec = match self.codec {
            0 => {
                return match bytes.len() == len {
                    true => Ok(bytes.to_vec()),
                    false => Err(WRONG),
                };
            }
            1 => {
                let said = snap::raw::decompress_len(bytes).map_err(|_| WRONG)?;
                if said != len {
                    return Err(WRONG);
                }
                let unpacked = snap::raw::Decoder::new().decompress_vec(bytes);
                return unpacked.map_err(|_| WRONG);
            }
            2 => {
                let mut unpacked = Vec::new();
                let most = u64::try_from(len).unwrap_or(u64::MAX).saturating_add(1);
                let read = flate2::read::MultiGzDecoder::new(bytes)
                    .take(most)
                    .read_to_end(&mut unpacked);
                return match read.is_ok() && unpacked.len() == len {
                    true => Ok(unpacked),
                    false => Err(WRONG),
                };
            }
            3 => "LZO",
            4 => "Brotli",
            5 | 7 => "LZ4",
            6 => "Zstandard",
            _ => "an unknown program",
        };
        Err(ParquetError::Codec {
            column: self.column.path.clone(),
            codec,
        })
    }
}

impl Page {
    /// The next value; none if it is cut off.
    fn value(&mut self, kind: Kind, dictionary: &[Json]) -> Option<Json> {
        self.values.next(&self.bytes, kind, dictionary)
    }
}
