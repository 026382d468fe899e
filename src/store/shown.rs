//! Paths and foreign words, made safe to print.

use std::fmt::Write as _;
use std::path::Path;

/// A path as one line of text: what is not Unicode is replaced, what could move the cursor, change
/// colours or turn the direction of writing is escaped.
pub fn shown(path: &Path) -> String {
    escaped(&path.to_string_lossy())
}

/// Words as one line of text: control characters, line ends and characters that turn the direction
/// of writing become escapes such as `\n` and `\u{1b}`.
pub fn escaped(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for char in words.chars() {
        if deceives(char) {
            // Writing to a string cannot fail.
            let _ = write!(line, "{}", char.escape_default());
        } else {
            line.push(char);
        }
    }
    line
}

fn deceives(char: char) -> bool {
    let turns = matches!(char,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    char.is_control() || turns || matches!(char, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_the_cursor_is_escaped_and_letters_are_not() {
        assert_eq!(
            escaped("a\u{1b}[31m\nb\u{202e}c"),
            "a\\u{1b}[31m\\nb\\u{202e}c"
        );
        assert_eq!(escaped("Überschrift «да» 👩‍👩‍👧"), "Überschrift «да» 👩‍👩‍👧");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_unicode_is_shown() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"caf\xe9\t.txt"));
        assert_eq!(shown(path), "caf\u{fffd}\\t.txt");
    }
}
