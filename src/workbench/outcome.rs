//! What the shell must know after a command: data, not callbacks.

use crate::command::{Command, WindowCommand};
use crate::project::Id;
use crate::text::TextRange;

/// What a command led to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Whether the project changed.
    pub changed: bool,
    /// Words of the article in view that should be brought into view.
    pub reveal: Option<TextRange>,
    /// What to tell the user.
    pub notice: Option<Notice>,
    /// What the window must do.
    pub request: Option<Request>,
}

/// What the window must do after a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Something that only the window can do.
    Window(WindowCommand),
    /// Ask which of several kinds a link shall be.
    ChooseLinkKind {
        /// From this mark.
        from: Id,
        /// To this one.
        to: Id,
        /// One of these.
        kinds: Vec<Id>,
    },
    /// Let the user write: the wording of an implicit mark that was just made.
    EditWording(Id),
    /// Let the user write: the comment on the current dispute.
    WriteComment,
    /// Show the review that was opened.
    ShowReview,
    /// Ask in which encoding an article shall be read again.
    ChooseEncoding(Id),
}

/// Something to tell the user.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// How it is meant.
    pub mood: Mood,
    /// What happened.
    pub title: String,
    /// Why, what is safe, what to do; may be empty.
    pub detail: String,
    /// One thing to do about it: what it is called, and the command.
    pub action: Option<(String, Command)>,
    /// Whether it is about the last step, and nothing to act on once the project is in another state.
    pub of_step: bool,
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// By the way.
    Plain,
    /// It went well.
    Good,
    /// Something waits.
    Warning,
    /// Something failed.
    Error,
}

impl Outcome {
    /// The project changed.
    pub fn changed() -> Self {
        Self {
            changed: true,
            ..Self::default()
        }
    }

    /// Nothing but a notice.
    pub fn notice(notice: Notice) -> Self {
        Self {
            notice: Some(notice),
            ..Self::default()
        }
    }

    /// Nothing but a request.
    pub fn request(request: Request) -> Self {
        Self {
            request: Some(request),
            ..Self::default()
        }
    }

    /// The same, with words to bring into view.
    #[must_use]
    pub fn revealing(self, reveal: Option<TextRange>) -> Self {
        Self { reveal, ..self }
    }

    /// The same, with a notice unless it has one.
    #[must_use]
    pub fn saying(self, notice: Notice) -> Self {
        Self {
            notice: self.notice.or(Some(notice)),
            ..self
        }
    }
}

impl Notice {
    /// By the way.
    pub fn plain(title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            mood: Mood::Plain,
            title: title.into(),
            detail: detail.into(),
            action: None,
            of_step: false,
        }
    }

    /// It went well.
    pub fn good(title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            mood: Mood::Good,
            ..Self::plain(title, detail)
        }
    }

    /// Something waits.
    pub fn warning(title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            mood: Mood::Warning,
            ..Self::plain(title, detail)
        }
    }

    /// Something failed.
    pub fn error(title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            mood: Mood::Error,
            ..Self::plain(title, detail)
        }
    }

    /// The same, with something to do about it.
    #[must_use]
    pub fn with_action(self, name: impl Into<String>, command: Command) -> Self {
        Self {
            action: Some((name.into(), command)),
            ..self
        }
    }

    /// The same, about the step that was just made: it goes when that is undone or another is made.
    #[must_use]
    pub fn about_the_step(self) -> Self {
        Self {
            of_step: true,
            ..self
        }
    }
}
