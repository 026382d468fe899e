//! Tests.
#![cfg(test)]

// The disk: what a save promises, what reading refuses, where preferences stand.
mod store;
