//! The first words of a text, on one line: what lists, labels and tooltips show of a mark.

use crate::project::{Annotation, Place};
use crate::text::Text;

/// As many characters as a line of a list can show, with some to spare.
const MOST: usize = 160;

/// The first words of a mark on one line: those of the text, with «…» between fragments, or the
/// annotator's own. Never reads more of a long mark than it shows.
pub fn of_mark(mark: &Annotation, text: &Text) -> String {
    match &mark.place {
        Place::Implicit { wording, .. } => of(wording),
        Place::Span(span) => {
            let pieces = span
                .fragments()
                .iter()
                .filter_map(|range| text.slice(*range));
            let mut line = String::new();
            for piece in pieces {
                if !line.is_empty() {
                    line.push_str(" … ");
                }
                line.push_str(&of(piece));
                if line.chars().count() >= MOST {
                    break;
                }
            }
            line
        }
    }
}

/// The first words of a text on one line.
pub fn of(text: &str) -> String {
    let mut line = String::new();
    let mut characters = text.trim().chars();
    for c in characters.by_ref().take(MOST) {
        // Line ends and tabs are blanks here, and a blank after another says nothing.
        let blank = c.is_whitespace();
        if !blank || !line.ends_with(' ') {
            line.push(if blank { ' ' } else { c });
        }
    }
    if characters.next().is_some() {
        line.push('…');
    }
    line
}

/// «One mark», «18 marks»: a number with its noun. `plural` is the noun for any other than one.
pub fn count(n: usize, one: &str, plural: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{} {plural}", grouped(n))
    }
}

/// A number with a comma between thousands.
pub fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_no_line_end_and_no_more_than_it_shows() {
        assert_eq!(of("  two\n\tlines \n"), "two lines");
        let long = of(&"word ".repeat(100));
        assert!(long.ends_with('…'));
        assert!(long.chars().count() <= MOST + 1);
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(1, "mark", "marks"), "1 mark");
        assert_eq!(count(0, "mark", "marks"), "0 marks");
        assert_eq!(count(12_345, "mark", "marks"), "12,345 marks");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
