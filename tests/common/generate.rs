//! Random scenarios and random schedules of commands, as JSON: what is tried can be read, and pasted into a file.

use super::build::{self, text};
use super::case::{Case, Given, Turn};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence, RngSeed, TestRunner};
use serde_json::{Map, Value, json};

/// Tries many of what a strategy gives, `cases` unless `PROPTEST_CASES` says otherwise, with failures kept beside the
/// test.
pub fn try_all<S: Strategy>(test: &str, cases: u32, strategy: S, judge: impl Fn(S::Value) -> Result<(), String>) {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let kept: &str = format!("tests/{test}.proptest-regressions").leak();
    let config = Config {
        cases: if asked { Config::default().cases } else { cases },
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(kept))),
        // The same cases each time, so that unchanged code cannot fail by chance; more are asked for with another seed.
        rng_seed: if asked { Config::default().rng_seed } else { RngSeed::Fixed(1) },
        max_shrink_iters: 20_000,
        max_shrink_time: 30_000,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&strategy, |value| judge(value).map_err(TestCaseError::fail));
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

/// The gateway that every scenario has; it leads to the first service.
const GATEWAY: &str = "gateway";

/// How large a world is, so that names can be made before it is built.
#[derive(Clone, Copy, Debug)]
struct Size {
    clients: usize,
    services: usize,
    topics: usize,
    /// Subscriptions of each topic.
    fan: usize,
    /// Each second topic is a log, from this one on, if there is such.
    logs: usize,
    /// The broker that has replicas, if there is such.
    replicated: usize,
}

impl Size {
    fn subscription(self, n: usize) -> String {
        let n = n % (self.topics * self.fan);
        format!("t{}-s{}", n / self.fan, n % self.fan)
    }
    fn service(self, n: usize) -> String {
        format!("service-{}", n % self.services)
    }
    fn client(self, n: usize) -> String {
        format!("client-{}", n % self.clients)
    }
    fn is_log(self, topic: usize) -> bool {
        topic >= self.logs && (topic - self.logs).is_multiple_of(2)
    }
    /// A subscription, and whether its topic is a log.
    fn reader(self, n: usize) -> (String, bool) {
        (self.subscription(n), self.is_log(n % self.subscriptions() / self.fan))
    }
    fn subscriptions(self) -> usize {
        self.topics * self.fan
    }
}

/// Any scenario, with any schedule. Each case has its own choice of the kinds of trouble that may occur in it.
pub fn case() -> impl Strategy<Value = Case> {
    let size = (1..=2usize, 1..=4usize, 1..=3usize, 1..=3usize, (0..=3usize, 0..=2usize)).prop_map(
        |(clients, services, topics, fan, (logs, replicated))| Size {
            clients,
            services,
            topics,
            fan,
            logs,
            replicated,
        },
    );
    size.prop_flat_map(|size| {
        let turns = vec((0..14u32, given(size)), 0..24);
        let faults = vec((0..8_000u32, given(size)), 0..4);
        (scenario(size), faults, 0..1_000u64, turns, any::<u32>()).prop_map(
            |(mut scenario, faults, seed, turns, swarm)| {
                let timed = |(at, (_, given)): (u32, (u32, Given))| match given {
                    Given::Command(command) => Some(json!({"at": format!("{at}ms"), "do": command})),
                    Given::ToMessage(..) | Given::ToPool(..) => None,
                };
                let (allowed, allowed_too) = (|kind: u32| swarm >> (kind % 32) & 1 == 1, swarm);
                let faults = faults.into_iter().filter(|(_, (kind, _))| allowed(*kind)).filter_map(timed);
                scenario["faults"] = faults.collect();
                let schedule = turns
                    .into_iter()
                    .filter(|(_, (kind, _))| allowed_too >> (kind % 32) & 1 == 1)
                    .map(|(events, (_, given))| Turn { events, given })
                    .collect();
                Case { scenario, seed, schedule }
            },
        )
    })
}

