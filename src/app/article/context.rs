//! The menu of a mark or of words: by the right button, and by a key at the caret.

use egui::{Id as UiId, Layout, Popup, PopupKind, Pos2, Response, ScrollArea, Ui};

use super::ArticleView;
use super::gestures::shown_first;
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::clipped::fitting;
use crate::app::widgets::menu::menu_style;
use crate::app::widgets::menu_row::{menu_line, menu_row, menu_row_width};
use crate::command::{Aim, Command, Direction, Implicit, WindowCommand};
use crate::project::{Entry, Id};
use crate::text::{ByteIndex, TextRange, boundary};

/// A menu that is open.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Menu {
    at: Pos2,
    on: On,
    /// It was asked for by a key: its first row takes the focus.
    by_key: bool,
}

/// What a menu is of.
#[derive(Clone, Debug, PartialEq)]
enum On {
    Mark(Id),
    /// These words; and the mark that was selected when they were pointed at.
    Words(TextRange, Option<Id>),
}

/// A row: what it is called, the command whose key it shows, and what it does.
struct Row {
    title: String,
    key: String,
    does: Does,
}

/// What a row does.
enum Does {
    Ask(Vec<Command>),
    Copy,
    Find,
}

impl ArticleView {
    /// Opens the menu of what is at the caret, unless something else has the focus.
    pub fn open_menu(&mut self) {
        self.menu_asked = true;
    }

    /// Opens the menu if it was asked for, and draws the one that is open.
    pub(super) fn menu_ui(
        &mut self,
        ui: &mut Ui,
        entry: &Entry,
        scene: &mut Scene<'_>,
        response: &Response,
    ) {
        let asked = std::mem::take(&mut self.menu_asked);
        let focused = ui.memory(|memory| memory.focused());
        let free = focused.is_none_or(|id| id == response.id);
        let by_button = response.clicked_by(egui::PointerButton::Secondary);
        let opened = if by_button {
            let at = response.interact_pointer_pos();
            at.and_then(|at| Some((at, self.pointed_at(entry, scene, at)?)))
        } else if asked && free {
            self.at_caret(entry, scene)
        } else {
            None
        };
        let id = super::article_id().with("menu");
        if let Some((at, on)) = opened {
            self.palette = None;
            self.stays = true;
            match &on {
                On::Mark(mark) => scene.inbox.push(Command::SelectMark(mark.clone())),
                On::Words(words, _) if scene.workbench.selection().range() != *words => {
                    let (anchor, head) = (words.start, words.end);
                    scene.inbox.push(Command::SelectText { anchor, head });
                }
                On::Words(..) => {}
            }
            let by_key = !by_button;
            self.menu = Some(Menu { at, on, by_key });
            Popup::open_id(ui.ctx(), id);
        }
        self.show_menu(ui, entry, scene, (id, response.id));
    }

    fn show_menu(
        &mut self,
        ui: &Ui,
        entry: &Entry,
        scene: &mut Scene<'_>,
        (id, article): (UiId, UiId),
    ) {
        let Some(menu) = self.menu.clone() else {
            return;
        };
        let groups = match &menu.on {
            On::Mark(mark) => of_mark(entry, scene, mark),
            On::Words(words, mark) => of_words(entry, scene, *words, mark.as_ref()),
        };
        let popup = Popup::new(id, ui.ctx().clone(), menu.at, ui.layer_id())
            .kind(PopupKind::Menu)
            .layout(Layout::top_down_justified(egui::Align::Min))
            .style(menu_style(ui))
            .anchor_widget(article)
            .accessible_name("Menu")
            .open_memory(None);
        let shown = popup.show(|ui| {
            let room = ui.ctx().content_rect().height() - Theme::of(ui).size.menu;
            let list = ScrollArea::vertical().max_height(room);
            let list = list.min_scrolled_height(room);
            list.show(ui, |ui| rows(ui, entry, scene, &menu.on, groups))
                .inner
        });
        let Some(shown) = shown else {
            self.menu = None;
            ui.memory_mut(|memory| memory.request_focus(article));
            return;
        };
        let (first, chosen) = shown.inner;
        if menu.by_key
            && let Some(menu) = &mut self.menu
        {
            first.request_focus();
            // In the frame in which it is measured it can't take the focus yet.
            menu.by_key = !ui.memory(|memory| memory.has_focus(first.id));
            ui.ctx().request_repaint();
        }
        let text = &entry.article().text;
        let words = || match &menu.on {
            On::Words(words, _) => text.slice(*words).map(str::to_owned),
            On::Mark(mark) => entry.annotation(mark).map(|mark| mark.words(text)),
        };
        match chosen {
            None => {}
            Some(Does::Ask(commands)) => commands.into_iter().for_each(|it| scene.inbox.push(it)),
            Some(Does::Copy) => ui.ctx().copy_text(words().unwrap_or_default()),
            Some(Does::Find) => self.find_words(&words().unwrap_or_default()),
        }
    }

