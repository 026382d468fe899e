//! Which kind a link shall be of, where two marks fit several: a small choice at the pointer.

use egui::{Area, Context, Frame, Key, Modifiers, Order, Pos2, Role, Ui};

use super::sheet::focus_once;
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::project::Id;

const KEYS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

/// The choice between kinds of link.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkKindChoice {
    at: Pos2,
    kinds: Vec<(Id, String)>,
    came: bool,
}

/// What the user chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkKindAnswer {
    /// This kind.
    Kind(Id),
    /// No link.
    Cancel,
}

impl LinkKindChoice {
    /// The choice between these kinds, by id and name, at a place in points.
    pub fn new(at: Pos2, kinds: Vec<(Id, String)>) -> Self {
        Self {
            at,
            kinds,
            came: false,
        }
    }

    /// Shows the choice; returns what was chosen once something is. The keys 1 to 9 choose, the
    /// arrows and Enter too; Escape and a click elsewhere make no link.
    pub fn ui(&mut self, ctx: &Context) -> Option<LinkKindAnswer> {
        if let Some(answer) = self.key(ctx) {
            return Some(answer);
        }
        let theme = Theme::of_context(ctx);
        let fresh = !self.came;
        let area = Area::new(egui::Id::unique("kind of link"))
            .order(Order::Foreground)
            .role(Role::Menu)
            .accessible_name("Kind of link")
            .constrain_to(ctx.content_rect().shrink(theme.space.s3))
            .fixed_pos(self.at);
        let shown = area.show(ctx, |ui| {
            let frame = Frame::popup(ui.style()).inner_margin(theme.space.s2);
            frame.show(ui, |ui| self.rows(ui)).inner
        });
        // The release of the drag that led here is a click elsewhere, too.
        let left = !fresh && shown.response.clicked_elsewhere();
        let kind = shown.inner.map(LinkKindAnswer::Kind);
        kind.or(left.then_some(LinkKindAnswer::Cancel))
    }

    fn key(&self, ctx: &Context) -> Option<LinkKindAnswer> {
        ctx.input_mut(|input| {
            if input.consume_key(Modifiers::NONE, Key::Escape) {
                return Some(LinkKindAnswer::Cancel);
            }
            let mut kinds = KEYS.iter().zip(&self.kinds);
            let pressed = kinds.find(|(key, _)| input.consume_key(Modifiers::NONE, **key));
            pressed.map(|(_, (id, _))| LinkKindAnswer::Kind(id.clone()))
        })
    }

    fn rows(&mut self, ui: &mut Ui) -> Option<Id> {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut pressed = None;
        for (place, (id, name)) in self.kinds.iter().enumerate() {
            let key = KEYS.get(place).map_or("", |key| key.name());
            let width = theme.size.panel_min;
            let row = Button::quiet(name).key(key).width(width);
            let row = ui.push_id(id.as_str(), |ui| ui.add(row)).inner;
            focus_once(&row, &mut self.came);
            if row.clicked() {
                pressed = Some(id.clone());
            }
        }
        if self.kinds.is_empty() {
            ui.label(TypeStyle::Ui.text("No kind of link fits."));
            self.came = true;
        }
        pressed
    }
}
