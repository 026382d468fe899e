//! The head of the list of marks: what is shown, and in which order.

use egui::{Align, Color32, Layout, Modifiers, Popup, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::data::{MarkRows, offered_values};
use super::query::{Links, Order, Query, Wanted};
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::scene::{Inbox, Scene};
use crate::app::theme::{TagColours, Theme};
use crate::app::widgets::chip::{ChipSize, ChipState, chip_side, paint_chip};
use crate::app::widgets::choice::choice;
use crate::app::widgets::icon_button::IconButton;
use crate::app::widgets::link::action_link;
use crate::app::widgets::menu::{MenuItem, menu_style};
use crate::app::widgets::segmented::segmented;
use crate::app::widgets::text_field::TextField;
use crate::app::widgets::{ground, line, put};
use crate::command::Command;
use crate::project::{Id, Tag, Tagset, Value};

/// Draws everything above the rows and changes what is asked for.
pub(super) fn head(
    ui: &mut Ui,
    query: &mut Query,
    more: &mut bool,
    rows: &MarkRows,
    scene: &mut Scene<'_>,
) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing = vec2(theme.space.s3, theme.space.s3);
    ui.horizontal(|ui| {
        let width = ui.available_width() - theme.size.control - theme.space.s3;
        let field = TextField::new(&mut query.words, "Filter the marks").hint("Filter");
        field.icon(Icon::Search).width(width).show(ui);
        let button = IconButton::new(Icon::Settings, "More filters");
        if ui.add(button.chosen(*more || query.has_more())).clicked() {
            *more = !*more;
        }
    });
    tags(ui, &theme, rows, scene);
    let wide = ui.available_width() > theme.size.panel_min + theme.space.s3;
    ui.horizontal_wrapped(|ui| {
        let whole = ui.available_width();
        // Side by side where there is room for the words, else one below the other.
        let width = if wide {
            (whole - theme.space.s3) / 2.0
        } else {
            whole
        };
        let names = Order::ALL.map(Order::name);
        let now = Order::ALL.iter().position(|order| *order == query.order);
        part(ui, width, |ui| {
            let picked = choice(ui, "Order", &names, now).inner;
            let picked = picked.and_then(|place| Order::ALL.get(place));
            query.order = picked.copied().unwrap_or(query.order);
        });
        part(ui, width, |ui| {
            let scopes = ["article", "project"];
            let now = Some(usize::from(query.all));
            let picked = segmented(ui, "Marks of", &scopes, now);
            query.all = picked.inner.map_or(query.all, |place| place == 1);
        });
    });
    if let Some(only) = &query.only {
        let words = TypeStyle::Small
            .text(&only.what)
            .color(theme.text.secondary);
        ui.add(egui::Label::new(words).wrap());
    }
    if *more {
        further(ui, &theme, query, rows, scene);
    }
    count(ui, &theme, query, rows, scene);
}

fn part(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    let height = Theme::of(ui).size.control;
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, height), layout, |ui| {
        ui.set_width(width);
        contents(ui);
    });
}

/// A switch for each tag: a click hides or shows its marks, Alt or a double click shows them alone.
fn tags(ui: &mut Ui, theme: &Theme, rows: &MarkRows, scene: &mut Scene<'_>) {
    let tagset = scene.workbench.project().tagset();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme.space.s2, theme.space.s2);
        for tag in &tagset.tags {
            let marks = rows.of_tag(&tag.id);
            if tag.retired && marks == 0 {
                continue;
            }
            let shown = scene.workbench.filter().shows_tag(&tag.id);
            let response = tag_switch(ui, theme, tag, marks, shown);
            let alone = response.double_clicked()
                || response.clicked() && ui.input(|input| input.modifiers == Modifiers::ALT);
            if alone {
                scene.inbox.push(Command::SoloTag(tag.id.clone()));
            } else if response.clicked() {
                scene.inbox.push(Command::ToggleTag(tag.id.clone()));
            }
            tag_menu(ui, &response, tag, scene.inbox);
        }
    });
}

