//! The list of articles at the left, and the rail that it becomes in a narrow window.

pub mod data;
mod ui;

pub use ui::ArticlesPanel;
