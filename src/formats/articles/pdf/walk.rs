//! What a page shows: its letters with their places, in the order in which they are drawn.

use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_syntax::content::{TypedIter, ops::TypedInstruction};
use hayro_syntax::object::stream::Stream;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, String as Bytes};
use hayro_syntax::page::{Page, Resources};

use super::font::{Font, text_string};
use super::room::PdfRoom;

/// So deep may drawings stand in drawings, and states in states.
const DEEPEST: usize = 24;

/// A matrix as PDF writes it: a b c d e f.
pub(super) type Matrix = [f64; 6];

const SAME: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// A letter, or several that are drawn as one, in points of the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// Where it begins and ends in the direction of reading.
    pub(super) start: f64,
    pub(super) end: f64,
    /// How high its line stands, across the direction of reading.
    pub(super) height: f64,
    /// The size of the type.
    pub(super) size: f64,
    /// The direction of reading, as a unit vector.
    pub(super) towards: (f64, f64),
}

/// What was found on the pages so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Letters of which the file does not say which they are.
    pub(super) nameless: usize,
    /// Letters in all.
    pub(super) letters: usize,
    /// Letters that are not seen, such as those below a scanned page.
    pub(super) hidden: usize,
    /// Letters of running heads and the like, as the file says.
    pub(super) artifacts: usize,
    /// Pictures.
    pub(super) pictures: usize,
}

/// Goes through pages.
pub(super) struct Walk<'r> {
    room: &'r mut PdfRoom,
    fonts: BTreeMap<ObjectIdentifier, Rc<Font>>,
    pub(super) found: Found,
    glyphs: Vec<Glyph>,
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    mode: i64,
}

/// Where the next letter goes.
#[derive(Clone, Copy)]
struct Pen {
    line: Matrix,
    at: Matrix,
}

/// A part of a page that the file says something about.
struct Marked {
    artifact: bool,
    /// The words that stand for what is drawn; empty once they were taken.
    words: Option<String>,
}

impl<'r> Walk<'r> {
    pub(super) fn new(room: &'r mut PdfRoom) -> Self {
        Self {
            room,
            fonts: BTreeMap::new(),
            found: Found::default(),
            glyphs: Vec::new(),
        }
    }

    /// The letters of a page. Nothing once there is no room any more.
    pub(super) fn page(&mut self, page: &Page<'_>) -> Vec<Glyph> {
        let content = page.page_stream();
        let content = content.filter(|content| self.room.unpack(content.len()));
        if let Some(content) = content {
            let state = State {
                matrix: SAME,
                font: None,
                size: 0.0,
                letter_space: 0.0,
                word_space: 0.0,
                stretch: 1.0,
                leading: 0.0,
                rise: 0.0,
                mode: 0,
            };
            self.content(content, page.resources(), state, DEEPEST);
        }
        std::mem::take(&mut self.glyphs)
    }

    fn content(&mut self, content: &[u8], resources: &Resources<'_>, state: State, levels: usize) {
        let mut reading = Reading {
            states: Vec::new(),
            state,
            pen: Pen {
                line: SAME,
                at: SAME,
            },
            marked: Vec::new(),
        };
        let mut steps = TypedIter::new(content);
        while let Some(step) = steps.next() {
            if !self.room.step() {
                return;
            }
            self.step(&step, resources, &mut reading, levels);
        }
    }

