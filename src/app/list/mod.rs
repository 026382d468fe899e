//! The list of marks: of the article in view, or of all.

pub mod data;
mod filters;
pub mod query;
mod ui;

pub use ui::ListPanel;
