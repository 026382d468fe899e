//! Links without a mouse: while a link is being made, each mark that it can go to has a letter,
//! and the letter makes the link. Space opens a field that finds the others by their words.

use egui::{Align2, Area, Event, Key, Order, Rect, Sense, Ui, vec2};

use super::ArticleView;
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::key_cap::{key_cap_size, paint_key_cap};
use crate::app::widgets::text_field::TextField;
use crate::command::Command;
use crate::project::{Annotation, Entry, Id};
use crate::workbench::Workbench;

/// The letters, those under the fingers first.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";
/// Marks that the field lists at once.
const LISTED: usize = 8;
/// Letters of a mark's words that are listed.
const WORDS: usize = 60;
/// The width of the field, in points.
const FIELD: f32 = 260.0;
/// From the list to the edges of the paper.
const EDGE: f32 = 8.0;

/// How far a link by keys has come.
#[derive(Debug, Default)]
pub(super) struct LinkKeys {
    /// When it is made, one from the next mark begins.
    on_and_on: bool,
    /// The letters that were pressed so far.
    typed: String,
    /// The marks in view that it can go to, with their letters.
    hints: Vec<(Id, Rect, String)>,
    /// The field that finds marks by their words.
    search: Option<Search>,
}

#[derive(Debug, Default)]
struct Search {
    needle: String,
    takes_focus: bool,
    at: usize,
}

impl ArticleView {
    /// Starts a link from the selected mark, or else from the first that can have one; when it is
    /// made, the next mark is at hand.
    pub fn start_links(&mut self, workbench: &Workbench) {
        let selected = workbench.selection().mark.as_ref();
        let from = match selected.filter(|mark| can_start(workbench, mark)) {
            Some(mark) => Some(mark.clone()),
            None => step_start(workbench, None, true),
        };
        if let Some(from) = from {
            self.start_link(from);
            self.link_keys.on_and_on = true;
            self.show_start(workbench);
        }
    }

    /// Whether letters go to the article now and are no commands.
    pub fn takes_letters(&self) -> bool {
        self.linking.is_some()
    }

    /// Lets go of what was typed for a link.
    pub(super) fn forget_letters(&mut self) {
        self.link_keys = LinkKeys::default();
    }

    /// Takes the letters and draws them where they belong, while a link is being made.
    pub(super) fn hints_ui(&mut self, ui: &mut Ui, entry: &Entry, scene: &mut Scene<'_>) {
        let Some(from) = self.linking.clone() else {
            self.forget_letters();
            return;
        };
        self.link_keys.hints = self.hints(entry, scene.workbench, &from);
        if self.link_keys.search.is_some() {
            self.search_ui(ui, entry, scene, &from);
            return;
        }
        // What is typed into a field of a window is no letter, and Escape closes the window first.
        let held = !ui.memory(|memory| memory.allows_interaction(ui.layer_id()));
        let elsewhere = held || ui.ctx().text_edit_focused();
        let below = is_below_a_window(ui.ctx());
        let events = ui.input(|input| input.events.clone());
        for event in events.into_iter().filter(|_| !elsewhere) {
            if let Event::Key {
                key,
                physical_key,
                pressed: true,
                modifiers,
                ..
            } = event
                && modifiers.is_none()
                && !(below && key == Key::Escape)
            {
                let pressed = letter(key).or_else(|| letter(physical_key?));
                self.take_letter(scene, key, pressed);
            }
        }
        self.draw_hints(ui, entry, scene);
    }

