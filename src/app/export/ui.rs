//! Draws the window of the export.

use egui::{
    Align, Context, EventFilter, Key, Label, Layout, Modifiers, Rect, ScrollArea, Sense, Ui,
    UiBuilder, vec2,
};

use super::data::{Offer, offers};
use super::{Ask, ExportWindow, TITLE, options, sights};
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::choice::choice;
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::dialog::{self, dialog_whole};
use crate::app::widgets::put;
use crate::app::widgets::row::Row;
use crate::app::widgets::text_field::TextField;

impl ExportWindow {
    pub(super) fn window(
        &mut self,
        ctx: &Context,
        scene: &mut Scene<'_>,
        name: &str,
        again: Option<&str>,
    ) -> Option<Ask> {
        let theme = Theme::of_context(ctx);
        let (width, height) = theme.sheet.trade;
        let mut open = self.open;
        let mut asked = None;
        dialog::hold(ctx, TITLE);
        dialog_whole(ctx, &mut open, TITLE, width, |ui, room| {
            let size = vec2(ui.available_width(), height.min(room));
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            asked = self.body(ui, rect, scene, name, again);
        });
        self.open = self.open && open;
        asked
    }

    fn body(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        scene: &mut Scene<'_>,
        name: &str,
        again: Option<&str>,
    ) -> Option<Ask> {
        let theme = Theme::of(ui);
        let foot = rect.with_min_y(rect.bottom() - theme.size.control);
        let above = rect.with_max_y(foot.top() - theme.space.s4);
        let list = theme.sheet.trade_list;
        let wide = rect.width() >= 2.0 * list + theme.space.s6;
        let right = if wide {
            let left = above.with_max_x(above.left() + list);
            column(ui, "formats", left, |ui| self.formats(ui));
            let right = above.with_min_x(left.right() + theme.space.s5);
            let border = left.right() + theme.space.s5 / 2.0;
            ui.painter().vline(border, above.y_range(), theme.divider());
            right
        } else {
            let top = above.with_max_y(above.top() + theme.size.control);
            column(ui, "format", top, |ui| self.format_choice(ui));
            above.with_min_y(top.bottom() + theme.space.s3)
        };
        let shown = column(ui, "chosen", right, |ui| self.chosen(ui, scene, name));
        self.foot = Some(foot);
        let pressed = column(ui, "foot", foot, |ui| self.foot(ui, name, again));
        pressed.or(shown)
    }

