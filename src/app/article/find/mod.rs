//! Finding words in the article or in all of them: a slim bar over the paper, the hits in the text
//! and on the ruler, and a list of them in their lines.

mod chosen;
mod list;
mod search;
mod ui;

use chosen::LeftOut;
use search::{Query, Search};

use crate::project::Id;
use crate::text::TextRange;

/// What is looked for, and where it was found.
#[derive(Default)]
pub(super) struct Find {
    open: bool,
    takes_focus: bool,
    listed: bool,
    query: Query,
    search: Search,
    article: Option<Id>,
    left_out: LeftOut,
}

impl Find {
    /// The hits in the article in view, and a number that changes whenever they do.
    pub(super) fn hits(&self) -> (u64, &[TextRange]) {
        let article = self.article.as_ref().filter(|_| self.open);
        let hits = article.map_or(&[][..], |article| self.search.hits_of(article));
        (self.search.version(), hits)
    }

    /// The hits that reach into `range`.
    pub(super) fn hits_in(&self, range: TextRange) -> &[TextRange] {
        let (_, hits) = self.hits();
        let first = hits.partition_point(|hit| hit.end <= range.start);
        let after = hits.partition_point(|hit| hit.start < range.end);
        hits.get(first..after).unwrap_or_default()
    }
}

/// A hit's line: the words before it, the hit, and the words after, each no longer than fits.
fn line_of(text: &crate::text::Text, words: TextRange) -> (String, String, String) {
    const BEFORE: usize = 32;
    const WITHIN: usize = 80;
    const AFTER: usize = 90;
    let (before, rest) = text
        .as_str()
        .split_at_checked(words.start.0)
        .unwrap_or_default();
    let (hit, after) = rest.split_at_checked(words.len()).unwrap_or_default();
    let mut start: Vec<char> = before
        .chars()
        .rev()
        .take_while(|char| *char != '\n')
        .take(BEFORE)
        .collect();
    start.reverse();
    let cut = before
        .chars()
        .rev()
        .nth(start.len())
        .is_some_and(|char| char != '\n');
    let before = if cut { "…" } else { "" }.to_owned() + &String::from_iter(start);
    let plain = |words: &str, most: usize| -> String {
        let shown = words.chars().take(most);
        shown
            .map(|char| if char.is_control() { ' ' } else { char })
            .collect()
    };
    let line_end = after.find('\n').unwrap_or(after.len()).min(AFTER * 4);
    let after = after
        .get(..after.floor_char_boundary(line_end))
        .unwrap_or_default();
    (
        plain(&before, BEFORE + 1),
        plain(hit, WITHIN),
        plain(after, AFTER),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    fn line(text: &str, hit: &str) -> String {
        let start = text.find(hit).expect("the hit");
        let words = TextRange::new(start, start + hit.len());
        let (before, hit, after) = line_of(&Text::new(text), words);
        format!("{before}[{hit}]{after}")
    }

    #[test]
    fn a_hit_stands_in_its_line_and_no_further() {
        assert_eq!(
            line("one\ntwo three four\nfive", "three"),
            "two [three] four"
        );
        assert_eq!(line("three", "three"), "[three]");
        assert_eq!(line("a\tthree\r\nb", "three"), "a [three] ");
    }

    #[test]
    fn a_long_line_is_cut_before_the_hit() {
        let text = format!("{}three{}", "wörd ".repeat(20), " é".repeat(1000));
        let line = line(&text, "three");
        assert!(line.starts_with("…"), "{line}");
        assert!(line.contains("wörd [three] é"), "{line}");
        assert!(line.chars().count() < 150, "{line}");
    }
}