fn tag_switch(ui: &mut Ui, theme: &Theme, tag: &Tag, marks: usize, shown: bool) -> Response {
    let ink = if shown {
        theme.text.secondary
    } else {
        theme.text.disabled
    };
    let number = line(ui.painter(), &excerpt::grouped(marks), TypeStyle::Tiny, ink);
    let chip = chip_side(theme, ChipSize::Small);
    let pad = theme.space.s2;
    let width = pad + chip + theme.space.s2 + number.size().x + pad;
    let size = vec2(width.max(theme.size.hit), theme.size.hit);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let label = format!("{} marks", tag.name);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, shown, &label));
    let painter = ui.painter();
    let fill = ground(ui, theme, &response, Color32::TRANSPARENT);
    painter.rect_filled(rect, theme.radius.control, fill);
    let hidden = TagColours {
        tint: Color32::TRANSPARENT,
        tint_strong: Color32::TRANSPARENT,
        edge: theme.border.faint,
        ink: theme.text.disabled,
    };
    let colours = if shown { theme.tag(tag.colour) } else { hidden };
    let centre = egui::pos2(rect.left() + pad + chip / 2.0, rect.center().y);
    let letter = tag.letter.to_string();
    paint_chip(
        painter,
        centre,
        &letter,
        colours,
        ChipSize::Small,
        ChipState::Plain,
    );
    put(
        painter,
        rect.left() + pad + chip + theme.space.s2,
        rect.center().y,
        number,
    );
    let hint = if shown { "hides" } else { "shows" };
    let name = &tag.name;
    response.on_hover_text(format!(
        "A click {hint} the {name} marks, a double click shows nothing else"
    ))
}

fn tag_menu(ui: &Ui, response: &Response, tag: &Tag, inbox: &mut Inbox) {
    let menu = Popup::context_menu(response).style(menu_style(ui));
    menu.show(|ui| {
        let only = format!("Show only {} marks", tag.name);
        if ui.add(MenuItem::new(&only)).clicked() {
            inbox.push(Command::SoloTag(tag.id.clone()));
        }
        if ui.add(MenuItem::new("Show all marks")).clicked() {
            inbox.push(Command::ShowAll);
        }
    });
}

/// How many marks are left, and the way back to all of them.
fn count(ui: &mut Ui, theme: &Theme, query: &mut Query, rows: &MarkRows, scene: &mut Scene<'_>) {
    let (shown, total) = (rows.count(), rows.total());
    let hides = scene.workbench.filter().is_active();
    let words = if shown == total {
        excerpt::count(total, "mark", "marks")
    } else {
        format!("{} of {}", excerpt::grouped(shown), excerpt::grouped(total))
    };
    ui.horizontal(|ui| {
        ui.set_min_height(theme.size.hit);
        ui.label(TypeStyle::Small.text(words).color(theme.text.muted));
        if query.is_active() || hides {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if action_link(ui, "Show all").clicked() {
                    clear(query, scene.inbox, hides);
                }
            });
        }
    });
}

/// Lets every mark through again.
pub(super) fn clear(query: &mut Query, inbox: &mut Inbox, hides: bool) {
    *query = query.cleared();
    if hides {
        inbox.push(Command::ShowAll);
    }
}

