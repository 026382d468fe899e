//! Text to place and back, whatever stands in a block.

use std::cell::RefCell;

use egui::{Color32, Context, RawInput};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use unicode_segmentation::UnicodeSegmentation as _;

use super::*;
use crate::app::article::lanes::Weight;
use crate::app::fonts;
use crate::project::{Annotation, Place, Stamp};
use crate::span::Span;
use crate::text::Text;

/// Runs a check where text can be laid out.
fn with_ui(check: impl FnMut(&egui::Ui)) {
    with_fonts(false, check);
}

/// As [`with_ui`], with the faces that the system has for all other scripts, if wanted.
fn with_fonts(system: bool, check: impl FnMut(&egui::Ui)) {
    let ctx = Context::default();
    fonts::install(&ctx, None);
    if system {
        let provider = egui_system_font_provider::SystemFontProvider::new();
        ctx.add_font_provider(std::sync::Arc::new(provider));
    }
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
        unseen: Unseen::default(),
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
        note: Default::default(),
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
    let blank = prop_oneof![6 => Just(" "), 1 => Just("  "), 1 => Just("\u{a0}"), 1 => Just("")];
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

/// Holds that every place of the caret leads to the screen and back to the same grapheme.
fn comes_back(layout: &BlockLayout, offset: usize, words: &str) -> Result<(), TestCaseError> {
    let mut before = (0, 0.0);
    for (at, grapheme) in words.grapheme_indices(true) {
        let byte = ByteIndex(offset + at);
        let (row, x) = layout.caret(byte);
        let line = layout.rows[row];
        prop_assert!(line.range.contains(byte), "{grapheme:?} is on its line");
        prop_assert!(row >= before.0);
        prop_assert!(
            line.mixed || row > before.0 || x >= before.1,
            "the caret never goes back"
        );
        before = (row, x);
        if !line.mixed {
            let (_, again) = layout.caret(layout.hit_in(row, x));
            prop_assert!(
                (again - x).abs() < 0.01,
                "{grapheme:?} at {x} led to {again}"
            );
        }
        // Only what has no width can be mistaken for what it stands on.
        let end = ByteIndex(byte.0 + grapheme.len());
        let runs = layout.runs(TextRange::new(byte, end));
        let [run] = runs.as_slice() else {
            return Err(TestCaseError::fail(format!(
                "{grapheme:?} is in {} places",
                runs.len()
            )));
        };
        if run.right - run.left < 0.01 {
            continue;
        }
        // Where two directions meet, two carets share a place: a hair inside tells which.
        let hair = if run.rtl { -0.004 } else { 0.004 };
        let middle = (line.top + line.bottom) / 2.0;
        let begin = if run.rtl { run.right } else { run.left };
        prop_assert!((x - begin).abs() < 0.001, "{:?}", grapheme);
        prop_assert_eq!(layout.hit_in(row, x + hair), byte, "{:?}", grapheme);
        prop_assert_eq!(layout.hit(x + hair, middle), byte, "{:?}", grapheme);
        prop_assert_eq!(
            layout.char_at(x + hair, middle),
            Some(byte),
            "{:?}",
            grapheme
        );
    }
    let end = ByteIndex(offset + words.len());
    let (row, _) = layout.caret(end);
    prop_assert_eq!(row, layout.rows.len() - 1);
    let line = layout.rows[row];
    let beyond = if line.rtl {
        line.left - 50.0
    } else {
        line.right.max(line.end_x) + 50.0
    };
    prop_assert_eq!(layout.hit_in(row, beyond), end);
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

/// The letters of some words from left to right as they are seen, with nothing between lines.
fn seen(layout: &BlockLayout, words: &str) -> String {
    let mut letters: Vec<(usize, f32, &str)> = words
        .grapheme_indices(true)
        .map(|(at, grapheme)| {
            let end = ByteIndex(at + grapheme.len());
            let run = layout.runs(TextRange::new(ByteIndex(at), end))[0];
            (run.row, run.left, grapheme)
        })
        .collect();
    letters.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    letters.into_iter().map(|(.., grapheme)| grapheme).collect()
}

#[test]
fn words_stand_in_the_order_in_which_they_are_read() {
    with_ui(|ui| {
        for (words, shown) in [
            ("He said שלום עולם to us.", "He said םלוע םולש to us."),
            ("אב גד, 123 הו.", ".וה 123 ,דג בא"),
            // What is seen of these brackets is their mirror's image.
            ("אב (cd) ef, גד", "דג ,ef )cd( בא"),
            ("a \u{202e}bcd\u{202c} e", "a dcb e"),
        ] {
            let range = TextRange::new(0, words.len());
            let layout = BlockLayout::new(ui, range, words, &setting(f32::INFINITY), Vec::new());
            let hidden = |char: &char| !('\u{202a}'..='\u{202e}').contains(char);
            let seen: String = seen(&layout, words).chars().filter(hidden).collect();
            assert_eq!(seen, shown);
        }
    });
}

#[test]
fn a_paragraph_that_begins_from_the_right_stands_at_the_right_and_breaks_downwards() {
    with_ui(|ui| {
        let words = "אבגד הוזח טיכל מנסע פצקר שתאב גדהו זחטי כלמנ";
        let range = TextRange::new(0, words.len());
        let layout = BlockLayout::new(ui, range, words, &setting(160.0), Vec::new());
        assert!(layout.rows.len() > 1);
        for row in &layout.rows {
            assert!(row.rtl && (row.right - 160.0).abs() < 0.5, "{row:?}");
        }
        let (first, x) = layout.caret(ByteIndex(0));
        assert_eq!((first, x.round()), (0, 160.0));
        let (last, x) = layout.caret(range.end);
        assert_eq!(last, layout.rows.len() - 1);
        assert!((x - layout.rows[last].left).abs() < 0.5);
        // Beside a line its start or its end is meant.
        assert_eq!(layout.hit_in(0, 900.0), ByteIndex(0));
        assert_eq!(layout.hit_in(last, -900.0), range.end);
    });
}

#[test]
fn a_mark_over_both_directions_has_a_piece_for_each_and_begins_where_it_is_read() {
    with_ui(|ui| {
        let words = "He said שלום עולם to us.";
        let text = Text::new(words);
        let range = TextRange::new(3, words.len() - 4);
        let shown = mark(&text, range.start.0, range.end.0).unwrap();
        let layout = BlockLayout::new(
            ui,
            text.range(),
            words,
            &setting(f32::INFINITY),
            vec![shown],
        );
        let pieces: Vec<_> = layout
            .pieces
            .iter()
            .map(|piece| {
                (
                    text.slice(piece.range).unwrap(),
                    piece.rtl,
                    piece.starts,
                    piece.ends,
                )
            })
            .collect();
        assert_eq!(
            pieces,
            [
                ("said ", false, true, false),
                ("שלום עולם", true, false, false),
                (" to", false, false, true),
            ]
        );
        let ground: f32 = layout
            .pieces
            .iter()
            .map(|piece| piece.right - piece.left)
            .sum();
        let hull = layout.pieces[2].right - layout.pieces[0].left;
        assert!((ground - hull).abs() < 0.5, "no gap and no overlap");
        assert_eq!(layout.pieces[1].begin_x(), layout.pieces[1].right);
    });
}

/// Text of every script that the article must show.
const SCRIPTS: &[(&str, &str)] = &[
    ("Latin", "The “fjord’s” office — naïve, affluent: 3.50 €!"),
    ("Greek", "Η Θεσσαλονίκη είναι πόλη· «ναι», είπε."),
    ("Cyrillic", "Он сказал: «Это ложь», — и ушёл в 2014 г."),
    ("Hebrew", "הוא אמר: \"זה שקר\", וצה\"ל (שתק) ב־2014."),
    ("Hebrew with points", "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם"),
    ("Arabic", "قال الرئيس: «هذا كذب»، ثم غادر القاعة في 2014."),
    ("Arabic with vowels", "بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ"),
    ("Persian", "می‌خواهم بگویم که این دروغ است؛ لا، الآن."),
    (
        "mixed",
        "He said \"مرحبا بالعالم\" to us, 123 times; אני OK (שלום).",
    ),
    (
        "mixed from the right",
        "שלום עולם, זה English words ומספר 123 באמצע (a-b) המשפט.",
    ),
    ("Devanagari", "यह सच है। क्षत्रिय और हिन्दी भाषा"),
    ("Thai", "เขากล่าวว่านี่เป็นเรื่องโกหก น้ำใจ"),
    ("Khmer", "ភាសាខ្មែរ ស្រុកខ្មែរ"),
    ("Chinese", "他说：“这是假的。”《人民日报》"),
    ("Japanese", "彼は「違う」と言った。東京、カタカナ。"),
    ("Korean", "그는 “거짓말이다”라고 말했다. 한국어"),
    (
        "Korean letters",
        "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}",
    ),
    ("emoji", "👨‍👩‍👧 🇩🇪🇫🇷 👍🏽 ❤️ 1️⃣ 🏳️‍🌈 😀"),
    (
        "decomposed accents",
        "e\u{301}te\u{301} a\u{308}\u{323}o\u{302} Z\u{30c}",
    ),
    ("ligatures", "office affluent fjord Wi-Fi ﬁ ﬄ لا لله"),
    (
        "turned round",
        "abc \u{202e}def\u{202c} \u{2067}שלום\u{2069} \u{200f}x",
    ),
    (
        "nothing to see",
        "a\u{200b}b\u{ad}c\u{feff}d\u{0}e\u{1b}f\u{2060}g",
    ),
];

/// Whether the system has faces for every script of the tests. That it has none is said, and a
/// failure where all must run.
fn has_all_faces(ui: &egui::Ui) -> bool {
    let samples = "שرनไក漢한🎉";
    let found = ui.fonts_mut(|fonts| fonts.has_glyphs(&setting(90.0).font, samples));
    let told = "left out: places in scripts whose letters no face of this system has; for Debian, \
                install fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji";
    if !found {
        let required = std::env::var_os("POSTIL_REQUIRE_ALL").is_some();
        assert!(!required, "{told}");
        println!("{told}");
    }
    found
}

#[test]
fn every_place_of_every_script_comes_back() {
    for system_fonts in [false, true] {
        with_fonts(system_fonts, |ui| {
            if system_fonts && !has_all_faces(ui) {
                return;
            }
            for (script, words) in SCRIPTS {
                for width in [40.0, 160.0, 600.0, f32::INFINITY] {
                    let text = Text::new(*words);
                    let marks = [(0, 9), (4, 30), (11, 12)];
                    let shown = marks
                        .iter()
                        .filter_map(|(a, b)| mark(&text, *a, *b))
                        .collect();
                    let layout = BlockLayout::new(ui, text.range(), words, &setting(width), shown);
                    comes_back(&layout, 0, words).unwrap_or_else(|told| {
                        panic!("{script} at {width}, system's fonts {system_fonts}: {told}")
                    });
                }
            }
        });
    }
}

#[test]
fn any_text_at_all_is_laid_out_and_hit() {
    let piece = prop_oneof![
        3 => any::<char>().prop_map(String::from),
        2 => "[\u{590}-\u{8ff}]{1,4}",
        2 => "[\u{300}-\u{36f}]{1,9}",
        2 => "[\u{2000}-\u{206f}]{1,3}",
        1 => "[\u{900}-\u{17ff}]{1,5}",
        1 => "[\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u{200d}\u{fe0f}👩👍]{1,5}",
        1 => "[\u{0}-\u{1f}]{1,2}".prop_map(|words| words.replace('\n', " ")),
        2 => prop::sample::select(SCRIPTS).prop_map(|(_, words)| words.to_owned()),
    ];
    let words =
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat().replace('\n', ""));
    let width = prop_oneof![Just(1.0f32), Just(90.0), Just(500.0), Just(f32::INFINITY)];
    for system_fonts in [false, true] {
        let mut runner = TestRunner::new(Config::with_cases(150));
        with_fonts(system_fonts, |ui| {
            let cases = (words.clone(), width.clone());
            let outcome = runner.run(&cases, |(words, width)| {
                let text = Text::new(words.clone());
                let shown = mark(&text, 0, words.len()).into_iter().collect();
                let layout = BlockLayout::new(ui, text.range(), &words, &setting(width), shown);
                comes_back(&layout, 0, &words)?;
                for x in [-9.0, 0.0, 45.5, 300.0, 9e9] {
                    for y in [-9.0, 0.0, 31.0, 9e9] {
                        let hit = layout.hit(x, y);
                        prop_assert!(crate::text::boundary::is_grapheme_boundary(&text, hit));
                        layout.char_at(x, y);
                    }
                }
                Ok(())
            });
            outcome.expect("every place comes back");
        });
    }
}

#[test]
fn a_place_is_found_again_where_hidden_characters_are_shown() {
    let hidden = prop::sample::select(vec![
        "\u{202e}abc\u{202c}",
        "\u{2067}שלום x\u{2069}",
        "z\u{200b}w",
        "so\u{ad}ft",
        "e\u{200d}\u{301}",
        "\0",
        "\u{1b}[31m",
        "\u{85}\r",
        "❤\u{fe0f}",
        "می\u{200c}خواهم",
    ]);
    let token = prop_oneof![2 => words(), 3 => hidden.prop_map(str::to_owned)];
    let texts = prop::collection::vec(token, 1..6).prop_map(|tokens| tokens.concat());
    let width = prop_oneof![Just(60.0f32), Just(300.0), Just(f32::INFINITY)];
    let mut runner = TestRunner::new(Config::with_cases(150));
    with_ui(|ui| {
        let outcome = runner.run(&(texts.clone(), width.clone()), |(words, width)| {
            let all = true;
            let unseen = Unseen {
                all,
                ..Unseen::default()
            };
            let shown = Setting {
                unseen,
                ..setting(width)
            };
            let range = TextRange::new(0, words.len());
            let layout = BlockLayout::new(ui, range, &words, &shown, Vec::new());
            comes_back(&layout, 0, &words)?;
            let graphemes = words.grapheme_indices(true);
            for (at, grapheme) in graphemes.filter(|(_, it)| unseen.is_in(it)) {
                let runs = layout.runs(TextRange::new(at, at + grapheme.len()));
                prop_assert!(
                    runs.iter().any(|run| run.right > run.left + 3.0),
                    "{:?}",
                    grapheme
                );
            }
            Ok(())
        });
        outcome.expect("every place comes back");
    });
}

#[test]
fn words_that_are_turned_round_stand_as_stored_where_hidden_characters_are_shown() {
    with_ui(|ui| {
        let words = "pay \u{202e}abc\u{202c} now";
        let range = TextRange::new(0, words.len());
        let order = |all: bool| {
            let unseen = Unseen {
                all,
                ..Unseen::default()
            };
            let setting = Setting {
                unseen,
                ..setting(f32::INFINITY)
            };
            let layout = BlockLayout::new(ui, range, words, &setting, Vec::new());
            seen(&layout, words)
        };
        assert_eq!(
            order(false).replace(['\u{202e}', '\u{202c}'], ""),
            "pay cba now"
        );
        assert_eq!(order(true), words);
    });
}

#[test]
fn a_mark_of_a_crowd_is_counted_once_a_line_in_however_many_pieces() {
    with_ui(|ui| {
        let text = Text::new("one two three four five six seven eight nine ten");
        let narrow = setting(120.0);
        let mut layout = BlockLayout::new(ui, text.range(), text.as_str(), &narrow, Vec::new());
        let first = layout.rows[0].range;
        let last = layout.rows[layout.rows.len() - 1].range;
        let fragments = vec![
            TextRange::new(0usize, 3usize),
            TextRange::new(4usize, 7usize),
            TextRange::new(last.end.0 - 3, last.end.0),
        ];
        assert!(first.end.0 >= 7 && layout.rows.len() > 2);
        let span = Span::new(fragments, &text).expect("words");
        layout.count_crowd([&span].into_iter());
        let crowds: Vec<usize> = layout.rows.iter().map(|row| row.crowd).collect();
        assert_eq!(crowds.iter().sum::<usize>(), 2, "{crowds:?}");
        assert_eq!((crowds[0], crowds[crowds.len() - 1]), (1, 1));
    });
}

#[test]
fn letters_of_all_faces_stand_on_one_line() {
    with_fonts(true, |ui| {
        if !has_all_faces(ui) {
            return;
        }
        let wide = setting(900.0);
        for words in ["a ไทย", "“ไทย” และ (ไทย)", "漢字 and “漢字”", "שלום α 한"]
        {
            let galley = set(ui, words, &wide);
            let glyphs = galley.rows.iter().flat_map(|row| &row.glyphs);
            let lines: Vec<f32> = glyphs.map(|glyph| glyph.pos.y).collect();
            let first = lines.first().copied().unwrap_or_default();
            // A pixel, to which each face is rounded for itself.
            let level = lines.iter().all(|line| (line - first).abs() <= 1.0);
            assert!(level, "{words}: {lines:?}");
        }
    });
}
