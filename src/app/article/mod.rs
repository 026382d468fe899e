//! The article view: the text with its marks, and every gesture on it.
//!
//! One frame: follow the workbench (`follow`), scroll, lay out what is in view
//! ([`layout`]), take gestures ([`gestures`], [`caret`]), draw ([`paint`], [`margin`], [`links`]
//! on their [`routes`], [`ruler`]), and stand in the accessibility tree ([`access`]). Nothing here changes a project:
//! gestures become commands.

pub mod access;
pub mod blocks;
pub mod caret;
pub mod column;
pub mod context;
pub mod extras;
pub mod find;
pub mod gestures;
pub mod handles;
pub mod heights;
pub mod hints;
pub mod kept;
pub mod lanes;
pub mod layout;
pub mod links;
pub mod margin;
pub mod marks;
pub mod overview;
pub mod paint;
pub mod places;
pub mod routes;
pub mod ruler;
pub mod scroll;
pub mod tag_palette;
pub mod touch;
pub mod unseen;
pub mod viewport;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Id as UiId, Pos2, Rect, Sense, Ui};

use self::blocks::{Block, BlockKind, Blocks};
use self::context::Menu;
use self::find::Find;
use self::gestures::{Clicks, Gesture};
use self::heights::Heights;
use self::hints::LinkKeys;
use self::kept::{Layouts, Work};
use self::layout::{BlockLayout, Setting};
use self::ruler::Bars;
use self::scroll::{Anchor, Measure};
use self::unseen::Hidden;
use super::fonts::{self, TypeStyle};
use super::scene::Scene;
use super::theme::Theme;
use crate::command::Aim;
use crate::project::{Entry, Id};
use crate::text::{ByteIndex, Text, TextRange};
use crate::workbench::Workbench;

/// How the article is set: the user's choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The size of the text, in points.
    pub size: f32,
    /// How many average characters the longest line holds.
    pub characters: f32,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            size: fonts::READING_SIZE,
            characters: MEASURE,
        }
    }
}

/// A block in view.
pub(super) struct Placed {
    /// Which of the article's blocks.
    pub index: usize,
    /// The block.
    pub block: Block,
    /// Its upper left corner on the screen.
    pub corner: Pos2,
    /// Its height without the gap after it.
    pub height: f32,
    /// Its text; none for what is no part of the text.
    pub layout: Option<Arc<BlockLayout>>,
}

/// The article view's own state: nothing of it is data.
pub struct ArticleView {
    article: Option<Known>,
    blocks: Blocks,
    heights: Heights,
    /// The heights as they were estimated: what the ruler is drawn by. They do not change while the
    /// article is scrolled, so that neither the marks on the ruler nor a place on it do.
    scale: Heights,
    measure: Measure,
    anchors: BTreeMap<Id, Anchor>,
    anchor: Anchor,
    visible: Vec<Placed>,
    column: Rect,
    paper: Rect,
    clicks: Clicks,
    gesture: Gesture,
    pointed: Option<Id>,
    row_hovered: Option<Id>,
    pointer_at: Option<Pos2>,
    pointer_moved: bool,
    chip_places: Vec<(Id, Rect)>,
    margin_places: Vec<(Id, Rect)>,
    taken: Vec<Rect>,
    palette: Option<PaletteAt>,
    palette_rect: Option<Rect>,
    linking: Option<Id>,
    link_keys: LinkKeys,
    reveal: Option<Reveal>,
    stays: bool,
    wanted_x: Option<f32>,
    find: Find,
    bars: Bars,
    layouts: Layouts,
    work: Work,
    hidden: Hidden,
    menu: Option<Menu>,
    menu_asked: bool,
    pinch: f32,
    /// The selection that was last offered to other programs.
    offered: Vec<TextRange>,
}

/// Which article is laid out. Two projects can have articles of the same id.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    id: Id,
    title: String,
    text: Text,
}

/// Where the small palette stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum PaletteAt {
    /// Where the button was let go.
    Pointer(Pos2),
    /// At the caret, wherever that goes.
    Caret,
}

/// Words to bring into view.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Reveal {
    range: TextRange,
    /// Scrolls no further than it must, as for a caret that walks.
    least: bool,
}

impl Default for ArticleView {
    fn default() -> Self {
        Self {
            article: None,
            blocks: Blocks::default(),
            heights: Heights::default(),
            scale: Heights::default(),
            measure: Measure::default(),
            anchors: BTreeMap::new(),
            anchor: Anchor::default(),
            visible: Vec::new(),
            column: Rect::ZERO,
            paper: Rect::ZERO,
            clicks: Clicks::default(),
            gesture: Gesture::default(),
            pointed: None,
            row_hovered: None,
            pointer_at: None,
            pointer_moved: false,
            chip_places: Vec::new(),
            margin_places: Vec::new(),
            taken: Vec::new(),
            palette: None,
            palette_rect: None,
            linking: None,
            link_keys: LinkKeys::default(),
            reveal: None,
            stays: false,
            wanted_x: None,
            find: Find::default(),
            bars: Bars::default(),
            layouts: Layouts::default(),
            work: Work::default(),
            hidden: Hidden::default(),
            menu: None,
            menu_asked: false,
            pinch: 1.0,
            offered: Vec::new(),
        }
    }
}

