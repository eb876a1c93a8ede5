//! When a hold ends, and what is done with what ended.

use super::{Bench, crash, job, place, span};
use crate::common::build::worker_of;
use crate::common::session::Session;
use carteiro::base::ids::OrderId;
use carteiro::base::time::Span;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// Work of a whole day: when does the broker give the message to another?
pub fn lease(bench: &Bench) -> Value {
    const DAY: u64 = 86_400_000;
    let mut s = bench.retrying("0s", 9).with(&json!({"renewal": null})).session(&job("1d"), 1);
    place(&mut s, 1);
    s.until(DAY - 1);
    let ends = s.instants(|w| matches!(w, What::MessageReturned { reason: Reason::LeaseExpired, .. }));
    ends.first().map_or(Value::Null, |ms| span(*ms))
}

/// Work of a whole day: how long is the lease, and when does the broker give the message to another? In seconds.
pub fn renewal(bench: &Bench) -> Value {
    let lease = bench.delivery["lease"].as_str().unwrap_or("40s").to_owned();
    let mut s = bench.retrying("0s", 9).with(&json!({"lease": lease})).session(&job("1d"), 1);
    place(&mut s, 1);
    s.until(86_300_000);
    let ends = s.instants(|w| matches!(w, What::MessageReturned { reason: Reason::LeaseExpired, .. }));
    json!([seconds(&lease), ends.first().map(|ms| ms / 1_000)])
}

fn seconds(span: &str) -> u64 {
    span.parse::<Span>().unwrap().as_micros() / 1_000_000
}

/// Whether the lease ends as the claimed renewal says: at its end, never, or at most so long after the beginning.
pub fn renewed(claimed: &Value, seen: &Value) -> bool {
    let (lease, ended) = (seen[0].as_u64().unwrap(), seen[1].as_u64());
    match (claimed["upTo"].as_str(), ended) {
        _ if claimed.is_null() => ended == Some(lease),
        (None, ended) => ended.is_none(),
        (Some(most), Some(ended)) => (seconds(most)..=seconds(most) + lease).contains(&ended),
        (Some(_), None) => false,
    }
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

/// Of three consumers two are down until the first holds two messages. It works on one of them when the leases end, and
/// the others are handed one each.
fn overtaken(bench: &Bench) -> Session {
    let held = json!({"prefetch": 2, "lease": "10s", "renewal": null, "crashReturns": "atOnce", "ordering": "none"});
    let names = ["first", "second", "third"];
    let services = names.map(|name| worker_of(name, "stock", &job("12s")));
    let mut s = bench.retrying("0s", 99).with(&held).session_of(&services, &names);
    s.health("second", "down").health("third", "down");
    place(&mut s, 2);
    s.until(1_000).health("second", "up").health("third", "up");
    s.until(12_500);
    s
}

/// A lease ends while its message is only buffered: does the consumer work on it all the same?
pub fn stale(bench: &Bench) -> Value {
    let s = overtaken(bench);
    let first = s.world.model().node_named("first").unwrap();
    let worked = s.count(|w| matches!(w, What::RunStarted { node, order: OrderId(2), .. } if *node == first)) > 0;
    json!(if worked { "worked" } else { "skipped" })
}

/// A lease ends during the work: does the acknowledgement at its end still count?
pub fn late_ack(bench: &Bench) -> Value {
    let s = overtaken(bench);
    let ignored = s.count(|w| matches!(w, What::AckTooLate { order: OrderId(1), .. })) > 0;
    json!(if ignored { "ignored" } else { "settles" })
}
