//! How Postil looks: colours, spacing, radii, strokes and sizes by name.
//!
//! The values stand in `assets/themes/*.ron` and nowhere else: whatever draws asks [`Theme::of`]
//! and names what it means. Colour belongs to the tags; the interface is ink on paper, and its
//! accent is the colour of the text.

mod egui_style;
mod parse;
mod sizes;

use std::sync::{Arc, LazyLock};

use egui::{Color32, Context, Id, Stroke, Ui};
use serde::Deserialize;

pub use self::egui_style::backdrop;
pub use self::parse::ThemeError;
pub use self::sizes::{
    Chrome, Dash, LineSizes, Motion, Radius, ShadowSizes, Sheet, Size, Sizes, Space, StrokeWidths,
};
use crate::project::tagset::Colour;

/// One theme: every colour and size by name. Lengths are points, times are seconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Theme {
    /// Which of the four it is.
    pub look: Look,
    /// Light text on a dark ground.
    pub dark: bool,
    /// One of the two with high contrast: full lines, no shadows, wider focus frames.
    pub contrast: bool,
    /// Grounds.
    pub bg: Grounds,
    /// Text colours.
    pub text: Texts,
    /// Lines and frames.
    pub border: Borders,
    /// Ink that stands for «chosen» and «here».
    pub accent: Accent,
    /// Errors, and what deletes.
    pub danger: Signal,
    /// Problems that wait.
    pub warning: Signal,
    /// Saved, agreed.
    pub ok: Signal,
    /// Ground of text that is selected and not yet tagged, and of search hits.
    pub selection: Color32,
    /// The caret.
    pub caret: Color32,
    /// How dark the shadow of a popup is, from 0 to 1.
    pub shadow: f32,
    /// Width of a focus frame.
    pub focus: f32,
    /// Spacing.
    pub space: Space,
    /// Corner radii.
    pub radius: Radius,
    /// Stroke widths.
    pub stroke: StrokeWidths,
    /// How the line styles of tags are drawn.
    pub line: LineSizes,
    /// The dashes that mean «suggested».
    pub dash: Dash,
    /// Where a popup's shadow falls.
    pub shadow_sizes: ShadowSizes,
    /// Sizes of controls, bars and panels.
    pub size: Size,
    /// Sizes of what stands round the panels.
    pub chrome: Chrome,
    /// Sizes of dialogs and of the tagset editor.
    pub sheet: Sheet,
    /// How long what moves takes.
    pub motion: Motion,
    tags: Tags,
}

/// The four themes that there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Look {
    /// Ink on paper.
    #[default]
    Light,
    /// Paper on ink.
    Dark,
    /// Black on white.
    ContrastLight,
    /// White on black.
    ContrastDark,
}

/// What the user chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ThemeChoice {
    /// Light or dark as the system is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast, light or dark as the system is.
    Contrast,
    /// High contrast, black on white: not every system says whether it is dark.
    ContrastLight,
    /// High contrast, white on black.
    ContrastDark,
}

/// Grounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grounds {
    /// Panels, menu row, status bar.
    #[serde(deserialize_with = "parse::hex")]
    pub window: Color32,
    /// The article's paper.
    #[serde(deserialize_with = "parse::hex")]
    pub surface: Color32,
    /// Popups, cards, menus, buttons.
    #[serde(deserialize_with = "parse::hex")]
    pub raised: Color32,
    /// Wells, the overview ruler.
    #[serde(deserialize_with = "parse::hex")]
    pub sunken: Color32,
    /// A row or button under the pointer.
    #[serde(deserialize_with = "parse::hex")]
    pub hover: Color32,
    /// While the button is down.
    #[serde(deserialize_with = "parse::hex")]
    pub pressed: Color32,
    /// The chosen row, the armed tag.
    #[serde(deserialize_with = "parse::hex")]
    pub selected: Color32,
}

