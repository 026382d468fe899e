//! The panels round the article and the dialogs over it: which there are and what they are asked
//! to do. `layout.rs` says where they stand, `dialogs.rs` what becomes of answers.

mod dialogs;
mod layout;
mod tab;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use egui::{Context, LayerId, Pos2, Rect};

pub use tab::Tab;

use super::about;
use super::articles::ArticlesPanel;
use super::bars::status_bar::StatusBar;
use super::dialogs::annotator::AnnotatorDialog;
use super::dialogs::close::CloseDialog;
use super::dialogs::copies::CopiesDialog;
use super::dialogs::encoding::EncodingDialog;
use super::dialogs::in_use::InUseDialog;
use super::dialogs::link_kind::LinkKindChoice;
use super::dialogs::merge::MergeDialog;
use super::dialogs::path_field::{PathDialog, PathPurpose};
use super::dialogs::recovery::RecoveryDialog;
use super::dialogs::refused::{Refusal, RefusedDialog};
use super::dialogs::reread::RereadDialog;
use super::dialogs::several::Questions;
use super::dialogs::tags::TagsDialog;
use super::export::ExportWindow;
use super::file_dialog::Purpose;
use super::files::Source;
use super::history::HistoryPanel;
use super::identities::IdentitiesPanel;
use super::import::ImportWindow;
use super::inspector::Inspector;
use super::keys_window::{self, KeysWindow};
use super::list::ListPanel;
use super::notices::{self, Notices};
use super::palette::Palette;
use super::paths::{Asking, Beside, Given};
use super::problems::{LoadedProblem, ProblemsPanel};
use super::review::ReviewPanel;
use super::review::lanes::LanesView;
use super::review::measures::Measures;
use super::settings::{self, Settings};
use super::tagset_editor::TagsetEditor;
use super::widgets::{dialog, focus};
use super::worker::{JobId, name_of};
use crate::history::Revision;
use crate::project::{Id, Time};
use crate::review::settle::Tally;
use crate::store::journal::Found;
use crate::store::leftovers::ConflictCopy;
use crate::workbench::{Notice, Workbench};

/// The panels' own state; nothing of it is data.
#[derive(Default)]
pub struct Panels {
    articles: ArticlesPanel,
    inspector: Inspector,
    list: ListPanel,
    identities: IdentitiesPanel,
    history: HistoryPanel,
    problems: ProblemsPanel,
    review: ReviewPanel,
    /// How far the review is, and of which review and which state that was counted.
    tally: Option<((Id, Revision), Tally)>,
    /// The text in a review.
    pub(super) lanes: LanesView,
    status: StatusBar,
    palette: Palette,
    notices: Notices,
    keys: KeysWindow,
    settings: Settings,
    about: bool,
    font_error: Option<String>,
    /// What is wrong with the files of settings, in sentences.
    pub(super) settings_complaints: Vec<String>,
    /// The window that lay over all others in the last frame.
    top: Option<LayerId>,
    tagset: TagsetEditor,
    pub(super) export: ExportWindow,
    pub(super) import: ImportWindow,
    pub(super) several: Questions,
    tab: Tab,
    close: Option<CloseDialog>,
    recovery: Option<RecoveryDialog>,
    refused: Option<(RefusedDialog, PathBuf)>,
    pub(super) in_use: Option<InUse>,
    /// The conflict copies that stand beside the open project.
    pub(super) copies: Vec<ConflictCopy>,
    copies_dialog: Option<CopiesDialog>,
    pub(super) merge: Option<MergeDialog>,
    pub(super) their_tags: Option<TagsDialog>,
    pub(super) reread: Option<RereadDialog>,
    annotator: Option<AnnotatorDialog>,
    encoding: Option<Rereading>,
    link_kind: Option<(LinkKindChoice, Id, Id)>,
    path: Option<(PathDialog, Purpose)>,
    /// The list of articles is put away, in a window that is wide enough for it.
    articles_hidden: bool,
    /// The list of articles is shown in the place of the rail, in a narrow window.
    articles_unfolded: bool,
    /// The window is too narrow for the list.
    narrow: bool,
    /// What the bars leave of the window.
    beside: Option<Rect>,
    /// The side panel is put away.
    pub side_hidden: bool,
    /// Work that goes on.
    pub work: Option<Work>,
    /// What the desktop was asked a path for.
    pub asking: Option<Asking>,
    /// What waits for the disk to say what stands there.
    pub given: Option<Given>,
    /// What waits for a free name.
    pub unnamed: Option<Beside>,
    /// What the clipboard holds shall become an article, wherever the focus is.
    pub pastes: bool,
}

