//! Draws the list of articles.

use egui::{Popup, Response, Role, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::data::{ArticleRow, ArticleRows, Progress};
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::scene::{Inbox, Scene};
use crate::app::theme::Theme;
use crate::app::widgets::clipped::clipped_to;
use crate::app::widgets::empty::empty;
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::link::action_link;
use crate::app::widgets::long_list::{Heights, LongList, RowPlace, let_go_of_focus};
use crate::app::widgets::menu::{MenuItem, menu_style};
use crate::app::widgets::rename_field::{Renamed, rename_field};
use crate::app::widgets::text_field::TextField;
use crate::app::widgets::{line, put};
use crate::command::{Command, WindowCommand};
use crate::project::Id;

/// The list of articles.
#[derive(Debug, Default)]
pub struct ArticlesPanel {
    filter: String,
    rows: ArticleRows,
    measure: Measure,
    renaming: Option<Renaming>,
    in_view: Option<Id>,
}

/// The title that is being typed.
#[derive(Debug)]
struct Renaming {
    article: Id,
    title: String,
    begun: bool,
}

/// How high each row is, found by adding up glyphs: laying out ten thousand titles would be felt.
#[derive(Debug, Default)]
struct Measure {
    widths: Vec<(u64, f32)>,
    ends: Vec<f32>,
    made: Option<(u64, f32, Option<Id>)>,
}

impl ArticlesPanel {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        self.rows.refresh(scene.workbench, &self.filter);
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = 0.0;
        self.heading(ui, &theme, scene.inbox);
        if self.rows.total() == 0 {
            inset(ui, &theme, |ui| nothing(ui, scene.inbox));
            return;
        }
        inset(ui, &theme, |ui| {
            let field = TextField::new(&mut self.filter, "Filter the articles").hint("Filter");
            field.icon(Icon::Search).show(ui);
        });
        ui.add_space(theme.space.s3);
        self.rows.refresh(scene.workbench, &self.filter);
        if self.rows.count() == 0 {
            inset(ui, &theme, |ui| self.no_match(ui));
            return;
        }
        self.list(ui, &theme, scene);
    }

    /// Draws what the panel becomes in a narrow window: a rail of icons.
    pub fn rail_ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        let buttons = [
            (Icon::List, "Articles", "articles", WindowCommand::Articles),
            (Icon::Comment, "Note", "note", WindowCommand::Note),
            (
                Icon::Link,
                "Link the mark",
                "link",
                WindowCommand::StartLink,
            ),
            (
                Icon::Panel,
                "Side panel",
                "side-panel",
                WindowCommand::SidePanel,
            ),
        ];
        ui.vertical_centered(|ui| {
            ui.spacing_mut().item_spacing.y = theme.space.s2 + theme.space.s1;
            ui.add_space(theme.space.s3 - theme.stroke.hair);
            for (shown, label, name, command) in buttons {
                let key = scene.keys.shown(name).unwrap_or_default();
                if ui.add(IconButton::new(shown, label).key(key)).clicked() {
                    scene.inbox.window(command);
                }
            }
        });
    }

    fn heading(&self, ui: &mut Ui, theme: &Theme, inbox: &mut Inbox) {
        let size = vec2(ui.available_width(), theme.size.strip);
        let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
        let (done, total) = (self.rows.done(), self.rows.total());
        let count = match total {
            0 => String::new(),
            _ if self.filter.trim().is_empty() => {
                format!(
                    "{} of {} done",
                    excerpt::grouped(done),
                    excerpt::grouped(total)
                )
            }
            _ => {
                let shown = excerpt::grouped(self.rows.count());
                format!("{shown} of {}", excerpt::grouped(total))
            }
        };
        let label = format!("Articles {count}");
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, ui.is_enabled(), label.trim()));
        let painter = ui.painter();
        let title = line(painter, "Articles", TypeStyle::UiStrong, theme.text.primary);
        let left = rect.left() + side(theme);
        let end = put(painter, left, rect.center().y, title);
        let count = line(painter, &count, TypeStyle::Small, theme.text.muted);
        put(painter, end + theme.space.s3, rect.center().y, count);
        let mut square = rect;
        square.max.x -= theme.space.s3 - theme.space.s1;
        square.min.x = square.max.x - theme.size.control;
        let button = UiBuilder::new()
            .max_rect(square)
            .layout(egui::Layout::left_to_right(egui::Align::Center));
        let mut corner = ui.new_child(button);
        if corner
            .add(IconButton::new(Icon::Plus, "Open articles").small())
            .clicked()
        {
            inbox.window(WindowCommand::Open);
        }
    }

    fn no_match(&mut self, ui: &mut Ui) {
        empty(ui, |ui| {
            ui.label("No article has these words.");
            if action_link(ui, "Clear the filter").clicked() {
                self.filter.clear();
            }
        });
    }

    fn list(&mut self, ui: &mut Ui, theme: &Theme, scene: &mut Scene<'_>) {
        let in_view = scene
            .workbench
            .entry()
            .map(|entry| entry.article().id.clone());
        let place = in_view.as_ref().and_then(|id| self.rows.place(id));
        let reveal = place.filter(|_| self.in_view != in_view);
        self.in_view.clone_from(&in_view);
        let pad = theme.space.s3 - theme.space.s1;
        let mut room = ui.available_rect_before_wrap();
        room = room
            .with_min_x(room.left() + pad)
            .with_max_x(room.right() - pad);
        let Self {
            rows,
            measure,
            renaming,
            ..
        } = self;
        let editing = renaming.as_ref().map(|renaming| renaming.article.clone());
        measure.update(
            ui,
            theme,
            rows,
            room.width() - 2.0 * theme.space.s3,
            editing,
        );
        let mut child = ui.new_child(UiBuilder::new().max_rect(room));
        let list = LongList::new("Articles", Heights::Ends(&measure.ends)).reveal(reveal);
        let keys = list.show(&mut child, |ui, at| {
            let Some(row) = rows.row(at.index) else {
                return;
            };
            let chosen = Some(&row.id) == in_view.as_ref();
            let response = at.row(ui, row.id.as_str(), &row.label(), chosen);
            let typed = renaming.as_mut().filter(|typed| typed.article == row.id);
            draw_row(ui, theme, &at, row, chosen, typed.is_none());
            if let Some(typed) = typed
                && title_field(ui, theme, &at, typed, scene.inbox)
            {
                *renaming = None;
            }
            if response.clicked() {
                scene.inbox.push(Command::ShowArticle(row.id.clone()));
            }
            row_menu(ui, &response, row, renaming, scene);
        });
        if keys.enter {
            // The keys go on to the article.
            let_go_of_focus(&child);
        }
        let target = keys.target(place, rows.count()).and_then(|to| rows.row(to));
        if let Some(row) = target {
            scene.inbox.push(Command::ShowArticle(row.id.clone()));
        }
    }
}