    fn step(
        &mut self,
        step: &TypedInstruction<'_, '_>,
        resources: &Resources<'_>,
        reading: &mut Reading,
        levels: usize,
    ) {
        use TypedInstruction as T;
        match step {
            T::ShowText(it) => self.show(it.0.as_bytes(), reading),
            T::NextLineAndShowText(it) => {
                reading.next_line(0.0, -reading.state.leading);
                self.show(it.0.as_bytes(), reading);
            }
            T::ShowTextWithParameters(it) => {
                reading.state.word_space = it.0.as_f64();
                reading.state.letter_space = it.1.as_f64();
                reading.next_line(0.0, -reading.state.leading);
                self.show(it.2.as_bytes(), reading);
            }
            T::ShowTexts(it) => self.show_all(it.0, reading),
            T::TextFont(it) => {
                reading.state.font = self.font(resources, it.0);
                reading.state.size = it.1.as_f64();
            }
            T::XObject(it) => self.drawing(resources, it.0, reading, levels),
            T::InlineImage(_) => self.found.pictures += 1,
            T::BeginMarkedContent(it) => reading.mark(it.0, None),
            T::BeginMarkedContentWithProperties(it) => {
                let properties = match it.1 {
                    Object::Dict(dict) => Some(dict.clone()),
                    Object::Name(name) => resources.properties.get::<Dict<'_>>(name),
                    _ => None,
                };
                reading.mark(it.0, properties);
            }
            other => reading.step(other),
        }
    }

    fn show_all(&mut self, pieces: &Array<'_>, reading: &mut Reading) {
        for piece in pieces.iter::<Object<'_>>() {
            match piece {
                Object::String(bytes) => self.show(bytes.as_bytes(), reading),
                Object::Number(back) => {
                    let state = &reading.state;
                    let by = -back.as_f64() / 1000.0 * state.size * state.stretch;
                    reading.pen.at = times(&shift(by, 0.0), &reading.pen.at);
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, bytes: &[u8], reading: &mut Reading) {
        let Some(font) = reading.state.font.clone() else {
            return;
        };
        let artifact = reading.marked.iter().any(|it| it.artifact);
        for code in font.codes(bytes) {
            if !self.room.step() {
                return;
            }
            let state = &reading.state;
            let blank = code.len == 1 && code.number == 32;
            let width = font.width(&code);
            let space = state.letter_space + if blank { state.word_space } else { 0.0 };
            let advance = (width * state.size + space) * state.stretch;
            let letter = [
                state.size * state.stretch,
                0.0,
                0.0,
                state.size,
                0.0,
                state.rise,
            ];
            let place = times(&times(&letter, &reading.pen.at), &state.matrix);
            let hidden = matches!(state.mode, 3 | 7);
            let wide = width + state.letter_space.max(0.0) / state.size.abs().max(f64::EPSILON);
            reading.pen.at = times(&shift(advance, 0.0), &reading.pen.at);
            if artifact {
                self.found.artifacts += 1;
                continue;
            }
            let text = match reading.marked.iter_mut().find_map(|it| it.words.as_mut()) {
                Some(words) => std::mem::take(words),
                None => font.text(&code).unwrap_or_else(|| {
                    self.found.nameless += 1;
                    char::REPLACEMENT_CHARACTER.to_string()
                }),
            };
            self.found.letters += 1;
            self.found.hidden += usize::from(hidden);
            self.put(text, &place, wide);
        }
    }

    fn put(&mut self, text: String, place: &Matrix, width: f64) {
        let [a, b, c, d, e, f] = *place;
        let long = a.hypot(b);
        let size = c.hypot(d);
        let sound = [long, size, e, f].into_iter().all(f64::is_finite);
        if text.is_empty() || !sound || long <= 0.0 || !self.room.text(text.len()) {
            return;
        }
        let towards = (a / long, b / long);
        let start = e * towards.0 + f * towards.1;
        self.glyphs.push(Glyph {
            text,
            start,
            end: start + width * long,
            height: f * towards.0 - e * towards.1,
            size,
            towards,
        });
    }

    fn font(&mut self, resources: &Resources<'_>, name: &Name<'_>) -> Option<Rc<Font>> {
        let id = resources.fonts.get_ref(name).map(ObjectIdentifier::from);
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(font));
        }
        let font = Rc::new(Font::read(&resources.get_font(name)?, self.room)?);
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&font));
        }
        Some(font)
    }

    /// A drawing that stands elsewhere in the file: words, or a picture.
    fn drawing(
        &mut self,
        resources: &Resources<'_>,
        name: &Name<'_>,
        reading: &Reading,
        levels: usize,
    ) {
        let Some(stream) = resources.get_x_object(name) else {
            return;
        };
        let dict = stream.dict();
        let kind = dict.get::<Name<'_>>("Subtype");
        if kind.as_deref() == Some(b"Image") {
            self.found.pictures += 1;
        }
        if kind.as_deref() != Some(b"Form") || levels == 0 {
            return;
        }
        let Some(content) = unpacked(&stream, self.room) else {
            return;
        };
        let own = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        let mut state = reading.state.clone();
        if let Some(matrix) = dict.get::<Array<'_>>("Matrix").and_then(|it| matrix(&it)) {
            state.matrix = times(&matrix, &state.matrix);
        }
        if reading.marked.iter().any(|it| it.artifact) {
            return;
        }
        self.content(
            &content,
            own.as_ref().unwrap_or(resources),
            state,
            levels - 1,
        );
    }
}