/// The filters that are unfolded by a button, each a line.
fn further(ui: &mut Ui, theme: &Theme, query: &mut Query, rows: &MarkRows, scene: &Scene<'_>) {
    let project = scene.workbench.project();
    let tagset = project.tagset();
    ui.spacing_mut().item_spacing.y = theme.space.s2;
    let mut people: Vec<Option<String>> = vec![None];
    people.extend(rows.annotators().map(|name| Some(name.to_owned())));
    pick(
        ui,
        theme,
        "annotator",
        &people,
        &mut query.annotator,
        |name| match name {
            None => "anyone".to_owned(),
            Some(name) if name.is_empty() => "not known".to_owned(),
            Some(name) => name.clone(),
        },
    );
    let ids = attributes(tagset);
    let mut attribute = query.attribute.as_ref().map(|(id, _)| id.clone());
    let name = |id: &Option<Id>| match id {
        None => "any".to_owned(),
        Some(id) => attribute_name(tagset, id),
    };
    if pick(ui, theme, "attribute", &ids, &mut attribute, name) {
        query.attribute = attribute.map(|id| (id, Wanted::Any));
    }
    if let Some((id, wanted)) = &mut query.attribute {
        let values = offered_values(project, id, rows.values());
        pick(ui, theme, "value", &values, wanted, |wanted| match wanted {
            Wanted::Any => "any value".to_owned(),
            Wanted::None => "none yet".to_owned(),
            Wanted::Value(Value::Text(words)) => excerpt::of(words),
            Wanted::Value(value) => value.to_string(),
        });
    }
    let links = all_links(tagset);
    pick(ui, theme, "links", &links, &mut query.links, |links| {
        links_name(tagset, links)
    });
    let yes_no = [None, Some(true), Some(false)];
    pick(ui, theme, "identity", &yes_no, &mut query.identity, |is| {
        three(*is, ["with or without", "with one", "without one"])
    });
    pick(ui, theme, "words", &yes_no, &mut query.implicit, |is| {
        three(
            *is,
            ["in the text or not", "implicit only", "in the text only"],
        )
    });
}

fn three(is: Option<bool>, [any, yes, no]: [&str; 3]) -> String {
    let name = match is {
        None => any,
        Some(true) => yes,
        Some(false) => no,
    };
    name.to_owned()
}

/// A line with what is chosen among `values`. Returns whether another was picked.
fn pick<T: Clone + PartialEq>(
    ui: &mut Ui,
    theme: &Theme,
    label: &str,
    values: &[T],
    chosen: &mut T,
    name: impl Fn(&T) -> String,
) -> bool {
    let names: Vec<String> = values.iter().map(name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let now = values.iter().position(|value| value == chosen);
    let mut picked = None;
    ui.horizontal(|ui| {
        let column = theme.size.rail + theme.space.s6;
        part(ui, column, |ui| {
            ui.label(TypeStyle::Small.text(label).color(theme.text.secondary));
        });
        picked = choice(ui, label, &names, now).inner;
    });
    let value = picked.and_then(|place| values.get(place));
    if let Some(value) = value {
        *chosen = value.clone();
    }
    value.is_some()
}

/// No attribute, and every attribute that some tag has.
fn attributes(tagset: &Tagset) -> Vec<Option<Id>> {
    let mut ids = vec![None];
    for attribute in tagset.tags.iter().flat_map(|tag| &tag.attributes) {
        let id = Some(attribute.id.clone());
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn attribute_name(tagset: &Tagset, id: &Id) -> String {
    let mut tags = tagset.tags.iter();
    let found = tags.find_map(|tag| tag.attribute(id));
    found.map_or_else(|| id.to_string(), |attribute| attribute.name.clone())
}

/// Every question about links that the tagset allows.
fn all_links(tagset: &Tagset) -> Vec<Links> {
    let mut all = vec![Links::Any, Links::Some, Links::None];
    for kind in &tagset.links {
        for reverse in [false, true] {
            let with = kind.id.clone();
            all.push(Links::With {
                kind: with.clone(),
                reverse,
            });
            all.push(Links::Without {
                kind: with,
                reverse,
            });
        }
    }
    all
}

fn links_name(tagset: &Tagset, links: &Links) -> String {
    let name = |kind: &Id, reverse: bool| {
        let kind = tagset.link(kind);
        kind.map(|kind| if reverse { &kind.reverse } else { &kind.name })
            .cloned()
            .unwrap_or_default()
    };
    match links {
        Links::Any => "with or without".to_owned(),
        Links::Some => "with links".to_owned(),
        Links::None => "without links".to_owned(),
        Links::With { kind, reverse } => format!("with «{}»", name(kind, *reverse)),
        Links::Without { kind, reverse } => format!("without «{}»", name(kind, *reverse)),
    }
}
