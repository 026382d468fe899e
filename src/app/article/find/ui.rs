//! Draws the find bar and takes what is done in it.

use egui::{Align2, Area, Key, Order, Response, Ui, vec2};

use super::search::{Hit, State};
use super::{Find, list};
use crate::app::article::ArticleView;
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::tag_button::TagButton;
use crate::app::widgets::text_field::TextField;
use crate::command::{Aim, Command};
use crate::project::{Entry, Id};
use crate::text::TextRange;

/// The width of the field, in points.
const FIELD: f32 = 190.0;
/// From the bar to the edges of the paper.
const EDGE: f32 = 8.0;
/// As wide as the bar is at most.
const WIDEST: f32 = 520.0;

/// What was asked for in the bar.
#[derive(Default)]
struct Asked {
    /// The place of the hit to go to.
    go: Option<usize>,
    tag: Option<Id>,
    /// The tag that all hits are to get.
    tag_all: Option<Id>,
    close: bool,
}

impl ArticleView {
    /// Opens the find bar, or gives its field the focus.
    pub fn open_find(&mut self) {
        self.find.open = true;
        self.find.takes_focus = true;
    }

    /// Opens the find bar with these words in its field.
    pub(in crate::app::article) fn find_words(&mut self, words: &str) {
        self.find.query.needle = excerpt::of(words);
        self.find.query.pattern = false;
        self.open_find();
    }

    /// Draws the find bar and takes what is done in it.
    pub(in crate::app::article) fn find_ui(
        &mut self,
        ui: &Ui,
        entry: &Entry,
        scene: &mut Scene<'_>,
    ) {
        if !self.find.open {
            return;
        }
        self.find.article = Some(entry.article().id.clone());
        self.find.search.refresh(scene.workbench, &self.find.query);
        self.find.search.go_on();
        self.find.left_out.follow(&self.find.query);
        if self.find.search.state() == State::Going {
            ui.ctx().request_repaint();
        }
        let theme = Theme::of(ui);
        let corner = self.paper.right_top() + vec2(-EDGE, EDGE);
        let width = (self.paper.width() - 2.0 * EDGE - 2.0 * theme.space.s2).clamp(FIELD, WIDEST);
        let area = Area::new(crate::app::article::article_id().with("find"));
        let area = area.order(Order::Foreground).pivot(Align2::RIGHT_TOP);
        // However low the window is, some of the article stays in view.
        let low = self.paper.height() / 2.0;
        let find = &mut self.find;
        let shown = area.fixed_pos(corner).show(ui.ctx(), |ui| {
            let frame = egui::Frame::popup(ui.style()).inner_margin(theme.space.s2);
            let bar = frame.show(ui, |ui| {
                ui.set_max_width(width);
                let mut asked = find.bar(ui, &theme, entry, scene);
                find.choices(ui);
                find.tags(ui, &theme, entry, scene, &mut asked);
                if find.listed && find.search.count() > 0 {
                    asked.go = list::ui(ui, (&theme, low), find, entry, scene).or(asked.go);
                }
                asked
            });
            bar.inner
        });
        self.do_as_asked(ui, entry, scene, &shown.inner);
    }

    fn do_as_asked(&mut self, ui: &Ui, entry: &Entry, scene: &mut Scene<'_>, asked: &Asked) {
        if asked.close {
            self.find.open = false;
            ui.memory_mut(|memory| memory.request_focus(crate::app::article::article_id()));
        }
        if let Some(tag) = &asked.tag_all {
            let kept = self.find.left_out.kept(&self.find.search);
            scene.inbox.push(Command::TagAll(tag.clone(), kept));
        }
        let here = entry.article().id.clone();
        let mut go = asked.go;
        if let Some(tag) = &asked.tag {
            scene.inbox.push(Command::Tag(tag.clone(), Aim::default()));
            let selected = scene.workbench.selection().range();
            go = self.find.search.next_from(&here, selected, false);
        }
        let hit = go.and_then(|place| self.find.search.hit(place));
        if let Some(Hit { article, words, .. }) = hit {
            if *article != here {
                scene.inbox.push(Command::ShowArticle(article.clone()));
            }
            let (anchor, head) = (words.start, words.end);
            scene.inbox.push(Command::SelectText { anchor, head });
            self.reveal(words);
        }
    }
}

