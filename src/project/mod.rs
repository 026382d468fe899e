//! The project: what is saved, shared and undone.

pub mod tagset;
