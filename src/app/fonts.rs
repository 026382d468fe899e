//! The faces, and every text style by name.
//!
//! egui knows one weight a font, so each weight is a family of its own with the whole fallback
//! chain behind it. The same faces come with the program on every machine, so that lines break
//! alike everywhere; a character that none of them has is left to the system's fonts.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily, FontId, RichText, TextStyle};

/// The face of the article, quotes and titles.
pub const READING: &str = "reading";
/// Its italic: the wording of implicit marks.
pub const READING_ITALIC: &str = "reading.italic";
/// Its semibold: titles.
pub const READING_SEMIBOLD: &str = "reading.semibold";
/// The face of the interface.
pub const UI: &str = "ui";
/// Its bold: headings of panels, letters of tags.
pub const UI_BOLD: &str = "ui.bold";
/// Fixed width: offsets, paths, RON.
pub const MONO: &str = "mono";

const CHOSEN: &str = "chosen reading face";
const SERIF: &str = "Libertinus Serif";
const SERIF_ITALIC: &str = "Libertinus Serif Italic";
const SERIF_SEMIBOLD: &str = "Libertinus Serif Semibold";
const SANS: &str = "Noto Sans";
const SANS_BOLD: &str = "Noto Sans Bold";
const HACK: &str = "Hack";

/// The article's size in points unless the user chose another.
pub const READING_SIZE: f32 = 18.0;
/// The smallest and the largest size in points that the article can be set to.
pub const READING_SIZES: std::ops::RangeInclusive<f32> = 14.0..=28.0;
/// The article's line height as a multiple of its size.
const READING_LINE: f32 = 1.72;

/// A text style by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TypeStyle {
    /// The name on the start window.
    Display,
    /// The line under the name on the start window.
    Tagline,
    /// An article's title.
    Title,
    /// An article's second line.
    Standfirst,
    /// The article at the size that it has unless the user chose another.
    Reading,
    /// The quoted words in the inspector.
    Quote,
    /// The quoted words in cards.
    QuoteCard,
    /// One-line quotes in lists.
    QuoteSmall,
    /// The wording of an implicit mark.
    Wording,
    /// The program's name in the menu row.
    Brand,
    /// The tag's name in the inspector.
    UiLarge,
    /// Everything else.
    Ui,
    /// Headings of panels.
    UiStrong,
    /// Status bar, second lines, filters.
    Small,
    /// Counts that stand out in the status bar.
    SmallStrong,
    /// Keys, counts, link labels.
    Tiny,
    /// Tag letters in chips and in the margin.
    Letter,
    /// The letter in a large chip.
    LetterLarge,
    /// The command palette's field.
    InputLarge,
    /// Offsets, paths, RON.
    Mono,
}

impl TypeStyle {
    /// Every style.
    pub const ALL: [Self; 20] = [
        Self::Display,
        Self::Tagline,
        Self::Title,
        Self::Standfirst,
        Self::Reading,
        Self::Quote,
        Self::QuoteCard,
        Self::QuoteSmall,
        Self::Wording,
        Self::Brand,
        Self::UiLarge,
        Self::Ui,
        Self::UiStrong,
        Self::Small,
        Self::SmallStrong,
        Self::Tiny,
        Self::Letter,
        Self::LetterLarge,
        Self::InputLarge,
        Self::Mono,
    ];

    /// The font of this style.
    pub fn font(self) -> FontId {
        let (family, size, _) = self.row();
        FontId::new(size, FontFamily::Name(family.into()))
    }

    /// From baseline to baseline, in points.
    pub fn line_height(self) -> f32 {
        self.row().2
    }

    /// The same style under its name in egui's table of styles.
    pub fn text_style(self) -> TextStyle {
        TextStyle::Name(format!("{self:?}").into())
    }

    /// Text in this style, with its line height. The colour is the surroundings' own.
    pub fn text(self, text: impl Into<String>) -> RichText {
        RichText::new(text)
            .font(self.font())
            .line_height(Some(self.line_height()))
    }

