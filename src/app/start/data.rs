//! The files that were open last, in words.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::formats::preferences;
use crate::project::Time;

/// A file that was open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recent {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called.
    pub name: String,
    /// What was in it, and when it was open.
    pub detail: String,
}

impl Recent {
    /// A remembered file in words, with times of day where the user is.
    pub fn of(remembered: &preferences::Recent, now: Time) -> Self {
        Self::at(remembered, now, &TimeZone::system())
    }

    fn at(remembered: &preferences::Recent, now: Time, zone: &TimeZone) -> Self {
        let path = PathBuf::from(&remembered.path);
        let name = path.file_name().map(Path::new).unwrap_or(&path);
        let name = name.display().to_string();
        let mut parts = Vec::new();
        match remembered.articles {
            0 => {}
            1 => parts.push("1 article".to_owned()),
            many => parts.push(format!("{many} articles")),
        }
        match (remembered.done, remembered.articles) {
            (0, _) | (_, 0) => {}
            (1, 1) => parts.push("done".to_owned()),
            (done, all) if done >= all => parts.push("all done".to_owned()),
            (done, _) => parts.push(format!("{done} done")),
        }
        parts.extend(ago(Time::new(remembered.opened), now, zone));
        Self {
            path,
            name,
            detail: parts.join(", "),
        }
    }
}

/// How long ago, as people say it; nothing for a time that no calendar has.
fn ago(then: Time, now: Time, zone: &TimeZone) -> Option<String> {
    let day = |time: Time| -> Option<Zoned> {
        let timestamp = Timestamp::from_millisecond(time.milliseconds()).ok()?;
        Some(timestamp.to_zoned(zone.clone()))
    };
    let (then_day, now_day) = (day(then)?, day(now)?);
    let minutes = (now.milliseconds().saturating_sub(then.milliseconds())).max(0) / 60_000;
    let words = match minutes {
        0 => "just now".to_owned(),
        1 => "a minute ago".to_owned(),
        2..60 => format!("{minutes} minutes ago"),
        60..120 => "an hour ago".to_owned(),
        _ if then_day.date() == now_day.date() => format!("{} hours ago", minutes / 60),
        _ if Some(then_day.date()) == now_day.date().yesterday().ok() => "yesterday".to_owned(),
        _ if then_day.year() == now_day.year() => then_day.strftime("%-d %B").to_string(),
        _ => then_day.strftime("%-d %B %Y").to_string(),
    };
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 4 March 2026, 12:00 UTC.
    const NOON: i64 = 1_772_625_600_000;
    const HOUR: i64 = 3_600_000;

    fn detail(articles: usize, done: usize, hours_ago: i64) -> String {
        let remembered = preferences::Recent {
            path: "/home/mara/dam-desk.ron".to_owned(),
            articles,
            done,
            opened: NOON - hours_ago * HOUR,
        };
        let recent = Recent::at(&remembered, Time::new(NOON), &TimeZone::UTC);
        assert_eq!(recent.name, "dam-desk.ron");
        recent.detail
    }

    #[test]
    fn a_recent_file_is_told_in_words() {
        let told = [
            detail(40, 6, 1),
            detail(12, 12, 20),
            detail(1, 1, 0),
            detail(200, 0, 3),
            detail(0, 0, 96),
            detail(3, 1, 24 * 100),
        ];
        insta::assert_snapshot!(told.join("\n"), @r#"
        40 articles, 6 done, an hour ago
        12 articles, all done, yesterday
        1 article, done, just now
        200 articles, 3 hours ago
        28 February
        3 articles, 1 done, 24 November 2025
        "#);
    }
}
