//! The article as a whole: what is known about it, where it came from, its implicit marks.

use egui::{Id as WidgetId, Label, Role, Sense, Ui, WidgetInfo, vec2};

use super::Inspector;
use super::article_data::{ArticleData, FieldRow};
use super::data::MarkFace;
use super::parts::{Across, at_end, label_column, labelled, mark_row, muted, wrong};
use super::values::value_rows;
use crate::app::drafts::Field;
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::check::check;
use crate::app::widgets::chip::ChipSize;
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::section::section;
use crate::app::widgets::text_field::TextField;
use crate::command::{Command, Implicit};
use crate::project::Value;

/// The implicit marks that can be added, by what they are called.
pub(super) const IMPLICIT: [(&str, Implicit); 3] = [
    ("Unstated claim", Implicit::UnstatedClaim),
    ("Unnamed source", Implicit::UnnamedSource),
    ("The article itself", Implicit::ArticleItself),
];

impl Inspector {
    /// Shows the article.
    pub(super) fn article_ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, article: &ArticleData) {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = theme.space.s2;
        self.title(ui, scene, article);
        counts(ui, article);
        let mut done = article.done;
        if check(ui, &mut done, "Done").changed() {
            scene.inbox.push(Command::SetDone(article.id.clone(), done));
        }
        ui.add_space(theme.space.s3);
        self.fields(ui, scene, article);
        let owner = WidgetId::unique(("inspector article value", article.id.as_str()));
        value_rows(
            ui,
            &mut self.drafts,
            owner,
            &article.values,
            |row, value| {
                let (article, attribute) = (article.id.clone(), row.attribute.clone());
                scene
                    .inbox
                    .push(Command::SetArticleValue(article, attribute, value));
            },
        );
        ui.add_space(theme.space.s2);
        section(ui, "Implicit marks", None);
        implicit_ui(ui, scene, &article.implicit);
        ui.add_space(theme.space.s2);
        section(ui, "Where it came from", None);
        origin(ui, article);
    }

    fn title(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, article: &ArticleData) {
        let theme = Theme::of(ui);
        let size = vec2(ui.available_width(), theme.size.control);
        let (line, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, "Article"));
        Across::new(ui, line).words("Article", TypeStyle::UiStrong, theme.text.primary);
        if self.details.is_some() && scene.workbench.selection().mark.is_some() {
            let mut end = line;
            end.set_right(line.right() + (theme.size.control - theme.size.icon_small) / 2.0);
            at_end(ui, end, |ui| {
                if ui
                    .add(IconButton::new(Icon::Close, "Back to the mark").small())
                    .clicked()
                {
                    self.details = None;
                }
            });
        }
        let id = WidgetId::unique(("inspector title", article.id.as_str()));
        let fits = |title: &str| !title.trim().is_empty();
        let field = Field {
            fits: &fits,
            rows: 2,
            ..Field::line(id, "Title", &article.title)
        };
        let (_, typed) = self.drafts.show(ui, &field);
        if self.drafts.text(id).is_some_and(|title| !fits(title)) {
            wrong(ui, "An article needs a title.");
        }
        let typed = typed.map(|title| title.replace('\n', " "));
        if let Some(title) = typed.filter(|title| fits(title)) {
            scene
                .inbox
                .push(Command::SetTitle(article.id.clone(), title));
        }
    }

    fn fields(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, article: &ArticleData) {
        let column = label_column(ui, article.fields.iter().map(|field| field.name.as_str()));
        let owner = WidgetId::unique(("inspector field", article.id.as_str()));
        for field in &article.fields {
            ui.push_id(&field.name, |ui| {
                labelled(ui, (&field.name, ""), column, |ui| {
                    self.field(ui, scene, article, owner.with(&field.name), field);
                });
            });
        }
        self.new_field_ui(ui, scene, article);
    }

    fn field(
        &mut self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        article: &ArticleData,
        id: WidgetId,
        field: &FieldRow,
    ) {
        let theme = Theme::of(ui);
        let shown = field.shown();
        let set = |scene: &mut Scene<'_>, value: Option<Value>| {
            let (article, name) = (article.id.clone(), field.name.clone());
            scene.inbox.push(Command::SetMeta(article, name, value));
        };
        let line = Field::line(id, &field.name, &shown);
        if field.usual {
            if let (_, Some(typed)) = self.drafts.show(ui, &line) {
                set(scene, field.typed(&typed));
            }
            return;
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme.space.s1;
            let room = ui.available_width() - theme.size.control - theme.space.s1;
            let typed = ui.allocate_ui(vec2(room, theme.size.control), |ui| {
                ui.set_max_width(room);
                self.drafts.show(ui, &line).1
            });
            if let Some(typed) = typed.inner {
                set(scene, field.typed(&typed));
            }
            let label = format!("Remove the field {}", field.name);
            if ui
                .add(IconButton::new(Icon::Close, &label).small())
                .clicked()
            {
                set(scene, None);
            }
        });
    }

    /// The field for the name of a new field, or the button that shows it.
    fn new_field_ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, article: &ArticleData) {
        let Some(mut name) = self.new_field.take() else {
            if add_field(ui).clicked() {
                self.new_field = Some(String::new());
                self.focus_new_field = true;
            }
            return;
        };
        let id = WidgetId::unique("inspector new field");
        if std::mem::take(&mut self.focus_new_field) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let known = |name: &str| article.fields.iter().any(|field| field.name == name);
        let twice = known(name.trim());
        let hint = "Its name, then Enter";
        let field = TextField::new(&mut name, "Name of the new field")
            .hint(hint)
            .error(twice);
        let response = field.id(id).show(ui);
        if twice {
            wrong(ui, "There is a field of this name.");
        }
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let trimmed = name.trim().to_owned();
        match (enter, response.lost_focus()) {
            (true, _) if !trimmed.is_empty() && !twice => {
                let value = Some(Value::text(""));
                scene
                    .inbox
                    .push(Command::SetMeta(article.id.clone(), trimmed.clone(), value));
                let owner = WidgetId::unique(("inspector field", article.id.as_str()));
                ui.memory_mut(|memory| memory.request_focus(owner.with(&trimmed)));
            }
            (false, true) => {}
            _ => self.new_field = Some(name),
        }
    }
}

