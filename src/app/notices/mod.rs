//! S
use crate::app::scene::Scene;
#[derive(Default)]
pub struct Notices {}
impl Notices {
    pub fn ui(&mut self, _: &egui::Context, _: &mut Scene<'_>) {}
    pub fn push(&mut self, _: crate::workbench::Notice) {}
}
