//! The window without a screen: frames that are drawn and cut into triangles, and what that costs.

use std::path::Path;

use egui::accesskit::{Node, TreeUpdate};
use egui::{
    Context, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2,
    RawInput, Rect, TouchPhase, Ui, Vec2, pos2, vec2,
};
use postil::app::App;
use postil::app::article::{ArticleView, Reading};
use postil::app::file_dialog::{Answer, FileDialog, Purpose};
use postil::app::folders::Folders;
use postil::app::install_look;
use postil::app::keys::Keymap;
use postil::app::scene::{Inbox, Scene};
use postil::app::services::{Services, Settings};
use postil::app::theme::ThemeChoice;
use postil::app::worker::Worker;
use postil::command::listed;
use postil::project::{Id, Time};
use postil::workbench::Workbench;

use crate::machine::timed;

/// The window's size, in points.
pub const SIZE: Vec2 = Vec2::new(1280.0, 800.0);
const NOW: Time = Time::new(1_700_000_000_000);

/// A window without a screen.
pub struct Screen {
    /// Its context.
    pub ctx: Context,
    size: Vec2,
    time: f64,
    events: Vec<Event>,
    tree: Option<TreeUpdate>,
}

/// What a frame took and what it asked for.
pub struct Frame {
    /// Processor time to draw it and cut it into triangles, in milliseconds.
    pub cpu: f64,
    /// It asks to be drawn again at once.
    pub again: bool,
}

impl Screen {
    /// A window with Postil's look.
    pub fn new() -> Self {
        let ctx = Context::default();
        install_look(&ctx, ThemeChoice::Light);
        Self {
            ctx,
            size: SIZE,
            time: 0.0,
            events: Vec::new(),
            tree: None,
        }
    }

    /// Another width.
    pub fn set_width(&mut self, width: f32) {
        self.size.x = width;
    }

    /// Something that happens before the next frame.
    pub fn event(&mut self, event: Event) {
        self.events.push(event);
    }

    /// The pointer moves.
    pub fn point(&mut self, at: Pos2) {
        self.event(Event::PointerMoved(at));
    }

    /// The left button is pressed or let go.
    pub fn button(&mut self, pos: Pos2, pressed: bool) {
        self.event(Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }

    /// The wheel is turned by so many points.
    pub fn wheel(&mut self, distance: f32) {
        self.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -distance),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
    }

    /// A key is pressed and let go.
    pub fn key(&mut self, key: Key, modifiers: Modifiers) {
        for pressed in [true, false] {
            self.event(Event::Key {
                key,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers,
            });
        }
    }

    /// Draws a frame.
    pub fn frame(&mut self, mut draw: impl FnMut(&mut Ui)) -> Frame {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(self.time),
            events: std::mem::take(&mut self.events),
            focused: true,
            ..RawInput::default()
        };
        let (cpu, output) = timed(|| {
            let output = self.ctx.run_ui(input, |ui| draw(ui));
            let pixels = output.pixels_per_point;
            let triangles = self.ctx.tessellate(output.shapes, pixels);
            std::hint::black_box(&triangles);
            (output.viewport_output, output.platform_output)
        });
        let (viewports, platform) = output;
        let again = viewports
            .values()
            .any(|output| output.repaint_delay.is_zero());
        self.tree = platform.accesskit_update;
        Frame { cpu, again }
    }

    /// The middle of what is called so, as a screen reader finds it in the frame drawn last.
    fn middle_of(&self, label: &str) -> Option<Pos2> {
        let nodes = &self.tree.as_ref()?.nodes;
        let called = |node: &Node| node.label().is_some_and(|it| it.starts_with(label));
        let (_, node) = nodes.iter().find(|(_, node)| called(node))?;
        let bounds = node.bounds()?;
        let (x, y) = (bounds.x0 + bounds.x1, bounds.y0 + bounds.y1);
        Some(pos2(x as f32 / 2.0, y as f32 / 2.0))
    }
}

/// The article view alone on a screen.
pub struct Alone {
    /// The screen.
    pub screen: Screen,
    /// The program.
    pub bench: Workbench,
    view: ArticleView,
    keys: Keymap,
}

impl Alone {
    /// A view of the first article of a workbench.
    pub fn new(bench: Workbench) -> Self {
        let keys = Keymap::new(listed(bench.project().tagset()));
        let mut screen = Screen::new();
        // The faces are there from the second frame on.
        screen.frame(|_| {});
        Self {
            screen,
            bench,
            view: ArticleView::default(),
            keys,
        }
    }

    /// Draws a frame.
    pub fn frame(&mut self) -> Frame {
        let Self {
            screen,
            bench,
            view,
            keys,
        } = self;
        screen.frame(|ui| {
            let mut inbox = Inbox::default();
            let mut scene = Scene {
                workbench: bench,
                keys,
                inbox: &mut inbox,
                now: NOW,
            };
            view.ui(ui, &mut scene, Reading::default());
        })
    }
}

/// The whole window on a screen.
pub struct Whole {
    /// The screen.
    pub screen: Screen,
    /// The window.
    pub app: App,
}

struct NoDialog;

impl FileDialog for NoDialog {
    fn ask(&mut self, _purpose: &Purpose) {}

    fn poll(&mut self) -> Option<Answer> {
        None
    }
}

impl Whole {
    /// A window on a file.
    pub fn open(file: Option<&Path>) -> Self {
        Self::open_with(file, Box::new(NoDialog))
    }

    /// The same, in which paths are chosen so.
    pub fn open_with(file: Option<&Path>, dialog: Box<dyn FileDialog>) -> Self {
        let screen = Screen::new();
        let mut count = 0;
        let services = Services {
            clock: Box::new(|| NOW),
            next_id: Box::new(move || {
                count += 1;
                Id::new(format!("new{count}"))
            }),
            dialog,
            worker: Worker::inline(),
            measurer: Worker::by_hand().0,
            folders: Folders::inline(),
            open_folder: Box::new(|_| Ok(())),
            settings: None,
        };
        let files = file.into_iter().map(Path::to_owned).collect();
        let app = App::new(&screen.ctx, services, Settings::default(), files);
        Self { screen, app }
    }

    /// Draws a frame, and before it does what was asked for.
    pub fn frame(&mut self) -> Frame {
        let Self { screen, app } = self;
        screen.frame(|ui| {
            app.before_frame(ui.ctx());
            app.draw(ui);
        })
    }

    /// The middle of what is called so.
    pub fn find(&mut self, label: &str) -> Pos2 {
        self.screen.ctx.enable_accesskit();
        self.frame();
        self.frame();
        let found = self.screen.middle_of(label);
        self.screen.ctx.disable_accesskit();
        self.settle();
        found.unwrap_or_else(|| panic!("nothing is called {label:?}"))
    }

    /// Draws frames until nothing asks for another; gives the time of each.
    pub fn frames(&mut self) -> Vec<f64> {
        let mut frames = Vec::new();
        for _ in 0..600 {
            let frame = self.frame();
            frames.push(frame.cpu);
            if !frame.again {
                break;
            }
        }
        frames
    }

    /// Draws frames until nothing asks for another; gives the time of them all.
    pub fn settle(&mut self) -> f64 {
        self.frames().iter().sum()
    }
}

/// A place over the article, in the whole window and in the view alone.
pub fn over_article() -> Pos2 {
    pos2(SIZE.x / 2.0 - 40.0, SIZE.y / 2.0)
}
