//! The settings: theme, sizes, face, annotator, keys.

use std::path::Path;

use egui::{Align, Context, Label, Layout, Ui, vec2};

use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::choice::choice;
use crate::app::widgets::dialog::dialog;
use crate::app::widgets::section::section;
use crate::app::widgets::text_field::TextField;
use crate::command::WindowCommand;
use crate::formats::preferences::{Preferences, Theme as Choice};

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
    /// Where `keys.ron` is looked for, if there is a folder for settings.
    pub keys_file: Option<&'a Path>,
}

/// What the user wrote and no command carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The file of the article's face; empty for the one that comes with the program.
    Font(String),
    /// The annotator's name.
    Annotator(String),
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
const THEMES: [(&str, Choice, WindowCommand); 4] = [
    ("as the system", Choice::System, WindowCommand::ThemeSystem),
    ("light", Choice::Light, WindowCommand::ThemeLight),
    ("dark", Choice::Dark, WindowCommand::ThemeDark),
    (
        "high contrast",
        Choice::HighContrast,
        WindowCommand::ThemeContrast,
    ),
];

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
        dialog(ctx, shown, "Settings", theme.chrome.dialog, |ui| {
            section(ui, "Look", None);
            look(ui, scene, current.preferences, &theme);
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
            section(ui, "You", None);
            named(ui, "Annotator", &theme, |ui| {
                let hint = "the name that goes on each mark";
                let set = &current.preferences.annotator;
                if let Some(name) = annotator.show(ui, "Annotator", hint, set, false) {
                    wish = Some(Wish::Annotator(name));
                }
            });
            section(ui, "Keys", None);
            keys(ui, scene, current.keys_file, &theme);
        });
        wish
    }
}

impl Field {
    /// Shows what is set while nobody types. Returns what was typed when the field is left.
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
        (left && self.text.trim() != set).then(|| self.text.trim().to_owned())
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

fn keys(ui: &mut Ui, scene: &mut Scene<'_>, file: Option<&Path>, theme: &Theme) {
    let where_to = match file {
        Some(file) => format!(
            "A list in {} changes the keys: [(\"find\", \"Ctrl+F\"), …]",
            file.display()
        ),
        None => "There is no folder for settings here, so the keys are the usual ones.".to_owned(),
    };
    let words = |text: &str, ink| Label::new(TypeStyle::Small.text(text).color(ink)).wrap();
    ui.add(words(&where_to, theme.text.secondary));
    for complaint in scene.keys.complaints() {
        ui.add(words(complaint, theme.warning.ink));
    }
    if ui.add(Button::plain("Show every key")).clicked() {
        scene.inbox.window(WindowCommand::Keys);
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
