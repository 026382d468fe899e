//! The mentions of an unfolded identity.

use egui::{Ui, pos2};

use super::data::Mention;
use crate::app::excerpt;
use crate::app::fonts::TypeStyle;
use crate::app::list::query;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::chip::{ChipSize, ChipState, chip_side, paint_chip};
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::long_list::RowPlace;
use crate::app::widgets::put;
use crate::command::Command;
use crate::project::Id;
use crate::workbench::Workbench;

/// Where the user is, looked up once a frame and not once a row.
pub(super) struct Here {
    article: Option<Id>,
    mark: Option<Id>,
}

impl Here {
    pub(super) fn of(workbench: &Workbench) -> Self {
        Self {
            article: workbench.entry().map(|entry| entry.article().id.clone()),
            mark: workbench.selected().map(|mark| mark.id.clone()),
        }
    }
}

/// A mark that refers to the identity above: a click goes there.
pub(super) fn mention_row(
    ui: &Ui,
    theme: &Theme,
    at: &RowPlace,
    mention: &Mention,
    here: &Here,
    scene: &mut Scene<'_>,
) {
    let project = scene.workbench.project();
    let Some(entry) = project.entries().get(mention.article) else {
        return;
    };
    let (article, mark) = (entry.article(), &mention.mark);
    let in_view = here.article.as_ref() == Some(&article.id);
    let chosen = in_view && here.mark.as_ref() == Some(&mark.id);
    let label = query::label(project, entry, mark);
    let id = ("mention", article.id.as_str(), mark.id.as_str());
    let response = at.row(ui, id, &label, chosen);
    if response.hovered() {
        scene.inbox.hover(&mark.id);
    }
    if response.clicked() {
        scene.inbox.push(Command::ShowArticle(article.id.clone()));
        scene.inbox.push(Command::SelectMark(mark.id.clone()));
    }
    let painter = ui.painter();
    let chip = chip_side(theme, ChipSize::Small);
    let middle = at.rect.center().y;
    let mut left = at.rect.left() + theme.space.s3 + theme.size.icon_tiny + theme.space.s2;
    if let Some(tag) = project.tagset().tag(&mark.tag) {
        let centre = pos2(left + chip / 2.0, middle);
        let (letter, colours) = (tag.letter.to_string(), theme.tag(tag.colour));
        paint_chip(
            painter,
            centre,
            &letter,
            colours,
            ChipSize::Small,
            ChipState::Plain,
        );
    }
    left += chip + theme.space.s3;
    let right = at.rect.right() - theme.space.s3;
    let words = excerpt::of_mark(mark, &article.text);
    let ink = theme.text.primary;
    let room = right - left;
    let words = clipped(painter, &words, TypeStyle::QuoteSmall, ink, room, 1);
    let end = put(painter, left, middle, words);
    if !in_view {
        // Where another article is, its title says so, in what room is left.
        let title = excerpt::of(&article.title);
        let room = right - end - theme.space.s3;
        if room > theme.size.rail {
            let title = clipped(painter, &title, TypeStyle::Tiny, theme.text.muted, room, 1);
            put(painter, right - title.size().x, middle, title);
        }
    }
}
