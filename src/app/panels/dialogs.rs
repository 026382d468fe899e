//! The dialogs over everything else, and what becomes of their answers.

use std::cell::Cell;
use std::path::Path;

use egui::{Context, Rect};

use crate::app::about;
use crate::app::article::article_id;
use crate::app::dialogs::annotator::AnnotatorAnswer;
use crate::app::dialogs::close::CloseAnswer;
use crate::app::dialogs::copies::CopiesAnswer;
use crate::app::dialogs::encoding::EncodingAnswer;
use crate::app::dialogs::in_use::InUseAnswer;
use crate::app::dialogs::link_kind::LinkKindAnswer;
use crate::app::dialogs::path_field::{PathAnswer, PathWorld};
use crate::app::dialogs::refused::RefusedAnswer;
use crate::app::export::Ask;
use crate::app::notices;
use crate::app::scene::Scene;
use crate::app::settings::{Current, Wish};
use crate::app::widgets::focus;
use crate::app::window::App;
use crate::app::worker::Request;
use crate::command::Command;

impl App {
    /// Draws what lies over the panels, and takes the answers.
    pub(super) fn overlays(&mut self, ctx: &Context) {
        self.ask_export(ctx);
        self.ask_import(ctx);
        self.ask_measures(ctx);
        let Self {
            preferences,
            workbench,
            inbox,
            panels,
            view,
            keymap,
            services,
            ..
        } = self;
        let now = (services.clock)();
        let mut scene = Scene {
            workbench,
            keys: keymap,
            inbox,
            now,
        };
        panels.tagset.ui(ctx, &mut scene);
        panels.palette.ui(ctx, &mut scene);
        let folder = services.settings.as_deref();
        panels
            .keys
            .ui(ctx, &scene, folder, &panels.settings_complaints);
        let current = Current {
            preferences,
            font_error: panels.font_error.as_deref(),
            folder,
            complaints: &panels.settings_complaints,
        };
        let wish = panels.settings.ui(ctx, &mut scene, current);
        about::ui(ctx, &mut panels.about);
        let review = panels.review.take_place();
        let worked_on = view.busy(&scene).into_iter().chain(review).collect();
        let busy = busy(ctx, worked_on);
        let foot = panels.export.foot_rect().or(panels.import.foot_rect());
        panels.notices.ui(ctx, &mut scene, &busy, foot);
        panels.note_top(ctx);
        if let Some(wish) = wish {
            self.grant(ctx, wish);
        }
        self.ask_close(ctx);
        self.ask_recovery(ctx);
        self.ask_refused(ctx);
        self.ask_in_use(ctx);
        self.ask_copies(ctx);
        self.ask_merge(ctx);
        self.ask_tags(ctx);
        self.ask_reread(ctx);
        self.ask_name(ctx);
        self.ask_encoding(ctx);
        self.ask_several(ctx);
        self.ask_link_kind(ctx);
        self.ask_path(ctx);
    }

    /// Changes what was written in the settings.
    fn grant(&mut self, ctx: &Context, wish: Wish) {
        match wish {
            Wish::Font(path) => {
                self.preferences.font = path;
                self.apply_preferences(ctx);
            }
            Wish::Annotator(name) => self.name_annotator(name),
            Wish::Autosave(on) => self.preferences.autosave = on,
        }
        self.store_preferences();
    }

    /// Draws the window of the export.
    pub(in crate::app) fn draw_export(
        &mut self,
        ctx: &Context,
        name: &str,
        again: Option<&str>,
    ) -> Option<Ask> {
        let measured = self.panels.measures().figures().is_some();
        self.panels.export.measured(measured);
        let mut scene = Scene {
            workbench: &self.workbench,
            keys: &self.keymap,
            inbox: &mut self.inbox,
            now: (self.services.clock)(),
        };
        self.panels.export.ui(ctx, &mut scene, name, again)
    }

    fn ask_close(&mut self, ctx: &Context) {
        let Some(dialog) = &mut self.panels.close else {
            return;
        };
        let Some(answer) = dialog.ui(ctx) else { return };
        self.panels.close = None;
        self.leave_answered(match answer {
            CloseAnswer::Save => Some(true),
            CloseAnswer::Discard => Some(false),
            CloseAnswer::Cancel => None,
        });
        ctx.request_repaint();
    }

    fn ask_recovery(&mut self, ctx: &Context) {
        let Some(dialog) = &mut self.panels.recovery else {
            return;
        };
        let Some(answer) = dialog.ui(ctx) else { return };
        if dialog.is_done() {
            self.panels.recovery = None;
        }
        self.recovery_answered(answer);
        ctx.request_repaint();
    }

    fn ask_refused(&mut self, ctx: &Context) {
        let Some((dialog, path)) = &mut self.panels.refused else {
            return;
        };
        let Some(answer) = dialog.ui(ctx) else { return };
        let (path, why) = (path.clone(), dialog.why());
        if answer != RefusedAnswer::Compare {
            self.panels.refused = None;
        }
        self.refusal_answered(path, why, answer);
        ctx.request_repaint();
    }

