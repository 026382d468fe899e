//! Draws the window of the import.

use egui::{
    Align, Context, Key, Label, Layout, Popup, Rect, ScrollArea, Sense, Ui, UiBuilder, vec2,
};

use super::data::{MarkRow, Prospect};
use super::{Ask, Shown, TITLE, mapping};
use crate::app::excerpt;
use crate::app::export::options::named;
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::scene::Scene;
use crate::app::seen::Seen;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::chip::{ChipSize, chip};
use crate::app::widgets::choice::choice;
use crate::app::widgets::dialog::{self, dialog_whole};
use crate::app::widgets::focus;
use crate::app::widgets::reading_order::{label, line_label};
use crate::app::widgets::section::section;
use crate::app::widgets::segmented::segmented;
use crate::app::widgets::text_field::TextField;
use crate::app::worker::place_and_words;
use crate::formats::datasets::{FORMATS, Format, Unit};
use crate::formats::{Problem, Severity};

/// So many problems are listed here; the others stand in the panel of problems afterwards.
const PROBLEMS: usize = 60;

impl Shown {
    /// Draws the window. Returns whether it is still open, and what is asked for.
    pub(super) fn window(
        &mut self,
        ctx: &Context,
        scene: &Scene<'_>,
        project: Option<&str>,
        seen: &Seen,
    ) -> (bool, Option<Ask>) {
        let theme = Theme::of_context(ctx);
        let (width, height) = theme.sheet.trade;
        let (mut open, mut asked) = (true, None);
        dialog::hold(ctx, TITLE);
        dialog_whole(ctx, &mut open, TITLE, width, |ui, room| {
            let size = vec2(ui.available_width(), height.min(room));
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            let foot = rect.with_min_y(rect.bottom() - theme.size.control);
            let above = rect.with_max_y(foot.top() - theme.space.s4);
            let wide = rect.width() >= 2.0 * theme.sheet.trade_list + theme.space.s6;
            if wide {
                let middle = rect.left() + rect.width() * 0.48;
                let left = above.with_max_x(middle - theme.space.s5 / 2.0);
                let right = above.with_min_x(middle + theme.space.s5 / 2.0);
                ui.painter().vline(middle, above.y_range(), theme.divider());
                scrolled(ui, "what", left, |ui| self.what(ui, project));
                asked = scrolled(ui, "becomes", right, |ui| self.becomes(ui, scene));
            } else {
                asked = scrolled(ui, "all", above, |ui| {
                    self.what(ui, project);
                    ui.add_space(theme.space.s3);
                    self.becomes(ui, scene)
                });
            }
            self.foot = Some(foot);
            let builder = UiBuilder::new().id_salt("foot").max_rect(foot);
            let pressed = ui.scope_builder(builder, |ui| self.foot(ui, seen)).inner;
            asked = pressed.or(asked.take());
        });
        (open, asked)
    }

    /// What it is, and how it is read.
    fn what(&mut self, ui: &mut Ui, project: Option<&str>) {
        let theme = Theme::of(ui);
        label(ui, &self.name, TypeStyle::UiLarge, theme.text.primary);
        said(
            ui,
            &theme,
            &format!("This looks like {}.", self.looks.about),
        );
        ui.add_space(theme.space.s3);
        named(ui, "Read as", |ui| self.format(ui));
        if let Some(project) = project {
            named(ui, "Goes into", |ui| {
                let now = self.form.join.map(usize::from);
                let values = ["a new project", project];
                if let Some(picked) = segmented(ui, "Goes into", &values, now).inner {
                    self.form.join = Some(picked == 1);
                }
            });
        }
        named(ui, "Unsigned marks", |ui| {
            let field = TextField::new(&mut self.form.annotator, "Who made what names nobody");
            field.hint("nobody’s").show(ui);
        });
        if self.form.format.unit.is_some() {
            named(ui, "Positions count", |ui| self.unit(ui));
        }
        ui.add_space(theme.space.s3);
        self.findings(ui, &theme);
    }

    fn format(&mut self, ui: &mut Ui) {
        let formats: Vec<&Format> = FORMATS.iter().filter(|format| format.reads()).collect();
        let names: Vec<&str> = formats.iter().map(|format| format.name).collect();
        let is = |format: &&Format| format.name == self.form.format.name;
        let now = formats.iter().position(is);
        let shown = choice(ui, "Read as", &names, now);
        if let Some(picked) = shown.inner.and_then(|place| names.get(place)) {
            let known = FORMATS.iter().find(|format| format.name == *picked);
            self.read_as(known.unwrap_or(self.form.format));
        }
    }

    fn unit(&mut self, ui: &mut Ui) {
        let usual = format!("as usual: {}", self.form.format.counts());
        let units = Unit::ALL.map(|unit| unit.to_string());
        let mut values = vec![usual.as_str()];
        values.extend(units.iter().map(String::as_str));
        let unit = self.form.unit;
        let now = unit.and_then(|unit| Unit::ALL.iter().position(|it| *it == unit));
        let now = now.map_or(0, |place| place + 1);
        match choice(ui, "Positions count", &values, Some(now)).inner {
            Some(0) => self.form.unit = None,
            Some(place) => self.form.unit = Unit::ALL.get(place - 1).copied(),
            None => {}
        }
    }

