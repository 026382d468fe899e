//! The left margin: a chip for each statement that starts on a line, a letter for each mention,
//! and the extent of the selected mark.

use std::collections::BTreeSet;

use egui::{Popup, Rect, Response, ScrollArea, Sense, Ui, Vec2, pos2};

use super::paint::State;
use super::{ArticleView, Placed};
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::chip::{ChipSize, ChipState, paint_chip, paint_letter};
use crate::app::widgets::clipped::fitting;
use crate::app::widgets::menu_row::menu_row;
use crate::app::widgets::{line, put_centred};
use crate::command::WindowCommand;
use crate::project::{Entry, Id, Tag};

/// From one chip to the next, from one letter to the next.
const CHIP_STEP: f32 = 20.0;
const LETTER_STEP: f32 = 12.0;
/// So many letters are shown, then how many more there are.
const LETTERS: usize = 3;
/// So many chips are shown.
const CHIPS: usize = 3;
/// How wide «+12» is, and how far the outermost sign stays from the edge of the paper.
const MORE: f32 = 24.0;
const EDGE: f32 = 2.0;
/// From the column to the bar that shows the extent of the selected mark, and its width.
const EXTENT: f32 = 8.0;

/// What the margin shows beside a line.
struct Beside {
    middle: f32,
    chips: Vec<Id>,
    letters: Vec<Id>,
    /// Marks on the line that are too deep to be drawn.
    deep: Vec<Id>,
    /// How many more there are on it of which nothing but their number is known.
    crowd: usize,
}

impl Beside {
    /// What is shown where there are so many points for it, the nearest to the text first, and
    /// what is left for «+n»: each mark once, however often it is hidden.
    fn shown(&self, room: f32) -> (Vec<&Id>, Vec<&Id>, Vec<&Id>) {
        let all = (self.chips.len(), self.letters.len());
        let (mut chips, mut letters) = (all.0.min(CHIPS), all.1.min(LETTERS));
        let wide = |chips: usize, letters: usize| {
            let whole = (chips, letters) == all && self.deep.is_empty() && self.crowd == 0;
            let more = if whole { 0.0 } else { MORE };
            chips as f32 * CHIP_STEP + letters as f32 * LETTER_STEP + more
        };
        while chips + letters > 0 && wide(chips, letters) > room {
            if letters > 0 {
                letters -= 1;
            } else {
                chips -= 1;
            }
        }
        let (chips_from, letters_from) = (all.0 - chips, all.1 - letters);
        let shown_chips: Vec<&Id> = self.chips.iter().skip(chips_from).rev().collect();
        let shown_letters: Vec<&Id> = self.letters.iter().skip(letters_from).rev().collect();
        let shown = shown_chips.iter().chain(&shown_letters);
        let mut seen: BTreeSet<&Id> = shown.copied().collect();
        let left_out = self.chips.iter().take(chips_from);
        let left_out = left_out.chain(self.letters.iter().take(letters_from));
        let left_out = left_out.chain(&self.deep);
        let more = left_out.filter(|id| seen.insert(id)).collect();
        (shown_chips, shown_letters, more)
    }
}

impl ArticleView {
    /// Draws the margin; a click on a chip selects its mark, a drag from it links it.
    pub(super) fn margin_ui(&mut self, ui: &mut Ui, entry: &Entry, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        self.margin_places.clear();
        let lines: Vec<Beside> = self
            .visible
            .iter()
            .flat_map(|placed| self.beside(placed, scene))
            .collect();
        for beside in lines {
            self.line_ui(ui, &theme, entry, scene, &beside);
        }
        self.draw_extent(ui, &theme, scene);
    }

    /// What stands beside the lines of a block, the mark nearest to the text last.
    fn beside(&self, placed: &Placed, scene: &Scene<'_>) -> Vec<Beside> {
        let Some(layout) = &placed.layout else {
            return Vec::new();
        };
        let middle = |row: &super::layout::Row| placed.corner.y + row.baseline - row.size * 0.3;
        let mut lines: Vec<Beside> = layout
            .rows
            .iter()
            .map(|row| Beside {
                middle: middle(row),
                chips: Vec::new(),
                letters: Vec::new(),
                deep: Vec::new(),
                crowd: row.crowd,
            })
            .collect();
        let shown = |id: &Id| self.state_of(id, scene) == State::Selected;
        for piece in &layout.pieces {
            let (Some(mark), Some(line)) = (layout.marks.get(piece.mark), lines.get_mut(piece.row))
            else {
                continue;
            };
            let id = &mark.annotation.id;
            if mark.weight.dimmed && !shown(id) {
                continue;
            }
            let list = match (piece.first, piece.depth, mark.weight.statement) {
                (false, None, _) => &mut line.deep,
                (false, Some(_), _) => continue,
                (true, _, true) => &mut line.chips,
                (true, _, false) => &mut line.letters,
            };
            list.push(id.clone());
            // Of a mark that is not drawn there is at least the sign, and else its place in «+n».
            if piece.first && piece.depth.is_none() {
                line.deep.push(id.clone());
            }
        }
        lines
    }

