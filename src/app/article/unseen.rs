//! Characters that cannot be seen: shown as small labels on demand, and by themselves, with a
//! banner, where they turn the order round in which the words are read.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Color32, FontId, Frame, Galley, Margin, Rect, Role, Ui, UiBuilder, WidgetInfo};
use unicode_bidi::BidiInfo;

use super::ArticleView;
use super::layout::Setting;
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::icon_button::IconButton;
use crate::command::WindowCommand;
use crate::text::{HiddenKind, Text, hidden_kind, hidden_name};

/// How characters that cannot be seen are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unseen {
    /// All are drawn, and the words stand in the order in which they are stored. Else only controls
    /// are, which would leave a hole or a box.
    pub all: bool,
    /// The colour of their names.
    pub ink: Color32,
    /// The ground of their names.
    pub ground: Color32,
}

/// What is known of the hidden characters of the article in view.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hidden {
    /// What the user chose; none lets the article decide.
    chosen: Option<bool>,
    /// How many of the article's characters turn the order, if what is read is another because of
    /// them.
    turns: usize,
    /// How many have no width.
    invisible: usize,
    /// The banner was closed.
    closed: bool,
}

/// The size of a name as a share of the text's.
const NAME: f32 = 0.56;
/// Room before and behind a name, in points, so that nothing runs together with it.
pub(super) const APART: f32 = 2.0;
/// So many places are looked at, and so many bytes round each, before the worst is assumed.
const PLACES: usize = 200;
const AROUND: usize = 64 * 1024;

impl Unseen {
    /// Controls alone are drawn by their names, in the theme's colours.
    pub fn controls(theme: &Theme) -> Self {
        Self {
            all: false,
            ink: theme.warning.ink,
            ground: theme.warning.tint,
        }
    }

    /// Whether this character is drawn by its name.
    pub fn shows(&self, char: char) -> bool {
        match hidden_kind(char) {
            None => false,
            Some(HiddenKind::Control) => true,
            Some(_) => self.all,
        }
    }

    /// Whether some of these words are.
    pub fn is_in(&self, words: &str) -> bool {
        words.chars().any(|char| self.shows(char))
    }
}

