//! Text that is cut with «…» where the room for it ends.

use std::sync::Arc;

use egui::text::{TextFormat, TextWrapping};
use egui::{Color32, Galley, Painter, Ui};

use super::reading_order::ordered;
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
    let wrap = TextWrapping {
        max_width: width.max(0.0),
        max_rows: lines,
        // On the only line nothing is gained by keeping a word whole.
        break_anywhere: lines == 1,
        ..TextWrapping::default()
    };
    painter.layout_job(ordered(painter, text, format, wrap).job)
}

/// As much of a text as fits on a line of this width, in points, with «…» if that is not all: for
/// labels of widgets that do not cut their words themselves.
pub fn fitting(ui: &Ui, text: &str, style: TypeStyle, width: f32) -> String {
    let font = style.font();
    ui.fonts_mut(|fonts| {
        let mut end = 0.0;
        let mut fits = 0;
        let more = fonts.glyph_width(&font, '…');
        for (place, c) in text.char_indices() {
            end += fonts.glyph_width(&font, c);
            if end > width {
                let kept = text.get(..fits).unwrap_or_default();
                return format!("{}…", kept.trim_end());
            }
            if end + more <= width {
                fits = place + c.len_utf8();
            }
        }
        text.to_owned()
    })
}
