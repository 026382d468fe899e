//! What every panel is given to draw: the world to read, and the inbox to ask for changes.

use super::keys::Keymap;
use crate::command::{Command, WindowCommand};
use crate::project::{Id, Time};
use crate::workbench::Workbench;

/// What a panel draws from and writes to. While drawing, the workbench can only be read: whatever
/// the user asks for goes into the inbox and is carried out before the next frame.
pub struct Scene<'a> {
    /// The program's state.
    pub workbench: &'a Workbench,
    /// Which keys do what.
    pub keys: &'a Keymap,
    /// What the user asked for in this frame.
    pub inbox: &'a mut Inbox,
    /// Now, for «today, 10:42».
    pub now: Time,
}

/// What the user asked for and was not yet carried out.
#[derive(Debug, Default)]
pub struct Inbox {
    commands: Vec<Command>,
    hovered: Option<Id>,
}

impl Inbox {
    /// Asks for a command.
    pub fn push(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Asks for something that the window does alone.
    pub fn window(&mut self, command: WindowCommand) {
        self.push(Command::Window(command));
    }

    /// Whether nothing was asked for since it was last drained.
    pub fn is_empty(&self) -> bool {
        self.commands.is_empty()
    }

    /// How many commands wait.
    pub fn len(&self) -> usize {
        self.commands.len()
    }

    /// The commands behind the first so many.
    pub fn since(&self, count: usize) -> impl Iterator<Item = &Command> {
        self.commands.iter().skip(count)
    }

    /// Says that the pointer is on a panel's row for a mark, so that the article shows it.
    pub fn hover(&mut self, mark: &Id) {
        self.hovered = Some(mark.clone());
    }

    /// Takes out what was asked for, in order.
    pub fn drain(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.commands)
    }

    /// Takes out the mark whose row the pointer is on.
    pub fn take_hovered(&mut self) -> Option<Id> {
        self.hovered.take()
    }
}
