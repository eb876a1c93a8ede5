//! Facts with names: what the page narrates and the command line writes, one JSON object each.

use crate::scenario::model::Model;
use crate::time::Time;
use crate::trace::{Fact, FactId, Trace, What};
use serde_json::{Map, Value, json};

/// Facts in one answer.
pub const MOST_FACTS: usize = 200;

/// The facts of a trace from index `from` on, at most [`MOST_FACTS`].
pub fn from(model: &Model, trace: &Trace, from: usize) -> Vec<Value> {
    let facts = trace.facts().iter().enumerate().skip(from).take(MOST_FACTS);
    facts.map(|(i, fact)| named(model, i, fact)).collect()
}

/// One fact as an object: its index, `atMs`, its cause if it has one, `what`, and its fields with ids as in the scenario.
pub fn named(model: &Model, index: usize, fact: &Fact) -> Value {
    let mut object = Map::new();
    object.insert("index".into(), json!(index));
    object.insert("atMs".into(), json!(Time::as_millis(fact.at)));
    if fact.cause != FactId::NONE {
        object.insert("cause".into(), json!(fact.cause));
    }
    // A fact is numbers and words: it has a JSON form. If it had none, index and instant would still be said.
    if let Ok(Value::Object(fields)) = serde_json::to_value(fact.what) {
        object.extend(fields.into_iter().map(|(key, value)| {
            let value = name(model, &key, &value).unwrap_or(value);
            (key, value)
        }));
    }
    if let What::RetryScheduled { delay, .. } | What::CallRetryScheduled { delay, .. } = fact.what {
        object.insert("delayMs".into(), json!(delay.as_millis()));
    }
    Value::Object(object)
}

/// The name of the thing that a field's number is the id of.
fn name(model: &Model, key: &str, value: &Value) -> Option<Value> {
    let i = usize::try_from(value.as_u64()?).ok()?;
    match key {
        "node" | "client" => model.nodes.get(i).map(|n| json!(n.id)),
        "topic" => model.topics.get(i).map(|t| json!(t.id)),
        "subscription" => model.subscriptions.get(i).map(|s| json!(s.id)),
        "effect" => model.effects.get(i).map(|e| json!(e.id)),
        "call" => {
            let call = model.calls.get(i)?;
            Some(json!({"from": model.nodes[call.from.index()].id, "to": model.nodes[call.to.index()].id}))
        }
        _ => None,
    }
}