    /// What a menu at a point is of: the selected words if it is on them, else the innermost mark
    /// there, else the word.
    fn pointed_at(&self, entry: &Entry, scene: &Scene<'_>, at: Pos2) -> Option<On> {
        if let Some(mark) = self.extra_at(at) {
            return Some(On::Mark(mark));
        }
        let byte = self.char_under(at)?;
        self.on(entry, scene, byte)
    }

    fn on(&self, entry: &Entry, scene: &Scene<'_>, byte: ByteIndex) -> Option<On> {
        let selection = scene.workbench.selection();
        let range = selection.range();
        if range.start <= byte && byte < range.end {
            return Some(On::Words(range, selection.mark.clone()));
        }
        if let Some(mark) = shown_first(entry, scene.workbench, byte).first() {
            return Some(On::Mark(mark.id.clone()));
        }
        let text = &entry.article().text;
        let word = boundary::trim(text, boundary::word_at(text, byte))?;
        Some(On::Words(word, selection.mark.clone()))
    }

    /// What the menu at the caret is of, and where it stands.
    fn at_caret(&self, entry: &Entry, scene: &Scene<'_>) -> Option<(Pos2, On)> {
        let selection = scene.workbench.selection();
        let on = match &selection.mark {
            Some(mark) if !selection.has_words() => On::Mark(mark.clone()),
            _ if !selection.range().is_empty() => {
                On::Words(selection.range(), selection.mark.clone())
            }
            _ => self.on(entry, scene, selection.head)?,
        };
        let below = match &on {
            On::Mark(mark) => {
                let chip = self.chip_places.iter().find(|(id, _)| id == mark);
                let words = entry.annotation(mark).and_then(|mark| mark.span());
                let words = words.and_then(|span| self.mark_rects(span).first().copied());
                chip.map(|(_, rect)| *rect).or(words)
            }
            On::Words(words, _) => self.rects(*words).last().copied(),
        };
        let below = below.map(|rect| rect.left_bottom());
        let at = below.or_else(|| self.caret_on_screen(selection.head));
        Some((at.unwrap_or(self.column.left_top()), on))
    }
}

/// Draws the rows; gives the first, and what was chosen.
fn rows(
    ui: &mut Ui,
    entry: &Entry,
    scene: &Scene<'_>,
    on: &On,
    groups: Vec<Vec<Row>>,
) -> (Response, Option<Does>) {
    let theme = Theme::of(ui);
    let all = groups.iter().flatten();
    let widths = all.map(|row| menu_row_width(ui, &row.title, &row.key));
    let width = widths.fold(theme.size.list, f32::max);
    ui.set_width(width);
    ui.spacing_mut().item_spacing.y = 0.0;
    let head = match on {
        On::Words(words, _) => excerpt::of(entry.article().text.slice(*words).unwrap_or_default()),
        On::Mark(mark) => entry.annotation(mark).map_or_else(String::new, |mark| {
            let tag = scene.workbench.project().tagset().tag(&mark.tag);
            let words = excerpt::of_mark(mark, &entry.article().text);
            format!("{}: {words}", tag.map_or("mark", |tag| &tag.name))
        }),
    };
    let head = fitting(ui, &head, TypeStyle::Small, width - 2.0 * theme.space.s3);
    ui.horizontal(|ui| {
        ui.add_space(theme.space.s3);
        ui.label(TypeStyle::Small.text(head).color(theme.text.muted));
    });
    let (mut first, mut chosen) = (None, None);
    for group in groups.into_iter().filter(|group| !group.is_empty()) {
        menu_line(ui);
        for row in group {
            let response = menu_row(ui, &row.title, &row.key, None);
            if response.clicked() {
                chosen = Some(row.does);
                ui.close();
            }
            first.get_or_insert(response);
        }
    }
    (first.unwrap_or_else(|| ui.response()), chosen)
}