/// A given, with the number of its kind. Orders are placed most often: without them nothing happens.
fn given(size: Size) -> impl Strategy<Value = (u32, Given)> {
    let n = 0..64usize;
    let of = |kind: u32, command: Value| (kind, Given::Command(command));
    let on = move |kind: u32, word: &'static str| {
        n.clone().prop_map(move |i| of(kind, json!({word: {"subscription": size.subscription(i)}})))
    };
    let message = |kind: u32, word: &'static str| (0..64usize).prop_map(move |i| (kind, Given::ToMessage(word, i)));
    let node = prop_oneof![
        3 => (0..64usize).prop_map(move |i| size.service(i)),
        1 => (0..2usize).prop_map(|i| format!("broker-{i}")),
        1 => Just(GATEWAY.to_owned()),
    ];
    let service = move || (0..64usize).prop_map(move |i| size.service(i));
    let subscription = move || (0..64usize).prop_map(move |i| size.subscription(i));
    let client = move || (0..64usize).prop_map(move |i| size.client(i));
    prop_oneof![
        // Kind 31 and 30 are as likely to be switched off as any other; arrivals still bring orders then.
        6 => client().prop_map(move |c| of(31, json!({"placeOrder": {"client": c}}))),
        4 => (node, health()).prop_map(move |(node, health)| {
            let health = match () {
                () if node.starts_with("broker") && health != json!("up") => json!("down"),
                () if !node.starts_with("service") && health.is_object() => json!("down"),
                () => health,
            };
            of(0, json!({"setHealth": {"node": node, "health": health}}))
        }),
        2 => (service(), prop::sample::select(&["now", "beforeEffect", "afterEffect", "afterAck", "beforeMark"][..]))
            .prop_map(move |(node, point)| of(1, json!({"crash": {"node": node, "point": point}}))),
        1 => on(2, "dropNext"),
        1 => on(3, "duplicateNext"),
        1 => on(4, "poisonNext"),
        1 => (subscription(), option::of(own_failure()), any::<bool>()).prop_map(move |(s, kind, crashes)| {
            let poison = json!({"subscription": s, "crashes": crashes});
            of(4, json!({"poisonNext": kind.map_or(poison.clone(), |kind| build::with(poison, &json!({"kind": kind})))}))
        }),
        1 => (service(), option::of(crashes()))
            .prop_map(move |(s, crashes)| of(19, json!({"setCrashes": {"node": s, "crashes": crashes}}))),
        1 => on(5, "reorder"),
        1 => on(6, "redriveAll"),
        1 => (subscription(), 0..3_000u32)
            .prop_map(move |(s, by)| of(7, json!({"delayNext": {"subscription": s, "by": format!("{by}ms")}}))),
        1 => message(8, "poison"),
        1 => message(9, "mend"),
        1 => message(10, "redrive"),
        1 => message(11, "discard"),
        1 => (subscription(), delivery())
            .prop_map(move |(s, d)| of(12, json!({"setDelivery": {"subscription": s, "delivery": d}}))),
        1 => (service(), 1..4u32).prop_map(move |(s, w)| of(13, json!({"setWorkers": {"node": s, "workers": w}}))),
        1 => (0..64usize, call_policy()).prop_map(move |(i, policy)| {
            // Each service calls the next one; a service alone calls nobody.
            let from = i % size.services.saturating_sub(1).max(1);
            let edge = json!({"from": size.service(from), "to": size.service(from + 1)});
            match size.services {
                1 => of(15, json!({"placeOrder": {"client": size.client(i)}})),
                _ => of(15, json!({"setCall": build::with(policy, &edge)})),
            }
        }),
        1 => (service(), option::of(1..4u32), option::of(0.2..4.0f64))
            .prop_map(move |(s, cores, speed)| of(17, json!({"setMachine": machine(json!({"node": s}), cores, speed)}))),
        1 => (0..64usize, option::of(health_check())).prop_map(|(n, check)| (16, Given::ToPool(n, check))),
        1 => (client(), option::of(gap()), option::weighted(0.3, 0..4u32)).prop_map(move |(c, every, users)| {
            let arrivals = json!({"client": c, "every": every});
            let arrivals = users.map_or(arrivals.clone(), |users| build::with(arrivals, &json!({"users": users})));
            of(14, json!({"setArrivals": arrivals}))
        }),
        1 => (client(), 2..4u32)
            .prop_map(move |(c, count)| of(31, json!({"placeOrder": {"client": c, "count": count}}))),
        1 => (prop_oneof![service(), Just(GATEWAY.to_owned())], option::of(ingress(size)))
            .prop_map(move |(node, ingress)| of(20, json!({"setIngress": {"node": node, "ingress": ingress}}))),
        1 => (0..64usize, start()).prop_map(move |(i, from)| {
            let (id, log) = size.reader(i);
            of(22, json!({"subscribe": {"subscription": id, "from": if log { from } else { json!("latest") }}}))
        }),
        1 => on(16, "unsubscribe"),
        1 => (0..64usize, 0..12u32).prop_map(move |(i, offset)| of(17, match size.reader(i) {
            (id, true) => json!({"seek": {"subscription": id, "offset": offset}}),
            (id, false) => json!({"subscribe": {"subscription": id}}),
        })),
        2 => Just(of(18, match size.replicated {
            broker @ 0..2 => json!({"failLeader": {"broker": format!("broker-{broker}")}}),
            _ => json!({"placeOrder": {"client": size.client(0)}}),
        })),
    ]
}

/// Settings with those of a machine; what is not set is left out.
fn machine(mut settings: Value, cores: Option<u32>, speed: Option<f64>) -> Value {
    if let Some(cores) = cores {
        settings["cores"] = json!(cores);
    }
    if let Some(speed) = speed {
        settings["speed"] = json!(speed);
    }
    settings
}

fn health_check() -> impl Strategy<Value = Value> {
    (200..2_000u32, 1..200u32, any::<bool>(), 1..4u32, 1..4u32).prop_map(|(every, timeout, deep, fall, rise)| {
        json!({"every": format!("{every}ms"), "timeout": format!("{timeout}ms"), "deep": deep,
               "unhealthyAfter": fall, "healthyAfter": rise})
    })
}

fn health() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => Just(json!("up")),
        3 => Just(json!("down")),
        2 => Just(json!("hung")),
        1 => (1.0..8.0f64).prop_map(|factor| json!({"slow": {"factor": factor}})),
        1 => (0.0..=1.0f64).prop_map(|p| json!({"flaky": {"probability": p}})),
        1 => (0.0..=1.0f64, own_failure()).prop_map(|(p, kind)| json!({"flaky": {"probability": p, "kind": kind}})),
        1 => (0..2_000u32).prop_map(|ms| json!({"draining": {"grace": format!("{ms}ms")}})),
    ]
}

/// A failure by which a step may fail by itself.
fn own_failure() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["invalid", "notFound", "conflict", "declined", "unavailable"][..])
}

/// How likely a step fails, or how likely in each of some ways.
fn fails() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => Just(json!(0.0)),
        2 => (0.0..0.6f64).prop_map(|p| json!(p)),
        1 => (own_failure(), 0.0..0.5f64, 0.0..0.5f64)
            .prop_map(|(way, p, q)| build::with(json!({"unavailable": q}), &json!({way: p}))),
    ]
}

/// How a service crashes by itself; not so often that it gets nothing done.
fn crashes() -> impl Strategy<Value = Value> {
    (0.0..0.3f64, option::of(400..4_000u32)).prop_map(|(per_handling, after)| {
        let after = after.map(|ms| json!({"exponential": {"mean": format!("{ms}ms")}}));
        json!({"perHandling": per_handling, "after": after})
    })
}

/// From where a log is read.
fn start() -> impl Strategy<Value = Value> {
    prop_oneof![Just(json!("earliest")), Just(json!("latest")), (0..12u32).prop_map(|offset| json!(offset))]
}

/// A leader and its followers.
fn replicas() -> impl Strategy<Value = Value> {
    (2..=3u32, dist(), 0..3_000u32)
        .prop_map(|(count, lag, ms)| json!({"count": count, "lag": lag, "election": format!("{ms}ms")}))
}

