//! A table of what foreign tags and links become, which people edit: `tag`, a tab, the name in the
//! files, a tab, the name here; no name here leaves it out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What foreign tags and kinds of link become.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
            table.insert(from.to_owned(), to.map(str::to_owned));
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

    /// The table as a file; what it says of itself stands in its first lines.
    pub fn encode(&self) -> String {
        let mut text =
            "# tag or link, its name in the files, its name here (nothing: left out)\n".to_owned();
        for (kind, table) in [("tag", &self.tags), ("link", &self.links)] {
            for (from, to) in table {
                let to = to.as_deref().unwrap_or_default();
                // Writing to a string cannot fail.
                let _ = writeln!(text, "{kind}\t{from}\t{to}");
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