    fn line_ui(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        entry: &Entry,
        scene: &mut Scene<'_>,
        beside: &Beside,
    ) {
        if beside.middle < self.paper.top() || beside.middle > self.paper.bottom() {
            return;
        }
        let side = theme.size.chip;
        let mut x = self.column.left() - theme.size.margin_chip + side / 2.0;
        let room = x + CHIP_STEP / 2.0 - self.paper.left() - EDGE;
        let (chips, letters, more) = beside.shown(room);
        for mark in chips {
            let size = Vec2::new(CHIP_STEP, theme.size.hit);
            let rect = Rect::from_center_size(pos2(x, beside.middle), size);
            let Some((response, tag)) = self.margin_mark(ui, entry, scene, mark, rect) else {
                continue;
            };
            let state = match self.state_of(mark, scene) {
                State::Selected => ChipState::Selected,
                State::Hovered => ChipState::Hovered,
                State::Plain if response.hovered() => ChipState::Hovered,
                State::Plain => ChipState::Plain,
            };
            let painter = ui.painter_at(self.paper);
            let (letter, colours) = (tag.letter.to_string(), theme.tag(tag.colour));
            paint_chip(
                &painter,
                rect.center(),
                &letter,
                colours,
                ChipSize::Small,
                state,
            );
            x -= CHIP_STEP;
        }
        x = x.min(self.column.left() - theme.size.margin_chip + side / 2.0);
        for mark in letters {
            let size = Vec2::new(LETTER_STEP, theme.size.hit);
            let rect = Rect::from_center_size(pos2(x, beside.middle), size);
            if let Some((_, tag)) = self.margin_mark(ui, entry, scene, mark, rect) {
                let painter = ui.painter_at(self.paper);
                let letter = tag.letter.to_string();
                paint_letter(&painter, rect.center(), &letter, theme.tag(tag.colour));
                x -= LETTER_STEP;
            }
        }
        if !more.is_empty() || beside.crowd > 0 {
            let centre = pos2(x + LETTER_STEP / 2.0 - MORE / 2.0, beside.middle);
            let rect = Rect::from_center_size(centre, Vec2::new(MORE, theme.size.hit));
            self.more_ui(ui, theme, entry, scene, (&more, beside.crowd), rect);
        }
    }

    /// «+n», for the marks that find no place on a line; a press lists them.
    fn more_ui(
        &mut self,
        ui: &Ui,
        theme: &Theme,
        entry: &Entry,
        scene: &mut Scene<'_>,
        (more, crowd): (&[&Id], usize),
        rect: Rect,
    ) {
        let first = more.first().map_or("", |id| id.as_str());
        let id = super::article_id().with(("more", first, rect.top().to_bits()));
        let response = ui.interact(rect.intersect(self.paper), id, Sense::click());
        self.taken.push(rect);
        let count = more.len() + crowd;
        let label = match count {
            1 => "1 more mark on this line".to_owned(),
            _ => format!("{count} more marks on this line"),
        };
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
        let painter = ui.painter_at(self.paper);
        let ink = if response.hovered() {
            painter.rect_filled(rect, theme.radius.control, theme.bg.hover);
            theme.text.primary
        } else {
            theme.text.muted
        };
        let words = line(&painter, &format!("+{count}"), TypeStyle::Tiny, ink);
        put_centred(&painter, rect.center(), words);
        Popup::menu(&response).show(|ui| {
            ui.set_width(theme.size.inspector);
            let list = ScrollArea::vertical().max_height(theme.chrome.notices);
            list.show(ui, |ui| {
                for id in more {
                    let Some(mark) = entry.annotation(id) else {
                        continue;
                    };
                    let tag = scene.workbench.project().tagset().tag(&mark.tag);
                    let name = tag.map_or("mark", |tag| &tag.name);
                    let words = mark.words(&entry.article().text);
                    let room = ui.available_width() - 2.0 * theme.space.s3;
                    let title = format!("{name}: {words}");
                    let title = fitting(ui, &title, TypeStyle::Ui, room);
                    if menu_row(ui, &title, "", None).clicked() {
                        self.choose(scene, id);
                    }
                }
                if crowd > 0 && menu_row(ui, "All marks, in the list", "", None).clicked() {
                    scene.inbox.window(WindowCommand::List);
                }
            });
        });
    }

