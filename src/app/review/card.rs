//! Draws the current dispute: what each says in its context, and what can be decided.

use egui::text::{LayoutJob, TextFormat};
use egui::{Id as UiId, Label, Role, Sense, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2};

use super::ReviewPanel;
use super::context::{Stretch, stretches};
use super::data::{self, Sign, kind_words, verdict_words};
use super::queue::{ask, nothing};
use crate::app::can_run::can_run;
use crate::app::fonts::TypeStyle;
use crate::app::scene::Scene;
use crate::app::theme::Theme;
use crate::app::widgets::check::check;
use crate::app::widgets::chip::{ChipSize, chip, chip_side};
use crate::app::widgets::ground;
use crate::app::widgets::key_button::key_button;
use crate::app::widgets::key_cap::key_cap;
use crate::app::widgets::small_button::small_button;
use crate::app::widgets::text_field::TextField;
use crate::command::{Command, ReviewCommand};
use crate::project::{Decision, Thread, Verdict};
use crate::review::settle::{Case, Review, Voice};

/// The comment's field, so that a command can give it the focus.
pub fn comment_id() -> UiId {
    UiId::unique("review comment")
}

impl ReviewPanel {
    /// Draws the current dispute.
    pub(super) fn dispute(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing = vec2(theme.space.s3, theme.space.s3);
        let workbench = scene.workbench;
        let Some(desk) = workbench.review() else {
            return;
        };
        let (review, Some(case)) = (desk.review(), desk.case()) else {
            return;
        };
        head(ui, &theme, scene, case);
        let voices = review.voices(case);
        let decision = review.decision_of(workbench.project(), case);
        let taken = decision.map(|it| &it.verdict);
        for (place, voice) in voices.iter().enumerate() {
            let chosen = match taken {
                Some(Verdict::Reading(of)) => *of == voice.name,
                Some(Verdict::Both) => true,
                _ => false,
            };
            let before = decision.and_then(|it| said_before(it, voice));
            reading(ui, &theme, scene, case, (place, voice, chosen), before);
        }
        if let Some(decision) = decision {
            let words = verdict_words(&decision.verdict, &decision.stamp.author);
            let gap = if decision.gap {
                "The guideline does not say what is right here."
            } else {
                ""
            };
            for words in [words.as_str(), gap] {
                if !words.is_empty() {
                    let ink = theme.text.secondary;
                    ui.label(TypeStyle::Small.text(words).color(ink));
                }
            }
        }
        keys(ui, &theme, scene);
        let ticks = ui.scope(|ui| alike(ui, &theme, scene)).response;
        let many = desk.alike().len();
        if many > 0 && !std::mem::replace(&mut self.alike, true) {
            ticks.scroll_to_me(None);
        }
        self.alike = many > 0;
        self.comment(ui, scene, case);
        let about = Thread::Dispute(case.key.clone());
        self.thread.ui(ui, scene, &about);
        // A field that comes in the frame of a press would lose the focus to it.
        if self.thread.is_quiet(scene, &about) {
            let talk = small_button(ui, "Talk about it…", "Talk about the dispute");
            let talk = talk.on_hover_text("Comments that stay in the project, with replies");
            if talk.clicked() {
                self.thread.focus();
            }
        }
        ui.add_space(theme.space.s4);
    }

    /// The comment, once there is one or somebody asks for the field.
    fn comment(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, case: &Case) {
        let known = scene.workbench.project().decision(&case.key);
        let known = known.map_or("", |it| it.comment.as_str());
        let id = comment_id();
        if self.comment.of.as_ref() != Some(&case.key) {
            self.comment.of = Some(case.key.clone());
            self.comment.open = self.comment.wanted;
            known.clone_into(&mut self.comment.words);
        }
        let focused = ui.memory(|memory| memory.has_focus(id));
        if !focused && !self.comment.wanted {
            known.clone_into(&mut self.comment.words);
            self.comment.open = false;
        }
        if known.is_empty() && !self.comment.open && !focused {
            return;
        }
        let field = TextField::new(&mut self.comment.words, "Comment");
        let response = field.hint("Why, and what to ask").rows(2).id(id).show(ui);
        if std::mem::take(&mut self.comment.wanted) {
            response.request_focus();
            response.scroll_to_me(None);
            self.comment.open = true;
        }
        if response.changed() {
            let words = self.comment.words.clone();
            ask(scene, ReviewCommand::SetComment(words));
        }
    }
}

