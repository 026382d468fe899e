//! What of the project is written, and how.

use egui::{Align, Label, Layout, Ui, vec2};

use super::data::{Offer, TagFact, person};
use super::{Ask, ExportWindow, SHARES};
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::tables;
use crate::app::theme::Theme;
use crate::app::widgets::check::check;
use crate::app::widgets::chip::{ChipSize, chip};
use crate::app::widgets::choice::choice;
use crate::app::widgets::link::action_link;
use crate::app::widgets::segmented::segmented;
use crate::app::widgets::text_field::TextField;
use crate::formats::datasets::splits::Split;
use crate::formats::datasets::{Format, Overlap, Scheme, Unit};

/// Draws the options that the chosen format has; `review` says that a review is open.
pub(super) fn ui(window: &mut ExportWindow, ui: &mut Ui, review: bool) -> Option<Ask> {
    let heeds = window.heeds();
    people(window, ui);
    let asked = tags(window, ui);
    if heeds.overlap {
        named(ui, "Where marks overlap", |ui| {
            let names = Overlap::ALL.map(overlap);
            let now = Overlap::ALL
                .iter()
                .position(|it| *it == window.wish.overlap);
            let picked = choice(ui, "Where marks overlap", &names, now).inner;
            if let Some(picked) = picked.and_then(|place| Overlap::ALL.get(place)) {
                window.wish.overlap = *picked;
            }
        });
    }
    if heeds.scheme {
        named(ui, "Tokens", |ui| {
            let names = ["B, I and O", "B, I, E, S and O"];
            let now = Scheme::ALL.iter().position(|it| *it == window.wish.scheme);
            let picked = segmented(ui, "Tokens", &names, now).inner;
            if let Some(picked) = picked.and_then(|place| Scheme::ALL.get(place)) {
                window.wish.scheme = *picked;
            }
        });
    }
    if heeds.unit {
        unit(window, ui);
    }
    if heeds.guard {
        named(ui, "Spreadsheets", |ui| {
            let label = "Keep them from running what looks like a formula";
            check(ui, &mut window.wish.guard_formulas, label).on_hover_text(
                "Puts a ' before it. For programs that read the table, leave it off.",
            );
        });
    }
    if heeds.figures && review {
        named(ui, "Review", |ui| {
            let (wish, ready) = (&mut window.wish.figures, window.measured);
            let label = "Say how far its annotators agree";
            let ticked = ui.add_enabled_ui(ready, |ui| check(ui, wish, label));
            ticked.inner.on_disabled_hover_text(
                "That is not measured yet: see «All figures…» in the review.",
            );
        });
    }
    parts(window, ui);
    asked
}

/// What positions count, where readers differ.
fn unit(window: &mut ExportWindow, ui: &mut Ui) {
    named(ui, "Positions count", |ui| {
        let usual = Offer::of(&window.wish.format).format.map(Format::counts);
        let usual = format!("as usual: {}", usual.unwrap_or_default());
        let units = Unit::ALL.map(|unit| unit.to_string());
        let mut names = vec![usual.as_str()];
        names.extend(units.iter().map(String::as_str));
        let unit = window.wish.unit;
        let now = unit.and_then(|unit| Unit::ALL.iter().position(|it| *it == unit));
        let now = now.map_or(0, |place| place + 1);
        if let Some(picked) = choice(ui, "Positions count", &names, Some(now)).inner {
            let other = picked.checked_sub(1);
            window.wish.unit = other.and_then(|place| Unit::ALL.get(place)).copied();
        }
    });
}

/// Whose marks.
fn people(window: &mut ExportWindow, ui: &mut Ui) {
    let people = &window.facts.people;
    // A choice from an earlier project may name people whom nobody can see here.
    if people.len() < 2 && window.wish.annotators.is_none() {
        window.wish.separately &= people.len() > 1;
        return;
    }
    let wish = &mut window.wish;
    let now = match (wish.separately, &wish.annotators) {
        (true, _) => 2,
        (false, Some(_)) => 1,
        (false, None) => 0,
    };
    named(ui, "Marks of", |ui| {
        let names = ["everybody", "some", "each separately"];
        let picked = segmented(ui, "Marks of", &names, Some(now)).inner;
        match picked {
            Some(0) => (wish.annotators, wish.separately) = (None, false),
            Some(1) => {
                let all = people.iter().map(|(name, _)| name.clone());
                (wish.annotators, wish.separately) = (Some(all.collect()), false);
            }
            Some(_) => {
                (wish.annotators, wish.separately) = (None, true);
                wish.split = None;
            }
            None => {}
        }
    });
    let Some(chosen) = &mut wish.annotators else {
        return;
    };
    named(ui, "", |ui| {
        ui.horizontal_wrapped(|ui| {
            for (name, marks) in people {
                let mut on = chosen.contains(name);
                let label = format!("{} ({})", person(name), excerpt::grouped(*marks));
                if check(ui, &mut on, &label).changed() {
                    chosen.retain(|known| known != name);
                    chosen.extend(on.then(|| name.clone()));
                    chosen.sort();
                }
            }
        });
    });
}

