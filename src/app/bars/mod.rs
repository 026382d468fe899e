//! The bars: menu row, tag strip, status bar.
//!
//! Each fills the width of what it is drawn in and takes the height that the theme gives it.

pub mod data;
pub mod menu_bar;
pub mod status_bar;
pub mod tag_strip;

use egui::{Align, Layout, Rect, Sense, Ui, UiBuilder, vec2};

use crate::app::theme::Theme;
use crate::review::settle::Tally;

/// What the shell knows and the workbench does not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// The project's file, as people call it; empty if nothing is open.
    pub file: String,
    /// Whether the disk has what the window shows.
    pub saved: SaveState,
    /// How large everything is, 1 as designed.
    pub zoom: f32,
    /// Long work, if there is some.
    pub progress: Option<Progress>,
    /// Where work that is not saved is kept: «journal 12:04:31».
    pub journal: Option<String>,
    /// How far the review is that is open.
    pub review: Option<Tally>,
}

/// Whether the disk has what the window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SaveState {
    /// It has.
    #[default]
    Saved,
    /// It has not.
    Unsaved,
    /// It is being written.
    Saving,
    /// It could not be written.
    Failed,
}

/// Long work that goes on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// What is done, with a count: «reading 12 of 40 articles».
    pub what: String,
    /// How much of it is done, from 0 to 1.
    pub share: f32,
    /// Whether it can be stopped.
    pub can_cancel: bool,
}

impl SaveState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Unsaved => "unsaved",
            Self::Saving => "saving…",
            Self::Failed => "not saved",
        }
    }

    /// Its colour, which only repeats the word.
    fn colour(self, theme: &Theme) -> egui::Color32 {
        match self {
            Self::Saved => theme.ok.ink,
            Self::Unsaved | Self::Saving => theme.warning.ink,
            Self::Failed => theme.danger.ink,
        }
    }
}

/// Where a bar's line to its neighbour runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Top,
    Bottom,
}

/// Takes a bar's room and gives it its ground and its line.
pub(super) fn bar(ui: &mut Ui, height: f32, ground: egui::Color32, edge: Edge) -> Rect {
    let theme = Theme::of(ui);
    let size = vec2(ui.available_width(), height);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let half = theme.stroke.hair / 2.0;
    let y = if edge == Edge::Top {
        rect.top() + half
    } else {
        rect.bottom() - half
    };
    ui.painter().rect_filled(rect, 0.0, ground);
    ui.painter().hline(rect.x_range(), y, theme.divider());
    rect
}

/// A child for a part of a bar, filled from the left.
pub(super) fn from_left(ui: &mut Ui, rect: Rect, name: &str) -> Ui {
    part(ui, rect, name, Layout::left_to_right(Align::Center))
}

/// A child for a part of a bar, filled from the right.
pub(super) fn from_right(ui: &mut Ui, rect: Rect, name: &str) -> Ui {
    part(ui, rect, name, Layout::right_to_left(Align::Center))
}

fn part(ui: &mut Ui, rect: Rect, name: &str, layout: Layout) -> Ui {
    let builder = UiBuilder::new().id_salt(name).max_rect(rect).layout(layout);
    let mut child = ui.new_child(builder);
    child.set_clip_rect(ui.clip_rect());
    child
}