    fn take_letter(&mut self, scene: &mut Scene<'_>, key: Key, letter: Option<char>) {
        match key {
            Key::Escape => self.linking = None,
            Key::Backspace => drop(self.link_keys.typed.pop()),
            Key::Space => {
                self.link_keys.search = Some(Search {
                    takes_focus: true,
                    ..Search::default()
                });
            }
            Key::ArrowDown | Key::ArrowUp => {
                let forward = key == Key::ArrowDown;
                let next = step_start(scene.workbench, self.linking.as_ref(), forward);
                self.link_from(scene, next);
            }
            _ => {
                let Some(letter) = letter else { return };
                self.link_keys.typed.push(letter);
                let typed = &self.link_keys.typed;
                let mut hints = self.link_keys.hints.iter();
                let found = hints.find(|(.., hint)| hint == typed);
                let target = found.map(|(mark, ..)| mark.clone());
                let open = |(.., hint): &(Id, Rect, String)| hint.starts_with(typed);
                if let Some(target) = target {
                    self.make_link(scene, target);
                } else if !self.link_keys.hints.iter().any(open) {
                    self.link_keys.typed.clear();
                }
            }
        }
    }

    /// Makes the link, and begins the next if one follows another.
    fn make_link(&mut self, scene: &mut Scene<'_>, to: Id) {
        let Some(from) = self.linking.take() else {
            return;
        };
        let next = self
            .link_keys
            .on_and_on
            .then(|| step_start(scene.workbench, Some(&from), true));
        scene.inbox.push(Command::Link {
            from,
            to,
            kind: None,
        });
        match next {
            Some(next) => self.link_from(scene, next),
            None => self.forget_letters(),
        }
    }

    fn link_from(&mut self, scene: &Scene<'_>, from: Option<Id>) {
        let on_and_on = self.link_keys.on_and_on;
        self.forget_letters();
        self.link_keys.on_and_on = on_and_on;
        self.linking = from;
        self.show_start(scene.workbench);
    }

    /// Brings the mark from which a link starts into view.
    fn show_start(&mut self, workbench: &Workbench) {
        let mark = self.linking.as_ref();
        let span = mark.and_then(|id| workbench.entry()?.annotation(id)?.span().cloned());
        if let Some(span) = span {
            self.reveal(span.hull());
        }
    }

    /// The marks in view that a link can go to, with their letters: those that the tags make
    /// likeliest first, and of them the nearest.
    fn hints(&self, entry: &Entry, workbench: &Workbench, from: &Id) -> Vec<(Id, Rect, String)> {
        let start = entry.annotation(from).and_then(|mark| mark.span());
        let start = start.map_or(0, |span| span.start().0);
        let mut found: Vec<(usize, usize, Id, Rect)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        let mut add = |mark: &Annotation, rect: Option<Rect>| {
            let rank = rank(workbench, from, &mark.id);
            let here = rect.filter(|rect| self.paper.intersects(*rect));
            if let (Some(rank), Some(rect)) = (rank, here)
                && seen.insert(mark.id.clone())
            {
                let at = mark.span().map_or(start, |span| span.start().0);
                found.push((rank, at.abs_diff(start), mark.id.clone(), rect));
            }
        };
        for (id, rect) in &self.chip_places {
            if let Some(mark) = entry.annotation(id) {
                add(mark, Some(*rect));
            }
        }
        for placed in &self.visible {
            let marks = placed.layout.iter().flat_map(|layout| &layout.marks);
            for shown in marks {
                let rects = shown.annotation.span().map(|span| self.mark_rects(span));
                add(
                    &shown.annotation,
                    rects.and_then(|rects| rects.first().copied()),
                );
            }
        }
        found.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
        let labels = labels(found.len());
        let marks = found.into_iter().map(|(.., mark, rect)| (mark, rect));
        marks
            .zip(labels)
            .map(|((mark, rect), label)| (mark, rect, label))
            .collect()
    }

