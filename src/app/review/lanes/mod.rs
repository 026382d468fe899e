//! The text with a lane for each annotator under every line.
//!
//! Blocks are laid out as they come into view, as in the article; until then their heights are
//! estimated. Nothing can be marked here: a press on what is in dispute goes to it.

pub mod data;
pub mod implicit;
mod paint;
mod ruler;

use std::sync::Arc;

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use self::data::Bars;
use self::implicit::ImplicitLine;
use self::ruler::Ruler;
use super::data::initials;
use crate::app::article::Reading;
use crate::app::article::blocks::{Block, BlockKind, Blocks};
use crate::app::article::heights::Heights;
use crate::app::article::layout::{BlockLayout, Setting};
use crate::app::article::unseen::Unseen;
use crate::app::fonts::{self, TypeStyle};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::project::{Entry, Id};
use crate::text::TextRange;

/// The lanes' own state; nothing of it is data.
#[derive(Default)]
pub struct LanesView {
    known: Option<Known>,
    blocks: Blocks,
    layouts: Vec<Option<Arc<BlockLayout>>>,
    /// Each with the gap after it.
    heights: Heights,
    /// The heights as they were estimated: the ruler stays as it is while blocks are laid out.
    scale: Heights,
    ruler: Ruler,
    bars: Bars,
    initials: Vec<String>,
    implicit: Vec<ImplicitLine>,
    reveal: Option<TextRange>,
    offset: f32,
    view: f32,
}

/// What the layout depends on.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    review: Id,
    article: Id,
    width: f32,
    size: f32,
    scale: f32,
}

/// Where things stand, in points.
#[derive(Clone, Copy, Debug)]
struct Places {
    /// The height of a lane, and from lane to lane.
    lane: f32,
    step: f32,
    /// From the middle of a line of text to its first lane, for text of the article's size.
    below: f32,
    /// The room that lanes take under a line.
    lanes: f32,
    /// The column.
    left: f32,
    width: f32,
}

const LANE: f32 = 13.0;
const LANE_GAP: f32 = 3.0;
/// A lane under many others is thinner.
const THIN: f32 = 8.0;
const MANY: usize = 5;
/// A line of text without its lanes, as a multiple of its size.
const LINE: f32 = 1.36;
/// Room for initials at the left, and for kinds at the right.
const MARGIN: f32 = 56.0;
const GUTTER: f32 = 100.0;
const NARROW_GUTTER: f32 = 20.0;
/// Narrower paper than this shows no kinds beside the text.
const NARROW: f32 = 520.0;
const ABOVE: f32 = 20.0;
const BELOW: f32 = 160.0;

impl LanesView {
    /// Brings words into view in the next frame.
    pub fn reveal(&mut self, words: TextRange) {
        self.reveal = Some(words);
    }

