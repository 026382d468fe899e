//! Draws the palette and listens to its keys.

use egui::scroll_area::ScrollBarVisibility;
use egui::style::ScrollAnimation;
use egui::text::LayoutJob;
use egui::{
    Align, Align2, Area, Context, Frame, Id, Key, Modifiers, Order, Rect, Response, Role,
    ScrollArea, Sense, Stroke, TextFormat, Ui, WidgetInfo, pos2, vec2,
};
use unicode_segmentation::UnicodeSegmentation as _;

use super::data::{Entry, Found, Match, Sign};
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::chip::{ChipSize, ChipState, paint_chip};
use crate::app::widgets::key_cap::{key_cap, key_cap_size, paint_key_cap};
use crate::app::widgets::text_field::TextField;
use crate::app::widgets::{ground, line, put};
use crate::history::Revision;

/// How many rows are seen at once.
const ROWS: usize = 10;
/// How many of the commands run last are remembered.
const RECENT: usize = 10;

/// The command palette.
#[derive(Debug, Default)]
pub struct Palette {
    shown: bool,
    typed: String,
    /// What was typed in the frame before.
    looked_up: String,
    chosen: usize,
    /// The chosen row must be scrolled to.
    reveal: bool,
    found: Option<((String, Revision), Found)>,
    recent: Vec<String>,
    /// What had the focus before.
    before: Option<Option<Id>>,
}

/// What a key or a press asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Run { row: usize, keep: bool },
    Back,
}

impl Palette {
    /// Shows the palette with an empty field.
    pub fn open(&mut self) {
        *self = Self {
            shown: true,
            recent: std::mem::take(&mut self.recent),
            ..Self::default()
        };
    }

    /// Shows it, or takes it away if it is there.
    pub fn toggle(&mut self) {
        if self.shown {
            self.shown = false;
        } else {
            self.open();
        }
    }

    /// Whether it is there. It then has the keyboard.
    pub fn is_open(&self) -> bool {
        self.shown
    }

    /// Draws the palette over everything else, if it is open.
    pub fn ui(&mut self, ctx: &Context, scene: &mut Scene<'_>) {
        if !self.shown {
            self.give_focus_back(ctx);
            return;
        }
        if self.before.is_none() {
            self.before = Some(ctx.memory(egui::Memory::focused));
        }
        let found = self.found(scene);
        let by_key = self.listen(ctx, found.matches.len());
        let theme = Theme::of_context(ctx);
        let window = ctx.content_rect();
        let top = theme.size.menu + theme.chrome.palette_top;
        let width = theme
            .size
            .palette
            .min(window.width() - 2.0 * theme.space.s5);
        let area = Area::new(Id::unique("command palette"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_TOP, vec2(0.0, top))
            .accessible_name("Commands");
        let style = ctx.global_style();
        let shown = area.show(ctx, |ui| {
            Frame::popup(&style)
                .inner_margin(0.0)
                .show(ui, |ui| {
                    ui.set_width(width - 2.0 * theme.stroke.hair);
                    ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
                    let room = window.bottom() - top - theme.space.s5;
                    self.body(ui, scene, &found, room, &theme)
                })
                .inner
        });
        let outside = ctx.input(|input| {
            let place = input.pointer.interact_pos();
            let out = place.is_some_and(|place| !shown.response.rect.contains(place));
            input.pointer.any_pressed() && out
        });
        let answer = by_key.or(shown.inner).or(outside.then_some(Answer::Back));
        self.found = Some(((self.looked_up.clone(), scene.workbench.revision()), found));
        match answer {
            Some(Answer::Run { row, keep }) => self.run(scene, row, keep),
            Some(Answer::Back) => self.shown = false,
            None => {}
        }
    }

    /// What matches; looked up anew only when something changed.
    fn found(&mut self, scene: &Scene<'_>) -> Found {
        let state = (self.typed.clone(), scene.workbench.revision());
        if self.typed != self.looked_up {
            self.looked_up.clone_from(&self.typed);
            self.chosen = 0;
            self.reveal = true;
        }
        match self.found.take() {
            Some((old, found)) if old == state => found,
            _ => Found::new(scene.workbench, scene.keys, &self.typed, &self.recent),
        }
    }

    /// Takes the keys that are not for the field.
    fn listen(&mut self, ctx: &Context, rows: usize) -> Option<Answer> {
        let before = self.chosen;
        let last = rows.saturating_sub(1);
        let mut answer = None;
        ctx.input_mut(|input| {
            let mut pressed = |held, key| input.consume_key(held, key);
            // The longest combination first: what is asked for without Ctrl fits with it, too.
            if pressed(Modifiers::COMMAND, Key::Enter) {
                answer = Some(true);
            } else if pressed(Modifiers::NONE, Key::Enter) {
                answer = Some(false);
            }
            if pressed(Modifiers::NONE, Key::ArrowDown) {
                self.chosen = if self.chosen >= last {
                    0
                } else {
                    self.chosen + 1
                };
            }
            if pressed(Modifiers::NONE, Key::ArrowUp) {
                self.chosen = self.chosen.checked_sub(1).unwrap_or(last);
            }
            if pressed(Modifiers::NONE, Key::PageDown) {
                self.chosen = (self.chosen + ROWS).min(last);
            }
            if pressed(Modifiers::NONE, Key::PageUp) {
                self.chosen = self.chosen.saturating_sub(ROWS);
            }
        });
        self.chosen = self.chosen.min(last);
        self.reveal |= self.chosen != before;
        if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            return Some(Answer::Back);
        }
        let row = self.chosen;
        answer.map(|keep| Answer::Run { row, keep })
    }

