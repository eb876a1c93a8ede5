//! A probe for each knob: a small scenario, and how its value is read from the facts.

use super::common::build::*;
use super::common::session::Session;
use carteiro::base::ids::OrderId;
use carteiro::base::time::Span;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// Settings under test: of a subscription and of its topic.
#[derive(Clone)]
pub struct Bench {
    delivery: Value,
    topic: Value,
}

/// A setting in which real brokers differ.
pub struct Knob {
    pub id: &'static str,
    /// Values that the probe must tell apart.
    pub values: fn() -> Vec<Value>,
    /// Sets a value by hand.
    pub set: fn(&mut Bench, &Value),
    /// Reads the value from a run.
    pub probe: fn(&Bench) -> Value,
    /// Whether what was seen is what was claimed.
    pub agree: fn(claimed: &Value, seen: &Value) -> bool,
}

/// The settings of a broker, every field filled in.
pub fn bench(delivery: &Value, topic: &Value) -> Bench {
    let topic = if topic.is_null() { json!({}) } else { topic.clone() };
    let own = Bench { delivery: delivery.clone(), topic };
    let session = own.session(&job("1ms"), 1);
    let delivery = serde_json::to_value(&session.world.model().subscriptions[0].delivery).unwrap();
    Bench { delivery, ..own }
}

pub const KNOBS: &[Knob] = &[
    Knob {
        id: "ack",
        values: || words(&["after", "before"]),
        set: |b, v| b.delivery["ack"] = v.clone(),
        probe: ack,
        agree: same,
    },
    Knob {
        id: "prefetch",
        values: || vec![json!("workers"), json!("unlimited"), json!(7)],
        set: |b, v| b.delivery["prefetch"] = v.clone(),
        probe: prefetch,
        agree: same,
    },
    Knob {
        id: "prefetchPer",
        values: || words(&["consumer", "subscription"]),
        set: |b, v| b.delivery["prefetchPer"] = v.clone(),
        probe: prefetch_per,
        agree: same,
    },
    Knob {
        id: "retryHoldsPlace",
        values: || vec![json!(true), json!(false)],
        set: |b, v| {
            b.delivery["prefetchPer"] = json!("subscription");
            b.delivery["retryHoldsPlace"] = v.clone();
        },
        probe: retry_holds_place,
        agree: same,
    },
    Knob {
        id: "lease",
        values: || vec![Value::Null, json!("10s"), json!("30min")],
        set: |b, v| b.delivery["lease"] = v.clone(),
        probe: lease,
        agree: same,
    },
    Knob {
        id: "crashReturns",
        values: || words(&["atOnce", "atLeaseEnd"]),
        set: |b, v| {
            b.delivery["lease"] = json!("10s");
            b.delivery["crashReturns"] = v.clone();
        },
        probe: crash_returns,
        agree: same,
    },
    Knob {
        id: "requeue",
        values: || words(&["head", "tail", "position", "returned"]),
        set: |b, v| b.delivery["requeue"] = v.clone(),
        probe: requeue,
        agree: same,
    },
    Knob {
        id: "counts",
        values: || words(&["handlings", "deliveries", "failures"]),
        set: |b, v| b.delivery["counts"] = v.clone(),
        probe: counts,
        agree: same,
    },
    Knob {
        id: "maxAttempts",
        values: || vec![json!(1), json!(4), json!("unlimited")],
        set: |b, v| b.delivery["retry"]["maxAttempts"] = v.clone(),
        probe: max_attempts,
        agree: same,
    },
    Knob {
        id: "backoff",
        values: || vec![json!(["0s", "0s", "0s"]), json!(["1s", "1s", "1s"]), json!(["1s–2s", "2s–4s", "4s–8s"])],
        set: set_backoff,
        probe: backoff,
        agree: within,
    },
    Knob {
        id: "ordering",
        values: || vec![json!("none"), json!("queue"), json!("key")],
        set: |b, v| b.delivery["ordering"] = v.clone(),
        probe: ordering,
        agree: same,
    },
    Knob {
        id: "deadLetter",
        values: || vec![json!(true), json!(false)],
        set: |b, v| b.delivery["deadLetter"] = v.clone(),
        probe: dead_letter,
        agree: same,
    },
    Knob {
        id: "dedupWindow",
        values: || vec![Value::Null, json!("2min"), json!("10min")],
        set: |b, v| b.topic["dedupWindow"] = v.clone(),
        probe: dedup_window,
        agree: same,
    },
];

fn words(words: &[&str]) -> Vec<Value> {
    words.iter().map(|word| json!(word)).collect()
}

