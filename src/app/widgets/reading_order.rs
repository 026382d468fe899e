//! Words outside the article that are read from right to left, wholly or in part: titles, quotes,
//! names. egui puts words side by side as they are stored; here each line is put in the order in
//! which it is read (UAX 9). Hidden characters that would turn it round stand by their names.

use std::ops::Range;

use egui::text::{ByteIndex, LayoutJob, LayoutSection, TextFormat, TextWrapping};
use egui::{Color32, Label, Painter, Response, Role, Ui, WidgetInfo};
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::app::fonts::TypeStyle;
use crate::text::{HiddenKind, hidden_kind, hidden_name};

/// Words as a job for egui's layout, and whether some of them were left out.
pub struct Ordered {
    /// The job.
    pub job: LayoutJob,
    /// It ends with «…». Where egui itself cuts the words, its galley says so.
    pub cut: bool,
    /// Its first line begins at the right.
    pub from_right: bool,
}

/// A word, or a sign, that is laid out by itself.
struct Atom {
    range: Range<usize>,
    level: Level,
    blank: bool,
    /// Its letters join those of the atom before, and of the one after, which stand in another
    /// format.
    joined: (bool, bool),
}

/// Some words in one format, wrapped and cut as `wrap` says. Words that are read from left to right
/// are left to egui.
pub fn ordered(painter: &Painter, text: &str, format: TextFormat, wrap: TextWrapping) -> Ordered {
    ordered_parts(painter, &[(text, format)], wrap)
}

/// The same for words of which each part has its own format.
pub fn ordered_parts(
    painter: &Painter,
    parts: &[(&str, TextFormat)],
    wrap: TextWrapping,
) -> Ordered {
    let (mut text, mut formats) = (String::new(), Vec::new());
    let mut job = LayoutJob::default();
    for (words, format) in parts {
        let words = named(words);
        text.push_str(&words);
        formats.push((text.len(), format));
        job.append(&words, 0.0, format.clone());
    }
    let formats = Formats(formats);
    if !text.chars().any(is_right_to_left) {
        job.wrap = wrap;
        return Ordered {
            job,
            cut: false,
            from_right: false,
        };
    }
    let mut job = LayoutJob::default();
    // The lines are made here: egui must break no further.
    job.wrap.max_width = f32::INFINITY;
    let mut left = wrap.max_rows;
    let (mut cut, mut from_right, mut start) = (false, false, 0);
    for (at, words) in text.split('\n').enumerate() {
        if left == 0 {
            cut = true;
            break;
        }
        if at > 0 {
            job.append("\n", 0.0, formats.at(start));
        }
        let paragraph = Paragraph::new(painter, words, start, &formats);
        let lines = paragraph.lines(wrap.max_width, left);
        for (nth, line) in lines.lines.iter().enumerate() {
            if nth > 0 {
                job.append("\n", 0.0, formats.at(start));
            }
            let mut indent = paragraph.indent(line, &wrap);
            for (piece, format) in line {
                append(&mut job, piece, std::mem::take(&mut indent), format.clone());
            }
        }
        from_right |= at == 0 && paragraph.base.is_rtl();
        left = left.saturating_sub(lines.lines.len());
        cut |= lines.cut;
        start += words.len() + 1;
    }
    Ordered {
        job,
        cut,
        from_right,
    }
}

/// Adds a piece as a section of its own. egui turns what one section holds as a whole where one
/// face has its letters and blanks, and puts together what is appended in one format.
fn append(job: &mut LayoutJob, piece: &str, leading_space: f32, format: TextFormat) {
    let start = ByteIndex(job.text.len());
    job.text.push_str(piece);
    job.sections.push(LayoutSection {
        leading_space,
        byte_range: start..ByteIndex(job.text.len()),
        format,
    });
}

/// The format of each part of some words, with the byte at which the part ends.
struct Formats<'a>(Vec<(usize, &'a TextFormat)>);

impl Formats<'_> {
    fn part(&self, byte: usize) -> usize {
        self.0.partition_point(|(end, _)| *end <= byte)
    }

    /// The format of a byte; past the end, of the last part.
    fn at(&self, byte: usize) -> TextFormat {
        let found = self.0.get(self.part(byte)).or(self.0.last());
        found.map_or_else(TextFormat::default, |(_, format)| (*format).clone())
    }
}

/// The same words on one line, as wide as they are.
pub fn on_one_line(painter: &Painter, text: &str, format: TextFormat) -> LayoutJob {
    ordered(painter, text, format, TextWrapping::no_max_width()).job
}

/// A label of some words, over as many lines as they need.
pub fn label(ui: &mut Ui, text: &str, style: TypeStyle, colour: Color32) -> Response {
    if is_as_stored(text) {
        return ui.add(Label::new(style.text(text).color(colour)).wrap());
    }
    let wrap = TextWrapping::wrap_at_width(ui.available_width());
    ordered_label(ui, text, (style, colour), wrap)
}

