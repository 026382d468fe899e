//! The whole window, as its users meet it: what they do with mouse, keys and files, what they see,
//! and what stands on the disk afterwards.

mod keys;
mod opening;
mod saving;
mod whole;