/// The question how a project shall be opened that somebody else has open.
pub(super) struct InUse {
    /// The question.
    pub dialog: InUseDialog,
    /// The project.
    pub path: PathBuf,
    /// When it is looked again whether it is free, in seconds of the window's clock.
    pub next: f64,
}

/// The question in which encoding an article shall be read again.
struct Rereading {
    dialog: EncodingDialog,
    article: Id,
    path: PathBuf,
    /// How the file reads in the encodings that were looked at, once the worker has said so.
    previews: BTreeMap<String, Option<String>>,
}

/// Work that goes on away from the frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// The request.
    pub job: JobId,
    /// What is being done.
    pub what: String,
    /// How much of it is done, from 0 to 1.
    pub share: f32,
    /// When it began, in seconds of the window's clock.
    pub since: f64,
    /// It was asked to be left.
    pub cancelled: bool,
}

impl Panels {
    /// Tells the user something.
    pub(super) fn say(&mut self, notice: Notice) {
        self.notices.say(notice);
    }

    /// Tells the user some sentences.
    pub(super) fn say_all(&mut self, sentences: impl IntoIterator<Item = String>) {
        for sentence in sentences {
            self.say(Notice::warning(sentence, ""));
        }
    }

    /// Another project is open: what belonged to the one before is forgotten.
    pub(super) fn project_changed(&mut self) {
        *self = Self {
            notices: std::mem::take(&mut self.notices),
            palette: std::mem::take(&mut self.palette),
            keys: std::mem::take(&mut self.keys),
            settings: std::mem::take(&mut self.settings),
            about: self.about,
            font_error: self.font_error.take(),
            settings_complaints: std::mem::take(&mut self.settings_complaints),
            tab: self.tab,
            articles_hidden: self.articles_hidden,
            side_hidden: self.side_hidden,
            work: self.work.take(),
            // What a crash has left belongs to no project that is shown.
            recovery: self.recovery.take(),
            // The desktop's dialog is still open, and will be answered.
            asking: self.asking.take(),
            // The first articles of a drop begin a project, and the others join it.
            several: std::mem::take(&mut self.several),
            ..Self::default()
        };
    }

    /// Notes how far work is; `now` is the window's clock.
    pub(super) fn progressed(&mut self, job: JobId, what: String, share: f32, now: f64) {
        let known = self.work.take().filter(|work| work.job == job);
        let (since, cancelled) = known.map_or((now, false), |work| (work.since, work.cancelled));
        self.work = Some(Work {
            job,
            what,
            share,
            since,
            cancelled,
        });
    }

    /// Work has ended.
    pub(super) fn finished(&mut self, job: JobId) {
        self.work.take_if(|work| work.job == job);
    }

    /// What was wrong with the file that was read: whether it is an error, where, what.
    pub(super) fn set_loaded_problems(&mut self, problems: Vec<(bool, String, String)>) {
        let rows = problems.into_iter();
        self.problems.loaded = rows
            .map(|(error, place, what)| LoadedProblem { error, place, what })
            .collect();
    }

    /// Shows a tab of the side panel.
    pub(super) fn show_tab(&mut self, tab: Tab) {
        self.tab = tab;
        self.side_hidden = false;
    }

    /// Counts anew how far the review is, if something was decided.
    pub(super) fn follow_review(&mut self, workbench: &Workbench) {
        let key = workbench
            .review()
            .map(|desk| (desk.id().clone(), workbench.revision()));
        if self.tally.as_ref().map(|(of, _)| of) != key.as_ref() {
            self.tally = key.map(|key| (key, workbench.tally()));
        }
        self.review.stale = self.tally().map_or(0, |tally| tally.stale);
    }

    /// How far the review is that is open.
    pub(super) fn tally(&self) -> Option<Tally> {
        self.tally.as_ref().map(|(_, tally)| *tally)
    }

    /// How far those who take part in the review agree.
    pub(super) fn measures(&mut self) -> &mut Measures {
        &mut self.review.measures
    }

    /// Gives the comment on the current dispute the focus.
    pub(super) fn focus_comment(&mut self) {
        self.show_tab(Tab::Review);
        self.review.focus_comment();
    }

