//! Where the panels stand, in a wide window and in a narrow one.

use std::time::Duration;

use egui::{
    Area, CentralPanel, Context, Frame, Id, Order, Panel, Rect, Sense, Ui, UiBuilder, vec2,
};

use super::{Tab, Work};
use crate::app::bars::{Progress, SaveState, Status, menu_bar, tag_strip};
use crate::app::review::bar as review_bar;
use crate::app::scene::Scene;
use crate::app::start::{self, Recent};
use crate::app::theme::Theme;
use crate::app::widgets::tab_bar::tab_bar;
use crate::app::window::App;
use crate::command::{Command, Mode};

/// Narrower than this, the side panel is a drawer under the article.
const DRAWER: f32 = 1100.0;
/// Narrower than this, the list of articles is a rail.
const RAIL: f32 = 960.0;
/// A list in a drawer gets this height, as far as so much is left for the article.
const LIST: f32 = 280.0;
const ARTICLE: f32 = 104.0;
/// Work that lasts longer than this is shown, in seconds.
const SHOWN_AFTER: f64 = 0.25;

impl App {
    /// Draws a frame. What the user asks for goes into the inbox.
    pub(in crate::app) fn draw_all(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        let width = ui.available_width();
        let status = self.status(ui.ctx());
        let reading = self.reading();
        let Self {
            preferences,
            workbench,
            inbox,
            panels,
            view,
            keymap,
            services,
            file,
            ..
        } = self;
        let now = (services.clock)();
        let mut scene = Scene {
            workbench,
            keys: keymap,
            inbox,
            now,
        };
        let bare = Frame::new();
        let ground = Frame::new().fill(theme.bg.window);
        let bar = |panel: Panel| {
            panel
                .frame(bare)
                .show_separator_line(false)
                .resizable(false)
        };
        bar(Panel::top("menu")).show(ui, |ui| menu_bar::ui(ui, &mut scene, &status));
        let mut cancelled = false;
        bar(Panel::bottom("status")).show(ui, |ui| {
            cancelled = panels.status.ui(ui, &mut scene, &status);
        });
        if !file.is_open {
            let recent = preferences.recent.iter().map(|file| Recent::of(file, now));
            let recent: Vec<Recent> = recent.collect();
            let mut chosen = None;
            CentralPanel::default().frame(bare).show(ui, |ui| {
                chosen = start::ui(ui, &mut scene, &recent);
            });
            if let Some(path) = chosen {
                self.open_paths(vec![path]);
            }
            self.after_drawing(ui, cancelled);
            return;
        }
        let reviewing = workbench.mode() == Mode::Review;
        panels.narrow = width < RAIL;
        panels.beside = Some(ui.available_rect_before_wrap());
        // In a review the queue goes from article to article.
        if !reviewing {
            panels.articles_beside(ui, &mut scene);
        }
        if !panels.side_hidden && width < DRAWER {
            let height = panels.drawer_height(&theme, ui.available_height());
            let drawer = Panel::bottom("drawer").exact_size(height).resizable(false);
            drawer.frame(ground).show(ui, |ui| {
                kept_inside(ui, |ui| panels.drawer_ui(ui, &mut scene));
            });
        } else if !panels.side_hidden {
            let reviewed = workbench.review().is_some();
            let side = if reviewed {
                Panel::right("review side").default_size(theme.size.review)
            } else {
                Panel::right("side").default_size(theme.size.inspector)
            };
            let side = side.size_range(theme.size.panel_min..=theme.size.panel_max);
            side.frame(ground).show(ui, |ui| {
                kept_inside(ui, |ui| panels.side_ui(ui, &mut scene));
            });
        }
        CentralPanel::default().frame(bare).show(ui, |ui| {
            if reviewing {
                let tally = panels.tally().unwrap_or_default();
                bar(Panel::top("review bar")).show(ui, |ui| review_bar::ui(ui, &mut scene, &tally));
                panels.lanes.ui(ui, &mut scene, reading);
                return;
            }
            bar(Panel::top("strip")).show(ui, |ui| tag_strip::ui(ui, &mut scene));
            view.ui(ui, &mut scene, reading);
        });
        if panels.narrow && panels.articles_unfolded && !reviewing {
            panels.articles_over(ui, &mut scene);
        }
        self.after_drawing(ui, cancelled);
    }

