//! Which keys do what.

use crate::command::Listed;

/// Which keys do what.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    listed: Vec<Listed>,
}

impl Keymap {
    /// The keys of these commands.
    pub fn new(listed: Vec<Listed>) -> Self {
        Self { listed }
    }

    /// Every command with its keys, in the palette's order.
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// The key that is shown for the command of this name, as «Ctrl+K».
    pub fn shown(&self, name: &str) -> Option<&str> {
        let listed = self.listed.iter().find(|listed| listed.name == name)?;
        listed.keys.first().map(String::as_str)
    }
}
