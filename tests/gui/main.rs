//! Tests of the window, by role and label.

mod widgets;
