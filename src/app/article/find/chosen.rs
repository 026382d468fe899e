//! Which hits are to be tagged together: all but those that were taken out by hand.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Popup, Ui};

use super::search::{Hit, Query, Search, State};
use crate::app::excerpt;
use crate::app::scene::Scene;
use crate::app::widgets::button::Button;
use crate::app::widgets::menu::menu_style;
use crate::app::widgets::menu_row::{menu_row, menu_row_width};
use crate::project::Id;
use crate::text::TextRange;

/// The hits that were taken out of what was found.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    query: Query,
    places: BTreeSet<(Id, TextRange)>,
}

impl LeftOut {
    /// Forgets what was taken out of another search.
    pub(super) fn follow(&mut self, query: &Query) {
        if self.query != *query {
            *self = Self {
                query: query.clone(),
                places: BTreeSet::new(),
            };
        }
    }

    /// Whether a hit is to be tagged with the others.
    pub(super) fn keeps(&self, hit: &Hit<'_>) -> bool {
        self.places.is_empty() || !self.places.contains(&(hit.article.clone(), hit.words))
    }

    /// Takes a hit out, or puts it back.
    pub(super) fn toggle(&mut self, hit: &Hit<'_>) {
        let place = (hit.article.clone(), hit.words);
        if !self.places.remove(&place) {
            self.places.insert(place);
        }
    }

    /// How many hits are kept.
    fn count(&self, search: &Search) -> usize {
        search.count().saturating_sub(self.places.len())
    }

    /// Those hits, article by article.
    pub(super) fn kept(&self, search: &Search) -> Vec<(Id, Vec<TextRange>)> {
        let mut kept: BTreeMap<Id, Vec<TextRange>> = BTreeMap::new();
        let hits = (0..search.count()).filter_map(|place| search.hit(place));
        for hit in hits.filter(|hit| self.keeps(hit)) {
            match kept.get_mut(hit.article) {
                Some(words) => words.push(hit.words),
                None => drop(kept.insert(hit.article.clone(), vec![hit.words])),
            }
        }
        kept.into_iter().collect()
    }

    /// The button that tags all of them: a press lists the tags. Gives the one that was chosen.
    pub(super) fn ui(&self, ui: &mut Ui, search: &Search, scene: &Scene<'_>) -> Option<Id> {
        let count = self.count(search);
        if count == 0 || search.state() == State::Going {
            return None;
        }
        let mut chosen = None;
        let hits = excerpt::count(count, "hit", "hits");
        let button = ui.add(Button::quiet(&format!("Tag {hits}…")));
        let tags = scene.workbench.project().tagset().offered();
        let tags: Vec<_> = tags
            .map(|tag| (tag.id.clone(), format!("Tag {hits} as {}", tag.name)))
            .collect();
        Popup::menu(&button).style(menu_style(ui)).show(|ui| {
            let widths = tags.iter().map(|(_, title)| menu_row_width(ui, title, ""));
            ui.set_width(widths.fold(0.0, f32::max));
            ui.spacing_mut().item_spacing.y = 0.0;
            for (tag, title) in &tags {
                if menu_row(ui, title, "", None).clicked() {
                    chosen = Some(tag.clone());
                }
            }
        });
        chosen
    }
}