    /// Family, size and line height: the table of text styles.
    fn row(self) -> (&'static str, f32, f32) {
        match self {
            Self::Display => (READING_SEMIBOLD, 46.0, 54.0),
            Self::Tagline => (READING, 20.0, 28.0),
            Self::Title => (READING_SEMIBOLD, 28.0, 34.0),
            Self::Standfirst => (READING, 17.5, 25.0),
            Self::Reading => (READING, READING_SIZE, 31.0),
            Self::Quote => (READING, 17.0, 24.0),
            Self::QuoteCard => (READING, 16.0, 23.0),
            Self::QuoteSmall => (READING, 15.0, 18.0),
            Self::Wording => (READING_ITALIC, 16.0, 23.0),
            Self::Brand => (READING_SEMIBOLD, 17.0, 20.0),
            Self::UiLarge => (UI_BOLD, 15.0, 20.0),
            Self::Ui => (UI, 13.0, 18.0),
            Self::UiStrong => (UI_BOLD, 13.0, 18.0),
            Self::Small => (UI, 12.0, 18.0),
            Self::SmallStrong => (UI_BOLD, 12.0, 18.0),
            Self::Tiny => (UI, 11.0, 15.0),
            Self::Letter => (UI_BOLD, 10.5, 14.0),
            Self::LetterLarge => (UI_BOLD, 13.0, 14.0),
            Self::InputLarge => (UI, 16.0, 22.0),
            Self::Mono => (MONO, 12.0, 18.0),
        }
    }
}

/// The article's font at this size in points.
pub fn reading(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(READING.into()))
}

/// The article's line height in points at this size.
pub fn reading_line_height(size: f32) -> f32 {
    (size * READING_LINE).round()
}

/// Installs the faces. `chosen` is the reading face that the user chose, if any: its file, whole;
/// it must be a font that can be read, which [`is_font`] tells.
pub fn install(ctx: &Context, chosen: Option<FontData>) {
    ctx.set_fonts(definitions(chosen));
}

/// Whether these bytes are a font with a name. egui ends the program over a face that is none.
pub fn is_font(bytes: &[u8]) -> bool {
    names(bytes).is_some()
}

/// The six families with their fallback chains.
///
/// System fonts for other scripts are a provider beside these definitions, which egui asks for
/// each character that a whole chain lacks.
pub fn definitions(chosen: Option<FontData>) -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in bundled() {
        let data = Arc::new(FontData::from_static(bytes));
        fonts.font_data.insert(name.to_owned(), data);
    }
    let has_chosen = chosen.is_some();
    if let Some(data) = chosen {
        fonts.font_data.insert(CHOSEN.to_owned(), Arc::new(data));
    }
    let reading: &[&str] = if has_chosen {
        &[CHOSEN, SERIF, SANS, HACK]
    } else {
        &[SERIF, SANS, HACK]
    };
    let families: [(&str, &[&str]); 6] = [
        (READING, reading),
        (READING_ITALIC, &[SERIF_ITALIC, SERIF, SANS, HACK]),
        (
            READING_SEMIBOLD,
            &[SERIF_SEMIBOLD, SERIF, SANS_BOLD, SANS, HACK],
        ),
        (UI, &[SANS, SERIF, HACK]),
        (UI_BOLD, &[SANS_BOLD, SANS, SERIF, HACK]),
        (MONO, &[HACK, SANS, SERIF]),
    ];
    for (name, faces) in families {
        let chain: Vec<String> = faces.iter().map(|face| (*face).to_owned()).collect();
        let egui_name = match name {
            UI => Some(FontFamily::Proportional),
            MONO => Some(FontFamily::Monospace),
            _ => None,
        };
        let own_name = FontFamily::Name(name.into());
        for family in egui_name.into_iter().chain([own_name]) {
            fonts.families.insert(family, chain.clone());
        }
    }
    fonts
}

/// egui's table of styles: its own five, then each of ours under its name.
pub fn text_styles() -> BTreeMap<TextStyle, FontId> {
    let own = TypeStyle::ALL.map(|style| (style.text_style(), style.font()));
    let egui = [
        (TextStyle::Small, TypeStyle::Small.font()),
        (TextStyle::Body, TypeStyle::Ui.font()),
        (TextStyle::Button, TypeStyle::Ui.font()),
        (TextStyle::Heading, TypeStyle::UiLarge.font()),
        (TextStyle::Monospace, TypeStyle::Mono.font()),
    ];
    egui.into_iter().chain(own).collect()
}

