//! A tag in the tag strip or the tag palette: chip, name, a sample of its line, its key.

use egui::{Color32, Painter, Rect, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::chip::{ChipSize, ChipState, chip_side, paint_chip};
use super::key_cap::{key_cap_size, paint_key_cap};
use super::line_sample::paint_sample;
use super::{ground, line, put};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::project::tagset::{Colour, LineStyle};

/// A tag that can be pressed.
#[must_use = "a widget is shown by `ui.add`"]
pub struct TagButton<'a> {
    name: &'a str,
    letter: &'a str,
    colour: Colour,
    sample: Option<LineStyle>,
    keys: &'a str,
    note: &'a str,
    armed: bool,
    large: bool,
    shows_name: bool,
}

impl<'a> TagButton<'a> {
    /// A tag by its name, letter and colour.
    pub fn new(name: &'a str, letter: &'a str, colour: Colour) -> Self {
        Self {
            name,
            letter,
            colour,
            sample: None,
            keys: "",
            note: "",
            armed: false,
            large: false,
            shows_name: true,
        }
    }

    /// A piece of the tag's line after its name.
    pub fn sample(mut self, style: LineStyle) -> Self {
        self.sample = Some(style);
        self
    }

    /// Its key, at the right.
    pub fn key(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    /// A word on how it stands, after its name: «armed», «hidden».
    pub fn note(mut self, note: &'a str) -> Self {
        self.note = note;
        self
    }

    /// Whether the tag is armed: every selection is tagged with it as it ends.
    pub fn armed(mut self, armed: bool) -> Self {
        self.armed = armed;
        self
    }

    /// As high as in the tag palette.
    pub fn large(mut self) -> Self {
        self.large = true;
        self
    }

    /// Leaves its name out, in a narrow window; it is still its label.
    pub fn without_name(mut self) -> Self {
        self.shows_name = false;
        self
    }
}

impl TagButton<'_> {
    /// How wide it will be, in points.
    pub fn width(&self, painter: &Painter) -> f32 {
        let theme = Theme::of_context(painter.ctx());
        let gap = theme.space.s3 - theme.stroke.hair;
        let wide = |text: &str, style: TypeStyle| {
            gap + line(painter, text, style, Color32::PLACEHOLDER).size().x
        };
        let mut width = theme.space.s3 + chip_side(&theme, ChipSize::Small) + theme.space.s3;
        if self.shows_name {
            width += wide(self.name, TypeStyle::Ui);
        }
        if !self.note.is_empty() {
            width += wide(self.note, TypeStyle::Small);
        }
        if self.sample.is_some() {
            width += gap + theme.size.sample.0;
        }
        if !self.keys.is_empty() {
            width += gap + key_cap_size(painter, self.keys).x;
        }
        width
    }

    fn paint(&self, painter: &Painter, rect: Rect, ink: Color32, theme: &Theme) {
        let gap = theme.space.s3 - theme.stroke.hair;
        let chip = chip_side(theme, ChipSize::Small);
        let colours = theme.tag(self.colour);
        let middle = rect.center().y;
        let centre = pos2(rect.left() + theme.space.s3 + chip / 2.0, middle);
        let (size, state) = (ChipSize::Small, ChipState::Plain);
        paint_chip(painter, centre, self.letter, colours, size, state);
        let mut left = centre.x + chip / 2.0;
        if self.shows_name {
            let words = line(painter, self.name, TypeStyle::Ui, ink);
            left = put(painter, left + gap, middle, words);
        }
        if !self.note.is_empty() {
            let words = line(painter, self.note, TypeStyle::Small, theme.text.muted);
            left = put(painter, left + gap, middle, words);
        }
        if let Some(style) = self.sample {
            paint_sample(painter, left + gap, middle, style, colours.edge);
            left += gap + theme.size.sample.0;
        }
        if !self.keys.is_empty() {
            paint_key_cap(painter, left + gap, middle, self.keys, theme);
        }
    }
}

impl Widget for TagButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let enabled = ui.is_enabled();
        let ink = if enabled {
            theme.text.primary
        } else {
            theme.text.disabled
        };
        let width = self.width(ui.painter());
        let height = if self.large {
            theme.size.control_large
        } else {
            theme.size.control + theme.space.s1
        };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, self.armed, self.name));
        if ui.is_rect_visible(rect) {
            let painter = super::painter(ui);
            let rest = if self.armed {
                theme.bg.selected
            } else {
                Color32::TRANSPARENT
            };
            let fill = ground(ui, &theme, &response, rest);
            painter.rect_filled(rect, theme.radius.row, fill);
            self.paint(&painter, rect, ink, &theme);
        }
        response
    }
}
