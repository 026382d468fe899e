//! A list of any length: only the rows in view cost anything. The list itself takes the keyboard's
//! focus, and the keys move from row to row, so that Tab does not have to pass a hundred rows.

use egui::style::ScrollAnimation;
use egui::{
    Color32, EventFilter, Id, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Ui,
    UiBuilder, WidgetInfo, pos2,
};

use super::ground;
use crate::app::theme::Theme;

/// A list of rows.
#[must_use = "a list is shown by `show`"]
pub struct LongList<'a> {
    label: &'a str,
    heights: Heights<'a>,
    reveal: Option<usize>,
}

/// How high the rows are, in points.
#[derive(Clone, Copy, Debug)]
pub enum Heights<'a> {
    /// All as high as the first number says, and as many as the second.
    Same(f32, usize),
    /// Each ends so far below the top of the list.
    Ends(&'a [f32]),
}

/// Where a row of a long list stands.
#[derive(Clone, Copy, Debug)]
pub struct RowPlace {
    /// Which row, from 0.
    pub index: usize,
    /// Its rectangle.
    pub rect: Rect,
    list: Id,
}

/// What the keys asked of a list that has the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListKeys {
    /// So many rows down, or up if it is negative.
    pub steps: isize,
    /// Enter was pressed.
    pub enter: bool,
    /// Delete was pressed.
    pub delete: bool,
    /// The list has the focus.
    pub focused: bool,
}

impl Heights<'_> {
    fn count(self) -> usize {
        match self {
            Self::Same(_, count) => count,
            Self::Ends(ends) => ends.len(),
        }
    }

    /// Where a row begins. In double precision: a hundred thousand rows are millions of points.
    fn top(self, index: usize) -> f64 {
        match self {
            Self::Same(height, _) => f64::from(height) * index as f64,
            Self::Ends(ends) => {
                let before = index.checked_sub(1).and_then(|before| ends.get(before));
                before.map_or(0.0, |end| f64::from(*end))
            }
        }
    }

    fn total(self) -> f64 {
        self.top(self.count())
    }

    /// The row that covers a distance from the top.
    fn at(self, distance: f64) -> usize {
        match self {
            Self::Same(height, _) => (distance / f64::from(height).max(1.0)).max(0.0) as usize,
            Self::Ends(ends) => ends.partition_point(|end| f64::from(*end) <= distance),
        }
    }
}

impl<'a> LongList<'a> {
    /// A list; `label` is what it is called, and unique in its panel.
    pub fn new(label: &'a str, heights: Heights<'a>) -> Self {
        Self {
            label,
            heights,
            reveal: None,
        }
    }

    /// Scrolls until this row is in view; for the frame in which it was chosen only.
    pub fn reveal(mut self, row: Option<usize>) -> Self {
        self.reveal = row;
        self
    }

    /// Shows the list, as large as there is room, and draws each row in view by `row`. Returns
    /// what the keys ask for while the list has the focus.
    pub fn show(self, ui: &mut Ui, mut row: impl FnMut(&mut Ui, RowPlace)) -> ListKeys {
        let list = ui.make_persistent_id(("long list", self.label));
        let room = ui.available_rect_before_wrap();
        let response = ui.interact(room, list, Sense::focusable_noninteractive());
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(Role::ListBox, enabled, self.label));
        let mut page = 1;
        ScrollArea::vertical()
            .id_salt(list)
            .auto_shrink(false)
            .show_viewport(ui, |ui, view| {
                let heights = self.heights;
                ui.set_height(heights.total() as f32);
                let top = (ui.max_rect().top() + view.min.y).round();
                let across = ui.max_rect().x_range();
                let rect = |index: usize| {
                    let from = |index| top + (heights.top(index) - f64::from(view.min.y)) as f32;
                    Rect::from_x_y_ranges(across, from(index)..=from(index + 1))
                };
                if let Some(index) = self.reveal.filter(|index| *index < heights.count()) {
                    ui.scroll_to_rect_animation(rect(index), None, ScrollAnimation::none());
                }
                let first = heights.at(f64::from(view.min.y));
                let last = heights.at(f64::from(view.max.y)) + 1;
                page = (last - first).saturating_sub(2).max(1);
                let builder = UiBuilder::new().accessibility_parent(list);
                ui.scope_builder(builder, |ui| {
                    for index in first..last.min(heights.count()) {
                        let rect = rect(index);
                        row(ui, RowPlace { index, rect, list });
                    }
                });
            });
        if response.has_focus() {
            keys(ui, list, page, self.heights.count())
        } else {
            ListKeys::default()
        }
    }
}

