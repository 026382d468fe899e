//! Words outside the article that are read from right to left, wholly or in part: titles, quotes,
//! names. egui puts words side by side as they are stored; here each line is put in the order in
//! which it is read (UAX 9). Hidden characters that would turn it round stand by their names.

use std::ops::Range;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
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
}

/// A word, or a sign, that is laid out by itself.
struct Atom {
    range: Range<usize>,
    level: Level,
    blank: bool,
}

/// Some words in one format, wrapped and cut as `wrap` says. Words that are read from left to right
/// are left to egui.
pub fn ordered(painter: &Painter, text: &str, format: TextFormat, wrap: TextWrapping) -> Ordered {
    let text = &named(text);
    if !text.chars().any(is_right_to_left) {
        let mut job = LayoutJob::single_section(text.clone(), format);
        job.wrap = wrap;
        return Ordered { job, cut: false };
    }
    let mut job = LayoutJob::default();
    // The lines are made here: egui must break no further.
    job.wrap.max_width = f32::INFINITY;
    let mut left = wrap.max_rows;
    let mut cut = false;
    for (at, paragraph) in text.split('\n').enumerate() {
        if left == 0 {
            cut = true;
            break;
        }
        if at > 0 {
            job.append("\n", 0.0, format.clone());
        }
        let lines = Paragraph::new(painter, paragraph, &format).lines(wrap.max_width, left);
        for (nth, line) in lines.lines.iter().enumerate() {
            if nth > 0 {
                job.append("\n", 0.0, format.clone());
            }
            for piece in line {
                job.append(piece, 0.0, format.clone());
            }
        }
        left = left.saturating_sub(lines.lines.len());
        cut |= lines.cut;
    }
    Ordered { job, cut }
}

/// The same words on one line, as wide as they are.
pub fn on_one_line(painter: &Painter, text: &str, format: TextFormat) -> LayoutJob {
    ordered(painter, text, format, TextWrapping::no_max_width()).job
}

