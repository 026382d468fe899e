//! What is wrong with the project: parts that were kept aside, what reading its file gave, and what
//! deserves a look.

pub mod data;
mod ui;

pub use data::LoadedProblem;
pub use ui::ProblemsPanel;
