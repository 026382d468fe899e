//! The command palette: every command by name, and every article and identity to go to.

pub mod data;
mod ui;

pub use self::ui::Palette;
