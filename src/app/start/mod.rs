//! The start window: what stands where the article will be while nothing is open.

mod data;
mod picture;
mod ui;

pub use self::data::Recent;
pub use self::ui::ui;
