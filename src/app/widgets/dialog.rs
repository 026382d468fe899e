//! A small window over the others, which does not stop one from working on.

use egui::{
    Align, Align2, Area, Context, Frame, Id, Key, LayerId, Layout, Margin, Modifiers, Order,
    Response, ScrollArea, Sense, Ui, Vec2, Window,
};

use super::focus;
use super::icon_button::IconButton;
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::theme::{Theme, backdrop};

/// The layer of the window with this title: it says which of several lies on top.
pub fn layer_of(title: &str) -> LayerId {
    LayerId::new(Order::Middle, id_of(title))
}

/// Lets nothing behind the window with this title be pressed or have the focus while it is shown.
pub fn hold(ctx: &Context, title: &str) {
    let all = ctx.content_rect();
    let behind = Area::new(id_of(title).with("behind")).order(Order::Middle);
    let behind = behind.fixed_pos(all.min).constrain(false).fade_in(false);
    let shown = behind.show(ctx, |ui| {
        // What is pressed there is pressed in vain.
        ui.allocate_rect(all, Sense::click_and_drag());
        ui.painter().rect_filled(all, 0.0, backdrop());
    });
    // However the two are pressed, the window lies directly over it.
    ctx.set_sublayer(shown.response.layer_id, layer_of(title));
    ctx.memory_mut(|memory| memory.set_modal_layer(layer_of(title)));
}

/// Shows a window with a title, a button «Close» and what `contents` draws, `width` points wide
/// where there is room; what is higher than the room scrolls. The button closes it, and so does
/// Escape while no other window lies over it. What had the focus before has it again then.
pub fn dialog(
    ctx: &Context,
    open: &mut bool,
    title: &str,
    width: f32,
    contents: impl FnOnce(&mut Ui),
) {
    let theme = Theme::of_context(ctx);
    dialog_whole(ctx, open, title, width, |ui, room| {
        // The bar of a list that scrolls stands beside what it scrolls and not over it.
        ScrollArea::vertical()
            .max_height(room)
            .min_scrolled_height(room)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - theme.space.s3);
                contents(ui);
            });
    });
}

/// The same without scrolling: `contents` is told how many points high it can be.
pub fn dialog_whole(
    ctx: &Context,
    open: &mut bool,
    title: &str,
    width: f32,
    contents: impl FnOnce(&mut Ui, f32),
) {
    if !*open {
        return;
    }
    let theme = Theme::of_context(ctx);
    let room = ctx.content_rect().shrink(theme.space.s5);
    let padding = theme.space.s5 + theme.stroke.hair;
    let frame = Frame::window(&ctx.global_style()).inner_margin(Margin::from(theme.space.s5));
    let width = width.min(room.width()) - 2.0 * padding;
    let height = room.height() - 2.0 * padding - theme.size.control - theme.space.s3;
    let came = focus::borrow(ctx, layer_of(title));
    let before = ctx.memory(egui::Memory::focused);
    let mut close = None;
    let shown = Window::new(title)
        .id(id_of(title))
        .title_bar(false)
        .resizable(false)
        .collapsible(false)
        .pivot(Align2::CENTER_CENTER)
        .default_pos(room.center())
        .constrain_to(room)
        .frame(frame)
        .show(ctx, |ui| {
            ui.set_width(width);
            close = Some(head(ui, title, &theme));
            ui.add_space(theme.space.s3);
            contents(ui, height - ui.spacing().item_spacing.y * 2.0);
        });
    if let Some(shown) = shown {
        ctx.accesskit_node_builder(shown.response.id, |node| {
            node.set_role(egui::Role::Dialog);
            node.set_label(title);
        });
    }
    let Some(close) = close else { return };
    // Who opened it by a key goes on in it by keys.
    if came && ctx.memory(egui::Memory::focused) == before {
        close.request_focus();
    }
    let on_top = focus::topmost(ctx).is_none_or(|top| top == layer_of(title));
    let escape = on_top && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if close.clicked() || escape {
        *open = false;
    }
}

fn id_of(title: &str) -> Id {
    Id::unique(("dialog", title))
}

/// Title and button. Returns the button.
fn head(ui: &mut Ui, title: &str, theme: &Theme) -> Response {
    let size = Vec2::new(ui.available_width(), theme.size.control);
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        let close = ui.add(IconButton::new(Icon::Close, "Close").small());
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let title = TypeStyle::UiLarge.text(title).color(theme.text.primary);
            ui.add(egui::Label::new(title).truncate());
        });
        close
    })
    .inner
}
