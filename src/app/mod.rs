//! The window: the egui shell that shows the workbench and turns gestures into commands.

pub mod about;

pub mod article;
pub mod articles;
pub mod bars;
pub mod can_run;
pub mod comments;
pub mod dialogs;
mod drafts;
pub mod excerpt;
pub mod export;
mod exporting;
mod faults;
pub mod file_dialog;
mod files;
pub mod folders;
pub mod fonts;
pub mod history;
pub mod icons;
pub mod identities;
pub mod import;
mod importing;
mod incoming;
pub mod inspector;
pub mod keeper;
pub mod keeping;
pub mod keys;
pub mod keys_window;
pub mod list;
mod logic;
mod measuring;
mod merging;
mod missing_fonts;
pub mod notices;
mod opening;
pub mod palette;
mod panels;
mod paths;
mod preferences;
pub mod problems;
mod rereading;
pub mod review;
mod reviewing;
mod saving;
pub mod scene;
pub mod seen;
pub mod services;
pub mod settings;
pub mod start;
pub mod tables;
pub mod tagset_editor;
pub mod theme;
pub mod widgets;
mod window;
mod window_commands;
pub mod worker;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use window::App;

use self::keeper::Keeper;
use self::services::{Services, Settings};

/// The window's size in points unless the user left it at another.
const SIZE: [f32; 2] = [1280.0, 800.0];
/// It cannot be made smaller than this.
const SMALLEST: [f32; 2] = [520.0, 400.0];
const ICON: &[u8] = include_bytes!("../../assets/icon.png");

/// Opens the window on some files, or on the sample, and comes back when it is closed. With
/// `colleagues`, it opens on the review of the project beside their files.
///
/// # Errors
/// Says why there can be no window (no display, a library that is missing), or why it went away
/// before it was closed: its display did, or the program has a fault.
pub fn run(files: Vec<PathBuf>, colleagues: Vec<PathBuf>) -> Result<(), String> {
    let folder = crate::store::preferences::folder();
    let settings = Settings::read(folder.as_deref());
    let size = settings
        .preferences
        .window
        .map_or(SIZE, |window| [window.width, window.height]);
    let maximised = settings
        .preferences
        .window
        .is_some_and(|window| window.maximised);
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("Postil")
        .with_app_id("postil")
        .with_inner_size(size)
        .with_min_inner_size(SMALLEST)
        .with_maximized(maximised);
    if let Ok(icon) = eframe::icon_data::from_png_bytes(ICON) {
        viewport = viewport.with_icon(icon);
    }
    let options = eframe::NativeOptions {
        viewport,
        ..eframe::NativeOptions::default()
    };
    let opened = Arc::new(AtomicBool::new(false));
    let is_open = Arc::clone(&opened);
    let window = || {
        eframe::run_native(
            "postil",
            options,
            Box::new(|context| {
                let services = Services::real(&context.egui_ctx)?;
                let mut app = App::new(&context.egui_ctx, services, settings, files);
                app.review(colleagues);
                if let Some(folder) = crate::store::journal::folder() {
                    let disk = Arc::new(crate::store::RealDisk);
                    app.keep_with(Keeper::start(&context.egui_ctx, disk, folder)?);
                }
                is_open.store(true, Ordering::Relaxed);
                Ok(Box::new(app))
            }),
        )
    };
    // A desktop library that is missing makes the window's own library panic.
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(window));
    let why = match ended {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => Some(error.to_string()),
        Err(_) => None,
    };
    Err(ended_because(opened.load(Ordering::Relaxed), why))
}

/// Why there is no window any more, or never was: a sentence.
fn ended_because(opened: bool, why: Option<String>) -> String {
    const SAFE: &str = "what you did is in the journal, and is offered at the next start";
    match (opened, why) {
        (false, Some(why)) => format!("failed to open the window: {why}"),
        (false, None) => {
            "failed to open the window: a library of the desktop is missing".to_owned()
        }
        (true, Some(why)) => format!("the window went away ({why}); {SAFE}"),
        (true, None) => format!("the program has a fault and had to end; {SAFE}"),
    }
}

/// Gives a context Postil's look: its faces, its theme, its focus frames.
pub fn install_look(ctx: &egui::Context, choice: theme::ThemeChoice) {
    fonts::install(ctx, None);
    widgets::focus::install(ctx);
    choice.follow(ctx);
}
