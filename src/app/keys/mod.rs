//! Which keys do what.
//!
//! Every command comes with its keys; a person's own list changes them. One key never means two
//! things: who comes first keeps it, and the other is named.

mod collect;
mod stroke;

use std::collections::BTreeMap;

pub use self::stroke::Stroke;
use crate::command::{Listed, Mode};
use crate::formats::keys::KeyBinding;

/// Which keys do what.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    listed: Vec<Listed>,
    /// Each key with the place of its command in the list.
    bound: BTreeMap<(Mode, Stroke), usize>,
    complaints: Vec<String>,
}

impl Keymap {
    /// The keys of these commands.
    pub fn new(listed: Vec<Listed>) -> Self {
        Self::with_changes(listed, &[]).0
    }

    /// The keys of these commands, changed as a person wishes: a command's name, and the keys
    /// that it shall have instead of its own; none takes them away.
    ///
    /// Also what has to be said about it, a sentence each: commands that there are not, keys that
    /// cannot be read, keys that two commands want.
    pub fn with_changes(
        listed: Vec<Listed>,
        changes: &[(String, Vec<String>)],
    ) -> (Self, Vec<String>) {
        let mut keymap = Self {
            listed,
            ..Self::default()
        };
        let mut wanted: Vec<Vec<Stroke>> = keymap
            .listed
            .iter()
            .map(|listed| strokes(&listed.keys))
            .collect();
        let mut changed = Vec::new();
        for (name, keys) in changes {
            let place = keymap.listed.iter().position(|listed| listed.name == *name);
            let Some((place, own)) = place.and_then(|place| Some((place, wanted.get_mut(place)?)))
            else {
                let complaint = format!("There is no command named “{name}”.");
                keymap.complaints.push(complaint);
                continue;
            };
            *own = strokes(keys);
            changed.push(place);
            let unread = keys
                .iter()
                .filter(|key| !key.trim().is_empty() && Stroke::parse(key).is_none());
            let sentence = |key| format!("“{key}”, given to “{name}”, is no key.");
            keymap.complaints.extend(unread.map(sentence));
        }
        let others = (0..wanted.len()).filter(|place| !changed.contains(place));
        let order: Vec<usize> = changed.iter().copied().chain(others).collect();
        for place in order {
            let own = wanted.get(place).map(Vec::as_slice).unwrap_or_default();
            keymap.bind(place, own);
        }
        let complaints = keymap.complaints.clone();
        (keymap, complaints)
    }

    /// Every command with its keys, in the palette's order.
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// The command of this name.
    pub fn command(&self, name: &str) -> Option<&Listed> {
        self.listed.iter().find(|listed| listed.name == name)
    }

    /// The key that is shown for the command of this name, as «Ctrl+K».
    pub fn shown(&self, name: &str) -> Option<&str> {
        self.command(name)?.keys.first().map(String::as_str)
    }

    /// What has to be said about the keys, a sentence each.
    pub fn complaints(&self) -> &[String] {
        &self.complaints
    }

    /// Gives a command those of these keys that are still free.
    fn bind(&mut self, place: usize, keys: &[Stroke]) {
        let mut names = Vec::new();
        let mode = self.listed.get(place).map(Listed::mode).unwrap_or_default();
        for stroke in keys {
            match self.bound.get(&(mode, *stroke)) {
                Some(other) if *other == place => {}
                Some(other) => self.complain(*stroke, *other, place),
                None => {
                    self.bound.insert((mode, *stroke), place);
                    names.push(stroke.name());
                }
            }
        }
        if let Some(listed) = self.listed.get_mut(place) {
            listed.keys = names;
        }
    }

    fn complain(&mut self, stroke: Stroke, has: usize, wants: usize) {
        if let (Some(has), Some(wants)) = (self.listed.get(has), self.listed.get(wants)) {
            let sentence = format!(
                "{} runs “{}” and not “{}”.",
                stroke.name(),
                has.title,
                wants.title
            );
            self.complaints.push(sentence);
        }
    }
}

/// The changes of a `keys.ron`: each command once, with all the keys that the list gives it.
pub fn changes(bindings: &[KeyBinding]) -> Vec<(String, Vec<String>)> {
    let mut changes: Vec<(String, Vec<String>)> = Vec::new();
    for KeyBinding { command, key } in bindings {
        let place = changes.iter().position(|(name, _)| name == command);
        match place.and_then(|place| changes.get_mut(place)) {
            Some((_, keys)) => keys.push(key.clone()),
            None => changes.push((command.clone(), vec![key.clone()])),
        }
    }
    changes
}

