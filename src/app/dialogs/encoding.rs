//! In which encoding a file is read, when the guess was wrong.

use egui::{Context, EventFilter, Key, Label, Modifiers, ScrollArea, Ui};

use super::sheet::{self, focus_once, said, sheet, well};
use crate::app::fonts::TypeStyle;
use crate::app::theme::Theme;
use crate::app::widgets::button::Button;
use crate::app::widgets::row::Row;

/// The encodings that texts of the press come in, by their labels and by what they are for.
pub const ENCODINGS: [(&str, &str); 20] = [
    ("UTF-8", "Unicode"),
    ("UTF-16LE", "Unicode, Windows"),
    ("UTF-16BE", "Unicode"),
    ("windows-1252", "Western Europe"),
    ("ISO-8859-15", "Western Europe, with the euro"),
    ("macintosh", "Western Europe, old Macs"),
    ("windows-1250", "Central Europe"),
    ("ISO-8859-2", "Central Europe"),
    ("windows-1257", "Baltic"),
    ("windows-1251", "Cyrillic"),
    ("KOI8-R", "Cyrillic, old Unix"),
    ("windows-1253", "Greek"),
    ("windows-1254", "Turkish"),
    ("windows-1255", "Hebrew"),
    ("windows-1256", "Arabic"),
    ("GBK", "Chinese, simplified"),
    ("Big5", "Chinese, traditional"),
    ("Shift_JIS", "Japanese"),
    ("EUC-JP", "Japanese, old Unix"),
    ("EUC-KR", "Korean"),
];

/// The question for an encoding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncodingDialog {
    file: String,
    read_as: String,
    chosen: String,
    preview: Option<(String, String)>,
    /// Whether the chosen row must be brought into view.
    reveal: bool,
    came: bool,
}

/// What the user chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncodingAnswer {
    /// To read the file in the encoding of this label.
    Encoding(String),
    /// To leave it as it is.
    Cancel,
}

impl EncodingDialog {
    /// The question about a file that was read in the encoding of this label.
    pub fn new(file: impl Into<String>, label: impl Into<String>) -> Self {
        let label = label.into();
        Self {
            file: file.into(),
            read_as: label.clone(),
            chosen: label,
            preview: None,
            reveal: true,
            came: false,
        }
    }

    /// Shows the question; returns the answer once there is one. `preview` gives the beginning of
    /// the text as it reads in an encoding, once that is known; it is asked until it is.
    pub fn ui(
        &mut self,
        ctx: &Context,
        preview: &dyn Fn(&str) -> Option<String>,
    ) -> Option<EncodingAnswer> {
        let title = match self.file.as_str() {
            "" => "Read the text in another encoding".to_owned(),
            file => format!("Read {file} in another encoding"),
        };
        let shown = sheet(ctx, "encoding", &title, |ui| {
            let theme = Theme::of(ui);
            said(ui, "Choose the one in which the letters come out right.");
            ui.add_space(theme.space.s3);
            let all = self.all();
            self.arrows(ui, &all);
            self.list(ui, &all);
            ui.add_space(theme.space.s3);
            self.preview(ui, preview);
            sheet::buttons(ui, |ui| {
                let accept = ui.add(Button::primary("Read it again"));
                focus_once(&accept, &mut self.came);
                // Up and Down walk through the list while Enter accepts.
                let filter = EventFilter {
                    vertical_arrows: true,
                    ..EventFilter::default()
                };
                ui.memory_mut(|memory| memory.set_focus_lock_filter(accept.id, filter));
                if accept.clicked() {
                    return Some(EncodingAnswer::Encoding(self.chosen.clone()));
                }
                let cancel = ui.add(Button::plain("Cancel"));
                cancel.clicked().then_some(EncodingAnswer::Cancel)
            })
        });
        shown.or_cancelled(EncodingAnswer::Cancel)
    }

    /// The encodings by label and by what they are for; the one that the file was read in stands
    /// first if it is not among the usual ones.
    fn all(&self) -> Vec<(String, &'static str)> {
        let same = |label: &str| label.eq_ignore_ascii_case(&self.read_as);
        let other = (!ENCODINGS.iter().any(|(label, _)| same(label)))
            .then(|| (self.read_as.clone(), "as it was read"));
        let known = ENCODINGS.map(|(label, what)| (label.to_owned(), what));
        other.into_iter().chain(known).collect()
    }

    fn arrows(&mut self, ui: &Ui, all: &[(String, &'static str)]) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
        let same = |(label, _): &(String, _)| label.eq_ignore_ascii_case(&self.chosen);
        let now = all.iter().position(same);
        let next = match (down, up) {
            (true, _) => now.map_or(Some(0), |now| now.checked_add(1)),
            (_, true) => now.and_then(|now| now.checked_sub(1)),
            _ => None,
        };
        if let Some((label, _)) = next.and_then(|next| all.get(next)) {
            self.chosen.clone_from(label);
            self.reveal = true;
        }
    }

    fn list(&mut self, ui: &mut Ui, all: &[(String, &'static str)]) {
        let theme = Theme::of(ui);
        ScrollArea::vertical()
            .id_salt("encodings")
            .max_height(theme.sheet.rows)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (label, what) in all {
                    let on = label.eq_ignore_ascii_case(&self.chosen);
                    let row = Row::new(label).selected(on).show(ui, |ui| {
                        ui.label(TypeStyle::Ui.text(label));
                        let ink = theme.text.muted;
                        ui.label(TypeStyle::Small.text(*what).color(ink));
                    });
                    if on && std::mem::take(&mut self.reveal) {
                        row.response.scroll_to_me(Some(egui::Align::Center));
                    }
                    if row.response.clicked() {
                        self.chosen.clone_from(label);
                    }
                }
            });
    }

    fn preview(&mut self, ui: &mut Ui, preview: &dyn Fn(&str) -> Option<String>) {
        self.preview.take_if(|(of, _)| *of != self.chosen);
        if self.preview.is_none() {
            let words = preview(&self.chosen);
            self.preview = words.map(|words| (self.chosen.clone(), words));
        }
        let known = self.preview.as_ref();
        let words = known.map_or("…", |(_, words)| words.as_str());
        well(ui, |ui| {
            ScrollArea::vertical()
                .id_salt("preview")
                .auto_shrink(false)
                .show(ui, |ui| {
                    let words = TypeStyle::QuoteCard.text(words);
                    ui.add(Label::new(words).wrap());
                });
        });
    }
}
