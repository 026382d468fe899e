//! The style of menus and of what a choice unfolds.

use egui::style::StyleModifier;
use egui::{Color32, Stroke, Style, Ui, vec2};

use crate::app::theme::Theme;

/// The style of a menu's rows: no frames, the ground alone says where the pointer is.
///
/// For `Popup::style`, `ComboBox::popup_style` and `MenuConfig::style`.
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
