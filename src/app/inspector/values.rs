//! The values of attributes: each with the control that its kind calls for.

use egui::{Color32, Id, Ui};

use super::data::{Control, ValueRow};
use super::parts::{label_column, labelled, wrong};
use crate::app::drafts::{Drafts, Field};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::check::check;
use crate::app::widgets::choice::choice;
use crate::app::widgets::segmented::segmented;
use crate::project::{Number, Value};

/// The first entry of a choice that unfolds.
const NOT_SET: &str = "not set";

/// Shows each attribute with its control. Calls `set` with what the user changed: `None` takes
/// the value away.
pub fn value_rows(
    ui: &mut Ui,
    drafts: &mut Drafts,
    owner: Id,
    rows: &[ValueRow],
    mut set: impl FnMut(&ValueRow, Option<Value>),
) {
    let column = label_column(ui, rows.iter().map(|row| row.name.as_str()));
    for row in rows {
        let id = owner.with(row.attribute.as_str());
        ui.push_id(id, |ui| {
            let changed = labelled(ui, (&row.name, &row.guideline), column, |ui| {
                value_control(ui, drafts, id, row)
            });
            if let Some(value) = changed {
                set(row, value);
            }
        });
    }
}

/// Shows the control of one attribute. Returns the new value if the user changed it.
pub fn value_control(
    ui: &mut Ui,
    drafts: &mut Drafts,
    id: Id,
    row: &ValueRow,
) -> Option<Option<Value>> {
    match &row.control {
        Control::Tick => tick(ui, row),
        Control::Segments(values) if fits(ui, values) => segments(ui, row, values),
        Control::Segments(values) | Control::Unfold(values) => unfold(ui, row, values),
        Control::Words => words(ui, drafts, id, row),
        Control::Number => number(ui, drafts, id, row),
    }
}

fn tick(ui: &mut Ui, row: &ValueRow) -> Option<Option<Value>> {
    let mut on = row.value == Some(Value::Flag(true));
    let response = check(ui, &mut on, "").accessible_name(&row.name);
    // An empty box says the same whether «no» or nothing is set, so only «yes» is ever set here.
    response.changed().then(|| on.then_some(Value::Flag(true)))
}

/// Another press on the value that is set takes it away.
fn segments(ui: &mut Ui, row: &ValueRow, values: &[String]) -> Option<Option<Value>> {
    let names: Vec<&str> = values.iter().map(String::as_str).collect();
    let chosen = place(row, values);
    let pressed = segmented(ui, &row.name, &names, chosen).inner?;
    let value = values.get(pressed).filter(|_| chosen != Some(pressed));
    Some(value.map(Value::text))
}

fn unfold(ui: &mut Ui, row: &ValueRow, values: &[String]) -> Option<Option<Value>> {
    let names: Vec<&str> = std::iter::once(NOT_SET)
        .chain(values.iter().map(String::as_str))
        .collect();
    let chosen = place(row, values).map_or(0, |place| place + 1);
    let pressed = choice(ui, &row.name, &names, Some(chosen)).inner?;
    if pressed == chosen {
        return None;
    }
    Some(
        pressed
            .checked_sub(1)
            .and_then(|place| values.get(place))
            .map(Value::text),
    )
}

fn words(ui: &mut Ui, drafts: &mut Drafts, id: Id, row: &ValueRow) -> Option<Option<Value>> {
    let shown = row.shown();
    let (_, typed) = drafts.show(ui, &Field::line(id, &row.name, &shown));
    typed.map(|words| (!words.is_empty()).then(|| Value::text(words)))
}

fn number(ui: &mut Ui, drafts: &mut Drafts, id: Id, row: &ValueRow) -> Option<Option<Value>> {
    let shown = row.shown();
    let fits = |typed: &str| read_number(typed).is_some();
    let field = Field {
        fits: &fits,
        ..Field::line(id, &row.name, &shown)
    };
    let (_, typed) = drafts.show(ui, &field);
    if drafts.text(id).is_some_and(|text| !fits(text)) {
        wrong(ui, "This is no number. Write it as 12 or 0.5.");
    }
    typed.and_then(|typed| read_number(&typed))
}

/// The number that was typed; nothing typed takes the value away. `None` if it is no number.
fn read_number(typed: &str) -> Option<Option<Value>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(None);
    }
    let number = typed
        .replace('\u{2212}', "-")
        .parse()
        .ok()
        .and_then(Number::new)?;
    Some(Some(Value::Number(number)))
}

fn place(row: &ValueRow, values: &[String]) -> Option<usize> {
    let value = row.value.as_ref().and_then(Value::as_text)?;
    values.iter().position(|other| other == value)
}

/// Whether the values can stand side by side in the room that there is.
fn fits(ui: &Ui, values: &[String]) -> bool {
    let theme = Theme::of(ui);
    let width = |value: &String| {
        let style = TypeStyle::Small;
        let words = crate::app::widgets::line(ui.painter(), value, style, Color32::PLACEHOLDER);
        words.size().x + 2.0 * theme.space.s2
    };
    values.iter().map(width).sum::<f32>() <= ui.available_width()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<Option<f64>> {
        let read = read_number(text)?;
        Some(read.map(|value| match value {
            Value::Number(number) => number.get(),
            other => panic!("{other} is no number"),
        }))
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        assert_eq!(number(" 0.5 "), Some(Some(0.5)));
        assert_eq!(number("\u{2212}3"), Some(Some(-3.0)));
        assert_eq!(number(""), Some(None));
    }

    #[test]
    fn what_is_no_finite_number_is_refused() {
        for typed in ["many", "1,5", "inf", "NaN", "1e999"] {
            assert_eq!(number(typed), None, "{typed}");
        }
    }
}
