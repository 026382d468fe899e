//! A passage's words with some of their context, so that it finds its place again when its
//! offsets were damaged.

use super::search::overlapping_matches;
use super::{ByteIndex, Text, TextRange};

/// Code points of context kept on each side.
const CONTEXT: usize = 32;

/// What a passage says and what stands around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quote {
    /// Up to 32 code points before the passage.
    pub prefix: String,
    /// The passage itself.
    pub exact: String,
    /// Up to 32 code points after it.
    pub suffix: String,
}

impl Quote {
    /// The quote of a range; none if the range is not one of the text.
    pub fn new(text: &Text, range: TextRange) -> Option<Self> {
        let exact = text.slice(range)?;
        let (before, after) = around(text, range)?;
        let mut prefix: Vec<char> = before.chars().rev().take(CONTEXT).collect();
        prefix.reverse();
        Some(Self {
            prefix: prefix.into_iter().collect(),
            exact: exact.to_owned(),
            suffix: after.chars().take(CONTEXT).collect(),
        })
    }
}

/// The place whose words are the quote's and whose context agrees with it in the most code points;
/// of equals the one that starts nearest to the hint. None if the words stand nowhere, or are none.
pub fn find_quote(text: &Text, quote: &Quote, hint: ByteIndex) -> Option<TextRange> {
    overlapping_matches(text, &quote.exact).min_by_key(|range| {
        let distance = range.start.0.abs_diff(hint.0);
        (std::cmp::Reverse(agreement(text, *range, quote)), distance)
    })
}

fn agreement(text: &Text, range: TextRange, quote: &Quote) -> usize {
    let Some((before, after)) = around(text, range) else {
        return 0;
    };
    let same = |(a, b): &(char, char)| a == b;
    let prefix = before.chars().rev().zip(quote.prefix.chars().rev());
    let suffix = after.chars().zip(quote.suffix.chars());
    prefix.take_while(same).count() + suffix.take_while(same).count()
}

fn around(text: &Text, range: TextRange) -> Option<(&str, &str)> {
    let before = text.as_str().get(..range.start.0)?;
    let after = text.as_str().get(range.end.0..)?;
    Some((before, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_decides_before_nearness() {
        let text = Text::new("He said no. She said no. They all said no.");
        let second = TextRange::new(21, 23);
        let quote = Quote::new(&text, second).unwrap();
        assert_eq!(quote.exact, "no");
        assert_eq!(find_quote(&text, &quote, ByteIndex(0)), Some(second));
        let bare = Quote {
            exact: "no".into(),
            ..Quote::default()
        };
        assert_eq!(
            find_quote(&text, &bare, ByteIndex(41)),
            Some(TextRange::new(39, 41))
        );
    }

    #[test]
    fn a_quote_finds_its_place_in_a_text_that_moved() {
        let before = Text::new("It is made of cheese, he said.");
        let quote = Quote::new(&before, TextRange::new(6, 20)).unwrap();
        let after = Text::new("Updated. “It is made of cheese”, he said.");
        let found = find_quote(&after, &quote, ByteIndex(6)).unwrap();
        assert_eq!(after.slice(found), Some("made of cheese"));
    }

    #[test]
    fn words_that_are_gone_are_not_found() {
        let text = Text::new("abc");
        let mut quote = Quote::new(&text, TextRange::new(0, 1)).unwrap();
        quote.exact = "z".into();
        assert_eq!(find_quote(&text, &quote, ByteIndex(0)), None);
        quote.exact.clear();
        assert_eq!(find_quote(&text, &quote, ByteIndex(0)), None);
    }

    #[test]
    fn context_is_counted_in_code_points() {
        let text = Text::new("é".repeat(40) + "x" + &"ü".repeat(40));
        let quote = Quote::new(&text, TextRange::new(80, 81)).unwrap();
        assert_eq!(quote.prefix.chars().count(), 32);
        assert_eq!(quote.suffix.chars().count(), 32);
        assert_eq!(Quote::new(&text, TextRange::new(1, 2)), None);
    }
}
