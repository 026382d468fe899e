//! Draws the list of problems.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Color32, Frame, Label, ScrollArea, Sense, Ui, UiBuilder, vec2};

use super::data::{self, LoadedProblem, Look, Looks, MOST};
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::empty::empty;
use crate::app::widgets::row::Row;
use crate::app::widgets::section::section;
use crate::command::{Command, WindowCommand};
use crate::project::Aside;
use crate::workbench::Workbench;

/// The list of problems.
#[derive(Debug, Default)]
pub struct ProblemsPanel {
    /// What reading the project's file gave; the shell sets it when it loads one.
    pub loaded: Vec<LoadedProblem>,
    looks: Looks,
    open: BTreeSet<String>,
}

impl ProblemsPanel {
    /// How many problems there are, for the tab's badge. In a very large project what deserves a
    /// look is only counted anew while the panel is in view.
    pub fn count(&mut self, workbench: &Workbench) -> usize {
        self.looks.refresh_if_cheap(workbench);
        self.loaded.len() + workbench.project().aside().len() + self.looks.count()
    }

    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        self.looks.refresh(scene.workbench);
        let room = ui
            .available_rect_before_wrap()
            .shrink2(vec2(theme.space.s5, 0.0));
        ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.add_space(theme.space.s4);
                ui.spacing_mut().item_spacing = vec2(theme.space.s3, theme.space.s2);
                let project = scene.workbench.project();
                if self.looks.count() + self.loaded.len() + project.aside().len() == 0 {
                    empty(ui, |ui| ui.label("Nothing is wrong with the project."));
                    return;
                }
                self.aside(ui, &theme, scene);
                self.loaded(ui, &theme);
                self.looks(ui, &theme, scene);
                ui.add_space(theme.space.s5);
            });
        });
    }

    fn aside(&mut self, ui: &mut Ui, theme: &Theme, scene: &mut Scene<'_>) {
        let workbench = scene.workbench;
        let parts = workbench.project().aside();
        heading(ui, "Kept aside", parts.len());
        for (place, part) in parts.iter().enumerate().take(MOST) {
            ui.push_id(Arc::as_ptr(part), |ui| {
                self.part(ui, theme, scene, (place, part));
            });
        }
        further(ui, theme, parts.len());
    }

    fn part(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        scene: &mut Scene<'_>,
        (place, part): (usize, &Arc<Aside>),
    ) {
        let title = data::title(scene.workbench.project(), part.article.as_ref());
        sentence(ui, theme, theme.danger.ink, &part.reason, &title);
        let open = self.open.contains(&part.data);
        ui.horizontal(|ui| {
            ui.add_space(theme.size.icon_small + theme.space.s3);
            let show = if open { "Hide it" } else { "Show it" };
            if ui.add(Button::plain(show)).clicked() {
                if open {
                    self.open.remove(&part.data);
                } else {
                    self.open.insert(part.data.clone());
                }
            }
            if self.looks.can_go_back(place) {
                let back = ui.add(Button::plain("Put it back"));
                if back.on_hover_text("Where its words stand").clicked() {
                    scene
                        .inbox
                        .push(Command::Window(WindowCommand::PutBack(place)));
                }
            }
            if ui.add(Button::plain("Drop it").danger()).clicked() {
                scene.inbox.push(Command::DropAside(place));
            }
        });
        if open {
            let pad = theme.space.s3;
            let frame = Frame::new()
                .fill(theme.bg.sunken)
                .corner_radius(theme.radius.control)
                .inner_margin(pad);
            frame.show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                let text = TypeStyle::Mono.text(&part.data).color(theme.text.primary);
                ui.add(Label::new(text).wrap().selectable(true));
            });
        }
        ui.add_space(theme.space.s3);
    }

    fn loaded(&self, ui: &mut Ui, theme: &Theme) {
        heading(ui, "From reading the file", self.loaded.len());
        for problem in self.loaded.iter().take(MOST) {
            let ink = if problem.error {
                theme.danger.ink
            } else {
                theme.warning.ink
            };
            sentence(ui, theme, ink, &problem.what, &problem.place);
            ui.add_space(theme.space.s2);
        }
        further(ui, theme, self.loaded.len());
    }

    fn looks(&self, ui: &mut Ui, theme: &Theme, scene: &mut Scene<'_>) {
        heading(ui, "Worth a look", self.looks.count());
        for look in self.looks.first() {
            one_look(ui, theme, look, scene);
        }
        further(ui, theme, self.looks.count());
    }
}