/// Text colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// Reading text, values.
    #[serde(deserialize_with = "parse::hex")]
    pub primary: Color32,
    /// Labels, second lines.
    #[serde(deserialize_with = "parse::hex")]
    pub secondary: Color32,
    /// Hints, keys, counts.
    #[serde(deserialize_with = "parse::hex")]
    pub muted: Color32,
    /// What cannot be used now; never the only carrier of a fact.
    #[serde(deserialize_with = "parse::hex")]
    pub disabled: Color32,
    /// Text on the accent.
    #[serde(deserialize_with = "parse::hex")]
    pub on_accent: Color32,
}

/// Lines and frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Borders {
    /// Dividers.
    #[serde(deserialize_with = "parse::hex")]
    pub faint: Color32,
    /// Frames of fields and buttons.
    #[serde(deserialize_with = "parse::hex")]
    pub strong: Color32,
}

/// The accent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accent {
    /// Focus frame, primary button, chosen tab, links of the selected mark.
    #[serde(deserialize_with = "parse::hex")]
    pub base: Color32,
    /// The same under the pointer.
    #[serde(deserialize_with = "parse::hex")]
    pub hover: Color32,
}

/// A colour that says how things stand, and the ground to go with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// Text, bars, discs.
    #[serde(deserialize_with = "parse::hex")]
    pub ink: Color32,
    /// A ground.
    #[serde(deserialize_with = "parse::hex")]
    pub tint: Color32,
}

/// The four colours of one tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagColours {
    /// Ground of a mark and of its chip.
    #[serde(deserialize_with = "parse::hex")]
    pub tint: Color32,
    /// The ground when hovered or selected.
    #[serde(deserialize_with = "parse::hex")]
    pub tint_strong: Color32,
    /// Start bar, rule, underline, chip frame, handles.
    #[serde(deserialize_with = "parse::hex")]
    pub edge: Color32,
    /// The letter, and the tag's name where it is coloured.
    #[serde(deserialize_with = "parse::hex")]
    pub ink: Color32,
}

/// The colours of the eight tag colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tags {
    blue: TagColours,
    orange: TagColours,
    green: TagColours,
    purple: TagColours,
    olive: TagColours,
    pink: TagColours,
    grey: TagColours,
    teal: TagColours,
}

/// The theme in force, under a fixed id in egui's memory.
#[derive(Clone)]
struct InForce(Arc<Theme>);

impl Theme {
    /// The theme in force while drawing; light if none was applied.
    pub fn of(ui: &Ui) -> Arc<Self> {
        Self::of_context(ui.ctx())
    }

    /// The theme in force in this context; light if none was applied.
    pub fn of_context(ctx: &Context) -> Arc<Self> {
        ctx.data(|data| data.get_temp::<InForce>(in_force_id()))
            .map_or_else(|| Self::get(Look::Light), |in_force| in_force.0)
    }

    /// One of the four themes; read from its table once.
    pub fn get(look: Look) -> Arc<Self> {
        static ALL: LazyLock<Vec<Arc<Theme>>> = LazyLock::new(|| {
            // The tables are built in and a test reads each: what fails here cannot be reached.
            let theme = |look| Arc::new(Theme::read(look).unwrap_or_default());
            Look::ALL.into_iter().map(theme).collect()
        });
        ALL.iter()
            .find(|theme| theme.look == look)
            .cloned()
            .unwrap_or_default()
    }

    /// Reads the table of a theme.
    ///
    /// # Errors
    /// When a built-in table is not well-formed.
    pub fn read(look: Look) -> Result<Self, ThemeError> {
        parse::theme(look)
    }

    /// The colours of a tag.
    pub fn tag(&self, colour: Colour) -> TagColours {
        match colour {
            Colour::Blue => self.tags.blue,
            Colour::Orange => self.tags.orange,
            Colour::Green => self.tags.green,
            Colour::Purple => self.tags.purple,
            Colour::Olive => self.tags.olive,
            Colour::Pink => self.tags.pink,
            Colour::Grey => self.tags.grey,
            Colour::Teal => self.tags.teal,
        }
    }

