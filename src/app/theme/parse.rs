//! The themes' tables, read from RON.

use egui::Color32;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::{Accent, Borders, Grounds, Look, Signal, Sizes, Tags, Texts, Theme};

/// Why a theme's table could not be read.
#[derive(Debug, thiserror::Error)]
#[error("failed to read the table of the theme {look:?}")]
pub struct ThemeError {
    look: Look,
    #[source]
    source: Box<ron::error::SpannedError>,
}

/// A table of colours as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Colours {
    dark: bool,
    contrast: bool,
    bg: Grounds,
    text: Texts,
    border: Borders,
    accent: Accent,
    danger: Signal,
    warning: Signal,
    ok: Signal,
    #[serde(deserialize_with = "hex")]
    selection: Color32,
    #[serde(deserialize_with = "hex")]
    caret: Color32,
    shadow: f32,
    focus: f32,
    tags: Tags,
}

/// Reads the colours of a theme and the sizes that all share.
pub(super) fn theme(look: Look) -> Result<Theme, ThemeError> {
    let failed = |source| ThemeError {
        look,
        source: Box::new(source),
    };
    let colours: Colours = ron::from_str(table(look)).map_err(failed)?;
    let sizes: Sizes =
        ron::from_str(include_str!("../../../assets/themes/sizes.ron")).map_err(failed)?;
    Ok(Theme {
        look,
        dark: colours.dark,
        contrast: colours.contrast,
        bg: colours.bg,
        text: colours.text,
        border: colours.border,
        accent: colours.accent,
        danger: colours.danger,
        warning: colours.warning,
        ok: colours.ok,
        selection: colours.selection,
        caret: colours.caret,
        shadow: colours.shadow,
        focus: colours.focus,
        tags: colours.tags,
        space: sizes.space,
        radius: sizes.radius,
        stroke: sizes.stroke,
        line: sizes.line,
        dash: sizes.dash,
        shadow_sizes: sizes.shadow,
        size: sizes.size,
        chrome: sizes.chrome,
        sheet: sizes.sheet,
        motion: sizes.motion,
    })
}

/// Reads `"#RRGGBB"`.
pub(super) fn hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Color32, D::Error> {
    let text = String::deserialize(deserializer)?;
    Color32::from_hex(&text).map_err(|_| D::Error::custom(format!("not a colour: {text}")))
}

fn table(look: Look) -> &'static str {
    match look {
        Look::Light => include_str!("../../../assets/themes/light.ron"),
        Look::Dark => include_str!("../../../assets/themes/dark.ron"),
        Look::ContrastLight => include_str!("../../../assets/themes/contrast-light.ron"),
        Look::ContrastDark => include_str!("../../../assets/themes/contrast-dark.ron"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::tagset::Colour;

    /// Relative luminance after WCAG 2.
    fn luminance(colour: Color32) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
    }

    fn contrast(one: Color32, other: Color32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[track_caller]
    fn at_least(needed: f64, theme: &Theme, what: &str, ink: Color32, ground: Color32) {
        let measured = contrast(ink, ground);
        assert!(
            measured >= needed,
            "{:?}: {what} has {measured:.2}, needs {needed}",
            theme.look
        );
    }

    fn themes() -> impl Iterator<Item = Theme> {
        Look::ALL
            .into_iter()
            .map(|look| Theme::read(look).unwrap_or_else(|error| panic!("{error}: {error:?}")))
    }

    #[test]
    fn every_theme_parses() {
        for theme in themes() {
            assert_ne!(theme.text.primary, theme.bg.window, "{:?}", theme.look);
            assert_ne!(theme.size.control, 0.0);
        }
    }

    #[test]
    fn a_theme_says_what_it_is() {
        for theme in themes() {
            let dark = luminance(theme.bg.window) < luminance(theme.text.primary);
            assert_eq!(theme.dark, dark);
            assert_eq!(
                theme.contrast,
                matches!(theme.look, Look::ContrastLight | Look::ContrastDark)
            );
        }
    }

    #[test]
    fn interface_text_can_be_read() {
        for theme in &themes().collect::<Vec<_>>() {
            let needed = if theme.contrast { 7.0 } else { 4.5 };
            let bg = theme.bg;
            let grounds = [bg.window, bg.surface, bg.raised, bg.sunken];
            let active = [bg.hover, bg.pressed, bg.selected];
            for ground in grounds.into_iter().chain(active) {
                at_least(needed, theme, "text.primary", theme.text.primary, ground);
                at_least(
                    needed,
                    theme,
                    "text.secondary",
                    theme.text.secondary,
                    ground,
                );
                at_least(needed, theme, "text.muted", theme.text.muted, ground);
            }
            let accents = [theme.accent.base, theme.accent.hover];
            for ground in accents {
                at_least(needed, theme, "on accent", theme.text.on_accent, ground);
            }
            for signal in [theme.danger, theme.warning, theme.ok] {
                for ground in grounds.into_iter().chain([signal.tint]) {
                    at_least(needed, theme, "signal", signal.ink, ground);
                }
                at_least(needed, theme, "on tint", theme.text.primary, signal.tint);
            }
            at_least(
                needed,
                theme,
                "selection",
                theme.text.primary,
                theme.selection,
            );
        }
    }

    #[test]
    fn lines_and_frames_can_be_seen() {
        for theme in &themes().collect::<Vec<_>>() {
            let bg = theme.bg;
            for ground in [bg.window, bg.surface, bg.raised, bg.sunken] {
                at_least(3.0, theme, "border.strong", theme.border.strong, ground);
                at_least(3.0, theme, "accent", theme.accent.base, ground);
            }
            at_least(3.0, theme, "accent", theme.accent.base, bg.selected);
            at_least(3.0, theme, "caret", theme.caret, bg.surface);
            at_least(3.0, theme, "caret", theme.caret, theme.selection);
        }
    }

    #[test]
    fn marks_can_be_read_and_seen() {
        for theme in &themes().collect::<Vec<_>>() {
            let needed = if theme.contrast { 7.0 } else { 4.5 };
            for tag in Colour::ALL.map(|colour| theme.tag(colour)) {
                let bg = theme.bg;
                at_least(needed, theme, "on tint", theme.text.primary, tag.tint);
                at_least(
                    needed,
                    theme,
                    "on strong tint",
                    theme.text.primary,
                    tag.tint_strong,
                );
                for ground in [tag.tint, bg.surface, bg.window, bg.raised] {
                    at_least(needed, theme, "ink", tag.ink, ground);
                }
                let under = [bg.surface, bg.window, bg.raised, bg.sunken];
                for ground in under.into_iter().chain([theme.selection, tag.tint]) {
                    at_least(3.0, theme, "edge", tag.edge, ground);
                }
            }
        }
    }
}
