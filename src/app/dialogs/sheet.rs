//! What all dialogs are drawn on.

use egui::{
    Context, Frame, Label, LayerId, Margin, Modal, Order, Role, ScrollArea, Sense, Ui, WidgetInfo,
};

use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::focus;
use crate::store::escaped;

/// So many differences are listed.
const MOST_LINES: usize = 500;

/// What a dialog said in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<A> {
    /// What its contents returned.
    pub answer: Option<A>,
    /// Whether it was left by Escape or a click beside it.
    pub left: bool,
}

impl<A> Shown<A> {
    /// The answer, or `cancel` if the dialog was left without one.
    pub fn or_cancelled(self, cancel: A) -> Option<A> {
        self.answer.or(self.left.then_some(cancel))
    }
}

/// Shows a dialog over everything else. `key` is what it is called in the program, `title` what
/// people read.
pub fn sheet<A>(
    ctx: &Context,
    key: &str,
    title: &str,
    contents: impl FnOnce(&mut Ui) -> Option<A>,
) -> Shown<A> {
    let theme = Theme::of_context(ctx);
    let id = egui::Id::unique("dialog").with(key);
    focus::borrow(ctx, LayerId::new(Order::Foreground, id));
    let area = Modal::default_area(id)
        .role(Role::Dialog)
        .accessible_name(title);
    let style = ctx.global_style();
    let frame = Frame::popup(&style).inner_margin(Margin::from(theme.space.s5));
    let room = ctx.content_rect().width() - 2.0 * (theme.space.s5 + theme.space.s3);
    let height = ctx.content_rect().height() - 2.0 * (theme.space.s5 + theme.space.s3);
    let shown = Modal::new(id).area(area).frame(frame).show(ctx, |ui| {
        ui.set_width(theme.chrome.dialog.min(room));
        heading(ui, title);
        ui.add_space(theme.space.s2);
        let rest = height - (ui.cursor().top() - ui.max_rect().top());
        ScrollArea::vertical()
            .max_height(rest)
            .min_scrolled_height(rest)
            .auto_shrink([false, true])
            .show(ui, contents)
            .inner
    });
    Shown {
        left: shown.should_close(),
        answer: shown.inner,
    }
}

/// Text of a dialog.
pub fn said(ui: &mut Ui, words: &str) {
    let ink = Theme::of(ui).text.secondary;
    ui.add(Label::new(TypeStyle::Ui.text(words).color(ink)).wrap());
}

/// A framed piece of paper of a fixed height, for what is listed or read in a dialog.
pub fn well<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    let frame = Frame::new()
        .fill(theme.bg.surface)
        .stroke(theme.divider())
        .corner_radius(theme.radius.card)
        .inner_margin(theme.space.s3);
    let framed = |ui: &mut Ui| {
        let size = egui::vec2(ui.available_width(), theme.sheet.rows);
        let down = egui::Layout::top_down(egui::Align::Min);
        ui.allocate_ui_with_layout(size, down, |ui| {
            ui.set_min_size(size);
            contents(ui)
        })
        .inner
    };
    frame.show(ui, framed).inner
}

/// What differs between two versions, in sentences; nothing while it is not known. `none` is said if
/// nothing does.
pub fn differences(ui: &mut Ui, lines: Option<&[String]>, none: &str) {
    well(ui, |ui| {
        ScrollArea::vertical().show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            match lines {
                None => said(ui, "Reading it…"),
                Some([]) => said(ui, none),
                Some(lines) => {
                    for line in lines.iter().take(MOST_LINES) {
                        said(ui, &escaped(line));
                    }
                    if lines.len() > MOST_LINES {
                        said(ui, &format!("… and {} more", lines.len() - MOST_LINES));
                    }
                }
            }
        });
    });
}

/// The row of buttons at the foot.
pub fn buttons<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_space(Theme::of(ui).space.s3);
    ui.horizontal_wrapped(contents).inner
}

/// Gives something the focus in the frame in which its dialog comes.
pub fn focus_once(response: &egui::Response, came: &mut bool) {
    if !std::mem::replace(came, true) {
        response.request_focus();
    }
}

fn heading(ui: &mut Ui, title: &str) {
    let words = Label::new(TypeStyle::UiLarge.text(title)).wrap();
    let response = ui.add(words);
    // The words are a label already; the heading says that they are the title.
    let heading = ui.interact(response.rect, response.id.with("heading"), Sense::hover());
    heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
}