    fn draw_hints(&self, ui: &mut Ui, entry: &Entry, scene: &Scene<'_>) {
        let theme = Theme::of(ui);
        let painter = ui.painter_at(self.paper);
        for (mark, rect, label) in &self.link_keys.hints {
            if !label.starts_with(&self.link_keys.typed) {
                continue;
            }
            let shown = label.to_uppercase();
            let size = key_cap_size(&painter, &shown);
            let left = rect.left() - size.x / 2.0;
            paint_key_cap(&painter, left, rect.top() + size.y / 2.0, &shown, &theme);
            let place = Rect::from_min_size(egui::pos2(left, rect.top()), size);
            let id = super::article_id().with(("hint", mark.as_str()));
            let name = name_of(entry, scene.workbench, mark);
            ui.interact(place, id, Sense::hover()).widget_info(|| {
                let label = format!("{shown} links to {name}");
                egui::WidgetInfo::labeled(egui::Role::Label, true, label)
            });
            ui.ctx()
                .accesskit_node_builder(id, |node| node.set_author_id(mark.as_str().to_owned()));
        }
    }

    /// The field that finds marks by their words, and the marks that it found.
    fn search_ui(&mut self, ui: &Ui, entry: &Entry, scene: &mut Scene<'_>, from: &Id) {
        let Some(mut search) = self.link_keys.search.take() else {
            return;
        };
        let theme = Theme::of(ui);
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        let (enter, escape) = (pressed(Key::Enter), pressed(Key::Escape));
        if escape {
            self.linking = None;
            ui.memory_mut(|memory| memory.request_focus(super::article_id()));
            return;
        }
        let found = matching(entry, scene.workbench, from, &search.needle);
        let last = found.len().saturating_sub(1);
        search.at = match (pressed(Key::ArrowDown), pressed(Key::ArrowUp)) {
            (true, _) => (search.at + 1).min(last),
            (_, true) => search.at.saturating_sub(1),
            _ => search.at.min(last),
        };
        let mut chosen = enter.then(|| found.get(search.at).cloned()).flatten();
        let corner = self.paper.right_top() + vec2(-EDGE, EDGE);
        let area = Area::new(super::article_id().with("link to")).order(Order::Foreground);
        area.pivot(Align2::RIGHT_TOP)
            .fixed_pos(corner)
            .show(ui.ctx(), |ui| {
                let frame = egui::Frame::popup(ui.style()).inner_margin(theme.space.s2);
                frame.show(ui, |ui| {
                    let field =
                        TextField::new(&mut search.needle, "Link to the mark with the words")
                            .hint("Words of the mark to link to")
                            .width(FIELD)
                            .show(ui);
                    if std::mem::take(&mut search.takes_focus) || enter {
                        field.request_focus();
                    }
                    for (row, mark) in found.iter().enumerate() {
                        let name = name_of(entry, scene.workbench, mark);
                        let button = Button::quiet(&name).chosen(row == search.at);
                        if ui.add(button).clicked() {
                            chosen = Some(mark.clone());
                        }
                    }
                    if found.is_empty() {
                        let told =
                            TypeStyle::Small.text("No mark with these words can take the link");
                        ui.label(told.color(theme.text.secondary));
                    }
                });
            });
        match chosen {
            Some(mark) => {
                self.make_link(scene, mark);
                ui.memory_mut(|memory| memory.request_focus(super::article_id()));
            }
            None => self.link_keys.search = Some(search),
        }
    }
}

/// Which of the tagset's kinds of link two marks can have first; none if none.
fn rank(workbench: &Workbench, from: &Id, to: &Id) -> Option<usize> {
    let (kinds, _) = workbench.link_kinds(from, to);
    let first = kinds.first()?;
    let mut all = workbench.project().tagset().links.iter();
    all.position(|kind| kind.id == first.id)
}

/// Whether the tagset lets a mark have links to others.
fn can_start(workbench: &Workbench, mark: &Id) -> bool {
    let mark = workbench.entry().and_then(|entry| entry.annotation(mark));
    let mut kinds = workbench.project().tagset().links.iter();
    mark.is_some_and(|mark| kinds.any(|kind| kind.joins.iter().any(|(from, _)| *from == mark.tag)))
}