impl Measure {
    /// Brings the rows' ends up to date: only changed titles are measured, and only a changed
    /// width or list is added up.
    fn update(&mut self, ui: &Ui, theme: &Theme, rows: &ArticleRows, room: f32, tall: Option<Id>) {
        let made = Some((rows.version(), room, tall));
        if self.made == made {
            return;
        }
        let tall = made.as_ref().and_then(|made| made.2.clone());
        self.made = made;
        let old = std::mem::take(&mut self.widths);
        let font = TypeStyle::Ui.font();
        ui.fonts_mut(|fonts| {
            let mut width = |title: &str| title.chars().map(|c| fonts.glyph_width(&font, c)).sum();
            for (place, (version, row)) in rows.shown().enumerate() {
                let known = old.get(place).filter(|(known, _)| *known == version);
                let kept = known.copied();
                self.widths
                    .push(kept.unwrap_or_else(|| (version, width(&row.title))));
            }
        });
        self.ends.clear();
        let mut end = 0.0;
        for ((_, width), (_, row)) in self.widths.iter().zip(rows.shown()) {
            let two = *width > room || tall.as_ref() == Some(&row.id);
            end += row_height(theme, if two { 2 } else { 1 });
            self.ends.push(end);
        }
    }
}

/// From the panel's edge to its words.
fn side(theme: &Theme) -> f32 {
    theme.space.s5 - theme.space.s1
}

fn inset(ui: &mut Ui, theme: &Theme, contents: impl FnOnce(&mut Ui)) {
    let pad = egui::Margin {
        left: egui::Margin::from(side(theme) - theme.space.s2).left,
        right: egui::Margin::from(side(theme) - theme.space.s2).right,
        ..egui::Margin::ZERO
    };
    egui::Frame::new().inner_margin(pad).show(ui, contents);
}

fn nothing(ui: &mut Ui, inbox: &mut Inbox) {
    empty(ui, |ui| {
        ui.label("The articles of the project stand here. Drop some on the window, or");
        if action_link(ui, "Open…").clicked() {
            inbox.window(WindowCommand::Open);
        }
    });
}

/// From baseline to baseline of a title.
fn title_line(theme: &Theme) -> f32 {
    TypeStyle::Ui.line_height() - theme.stroke.hair
}

/// Height of the line below the title.
fn second_line(theme: &Theme) -> f32 {
    TypeStyle::Tiny.line_height() - theme.stroke.hair
}

fn row_height(theme: &Theme, lines: usize) -> f32 {
    let title = title_line(theme) * lines as f32;
    let pads = 2.0 * theme.space.s3;
    // Title, a little space, second line, padding; the hair between two rows takes the rest.
    title + theme.space.s1 + second_line(theme) + pads + theme.stroke.hair
}

