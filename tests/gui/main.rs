//! Tests of the window, by role and label.
#![cfg(test)]

mod articles;
mod bars;
mod support;
mod widgets;
