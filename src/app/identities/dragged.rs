//! An identity on its way to another row.

use std::sync::Arc;

use egui::{DragAndDrop, Ui, vec2};

use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::{line, put};
use crate::project::Identity;

/// What is dragged: an identity, onto the one that it shall be.
#[derive(Clone, Debug, PartialEq)]
pub struct DraggedIdentity(pub Arc<Identity>);

/// The name of the identity that is dragged, beside the pointer.
pub(super) fn ghost(ui: &Ui, theme: &Theme) {
    let dragged = DragAndDrop::payload::<DraggedIdentity>(ui.ctx());
    let (Some(dragged), Some(pointer)) = (dragged, ui.ctx().pointer_latest_pos()) else {
        return;
    };
    let layer = egui::LayerId::new(egui::Order::Tooltip, ui.scope_id().with("dragged identity"));
    let painter = ui.ctx().layer_painter(layer);
    let name = line(&painter, &dragged.0.name, TypeStyle::Ui, theme.text.primary);
    let corner = pointer + vec2(theme.space.s4, theme.space.s2);
    let rect = egui::Rect::from_min_size(corner, name.size()).expand(theme.space.s2);
    let inside = egui::StrokeKind::Inside;
    painter.rect(
        rect,
        theme.radius.control,
        theme.bg.raised,
        theme.frame(),
        inside,
    );
    put(&painter, corner.x, rect.center().y, name);
}
