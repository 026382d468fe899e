//! Frozen text.
