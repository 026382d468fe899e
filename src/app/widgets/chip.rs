//! A tag's letter on the tag's ground.

use egui::{Color32, Painter, Pos2, Rect, Response, Sense, StrokeKind, Ui, Vec2};

use super::{focus, frame, line, put_centred};
use crate::app::fonts::TypeStyle;
use crate::app::theme::{TagColours, Theme};
use crate::project::tagset::Colour;

/// How large a chip is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChipSize {
    /// In the margin, the tag strip, lists.
    #[default]
    Small,
    /// Beside the tag's name in the inspector.
    Large,
}

/// What a chip shows besides its letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChipState {
    /// Nothing.
    #[default]
    Plain,
    /// Its mark, or it, is under the pointer.
    Hovered,
    /// Its mark is selected: an accent frame.
    Selected,
    /// Its mark is only suggested: a dashed frame without a ground.
    Suggested,
}

/// A chip that only shows; what it stands beside names it.
pub fn chip(ui: &mut Ui, letter: &str, colour: Colour, size: ChipSize) -> Response {
    let theme = Theme::of(ui);
    let side = chip_side(&theme, size);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    if ui.is_rect_visible(rect) {
        let colours = theme.tag(colour);
        let painter = super::painter(ui);
        paint_chip(
            &painter,
            rect.center(),
            letter,
            colours,
            size,
            ChipState::Plain,
        );
    }
    response
}

/// The side of a chip in points.
pub fn chip_side(theme: &Theme, size: ChipSize) -> f32 {
    match size {
        ChipSize::Small => theme.size.chip,
        ChipSize::Large => theme.size.chip_large,
    }
}

/// Draws a chip round this centre.
pub fn paint_chip(
    painter: &Painter,
    centre: Pos2,
    letter: &str,
    colours: TagColours,
    size: ChipSize,
    state: ChipState,
) {
    let theme = Theme::of_context(painter.ctx());
    let (style, radius) = match size {
        ChipSize::Small => (TypeStyle::Letter, theme.radius.chip),
        ChipSize::Large => (TypeStyle::LetterLarge, theme.radius.chip_large),
    };
    let rect = Rect::from_center_size(centre, Vec2::splat(chip_side(&theme, size)));
    let edge = egui::Stroke::new(theme.stroke.hair, colours.edge);
    let ground = match state {
        ChipState::Suggested => Color32::TRANSPARENT,
        ChipState::Hovered => colours.tint_strong,
        ChipState::Plain | ChipState::Selected => colours.tint,
    };
    if state == ChipState::Suggested {
        let on_edge = rect.shrink(theme.stroke.hair / 2.0);
        frame::dashed_frame(painter, on_edge, radius, edge, theme.dash.short());
    } else {
        painter.rect(rect, radius, ground, edge, StrokeKind::Inside);
    }
    if state == ChipState::Selected {
        focus::chosen_frame(painter, rect, radius);
    }
    put_centred(painter, centre, line(painter, letter, style, colours.ink));
}

/// Draws a mention's letter in the margin: no frame, no ground.
pub fn paint_letter(painter: &Painter, centre: Pos2, letter: &str, colours: TagColours) {
    let text = line(painter, letter, TypeStyle::Letter, colours.ink);
    put_centred(painter, centre, text);
}
