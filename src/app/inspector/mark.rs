//! The selected mark.

use egui::text::{TextFormat, TextWrapping};
use egui::{Id as WidgetId, Label, Popup, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::Inspector;
use super::data::{ImplicitData, MarkData, TagFace};
use super::links::links_ui;
use super::parts::{Across, at_end, clipped, inset, is_cramped, mark_row, muted, pressable_part};
use super::picker::PickerView;
use super::values::value_rows;
use super::when::when;
use crate::app::drafts::{Field, focus_all};
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::chip::{ChipSize, chip_side};
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::link::action_link;
use crate::app::widgets::menu::{MenuItem, menu_style};
use crate::app::widgets::reading_order::{Ordered, ordered};
use crate::app::widgets::section::section;
use crate::command::{Command, WindowCommand};
use crate::project::Thread;

/// The lines of a long quote that are shown until it is unfolded.
const FOLDED: usize = 6;

impl Inspector {
    /// Shows the selected mark.
    pub(super) fn mark_ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, mark: &MarkData) {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = theme.space.s2;
        self.head(ui, scene, mark);
        ui.add_space(theme.space.s3);
        self.words(ui, scene, mark);
        ui.add_space(theme.space.s4 - theme.space.s1);
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = theme.space.s3;
            self.mark_values(ui, scene, mark);
        });
        ui.add_space(theme.space.s3);
        self.identity(ui, scene, mark);
        ui.add_space(theme.space.s3);
        links_ui(ui, scene, &mut self.drafts, &mut self.unfolded, mark);
        section(ui, "Note", None);
        self.note(ui, scene, mark, 3);
        if let Some(article) = scene.workbench.entry().map(|it| it.article().id.clone()) {
            let mark = mark.id.clone();
            self.thread.ui(ui, scene, &Thread::Mark { article, mark });
        }
    }

    /// Its tag, which retags, and what else can be done with it.
    pub(super) fn head(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, mark: &MarkData) {
        let theme = Theme::of(ui);
        let size = vec2(ui.available_width(), theme.size.control);
        let (line, _) = ui.allocate_exact_size(size, Sense::hover());
        // Where there is little room the button at the heading of the links has to do.
        let cramped = is_cramped(ui);
        let buttons = if cramped { 1.0 } else { 2.0 };
        let mut tag = line;
        tag.set_right(line.right() - buttons * theme.size.control);
        retag(ui, scene, mark, tag);
        let mut end = line;
        end.set_right(line.right() + (theme.size.control - theme.size.icon) / 2.0);
        let key = scene.keys.shown("link").unwrap_or_default().to_owned();
        at_end(ui, end, |ui| {
            let more = ui.add(IconButton::new(Icon::More, "More about this mark"));
            self.more(ui, scene, mark, &more);
            let link = IconButton::new(Icon::Link, "Link this mark").key(&key);
            if !cramped && ui.add(link).clicked() {
                scene.inbox.window(WindowCommand::StartLink);
            }
        });
    }

    fn more(&mut self, ui: &Ui, scene: &mut Scene<'_>, mark: &MarkData, button: &Response) {
        let key = |name| scene.keys.shown(name).unwrap_or_default().to_owned();
        let (next, list, delete) = (key("next-mention"), key("list"), key("delete"));
        Popup::menu(button).style(menu_style(ui)).show(|ui| {
            if ui.add(MenuItem::new("Copy the quote")).clicked() {
                ui.copy_text(mark.words.clone());
            }
            let several = mark.identity.as_ref().is_some_and(|who| who.mentions > 1);
            if ui
                .add_enabled(several, MenuItem::new("Go to the next mention").key(&next))
                .clicked()
            {
                scene.inbox.push(Command::NextMention);
            }
            if ui
                .add(MenuItem::new("Show in the list").key(&list))
                .clicked()
            {
                scene.inbox.window(WindowCommand::List);
            }
            let comment = key("comment-mark");
            let comment = MenuItem::new("Comment on the mark…").key(&comment);
            if ui.add(comment).clicked() {
                self.thread.focus();
            }
            if mark.implicit.is_none() && ui.add(MenuItem::new("Add a fragment…")).clicked() {
                self.fragment_hint = Some(mark.id.clone());
            }
            if ui
                .add(MenuItem::new("Delete the mark").key(&delete).danger())
                .clicked()
            {
                scene.inbox.push(Command::DeleteMark(mark.id.clone()));
            }
        });
    }

    /// Its words, as a quote or to be worded.
    pub(super) fn words(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, mark: &MarkData) {
        match &mark.implicit {
            Some(implicit) => self.wording(ui, scene, mark, implicit),
            None => self.quote(ui, mark, FOLDED),
        }
        if self.fragment_hint.as_ref() == Some(&mark.id) {
            muted(
                ui,
                "Hold Ctrl and drag over further words: they join this mark.",
            );
        }
    }

    /// The quoted words behind a bar in the tag's colour; `lines` of them until unfolded.
    pub(super) fn quote(&mut self, ui: &mut Ui, mark: &MarkData, lines: usize) {
        let theme = Theme::of(ui);
        let whole = self.whole_quote.as_ref() == Some(&mark.id);
        let start = ui.cursor().top();
        let inset = theme.stroke.accent + theme.space.s4;
        let mut elided = false;
        let shown = ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(inset);
            let lines = (!whole).then_some(lines);
            let quote = quoted(ui, &theme, &mark.words, lines);
            let galley = ui.painter().layout_job(quote.job);
            elided = galley.elided || quote.cut;
            let label = ui.add(Label::new(galley));
            label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &mark.words));
        });
        let mut bar = shown.response.rect;
        bar.set_top(start);
        bar.set_width(theme.stroke.accent);
        ui.painter()
            .rect_filled(bar, 0.0, theme.tag(mark.tag.colour).edge);
        if elided || whole {
            ui.horizontal(|ui| {
                ui.add_space(inset);
                if action_link(ui, if whole { "less" } else { "more" }).clicked() {
                    self.whole_quote = (!whole).then(|| mark.id.clone());
                }
            });
        }
    }

    fn wording(
        &mut self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        mark: &MarkData,
        implicit: &ImplicitData,
    ) {
        let id = WidgetId::unique(("inspector wording", mark.id.as_str()));
        if std::mem::take(&mut self.focus_wording) {
            focus_all(ui.ctx(), id, mark.words.chars().count());
        }
        let field = Field {
            hint: "What it stands for, in your words",
            rows: 2,
            ..Field::line(id, "Wording", &mark.words)
        };
        if let (_, Some(wording)) = self.drafts.show(ui, &field) {
            scene
                .inbox
                .push(Command::SetWording(mark.id.clone(), wording));
        }
        match &implicit.beside {
            None => drop(muted(ui, "Implicit: the text has no words for it.")),
            Some(beside) => {
                muted(
                    ui,
                    "Implicit: the text has no words for it. It stands beside",
                );
                let label = format!("beside {}: {}", beside.tag.name, beside.words);
                mark_row(ui, scene, beside, &label);
            }
        }
    }

    pub(super) fn mark_values(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, mark: &MarkData) {
        let owner = WidgetId::unique(("inspector value", mark.id.as_str()));
        value_rows(ui, &mut self.drafts, owner, &mark.values, |row, value| {
            scene.inbox.push(Command::SetValue(
                mark.id.clone(),
                row.attribute.clone(),
                value,
            ));
        });
    }

    /// Whom or what it refers to.
    pub(super) fn identity(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, mark: &MarkData) {
        let workbench = scene.workbench;
        let Some(article) = workbench.entry().map(|entry| entry.article().id.clone()) else {
            return;
        };
        let view = PickerView {
            mark,
            article: &article,
            identities: &self.identities,
            tagset: workbench.project().tagset(),
            focus: std::mem::take(&mut self.focus_identity),
        };
        self.picker.ui(ui, scene, &mut self.drafts, &view);
    }

    pub(super) fn note(
        &mut self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        mark: &MarkData,
        rows: usize,
    ) {
        let id = WidgetId::unique(("inspector note", mark.id.as_str()));
        let focus = std::mem::take(&mut self.focus_note);
        if focus {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let hint = "What a colleague should know";
        let field = Field {
            hint,
            rows,
            ..Field::line(id, "Note", &mark.note)
        };
        let (response, typed) = self.drafts.show(ui, &field);
        if focus {
            response.scroll_to_me(None);
        }
        if let Some(note) = typed {
            scene.inbox.push(Command::SetNote(mark.id.clone(), note));
        }
    }
}

