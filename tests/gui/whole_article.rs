//! A real article marked whole, ninety marks and forty-one links, once by keys and once by mouse,
//! with every gesture counted. The article is an optional input: without it the tests say that they
//! are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::command::Command;
use postil::formats::tagset_file::default_tagset;
use postil::project::{Article, Edit, Id, Metadata, Origin, Project};
use postil::text::{ByteIndex, CharIndex, Text, boundary};
use postil::workbench::{Request, Workbench};

use crate::desk::Desk;

const GOLD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/articles/gold.jsonl");
/// The most gestures a mark or link, beyond moving and typing.
const MOST: f64 = 1.3;

/// What is to be made.
struct Gold {
    text: Text,
    marks: Vec<GoldMark>,
    /// From, to (places in `marks`), kind.
    links: Vec<(usize, usize, Id)>,
}

struct GoldMark {
    tag: String,
    fragments: Vec<(ByteIndex, ByteIndex)>,
}

impl Gold {
    fn read() -> Option<Self> {
        let Ok(lines) = std::fs::read_to_string(Path::new(GOLD)) else {
            println!("left out: a real article marked whole, for {GOLD} is not there");
            return None;
        };
        let value: serde_json::Value = serde_json::from_str(lines.lines().next()?).unwrap();
        let text = Text::new(value["text"].as_str().unwrap());
        let byte = |place: &serde_json::Value| {
            let char = CharIndex(place.as_u64().unwrap() as usize);
            text.byte_from_char(char).unwrap()
        };
        let mut marks = Vec::new();
        let mut places = BTreeMap::new();
        for span in value["spans"].as_array().unwrap() {
            places.insert(span["id"].as_str().unwrap(), marks.len());
            let fragments = span["fragments"].as_array().unwrap().iter();
            marks.push(GoldMark {
                tag: span["tag"].as_str().unwrap().to_owned(),
                fragments: fragments.map(|it| (byte(&it[0]), byte(&it[1]))).collect(),
            });
        }
        let end = |link: &serde_json::Value, key: &str| places[link[key].as_str().unwrap()];
        let links = value["links"].as_array().unwrap().iter();
        let links = links
            .map(|link| {
                (
                    end(link, "from"),
                    end(link, "to"),
                    Id::new(link["type"].as_str().unwrap()),
                )
            })
            .collect();
        Some(Self { text, marks, links })
    }

    /// A workbench with the article and nothing on it.
    fn bench(&self) -> Workbench {
        let mut project = Project::new(default_tagset());
        let id = Id::new("gold");
        let article = Article {
            id: id.clone(),
            title: "Gold".to_owned(),
            text: self.text.clone(),
            meta: Metadata::default(),
            origin: Origin::default(),
        };
        let edit = Edit::Article {
            id,
            at: 0,
            to: Some(Arc::new(article)),
        };
        project.apply(&[edit]).unwrap();
        Workbench::new(project, "Ana")
    }

    /// The ids of the marks that were made, in the order of `marks`.
    fn made(&self, desk: &Desk<'_>) -> Vec<Id> {
        let entry = desk.bench().entry().unwrap();
        let marks = self.marks.iter();
        marks
            .map(|mark| {
                let same = |made: &&Arc<postil::project::Annotation>| {
                    let fragments = made.span().unwrap().fragments().iter();
                    made.tag == Id::new(mark.tag.as_str())
                        && fragments
                            .map(|it| (it.start, it.end))
                            .eq(mark.fragments.iter().copied())
                };
                let found = entry.annotations().values().find(same);
                found
                    .unwrap_or_else(|| panic!("{} is missing", mark.tag))
                    .id
                    .clone()
            })
            .collect()
    }

    /// Holds that just the wanted marks and links are there, in few enough gestures.
    fn is_whole(&self, desk: &Desk<'_>, gestures: usize, how: &str) {
        let made = self.made(desk);
        let entry = desk.bench().entry().unwrap();
        assert_eq!(entry.annotations().len(), self.marks.len());
        let links: BTreeSet<_> = entry
            .links()
            .values()
            .map(|link| (link.from.clone(), link.to.clone(), link.kind.clone()))
            .collect();
        let wanted: BTreeSet<_> = self
            .links
            .iter()
            .map(|(from, to, kind)| (made[*from].clone(), made[*to].clone(), kind.clone()))
            .collect();
        assert_eq!(links, wanted);
        let things = self.marks.len() + self.links.len();
        let each = gestures as f64 / things as f64;
        println!("{how}: {gestures} gestures for {things} marks and links, {each:.3} each");
        assert!(each <= MOST, "{each:.3} gestures each");
    }
}