impl Find {
    /// The field, the count, and the way from hit to hit.
    fn bar(&mut self, ui: &mut Ui, theme: &Theme, entry: &Entry, scene: &Scene<'_>) -> Asked {
        let mut asked = Asked::default();
        let selected = scene.workbench.selection().range();
        let article = &entry.article().id;
        ui.horizontal(|ui| {
            let field = self.field(ui);
            let (enter, shift, escape) = ui.input(|input| {
                let pressed = |key| input.key_pressed(key);
                let shift = input.modifiers.shift;
                (pressed(Key::Enter), shift, pressed(Key::Escape))
            });
            let entered = field.lost_focus() && enter;
            if self.takes_focus || entered {
                field.request_focus();
                self.takes_focus = false;
            }
            let state = self.search.state();
            let colour = match &state {
                State::Bad(_) => theme.danger.ink,
                _ => theme.text.secondary,
            };
            let place = self.search.place_of(article, selected);
            let words = said(&state, place, self.search.count());
            ui.label(TypeStyle::Small.text(words).color(colour));
            let any = self.search.count() > 0;
            let previous = ui.add_enabled(any, IconButton::new(Icon::ArrowUp, "Previous hit"));
            let next = ui.add_enabled(any, IconButton::new(Icon::ArrowDown, "Next hit"));
            asked.tag_all = self.left_out.ui(ui, &self.search, scene);
            let close = ui.add(IconButton::new(Icon::Close, "Close the find bar"));
            asked.close = close.clicked() || (field.lost_focus() && escape);
            let back = previous.clicked() || (entered && shift);
            if back || next.clicked() || entered {
                asked.go = self.search.next_from(article, selected, back);
            }
        });
        asked
    }

    fn field(&mut self, ui: &mut Ui) -> Response {
        let label = "Find in the article";
        let hint = match self.query.everywhere {
            true => "Find in all articles",
            false => label,
        };
        let field = TextField::new(&mut self.query.needle, label).hint(hint);
        field.icon(Icon::Search).width(FIELD).show(ui)
    }

    /// What counts as a hit, and where it is looked for.
    fn choices(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            let options = &mut self.query.options;
            let choice = |ui: &mut Ui, label: &str, chosen: &mut bool| {
                if ui.add(Button::quiet(label).chosen(*chosen)).clicked() {
                    *chosen = !*chosen;
                }
            };
            choice(ui, "Match case", &mut options.match_case);
            choice(ui, "Whole word", &mut options.whole_word);
            ui.add_enabled_ui(!self.query.pattern, |ui| {
                choice(ui, "Ignore accents", &mut options.fold_accents);
            });
            choice(ui, "Pattern", &mut self.query.pattern);
            let everywhere = self.query.everywhere;
            choice(ui, "All articles", &mut self.query.everywhere);
            // What is found elsewhere can only be seen in the list.
            self.listed |= self.query.everywhere && !everywhere;
            choice(ui, "List", &mut self.listed);
        });
    }

    /// The tags, while a hit is selected: a click tags it and goes on to the next.
    fn tags(
        &self,
        ui: &mut Ui,
        theme: &Theme,
        entry: &Entry,
        scene: &Scene<'_>,
        asked: &mut Asked,
    ) {
        let selected = scene.workbench.selection().range();
        if self
            .search
            .place_of(&entry.article().id, selected)
            .is_none()
        {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = theme.space.s1;
            let words = TypeStyle::Small.text("Tag and go on:");
            ui.label(words.color(theme.text.secondary));
            for tag in scene.workbench.project().tagset().offered() {
                let letter = tag.letter.to_string();
                if ui
                    .add(TagButton::new(&tag.name, &letter, tag.colour))
                    .clicked()
                {
                    asked.tag = Some(tag.id.clone());
                }
            }
        });
    }

    /// The hit that is selected, if one is.
    pub(super) fn place(&self, article: &Id, selected: TextRange) -> Option<usize> {
        self.search.place_of(article, selected)
    }
}

/// What the bar says of the search.
fn said(state: &State, place: Option<usize>, count: usize) -> String {
    let all = excerpt::count(count, "hit", "hits");
    match (state, place) {
        (State::Idle, _) => String::new(),
        (State::Bad(why), _) => {
            let why = why.split_once(": ").map_or(why.as_str(), |(_, why)| why);
            why.to_owned()
        }
        (State::Done, _) if count == 0 => "nothing found".to_owned(),
        (State::Done, Some(place)) => format!("{} of {count}", place + 1),
        (State::Done, None) => format!("{count} found"),
        (State::Going, _) => format!("{count} so far …"),
        (State::Stopped, _) => format!("stopped: it takes too long; {all} so far"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_of_the_search_is_said() {
        let bad = State::Bad("failed to read the pattern: unclosed group".to_owned());
        let states = [
            (State::Idle, None, 0, ""),
            (bad, None, 0, "unclosed group"),
            (State::Done, None, 0, "nothing found"),
            (State::Done, Some(1), 7, "2 of 7"),
            (State::Done, None, 7, "7 found"),
            (State::Going, Some(1), 7, "7 so far …"),
            (
                State::Stopped,
                None,
                1,
                "stopped: it takes too long; 1 hit so far",
            ),
        ];
        for (state, place, count, expected) in states {
            assert_eq!(said(&state, place, count), expected);
        }
    }
}
