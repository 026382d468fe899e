//! Postil: a desktop workbench for marking up news articles.
#![forbid(unsafe_code)]

#[cfg(feature = "gui")]
pub mod app;
pub mod command;
pub mod history;
pub mod project;
pub mod span;
pub mod text;
pub mod workbench;
