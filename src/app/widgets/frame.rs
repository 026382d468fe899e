//! Dashed frames: a suggestion's chip, the area to drop files on.

use egui::epaint::{CornerRadiusF32, RoundedRect, tessellator::path};
use egui::{Painter, Rect, Shape, Stroke};

use crate::app::theme::Dash;

/// Draws a dashed frame along a rectangle with round corners; the stroke lies on its edge.
pub fn dashed_frame(painter: &Painter, rect: Rect, radius: f32, stroke: Stroke, dash: Dash) {
    let mut points = Vec::new();
    path::rounded_rectangle(
        &mut points,
        RoundedRect::new(rect, CornerRadiusF32::same(radius)),
    );
    points.extend(points.first().copied());
    painter.extend(Shape::dashed_line(&points, stroke, dash.on, dash.off));
}
