//! What enters a queue, and what leaves it unread.

use super::{Bench, given_up, job, place, span};
use crate::common::build::{broker, fixed, publish, scenario, service, shop, subscription, topic, with};
use crate::common::session::Session;
use carteiro::trace::What;
use serde_json::{Value, json};

/// A handler that fails every 30 s publishes the same message each time: when is it delivered a second time?
pub fn dedup_window(bench: &Bench) -> Value {
    const STEP: u64 = 30_000;
    let sales = topic("sales", &[subscription("stock", &["stock"], &json!({"retry": fixed("30s", 100)}))]);
    let moves = with(topic("moves", &[subscription("invoice", &["invoice"], &bench.delivery)]), &bench.topic);
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([publish("moves", "fireAndForget"), {"work": {"takes": "1ms", "fails": 1.0}}])),
        service("invoice", &job("1ms")),
        broker(true),
    ];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &[sales, moves]), 1);
    s.order().until(30 * 60_000);
    let invoice = s.world.model().subscription_named("invoice").unwrap();
    let taken = s.instants(|w| matches!(w, What::MessageAccepted { subscription, .. } if *subscription == invoice));
    let second = taken[1] - taken[0];
    if second < 2 * STEP { Value::Null } else { span(second / STEP * STEP) }
}

/// A consumer that is down: when does a message leave its queue unread?
pub fn ttl(bench: &Bench) -> Value {
    let mut s = bench.with(&json!({"deadLetter": true})).session(&job("1ms"), 1);
    s.health("stock", "down");
    place(&mut s, 1);
    s.until(20 * 24 * 60 * 60_000);
    let left = s.instants(|w| matches!(w, What::MessageDeadLettered { .. } | What::MessageDropped { .. }));
    left.first().map_or(Value::Null, |ms| span(*ms))
}

/// When is a message handed out for the first time?
pub fn delay(bench: &Bench) -> Value {
    let mut s = bench.session(&job("1ms"), 1);
    place(&mut s, 1);
    s.until(60 * 60_000);
    let first = s.instants(|w| matches!(w, What::MessageHandedOut { .. }))[0];
    if first == 0 { Value::Null } else { span(first) }
}

/// A queue of two whose consumer is down is sent four messages: what becomes of those too many?
pub fn overflow(bench: &Bench) -> Value {
    let mut s = bench.with(&json!({"deadLetter": true})).session(&job("1ms"), 1);
    s.health("stock", "down");
    place(&mut s, 4);
    s.until(10);
    let refused = s.count(|w| matches!(w, What::PublishRefused { .. })) > 0;
    match (s.census("stock").ready, given_up(&s, 1)) {
        (4, _) => Value::Null,
        (2, Some(_)) => json!("dropHead"),
        (2, None) => json!(if refused { "rejectPublish" } else { "block" }),
        other => panic!("no overflow that is known: {other:?}"),
    }
}