fn scenario(size: Size) -> impl Strategy<Value = Value> {
    let plans = vec(subscription_plan(), size.subscriptions());
    let services = vec(service_settings(size), size.services);
    // Whether the client calls, and if so, whether by the gateway, and whether it is logged in.
    let habits = (any::<bool>(), any::<bool>(), prop::bool::weighted(0.7));
    let clients = vec((sender(), option::of((arrivals(), 1..8u32)), habits), size.clients);
    let topics =
        vec((option::of(1..5_000u32), any::<bool>(), 0..2usize, any::<u32>(), topic_key(), partitions()), size.topics);
    // Whether clients and the gateway call all services in turn, and how every caller checks whom it calls.
    let pools = (any::<bool>(), option::of(health_check()));
    let latency = prop_oneof![Just(json!("0ms")), (1..60u32).prop_map(|ms| json!(format!("{ms}ms"))), small_dist()];
    let due = option::of(1..5_000u32);
    let call = (call_policy(), pools);
    let brokers = (vec(any::<bool>(), 2), replicas());
    (plans, services, clients, topics, call, latency, (brokers, due, option::of(ingress(size)))).prop_map(
        move |(
            plans,
            services,
            clients,
            topics,
            (call, (pooled, check)),
            latency,
            ((durable, replicas), due, ingress),
        )| {
            let on_brokers = topics.iter().map(|(_, _, broker, ..)| *broker).collect();
            let bits = topics.iter().map(|(_, _, _, bits, ..)| *bits).collect();
            let draft = Draft { size, plans, call, pooled, check, brokers: on_brokers, bits };
            let mut nodes: Vec<Value> = clients
                .iter()
                .enumerate()
                .map(|(i, (sender, arrivals, habits))| draft.client(i, sender, arrivals, *habits))
                .collect();
            nodes.push(draft.gateway(ingress));
            nodes.extend(services.into_iter().enumerate().map(|(i, settings)| draft.service(i, settings)));
            nodes.extend(durable.iter().enumerate().map(|(i, durable)| {
                let holds_log = topics.iter().enumerate().any(|(t, topic)| topic.2 == i && size.is_log(t));
                let durable = *durable || holds_log || size.replicated == i;
                let id = format!("broker-{i}");
                let broker = json!({"id": id, "kind": "broker", "name": text("broker"), "durable": durable});
                let replicas = json!({"replicas": replicas});
                if size.replicated == i { build::with(broker, &replicas) } else { broker }
            }));
            let topics: Vec<Value> = topics.iter().enumerate().map(|(i, topic)| draft.topic(i, topic)).collect();
            let effects = draft.effects();
            let effects: Vec<&str> = effects.iter().map(String::as_str).collect();
            // What is large is moved in: a value named in `json!` is copied, and this is done a million times.
            let mut scenario = build::scenario(&latency, &effects, &[], &[]);
            scenario["nodes"] = Value::Array(nodes);
            scenario["topics"] = Value::Array(topics);
            if let Some(undone) = effects.iter().position(|effect| *effect == UNDONE) {
                scenario["effects"][undone]["expected"] = json!(false);
            }
            for i in (1..effects.len()).step_by(2) {
                scenario["effects"][i]["after"] = json!([effects[i - 1]]);
            }
            scenario["effects"][0]["inOrder"] = json!("t0");
            match due {
                Some(due) => build::with(scenario, &json!({"dueWithin": format!("{due}ms")})),
                None => scenario,
            }
        },
    )
}

/// What is written instead of a subscription's effect, when its service decides so.
const UNDONE: &str = "undone";

/// How a message is handed to a topic: a way, and the terms that fit it.
fn sender() -> impl Strategy<Value = Value> {
    let ms = |n: u32| format!("{n}ms");
    let retry = (retry(), option::of(1..800u32), option::of(1..3_000u32), any::<bool>());
    let sender = prop_oneof![
        2 => Just(json!({"via": "fireAndForget"})),
        2 => prop::sample::select(&["confirmedByLeader", "confirmed"][..]).prop_map(|via| json!({"via": via})),
        2 => (any::<bool>(), retry).prop_map(move |(leader, (retry, timeout, most, idempotent))| {
            let via = if leader { "confirmedByLeader" } else { "confirmed" };
            let mut sender = json!({"via": via, "retry": retry, "idempotent": idempotent});
            if let Some(timeout) = timeout {
                sender["timeout"] = json!(ms(timeout));
            }
            if let Some(most) = most {
                sender["deliveryTimeout"] = json!(ms(most));
            }
            sender
        }),
        2 => option::of(50..1_500u32).prop_map(move |every| match every {
            Some(every) => json!({"via": "outbox", "every": ms(every)}),
            None => json!({"via": "outbox"}),
        }),
    ];
    // A time to live and a delay of its own, and a routing key.
    let key = option::weighted(0.3, prop::sample::select(&["a", "a.b", "b.c"][..]));
    (sender, option::weighted(0.15, 1..2_000u32), option::weighted(0.15, 1..1_500u32), key).prop_map(
        move |(mut sender, ttl, delay, key)| {
            if let Some(key) = key {
                sender["routingKey"] = json!(key);
            }
            if let Some(ttl) = ttl {
                sender["ttl"] = json!(ms(ttl));
            }
            if let Some(delay) = delay {
                sender["delay"] = json!(ms(delay));
            }
            sender
        },
    )
}

/// How long and how many stay in a queue, and whether one consumer at a time takes them: what a log does not have.
fn stay() -> impl Strategy<Value = Value> {
    let ms = |n: u32| format!("{n}ms");
    let overflow = prop::sample::select(&["dropHead", "rejectPublish", "block"][..]);
    let length = option::weighted(0.25, (1..4u32, overflow));
    let single = prop::bool::weighted(0.15);
    (option::weighted(0.2, 1..3_000u32), option::weighted(0.15, 1..1_500u32), length, single).prop_map(
        move |(ttl, delay, length, single)| {
            let length = length.map(|(messages, overflow)| json!({"messages": messages, "overflow": overflow}));
            json!({"ttl": ttl.map(ms), "delay": delay.map(ms), "maxLength": length, "singleActiveConsumer": single})
        },
    )
}

