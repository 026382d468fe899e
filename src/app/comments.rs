//! A thread of comments on a mark or a dispute: who said what and when, and a field for a reply.

use egui::{Label, Role, Sense, Ui, WidgetInfo, vec2};

use super::fonts::TypeStyle;
use super::icons::Icon;
use super::inspector::when::when;
use super::scene::Scene;
use super::theme::Theme;
use super::widgets::avatar::avatar;
use super::widgets::button::Button;
use super::widgets::icon_button::IconButton;
use super::widgets::section::section;
use super::widgets::small_button::small_button;
use super::widgets::text_field::TextField;
use crate::command::Command;
use crate::project::{Comment, Thread};

/// A reply in the making.
#[derive(Debug, Default)]
pub struct Draft {
    about: Option<Thread>,
    words: String,
    open: bool,
    wanted: bool,
}

impl Draft {
    /// Shows the field, although nobody has said anything yet, and gives it the focus.
    pub fn focus(&mut self) {
        self.open = true;
        self.wanted = true;
    }

    /// Whether there is nothing to show of a thread, and nobody has asked for the field.
    pub fn is_quiet(&self, scene: &Scene<'_>, about: &Thread) -> bool {
        let open = self.open && self.about.as_ref() == Some(about);
        !open && !self.wanted && scene.workbench.project().thread(about).is_empty()
    }

    /// Shows a thread. Without comments it shows nothing until somebody asks for the field.
    pub fn ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, about: &Thread) {
        if self.about.as_ref() != Some(about) {
            *self = Self {
                about: Some(about.clone()),
                open: self.wanted,
                wanted: self.wanted,
                ..Self::default()
            };
        }
        let project = scene.workbench.project();
        let said = project.thread(about);
        if said.is_empty() && !self.open {
            return;
        }
        let theme = Theme::of(ui);
        ui.add_space(theme.space.s3);
        section(ui, "Comments", None);
        ui.spacing_mut().item_spacing = vec2(theme.space.s3, theme.space.s2);
        for it in &said {
            ui.push_id(it.id.as_str(), |ui| comment(ui, &theme, scene, it));
        }
        if !self.open {
            let reply = small_button(ui, "Reply…", "Reply to the comments");
            if reply.clicked() {
                self.focus();
            }
            return;
        }
        self.field(ui, scene, about, said.is_empty());
    }

    fn field(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, about: &Thread, first: bool) {
        let hint = match first {
            true => "What shall your colleagues know?",
            false => "A reply",
        };
        let field = TextField::new(&mut self.words, "New comment");
        let response = field.hint(hint).rows(2).show(ui);
        if std::mem::take(&mut self.wanted) {
            response.request_focus();
            response.scroll_to_me(None);
        }
        ui.horizontal(|ui| {
            let ready = !self.words.trim().is_empty();
            let label = if first { "Add comment" } else { "Add reply" };
            let add = ui.add_enabled(ready, Button::plain(label));
            let drop = ui.add(Button::quiet("Discard"));
            if add.clicked() {
                let words = std::mem::take(&mut self.words);
                scene.inbox.push(Command::AddComment(about.clone(), words));
                self.open = false;
            } else if drop.clicked() {
                self.words.clear();
                self.open = false;
            }
        });
    }
}

/// Who, when, and what; one's own can be taken back.
fn comment(ui: &mut Ui, theme: &Theme, scene: &mut Scene<'_>, it: &Comment) {
    let who = match it.stamp.author.as_str() {
        "" => "Somebody",
        name => name,
    };
    let zone = jiff::tz::TimeZone::system();
    let at = it.stamp.created.map(|at| when(at, scene.now, &zone));
    let at = at.unwrap_or_default();
    ui.horizontal(|ui| {
        avatar(ui, who);
        let name = TypeStyle::UiStrong.text(who).color(theme.text.primary);
        ui.add(Label::new(name).truncate());
        let at = TypeStyle::Small.text(at).color(theme.text.muted);
        ui.add(Label::new(at).truncate());
        if it.stamp.author == scene.workbench.author() {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let gone = ui.add(IconButton::new(Icon::Close, "Take the comment back").small());
                if gone.clicked() {
                    scene.inbox.push(Command::DeleteComment(it.id.clone()));
                }
            });
        }
    });
    let words = TypeStyle::Ui.text(&it.text).color(theme.text.primary);
    let response = ui.add(Label::new(words).wrap().sense(Sense::hover()));
    let label = format!("{who}: {}", it.text);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
}
