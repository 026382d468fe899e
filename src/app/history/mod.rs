//! What was done, and what was undone: a click on a step goes there.

pub mod data;
mod ui;

pub use ui::HistoryPanel;
