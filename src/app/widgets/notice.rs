//! A notice at the bottom right: a bar in its colour, what happened, one action, close.

use egui::text::LayoutJob;
use egui::{
    Align, Color32, Frame, Label, Layout, Margin, Rect, Role, Sense, TextFormat, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::icon_button::IconButton;
use super::link::action_link;
use crate::app::fonts::TypeStyle;
use crate::app::icons::Icon;
use crate::app::theme::Theme;

/// How a notice is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    #[default]
    Plain,
    /// Something went well.
    Good,
    /// Something waits.
    Warning,
    /// Something failed.
    Error,
}

/// What a notice says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeText {
    /// How it is meant.
    pub tone: Tone,
    /// The first line: what happened.
    pub title: String,
    /// Words of the title that stand out, such as a file's name; of an error all do.
    pub strong: String,
    /// What else there is to know; empty if nothing.
    pub detail: String,
    /// The one action; empty if none.
    pub action: String,
}

/// What the user did with a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeAnswer {
    /// Pressed its action.
    Action,
    /// Closed it.
    Close,
}

/// Shows a notice at its fixed width. Returns its rectangle, so that it can stay while the
/// pointer is on it, and what the user did.
pub fn notice(ui: &mut Ui, text: &NoticeText) -> (Rect, Option<NoticeAnswer>) {
    let theme = Theme::of(ui);
    let look = Look::of(&theme, text.tone);
    let side = Margin::from(theme.space.s4).left;
    let over = Margin::from(theme.space.s3 + theme.space.s1).top;
    let shown = Frame::popup(ui.style())
        .fill(look.ground)
        .stroke((theme.stroke.hair, look.frame))
        .corner_radius(theme.radius.popup)
        .inner_margin(Margin::symmetric(side, over))
        .show(ui, |ui| {
            let width = theme.size.notice - 2.0 * (theme.space.s4 + theme.stroke.hair);
            ui.set_width(width);
            body(ui, text, &look, &theme)
        });
    let role = if text.tone == Tone::Error {
        Role::Alert
    } else {
        Role::Status
    };
    let rect = shown.response.rect;
    let whole = ui.interact(rect, shown.response.id.with("notice"), Sense::hover());
    whole.widget_info(|| WidgetInfo::labeled(role, true, spoken(text)));
    // A screen reader reads it out when it comes, at once if something failed.
    let live = if text.tone == Tone::Error {
        egui::accesskit::Live::Assertive
    } else {
        egui::accesskit::Live::Polite
    };
    let ctx = ui.ctx();
    ctx.accesskit_node_builder(whole.id, |node| node.set_live(live));
    (rect, shown.inner)
}

/// The notice in one sentence, for who hears it.
fn spoken(text: &NoticeText) -> String {
    [text.title.as_str(), text.detail.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The colours of a tone.
struct Look {
    bar: Color32,
    ground: Color32,
    frame: Color32,
    title: Color32,
    detail: Color32,
}

impl Look {
    fn of(theme: &Theme, tone: Tone) -> Self {
        let bar = match tone {
            Tone::Plain => theme.text.muted,
            Tone::Good => theme.ok.ink,
            Tone::Warning => theme.warning.ink,
            Tone::Error => theme.danger.ink,
        };
        if tone == Tone::Error {
            Self {
                bar,
                ground: theme.danger.tint,
                frame: theme.danger.ink,
                title: theme.danger.ink,
                detail: theme.text.primary,
            }
        } else {
            Self {
                bar,
                ground: theme.bg.raised,
                frame: theme.border.strong,
                title: theme.text.primary,
                detail: theme.text.secondary,
            }
        }
    }
}

fn body(ui: &mut Ui, text: &NoticeText, look: &Look, theme: &Theme) -> Option<NoticeAnswer> {
    let all = ui.available_rect_before_wrap();
    let bar = theme.stroke.bar;
    let gap = theme.space.s4 - theme.stroke.hair;
    let first = Rect::from_min_size(all.min, vec2(all.width(), TypeStyle::Ui.line_height()));
    let (answer, side) = actions(ui, text, first, theme);
    let words = Rect::from_min_max(
        pos2(all.left() + bar + gap, all.top()),
        pos2(side - gap, all.bottom()),
    );
    let shown = ui.scope_builder(UiBuilder::new().max_rect(words), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new(title(text, look)).wrap());
        if !text.detail.is_empty() {
            let detail = TypeStyle::Ui.text(&text.detail).color(look.detail);
            ui.add(Label::new(detail).wrap());
        }
    });
    let mut stripe = first.union(shown.response.rect);
    stripe.set_width(bar);
    ui.painter().rect_filled(stripe, theme.radius.bar, look.bar);
    answer
}

/// Action and close, at the right of the first line. Their hit areas reach over it and take no
/// room. Returns what was pressed and where the words must end.
fn actions(
    ui: &mut Ui,
    text: &NoticeText,
    first: Rect,
    theme: &Theme,
) -> (Option<NoticeAnswer>, f32) {
    let over = (theme.size.control - theme.size.icon_small) / 2.0;
    let builder = UiBuilder::new()
        .max_rect(first.expand2(vec2(over, (theme.size.control - first.height()) / 2.0)))
        .layout(Layout::right_to_left(Align::Center));
    let mut side = ui.new_child(builder);
    side.spacing_mut().item_spacing.x = theme.space.s2;
    let mut answer = None;
    let close = side.add(IconButton::new(Icon::Close, "Close").small());
    if close.clicked() {
        answer = Some(NoticeAnswer::Close);
    }
    if !text.action.is_empty() && action_link(&mut side, &text.action).clicked() {
        answer = Some(NoticeAnswer::Action);
    }
    (answer, side.min_rect().left())
}

/// The first line, with its strong words in bold.
fn title(text: &NoticeText, look: &Look) -> LayoutJob {
    let format = |style: TypeStyle| TextFormat {
        line_height: Some(style.line_height()),
        ..TextFormat::simple(style.font(), look.title)
    };
    let (plain, bold) = (format(TypeStyle::Ui), format(TypeStyle::UiStrong));
    let mut job = LayoutJob::default();
    if text.tone == Tone::Error {
        job.append(&text.title, 0.0, bold);
        return job;
    }
    let parts = text
        .title
        .split_once(&text.strong)
        .filter(|_| !text.strong.is_empty());
    match parts {
        Some((before, after)) => {
            job.append(before, 0.0, plain.clone());
            job.append(&text.strong, 0.0, bold);
            job.append(after, 0.0, plain);
        }
        None => job.append(&text.title, 0.0, plain),
    }
    job
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_heard_whole() {
        let text = NoticeText {
            title: "Exported 40 articles.".to_owned(),
            detail: "Two comments have no place in this format.".to_owned(),
            ..NoticeText::default()
        };
        assert_eq!(
            spoken(&text),
            "Exported 40 articles. Two comments have no place in this format."
        );
    }

    #[test]
    fn strong_words_stand_out_of_the_title() {
        let theme = Theme::get(crate::app::theme::Look::Light);
        let text = NoticeText {
            title: "Exported to a.jsonl.".to_owned(),
            strong: "a.jsonl".to_owned(),
            ..NoticeText::default()
        };
        let job = title(&text, &Look::of(&theme, text.tone));
        assert_eq!(job.text, text.title);
        assert_eq!(job.sections.len(), 3);
    }
}