/// What a stream holds, if there is room for it.
pub(super) fn unpacked(stream: &Stream<'_>, room: &mut PdfRoom) -> Option<Vec<u8>> {
    let content = stream.decoded_data().ok()?.into_owned();
    room.unpack(content.len()).then_some(content)
}

/// The state while a stream of steps is read.
struct Reading {
    states: Vec<State>,
    state: State,
    pen: Pen,
    marked: Vec<Marked>,
}

impl Reading {
    /// What changes only the state.
    fn step(&mut self, step: &TypedInstruction<'_, '_>) {
        use TypedInstruction as T;
        let state = &mut self.state;
        match step {
            T::SaveState(_) if self.states.len() < 10 * DEEPEST => self.states.push(state.clone()),
            T::RestoreState(_) => *state = self.states.pop().unwrap_or_else(|| state.clone()),
            T::Transform(it) => {
                let by = numbers([&it.0, &it.1, &it.2, &it.3, &it.4, &it.5]);
                state.matrix = times(&by, &state.matrix);
            }
            T::CharacterSpacing(it) => state.letter_space = it.0.as_f64(),
            T::WordSpacing(it) => state.word_space = it.0.as_f64(),
            T::HorizontalScaling(it) => state.stretch = it.0.as_f64() / 100.0,
            T::TextLeading(it) => state.leading = it.0.as_f64(),
            T::TextRise(it) => state.rise = it.0.as_f64(),
            T::TextRenderingMode(it) => state.mode = it.0.as_i64(),
            T::BeginText(_) => self.set(SAME),
            T::SetTextMatrix(it) => {
                self.set(numbers([&it.0, &it.1, &it.2, &it.3, &it.4, &it.5]));
            }
            T::NextLine(it) => self.next_line(it.0.as_f64(), it.1.as_f64()),
            T::NextLineAndSetLeading(it) => {
                state.leading = -it.1.as_f64();
                self.next_line(it.0.as_f64(), it.1.as_f64());
            }
            T::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            T::EndMarkedContent(_) => drop(self.marked.pop()),
            _ => {}
        }
    }

    fn set(&mut self, matrix: Matrix) {
        self.pen = Pen {
            line: matrix,
            at: matrix,
        };
    }

    fn next_line(&mut self, right: f64, up: f64) {
        self.set(times(&shift(right, up), &self.pen.line));
    }

    fn mark(&mut self, what: &Name<'_>, properties: Option<Dict<'_>>) {
        let words = properties.and_then(|it| it.get::<Bytes<'_>>("ActualText"));
        if self.marked.len() < 10 * DEEPEST {
            self.marked.push(Marked {
                artifact: &**what == b"Artifact",
                words: words.map(|words| text_string(words.as_bytes())),
            });
        }
    }
}

fn numbers(of: [&Number; 6]) -> Matrix {
    of.map(Number::as_f64)
}

/// Six numbers of a list, if it has them.
pub(super) fn matrix(of: &Array<'_>) -> Option<Matrix> {
    let numbers: Vec<f64> = of.iter::<Number>().map(|it| it.as_f64()).collect();
    numbers.try_into().ok()
}

fn shift(right: f64, up: f64) -> Matrix {
    [1.0, 0.0, 0.0, 1.0, right, up]
}

/// First `one`, then `other`.
fn times(one: &Matrix, other: &Matrix) -> Matrix {
    let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (*one, *other);
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}