/// A label of some words, over as many lines as they need.
pub fn label(ui: &mut Ui, text: &str, style: TypeStyle, colour: Color32) -> Response {
    if !text
        .chars()
        .any(|char| is_right_to_left(char) || is_named(char))
    {
        return ui.add(Label::new(style.text(text).color(colour)).wrap());
    }
    let wrap = TextWrapping::wrap_at_width(ui.available_width());
    let format = TextFormat::simple(style.font(), colour);
    let job = ordered(ui.painter(), text, format, wrap).job;
    let galley = ui.painter().layout_job(job);
    let response = ui.add(Label::new(galley));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

/// The letters of the scripts that are read from right to left.
fn is_right_to_left(char: char) -> bool {
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

/// A paragraph on its way into lines.
struct Paragraph<'a> {
    painter: &'a Painter,
    text: &'a str,
    format: &'a TextFormat,
    atoms: Vec<Atom>,
    base: Level,
}

/// Lines of pieces in the order in which they are seen.
struct Lines {
    lines: Vec<Vec<String>>,
    cut: bool,
}

impl<'a> Paragraph<'a> {
    fn new(painter: &'a Painter, text: &'a str, format: &'a TextFormat) -> Self {
        let info = BidiInfo::new(text, None);
        let base = info.paragraphs.first().map_or(Level::ltr(), |it| it.level);
        let level = |at: usize| info.levels.get(at).copied().unwrap_or(base);
        let mut atoms: Vec<Atom> = Vec::new();
        for (at, grapheme) in text.grapheme_indices(true) {
            let (range, level) = (at..at + grapheme.len(), level(at));
            let blank = grapheme.chars().all(char::is_whitespace);
            let letter = grapheme.chars().next().is_some_and(is_right_to_left);
            // A sign inside words that are read from right to left stands alone.
            let alone = blank || (level.is_rtl() && !letter);
            match atoms.last_mut() {
                Some(last) if !alone && !last.blank && last.level == level && last.joins(text) => {
                    last.range.end = range.end;
                }
                _ => atoms.push(Atom {
                    range,
                    level,
                    blank,
                }),
            }
        }
        Self {
            painter,
            text,
            format,
            atoms,
            base,
        }
    }

    fn words(&self, atom: &Atom) -> &'a str {
        self.text.get(atom.range.clone()).unwrap_or_default()
    }

    fn width(&self, words: &str) -> f32 {
        let mut job = LayoutJob::single_section(words.to_owned(), self.format.clone());
        job.wrap.max_width = f32::INFINITY;
        self.painter.layout_job(job).size().x
    }

    /// At most so many lines of this width; what is more is cut.
    fn lines(&self, width: f32, most: usize) -> Lines {
        let more = self.width("…");
        let (mut lines, mut line, mut x) = (Vec::new(), Vec::new(), 0.0);
        let mut rest = self.atoms.iter().peekable();
        while let Some(atom) = rest.next() {
            let wide = self.width(self.words(atom));
            let last = lines.len() + 1 == most;
            let room = if last && rest.peek().is_some() {
                width - more
            } else {
                width
            };
            if x + wide > room && !line.is_empty() && !atom.blank {
                if last {
                    let pieces = self.seen(&line, Some("…"));
                    lines.push(pieces);
                    return Lines { lines, cut: true };
                }
                lines.push(self.seen(&line, None));
                (line, x) = (Vec::new(), 0.0);
            }
            x += wide;
            line.push(atom);
        }
        lines.push(self.seen(&line, None));
        Lines { lines, cut: false }
    }

    /// A line's pieces from left to right, with what stands at its end.
    fn seen(&self, line: &[&Atom], end: Option<&str>) -> Vec<String> {
        let shown = line.iter().rposition(|atom| !atom.blank);
        let line = line
            .get(..shown.map_or(0, |last| last + 1))
            .unwrap_or_default();
        let levels = line.iter().map(|atom| atom.level);
        let levels: Vec<Level> = levels.chain(end.map(|_| self.base)).collect();
        let order = BidiInfo::reorder_visual(&levels).into_iter();
        order
            .filter_map(|at| match line.get(at) {
                Some(atom) => Some(turned(self.words(atom), atom.level)),
                None => end.map(str::to_owned),
            })
            .collect()
    }
}

impl Atom {
    /// Whether letters may join it: it is a word, and no sign that stands alone.
    fn joins(&self, text: &str) -> bool {
        let words = text.get(self.range.clone()).unwrap_or_default();
        !self.level.is_rtl() || words.chars().next().is_some_and(is_right_to_left)
    }
}

/// A sign as it stands where text is read from right to left (UAX 9, rule L4).
fn turned(words: &str, level: Level) -> String {
    let mirrored = crate::app::article::layout::mirrored(words);
    let mirrored = mirrored.filter(|_| level.is_rtl());
    mirrored.unwrap_or(words).to_owned()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use egui::{Context, RawInput};

    use super::*;
    use crate::app::fonts::{self, TypeStyle};

    fn lines(text: &str, width: f32, most: usize) -> (Vec<String>, bool) {
        let ctx = Context::default();
        fonts::install(&ctx, None);
        ctx.run_ui(RawInput::default(), |_| {})
            .textures_delta
            .clear();
        let found = RefCell::new((Vec::new(), false));
        ctx.run_ui(RawInput::default(), |ui| {
            let format = TextFormat::simple(TypeStyle::Ui.font(), egui::Color32::BLACK);
            let wrap = TextWrapping {
                max_width: width,
                max_rows: most,
                ..TextWrapping::default()
            };
            let ordered = ordered(ui.painter(), text, format, wrap);
            let words = ordered.job.text.split('\n').map(str::to_owned).collect();
            *found.borrow_mut() = (words, ordered.cut);
        })
        .textures_delta
        .clear();
        found.into_inner()
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
    fn what_would_turn_a_quote_round_is_named() {
        assert_eq!(line("pay \u{202e}001\u{202c} now"), "pay ⟨RLO⟩001⟨PDF⟩ now");
        assert_eq!(line("a\0b"), "a⟨NUL⟩b");
    }
}
