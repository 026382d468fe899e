//! Names that others can hold: of files, and of tags in formats that allow few letters.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// The longest name of a file, without its ending, in bytes.
const LONGEST: usize = 120;

/// Names that some systems keep for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Whether a name has only the letters a–z and A–Z, digits, `-` and `_`, and some.
pub fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_plain_letter)
}

/// The name with `_` for every other letter; `_` for no name.
pub fn plain(name: &str) -> Cow<'_, str> {
    if is_plain(name) {
        return Cow::Borrowed(name);
    }
    let letter = |letter: char| if is_plain_letter(letter) { letter } else { '_' };
    let changed: String = name.chars().map(letter).collect();
    Cow::Owned(if changed.is_empty() {
        "_".to_owned()
    } else {
        changed
    })
}

/// A name with only plain letters: every other byte becomes `.` and two hex digits.
pub(super) fn encoded(name: &str) -> String {
    let mut code = String::with_capacity(name.len());
    for byte in name.bytes() {
        match char::from(byte) {
            letter if is_plain_letter(letter) => code.push(letter),
            _ => code.push_str(&format!(".{byte:02x}")),
        }
    }
    code
}

/// The name that [`encoded`] made this of; what it cannot have made stays as it is.
pub(super) fn decoded(code: &str) -> String {
    let mut bytes = Vec::with_capacity(code.len());
    let mut rest = code;
    while let Some((before, after)) = rest.split_once('.') {
        bytes.extend_from_slice(before.as_bytes());
        let hex = after
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let Some(byte) = hex else {
            return code.to_owned();
        };
        bytes.push(byte);
        rest = after.get(2..).unwrap_or_default();
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).unwrap_or_else(|_| code.to_owned())
}

/// Names of files of one folder, each safe on every system and none twice in any case.
#[derive(Debug, Default)]
pub struct FileNames {
    taken: BTreeSet<String>,
    /// Names that are kept for those whose names they are.
    kept: BTreeSet<String>,
}

impl FileNames {
    /// With each of these kept for itself, if it can be a file's as it is: no other becomes it.
    pub fn keeping<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let own = names.filter(|name| safe(name) == **name);
        Self {
            taken: BTreeSet::new(),
            kept: own.map(str::to_lowercase).collect(),
        }
    }

    /// A name for a file, made from what it should be called: no separators, no hidden file, no
    /// device, at most 120 bytes, and with a number if it is taken.
    pub fn give(&mut self, wanted: &str) -> String {
        let safe = safe(wanted);
        let numbered = (2_usize..).map(|number| format!("{safe}-{number}"));
        let mut names = std::iter::once(safe.clone()).chain(numbered);
        let unused = names.find(|name| {
            let known = name.to_lowercase();
            (name == wanted || !self.kept.contains(&known)) && self.taken.insert(known)
        });
        unused.unwrap_or(safe)
    }
}

fn is_plain_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')
}

fn safe(wanted: &str) -> String {
    let letter = |letter: char| match letter {
        letter if letter.is_alphanumeric() => letter,
        ' ' | '-' | '_' | '.' | ',' | '(' | ')' | '+' => letter,
        _ => '_',
    };
    let mut name = String::new();
    for letter in wanted.chars().map(letter) {
        if name.len() + letter.len_utf8() > LONGEST {
            break;
        }
        name.push(letter);
    }
    let name = name.trim_matches([' ', '.']).to_owned();
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    let letters = stem.trim_end_matches(|letter: char| letter.is_ascii_digit());
    match name.as_str() {
        "" => "article".to_owned(),
        _ if DEVICES.contains(&letters) && stem.len() <= 4 => format!("_{name}"),
        _ if name.starts_with('-') => format!("_{name}"),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leaves_its_folder_or_stands_twice() {
        let mut names = FileNames::default();
        let wanted = [
            "moon",
            "Moon",
            "../../x",
            "/etc/passwd",
            "C:\\x",
            "CON",
            "com1.txt",
            "",
            "...",
            "-rf",
            ".hidden",
            "a\u{202e}b\0\n",
        ];
        let given = wanted.map(|wanted| names.give(wanted));
        let expected = [
            "moon",
            "Moon-2",
            "_.._x",
            "_etc_passwd",
            "C__x",
            "_CON",
            "_com1.txt",
            "article",
            "article-2",
            "_-rf",
            "hidden",
            "a_b__",
        ];
        assert_eq!(given, expected);
        assert_eq!(names.give(&"é".repeat(300)).len(), 120);
    }

    #[test]
    fn a_name_that_can_be_a_files_is_nobody_elses() {
        let wanted = ["a/b", "a_b", "A_B", "a?b", "a_b-2"];
        let mut names = FileNames::keeping(wanted.into_iter());
        let given = wanted.map(|wanted| names.give(wanted));
        assert_eq!(given, ["a_b-3", "a_b", "A_B-4", "a_b-5", "a_b-2"]);
    }

    #[test]
    fn a_name_is_coded_and_back() {
        for name in ["i1", "Noémi Tarrow", "", "a.b:c\t", "😀"] {
            assert_eq!(decoded(&encoded(name)), name);
            assert!(
                encoded(name)
                    .chars()
                    .all(|it| is_plain_letter(it) || it == '.')
            );
        }
        assert_eq!(decoded("a.b"), "a.b");
        assert_eq!(decoded("x.ff"), "x.ff");
    }

    #[test]
    fn a_plain_name_stays() {
        assert_eq!(plain("attributed_to"), "attributed_to");
        assert_eq!(plain("attributed to é"), "attributed_to__");
        assert_eq!(plain(""), "_");
    }
}
