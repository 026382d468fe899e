//! Whom or what a mark refers to: what is set, the best guess, and a field with suggestions.

use egui::{Id as WidgetId, Key, Modifiers, Popup, PopupCloseBehavior, Rect, Response, Ui, vec2};

use super::data::{IdentityFace, MarkData, counted, one_line};
use super::identities::{Fit, Identities, Suggestion, Wanted, default_kind};
use super::parts::{Across, at_end, inset, is_cramped, pressable, pressable_part};
use crate::app::drafts::{Drafts, Field};
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::menu::menu_style;
use crate::app::widgets::section::section;
use crate::command::{Command, Reference};
use crate::project::{Id, Tagset};

/// The longest name that is offered for a new identity.
const LONGEST_NAME: usize = 80;

/// The state of the field with suggestions.
#[derive(Debug, Default)]
pub struct Picker {
    open: bool,
    shown_at: Option<Rect>,
    chosen: Option<usize>,
    kinds_shown: bool,
    kind: Option<Id>,
    last_kind: Option<Id>,
    found: Found,
    guessed: Guessed,
}

/// Suggestions, as long as nothing that they rest on changes.
#[derive(Debug, Default)]
struct Found {
    key: Option<(u64, String, bool, Id)>,
    suggestions: Vec<Suggestion>,
}

/// The best guess, as long as nothing that it rests on changes.
#[derive(Debug, Default)]
struct Guessed {
    key: Option<(u64, String, Id)>,
    guess: Option<IdentityFace>,
}

/// What the picker draws from.
pub struct PickerView<'a> {
    /// The selected mark.
    pub mark: &'a MarkData,
    /// Its article.
    pub article: &'a Id,
    /// Whom it may mean.
    pub identities: &'a Identities,
    /// The tagset.
    pub tagset: &'a Tagset,
    /// Give the field the focus.
    pub focus: bool,
}

impl Picker {
    /// Closes the suggestions, as when another mark was selected.
    pub fn close(&mut self) {
        self.open = false;
        self.kinds_shown = false;
        self.kind = None;
        self.chosen = None;
    }

