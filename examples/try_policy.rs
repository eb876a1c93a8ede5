//! Compares two retry policies in an outage: for half a minute an invoice service cannot reach the tax office.
//!
//! The scenario is `outage.json`. Each policy meets the same 200 seeds, so the rows differ by the policy alone.

use carteiro::{load, quantity, run_many};
use serde_json::{Value, json};
use std::{error::Error, sync::Arc};

const RUNS: u64 = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let policies = [
        ("every second, 5 attempts", json!({"backoff": {"fixed": {"delay": "1s"}}, "maxAttempts": 5})),
        (
            "1 s doubled up to 20 s, full jitter, 10 attempts",
            json!({"backoff": {"exponential": {"base": "1s", "factor": 2, "cap": "20s"}}, "jitter": "full", "maxAttempts": 10}),
        ),
    ];
    let outage: Value = serde_json::from_str(include_str!("outage.json"))?;
    println!("{:<50} {:>12} {:>14} {:>8}", format!("means of {RUNS} runs"), "dead letters", "calls an order", "p95 s");
    for (name, retry) in policies {
        let mut scenario = outage.clone();
        scenario["topics"][0]["subscriptions"][0]["delivery"]["retry"] = retry;
        let model = Arc::new(load(&scenario.to_string())?);
        let summary = run_many(&model, 0, RUNS, model.until)?;
        let sum = |measure| quantity(&model, measure).map(|quantity| summary.figures.value(quantity));
        let dead = sum("invoice.dead")? / RUNS as f64;
        let attempts = sum("invoice.attempts")? / sum("orders")?;
        let p95 = sum("invoice.p95")? / 1e3;
        println!("{name:<50} {dead:>12.1} {attempts:>14.2} {p95:>8.1}");
    }
    Ok(())
}
