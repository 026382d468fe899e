//! A framed field for a line, or for several lines.

use egui::text::{TextFormat, TextWrapping};
use egui::{Atom, Color32, Frame, Id, Margin, Response, TextBuffer, TextEdit, Ui, vec2};

use super::key_cap::{key_cap_size, paint_key_cap};
use super::reading_order::{is_right_to_left, ordered};
use crate::app::fonts::TypeStyle;
use crate::app::icons::{Icon, icon};
use crate::app::theme::Theme;

/// A field to type in.
#[must_use = "a field is shown by `show`"]
pub struct TextField<'a> {
    text: &'a mut String,
    label: &'a str,
    hint: &'a str,
    icon: Option<Icon>,
    keys: &'a str,
    width: Option<f32>,
    rows: usize,
    error: bool,
    bare: bool,
    style: TypeStyle,
    id: Option<Id>,
}

impl<'a> TextField<'a> {
    /// A field for one line; `label` says what is typed, for whoever cannot see where it stands.
    pub fn new(text: &'a mut String, label: &'a str) -> Self {
        Self {
            text,
            label,
            hint: "",
            icon: None,
            keys: "",
            width: None,
            rows: 1,
            error: false,
            bare: false,
            style: TypeStyle::Ui,
            id: None,
        }
    }

    /// What stands in it while it is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// An icon before the text.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The key that brings one here, at the right.
    pub fn key(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    /// Its width in points with the frame; else as wide as there is room.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// For text of several lines; it starts this many lines high and grows.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Whether what was typed cannot be used: the frame shows danger, the caller says why.
    pub fn error(mut self, error: bool) -> Self {
        self.error = error;
        self
    }

    /// Large and without a frame, as in the command palette.
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self.style = TypeStyle::InputLarge;
        self
    }

    /// A fixed id, so that a command can give it the focus.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Shows the field.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let width = self.width.unwrap_or_else(|| ui.available_width());
        let (label, bare) = (self.label, self.bare);
        // egui sets the words of a field from left to right whatever they are: until it is typed in,
        // they stand as they are read.
        let rests = self
            .id
            .is_some_and(|id| !ui.memory(|memory| memory.has_focus(id)));
        let turned = rests && self.text.chars().any(is_right_to_left);
        let format = TextFormat::simple(self.style.font(), ink(ui, &theme));
        let mut as_read = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
            let wrap = TextWrapping::wrap_at_width(width);
            let job = ordered(ui.painter(), text.as_str(), format.clone(), wrap).job;
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let response = ui.scope(|ui| {
            ui.visuals_mut().selection.bg_fill = theme.selection;
            let frame = self.frame(ui, &theme);
            let mut edit = self.edit(ui, &theme);
            if turned {
                edit = edit.layouter(&mut as_read);
            }
            ui.add(edit.frame(frame).desired_width(width))
                .accessible_name(label)
        });
        if bare {
            // A field without a frame is all there is to type in where it stands.
            super::focus::shows_own(ui.ctx(), response.inner.id);
        }
        response.inner
    }

    fn edit<'b>(self, ui: &Ui, theme: &Theme) -> TextEdit<'b>
    where
        'a: 'b,
    {
        let multiline = self.rows > 1;
        let height = theme.size.control;
        let edit = if multiline {
            TextEdit::multiline(self.text).desired_rows(self.rows)
        } else {
            TextEdit::singleline(self.text)
                .align(egui::Align2::LEFT_CENTER)
                .min_size(vec2(0.0, height))
        };
        let mut edit = edit
            .font(self.style.font())
            .text_color(ink(ui, theme))
            .hint_text(egui::RichText::new(self.hint).color(theme.text.muted));
        if let Some(shown) = self.icon {
            let size = theme.size.icon_small;
            let colour = theme.text.muted;
            edit = edit.prefix(Atom::paint(vec2(size, size), move |ui, place| {
                icon(ui.painter(), shown, place.rect.center(), size, colour);
            }));
        }
        if !self.keys.is_empty() {
            let keys = self.keys.to_owned();
            let size = key_cap_size(ui.painter(), &keys);
            edit = edit.suffix(Atom::paint(size, move |ui, place| {
                let (left, middle) = (place.rect.left(), place.rect.center().y);
                paint_key_cap(ui.painter(), left, middle, &keys, &Theme::of(ui));
            }));
        }
        match self.id {
            Some(id) => edit.id(id),
            None => edit.id_salt(self.label),
        }
    }

    fn frame(&self, ui: &Ui, theme: &Theme) -> Frame {
        if self.bare {
            return Frame::NONE;
        }
        let stroke = match (self.error, ui.is_enabled()) {
            (true, _) => egui::Stroke::new(theme.stroke.hair, theme.danger.ink),
            (false, true) => theme.frame(),
            (false, false) => theme.divider(),
        };
        let side = Margin::from(theme.space.s3);
        let over = Margin::from(if self.rows > 1 { theme.space.s3 } else { 0.0 });
        Frame::new()
            .fill(theme.bg.surface)
            .stroke(stroke)
            .corner_radius(theme.radius.control)
            .inner_margin(Margin {
                top: over.top,
                bottom: over.bottom,
                ..side
            })
    }
}

fn ink(ui: &Ui, theme: &Theme) -> Color32 {
    match ui.is_enabled() {
        true => theme.text.primary,
        false => theme.text.disabled,
    }
}

#[cfg(test)]
mod tests {
    use egui::{Context, RawInput, Shape};

    use super::*;

    /// What a frame shows in the field, from left to right.
    fn shown(ctx: &Context, words: &str) -> Vec<String> {
        let id = Id::unique("field");
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let mut text = words.to_owned();
            TextField::new(&mut text, "Title").id(id).show(ui);
        });
        output.textures_delta.clear();
        let words = output
            .shapes
            .iter()
            .filter_map(|clipped| match &clipped.shape {
                Shape::Text(text) => Some(text.galley.text().to_owned()),
                _ => None,
            });
        words.filter(|words| !words.is_empty()).collect()
    }

    #[test]
    fn words_stand_as_they_are_read_until_the_field_is_typed_in() {
        let ctx = Context::default();
        crate::app::install_look(&ctx, crate::app::theme::ThemeChoice::Light);
        shown(&ctx, "");
        assert_eq!(shown(&ctx, "שלום עולם"), ["עולם שלום"]);
        assert_eq!(shown(&ctx, "one two"), ["one two"]);
        ctx.memory_mut(|memory| memory.request_focus(Id::unique("field")));
        shown(&ctx, "שלום עולם");
        assert_eq!(shown(&ctx, "שלום עולם"), ["שלום עולם"], "as it is typed");
    }
}
