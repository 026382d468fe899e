//! The window: the egui shell that shows the workbench and turns gestures into commands.

pub mod fonts;
pub mod keys;
pub mod scene;
pub mod theme;