fn strokes(keys: &[String]) -> Vec<Stroke> {
    keys.iter().filter_map(|key| Stroke::parse(key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Command, listed};
    use crate::project::tagset::{Colour, LineStyle};
    use crate::project::{Tag, TagStyle, Tagset};

    fn tagset(tags: &[(&str, char, Option<char>)]) -> Tagset {
        let tag = |(name, letter, key): &(&str, char, Option<char>)| Tag {
            id: (*name).into(),
            name: (*name).to_owned(),
            letter: *letter,
            key: *key,
            colour: Colour::Blue,
            line: LineStyle::Rule,
            style: TagStyle::Statement,
            guideline: String::new(),
            attributes: Vec::new(),
            retired: false,
        };
        Tagset {
            tags: tags.iter().map(tag).collect(),
            ..Tagset::default()
        }
    }

    /// The letters and keys that a new project has.
    fn usual() -> Vec<Listed> {
        listed(&tagset(&[
            ("claim", 'C', Some('1')),
            ("rebuttal", 'R', Some('2')),
            ("entity", 'E', Some('3')),
            ("source", 'S', Some('4')),
        ]))
    }

    fn change(name: &str, keys: &[&str]) -> (String, Vec<String>) {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        (name.to_owned(), keys)
    }

    #[test]
    fn no_two_commands_of_the_program_share_a_key_and_every_key_can_be_read() {
        let all = usual();
        for listed in &all {
            for key in &listed.keys {
                assert!(Stroke::parse(key).is_some(), "{}: {key}", listed.name);
            }
        }
        let (keymap, complaints) = Keymap::with_changes(all, &[]);
        assert_eq!(complaints, Vec::<String>::new());
        assert_eq!(keymap.shown("palette"), Some("Ctrl+K"));
        assert_eq!(keymap.shown("tag claim"), Some("1"));
        assert_eq!(keymap.shown("about"), None);
    }

    #[test]
    fn the_letter_of_a_tag_wins_and_the_clash_is_named() {
        let (keymap, complaints) =
            Keymap::with_changes(listed(&tagset(&[("lie", 'L', None)])), &[]);
        assert_eq!(
            complaints,
            ["L runs “Tag as lie” and not “Link the mark…”."]
        );
        assert_eq!(keymap.shown("link"), None);
        assert_eq!(keymap.shown("tag lie"), Some("L"));
    }

    #[test]
    fn a_wish_wins_over_what_the_program_brings() {
        let (keymap, complaints) =
            Keymap::with_changes(usual(), &[change("find", &["Ctrl+K", "/"])]);
        assert_eq!(complaints, ["Ctrl+K runs “Find” and not “Commands”."]);
        assert_eq!(keymap.command("find").unwrap().keys, ["Ctrl+K", "/"]);
        assert_eq!(keymap.command("palette").unwrap().keys, ["Ctrl+Shift+P"]);
    }

    #[test]
    fn a_command_can_lose_its_keys() {
        let (keymap, complaints) = Keymap::with_changes(usual(), &[change("undo", &[""])]);
        assert_eq!(complaints, Vec::<String>::new());
        assert!(keymap.command("undo").unwrap().keys.is_empty());
    }

    #[test]
    fn what_cannot_be_understood_is_said() {
        let wishes = [
            change("undoo", &["Ctrl+U"]),
            change("undo", &["Ctrl+Foo", "Ctrl+U"]),
        ];
        let (keymap, complaints) = Keymap::with_changes(usual(), &wishes);
        insta::assert_snapshot!(complaints.join("\n"), @r#"
        There is no command named “undoo”.
        “Ctrl+Foo”, given to “undo”, is no key.
        "#);
        assert_eq!(keymap.shown("undo"), Some("Ctrl+U"));
        assert_eq!(keymap.command("undo").unwrap().command, Command::Undo);
    }

    #[test]
    fn the_keys_of_one_command_are_gathered() {
        let binding = |command: &str, key: &str| KeyBinding {
            command: command.to_owned(),
            key: key.to_owned(),
        };
        let list = [binding("a", "F2"), binding("b", ""), binding("a", "F3")];
        assert_eq!(
            changes(&list),
            [change("a", &["F2", "F3"]), change("b", &[""])]
        );
    }
}
