//! Where a message comes back to, when and as what.

use super::{Bench, handlings, job, place, poison};
use crate::common::build::{fixed, with, worker_of};
use carteiro::base::time::Span;
use carteiro::trace::What;
use serde_json::{Value, json};

/// Orders 2, 3 and 1 fail, in this order, and wait for their retry while 4 to 6 come: who is handed out first?
pub fn requeue(bench: &Bench) -> Value {
    let one = json!({"prefetch": 1, "prefetchPer": "consumer", "retryHoldsPlace": false, "ordering": "none"});
    let bench = bench.retrying("1s", 9).with(&one);
    let services = [worker_of("slow", "stock", &job("250ms")), worker_of("fast", "stock", &job("100ms"))];
    let mut s = bench.session_of(&services, &["slow", "fast"]);
    for node in ["slow", "fast"] {
        s.health(node, json!({"flaky": {"probability": 1.0}}));
    }
    place(&mut s, 3);
    s.until(300).health("slow", "down").health("fast", "down");
    place(&mut s, 3);
    s.until(2_000);
    let before = s.trace.facts().len();
    s.health("slow", "up").health("fast", "up").rest();
    let handed: Vec<u32> = s.trace.facts()[before..]
        .iter()
        .filter_map(|fact| match fact.what {
            What::MessageHandedOut { order, .. } => Some(order.0),
            _ => None,
        })
        .collect();
    json!(match handed[..] {
        [1, 3, 2, 4, 5, 6] => "head",
        [4, 5, 6, 2, 3, 1] => "tail",
        [1, 2, 3, 4, 5, 6] => "position",
        [2, 3, 1, 4, 5, 6] => "returned",
        _ => panic!("no order that is known: {handed:?}"),
    })
}

/// The first of three orders fails once: is it done first all the same, and is that so if all have one key?
pub fn ordering(bench: &Bench) -> Value {
    let is_kept = |key: Value| {
        let bench = Bench { topic: with(bench.topic.clone(), &json!({"key": key})), ..bench.clone() };
        let mut s = bench.retrying("1s", 9).session(&job("100ms"), 1);
        poison(&mut s);
        place(&mut s, 3);
        s.until(900);
        let first = s.message("stock", 1).0;
        s.command(&json!({"mend": {"message": first}})).rest();
        match s.written("moved")[..] {
            [1, 2, 3] => true,
            [2, 3, 1] => false,
            ref other => panic!("no order that is known: {other:?}"),
        }
    };
    json!(match (is_kept(json!("order")), is_kept(json!({"of": 1}))) {
        (true, _) => "queue",
        (false, true) => "key",
        (false, false) => "none",
    })
}

/// Waits that the probe must tell apart.
pub fn waits() -> Vec<Value> {
    vec![json!(["0s", "0s", "0s"]), json!(["1s", "1s", "1s"]), json!(["1s–2s", "2s–4s", "4s–8s"])]
}

/// Settings with these waits.
pub fn set_backoff(bench: &mut Bench, waits: &Value) {
    bench.delivery["retry"] = match waits[0].as_str().unwrap() {
        "0s" => json!({"backoff": "immediate", "maxAttempts": 9}),
        "1s" => fixed("1s", 9),
        _ => {
            json!({"backoff": {"exponential": {"base": "2s", "factor": 2.0, "cap": "1h"}}, "jitter": "equal", "maxAttempts": 9})
        }
    };
}

/// The waits of a message that fails every attempt, in milliseconds.
pub fn backoff(bench: &Bench) -> Value {
    let mut retry = bench.delivery["retry"].clone();
    retry["maxAttempts"] = json!(9);
    let mut s = bench.with(&json!({"retry": retry, "ordering": "none"})).session(&job("1ms"), 1);
    poison(&mut s);
    place(&mut s, 1);
    s.rest();
    let waits = s.trace.facts().iter().filter_map(|fact| match fact.what {
        What::RetryScheduled { delay, .. } => Some(delay.as_micros() / 1_000),
        _ => None,
    });
    json!(waits.collect::<Vec<u64>>())
}

/// Whether each claimed wait, one span or two with a dash between, holds what was seen.
pub fn within(claimed: &Value, seen: &Value) -> bool {
    let ms = |text: &str| text.parse::<Span>().unwrap().as_micros() / 1_000;
    let claimed = claimed.as_array().unwrap();
    seen.as_array().unwrap().len() >= claimed.len()
        && claimed.iter().zip(seen.as_array().unwrap()).all(|(range, wait)| {
            let (low, high) =
                range.as_str().unwrap().split_once('–').unwrap_or((range.as_str().unwrap(), range.as_str().unwrap()));
            (ms(low)..=ms(high)).contains(&wait.as_u64().unwrap())
        })
}

/// A message fails once: does it come back as redelivered?
pub fn retry_as(bench: &Bench) -> Value {
    let mut s = bench.retrying("1s", 2).session(&job("1ms"), 1);
    poison(&mut s);
    place(&mut s, 1);
    s.rest();
    let again = s.count(|w| matches!(w, What::MessageHandedOut { redelivered: true, .. }));
    json!(if again == 1 { "redelivery" } else { "newMessage" })
}

/// Work that fails because what it is given is invalid: is it tried again?
pub fn except(bench: &Bench) -> Value {
    let mut retry = with(
        fixed("1s", 3),
        &json!({"except": bench.delivery["retry"]["except"].as_array().cloned().unwrap_or_default()}),
    );
    retry["jitter"] = json!("none");
    let invalid = json!([{"work": {"takes": "1ms", "fails": {"invalid": 1.0}}}, {"effect": "moved"}]);
    let mut s = bench.with(&json!({"retry": retry})).session(&invalid, 1);
    place(&mut s, 1);
    s.rest();
    if handlings(&s) == 1 { json!(["invalid"]) } else { json!([]) }
}
