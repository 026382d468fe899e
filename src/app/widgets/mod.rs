//! The small widgets: each draws all its states from the theme, has a hit area of at least 24
//! points, and stands in the accessibility tree with a role and a label.

pub mod avatar;
pub mod button;
pub mod card;
pub mod check;
pub mod chip;
pub mod choice;
pub mod clipped;
pub mod dialog;
pub mod disc;
pub mod empty;
pub mod focus;
pub mod frame;
pub mod icon_button;
pub mod key_button;
pub mod key_cap;
pub mod line_sample;
pub mod link;
pub mod long_list;
pub mod menu;
pub mod menu_row;
pub mod notice;
pub mod progress_bar;
pub mod quote;
pub mod reading_order;
pub mod rename_field;
pub mod row;
pub mod search_button;
pub mod section;
pub mod segmented;
pub mod small_button;
pub mod tab_bar;
pub mod tag_button;
pub mod text_field;

use std::sync::Arc;

use egui::text::TextFormat;
use egui::{Color32, Galley, Painter, Pos2, Rect, Response, Ui, pos2};

use self::reading_order::on_one_line;
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;

/// The painter of a widget that draws its own disabled state: without the fading that egui puts
/// over whatever is disabled.
pub fn painter(ui: &Ui) -> Painter {
    let mut painter = ui.painter().clone();
    if !ui.is_enabled() && ui.visuals().disabled_alpha() > 0.0 {
        painter.set_opacity((painter.opacity() / ui.visuals().disabled_alpha()).min(1.0));
    }
    painter
}

/// One line of text, not yet placed.
pub fn line(painter: &Painter, text: &str, style: TypeStyle, colour: Color32) -> Arc<Galley> {
    let format = TextFormat::simple(style.font(), colour);
    painter.layout_job(on_one_line(painter, text, format))
}

/// Puts a line of text with its left edge at `left` and its middle at `middle`, on whole pixels.
/// Returns where it ends.
pub fn put(painter: &Painter, left: f32, middle: f32, galley: Arc<Galley>) -> f32 {
    let end = left + galley.size().x;
    let top = painter.ctx().pixels_per_point();
    let top = ((middle - galley.size().y / 2.0) * top).round() / top;
    painter.galley(pos2(left, top), galley, Color32::PLACEHOLDER);
    end
}

/// Puts a line of text with its middle at `centre`.
pub fn put_centred(painter: &Painter, centre: Pos2, galley: Arc<Galley>) {
    put(painter, centre.x - galley.size().x / 2.0, centre.y, galley);
}

/// The ground of something that can be pressed: `rest` fades to the hover ground under the
/// pointer and turns to the pressed ground while the button is down.
pub fn ground(ui: &Ui, theme: &Theme, response: &Response, rest: Color32) -> Color32 {
    grounds(
        ui,
        theme,
        response,
        [rest, theme.bg.hover, theme.bg.pressed],
    )
}

/// The same with grounds of one's own: at rest, hovered, pressed.
pub fn grounds(ui: &Ui, theme: &Theme, response: &Response, grounds: [Color32; 3]) -> Color32 {
    let [rest, hover, pressed] = grounds;
    if !ui.is_enabled() {
        return rest;
    }
    if response.is_pointer_button_down_on() {
        return pressed;
    }
    // Whoever asks the system for less motion has the style's animations off.
    let time = theme.motion.hover.min(ui.style().animation_time);
    let id = response.id.with("hover ground");
    let share = ui
        .ctx()
        .animate_bool_with_time(id, response.hovered(), time);
    rest.lerp_to_gamma(hover, share)
}

/// A rectangle of this height round the middle of another, at least as high as a hit area.
pub fn hit_rect(theme: &Theme, drawn: Rect) -> Rect {
    let short = |side: f32| ((theme.size.hit - side) / 2.0).max(0.0);
    drawn.expand2(egui::vec2(short(drawn.width()), short(drawn.height())))
}
