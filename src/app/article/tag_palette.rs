//! The small palette at the pointer after a selection: one click tags.

use egui::{Align2, Area, Order, Pos2, Rect, Ui, Vec2, pos2, vec2};

use super::{ArticleView, PaletteAt};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::tag_button::TagButton;
use crate::command::{Aim, Command};

/// Below the pointer's tip, and at least so far from the edges.
const BELOW: f32 = 10.0;
const EDGE: f32 = 8.0;
/// Nearer than this to the lower edge the palette comes above.
const FLIP: f32 = 60.0;
/// Above, it stays clear of the selected line.
const ABOVE: f32 = 30.0;

impl ArticleView {
    /// Shows the palette while words are selected. It takes no focus: keys go on to the article.
    pub(super) fn tag_palette_ui(&mut self, ui: &Ui, scene: &mut Scene<'_>) {
        let Some(palette) = self.palette else { return };
        // The selection that the palette belongs to reaches the workbench before the next frame.
        if !scene.workbench.selection().has_words() {
            if scene.inbox.is_empty() {
                self.palette = None;
            }
            return;
        }
        let at = match palette {
            PaletteAt::Pointer(at) => Some(at),
            PaletteAt::Caret => self.caret_on_screen(scene.workbench.selection().head),
        };
        let Some(at) = at else { return };
        let theme = Theme::of(ui);
        let id = super::article_id().with("tag palette");
        let size = ui
            .ctx()
            .memory(|memory| memory.area_rect(id))
            .map(|rect| rect.size());
        let corner = self.palette_corner(at, size.unwrap_or(vec2(0.0, theme.size.control_large)));
        let tags: Vec<_> = scene
            .workbench
            .project()
            .tagset()
            .offered()
            .cloned()
            .collect();
        let area = Area::new(id).order(Order::Foreground).fixed_pos(corner);
        area.pivot(Align2::LEFT_TOP).show(ui.ctx(), |ui| {
            let frame = egui::Frame::popup(ui.style()).inner_margin(theme.space.s2);
            frame.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = theme.space.s1;
                    for tag in &tags {
                        let letter = tag.letter.to_string();
                        let key = tag.key.map(String::from).unwrap_or_default();
                        let button = TagButton::new(&tag.name, &letter, tag.colour);
                        if ui.add(button.key(&key).large()).clicked() {
                            scene
                                .inbox
                                .push(Command::Tag(tag.id.clone(), Aim::default()));
                            self.palette = None;
                        }
                    }
                });
            });
        });
    }

    /// Where the palette's upper left corner goes: below the pointer, above it near the lower
    /// edge, and inside the panel.
    fn palette_corner(&self, at: Pos2, size: Vec2) -> Pos2 {
        let low = at.y + BELOW + size.y > self.paper.bottom() - FLIP.min(self.paper.height() / 4.0);
        let y = if low {
            at.y - ABOVE - size.y
        } else {
            at.y + BELOW
        };
        let inside = Rect::from_min_max(
            self.paper.min + Vec2::splat(EDGE),
            (self.paper.max - Vec2::splat(EDGE) - size).max(self.paper.min),
        );
        let x = at.x.min(inside.right()).max(inside.left());
        pos2(x, y.max(inside.top()))
    }
}