/// A label of some words on one line, cut with «…» where the room for it ends.
pub fn line_label(ui: &mut Ui, text: &str, style: TypeStyle, colour: Color32) -> Response {
    if is_as_stored(text) {
        return ui.add(Label::new(style.text(text).color(colour)).truncate());
    }
    let wrap = TextWrapping::truncate_at_width(ui.available_width());
    ordered_label(ui, text, (style, colour), wrap)
}

fn ordered_label(
    ui: &mut Ui,
    text: &str,
    (style, colour): (TypeStyle, Color32),
    wrap: TextWrapping,
) -> Response {
    let format = TextFormat::simple(style.font(), colour);
    let job = ordered(ui.painter(), text, format, wrap).job;
    let galley = ui.painter().layout_job(job);
    let response = ui.add(Label::new(galley));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

/// Whether words are read in the order in which they are stored, and hide nothing.
fn is_as_stored(text: &str) -> bool {
    let turns = |char| is_right_to_left(char) || is_named(char);
    !text.chars().any(turns)
}

/// The letters of the scripts that are read from right to left.
pub(super) fn is_right_to_left(char: char) -> bool {
    matches!(char, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The words with the names of controls and of what would turn their order round: a quote must not
/// read otherwise than it is stored.
fn named(text: &str) -> String {
    if !text.contains(is_named) {
        return text.to_owned();
    }
    let name = |char: char| match is_named(char) {
        true => format!("⟨{}⟩", hidden_name(char)),
        false => char.to_string(),
    };
    text.chars().map(name).collect()
}

fn is_named(char: char) -> bool {
    let kind = hidden_kind(char);
    char != '\r' && matches!(kind, Some(HiddenKind::Order | HiddenKind::Control))
}

/// The letters of Arabic and of the scripts whose letters join as its do.
fn is_joining(char: char) -> bool {
    let script =
        matches!(char, '\u{620}'..='\u{77f}' | '\u{7ca}'..='\u{7fa}' | '\u{840}'..='\u{8ff}');
    script && char.is_alphabetic()
}

/// A paragraph on its way into lines.
struct Paragraph<'a> {
    painter: &'a Painter,
    text: &'a str,
    /// Where it begins in all the words.
    start: usize,
    formats: &'a Formats<'a>,
    atoms: Vec<Atom>,
    base: Level,
}

/// Lines of pieces in the order in which they are seen.
struct Lines {
    lines: Vec<Vec<(String, TextFormat)>>,
    cut: bool,
}

impl<'a> Paragraph<'a> {
    fn new(painter: &'a Painter, text: &'a str, start: usize, formats: &'a Formats<'a>) -> Self {
        let info = BidiInfo::new(text, None);
        let base = info.paragraphs.first().map_or(Level::ltr(), |it| it.level);
        let mut paragraph = Self {
            painter,
            text,
            start,
            formats,
            atoms: Vec::new(),
            base,
        };
        let level = |at: usize| info.levels.get(at).copied().unwrap_or(base);
        for (at, grapheme) in text.grapheme_indices(true) {
            paragraph.add(at, grapheme, level(at));
        }
        paragraph
    }

    /// Adds a grapheme to the last atom, or begins another with it.
    fn add(&mut self, at: usize, grapheme: &str, level: Level) {
        let end = at + grapheme.len();
        let blank = grapheme.chars().all(char::is_whitespace);
        let first = grapheme.chars().next();
        let letter = first.is_some_and(is_right_to_left);
        // A sign inside words that are read from right to left stands alone.
        let alone = blank || (level.is_rtl() && !letter);
        let part = |byte: usize| self.formats.part(self.start + byte);
        let mut joined = false;
        if let Some(last) = self.atoms.last_mut()
            && !alone
            && !last.blank
            && last.level == level
            && last.joins(self.text)
        {
            if part(last.range.start) == part(at) {
                last.range.end = end;
                return;
            }
            // A letter must look as if the other format did not part it from the one before.
            let before = self.text.get(last.range.clone()).unwrap_or_default();
            let before = before.chars().rfind(|char| char.is_alphabetic());
            joined = before.is_some_and(is_joining) && first.is_some_and(is_joining);
            last.joined.1 = joined;
        }
        self.atoms.push(Atom {
            range: at..end,
            level,
            blank,
            joined: (joined, false),
        });
    }

    /// An atom's words as they are laid out.
    fn words(&self, atom: &Atom) -> String {
        let words = self.text.get(atom.range.clone()).unwrap_or_default();
        let joiner = |joined: bool| if joined { JOINER } else { "" };
        let (before, after) = atom.joined;
        format!("{}{words}{}", joiner(before), joiner(after))
    }

    fn format(&self, atom: &Atom) -> TextFormat {
        self.formats.at(self.start + atom.range.start)
    }

    fn width(&self, words: &str, format: TextFormat) -> f32 {
        let mut job = LayoutJob::single_section(words.to_owned(), format);
        job.wrap.max_width = f32::INFINITY;
        self.painter.layout_job(job).size().x
    }

    /// The room before a line, so that lines that are read from right to left begin at the right;
    /// whoever shows a single line places it.
    fn indent(&self, line: &[(String, TextFormat)], wrap: &TextWrapping) -> f32 {
        if !self.base.is_rtl() || wrap.max_rows == 1 || !wrap.max_width.is_finite() {
            return 0.0;
        }
        let mut job = LayoutJob::default();
        job.wrap.max_width = f32::INFINITY;
        for (piece, format) in line {
            append(&mut job, piece, 0.0, format.clone());
        }
        let width = self.painter.layout_job(job).size().x;
        (wrap.max_width - width).floor().max(0.0)
    }

    /// The format of what stands for words that were cut.
    fn format_of_more(&self) -> TextFormat {
        self.formats.at(self.start + self.text.len())
    }

    /// At most so many lines of this width; what is more is cut.
    fn lines(&self, width: f32, most: usize) -> Lines {
        let more = self.width(MORE, self.format_of_more());
        let (mut lines, mut line, mut x) = (Vec::new(), Vec::new(), 0.0);
        let mut rest = self.atoms.iter().peekable();
        while let Some(atom) = rest.next() {
            let wide = self.width(&self.words(atom), self.format(atom));
            let last = lines.len() + 1 == most;
            let room = if last && rest.peek().is_some() {
                width - more
            } else {
                width
            };
            if x + wide > room && !line.is_empty() && !atom.blank {
                if last {
                    lines.push(self.seen(&line, true));
                    return Lines { lines, cut: true };
                }
                lines.push(self.seen(&line, false));
                (line, x) = (Vec::new(), 0.0);
            }
            x += wide;
            line.push(atom);
        }
        lines.push(self.seen(&line, false));
        Lines { lines, cut: false }
    }

    /// A line's pieces from left to right; one that was cut has a sign at its end.
    fn seen(&self, line: &[&Atom], cut: bool) -> Vec<(String, TextFormat)> {
        let shown = line.iter().rposition(|atom| !atom.blank);
        let line = line
            .get(..shown.map_or(0, |last| last + 1))
            .unwrap_or_default();
        let levels = line.iter().map(|atom| atom.level);
        let levels: Vec<Level> = levels.chain(cut.then_some(self.base)).collect();
        let piece = |at: usize| match line.get(at) {
            Some(atom) => (turned(self.words(atom), atom.level), self.format(atom)),
            None => (MORE.to_owned(), self.format_of_more()),
        };
        let order = BidiInfo::reorder_visual(&levels).into_iter();
        order.map(piece).collect()
    }
}

/// What stands for words that were cut.
const MORE: &str = "…";
/// Between letters in two formats it lets each look as it does beside the other (U+200D).
const JOINER: &str = "\u{200d}";

impl Atom {
    /// Whether letters may join it: it is a word, and no sign that stands alone.
    fn joins(&self, text: &str) -> bool {
        let words = text.get(self.range.clone()).unwrap_or_default();
        !self.level.is_rtl() || words.chars().next().is_some_and(is_right_to_left)
    }
}

/// A sign as it stands where text is read from right to left (UAX 9, rule L4).
fn turned(words: String, level: Level) -> String {
    let mirrored = crate::app::article::layout::mirrored(&words);
    let mirrored = mirrored.filter(|_| level.is_rtl());
    mirrored.map_or(words, str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use egui::{Context, RawInput};

    use super::*;
    use crate::app::fonts::{self, TypeStyle};

    /// What is made of words of which each part has another size.
    fn made(parts: &[&str], width: f32, most: usize) -> Ordered {
        let ctx = Context::default();
        fonts::install(&ctx, None);
        ctx.run_ui(RawInput::default(), |_| {})
            .textures_delta
            .clear();
        let found = RefCell::new(None);
        ctx.run_ui(RawInput::default(), |ui| {
            let format = |at: usize| {
                let mut font = TypeStyle::Ui.font();
                font.size += at as f32;
                TextFormat::simple(font, egui::Color32::BLACK)
            };
            let parts = parts.iter().enumerate();
            let parts: Vec<_> = parts.map(|(at, words)| (*words, format(at))).collect();
            let wrap = TextWrapping {
                max_width: width,
                max_rows: most,
                ..TextWrapping::default()
            };
            found.replace(Some(ordered_parts(ui.painter(), &parts, wrap)));
        })
        .textures_delta
        .clear();
        found.into_inner().expect("a frame was drawn")
    }

    fn lines(text: &str, width: f32, most: usize) -> (Vec<String>, bool) {
        let ordered = made(&[text], width, most);
        let words = ordered.job.text.split('\n').map(str::to_owned);
        (words.collect(), ordered.cut)
    }

    /// The pieces of a line from left to right, the second part's in brackets.
    fn marked(parts: &[&str]) -> String {
        let job = made(parts, f32::INFINITY, 1).job;
        let second = TypeStyle::Ui.font().size + 1.0;
        let pieces = job.sections.iter().map(|section| {
            let range = section.byte_range.start.0..section.byte_range.end.0;
            let words = &job.text[range];
            match section.format.font_id.size == second {
                true => format!("[{words}]"),
                false => words.to_owned(),
            }
        });
        pieces.collect()
    }

    fn line(text: &str) -> String {
        lines(text, f32::INFINITY, 1).0.join("|")
    }

    #[test]
    fn words_stand_in_the_order_in_which_they_are_read() {
        assert_eq!(line("plain words, as ever"), "plain words, as ever");
        // Each word stays as it is stored: egui turns its letters itself.
        assert_eq!(line("שלום עולם"), "עולם שלום");
        assert_eq!(line("said «שלום עולם» twice"), "said «עולם שלום» twice");
        assert_eq!(line("שלום (עולם), טוב"), "טוב ,(עולם) שלום");
        assert_eq!(line("שלום 42 טוב"), "טוב 42 שלום");
    }

    #[test]
    fn words_stand_so_in_every_face() {
        let ctx = Context::default();
        fonts::install(&ctx, None);
        ctx.run_ui(RawInput::default(), |_| {})
            .textures_delta
            .clear();
        ctx.run_ui(RawInput::default(), |ui| {
            for style in TypeStyle::ALL {
                let format = TextFormat::simple(style.font(), egui::Color32::BLACK);
                let job = on_one_line(ui.painter(), "שלום עולם", format);
                let galley = ui.painter().layout_job(job);
                let glyphs = galley.rows.iter().flat_map(|row| row.glyphs.iter());
                // The first letters of both words are on no other letter's place.
                let at = |char| {
                    glyphs
                        .clone()
                        .find(|glyph| glyph.chr == char)
                        .unwrap()
                        .pos
                        .x
                };
                assert!(at('ש') > at('ע'), "{style:?}");
            }
        })
        .textures_delta
        .clear();
    }

    #[test]
    fn each_part_keeps_its_format_wherever_it_comes_to_stand() {
        assert_eq!(marked(&["a ", "b", " c"]), "a [b] c");
        assert_eq!(marked(&["שלום ", "עולם", " טוב"]), "טוב [עולם] שלום");
        // A part of a word stands between its other letters, and Arabic ones go on joining.
        assert_eq!(marked(&["של", "ו", "ם"]), "ם[ו]של");
        assert_eq!(
            marked(&["مس", "تش", "فى"]),
            "\u{200d}فى[\u{200d}تش\u{200d}]مس\u{200d}"
        );
        assert!(made(&["שלום"], f32::INFINITY, 1).from_right);
        assert!(!made(&["said שלום"], f32::INFINITY, 1).from_right);
    }

    #[test]
    fn what_is_too_long_is_cut_at_its_end_which_is_at_the_left() {
        let text = "שלום עולם טוב מאוד היום";
        let (one, cut) = lines(text, 90.0, 1);
        assert!(cut && one.len() == 1);
        assert!(
            one[0].starts_with('…') && one[0].ends_with("שלום"),
            "{one:?}"
        );
        let (all, cut) = lines(text, 90.0, 9);
        assert!(!cut && all.len() > 1, "{all:?}");
        assert!(
            all[0].ends_with("שלום"),
            "the first words are on the first line: {all:?}"
        );
    }

    #[test]
    fn lines_begin_at_the_side_from_which_they_are_read() {
        let indents = |text, most| -> Vec<f32> {
            let sections = made(&[text], 90.0, most).job.sections;
            let lines = sections.iter().filter(|it| !it.byte_range.is_empty());
            lines.map(|section| section.leading_space).collect()
        };
        let right = indents("שלום עולם טוב מאוד היום", 9);
        assert!(right.iter().any(|indent| *indent > 9.0), "{right:?}");
        let left = indents("words, and שלום", 9);
        assert!(left.iter().all(|indent| *indent == 0.0), "{left:?}");
        assert_eq!(indents("שלום", 1), [0.0]);
    }

    #[test]
    fn what_would_turn_a_quote_round_is_named() {
        assert_eq!(line("pay \u{202e}001\u{202c} now"), "pay ⟨RLO⟩001⟨PDF⟩ now");
        assert_eq!(line("a\0b"), "a⟨NUL⟩b");
    }
}