fn key_of(tag: &str) -> Key {
    match tag {
        "claim" => Key::Num1,
        "rebuttal" => Key::Num2,
        "entity" => Key::Num3,
        _ => Key::Num4,
    }
}

/// Moves the caret by arrow keys, which are no gestures: that is moving.
fn go(desk: &mut Desk<'_>, to: ByteIndex, shift: bool) {
    for _ in 0..50 {
        let text = desk.bench().entry().unwrap().article().text.clone();
        let mut at = desk.bench().selection().head;
        if at == to && (shift || desk.bench().selection().range().is_empty()) {
            return;
        }
        let mut presses = Vec::new();
        if !shift && !desk.bench().selection().range().is_empty() {
            presses.push((Key::ArrowRight, false));
            at = desk.bench().selection().range().end;
        }
        while at < to && presses.len() < 200 {
            let word = boundary::next_word_end(&text, at);
            let by_word = word <= to;
            at = if by_word {
                word
            } else {
                boundary::next_grapheme(&text, at)
            };
            presses.push((Key::ArrowRight, by_word));
        }
        while at > to && presses.len() < 200 {
            let word = boundary::previous_word_start(&text, at);
            let by_word = word >= to;
            at = if by_word {
                word
            } else {
                boundary::previous_grapheme(&text, at)
            };
            presses.push((Key::ArrowLeft, by_word));
        }
        for (key, by_word) in presses {
            let modifiers = Modifiers {
                shift,
                ctrl: by_word,
                command: by_word,
                ..Modifiers::NONE
            };
            desk.harness.event(Event::Key {
                key,
                physical_key: None,
                pressed: true,
                repeat: false,
                modifiers,
            });
        }
        desk.harness.step();
        desk.harness.step();
    }
    panic!("the caret does not come to {to}");
}

/// The letter that links to a mark.
fn hint(desk: &Desk<'_>, mark: &Id) -> String {
    let labels = desk.harness.query_all_by_role(Role::Label);
    let mut hints = labels.filter_map(|node| {
        let node = node.accesskit_node();
        let is_it = node.author_id() == Some(mark.as_str());
        is_it.then(|| node.value().unwrap_or_default())
    });
    let label = hints
        .next()
        .unwrap_or_else(|| panic!("{mark} has no letter"));
    label.split(' ').next().unwrap().to_owned()
}

/// Says which kind of link it is where two fit, with one key in the dialog that asks.
fn answer_kind(desk: &mut Desk<'_>, kind: &Id) {
    let asked = desk.harness.state_mut().requests.pop();
    if let Some(Request::ChooseLinkKind { from, to, .. }) = asked {
        desk.gestures += 1;
        desk.harness.state_mut().ask(Command::Link {
            from,
            to,
            kind: Some(kind.clone()),
        });
        desk.harness.run();
    }
}

#[test]
fn a_real_article_is_marked_whole_by_keys_alone() {
    let Some(gold) = Gold::read() else { return };
    let mut desk = Desk::new(gold.bench(), (1000.0, 2600.0));
    desk.keys(Modifiers::COMMAND, Key::Home);
    let mut order: Vec<usize> = (0..gold.marks.len()).collect();
    order.sort_by_key(|at| gold.marks[*at].fragments[0]);
    let gestures = desk.count(|desk| {
        for at in order {
            let mark = &gold.marks[at];
            for (nth, (start, end)) in mark.fragments.iter().enumerate() {
                if nth > 0 {
                    desk.key(Key::A);
                }
                go(desk, *start, false);
                go(desk, *end, true);
            }
            desk.key(key_of(&mark.tag));
        }
    });
    let made = gold.made(&desk);
    let mut left: Vec<(usize, usize, Id)> = gold.links.clone();
    go(&mut desk, ByteIndex(0), false);
    let more = desk.count(|desk| {
        desk.keys(Modifiers::SHIFT, Key::L);
        while !left.is_empty() {
            let from = desk
                .harness
                .state()
                .view
                .linking()
                .cloned()
                .expect("a link is begun");
            let next = left.iter().position(|(start, ..)| made[*start] == from);
            let Some(next) = next else {
                // On to the next mark: moving.
                let moves = desk.count(|desk| _ = desk.key(Key::ArrowDown));
                desk.gestures -= moves;
                continue;
            };
            let (_, to, kind) = left.remove(next);
            for letter in hint(desk, &made[to]).chars() {
                desk.key(Key::from_name(&letter.to_string()).unwrap());
            }
            answer_kind(desk, &kind);
            if left.iter().any(|(start, ..)| made[*start] == from) {
                let moves = desk.count(|desk| _ = desk.key(Key::ArrowUp));
                desk.gestures -= moves;
            }
        }
        desk.key(Key::Escape);
    });
    gold.is_whole(&desk, gestures + more, "by keys");
}

