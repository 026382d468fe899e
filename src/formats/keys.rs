//! A person's own keys, as RON: a list of pairs of a command's name and a key.
//!
//! `[("palette", "Ctrl+P"), ("undo", "")]`: an empty key takes the command's own keys away. What
//! the names and keys mean, and which of them clash, is known to the window.

use super::preferences::{SettingsError, settings};

/// A command and a key for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBinding {
    /// The command's name.
    pub command: String,
    /// The key as it was typed, such as `Ctrl+Shift+P`; empty for none.
    pub key: String,
}

/// Reads a list of keys, in its order.
///
/// # Errors
/// The first place that is not such a list.
pub fn read(bytes: &[u8]) -> Result<Vec<KeyBinding>, SettingsError> {
    let pairs: Vec<(String, String)> = settings(bytes)?;
    Ok(pairs
        .into_iter()
        .map(|(command, key)| KeyBinding { command, key })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_order_and_a_command_may_have_two() {
        let keys =
            read(b"// mine\n[(\"palette\", \"Ctrl+P\"), (\"undo\", \"\"), (\"palette\", \"F2\")]");
        let keys: Vec<_> = keys
            .unwrap()
            .into_iter()
            .map(|key| (key.command, key.key))
            .collect();
        let pair = |command: &str, key: &str| (command.to_owned(), key.to_owned());
        assert_eq!(
            keys,
            [
                pair("palette", "Ctrl+P"),
                pair("undo", ""),
                pair("palette", "F2")
            ]
        );
    }

    #[test]
    fn what_is_not_a_list_of_pairs_is_named_with_its_place() {
        let sentence = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        let cases: [&[u8]; 3] = [b"[(\"undo\")]", b"[(\"undo\", 3)]", b"{}"];
        insta::assert_snapshot!(cases.map(sentence).join("\n"), @r#"
        line 1, column 9: Expected a tuple of size 2 but found one element instead
        line 1, column 11: Expected string
        line 1, column 1: Expected opening `[`
        "#);
    }
}