    /// Shows these marks, with their articles, and no others in the list of marks.
    pub(super) fn list_only(&mut self, what: &str, marks: Vec<(Id, Id)>) {
        self.list.only(what, marks);
    }

    /// Gives the note of the selected mark the focus.
    pub(super) fn focus_note(&mut self) {
        self.show_tab(Tab::Inspector);
        self.inspector.focus_note = true;
    }

    /// Gives the comments on the selected mark the focus.
    pub(super) fn focus_thread(&mut self) {
        self.show_tab(Tab::Inspector);
        self.inspector.thread.focus();
    }

    /// Gives the identity of the selected mark the focus.
    pub(super) fn focus_identity(&mut self) {
        self.show_tab(Tab::Inspector);
        self.inspector.focus_identity = true;
    }

    /// Gives the wording of the implicit mark that was just made the focus.
    pub(super) fn edit_wording(&mut self) {
        self.show_tab(Tab::Inspector);
        self.inspector.focus_wording = true;
    }

    /// Shows what is known of the article.
    pub(super) fn show_details(&mut self, workbench: &Workbench) {
        self.show_tab(Tab::Inspector);
        self.inspector.show_details(workbench.selection());
    }

    /// Shows or hides the list of articles.
    pub(super) fn toggle_articles(&mut self) {
        let shown = if self.narrow {
            &mut self.articles_unfolded
        } else {
            &mut self.articles_hidden
        };
        *shown = !*shown;
    }

    /// Closes the uppermost of the windows that stand beside the work. Says whether one was open.
    pub(super) fn close_window(&mut self) -> bool {
        let open = [
            (self.settings.is_open(), dialog::layer_of(settings::TITLE)),
            (self.keys.is_open(), dialog::layer_of(keys_window::TITLE)),
            (self.notices.is_log_open(), dialog::layer_of(notices::TITLE)),
            (self.about, dialog::layer_of(about::TITLE)),
            (self.tagset.open, TagsetEditor::layer()),
            (self.export.is_open(), ExportWindow::layer()),
            (self.import.is_open(), ImportWindow::layer()),
            (self.review.measures.open, Measures::layer()),
        ];
        let mut open: Vec<(usize, LayerId)> = open
            .into_iter()
            .enumerate()
            .filter_map(|(place, (shown, layer))| shown.then_some((place, layer)))
            .collect();
        // One that was opened in this very frame has not been drawn yet: any will do.
        open.sort_by_key(|(_, layer)| Some(*layer) != self.top);
        match open.first().map(|(place, _)| *place) {
            Some(0) => self.settings.toggle(),
            Some(1) => self.keys.toggle(),
            Some(2) => self.notices.toggle_log(),
            Some(3) => self.about = false,
            Some(4) => self.tagset.open = false,
            Some(5) => self.export.close(),
            Some(6) => self.import.close(),
            Some(_) => self.review.measures.open = false,
            None => return false,
        }
        true
    }

    /// Remembers which window lies over all others, after all were drawn.
    fn note_top(&mut self, ctx: &Context) {
        self.top = focus::topmost(ctx);
    }

    /// Whether something waits for an answer, which the keys then give.
    pub(super) fn asks(&self) -> bool {
        let dialogs = [
            self.close.is_some(),
            self.recovery.is_some(),
            self.refused.is_some(),
            self.in_use.is_some(),
            self.copies_dialog.is_some(),
            self.merge.is_some(),
            self.their_tags.is_some(),
            self.reread.is_some(),
            self.annotator.is_some(),
            self.encoding.is_some(),
            self.link_kind.is_some(),
            self.path.is_some(),
            self.several.are_open(),
            self.tagset.asks(),
        ];
        dialogs.contains(&true) || self.palette.is_open()
    }

    pub(super) fn toggle_palette(&mut self) {
        self.palette.toggle();
    }

    pub(super) fn toggle_keys(&mut self) {
        self.keys.toggle();
    }

    pub(super) fn toggle_settings(&mut self) {
        self.settings.toggle();
    }

    pub(super) fn toggle_notices(&mut self) {
        self.notices.toggle_log();
    }

    pub(super) fn show_about(&mut self) {
        self.about = true;
    }

    /// Says beside the field why the chosen face cannot be used; nothing if it can.
    pub(super) fn set_font_error(&mut self, error: Option<String>) {
        self.font_error = error;
    }

