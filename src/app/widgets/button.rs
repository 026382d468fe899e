//! Buttons with words: primary, plain, quiet.

use egui::{Color32, Painter, Rect, Response, Sense, Stroke, StrokeKind, Ui, Widget, vec2};

use super::key_cap::{key_cap_size, paint_key_cap};
use super::{grounds, line, put};
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::theme::Theme;

/// How loud a button is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Primary,
    Plain,
    Quiet,
}

/// A button with words, and an icon before and a key after them where wanted.
#[must_use = "a widget is shown by `ui.add`"]
pub struct Button<'a> {
    label: &'a str,
    weight: Weight,
    icon: Option<Icon>,
    keys: &'a str,
    large: bool,
    danger: bool,
    chosen: Option<bool>,
    width: Option<f32>,
}

impl<'a> Button<'a> {
    /// The one button of a view that goes on: accent ground.
    pub fn primary(label: &'a str) -> Self {
        Self::new(label, Weight::Primary)
    }

    /// An ordinary button: framed.
    pub fn plain(label: &'a str) -> Self {
        Self::new(label, Weight::Plain)
    }

    /// A button without a frame, as in the menu row.
    pub fn quiet(label: &'a str) -> Self {
        Self::new(label, Weight::Quiet)
    }

    /// An icon before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The key that does the same, after the words.
    pub fn key(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    /// As high as on the start window.
    pub fn large(mut self) -> Self {
        self.large = true;
        self
    }

    /// Words in the colour of danger, for what deletes.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Makes it a switch, which is on or off.
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = Some(chosen);
        self
    }

    /// At least this wide, in points; the words stay at the left.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    fn new(label: &'a str, weight: Weight) -> Self {
        Self {
            label,
            weight,
            icon: None,
            keys: "",
            large: false,
            danger: false,
            chosen: None,
            width: None,
        }
    }

    fn colours(&self, theme: &Theme, enabled: bool) -> Colours {
        let bg = theme.bg;
        let ink = match self.weight {
            Weight::Primary => theme.text.on_accent,
            Weight::Plain if self.danger => theme.danger.ink,
            Weight::Quiet if self.danger => theme.danger.ink,
            Weight::Plain => theme.text.primary,
            Weight::Quiet if self.chosen == Some(true) => theme.text.primary,
            Weight::Quiet => theme.text.secondary,
        };
        let rest = match self.weight {
            Weight::Primary => theme.accent.base,
            _ if self.chosen == Some(true) => bg.selected,
            Weight::Plain => bg.raised,
            Weight::Quiet => Color32::TRANSPARENT,
        };
        let framed = self.weight == Weight::Plain;
        match (enabled, self.weight) {
            (true, Weight::Primary) => Colours {
                ink,
                grounds: [rest, theme.accent.hover, theme.accent.hover],
                frame: Stroke::NONE,
            },
            (true, _) => Colours {
                ink,
                grounds: [rest, bg.hover, bg.pressed],
                frame: if framed { theme.frame() } else { Stroke::NONE },
            },
            (false, weight) => Colours {
                ink: theme.text.disabled,
                grounds: [if weight == Weight::Primary {
                    bg.pressed
                } else {
                    rest
                }; 3],
                frame: if framed {
                    theme.disabled_frame()
                } else {
                    Stroke::NONE
                },
            },
        }
    }

    /// Padding, space between the parts, size of the icon.
    fn measures(&self, theme: &Theme) -> (f32, f32, f32) {
        let frame = if self.weight == Weight::Plain {
            theme.stroke.hair
        } else {
            0.0
        };
        let pad = if self.large {
            theme.space.s4 + theme.space.s1
        } else {
            theme.space.s3
        };
        (pad + frame, theme.space.s3, theme.size.icon_button)
    }
}

/// What a button is drawn with.
struct Colours {
    ink: Color32,
    /// At rest, hovered, pressed.
    grounds: [Color32; 3],
    frame: Stroke,
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let enabled = ui.is_enabled();
        let colours = self.colours(&theme, enabled);
        let (pad, gap, icon_size) = self.measures(&theme);
        let words = line(ui.painter(), self.label, TypeStyle::Ui, colours.ink);
        let icon_width = self.icon.map_or(0.0, |_| icon_size + gap);
        let keys_width = self.keys_width(ui.painter(), gap, &theme);
        let height = if self.large {
            theme.size.control_large
        } else {
            theme.size.control
        };
        let width = 2.0 * pad + icon_width + words.size().x + keys_width;
        let size = vec2(width.max(self.width.unwrap_or(0.0)), height);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| match self.chosen {
            Some(on) => egui::WidgetInfo::selected(egui::Role::Button, enabled, on, self.label),
            None => egui::WidgetInfo::labeled(egui::Role::Button, enabled, self.label),
        });
        if ui.is_rect_visible(rect) {
            let painter = super::painter(ui);
            let fill = grounds(ui, &theme, &response, colours.grounds);
            let radius = theme.radius.control;
            painter.rect(rect, radius, fill, colours.frame, StrokeKind::Inside);
            let (middle, mut left) = (rect.center().y, rect.left() + pad);
            if let Some(shown) = self.icon {
                let centre = egui::pos2(left + icon_size / 2.0, middle);
                icon(&painter, shown, centre, icon_size, colours.ink);
                left += icon_width;
            }
            put(&painter, left, middle, words);
            if !self.keys.is_empty() {
                let left = rect.right() - pad - (keys_width - gap);
                self.paint_keys(&painter, left, rect, colours.ink, &theme);
            }
        }
        response
    }
}

impl Button<'_> {
    /// The room that the key takes with the space before it.
    fn keys_width(&self, painter: &Painter, gap: f32, theme: &Theme) -> f32 {
        let framed = key_cap_size(painter, self.keys).x;
        match (self.keys.is_empty(), self.weight) {
            (true, _) => 0.0,
            (false, Weight::Primary) => gap + framed - 2.0 * theme.size.key_pad,
            (false, _) => gap + framed,
        }
    }

    fn paint_keys(&self, painter: &Painter, left: f32, rect: Rect, ink: Color32, theme: &Theme) {
        if self.weight == Weight::Primary {
            // On the accent a frame of its own would be a second button.
            let keys = line(painter, self.keys, TypeStyle::Tiny, ink);
            put(painter, left, rect.center().y, keys);
        } else {
            paint_key_cap(painter, left, rect.center().y, self.keys, theme);
        }
    }
}
