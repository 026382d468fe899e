//! A field in the place of a name in a list, until the name is written.

use egui::{Key, Rect, Ui, UiBuilder};

use super::text_field::TextField;

/// How a renaming ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renamed {
    /// With what stands in the field.
    Kept,
    /// With Escape: the old name stays.
    GivenUp,
}

/// Shows the field in `rect`; `begun` is false in its first frame, in which it takes the focus.
/// Says how the renaming ended, once it has.
pub fn rename_field(
    ui: &mut Ui,
    rect: Rect,
    name: &mut String,
    label: &str,
    begun: &mut bool,
) -> Option<Renamed> {
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(label));
    let response = TextField::new(name, label).show(&mut child);
    if !std::mem::replace(begun, true) {
        response.request_focus();
        return None;
    }
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    let ended = if escaped {
        Renamed::GivenUp
    } else {
        Renamed::Kept
    };
    response.lost_focus().then_some(ended)
}
