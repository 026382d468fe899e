//! Postil: a desktop workbench for marking up news articles.
#![forbid(unsafe_code)]

pub mod project;
pub mod span;
pub mod text;
