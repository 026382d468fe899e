//! Notices: for some seconds at the bottom right, and for good in a window of their own.

mod log;

use std::collections::VecDeque;
use std::time::Duration;

use egui::{Align2, Area, Context, Id, Order, Rect, vec2};

use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::notice::{NoticeAnswer, NoticeText, Tone, notice};
use crate::project::Time;
use crate::workbench::{Mood, Notice};

/// How many are shown at once.
const MOST: usize = 3;
/// How many are kept.
const KEPT: usize = 200;

/// Everything that was said.
#[derive(Debug, Default)]
pub struct Notices {
    shown: Vec<Toast>,
    kept: VecDeque<Kept>,
    log_open: bool,
    said: u64,
}

/// A notice at the bottom right.
#[derive(Debug)]
struct Toast {
    id: u64,
    notice: Notice,
    /// When it goes, in seconds of the window's clock; not known before it was drawn, and never
    /// for an error.
    until: Option<f64>,
}

/// A notice in the window of notices.
#[derive(Debug)]
struct Kept {
    notice: Notice,
    /// When it was first drawn.
    at: Option<Time>,
}

impl Notices {
    /// Says something. What is said again while it is still there is only renewed.
    pub fn say(&mut self, notice: Notice) {
        let kept = notice.clone();
        self.kept.push_front(Kept {
            notice: kept,
            at: None,
        });
        self.kept.truncate(KEPT);
        if let Some(again) = self.shown.iter_mut().find(|toast| toast.notice == notice) {
            again.until = None;
            return;
        }
        self.said += 1;
        let id = self.said;
        self.shown.push(Toast {
            id,
            notice,
            until: None,
        });
        while self.shown.len() > MOST {
            let oldest = |toast: &Toast| toast.notice.mood != Mood::Error;
            let place = self.shown.iter().position(oldest).unwrap_or(0);
            self.shown.remove(place);
        }
    }

    /// Opens the window of notices, or closes it.
    pub fn toggle_log(&mut self) {
        self.log_open = !self.log_open;
    }

    /// Whether the window of notices is open.
    pub fn is_log_open(&self) -> bool {
        self.log_open
    }

    /// Draws notices and their window over everything else.
    pub fn ui(&mut self, ctx: &Context, scene: &mut Scene<'_>) {
        for kept in self.kept.iter_mut().take_while(|kept| kept.at.is_none()) {
            kept.at = Some(scene.now);
        }
        log::ui(ctx, &mut self.log_open, &self.kept);
        if !self.shown.is_empty() {
            self.toasts(ctx, scene);
        }
    }

    fn toasts(&mut self, ctx: &Context, scene: &mut Scene<'_>) {
        let theme = Theme::of_context(ctx);
        let stays = f64::from(theme.motion.notice_stays);
        let (now, pointer) = ctx.input(|input| (input.time, input.pointer.hover_pos()));
        let corner = vec2(theme.space.s5, theme.size.status + theme.space.s5);
        let area = Area::new(Id::unique("notices"))
            .order(Order::Foreground)
            .anchor(Align2::RIGHT_BOTTOM, -corner);
        let mut gone = Vec::new();
        area.show(ctx, |ui| {
            ui.spacing_mut().item_spacing.y = theme.space.s4;
            for toast in &mut self.shown {
                let text = text_of(&toast.notice);
                let (rect, answer) = ui.push_id(toast.id, |ui| notice(ui, &text)).inner;
                let on_it = |rect: Rect| pointer.is_some_and(|pointer| rect.contains(pointer));
                let until = toast.until.get_or_insert(now + stays);
                if on_it(rect) {
                    *until = now + stays;
                }
                let over = *until <= now && toast.notice.mood != Mood::Error;
                if over || answer.is_some() {
                    gone.push(toast.id);
                }
                if answer == Some(NoticeAnswer::Action)
                    && let Some((_, command)) = &toast.notice.action
                {
                    scene.inbox.push(command.clone());
                }
            }
        });
        self.shown.retain(|toast| !gone.contains(&toast.id));
        let errors_stay = |toast: &&Toast| toast.notice.mood != Mood::Error;
        let next = self
            .shown
            .iter()
            .filter(errors_stay)
            .filter_map(|toast| toast.until);
        let next = next.fold(f64::INFINITY, f64::min);
        if next.is_finite() {
            ctx.request_repaint_after(Duration::from_secs_f64((next - now).max(0.0)));
        }
        if !gone.is_empty() {
            ctx.request_repaint();
        }
    }
}

/// A notice as its widget shows it.
fn text_of(notice: &Notice) -> NoticeText {
    NoticeText {
        tone: match notice.mood {
            Mood::Plain => Tone::Plain,
            Mood::Good => Tone::Good,
            Mood::Warning => Tone::Warning,
            Mood::Error => Tone::Error,
        },
        title: notice.title.clone(),
        strong: String::new(),
        detail: notice.detail.clone(),
        action: notice
            .action
            .as_ref()
            .map(|(name, _)| name.clone())
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(notices: &Notices) -> Vec<&str> {
        let shown = notices.shown.iter();
        shown.map(|toast| toast.notice.title.as_str()).collect()
    }

    #[test]
    fn three_at_most_are_shown_and_an_error_is_the_last_to_go() {
        let mut notices = Notices::default();
        notices.say(Notice::error("failed", ""));
        for title in ["one", "two", "three"] {
            notices.say(Notice::plain(title, ""));
        }
        assert_eq!(titles(&notices), ["failed", "two", "three"]);
        assert_eq!(notices.kept.len(), 4);
    }

    #[test]
    fn what_is_said_again_is_not_shown_twice() {
        let mut notices = Notices::default();
        notices.say(Notice::plain("one", ""));
        notices.say(Notice::plain("one", ""));
        assert_eq!(titles(&notices), ["one"]);
        assert_eq!(notices.kept.len(), 2);
    }
}
