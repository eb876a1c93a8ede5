//! Which messages reach a queue, and what becomes of one that reaches none.

use super::{Bench, job};
use crate::common::build::{broker, publish, scenario, service, shop, subscription, topic, with};
use crate::common::session::Session;
use carteiro::trace::What;
use serde_json::{Value, json};

/// The field of a subscription for this binding, if there is to be one.
pub fn bound_if(there: &Value, binding: &Value) -> Value {
    if *there == json!(true) { json!({"bindings": [binding]}) } else { json!({}) }
}

/// A shop that does these steps, and the queue under test, whose own topic is `sales`.
fn session(bench: &Bench, steps: &Value, more: &Value) -> Session {
    let queue = with(subscription("stock", &["stock"], &bench.delivery), &bench.subscription);
    let sales = with(topic("sales", &[with(queue, more)]), &bench.topic);
    let nodes = [shop(steps), service("stock", &job("1ms")), broker(true)];
    Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &[sales, topic("returns", &[])]), 1)
}

/// Does what is published to another topic reach the queue?
pub fn bindings(bench: &Bench) -> Value {
    let mut s = session(bench, &json!([publish("returns", "confirmed")]), &json!({}));
    s.order().rest();
    json!(s.counts("stock").accepted == 1)
}

/// Of two messages that carry different keys, does one reach the queue, or both?
pub fn routing_keys(bench: &Bench) -> Value {
    let keyed = |key: &str| json!({"publish": {"topic": "sales", "via": "confirmed", "routingKey": key}});
    let mut s = session(bench, &json!([keyed("paid.eu"), keyed("cancelled")]), &json!({}));
    s.order().rest();
    json!(s.counts("stock").accepted == 1)
}

/// Is a message refused whose only queue is not connected?
pub fn mandatory(bench: &Bench) -> Value {
    let mut s = session(bench, &json!([publish("sales", "confirmed")]), &json!({"on": false}));
    s.order().rest();
    json!(s.count(|w| matches!(w, What::PublishRefused { .. })) > 0)
}