/// A row for a command of the list.
fn listed(scene: &Scene<'_>, name: &str, title: &str, commands: Vec<Command>) -> Row {
    Row {
        title: title.to_owned(),
        key: scene.keys.shown(name).unwrap_or_default().to_owned(),
        does: Does::Ask(commands),
    }
}

fn of_mark(entry: &Entry, scene: &Scene<'_>, id: &Id) -> Vec<Vec<Row>> {
    let Some(mark) = entry.annotation(id) else {
        return Vec::new();
    };
    let select = || Command::SelectMark(id.clone());
    let with = |command| vec![select(), command];
    let window = |command| with(Command::Window(command));
    let tags = scene.workbench.project().tagset().offered();
    let tags = tags.filter(|tag| tag.id != mark.tag).map(|tag| {
        let title = format!("Retag as {}", tag.name);
        let retag = Command::Retag(id.clone(), tag.id.clone());
        listed(scene, &format!("tag {}", tag.id), &title, vec![retag])
    });
    let row = |name, title, commands| listed(scene, name, title, commands);
    let mut changes = vec![
        row("link", "Link from here…", window(WindowCommand::StartLink)),
        row("note", "Write a note", window(WindowCommand::Note)),
        row(
            "identity",
            "Say whom it refers to",
            window(WindowCommand::Identity),
        ),
    ];
    if mark.span().is_some() {
        let title = "Add words to it…";
        changes.push(row("keep-words", title, with(Command::KeepWords)));
    }
    let mut going = vec![row(
        "next-same",
        "Next mark of the same tag",
        with(Command::StepSameTag(Direction::Forward)),
    )];
    if mark.identity.is_some() {
        going.push(row(
            "next-mention",
            "Next mention",
            with(Command::NextMention),
        ));
    }
    let delete = vec![Command::DeleteMark(id.clone())];
    vec![
        tags.collect(),
        changes,
        going,
        copy_and_find(scene),
        vec![row("delete", "Delete the mark", delete)],
    ]
}

fn of_words(
    entry: &Entry,
    scene: &Scene<'_>,
    words: TextRange,
    mark: Option<&Id>,
) -> Vec<Vec<Row>> {
    let (anchor, head) = (words.start, words.end);
    let whole = scene.workbench.selection().range() == words;
    // Words that are selected are not selected anew: others may belong to them.
    let select = (!whole).then_some(Command::SelectText { anchor, head });
    let with = |command: Command| select.iter().cloned().chain([command]).collect();
    let tags = scene.workbench.project().tagset().offered();
    let tags = tags.map(|tag| {
        let title = format!("Tag as {}", tag.name);
        let does = with(Command::Tag(tag.id.clone(), Aim::default()));
        listed(scene, &format!("tag {}", tag.id), &title, does)
    });
    let row = |name, title: &str, commands| listed(scene, name, title, commands);
    let mut more = Vec::new();
    let spanned = |id: &&Id| {
        entry
            .annotation(id)
            .is_some_and(|mark| mark.span().is_some())
    };
    if let Some(mark) = mark.filter(spanned) {
        let add = vec![Command::SelectMark(mark.clone()), Command::AddWords(words)];
        more.push(row("", "Add to the selected mark", add));
    }
    more.push(row(
        "keep-words",
        "Keep these words, select more",
        with(Command::KeepWords),
    ));
    more.push(row("expand", "Select more", with(Command::Expand)));
    let implicit = [
        ("unstated-claim", Implicit::UnstatedClaim),
        ("unnamed-source", Implicit::UnnamedSource),
        ("article-itself", Implicit::ArticleItself),
    ];
    let implicit = implicit.into_iter().filter_map(|(name, kind)| {
        let title = &scene.keys.command(name)?.title;
        Some(row(name, title, vec![Command::AddImplicit(kind)]))
    });
    vec![
        tags.collect(),
        more,
        copy_and_find(scene),
        implicit.collect(),
    ]
}

fn copy_and_find(scene: &Scene<'_>) -> Vec<Row> {
    let copy = Row {
        title: "Copy the words".to_owned(),
        key: if cfg!(target_os = "macos") {
            "Cmd+C"
        } else {
            "Ctrl+C"
        }
        .to_owned(),
        does: Does::Copy,
    };
    let find = Row {
        does: Does::Find,
        ..listed(scene, "find", "Find these words", Vec::new())
    };
    vec![copy, find]
}