    /// The formats by what they are for, with a field to find one.
    fn formats(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        let listed = offers(&self.filter);
        self.arrows(ui, &listed);
        let field = TextField::new(&mut self.filter, "Find a format").hint("What for, or its name");
        let field = field.icon(Icon::Search).show(ui);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let offers = offers(&self.filter);
        if field.changed() {
            self.choose_found(&offers);
        }
        self.entered = entered && !offers.is_empty();
        // Enter takes the focus away, also where it finds nothing to export.
        if entered || !std::mem::replace(&mut self.came, true) {
            field.request_focus();
        }
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(field.id, filter));
        ui.add_space(theme.space.s2);
        ScrollArea::vertical()
            .id_salt("formats")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                if offers.is_empty() {
                    let words = "No format is for that.";
                    ui.label(TypeStyle::Ui.text(words).color(theme.text.muted));
                }
                for offer in &offers {
                    self.offer(ui, &theme, offer);
                }
            });
    }

    fn offer(&mut self, ui: &mut Ui, theme: &Theme, offer: &Offer) {
        let on = offer.name == self.wish.format;
        let label = format!("{}: {}", offer.name, offer.purpose);
        let row = Row::new(&label).selected(on).tall().show(ui, |ui| {
            // Two lines for what it is for, one for its name.
            let width = ui.available_width();
            let ink = theme.text.primary;
            let purpose = capital(offer.purpose);
            let words = clipped(ui.painter(), &purpose, TypeStyle::Ui, ink, width, 2);
            let (rect, _) = ui.allocate_exact_size(vec2(width, words.size().y), Sense::hover());
            put(ui.painter(), rect.left(), rect.center().y, words);
            let name = TypeStyle::Small.text(offer.name).color(theme.text.muted);
            ui.add(Label::new(name).truncate());
        });
        if on && std::mem::take(&mut self.reveal) {
            row.response.scroll_to_me(Some(Align::Center));
        }
        if row.response.clicked() {
            offer.name.clone_into(&mut self.wish.format);
        }
    }

    /// What is chosen is one of those that were found.
    fn choose_found(&mut self, found: &[Offer]) {
        let chosen = found.iter().any(|offer| offer.name == self.wish.format);
        if let Some(first) = found.first().filter(|_| !chosen) {
            first.name.clone_into(&mut self.wish.format);
        }
        self.reveal = true;
    }

    /// Down and Up walk through the formats while one types.
    fn arrows(&mut self, ui: &Ui, offers: &[Offer]) {
        let typing = ui.ctx().text_edit_focused();
        let pressed = |key| typing && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
        let now = offers
            .iter()
            .position(|offer| offer.name == self.wish.format);
        let next = match (down, up) {
            (true, _) => now.map_or(Some(0), |now| now.checked_add(1)),
            (_, true) => now.map_or(Some(0), |now| now.checked_sub(1)),
            _ => return,
        };
        if let Some(offer) = next.and_then(|next| offers.get(next)) {
            offer.name.clone_into(&mut self.wish.format);
            self.reveal = true;
        }
    }

    /// The formats in a narrow window.
    fn format_choice(&mut self, ui: &mut Ui) {
        let offers = offers("");
        let names: Vec<String> = offers
            .iter()
            .map(|offer| format!("{} ({})", capital(offer.purpose), offer.name))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let now = offers
            .iter()
            .position(|offer| offer.name == self.wish.format);
        let shown = choice(ui, "Format", &names, now);
        if !std::mem::replace(&mut self.came, true) {
            shown.response.request_focus();
        }
        if let Some(offer) = shown.inner.and_then(|place| offers.get(place)) {
            offer.name.clone_into(&mut self.wish.format);
        }
    }

    /// What is written in the chosen format, and how that will be.
    fn chosen(&mut self, ui: &mut Ui, scene: &Scene<'_>, name: &str) -> Option<Ask> {
        let theme = Theme::of(ui);
        let offer = Offer::of(&self.wish.format);
        ScrollArea::vertical()
            .id_salt("chosen")
            .auto_shrink(false)
            .show(ui, |ui| {
                // The bar of the list stands beside what it scrolls.
                ui.set_width(ui.available_width() - theme.space.s3);
                let title = TypeStyle::UiLarge.text(capital(offer.purpose));
                ui.add(Label::new(title.color(theme.text.primary)).wrap());
                let about = TypeStyle::Ui
                    .text(offer.about())
                    .color(theme.text.secondary);
                ui.add(Label::new(about).wrap());
                ui.add_space(theme.space.s3);
                let table = options::ui(self, ui, scene.workbench.review().is_some());
                ui.add_space(theme.space.s3);
                let shown = sights::losses(self, ui, scene);
                ui.add_space(theme.space.s3);
                sights::preview(self, ui, name);
                shown.or(table)
            })
            .inner
    }

    fn foot(&mut self, ui: &mut Ui, name: &str, again: Option<&str>) -> Option<Ask> {
        let theme = Theme::of(ui);
        let size = vec2(ui.available_width(), theme.size.control);
        let line = Layout::right_to_left(Align::Center);
        let wrong = self.wrong(name);
        let export = self.wish.export(name).ok().filter(|_| wrong.is_none());
        let ready = export.is_some();
        ui.allocate_ui_with_layout(size, line, |ui| {
            let go = ui.add_enabled(ready, Button::primary("Export…"));
            let last = again.map(|target| format!("Export to {target} again"));
            let last = last.map(|label| ui.add_enabled(ready, Button::plain(&label)));
            let rest = Layout::left_to_right(Align::Center);
            ui.with_layout(rest, |ui| {
                let (words, ink) = match &export {
                    None => (wrong.unwrap_or_default().to_owned(), theme.danger.ink),
                    Some(export) => {
                        let whole = self.facts.summary();
                        let what = if export.is_folder() { "folder" } else { "file" };
                        (format!("{whole}, as one {what}"), theme.text.muted)
                    }
                };
                ui.add(Label::new(TypeStyle::Small.text(words).color(ink)).truncate());
            });
            if last.is_some_and(|last| last.clicked()) {
                return Some(Ask::Again);
            }
            // Enter is no way round what the button asks for.
            let pressed = go.clicked() || std::mem::take(&mut self.entered) && ready;
            export
                .filter(|_| pressed)
                .map(|it| Ask::Write(Box::new(it)))
        })
        .inner
    }
}

/// With a capital.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).collect()
}

/// A part of the window.
fn column<R>(ui: &mut Ui, key: &str, rect: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new()
        .id_salt(key)
        .max_rect(rect)
        .layout(Layout::top_down(Align::Min));
    ui.scope_builder(builder, contents).inner
}