    pub(super) fn open_tagset(&mut self) {
        self.tagset.open = true;
    }

    pub(super) fn ask_to_save(&mut self, file: &str) {
        self.close = Some(CloseDialog::new(file));
    }

    /// Asks what shall become of work that crashes have left, if there is some.
    pub(super) fn offer_recovery(&mut self, found: Vec<Found>, now: Time) {
        if !found.is_empty() {
            self.recovery = Some(RecoveryDialog::new(found, now));
        }
    }

    /// Asks what shall become of a save that would replace what it should not.
    pub(super) fn ask_refused(&mut self, path: &Path, why: Refusal, now: Time) {
        let dialog = RefusedDialog::new(name_of(path), why, now);
        self.refused = Some((dialog, path.to_owned()));
    }

    /// Asks how a project shall be opened that somebody else has open.
    pub(super) fn ask_in_use(&mut self, dialog: InUseDialog, path: PathBuf) {
        self.in_use = Some(InUse {
            dialog,
            path,
            next: 0.0,
        });
    }

    /// Remembers the conflict copies that stand beside the open project.
    pub(super) fn copies_found(&mut self, copies: Vec<ConflictCopy>) {
        self.copies = copies;
    }

    /// Asks what shall become of the conflict copies, if there are any. Says whether there are.
    pub(super) fn ask_copies(&mut self) -> bool {
        let some = !self.copies.is_empty();
        self.copies_dialog = some.then(|| CopiesDialog::new(self.copies.clone()));
        some
    }

    /// Shows what differs in a conflict copy, if that is still asked.
    pub(super) fn compared(&mut self, path: PathBuf, lines: Vec<String>) {
        if let Some((dialog, _)) = self.refused.as_mut().filter(|(_, of)| *of == path) {
            dialog.compared(lines);
            return;
        }
        if let Some(dialog) = &mut self.copies_dialog {
            dialog.compared(path, lines);
        }
    }

    pub(super) fn ask_annotator(&mut self, name: &str) {
        self.annotator = Some(AnnotatorDialog::new(name));
    }

    /// Asks in which encoding an article shall be read again.
    pub(super) fn ask_encoding(&mut self, article: &Id, source: &Source) {
        let dialog = EncodingDialog::new(name_of(&source.path), source.read_as.clone());
        self.encoding = Some(Rereading {
            dialog,
            article: article.clone(),
            path: source.path.clone(),
            previews: BTreeMap::new(),
        });
    }

    /// Shows how a file reads in an encoding, if that is still asked.
    pub(super) fn previewed(&mut self, path: &Path, encoding: String, words: String) {
        let asked = self.encoding.as_mut().filter(|asked| asked.path == path);
        if let Some(asked) = asked {
            asked.previews.insert(encoding, Some(words));
        }
    }

    /// Asks which of several kinds a link shall be, at the pointer.
    pub(super) fn ask_link_kind(
        &mut self,
        ctx: &Context,
        workbench: &Workbench,
        (from, to): (Id, Id),
        kinds: &[Id],
    ) {
        let tagset = workbench.project().tagset();
        let name = |id: &Id| tagset.link(id).map(|kind| (id.clone(), kind.name.clone()));
        let named = kinds.iter().filter_map(name).collect();
        let at = ctx
            .input(|input| input.pointer.latest_pos())
            .unwrap_or(Pos2::ZERO);
        self.link_kind = Some((LinkKindChoice::new(at, named), from, to));
    }

    /// Asks for a path in the window, because the desktop shows no dialog.
    pub(super) fn ask_for_path(&mut self, purpose: Purpose) {
        let suggested = match &purpose {
            Purpose::SaveAs(name)
            | Purpose::SaveTagset(name)
            | Purpose::SaveTable(_, name)
            | Purpose::SaveFigures(name) => name.as_str(),
            Purpose::Export(target) => target.name.as_str(),
            _ => "",
        };
        // Joined to nothing, a folder ends in a separator, ready for a name.
        let path = std::env::current_dir().unwrap_or_default().join(suggested);
        self.ask_for_path_at(purpose, &path);
    }

    /// The same, beginning with a path.
    pub(super) fn ask_for_path_at(&mut self, purpose: Purpose, path: &Path) {
        let path = path.to_str().unwrap_or_default();
        self.path = Some((PathDialog::new(PathPurpose::of(&purpose), path), purpose));
    }
}