/// A topic, and patterns of routing keys; and patterns for the own topic.
type Bindings = (Option<(usize, Option<&'static str>)>, Option<&'static str>);

/// A subscription: its consumers, its handler's steps, its settings.
#[derive(Clone, Debug)]
struct SubscriptionPlan {
    consumers: Vec<usize>,
    steps: Vec<StepPlan>,
    /// Where among the steps the effect is written.
    effect_at: usize,
    on: bool,
    /// The earlier topic that leads here, too, and what is taken of it and of its own.
    bindings: Bindings,
    /// How likely the effect is had; if it is not, the order is to have another one instead.
    decides: Option<f64>,
    delivery: Value,
    /// Its settings that a log does not have, unless it reads one.
    stay: Value,
}

#[derive(Clone, Debug)]
enum StepPlan {
    Work(Value, Value),
    Wait(Value),
    /// Requires the effect of some other subscription.
    Require(usize, &'static str),
    /// Publishes to a later topic, if there is one.
    Publish(usize, Value),
    /// Calls a later service, if there is one.
    Call(usize),
    /// Works only if it decides so, and for some orders longer.
    Decide(f64, f64),
}

fn subscription_plan() -> impl Strategy<Value = SubscriptionPlan> {
    let step = prop_oneof![
        3 => (dist(), fails()).prop_map(|(d, fails)| StepPlan::Work(d, fails)),
        1 => dist().prop_map(StepPlan::Wait),
        1 => (0..16usize, prop::sample::select(&["retry", "park"][..])).prop_map(|(e, o)| StepPlan::Require(e, o)),
        1 => (0..16usize, sender()).prop_map(|(t, sender)| StepPlan::Publish(t, sender)),
        1 => (0..16usize).prop_map(StepPlan::Call),
        1 => (0.0..=1.0f64, 0.0..=1.0f64).prop_map(|(p, q)| StepPlan::Decide(p, q)),
    ];
    let on = prop::bool::weighted(0.9);
    let pattern = || prop::sample::select(&["a", "a.#", "*.b", "#", "#.c", "nowhere"][..]);
    let further = option::weighted(0.3, (0..16usize, option::weighted(0.5, pattern())));
    let on = (on, (further, option::weighted(0.15, pattern())));
    let decides = prop_oneof![3 => Just(None), 1 => (0.0..=1.0f64).prop_map(Some)];
    let delivery = (delivery(), stay());
    (vec(0..16usize, 1..4), vec(step, 0..4), 0..4usize, on, decides, delivery).prop_map(
        |(consumers, steps, effect_at, (on, bindings), decides, (delivery, stay))| SubscriptionPlan {
            consumers,
            steps,
            effect_at,
            on,
            bindings,
            decides,
            delivery,
            stay,
        },
    )
}

/// An ingress, tight enough to refuse some calls.
fn ingress(size: Size) -> impl Strategy<Value = Value> {
    let caller = prop_oneof![
        (0..8usize).prop_map(move |i| size.client(i)),
        (0..8usize).prop_map(move |i| size.service(i)),
        Just(GATEWAY.to_owned()),
    ];
    let algorithm = prop::sample::select(&["tokenBucket", "fixedWindow", "slidingWindow"][..]);
    let counts = (algorithm, prop::sample::select(&["300ms", "1s", "1s", "2500ms"][..]));
    let limit = (2..20u32, 1..5u32).prop_flat_map(|(rate, more)| {
        // A share of half the rate has a token of the burst when that has two.
        (Just(rate), Just(2 * rate * more), option::of(1..=rate / 2))
    });
    let limit = (limit, counts).prop_map(move |((rate, burst, share), (algorithm, per))| {
        let burst = if algorithm == "tokenBucket" { burst } else { rate };
        let reserved: Vec<Value> =
            share.into_iter().map(|rate| json!({"client": size.client(0), "rate": rate})).collect();
        json!({"rate": rate, "per": per, "algorithm": algorithm, "burst": burst, "reserved": reserved})
    });
    (prop::bool::weighted(0.3), option::of(vec(caller, 0..4)), option::of(limit)).prop_map(
        |(authenticate, allow, limit)| {
            let mut ingress = json!({"authenticate": authenticate});
            if let Some(allow) = allow {
                ingress["allow"] = json!(allow);
            }
            if let Some(limit) = limit {
                ingress["limit"] = limit;
            }
            ingress
        },
    )
}

fn service_settings(size: Size) -> impl Strategy<Value = Map<String, Value>> {
    let overload = (1..4u32, 0.0..3.0f64).prop_map(|(above, slowdown)| json!({"above": above, "slowdown": slowdown}));
    let door = (option::weighted(0.3, ingress(size)), option::weighted(0.3, 0..20u32));
    let machines = (option::of(1..4u32), option::of(0.2..4.0f64));
    let settings =
        (1..4u32, 0..4u32, 0..3_000u32, option::of(overload), door, machines, option::weighted(0.15, crashes()));
    settings.prop_map(|(workers, max_waiting_calls, restart, overload, (ingress, sidecar), (cores, speed), crashes)| {
        let settings =
            json!({"workers": workers, "maxWaitingCalls": max_waiting_calls, "restart": format!("{restart}ms")});
        let mut settings = machine(settings, cores, speed);
        if let Some(crashes) = crashes {
            settings["crashes"] = crashes;
        }
        if let Some(overload) = overload {
            settings["overload"] = overload;
        }
        if let Some(ingress) = ingress {
            settings["ingress"] = ingress;
        }
        if let Some(latency) = sidecar {
            settings["sidecar"] = json!({"latency": format!("{latency}ms")});
        }
        match settings {
            Value::Object(settings) => settings,
            _ => Map::new(),
        }
    })
}

/// Settings of delivery. A lease is long against the latency: a message that never arrives in time would circle for
/// ever.
pub fn delivery() -> impl Strategy<Value = Value> {
    let lease = option::of((300..4_000u32, any::<bool>(), any::<bool>()));
    let prefetch = prop_oneof![Just(json!("workers")), Just(json!("unlimited")), (1..5u32).prop_map(|n| json!(n))];
    let inbox = prop_oneof![
        Just(json!(null)),
        Just(json!({"window": "forever"})),
        (1..4_000u32).prop_map(|ms| json!({"window": format!("{ms}ms")})),
    ];
    let duplicates = option::of((0.0..=1.0f64, 0..2_000u32));
    let counts = prop::sample::select(&["handlings", "deliveries", "failures"][..]);
    let ack = prop_oneof![4 => Just("after"), 1 => Just("before")];
    let requeue = prop::sample::select(&["tail", "head", "position", "returned"][..]);
    let flags = (requeue, any::<bool>(), any::<bool>());
    // Without a wait a message that never succeeds would keep time from advancing.
    let endless = (1..2_000u32).prop_map(|ms| {
        json!({"backoff": {"fixed": {"delay": format!("{}ms", 100 + ms)}}, "jitter": "none", "maxAttempts": "unlimited"})
    });
    let retry = prop_oneof![6 => retry(), 1 => endless];
    (lease, prefetch, inbox, duplicates, counts, ack, flags, retry, (taking(), returning())).prop_map(
        |(
            lease,
            prefetch,
            inbox,
            duplicates,
            counts,
            ack,
            (requeue, blocking, dead_letter),
            retry,
            (taking, returning),
        )| {
            let at_end = lease.is_some_and(|(_, at_end, _)| at_end);
            let lease = lease.map(|(ms, _, longer)| match longer {
                true => json!([format!("{ms}ms"), format!("{}ms", 2 * ms)]),
                false => json!(format!("{ms}ms")),
            });
            let renewed = lease.is_some();
            let delivery = json!({
                "ack": ack, "prefetch": prefetch, "lease": lease,
                "requeue": requeue,
                "crashReturns": if at_end { "atLeaseEnd" } else { "atOnce" },
                "counts": counts, "retry": retry, "ordering": if blocking { "queue" } else { "none" }, "deadLetter": dead_letter, "inbox": inbox,
                "duplicates": duplicates.map(|(p, after)| json!({"probability": p, "after": format!("{after}ms")})),
            });
            let mut delivery = build::with(build::with(delivery, &taking), &returning);
            if !renewed {
                delivery["renewal"] = json!(null);
            }
            delivery
        },
    )
}

/// The window of a topic, whether it is mandatory, its broker, which of its subscriptions send notices, its keys, and its
/// partitions if it is a log.
type TopicPlan = (Option<u32>, bool, usize, u32, Value, u32);

fn partitions() -> impl Strategy<Value = u32> {
    prop_oneof![1 => Just(1), 1 => 2..5u32]
}

fn topic_key() -> impl Strategy<Value = Value> {
    prop_oneof![
        2 => Just(json!("order")),
        1 => (1..5u32, 0.0..2.0f64).prop_map(|(of, skew)| json!({"of": of, "skew": skew})),
    ]
}

/// What becomes of what is returned; mostly as usual.
fn returning() -> impl Strategy<Value = Value> {
    let either = |of: &'static [&'static str]| prop::sample::select(of);
    let ends = (either(&["skipped", "worked"]), either(&["ignored", "settles"]), either(&["working", "held"]));
    let next = (either(&["atFailure", "atNextDelivery"]), either(&["redelivery", "newMessage"]));
    let renewal = option::of((50..290u32, option::of(0..3_000u32)));
    let other = (ends, next, renewal).prop_map(|((stale, late, charges), (give_up, retry_as), renewal)| {
        let renewal = renewal.map(|(every, up_to)| match up_to {
            Some(ms) => json!({"every": format!("{every}ms"), "upTo": format!("{ms}ms")}),
            None => json!({"every": format!("{every}ms")}),
        });
        json!({"stale": stale, "lateAck": late, "crashCharges": charges, "giveUp": give_up, "retryAs": retry_as,
               "renewal": renewal})
    });
    prop_oneof![2 => Just(json!({})), 1 => other]
}

/// Who may take messages, how many and when; mostly as usual.
fn taking() -> impl Strategy<Value = Value> {
    let shared = any::<bool>().prop_map(|holds| json!({"prefetchPer": "subscription", "retryHoldsPlace": holds}));
    let shared = prop_oneof![3 => Just(json!({})), 1 => shared];
    let by_key = prop_oneof![2 => Just(json!({})), 1 => Just(json!({"ordering": "key"}))];
    let fetch = option::weighted(0.3, (1..5u32).prop_map(|n| json!({"fetch": {"pull": {"messages": n}}})));
    let commit =
        prop_oneof![Just(json!("batch")), (1..3_000u32).prop_map(|ms| json!({"interval": format!("{ms}ms")})),];
    let commit = option::weighted(0.3, commit.prop_map(|commit| json!({"commit": commit})));
    (shared, by_key, fetch, commit).prop_map(|(shared, by_key, fetch, commit)| {
        [Some(by_key), fetch, commit].into_iter().flatten().fold(shared, |all, more| build::with(all, &more))
    })
}

/// A caller's policies, each of which may be missing.
fn call_policy() -> impl Strategy<Value = Value> {
    // Attempts multiply along a chain of calls.
    let patience = (1..2_000u32, retry(), 1..4u32).prop_map(|(timeout, retry, attempts)| {
        json!({"timeout": format!("{timeout}ms"), "retry": build::with(retry, &json!({"maxAttempts": attempts}))})
    });
    let careful = (option::of(breaker()), option::of(budget()), option::of(cache()));
    let limits = (
        option::weighted(0.4, 50..4_000u32),
        any::<bool>(),
        option::weighted(0.4, (1..4u32, 0..800u32, option::of((0.5..=1.0f64, option::of(1..900u32))))),
    );
    let all_out = prop::sample::select(&["call", "refuse"][..]);
    let ejection = option::weighted(0.4, (1..4u32, 1..3_000u32, 0.0..=1.0f64, all_out));
    let parallel = option::weighted(0.3, (1..4u32, 1..4u32, prop_oneof![Just(0), 1..400u32]));
    (patience, careful, limits, (ejection, parallel)).prop_map(
        |(policy, (breaker, budget, cache), (deadline, cancel, places), (ejection, parallel))| {
            let parallel = parallel.map(|(calls, need, ms): (u32, u32, u32)| {
                json!({"calls": calls, "need": need.min(calls), "after": format!("{ms}ms")})
            });
            let ejection = ejection.map(|(failures, ms, most, all_out)| {
            json!({"failures": failures, "outFor": format!("{ms}ms"), "most": most, "allOut": all_out})
        });
            let bulkhead = places.map(|(calls, wait, adaptive)| {
                let adaptive = adaptive.map(|(decrease, slow): (f64, Option<u32>)| {
                    json!({"start": 1, "decrease": decrease, "slow": slow.map(|ms| format!("{ms}ms"))})
                });
                json!({"calls": calls, "wait": format!("{wait}ms"), "adaptive": adaptive})
            });
            let deadline = deadline.map(|ms| format!("{ms}ms"));
            let more = json!({"deadline": deadline, "cancel": cancel, "bulkhead": bulkhead, "ejection": ejection, "parallel": parallel});
            build::with(build::with(policy, &json!({"breaker": breaker, "retryBudget": budget, "cache": cache})), &more)
        },
    )
}

/// Small numbers, so that it opens, half-opens and closes within a short run.
fn breaker() -> impl Strategy<Value = Value> {
    let window = prop_oneof![
        (1..6u32).prop_map(|n| json!({"count": n})),
        (1..4u32).prop_map(|s| json!({"time": format!("{s}s")})),
    ];
    let slow = option::of((1..600u32, 0.1..=1.0f64));
    (window, 1..4u32, 0.1..=1.0f64, slow, (1..2_000u32, option::weighted(0.3, 1..2_000u32)), 1..4u32).prop_map(
        |(window, minimum, rate, slow, (open, most), half_open)| {
            let slow = slow.map(|(ms, rate)| json!({"after": format!("{ms}ms"), "rate": rate}));
            json!({"window": window, "minimumCalls": minimum, "failureRate": rate, "slowCall": slow,
                   "openFor": format!("{open}ms"), "halfOpenCalls": half_open,
                   "halfOpenFor": most.map(|ms| format!("{ms}ms"))})
        },
    )
}

fn budget() -> impl Strategy<Value = Value> {
    (1..6u32, 0.01..2.0f64).prop_map(|(max, ratio)| json!({"maxTokens": max, "tokenRatio": ratio}))
}

fn cache() -> impl Strategy<Value = Value> {
    (0..1_500u32, 0..4_000u32, any::<bool>()).prop_map(|(fresh, more, coalesce)| {
        json!({"fresh": format!("{fresh}ms"), "staleIfError": format!("{more}ms"), "coalesce": coalesce})
    })
}

fn retry() -> impl Strategy<Value = Value> {
    let ms = |n: u32| format!("{n}ms");
    let backoff = prop_oneof![
        Just(json!("none")),
        Just(json!("immediate")),
        (0..2_000u32).prop_map(move |d| json!({"fixed": {"delay": ms(d)}})),
        (0..500u32, 1.0..4.0f64, 1..3_000u32)
            .prop_map(move |(b, f, c)| json!({"exponential": {"base": ms(b), "factor": f, "cap": ms(c)}})),
        (0..500u32, 1..3_000u32).prop_map(move |(s, c)| json!({"linear": {"step": ms(s), "cap": ms(c)}})),
        vec(0..900u32, 1..4).prop_map(move |d| json!({"list": {"delays": d.into_iter().map(ms).collect::<Vec<_>>()}})),
    ];
    let jitter = prop::sample::select(&["none", "full", "equal", "decorrelated"][..]);
    let failures =
        ["invalid", "unavailable", "flaky", "poison", "workFailed", "callTimedOut", "callRefused", "overloaded"];
    let except = prop_oneof![3 => Just(Vec::new()), 1 => prop::sample::subsequence(failures.to_vec(), 0..5)];
    (backoff, jitter, 1..6u32, except).prop_map(|(backoff, jitter, max, except)| {
        json!({"backoff": backoff, "jitter": jitter, "maxAttempts": max, "except": except})
    })
}

fn dist() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!("0ms")),
        (1..400u32).prop_map(|ms| json!(format!("{ms}ms"))),
        (0..100u32, 0..300u32)
            .prop_map(|(a, b)| json!({"uniform": {"min": format!("{a}ms"), "max": format!("{}ms", a + b)}})),
        (1..200u32).prop_map(|ms| json!({"exponential": {"mean": format!("{ms}ms")}})),
        (1..200u32, 0..100u32)
            .prop_map(|(ms, sd)| json!({"normal": {"mean": format!("{ms}ms"), "sd": format!("{sd}ms")}})),
        (1..200u32, 0.0..1.5f64)
            .prop_map(|(ms, sigma)| json!({"logNormal": {"median": format!("{ms}ms"), "sigma": sigma}})),
        (1..100u32, 1.5..9.0f64).prop_map(|(ms, shape)| json!({"pareto": {"min": format!("{ms}ms"), "shape": shape}})),
        (1..200u32, 1..5u32).prop_map(|(ms, shape)| json!({"erlang": {"mean": format!("{ms}ms"), "shape": shape}})),
        (1..100u32).prop_map(|ms| {
            let of = |times: u32| format!("{}ms", ms * times);
            json!({"empirical": {"p50": of(1), "p90": of(2), "p99": of(4), "max": of(5)}})
        }),
    ]
}