    fn ask_in_use(&mut self, ctx: &Context) {
        let Some(asked) = &mut self.panels.in_use else {
            return;
        };
        let Some(answer) = asked.dialog.ui(ctx) else {
            return;
        };
        let path = asked.path.clone();
        if answer != InUseAnswer::Wait {
            self.panels.in_use = None;
        }
        self.in_use_answered(path, answer);
        ctx.request_repaint();
    }

    fn ask_copies(&mut self, ctx: &Context) {
        let Some(dialog) = &mut self.panels.copies_dialog else {
            return;
        };
        let Some(answer) = dialog.ui(ctx) else { return };
        if !matches!(answer, CopiesAnswer::Compare(_)) {
            self.panels.copies_dialog = None;
        }
        self.copies_answered(answer);
        ctx.request_repaint();
    }

    fn ask_reread(&mut self, ctx: &Context) {
        let Some(dialog) = &mut self.panels.reread else {
            return;
        };
        let Some(answer) = dialog.ui(ctx) else { return };
        let other = dialog.other().clone();
        self.panels.reread = None;
        self.reread_answered(other, answer);
        ctx.request_repaint();
    }

    fn ask_name(&mut self, ctx: &Context) {
        let Some(dialog) = &mut self.panels.annotator else {
            return;
        };
        let Some(answer) = dialog.ui(ctx) else { return };
        self.panels.annotator = None;
        if let AnnotatorAnswer::Name(name) = answer {
            self.name_annotator(name);
            self.store_preferences();
        }
    }

    fn ask_encoding(&mut self, ctx: &Context) {
        let Some(asked) = &mut self.panels.encoding else {
            return;
        };
        let wanted = Cell::new(None);
        let shown = |encoding: &str| match asked.previews.get(encoding) {
            Some(known) => known.clone(),
            None => {
                wanted.set(Some(encoding.to_owned()));
                None
            }
        };
        let answer = asked.dialog.ui(ctx, &shown);
        if let Some(encoding) = wanted.take() {
            asked.previews.insert(encoding.clone(), None);
            let request = Request::Preview(asked.path.clone(), encoding);
            self.services.worker.ask(request);
        }
        let Some(answer) = answer else { return };
        let article = asked.article.clone();
        self.panels.encoding = None;
        if let EncodingAnswer::Encoding(encoding) = answer {
            self.read_again(article, encoding);
        }
    }

    fn ask_link_kind(&mut self, ctx: &Context) {
        let Some((choice, from, to)) = &mut self.panels.link_kind else {
            return;
        };
        let Some(answer) = choice.ui(ctx) else { return };
        if let LinkKindAnswer::Kind(kind) = answer {
            let (from, to) = (from.clone(), to.clone());
            self.inbox.push(Command::Link {
                from,
                to,
                kind: Some(kind),
            });
        }
        self.panels.link_kind = None;
        ctx.request_repaint();
    }

    fn ask_path(&mut self, ctx: &Context) {
        let Some((dialog, purpose)) = &mut self.panels.path else {
            return;
        };
        let home = std::env::var("HOME").unwrap_or_default();
        let folders = &self.services.folders;
        let entries = |folder: &str| folders.entries(folder);
        let exists = |path: &Path| folders.exists(path);
        let world = PathWorld {
            home: &home,
            entries: &entries,
            exists: &exists,
        };
        let Some(answer) = dialog.ui(ctx, &world) else {
            return;
        };
        let purpose = purpose.clone();
        self.panels.path = None;
        match answer {
            PathAnswer::Path(path) => self.path_given(&purpose, vec![path]),
            PathAnswer::Cancel => self.no_path(&purpose),
        }
        ctx.request_repaint();
    }
}

impl super::Panels {
    /// Whether a window with fields is open and the article was not gone back to: what is typed is
    /// meant for the window, although none of its fields has the focus now.
    pub(in crate::app) fn take_letters(&self, ctx: &Context) -> bool {
        let open = self.holds_keys() || self.settings.is_open();
        open && ctx.memory(egui::Memory::focused) != Some(article_id())
    }

    /// Whether a window is open that holds all keys until it is closed, so that nothing changes
    /// behind it.
    pub(in crate::app) fn holds_keys(&self) -> bool {
        self.export.is_open() || self.import.is_open()
    }
}

/// What must not be covered: what is worked on in the article or the review, the field that has the
/// focus, and the window on top.
fn busy(ctx: &Context, worked_on: Vec<Rect>) -> Vec<Rect> {
    let focused = ctx.memory(egui::Memory::focused);
    let field = focused
        .filter(|id| *id != article_id())
        .and_then(|id| ctx.read_response(id))
        .filter(|response| response.layer_id != notices::layer())
        .map(|response| response.interact_rect);
    let window = focus::topmost(ctx);
    let window = window.and_then(|layer| ctx.memory(|memory| memory.area_rect(layer.id)));
    worked_on.into_iter().chain(field).chain(window).collect()
}
