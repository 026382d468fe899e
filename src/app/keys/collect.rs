//! From key presses to commands.

use egui::{Context, Event, Id, Key, Popup};

use super::{Keymap, Stroke};
use crate::command::{Command, Mode, ReviewCommand, WindowCommand};

/// Who else listens to the keyboard.
#[derive(Clone, Copy)]
struct Listeners {
    /// A text field, or a menu whose rows answer to keys.
    field: bool,
    /// The same, in the frame before: Escape takes the focus away before anybody is asked.
    field_before: bool,
    /// What the keys are for.
    mode: Mode,
}

impl Keymap {
    /// Takes the key presses of this frame that mean commands, in the order in which they came.
    /// `typing` says that a text field has the keyboard's focus, or a window over everything
    /// else: then only keys that no text field needs are commands, and Escape is theirs. `mode` says
    /// what the keys are for.
    pub fn collect(&self, ctx: &Context, typing: bool, mode: Mode) -> Vec<Command> {
        let id = Id::unique("postil was typing");
        let field = typing || Popup::is_any_open(ctx);
        let field_before = ctx.data(|data| data.get_temp(id)).unwrap_or(false);
        ctx.data_mut(|data| data.insert_temp(id, field));
        let listeners = Listeners {
            field,
            field_before,
            mode,
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

    /// The place of the command that a key means in a mode: one of the mode's own, or else one that
    /// is for marking and can be asked for now. While readings are decided between, letters and
    /// digits mean nothing else.
    fn place_of(&self, stroke: Stroke, mode: Mode) -> Option<usize> {
        if let Some(place) = self.bound.get(&(mode, stroke)) {
            return Some(*place);
        }
        let place = *self.bound.get(&(Mode::Marking, stroke))?;
        let command = &self.listed.get(place)?.command;
        (mode != Mode::Review || command.is_for_review()).then_some(place)
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
            .find_map(|stroke| Some((stroke, self.place_of(stroke, listeners.mode)?)))?;
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
        | Command::Review(ReviewCommand::Step(_))
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
        mode: Mode::Marking,
    };
    const TYPING: Listeners = Listeners {
        field: true,
        field_before: true,
        mode: Mode::Marking,
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
            mode: Mode::Marking,
        };
        let escape = [press(Key::Escape, Modifiers::NONE)];
        assert_eq!(asked(&escape, left), (vec![], 1));
        assert_eq!(asked(&escape, PLAIN), (vec![Command::StepBack], 0));
    }

    #[test]
    fn in_a_review_letters_and_digits_decide_and_mean_nothing_else() {
        let tagset = crate::formats::tagset_file::default_tagset();
        let keymap = Keymap::new(listed(&tagset));
        let asked = |key: Key, held: Modifiers, mode: Mode| {
            let listeners = Listeners { mode, ..PLAIN };
            keymap.take(&mut vec![press(key, held)], listeners)
        };
        let plain = |key: Key, mode: Mode| asked(key, Modifiers::NONE, mode);
        use ReviewCommand as R;
        let review = [
            (Key::Num1, R::Take(0)),
            (Key::Num9, R::Take(8)),
            (Key::Num0, R::Neither),
            (Key::B, R::Both),
            (Key::E, R::Redraw),
            (Key::C, R::Comment),
            (Key::D, R::Discuss),
            (Key::G, R::Gap),
            (Key::S, R::Later),
        ];
        for (key, command) in review {
            assert_eq!(
                plain(key, Mode::Review),
                [Command::Review(command)],
                "{key:?}"
            );
        }
        for key in [Key::R, Key::L, Key::Delete, Key::J, Key::N, Key::W] {
            assert_eq!(plain(key, Mode::Review), [], "{key:?}");
            assert_eq!(plain(key, Mode::Marking).len(), 1, "{key:?}");
        }
        let command = Modifiers::COMMAND | Modifiers::CTRL;
        assert_eq!(asked(Key::Z, command, Mode::Review), [Command::Undo]);
        assert_eq!(asked(Key::Enter, command, Mode::Review), []);
        let typing = Listeners {
            mode: Mode::Review,
            ..TYPING
        };
        assert_eq!(
            keymap.take(&mut vec![press(Key::B, Modifiers::NONE)], typing),
            []
        );
    }

    #[test]
    fn while_marks_are_set_right_the_keys_are_those_of_marking_but_enter_and_escape() {
        let tagset = crate::formats::tagset_file::default_tagset();
        let keymap = Keymap::new(listed(&tagset));
        let listeners = Listeners {
            mode: Mode::Redraw,
            ..PLAIN
        };
        let asked = |key: Key| keymap.take(&mut vec![press(key, Modifiers::NONE)], listeners);
        use ReviewCommand as R;
        assert_eq!(asked(Key::Enter), [Command::Review(R::Redrawn)]);
        assert_eq!(asked(Key::Escape), [Command::Review(R::StopRedrawing)]);
        assert!(matches!(asked(Key::Num1).as_slice(), [Command::Tag(..)]));
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
