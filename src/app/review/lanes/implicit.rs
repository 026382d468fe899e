//! Implicit marks, which have no words to stand on: a line for each who made one, above the text.

use egui::{Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{LanesView, Places};
use crate::app::fonts::TypeStyle;
use crate::app::review::data::{face, one_line};
use crate::app::review::queue::{ask, nothing};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::chip::{ChipSize, ChipState, chip_side, paint_chip};
use crate::app::widgets::clipped::clipped;
use crate::app::widgets::{ground, line, put};
use crate::command::ReviewCommand;
use crate::project::tagset::Colour;
use crate::review::compare::{Reading, Standing};
use crate::workbench::{ReviewDesk, Workbench};

/// What one says of an implicit mark, or all if they say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImplicitLine {
    /// The position that it belongs to.
    pub position: usize,
    /// Who, in letters.
    pub who: String,
    /// Whether all agree on it.
    pub agreed: bool,
    /// The tag's letter and colour, and the wording; none for nothing.
    pub said: Option<(String, Colour, String)>,
}

/// The lines of the article at a place of the review: one for all where they agree, else one for
/// each who has done it.
pub fn lines(
    workbench: &Workbench,
    desk: &ReviewDesk,
    sheet: usize,
    initials: &[String],
) -> Vec<ImplicitLine> {
    let review = desk.review();
    let Some(compared) = review.sheets().get(sheet) else {
        return Vec::new();
    };
    let text = &compared.report.article.text;
    let mut found = Vec::new();
    for (position, it) in compared.report.positions.iter().enumerate() {
        let mut marks = it.readings.iter().flat_map(Reading::marks);
        if !marks.any(|mark| mark.is_implicit()) {
            continue;
        }
        let agreed = it.standing != Standing::Disputed;
        let who = |number: usize| initials.get(number).cloned().unwrap_or_default();
        let said = |number: usize, reading: &Reading| {
            let mark = reading.marks().first()?;
            let face = face(workbench, review, number, &mark.tag);
            Some((face.letter, face.colour, one_line(&mark.words(text))))
        };
        let there = it.readings.iter().enumerate();
        let there = there.filter(|(_, reading)| **reading != Reading::NotDone);
        if agreed {
            let made = there.filter(|(_, reading)| !reading.marks().is_empty());
            let made: Vec<_> = made.collect();
            let names: Vec<String> = made.iter().map(|(number, _)| who(*number)).collect();
            let first = made.first().and_then(|(number, it)| said(*number, it));
            found.push(ImplicitLine {
                position,
                who: names.join(" "),
                agreed,
                said: first,
            });
            continue;
        }
        found.extend(there.map(|(number, reading)| ImplicitLine {
            position,
            who: who(number),
            agreed,
            said: said(number, reading),
        }));
    }
    found
}

fn room_before(theme: &Theme, places: &Places) -> f32 {
    places.lanes / 2.0 + theme.space.s2
}

impl LanesView {
    /// How high the lines are together, with the room before them: the lanes of the line of text
    /// above reach into it.
    pub(super) fn implicit_height(&self, theme: &Theme, places: &Places) -> f32 {
        match self.implicit.len() {
            0 => 0.0,
            count => count as f32 * theme.size.hit + room_before(theme, places),
        }
    }

    /// Draws the lines; a press on what is in dispute goes to it.
    pub(super) fn draw_implicit(
        &self,
        ui: &Ui,
        scene: &mut Scene<'_>,
        corner: egui::Pos2,
        places: &Places,
    ) {
        let theme = Theme::of(ui);
        let (height, width) = (theme.size.hit, places.width);
        let corner = corner + vec2(0.0, room_before(&theme, places));
        for (place, row) in self.implicit.iter().enumerate() {
            let top = corner.y + place as f32 * height;
            let rect = Rect::from_min_size(pos2(corner.x, top), vec2(width, height));
            self.implicit_line(ui, scene, &theme, (place, rect, row));
        }
    }

    fn implicit_line(
        &self,
        ui: &Ui,
        scene: &mut Scene<'_>,
        theme: &Theme,
        (place, rect, row): (usize, Rect, &ImplicitLine),
    ) {
        let painter = ui.painter();
        let middle = rect.center().y;
        let who = line(painter, &row.who, TypeStyle::Letter, theme.text.secondary);
        let left = rect.left() - theme.space.s5 - who.size().x / 2.0;
        put(painter, left, middle, who);
        let case = self.bars.cases.get(&row.position).and_then(|it| it.first());
        let here = scene.workbench.review().is_some_and(|desk| {
            let spot = desk.case().and_then(|case| desk.review().spot(case));
            spot.map(|it| it.1) == Some(row.position) && !row.agreed
        });
        let words = row.said.as_ref().map_or("nothing", |it| &it.2);
        let label = format!("Implicit, {}: {words}", row.who);
        let sense = match case {
            Some(_) => Sense::CLICK,
            None => Sense::hover(),
        };
        let id = egui::Id::unique("implicit line").with((row.position, place));
        let response = ui.interact(rect, id, sense);
        let role = match case {
            Some(_) => Role::Button,
            None => Role::Label,
        };
        response.widget_info(|| WidgetInfo::labeled(role, true, &label));
        let side = chip_side(theme, ChipSize::Small);
        let chip = pos2(rect.left() + side / 2.0 + theme.space.s1, middle);
        let drawn = rect.shrink2(vec2(0.0, theme.stroke.hair));
        let Some((letter, colour, _)) = &row.said else {
            nothing(ui, theme, Rect::from_center_size(chip, vec2(side, side)));
            self.go_to(scene, &response, case);
            return;
        };
        let colours = theme.tag(*colour);
        let rest = if here {
            colours.tint_strong
        } else {
            colours.tint
        };
        let fill = match case {
            Some(_) => ground(ui, theme, &response, rest),
            None => rest,
        };
        painter.rect_filled(drawn, theme.radius.mark, fill);
        if !row.agreed {
            let width = if here {
                theme.stroke.rule
            } else {
                theme.stroke.hair
            };
            let stroke = Stroke::new(width, colours.edge);
            painter.rect_stroke(drawn, theme.radius.mark, stroke, StrokeKind::Inside);
        }
        let (size, state) = (ChipSize::Small, ChipState::Plain);
        paint_chip(painter, chip, letter, colours, size, state);
        let left = rect.left() + side + theme.space.s3;
        let room = rect.right() - left - theme.space.s3;
        let (style, ink) = (TypeStyle::QuoteSmall, theme.text.primary);
        let words = clipped(painter, words, style, ink, room, 1);
        put(painter, left, middle, words);
        self.go_to(scene, &response, case);
    }

    fn go_to(&self, scene: &mut Scene<'_>, response: &egui::Response, case: Option<&usize>) {
        if let Some(case) = case.filter(|_| response.clicked()) {
            ask(scene, ReviewCommand::Go(*case));
        }
    }
}
