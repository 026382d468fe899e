//! Tests of the window, by role and label.
#![cfg(test)]

mod articles;
mod bars;
mod palette;
mod support;
mod widgets;