/// Where the caret would stand before and after a range, by what the tree says of each line.
fn ends(desk: &Desk<'_>, text: &Text, (start, end): (ByteIndex, ByteIndex)) -> (Pos2, Pos2) {
    let mut cursor = 0;
    let (mut from, mut to) = (None, None);
    for run in desk.harness.query_all_by_role(Role::TextRun) {
        let node = run.accesskit_node();
        let (value, data) = (node.value().unwrap_or_default(), node.data());
        let value = value.trim_end_matches('\n');
        let Some(at) = text.as_str()[cursor..]
            .find(value)
            .filter(|_| !value.is_empty())
        else {
            continue;
        };
        let base = cursor + at;
        cursor = base + value.len();
        let (Some(places), Some(widths)) = (data.character_positions(), data.character_widths())
        else {
            continue;
        };
        let rect = run.rect();
        for (nth, (byte, char)) in value.char_indices().enumerate() {
            let left = rect.left() + places[nth];
            if base + byte == start.0 {
                from = Some(pos2(left + 0.5, rect.center().y));
            }
            if base + byte + char.len_utf8() == end.0 {
                to = Some(pos2(left + widths[nth] - 0.5, rect.center().y));
            }
        }
    }
    (
        from.expect("the start is in view"),
        to.expect("the end is in view"),
    )
}

#[test]
fn a_real_article_is_marked_whole_by_mouse() {
    let Some(gold) = Gold::read() else { return };
    let mut desk = Desk::new(gold.bench(), (1000.0, 2600.0));
    let mut armed = "";
    let mut order: Vec<usize> = (0..gold.marks.len()).collect();
    order.sort_by_key(|at| (&gold.marks[*at].tag, gold.marks[*at].fragments[0]));
    let gestures = desk.count(|desk| {
        for at in order {
            let mark = &gold.marks[at];
            if armed != mark.tag {
                armed = &mark.tag;
                desk.keys(Modifiers::SHIFT, key_of(armed));
            }
            for (nth, fragment) in mark.fragments.iter().enumerate() {
                let (from, to) = ends(desk, &gold.text, *fragment);
                desk.hold(if nth > 0 {
                    Modifiers::COMMAND
                } else {
                    Modifiers::ALT
                });
                desk.drag(from, to);
                desk.hold(Modifiers::NONE);
            }
        }
        desk.key(Key::Escape);
        let made = gold.made(desk);
        for (from, to, kind) in &gold.links {
            // From the letter in the margin, or from the handle of the mark when it is selected, to
            // the other's letter or words.
            let start = margin(desk, &made[*from]).unwrap_or_else(|| {
                select(desk, &gold, *from, &made[*from]);
                desk.named(Role::Button, "Draw a link")
            });
            let end = margin(desk, &made[*to]).unwrap_or_else(|| middle(desk, &gold, *to));
            desk.drag(start, end);
            answer_kind(desk, kind);
        }
    });
    gold.is_whole(&desk, gestures, "by mouse");
}

/// A place on the first words of a mark.
fn middle(desk: &Desk<'_>, gold: &Gold, mark: usize) -> Pos2 {
    let (start, end) = ends(desk, &gold.text, gold.marks[mark].fragments[0]);
    match start.y == end.y {
        true => start.lerp(end, 0.5),
        false => start + vec2(3.0, 0.0),
    }
}

/// Clicks on a mark's words until it is selected: each click takes the next one out.
fn select(desk: &mut Desk<'_>, gold: &Gold, mark: usize, id: &Id) {
    for _ in 0..6 {
        if desk.selected() == Some(id.as_str()) {
            return;
        }
        desk.click(middle(desk, gold, mark));
    }
    panic!("{id} can't be selected by clicks");
}

/// The middle of a mark's letter in the margin, if it has one there.
fn margin(desk: &Desk<'_>, mark: &Id) -> Option<Pos2> {
    let buttons = desk.harness.query_all_by_role(Role::Button);
    let mut found = buttons.filter(|node| node.accesskit_node().author_id() == Some(mark.as_str()));
    found.next().map(|node| node.rect().center())
}
