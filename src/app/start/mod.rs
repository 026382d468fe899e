//! S
use crate::app::scene::Scene;
#[derive(Default)]
pub struct StartScreen {}
impl StartScreen {
    pub fn ui(&mut self, _: &mut egui::Ui, _: &mut Scene<'_>) {}
}
