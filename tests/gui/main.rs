//! Tests of the window, by role and label.
#![cfg(test)]

mod articles;
mod support;
mod widgets;
