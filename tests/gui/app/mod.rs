//! The whole window, as its users meet it: what they do with mouse, keys and files, what they see,
//! and what stands on the disk afterwards.

mod agreement;
mod blind;
mod comments;
mod damaged;
mod export;
mod held;
mod idle;
mod import;
mod keeping;
mod keys;
mod marking;
mod merging;
mod narrow;
mod opening;
mod reading;
mod rereading;
mod review;
mod saving;
mod settings;
mod sharing;
mod trading;
mod waiting;
mod whole;