/// Characters on a line, unless the window is narrow.
const MEASURE: f32 = 66.0;
/// Room above the article and below its end.
const ABOVE: f32 = 22.0;
const BELOW: f32 = 120.0;
/// Room under the title and under the standfirst.
const UNDER_TITLE: f32 = 10.0;
const UNDER_STANDFIRST: f32 = 20.0;

impl ArticleView {
    /// Shows the article in view and takes the gestures on it.
    pub fn ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, reading: Reading) {
        let theme = Theme::of(ui);
        let rect = ui.available_rect_before_wrap();
        ui.painter().rect_filled(rect, 0.0, theme.bg.surface);
        let Some(entry) = scene.workbench.entry() else {
            return;
        };
        self.follow(entry);
        let rect = self.hidden_banner(ui, rect, scene);
        let ruler = rect.with_min_x(rect.right() - theme.size.ruler);
        self.paper = rect.with_max_x(ruler.left());
        self.set_measure(ui, &theme, reading);
        let id = article_id();
        let response = ui.interact(self.paper, id, Sense::click_and_drag());
        ui.advance_cursor_after_rect(rect);
        self.check_layouts(scene);
        self.scroll_by_wheel(ui);
        self.zoom_by_pinch(ui, scene);
        self.drag_paper(ui, &response);
        self.scroll_to_reveal(ui, entry, scene);
        self.lay_out(ui, entry, scene);
        self.place_chips(ui, entry);
        self.take_keys(ui, entry, scene, &response);
        self.offer_selection(ui, entry, scene);
        self.stays = false;
        self.take_pointer(ui, entry, scene, &response);
        self.draw(ui, entry, scene);
        self.hints_ui(ui, entry, scene);
        self.ruler_ui(ui, ruler, entry, scene);
        self.tag_palette_ui(ui, scene);
        self.find_ui(ui, entry, scene);
        self.menu_ui(ui, entry, scene, &response);
        self.expose(ui, entry, scene, &response);
    }

    /// What a tag key aims at: the mark and the character under the pointer, if the pointer was
    /// what the user moved last. It is looked for where the pointer is now: a slow frame can hold
    /// both the move and the key.
    pub fn aim(&self, ctx: &egui::Context, workbench: &Workbench) -> Aim {
        let pointer = ctx.input(|input| input.pointer.latest_pos());
        let moved = self.pointer_moved || pointer != self.pointer_at;
        let free = matches!(self.gesture, Gesture::None);
        let pointer = pointer.filter(|at| moved && free && self.is_uncovered(ctx, *at));
        let byte = pointer.and_then(|at| self.char_under(at));
        let mark = byte.and_then(|byte| {
            let marks = gestures::shown_first(workbench.entry()?, workbench, byte);
            marks.first().map(|mark| mark.id.clone())
        });
        Aim { mark, byte }
    }

    /// Whether the paper is at a point, and nothing lies over it.
    fn is_uncovered(&self, ctx: &egui::Context, at: Pos2) -> bool {
        let paper = egui::LayerId::background();
        let free = self.taken.iter().all(|rect| !rect.contains(at));
        free && self.paper.contains(at) && ctx.layer_id_at(at).is_none_or(|layer| layer == paper)
    }

    /// A command was carried out: until the pointer moves again, keys mean what is selected.
    pub fn forget_pointer(&mut self) {
        self.pointer_moved = false;
    }

    /// Brings words into view in the next frame, unless they were just clicked.
    pub fn reveal(&mut self, range: TextRange) {
        if !std::mem::take(&mut self.stays) {
            let least = false;
            self.reveal = Some(Reveal { range, least });
        }
    }

    /// Shows a mark as hovered because the pointer is on a panel's row for it.
    pub fn hover_from_panel(&mut self, mark: Option<Id>) {
        self.row_hovered = mark;
    }

    /// Starts a link from a mark: the next click on a mark that it can go to makes it.
    pub fn start_link(&mut self, from: Id) {
        self.linking = Some(from);
        self.forget_letters();
        self.palette = None;
    }

    /// Lets go of a link that was started and of the palette. Says whether there was one.
    pub fn step_back(&mut self) -> bool {
        let dragged = !matches!(self.gesture, Gesture::None);
        self.gesture = Gesture::default();
        let linked = self.linking.take().is_some();
        self.palette = None;
        linked || dragged
    }

    /// The mark from which a link was started.
    pub fn linking(&self) -> Option<&Id> {
        match &self.gesture {
            Gesture::Link { from } => Some(from),
            _ => self.linking.as_ref(),
        }
    }

    /// Follows the workbench to another article, and keeps the place in the one before.
    fn follow(&mut self, entry: &Entry) {
        let article = entry.article();
        let known = self.article.as_ref();
        let same = known.is_some_and(|known| known.id == article.id && known.text == article.text);
        if same && known.is_some_and(|known| known.title == article.title) {
            return;
        }
        if let Some(left) = self.article.take() {
            self.anchors.insert(left.id, self.anchor);
        }
        let hidden = self.hidden;
        *self = Self {
            anchors: std::mem::take(&mut self.anchors),
            reveal: self.reveal.take(),
            clicks: self.clicks,
            find: std::mem::take(&mut self.find),
            article: Some(Known {
                id: article.id.clone(),
                title: article.title.clone(),
                text: article.text.clone(),
            }),
            blocks: Blocks::of(article),
            ..Self::default()
        };
        self.look_for_hidden(&article.text, hidden);
        let anchor = self.anchors.get(&article.id).copied().unwrap_or_default();
        // The place in a text that is no longer there means nothing in another.
        if anchor.block < self.blocks.len() {
            self.anchor = anchor;
        }
    }

    /// How the text of a block is set.
    fn setting(&self, kind: BlockKind, theme: &Theme) -> Setting {
        let (font, line_height, colour) = match kind {
            BlockKind::Title => (
                TypeStyle::Title.font(),
                TypeStyle::Title.line_height(),
                theme.text.primary,
            ),
            BlockKind::Standfirst => (
                TypeStyle::Standfirst.font(),
                TypeStyle::Standfirst.line_height(),
                theme.text.secondary,
            ),
            _ => (
                fonts::reading(self.measure.size),
                self.measure.line_height,
                theme.text.primary,
            ),
        };
        Setting {
            font,
            colour,
            line_height,
            width: self.measure.width,
            unseen: self.unseen(theme),
        }
    }

    /// The room after a block.
    fn gap_after(&self, index: usize) -> f32 {
        let Some(block) = self.blocks.get(index) else {
            return 0.0;
        };
        let gap = match block.kind {
            _ if block.runs_on => 0.0,
            BlockKind::Blank | BlockKind::Meta | BlockKind::Implicit => 0.0,
            BlockKind::Title => UNDER_TITLE,
            BlockKind::Standfirst => UNDER_STANDFIRST,
            BlockKind::Body => self.measure.gap,
        };
        if index + 1 == self.blocks.len() {
            gap + BELOW
        } else {
            gap
        }
    }

    /// Lays a block out, without a place on the screen.
    fn lay_out_block(&mut self, ui: &Ui, index: usize, entry: &Entry, scene: &Scene<'_>) -> Placed {
        self.work.blocks += 1;
        let theme = Theme::of(ui);
        let block = self.blocks.get(index).copied().unwrap_or(Block {
            range: TextRange::at(ByteIndex(0)),
            kind: BlockKind::Blank,
            runs_on: false,
        });
        let (height, layout) = match block.kind {
            BlockKind::Meta => (ABOVE + self.meta_height(entry), None),
            BlockKind::Implicit => (self.implicit_height(ui, entry), None),
            BlockKind::Blank => (self.blank_height(index), None),
            BlockKind::Title | BlockKind::Standfirst | BlockKind::Body => {
                let layout = self.layout_of(ui, &theme, (index, block), entry, scene);
                (layout.height, Some(layout))
            }
        };
        Placed {
            index,
            block,
            corner: Pos2::ZERO,
            height,
            layout,
        }
    }

    /// The lines and marks of a block with words: those of the frame before if they still hold.
    fn layout_of(
        &mut self,
        ui: &Ui,
        theme: &Theme,
        (index, block): (usize, Block),
        entry: &Entry,
        scene: &Scene<'_>,
    ) -> Arc<BlockLayout> {
        let words = entry.article().text.slice(block.range).unwrap_or_default();
        let setting = self.setting(block.kind, theme);
        let galley = layout::set(ui, words, &setting);
        if let Some(layout) = self.layouts.get(index, &galley) {
            return layout;
        }
        let marks = self.marks_on(block.range, entry, scene);
        self.work.laid_out += 1;
        self.work.marks += marks.shown.len() + marks.crowd.len();
        let of = Arc::clone(&galley);
        let mut layout = BlockLayout::of(ui, galley, block.range, words, &setting, marks.shown);
        layout.count_crowd(marks.crowd.iter().filter_map(|mark| mark.span()));
        let layout = Arc::new(layout);
        self.layouts.keep(index, of, &layout);
        layout
    }

    /// Several empty lines in a row are room; a single one is what the gap already shows.
    fn blank_height(&self, index: usize) -> f32 {
        let before = index
            .checked_sub(1)
            .and_then(|before| self.blocks.get(before));
        match before {
            Some(block) if block.kind == BlockKind::Blank => self.measure.gap,
            _ => 0.0,
        }
    }
}

/// The article view's id in egui.
pub fn article_id() -> UiId {
    UiId::unique("article")
}