fn draw_row(
    ui: &Ui,
    theme: &Theme,
    at: &RowPlace,
    row: &ArticleRow,
    chosen: bool,
    with_title: bool,
) {
    let painter = ui.painter();
    let rect = at
        .rect
        .shrink2(vec2(theme.space.s3, theme.space.s3 - theme.stroke.hair));
    if with_title {
        let ink = if chosen {
            theme.text.primary
        } else {
            theme.text.secondary
        };
        let line = title_line(theme);
        let below = second_line(theme);
        let lines = if rect.height() > 2.0 * line + below {
            2
        } else {
            1
        };
        let title = clipped_to(
            painter,
            &row.title,
            TypeStyle::Ui,
            line,
            ink,
            rect.width(),
            lines,
        );
        painter.galley(rect.min, title, ink);
    }
    let middle = rect.bottom() - theme.stroke.hair - second_line(theme) / 2.0;
    let ink = theme.text.muted;
    match row.progress {
        Progress::NotStarted => {
            let words = line(painter, "not started", TypeStyle::Tiny, ink);
            put(painter, rect.left(), middle, words);
        }
        Progress::Done { .. } => {
            let size = theme.size.icon_tiny;
            icon(
                painter,
                Icon::Check,
                pos2(rect.left() + size / 2.0, middle),
                size,
                ink,
            );
            let words = line(painter, &row.progress.words(), TypeStyle::Tiny, ink);
            put(painter, rect.left() + size + theme.space.s2, middle, words);
        }
        Progress::Begun { share, marks } => {
            let words = line(painter, &excerpt::grouped(marks), TypeStyle::Tiny, ink);
            let number = words.size().x;
            // Bars of neighbouring rows end alike as long as the numbers are small.
            let column = number.max(theme.size.chip) + theme.space.s3;
            put(painter, rect.right() - number, middle, words);
            let bar = egui::Rect::from_min_max(
                pos2(rect.left(), middle - theme.size.progress / 2.0),
                pos2(rect.right() - column, middle + theme.size.progress / 2.0),
            );
            draw_bar(ui, theme, bar, share, chosen);
        }
    }
}

fn draw_bar(ui: &Ui, theme: &Theme, bar: egui::Rect, share: f32, chosen: bool) {
    let (ground, ink) = if chosen {
        (theme.bg.surface, theme.accent.base)
    } else {
        (theme.bg.pressed, theme.text.muted)
    };
    ui.painter().rect_filled(bar, theme.radius.bar, ground);
    let done = bar.with_max_x(bar.left() + bar.width() * share);
    ui.painter().rect_filled(done, theme.radius.bar, ink);
}

/// The field in place of a title. Returns whether typing has ended.
fn title_field(
    ui: &mut Ui,
    theme: &Theme,
    at: &RowPlace,
    typed: &mut Renaming,
    inbox: &mut Inbox,
) -> bool {
    let mut rect = at.rect.shrink2(vec2(theme.space.s2, theme.space.s2));
    rect.set_height(theme.size.control);
    let label = "Title of the article";
    let ended = rename_field(ui, rect, &mut typed.title, label, &mut typed.begun);
    if ended == Some(Renamed::Kept) {
        inbox.push(Command::SetTitle(
            typed.article.clone(),
            typed.title.clone(),
        ));
    }
    ended.is_some()
}

fn row_menu(
    ui: &Ui,
    response: &Response,
    row: &ArticleRow,
    renaming: &mut Option<Renaming>,
    scene: &mut Scene<'_>,
) {
    let (workbench, inbox) = (scene.workbench, &mut *scene.inbox);
    let menu = Popup::context_menu(response).style(menu_style(ui));
    menu.show(|ui| {
        let done = matches!(row.progress, Progress::Done { .. });
        let state = if done { "Not done" } else { "Done" };
        if ui.add(MenuItem::new(state)).clicked() {
            inbox.push(Command::SetDone(row.id.clone(), !done));
        }
        if ui.add(MenuItem::new("Details…")).clicked() {
            inbox.push(Command::ShowArticle(row.id.clone()));
            inbox.window(WindowCommand::ArticleDetails);
        }
        if ui.add(MenuItem::new("Rename")).clicked() {
            let entry = workbench.project().entry(&row.id);
            let title = entry.map_or_else(String::new, |entry| entry.article().title.clone());
            *renaming = Some(Renaming {
                article: row.id.clone(),
                title,
                begun: false,
            });
        }
        ui.separator();
        if ui
            .add(MenuItem::new("Remove from the project").danger())
            .clicked()
        {
            inbox.push(Command::RemoveArticle(row.id.clone()));
        }
    });
}
