//! Small scenarios, written as their JSON but without what every scenario has.

use serde_json::{Value, json};

/// A text in both languages.
pub fn text(words: &str) -> Value {
    json!({"en": words, "pt-BR": words})
}

/// A scenario from its effects, nodes and topics.
pub fn scenario(latency: &Value, effects: &[&str], nodes: &[Value], topics: &[Value]) -> Value {
    let effects: Vec<Value> = effects.iter().map(|id| json!({"id": id, "name": text(id)})).collect();
    json!({
        "version": 1, "id": "test", "title": text("Test"), "seed": 1, "until": "60s",
        "network": {"latency": latency}, "effects": effects, "nodes": nodes, "topics": topics
    })
}

/// The client `shop`, which does these steps for an order.
pub fn shop(steps: &Value) -> Value {
    client("shop", steps)
}

/// A client.
pub fn client(id: &str, steps: &Value) -> Value {
    json!({"id": id, "kind": "client", "name": text(id), "handlers": [{"on": "order", "steps": steps}]})
}

/// A service that handles the subscription of its own name.
pub fn service(id: &str, steps: &Value) -> Value {
    worker_of(id, id, steps)
}

/// A service that handles a subscription.
pub fn worker_of(id: &str, subscription: &str, steps: &Value) -> Value {
    json!({"id": id, "kind": "service", "name": text(id),
           "handlers": [{"on": {"subscription": subscription}, "steps": steps}]})
}

/// A service that is called.
pub fn called(id: &str, steps: &Value) -> Value {
    json!({"id": id, "kind": "service", "name": text(id), "handlers": [{"on": "call", "steps": steps}]})
}

/// A broker.
pub fn broker(durable: bool) -> Value {
    json!({"id": "broker", "kind": "broker", "name": text("broker"), "durable": durable})
}

/// A topic with its subscriptions.
pub fn topic(id: &str, subscriptions: &[Value]) -> Value {
    json!({"id": id, "name": text(id), "broker": "broker", "subscriptions": subscriptions})
}

/// A subscription.
pub fn subscription(id: &str, consumers: &[&str], delivery: &Value) -> Value {
    json!({"id": id, "consumers": consumers, "delivery": delivery})
}

/// An object with more fields; a field that is there already is replaced.
pub fn with(mut object: Value, more: &Value) -> Value {
    let fields = more.as_object().expect("an object").clone();
    object.as_object_mut().expect("an object").extend(fields);
    object
}

/// A step that takes a fixed time.
pub fn work(takes: &str) -> Value {
    json!({"work": {"takes": takes}})
}

/// A step that publishes.
pub fn publish(topic: &str, via: &str) -> Value {
    json!({"publish": {"topic": topic, "via": via}})
}

/// Retries after a fixed wait.
pub fn fixed(delay: &str, attempts: u32) -> Value {
    json!({"backoff": {"fixed": {"delay": delay}}, "maxAttempts": attempts})
}

/// The smallest purchase: a shop publishes to `sales`, and `stock` works 100 ms and writes `moved`. No latency.
pub fn purchase(delivery: &Value) -> Value {
    purchase_by("outbox", true, delivery)
}

/// The smallest purchase with a way of publishing and a broker of one's choice.
pub fn purchase_by(via: &str, durable: bool, delivery: &Value) -> Value {
    scenario(
        &json!("0ms"),
        &["moved"],
        &[
            shop(&json!([publish("sales", via)])),
            service("stock", &json!([work("100ms"), {"effect": "moved"}])),
            broker(durable),
        ],
        &[topic("sales", &[subscription("stock", &["stock"], delivery)])],
    )
}
