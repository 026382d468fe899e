//! Text that is cut with «…» where the room for it ends.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, Galley, Painter};

use crate::app::fonts::TypeStyle;

/// Text over at most so many lines of this width, in points, not yet placed.
pub fn clipped(
    painter: &Painter,
    text: &str,
    style: TypeStyle,
    colour: Color32,
    width: f32,
    lines: usize,
) -> Arc<Galley> {
    clipped_to(
        painter,
        text,
        style,
        style.line_height(),
        colour,
        width,
        lines,
    )
}

/// The same with a line height of its own, in points.
pub fn clipped_to(
    painter: &Painter,
    text: &str,
    style: TypeStyle,
    line_height: f32,
    colour: Color32,
    width: f32,
    lines: usize,
) -> Arc<Galley> {
    let format = TextFormat {
        line_height: Some(line_height),
        ..TextFormat::simple(style.font(), colour)
    };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap = TextWrapping {
        max_width: width.max(0.0),
        max_rows: lines,
        // On the only line nothing is gained by keeping a word whole.
        break_anywhere: lines == 1,
        ..TextWrapping::default()
    };
    painter.layout_job(job)
}
