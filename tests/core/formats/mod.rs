//! Formats: what goes in comes out, and what is damaged is said.

mod articles;
mod damage;
mod datasets;
mod project_file;