/// The faces that come with the program. Each is named by its place: a loop over all of them
/// would link ten megabytes.
fn bundled() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let serif = [
        (SERIF, typst_assets::fonts().next()),
        (SERIF_ITALIC, typst_assets::fonts().nth(2)),
        (SERIF_SEMIBOLD, typst_assets::fonts().nth(4)),
    ];
    let sans = [
        (SANS, Some(ttf_noto_sans::REGULAR)),
        (SANS_BOLD, Some(ttf_noto_sans::BOLD)),
        (HACK, Some(epaint_default_fonts::HACK_REGULAR)),
    ];
    serif
        .into_iter()
        .chain(sans)
        .filter_map(|(name, bytes)| Some((name, bytes?)))
}

/// Family and style as a font's name table has them.
fn names(font: &[u8]) -> Option<(String, String)> {
    let tables = usize::from(u16_at(font, 4)?);
    let name_table = (0..tables)
        .map(|index| 12 + index * 16)
        .find(|&record| font.get(record..record + 4) == Some(b"name"))
        .and_then(|record| font.get(u32_at(font, record + 8)?..))?;
    let count = usize::from(u16_at(name_table, 2)?);
    let texts = usize::from(u16_at(name_table, 4)?);
    let text = |wanted: u16| {
        (0..count).map(|index| 6 + index * 12).find_map(|record| {
            let windows = u16_at(name_table, record)? == 3;
            let id = u16_at(name_table, record + 6)?;
            let length = usize::from(u16_at(name_table, record + 8)?);
            let start = texts + usize::from(u16_at(name_table, record + 10)?);
            let bytes = name_table.get(start..start + length)?;
            (windows && id == wanted).then(|| utf16_text(bytes))
        })
    };
    // A family of more than four styles has its true names under 16 and 17.
    let family = text(16).or_else(|| text(1))?;
    let style = text(17).or_else(|| text(2))?;
    Some((family, style))
}

fn utf16_text(bytes: &[u8]) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
    String::from_utf16_lossy(&units)
}

fn u16_at(bytes: &[u8], start: usize) -> Option<u16> {
    bytes
        .get(start..)?
        .first_chunk()
        .copied()
        .map(u16::from_be_bytes)
}

fn u32_at(bytes: &[u8], start: usize) -> Option<usize> {
    let number = bytes
        .get(start..)?
        .first_chunk()
        .copied()
        .map(u32::from_be_bytes)?;
    usize::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_faces_are_the_ones_that_are_meant() {
        let found: Vec<_> = bundled()
            .map(|(_, bytes)| names(bytes).unwrap_or_default())
            .map(|(family, style)| format!("{family}, {style}"))
            .collect();
        assert_eq!(
            found,
            [
                "Libertinus Serif, Regular",
                "Libertinus Serif, Italic",
                "Libertinus Serif, Semibold",
                "Noto Sans, Regular",
                "Noto Sans, Bold",
                "Hack, Regular",
            ]
        );
    }

    #[test]
    fn every_style_has_a_family_and_every_family_its_faces() {
        let fonts = definitions(None);
        for style in TypeStyle::ALL {
            let chain = fonts.families.get(&style.font().family);
            assert!(chain.is_some_and(|chain| chain.len() >= 2), "{style:?}");
        }
        for face in fonts.families.values().flatten() {
            assert!(fonts.font_data.contains_key(face), "{face}");
        }
    }

    #[test]
    fn a_chosen_face_leads_the_reading_family_alone() {
        let fonts = definitions(Some(FontData::from_static(ttf_noto_sans::BOLD)));
        let led: Vec<_> = fonts
            .families
            .iter()
            .filter(|(_, chain)| chain.first().is_some_and(|face| face == CHOSEN))
            .map(|(family, _)| family.clone())
            .collect();
        assert_eq!(led, [FontFamily::Name(READING.into())]);
    }

    #[test]
    fn what_is_no_font_is_told() {
        assert!(is_font(ttf_noto_sans::REGULAR));
        assert!(!is_font(b""));
        assert!(!is_font(
            b"OTTO and then nothing of use, though long enough to look at"
        ));
    }

    #[test]
    fn the_reading_style_follows_its_rule() {
        let height = TypeStyle::Reading.line_height();
        assert_eq!(height, reading_line_height(READING_SIZE));
    }
}
