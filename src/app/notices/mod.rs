//! Notices: for some seconds at the bottom right, and for good in a window of their own. Where they
//! would cover what the user works on, they stand in another corner.

mod log;

use std::collections::VecDeque;
use std::time::Duration;

use egui::{Align2, Area, Context, Id, LayerId, Order, Rect, Vec2, vec2};

pub use self::log::TITLE;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::notice::{NoticeAnswer, NoticeText, Tone, notice};
use crate::history::Revision;
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
    corner: Corner,
}

/// Where the notices stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Corner {
    /// Where they are looked for.
    #[default]
    RightBottom,
    RightTop,
    LeftBottom,
    LeftTop,
}

/// A notice at the bottom right.
#[derive(Debug)]
struct Toast {
    id: u64,
    notice: Notice,
    /// When it goes, in seconds of the window's clock; not known before it was drawn, and never
    /// for an error.
    until: Option<f64>,
    /// The state of the project that one about a step is about; not known before it was drawn.
    state: Option<Revision>,
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
            (again.until, again.state) = (None, None);
            return;
        }
        self.said += 1;
        let id = self.said;
        self.shown.push(Toast {
            id,
            notice,
            until: None,
            state: None,
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

    /// Draws notices and their window over everything else, but not over any of `busy`: what the
    /// user works on, in points on the screen. Where that leaves no room, they stay at least off
    /// `foot`, where the button of the window that is open stands.
    pub fn ui(&mut self, ctx: &Context, scene: &mut Scene<'_>, busy: &[Rect], foot: Option<Rect>) {
        for kept in self.kept.iter_mut().take_while(|kept| kept.at.is_none()) {
            kept.at = Some(scene.now);
        }
        log::ui(ctx, &mut self.log_open, &self.kept);
        self.forget_steps(scene.workbench.revision());
        if !self.shown.is_empty() {
            self.toasts(ctx, scene, (busy, foot.as_slice()));
        } else {
            self.corner = Corner::default();
        }
    }

    /// Lets notices about a step go when the project is in another state than that step left.
    fn forget_steps(&mut self, now: Revision) {
        self.shown
            .retain_mut(|toast| !toast.notice.of_step || *toast.state.get_or_insert(now) == now);
    }

    fn toasts(&mut self, ctx: &Context, scene: &mut Scene<'_>, (busy, foot): (&[Rect], &[Rect])) {
        let theme = Theme::of_context(ctx);
        let stays = f64::from(theme.motion.notice_stays);
        let (now, pointer) = ctx.input(|input| (input.time, input.pointer.hover_pos()));
        let id = layer().id;
        let bars = (theme.size.menu + theme.size.strip, theme.size.status);
        let room = Rect::from_min_max(
            ctx.content_rect().min + vec2(0.0, bars.0),
            ctx.content_rect().max - vec2(0.0, bars.1),
        );
        let room = room.shrink(theme.space.s5);
        let size = ctx
            .memory(|memory| memory.area_rect(id))
            .map(|rect| rect.size());
        let size = size.unwrap_or_default();
        let free = self.corner.free(room, size, busy);
        let free = free.or_else(|| self.corner.free(room, size, foot));
        self.corner = free.unwrap_or(self.corner);
        let (align, place) = self.corner.anchor(room);
        let area = Area::new(id).order(Order::Foreground).constrain(false);
        let area = area.pivot(align).fixed_pos(place);
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

/// The layer on which notices lie.
pub fn layer() -> LayerId {
    LayerId::new(Order::Foreground, Id::unique("notices"))
}

impl Corner {
    const ALL: [Self; 4] = [
        Self::RightBottom,
        Self::RightTop,
        Self::LeftBottom,
        Self::LeftTop,
    ];

    /// This corner if nothing busy is there, else the first that is free, if one is.
    fn free(self, room: Rect, size: Vec2, busy: &[Rect]) -> Option<Self> {
        let is_free = |corner: &Self| {
            let (align, place) = corner.anchor(room);
            let rect = align.anchor_size(place, size);
            busy.iter().all(|busy| !busy.intersects(rect))
        };
        let choices = [self].into_iter().chain(Self::ALL);
        choices.into_iter().find(is_free)
    }

    /// How notices are aligned there, and at which point.
    fn anchor(self, room: Rect) -> (Align2, egui::Pos2) {
        match self {
            Self::RightBottom => (Align2::RIGHT_BOTTOM, room.right_bottom()),
            Self::RightTop => (Align2::RIGHT_TOP, room.right_top()),
            Self::LeftBottom => (Align2::LEFT_BOTTOM, room.left_bottom()),
            Self::LeftTop => (Align2::LEFT_TOP, room.left_top()),
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
    fn notices_go_where_nothing_is_worked_on() {
        let room = Rect::from_min_max(egui::pos2(0.0, 76.0), egui::pos2(1280.0, 774.0));
        let size = vec2(400.0, 60.0);
        let usual = Corner::default();
        let note = Rect::from_min_size(egui::pos2(1000.0, 700.0), vec2(262.0, 70.0));
        assert_eq!(usual.free(room, size, &[]), Some(Corner::RightBottom));
        assert_eq!(usual.free(room, size, &[note]), Some(Corner::RightTop));
        // They do not move back and forth while they are read.
        let there = Corner::RightTop;
        assert_eq!(there.free(room, size, &[]), Some(there));
        assert_eq!(usual.free(room, size, &[room]), None);
    }

    #[test]
    fn what_is_about_a_step_goes_when_the_project_is_in_another_state() {
        let mut notices = Notices::default();
        notices.say(Notice::plain("saved", ""));
        notices.say(Notice::good("merged", "").about_the_step());
        notices.forget_steps(Revision::default());
        notices.forget_steps(Revision::default());
        assert_eq!(titles(&notices), ["saved", "merged"]);
        notices.forget_steps(Revision::nowhere());
        assert_eq!(titles(&notices), ["saved"]);
        assert_eq!(notices.kept.len(), 2, "it can still be read");
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
