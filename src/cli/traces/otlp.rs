//! A trace as OpenTelemetry spans in OTLP JSON: one trace an order, with the conventions for messaging.
//!
//! Forms: opentelemetry-proto 1.9 (`trace.proto`, JSON encoding with hexadecimal ids and 64-bit numbers as text);
//! attributes: semantic conventions 1.38, messaging (in development). The clock starts at the Unix epoch.

use super::runs::{Run, Runs};
use super::traced::{Traced, word};
use carteiro::base::ids::{OrderId, TopicId};
use carteiro::base::time::Time;
use carteiro::trace::{Fact, FactId, Outcome, What};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The conventions that the attributes follow.
const SCHEMA: &str = "https://opentelemetry.io/schemas/1.38.0";

/// Kinds of span (`SpanKind` of `trace.proto`).
const INTERNAL: u32 = 1;
const SERVER: u32 = 2;
const PRODUCER: u32 = 4;
const CONSUMER: u32 = 5;

/// Codes of status (`StatusCode`).
const OK: u32 = 1;
const ERROR: u32 = 2;

/// Writes the spans, by node.
pub fn write(traced: &Traced, out: &mut impl Write) -> io::Result<()> {
    let runs = Runs::of(traced.facts);
    let mut spans: Vec<Vec<Value>> = vec![Vec::new(); traced.model.nodes.len()];
    for (node, span) in sends(traced, &runs) {
        spans[node].push(span);
    }
    for run in &runs.list {
        spans[run.node.index()].push(of_run(traced, &runs, run));
    }
    let resources: Vec<Value> = traced
        .model
        .nodes
        .iter()
        .zip(spans)
        .filter(|(_, spans)| !spans.is_empty())
        .map(|(node, spans)| {
            let scope = json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") });
            json!({
                "resource": { "attributes": [text("service.name", &node.id)] },
                "scopeSpans": [{ "scope": scope, "spans": spans, "schemaUrl": SCHEMA }],
                "schemaUrl": SCHEMA,
            })
        })
        .collect();
    serde_json::to_writer(&mut *out, &json!({ "resourceSpans": resources }))?;
    out.write_all(b"\n")
}

fn text(key: &str, value: &str) -> Value {
    json!({ "key": key, "value": { "stringValue": value } })
}

fn number(key: &str, value: u32) -> Value {
    json!({ "key": key, "value": { "intValue": value.to_string() } })
}

/// The trace of an order: neither number is 0, so the identifier is valid.
fn trace_id(traced: &Traced, order: OrderId) -> String {
    format!("{:016x}{:016x}", traced.seed, u64::from(order.0) + 1)
}

/// The span that a fact begins.
fn span_id(fact: usize) -> String {
    format!("{:016x}", fact as u64 + 1)
}

fn nanos(at: Time) -> String {
    (at.as_micros() * 1_000).to_string()
}

/// The span of a handler: of an order the root; of a message a consumer's, linked to the producer's; of a call a server's,
/// below its caller's.
fn of_run(traced: &Traced, runs: &Runs, run: &Run) -> Value {
    let model = traced.model;
    let last = traced.facts.last().map_or(Time::ZERO, |fact| fact.at);
    let end = run.end.map_or(last, |(end, _)| end);
    let mut attributes = vec![number("carteiro.order", run.order.0), number("carteiro.attempt", run.attempt)];
    let mut span = json!({
        "traceId": trace_id(traced, run.order),
        "spanId": span_id(run.started),
        "startTimeUnixNano": nanos(run.start),
        "endTimeUnixNano": nanos(end),
    });
    if let Some((message, subscription)) = run.message {
        let subscription = &model.subscriptions[subscription.index()];
        let topic = &model.topics[subscription.topic.index()].id;
        span["name"] = format!("process {topic}").into();
        span["kind"] = CONSUMER.into();
        attributes.extend(messaging("process", topic));
        attributes.push(text("messaging.destination.subscription.name", &subscription.id));
        attributes.push(text("messaging.message.id", &message.0.to_string()));
        if let Some(sent) = sent(traced.facts, run.started) {
            span["links"] = json!([{ "traceId": trace_id(traced, run.order), "spanId": span_id(sent) }]);
        }
    } else {
        span["name"] = model.nodes[run.node.index()].id.as_str().into();
        span["kind"] = if run.attempt == 0 { INTERNAL } else { SERVER }.into();
        if let Some(caller) = run.cause {
            span["parentSpanId"] = span_id(runs.list[caller].started).into();
        }
    }
    span["status"] = match run.end {
        Some((_, Outcome::Failed(reason))) => {
            attributes.push(text("error.type", &word(reason)));
            json!({ "code": ERROR, "message": word(reason) })
        }
        Some(_) => json!({ "code": OK }),
        None => json!({}),
    };
    span["attributes"] = attributes.into();
    span
}

fn messaging(operation: &str, topic: &str) -> [Value; 4] {
    [
        text("messaging.system", "carteiro"),
        text("messaging.operation.name", operation),
        text("messaging.operation.type", operation),
        text("messaging.destination.name", topic),
    ]
}

/// Index of the fact that the message of a run was sent, going back from its start.
fn sent(facts: &[Fact], started: usize) -> Option<usize> {
    let mut at = facts[started].cause;
    while at != FactId::NONE {
        let index = at.0 as usize;
        let fact = facts.get(index)?;
        if matches!(fact.what, What::PublishSent { .. }) {
            return Some(index);
        }
        at = fact.cause;
    }
    None
}

/// A span for each message that was sent, until the broker's answer; with the index of the sending node.
fn sends(traced: &Traced, runs: &Runs) -> Vec<(usize, Value)> {
    let mut answers: BTreeMap<(OrderId, TopicId), Vec<(usize, &Fact)>> = BTreeMap::new();
    for (index, fact) in traced.facts.iter().enumerate() {
        if let What::PublishAccepted { order, topic }
        | What::PublishDeduplicated { order, topic }
        | What::PublishRefused { order, topic, .. }
        | What::PublishLost { order, topic, .. } = fact.what
        {
            answers.entry((order, topic)).or_default().push((index, fact));
        }
    }
    let send = |(index, fact): (usize, &Fact)| {
        let What::PublishSent { order, node, topic } = fact.what else { return None };
        let caused = |answer: &&(usize, &Fact)| sent(traced.facts, answer.0) == Some(index);
        let answer = answers.get(&(order, topic)).and_then(|all| all.iter().find(caused)).map(|(_, fact)| *fact);
        let topic = &traced.model.topics[topic.index()].id;
        let mut attributes = vec![number("carteiro.order", order.0)];
        attributes.extend(messaging("send", topic));
        let status = match answer.map(|fact| fact.what) {
            Some(What::PublishRefused { reason, .. }) => {
                attributes.push(text("error.type", &word(reason)));
                json!({ "code": ERROR, "message": word(reason) })
            }
            Some(_) => json!({ "code": OK }),
            None => json!({}),
        };
        let mut span = json!({
            "traceId": trace_id(traced, order),
            "spanId": span_id(index),
            "name": format!("send {topic}"),
            "kind": PRODUCER,
            "startTimeUnixNano": nanos(fact.at),
            "endTimeUnixNano": nanos(answer.map_or(fact.at, |answer| answer.at)),
            "attributes": attributes,
            "status": status,
        });
        if let Some(run) = runs.behind(FactId(index as u32)) {
            span["parentSpanId"] = span_id(runs.list[run].started).into();
        }
        Some((node.index(), span))
    };
    traced.facts.iter().enumerate().filter_map(send).collect()
}