fn same(claimed: &Value, seen: &Value) -> bool {
    claimed == seen
}

impl Bench {
    /// The same with these settings of delivery.
    fn with(&self, changes: &Value) -> Bench {
        Bench { delivery: with(self.delivery.clone(), changes), topic: self.topic.clone() }
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
        let sales = with(topic("sales", &[subscription("stock", consumers, &self.delivery)]), &self.topic);
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

/// A crash in the middle of the work: is the message handled again?
fn ack(bench: &Bench) -> Value {
    let mut s = bench.retrying("1s", 9).session(&job("100ms"), 1);
    place(&mut s, 1);
    s.until(50);
    crash(&mut s);
    s.rest();
    json!(if handlings(&s) > 1 { "after" } else { "before" })
}

/// More orders than anybody takes at once, at a consumer with two workers: how many does it hold?
fn prefetch(bench: &Bench) -> Value {
    const ORDERS: u32 = 1_100;
    let mut s = bench.session(&job("100ms"), 2);
    place(&mut s, ORDERS);
    match u32::try_from(s.census("stock").in_flight).unwrap() {
        2 => json!("workers"),
        ORDERS => json!("unlimited"),
        held => json!(held),
    }
}

/// Six orders, and two consumers with a prefetch of two: how many do they hold together?
fn prefetch_per(bench: &Bench) -> Value {
    let services = [worker_of("one", "stock", &job("1s")), worker_of("two", "stock", &job("1s"))];
    let mut s = bench.with(&json!({"prefetch": 2})).session_of(&services, &["one", "two"]);
    place(&mut s, 6);
    json!(if s.census("stock").in_flight == 2 { "subscription" } else { "consumer" })
}

/// One place, and the first of two orders waits for its retry: may the second be handed out?
fn retry_holds_place(bench: &Bench) -> Value {
    let one = json!({"prefetch": 1, "prefetchPer": "subscription", "ordering": "none"});
    let mut s = bench.retrying("10s", 2).with(&one).session(&job("1s"), 1);
    poison(&mut s);
    place(&mut s, 2);
    s.until(5_000);
    json!(s.census("stock").ready == 1)
}

/// Work of a whole day: when does the broker give the message to another?
fn lease(bench: &Bench) -> Value {
    const DAY: u64 = 86_400_000;
    let mut s = bench.retrying("0s", 9).session(&job("1d"), 1);
    place(&mut s, 1);
    s.until(DAY - 1);
    let ends = s.instants(|w| matches!(w, What::MessageReturned { reason: Reason::LeaseExpired, .. }));
    ends.first().map_or(Value::Null, |ms| span(*ms))
}

/// A crash: does the message come back then, or at the end of its lease?
fn crash_returns(bench: &Bench) -> Value {
    let lease = if bench.delivery["lease"].is_null() { json!("10s") } else { bench.delivery["lease"].clone() };
    let mut s = bench.with(&json!({"lease": lease})).session(&job("100ms"), 1);
    place(&mut s, 1);
    s.until(50);
    crash(&mut s);
    json!(if s.census("stock").ready == 1 { "atOnce" } else { "atLeaseEnd" })
}

/// Orders 2, 3 and 1 fail, in this order, and wait for their retry while 4 to 6 come: who is handed out first?
fn requeue(bench: &Bench) -> Value {
    let one = json!({"prefetch": 1, "prefetchPer": "consumer", "retryHoldsPlace": false, "ordering": "none"});
    let bench = bench.retrying("1s", 9).with(&one);
    let services = [worker_of("slow", "stock", &job("250ms")), worker_of("fast", "stock", &job("100ms"))];
    let mut s = bench.session_of(&services, &["slow", "fast"]);
    for node in ["slow", "fast"] {
        s.health(node, json!({"flaky": {"probability": 1.0}}));
    }
    place(&mut s, 3);
    s.until(300).health("slow", "down").health("fast", "down");
    place(&mut s, 3);
    s.until(2_000);
    let before = s.trace.facts().len();
    s.health("slow", "up").health("fast", "up").rest();
    let handed: Vec<u32> = s.trace.facts()[before..]
        .iter()
        .filter_map(|fact| match fact.what {
            What::MessageHandedOut { order, .. } => Some(order.0),
            _ => None,
        })
        .collect();
    json!(match handed[..] {
        [1, 3, 2, 4, 5, 6] => "head",
        [4, 5, 6, 2, 3, 1] => "tail",
        [1, 2, 3, 4, 5, 6] => "position",
        [2, 3, 1, 4, 5, 6] => "returned",
        _ => panic!("no order that is known: {handed:?}"),
    })
}

/// With a single attempt: does a message that was only buffered lose it by a crash? By the end of its lease?
fn counts(bench: &Bench) -> Value {
    let once = bench.retrying("0s", 1).with(&json!({"prefetch": 2, "lease": "10s", "crashReturns": "atOnce"}));
    let mut s = once.session(&job("15s"), 1);
    place(&mut s, 2);
    s.until(50);
    crash(&mut s);
    if given_up(&s, 2).is_some() {
        return json!("deliveries");
    }
    let mut s = once.session(&job("15s"), 1);
    place(&mut s, 2);
    s.until(14_000);
    json!(if given_up(&s, 2).is_some() { "failures" } else { "handlings" })
}

/// A message that fails every attempt: how many are there?
fn max_attempts(bench: &Bench) -> Value {
    let attempts = bench.delivery["retry"]["maxAttempts"].clone();
    let mut s =
        bench.with(&json!({"retry": {"backoff": "immediate", "maxAttempts": attempts}})).session(&job("1ms"), 1);
    poison(&mut s);
    place(&mut s, 1);
    s.until(3_000);
    if given_up(&s, 1).is_some() { json!(handlings(&s)) } else { json!("unlimited") }
}

fn set_backoff(bench: &mut Bench, waits: &Value) {
    bench.delivery["retry"] = match waits[0].as_str().unwrap() {
        "0s" => json!({"backoff": "immediate", "maxAttempts": 9}),
        "1s" => fixed("1s", 9),
        _ => {
            json!({"backoff": {"exponential": {"base": "2s", "factor": 2.0, "cap": "1h"}}, "jitter": "equal", "maxAttempts": 9})
        }
    };
}

/// The waits of a message that fails every attempt, in milliseconds.
fn backoff(bench: &Bench) -> Value {
    let mut retry = bench.delivery["retry"].clone();
    retry["maxAttempts"] = json!(9);
    let mut s = bench.with(&json!({"retry": retry, "ordering": "none"})).session(&job("1ms"), 1);
    poison(&mut s);
    place(&mut s, 1);
    s.rest();
    let waits = s.trace.facts().iter().filter_map(|fact| match fact.what {
        What::RetryScheduled { delay, .. } => Some(delay.as_micros() / 1_000),
        _ => None,
    });
    json!(waits.collect::<Vec<u64>>())
}

/// Whether each claimed wait, one span or two with a dash between, holds what was seen.
fn within(claimed: &Value, seen: &Value) -> bool {
    let ms = |text: &str| text.parse::<Span>().unwrap().as_micros() / 1_000;
    let claimed = claimed.as_array().unwrap();
    seen.as_array().unwrap().len() >= claimed.len()
        && claimed.iter().zip(seen.as_array().unwrap()).all(|(range, wait)| {
            let (low, high) =
                range.as_str().unwrap().split_once('–').unwrap_or((range.as_str().unwrap(), range.as_str().unwrap()));
            (ms(low)..=ms(high)).contains(&wait.as_u64().unwrap())
        })
}

/// The first of three orders fails once: is it done first all the same, and is that so if all have one key?
fn ordering(bench: &Bench) -> Value {
    let is_kept = |key: Value| {
        let bench = Bench { topic: with(bench.topic.clone(), &json!({"key": key})), ..bench.clone() };
        let mut s = bench.retrying("1s", 9).session(&job("100ms"), 1);
        poison(&mut s);
        place(&mut s, 3);
        s.until(900);
        let first = s.message("stock", 1).0;
        s.command(&json!({"mend": {"message": first}})).rest();
        match s.written("moved")[..] {
            [1, 2, 3] => true,
            [2, 3, 1] => false,
            ref other => panic!("no order that is known: {other:?}"),
        }
    };
    json!(match (is_kept(json!("order")), is_kept(json!({"of": 1}))) {
        (true, _) => "queue",
        (false, true) => "key",
        (false, false) => "none",
    })
}

/// A message that fails for good: is it kept?
fn dead_letter(bench: &Bench) -> Value {
    let mut s = bench.retrying("0s", 2).session(&job("1ms"), 1);
    poison(&mut s);
    place(&mut s, 1);
    s.until(1_000);
    json!(given_up(&s, 1).expect("given up"))
}

/// A handler that fails every 30 s publishes the same message each time: when is it delivered a second time?
fn dedup_window(bench: &Bench) -> Value {
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
