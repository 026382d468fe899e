//! What the window does alone: a table, one line a command.

use std::sync::Arc;

use egui::{Context, ViewportCommand};

use super::file_dialog::Purpose;
use super::files::Then;
use super::fonts::READING_SIZES;
use super::panels::Tab;
use super::window::App;
use crate::command::{Command, WindowCommand};
use crate::formats::preferences::Theme;
use crate::workbench::Notice;

/// One step of zoom, its least and its most.
const ZOOM: f32 = 0.1;
const ZOOMS: std::ops::RangeInclusive<f32> = 0.5..=3.0;
/// One step of the column's width in characters, and its bounds.
const WIDTH: f32 = 6.0;
const WIDTHS: std::ops::RangeInclusive<f32> = 40.0..=120.0;

impl App {
    /// Carries out what the window does alone.
    pub(super) fn window_command(&mut self, ctx: &Context, command: WindowCommand) {
        use WindowCommand as W;
        if !self.file.is_open && needs_project(command) {
            let what = "Open or paste an article first.";
            self.told(Notice::plain("No project is open", what));
            return;
        }
        match command {
            W::Open => self.ask_for_path(Purpose::Open),
            W::OpenFolder => self.ask_for_path(Purpose::OpenFolder),
            W::Paste => self.paste(ctx),
            W::OpenSample => self.leave(Then::Sample),
            W::Save => self.save(),
            W::SaveAs => self.save_as(),
            W::Close => self.leave(Then::Close),
            W::Quit => self.quit(ctx),
            W::Review => self.ask_for_path(Purpose::Review),
            W::ReviewAgain => self.review_again(),
            W::ShowReview => self.show_review(),
            W::Merge => self.choose_merge(),
            W::Agreement => self.show_agreement(),
            W::MarkAgain => self.mark_again(),
            W::MarkBlind => self.ask_for_path(Purpose::Blind),
            W::Reveal => self.reveal(),
            W::Export => self.open_export(),
            W::ExportAgain => self.export_again(),
            W::ShowExport => self.show_export(),
            W::Encoding => self.choose_encoding(),
            W::ConflictCopies => self.show_copies(),
            W::Reread => self.reread(),
            W::PutBack(place) => self.put_back(place),
            W::Palette => self.open_palette(),
            W::Keys => self.panels.toggle_keys(),
            W::Find => self.view.open_find(),
            W::ContextMenu => self.view.open_menu(),
            W::HiddenCharacters => self.view.toggle_hidden(),
            W::Inspector => self.panels.show_tab(Tab::Inspector),
            W::List => self.panels.show_tab(Tab::List),
            W::Identities => self.panels.show_tab(Tab::Identities),
            W::History => self.panels.show_tab(Tab::History),
            W::Problems => self.panels.show_tab(Tab::Problems),
            W::Articles => self.panels.toggle_articles(),
            W::SidePanel => self.panels.side_hidden = !self.panels.side_hidden,
            W::Note => self.panels.focus_note(),
            W::CommentMark => self.panels.focus_thread(),
            W::Identity => self.panels.focus_identity(),
            W::StartLink => self.start_link(),
            W::StartLinks => self.view.start_links(&self.workbench),
            W::ArticleDetails => self.panels.show_details(&self.workbench),
            W::Annotator => self.panels.ask_annotator(self.workbench.author()),
            W::Tagset => self.panels.open_tagset(),
            W::LoadTagset => self.ask_for_path(Purpose::LoadTagset),
            W::SaveTagset => self.ask_for_path(Purpose::SaveTagset("tagset.ron".to_owned())),
            W::ZoomIn => self.zoom(ctx, self.preferences.zoom + ZOOM),
            W::ZoomOut => self.zoom(ctx, self.preferences.zoom - ZOOM),
            W::ZoomReset => self.zoom(ctx, 1.0),
            W::TextLarger => self.text_size(1.0),
            W::TextSmaller => self.text_size(-1.0),
            W::Wider => self.column(WIDTH),
            W::Narrower => self.column(-WIDTH),
            W::ThemeSystem => self.set_theme(Theme::System),
            W::ThemeLight => self.set_theme(Theme::Light),
            W::ThemeDark => self.set_theme(Theme::Dark),
            W::ThemeContrast => self.set_theme(Theme::HighContrast),
            W::ThemeContrastLight => self.set_theme(Theme::HighContrastLight),
            W::ThemeContrastDark => self.set_theme(Theme::HighContrastDark),
            W::Settings => self.panels.toggle_settings(),
            W::Notices => self.panels.toggle_notices(),
            W::About => self.panels.show_about(),
        }
    }

    /// Shows the review that is open; without one, what a merge has left is settled.
    fn show_review(&mut self) {
        if self.workbench.review().is_some() {
            self.panels.show_tab(Tab::Review);
        } else {
            self.inbox.push(Command::StartReview(Arc::default()));
        }
    }

    /// Opens or closes the command palette; the small palette at the pointer goes.
    fn open_palette(&mut self) {
        self.view.step_back();
        self.panels.toggle_palette();
    }

    fn paste(&mut self, ctx: &Context) {
        self.panels.pastes = true;
        ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
    }

    fn quit(&mut self, ctx: &Context) {
        if self.would_lose_work() {
            self.leave(Then::Quit);
        } else {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn start_link(&mut self) {
        if let Some(mark) = self.workbench.selected() {
            self.view.start_link(mark.id.clone());
        }
    }

    fn zoom(&mut self, ctx: &Context, zoom: f32) {
        // In steps of a tenth, so that a hundred per cent is met again.
        let zoom = (zoom * 10.0).round() / 10.0;
        self.preferences.zoom = zoom.clamp(*ZOOMS.start(), *ZOOMS.end());
        ctx.set_zoom_factor(self.preferences.zoom);
        self.store_preferences();
    }

    fn text_size(&mut self, step: f32) {
        let size = self.preferences.reading_size + step;
        self.preferences.reading_size = size.clamp(*READING_SIZES.start(), *READING_SIZES.end());
        self.store_preferences();
    }

    fn column(&mut self, step: f32) {
        let width = self.preferences.reading_width + step;
        self.preferences.reading_width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
        self.store_preferences();
    }

    fn set_theme(&mut self, theme: Theme) {
        self.preferences.theme = theme;
        self.store_preferences();
    }
}

/// Whether a command is about the open project.
fn needs_project(command: WindowCommand) -> bool {
    use WindowCommand as W;
    matches!(
        command,
        W::Review
            | W::ShowReview
            | W::Merge
            | W::MarkAgain
            | W::Reveal
            | W::Save
            | W::SaveAs
            | W::Close
            | W::Export
            | W::ExportAgain
            | W::ConflictCopies
            | W::Tagset
            | W::LoadTagset
            | W::SaveTagset
    )
}