fn small_dist() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0..20u32, 0..40u32)
            .prop_map(|(a, b)| json!({"uniform": {"min": format!("{a}ms"), "max": format!("{}ms", a + b)}})),
        (1..8u32).prop_map(|ms| json!({"exponential": {"mean": format!("{ms}ms")}})),
    ]
}

/// Automatic orders can be switched on without a limit: some hundred at most come before they are switched off.
/// An open loop of orders, whose rate may change, or a closed one.
fn arrivals() -> impl Strategy<Value = Value> {
    let profile = vec((1..3_000u32, 0.0..6.0f64), 0..3).prop_map(|changes| {
        let mut at = 0;
        let rates = changes.into_iter().map(|(after, times)| {
            at += after;
            json!({"at": format!("{at}ms"), "times": times})
        });
        json!(rates.collect::<Vec<_>>())
    });
    let first = || option::weighted(0.3, 0..1_000u32).prop_map(|ms| ms.map(|ms| json!({"first": format!("{ms}ms")})));
    let open = (gap(), profile, first()).prop_map(|(every, profile, first)| {
        build::with(json!({"every": every, "profile": profile}), &first.unwrap_or(json!({})))
    });
    let closed = (1..4u32, gap(), first()).prop_map(|(users, think, first)| {
        build::with(json!({"users": users, "think": think}), &first.unwrap_or(json!({})))
    });
    prop_oneof![3 => open, 1 => closed]
}

