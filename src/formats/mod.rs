//! Formats: bytes in, values out, and back. No files, no window, no clock.
//!
//! [`preferences`] and [`keys`] belong to a person and not to a project.

pub mod keys;
pub mod preferences;
