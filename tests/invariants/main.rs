//! Checks every law after every event of scenarios under schedules of trouble; that the world comes to rest once
//! everything is healed; and that a run done twice is the same.
//!
//! Three kinds of cases: those in `cases/`, fixed examples kept as JSON; some hundred random ones, the same each time;
//! and with `make prove` as many other random ones as one has time for.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;

mod examples;
mod laws;
#[allow(clippy::disallowed_types, clippy::disallowed_methods, reason = "how long it searches is told in seconds")]
mod prove;
mod standstill;

use common::generate::{self, case};
use laws::{every_law_holds, judge, replays_to_the_same_trace};

/// Random cases tried of each law unless `PROPTEST_CASES` says otherwise.
const CASES: u32 = 1_500;

#[test]
fn every_law_holds_after_every_event() {
    generate::try_all("invariants", CASES, case(), |case| judge(&case, every_law_holds).map(|_| ()));
}

#[test]
fn the_command_log_replays_to_the_same_trace() {
    generate::try_all("invariants", CASES, case(), |case| {
        judge(&case, |session| replays_to_the_same_trace(session, case.seed)).map(|_| ())
    });
}
