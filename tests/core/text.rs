//! Properties of the text room, held against slow and obvious versions of the same.

use std::time::{Duration, Instant};

use postil::text::boundary::*;
use postil::text::*;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// Text of what makes trouble: quotation marks, accents of their own, emoji of several code points,
/// flags, line ends of both kinds, blanks of every width, scripts without spaces, abbreviations.
fn awkward() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-zA-Z]{1,6}",
        3 => Just(" ".to_owned()),
        3 => prop::sample::select(vec![
            ".", "?", "!", ",", "-", "‐", "—", "'", "’", "‘", "\"", "“", "”", "„", "«", "»", "‹",
            "›", "‚", "「", "」", "[1]", "(", ")", ". ", ".” ", "\n", "\r\n", "\n\n", "\r", "\t",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "Dr. ", "U.S.", "e.g. ", "J. ", "No. 5", "don’t", "anti-Russian", "Jong-un’s", "1990s",
            "3.50", "İ", "ß", "ﬁ", "Σ", "ς", "K",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "👨‍👩‍👧", "🇩🇪", "🇫", "👍🏽", "e\u{301}", "\u{301}", "\u{200d}", "\u{a0}", "\u{200b}", "\u{feff}",
            "\u{2028}", "\u{85}", "漢字", "かな", "カナ", "ไทย", "한국", "ᄀᄀ", "שלום", "مرحبا", "नमस्ते",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A text with an offset that may be past its end or inside a character.
fn text_and_byte() -> impl Strategy<Value = (Text, usize)> {
    awkward().prop_flat_map(|words| {
        let past = words.len() + 5;
        (Just(Text::new(words)), 0..=past)
    })
}

/// Whether a character belongs to a script without spaces between words.
fn is_unspaced(char: char) -> bool {
    matches!(char, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn text_and_range() -> impl Strategy<Value = (Text, TextRange)> {
    awkward().prop_flat_map(|words| {
        let past = words.len() + 5;
        let ends = (0..=past, 0..=past);
        (Just(Text::new(words)), ends).prop_map(|(text, (a, b))| (text, TextRange::new(a, b)))
    })
}

fn is_inside(text: &Text, range: TextRange) -> bool {
    range.start <= range.end && text.slice(range).is_some()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn conversions_agree_with_counting(words in awkward(), times in 1usize..40) {
        // Repeated, so that offsets lie behind many samples.
        let words = words.repeat(times);
        let text = Text::new(words.as_str());
        let (mut chars, mut units) = (0, 0);
        for (byte, char) in words.char_indices() {
            let here = Some(ByteIndex(byte));
            prop_assert_eq!(text.char_from_byte(ByteIndex(byte)), Some(CharIndex(chars)));
            prop_assert_eq!(text.utf16_from_byte(ByteIndex(byte)), Some(Utf16Index(units)));
            prop_assert_eq!(text.byte_from_char(CharIndex(chars)), here);
            prop_assert_eq!(text.byte_from_utf16(Utf16Index(units)), here);
            for inside in 1..char.len_utf8() {
                prop_assert_eq!(text.char_from_byte(ByteIndex(byte + inside)), None);
                prop_assert_eq!(text.utf16_from_byte(ByteIndex(byte + inside)), None);
            }
            if char.len_utf16() == 2 {
                prop_assert_eq!(text.byte_from_utf16(Utf16Index(units + 1)), None);
            }
            chars += 1;
            units += char.len_utf16();
        }
        let end = Some(text.len());
        prop_assert_eq!(text.char_from_byte(text.len()), Some(CharIndex(chars)));
        prop_assert_eq!(text.utf16_from_byte(text.len()), Some(Utf16Index(units)));
        prop_assert_eq!(text.byte_from_char(CharIndex(chars)), end);
        prop_assert_eq!(text.byte_from_utf16(Utf16Index(units)), end);
        prop_assert_eq!(text.byte_from_char(CharIndex(chars + 1)), None);
        prop_assert_eq!(text.byte_from_utf16(Utf16Index(units + 1)), None);
        prop_assert_eq!(text.char_from_byte(ByteIndex(words.len() + 1)), None);
    }

    #[test]
    fn paragraphs_are_the_lines(words in awkward()) {
        let text = Text::new(words.as_str());
        let lines: Vec<&str> = words.split('\n').collect();
        prop_assert_eq!(text.paragraph_count(), lines.len());
        let mut start = 0;
        for (index, line) in lines.iter().enumerate() {
            let range = text.paragraph(index).unwrap();
            let ends = index + 1 < lines.len();
            let visible = if ends { line.strip_suffix('\r').unwrap_or(line) } else { line };
            prop_assert_eq!(text.slice(range), Some(visible));
            prop_assert_eq!(range.start, ByteIndex(start));
            for byte in start..=start + line.len() {
                prop_assert_eq!(text.paragraph_at(ByteIndex(byte)), index);
            }
            for (column, (byte, _)) in line.char_indices().enumerate() {
                let place = text.line_column(ByteIndex(start + byte));
                prop_assert_eq!(place, (index + 1, column + 1));
            }
            start += line.len() + 1;
        }
    }

    #[test]
    fn graphemes_agree_with_reading_from_the_start((text, byte) in text_and_byte()) {
        let mut stops: Vec<usize> = text.as_str().grapheme_indices(true).map(|(at, _)| at).collect();
        stops.push(text.len().0);
        stops.dedup();
        let is_stop = stops.contains(&byte);
        let at = text.clamp(ByteIndex(byte)).0;
        let next = stops.iter().copied().find(|stop| *stop > at).unwrap_or(text.len().0);
        let previous = stops.iter().copied().rev().find(|stop| *stop < byte.min(text.len().0));
        prop_assert_eq!(is_grapheme_boundary(&text, ByteIndex(byte)), is_stop);
        prop_assert_eq!(next_grapheme(&text, ByteIndex(byte)).0, next);
        prop_assert_eq!(previous_grapheme(&text, ByteIndex(byte)).0, previous.unwrap_or(0));
    }

    #[test]
    fn snapping_takes_whole_graphemes_and_words((text, range) in text_and_range()) {
        let inside = text.clamp_range(range);
        for snapped in [snap_to_graphemes(&text, range), snap_to_words(&text, range)] {
            prop_assert!(is_inside(&text, snapped));
            prop_assert!(snapped.contains_range(inside));
            prop_assert!(is_grapheme_boundary(&text, snapped.start));
            prop_assert!(is_grapheme_boundary(&text, snapped.end));
        }
        let words = snap_to_words(&text, range);
        prop_assert_eq!(snap_to_words(&text, words), words, "snapping twice changes nothing");
    }

    #[test]
    fn places_give_ranges_of_the_text((text, byte) in text_and_byte()) {
        let byte = ByteIndex(byte);
        let clamped = text.clamp(byte);
        for range in [word_at(&text, byte), paragraph_range_at(&text, byte)] {
            prop_assert!(is_inside(&text, range));
        }
        let paragraph = paragraph_range_at(&text, byte);
        let word = word_at(&text, byte);
        prop_assert!(paragraph.contains_range(word));
        prop_assert!(word.touches(TextRange::at(clamped.min(paragraph.end))));
        let sentence = sentence_at(&text, byte);
        prop_assert!(is_inside(&text, sentence) && paragraph.contains_range(sentence));
        if !sentence.is_empty() {
            prop_assert_eq!(trim(&text, sentence), Some(sentence));
        }
        if let Some(quotation) = quotation_at(&text, byte) {
            prop_assert!(is_inside(&text, quotation) && paragraph.contains_range(quotation));
            prop_assert_eq!(trim(&text, quotation), Some(quotation));
        }
    }

    #[test]
    fn words_begin_and_end_where_unicode_breaks_the_paragraph(words in awkward()) {
        let text = Text::new(words);
        let joins = |char: Option<char>| matches!(char, Some('-' | '‐' | '‑' | '.'));
        for byte in (0..=text.len().0).map(ByteIndex) {
            let paragraph = paragraph_range_at(&text, byte);
            let pieces = text.slice(paragraph).unwrap().split_word_bound_indices();
            let mut breaks: Vec<usize> = pieces.map(|(at, _)| paragraph.start.0 + at).collect();
            breaks.push(paragraph.end.0);
            let word = word_at(&text, byte);
            // Where a script has no spaces, the dictionary knows better than the rules.
            if text.slice(word).unwrap().chars().any(is_unspaced) {
                continue;
            }
            let begins_and_ends = breaks.contains(&word.start.0) && breaks.contains(&word.end.0);
            prop_assert!(begins_and_ends, "{}", word);
            // Only a hyphen or a dot may be passed over inside.
            for inside in breaks.iter().filter(|at| word.start.0 < **at && **at < word.end.0) {
                let (before, after) = text.as_str().split_at(*inside);
                prop_assert!(joins(before.chars().next_back()) || joins(after.chars().next()));
            }
        }
    }

    #[test]
    fn words_are_walked_as_they_are_read(words in awkward()) {
        let text = Text::new(words);
        // Read every place's word; those with a letter or digit are the words there are.
        let mut all: Vec<TextRange> = (0..=text.len().0)
            .map(|byte| word_at(&text, ByteIndex(byte)))
            .filter(|word| text.slice(*word).unwrap().chars().any(char::is_alphanumeric))
            .collect();
        all.sort();
        all.dedup();
        for pair in all.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "words {} and {} overlap", pair[0], pair[1]);
        }
        for byte in (0..=text.len().0 + 2).map(ByteIndex) {
            let at = text.clamp(byte);
            let end = text.len();
            let starts = || all.iter().map(|word| word.start);
            let ends = || all.iter().map(|word| word.end);
            let next = |stop: Option<ByteIndex>| stop.unwrap_or(end);
            let previous = |stop: Option<ByteIndex>| stop.unwrap_or_default();
            prop_assert_eq!(next_word_start(&text, byte), next(starts().find(|stop| *stop > at)));
            prop_assert_eq!(next_word_end(&text, byte), next(ends().find(|stop| *stop > at)));
            prop_assert_eq!(
                previous_word_start(&text, byte),
                previous(starts().rev().find(|stop| *stop < at))
            );
            prop_assert_eq!(
                previous_word_end(&text, byte),
                previous(ends().rev().find(|stop| *stop < at))
            );
        }
    }

    #[test]
    fn sentences_are_walked_in_order_and_leave_no_word_out(words in awkward()) {
        let text = Text::new(words);
        let mut sentences = Vec::new();
        let first = sentence_at(&text, ByteIndex(0));
        let mut next = if first.is_empty() { next_sentence(&text, ByteIndex(0)) } else { Some(first) };
        while let Some(sentence) = next {
            prop_assert_eq!(sentence_at(&text, sentence.start), sentence);
            sentences.push(sentence);
            next = next_sentence(&text, sentence.start);
        }
        for pair in sentences.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
            prop_assert_eq!(previous_sentence(&text, pair[1].start), Some(pair[0]));
        }
        for (byte, char) in text.as_str().char_indices() {
            if char.is_alphanumeric() {
                prop_assert!(sentences.iter().any(|sentence| sentence.contains(ByteIndex(byte))));
            }
        }
    }

    #[test]
    fn trimming_takes_blanks_only((text, range) in text_and_range()) {
        let blank = |char: char| char.is_whitespace() || matches!(char, '\u{200b}' | '\u{feff}');
        let inside = text.clamp_range(range);
        match trim(&text, range) {
            None => prop_assert!(text.slice(inside).unwrap().chars().all(blank)),
            Some(words) => {
                prop_assert!(is_inside(&text, words) && inside.contains_range(words));
                let before = TextRange::new(inside.start, words.start);
                let after = TextRange::new(words.end, inside.end);
                for gone in [before, after] {
                    prop_assert!(text.slice(gone).unwrap().chars().all(blank));
                }
                prop_assert_eq!(trim(&text, words), Some(words));
                prop_assert!(!text.slice(words).unwrap().ends_with(blank));
            }
        }
    }

    #[test]
    fn expanding_ends_at_the_whole_text((text, range) in text_and_range()) {
        let mut range = text.clamp_range(range);
        for _ in 0..200 {
            let larger = expand(&text, range);
            prop_assert!(is_inside(&text, larger));
            prop_assert!(larger.contains_range(range));
            if larger == range {
                break;
            }
            range = larger;
        }
        prop_assert_eq!(range, text.range());
    }

    #[test]
    fn searching_agrees_with_comparing_every_place(words in awkward(), a in 0usize..60, n in 1usize..6) {
        let text = Text::new(words.as_str());
        let needle: String = words.chars().skip(a).take(n).collect();
        let exact = SearchOptions { match_case: true, ..SearchOptions::default() };
        let expected: Vec<TextRange> = if needle.is_empty() {
            Vec::new()
        } else {
            words
                .match_indices(&needle)
                .map(|(at, found)| TextRange::new(at, at + found.len()))
                .collect()
        };
        prop_assert_eq!(find_all(&text, &needle, exact), expected);
        for (match_case, whole_word) in [(false, false), (false, true), (true, true)] {
            let options = SearchOptions { match_case, whole_word, ..SearchOptions::default() };
            let found = find_all(&text, &needle, options);
            for range in &found {
                let again = Text::new(text.slice(*range).unwrap());
                let folded = SearchOptions { whole_word: false, ..options };
                prop_assert_eq!(find_all(&again, &needle, folded), vec![again.range()]);
            }
            for pair in found.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
            if !match_case && !whole_word && !needle.is_empty() {
                prop_assert!(!found.is_empty(), "{:?} is in the text as it is written", needle);
            }
        }
    }

    #[test]
    fn a_quote_finds_its_own_place((text, range) in text_and_range(), hint in 0usize..500) {
        let inside = text.clamp_range(range);
        prop_assume!(!inside.is_empty());
        let quote = Quote::new(&text, inside).unwrap();
        let found = find_quote(&text, &quote, ByteIndex(hint)).unwrap();
        prop_assert_eq!(text.slice(found), text.slice(inside));
        prop_assert_eq!(Quote::new(&text, found), Some(quote.clone()));
        prop_assert_eq!(find_quote(&text, &quote, inside.start), Some(inside));
    }
}

#[test]
fn an_endless_paragraph_costs_no_more_than_reading_it() {
    // Each would take many minutes if some function looked over the whole again for each piece.
    let begun = Instant::now();
    let heaps = [
        "x".repeat(1 << 17),
        "“".repeat(1 << 15),
        "“‘".repeat(1 << 14),
        "\"a\" ".repeat(1 << 15),
        "a. ".repeat(1 << 15),
        "Dr. ".repeat(1 << 15),
        "1. [".repeat(1 << 15),
        "-".repeat(1 << 17),
        "a-".repeat(1 << 16),
        "U.S.".repeat(1 << 15),
        "🇩🇪".repeat(1 << 13),
        "漢".repeat(1 << 15),
    ];
    for heap in heaps {
        let text = Text::new(heap);
        let middle = text.clamp(ByteIndex(text.len().0 / 2));
        let range = TextRange::at(middle);
        word_at(&text, middle);
        sentence_at(&text, middle);
        next_sentence(&text, middle);
        previous_sentence(&text, middle);
        quotation_at(&text, middle);
        expand(&text, range);
        snap_to_words(&text, range);
        next_word_start(&text, middle);
        previous_word_start(&text, text.len());
        previous_word_end(&text, ByteIndex(1));
    }
    let taken = begun.elapsed();
    assert!(taken < Duration::from_secs(60), "it took {taken:?}");
}
