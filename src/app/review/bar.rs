//! The bar above the text: who takes part, how far the review is, and the way out.

use egui::{Rect, Role, Ui, WidgetInfo, pos2};

use super::data::tally_words;
use crate::app::bars::{Edge, bar, from_left, from_right};
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::avatar::avatar;
use crate::app::widgets::button::Button;
use crate::app::widgets::line;
use crate::command::{Command, ReviewCommand};
use crate::review::settle::Tally;

/// The share of the bar that is kept for who takes part.
const LEFT: f32 = 0.4;

/// Draws the bar.
pub fn ui(ui: &mut Ui, scene: &mut Scene<'_>, tally: &Tally) {
    let theme = Theme::of(ui);
    let rect = bar(ui, theme.size.strip, theme.bg.surface, Edge::Bottom);
    let inside = Rect::from_min_max(
        pos2(rect.left() + theme.space.s5, rect.top()),
        pos2(rect.right() - theme.space.s3, rect.bottom()),
    );
    let mut right = from_right(ui, inside, "progress");
    right.spacing_mut().item_spacing.x = theme.space.s4;
    if right.add(Button::quiet("Leave the review")).clicked() {
        let leave = Command::Review(ReviewCommand::Leave);
        scene.inbox.push(leave);
    }
    let words = tally_words(tally);
    let spoken = words.join(", ");
    let room = inside.width() * LEFT;
    let mut first = true;
    for (place, part) in words.iter().enumerate().rev() {
        let ink = if place == 1 {
            theme.text.primary
        } else {
            theme.text.muted
        };
        let text = line(right.painter(), part, TypeStyle::Ui, ink);
        if text.size().x > right.available_width() - room {
            continue;
        }
        let (at, response) = right.allocate_exact_size(text.size(), egui::Sense::hover());
        if first {
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
            first = false;
        }
        let painter = right.painter();
        crate::app::widgets::put(painter, at.left(), at.center().y, text);
    }
    let end = right.min_rect().left() - theme.space.s4;
    let room = Rect::from_min_max(inside.min, pos2(end.max(inside.left()), inside.bottom()));
    let mut left = from_left(ui, room, "who");
    left.set_clip_rect(room.intersect(ui.clip_rect()));
    left.spacing_mut().item_spacing.x = theme.space.s3;
    left.label(
        TypeStyle::UiStrong
            .text("Reviewing")
            .color(theme.text.primary),
    );
    let Some(desk) = scene.workbench.review() else {
        return;
    };
    for name in desk.review().names() {
        avatar(&mut left, name);
        left.label(TypeStyle::Ui.text(name).color(theme.text.primary));
    }
}
