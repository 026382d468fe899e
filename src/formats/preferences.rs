//! What belongs to a person and not to a project: theme, sizes, recent files, as RON.
//!
//! Reading is tolerant: what is absent keeps its default, what is out of bounds is brought into
//! them, and what a newer program has added is passed over.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::datasets::Mapping;
use super::datasets::export::Wish;

/// How many recent files are remembered.
const MOST_RECENT: usize = 12;
/// How many names of tags, and of links, are remembered of a format.
const MOST_NAMES: usize = 1_000;
/// No longer name is remembered, in bytes.
const LONGEST_NAME: usize = 200;

/// What one person likes and did last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// The name that goes on each mark; empty until it was asked for.
    pub annotator: String,
    /// Whether a project that has a file is saved by itself.
    pub autosave: bool,
    /// Which colours.
    pub theme: Theme,
    /// How large everything is, 1 as designed; from 0.5 to 3.
    pub zoom: f32,
    /// The type of the article in points, from 14 to 28.
    pub reading_size: f32,
    /// How wide a line of the article is, in average characters, from 40 to 120.
    pub reading_width: f32,
    /// The family of the article's face; empty for the one that comes with the program.
    pub font: String,
    /// The files that were open last, the latest first.
    pub recent: Vec<Recent>,
    /// Where the window stood, if that is known.
    pub window: Option<Window>,
    /// The panels, by name. One that is not listed is as designed.
    pub panels: BTreeMap<String, Panel>,
    /// The hints that were closed for good, by name.
    pub hidden_hints: BTreeSet<String>,
    /// The last export, if there was one.
    pub export: Option<LastExport>,
    /// What tags and links of each dataset format became last, by the format's name.
    pub mappings: BTreeMap<String, Mapping>,
    /// What tags of colleagues' files were said to be: another tag, or nothing.
    pub their_tags: BTreeMap<String, Option<String>>,
    /// Of projects in which a blind pass is made: the file whose marks are hidden, by whole paths.
    pub hidden: BTreeMap<String, String>,
}

/// An export as it was asked for last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LastExport {
    /// What was wished for.
    pub wish: Wish,
    /// The project's whole path; empty if it had none.
    pub project: String,
    /// The whole path that it went to.
    pub target: String,
}

/// Which colours the window has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// Those that the system asks for.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Strong edges; black on white or white on black, as the system is light or dark.
    HighContrast,
    /// Black on white, with strong edges.
    HighContrastLight,
    /// White on black, with strong edges.
    HighContrastDark,
}

/// A file that was open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recent {
    /// Its whole path. A path that is not Unicode cannot be remembered.
    pub path: String,
    /// How many articles it held.
    pub articles: usize,
    /// How many of them were done.
    pub done: usize,
    /// When it was opened, in milliseconds since the start of 1970, UTC.
    pub opened: i64,
}

/// Where the window stood, in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Window {
    /// Width of its inside.
    pub width: f32,
    /// Height of its inside.
    pub height: f32,
    /// Its left upper corner on the desktop; not every desktop tells.
    pub corner: Option<(f32, f32)>,
    /// Whether it filled the screen.
    pub maximised: bool,
}

/// A panel.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Panel {
    /// Whether it is shown.
    pub open: bool,
    /// How wide it is, in points, from 180 to 480.
    pub width: f32,
}

/// Why settings could not be read: where, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {what}")]
pub struct SettingsError {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// What is wrong, in words.
    pub what: String,
}

/// Reads preferences; every value is then within its bounds.
///
/// # Errors
/// The first place that is not RON or holds a value of the wrong kind.
pub fn read(bytes: &[u8]) -> Result<Preferences, SettingsError> {
    let preferences: Preferences = settings(bytes)?;
    Ok(preferences.within_bounds())
}

/// Writes preferences. The same preferences always give the same bytes.
///
/// # Errors
/// A number that is not finite cannot be in them, so that nothing here is known to fail.
pub fn write(preferences: &Preferences) -> Result<String, ron::Error> {
    let pretty = ron::ser::PrettyConfig::new().new_line("\n");
    let mut text = ron::ser::to_string_pretty(&preferences.clone().within_bounds(), pretty)?;
    text.push('\n');
    Ok(text)
}

/// Reads any settings: RON as UTF-8, with or without a byte order mark.
pub(super) fn settings<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<T, SettingsError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    ron::de::from_bytes(bytes).map_err(|error| {
        let place = error.span.start;
        SettingsError {
            line: place.line,
            column: place.col,
            what: error.code.to_string(),
        }
    })
}

impl Preferences {
    /// Puts a file at the head of the recent ones, once.
    pub fn remember(&mut self, file: Recent) {
        self.forget(&file.path);
        self.recent.insert(0, file);
        self.recent.truncate(MOST_RECENT);
    }

    /// Takes a file out of the recent ones.
    pub fn forget(&mut self, path: &str) {
        self.recent.retain(|recent| recent.path != path);
    }

