//! Keys by name: «Ctrl+Shift+P», «?», «Alt+Right».

use egui::{Key, Modifiers};

/// A key with what is held down beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stroke {
    /// Ctrl; Command on macOS.
    pub command: bool,
    /// Alt; Option on macOS.
    pub alt: bool,
    /// Shift.
    pub shift: bool,
    /// The key.
    pub key: Key,
}

impl Stroke {
    /// Reads a name such as «Ctrl+Shift+P». Case does not matter; nothing, if it names no key.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        // The last plus may be the key itself.
        let (held, key) = match name.strip_suffix("++") {
            Some(held) => (held, "Plus"),
            None if name == "+" => ("", "Plus"),
            None => name.rsplit_once('+').unwrap_or(("", name)),
        };
        let mut stroke = Self {
            command: false,
            alt: false,
            shift: false,
            key: key_named(key.trim())?,
        };
        for word in held
            .split('+')
            .map(str::trim)
            .filter(|word| !word.is_empty())
        {
            match word.to_ascii_lowercase().as_str() {
                "ctrl" | "control" | "cmd" | "command" => stroke.command = true,
                "alt" | "option" => stroke.alt = true,
                "shift" => stroke.shift = true,
                _ => return None,
            }
        }
        Some(stroke)
    }

    /// What is held down, exactly; nothing where a key is held that no name has.
    pub(super) fn pressed(key: Key, held: Modifiers) -> Option<Self> {
        let nameless = if cfg!(target_os = "macos") {
            held.ctrl
        } else {
            held.mac_cmd
        };
        (!nameless).then_some(Self {
            command: held.command || held.ctrl,
            alt: held.alt,
            shift: held.shift,
            key,
        })
    }

    /// The name that people read.
    pub fn name(&self) -> String {
        let command = if cfg!(target_os = "macos") {
            "Cmd"
        } else {
            "Ctrl"
        };
        let held = [
            (self.command, command),
            (self.alt, "Alt"),
            (self.shift, "Shift"),
        ];
        let held = held.iter().filter(|(down, _)| *down).map(|(_, name)| *name);
        let parts: Vec<_> = held.chain([shown(self.key)]).collect();
        parts.join("+")
    }

    /// Whether a text field needs this for itself, so that it is no command while one types.
    pub(super) fn is_for_typing(&self) -> bool {
        if is_function(self.key) {
            return false;
        }
        // Option types letters of its own on macOS.
        let commands = self.command || (self.alt && !cfg!(target_os = "macos"));
        !commands || EDITING.contains(&self.key)
    }

    /// The strokes that a key press may mean, the likeliest first.
    ///
    /// A symbol is the same with or without Shift, since layouts differ in where they have it. A
    /// digit's key is that digit, whatever stands on it: with Shift it arrives as «!» or «/», and
    /// on a French keyboard without Shift as «&».
    pub(super) fn meanings(
        key: Key,
        physical: Option<Key>,
        held: Modifiers,
    ) -> impl Iterator<Item = Self> {
        let exact = Self::pressed(key, held);
        let symbol = exact
            .filter(|stroke| stroke.shift && is_symbol(key))
            .map(|stroke| Self {
                shift: false,
                ..stroke
            });
        let question = symbol.filter(|_| key == Key::Slash).map(|stroke| Self {
            key: Key::Questionmark,
            ..stroke
        });
        let digit = physical
            .filter(|physical| is_digit(*physical) && *physical != key)
            .and_then(|digit| Self::pressed(digit, held));
        // A «/» that comes with Shift from the key of a digit is no «?».
        let question = question.filter(|_| digit.is_none());
        [
            exact,
            digit.filter(|stroke| stroke.shift),
            question,
            symbol,
            digit,
        ]
        .into_iter()
        .flatten()
    }
}

/// Keys that text fields use with Ctrl or Alt.
const EDITING: [Key; 15] = [
    Key::Z,
    Key::Y,
    Key::X,
    Key::C,
    Key::V,
    Key::A,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::ArrowUp,
    Key::ArrowDown,
    Key::Home,
    Key::End,
    Key::Backspace,
    Key::Delete,
    Key::Enter,
];

fn key_named(name: &str) -> Option<Key> {
    let by_case = || {
        Key::ALL
            .iter()
            .copied()
            .find(|key| key.name().eq_ignore_ascii_case(name))
    };
    Key::from_name(name).or_else(by_case)
}

/// How people read a key: as it stands on the keyboard.
fn shown(key: Key) -> &'static str {
    match key {
        Key::Comma => ",",
        Key::Period => ".",
        Key::Questionmark => "?",
        Key::Exclamationmark => "!",
        Key::Slash => "/",
        Key::Escape => "Esc",
        _ => key.name(),
    }
}

fn is_digit(key: Key) -> bool {
    (Key::Num0..=Key::Num9).contains(&key)
}

fn is_symbol(key: Key) -> bool {
    (Key::Colon..=Key::Quote).contains(&key)
}

fn is_function(key: Key) -> bool {
    (Key::F1..=Key::F35).contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_written() {
        let same = [
            "P",
            "Ctrl+Shift+P",
            "Alt+Right",
            "Ctrl+Alt+Shift+Left",
            "?",
            ".",
            "Ctrl+,",
            "Plus",
            "Ctrl+Plus",
            "Shift+1",
            "F1",
            "Esc",
            "Delete",
            "PageDown",
        ];
        for name in same {
            assert_eq!(
                Stroke::parse(name).map(|stroke| stroke.name()).as_deref(),
                Some(name)
            );
        }
        let other = [
            ("Escape", "Esc"),
            ("shift+ctrl+p", "Ctrl+Shift+P"),
            ("Command+Comma", "Ctrl+,"),
            ("Ctrl++", "Ctrl+Plus"),
            ("+", "Plus"),
            ("Questionmark", "?"),
            ("pagedown", "PageDown"),
        ];
        for (name, shown) in other {
            assert_eq!(
                Stroke::parse(name).map(|stroke| stroke.name()).as_deref(),
                Some(shown)
            );
        }
    }

    #[test]
    fn what_names_no_key_is_not_read() {
        for name in ["", "Ctrl", "Ctrl+", "Hyper+P", "Ctrl+Foo", "Ctrl+P+Q", "é"] {
            assert_eq!(Stroke::parse(name), None, "{name}");
        }
    }

    #[test]
    fn a_shifted_digit_is_that_digit_on_every_keyboard() {
        let shift = Stroke::parse("Shift+1").unwrap();
        let arrived = [
            (Key::Num1, Some(Key::Num1)),
            (Key::Exclamationmark, Some(Key::Num1)),
            (Key::Plus, Some(Key::Num1)),
        ];
        for (key, physical) in arrived {
            let meanings: Vec<_> = Stroke::meanings(key, physical, Modifiers::SHIFT).collect();
            assert!(meanings.contains(&shift), "{key:?}: {meanings:?}");
        }
    }

    #[test]
    fn a_question_mark_needs_no_shift_of_its_own() {
        let mark = Stroke::parse("?").unwrap();
        let arrived = [
            (Key::Questionmark, Modifiers::NONE),
            (Key::Questionmark, Modifiers::SHIFT),
            (Key::Slash, Modifiers::SHIFT),
        ];
        for (key, held) in arrived {
            let mut meanings = Stroke::meanings(key, Some(Key::Slash), held);
            assert!(meanings.any(|stroke| stroke == mark), "{key:?}");
        }
        let mut german_seven = Stroke::meanings(Key::Slash, Some(Key::Num7), Modifiers::SHIFT);
        assert!(!german_seven.any(|stroke| stroke == mark));
    }
}
