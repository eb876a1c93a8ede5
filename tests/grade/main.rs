//! Grading: genuine records are accepted, altered ones are never believed, and what is no record gets a sentence.
#![cfg(all(feature = "grade", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod altered;
#[cfg(feature = "cli")]
mod command;
mod mutilated;
mod records;
mod rubrics;