    /// Draws the text with its lanes.
    pub fn ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, reading: Reading) {
        let theme = Theme::of(ui);
        let rect = ui.available_rect_before_wrap();
        ui.painter().rect_filled(rect, 0.0, theme.bg.surface);
        ui.advance_cursor_after_rect(rect);
        let workbench = scene.workbench;
        let (Some(desk), Some(entry)) = (workbench.review(), workbench.entry()) else {
            return;
        };
        let ruler = rect.with_min_x(rect.right() - theme.size.ruler);
        let paper = rect.with_max_x(ruler.left());
        let count = desk.review().colleagues().len();
        let sheet = desk
            .review()
            .sheets()
            .iter()
            .position(|it| it.sheet.article.id == entry.article().id);
        let places = places(paper, reading, sheet.map_or(0, |_| count), ui);
        let known = Known {
            review: desk.id().clone(),
            article: entry.article().id.clone(),
            width: places.width,
            size: reading.size,
            scale: ui.ctx().pixels_per_point(),
        };
        if self.known.as_ref() != Some(&known) {
            let other = self
                .known
                .as_ref()
                .is_none_or(|it| (&it.article, &it.review) != (&known.article, &known.review));
            if other {
                self.blocks = Blocks::of(entry.article());
                self.bars = sheet
                    .map(|sheet| Bars::of(workbench, desk, sheet, &self.blocks))
                    .unwrap_or_default();
                self.initials = initials(desk.review());
                self.implicit = sheet
                    .map(|sheet| implicit::lines(workbench, desk, sheet, &self.initials))
                    .unwrap_or_default();
                self.offset = 0.0;
            }
            self.layouts = vec![None; self.blocks.len()];
            self.heights = self.estimated(&places, &theme, reading);
            self.scale = self.heights.clone();
            self.ruler = Ruler::default();
            self.known = Some(known);
        }
        let mut child = ui.new_child(UiBuilder::new().max_rect(paper));
        child.set_clip_rect(paper.intersect(ui.clip_rect()));
        self.scroll(&mut child, scene, (entry, sheet, &places, reading));
        self.ruler_ui(ui, ruler, scene);
    }

    fn scroll(
        &mut self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        (entry, sheet, places, reading): (&Entry, Option<usize>, &Places, Reading),
    ) {
        let theme = Theme::of(ui);
        self.view = ui.available_height();
        let wanted = self.reveal.take().and_then(|words| {
            self.lay_out_near(ui, entry, words, places, reading);
            let (top, bottom) = self.extent(words, &theme);
            let out = top < self.offset + ABOVE || bottom > self.offset + self.view - ABOVE;
            out.then(|| (top - self.view / 3.0).max(0.0))
        });
        let mut area = ScrollArea::vertical().id_salt("lanes").auto_shrink(false);
        if let Some(offset) = wanted {
            area = area.vertical_scroll_offset(offset);
        }
        let shown = area.show_viewport(ui, |ui, view| {
            ui.set_height(self.total());
            let top = ui.max_rect().top();
            // The lanes of a block's last line stand below it.
            let first = self.block_at(view.min.y - places.lanes);
            for index in first..self.blocks.len() {
                let y = self.top(index);
                if y > view.max.y {
                    break;
                }
                self.lay_out(ui, entry, index, places, reading);
                let corner = pos2(places.left, top + y);
                match self.blocks.get(index).map(|it| it.kind) {
                    Some(BlockKind::Implicit) => self.draw_implicit(ui, scene, corner, places),
                    _ => self.draw_block(ui, scene, (index, corner), (sheet, places)),
                }
            }
        });
        self.offset = shown.state.clamped_offset().y;
    }

    /// The height of everything.
    fn total(&self) -> f32 {
        ABOVE + self.heights.total() as f32 + BELOW
    }

    /// Where a block begins, from the top of everything.
    fn top(&self, index: usize) -> f32 {
        ABOVE + self.heights.top(index) as f32
    }

    /// The block that stands so far from the top of everything.
    fn block_at(&self, y: f32) -> usize {
        self.heights.find(f64::from(y - ABOVE)).0
    }

    /// From where to where words stand.
    fn extent(&self, words: TextRange, theme: &Theme) -> (f32, f32) {
        let (first, last) = (self.blocks.at(words.start), self.blocks.at(words.end));
        let lines = |index: usize| {
            let layout = self.layouts.get(index).and_then(Option::as_ref)?;
            let rows = layout.stretches(words).into_iter();
            let mut rows = rows.filter_map(|(row, ..)| layout.rows.get(row));
            let first = rows.next()?;
            Some((first.top, rows.next_back().unwrap_or(first).bottom))
        };
        let own = self.heights.get(last) - gap(theme, self.blocks.get(last));
        let top = self.top(first) + lines(first).map_or(0.0, |lines| lines.0);
        let bottom = self.top(last) + lines(last).map_or(own, |lines| lines.1);
        (top, bottom.max(top))
    }

    fn lay_out_near(
        &mut self,
        ui: &Ui,
        entry: &Entry,
        words: TextRange,
        places: &Places,
        reading: Reading,
    ) {
        // What is above moves what is to be shown: in a short article all of it is laid out.
        let near = match self.blocks.len() {
            few @ ..=EAGER => 0..few,
            _ => self.blocks.at(words.start)..self.blocks.at(words.end) + 1,
        };
        for index in near {
            self.lay_out(ui, entry, index, places, reading);
        }
    }

    fn lay_out(&mut self, ui: &Ui, entry: &Entry, index: usize, places: &Places, reading: Reading) {
        let theme = Theme::of(ui);
        let (Some(block), Some(slot)) = (self.blocks.get(index), self.layouts.get_mut(index))
        else {
            return;
        };
        if slot.is_some() || !has_words(block) {
            return;
        }
        let words = entry.article().text.slice(block.range).unwrap_or_default();
        let setting = setting(block, places, &theme, reading);
        let layout = BlockLayout::new(ui, block.range, words, &setting, Vec::new());
        let height = layout.height + gap(&theme, Some(block));
        self.heights.set(index, height);
        *slot = Some(Arc::new(layout));
    }

    fn estimated(&self, places: &Places, theme: &Theme, reading: Reading) -> Heights {
        let heights = self.blocks.iter().map(|block| {
            match block.kind {
                BlockKind::Implicit => return self.implicit_height(theme, places),
                _ if !has_words(block) => return 0.0,
                _ => {}
            }
            let setting = setting(block, places, theme, reading);
            let characters = places.width / (setting.font.size * CHARACTER);
            let lines = (block.range.len() as f32 / characters).ceil().max(1.0);
            lines * setting.line_height + gap(theme, Some(block))
        });
        Heights::new(heights.collect())
    }

    fn draw_block(
        &self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        (index, corner): (usize, egui::Pos2),
        (sheet, places): (Option<usize>, &Places),
    ) {
        if let Some(Some(layout)) = self.layouts.get(index) {
            let block = paint::Painted {
                layout,
                corner,
                index,
                places,
                sheet,
            };
            self.paint_block(ui, scene, &block);
        }
    }
}

