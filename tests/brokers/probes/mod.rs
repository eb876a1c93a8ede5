//! A probe for each knob: a small scenario, and how its value is read from the facts.

mod entering;
mod giving_up;
mod holding;
mod returning;
mod routing;
mod sending;
mod taking;

use super::common::build::*;
use super::common::session::Session;
use carteiro::base::ids::OrderId;
use carteiro::base::time::Span;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// Settings under test: of a subscription, of its topic, and of what is published there.
#[derive(Clone)]
pub struct Bench {
    delivery: Value,
    topic: Value,
    publish: Value,
    /// More fields of the subscription.
    subscription: Value,
}

/// A setting in which real brokers differ.
pub struct Knob {
    pub id: &'static str,
    /// Values that the probe must tell apart.
    pub values: fn() -> Vec<Value>,
    /// Sets a value by hand, if it is more than the field of delivery of this name.
    set: Option<fn(&mut Bench, &Value)>,
    /// Reads the value from a run.
    pub probe: fn(&Bench) -> Value,
    /// Whether what was seen is what was claimed.
    pub agree: fn(claimed: &Value, seen: &Value) -> bool,
}

impl Knob {
    /// A field of delivery.
    const fn field(id: &'static str, values: fn() -> Vec<Value>, probe: fn(&Bench) -> Value) -> Knob {
        Knob { id, values, set: None, probe, agree: same }
    }

    /// The same settings with this value.
    pub fn set(&self, value: &Value, on: &Bench) -> Bench {
        let mut bench = on.clone();
        match self.set {
            Some(set) => set(&mut bench, value),
            None => bench.delivery[self.id] = value.clone(),
        }
        bench
    }
}

/// The settings of a broker, every field of delivery filled in.
pub fn bench(delivery: &Value, topic: &Value, publish: &Value) -> Bench {
    let fields = |object: &Value| if object.is_null() { json!({}) } else { object.clone() };
    let own =
        Bench { delivery: delivery.clone(), topic: fields(topic), publish: fields(publish), subscription: json!({}) };
    let session = own.session(&job("1ms"), 1);
    let delivery = serde_json::to_value(&session.world.model().subscriptions[0].delivery).unwrap();
    Bench { delivery, ..own }
}

pub const KNOBS: &[Knob] = &[
    Knob {
        set: Some(|b, v| {
            if !v.is_null() {
                b.publish = json!({"retry": fixed("1s", 1_000), "deliveryTimeout": v});
            }
        }),
        ..Knob::field("deliveryTimeout", || vec![Value::Null, json!("5s"), json!("2min")], sending::delivery_timeout)
    },
    Knob {
        set: Some(|b, v| b.publish["idempotent"] = v.clone()),
        ..Knob::field("idempotent", flags, sending::idempotent)
    },
    Knob {
        set: Some(|b, v| b.subscription = routing::bound_if(v, &json!({"topic": "returns"}))),
        ..Knob::field("bindings", flags, routing::bindings)
    },
    Knob {
        set: Some(|b, v| b.subscription = routing::bound_if(v, &json!({"topic": "sales", "routingKeys": ["paid.#"]}))),
        ..Knob::field("routingKeys", flags, routing::routing_keys)
    },
    Knob { set: Some(|b, v| b.topic["mandatory"] = v.clone()), ..Knob::field("mandatory", flags, routing::mandatory) },
    Knob::field("delay", || vec![Value::Null, json!("15min")], entering::delay),
    Knob::field("ttl", || vec![Value::Null, json!("1min"), json!("4d")], entering::ttl),
    Knob {
        set: Some(|b, v| {
            let most = |overflow: &Value| json!({"messages": 2, "overflow": overflow});
            b.delivery["maxLength"] = if v.is_null() { Value::Null } else { most(v) };
        }),
        ..Knob::field("overflow", overflows, entering::overflow)
    },
    Knob::field("ack", || words(&["after", "before"]), taking::ack),
    Knob::field("prefetch", || vec![json!("workers"), json!("unlimited"), json!(7)], taking::prefetch),
    Knob::field("prefetchPer", || words(&["consumer", "subscription"]), taking::prefetch_per),
    Knob {
        set: Some(|b, v| {
            b.delivery["prefetchPer"] = json!("subscription");
            b.delivery["retryHoldsPlace"] = v.clone();
        }),
        ..Knob::field("retryHoldsPlace", flags, taking::retry_holds_place)
    },
    Knob::field("singleActiveConsumer", flags, taking::single_active_consumer),
    Knob::field("lease", || vec![Value::Null, json!("10s"), json!("30min")], holding::lease),
    Knob {
        set: Some(|b, v| (b.delivery["lease"], b.delivery["crashReturns"]) = (json!("10s"), v.clone())),
        ..Knob::field("crashReturns", || words(&["atOnce", "atLeaseEnd"]), holding::crash_returns)
    },
    Knob::field("requeue", || words(&["head", "tail", "position", "returned"]), returning::requeue),
    Knob::field("ordering", || words(&["none", "queue", "key"]), returning::ordering),
    Knob {
        set: Some(returning::set_backoff),
        agree: returning::within,
        ..Knob::field("backoff", returning::waits, returning::backoff)
    },
    Knob::field("counts", || words(&["handlings", "deliveries", "failures"]), giving_up::counts),
    Knob {
        set: Some(|b, v| b.delivery["retry"] = json!({"backoff": "immediate", "maxAttempts": v})),
        ..Knob::field("maxAttempts", || vec![json!(1), json!(4), json!("unlimited")], giving_up::max_attempts)
    },
    Knob::field("deadLetter", flags, giving_up::dead_letter),
    Knob {
        set: Some(|b, v| b.topic["dedupWindow"] = v.clone()),
        ..Knob::field("dedupWindow", || vec![Value::Null, json!("2min"), json!("10min")], entering::dedup_window)
    },
    Knob {
        set: Some(|b, v| b.delivery["retry"]["except"] = v.clone()),
        ..Knob::field("except", || vec![json!([]), json!(["invalid"])], returning::except)
    },
    Knob {
        set: Some(|b, v| (b.delivery["lease"], b.delivery["renewal"]) = (json!("40s"), v.clone())),
        agree: holding::renewed,
        ..Knob::field(
            "renewal",
            || vec![Value::Null, json!({"every": "5s"}), json!({"every": "15s", "upTo": "10min"})],
            holding::renewal,
        )
    },
    Knob::field("stale", || words(&["skipped", "worked"]), holding::stale),
    Knob::field("lateAck", || words(&["ignored", "settles"]), holding::late_ack),
    Knob::field("retryAs", || words(&["redelivery", "newMessage"]), returning::retry_as),
    Knob::field("crashCharges", || words(&["working", "held"]), giving_up::crash_charges),
    Knob::field("giveUp", || words(&["atFailure", "atNextDelivery"]), giving_up::give_up),
];

