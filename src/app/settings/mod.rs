//! The settings: theme, sizes, face, annotator, keys, and the files in which they are kept.

use std::path::Path;

use egui::{Align, Context, Frame, Key, Label, Layout, Modifiers, Ui, vec2};

use crate::app::fonts::{self, TypeStyle};
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::check::check;
use crate::app::widgets::choice::choice;
use crate::app::widgets::dialog::dialog;
use crate::app::widgets::section::section;
use crate::app::widgets::text_field::TextField;
use crate::command::WindowCommand;
use crate::formats::preferences::{Preferences, Theme as Choice};

/// The window's title.
pub const TITLE: &str = "Settings";

/// The window of settings.
#[derive(Debug, Default)]
pub struct Settings {
    shown: bool,
    font: Field,
    annotator: Field,
}

/// What is set now.
#[derive(Clone, Copy, Debug)]
pub struct Current<'a> {
    /// What the user likes.
    pub preferences: &'a Preferences,
    /// Why the chosen face cannot be used, if it cannot.
    pub font_error: Option<&'a str>,
    /// The folder in which settings are kept, if there is one.
    pub folder: Option<&'a Path>,
    /// What is wrong with the files there, in sentences.
    pub complaints: &'a [String],
}

/// What the user wrote and no command carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The file of the article's face; empty for the one that comes with the program.
    Font(String),
    /// The annotator's name.
    Annotator(String),
    /// Whether a project that has a file is saved by itself.
    Autosave(bool),
}

/// A field that holds what is typed until the user leaves it.
#[derive(Debug, Default)]
struct Field {
    text: String,
    typing: bool,
}

/// A number with a button to each side: what it is called, what stands for it, and the commands
/// that make it less and more.
type Step = (&'static str, String, [(&'static str, WindowCommand); 2]);

/// The themes in the order in which they are offered.
const THEMES: [(&str, Choice, WindowCommand); 6] = [
    ("as the system", Choice::System, WindowCommand::ThemeSystem),
    ("light", Choice::Light, WindowCommand::ThemeLight),
    ("dark", Choice::Dark, WindowCommand::ThemeDark),
    (
        "high contrast",
        Choice::HighContrast,
        WindowCommand::ThemeContrast,
    ),
    (
        "high contrast, light",
        Choice::HighContrastLight,
        WindowCommand::ThemeContrastLight,
    ),
    (
        "high contrast, dark",
        Choice::HighContrastDark,
        WindowCommand::ThemeContrastDark,
    ),
];

/// What the reading face is shown by: letters that differ most from face to face, and figures.
const SAMPLE: &str = "“The gauges agree,” she said: 11 millimetres.";

impl Settings {
    /// Shows the window, or takes it away if it is there.
    pub fn toggle(&mut self) {
        self.shown = !self.shown;
    }

    /// Whether it is there.
    pub fn is_open(&self) -> bool {
        self.shown
    }

    /// Draws the window, if it is open. Returns what the user wrote, once it is written.
    pub fn ui(
        &mut self,
        ctx: &Context,
        scene: &mut Scene<'_>,
        current: Current<'_>,
    ) -> Option<Wish> {
        let theme = Theme::of_context(ctx);
        let Self {
            shown,
            font,
            annotator,
        } = self;
        let mut wish = None;
        dialog(ctx, shown, TITLE, theme.chrome.dialog, |ui| {
            section(ui, "Look", None);
            look(ui, scene, current.preferences, &theme);
            ui.add_space(theme.space.s3);
            section(ui, "Article", None);
            article(ui, scene, current.preferences, &theme);
            named(ui, "Reading face", &theme, |ui| {
                let set = &current.preferences.font;
                let hint = "Libertinus Serif; or the path of a font file";
                let typed = font.show(ui, "Reading face", hint, set, current.font_error.is_some());
                wish = typed.map(Wish::Font);
            });
            if let Some(error) = current.font_error {
                let error = TypeStyle::Small.text(error).color(theme.danger.ink);
                named(ui, "", &theme, |ui| ui.add(Label::new(error).wrap()));
            }
            sample(ui, current.preferences, &theme);
            ui.add_space(theme.space.s3);
            section(ui, "You", None);
            named(ui, "Annotator", &theme, |ui| {
                let hint = "the name that goes on each mark";
                let set = &current.preferences.annotator;
                if let Some(name) = annotator.show(ui, "Annotator", hint, set, false) {
                    wish = Some(Wish::Annotator(name));
                }
            });
            ui.add_space(theme.space.s3);
            section(ui, "Keys", None);
            keys(ui, scene, &theme);
            ui.add_space(theme.space.s3);
            section(ui, "Files", None);
            let mut autosave = current.preferences.autosave;
            let label = "Save a project that has a file by itself";
            if check(ui, &mut autosave, label).clicked() {
                wish = Some(Wish::Autosave(autosave));
            }
            files(ui, current, &theme);
        });
        wish
    }
}

