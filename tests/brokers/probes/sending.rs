//! How a sender insists until the broker has its message.

use super::{Bench, job, place, span};
use crate::common::build::{broker, fixed, scenario, service, shop, subscription, topic, with};
use crate::common::session::Session;
use carteiro::trace::What;
use serde_json::{Value, json};

/// A shop that waits for its confirm, and a broker with replicas.
fn sending(bench: &Bench, terms: &Value) -> Session {
    let step = with(with(json!({"topic": "sales", "via": "confirmed"}), &bench.publish), terms);
    let nodes = [
        shop(&json!([{"publish": step}])),
        service("stock", &job("1ms")),
        with(broker(true), &json!({"replicas": {"count": 2, "lag": "500ms", "election": "1s"}})),
    ];
    let sales = with(topic("sales", &[subscription("stock", &["stock"], &bench.delivery)]), &bench.topic);
    Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &[sales]), 1)
}

/// A broker that is down: after how long is the customer told?
pub fn delivery_timeout(bench: &Bench) -> Value {
    let mut s = sending(bench, &json!({}));
    s.health("broker", "down");
    place(&mut s, 1);
    s.until(60 * 60_000);
    let told = s.instants(|w| matches!(w, What::OrderFailed { .. }))[0];
    if told == 0 { Value::Null } else { span(told) }
}

/// A confirm that comes too late, so that the message is sent again: is it stored twice?
pub fn idempotent(bench: &Bench) -> Value {
    let impatient = json!({"retry": fixed("50ms", 2), "timeout": "200ms", "deliveryTimeout": "1min"});
    let mut s = sending(bench, &impatient);
    place(&mut s, 1);
    s.rest();
    json!(s.counts("stock").accepted == 1)
}