    /// A divider.
    pub fn divider(&self) -> Stroke {
        Stroke::new(self.stroke.hair, self.border.faint)
    }

    /// The frame of a field or a button.
    pub fn frame(&self) -> Stroke {
        Stroke::new(self.stroke.hair, self.border.strong)
    }

    /// The frame of a field or a button that cannot be used now. Where dividers are full lines,
    /// a frame as full would look usable.
    pub fn disabled_frame(&self) -> Stroke {
        let colour = if self.contrast {
            self.text.disabled
        } else {
            self.border.faint
        };
        Stroke::new(self.stroke.hair, colour)
    }

    /// Puts this theme in force: [`Theme::of`] returns it from now on, and egui's own widgets
    /// look like it.
    pub fn apply(self: &Arc<Self>, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(in_force_id(), InForce(Arc::clone(self))));
        let style = Arc::new(egui_style::style(self));
        for side in [egui::Theme::Light, egui::Theme::Dark] {
            ctx.set_style_of(side, Arc::clone(&style));
        }
    }
}

impl Look {
    /// All four.
    pub const ALL: [Self; 4] = [
        Self::Light,
        Self::Dark,
        Self::ContrastLight,
        Self::ContrastDark,
    ];
}

impl ThemeChoice {
    /// Every choice, in the order in which the settings list them.
    pub const ALL: [Self; 6] = [
        Self::System,
        Self::Light,
        Self::Dark,
        Self::Contrast,
        Self::ContrastLight,
        Self::ContrastDark,
    ];

    /// The choice's name in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "as the system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "high contrast",
            Self::ContrastLight => "high contrast, light",
            Self::ContrastDark => "high contrast, dark",
        }
    }

    /// The theme that this choice means while the system is dark or light.
    pub fn look(self, system_is_dark: bool) -> Look {
        match (self, system_is_dark) {
            (Self::Light, _) | (Self::System, false) => Look::Light,
            (Self::Dark, _) | (Self::System, true) => Look::Dark,
            (Self::ContrastLight, _) | (Self::Contrast, false) => Look::ContrastLight,
            (Self::ContrastDark, _) | (Self::Contrast, true) => Look::ContrastDark,
        }
    }

    /// Keeps the theme in force what this choice means, also when the system changes. Cheap when
    /// nothing changed, so it can be called before every frame.
    pub fn follow(self, ctx: &Context) {
        let system_is_dark = ctx.system_theme() == Some(egui::Theme::Dark);
        let look = self.look(system_is_dark);
        let in_force = ctx.data(|data| data.get_temp::<InForce>(in_force_id()));
        if in_force.is_some_and(|in_force| in_force.0.look == look) {
            return;
        }
        ctx.set_theme(match self {
            Self::System | Self::Contrast => egui::ThemePreference::System,
            Self::Light | Self::ContrastLight => egui::ThemePreference::Light,
            Self::Dark | Self::ContrastDark => egui::ThemePreference::Dark,
        });
        Theme::get(look).apply(ctx);
    }
}

fn in_force_id() -> Id {
    Id::unique("postil theme")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_follows_the_system() {
        assert_eq!(ThemeChoice::Contrast.look(true), Look::ContrastDark);
        assert_eq!(ThemeChoice::Contrast.look(false), Look::ContrastLight);
        assert_eq!(ThemeChoice::Light.look(true), Look::Light);
        assert_eq!(ThemeChoice::ContrastDark.look(false), Look::ContrastDark);
        assert_eq!(ThemeChoice::ContrastLight.look(true), Look::ContrastLight);
    }

    #[test]
    fn the_theme_that_was_applied_is_in_force() {
        let ctx = Context::default();
        assert_eq!(Theme::of_context(&ctx).look, Look::Light);
        Theme::get(Look::Dark).apply(&ctx);
        assert_eq!(Theme::of_context(&ctx).look, Look::Dark);
        ThemeChoice::Light.follow(&ctx);
        assert_eq!(Theme::of_context(&ctx).look, Look::Light);
    }
}