fn gap() -> impl Strategy<Value = Value> {
    (80..1_500u32).prop_map(|ms| json!({"exponential": {"mean": format!("{ms}ms")}}))
}

fn handler(on: Value, steps: Vec<Value>) -> Value {
    Value::Object(Map::from_iter([("on".into(), on), ("steps".into(), Value::Array(steps))]))
}

/// A step that publishes to a topic; on a log messages neither expire nor are held back.
fn publish(size: Size, topic: usize, sender: &Value) -> Value {
    let mut step = build::with(sender.clone(), &json!({"topic": format!("t{topic}")}));
    if let (true, Some(step)) = (size.is_log(topic), step.as_object_mut()) {
        step.retain(|field, _| field != "ttl" && field != "delay");
    }
    json!({"publish": step})
}

/// A scenario being written.
struct Draft {
    size: Size,
    plans: Vec<SubscriptionPlan>,
    /// One policy for all calls: two on one edge must not differ.
    call: Value,
    /// Whether clients and the gateway call all services in turn.
    pooled: bool,
    /// How callers check whom they call.
    check: Option<Value>,
    /// The broker of each topic.
    brokers: Vec<usize>,
    /// Of each topic: which subscriptions send notices, and which their dead letters to a topic.
    bits: Vec<u32>,
}