    fn run(&mut self, scene: &mut Scene<'_>, row: usize, keep: bool) {
        let Some((_, found)) = &self.found else {
            return;
        };
        let Some((entry, _)) = found.row(row) else {
            return;
        };
        for command in entry.target.commands(scene.workbench) {
            scene.inbox.push(command);
        }
        let name = entry.name.clone();
        self.recent.retain(|recent| *recent != name);
        self.recent.insert(0, name);
        self.recent.truncate(RECENT);
        self.shown = keep;
        // What can be run may be something else afterwards.
        self.found = None;
        self.reveal = false;
    }

    fn give_focus_back(&mut self, ctx: &Context) {
        if let Some(Some(id)) = self.before.take() {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// Field, rows, foot.
    fn body(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        found: &Found,
        room: f32,
        theme: &Theme,
    ) -> Option<Answer> {
        let field = self.field(ui, theme);
        divider(ui, theme);
        let inset = theme.space.s2 + theme.space.s1;
        ui.add_space(inset);
        let height = theme.chrome.palette_row;
        let around = theme.chrome.palette_field + height + 2.0 * inset;
        let most = ((room - around) / height).floor().clamp(1.0, ROWS as f32) * height;
        let mut answer = None;
        if found.matches.is_empty() {
            nothing(ui, &self.typed, theme);
        }
        let chosen = self.chosen;
        let reveal = std::mem::take(&mut self.reveal);
        ScrollArea::vertical()
            .id_salt("commands")
            .max_height(most)
            .min_scrolled_height(most.min(found.matches.len() as f32 * height))
            .scroll_bar_visibility(ScrollBarVisibility::VisibleWhenNeeded)
            .auto_shrink([false, true])
            .show_rows(ui, height, found.matches.len(), |ui, rows| {
                let top = ui.max_rect().top() - rows.start as f32 * height;
                if reveal {
                    let y = top + chosen as f32 * height;
                    let rect = Rect::from_x_y_ranges(ui.max_rect().x_range(), y..=y + height);
                    ui.scroll_to_rect_animation(rect, None, ScrollAnimation::none());
                }
                for row in rows {
                    let Some((entry, found)) = found.row(row) else {
                        continue;
                    };
                    let response = show_row(ui, scene, (entry, found), row == chosen, theme);
                    if row == chosen {
                        say_chosen(ui, field.id, response.id);
                    }
                    if response.clicked() {
                        let keep = ui.input(|input| input.modifiers.command);
                        answer = Some(Answer::Run { row, keep });
                    }
                }
            });
        ui.add_space(inset);
        divider(ui, theme);
        foot(ui, &found.summary(), theme);
        answer
    }

    fn field(&mut self, ui: &mut Ui, theme: &Theme) -> Response {
        let size = vec2(ui.available_width(), theme.chrome.palette_field);
        let layout = egui::Layout::left_to_right(Align::Center);
        ui.allocate_ui_with_layout(size, layout, |ui| {
            ui.set_min_height(size.y);
            ui.add_space(theme.space.s5);
            let (rect, _) = ui.allocate_exact_size(
                vec2(theme.chrome.palette_slot, theme.size.icon),
                Sense::hover(),
            );
            icon(
                ui.painter(),
                Icon::Search,
                rect.center(),
                theme.size.icon,
                theme.text.muted,
            );
            ui.add_space(theme.space.s3);
            let response = TextField::new(&mut self.typed, "Command")
                .bare()
                .id(Id::unique("command palette field"))
                .width(ui.available_width() - theme.space.s5)
                .show(ui);
            if response.changed() {
                ui.ctx().request_repaint();
            }
            if !response.has_focus() {
                response.request_focus();
            }
            response
        })
        .inner
    }
}

/// Tells a screen reader which row the keys are on, while the field keeps the focus.
fn say_chosen(ui: &Ui, field: Id, row: Id) {
    ui.ctx().accesskit_node_builder(field, |node| {
        node.set_active_descendant(row.accesskit_id());
    });
}

fn show_row(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (entry, found): (&Entry, &Match),
    chosen: bool,
    theme: &Theme,
) -> Response {
    let size = vec2(ui.available_width(), theme.chrome.palette_row);
    let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
    let inset = theme.space.s2 + theme.space.s1;
    let rect = whole.shrink2(vec2(inset, 0.0));
    let response = ui.interact(rect, Id::unique(("palette", &entry.name)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, &entry.title));
    let rest = if chosen {
        theme.bg.selected
    } else {
        theme.bg.raised
    };
    let fill = ground(ui, theme, &response, rest);
    let fill = if chosen { rest } else { fill };
    ui.painter().rect_filled(rect, theme.radius.row, fill);
    let middle = rect.center().y;
    let slot = theme.chrome.palette_slot;
    let from = rect.left() + theme.space.s4;
    show_sign(
        ui,
        scene,
        &entry.sign,
        pos2(from + slot / 2.0, middle),
        theme,
    );
    let gap = theme.space.s3 + theme.space.s1;
    let mut end = rect.right() - theme.space.s4;
    if !entry.keys.is_empty() {
        end -= key_cap_size(ui.painter(), &entry.keys).x;
        paint_key_cap(ui.painter(), end, middle, &entry.keys, theme);
        end -= gap;
    }
    let left = from + slot + gap;
    let mut job = title(entry, found, theme);
    job.wrap = egui::text::TextWrapping::truncate_at_width((end - left).max(0.0));
    let left = put(ui.painter(), left, middle, ui.painter().layout_job(job)) + gap;
    let hint = line(ui.painter(), &entry.hint, TypeStyle::Ui, theme.text.muted);
    if left + hint.size().x <= end {
        put(ui.painter(), left, middle, hint);
    }
    response
}

fn show_sign(ui: &Ui, scene: &Scene<'_>, sign: &Sign, centre: egui::Pos2, theme: &Theme) {
    let painter = ui.painter();
    match sign {
        Sign::Icon(shown) => {
            icon(
                painter,
                *shown,
                centre,
                theme.size.icon_small,
                theme.text.muted,
            );
        }
        Sign::Tag(id) => {
            if let Some(tag) = scene.workbench.project().tagset().tag(id) {
                let (colours, letter) = (theme.tag(tag.colour), tag.letter.to_string());
                let (size, state) = (ChipSize::Small, ChipState::Plain);
                paint_chip(painter, centre, &letter, colours, size, state);
            }
        }
    }
}

/// The title, the letters that were typed bold and underlined.
fn title(entry: &Entry, found: &Match, theme: &Theme) -> LayoutJob {
    let plain = TextFormat::simple(TypeStyle::Ui.font(), theme.text.primary);
    let typed = TextFormat {
        underline: Stroke::new(theme.stroke.rule, theme.accent.base),
        ..TextFormat::simple(TypeStyle::UiStrong.font(), theme.text.primary)
    };
    let mut job = LayoutJob::default();
    let mut stretch = (String::new(), false);
    for (place, letter) in entry.title.graphemes(true).enumerate() {
        let is_typed = u32::try_from(place).is_ok_and(|place| found.letters.contains(&place));
        if is_typed != stretch.1 {
            let format = if stretch.1 { &typed } else { &plain };
            job.append(&stretch.0, 0.0, format.clone());
            stretch = (String::new(), is_typed);
        }
        stretch.0.push_str(letter);
    }
    let format = if stretch.1 { typed } else { plain };
    job.append(&stretch.0, 0.0, format);
    job
}

fn nothing(ui: &mut Ui, typed: &str, theme: &Theme) {
    let size = vec2(ui.available_width(), theme.chrome.palette_row);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let words = format!(
        "No command, article or identity matches “{}”.",
        typed.trim()
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    let words = line(ui.painter(), &words, TypeStyle::Ui, theme.text.secondary);
    put(
        ui.painter(),
        rect.left() + theme.space.s5 + theme.space.s1,
        rect.center().y,
        words,
    );
}

fn divider(ui: &mut Ui, theme: &Theme) {
    let size = vec2(ui.available_width(), theme.stroke.hair);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter()
        .hline(rect.x_range(), rect.center().y, theme.divider());
}

/// How many match, and the keys.
fn foot(ui: &mut Ui, summary: &str, theme: &Theme) {
    let size = vec2(ui.available_width(), theme.chrome.palette_row);
    let layout = egui::Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_min_height(size.y);
        ui.visuals_mut().override_text_color = Some(theme.text.muted);
        ui.add_space(theme.space.s5);
        let words = line(ui.painter(), summary, TypeStyle::Small, theme.text.muted);
        let (rect, response) = ui.allocate_exact_size(words.size(), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, summary));
        put(ui.painter(), rect.left(), rect.center().y, words);
        let right = egui::Layout::right_to_left(Align::Center);
        ui.with_layout(right, |ui| {
            ui.add_space(theme.space.s5);
            let keys = [
                ("Esc", "back"),
                ("Ctrl+Enter", "run, keep open"),
                ("Enter", "run"),
            ];
            for (keys, what) in keys {
                let words = line(ui.painter(), what, TypeStyle::Small, theme.text.muted);
                let needed = words.size().x + theme.space.s3 + key_cap_size(ui.painter(), keys).x;
                if needed > ui.available_width() {
                    break;
                }
                ui.label(TypeStyle::Small.text(what));
                ui.add_space(theme.space.s2 + theme.space.s1);
                key_cap(ui, keys);
                ui.add_space(theme.space.s5);
            }
        });
    });
}
