//! The few questions that are asked in a dialog, each a struct with `ui`, which returns the answer
//! once there is one. Escape always means «cancel».

pub mod annotator;
pub mod close;
pub mod copies;
pub mod encoding;
pub mod in_use;
pub mod link_kind;
pub mod merge;
pub mod path_field;
pub mod recovery;
pub mod refused;
pub mod reread;
pub mod several;
pub mod sheet;
pub mod tag_table;
pub mod tags;
