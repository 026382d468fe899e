//! Postil: a desktop workbench for marking up news articles.
#![forbid(unsafe_code)]

#[cfg(feature = "gui")]
pub mod app;
pub mod cli;
pub mod command;
pub mod formats;
pub mod history;
pub mod project;
pub mod span;
pub mod store;
pub mod text;
pub mod workbench;