    /// Shows the section.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        drafts: &mut Drafts,
        view: &PickerView<'_>,
    ) {
        section(ui, "Identity", None);
        if let Some(identity) = &view.mark.identity {
            set_ui(ui, scene, &view.mark.id, identity);
            if !view.focus && !self.open {
                return;
            }
        } else {
            self.guess_ui(ui, scene, view);
        }
        self.field_ui(ui, scene, drafts, view);
    }

    fn guess_ui(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, view: &PickerView<'_>) {
        let (generation, words) = (view.identities.generation(), view.mark.words.clone());
        let key = Some((generation, words, view.article.clone()));
        if self.guessed.key != key {
            let guess = view.identities.guess(view.tagset, view.article, view.mark);
            self.guessed = Guessed { key, guess };
        }
        let Some(guess) = &self.guessed.guess else {
            return;
        };
        let label = format!("Identify as {}", guess.name);
        let height = Theme::of(ui).size.control;
        let row = pressable(ui, &label, height, |across, theme| {
            across.icon(Icon::Person, theme.size.icon_small, theme.text.muted);
            named(
                across,
                theme,
                &format!("{}?", guess.name),
                TypeStyle::UiStrong,
                guess,
            );
        });
        if row.on_hover_text("Click if this is meant").clicked() {
            identify(scene, &view.mark.id, Reference::Known(guess.id.clone()));
        }
    }

    fn field_ui(
        &mut self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        drafts: &mut Drafts,
        view: &PickerView<'_>,
    ) {
        let id = WidgetId::unique(("inspector identity", view.mark.id.as_str()));
        if view.focus {
            ui.memory_mut(|memory| memory.request_focus(id));
            self.open = true;
        }
        let typed = drafts.text(id).unwrap_or_default().to_owned();
        self.find(view, &typed);
        let picked = self.keys(ui, id, view, &typed);
        let hint = if view.mark.statement {
            "Which claim is it?"
        } else {
            "Who or what is it?"
        };
        let field = Field {
            hint,
            stays: self.open,
            ..Field::line(id, "Identity", "")
        };
        let (response, changed) = drafts.show(ui, &field);
        if changed.is_some() {
            self.chosen = None;
        }
        self.open_or_close(ui, &response, changed.is_some());
        if !self.open && !response.has_focus() {
            drafts.forget(id);
        }
        let typed = drafts.text(id).unwrap_or_default().to_owned();
        self.find(view, &typed);
        let pressed = self.popup(ui, &response, view, &typed);
        if let Some(reference) = picked.or(pressed) {
            if let Reference::New(_, kind) = &reference {
                self.last_kind = Some(kind.clone());
            }
            identify(scene, &view.mark.id, reference);
            drafts.forget(id);
            self.close();
            ui.memory_mut(|memory| memory.surrender_focus(id));
        }
    }

    fn find(&mut self, view: &PickerView<'_>, typed: &str) {
        let near = typed.trim().is_empty();
        let words = if near {
            view.mark.words.as_str()
        } else {
            typed
        };
        let key = (
            view.identities.generation(),
            words.to_owned(),
            near,
            view.article.clone(),
        );
        if !self.open || self.found.key.as_ref() == Some(&key) {
            return;
        }
        let wanted = Wanted {
            words,
            article: view.article,
            near,
        };
        let suggestions = view.identities.suggest(view.tagset, &wanted);
        self.found = Found {
            key: Some(key),
            suggestions,
        };
    }

    /// Up and Down go through the suggestions, Enter takes one.
    fn keys(
        &mut self,
        ui: &Ui,
        id: WidgetId,
        view: &PickerView<'_>,
        typed: &str,
    ) -> Option<Reference> {
        if !self.open || !ui.memory(|memory| memory.has_focus(id)) {
            return None;
        }
        let press = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let last = self.found.suggestions.len();
        let at = self.at(typed);
        if press(Key::ArrowDown) {
            self.chosen = Some((at + 1).min(last));
        }
        if press(Key::ArrowUp) {
            self.chosen = Some(at.saturating_sub(1));
        }
        if !press(Key::Enter) {
            return None;
        }
        match self.found.suggestions.get(self.at(typed)) {
            Some(suggestion) => Some(Reference::Known(suggestion.identity.id.clone())),
            None => self.new_identity(view, typed),
        }
    }

    /// The row that Enter takes: the best that fits, else the new identity.
    fn at(&self, typed: &str) -> usize {
        let last = self.found.suggestions.len();
        let least = if typed.trim().is_empty() {
            Fit::WordsOfMention
        } else {
            Fit::PartOfMention
        };
        let best = self
            .found
            .suggestions
            .first()
            .filter(|best| best.fit <= least);
        self.chosen
            .map_or(if best.is_some() { 0 } else { last }, |chosen| {
                chosen.min(last)
            })
    }

    fn new_identity(&self, view: &PickerView<'_>, typed: &str) -> Option<Reference> {
        let name = new_name(view.mark, typed)?;
        Some(Reference::New(name, self.kind(view)?))
    }

    fn kind(&self, view: &PickerView<'_>) -> Option<Id> {
        let chosen = self.kind.clone();
        chosen.or_else(|| default_kind(view.tagset, view.mark, self.last_kind.as_ref()))
    }

    fn open_or_close(&mut self, ui: &Ui, field: &Response, typed: bool) {
        let (pressed, at) =
            ui.input(|input| (input.pointer.any_pressed(), input.pointer.interact_pos()));
        let inside = at.is_some_and(|at| {
            field.rect.contains(at) || self.shown_at.is_some_and(|rect| rect.contains(at))
        });
        if typed || field.gained_focus() || field.clicked() {
            self.open = true;
        } else if (pressed || field.lost_focus()) && !inside {
            self.close();
        }
    }

    fn popup(
        &mut self,
        ui: &Ui,
        field: &Response,
        view: &PickerView<'_>,
        typed: &str,
    ) -> Option<Reference> {
        let (at, name) = (self.at(typed), new_name(view.mark, typed));
        if !self.open || (self.found.suggestions.is_empty() && name.is_none()) {
            self.shown_at = None;
            return None;
        }
        let suggestions = self.found.suggestions.clone();
        let theme = Theme::of(ui);
        let frame = egui::Frame::popup(ui.style()).total_margin().sum().x;
        let width = field.rect.width() - frame;
        let shown = Popup::from_response(field)
            .open(true)
            .close_behavior(PopupCloseBehavior::IgnoreClicks)
            .accessible_name("Identities that may be meant")
            .style(menu_style(ui))
            .gap(theme.space.s1)
            .width(width)
            .show(|ui| {
                ui.set_width(width);
                let known = known_rows(ui, &suggestions, at);
                // An id of its own: what stands above it changes while one types.
                let last = at == suggestions.len();
                let new = ui.push_id("new", |ui| {
                    name.and_then(|name| self.new_row(ui, view, name, last))
                });
                known.or(new.inner)
            })?;
        self.shown_at = Some(shown.response.rect);
        shown.inner
    }

    fn new_row(
        &mut self,
        ui: &mut Ui,
        view: &PickerView<'_>,
        name: String,
        chosen: bool,
    ) -> Option<Reference> {
        let kind = self.kind(view)?;
        let kind_name = super::data::kind_name(view.tagset, &kind);
        let theme = Theme::of(ui);
        let (mut pressed, cramped) = (false, is_cramped(ui));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme.space.s2;
            let height = theme.size.row;
            let style = TypeStyle::Small;
            let words =
                crate::app::widgets::line(ui.painter(), &kind_name, style, theme.text.primary);
            let side = words.size().x + theme.size.icon_tiny + 3.0 * theme.space.s2;
            let room = ui.available_width() - side - theme.space.s3 - theme.space.s2;
            ui.add_space(theme.space.s2);
            let draw = |across: &mut Across, theme: &Theme| {
                across.icon(Icon::Plus, theme.size.icon_tiny, theme.text.muted);
                let words = if cramped {
                    format!("“{name}”")
                } else {
                    format!("New: “{name}”")
                };
                across.words(&words, TypeStyle::Ui, theme.text.primary);
            };
            let label = format!("New identity: {name}");
            pressed = pressable_part(ui, &label, vec2(room, height), chosen, draw).clicked();
            let label = format!("Kind of the new identity: {kind_name}");
            let kinds = pressable_part(
                ui,
                &label,
                vec2(side, height),
                self.kinds_shown,
                |across, theme| {
                    across.words(&kind_name, style, theme.text.secondary);
                    across.icon(Icon::ChevronDown, theme.size.icon_tiny, theme.text.muted);
                },
            );
            if kinds.clicked() {
                self.kinds_shown = !self.kinds_shown;
            }
        });
        if self.kinds_shown {
            for other in &view.tagset.entity_kinds {
                let label = format!("Make it a new {}", other.name);
                let row = inset(ui, &label, other.id == kind, |across, theme| {
                    across.words(&other.name, TypeStyle::Ui, theme.text.primary);
                });
                if row.clicked() {
                    self.kind = Some(other.id.clone());
                    self.kinds_shown = false;
                }
            }
        }
        pressed.then_some(Reference::New(name, kind))
    }
}

