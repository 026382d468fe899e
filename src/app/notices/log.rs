//! The window of notices: everything that was said, the latest first.

use std::collections::VecDeque;

use egui::{Color32, Context, Label, ScrollArea, Sense, Ui, vec2};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Kept;
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::dialog::dialog_whole;
use crate::app::widgets::empty::empty;
use crate::project::Time;
use crate::workbench::Mood;

/// The window's title.
pub const TITLE: &str = "Notices";

pub(super) fn ui(ctx: &Context, open: &mut bool, kept: &VecDeque<Kept>) {
    let theme = Theme::of_context(ctx);
    dialog_whole(ctx, open, TITLE, theme.chrome.dialog, |ui, room| {
        if kept.is_empty() {
            empty(ui, |ui| {
                ui.label("Nothing was said yet. What is said at the bottom right is kept here.");
            });
            return;
        }
        ScrollArea::vertical()
            .max_height(theme.chrome.notices.min(room))
            .min_scrolled_height(theme.chrome.notices.min(room))
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for kept in kept {
                    entry(ui, kept, &theme);
                }
            });
    });
}

fn entry(ui: &mut Ui, kept: &Kept, theme: &Theme) {
    ui.horizontal_top(|ui| {
        let time = kept.at.map(clock).unwrap_or_default();
        ui.label(TypeStyle::Small.text(time).color(theme.text.muted));
        let size = vec2(theme.stroke.bar, TypeStyle::Ui.line_height());
        let (bar, _) = ui.allocate_exact_size(size, Sense::hover());
        ui.painter()
            .rect_filled(bar, theme.radius.bar, ink(kept.notice.mood, theme));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let title = TypeStyle::Ui
                .text(&kept.notice.title)
                .color(theme.text.primary);
            ui.add(Label::new(title).wrap());
            if !kept.notice.detail.is_empty() {
                let detail = TypeStyle::Ui.text(&kept.notice.detail);
                ui.add(Label::new(detail.color(theme.text.secondary)).wrap());
            }
        });
    });
    ui.add_space(theme.space.s2);
}

fn ink(mood: Mood, theme: &Theme) -> Color32 {
    match mood {
        Mood::Plain => theme.text.muted,
        Mood::Good => theme.ok.ink,
        Mood::Warning => theme.warning.ink,
        Mood::Error => theme.danger.ink,
    }
}

/// The time of day where the user is.
fn clock(time: Time) -> String {
    Timestamp::from_millisecond(time.milliseconds())
        .map(|time| {
            time.to_zoned(TimeZone::system())
                .strftime("%H:%M")
                .to_string()
        })
        .unwrap_or_default()
}