impl Draft {
    /// One effect for each subscription, and one that a called service writes.
    fn effects(&self) -> Vec<String> {
        let mut effects: Vec<String> = (0..self.plans.len()).map(|i| format!("e{i}")).collect();
        effects.push("heard".into());
        effects.push("replied".into());
        if self.plans.iter().any(|plan| plan.decides.is_some()) {
            effects.push(UNDONE.into());
        }
        effects
    }

    fn client(&self, i: usize, sender: &Value, arrivals: &Option<(Value, u32)>, habits: (bool, bool, bool)) -> Value {
        let (calls, by_gateway, authenticated) = habits;
        let mut steps = vec![publish(self.size, 0, sender)];
        if calls {
            let gateway = vec![GATEWAY.to_owned()];
            steps.insert(0, self.call_any(&if by_gateway { gateway } else { self.front() }));
        }
        let client = build::client(&self.size.client(i), &json!(steps));
        let client = build::with(client, &json!({"authenticated": authenticated}));
        match arrivals {
            Some((arrivals, limit)) => {
                let arrivals = build::with(arrivals.clone(), &json!({"limit": limit}));
                build::with(client, &json!({"arrivals": arrivals}))
            }
            None => client,
        }
    }

    /// Patient, and it does not try again: attempts multiply along a chain of calls.
    fn gateway(&self, ingress: Option<Value>) -> Value {
        let call = self.checked(json!({"to": self.front(), "timeout": "20s"}));
        let node = json!({"id": GATEWAY, "kind": "gateway", "name": text(GATEWAY),
                          "handlers": [{"on": "call", "steps": [call]}]});
        match ingress {
            Some(ingress) => build::with(node, &json!({"ingress": ingress})),
            None => node,
        }
    }

    fn call_step(&self, to: usize) -> Value {
        self.call_any(&[self.size.service(to)])
    }

    /// The services that are called from outside.
    fn front(&self) -> Vec<String> {
        let many = if self.pooled { self.size.services } else { 1 };
        (0..many).map(|i| self.size.service(i)).collect()
    }

    fn call_any(&self, to: &[String]) -> Value {
        self.checked(build::with(self.call.clone(), &json!({"to": to})))
    }

    fn checked(&self, call: Value) -> Value {
        match &self.check {
            Some(check) => json!({"call": build::with(call, &json!({"healthCheck": check}))}),
            None => json!({"call": call}),
        }
    }

    /// A service with a handler for each subscription it consumes, and one for calls that calls the next service.
    fn service(&self, i: usize, settings: Map<String, Value>) -> Value {
        let mut handlers = Vec::new();
        let mut on_call = vec![build::work("30ms")];
        if i == 0 {
            on_call.push(json!({"effect": "heard"}));
            on_call.push(json!({"effect": "replied"}));
        }
        if i % 2 == 1 {
            on_call.push(json!("reply"));
            on_call.push(build::work("20ms"));
        }
        if i + 1 < self.size.services {
            on_call.insert(1, self.call_step(i + 1));
        }
        handlers.push(handler("call".into(), on_call));
        for (n, plan) in self.plans.iter().enumerate() {
            if plan.consumers.iter().any(|c| c % self.size.services == i) {
                let on = json!({"subscription": self.size.subscription(n)});
                handlers.push(handler(on, self.steps(n, i)));
            }
        }
        let id = self.size.service(i);
        let mut node = settings;
        node.extend([("name".into(), text(&id)), ("id".into(), id.into()), ("kind".into(), "service".into())]);
        node.insert("handlers".into(), Value::Array(handlers));
        Value::Object(node)
    }

