//! Letters of several faces on one line.
//!
//! egui puts the middle of every face at the same height, so that a word of Thai in curly quotes of
//! a Latin face stands lower than the one beside it. On paper letters stand on a line.

use std::sync::Arc;

use egui::Galley;
use egui::epaint::text::Glyph;

/// Less than this is not seen, in points.
const UNSEEN: f32 = 0.01;

/// The same words, each letter on the line on which the family's first face stands.
pub fn on_the_line(mut galley: Arc<Galley>) -> Arc<Galley> {
    let glyphs = || galley.rows.iter().flat_map(|row| &row.glyphs);
    if glyphs().all(|glyph| lowered(glyph).abs() < UNSEEN) {
        return galley;
    }
    // Whole pixels, or the letters would be blurred.
    let pixels = galley.pixels_per_point;
    let lowered = |glyph: &Glyph| (lowered(glyph) * pixels).round() / pixels;
    for placed in &mut Arc::make_mut(&mut galley).rows {
        let row = Arc::make_mut(&mut placed.row);
        let vertices = &mut row.visuals.mesh.vertices;
        let end = row.visuals.glyph_vertex_range.end;
        let starts = row.glyphs.iter().map(|glyph| glyph.first_vertex as usize);
        let ends: Vec<usize> = starts.skip(1).chain([end]).collect();
        for (glyph, end) in row.glyphs.iter_mut().zip(ends) {
            let lowered = lowered(glyph);
            glyph.pos.y -= lowered;
            let own = vertices.get_mut(glyph.first_vertex as usize..end);
            for vertex in own.into_iter().flatten() {
                vertex.pos.y -= lowered;
            }
        }
        row.visuals.mesh_bounds = row.visuals.mesh.calc_bounds();
    }
    galley
}

/// How far below the line a letter stands, in points.
fn lowered(glyph: &Glyph) -> f32 {
    let middle = 0.5 * (glyph.font_height - glyph.font_face_height);
    glyph.font_face_ascent + middle - glyph.font_ascent
}
