//! The identities of the project: the one person, body, place or claim that several marks are of.

pub mod data;
mod dragged;
mod mentions;
mod ui;

pub use ui::IdentitiesPanel;
