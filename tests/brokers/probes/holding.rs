//! When a hold ends, and what is done with what ended.

use super::{Bench, crash, job, place, span};
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// Work of a whole day: when does the broker give the message to another?
pub fn lease(bench: &Bench) -> Value {
    const DAY: u64 = 86_400_000;
    let mut s = bench.retrying("0s", 9).session(&job("1d"), 1);
    place(&mut s, 1);
    s.until(DAY - 1);
    let ends = s.instants(|w| matches!(w, What::MessageReturned { reason: Reason::LeaseExpired, .. }));
    ends.first().map_or(Value::Null, |ms| span(*ms))
}

/// A crash: does the message come back then, or at the end of its lease?
pub fn crash_returns(bench: &Bench) -> Value {
    let lease = if bench.delivery["lease"].is_null() { json!("10s") } else { bench.delivery["lease"].clone() };
    let mut s = bench.with(&json!({"lease": lease})).session(&job("100ms"), 1);
    place(&mut s, 1);
    s.until(50);
    crash(&mut s);
    json!(if s.census("stock").ready == 1 { "atOnce" } else { "atLeaseEnd" })
}
