//! A row of a list: what it holds is the caller's, its grounds and its role are here.

use egui::{
    Align, Color32, InnerResponse, Layout, Margin, Response, Role, Sense, Shape, Ui, UiBuilder,
    WidgetInfo, epaint::RectShape,
};

use super::ground;
use crate::app::theme::Theme;

/// A row that can be pressed.
#[must_use = "a row is shown by `show`"]
pub struct Row<'a> {
    label: &'a str,
    selected: bool,
    tall: bool,
}

impl<'a> Row<'a> {
    /// A row of one line; `label` is what it is called, and unique among its neighbours.
    pub fn new(label: &'a str) -> Self {
        Self {
            label,
            selected: false,
            tall: false,
        }
    }

    /// Whether it is the chosen row.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// A row of several lines: its contents run downwards.
    pub fn tall(mut self) -> Self {
        self.tall = true;
        self
    }

    /// Shows the row, as wide as there is room, with its contents on its ground.
    pub fn show<R>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
        let theme = Theme::of(ui);
        let behind = ui.painter().add(Shape::Noop);
        let builder = UiBuilder::new()
            .id_salt(self.label)
            .sense(Sense::click())
            .accessibility_role(Role::ListItem)
            .accessibility_label(self.label);
        let shown = ui.scope_builder(builder, |ui| self.body(ui, &theme, contents));
        let response = shown.response;
        let enabled = ui.is_enabled();
        response.widget_info(|| {
            WidgetInfo::selected(Role::ListItem, enabled, self.selected, self.label)
        });
        let fill = self.fill(ui, &theme, &response);
        let shape = RectShape::filled(response.rect, theme.radius.row, fill);
        ui.painter().set(behind, shape);
        InnerResponse::new(shown.inner, response)
    }

    fn body<R>(&self, ui: &mut Ui, theme: &Theme, contents: impl FnOnce(&mut Ui) -> R) -> R {
        ui.set_min_width(ui.available_width());
        let frame = egui::Frame::new();
        if self.tall {
            let pad = Margin::from(theme.space.s3);
            frame
                .inner_margin(pad)
                .show(ui, |ui| {
                    ui.set_min_width(ui.available_width());
                    ui.spacing_mut().item_spacing.y = theme.space.s1;
                    contents(ui)
                })
                .inner
        } else {
            let pad = Margin {
                left: Margin::from(theme.space.s3).left,
                right: Margin::from(theme.space.s3).right,
                ..Margin::ZERO
            };
            frame
                .inner_margin(pad)
                .show(ui, |ui| {
                    let size = egui::vec2(ui.available_width(), theme.size.row);
                    let line = Layout::left_to_right(Align::Center);
                    let place = |ui: &mut Ui| {
                        ui.set_min_size(size);
                        contents(ui)
                    };
                    ui.allocate_ui_with_layout(size, line, place).inner
                })
                .inner
        }
    }

    fn fill(&self, ui: &Ui, theme: &Theme, response: &Response) -> Color32 {
        if self.selected {
            theme.bg.selected
        } else {
            ground(ui, theme, response, Color32::TRANSPARENT)
        }
    }
}
