//! What is known about an article, under the names that Postil has for it, whatever the format
//! calls it.

use super::prose::one_line;
use crate::project::{Metadata, Value};

/// The most code points of one fact.
const LONGEST: usize = 2_000;

/// What others call the facts that Postil has names for.
const NAMES: [(&str, &[&str]); 6] = [
    (
        "title",
        &[
            "title",
            "headline",
            "heading",
            "subject",
            "titre",
            "titel",
            "заголовок",
        ],
    ),
    (
        "author",
        &[
            "author", "authors", "byline", "creator", "writer", "from", "by",
        ],
    ),
    (
        "date",
        &[
            "date",
            "published",
            "publication_date",
            "publish_date",
            "published_at",
            "pubdate",
            "date_published",
            "datepublished",
            "created",
            "created_at",
            "time",
            "timestamp",
            "datum",
        ],
    ),
    (
        "outlet",
        &[
            "outlet",
            "publisher",
            "publication",
            "site",
            "site_name",
            "source",
            "newspaper",
            "media",
            "domain",
        ],
    ),
    (
        "url",
        &[
            "url",
            "link",
            "uri",
            "permalink",
            "canonical",
            "webpage",
            "source_url",
        ],
    ),
    ("language", &["language", "lang", "locale"]),
];

/// A text that a format has given, with what it says about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Draft {
    /// What the format calls it, if it does.
    pub(super) title: Option<String>,
    pub(super) text: String,
    pub(super) meta: Metadata,
    pub(super) notices: Vec<String>,
}

impl Draft {
    pub(super) fn of(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }

    /// Takes a fact if Postil has a name for it and does not know it yet.
    pub(super) fn fact(&mut self, name: &str, value: &str) {
        if let Some(name) = known_name(name) {
            self.set(name, value);
        }
    }

    /// Takes a fact under Postil's name for it, or under its own.
    pub(super) fn detail(&mut self, name: &str, value: &str) {
        self.set(known_name(name).unwrap_or(name), value);
    }

    /// The value of a fact.
    pub(super) fn known(&self, name: &str) -> Option<&str> {
        self.meta.text(name)
    }

    fn set(&mut self, name: &str, value: &str) {
        let value = one_line(value);
        if value.is_empty() || name.trim().is_empty() {
            return;
        }
        let value = crate::formats::excerpt(&value, LONGEST);
        if name == "title" {
            self.title.get_or_insert(value);
            return;
        }
        let value = match name {
            "date" => day(&value).unwrap_or(value),
            "language" => value.replace('_', "-"),
            _ => value,
        };
        let facts = &mut self.meta.0;
        facts.entry(name.to_owned()).or_insert(Value::Text(value));
    }
}

/// Postil's name for what a format calls so.
pub(super) fn known_name(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    let found = NAMES
        .iter()
        .find(|(_, others)| others.contains(&name.as_str()));
    found.map(|(name, _)| *name)
}

/// The day of a date that begins as ISO 8601 lays it down, with or without hyphens.
pub(super) fn day(date: &str) -> Option<String> {
    let digits = |from: usize, to: usize| {
        let part = date.get(from..to)?;
        let plain = part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then_some(part)
    };
    let hyphens = date.get(4..5) == Some("-");
    let (year, month, day, end) = if hyphens {
        (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?, 10)
    } else {
        (digits(0, 4)?, digits(4, 6)?, digits(6, 8)?, 8)
    };
    let in_order = !hyphens || date.get(7..8) == Some("-");
    let number = |text: &str| text.parse::<u8>().ok();
    let real = (1..=12).contains(&number(month)?) && (1..=31).contains(&number(day)?);
    let next = date.get(end..).and_then(|rest| rest.chars().next());
    let ends = next.is_none_or(|next| matches!(next, 'T' | 't' | ' ' | 'Z' | '+'));
    (in_order && real && ends).then(|| format!("{year}-{month}-{day}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_taken_only_from_what_is_a_date() {
        assert_eq!(
            day("2026-03-04T08:15:00+01:00").as_deref(),
            Some("2026-03-04")
        );
        assert_eq!(day("2026-03-04").as_deref(), Some("2026-03-04"));
        assert_eq!(day("20260304").as_deref(), Some("2026-03-04"));
        for no in [
            "4 March 2026",
            "2026-13-04",
            "2026-3-4",
            "202603041",
            "2026/03/04",
            "",
            "день",
        ] {
            assert_eq!(day(no), None, "{no}");
        }
    }

    #[test]
    fn the_first_fact_stands_and_names_of_others_are_known() {
        let mut draft = Draft::default();
        draft.fact("Publication Date", "2026-03-04 10:00");
        draft.fact("pubdate", "2020-01-01");
        draft.fact("layout", "post");
        draft.detail("Kept  as it is", " a\n b ");
        draft.fact("Headline", " The  dam ");
        draft.fact("lang", "en_GB");
        assert_eq!(draft.title.as_deref(), Some("The dam"));
        let facts: Vec<_> = draft
            .meta
            .0
            .iter()
            .map(|(name, value)| format!("{name}={}", value.as_text().unwrap()))
            .collect();
        assert_eq!(
            facts,
            ["Kept  as it is=a b", "date=2026-03-04", "language=en-GB"]
        );
    }
}