    /// How much comes in, and what cannot.
    fn findings(&self, ui: &mut Ui, theme: &Theme) {
        let prospect = match self.prospect() {
            None => return said(ui, theme, "…"),
            Some(Err(error)) => {
                let words = TypeStyle::Ui.text(error).color(theme.danger.ink);
                ui.add(Label::new(words).wrap());
                return;
            }
            Some(Ok(prospect)) => prospect,
        };
        section(ui, "What comes in", None);
        if prospect.is_all_here {
            said(ui, theme, "Nothing: all of it is in the project already.");
            return problems(ui, theme, prospect);
        }
        said(ui, theme, &format!("{}.", prospect.summary()));
        if let Some(new) = prospect.new_tags() {
            said(ui, theme, &new);
        }
        let known = match (prospect.known, self.form.joins()) {
            (0, _) => None,
            (1, true) => {
                Some("One of its articles is here already and takes its marks.".to_owned())
            }
            (n, true) => Some(format!(
                "{n} of its articles are here already and take its marks."
            )),
            (1, false) => Some("One of its articles is in the open project too.".to_owned()),
            (n, false) => Some(format!("{n} of its articles are in the open project too.")),
        };
        if let Some(known) = known {
            said(ui, theme, &known);
        }
        problems(ui, theme, prospect);
    }

    /// What its tags and links become, and how its first marks then look.
    fn becomes(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Option<Ask> {
        let theme = Theme::of(ui);
        let asked = mapping::ui(self, ui, scene);
        let Some(Ok(prospect)) = self.prospect() else {
            return asked;
        };
        ui.add_space(theme.space.s3);
        section(ui, "How it begins", None);
        if prospect.rows.is_empty() {
            said(ui, &theme, "No mark comes in.");
        }
        for row in &prospect.rows {
            mark(ui, &theme, prospect, row);
        }
        asked
    }

    fn foot(&mut self, ui: &mut Ui, seen: &Seen) -> Option<Ask> {
        let line = Layout::right_to_left(Align::Center);
        ui.with_layout(line, |ui| {
            let all_here = |prospect: Result<&Prospect, &str>| {
                prospect.is_ok_and(|prospect| prospect.is_all_here)
            };
            let ready = self.is_ready(seen) && !self.prospect().is_some_and(all_here);
            let words = match self.form.joins() {
                true => "Add to the project",
                false => "Import",
            };
            let go = ui.add_enabled(ready, Button::primary(words));
            // What cannot be pressed cannot have the focus, and one who types keeps it.
            if ready && !std::mem::replace(&mut self.came, true) && !ui.ctx().text_edit_focused() {
                go.request_focus();
            }
            let entered = ready && entered(ui);
            (go.clicked() || entered).then_some(Ask::Import)
        })
        .inner
    }
}

/// Whether Enter was pressed and nothing else in the window takes it.
fn entered(ui: &Ui) -> bool {
    let on_top = focus::topmost(ui.ctx()) == Some(dialog::layer_of(TITLE));
    let free = ui.memory(|memory| memory.focused().is_none());
    let pressed = ui.input(|input| input.key_pressed(Key::Enter));
    pressed && free && on_top && !Popup::is_any_open(ui.ctx())
}

fn problems(ui: &mut Ui, theme: &Theme, prospect: &Prospect) {
    let problems = prospect.problems();
    if problems.is_empty() {
        return;
    }
    ui.add_space(theme.space.s3);
    let count = excerpt::grouped(problems.len());
    section(ui, &format!("What to look at ({count})"), None);
    for one in problems.iter().take(PROBLEMS) {
        problem(ui, theme, one);
    }
    if problems.len() > PROBLEMS {
        let more = excerpt::grouped(problems.len() - PROBLEMS);
        said(
            ui,
            theme,
            &format!("And {more} more: all stand in the panel of problems afterwards."),
        );
    }
}

fn problem(ui: &mut Ui, theme: &Theme, problem: &Problem) {
    let (place, words) = place_and_words(problem);
    let ink = match problem.severity {
        Severity::Error => theme.danger.ink,
        Severity::Warning => theme.warning.ink,
    };
    ui.horizontal_top(|ui| {
        let side = theme.size.icon_small;
        let line = TypeStyle::Ui.line_height();
        let (rect, _) = ui.allocate_exact_size(vec2(side, line), Sense::hover());
        icon(ui.painter(), Icon::Warning, rect.center(), side, ink);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            label(ui, &words, TypeStyle::Ui, theme.text.primary);
            if !place.is_empty() {
                label(ui, &place, TypeStyle::Small, theme.text.muted);
            }
        });
    });
}

fn mark(ui: &mut Ui, theme: &Theme, prospect: &Prospect, row: &MarkRow) {
    let size = vec2(ui.available_width(), theme.size.row);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        let tagset = prospect.imported.project.tagset();
        if let Some(tag) = tagset.tag(&row.tag) {
            chip(ui, &tag.letter.to_string(), tag.colour, ChipSize::Small);
        }
        let room = ui.available_width() * 0.68;
        ui.scope(|ui| {
            ui.set_max_width(room);
            line_label(ui, &row.words, TypeStyle::QuoteSmall, theme.text.primary);
        });
        line_label(ui, &row.article, TypeStyle::Small, theme.text.muted);
    });
}

fn said(ui: &mut Ui, theme: &Theme, words: &str) {
    label(ui, words, TypeStyle::Ui, theme.text.secondary);
}

/// A part of the window that scrolls, its bar beside what it scrolls.
fn scrolled<R>(ui: &mut Ui, key: &str, rect: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    let builder = UiBuilder::new()
        .id_salt(key)
        .max_rect(rect)
        .layout(Layout::top_down(Align::Min));
    ui.scope_builder(builder, |ui| {
        ScrollArea::vertical()
            .id_salt(key)
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - theme.space.s3);
                contents(ui)
            })
            .inner
    })
    .inner
}