    fn steps(&self, n: usize, service: usize) -> Vec<Value> {
        let plan = &self.plans[n];
        let topic = n / self.size.fan;
        let mut steps: Vec<Value> = Vec::new();
        for step in &plan.steps {
            match step {
                StepPlan::Work(takes, fails) => steps.push(json!({"work": {"takes": takes, "fails": fails}})),
                StepPlan::Wait(takes) => steps.push(json!({"wait": {"takes": takes}})),
                StepPlan::Require(e, otherwise) => {
                    let effect = format!("e{}", e % self.plans.len());
                    steps.push(json!({"require": {"effects": [effect], "otherwise": otherwise}}));
                }
                // Only to later topics: a message that leads to itself would never let the world rest.
                StepPlan::Publish(t, sender) if topic + 1 < self.size.topics => {
                    let to = topic + 1 + t % (self.size.topics - topic - 1);
                    steps.push(publish(self.size, to, sender));
                }
                // Only to later services: a circle of workers that hold each other storms for minutes before it rests.
                StepPlan::Call(to) if service + 1 < self.size.services => {
                    let to = service + 1 + to % (self.size.services - service - 1);
                    steps.push(self.call_step(to));
                }
                StepPlan::Publish(..) | StepPlan::Call(_) => {}
                StepPlan::Decide(p, q) => {
                    let longer = json!({"decide": {"probability": q, "otherwise": [build::work("40ms")]}});
                    steps.push(json!({"decide": {"probability": p, "then": [build::work("10ms"), longer]}}));
                }
            }
        }
        let effect = format!("e{n}");
        let step = match plan.decides {
            None => json!({"effect": effect}),
            Some(probability) => {
                let undo = json!([{"expect": {"effects": [UNDONE], "instead": [effect]}}, {"effect": UNDONE}]);
                json!({"decide": {"probability": probability, "then": [{"effect": effect}], "otherwise": undo}})
            }
        };
        steps.insert(plan.effect_at.min(steps.len()), step);
        steps
    }

    /// What a topic's `n`-th subscription takes of an earlier topic, of the same broker, and of its own. A message from a later
    /// one would lead to itself.
    fn bindings(&self, i: usize, n: usize, mandatory: bool) -> Vec<Value> {
        if self.size.is_log(i) {
            return Vec::new();
        }
        let (further, own) = self.plans[n].bindings;
        // What a mandatory topic refuses for ever an outbox sends for ever: its first queue takes all.
        let own = own.filter(|_| !mandatory || n > i * self.size.fan);
        let own = own.map(|pattern| json!({"topic": format!("t{i}"), "routingKeys": [pattern]}));
        let fits = |t: &usize| !self.size.is_log(*t) && self.brokers[*t] == self.brokers[i];
        let earlier: Vec<usize> = (0..i).filter(fits).collect();
        let further = further.filter(|_| !earlier.is_empty()).map(|(t, pattern)| {
            let topic = format!("t{}", earlier[t % earlier.len()]);
            match pattern {
                Some(pattern) => json!({"topic": topic, "routingKeys": [pattern]}),
                None => json!({"topic": topic}),
            }
        });
        own.into_iter().chain(further).collect()
    }

    /// The later topic, of the same broker, that the dead letters of a topic's `n`-th subscription go to.
    fn dead_to(&self, i: usize, n: usize) -> Option<usize> {
        let later = (i + 1..self.size.topics).rev().find(|t| self.brokers[*t] == self.brokers[i]);
        later.filter(|_| self.bits[i] >> (n % 16) & 3 == 1)
    }

    fn topic(&self, i: usize, (dedup, mandatory, broker, noticed, key, partitions): &TopicPlan) -> Value {
        // Only to a later topic, and only within a broker.
        let notice = (i + 1..self.size.topics).find(|t| self.brokers[*t] == *broker);
        let subscription = |n: usize| {
            let mut consumers: Vec<usize> = self.plans[n].consumers.iter().map(|c| c % self.size.services).collect();
            consumers.sort_unstable();
            consumers.dedup();
            let consumers: Vec<String> = consumers.into_iter().map(|c| self.size.service(c)).collect();
            let mut delivery = self.plans[n].delivery.clone();
            if let (Some(topic), 0) = (notice, noticed >> (n % 16) & 3) {
                delivery["deadLetterNotice"] = json!(format!("t{topic}"));
            }
            if let Some(topic) = self.dead_to(i, n) {
                delivery["deadLetter"] = json!({"topic": format!("t{topic}")});
            }
            if !self.size.is_log(i) {
                delivery = build::with(delivery, &self.plans[n].stay);
                if delivery["ordering"] == "key" {
                    delivery["maxLength"] = Value::Null;
                }
            }
            let on = self.plans[n].on;
            let mut subscription = json!({"id": self.size.subscription(n), "consumers": consumers, "on": on});
            subscription["delivery"] = delivery;
            let bindings = self.bindings(i, n, *mandatory);
            if !bindings.is_empty() {
                subscription["bindings"] = json!(bindings);
            }
            subscription
        };
        let mut subscriptions: Vec<Value> = (i * self.size.fan..(i + 1) * self.size.fan).map(subscription).collect();
        // A queue that nobody consumes, where dead letters lie, or expire once more.
        let of_topic = |from: usize| from * self.size.fan..(from + 1) * self.size.fan;
        let is_target = (0..i).any(|from| of_topic(from).any(|n| self.dead_to(from, n) == Some(i)));
        if is_target && !self.size.is_log(i) && noticed >> 20 & 1 == 1 {
            subscriptions.push(json!({"id": format!("t{i}-dead"), "consumers": []}));
        }
        let id = format!("t{i}");
        let mut topic = json!({"id": id, "name": text(&id), "broker": format!("broker-{broker}"), "mandatory": mandatory,
                               "log": self.size.is_log(i)});
        topic["subscriptions"] = Value::Array(subscriptions);
        topic["key"] = key.clone();
        if self.size.is_log(i) {
            topic["partitions"] = json!(partitions);
        }
        match dedup {
            Some(ms) => build::with(topic, &json!({"dedupWindow": format!("{ms}ms")})),
            None => topic,
        }
    }
}