/// Who made the mark, and when.
pub(super) fn footer(ui: &mut Ui, scene: &Scene<'_>, mark: &MarkData) {
    let theme = Theme::of(ui);
    let zone = jiff::tz::TimeZone::system();
    let said = |moment| when(moment, scene.now, &zone);
    let made = mark.stamp.created.map(said).unwrap_or_default();
    let author = match mark.stamp.author.as_str() {
        "" => "nobody named",
        author => author,
    };
    let size = vec2(ui.available_width(), TypeStyle::Small.line_height());
    let (line, response) = ui.allocate_exact_size(size, Sense::hover());
    let spoken = format!("made by {author} {made}");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, spoken.trim_end()));
    let mut across = Across::new(ui, line);
    across.words_at_end(&made, TypeStyle::Small, theme.text.muted);
    across.words(author, TypeStyle::Small, theme.text.muted);
    if let Some(changed) = mark.stamp.changed {
        let (line, response) = ui.allocate_exact_size(size, Sense::hover());
        let words = format!("changed {}", said(changed));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        Across::new(ui, line).words_at_end(&words, TypeStyle::Small, theme.text.muted);
    }
}

/// How high the footer of this mark is.
pub(super) fn footer_height(mark: &MarkData) -> f32 {
    let lines = if mark.stamp.changed.is_some() {
        2.0
    } else {
        1.0
    };
    lines * TypeStyle::Small.line_height()
}