/// Articles of no more blocks than this are laid out at once.
const EAGER: usize = 200;
/// The average width of a character as a multiple of the size, to estimate by.
const CHARACTER: f32 = 0.44;

fn has_words(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Title | BlockKind::Standfirst | BlockKind::Body
    )
}

fn gap(theme: &Theme, block: Option<&Block>) -> f32 {
    match block {
        Some(block) if has_words(block) && !block.runs_on => theme.size.paragraph / 2.0,
        _ => 0.0,
    }
}

fn setting(block: &Block, places: &Places, theme: &Theme, reading: Reading) -> Setting {
    let (font, colour) = match block.kind {
        BlockKind::Title => (TypeStyle::Title.font(), theme.text.primary),
        BlockKind::Standfirst => (TypeStyle::Standfirst.font(), theme.text.secondary),
        _ => (fonts::reading(reading.size), theme.text.primary),
    };
    let line_height = (font.size * LINE + places.lanes).round();
    Setting {
        font,
        colour,
        line_height,
        width: places.width,
        unseen: Unseen::controls(theme),
    }
}

fn places(paper: Rect, reading: Reading, count: usize, ui: &Ui) -> Places {
    let lane = if count >= MANY { THIN } else { LANE };
    let step = lane + LANE_GAP;
    let lanes = if count == 0 {
        0.0
    } else {
        step * count as f32 + LANE_GAP
    };
    let gutter = if paper.width() < NARROW {
        NARROW_GUTTER
    } else {
        GUTTER
    };
    let font = fonts::reading(reading.size);
    let character = ui.fonts_mut(|fonts| {
        let sample = "the quick brown fox jumps over the lazy dog";
        let width = sample
            .chars()
            .map(|it| fonts.glyph_width(&font, it))
            .sum::<f32>();
        width / sample.len() as f32
    });
    let room = (paper.width() - MARGIN - gutter).max(1.0);
    let width = (reading.characters * character).min(room).round();
    let left = (paper.width() - width - gutter + MARGIN) / 2.0;
    Places {
        lane,
        step,
        below: reading.size * LINE / 2.0,
        lanes,
        left: (paper.left() + left.max(MARGIN)).round(),
        width,
    }
}

impl Places {
    /// Where a colleague's lane stands, by the middle of its line. The text stands in the middle of a
    /// line's room: half the room of its lanes is that above the next line.
    fn lane(&self, middle: f32, size: f32, who: usize) -> (f32, f32) {
        let below = if size > 0.0 {
            size * LINE / 2.0
        } else {
            self.below
        };
        let top = middle + below + self.step * who as f32;
        (top, top + self.lane)
    }
}

/// The rectangle of a line's lane between two edges.
fn lane_rect(
    places: &Places,
    middle: f32,
    size: f32,
    who: usize,
    (left, right): (f32, f32),
) -> Rect {
    let (top, bottom) = places.lane(middle, size, who);
    Rect::from_min_size(pos2(left, top), vec2((right - left).max(1.0), bottom - top))
}