/// The next or the previous mark in the text that can have links to others, after `from`; that is
/// the first or the last if there is none.
fn step_start(workbench: &Workbench, from: Option<&Id>, forward: bool) -> Option<Id> {
    let entry = workbench.entry()?;
    let marks = entry.in_text_order().map(|mark| &mark.id);
    let starts: Vec<&Id> = marks.filter(|mark| can_start(workbench, mark)).collect();
    let here = from.and_then(|from| starts.iter().position(|mark| *mark == from));
    let next = match (here, forward) {
        (None, true) => 0,
        (None, false) => starts.len().checked_sub(1)?,
        (Some(here), true) => here + 1,
        (Some(here), false) => here.checked_sub(1)?,
    };
    starts.get(next).map(|mark| (*mark).clone())
}

/// The marks of the whole article that a link can go to and whose words hold all that was typed.
fn matching(entry: &Entry, workbench: &Workbench, from: &Id, needle: &str) -> Vec<Id> {
    let wanted: Vec<String> = needle.split_whitespace().map(str::to_lowercase).collect();
    let text = &entry.article().text;
    entry
        .in_text_order()
        .filter(|mark| rank(workbench, from, &mark.id).is_some())
        .filter(|mark| {
            let words = mark.words(text).to_lowercase();
            wanted.iter().all(|part| words.contains(part.as_str()))
        })
        .take(LISTED)
        .map(|mark| mark.id.clone())
        .collect()
}

fn name_of(entry: &Entry, workbench: &Workbench, mark: &Id) -> String {
    let Some(mark) = entry.annotation(mark) else {
        return String::new();
    };
    let tag = workbench.project().tagset().tag(&mark.tag);
    let words = mark.words(&entry.article().text);
    let short: String = words.chars().take(WORDS).collect();
    let more = if short.len() < words.len() { "…" } else { "" };
    format!("{}: {short}{more}", tag.map_or("mark", |tag| &tag.name))
}

/// So many labels of one letter, as far as they go, or two; none begins another.
fn labels(count: usize) -> Vec<String> {
    let letters: Vec<char> = LETTERS.chars().collect();
    let all = letters.len();
    // Each letter that begins labels of two is lost as a label of its own.
    let doubled = count.saturating_sub(all).div_ceil(all - 1).min(all);
    let (single, first) = letters.split_at_checked(all - doubled).unwrap_or_default();
    let pairs = first
        .iter()
        .flat_map(|first| letters.iter().map(move |second| format!("{first}{second}")));
    let single = single.iter().map(char::to_string);
    single.chain(pairs).take(count).collect()
}

fn letter(key: Key) -> Option<char> {
    let mut chars = key.name().chars();
    let first = chars.next().filter(char::is_ascii_alphabetic)?;
    chars.next().is_none().then(|| first.to_ascii_lowercase())
}

/// Whether a window stands over the article.
fn is_below_a_window(ctx: &egui::Context) -> bool {
    ctx.memory(|memory| {
        let mut shown = memory.areas().visible_layer_ids().into_iter();
        shown.any(|layer| layer.order == egui::Order::Middle)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short_and_none_begins_another() {
        assert_eq!(labels(3), ["a", "s", "d"]);
        for count in [0, 1, 26, 27, 51, 52, 300, 676] {
            let labels = labels(count);
            assert_eq!(labels.len(), count);
            for (at, label) in labels.iter().enumerate() {
                let others = labels.iter().enumerate().filter(|(other, _)| *other != at);
                assert!(
                    !others
                        .into_iter()
                        .any(|(_, other)| other.starts_with(label.as_str()))
                );
            }
        }
        assert!(
            labels(5000).len() < 5000,
            "more than two letters are nobody's aim"
        );
    }

    #[test]
    fn letters_are_keys_of_one_letter() {
        assert_eq!(letter(Key::A), Some('a'));
        assert_eq!(letter(Key::Space), None);
        assert_eq!(letter(Key::Num1), None);
    }
}
