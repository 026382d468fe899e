//! Typing: a field holds its own text, and becomes one change when it loses the focus.

use std::collections::BTreeMap;

use egui::{Key, Ui};

use super::data::Change;
use crate::app::widgets::text_field::TextField;
use crate::project::Tagset;

/// The texts of the fields that were shown.
#[derive(Debug, Default)]
pub(super) struct Fields {
    texts: BTreeMap<String, String>,
    /// What is being typed, and the field that it is typed into.
    typing: Option<(String, Change)>,
    /// Whether that field had the focus in this frame.
    seen: bool,
    done: Vec<Change>,
}

/// A field as a page describes it.
pub(super) struct FieldSpec<'a> {
    key: String,
    label: &'a str,
    current: &'a str,
    hint: &'a str,
    rows: usize,
    width: Option<f32>,
}

impl<'a> FieldSpec<'a> {
    /// A field over `current`. The key is the same for the same thing in every frame and for
    /// nothing else; the label says what is typed.
    pub fn new(key: impl Into<String>, label: &'a str, current: &'a str) -> Self {
        Self {
            key: key.into(),
            label,
            current,
            hint: "",
            rows: 1,
            width: None,
        }
    }

    /// What stands in it while it is empty.
    pub fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// For text of several lines.
    pub fn rows(self, rows: usize) -> Self {
        Self { rows, ..self }
    }

    /// Its width in points.
    pub fn width(self, width: f32) -> Self {
        let width = Some(width);
        Self { width, ..self }
    }

    /// The field over this text.
    fn over(self, text: &'a mut String) -> TextField<'a> {
        let field = TextField::new(text, self.label).hint(self.hint);
        let field = field.rows(self.rows);
        match self.width {
            Some(width) => field.width(width),
            None => field,
        }
    }
}

impl Fields {
    /// The text of a field that commits nothing by itself, such as the name of what is added.
    pub fn draft(&mut self, key: &str) -> &mut String {
        self.texts.entry(key.to_owned()).or_default()
    }

    /// Shows a field. What is typed is handed out by [`Fields::finished`] as
    /// `make`'s change once the focus is elsewhere; Escape takes it back. Returns why what was
    /// typed cannot be committed, and leaves it standing then.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        tagset: &Tagset,
        spec: FieldSpec<'_>,
        make: impl Fn(String) -> Change,
    ) -> Option<String> {
        let (key, current) = (&spec.key.clone(), spec.current);
        let id = egui::Id::unique("tagset field").with(key);
        let focused = ui.memory(|memory| memory.has_focus(id));
        let typing = self.typing.as_ref().is_some_and(|(field, _)| field == key);
        let text = self.texts.entry(key.to_owned()).or_default();
        let refusal = |text: &str| make(text.to_owned()).apply(tagset).err();
        let fresh = !focused && !typing && (text != current);
        if fresh && (text.is_empty() || refusal(text).is_none()) {
            current.clone_into(text);
        }
        let wrong = (text != current).then(|| refusal(text)).flatten();
        let response = spec.over(text).id(id).error(wrong.is_some()).show(ui);
        let text = text.clone();
        if response.has_focus() {
            self.note(key, (text != current).then(|| make(text)));
        } else if typing && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.texts.insert(key.to_owned(), current.to_owned());
            self.typing = None;
        }
        wrong
    }

    /// What was typed and left, to be called once a frame after all fields were shown; `open`
    /// says whether they were. Where the focus went does not matter: to another field, to nothing
    /// because its tag is no longer shown, or away with the window.
    pub fn finished(&mut self, open: bool) -> Vec<Change> {
        if !std::mem::take(&mut self.seen) {
            self.leave();
        }
        if !open {
            self.texts.clear();
        }
        std::mem::take(&mut self.done)
    }

    /// Remembers what the field that has the focus would change.
    fn note(&mut self, key: &str, change: Option<Change>) {
        let same = |(field, _): &(String, Change)| field == key;
        if !self.typing.as_ref().is_some_and(same) {
            self.leave();
        }
        self.seen = true;
        self.typing = change.map(|change| (key.to_owned(), change));
    }

    fn leave(&mut self) {
        self.done
            .extend(self.typing.take().map(|(_, change)| change));
    }
}
