//! What is remembered of the user: recent files, the window's size, the annotator's name.

use std::path::Path;

use egui::Context;

use super::window::App;
use super::worker::Request;
use crate::command::{Command, WindowCommand};
use crate::formats::preferences::{Recent, Window};
use crate::workbench::Notice;

impl App {
    /// Puts a project at the head of the recent files.
    pub(super) fn remember(&mut self, path: &Path) {
        let Some(words) = path.to_str() else { return };
        let entries = self.workbench.project().entries();
        self.preferences.remember(Recent {
            path: words.to_owned(),
            articles: entries.len(),
            done: entries.iter().filter(|entry| entry.status().done).count(),
            opened: (self.services.clock)().milliseconds(),
        });
        self.store_preferences();
    }

    /// Keeps the window's size with the rest of the preferences.
    pub(super) fn keep_preferences(&mut self, ctx: &Context) {
        let (inside, maximised) = ctx.input(|input| {
            let viewport = input.viewport();
            (viewport.inner_rect, viewport.maximized.unwrap_or(false))
        });
        if let Some(rect) = inside {
            let zoom = ctx.zoom_factor();
            self.preferences.window = Some(Window {
                width: rect.width() * zoom,
                height: rect.height() * zoom,
                corner: None,
                maximised,
            });
        }
        self.store_preferences();
    }

    pub(super) fn store_preferences(&mut self) {
        if let Some(folder) = self.services.settings.clone() {
            let preferences = self.preferences.clone();
            self.services
                .worker
                .ask(Request::Preferences(folder, preferences));
        }
    }

    /// Gives the annotator a name, for the marks that are made from now on.
    pub(super) fn name_annotator(&mut self, name: String) {
        self.workbench.set_author(name.clone());
        self.preferences.annotator = name;
    }

    /// Signs marks with the annotator's name. Who never gave one is asked once, and until then
    /// signs with the name that the system knows.
    pub(super) fn sign(&mut self) {
        if !self.preferences.annotator.is_empty() {
            self.workbench
                .set_author(self.preferences.annotator.clone());
            return;
        }
        let user = ["USER", "USERNAME", "LOGNAME"]
            .iter()
            .find_map(|name| std::env::var(name).ok());
        let user = user
            .filter(|name| !name.trim().is_empty())
            .unwrap_or("annotator".to_owned());
        let title = format!("Your marks are signed «{user}»");
        let change = Command::Window(WindowCommand::Annotator);
        let notice = Notice::plain(title, "Colleagues see this name in reviews and exports.");
        self.panels.say(notice.with_action("Change…", change));
        self.preferences.annotator.clone_from(&user);
        self.workbench.set_author(user);
    }
}
