//! The values of a page.

use serde_json::Value as Json;

use super::ParquetError;
use super::deltas;
use super::footer::{Column, Kind};
use super::levels::{Packed, bits};
use crate::formats::ron_file::value::time_to_words;
use crate::project::Time;

/// How values stand in a page, and how far they are read.
pub(super) enum Values {
    /// One after the other from this byte on.
    Plain(usize),
    /// Truths, from this bit on.
    Bits(usize),
    /// Places in the dictionary, or truths.
    Packed(Packed, bool),
    /// Already there.
    Done(std::vec::IntoIter<Json>),
}

impl Default for Values {
    fn default() -> Self {
        Self::Plain(0)
    }
}

impl Values {
    /// How the values of a page stand there, from this byte on.
    pub(super) fn of(
        encoding: i64,
        column: &Column,
        bytes: &[u8],
        at: usize,
    ) -> Result<Self, ParquetError> {
        const WRONG: ParquetError = ParquetError::Damaged("the values of a page are cut off");
        let kind = column.kind;
        Ok(match encoding {
            0 if kind == Kind::Flag => Self::Bits(at.saturating_mul(8)),
            0 => Self::Plain(at),
            2 | 8 => match bytes.get(at) {
                // A page without values need not say how wide they are.
                None => Self::Packed(Packed::new(at, at, 0), false),
                Some(width) if *width <= 32 => {
                    let from = at.saturating_add(1);
                    Self::Packed(Packed::new(from, bytes.len(), u32::from(*width)), false)
                }
                Some(_) => return Err(WRONG),
            },
            // Truths, with their length before them.
            3 if kind == Kind::Flag => {
                let from = at.saturating_add(4);
                Self::Packed(Packed::new(from, bytes.len(), 1), true)
            }
            5..=7 => {
                let part = bytes.get(at..).ok_or(WRONG)?;
                let values = deltas::values(encoding, part, kind).ok_or(WRONG)?;
                Self::Done(values.into_iter())
            }
            9 => {
                let part = bytes.get(at..).ok_or(WRONG)?;
                Self::Done(unwoven(part, kind).ok_or(WRONG)?.into_iter())
            }
            _ => {
                return Err(ParquetError::Encoding {
                    column: column.path.clone(),
                });
            }
        })
    }

    /// Whether plain values were read to the end of the page.
    pub(super) fn is_used_up(&self, page: &[u8]) -> bool {
        matches!(self, Self::Plain(at) if *at >= page.len())
    }

    /// The next value; none if it is cut off.
    pub(super) fn next(&mut self, page: &[u8], kind: Kind, dictionary: &[Json]) -> Option<Json> {
        match self {
            Self::Plain(at) => {
                let (value, len) = plain(page.get(*at..)?, kind)?;
                *at += len;
                Some(value)
            }
            Self::Bits(at) => {
                let bit = bits(page, *at, 1)?;
                *at += 1;
                Some(Json::Bool(bit == 1))
            }
            Self::Packed(packed, is_flag) => {
                let number = packed.next(page)?;
                match is_flag {
                    true => Some(Json::Bool(number == 1)),
                    false => dictionary.get(number).cloned(),
                }
            }
            Self::Done(values) => values.next(),
        }
    }
}

/// The value at the start of these bytes, and how many of them it takes.
fn plain(bytes: &[u8], kind: Kind) -> Option<(Json, usize)> {
    let word = || bytes.first_chunk::<4>();
    let long = || bytes.first_chunk::<8>();
    let block = || {
        let len = usize::try_from(u32::from_le_bytes(*word()?)).ok()?;
        let end = len.checked_add(4)?;
        Some((bytes.get(4..end)?, end))
    };
    Some(match kind {
        // The truths of a dictionary; nobody writes one.
        Kind::Flag => (Json::Bool(*bytes.first()? == 1), 1),
        Kind::Whole | Kind::Day => {
            let number = i32::from_le_bytes(*word()?);
            (whole(i64::from(number), kind), 4)
        }
        Kind::LongWhole | Kind::Moment(_) => (whole(i64::from_le_bytes(*long()?), kind), 8),
        Kind::Float => {
            // By its shortest digits, so that 0.1 is not written as 0.10000000149.
            let number = f32::from_le_bytes(*word()?).to_string();
            (number.parse::<f64>().map_or(Json::Null, Json::from), 4)
        }
        Kind::Double => (Json::from(f64::from_le_bytes(*long()?)), 8),
        Kind::Words => {
            let (words, len) = block()?;
            (words_of(words), len)
        }
        Kind::Unread(None) => (Json::Null, block()?.1),
        Kind::Unread(Some(len)) | Kind::UnreadWhole(len) => {
            bytes.get(..len)?;
            (Json::Null, len)
        }
    })
}

/// The values of a page that has the first bytes of all of them first, then their second bytes, and so
/// on (`Encodings.md`, «Byte Stream Split»).
fn unwoven(bytes: &[u8], kind: Kind) -> Option<Vec<Json>> {
    let width = match kind {
        Kind::Whole | Kind::Day | Kind::Float => 4,
        Kind::LongWhole | Kind::Moment(_) | Kind::Double => 8,
        Kind::UnreadWhole(width) | Kind::Unread(Some(width)) if width > 0 => width,
        _ => return None,
    };
    let count = bytes.len() / width;
    let value = |place: usize| {
        let of_value = bytes.iter().skip(place).step_by(count);
        let value: Vec<u8> = of_value.take(width).copied().collect();
        plain(&value, kind).map(|(value, _)| value)
    };
    (0..count).map(value).collect()
}

/// A whole number as what it means.
pub(super) fn whole(number: i64, kind: Kind) -> Json {
    match kind {
        Kind::Day => {
            let millis = number.saturating_mul(86_400_000);
            let words = time_to_words(Time::new(millis));
            let day = words.split_once('T').map(|(day, _)| day.to_owned());
            day.map_or(Json::Null, Json::String)
        }
        Kind::Moment(a_milli) => {
            let millis = number.checked_div_euclid(a_milli).unwrap_or_default();
            Json::String(time_to_words(Time::new(millis)))
        }
        Kind::UnreadWhole(_) => Json::Null,
        _ => Json::from(number),
    }
}

/// Words; nothing for bytes that are none.
pub(super) fn words_of(bytes: &[u8]) -> Json {
    let words = std::str::from_utf8(bytes);
    words.map_or(Json::Null, |words| Json::String(words.to_owned()))
}