fn one_look(ui: &mut Ui, theme: &Theme, look: &Look, scene: &mut Scene<'_>) {
    let ink = theme.warning.ink;
    let Some((article, mark)) = &look.target else {
        sentence(ui, theme, ink, &look.what, "");
        ui.add_space(theme.space.s2);
        return;
    };
    let label = format!("{}: {}", look.what, look.words);
    // The row's ground reaches over the margin, so that its sign stands below the others.
    let pad = theme.space.s3;
    let mut room = ui.available_rect_before_wrap();
    room = room.expand2(vec2(pad, 0.0));
    let shown = ui.scope_builder(
        UiBuilder::new()
            .max_rect(room)
            .id_salt((article.as_str(), mark.as_str())),
        |ui| {
            let row = Row::new(&label).tall();
            row.show(ui, |ui| {
                with_sign(ui, theme, ink, |ui| {
                    what_is_wrong(ui, theme, &look.what);
                    let words = TypeStyle::QuoteSmall.text(&look.words);
                    let words = words.color(theme.text.secondary);
                    ui.add(Label::new(words).truncate().selectable(false));
                    below(ui, theme, &look.article);
                });
            })
        },
    );
    let response = shown.inner.response;
    if response.hovered() {
        scene.inbox.hover(mark);
    }
    if response.clicked() {
        scene.inbox.push(Command::ShowArticle(article.clone()));
        scene.inbox.push(Command::SelectMark(mark.clone()));
    }
}

fn heading(ui: &mut Ui, title: &str, count: usize) {
    if count > 0 {
        section(ui, &format!("{title} {}", excerpt::grouped(count)), None);
    }
}

fn further(ui: &mut Ui, theme: &Theme, count: usize) {
    if let Some(more) = count.checked_sub(MOST).filter(|more| *more > 0) {
        let words = format!("and {} more", excerpt::grouped(more));
        ui.label(TypeStyle::Small.text(words).color(theme.text.muted));
    }
}

/// A sign, a sentence, and below it where that is.
fn sentence(ui: &mut Ui, theme: &Theme, ink: Color32, what: &str, place: &str) {
    with_sign(ui, theme, ink, |ui| {
        what_is_wrong(ui, theme, what);
        below(ui, theme, place);
    });
}

fn with_sign(ui: &mut Ui, theme: &Theme, ink: Color32, contents: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        let size = theme.size.icon_small;
        let tall = vec2(size, TypeStyle::Ui.line_height());
        let (rect, _) = ui.allocate_exact_size(tall, Sense::hover());
        icon(ui.painter(), Icon::Warning, rect.center(), size, ink);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = theme.space.s1;
            contents(ui);
        });
    });
}

/// What is wrong: begins like a sentence, whoever wrote it.
fn what_is_wrong(ui: &mut Ui, theme: &Theme, what: &str) {
    let mut characters = what.trim_end_matches('.').chars();
    let first = characters.next().map(char::to_uppercase);
    let what: String = first.into_iter().flatten().chain(characters).collect();
    let text = TypeStyle::Ui.text(what).color(theme.text.primary);
    ui.add(Label::new(text).wrap().selectable(false));
}

fn below(ui: &mut Ui, theme: &Theme, place: &str) {
    if !place.is_empty() {
        let text = TypeStyle::Small.text(place).color(theme.text.muted);
        ui.add(Label::new(text).truncate().selectable(false));
    }
}
