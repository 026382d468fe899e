//! What stands in the article and is no part of its text: the line of outlet and date above it,
//! and the chips of the implicit marks.

use std::sync::Arc;

use egui::{FontId, Galley, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::ArticleView;
use super::blocks::BlockKind;
use super::paint::State;
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::chip::{ChipSize, ChipState, chip_side, paint_chip};
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::put;
use crate::command::Command;
use crate::project::{Annotation, Entry, Id};

/// Height of a chip of an implicit mark, room between two, and room under the last.
const CHIP: f32 = 28.0;
const BETWEEN: f32 = 8.0;
const UNDER: f32 = 18.0;
/// Room under the line of outlet and date.
const UNDER_META: f32 = 8.0;
/// The longest wording that is shown whole, as a share of the column.
const LONGEST: f32 = 0.9;

/// A chip of an implicit mark, placed from the block's corner.
struct Chip<'a> {
    mark: &'a Arc<Annotation>,
    rect: Rect,
    wording: Arc<Galley>,
}

impl ArticleView {
    /// The height of the line of outlet and date, with the room under it.
    pub(super) fn meta_height(&self, entry: &Entry) -> f32 {
        if meta_line(entry).is_empty() {
            0.0
        } else {
            TypeStyle::Small.line_height() + UNDER_META
        }
    }

    /// The height of the chips of implicit marks, with the room under them.
    pub(super) fn implicit_height(&self, ui: &Ui, entry: &Entry) -> f32 {
        let last = self.chips(ui, entry).last().map(|chip| chip.rect.bottom());
        last.map_or(0.0, |bottom| bottom + UNDER)
    }

    /// Draws outlet, author and date.
    pub(super) fn meta_ui(&self, ui: &Ui, entry: &Entry) {
        let Some(placed) = self.placed_kind(BlockKind::Meta) else {
            return;
        };
        let theme = Theme::of(ui);
        let painter = ui.painter_at(self.paper);
        let meta = meta_line(entry);
        let width = self.column.width();
        let ink = theme.text.secondary;
        let words = clipped(&painter, &meta, TypeStyle::Small, ink, width, 1);
        let middle = placed.1.y + super::ABOVE + TypeStyle::Small.line_height() / 2.0;
        put(&painter, placed.1.x, middle, words);
    }

    /// Draws the chips of implicit marks; a click selects one, a drag links it.
    pub(super) fn implicit_ui(&mut self, ui: &mut Ui, entry: &Entry, scene: &mut Scene<'_>) {
        let Some((_, corner)) = self.placed_kind(BlockKind::Implicit) else {
            return;
        };
        let theme = Theme::of(ui);
        let tagset = Arc::clone(scene.workbench.project().tagset());
        let mut started = None;
        for chip in self.chips(ui, entry) {
            let Some(tag) = tagset.tag(&chip.mark.tag) else {
                continue;
            };
            let rect = chip.rect.translate(corner.to_vec2());
            let id = super::article_id().with(("implicit", chip.mark.id.as_str()));
            let hit = rect.intersect(self.paper);
            let response = ui.interact(hit, id, Sense::click_and_drag());
            self.taken.push(hit);
            let words = chip.mark.words(&entry.article().text);
            response.widget_info(|| {
                let label = format!("{}: {words} (implicit)", tag.name);
                egui::WidgetInfo::labeled(egui::Role::Button, true, label)
            });
            if response.clicked() {
                self.choose(scene, &chip.mark.id);
            }
            if response.drag_started() {
                started = Some(chip.mark.id.clone());
            }
            let state = match response.hovered() {
                true => State::Hovered.max(self.state_of(&chip.mark.id, scene)),
                false => self.state_of(&chip.mark.id, scene),
            };
            let colours = theme.tag(tag.colour);
            let ground = match state {
                State::Plain => theme.bg.surface,
                State::Hovered => colours.tint,
                State::Selected => colours.tint_strong,
            };
            let painter = ui.painter_at(self.paper);
            let stroke = Stroke::new(theme.stroke.hair, colours.edge);
            painter.rect(rect, theme.radius.row, ground, stroke, StrokeKind::Inside);
            let side = chip_side(&theme, ChipSize::Small);
            let centre = pos2(rect.left() + theme.space.s2 + side / 2.0, rect.center().y);
            let letter = tag.letter.to_string();
            let plain = ChipState::Plain;
            paint_chip(&painter, centre, &letter, colours, ChipSize::Small, plain);
            let left = centre.x + side / 2.0 + theme.space.s3;
            put(&painter, left, rect.center().y, chip.wording);
        }
        if let Some(from) = started {
            self.gesture = super::Gesture::Link { from };
        }
    }

