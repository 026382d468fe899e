//! What every page of the editor works on, and the parts that all pages are made of.

use egui::{Align, Label, Layout, ScrollArea, Ui, vec2};

use super::data::{Change, Uses};
use super::fields::{FieldSpec, Fields};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::text_field::TextField;
use crate::project::{Id, Tagset};

/// What the user asked for on a page.
#[derive(Debug)]
pub(super) enum Wish {
    /// A change.
    Change(Change),
    /// To delete a tag, whatever has it.
    Delete(Id),
}

/// What a page shows and writes to.
pub(super) struct Desk<'a> {
    /// The tagset as it is.
    pub tagset: &'a Tagset,
    /// What of it is in use.
    pub uses: &'a Uses,
    fields: &'a mut Fields,
    wishes: &'a mut Vec<Wish>,
}

impl<'a> Desk<'a> {
    /// The desk of one frame.
    pub fn new(
        tagset: &'a Tagset,
        uses: &'a Uses,
        fields: &'a mut Fields,
        wishes: &'a mut Vec<Wish>,
    ) -> Self {
        Self {
            tagset,
            uses,
            fields,
            wishes,
        }
    }

    /// Asks for a change.
    pub fn change(&mut self, change: Change) {
        self.wishes.push(Wish::Change(change));
    }

    /// Asks for a change, if there is one.
    pub fn wish(&mut self, change: Option<Change>) {
        self.wishes.extend(change.map(Wish::Change));
    }

    /// Asks to delete a tag.
    pub fn delete(&mut self, tag: &Id) {
        self.wishes.push(Wish::Delete(tag.clone()));
    }

    /// What is typed into the field of this key at the moment.
    pub fn typed(&mut self, key: &str) -> &str {
        self.fields.draft(key)
    }

    /// Shows a field; returns why what is typed there cannot be.
    pub fn field(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec<'_>,
        make: impl Fn(String) -> Change,
    ) -> Option<String> {
        self.fields.show(ui, self.tagset, spec, make)
    }

    /// A row of a form with one field, and below it why what is typed there cannot be.
    pub fn row(
        &mut self,
        ui: &mut Ui,
        name: &str,
        spec: FieldSpec<'_>,
        make: impl Fn(String) -> Change,
    ) {
        let wrong = form_row(ui, name, |ui| self.field(ui, spec, make));
        if wrong.is_some() {
            form_row(ui, "", |ui| refusal(ui, wrong.as_deref()));
        }
    }

    /// A field for the name of one more thing, and a button that adds it. Enter adds it too.
    pub fn adder(
        &mut self,
        ui: &mut Ui,
        key: &str,
        (hint, label, button): (&str, &str, &str),
        make: impl Fn(String) -> Change,
    ) {
        let theme = Theme::of(ui);
        let tagset = self.tagset;
        let text = self.fields.draft(key);
        let named = !text.trim().is_empty();
        let wrong = named
            .then(|| make(text.clone()).apply(tagset).err())
            .flatten();
        let size = vec2(ui.available_width(), theme.size.control);
        let line = Layout::right_to_left(Align::Center);
        let add = ui
            .allocate_ui_with_layout(size, line, |ui| {
                let ready = named && wrong.is_none();
                let pressed = ui.add_enabled(ready, Button::plain(button)).clicked();
                let field = TextField::new(text, label).hint(hint);
                let field = field
                    .id(egui::Id::unique("tagset adder").with(key))
                    .error(wrong.is_some())
                    .show(ui);
                let enter = ui.input(|input| input.key_pressed(egui::Key::Enter));
                ready && (pressed || (field.lost_focus() && enter))
            })
            .inner;
        refusal(ui, wrong.as_deref());
        if add {
            let name = std::mem::take(text);
            self.change(make(name));
        }
    }
}

/// A row of a form: a name, and what it names.
pub(super) fn form_row<R>(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let across = Layout::left_to_right(Align::Min);
    named_row(ui, name, across, contents)
}

/// A row of a form whose contents are one line high, with what is said beside on that line.
pub(super) fn line_row<R>(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let across = Layout::left_to_right(Align::Center);
    named_row(ui, name, across, contents)
}

fn named_row<R>(ui: &mut Ui, name: &str, across: Layout, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    let row = vec2(ui.available_width(), theme.size.control);
    ui.allocate_ui_with_layout(row, across, |ui| {
        let size = vec2(theme.sheet.name, theme.size.control);
        let left = Layout::left_to_right(Align::Center);
        ui.allocate_ui_with_layout(size, left, |ui| {
            ui.set_min_size(size);
            let words = TypeStyle::Ui.text(name).color(theme.text.secondary);
            ui.add(Label::new(words).truncate());
        });
        contents(ui)
    })
    .inner
}

/// Why something cannot be, in the colour of danger.
pub(super) fn refusal(ui: &mut Ui, sentence: Option<&str>) {
    if let Some(sentence) = sentence {
        let ink = Theme::of(ui).danger.ink;
        ui.add(Label::new(TypeStyle::Ui.text(sentence).color(ink)).wrap());
    }
}

/// A quiet second line.
pub(super) fn hint(ui: &mut Ui, words: &str) {
    let ink = Theme::of(ui).text.muted;
    ui.add(Label::new(TypeStyle::Small.text(words).color(ink)).wrap());
}

/// What scrolls downwards in all the room that there is.
pub(super) fn scrolled<R>(ui: &mut Ui, key: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    ScrollArea::vertical()
        .id_salt(key)
        .auto_shrink(false)
        .show(ui, |ui| {
            // Focus frames reach over the edge, and the scroll bar stands on it.
            let side = egui::Margin::from(theme.space.s2);
            let right = egui::Margin::from(theme.space.s4);
            let margin = egui::Margin {
                right: right.right,
                ..side
            };
            egui::Frame::new()
                .inner_margin(margin)
                .show(ui, |ui| {
                    ui.set_min_width(ui.available_width());
                    contents(ui)
                })
                .inner
        })
        .inner
}

/// A list at the left, and what is chosen there at its right.
pub(super) fn split(
    ui: &mut Ui,
    desk: &mut Desk<'_>,
    list: impl FnOnce(&mut Ui, &mut Desk<'_>),
    chosen: impl FnOnce(&mut Ui, &mut Desk<'_>),
) {
    let theme = Theme::of(ui);
    let room = ui.available_rect_before_wrap();
    let (mut left, mut right) = (room, room);
    left.set_width(theme.sheet.editor_list);
    right.min.x = left.right() + theme.space.s4;
    let border = left.right() + theme.space.s4 / 2.0;
    ui.painter().vline(border, room.y_range(), theme.divider());
    let column = |rect| {
        egui::UiBuilder::new()
            .max_rect(rect)
            .layout(Layout::top_down(Align::Min))
    };
    ui.scope_builder(column(left).id_salt("list"), |ui| list(ui, desk));
    ui.scope_builder(column(right).id_salt("chosen"), |ui| chosen(ui, desk));
}
