//! Finding words in the article: a slim bar over the paper, the hits in the text.

use egui::{Align2, Area, Key, Order, Ui, vec2};

use super::ArticleView;
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::text_field::TextField;
use crate::command::Command;
use crate::project::Entry;
use crate::text::search::{SearchOptions, find_all};
use crate::text::{Digest, Text, TextRange};

/// What is looked for, and where it was found.
#[derive(Default)]
pub(super) struct Find {
    open: bool,
    takes_focus: bool,
    needle: String,
    options: SearchOptions,
    hits: Vec<TextRange>,
    version: u64,
    /// What the hits were found for.
    found: Option<(Digest, String, SearchOptions)>,
}

/// The width of the field, in points.
const FIELD: f32 = 190.0;
/// From the bar to the edges of the paper.
const EDGE: f32 = 8.0;

impl Find {
    /// The hits that reach into `range`.
    pub(super) fn hits_in(&self, range: TextRange) -> &[TextRange] {
        if !self.open {
            return &[];
        }
        let first = self.hits.partition_point(|hit| hit.end <= range.start);
        let after = self.hits.partition_point(|hit| hit.start < range.end);
        self.hits.get(first..after).unwrap_or_default()
    }

    /// All hits, and a number that changes whenever they do.
    pub(super) fn hits(&self) -> (u64, &[TextRange]) {
        let hits = if self.open { self.hits.as_slice() } else { &[] };
        (self.version, hits)
    }

    /// Looks for the words anew, if they, the options or the text are others than before.
    fn refresh(&mut self, text: &Text) {
        let known = self.found.as_ref().is_some_and(|(of, needle, options)| {
            *of == text.digest() && *needle == self.needle && *options == self.options
        });
        if !known {
            self.hits = find_all(text, &self.needle, self.options);
            self.version += 1;
            self.found = Some((text.digest(), self.needle.clone(), self.options));
        }
    }

    /// Which hit is exactly what is selected, from 0.
    fn here(&self, selected: TextRange) -> Option<usize> {
        self.hits.iter().position(|hit| *hit == selected)
    }

    /// The hit to go to from `selected`, round and round.
    fn next(&self, selected: TextRange, back: bool) -> Option<TextRange> {
        let hits = &self.hits;
        let found = match back {
            false => hits
                .iter()
                .find(|hit| hit.start >= selected.end && **hit != selected),
            true => hits.iter().rev().find(|hit| hit.end <= selected.start),
        };
        let round = if back { hits.last() } else { hits.first() };
        found.or(round).copied()
    }
}

impl ArticleView {
    /// Opens the find bar, or gives its field the focus.
    pub fn open_find(&mut self) {
        self.find.open = true;
        self.find.takes_focus = true;
    }

    /// Draws the find bar and takes what is done in it.
    pub(super) fn find_ui(&mut self, ui: &Ui, entry: &Entry, scene: &mut Scene<'_>) {
        if !self.find.open {
            return;
        }
        self.find.refresh(&entry.article().text);
        let theme = Theme::of(ui);
        let corner = self.paper.right_top() + vec2(-EDGE, EDGE);
        let area = Area::new(super::article_id().with("find")).order(Order::Foreground);
        let area = area.pivot(Align2::RIGHT_TOP).fixed_pos(corner);
        let mut go = None;
        area.show(ui.ctx(), |ui| {
            let frame = egui::Frame::popup(ui.style()).inner_margin(theme.space.s2);
            frame.show(ui, |ui| {
                ui.horizontal(|ui| go = self.find_bar(ui, &theme, scene));
            });
        });
        if let Some(hit) = go {
            let (anchor, head) = (hit.start, hit.end);
            scene.inbox.push(Command::SelectText { anchor, head });
            self.reveal(hit);
        }
    }

    /// The bar's controls. Returns the hit to go to.
    fn find_bar(&mut self, ui: &mut Ui, theme: &Theme, scene: &Scene<'_>) -> Option<TextRange> {
        let find = &mut self.find;
        let field = TextField::new(&mut find.needle, "Find in the article");
        let field = field
            .hint("Find in the article")
            .icon(Icon::Search)
            .width(FIELD)
            .show(ui);
        let (enter, shift, escape) = ui.input(|input| {
            let pressed = |key| input.key_pressed(key);
            (
                pressed(Key::Enter),
                input.modifiers.shift,
                pressed(Key::Escape),
            )
        });
        let entered = field.lost_focus() && enter;
        if find.takes_focus || entered {
            field.request_focus();
            find.takes_focus = false;
        }
        let selected = scene.workbench.selection().range();
        let count = match (find.hits.len(), find.here(selected)) {
            _ if find.needle.is_empty() => String::new(),
            (0, _) => "nothing found".to_owned(),
            (all, Some(here)) => format!("{} of {all}", here + 1),
            (all, None) => format!("{all} found"),
        };
        ui.label(TypeStyle::Small.text(count).color(theme.text.secondary));
        let any = !find.hits.is_empty();
        let previous = ui.add_enabled(any, IconButton::new(Icon::ArrowUp, "Previous hit"));
        let next = ui.add_enabled(any, IconButton::new(Icon::ArrowDown, "Next hit"));
        if ui
            .add(Button::quiet("Match case").chosen(find.options.match_case))
            .clicked()
        {
            find.options.match_case = !find.options.match_case;
        }
        if ui
            .add(Button::quiet("Whole word").chosen(find.options.whole_word))
            .clicked()
        {
            find.options.whole_word = !find.options.whole_word;
        }
        let close = ui.add(IconButton::new(Icon::Close, "Close the find bar"));
        if close.clicked() || (field.lost_focus() && escape) {
            find.open = false;
            ui.memory_mut(|memory| memory.request_focus(super::article_id()));
        }
        let back = previous.clicked() || (entered && shift);
        (back || next.clicked() || entered)
            .then(|| find.next(selected, back))
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str, needle: &str) -> Find {
        let mut find = Find {
            open: true,
            needle: needle.to_owned(),
            ..Find::default()
        };
        find.refresh(&Text::new(words));
        find
    }

    #[test]
    fn hits_are_walked_round_and_round_in_both_directions() {
        let find = found("a b a b a", "a");
        let at = |start: usize| TextRange::new(start, start + 1);
        assert_eq!(find.next(TextRange::at(0), false), Some(at(0)));
        assert_eq!(find.next(at(0), false), Some(at(4)));
        assert_eq!(find.next(at(8), false), Some(at(0)));
        assert_eq!(find.next(at(0), true), Some(at(8)));
        assert_eq!(find.next(at(8), true), Some(at(4)));
        assert_eq!(find.here(at(4)), Some(1));
    }

    #[test]
    fn only_the_hits_in_view_are_given() {
        let find = found("a b a b a", "a");
        assert_eq!(
            find.hits_in(TextRange::new(3usize, 6usize)),
            [TextRange::new(4usize, 5usize)]
        );
        assert!(
            found("a", "")
                .hits_in(TextRange::new(0usize, 1usize))
                .is_empty()
        );
    }

    #[test]
    fn a_closed_bar_shows_no_hits() {
        let find = Find {
            open: false,
            ..found("a", "a")
        };
        assert!(find.hits_in(TextRange::new(0usize, 1usize)).is_empty());
    }
}