/// The identity that is set, with what can be done about it.
fn set_ui(ui: &mut Ui, scene: &mut Scene<'_>, mark: &Id, identity: &IdentityFace) {
    let theme = Theme::of(ui);
    let room = ui.available_rect_before_wrap();
    let (side, reach) = (
        theme.size.control,
        theme.size.control - theme.size.icon_small,
    );
    let mut words = room;
    words.set_right(room.right() - 2.0 * side + reach / 2.0);
    let shown = ui.scope_builder(egui::UiBuilder::new().max_rect(words), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space((side - TypeStyle::UiStrong.line_height()) / 2.0);
        ui.add(egui::Label::new(TypeStyle::UiStrong.text(&identity.name)).wrap());
        super::parts::muted(ui, &about(identity));
    });
    let mut end = shown.response.rect;
    end.set_right(room.right() + reach / 2.0);
    end.set_height(side);
    let key = scene
        .keys
        .shown("next-mention")
        .unwrap_or_default()
        .to_owned();
    at_end(ui, end, |ui| {
        let clear = IconButton::new(Icon::Close, "Clear the identity").small();
        if ui.add(clear).clicked() {
            identify(scene, mark, Reference::Nobody);
        }
        let several = identity.mentions > 1;
        let next = IconButton::new(Icon::ArrowDown, "Next mention")
            .key(&key)
            .small();
        if ui.add_enabled(several, next).clicked() {
            scene.inbox.push(Command::NextMention);
        }
    });
}

fn known_rows(ui: &mut Ui, suggestions: &[Suggestion], at: usize) -> Option<Reference> {
    let mut picked = None;
    for (place, suggestion) in suggestions.iter().enumerate() {
        let identity = &suggestion.identity;
        let label = format!("{}, {}", identity.name, about(identity));
        let row = ui.push_id(identity.id.as_str(), |ui| {
            inset(ui, &label, place == at, |across, theme| {
                named(across, theme, &identity.name, TypeStyle::Ui, identity);
            })
        });
        if row.inner.clicked() {
            picked = Some(Reference::Known(identity.id.clone()));
        }
    }
    picked
}

/// A name, and at the right what is known about the identity as far as there is room.
fn named(
    across: &mut Across,
    theme: &Theme,
    name: &str,
    style: TypeStyle,
    identity: &IdentityFace,
) {
    let ends = [about(identity), identity.kind.clone()];
    let ends: Vec<&str> = ends.iter().map(String::as_str).collect();
    across.either_at_end((name, style), &ends, theme.text.muted);
    across.words(name, style, theme.text.primary);
}

/// «person · 3 mentions».
fn about(identity: &IdentityFace) -> String {
    let mentions = counted(identity.mentions, "mention", "mentions");
    format!("{} · {mentions}", identity.kind)
}

/// What a new identity would be called: what was typed, else the mark's own words.
fn new_name(mark: &MarkData, typed: &str) -> Option<String> {
    let typed = one_line(typed);
    let name = if typed.is_empty() {
        one_line(&mark.words)
    } else {
        typed
    };
    let short = name.chars().count() <= LONGEST_NAME;
    Some(name).filter(|name| short && !name.is_empty())
}

fn identify(scene: &mut Scene<'_>, mark: &Id, reference: Reference) {
    scene.inbox.push(Command::Identify(mark.clone(), reference));
}