fn retag(ui: &mut Ui, scene: &mut Scene<'_>, mark: &MarkData, room: Rect) {
    let theme = Theme::of(ui);
    let chip = chip_side(&theme, ChipSize::Large) + theme.space.s3;
    let chevron = theme.size.icon_small + theme.space.s3;
    let style = TypeStyle::UiLarge;
    let most = room.width() - chip - chevron;
    let name = clipped(
        ui.painter(),
        &mark.tag.name,
        style,
        theme.text.primary,
        most,
    );
    let size = vec2(
        chip + name.size().x + chevron + theme.space.s2,
        room.height(),
    );
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(room));
    let label = format!("Tag: {}", mark.tag.name);
    let button = pressable_part(&mut child, &label, size, false, |across, theme| {
        across.chip(&mark.tag, ChipSize::Large);
        across.keep(chevron);
        across.words(&mark.tag.name, style, theme.text.primary);
        across.icon(Icon::ChevronDown, theme.size.icon_small, theme.text.muted);
    });
    let button = match mark.tag.guideline.as_str() {
        "" => button,
        guideline => button.on_hover_text(guideline),
    };
    Popup::menu(&button).style(menu_style(ui)).show(|ui| {
        ui.set_width(theme.size.inspector / 2.0);
        for tag in mark.tags.iter().filter(|tag| tag.id != mark.tag.id) {
            if tag_row(ui, tag).clicked() {
                scene
                    .inbox
                    .push(Command::Retag(mark.id.clone(), tag.id.clone()));
            }
        }
    });
}

fn tag_row(ui: &mut Ui, tag: &TagFace) -> Response {
    let label = format!("Retag as {}", tag.name);
    let draw = |across: &mut Across, theme: &Theme| {
        across.chip(tag, ChipSize::Small);
        across.key_at_end(&tag.key);
        across.words(&tag.name, TypeStyle::Ui, theme.text.primary);
    };
    ui.push_id(tag.id.as_str(), |ui| inset(ui, &label, false, draw))
        .inner
}

fn quoted(ui: &Ui, theme: &Theme, words: &str, lines: Option<usize>) -> Ordered {
    let style = TypeStyle::Quote;
    let format = TextFormat {
        line_height: Some(style.line_height()),
        ..TextFormat::simple(style.font(), theme.text.primary)
    };
    let wrap = TextWrapping {
        max_width: ui.available_width(),
        max_rows: lines.unwrap_or(usize::MAX),
        ..TextWrapping::default()
    };
    ordered(ui.painter(), words, format, wrap)
}
