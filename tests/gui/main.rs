//! Tests of the window, by role and label.
#![cfg(test)]

mod article;
mod articles;
mod bars;
mod desk;
mod dialogs;
mod history;
mod identities;
mod inspector;
mod list;
mod palette;
mod problems;
mod start;
mod support;
mod tagset_editor;
mod widgets;
mod windows;