    fn after_drawing(&mut self, ui: &Ui, cancelled: bool) {
        if let Some(work) = self.panels.work.as_mut().filter(|_| cancelled) {
            work.cancelled = true;
            self.services.worker.cancel(work.job);
        }
        self.overlays(ui.ctx());
        if !self.inbox.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    /// What the bars must know of the file.
    fn status(&self, ctx: &Context) -> Status {
        let nowhere = self.file.path.is_none() && !self.file.is_sample;
        let unsaved = self.workbench.is_modified() || nowhere;
        let saved = match (&self.file.saving, self.file.failed, unsaved) {
            (Some(_), ..) => SaveState::Saving,
            (None, true, true) => SaveState::Failed,
            (None, _, true) => SaveState::Unsaved,
            (None, _, false) => SaveState::Saved,
        };
        let progress = self.panels.work.as_ref().filter(|work| lasts(work, ctx));
        let progress = progress.map(|work| Progress {
            what: match work.cancelled {
                true => "cancelling…".to_owned(),
                false => work.what.clone(),
            },
            share: work.share,
            can_cancel: !work.cancelled,
        });
        let name = if self.file.is_open {
            self.file.name.clone()
        } else {
            String::new()
        };
        Status {
            file: name,
            saved,
            zoom: self.preferences.zoom,
            progress,
            journal: self.journal_words(),
            review: self.panels.tally(),
        }
    }
}

/// Whether work lasts so long that it is shown: what is done at once would only flicker.
fn lasts(work: &Work, ctx: &Context) -> bool {
    let rest = work.since + SHOWN_AFTER - ctx.input(|input| input.time);
    if rest > 0.0 {
        ctx.request_repaint_after(Duration::from_secs_f64(rest));
    }
    rest <= 0.0
}

/// Draws in all the room there is and takes no more: a panel must not grow because something in it
/// is too wide.
fn kept_inside(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let room = ui.available_rect_before_wrap();
    let mut inside = ui.new_child(UiBuilder::new().max_rect(room));
    inside.set_clip_rect(room.intersect(ui.clip_rect()));
    contents(&mut inside);
    ui.advance_cursor_after_rect(room);
}

impl super::Panels {
    /// The list of articles beside the article, as far as there is room for it.
    fn articles_beside(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        let ground = Frame::new().fill(theme.bg.window);
        if self.narrow {
            let rail = Panel::left("rail")
                .exact_size(theme.size.rail)
                .resizable(false);
            rail.frame(ground).show(ui, |ui| {
                // Unfolded it lies over the article: beside it neither would have room.
                if !self.articles_unfolded {
                    self.articles.rail_ui(ui, scene);
                }
            });
        } else if !self.articles_hidden {
            let list = Panel::left("articles").default_size(theme.size.list);
            let list = list.size_range(theme.size.panel_min..=theme.size.panel_max);
            list.frame(ground).show(ui, |ui| {
                kept_inside(ui, |ui| self.articles.ui(ui, scene));
            });
        }
    }

    /// The list of articles over the article. It goes when one was chosen, or something else is
    /// pressed.
    fn articles_over(&mut self, ui: &Ui, scene: &mut Scene<'_>) {
        let Some(room) = self.beside else { return };
        let theme = Theme::of(ui);
        let asked = scene.inbox.len();
        let area = Area::new(Id::unique("articles over the article"))
            .order(Order::Middle)
            .fixed_pos(room.min)
            .show(ui.ctx(), |ui| {
                let size = vec2(theme.size.list.min(room.width()), room.height());
                let rect = Rect::from_min_size(room.min, size);
                ui.painter().rect_filled(rect, 0.0, theme.bg.window);
                ui.painter()
                    .vline(rect.right(), rect.y_range(), theme.divider());
                ui.allocate_rect(rect, Sense::click());
                let mut inside = ui.new_child(UiBuilder::new().max_rect(rect));
                inside.set_clip_rect(rect);
                self.articles.ui(&mut inside, scene);
            });
        let chose = scene
            .inbox
            .since(asked)
            .any(|it| matches!(it, Command::ShowArticle(_)));
        if chose || area.response.clicked_elsewhere() {
            self.articles_unfolded = false;
            ui.ctx().request_repaint();
        }
    }

    /// How high the drawer of a narrow window is: the inspector's own height, or half the room for
    /// a list.
    fn drawer_height(&self, theme: &Theme, room: f32) -> f32 {
        match self.tab {
            Tab::Inspector => self.inspector.drawer_height(theme, room),
            _ => (room / 2.0).max(LIST.min(room - ARTICLE)),
        }
    }

    /// The drawer of a narrow window.
    fn drawer_ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        match self.tab {
            Tab::Inspector => self.inspector.drawer_ui(ui, scene),
            _ => self.side_ui(ui, scene),
        }
    }

    /// The side panel: its tabs, and what the chosen one shows.
    fn side_ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let problems = self.problems.count(scene.workbench);
        let reviewed = scene.workbench.review().is_some();
        if !reviewed && self.tab == Tab::Review {
            self.tab = Tab::Inspector;
        }
        let shown = |tab: &&Tab| reviewed || **tab != Tab::Review;
        let tabs: Vec<Tab> = Tab::ALL.iter().filter(shown).copied().collect();
        let names: Vec<String> = tabs
            .iter()
            .map(|tab| match (tab, problems) {
                (Tab::Problems, 1..) => format!("{} {problems}", tab.name()),
                _ => tab.name().to_owned(),
            })
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let chosen = tabs.iter().position(|tab| *tab == self.tab).unwrap_or(0);
        ui.spacing_mut().item_spacing.y = 0.0;
        let pressed = tab_bar(ui, &names, chosen).inner;
        if let Some(tab) = pressed.and_then(|place| tabs.get(place)) {
            self.tab = *tab;
        }
        match self.tab {
            Tab::Inspector => self.inspector.ui(ui, scene),
            Tab::List => self.list.ui(ui, scene),
            Tab::Identities => self.identities.ui(ui, scene),
            Tab::History => self.history.ui(ui, scene),
            Tab::Problems => self.problems.ui(ui, scene),
            Tab::Review => self.review.ui(ui, scene),
        }
    }
}
