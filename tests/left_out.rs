//! What a figure's package leaves out is left out of nothing that is prepared for figures: of random scenarios those that
//! need no more than a figure has, run in a build that has no more, never come to a place that is left out.
//!
//! `cargo test --no-default-features --test left_out`
#![cfg(not(any(feature = "mechanisms", target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use carteiro::model::needs;
use carteiro::{CommandSpec, Silent, Time, World, load};
use common::case::{Case, Given};
use common::generate::{case, try_all};
use serde_json::Value;
use std::cell::Cell;
use std::sync::Arc;

const CASES: u32 = 3_000;

/// Settings of mechanisms that are left out, without which most random scenarios need nothing else.
const SETTINGS: &[&str] = &[
    "bulkhead",
    "cancel",
    "coalesce",
    "commit",
    "deadline",
    "ejection",
    "fetch",
    "giveUp",
    "halfOpenFor",
    "lateAck",
    "ordering",
    "parallel",
    "prefetchPer",
    "renewal",
    "retryHoldsPlace",
    "stale",
    "delay",
    "users",
    "think",
    "deliveryTimeout",
    "idempotent",
];

/// What the buttons of a figure's stage do, and what a scenario's own commands may be.
const COMMANDS: &[&str] = &["placeOrder", "setHealth", "crash", "poisonNext", "redriveAll", "failLeader"];

fn simplify(json: &mut Value) {
    match json {
        Value::Object(fields) => {
            for setting in SETTINGS {
                fields.remove(*setting);
            }
            fields.values_mut().for_each(simplify);
        }
        Value::Array(items) => items.iter_mut().for_each(simplify),
        _ => {}
    }
}

fn is_known(command: &Value) -> bool {
    let known = |word: &String| COMMANDS.contains(&word.as_str());
    command.as_object().is_some_and(|object| object.keys().all(known)) && command["placeOrder"]["count"].is_null()
}

/// Runs a case as far as its scenario's trouble goes. Returns whether a figure can.
fn run(case: &Case) -> Result<bool, String> {
    let mut scenario = case.scenario.clone();
    simplify(&mut scenario);
    if let Some(faults) = scenario["faults"].as_array_mut() {
        faults.retain(|fault| is_known(&fault["do"]));
    }
    let Ok(model) = load(&scenario.to_string()) else { return Ok(false) };
    if needs::whole_core(&model) {
        return Ok(false);
    }
    let mut world = World::new(Arc::new(model), case.seed);
    for (at, turn) in (1..).zip(&case.schedule) {
        world.run_until(Time::from_millis(f64::from(at) * 400.0), &mut Silent).map_err(|spent| spent.to_string())?;
        if let Given::Command(command) = &turn.given
            && is_known(command)
        {
            let command: CommandSpec = serde_json::from_value(command.clone()).map_err(|e| e.to_string())?;
            let command = command.resolve(world.model()).map_err(|problem| problem.to_string())?;
            world.apply(&command, &mut Silent).map_err(|e| e.to_string())?;
        }
    }
    world.run_until(Time::from_millis(60_000.0), &mut Silent).map_err(|spent| spent.to_string())?;
    Ok(true)
}

#[test]
fn what_is_prepared_needs_nothing_that_is_left_out() {
    let (ran, all) = (Cell::new(0), Cell::new(0));
    try_all("left_out", CASES, case(), |case| {
        all.set(all.get() + 1);
        ran.set(ran.get() + u32::from(run(&case)?));
        Ok(())
    });
    assert!(ran.get() * 5 > all.get(), "{} of {} ran", ran.get(), all.get());
}
