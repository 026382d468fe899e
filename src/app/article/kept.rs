//! Layouts that are kept from frame to frame, for as long as nothing that they show has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::Galley;

use super::ArticleView;
use super::layout::BlockLayout;
use crate::app::scene::Scene;
use crate::history::Revision;
use crate::project::Id;
use crate::span::Span;
use crate::workbench::Filter;

/// What a frame cost, counted and not timed: the same on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Blocks that were placed.
    pub blocks: usize,
    /// Blocks among them whose lines and marks were worked out anew.
    pub laid_out: usize,
    /// Marks that were looked at for those.
    pub marks: usize,
    /// Pieces of marks that are drawn in the blocks in view.
    pub pieces: usize,
}

/// The layouts of blocks in view and near it.
#[derive(Default)]
pub(super) struct Layouts {
    key: Option<Key>,
    kept: BTreeMap<usize, (Arc<Galley>, Arc<BlockLayout>)>,
}

/// What all layouts depend on besides their words and how they are set.
#[derive(PartialEq)]
struct Key {
    revision: Revision,
    filter: Filter,
    selected: Option<Id>,
    moving: Option<(Id, Span)>,
    hidden: bool,
}

/// As many blocks beyond the view keep their layouts.
const AROUND: usize = 40;

impl Layouts {
    /// The layout of a block whose words are set like this, if it is still right. That they are set
    /// like this is known by the galley: egui gives the very same one for the same words in the
    /// same face, size, colour and width, and another when its glyphs have moved.
    pub(super) fn get(&self, block: usize, galley: &Arc<Galley>) -> Option<Arc<BlockLayout>> {
        let (of, layout) = self.kept.get(&block)?;
        Arc::ptr_eq(of, galley).then(|| Arc::clone(layout))
    }

    pub(super) fn keep(&mut self, block: usize, galley: Arc<Galley>, layout: &Arc<BlockLayout>) {
        self.kept.insert(block, (galley, Arc::clone(layout)));
    }

    /// Forgets what is far from the view.
    pub(super) fn forget_beyond(&mut self, first: usize, last: usize) {
        let near = first.saturating_sub(AROUND)..=last.saturating_add(AROUND);
        self.kept.retain(|block, _| near.contains(block));
    }
}

impl ArticleView {
    /// What the frame drawn last cost.
    pub fn work(&self) -> Work {
        self.work
    }

    /// Forgets the layouts if marks, what is shown or what is selected are not what they were.
    pub(super) fn check_layouts(&mut self, scene: &Scene<'_>) {
        let bench = scene.workbench;
        let moving = self.gesture.moving();
        let key = Key {
            revision: bench.revision(),
            filter: bench.filter().clone(),
            selected: bench.selection().mark.clone(),
            moving: moving.map(|(mark, span)| (mark.clone(), span.clone())),
            hidden: self.shows_hidden(),
        };
        if self.layouts.key.as_ref() != Some(&key) {
            self.layouts.key = Some(key);
            self.layouts.kept.clear();
        }
        self.work = Work::default();
    }
}