/// Its kind, its number, its article.
fn head(ui: &mut Ui, theme: &Theme, scene: &Scene<'_>, case: &Case) {
    let workbench = scene.workbench;
    let Some(desk) = workbench.review() else {
        return;
    };
    let review = desk.review();
    let kind = kind_words(review, case);
    let mut letters = kind.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let kind: String = first.chain(letters).collect();
    let (number, all) = (desk.current() + 1, review.cases().len());
    let sign = match Sign::of(desk, desk.current()).word() {
        "" => String::new(),
        word => format!(" · {word}"),
    };
    ui.horizontal(|ui| {
        ui.label(TypeStyle::UiStrong.text(kind).color(theme.text.primary));
        let place = format!("dispute {number} of {all}{sign}");
        ui.label(TypeStyle::Ui.text(place).color(theme.text.muted));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = theme.space.s1;
            for name in ["next-dispute", "previous-dispute"] {
                key_cap(ui, scene.keys.shown(name).unwrap_or_default());
            }
        });
    });
    let article = review.article_of(case);
    let entry = article.and_then(|id| workbench.project().entry(&id));
    if let Some(entry) = entry.filter(|_| workbench.project().entries().len() > 1) {
        let title = TypeStyle::Small.text(&entry.article().title);
        ui.add(Label::new(title.color(theme.text.muted)).truncate());
    }
}

/// One reading: a press takes it.
fn reading(
    ui: &mut Ui,
    theme: &Theme,
    scene: &mut Scene<'_>,
    case: &Case,
    (place, voice, chosen): (usize, &Voice, bool),
    before: Option<String>,
) {
    let label = format!("Take reading {}: {}", place + 1, voice.name);
    let behind = ui.painter().add(egui::Shape::Noop);
    let builder = UiBuilder::new()
        .id_salt(("reading", place))
        .sense(Sense::click())
        .accessibility_role(Role::Button)
        .accessibility_label(&label);
    let shown = ui.scope_builder(builder, |ui| {
        ui.set_min_width(ui.available_width());
        let frame = egui::Frame::new().inner_margin(theme.space.s4);
        frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(theme.space.s3, theme.space.s2);
            who(ui, theme, scene, case, (place, voice));
            said(ui, theme, scene, case, voice);
            if let Some(before) = before {
                let words = TypeStyle::Small.text(before).color(theme.warning.ink);
                ui.add(Label::new(words).selectable(false).wrap());
            }
        });
    });
    let response = shown.response;
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &label));
    let fill = ground(ui, theme, &response, theme.bg.raised);
    let stroke = if chosen {
        egui::Stroke::new(theme.stroke.accent, theme.accent.base)
    } else {
        theme.frame()
    };
    let kind = StrokeKind::Inside;
    let rect = egui::epaint::RectShape::new(response.rect, theme.radius.card, fill, stroke, kind);
    ui.painter().set(behind, rect);
    if response.clicked() {
        ask(scene, ReviewCommand::Take(place));
    }
}

