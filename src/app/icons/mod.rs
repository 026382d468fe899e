//! Icons, drawn as strokes: no face has them all, and a stroke is sharp at every scale.

mod path;

use egui::{Color32, Painter, Pos2, Shape, Stroke, pos2};

pub use self::path::{Outline, outlines};
use crate::app::theme::Theme;

/// The side of the square that the tables below are drawn in.
const BOX: f32 = 16.0;

/// An icon by what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    /// A magnifying glass.
    Search,
    /// Add.
    Plus,
    /// Opens downwards.
    ChevronDown,
    /// Opens to the right.
    ChevronRight,
    /// Opens upwards.
    ChevronUp,
    /// Back in the history.
    Undo,
    /// Forward in the history.
    Redo,
    /// A link between marks.
    Link,
    /// More.
    More,
    /// Done, chosen.
    Check,
    /// Close.
    Close,
    /// A file.
    File,
    /// A folder.
    Folder,
    /// The clipboard.
    Clipboard,
    /// The sample: a flask.
    Flask,
    /// From here to there.
    ArrowRight,
    /// From there to here.
    ArrowLeft,
    /// Up, earlier.
    ArrowUp,
    /// Down, later.
    ArrowDown,
    /// Six dots to drag by.
    Grip,
    /// A list.
    List,
    /// A comment.
    Comment,
    /// A side panel.
    Panel,
    /// Something waits.
    Warning,
    /// Something to know.
    Info,
    /// Settings.
    Settings,
    /// Keys.
    Keyboard,
    /// A person.
    Person,
    /// The argument map.
    Map,
    /// Delete.
    Delete,
}

impl Icon {
    /// Every icon.
    pub const ALL: [Self; 30] = [
        Self::Search,
        Self::Plus,
        Self::ChevronDown,
        Self::ChevronRight,
        Self::ChevronUp,
        Self::Undo,
        Self::Redo,
        Self::Link,
        Self::More,
        Self::Check,
        Self::Close,
        Self::File,
        Self::Folder,
        Self::Clipboard,
        Self::Flask,
        Self::ArrowRight,
        Self::ArrowLeft,
        Self::ArrowUp,
        Self::ArrowDown,
        Self::Grip,
        Self::List,
        Self::Comment,
        Self::Panel,
        Self::Warning,
        Self::Info,
        Self::Settings,
        Self::Keyboard,
        Self::Person,
        Self::Map,
        Self::Delete,
    ];

    /// The strokes as path data, in a box of 16.
    fn data(self) -> &'static str {
        match self {
            Self::Search => "M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9M10.3 10.3L14 14",
            Self::Plus => "M8 3.5v9M3.5 8h9",
            Self::ChevronDown => "M4 6l4 4l4-4",
            Self::ChevronRight => "M6 4l4 4l-4 4",
            Self::ChevronUp => "M4 10l4-4l4 4",
            Self::Undo => "M6 3L3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H7",
            Self::Redo => "M10 3l3 3l-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H9",
            Self::Link => {
                "M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.3 4.3L11.3 8.8M9 11.5l-1.5 1.5a3 3 0 0 1-4.3-4.3L4.7 7.2"
            }
            Self::More => "M3.4 8h.1M8 8h.1M12.6 8h.1",
            Self::Check => "M3 8.5l3.5 3.5L13 4.5",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::File => "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3M5.5 8h5M5.5 11h5",
            Self::Folder => "M1.5 4.5v8h13v-7h-6l-1.5-2h-5.5z",
            Self::Clipboard => "M5 3H3v11h10V3h-2M5.5 1.8h5v2.6h-5z",
            Self::Flask => "M6 2h4M7 2v4l-4 7.5h10L9 6V2",
            Self::ArrowRight => "M2.5 8h11M9.5 4l4 4l-4 4",
            Self::ArrowLeft => "M13.5 8h-11M6.5 4l-4 4l4 4",
            Self::ArrowUp => "M8 13V3M4 7l4-4l4 4",
            Self::ArrowDown => "M8 3v10M4 9l4 4l4-4",
            Self::Grip => "M6 3.5h.1M10 3.5h.1M6 8h.1M10 8h.1M6 12.5h.1M10 12.5h.1",
            Self::List => "M2.5 4h11M2.5 8h11M2.5 12h11",
            Self::Comment => "M2.5 3h11v8h-6l-3 2.5V11h-2z",
            Self::Panel => "M2 3h12v10H2zM10 3v10",
            Self::Warning => "M8 2.2l6.3 11.3H1.7zM8 6.5v3.4M8 11.7v.1",
            Self::Info => "M8 1.8a6.2 6.2 0 1 1 0 12.4a6.2 6.2 0 0 1 0-12.4M8 7.3v4M8 4.7v.1",
            Self::Settings => {
                "M2.5 4.5h6M12.5 4.5h1M10.5 2.5a2 2 0 1 1 0 4a2 2 0 0 1 0-4M2.5 11.5h1M7.5 11.5h6M5.5 9.5a2 2 0 1 1 0 4a2 2 0 0 1 0-4"
            }
            Self::Keyboard => {
                "M1.5 4h13v8.5h-13zM4.2 6.8h.1M6.7 6.8h.1M9.2 6.8h.1M11.7 6.8h.1M5 9.8h6"
            }
            Self::Person => {
                "M8 2.5a2.8 2.8 0 1 1 0 5.6a2.8 2.8 0 0 1 0-5.6M2.8 13.8a5.2 5.2 0 0 1 10.4 0"
            }
            Self::Map => "M1.5 2.5h5v4h-5zM9.5 9.5h5v4h-5zM4 6.5v5h5.5",
            Self::Delete => "M2.5 4h11M6 4V2.2h4V4M4 4l.6 10h6.8L12 4",
        }
    }
}

/// Draws an icon in a square of this size, in points, round this centre.
pub fn icon(painter: &Painter, icon: Icon, centre: Pos2, size: f32, colour: Color32) {
    let theme = Theme::of_context(painter.ctx());
    let scale = size / BOX;
    let pixels = painter.pixels_per_point();
    // On whole pixels the upright strokes of the tables stay sharp.
    let snap = |along: f32| ((along - size / 2.0) * pixels).round() / pixels;
    let corner = pos2(snap(centre.x), snap(centre.y));
    let stroke = Stroke::new(theme.stroke.icon * scale, colour);
    for outline in outlines(icon.data()) {
        let place = |point: &Pos2| corner + point.to_vec2() * scale;
        draw(
            painter,
            outline.points.iter().map(place).collect(),
            outline.closed,
            stroke,
        );
    }
}

/// One stroke with round ends.
fn draw(painter: &Painter, points: Vec<Pos2>, closed: bool, stroke: Stroke) {
    if closed {
        painter.add(Shape::closed_line(points, stroke));
        return;
    }
    for end in [points.first(), points.last()].into_iter().flatten() {
        painter.circle_filled(*end, stroke.width / 2.0, stroke.color);
    }
    painter.add(Shape::line(points, stroke));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_stays_in_its_box() {
        for icon in Icon::ALL {
            let outlines = outlines(icon.data());
            assert!(!outlines.is_empty(), "{icon:?}");
            for point in outlines.iter().flat_map(|outline| &outline.points) {
                let inside =
                    (1.0..=BOX - 1.0).contains(&point.x) && (1.0..=BOX - 1.0).contains(&point.y);
                assert!(inside, "{icon:?} leaves its box at {point:?}");
            }
        }
    }
}