impl Field {
    /// Shows what is set while nobody types. Returns what was typed when the field is left; Escape
    /// takes it back, and only the next one closes the window.
    fn show(
        &mut self,
        ui: &mut Ui,
        label: &str,
        hint: &str,
        set: &str,
        error: bool,
    ) -> Option<String> {
        if !self.typing {
            set.clone_into(&mut self.text);
        }
        let field = TextField::new(&mut self.text, label)
            .hint(hint)
            .error(error);
        let response = field.show(ui);
        let left = self.typing && !response.has_focus();
        self.typing = response.has_focus();
        if !left || self.text.trim() == set {
            return None;
        }
        let escape = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        (!escape).then(|| self.text.trim().to_owned())
    }
}

fn look(ui: &mut Ui, scene: &mut Scene<'_>, preferences: &Preferences, theme: &Theme) {
    named(ui, "Theme", theme, |ui| {
        let names = THEMES.map(|(name, _, _)| name);
        let chosen = THEMES
            .iter()
            .position(|(_, it, _)| *it == preferences.theme);
        let pressed = choice(ui, "Theme", &names, chosen).inner;
        if let Some((_, _, command)) = pressed.and_then(|place| THEMES.get(place)) {
            scene.inbox.window(*command);
        }
    });
    let zoom = format!("{:.0} %", preferences.zoom * 100.0);
    let commands = [
        ("Zoom out", WindowCommand::ZoomOut),
        ("Zoom in", WindowCommand::ZoomIn),
    ];
    step(ui, scene, ("Zoom", zoom, commands), theme);
}

fn article(ui: &mut Ui, scene: &mut Scene<'_>, preferences: &Preferences, theme: &Theme) {
    let size = format!("{} points", preferences.reading_size);
    let width = format!("{} characters", preferences.reading_width);
    let steps: [Step; 2] = [
        (
            "Text size",
            size,
            [
                ("Smaller", WindowCommand::TextSmaller),
                ("Larger", WindowCommand::TextLarger),
            ],
        ),
        (
            "Column width",
            width,
            [
                ("Narrower", WindowCommand::Narrower),
                ("Wider", WindowCommand::Wider),
            ],
        ),
    ];
    for of in steps {
        step(ui, scene, of, theme);
    }
}

/// A line of the article as it is set.
fn sample(ui: &mut Ui, preferences: &Preferences, theme: &Theme) {
    let size = preferences.reading_size;
    let words = egui::RichText::new(SAMPLE)
        .font(fonts::reading(size))
        .line_height(Some(fonts::reading_line_height(size)))
        .color(theme.text.primary);
    ui.add_space(theme.space.s2);
    Frame::new()
        .fill(theme.bg.surface)
        .stroke(theme.divider())
        .corner_radius(theme.radius.control)
        .inner_margin(theme.space.s4)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add(Label::new(words).wrap());
        });
    ui.add_space(theme.space.s2);
}

fn keys(ui: &mut Ui, scene: &mut Scene<'_>, theme: &Theme) {
    for complaint in scene.keys.complaints() {
        let words = TypeStyle::Small.text(complaint).color(theme.warning.ink);
        ui.add(Label::new(words).wrap());
    }
    if ui.add(Button::plain("Show every key")).clicked() {
        scene.inbox.window(WindowCommand::Keys);
    }
}

/// Where the settings are kept, and what is wrong there.
fn files(ui: &mut Ui, current: Current<'_>, theme: &Theme) {
    let words = |text: &str, ink| Label::new(TypeStyle::Small.text(text).color(ink)).wrap();
    for complaint in current.complaints {
        ui.add(words(complaint, theme.warning.ink));
    }
    let Some(folder) = current.folder else {
        let none = "There is no folder for settings here: they are forgotten with the window.";
        ui.add(words(none, theme.text.secondary));
        return;
    };
    for (name, file) in [("Settings", "preferences.ron"), ("Keys", "keys.ron")] {
        named(ui, name, theme, |ui| {
            let path = folder.join(file).display().to_string();
            let shown = TypeStyle::Mono.text(&path).color(theme.text.primary);
            ui.add(Label::new(shown).wrap().selectable(true));
        });
    }
}

fn step(ui: &mut Ui, scene: &mut Scene<'_>, (name, value, commands): Step, theme: &Theme) {
    named(ui, name, theme, |ui| {
        let words = TypeStyle::Ui.text(value).color(theme.text.primary);
        ui.add(Label::new(words));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (label, command) in commands.into_iter().rev() {
                if ui.add(Button::plain(label)).clicked() {
                    scene.inbox.window(command);
                }
            }
        });
    });
}

/// A row: what a value is called, and the value.
fn named<R>(ui: &mut Ui, name: &str, theme: &Theme, value: impl FnOnce(&mut Ui) -> R) {
    let size = vec2(ui.available_width(), theme.size.control);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        let width = vec2(theme.chrome.settings_name, theme.size.control);
        ui.allocate_ui_with_layout(width, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(width.x);
            ui.label(TypeStyle::Ui.text(name).color(theme.text.secondary));
        });
        value(ui);
    });
}
