//! Moments as people say them: «today, 10:42».

use jiff::{Timestamp, Zoned, tz::TimeZone};

use crate::project::Time;

/// The moment as people of this time zone say it; empty if it is no moment that a calendar has.
pub fn when(moment: Time, now: Time, zone: &TimeZone) -> String {
    let (Some(moment), Some(now)) = (local(moment, zone), local(now, zone)) else {
        return String::new();
    };
    let clock = moment.strftime("%H:%M").to_string();
    let day = if moment.date() == now.date() {
        "today".to_owned()
    } else if Some(moment.date()) == now.date().yesterday().ok() {
        "yesterday".to_owned()
    } else if moment.year() == now.year() {
        moment.strftime("%-d %B").to_string()
    } else {
        return moment.strftime("%-d %B %Y").to_string();
    };
    format!("{day}, {clock}")
}

fn local(moment: Time, zone: &TimeZone) -> Option<Zoned> {
    let moment = Timestamp::from_millisecond(moment.milliseconds()).ok()?;
    Some(moment.to_zoned(zone.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-03-04T11:00:00Z";

    fn said(moment: &str) -> String {
        let time = |text: &str| {
            let moment: Timestamp = text.parse().expect("a moment");
            Time::new(moment.as_millisecond())
        };
        when(time(moment), time(NOW), &TimeZone::UTC)
    }

    #[test]
    fn a_moment_of_this_day_is_today() {
        assert_eq!(said("2026-03-04T10:42:59Z"), "today, 10:42");
    }

    #[test]
    fn a_moment_of_the_day_before_is_yesterday() {
        assert_eq!(said("2026-03-03T23:59:00Z"), "yesterday, 23:59");
    }

    #[test]
    fn an_earlier_moment_is_a_date() {
        assert_eq!(said("2026-02-09T08:05:00Z"), "9 February, 08:05");
        assert_eq!(said("2024-12-31T08:05:00Z"), "31 December 2024");
    }

    #[test]
    fn the_day_is_the_zone_s() {
        let east = TimeZone::fixed(jiff::tz::offset(2));
        let late = Time::new(
            "2026-03-03T22:30:00Z"
                .parse::<Timestamp>()
                .expect("a moment")
                .as_millisecond(),
        );
        let now = Time::new(NOW.parse::<Timestamp>().expect("a moment").as_millisecond());
        assert_eq!(when(late, now, &east), "today, 00:30");
    }

    #[test]
    fn a_moment_out_of_the_calendar_says_nothing() {
        assert_eq!(when(Time::new(i64::MAX), Time::new(0), &TimeZone::UTC), "");
    }
}
