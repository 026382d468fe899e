//! Which commands can run now, and why the others cannot.

use crate::command::{Command, Mode, ReviewCommand, WindowCommand};
use crate::review::settle::Progress;
use crate::workbench::Workbench;

/// Whether a command can run now. The palette lists no other.
pub fn can_run(workbench: &Workbench, command: &Command) -> bool {
    why_not(workbench, command).is_none()
}

/// Why a command cannot run now, in a few words for a tooltip; nothing if it can.
pub fn why_not(workbench: &Workbench, command: &Command) -> Option<&'static str> {
    use Command as C;
    let when = |can: bool, reason| (!can).then_some(reason);
    let has_article = workbench.entry().is_some();
    let mark = workbench.selected();
    if workbench.mode() == Mode::Review && !command.is_for_review() {
        return Some("readings are being decided between");
    }
    match command {
        C::Review(review) => why_not_review(workbench, review),
        C::StartReview(_) => when(has_article, NO_ARTICLE),
        C::Undo => when(
            !workbench.history().done().is_empty(),
            "nothing was done yet",
        ),
        C::Redo => when(has_undone(workbench), "nothing was undone"),
        C::ShowAll => when(workbench.filter().is_active(), "all marks are shown"),
        C::Arm(None) => when(workbench.armed().is_some(), "no tag is armed"),
        C::Delete => when(mark.is_some(), NO_MARK),
        C::MoveEnd { .. } => match mark {
            None => Some(NO_MARK),
            Some(mark) => when(mark.span().is_some(), "the mark stands on no words"),
        },
        C::NextMention => match mark {
            None => Some(NO_MARK),
            Some(mark) => when(mark.identity.is_some(), "the mark has no identity"),
        },
        C::StepArticle(_) => {
            let many = workbench.project().entries().len() > 1;
            when(many, "there is no other article")
        }
        C::TagAgain(_) if has_article => {
            when(workbench.last_tag().is_some(), "no tag was used yet")
        }
        C::Shrink if has_article => {
            when(workbench.selection().has_words(), "no words are selected")
        }
        C::Window(window) => why_not_window(workbench, *window),
        _ => when(has_article, NO_ARTICLE),
    }
}

fn why_not_review(workbench: &Workbench, command: &ReviewCommand) -> Option<&'static str> {
    use ReviewCommand as R;
    let Some(desk) = workbench.review() else {
        return Some("no review is open");
    };
    let by_hand = matches!(command, R::Redrawn | R::StopRedrawing);
    let fits = match command {
        R::Leave => true,
        _ => by_hand == desk.is_redrawing(),
    };
    let voices = desk
        .case()
        .map_or(0, |case| desk.review().voices(case).len());
    match command {
        _ if !fits => Some("marks are set right by hand, or are not"),
        R::Keep if !is_stale(workbench) => Some("nothing was said otherwise since"),
        R::Take(place) if *place >= voices => Some("there is no such reading"),
        _ => None,
    }
}

/// Whether the current case was decided before a colleague said something else.
fn is_stale(workbench: &Workbench) -> bool {
    let desk = workbench.review();
    let progress = desk.and_then(|desk| desk.progress(desk.current()));
    matches!(progress, Some(Progress::Stale(_)))
}

const NO_ARTICLE: &str = "no article is open";
const NO_MARK: &str = "no mark is selected";

fn why_not_window(workbench: &Workbench, command: WindowCommand) -> Option<&'static str> {
    use WindowCommand as W;
    let when = |can: bool, reason| (!can).then_some(reason);
    let has_project = has_project(workbench);
    match command {
        W::Note | W::CommentMark | W::Identity | W::StartLink => {
            when(workbench.selected().is_some(), NO_MARK)
        }
        W::ShowReview => {
            let left =
                workbench.review().is_some() || workbench.project().disputes().next().is_some();
            when(left, "no merge has left anything")
        }
        W::Agreement | W::ReviewAgain => when(workbench.review().is_some(), "no review is open"),
        W::Merge if workbench.review().is_some() => Some("a review is open"),
        W::Find
        | W::Reread
        | W::ArticleDetails
        | W::StartLinks
        | W::ContextMenu
        | W::HiddenCharacters => when(workbench.entry().is_some(), NO_ARTICLE),
        W::Save
        | W::SaveAs
        | W::Close
        | W::Export
        | W::ExportAgain
        | W::ConflictCopies
        | W::Inspector
        | W::List
        | W::Identities
        | W::History
        | W::Problems
        | W::Articles
        | W::SidePanel
        | W::Tagset
        | W::LoadTagset
        | W::SaveTagset
        | W::Merge
        | W::MarkAgain
        | W::Review => when(has_project, "no project is open"),
        _ => None,
    }
}

/// Whether there is anything to save: articles, damaged parts, or a history.
pub fn has_project(workbench: &Workbench) -> bool {
    let project = workbench.project();
    !project.entries().is_empty()
        || !project.aside().is_empty()
        || !workbench.history().done().is_empty()
        || has_undone(workbench)
}

fn has_undone(workbench: &Workbench) -> bool {
    !workbench.history().undone().is_empty()
}
