//! Tests of the window, by role and label.
#![cfg(test)]

mod app;
mod article;
mod articles;
mod bars;
mod desk;
mod dialogs;
mod find;
mod hands;
mod hidden;
mod history;
mod hostile;
mod identities;
mod inspector;
mod keyboard;
mod list;
mod palette;
mod problems;
mod right_to_left;
mod sizes;
mod start;
mod support;
mod tagset_editor;
mod whole_article;
mod widgets;
mod windows;
