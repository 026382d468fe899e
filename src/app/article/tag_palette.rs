//! The small palette at the pointer after a selection: one click tags.

use egui::{Align2, Area, Order, Pos2, Rect, ScrollArea, Ui, Vec2, pos2, vec2};

use super::{ArticleView, PaletteAt};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::tag_button::TagButton;
use crate::command::{Aim, Command};
use crate::project::Tag;

/// Below the pointer's tip, and at least so far from the edges.
const BELOW: f32 = 10.0;
const EDGE: f32 = 8.0;
/// Nearer than this to the lower edge the palette comes above.
const FLIP: f32 = 60.0;
/// So many rows of tags are seen at once; what is more scrolls.
const MOST_ROWS: f32 = 6.0;
/// Above, it stays clear of the selected line.
const ABOVE: f32 = 30.0;

impl ArticleView {
    /// Shows the palette while words are selected. It takes no focus: keys go on to the article.
    pub(super) fn tag_palette_ui(&mut self, ui: &Ui, scene: &mut Scene<'_>) {
        self.palette_rect = None;
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
        let shown = area.pivot(Align2::LEFT_TOP).show(ui.ctx(), |ui| {
            let frame = egui::Frame::popup(ui.style()).inner_margin(theme.space.s2);
            frame.show(ui, |ui| {
                ui.spacing_mut().item_spacing = Vec2::splat(theme.space.s1);
                let room = self.paper.width() - 2.0 * (EDGE + theme.space.s2 + theme.stroke.hair);
                let rows = rows(ui, &tags, room.min(theme.size.palette));
                let most = MOST_ROWS * (theme.size.control_large + theme.space.s1);
                let list = ScrollArea::vertical()
                    .max_height(most)
                    .min_scrolled_height(most);
                list.show(ui, |ui| {
                    for row in rows {
                        ui.horizontal(|ui| {
                            for tag in row {
                                if with_button(tag, |button| ui.add(button)).clicked() {
                                    let aim = Aim::default();
                                    scene.inbox.push(Command::Tag(tag.id.clone(), aim));
                                    self.palette = None;
                                }
                            }
                        });
                    }
                });
            });
        });
        self.palette_rect = Some(shown.response.rect);
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

/// A tag's button, given to `then`.
fn with_button<R>(tag: &Tag, then: impl FnOnce(TagButton<'_>) -> R) -> R {
    let letter = tag.letter.to_string();
    let key = tag.key.map(String::from).unwrap_or_default();
    then(
        TagButton::new(&tag.name, &letter, tag.colour)
            .key(&key)
            .large(),
    )
}

/// The tags in rows no wider than `room`, in points, as far as a single tag is not.
fn rows<'a>(ui: &Ui, tags: &'a [Tag], room: f32) -> Vec<Vec<&'a Tag>> {
    let gap = ui.spacing().item_spacing.x;
    let mut rows: Vec<Vec<&Tag>> = Vec::new();
    let mut left = 0.0;
    for tag in tags {
        let width = with_button(tag, |button| button.width(ui.painter())) + gap;
        match rows.last_mut() {
            Some(row) if width - gap <= left => {
                row.push(tag);
                left -= width;
            }
            _ => {
                rows.push(vec![tag]);
                left = room - width;
            }
        }
    }
    rows
}