/// Lays a grapheme out with the names of what cannot be seen in it.
pub(super) fn picture(
    ui: &Ui,
    grapheme: &str,
    plain: TextFormat,
    setting: &Setting,
) -> Arc<Galley> {
    let name = TextFormat {
        font_id: FontId {
            size: (setting.font.size * NAME).round(),
            ..TypeStyle::Tiny.font()
        },
        color: setting.unseen.ink,
        background: setting.unseen.ground,
        valign: Align::Center,
        line_height: None,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::default();
    for char in grapheme.chars() {
        if setting.unseen.shows(char) {
            job.append(&hidden_name(char), APART, name.clone());
        } else {
            job.append(char.encode_utf8(&mut [0; 4]), 0.0, plain.clone());
        }
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// The same words without what turns their order round, byte for byte as long.
pub(super) fn as_stored(words: &str) -> String {
    // A space without width is nothing to the rules of the reading order.
    let stored = |char| match hidden_kind(char) {
        Some(HiddenKind::Order) => '\u{200b}',
        _ => char,
    };
    words.chars().map(stored).collect()
}

/// Whether words stand in another order than they would without what turns it.
fn is_turned(words: &str) -> bool {
    let seen = |words: &str| -> Vec<usize> {
        let levels = BidiInfo::new(words, None).levels;
        let seen = words
            .char_indices()
            .filter(|(_, char)| hidden_kind(*char).is_none());
        let levels: Vec<_> = seen.filter_map(|(at, _)| levels.get(at).copied()).collect();
        BidiInfo::reorder_visual(&levels)
    };
    let stored = as_stored(words);
    // Both have the same visible characters, as only hidden ones were changed.
    seen(words) != seen(&stored)
}

/// How many characters of a text turn its order, if what is read is another because of them.
fn turns(text: &Text, count: usize) -> usize {
    if count == 0 {
        return 0;
    }
    let places = text.order_turns(PLACES);
    let mut looked_at = None;
    let turned = places.iter().any(|place| {
        let paragraph = text.paragraph_at(*place);
        if looked_at.replace(paragraph) == Some(paragraph) {
            return false;
        }
        let words = text
            .paragraph(paragraph)
            .and_then(|range| text.slice(range));
        words.is_some_and(|words| words.len() > AROUND || is_turned(words))
    });
    if turned || count > PLACES { count } else { 0 }
}

impl Hidden {
    /// What the banner says, and its button.
    fn said(&self, shown: bool) -> (String, &'static str) {
        let turn = excerpt::count(self.turns, "hidden character", "hidden characters");
        let turns = if self.turns == 1 { "turns" } else { "turn" };
        let more = match self.invisible {
            0 => String::new(),
            1 => ", and 1 more has no width".to_owned(),
            many => format!(", and {} more have no width", excerpt::grouped(many)),
        };
        match shown {
            true => (
                format!(
                    "{turn} would turn the reading order round{more}. Shown: the words as stored."
                ),
                "Hide them",
            ),
            false => (
                format!(
                    "{turn} {turns} the reading order round{more}: what you read is not what is stored."
                ),
                "Show them",
            ),
        }
    }
}

impl ArticleView {
    /// Shows the characters that cannot be seen, or hides them again.
    pub fn toggle_hidden(&mut self) {
        self.hidden.chosen = Some(!self.shows_hidden());
        self.hidden.closed = false;
    }

    /// Whether characters that cannot be seen are shown.
    pub fn shows_hidden(&self) -> bool {
        self.hidden.chosen.unwrap_or(self.hidden.turns > 0)
    }

    /// Looks through another article. Who asked to see all goes on seeing them.
    pub(super) fn look_for_hidden(&mut self, text: &Text, before: Hidden) {
        let count = text.hidden_count();
        self.hidden = Hidden {
            chosen: before.chosen.filter(|shown| *shown),
            turns: turns(text, count.order),
            invisible: count.invisible,
            closed: false,
        };
    }

    /// How hidden characters are drawn now.
    pub(super) fn unseen(&self, theme: &Theme) -> Unseen {
        Unseen {
            all: self.shows_hidden(),
            ..Unseen::controls(theme)
        }
    }

    /// Draws the banner over an article whose order is turned; gives what is left of `rect`.
    pub(super) fn hidden_banner(&mut self, ui: &mut Ui, rect: Rect, scene: &mut Scene<'_>) -> Rect {
        if self.hidden.turns == 0 || self.hidden.closed {
            return rect;
        }
        let theme = Theme::of(ui);
        let (words, button) = self.hidden.said(self.shows_hidden());
        let builder = UiBuilder::new()
            .scope_id(super::article_id().with("hidden characters"))
            .max_rect(rect);
        let banner = ui.scope_builder(builder, |ui| {
            let side = Margin::from(theme.space.s4).left;
            let over = Margin::from(theme.space.s2).top;
            let frame = Frame::NONE.fill(theme.warning.tint);
            frame
                .inner_margin(Margin::symmetric(side, over))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.horizontal_wrapped(|ui| {
                        let said = TypeStyle::Ui.text(&words).color(theme.warning.ink);
                        let label = ui.label(said);
                        label.widget_info(|| WidgetInfo::labeled(Role::Status, true, &words));
                        if ui.add(Button::plain(button)).clicked() {
                            scene.inbox.window(WindowCommand::HiddenCharacters);
                        }
                        if ui
                            .add(IconButton::new(Icon::Close, "Close the banner"))
                            .clicked()
                        {
                            self.hidden.closed = true;
                        }
                    });
                });
        });
        rect.with_min_y(banner.response.rect.bottom().min(rect.bottom()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_the_reading_is_told() {
        let turned = |words: &str| {
            let text = Text::new(words);
            turns(&text, text.hidden_count().order)
        };
        assert_eq!(turned("pay \u{202e}001\u{202c} now"), 2);
        assert_eq!(turned("an \u{2068}ordinary\u{2069} name"), 0);
        assert_eq!(turned("שלום \u{2068}עולם\u{2069} טוב"), 0);
        assert_eq!(turned("plain\n\u{202d}left\u{202c} as ever"), 0);
        assert_eq!(
            turned("a \u{2067}b א c\u{2069} d"),
            2,
            "an isolate turns too"
        );
    }

    #[test]
    fn the_banner_counts_what_has_no_width_apart() {
        let said = |text: &str, shown| {
            let text = Text::new(text);
            let mut view = ArticleView::default();
            view.look_for_hidden(&text, Hidden::default());
            view.hidden.said(shown).0
        };
        assert_eq!(
            said("pay \u{202e}001\u{202c} n\u{200b}ow", true),
            "2 hidden characters would turn the reading order round, and 1 more has no width. \
             Shown: the words as stored."
        );
        assert_eq!(
            said("pay \u{202e}001 n\u{200b}o\u{2060}w", false),
            "1 hidden character turns the reading order round, and 2 more have no width: \
             what you read is not what is stored."
        );
    }

    #[test]
    fn words_as_they_are_stored_are_as_long() {
        let words = "a\u{202e}b\u{2066}ç\0";
        assert_eq!(as_stored(words).len(), words.len());
        assert!(!is_turned(&as_stored(words)));
    }
}
