//! From key presses to commands.

use egui::{Context, Event, Id, Key, Popup};

use super::{Keymap, Stroke};
use crate::command::{Command, WindowCommand};

/// Who else listens to the keyboard.
#[derive(Clone, Copy)]
struct Listeners {
    /// A text field, or a menu whose rows answer to keys.
    field: bool,
    /// The same, in the frame before: Escape takes the focus away before anybody is asked.
    field_before: bool,
}

impl Keymap {
    /// Takes the key presses of this frame that mean commands, in the order in which they came.
    /// `typing` says that a text field has the keyboard's focus, or a window over everything
    /// else: then only keys that no text field needs are commands, and Escape is theirs.
    pub fn collect(&self, ctx: &Context, typing: bool) -> Vec<Command> {
        let id = Id::unique("postil was typing");
        let field = typing || Popup::is_any_open(ctx);
        let field_before = ctx.data(|data| data.get_temp(id)).unwrap_or(false);
        ctx.data_mut(|data| data.insert_temp(id, field));
        let listeners = Listeners {
            field,
            field_before,
        };
        ctx.input_mut(|input| self.take(&mut input.events, listeners))
    }

    /// Takes the presses and the characters that they would type.
    fn take(&self, events: &mut Vec<Event>, listeners: Listeners) -> Vec<Command> {
        let mut asked = Vec::new();
        let mut types = false;
        events.retain(|event| {
            let heard = match event {
                Event::Key { pressed: true, .. } => self.heard(event, listeners),
                Event::Text(_) => return !std::mem::take(&mut types),
                _ => return true,
            };
            types = heard.is_some();
            let Some((command, repeat)) = heard else {
                return true;
            };
            if !repeat || moves(command) {
                asked.push(command.clone());
            }
            false
        });
        asked
    }

    /// The command that a press means, and whether the key was down before.
    fn heard(&self, event: &Event, listeners: Listeners) -> Option<(&Command, bool)> {
        let Event::Key {
            key,
            physical_key,
            repeat,
            modifiers,
            ..
        } = event
        else {
            return None;
        };
        let (stroke, place) = Stroke::meanings(*key, *physical_key, *modifiers)
            .find_map(|stroke| Some((stroke, *self.bound.get(&stroke)?)))?;
        let theirs = if stroke.key == Key::Escape {
            listeners.field || listeners.field_before
        } else {
            listeners.field && stroke.is_for_typing()
        };
        if theirs {
            return None;
        }
        let listed = self.listed.get(place)?;
        Some((&listed.command, *repeat))
    }
}

/// Whether a command goes on while its key is held down.
fn moves(command: &Command) -> bool {
    use WindowCommand as W;
    match command {
        Command::MoveEnd { .. }
        | Command::StepMark(..)
        | Command::StepArticle(_)
        | Command::NextMention => true,
        Command::Window(window) => matches!(
            window,
            W::ZoomIn | W::ZoomOut | W::TextLarger | W::TextSmaller | W::Wider | W::Narrower
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use egui::Modifiers;

    use super::*;
    use crate::command::listed;
    use crate::project::Tagset;

    const PLAIN: Listeners = Listeners {
        field: false,
        field_before: false,
    };
    const TYPING: Listeners = Listeners {
        field: true,
        field_before: true,
    };

    fn keymap() -> Keymap {
        Keymap::new(listed(&Tagset::default()))
    }

    fn press(key: Key, modifiers: Modifiers) -> Event {
        Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers,
        }
    }

    fn asked(events: &[Event], listeners: Listeners) -> (Vec<Command>, usize) {
        let mut events = events.to_vec();
        let asked = keymap().take(&mut events, listeners);
        (asked, events.len())
    }

    #[test]
    fn modifiers_are_exact() {
        let held = Modifiers::COMMAND | Modifiers::CTRL;
        let save = asked(&[press(Key::S, held)], PLAIN);
        assert_eq!(save, (vec![Command::Window(WindowCommand::Save)], 0));
        let elsewhere = asked(&[press(Key::S, held | Modifiers::SHIFT)], PLAIN);
        assert_eq!(elsewhere, (vec![Command::Window(WindowCommand::SaveAs)], 0));
        let other = asked(&[press(Key::S, held | Modifiers::ALT)], PLAIN);
        assert_eq!(other, (vec![], 1));
    }

    #[test]
    fn a_key_that_is_a_command_types_nothing() {
        let events = [
            press(Key::D, Modifiers::NONE),
            Event::Text("d".to_owned()),
            Event::Text("x".to_owned()),
        ];
        assert_eq!(asked(&events, PLAIN), (vec![Command::ToggleDone], 1));
    }

    #[test]
    fn while_typing_letters_and_editing_keys_are_text() {
        let command = Modifiers::COMMAND | Modifiers::CTRL;
        let text = [
            press(Key::D, Modifiers::NONE),
            press(Key::Period, Modifiers::NONE),
            press(Key::Delete, Modifiers::NONE),
            press(Key::Questionmark, Modifiers::SHIFT),
            press(Key::Z, command),
            press(Key::V, command),
            press(Key::Enter, command),
            press(Key::ArrowRight, Modifiers::ALT),
            press(Key::Escape, Modifiers::NONE),
        ];
        assert_eq!(asked(&text, TYPING), (vec![], text.len()));
        let commands = [press(Key::K, command), press(Key::F1, Modifiers::NONE)];
        let windows = [WindowCommand::Palette, WindowCommand::Keys].map(Command::Window);
        assert_eq!(asked(&commands, TYPING), (windows.to_vec(), 0));
    }

    #[test]
    fn the_escape_that_leaves_a_field_steps_no_further() {
        let left = Listeners {
            field: false,
            field_before: true,
        };
        let escape = [press(Key::Escape, Modifiers::NONE)];
        assert_eq!(asked(&escape, left), (vec![], 1));
        assert_eq!(asked(&escape, PLAIN), (vec![Command::StepBack], 0));
    }

    #[test]
    fn only_moves_go_on_while_a_key_is_held() {
        let again = |key| Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: true,
            modifiers: Modifiers::NONE,
        };
        assert_eq!(asked(&[again(Key::D)], PLAIN), (vec![], 0));
        assert_eq!(asked(&[again(Key::J)], PLAIN).0.len(), 1);
    }
}
