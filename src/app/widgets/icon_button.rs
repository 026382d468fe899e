//! A button that shows an icon alone; its name is its label and its tooltip.

use egui::{Color32, Response, Sense, Ui, Vec2, Widget};

use super::ground;
use crate::app::icons::{Icon, icon};
use crate::app::theme::Theme;

/// A square button with an icon.
#[must_use = "a widget is shown by `ui.add`"]
pub struct IconButton<'a> {
    icon: Icon,
    label: &'a str,
    keys: &'a str,
    hint: &'a str,
    chosen: Option<bool>,
    small: bool,
}

impl<'a> IconButton<'a> {
    /// A button; `label` says what it does.
    pub fn new(icon: Icon, label: &'a str) -> Self {
        Self {
            icon,
            label,
            keys: "",
            hint: "",
            chosen: None,
            small: false,
        }
    }

    /// The key that does the same, for the tooltip.
    pub fn key(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    /// What the tooltip says instead of the label, such as what exactly will be undone.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// Makes it a switch, which is on or off.
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = Some(chosen);
        self
    }

    /// The icon a little smaller, as beside headings; the button is not.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }
}

impl Widget for IconButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let (rect, response) =
            ui.allocate_exact_size(Vec2::splat(theme.size.control), Sense::click());
        let enabled = ui.is_enabled();
        response.widget_info(|| match self.chosen {
            Some(on) => egui::WidgetInfo::selected(egui::Role::Button, enabled, on, self.label),
            None => egui::WidgetInfo::labeled(egui::Role::Button, enabled, self.label),
        });
        if ui.is_rect_visible(rect) {
            let painter = super::painter(ui);
            let on = self.chosen == Some(true);
            let rest = if on {
                theme.bg.selected
            } else {
                Color32::TRANSPARENT
            };
            painter.rect_filled(
                rect,
                theme.radius.control,
                ground(ui, &theme, &response, rest),
            );
            let ink = match (enabled, on) {
                (false, _) => theme.text.disabled,
                (true, true) => theme.text.primary,
                (true, false) => theme.text.secondary,
            };
            let size = if self.small {
                theme.size.icon_small
            } else {
                theme.size.icon
            };
            icon(&painter, self.icon, rect.center(), size, ink);
        }
        let hint = if self.hint.is_empty() {
            self.label
        } else {
            self.hint
        };
        let tooltip = if self.keys.is_empty() {
            hint.to_owned()
        } else {
            format!("{hint} ({})", self.keys)
        };
        response.on_hover_text(tooltip)
    }
}
