//! Menus: their style, the menu row, and their items with keys.

use egui::containers::menu::{MenuBar, MenuConfig};
use egui::style::StyleModifier;
use egui::{Color32, InnerResponse, Response, Role, Sense, Stroke, Style, Ui, Widget, WidgetInfo};
use egui::{pos2, vec2};

use super::{ground, line, put};
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::theme::Theme;

/// The style of what a menu or a choice unfolds: no frames, the ground alone says where the
/// pointer is. For `Popup::style`, `ComboBox::popup_style` and `MenuConfig::style`.
pub fn menu_style(ui: &Ui) -> StyleModifier {
    let theme = Theme::of(ui);
    StyleModifier::from(move |style: &mut Style| {
        style.spacing.button_padding = vec2(theme.space.s3, theme.space.s2);
        style.spacing.item_spacing = vec2(theme.space.s3, 0.0);
        let widgets = &mut style.visuals.widgets;
        widgets.inactive.weak_bg_fill = Color32::TRANSPARENT;
        for state in [
            &mut widgets.inactive,
            &mut widgets.hovered,
            &mut widgets.active,
            &mut widgets.open,
        ] {
            state.bg_stroke = Stroke::NONE;
        }
    })
}

/// The menus' names side by side; `contents` adds each with `Ui::menu_button`. Once one is open
/// the others open under the pointer.
pub fn menu_bar<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let theme = Theme::of(ui);
    let menus = menu_style(ui);
    let config = MenuConfig::new().style(menus.clone());
    let bar = StyleModifier::from(move |style: &mut Style| {
        menus.apply(style);
        style.spacing.item_spacing.x = theme.space.s1;
        style.visuals.widgets.inactive.fg_stroke.color = theme.text.secondary;
    });
    MenuBar::new().style(bar).config(config).ui(ui, contents)
}

/// An item of a menu: its words, at the right its key, before that a tick if it is on.
#[must_use = "a widget is shown by `ui.add`"]
pub struct MenuItem<'a> {
    label: &'a str,
    keys: &'a str,
    ticked: Option<bool>,
    danger: bool,
}

impl<'a> MenuItem<'a> {
    /// An item that does something.
    pub fn new(label: &'a str) -> Self {
        Self {
            label,
            keys: "",
            ticked: None,
            danger: false,
        }
    }

    /// The key that does the same.
    pub fn key(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    /// Makes it a switch, which is on or off.
    pub fn ticked(mut self, ticked: bool) -> Self {
        self.ticked = Some(ticked);
        self
    }

    /// Words in the colour of danger, for what deletes.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

impl Widget for MenuItem<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let enabled = ui.is_enabled();
        let (ink, keys_ink) = match (enabled, self.danger) {
            (false, _) => (theme.text.disabled, theme.text.disabled),
            (true, false) => (theme.text.primary, theme.text.muted),
            (true, true) => (theme.danger.ink, theme.text.muted),
        };
        let pad = theme.space.s3;
        let words = line(ui.painter(), self.label, TypeStyle::Ui, ink);
        let keys = line(ui.painter(), self.keys, TypeStyle::Tiny, keys_ink);
        let tick = self.ticked.map_or(0.0, |_| theme.size.icon_small + pad);
        let keys_width = if self.keys.is_empty() {
            0.0
        } else {
            keys.size().x
        };
        // Words and keys of a menu must not run together.
        let width = pad + words.size().x + theme.space.s6 + tick + keys_width + pad;
        // A menu is as wide as its widest item, and then each item is as wide as the menu.
        let size = vec2(width, theme.size.control);
        let (rect, response) = ui.allocate_at_least(size, Sense::click());
        response.widget_info(|| match self.ticked {
            Some(on) => WidgetInfo::selected(Role::MenuItemCheckBox, enabled, on, self.label),
            None => WidgetInfo::labeled(Role::MenuItem, enabled, self.label),
        });
        if ui.is_rect_visible(rect) {
            let painter = super::painter(ui);
            let fill = if response.has_focus() && enabled {
                theme.bg.hover
            } else {
                ground(ui, &theme, &response, Color32::TRANSPARENT)
            };
            painter.rect_filled(rect, theme.radius.control, fill);
            let middle = rect.center().y;
            put(&painter, rect.left() + pad, middle, words);
            let keys_left = rect.right() - pad - keys_width;
            put(&painter, keys_left, middle, keys);
            if self.ticked == Some(true) {
                let half = theme.size.icon_small / 2.0;
                let before = if self.keys.is_empty() { 0.0 } else { pad };
                let centre = pos2(keys_left - before - half, middle);
                icon(&painter, Icon::Check, centre, theme.size.icon_small, ink);
            }
        }
        response
    }
}