/// The button's words, not its invisible edge, line up with the labels above.
fn add_field(ui: &mut Ui) -> egui::Response {
    let theme = Theme::of(ui);
    let size = vec2(ui.available_width(), theme.size.control);
    let (line, _) = ui.allocate_exact_size(size, Sense::hover());
    let place = line.translate(vec2(-theme.space.s3, 0.0));
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(place));
    child.add(Button::quiet("Add a field").icon(Icon::Plus))
}

/// The implicit marks and the buttons that add one.
pub(super) fn implicit_ui(ui: &mut Ui, scene: &mut Scene<'_>, marks: &[MarkFace]) {
    let theme = Theme::of(ui);
    if marks.is_empty() {
        muted(ui, "What the article does not say in words but relies on.");
    }
    for mark in marks {
        let label = format!("implicit {}: {}", mark.tag.name, mark.words);
        ui.push_id(mark.id.as_str(), |ui| mark_row(ui, scene, mark, &label));
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(theme.space.s2);
        ui.horizontal_wrapped(|ui| {
            for (name, implicit) in IMPLICIT {
                if ui.add(Button::plain(name)).clicked() {
                    scene.inbox.push(Command::AddImplicit(implicit));
                }
            }
        });
    });
}

/// How many marks each tag has.
pub(super) fn counts(ui: &mut Ui, article: &ArticleData) {
    let theme = Theme::of(ui);
    if article.counts.is_empty() {
        muted(ui, "No marks yet. Select words and press a tag's key.");
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme.space.s4, theme.space.s1);
        for (tag, count) in &article.counts {
            let words = count.to_string();
            let (style, ink) = (TypeStyle::Small, theme.text.secondary);
            let line = crate::app::widgets::line(ui.painter(), &words, style, ink);
            let width = theme.size.chip + theme.space.s3 + line.size().x;
            let (rect, response) =
                ui.allocate_exact_size(vec2(width, theme.size.hit), Sense::hover());
            let spoken = format!("{} {count}", tag.name);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
            let mut across = Across::new(ui, rect);
            across.chip(tag, ChipSize::Small);
            across.words(&words, style, ink);
            response.on_hover_text(&tag.name);
        }
    });
}

fn origin(ui: &mut Ui, article: &ArticleData) {
    let theme = Theme::of(ui);
    let names = article
        .origin
        .iter()
        .map(|(name, _)| *name)
        .chain(["SHA-256"]);
    let column = label_column(ui, names);
    ui.spacing_mut().item_spacing.y = 0.0;
    for (name, says) in &article.origin {
        labelled(ui, (name, ""), column, |ui| {
            ui.set_min_height(theme.size.control);
            ui.add_space((theme.size.control - TypeStyle::Ui.line_height()) / 2.0);
            ui.add(Label::new(TypeStyle::Ui.text(says)).wrap());
        });
    }
    labelled(ui, ("SHA-256", ""), column, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme.space.s2;
            let digest = TypeStyle::Mono.text(article.short_digest());
            ui.add(Label::new(digest).truncate())
                .on_hover_text(&article.digest);
            let copy = IconButton::new(Icon::Clipboard, "Copy the SHA-256").small();
            if ui.add(copy).clicked() {
                ui.copy_text(article.digest.clone());
            }
        });
    });
}
