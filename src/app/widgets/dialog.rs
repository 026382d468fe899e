//! A small window over the others, which does not stop one from working on.

use egui::{Align, Align2, Context, Frame, Id, Key, Layout, Margin, Modifiers, Ui, Vec2, Window};

use super::icon_button::IconButton;
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::theme::Theme;

/// Shows a window with a title, a button «Close» and what `contents` draws, `width` points wide
/// where there is room. Escape and the button close it.
pub fn dialog(
    ctx: &Context,
    open: &mut bool,
    title: &str,
    width: f32,
    contents: impl FnOnce(&mut Ui),
) {
    if !*open {
        return;
    }
    let theme = Theme::of_context(ctx);
    let room = ctx.content_rect().shrink(theme.space.s5);
    let frame = Frame::window(&ctx.global_style()).inner_margin(Margin::from(theme.space.s5));
    let width = width.min(room.width()) - 2.0 * (theme.space.s5 + theme.stroke.hair);
    let mut closes = false;
    let shown = Window::new(title)
        .id(dialog_id(title))
        .title_bar(false)
        .resizable(false)
        .collapsible(false)
        .pivot(Align2::CENTER_CENTER)
        .default_pos(room.center())
        .constrain_to(room)
        .frame(frame)
        .show(ctx, |ui| {
            ui.set_width(width);
            closes = head(ui, title, &theme);
            ui.add_space(theme.space.s3);
            contents(ui);
        });
    if let Some(shown) = shown {
        ctx.accesskit_node_builder(shown.response.id, |node| {
            node.set_role(egui::Role::Dialog);
            node.set_label(title);
        });
    }
    let escape = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if closes || escape {
        *open = false;
    }
}

/// The id of the window with this title.
pub fn dialog_id(title: &str) -> Id {
    Id::unique(("dialog", title))
}

/// Title and button. Returns whether the button was pressed.
fn head(ui: &mut Ui, title: &str, theme: &Theme) -> bool {
    let size = Vec2::new(ui.available_width(), theme.size.control);
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        let closes = ui
            .add(IconButton::new(Icon::Close, "Close").small())
            .clicked();
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let title = TypeStyle::UiLarge.text(title).color(theme.text.primary);
            ui.add(egui::Label::new(title).truncate());
        });
        closes
    })
    .inner
}
