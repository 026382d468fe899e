//! The window as a whole: what it holds and how a frame goes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, Ui};

use super::article::{ArticleView, Reading};
use super::faults::Faults;
use super::files::{OpenFile, Then};
use super::fonts;
use super::keeping::{Keeping, SharedFile};
use super::keys::Keymap;
use super::panels::Panels;
use super::reviewing::{ReadFor, Readings};
use super::scene::Inbox;
use super::services::{Services, Settings};
use super::theme::ThemeChoice;
use super::worker::Request;
use crate::command::listed;
use crate::formats::preferences::{Preferences, Theme as ThemePreference};
use crate::project::Tagset;
use crate::workbench::Workbench;

/// The window.
///
/// Before each frame `logic` carries out what was asked for; while drawing, the workbench can
/// only be read.
pub struct App {
    pub(super) workbench: Workbench,
    pub(super) file: OpenFile,
    pub(super) then: Option<Then>,
    /// What is known of the project's file; none if it is in none.
    pub(super) project_file: Option<SharedFile>,
    /// The file that is being saved to.
    pub(super) saving_file: Option<SharedFile>,
    pub(super) keeping: Keeping,
    pub(super) faults: Faults,
    pub(super) inbox: Inbox,
    pub(super) services: Services,
    pub(super) panels: Panels,
    pub(super) view: ArticleView,
    pub(super) keymap: Keymap,
    pub(super) preferences: Preferences,
    /// Colleagues' files to review beside the project that is opened next.
    pub(super) reviewed: Vec<PathBuf>,
    /// What colleagues' files are being read for, if not for a plain review.
    pub(super) read_for: Option<ReadFor>,
    /// What colleagues' files said when the review was opened.
    pub(super) readings: Option<Readings>,
    key_changes: Vec<(String, Vec<String>)>,
    tagset_of_keys: Option<Arc<Tagset>>,
    shown_title: String,
}

impl App {
    /// A window that opens `files`; without any, the sample.
    pub fn new(ctx: &Context, services: Services, settings: Settings, files: Vec<PathBuf>) -> Self {
        super::install_look(ctx, ThemeChoice::System);
        let mut app = Self {
            workbench: Workbench::default(),
            file: OpenFile::default(),
            then: None,
            project_file: None,
            saving_file: None,
            keeping: Keeping::default(),
            faults: Faults::default(),
            inbox: Inbox::default(),
            services,
            panels: Panels::default(),
            view: ArticleView::default(),
            keymap: Keymap::default(),
            preferences: settings.preferences,
            reviewed: Vec::new(),
            read_for: None,
            readings: None,
            key_changes: settings.key_changes,
            tagset_of_keys: None,
            shown_title: String::new(),
        };
        app.panels
            .settings_complaints
            .clone_from(&settings.complaints);
        app.panels.say_all(settings.complaints);
        app.apply_preferences(ctx);
        app.sign();
        if files.is_empty() {
            app.open_sample();
        } else {
            app.open_paths(files);
        }
        app.follow_tagset();
        app
    }

    /// Opens a review of the project that is being opened beside colleagues' files, once it is read.
    pub fn review(&mut self, colleagues: Vec<PathBuf>) {
        self.reviewed = colleagues;
    }

    /// The program's state.
    pub fn workbench(&self) -> &Workbench {
        &self.workbench
    }

    /// What the user likes.
    pub fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    /// How the article is set.
    pub(super) fn reading(&self) -> Reading {
        Reading {
            size: self.preferences.reading_size,
            characters: self.preferences.reading_width,
        }
    }

    /// Makes the window look as the preferences say.
    pub(super) fn apply_preferences(&mut self, ctx: &Context) {
        ctx.set_zoom_factor(self.preferences.zoom);
        self.panels.set_font_error(None);
        // Until the worker has read the chosen face, and if it cannot, ours is there.
        fonts::install(ctx, None);
        if !self.preferences.font.is_empty() {
            let path = PathBuf::from(&self.preferences.font);
            self.services.worker.ask(Request::Face(path));
        }
    }

    /// The face in a file was read, or cannot be used.
    pub(super) fn face_read(&mut self, ctx: &Context, path: &Path, face: Result<Vec<u8>, String>) {
        if path != Path::new(&self.preferences.font) {
            return;
        }
        match face {
            Ok(bytes) => fonts::install(ctx, Some(egui::FontData::from_owned(bytes))),
            Err(why) => self.panels.set_font_error(Some(why)),
        }
    }

    /// The theme that the preferences ask for.
    pub(super) fn theme_choice(&self) -> ThemeChoice {
        match self.preferences.theme {
            ThemePreference::System => ThemeChoice::System,
            ThemePreference::Light => ThemeChoice::Light,
            ThemePreference::Dark => ThemeChoice::Dark,
            ThemePreference::HighContrast => ThemeChoice::Contrast,
            ThemePreference::HighContrastLight => ThemeChoice::ContrastLight,
            ThemePreference::HighContrastDark => ThemeChoice::ContrastDark,
        }
    }

    /// Keeps the keys in step with the tagset.
    pub(super) fn follow_tagset(&mut self) {
        let tagset = self.workbench.project().tagset();
        if self
            .tagset_of_keys
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, tagset))
        {
            return;
        }
        self.tagset_of_keys = Some(Arc::clone(tagset));
        let (keymap, complaints) = Keymap::with_changes(listed(tagset), &self.key_changes);
        self.keymap = keymap;
        self.panels.say_all(complaints);
    }

    /// Keeps the window's title in step with the file: a dot for what is not on the disk.
    pub(super) fn follow_title(&mut self, ctx: &Context) {
        let dot = if self.workbench.is_modified() {
            "● "
        } else {
            ""
        };
        let title = match self.file.is_open {
            true if self.file.read_only => format!("{} (read only) — Postil", self.file.name),
            true => format!("{dot}{} — Postil", self.file.name),
            false => "Postil".to_owned(),
        };
        if title != self.shown_title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.shown_title = title;
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.before_frame(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
    }
}