    /// What stands for a mark in the margin: a click selects the mark, a drag links it.
    fn margin_mark(
        &mut self,
        ui: &Ui,
        entry: &Entry,
        scene: &mut Scene<'_>,
        mark: &Id,
        rect: Rect,
    ) -> Option<(Response, Tag)> {
        let annotation = entry.annotation(mark)?;
        let tag = scene
            .workbench
            .project()
            .tagset()
            .tag(&annotation.tag)?
            .clone();
        let id = super::article_id().with(("margin", mark.as_str()));
        let response = ui.interact(rect, id, Sense::click_and_drag());
        self.taken.push(rect);
        self.margin_places.push((mark.clone(), rect));
        let words = annotation.words(&entry.article().text);
        response.widget_info(|| {
            let label = format!("margin {}: {words}", tag.name);
            egui::WidgetInfo::labeled(egui::Role::Button, true, label)
        });
        ui.ctx()
            .accesskit_node_builder(id, |node| node.set_author_id(mark.as_str().to_owned()));
        if response.hovered() {
            self.pointed = Some(mark.clone());
        }
        if response.clicked() {
            self.choose(scene, mark);
        }
        if response.drag_started() {
            self.gesture = super::Gesture::Link { from: mark.clone() };
        }
        Some((response, tag))
    }

    /// The bar that shows from which line to which the selected mark goes.
    fn draw_extent(&self, ui: &Ui, theme: &Theme, scene: &Scene<'_>) {
        let Some(mark) = scene.workbench.selected() else {
            return;
        };
        let Some(span) = mark.span() else { return };
        let Some(tag) = scene.workbench.project().tagset().tag(&mark.tag) else {
            return;
        };
        let rects = self.mark_rects(span);
        let (Some(first), Some(last)) = (rects.first(), rects.last()) else {
            return;
        };
        if !tag.is_statement() || first.top() == last.top() {
            return;
        }
        let inset = self.measure.line_height / 6.0;
        let stroke = egui::Stroke::new(theme.stroke.bar, theme.tag(tag.colour).edge);
        let ends = first.top() + inset..=last.bottom() - inset;
        ui.painter_at(self.paper)
            .vline(self.column.left() - EXTENT, ends, stroke);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(chips: &[&str], letters: &[&str], deep: &[&str]) -> Beside {
        let ids = |names: &[&str]| names.iter().map(|name| Id::new(*name)).collect();
        Beside {
            middle: 0.0,
            chips: ids(chips),
            letters: ids(letters),
            deep: ids(deep),
            crowd: 0,
        }
    }

    fn shown(beside: &Beside, room: f32) -> [String; 3] {
        let (chips, letters, more) = beside.shown(room);
        let words = |ids: Vec<&Id>| {
            ids.iter()
                .map(|id| id.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        [chips, letters, more].map(words)
    }

    #[test]
    fn a_mark_that_is_deep_and_starts_here_is_counted_once() {
        let line = beside(&["a", "b", "c", "d", "e"], &[], &["a", "b"]);
        assert_eq!(shown(&line, 500.0), ["e d c", "", "a b"].map(str::to_owned));
    }

    #[test]
    fn a_deep_mark_whose_chip_is_shown_is_not_counted_again() {
        let line = beside(&["a", "b"], &["s"], &["a", "from above"]);
        assert_eq!(
            shown(&line, 500.0),
            ["b a", "s", "from above"].map(str::to_owned)
        );
    }

    #[test]
    fn in_a_narrow_margin_letters_go_first_and_all_are_counted() {
        let line = beside(&["a", "b", "c"], &["s", "t", "u"], &[]);
        assert_eq!(
            shown(&line, 3.0 * CHIP_STEP + 3.0 * LETTER_STEP)[2],
            "",
            "there is just room for all"
        );
        assert_eq!(
            shown(&line, 88.0),
            ["c b a", "", "s t u"].map(str::to_owned)
        );
        assert_eq!(shown(&line, 0.0)[2], "a b c s t u");
    }
}
