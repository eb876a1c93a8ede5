//! The models that the parts are tested with.

use crate::model::Model;
use crate::scenario::load;
use std::sync::Arc;

/// A shop that executes `step` for each order, and the service `stock`, which handles `on`. `stock` has more fields of the
/// service; `others` is the text after these two nodes, with the end of their list.
fn model(step: &str, stock: &str, on: &str, others: &str) -> Arc<Model> {
    let scenario = format!(
        r#"{{"version": 1, "id": "t", "title": T, "seed": 1, "until": "9s", "effects": [{{"id": "e", "name": T}}],
        "nodes": [
            {{"id": "shop", "kind": "client", "name": T, "handlers": [{{"on": "order", "steps": [{step}]}}]}},
            {{"id": "stock", "kind": "service", "name": T, {stock}
             "handlers": [{{"on": {on}, "steps": [{{"work": {{"takes": "1s"}}}}, {{"effect": "e"}}]}}]}}{others}}}"#
    );
    Arc::new(load(&scenario.replace(": T", r#": {"en": "x", "pt-BR": "y"}"#)).unwrap())
}

/// A shop publishes to a topic with one subscription, whose consumer is `stock`. `delivery` has the subscription's
/// settings, `stock` the fields of the service, each followed by a comma.
pub fn publishing(stock: &str, delivery: &str) -> Arc<Model> {
    let broker = format!(
        r#", {{"id": "broker", "kind": "broker", "name": T}}],
        "topics": [{{"id": "t", "name": T, "broker": "broker",
                    "subscriptions": [{{"id": "s", "consumers": ["stock"], "delivery": {delivery}}}]}}]"#
    );
    model(r#"{"publish": {"topic": "t", "via": "fireAndForget"}}"#, stock, r#"{"subscription": "s"}"#, &broker)
}

/// A shop calls `stock`; `policy` has the fields of the call's policy.
pub fn calling(policy: &str) -> Arc<Model> {
    model(&format!(r#"{{"call": {{"to": "stock", {policy}}}}}"#), "", r#""call""#, "]")
}
