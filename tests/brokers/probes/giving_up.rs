//! What uses up attempts, and what becomes of a message without any.

use super::{Bench, crash, given_up, handlings, job, place, poison};
use serde_json::{Value, json};

/// With a single attempt: does a message that was only buffered lose it by a crash? By the end of its lease?
pub fn counts(bench: &Bench) -> Value {
    let once = bench.retrying("0s", 1).with(&json!({
        "prefetch": 2, "lease": "10s", "renewal": null, "crashReturns": "atOnce", "crashCharges": "working", "giveUp": "atFailure"
    }));
    let mut s = once.session(&job("15s"), 1);
    place(&mut s, 2);
    s.until(50);
    crash(&mut s);
    if given_up(&s, 2).is_some() {
        return json!("deliveries");
    }
    let mut s = once.session(&job("15s"), 1);
    place(&mut s, 2);
    s.until(14_000);
    json!(if given_up(&s, 2).is_some() { "failures" } else { "handlings" })
}

/// With a single attempt: does a crash use up that of a message that was only buffered?
pub fn crash_charges(bench: &Bench) -> Value {
    let once = json!({"prefetch": 2, "crashReturns": "atOnce", "counts": "failures"});
    let mut s = bench.retrying("0s", 1).with(&once).session(&job("1s"), 1);
    place(&mut s, 2);
    s.until(50);
    crash(&mut s);
    json!(if given_up(&s, 2).is_some() { "held" } else { "working" })
}

/// A message that fails every attempt: how many are there?
pub fn max_attempts(bench: &Bench) -> Value {
    let mut retry = bench.delivery["retry"].clone();
    if retry["backoff"] != "none" {
        retry = json!({"backoff": "immediate", "maxAttempts": retry["maxAttempts"]});
    }
    let mut s = bench.with(&json!({"retry": retry})).session(&job("1ms"), 1);
    poison(&mut s);
    place(&mut s, 1);
    s.until(3_000);
    if given_up(&s, 1).is_some() { json!(handlings(&s)) } else { json!("unlimited") }
}

/// A message fails its only attempt: is it given up then, or when it would be handed out again?
pub fn give_up(bench: &Bench) -> Value {
    let mut s = bench.retrying("5s", 1).session(&job("1ms"), 1);
    poison(&mut s);
    place(&mut s, 1);
    s.until(1_000);
    json!(if given_up(&s, 1).is_some() { "atFailure" } else { "atNextDelivery" })
}

/// A message that fails for good: is it kept?
pub fn dead_letter(bench: &Bench) -> Value {
    let mut s = bench.retrying("0s", 2).session(&job("1ms"), 1);
    poison(&mut s);
    place(&mut s, 1);
    s.until(1_000);
    json!(given_up(&s, 1).expect("given up"))
}
