//! Letters that no face of the system has: said once, with the package that would help.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Context, Id};

use super::fonts::{READING_SIZE, reading};
use crate::text::Digest;
use crate::workbench::{Notice, Workbench};

/// Scripts by their letters: first and last, name, and Debian's package with a face for it.
const SCRIPTS: &[(char, char, &str, &str)] = &[
    ('\u{370}', '\u{3ff}', "Greek", CORE),
    ('\u{400}', '\u{52f}', "Cyrillic", CORE),
    ('\u{530}', '\u{58f}', "Armenian", CORE),
    ('\u{590}', '\u{5ff}', "Hebrew", CORE),
    ('\u{600}', '\u{6ff}', "Arabic", CORE),
    ('\u{700}', '\u{74f}', "Syriac", CORE),
    ('\u{780}', '\u{7bf}', "Thaana", CORE),
    ('\u{900}', '\u{97f}', "Devanagari", CORE),
    ('\u{980}', '\u{9ff}', "Bengali", CORE),
    ('\u{a00}', '\u{a7f}', "Gurmukhi", CORE),
    ('\u{a80}', '\u{aff}', "Gujarati", CORE),
    ('\u{b00}', '\u{b7f}', "Odia", CORE),
    ('\u{b80}', '\u{bff}', "Tamil", CORE),
    ('\u{c00}', '\u{c7f}', "Telugu", CORE),
    ('\u{c80}', '\u{cff}', "Kannada", CORE),
    ('\u{d00}', '\u{d7f}', "Malayalam", CORE),
    ('\u{d80}', '\u{dff}', "Sinhala", CORE),
    ('\u{e00}', '\u{e7f}', "Thai", CORE),
    ('\u{e80}', '\u{eff}', "Lao", CORE),
    ('\u{f00}', '\u{fff}', "Tibetan", CORE),
    ('\u{1000}', '\u{109f}', "Burmese", CORE),
    ('\u{10a0}', '\u{10ff}', "Georgian", CORE),
    ('\u{1100}', '\u{11ff}', "Korean", CJK),
    ('\u{1200}', '\u{137f}', "Ethiopic", CORE),
    ('\u{13a0}', '\u{13ff}', "Cherokee", CORE),
    ('\u{1780}', '\u{17ff}', "Khmer", CORE),
    ('\u{1800}', '\u{18af}', "Mongolian", CORE),
    ('\u{3040}', '\u{30ff}', "Japanese", CJK),
    ('\u{3400}', '\u{9fff}', "Chinese characters", CJK),
    ('\u{ac00}', '\u{d7af}', "Korean", CJK),
    ('\u{1f300}', '\u{1faff}', "emoji", EMOJI),
    ('\u{20000}', '\u{2fa1f}', "rare Chinese characters", CJK),
];
const CORE: &str = "fonts-noto-core";
const CJK: &str = "fonts-noto-cjk";
const EMOJI: &str = "fonts-noto-color-emoji";

/// So many different letters of a script are asked for.
const SAMPLES: usize = 12;
/// So many bytes of an article are looked through.
const LOOKED_AT: usize = 1 << 20;

/// What was looked at and told so far.
#[derive(Clone, Default)]
struct Told {
    article: Option<Digest>,
    scripts: BTreeSet<&'static str>,
}

/// What has to be said of the article in view when it is first shown: that letters of it can't be
/// seen. Each script is told once.
pub fn notice(ctx: &Context, workbench: &Workbench) -> Option<Notice> {
    let text = &workbench.entry()?.article().text;
    // Before anything was drawn there are no faces to ask.
    if ctx.cumulative_pass_nr() == 0 {
        return None;
    }
    let id = Id::unique("postil missing fonts");
    let mut told: Told = ctx.data(|data| data.get_temp(id)).unwrap_or_default();
    if told.article == Some(text.digest()) {
        return None;
    }
    told.article = Some(text.digest());
    let head = text.as_str();
    let head = head
        .get(..head.floor_char_boundary(LOOKED_AT))
        .unwrap_or(head);
    let font = reading(READING_SIZE);
    let mut missing: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for ((name, package), letters) in scripts_of(head) {
        let seen = |letter: &char| ctx.fonts_mut(|fonts| fonts.has_glyph(&font, *letter));
        if !letters.iter().all(seen) && told.scripts.insert(name) {
            missing.entry(package).or_default().insert(name);
        }
    }
    ctx.data_mut(|data| data.insert_temp(id, told));
    words(&missing)
}

/// The scripts of a text, each with some of its letters.
fn scripts_of(text: &str) -> BTreeMap<(&'static str, &'static str), BTreeSet<char>> {
    let mut found: BTreeMap<_, BTreeSet<char>> = BTreeMap::new();
    let mut last = None;
    for char in text.chars().filter(|char| *char >= '\u{370}') {
        let within = |row: &&(char, char, &str, &str)| row.0 <= char && char <= row.1;
        // Letters of one script stand together.
        let row = last.filter(within).or_else(|| SCRIPTS.iter().find(within));
        let Some((_, _, name, package)) = row else {
            continue;
        };
        last = row;
        let letters = found.entry((*name, *package)).or_default();
        if letters.len() < SAMPLES && (char.is_alphanumeric() || *package == EMOJI) {
            letters.insert(char);
        }
    }
    found
}

fn words(missing: &BTreeMap<&str, BTreeSet<&str>>) -> Option<Notice> {
    let names: BTreeSet<&str> = missing.values().flatten().copied().collect();
    if names.is_empty() {
        return None;
    }
    let names: Vec<&str> = names.into_iter().collect();
    let packages: Vec<&str> = missing.keys().copied().collect();
    Some(Notice::warning(
        format!("No font on this computer has {}", names.join(", ")),
        format!(
            "Their letters are shown as boxes; places and marks are right. Install {}, then start \
             Postil again.",
            packages.join(" and ")
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_known_by_their_letters() {
        let found = scripts_of("Plain é, Ελλάδα, ไทย 漢字かな 🎉.");
        let names: Vec<_> = found.keys().map(|(name, _)| *name).collect();
        assert_eq!(
            names,
            ["Chinese characters", "Greek", "Japanese", "Thai", "emoji"]
        );
    }

    #[test]
    fn what_is_missing_is_said_with_the_package_that_helps() {
        let missing = BTreeMap::from([
            (CORE, BTreeSet::from(["Thai", "Arabic"])),
            (CJK, BTreeSet::from(["Korean"])),
        ]);
        let notice = words(&missing).unwrap();
        assert_eq!(
            notice.title,
            "No font on this computer has Arabic, Korean, Thai"
        );
        assert!(
            notice
                .detail
                .contains("Install fonts-noto-cjk and fonts-noto-core,")
        );
        assert!(words(&BTreeMap::new()).is_none());
    }
}