/// What tags become. Returns what is asked for at their table.
fn tags(window: &mut ExportWindow, ui: &mut Ui) -> Option<Ask> {
    let theme = Theme::of(ui);
    let wish = &window.wish.tags;
    let known = |fact: &&TagFact| wish.contains_key(fact.id.as_str());
    let changed = window.facts.tags.iter().filter(known);
    let left_out = changed.clone().filter(|fact| {
        let to = wish.get(fact.id.as_str());
        to.is_some_and(Option::is_none)
    });
    let (left_out, all) = (left_out.count(), changed.count());
    let words = match (all - left_out, left_out) {
        (0, 0) => "all, by their names here".to_owned(),
        (renamed, 0) => format!("all, {renamed} renamed"),
        (0, left_out) => format!("{left_out} left out"),
        (renamed, left_out) => format!("{renamed} renamed, {left_out} left out"),
    };
    named(ui, "Tags", |ui| {
        ui.label(TypeStyle::Ui.text(words).color(theme.text.primary));
        let label = match window.tags_unfolded {
            true => "Done",
            false => "Change…",
        };
        if action_link(ui, label).clicked() {
            window.tags_unfolded = !window.tags_unfolded;
        }
    });
    if !window.tags_unfolded {
        return None;
    }
    for fact in &window.facts.tags {
        tag(&mut window.wish.tags, ui, &theme, fact);
    }
    let ExportWindow { wish, note, .. } = window;
    let back = (all > 0, "As they are here");
    let asked = tables::links(ui, note.as_ref(), back, || wish.tags.clear());
    asked.map(Ask::Table)
}

/// A tag: whether it is written, and as what.
fn tag(
    wish: &mut std::collections::BTreeMap<String, Option<String>>,
    ui: &mut Ui,
    theme: &Theme,
    fact: &TagFact,
) {
    let id = fact.id.as_str();
    let size = vec2(ui.available_width(), theme.size.control);
    ui.push_id(id, |ui| {
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            let mut on = wish.get(id) != Some(&None);
            let label = format!("{} ({})", fact.name, excerpt::grouped(fact.marks));
            let width = vec2(theme.sheet.trade_name + theme.space.s6, size.y);
            ui.allocate_ui_with_layout(width, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(width.x);
                chip(ui, &fact.letter, fact.colour, ChipSize::Small);
                if check(ui, &mut on, &label).changed() {
                    match on {
                        true => wish.remove(id),
                        false => wish.insert(id.to_owned(), None),
                    };
                }
            });
            if !on {
                ui.label(TypeStyle::Ui.text("left out").color(theme.text.muted));
                return;
            }
            ui.label(TypeStyle::Ui.text("as").color(theme.text.secondary));
            let mut typed = wish.get(id).cloned().flatten().unwrap_or_default();
            let label = format!("What {} becomes", fact.name);
            let field = TextField::new(&mut typed, &label).hint(id).show(ui);
            if field.changed() {
                match typed.as_str() {
                    "" => wish.remove(id),
                    _ => wish.insert(id.to_owned(), Some(typed)),
                };
            }
        });
    });
}

/// Whether the articles are dealt out.
fn parts(window: &mut ExportWindow, ui: &mut Ui) {
    let theme = Theme::of(ui);
    let separately = window.wish.separately;
    named(ui, "Parts", |ui| {
        let mut on = window.wish.split.is_some();
        let label = "Deal articles out to train, dev and test";
        let ticked = ui.add_enabled_ui(!separately, |ui| check(ui, &mut on, label));
        let ticked = ticked.inner;
        if ticked.changed() {
            window.wish.split = on.then(|| SHARES.to_owned());
            window.seed = None;
        }
        ticked.on_disabled_hover_text("Not while each annotator is written separately.");
    });
    let ExportWindow {
        wish, seed: typed, ..
    } = window;
    let Some(split) = &mut wish.split else {
        return;
    };
    let short = theme.sheet.short * 2.0;
    named(ui, "", |ui| {
        let said = |ui: &mut Ui, words: &str| {
            ui.label(TypeStyle::Ui.text(words).color(theme.text.secondary));
        };
        said(ui, "shares");
        let wrong = Split::parse(split, 1).is_none();
        let field = TextField::new(split, "Shares").hint(SHARES).width(short);
        field.error(wrong).show(ui);
        said(ui, "seed");
        let typed = typed.get_or_insert_with(|| wish.seed.to_string());
        let wrong = seed(typed).is_none();
        let field = TextField::new(typed, "Seed").width(short);
        field.error(wrong).show(ui);
        wish.seed = seed(typed).unwrap_or(wish.seed);
    });
    named(ui, "Licence", |ui| {
        let field = TextField::new(&mut window.wish.licence, "Licence");
        field
            .hint("as the card names it, such as CC-BY-4.0")
            .show(ui);
    });
}

/// The seed that was typed, if it is one.
pub(super) fn seed(typed: &str) -> Option<u64> {
    typed.trim().parse().ok()
}

fn overlap(which: Overlap) -> &'static str {
    match which {
        Overlap::Outermost => "the outermost is written",
        Overlap::Innermost => "the innermost is written",
        Overlap::Longest => "the longest is written",
        Overlap::First => "the one that begins first is written",
    }
}

/// A row: what a value is called, and the value.
pub(in crate::app) fn named<R>(ui: &mut Ui, name: &str, value: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    let size = vec2(ui.available_width(), theme.size.control);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        let width = vec2(theme.sheet.trade_name, theme.size.control);
        ui.allocate_ui_with_layout(width, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(width.x);
            let words = TypeStyle::Ui.text(name).color(theme.text.secondary);
            ui.add(Label::new(words).truncate());
        });
        value(ui)
    })
    .inner
}
