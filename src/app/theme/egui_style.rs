//! A theme as egui's own style, so that menus, combo boxes, text fields and scroll bars look like
//! the rest.

use egui::style::{
    ScrollAnimation, ScrollStyle, Selection, Spacing, TextCursorStyle, WidgetVisuals, Widgets,
};
use egui::{Color32, CornerRadius, Margin, Rangef, Shadow, Stroke, Style, Visuals, vec2};

use super::Theme;
use crate::app::fonts;

/// How strongly what is disabled shows, from 0 to 1. [`crate::app::widgets`] draw their own
/// disabled state and undo this.
const DISABLED: f32 = 0.5;

/// The style of this theme.
pub(super) fn style(theme: &Theme) -> Style {
    let mut style = Style {
        text_styles: fonts::text_styles(),
        spacing: spacing(theme),
        visuals: visuals(theme),
        animation_time: theme.motion.popup,
        scroll_animation: ScrollAnimation {
            duration: Rangef::new(theme.motion.hover, theme.motion.jump),
            ..ScrollAnimation::default()
        },
        ..Style::default()
    };
    style.interaction.selectable_labels = false;
    style.interaction.resize_grab_radius_side = theme.size.splitter / 2.0;
    style
}

fn spacing(theme: &Theme) -> Spacing {
    let space = theme.space;
    Spacing {
        item_spacing: vec2(space.s3, space.s2),
        window_margin: margin(space.s4),
        menu_margin: margin(space.s2),
        button_padding: vec2(space.s3, space.s2),
        interact_size: vec2(theme.size.control, theme.size.control),
        icon_width: theme.size.check,
        icon_width_inner: theme.size.check / 2.0,
        icon_spacing: space.s3,
        tooltip_width: theme.size.inspector,
        menu_spacing: space.s1,
        scroll: ScrollStyle {
            bar_width: space.s3,
            floating_width: space.s2,
            handle_min_length: theme.size.hit,
            bar_outer_margin: space.s1,
            ..ScrollStyle::floating()
        },
        ..Spacing::default()
    }
}

fn visuals(theme: &Theme) -> Visuals {
    let base = if theme.dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    let shadow = shadow(theme);
    Visuals {
        weak_text_color: Some(theme.text.muted),
        widgets: widgets(theme),
        // egui has one colour for chosen rows and for text selected in a field; our fields set
        // theirs themselves.
        selection: Selection {
            bg_fill: theme.bg.selected,
            stroke: Stroke::new(theme.stroke.hair, theme.accent.base),
        },
        hyperlink_color: theme.accent.base,
        faint_bg_color: theme.bg.sunken,
        extreme_bg_color: theme.bg.surface,
        text_edit_bg_color: Some(theme.bg.surface),
        code_bg_color: theme.bg.sunken,
        warn_fg_color: theme.warning.ink,
        error_fg_color: theme.danger.ink,
        window_corner_radius: theme.radius.popup.into(),
        window_shadow: shadow,
        window_fill: theme.bg.raised,
        window_stroke: theme.frame(),
        window_highlight_topmost: false,
        menu_corner_radius: theme.radius.popup.into(),
        panel_fill: theme.bg.window,
        popup_shadow: shadow,
        text_cursor: TextCursorStyle {
            stroke: Stroke::new(theme.stroke.caret, theme.caret),
            ..TextCursorStyle::default()
        },
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        disabled_alpha: DISABLED,
        ..base
    }
}

fn widgets(theme: &Theme) -> Widgets {
    let state = |ground: Color32, frame: Stroke, ink: Color32| WidgetVisuals {
        bg_fill: ground,
        weak_bg_fill: ground,
        bg_stroke: frame,
        corner_radius: CornerRadius::from(theme.radius.control),
        fg_stroke: Stroke::new(theme.stroke.icon, ink),
        expansion: 0.0,
    };
    let ink = theme.text.primary;
    Widgets {
        noninteractive: state(theme.bg.window, theme.divider(), ink),
        inactive: state(theme.bg.raised, theme.frame(), ink),
        hovered: state(theme.bg.hover, theme.frame(), ink),
        active: state(theme.bg.pressed, theme.frame(), ink),
        open: state(theme.bg.selected, theme.frame(), ink),
    }
}

/// What is laid over everything behind a window that holds the keys: as much as egui lays behind
/// its own dialogs.
pub fn backdrop() -> Color32 {
    Color32::from_black_alpha(100)
}

/// The shadow of popups and notices; none in the contrast themes.
fn shadow(theme: &Theme) -> Shadow {
    let strength = (theme.shadow.clamp(0.0, 1.0) * f32::from(u8::MAX)).round();
    if strength == 0.0 {
        return Shadow::NONE;
    }
    Shadow {
        offset: [0, theme.shadow_sizes.offset.cast_signed()],
        blur: theme.shadow_sizes.blur,
        spread: 0,
        color: Color32::from_black_alpha(strength as u8),
    }
}

fn margin(points: f32) -> Margin {
    Margin::from(points)
}
