//! Where the caret can stand on a line that egui has laid out.

use egui::Galley;
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Row, Setting, Stop};
use crate::app::article::lanes::Depths;
use crate::text::{ByteIndex, TextRange};

/// Whether every character has just one glyph, be it of no width: only then can be told which
/// glyph is which character.
pub fn is_one_to_one(galley: &Galley, words: &str) -> bool {
    let rows = galley.rows.iter();
    let glyphs: usize = rows
        .map(|row| row.glyphs.len() + usize::from(row.ends_with_newline))
        .sum();
    glyphs == words.chars().count()
}

/// The lines of a galley as they are before marks make room, and where the caret can stand.
pub fn rows_and_stops(
    galley: &Galley,
    range: TextRange,
    words: &str,
    setting: &Setting,
) -> (Vec<Row>, Vec<Stop>) {
    let mut graphemes = words.grapheme_indices(true).peekable();
    let mut chars = words.char_indices().map(|(at, _)| at);
    let mut stops: Vec<Stop> = Vec::new();
    let mut rows = Vec::with_capacity(galley.rows.len());
    let mut start = range.start;
    for placed in &galley.rows {
        let first_stop = stops.len();
        let mut letters = Vec::new();
        let (mut right, mut x) = (0.0_f32, 0.0_f32);
        for glyph in &placed.glyphs {
            let Some(at) = chars.next() else { break };
            if !glyph.chr.is_whitespace() {
                right = glyph.pos.x + glyph.advance_width;
            }
            // A character that goes on with the grapheme before it is no place for the caret.
            let Some((_, grapheme)) = graphemes.next_if(|(begin, _)| *begin <= at) else {
                continue;
            };
            letters.push(grapheme.chars().any(char::is_alphanumeric));
            x = x.max(placed.pos.x + glyph.pos.x);
            let byte = ByteIndex(range.start.0 + at);
            stops.push(Stop { byte, x });
        }
        if placed.ends_with_newline {
            chars.next();
            graphemes.next();
        }
        let x = x.max(placed.pos.x + placed.size.x);
        let next = chars.clone().next();
        let byte = next.map_or(range.end, |at| ByteIndex(range.start.0 + at));
        stops.push(Stop { byte, x });
        if let Some(line) = stops.get_mut(first_stop..) {
            share_ligatures(line, &letters);
        }
        // A line without characters has no glyph to tell the baseline: where it would be.
        let glyph = placed.glyphs.first();
        let baseline = glyph.map_or(setting.line_height * 0.7, |glyph| glyph.pos.y);
        rows.push(Row {
            top: placed.pos.y,
            bottom: placed.pos.y + setting.line_height,
            baseline: placed.pos.y + baseline,
            right: placed.pos.x + right,
            range: TextRange::new(start, byte),
            size: setting.font.size,
            depths: Depths::default(),
            crowd: 0,
            first_stop,
            stops: stops.len() - first_stop,
        });
        start = byte;
    }
    (rows, stops)
}