impl ListKeys {
    /// The row that the keys go to from `current`, if they go anywhere.
    pub fn target(self, current: Option<usize>, count: usize) -> Option<usize> {
        let last = count.checked_sub(1)?;
        match (self.steps, current) {
            (0, _) => None,
            (steps, Some(row)) => Some(row.saturating_add_signed(steps).min(last)),
            (steps, None) => Some(if steps > 0 { 0 } else { last }),
        }
    }
}

impl RowPlace {
    /// A row that can be pressed, with its ground. `id` comes from what the row stands for, never
    /// from its place; `label` is what it is called.
    pub fn row(&self, ui: &Ui, id: impl egui::AsIdSalt, label: &str, selected: bool) -> Response {
        self.sensing(ui, id, label, selected, Sense::CLICK)
    }

    /// The same with a sense of its own.
    pub fn sensing(
        &self,
        ui: &Ui,
        id: impl egui::AsIdSalt,
        label: &str,
        selected: bool,
        sense: Sense,
    ) -> Response {
        let theme = Theme::of(ui);
        let response = ui.interact(self.rect, self.list.with(id), sense);
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::selected(Role::ListItem, enabled, selected, label));
        let fill = if selected {
            theme.bg.selected
        } else {
            ground(ui, &theme, &response, Color32::TRANSPARENT)
        };
        let mut drawn = self.rect;
        drawn.max.y -= theme.stroke.hair;
        super::painter(ui).rect_filled(drawn, theme.radius.row, fill);
        if response.clicked() {
            self.take_focus(ui);
        }
        response
    }

    /// Gives the list the keyboard's focus.
    pub fn take_focus(&self, ui: &Ui) {
        ui.memory_mut(|memory| memory.request_focus(self.list));
    }

    /// The middle of the left edge, `inset` points inside.
    pub fn left(&self, inset: f32) -> egui::Pos2 {
        pos2(self.rect.left() + inset, self.rect.center().y)
    }
}

/// Takes the keyboard's focus from whatever has it, so that keys go on to the article.
pub fn let_go_of_focus(ui: &Ui) {
    ui.memory_mut(|memory| {
        if let Some(focused) = memory.focused() {
            memory.surrender_focus(focused);
        }
    });
}

fn keys(ui: &Ui, list: Id, page: usize, count: usize) -> ListKeys {
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(list, filter));
    let (page, all) = (page as isize, count as isize);
    ui.input_mut(|input| {
        let mut steps = 0isize;
        let moves = [
            (Key::ArrowDown, 1),
            (Key::ArrowUp, -1),
            (Key::PageDown, page),
            (Key::PageUp, -page),
            (Key::End, all),
            (Key::Home, -all),
        ];
        for (key, by) in moves {
            let times = input.count_and_consume_key(Modifiers::NONE, key) as isize;
            steps = steps.saturating_add(by.saturating_mul(times));
        }
        ListKeys {
            steps,
            enter: input.consume_key(Modifiers::NONE, Key::Enter),
            delete: input.consume_key(Modifiers::NONE, Key::Delete),
            focused: true,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_at_a_distance_is_the_one_that_covers_it() {
        let ends = [10.0, 30.0, 60.0];
        let rows = |heights: Heights<'_>| [0.0, 9.9, 10.0, 29.0, 59.0].map(|at| heights.at(at));
        assert_eq!(rows(Heights::Ends(&ends)), [0, 0, 1, 1, 2]);
        assert_eq!(rows(Heights::Same(10.0, 6)), [0, 0, 1, 2, 5]);
        assert_eq!(Heights::Ends(&ends).top(2), 30.0);
        assert_eq!(Heights::Ends(&ends).total(), 60.0);
    }

    #[test]
    fn keys_stop_at_both_ends() {
        let steps = |steps| ListKeys {
            steps,
            ..ListKeys::default()
        };
        assert_eq!(steps(1).target(Some(2), 3), Some(2));
        assert_eq!(steps(-5).target(Some(2), 3), Some(0));
        assert_eq!(steps(1).target(None, 3), Some(0));
        assert_eq!(steps(-1).target(None, 3), Some(2));
        assert_eq!(steps(1).target(None, 0), None);
        assert_eq!(steps(0).target(Some(1), 3), None);
    }
}