/// Its key, its annotator, its tag and how long it is.
fn who(
    ui: &mut Ui,
    theme: &Theme,
    scene: &Scene<'_>,
    case: &Case,
    (place, voice): (usize, &Voice),
) {
    let workbench = scene.workbench;
    let Some(desk) = workbench.review() else {
        return;
    };
    let review = desk.review();
    ui.horizontal(|ui| {
        number(ui, theme, place + 1);
        let name = TypeStyle::UiStrong.text(&voice.name);
        ui.add(Label::new(name.color(theme.text.primary)).selectable(false));
        let spot = review.spot(case);
        let marks = spot.map(|spot| review.marks(spot, voice.number));
        let marks = marks.unwrap_or_default();
        let Some(mark) = marks.first() else {
            if spot.is_some() {
                let side = chip_side(theme, ChipSize::Small);
                let (rect, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
                nothing(ui, theme, rect);
                quiet(ui, theme, "nothing here");
            }
            return;
        };
        let face = data::face(workbench, review, voice.number, &mark.tag);
        chip(ui, &face.letter, face.colour, ChipSize::Small);
        let article = review.article_of(case);
        let entry = article.and_then(|id| workbench.project().entry(&id));
        let length = entry.map(|entry| data::length(marks, &entry.article().text));
        let words = format!("{}, {}", face.name, length.unwrap_or_default());
        quiet(ui, theme, &words);
    });
}

/// What a colleague said when it was decided, if that was something else.
fn said_before(decision: &Decision, voice: &Voice) -> Option<String> {
    if voice.number == 0 || !decision.verdict.settles() {
        return None;
    }
    let then = decision.readings.iter().find(|it| it.by == voice.name);
    match then {
        Some(then) if then.value == voice.words => None,
        Some(then) => {
            let words = then.value.as_deref().unwrap_or("nothing");
            Some(format!(
                "Said when it was decided: {}",
                data::one_line(words)
            ))
        }
        None => Some("Took no part when it was decided".to_owned()),
    }
}

fn quiet(ui: &mut Ui, theme: &Theme, words: &str) {
    let words = TypeStyle::Ui.text(words).color(theme.text.muted);
    ui.add(Label::new(words).selectable(false).truncate());
}

/// The key that takes a reading, on accent ground.
fn number(ui: &mut Ui, theme: &Theme, number: usize) {
    let side = theme.size.avatar;
    let (rect, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    let painter = ui.painter();
    painter.rect_filled(rect, theme.radius.key, theme.accent.base);
    let (words, ink) = (number.to_string(), theme.text.on_accent);
    let words = crate::app::widgets::line(painter, &words, TypeStyle::LetterLarge, ink);
    crate::app::widgets::put_centred(painter, rect.center(), words);
}

/// What is said: the words in their context, or what the dispute is about in words.
fn said(ui: &mut Ui, theme: &Theme, scene: &Scene<'_>, case: &Case, voice: &Voice) {
    let Some(desk) = scene.workbench.review() else {
        return;
    };
    let review = desk.review();
    if let Some(words) = in_words(review, case, voice) {
        let text = TypeStyle::QuoteCard.text(words).color(theme.text.primary);
        ui.add(Label::new(text).selectable(false).wrap());
    }
    let article = review.article_of(case);
    let entry = article.and_then(|id| scene.workbench.project().entry(&id));
    let (Some(spot), Some(entry)) = (review.spot(case), entry) else {
        return;
    };
    let parts = stretches(review, spot, voice.number, &entry.article().text);
    if !parts.is_empty() {
        let job = in_context(theme, &parts, ui.available_width());
        ui.add(Label::new(job).selectable(false));
    }
}

/// What no words in the text show: a value, an identity, a link, an implicit mark's wording.
fn in_words(review: &Review, case: &Case, voice: &Voice) -> Option<String> {
    let words = voice.words.as_deref();
    match review.kind(case) {
        "attribute" | "identity" | "link_kind" | "link_end" | "conflict" => {
            Some(data::one_line(words.unwrap_or("nothing")))
        }
        _ => {
            let marks = review.marks(review.spot(case)?, voice.number);
            let implicit = marks.iter().filter(|mark| mark.is_implicit());
            let text = &review.dispute(case)?.0.report.article.text;
            let wordings: Vec<String> = implicit.map(|mark| mark.words(text)).collect();
            (!wordings.is_empty()).then(|| wordings.join("; "))
        }
    }
}

fn in_context(theme: &Theme, parts: &[Stretch], width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let style = TypeStyle::QuoteCard;
    for part in parts {
        let ink = if part.marked {
            theme.text.primary
        } else {
            theme.text.muted
        };
        let mut format = TextFormat::simple(style.font(), ink);
        format.line_height = Some(style.line_height());
        if part.alone {
            format.background = theme.selection;
        }
        job.append(&part.words, 0.0, format);
    }
    job
}

/// What else can be decided, each with its key.
fn keys(ui: &mut Ui, theme: &Theme, scene: &mut Scene<'_>) {
    let all = [
        (
            "take-both",
            "both",
            "Keep all readings",
            ReviewCommand::Both,
        ),
        (
            "take-neither",
            "neither",
            "Take neither reading",
            ReviewCommand::Neither,
        ),
        (
            "redraw",
            "redraw",
            "Set it right by hand",
            ReviewCommand::Redraw,
        ),
        (
            "comment",
            "comment",
            "Comment on the dispute",
            ReviewCommand::Comment,
        ),
        (
            "discuss",
            "discuss",
            "Discuss the dispute",
            ReviewCommand::Discuss,
        ),
        (
            "gap",
            "guideline gap",
            "Note a gap in the guideline",
            ReviewCommand::Gap,
        ),
        (
            "keep-decision",
            "keep",
            "Keep the decision",
            ReviewCommand::Keep,
        ),
        ("later", "later", "Decide later", ReviewCommand::Later),
        (
            "with-alike",
            "all like this",
            "Decide all like this",
            ReviewCommand::WithAlike,
        ),
    ];
    // Only what was decided before somebody said something else can be kept.
    let keep = Command::Review(ReviewCommand::Keep);
    let keeps = can_run(scene.workbench, &keep);
    let can = |command: &ReviewCommand| keeps || *command != ReviewCommand::Keep;
    let all: Vec<_> = all.into_iter().filter(|it| can(&it.3)).collect();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme.space.s2, theme.space.s1);
        for (name, words, label, command) in all {
            let key = scene.keys.shown(name).unwrap_or_default();
            if key_button(ui, key, words, label).clicked() {
                ask(scene, command);
            }
        }
    });
}

/// The cases that the next decision is for too, each with a tick.
fn alike(ui: &mut Ui, theme: &Theme, scene: &mut Scene<'_>) {
    let workbench = scene.workbench;
    let Some(desk) = workbench.review().filter(|desk| !desk.alike().is_empty()) else {
        return;
    };
    let all = desk.review().alike(workbench.project(), desk.current());
    let count = desk.alike().len();
    let words = format!("The next decision is that of {count} more too:");
    ui.label(TypeStyle::Small.text(words).color(theme.text.secondary));
    for place in all {
        let Some(row) = data::row(workbench, desk, place) else {
            continue;
        };
        let mut on = desk.alike().contains(&place);
        let label = format!("{} “{}”", row.kind, row.words);
        let label = crate::app::widgets::clipped::fitting(
            ui,
            &label,
            TypeStyle::Ui,
            ui.available_width() - theme.size.control,
        );
        let ticked = ui.push_id(place, |ui| check(ui, &mut on, &label)).inner;
        if ticked.changed() || ticked.clicked() {
            let mut places = desk.alike().to_vec();
            places.retain(|it| *it != place);
            if !desk.alike().contains(&place) {
                places.push(place);
            }
            ask(scene, ReviewCommand::Alike(places));
        }
    }
}
