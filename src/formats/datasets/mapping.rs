//! A table of what foreign tags and links become, which people edit: `tag`, a tab, the name in the
//! files, a tab, the name here; no name here leaves it out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// What foreign tags and kinds of link become.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// Tags: their names in the files, and here; none leaves the marks out.
    pub tags: BTreeMap<String, Option<String>>,
    /// Kinds of link, in the same way.
    pub links: BTreeMap<String, Option<String>>,
}

/// Why a table cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// A byte is no UTF-8.
    #[error("failed to read the table: it is not UTF-8")]
    NotUtf8,
    /// A line is not what it should be.
    #[error(
        "failed to read the table: line {0} is not «tag», a tab, the name in the files, a tab, the name here"
    )]
    Line(usize),
    /// A name stands in two rows.
    #[error("failed to read the table: line {0} says a second time what {1:?} becomes")]
    Twice(usize, String),
}

impl Mapping {
    /// Reads a table. Lines that start with `#` and empty ones say nothing.
    ///
    /// # Errors
    /// The first line that is wrong.
    pub fn decode(bytes: &[u8]) -> Result<Self, MappingError> {
        let text = std::str::from_utf8(bytes).map_err(|_| MappingError::NotUtf8)?;
        let mut mapping = Self::default();
        for (place, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let mut cells = line.split('\t');
            let (kind, from, to) = (cells.next(), cells.next(), cells.next());
            let table = match kind {
                Some("tag") => &mut mapping.tags,
                Some("link") => &mut mapping.links,
                _ => return Err(MappingError::Line(place + 1)),
            };
            let from = from.ok_or(MappingError::Line(place + 1))?;
            let to = to.map(str::trim).filter(|to| !to.is_empty());
            if table
                .insert(from.to_owned(), to.map(str::to_owned))
                .is_some()
            {
                return Err(MappingError::Twice(place + 1, from.to_owned()));
            }
        }
        Ok(mapping)
    }

    /// What a tag becomes; none if its marks are left out.
    pub fn tag<'m>(&'m self, name: &'m str) -> Option<&'m str> {
        self.tags.get(name).map_or(Some(name), Option::as_deref)
    }

    /// What a kind of link becomes; none if its links are left out.
    pub fn link<'m>(&'m self, name: &'m str) -> Option<&'m str> {
        self.links.get(name).map_or(Some(name), Option::as_deref)
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.links.is_empty()
    }

    /// With a row for each of these names: what it becomes by this table, else itself.
    #[must_use]
    pub fn complete<'n>(
        mut self,
        tags: impl IntoIterator<Item = &'n String>,
        links: impl IntoIterator<Item = &'n String>,
    ) -> Self {
        for tag in tags {
            let row = self.tags.entry(tag.clone());
            row.or_insert_with(|| Some(tag.clone()));
        }
        for link in links {
            let row = self.links.entry(link.clone());
            row.or_insert_with(|| Some(link.clone()));
        }
        self
    }

    /// Without the rows in which a name becomes itself, which say nothing.
    #[must_use]
    pub fn without_identities(mut self) -> Self {
        let says = |from: &String, to: &mut Option<String>| to.as_ref() != Some(from);
        self.tags.retain(says);
        self.links.retain(says);
        self
    }

    /// Takes from another table what it says of these names, and forgets what was said of them.
    pub fn learn<'n>(
        &mut self,
        from: &Self,
        tags: impl IntoIterator<Item = &'n String>,
        links: impl IntoIterator<Item = &'n String>,
    ) {
        learn(&mut self.tags, &from.tags, tags);
        learn(&mut self.links, &from.links, links);
    }

    /// The table as a file; what it says of itself stands in its first lines. Names with tabs or
    /// line ends can stand in none: they are counted there.
    pub fn encode(&self) -> String {
        let mut text =
            "# tag or link, its name in the files, its name here (nothing: left out)\n".to_owned();
        let rows = || self.tags.iter().chain(&self.links);
        let fits = |name: &str| !name.contains(['\t', '\n', '\r']);
        let whole =
            |(from, to): &(&String, &Option<String>)| fits(from) && to.as_deref().is_none_or(fits);
        let left_out = rows().filter(|row| !whole(row)).count();
        if left_out > 0 {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "# not written, for the tabs and line ends in them: {left_out}"
            );
        }
        for (kind, table) in [("tag", &self.tags), ("link", &self.links)] {
            for (from, to) in table.iter().filter(whole) {
                let to = to.as_deref().unwrap_or_default();
                // Writing to a string cannot fail.
                let _ = writeln!(text, "{kind}\t{from}\t{to}");
            }
        }
        text
    }
}

fn learn<'n>(
    table: &mut BTreeMap<String, Option<String>>,
    from: &BTreeMap<String, Option<String>>,
    names: impl IntoIterator<Item = &'n String>,
) {
    for name in names {
        match from.get(name) {
            Some(to) => table.insert(name.clone(), to.clone()),
            None => table.remove(name),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_name_that_no_line_can_hold_is_counted_and_breaks_none() {
        let mapping = Mapping::default().complete(&names(&["PER", "a\tb", "c\nd"]), &[]);
        let text = mapping.encode();
        assert!(text.contains("in them: 2\n"), "{text}");
        let back = Mapping::decode(text.as_bytes()).unwrap();
        assert_eq!(back, Mapping::default().complete(&names(&["PER"]), &[]));
        assert!(back.without_identities().is_empty());
    }

    #[test]
    fn what_is_learnt_takes_the_place_of_what_was_known_of_the_same_names() {
        let known = b"tag\tPER\tentity\ntag\tORG\tsource\ntag\tOLD\t";
        let mut known = Mapping::decode(known).unwrap();
        let now = Mapping::decode(b"tag\tPER\tsource\ntag\tX\tclaim").unwrap();
        known.learn(&now, &names(&["PER", "ORG"]), &[]);
        let expected = Mapping::decode(b"tag\tPER\tsource\ntag\tOLD\t").unwrap();
        assert_eq!(known, expected);
    }

    #[test]
    fn a_table_comes_back_as_it_was() {
        let text = b"# x\n\ntag\tPER\tentity\ntag\tMISC\t\nlink\trel\tabout\n";
        let mapping = Mapping::decode(text).unwrap();
        assert_eq!(mapping.tags.get("PER"), Some(&Some("entity".to_owned())));
        assert_eq!(mapping.tags.get("MISC"), Some(&None));
        assert_eq!(Mapping::decode(mapping.encode().as_bytes()), Ok(mapping));
        assert_eq!(
            Mapping::decode(b"# a\nPER\tentity"),
            Err(MappingError::Line(2))
        );
        assert_eq!(Mapping::decode(b"\xff"), Err(MappingError::NotUtf8));
    }
}
