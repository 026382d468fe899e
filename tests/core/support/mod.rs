//! What tests of several rooms share.

pub mod arbitrary;
pub mod commands;
pub mod edits;
pub mod hostile;
pub mod markup;
pub mod mem_disk;
