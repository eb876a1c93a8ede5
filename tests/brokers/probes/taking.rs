//! Who is handed how much, and when it is acknowledged.

use super::{Bench, crash, handlings, job, place, poison};
use crate::common::build::worker_of;
use serde_json::{Value, json};

/// A crash in the middle of the work: is the message handled again?
pub fn ack(bench: &Bench) -> Value {
    let mut s = bench.retrying("1s", 9).session(&job("100ms"), 1);
    place(&mut s, 1);
    s.until(50);
    crash(&mut s);
    s.rest();
    json!(if handlings(&s) > 1 { "after" } else { "before" })
}

/// More orders than anybody takes at once, at a consumer with two workers: how many does it hold?
pub fn prefetch(bench: &Bench) -> Value {
    const ORDERS: u32 = 1_100;
    let mut s = bench.session(&job("100ms"), 2);
    place(&mut s, ORDERS);
    match u32::try_from(s.census("stock").in_flight).unwrap() {
        2 => json!("workers"),
        ORDERS => json!("unlimited"),
        held => json!(held),
    }
}

/// Six orders, and two consumers with a prefetch of two: how many do they hold together?
pub fn prefetch_per(bench: &Bench) -> Value {
    let services = [worker_of("one", "stock", &job("1s")), worker_of("two", "stock", &job("1s"))];
    let mut s = bench.with(&json!({"prefetch": 2})).session_of(&services, &["one", "two"]);
    place(&mut s, 6);
    json!(if s.census("stock").in_flight == 2 { "subscription" } else { "consumer" })
}

/// Eight orders, and two consumers with room for two each: is only one of them handed any?
pub fn single_active_consumer(bench: &Bench) -> Value {
    let services = [worker_of("one", "stock", &job("1s")), worker_of("two", "stock", &job("1s"))];
    let room = json!({"prefetch": 2, "prefetchPer": "consumer"});
    let mut s = bench.with(&room).session_of(&services, &["one", "two"]);
    place(&mut s, 8);
    json!(s.census("stock").in_flight == 2)
}

/// One place, and the first of two orders waits for its retry: may the second be handed out?
pub fn retry_holds_place(bench: &Bench) -> Value {
    let one = json!({"prefetch": 1, "prefetchPer": "subscription", "ordering": "none"});
    let mut s = bench.retrying("10s", 2).with(&one).session(&job("1s"), 1);
    poison(&mut s);
    place(&mut s, 2);
    s.until(5_000);
    json!(s.census("stock").ready == 1)
}