fn overflows() -> Vec<Value> {
    vec![Value::Null, json!("dropHead"), json!("rejectPublish"), json!("block")]
}

fn flags() -> Vec<Value> {
    vec![json!(true), json!(false)]
}

fn words(words: &[&str]) -> Vec<Value> {
    words.iter().map(|word| json!(word)).collect()
}

fn same(claimed: &Value, seen: &Value) -> bool {
    claimed == seen
}

impl Bench {
    /// The same with these settings of delivery.
    fn with(&self, changes: &Value) -> Bench {
        Bench { delivery: with(self.delivery.clone(), changes), ..self.clone() }
    }

    /// The same with a retry after this wait, without jitter.
    fn retrying(&self, delay: &str, attempts: u32) -> Bench {
        self.with(&json!({"retry": fixed(delay, attempts)}))
    }

    /// A purchase under these settings: a shop publishes an order, `stock` does these steps.
    fn session(&self, steps: &Value, workers: u32) -> Session {
        self.session_of(&[with(service("stock", steps), &json!({"workers": workers}))], &["stock"])
    }

    /// The same with these consumers.
    fn session_of(&self, services: &[Value], consumers: &[&str]) -> Session {
        let queue = with(subscription("stock", consumers, &self.delivery), &self.subscription);
        let sales = with(topic("sales", &[queue]), &self.topic);
        let mut nodes = vec![shop(&json!([publish("sales", "outbox")])), broker(true)];
        nodes.extend_from_slice(services);
        Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &[sales]), 1)
    }
}

/// Work that takes so long, and the effect of it.
fn job(takes: &str) -> Value {
    json!([work(takes), {"effect": "moved"}])
}

fn place(s: &mut Session, orders: u32) {
    (0..orders).for_each(|_| {
        s.order();
    });
}

fn crash(s: &mut Session) {
    s.command(&json!({"crash": {"node": "stock", "point": "now"}}));
}

/// The next message fails every attempt.
fn poison(s: &mut Session) {
    s.command(&json!({"poisonNext": {"subscription": "stock"}}));
}

fn handlings(s: &Session) -> usize {
    s.count(|w| matches!(w, What::RunStarted { message: Some(_), .. }))
}

/// Whether the message of an order was given up, and whether it was kept then.
fn given_up(s: &Session, number: u32) -> Option<bool> {
    s.trace.facts().iter().find_map(|fact| match fact.what {
        What::MessageDeadLettered { order: OrderId(n), .. } if n == number => Some(true),
        What::MessageDropped { order: OrderId(n), reason: Reason::NoDeadLetterQueue, .. } if n == number => Some(false),
        _ => None,
    })
}

/// A span of so many milliseconds, as a file has it.
fn span(ms: u64) -> Value {
    json!(Span::from_micros(ms * 1_000).to_string())
}
