//! Commands of a review, and which commands there are in which mode.

use super::{Command, Direction, WindowCommand};
use crate::review::settle::{Filter, Order, Strategy};

/// What a user asks for in a review. What is decided is the current case.
#[derive(Clone, Debug, PartialEq)]
pub enum ReviewCommand {
    /// Leaves the review; what was decided stays.
    Leave,
    /// Takes the reading at this place, from 0.
    Take(usize),
    /// Keeps all readings.
    Both,
    /// Takes none of them.
    Neither,
    /// Shows the article, to set the marks right by hand.
    Redraw,
    /// Says that the marks are right now.
    Redrawn,
    /// Goes back to the readings without that.
    StopRedrawing,
    /// Goes to the comment.
    Comment,
    /// Writes the comment.
    SetComment(String),
    /// Puts the case aside until it was talked about.
    Discuss,
    /// Says that the guideline does not say what is right here, or takes that back.
    Gap,
    /// Keeps a decision although a colleague says something else since.
    Keep,
    /// Puts the case aside for later.
    Later,
    /// Goes to the next or the previous case of the list.
    Step(Direction),
    /// Goes to the case at this place of the review.
    Go(usize),
    /// Lists some cases only.
    Filter(Filter),
    /// Lists the cases in another order.
    Order(Order),
    /// Decides by a rule what is open.
    Rule(Strategy),
    /// Lets the next decision be one of all cases that are like the current one, or of it alone again.
    WithAlike,
    /// Lets the next decision be one of the cases at these places too.
    Alike(Vec<usize>),
}

/// What keys are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Marking an article.
    #[default]
    Marking,
    /// Deciding between readings.
    Review,
    /// Setting marks right by hand, in the middle of a review.
    Redraw,
}

impl Command {
    /// In which mode its keys mean it.
    pub fn mode(&self) -> Mode {
        use ReviewCommand as R;
        match self {
            Self::Review(R::Redrawn | R::StopRedrawing) => Mode::Redraw,
            Self::Review(_) => Mode::Review,
            _ => Mode::Marking,
        }
    }

    /// Whether the window does it without the article: everything but finding, linking and writing
    /// in the inspector.
    fn is_of_the_window(&self) -> bool {
        use WindowCommand as W;
        let in_article = [
            W::Find,
            W::Note,
            W::CommentMark,
            W::Identity,
            W::StartLink,
            W::StartLinks,
        ];
        matches!(self, Self::Window(command) if !in_article.contains(command))
    }

    /// Whether a key means it also in a window beside the article: it marks and decides nothing.
    pub fn is_beside_marking(&self) -> bool {
        matches!(self, Self::Undo | Self::Redo | Self::StepBack) || self.is_of_the_window()
    }

    /// Whether a key means it also in a window that holds the keys: it concerns how the program
    /// looks, or the program as a whole, and not the project behind the window.
    pub fn is_over_a_window(&self) -> bool {
        use WindowCommand as W;
        let allowed = [
            W::Keys,
            W::Settings,
            W::Notices,
            W::About,
            W::ZoomIn,
            W::ZoomOut,
            W::ZoomReset,
            W::ThemeSystem,
            W::ThemeLight,
            W::ThemeDark,
            W::ThemeContrast,
            W::ThemeContrastLight,
            W::ThemeContrastDark,
            W::Quit,
        ];
        matches!(self, Self::Window(command) if allowed.contains(command))
    }

    /// Whether it can be asked for while readings are decided between. What would change the
    /// marks past the review cannot.
    pub fn is_for_review(&self) -> bool {
        matches!(
            self,
            Self::Review(_)
                | Self::StartReview(_)
                | Self::Undo
                | Self::Redo
                | Self::GoToStep(_)
                | Self::StepBack
                | Self::AddArticles(_)
                | Self::SetTagset(..)
                | Self::AddComment(..)
                | Self::DeleteComment(_)
        ) || self.is_of_the_window()
    }
}
