//! The small values of the file types: words, values, times.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

use crate::project::{Number, Time, Value};

/// Words, borrowed from the file where nothing in them was escaped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words<'a>(pub Cow<'a, str>);

impl Words<'_> {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Words<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Words<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("words in quotation marks")
            }

            fn visit_borrowed_str<E: de::Error>(self, words: &'de str) -> Result<Words<'de>, E> {
                Ok(Words(Cow::Borrowed(words)))
            }

            fn visit_str<E: de::Error>(self, words: &str) -> Result<Words<'de>, E> {
                Ok(Words(Cow::Owned(words.to_owned())))
            }

            fn visit_string<E: de::Error>(self, words: String) -> Result<Words<'de>, E> {
                Ok(Words(Cow::Owned(words)))
            }
        }
        deserializer.deserialize_str(Reader)
    }
}

/// The value of an attribute: `true`, a number or words.
#[derive(Clone, Debug)]
pub(crate) struct FileValue(pub Value);

impl<'de> Deserialize<'de> for FileValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = FileValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false, a number or words in quotation marks")
            }

            fn visit_bool<E: de::Error>(self, flag: bool) -> Result<FileValue, E> {
                Ok(FileValue(Value::Flag(flag)))
            }

            fn visit_str<E: de::Error>(self, words: &str) -> Result<FileValue, E> {
                Ok(FileValue(Value::Text(words.to_owned())))
            }

            fn visit_string<E: de::Error>(self, words: String) -> Result<FileValue, E> {
                Ok(FileValue(Value::Text(words)))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<FileValue, E> {
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a number of the file is a float"
                )]
                self.visit_f64(number as f64)
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<FileValue, E> {
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a number of the file is a float"
                )]
                self.visit_f64(number as f64)
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<FileValue, E> {
                let number = Number::new(number);
                let number = number.ok_or_else(|| E::custom("a number is not finite"))?;
                Ok(FileValue(Value::Number(number)))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// A moment, as `2026-11-25T10:09:37.123Z`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileTime(pub Time);

impl<'de> Deserialize<'de> for FileTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Words::deserialize(deserializer)?;
        time_from_words(words.as_str()).map(Self).ok_or_else(|| {
            let found = crate::formats::excerpt(words.as_str(), 40);
            de::Error::custom(format!(
                "{found:?} is no time such as \"2026-11-25T10:09:37Z\""
            ))
        })
    }
}

const DAY: i64 = 86_400_000;

/// A moment as words, to the millisecond, in UTC.
pub(crate) fn time_to_words(time: Time) -> String {
    let (days, rest) = (
        time.milliseconds().div_euclid(DAY),
        time.milliseconds().rem_euclid(DAY),
    );
    let (year, month, day) = civil(days);
    let (hours, minutes) = (rest / 3_600_000, rest / 60_000 % 60);
    let (seconds, millis) = (rest / 1000 % 60, rest % 1000);
    let date = format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}");
    if millis == 0 {
        format!("{date}Z")
    } else {
        format!("{date}.{millis:03}Z")
    }
}

/// The moment that words of that shape say; none if they have another shape or say no moment.
pub(crate) fn time_from_words(words: &str) -> Option<Time> {
    let (date, clock) = words.strip_suffix('Z')?.split_once('T')?;
    let (negative, date) = date
        .strip_prefix('-')
        .map_or((false, date), |date| (true, date));
    let mut date = date.splitn(3, '-').map(number);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let year = if negative { -year } else { year };
    let (clock, millis) = match clock.split_once('.') {
        Some((clock, millis)) if millis.len() == 3 => (clock, number(millis)?),
        Some(_) => return None,
        None => (clock, 0),
    };
    let mut clock = clock.splitn(3, ':').map(number);
    let (hours, minutes, seconds) = (clock.next()??, clock.next()??, clock.next()??);
    let sound = hours < 24 && minutes < 60 && seconds < 60;
    let days = days_since_1970(year, month, day).filter(|_| sound)?;
    let rest = ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis;
    // Added as wider numbers, for the first and the last representable day are not whole.
    let time = i128::from(days) * i128::from(DAY) + i128::from(rest);
    i64::try_from(time).ok().map(Time::new)
}

/// Up to nine digits, so that nothing that is worked out from them can overflow.
fn number(digits: &str) -> Option<i64> {
    let sound = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if sound { digits.parse().ok() } else { None }
}

/// Year, month and day of a day counted from 1 January 1970, in the Gregorian calendar carried on
/// both ways, after Howard Hinnant's «chrono-compatible low-level date algorithms».
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The inverse of [`civil`]; none for a day that no calendar has.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let from_march = year - i64::from(month <= 2);
    let (era, year_of_era) = (from_march.div_euclid(400), from_march.rem_euclid(400));
    let month_from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = era * 146_097 + day_of_era - 719_468;
    (civil(days) == (year, month, day)).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_people_write_them() {
        assert_eq!(time_to_words(Time::new(0)), "1970-01-01T00:00:00Z");
        assert_eq!(
            time_to_words(Time::new(1_795_601_377_123)),
            "2026-11-25T10:09:37.123Z"
        );
        assert_eq!(time_to_words(Time::new(-1)), "1969-12-31T23:59:59.999Z");
    }

    #[test]
    fn every_time_comes_back() {
        for time in [
            0,
            1,
            -1,
            i64::MIN,
            i64::MAX,
            951_782_400_000,
            -62_200_000_000_000,
        ] {
            let time = Time::new(time);
            assert_eq!(time_from_words(&time_to_words(time)), Some(time));
        }
    }

    #[test]
    fn no_such_day_is_no_time() {
        for words in [
            "2026-02-30T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01",
            "",
            "Z",
            "2026-01-01T00:00:00.1Z",
            "9999999999-01-01T00:00:00Z",
            "2026-01-99999999999999999T00:00:00Z",
            "2026-9223372036854775807-01T00:00:00Z",
        ] {
            assert_eq!(time_from_words(words), None, "{words}");
        }
    }
}