    fn within_bounds(mut self) -> Self {
        let usual = Self::default();
        self.zoom = bounded(self.zoom, 0.5, 3.0, usual.zoom);
        self.reading_size = bounded(self.reading_size, 14.0, 28.0, usual.reading_size);
        self.reading_width = bounded(self.reading_width, 40.0, 120.0, usual.reading_width);
        self.recent.truncate(MOST_RECENT);
        self.window = self.window.filter(Window::is_sound);
        for mapping in self.mappings.values_mut() {
            bounded_names(&mut mapping.tags);
            bounded_names(&mut mapping.links);
        }
        for panel in self.panels.values_mut() {
            panel.width = bounded(panel.width, 180.0, 480.0, Panel::default().width);
        }
        self
    }
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            annotator: String::new(),
            autosave: true,
            theme: Theme::System,
            zoom: 1.0,
            reading_size: 18.0,
            reading_width: 66.0,
            font: String::new(),
            recent: Vec::new(),
            window: None,
            panels: BTreeMap::new(),
            hidden_hints: BTreeSet::new(),
            export: None,
            mappings: BTreeMap::new(),
            their_tags: BTreeMap::new(),
            hidden: BTreeMap::new(),
        }
    }
}

impl Window {
    fn is_sound(&self) -> bool {
        let side = |length: f32| (100.0..=20_000.0).contains(&length);
        let corner = self
            .corner
            .is_none_or(|(x, y)| x.is_finite() && y.is_finite());
        side(self.width) && side(self.height) && corner
    }
}

impl Default for Window {
    fn default() -> Self {
        Self {
            width: 1280.0,
            height: 800.0,
            corner: None,
            maximised: false,
        }
    }
}

impl Default for Panel {
    fn default() -> Self {
        Self {
            open: true,
            width: 296.0,
        }
    }
}

/// Other people's files can hold any number of names, of any length.
fn bounded_names(names: &mut BTreeMap<String, Option<String>>) {
    names.retain(|from, to| {
        let to = to.as_deref().unwrap_or_default();
        from.len().max(to.len()) <= LONGEST_NAME
    });
    while names.len() > MOST_NAMES {
        names.pop_last();
    }
}

fn bounded(value: f32, least: f32, most: f32, usual: f32) -> f32 {
    if value.is_finite() {
        value.clamp(least, most)
    } else {
        usual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut preferences = Preferences {
            annotator: "Ana «\n\u{1b}»".to_owned(),
            theme: Theme::HighContrast,
            window: Some(Window {
                corner: Some((-3.0, 4.5)),
                ..Window::default()
            }),
            ..Preferences::default()
        };
        preferences.panels.insert(
            "side".to_owned(),
            Panel {
                open: false,
                width: 300.0,
            },
        );
        preferences.hidden_hints.insert("arm".to_owned());
        preferences.remember(Recent {
            path: "/a.ron".to_owned(),
            articles: 3,
            done: 1,
            opened: 7,
        });
        let text = write(&preferences).unwrap();
        assert_eq!(read(text.as_bytes()), Ok(preferences));
    }

    #[test]
    fn no_dataset_makes_the_preferences_long() {
        let row = |at: usize| (format!("{at:0width$}", width = 4 + at % 300), None);
        let mapping = Mapping {
            tags: (0..5_000).map(row).collect(),
            ..Mapping::default()
        };
        let preferences = Preferences {
            mappings: [("brat".to_owned(), mapping)].into(),
            ..Preferences::default()
        };
        let read = read(write(&preferences).unwrap().as_bytes()).unwrap();
        let tags = &read.mappings["brat"].tags;
        assert_eq!(tags.len(), MOST_NAMES);
        assert!(tags.keys().all(|name| name.len() <= LONGEST_NAME));
    }

    #[test]
    fn what_is_absent_keeps_its_default_and_what_is_unknown_is_passed_over() {
        let read = read("\u{feff}(theme: Dark, colour_of_the_sky: [1, (a: \"blue\")])".as_bytes());
        assert_eq!(
            read,
            Ok(Preferences {
                theme: Theme::Dark,
                ..Preferences::default()
            })
        );
    }

    #[test]
    fn what_is_out_of_bounds_is_brought_into_them() {
        let read = read(b"(zoom: 1e9, reading_size: NaN, window: Some((width: -1)))").unwrap();
        assert_eq!(
            (read.zoom, read.reading_size, read.window),
            (3.0, 18.0, None)
        );
    }

    #[test]
    fn damage_is_named_with_its_place() {
        let sentence = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        let cases: [&[u8]; 5] = [
            b"",
            b"(zoom: 1,\n zoom: 2)",
            b"(theme: Sepia)",
            b"(zoom: 1",
            b"(\xff",
        ];
        insta::assert_snapshot!(cases.map(sentence).join("\n"), @r#"
        line 1, column 1: Expected opening `(` for struct `Preferences`
        line 2, column 2: Unexpected duplicate field named `zoom` in `Preferences`
        line 1, column 9: Unexpected variant named `Sepia` in enum `Theme`, expected one of `System`, `Light`, `Dark`, `HighContrast`, `HighContrastLight`, or `HighContrastDark` instead
        line 1, column 8: Expected comma
        line 1, column 1: invalid utf-8 sequence of 1 bytes from index 1
        "#);
    }

    #[test]
    fn a_file_that_is_opened_again_moves_to_the_head() {
        let mut preferences = Preferences::default();
        for number in 0..20 {
            preferences.remember(Recent {
                path: number.to_string(),
                ..Recent::default()
            });
        }
        preferences.remember(Recent {
            path: "15".to_owned(),
            ..Recent::default()
        });
        let paths: Vec<_> = preferences
            .recent
            .iter()
            .map(|recent| recent.path.as_str())
            .collect();
        assert_eq!(
            paths,
            [
                "15", "19", "18", "17", "16", "14", "13", "12", "11", "10", "9", "8"
            ]
        );
    }
}
