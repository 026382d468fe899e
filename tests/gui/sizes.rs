//! Nothing that can be pressed is too small to be hit.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use postil::app::articles::ArticlesPanel;
use postil::app::bars::{SaveState, Status, menu_bar, status_bar::StatusBar, tag_strip};
use postil::app::history::HistoryPanel;
use postil::app::identities::IdentitiesPanel;
use postil::app::inspector::Inspector;
use postil::app::list::ListPanel;
use postil::app::scene::Scene;
use postil::app::tagset_editor::TagsetEditor;
use postil::command::Command;
use postil::workbench::Workbench;

use crate::desk::Desk;
use crate::support::{Stage, certainty, dispatch, identity, link, stage, workbench};

const TEXT: &str = "The moon [claim: is made of [entity: cheese]].\n[rebuttal: It is not], said \
                    [source: Dr Vale].\nShe lives at the harbour.";
/// The smallest side of anything that can be pressed, in points.
const LEAST: f32 = 24.0;

fn bench() -> Workbench {
    let mut bench = workbench(&[("Moon", TEXT), ("Sun", "The sun [claim: is hot].")]);
    link(&mut bench, "moon", "l1", "rebuts", "m3", "m1");
    identity(&mut bench, "i1", "Dr Vale", "person", &[("moon", "m4")]);
    let (attribute, value) = certainty("certain");
    dispatch(&mut bench, Command::SelectMark("m3".into()));
    dispatch(
        &mut bench,
        Command::SetValue("m3".into(), attribute, Some(value)),
    );
    bench
}

/// What can be pressed and is smaller than it should be.
fn too_small<S>(harness: &Harness<'_, S>) -> Vec<String> {
    let can_be_pressed = |role: Role| {
        matches!(
            role,
            Role::Button
                | Role::CheckBox
                | Role::ComboBox
                | Role::Link
                | Role::MenuItem
                | Role::RadioButton
                | Role::Slider
                | Role::Tab
                | Role::TextInput
        )
    };
    let nodes = harness.query_all(
        egui_kittest::kittest::By::new().predicate(move |node| can_be_pressed(node.role())),
    );
    let small = nodes.filter_map(|node| {
        let rect = node.rect();
        // A tenth of a point is how far sums of widths can be off.
        let least = rect.width().min(rect.height()) + 0.1;
        let label = node.accesskit_node().label().unwrap_or_default();
        (least < LEAST).then(|| format!("{:?} {label} {rect}", node.accesskit_node().role()))
    });
    small.collect()
}

fn panel<'a, P: Default + 'a>(
    size: (f32, f32),
    draw: impl FnMut(&mut P, &mut egui::Ui, &mut Scene<'_>) + 'a,
) -> Harness<'a, Stage<P>> {
    stage(bench(), P::default(), size, draw)
}

#[test]
fn in_the_panels() {
    let size = (296.0, 800.0);
    let mut small = Vec::new();
    let list = panel(size, |it: &mut ListPanel, ui, scene| it.ui(ui, scene));
    small.extend(too_small(&list));
    let inspector = panel(size, |it: &mut Inspector, ui, scene| it.ui(ui, scene));
    small.extend(too_small(&inspector));
    let identities = panel(size, |it: &mut IdentitiesPanel, ui, scene| it.ui(ui, scene));
    small.extend(too_small(&identities));
    let history = panel(size, |it: &mut HistoryPanel, ui, scene| it.ui(ui, scene));
    small.extend(too_small(&history));
    let articles = panel((224.0, 800.0), |it: &mut ArticlesPanel, ui, scene| {
        it.ui(ui, scene)
    });
    small.extend(too_small(&articles));
    let rail = panel((44.0, 600.0), |it: &mut ArticlesPanel, ui, scene| {
        it.rail_ui(ui, scene)
    });
    small.extend(too_small(&rail));
    let drawer = panel((900.0, 128.0), |it: &mut Inspector, ui, scene| {
        it.drawer_ui(ui, scene)
    });
    small.extend(too_small(&drawer));
    assert_eq!(small, Vec::<String>::new());
}

#[test]
fn in_the_bars_and_the_tagset_editor() {
    let status = || Status {
        file: "moon.ron".to_owned(),
        saved: SaveState::Unsaved,
        zoom: 1.0,
        progress: None,
        journal: None,
        review: None,
    };
    let mut small = Vec::new();
    let menu = panel((1280.0, 36.0), |(): &mut (), ui, scene| {
        menu_bar::ui(ui, scene, &status());
    });
    small.extend(too_small(&menu));
    let strip = panel((760.0, 40.0), |(): &mut (), ui, scene| {
        tag_strip::ui(ui, scene)
    });
    small.extend(too_small(&strip));
    let bar = panel((1280.0, 26.0), |it: &mut StatusBar, ui, scene| {
        _ = it.ui(ui, scene, &status());
    });
    small.extend(too_small(&bar));
    let mut editor = TagsetEditor::default();
    editor.open = true;
    let editor = stage(bench(), editor, (1280.0, 800.0), |it, ui, scene| {
        it.ui(ui.ctx(), scene);
    });
    small.extend(too_small(&editor));
    assert_eq!(small, Vec::<String>::new());
}

#[test]
fn in_the_article() {
    let mut desk = Desk::new(bench(), (900.0, 600.0));
    desk.harness.run();
    let small = too_small(&desk.harness);
    // Signs in the margin stand closer than that: the words that they stand for can be pressed.
    // The overview is narrow, but as high as the window.
    let small: Vec<String> = small
        .into_iter()
        .filter(|it| !it.contains("margin ") && !it.contains("Overview"))
        .collect();
    assert_eq!(small, Vec::<String>::new());
}
