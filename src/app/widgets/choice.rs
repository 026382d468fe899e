//! One of many values, unfolded from a field.

use egui::{ComboBox, InnerResponse, Ui, pos2};

use super::menu::menu_style;
use crate::app::icons::{Icon, icon};
use crate::app::theme::Theme;

/// What stands in the field while nothing is chosen.
const NONE: &str = "choose…";

/// Shows the chosen value in a field as wide as there is room; a click unfolds all. `label` says
/// what is chosen, `chosen` is a place in `values`. The inner value is the place that was
/// pressed, if one was.
pub fn choice(
    ui: &mut Ui,
    label: &str,
    values: &[&str],
    chosen: Option<usize>,
) -> InnerResponse<Option<usize>> {
    let theme = Theme::of(ui);
    let shown = chosen.and_then(|index| values.get(index)).copied();
    let style = menu_style(ui);
    let width = ui.available_width();
    let (muted, primary) = (theme.text.muted, theme.text.primary);
    let text = egui::RichText::new(shown.unwrap_or(NONE)).color(if shown.is_some() {
        primary
    } else {
        muted
    });
    let size = theme.size.icon_small;
    let shown = ui.scope(|ui| {
        // A field is paper, and stays so under the pointer.
        let widgets = &mut ui.visuals_mut().widgets;
        widgets.inactive.weak_bg_fill = theme.bg.surface;
        ComboBox::from_id_salt(label)
            .selected_text(text)
            .width(width)
            .truncate()
            .popup_style(style)
            .icon(move |ui: &Ui, rect, _visuals, _open| {
                let centre = pos2(rect.right() - size / 2.0, rect.center().y);
                icon(ui.painter(), Icon::ChevronDown, centre, size, muted);
            })
            .show_ui(ui, |ui| {
                let mut pressed = None;
                for (index, value) in values.iter().enumerate() {
                    if ui.selectable_label(chosen == Some(index), *value).clicked() {
                        pressed = Some(index);
                    }
                }
                pressed
            })
    });
    let shown = shown.inner;
    let response = shown.response.accessible_name(label);
    InnerResponse::new(shown.inner.flatten(), response)
}
