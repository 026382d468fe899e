//! What is being typed: text fields show the project's words until they have the focus, and from
//! then on what was typed.

use std::collections::HashMap;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Context, Id, Response, Ui};

use crate::app::widgets::text_field::TextField;

/// What is being typed, by field.
#[derive(Debug, Default)]
pub struct Drafts {
    held: HashMap<Id, Draft>,
}

#[derive(Debug)]
struct Draft {
    text: String,
    /// What the project said when this was typed.
    base: String,
    /// Whether the project was just asked to say this: what it says next is the answer, and no
    /// reason to take the words out of the user's hands.
    asked: bool,
}

/// A field to type in.
pub struct Field<'a> {
    /// Which field, for as long as it is shown.
    pub id: Id,
    /// What is typed.
    pub label: &'a str,
    /// What the project says.
    pub value: &'a str,
    /// What stands in the field while it is empty.
    pub hint: &'a str,
    /// How many lines it has at least.
    pub rows: usize,
    /// Whether what was typed can be used; a draft that cannot stays when the focus goes.
    pub fits: &'a dyn Fn(&str) -> bool,
    /// Whether a draft stays in any case, as while its suggestions are pressed.
    pub stays: bool,
}

impl<'a> Field<'a> {
    /// A field for one line of any words.
    pub fn line(id: Id, label: &'a str, value: &'a str) -> Self {
        Self {
            id,
            label,
            value,
            hint: "",
            rows: 1,
            fits: &|_| true,
            stays: false,
        }
    }
}

impl Drafts {
    /// Shows a field. Returns what was typed, if something was typed in this frame, fitting or not.
    pub fn show(&mut self, ui: &mut Ui, field: &Field<'_>) -> (Response, Option<String>) {
        let mut text = match self.held.remove(&field.id) {
            Some(draft) if draft.asked || draft.base == field.value => draft.text,
            _ => field.value.to_owned(),
        };
        let wrong = !(field.fits)(&text);
        let response = TextField::new(&mut text, field.label)
            .hint(field.hint)
            .rows(field.rows)
            .error(wrong)
            .id(field.id)
            .show(ui);
        let typed = response.changed().then(|| text.clone());
        if response.has_focus() || field.stays || !(field.fits)(&text) {
            let draft = Draft {
                text,
                base: field.value.to_owned(),
                asked: typed.is_some(),
            };
            self.held.insert(field.id, draft);
        }
        (response, typed)
    }

    /// What stands in a field and differs from what the project says, if it is being typed.
    pub fn text(&self, field: Id) -> Option<&str> {
        self.held.get(&field).map(|draft| draft.text.as_str())
    }

    /// Forgets what was typed into a field.
    pub fn forget(&mut self, field: Id) {
        self.held.remove(&field);
    }

    /// Forgets all that was typed.
    pub fn clear(&mut self) {
        self.held.clear();
    }
}

/// Gives a field the focus, with its `letters` characters selected so that typing replaces them.
pub fn focus_all(ctx: &Context, field: Id, letters: usize) {
    ctx.memory_mut(|memory| memory.request_focus(field));
    let mut state = TextEditState::load(ctx, field).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(letters));
    state.cursor.set_char_range(Some(all));
    state.store(ctx, field);
}