    /// The mark whose chip is at a point: one above the text or in the margin.
    pub(super) fn extra_at(&self, point: Pos2) -> Option<Id> {
        let mut chips = self.chip_places.iter().chain(&self.margin_places);
        chips
            .find(|(_, rect)| rect.contains(point))
            .map(|(mark, _)| mark.clone())
    }

    /// Where the chips of implicit marks are on the screen.
    pub(super) fn place_chips(&mut self, ui: &Ui, entry: &Entry) {
        let corner = self
            .placed_kind(BlockKind::Implicit)
            .map(|(_, corner)| corner);
        self.chip_places = corner.map_or_else(Vec::new, |corner| {
            let chips = self.chips(ui, entry).into_iter();
            chips
                .map(|chip| (chip.mark.id.clone(), chip.rect.translate(corner.to_vec2())))
                .collect()
        });
    }

    /// Selects a mark, or makes it the end of a link that was started.
    pub(super) fn choose(&mut self, scene: &mut Scene<'_>, mark: &Id) {
        match self.linking.take() {
            Some(from) if from != *mark => {
                scene.inbox.push(Command::Link {
                    from,
                    to: mark.clone(),
                    kind: None,
                });
            }
            _ => {
                self.stays = true;
                scene.inbox.push(Command::SelectMark(mark.clone()));
            }
        }
    }

    fn placed_kind(&self, kind: BlockKind) -> Option<(usize, Pos2)> {
        let placed = self
            .visible
            .iter()
            .find(|placed| placed.block.kind == kind)?;
        Some((placed.index, placed.corner))
    }

    /// The chips side by side, as many on a line as the column holds.
    fn chips<'a>(&self, ui: &Ui, entry: &'a Entry) -> Vec<Chip<'a>> {
        let theme = Theme::of(ui);
        let side = chip_side(&theme, ChipSize::Small);
        let ends = theme.space.s2 + side + theme.space.s3 * 2.0;
        let mut chips: Vec<Chip<'a>> = Vec::new();
        let (mut x, mut y) = (0.0, 0.0);
        for mark in entry.implicit() {
            let wording = mark.words(&entry.article().text);
            let font = TypeStyle::Wording.font();
            let wording = one_line(
                ui,
                &wording,
                font,
                self.measure.width * LONGEST - ends,
                &theme,
            );
            let width = wording.size().x + ends;
            if x > 0.0 && x + width > self.measure.width {
                (x, y) = (0.0, y + CHIP + BETWEEN);
            }
            let rect = Rect::from_min_size(pos2(x, y), vec2(width, CHIP));
            x += width + BETWEEN;
            chips.push(Chip {
                mark,
                rect,
                wording,
            });
        }
        chips
    }
}

/// One line of words, with «…» where they are longer than `width`.
fn one_line(ui: &Ui, words: &str, font: FontId, width: f32, theme: &Theme) -> Arc<Galley> {
    let mut job =
        egui::text::LayoutJob::simple_singleline(words.to_owned(), font, theme.text.primary);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(1.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Outlet, author and date, as far as they are known.
fn meta_line(entry: &Entry) -> String {
    let meta = &entry.article().meta;
    let known = ["outlet", "author", "date"]
        .iter()
        .filter_map(|name| meta.text(name));
    known.collect::<Vec<_>>().join("  ·  ")
}
