//! The table of what a colleague's tags are in the open project.

use std::collections::BTreeMap;

use egui::{Align, Label, Layout, Ui, vec2};

use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::choice::choice;
use crate::project::{Id, Tagset};
use crate::review::retag::Retag;

/// Their tags, each with one of the project's that is spelled alike.
pub type Foreign = [(Id, Option<Id>)];

/// A value of a row: what is read, and what the tag becomes.
type Value = (String, Option<Id>);

/// The share of a row that the name takes.
const NAME: f32 = 0.4;

/// The table to begin with: as it was kept, or else as tags are spelled alike.
pub fn table(foreign: &Foreign, kept: &BTreeMap<String, Option<String>>, tagset: &Tagset) -> Retag {
    let tags = foreign.iter().filter_map(|(tag, alike)| {
        let known = kept.get(tag.as_str());
        let known = known.map(|to| to.as_ref().map(Id::new));
        let usable = |to: &Option<Id>| to.as_ref().is_none_or(|id| tagset.tag(id).is_some());
        let to = known.filter(usable).or_else(|| alike.clone().map(Some))?;
        Some((tag.clone(), to))
    });
    Retag {
        tags: tags.collect(),
        ..Retag::default()
    }
}

/// Adds to what is kept what was said of these tags.
pub fn keep(foreign: &Foreign, table: &Retag, kept: &mut BTreeMap<String, Option<String>>) {
    for (tag, _) in foreign {
        let itself = Some(tag.clone());
        let to = table.tags.get(tag).unwrap_or(&itself);
        kept.insert(tag.to_string(), to.as_ref().map(ToString::to_string));
    }
}

/// Draws the table, a row a tag.
pub fn ui(ui: &mut Ui, foreign: &Foreign, tagset: &Tagset, table: &mut Retag) {
    for (tag, _) in foreign {
        let itself = Some(tag.clone());
        let values = values(tag, tagset);
        let words: Vec<&str> = values.iter().map(|it| it.0.as_str()).collect();
        let to = table.tags.get(tag).unwrap_or(&itself);
        let now = values.iter().position(|it| it.1 == *to);
        let label = format!("What their {tag} is here");
        let picked = ui.push_id(tag.as_str(), |ui| row(ui, tag, &label, &words, now));
        if let Some((_, to)) = picked.inner.and_then(|place| values.get(place)) {
            match *to == itself {
                true => table.tags.remove(tag),
                false => table.tags.insert(tag.clone(), to.clone()),
            };
        }
    }
}

fn values(tag: &Id, tagset: &Tagset) -> Vec<Value> {
    let own = tagset.offered().filter(|it| it.id != *tag);
    let own = own.map(|it| (it.name.clone(), Some(it.id.clone())));
    let itself = ("a tag of its own".to_owned(), Some(tag.clone()));
    let none = ("nothing: left out".to_owned(), None);
    own.chain([itself, none]).collect()
}

fn row(ui: &mut Ui, tag: &Id, label: &str, values: &[&str], now: Option<usize>) -> Option<usize> {
    let theme = Theme::of(ui);
    let size = vec2(ui.available_width(), theme.size.control);
    let line = Layout::left_to_right(Align::Center);
    let shown = ui.allocate_ui_with_layout(size, line, |ui| {
        let width = vec2(size.x * NAME, size.y);
        ui.allocate_ui_with_layout(width, line, |ui| {
            ui.set_min_width(width.x);
            let words = TypeStyle::Ui.text(tag.as_str()).color(theme.text.primary);
            ui.add(Label::new(words).truncate());
        });
        choice(ui, label, values, now).inner
    });
    shown.inner
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tagset_file::default_tagset;

    #[test]
    fn what_was_said_of_a_tag_is_kept_and_used_again() {
        let tagset = default_tagset();
        let foreign = [
            (Id::new("Claims"), Some(Id::new("claim"))),
            (Id::new("PER"), None),
            (Id::new("MISC"), None),
        ];
        let mut kept = BTreeMap::new();
        let mut table = super::table(&foreign, &kept, &tagset);
        let to = |table: &Retag, tag: &str| table.tags.get(&Id::new(tag)).cloned();
        assert_eq!(to(&table, "Claims"), Some(Some(Id::new("claim"))));
        assert_eq!(to(&table, "PER"), None);
        table.tags.insert(Id::new("PER"), Some(Id::new("entity")));
        table.tags.insert(Id::new("MISC"), None);
        keep(&foreign, &table, &mut kept);
        assert_eq!(super::table(&foreign, &kept, &tagset), table);
        // A tag that this project does not have is no answer in it.
        kept.insert("PER".to_owned(), Some("person".to_owned()));
        assert_eq!(to(&super::table(&foreign, &kept, &tagset), "PER"), None);
    }
}
