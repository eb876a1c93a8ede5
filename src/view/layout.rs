//! The columns of a frame's rows: the names by which the page reads its numbers.

use crate::experiment::CLAIM_SEEDS;
use crate::policy::breaker::BreakerState;
use crate::timeline::{BarKind, BarResult};
use crate::view::bars::{BAR, DEPTH};
use crate::view::envelopes::ENVELOPE;
use crate::view::frame::{CALL, EFFECT, HEADER, NODE, SUBSCRIPTION, WRITE};
use crate::view::place::{HEALTH, Place};
use serde::Serialize;

/// The columns of every kind of row, in order, and the names of the codes in them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Layout {
    header: &'static [&'static str],
    node: &'static [&'static str],
    subscription: &'static [&'static str],
    effect: &'static [&'static str],
    write: &'static [&'static str],
    call: &'static [&'static str],
    envelope: &'static [&'static str],
    bar: &'static [&'static str],
    depth: &'static [&'static str],
    envelope_states: &'static [&'static str],
    health: &'static [&'static str],
    breaker: &'static [&'static str],
    bar_kinds: &'static [&'static str],
    bar_results: &'static [&'static str],
    claim_seeds: u64,
}

/// The only source of a frame's layout.
pub const fn layout() -> Layout {
    Layout {
        header: HEADER,
        node: NODE,
        subscription: SUBSCRIPTION,
        effect: EFFECT,
        write: WRITE,
        call: CALL,
        envelope: ENVELOPE,
        bar: BAR,
        depth: DEPTH,
        envelope_states: &Place::NAMES,
        health: &HEALTH,
        breaker: &BreakerState::NAMES,
        bar_kinds: &BarKind::NAMES,
        bar_results: &BarResult::NAMES,
        claim_seeds: CLAIM_SEEDS,
    }
}