/// Letters that are drawn as one, such as «ffi», get equal shares of its width; egui gives all of
/// it to the first.
fn share_ligatures(line: &mut [Stop], letters: &[bool]) {
    let x = |line: &[Stop], at: usize| line.get(at).map(|stop| stop.x);
    let mut first = 0;
    while let (Some(left), Some(right)) = (x(line, first), x(line, first + 1)) {
        let mut end = first + 1;
        while letters.get(end) == Some(&true) && x(line, end + 1) == Some(right) {
            end += 1;
        }
        let count = (end - first) as f32;
        for (nth, stop) in line.iter_mut().take(end).skip(first).enumerate() {
            stop.x = left + (right - left) * nth as f32 / count;
        }
        first = end;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use egui::{Color32, Context, RawInput};
    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};

    use super::super::{BlockLayout, Shown};
    use super::*;
    use crate::app::article::lanes::Weight;
    use crate::app::fonts;
    use crate::project::{Annotation, Place, Stamp};
    use crate::span::Span;
    use crate::text::Text;

    /// Runs a check where text can be laid out.
    fn with_ui(check: impl FnMut(&egui::Ui)) {
        let ctx = Context::default();
        fonts::install(&ctx, None);
        ctx.run_ui(RawInput::default(), |_| {})
            .textures_delta
            .clear();
        let check = RefCell::new(check);
        ctx.run_ui(RawInput::default(), |ui| (check.borrow_mut())(ui))
            .textures_delta
            .clear();
    }

    fn setting(width: f32) -> Setting {
        Setting {
            font: fonts::reading(18.0),
            colour: Color32::BLACK,
            line_height: 31.0,
            width,
        }
    }

    fn mark(text: &Text, start: usize, end: usize) -> Option<Shown> {
        let range = crate::text::boundary::snap_to_graphemes(text, TextRange::new(start, end));
        let span = Span::single(range, text).ok()?;
        let weight = Weight {
            statement: start.is_multiple_of(2),
            dimmed: false,
            chosen: false,
            length: span.len(),
        };
        let annotation = Annotation {
            id: format!("m{start}").as_str().into(),
            tag: "claim".into(),
            place: Place::Span(span),
            attributes: Default::default(),
            note: String::new(),
            identity: None,
            stamp: Stamp::default(),
        };
        Some(Shown {
            annotation: std::sync::Arc::new(annotation),
            weight,
        })
    }

    fn words() -> impl Strategy<Value = String> {
        let token = prop_oneof![
            4 => "[a-zé]{1,9}",
            2 => Just("office affluent The fjord ".to_owned()),
            1 => "[α-ω]{1,8}",
            1 => "[а-я]{1,8}",
            1 => "[一-龠]{1,6}",
            1 => Just("👍🏽".to_owned()),
            1 => Just("👩‍👩‍👧🇨🇭".to_owned()),
            1 => Just("e\u{301}a\u{308}\u{323}".to_owned()),
            1 => Just("नमस्ते".to_owned()),
            1 => Just("ไทย".to_owned()),
            1 => Just("“—…”".to_owned()),
            1 => Just("\t".to_owned()),
            1 => "[א-ת]{1,6}",
            1 => Just("مرحبا".to_owned()),
        ];
        let blank =
            prop_oneof![6 => Just(" "), 1 => Just("  "), 1 => Just("\u{a0}"), 1 => Just("")];
        prop::collection::vec((token, blank), 0..40)
            .prop_map(|tokens| tokens.into_iter().map(|(a, b)| a + b).collect())
    }

    #[test]
    fn a_place_in_the_text_is_found_again_on_the_screen() {
        let width = prop_oneof![Just(60.0f32), Just(200.0), Just(500.0), Just(f32::INFINITY)];
        let marks = prop::collection::vec((0usize..200, 1usize..60), 0..6);
        let mut runner = TestRunner::new(Config::with_cases(200));
        with_ui(|ui| {
            let cases = (words(), width.clone(), marks.clone());
            let outcome = runner.run(&cases, |(words, width, marks)| {
                let text = Text::new(words.clone());
                let marks = marks.iter();
                let shown = marks
                    .filter_map(|(start, length)| mark(&text, *start, start + length))
                    .collect();
                // The block stands somewhere in an article.
                let range = TextRange::new(100, 100 + words.len());
                let laid = BlockLayout::new(ui, range, &words, &setting(width), Vec::new());
                let marked = BlockLayout::new(ui, text.range(), &words, &setting(width), shown);
                for (layout, offset) in [(laid, 100), (marked, 0)] {
                    comes_back(&layout, offset, &words)?;
                }
                Ok(())
            });
            outcome.expect("every place comes back");
        });
    }

    fn comes_back(layout: &BlockLayout, offset: usize, words: &str) -> Result<(), TestCaseError> {
        let mut before = (0, 0.0);
        for (at, grapheme) in words.grapheme_indices(true) {
            let byte = ByteIndex(offset + at);
            let (row, x) = layout.caret(byte);
            let line = layout.rows[row];
            prop_assert!(line.range.contains(byte), "{grapheme:?} is on its line");
            prop_assert!(row >= before.0);
            prop_assert!(row > before.0 || x >= before.1, "the caret never goes back");
            before = (row, x);
            let hit = layout.hit_in(row, x);
            let (_, again) = layout.caret(hit);
            prop_assert!(
                (again - x).abs() < 0.01,
                "{grapheme:?} at {x} led to {again}"
            );
            // Only what has no width can be mistaken for what it stands on.
            let end = ByteIndex(byte.0 + grapheme.len());
            let width = layout.stretches(TextRange::new(byte, end));
            if width.iter().any(|(_, left, right, _)| right - left > 0.01) {
                prop_assert_eq!(hit, byte, "{:?}", grapheme);
                let middle = (line.top + line.bottom) / 2.0;
                prop_assert_eq!(
                    layout.char_at(x + 0.004, middle),
                    Some(byte),
                    "{:?}",
                    grapheme
                );
            }
        }
        let end = ByteIndex(offset + words.len());
        let (row, x) = layout.caret(end);
        prop_assert_eq!(row, layout.rows.len() - 1);
        prop_assert_eq!(layout.hit_in(row, x + 50.0), end);
        Ok(())
    }

    #[test]
    fn letters_of_a_ligature_stand_side_by_side() {
        with_ui(|ui| {
            let words = "The office";
            let range = TextRange::new(0, words.len());
            let layout = BlockLayout::new(ui, range, words, &setting(f32::INFINITY), Vec::new());
            let places: Vec<f32> = (0..=words.len())
                .map(|at| layout.caret(ByteIndex(at)).1)
                .collect();
            let apart = places.windows(2).all(|pair| pair[1] > pair[0] + 1.0);
            assert!(apart, "{places:?}");
        });
    }

    #[test]
    fn what_follows_hebrew_or_arabic_keeps_its_place() {
        with_ui(|ui| {
            for quoted in ["שלום עולם", "مرحبا بالعالم"] {
                let words = format!("He said {quoted} to us.");
                let range = TextRange::new(0, words.len());
                let layout =
                    BlockLayout::new(ui, range, &words, &setting(f32::INFINITY), Vec::new());
                assert!(is_one_to_one(&layout.galley, &words));
                let end = layout.caret(ByteIndex(words.len())).1;
                assert!((layout.rows[0].right - end).abs() < 1.0);
            }
        });
    }
}
