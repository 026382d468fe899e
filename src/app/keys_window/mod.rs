//! The window of keys: every command with its keys.

mod data;
mod ui;

pub use self::ui::{KeysWindow, TITLE};
