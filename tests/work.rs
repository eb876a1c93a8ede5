//! Work is bounded: what operations go through grows with what they concern, and the budget of events sees it. Counted in
//! items, never in seconds.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use carteiro::base::time::Time;
use carteiro::model::{Delivery, Model};
use carteiro::scenario::{CommandSpec, load};
use carteiro::sim::broker::message::{Message, State};
use carteiro::sim::{CommandError, World};
use carteiro::timeline::{History, Slice, Stride, Way};
use carteiro::trace::{Fact, FactId, Observer};
use common::build::{called, fixed, publish, scenario, service, shop, subscription, text, topic, with, work};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Counts facts.
#[derive(Default)]
struct Facts(u32);

impl Observer for Facts {
    fn record(&mut self, _: Fact) -> FactId {
        self.0 += 1;
        FactId(self.0)
    }
}

/// The work of a run of `n` orders.
#[derive(Clone, Copy, Debug)]
struct Work {
    n: u64,
    events: u64,
    commands: u64,
    facts: u64,
    touches: u64,
}

impl Work {
    fn of(world: &World, facts: &Facts, n: u64) -> Work {
        let (events, commands) = (world.events(), world.commands() as u64);
        Work { n, events, commands, facts: facts.0.into(), touches: world.touches() }
    }

    /// Items touched, for each that was to be touched and each step of a search among `n`. Facts count, for a fact is
    /// noted of everything that an operation changes.
    fn touches_for_each(self) -> f64 {
        let concerned = self.n + self.events + self.commands + self.facts;
        self.touches as f64 / concerned as f64 / f64::from(self.n.ilog2())
    }

    /// Facts for everything that the budget sees.
    fn facts_for_each(self) -> f64 {
        self.facts as f64 / (self.n + self.events + self.commands + self.touches) as f64
    }
}

/// How much of a command is given in a run.
#[derive(Clone, Copy, PartialEq)]
enum Often {
    /// It concerns one thing: as many times as there are orders.
    ForEach,
    /// It concerns all messages of a subscription or a node.
    SomeTimes,
}

const SOME_TIMES: u64 = 8;

/// A command by its name in JSON: how often it is given, and what is given the `i`-th time.
fn command(name: &str, i: u64, world: &World) -> (Often, Option<Value>) {
    use Often::{ForEach, SomeTimes};
    let sub = json!({"subscription": "stock"});
    let message = |dead_only: bool| {
        let fits = |m: &Message| !dead_only || matches!(m.state, State::Dead { .. });
        let mut all = world.messages().filter(|(_, m)| fits(m));
        all.nth(i as usize % 5).map(|(_, m)| json!({"message": m.id}))
    };
    let even = i.is_multiple_of(2);
    let node = ["stock", "broker"][(i / 2 % 2) as usize];
    let (often, arguments) = match name {
        "placeOrder" => (ForEach, Some(json!({"client": "shop", "count": i % 2 + 1}))),
        "setHealth" => {
            let ill = match i % 6 {
                2 if node == "stock" => json!("hung"),
                4 if node == "stock" => json!({"draining": {"grace": "2ms"}}),
                _ => json!("down"),
            };
            (SomeTimes, Some(json!({"node": node, "health": if even { ill } else { json!("up") }})))
        }
        "setCrashes" => {
            let crashes = json!({"perHandling": 0.01, "after": "50ms"});
            (ForEach, Some(json!({"node": "stock", "crashes": if even { crashes } else { json!(null) }})))
        }
        "crash" => (SomeTimes, Some(json!({"node": "stock", "point": if even { "now" } else { "afterEffect" }}))),
        "dropNext" | "duplicateNext" | "poisonNext" => (ForEach, Some(sub)),
        "delayNext" => (ForEach, Some(with(sub, &json!({"by": "3ms"})))),
        "reorder" | "redriveAll" => (SomeTimes, Some(sub)),
        "unsubscribe" => (SomeTimes, Some(sub)),
        "subscribe" => (SomeTimes, Some(sub)),
        "poison" | "mend" => (ForEach, message(false)),
        "redrive" | "discard" => (ForEach, message(true)),
        "setDelivery" => (SomeTimes, Some(with(sub, &json!({"delivery": {"blocking": even, "lease": "3ms"}})))),
        "seek" => (SomeTimes, Some(with(sub, &json!({"offset": i * 7 % 50})))),
        "setWorkers" => (ForEach, Some(json!({"node": "stock", "workers": i % 7 + 1}))),
        "setMachine" => (ForEach, Some(json!({"node": "stock", "cores": i % 5 + 1}))),
        "setHealthCheck" => {
            let check = json!({"every": "1ms", "timeout": "1ms", "deep": even});
            (ForEach, Some(json!({"from": "shop", "to": "price", "healthCheck": check})))
        }
        "setCall" => (ForEach, Some(json!({"from": "shop", "to": "price", "timeout": "5ms"}))),
        "setIngress" => (ForEach, Some(json!({"node": "price", "ingress": {"limit": {"rate": 100 + i % 9}}}))),
        "setArrivals" => (ForEach, Some(json!({"client": "shop", "every": "90us"}))),
        "failLeader" => (SomeTimes, Some(json!({"broker": "broker"}))),
        unknown => panic!("how often is {unknown:?} given, and with what?"),
    };
    (often, arguments.map(|arguments| json!({name: arguments})))
}

/// The variants of an enum, or the fields of a struct, of a source file.
fn names(file: &str, item: &str) -> Vec<String> {
    let source = std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let items = syn::parse_file(&source).unwrap().items;
    let found = items.iter().find_map(|one| match one {
        syn::Item::Enum(it) if it.ident == item => Some(it.variants.iter().map(|v| v.ident.to_string()).collect()),
        syn::Item::Struct(it) if it.ident == item => {
            Some(it.fields.iter().filter_map(|field| field.ident.as_ref().map(ToString::to_string)).collect())
        }
        _ => None,
    });
    found.unwrap_or_else(|| panic!("{file} has no {item}"))
}

/// Every command's name in JSON.
fn commands() -> Vec<String> {
    let camel = |name: String| name[..1].to_lowercase() + &name[1..];
    names("src/scenario/command.rs", "CommandSpec").into_iter().map(camel).collect()
}

/// Settings of a run: those of the delivery, and around it.
#[derive(Clone, Debug)]
struct Settings {
    delivery: Value,
    log: bool,
    latency: &'static str,
    /// A broker keeps messages in memory, on disk, or on three replicas.
    broker: Value,
}

/// Every combination of the settings that decide how a message comes back, each with others of the rest.
fn settings() -> Vec<Settings> {
    let mut all = Vec::new();
    // The same numbers in every run, with no pattern.
    let mut mixed = 1u64;
    let mut turn = |of: u64| {
        mixed = mixed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((mixed >> 33) % of) as usize
    };
    for log in [false, true] {
        for blocking in [false, true] {
            for lease in [json!(null), json!("1ms"), json!("10s")] {
                for prefetch in [json!("workers"), json!(3), json!("unlimited")] {
                    for latency in ["0ms", "2ms"] {
                        let at_lease_end = lease != json!(null) && turn(2) == 0;
                        let delay = ["0ms", "4ms"][turn(2)];
                        let ordering = if blocking { "queue" } else { ["none", "key"][turn(2)] };
                        let mut delivery = json!({
                            "preset": if log { "log" } else { "plain" },
                            "ordering": ordering, "lease": lease, "prefetch": prefetch,
                            "ack": (["after", "after", "before"][turn(3)]),
                            "requeue": (["head", "tail", "position", "returned"][turn(4)]),
                            "crashReturns": if at_lease_end { "atLeaseEnd" } else { "atOnce" },
                            "counts": (["handlings", "deliveries", "failures"][turn(3)]),
                            "renewal": ([json!(null), json!({"every": "4s"})][usize::from(lease == json!("10s") && turn(2) == 0)]),
                            "stale": (["skipped", "worked"][turn(2)]),
                            "lateAck": (["ignored", "settles"][turn(2)]),
                            "crashCharges": (["working", "held"][turn(2)]),
                            "giveUp": (["atFailure", "atNextDelivery"][turn(2)]),
                            "retryAs": (["redelivery", "newMessage"][turn(2)]),
                            "retry": fixed(delay, 2),
                            "deadLetter": turn(4) > 0,
                            "deadLetterNotice": ([json!(null), json!("notices")][turn(2)]),
                            "inbox": ([json!(null), json!({"window": "forever"}), json!({"window": "5ms"})][turn(3)]),
                            "duplicates": ([json!(null), json!({"probability": 0.3, "after": "1ms"})][turn(2)]),
                            "fetch": ([json!("push"), json!({"pull": {"messages": 3}})][turn(2)]),
                            "commit": ([json!("message"), json!("batch"), json!({"interval": "3ms"})][turn(3)]),
                        });
                        delivery["singleActiveConsumer"] = json!(!log && turn(3) == 0);
                        if turn(2) == 0 {
                            delivery["prefetchPer"] = json!("subscription");
                            delivery["retryHoldsPlace"] = json!(turn(2) == 0);
                        }
                        // A log keeps its records, and one that is held up in its lane is not ready.
                        if !log && turn(2) == 0 {
                            let length = |overflow: &str| json!({"messages": 20, "overflow": overflow});
                            let limits = ["dropHead", "rejectPublish", "block"].map(length);
                            delivery["ttl"] = json!(["30ms", "10s"][turn(2)]);
                            delivery["delay"] = [json!(null), json!("2ms")][turn(2)].clone();
                            delivery["maxLength"] =
                                if ordering == "key" { json!(null) } else { limits[turn(3)].clone() };
                        }
                        let disk = json!({"durable": true});
                        let replicas = json!({"replicas": {"count": 3, "lag": "1ms", "election": "3ms"}});
                        let broker = [disk, replicas, json!({"durable": log})][turn(3)].clone();
                        all.push(Settings { delivery, log, latency, broker });
                    }
                }
            }
        }
    }
    all
}

/// A run in which `n` orders come faster than `stock` works, which fails now and then and waits for `paid`.
fn model(n: u64, settings: &Settings) -> Arc<Model> {
    let policy = json!({"to": ["price", "price-2"], "timeout": "5ms",
                        "healthCheck": {"every": "3ms", "timeout": "1ms", "deep": false}});
    let require = json!({"require": {"effects": ["paid"], "otherwise": "park"}});
    let fails = json!({"work": {"takes": "2ms", "fails": 0.5}});
    let priced = |id: &str| with(called(id, &json!([work("100us")])), &json!({"workers": 8}));
    let node = json!({"id": "broker", "kind": "broker", "name": text("broker")});
    let nodes = [
        with(
            shop(&json!([{"call": policy}, publish("sales", "outbox")])),
            &json!({"arrivals": {"every": "100us", "limit": n}}),
        ),
        with(service("stock", &json!([require, fails, {"effect": "moved"}])), &json!({"workers": 4})),
        with(service("pay", &json!([work("500us"), {"effect": "paid"}])), &json!({"workers": 2, "restart": "4ms"})),
        service("notices", &json!([])),
        priced("price"),
        priced("price-2"),
        with(node, &settings.broker),
    ];
    let subscriptions =
        [subscription("stock", &["stock"], &settings.delivery), subscription("pay", &["pay"], &json!({}))];
    let sales = with(topic("sales", &subscriptions), &json!({"log": settings.log, "dedupWindow": "1s"}));
    let notices = topic("notices", &[subscription("notices", &["notices"], &json!({}))]);
    let file = scenario(&json!(settings.latency), &["paid", "moved"], &nodes, &[sales, notices]);
    Arc::new(load(&file.to_string()).unwrap_or_else(|problem| panic!("{problem:?} {file:#}")))
}

/// Gives a command while there is work to do, and runs to the end, or until the budget is spent: a message whose lease
/// is shorter than its way travels for ever.
fn run(n: u64, name: &str, settings: &Settings) -> Work {
    let (mut world, mut facts) = (World::new(model(n, settings), 3).with_budget(100 * n), Facts::default());
    let times = match command(name, 0, &world).0 {
        Often::ForEach => n,
        Often::SomeTimes => SOME_TIMES,
    };
    for i in 0..times {
        // From the first order until some time after the last.
        world.run_until(Time::from_micros(3 * 100 * n * (i + 1) / times), &mut facts).ok();
        let Some(command) = command(name, i, &world).1 else { continue };
        let spec: CommandSpec = serde_json::from_value(command).unwrap();
        if let Ok(command) = spec.resolve(world.model()) {
            world.apply(&command, &mut facts).ok();
        }
    }
    for node in ["stock", "broker"] {
        let up: CommandSpec = serde_json::from_value(json!({"setHealth": {"node": node, "health": "up"}})).unwrap();
        world.apply(&up.resolve(world.model()).unwrap(), &mut facts).ok();
    }
    world.run(&mut facts).ok();
    Work::of(&world, &facts, n)
}

/// Touches allowed for each thing that is concerned.
const MOST_TOUCHES: f64 = 0.5;
/// Facts allowed for each thing that the budget sees.
const MOST_FACTS: f64 = 4.0;

#[test]
fn work_grows_with_what_is_concerned_for_every_command_under_every_setting() {
    let mut worst: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    let mut given = BTreeSet::new();
    for name in commands() {
        for (i, settings) in settings().iter().enumerate() {
            for command in [0, 1].map(|i| command(&name, i, &World::new(model(1, settings), 1)).1).into_iter().flatten()
            {
                let spec: CommandSpec = serde_json::from_value(command).unwrap();
                given.extend(spec.resolve(&model(1, settings)).map(|command| variant(&format!("{command:?}"))));
            }
            // Quadratic work of 100 orders is still small.
            for n in if i % 4 == 0 { &[100, 800][..] } else { &[200] } {
                let work = run(*n, &name, settings);
                let (touches, facts) = (work.touches_for_each(), work.facts_for_each());
                let worst = worst.entry(name.clone()).or_default();
                *worst = (worst.0.max(touches), worst.1.max(facts));
                assert!(touches <= MOST_TOUCHES, "{name}: {touches} touches for each: {work:?} under {settings:?}");
                assert!(facts <= MOST_FACTS, "{name}: {facts} facts for each: {work:?} under {settings:?}");
            }
        }
    }
    for (name, (touches, facts)) in worst {
        println!("{name}: {touches:.2} touches, {facts:.2} facts");
    }
    let missing: Vec<String> = names("src/model/command.rs", "Command")
        .into_iter()
        .filter(|name| !given.contains(name) && !["SetPoison", "Redrive", "Discard"].contains(&name.as_str()))
        .collect();
    assert!(missing.is_empty(), "never given: {missing:?}");
}

/// The name of a variant, from how it is printed.
fn variant(printed: &str) -> String {
    printed.chars().take_while(|c| c.is_alphanumeric()).collect()
}

#[test]
fn every_delivery_setting_takes_more_than_one_value() {
    let resolved: Vec<Delivery> =
        settings().iter().map(|settings| model(1, settings).subscriptions[0].delivery.clone()).collect();
    let values: Vec<Value> = resolved.iter().map(|delivery| serde_json::to_value(delivery).unwrap()).collect();
    for field in names("src/model/delivery.rs", "Delivery") {
        let mut words = field.split('_');
        let first = words.next().unwrap().to_owned();
        let name = words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..]);
        let different: BTreeSet<String> = values.iter().map(|value| value[&name].to_string()).collect();
        assert!(different.len() > 1, "{name} is always {different:?}");
    }
}

/// A world without the calls of [`model`]: `n` orders at once, handled under these settings.
fn deep(n: u64, delivery: &Value, log: bool, fails: f64) -> World {
    let handler = json!([{"work": {"takes": "2ms", "fails": fails}}, {"effect": "moved"}]);
    let nodes = [
        with(shop(&json!([publish("sales", "outbox")])), &json!({"arrivals": {"every": "1us", "limit": n}})),
        with(service("stock", &handler), &json!({"workers": 8})),
        common::build::broker(true),
    ];
    let sales = with(topic("sales", &[subscription("stock", &["stock"], delivery)]), &json!({"log": log}));
    let file = scenario(&json!("0ms"), &["moved"], &nodes, &[sales]);
    World::new(Arc::new(load(&file.to_string()).unwrap_or_else(|problem| panic!("{problem:?}"))), 1)
}

fn give(world: &mut World, facts: &mut Facts, command: Value) -> Result<(), CommandError> {
    let spec: CommandSpec = serde_json::from_value(command).unwrap();
    world.apply(&spec.resolve(world.model()).unwrap(), facts)
}

#[test]
fn many_dead_letters_are_redriven_and_discarded_one_by_one_and_together() {
    const N: u64 = 20_000;
    let once = json!({"retry": {"backoff": "none", "maxAttempts": 1}});
    let (mut world, mut facts) = (deep(N, &once, false, 1.0), Facts::default());
    for i in 1..=4 {
        world.run_until(Time::from_micros(i * 10_000_000), &mut facts).unwrap();
        assert_eq!(world.queues()[0].dead.len() as u64, N);
        let before = world.touches();
        give(&mut world, &mut facts, json!({"redriveAll": {"subscription": "stock"}})).unwrap();
        assert!(world.touches() - before <= 2 * N);
    }
    world.run_until(Time::from_micros(50_000_000), &mut facts).unwrap();
    let before = world.touches();
    let letters: Vec<u32> = world.messages().map(|(_, m)| m.id.0).collect();
    assert_eq!(letters.len() as u64, N);
    for (i, message) in letters.into_iter().enumerate() {
        let command = if i % 2 == 0 { "discard" } else { "redrive" };
        give(&mut world, &mut facts, json!({command: {"message": message}})).unwrap();
    }
    assert!(world.touches() - before <= 4 * N, "{} touches", world.touches() - before);
    assert!(Work::of(&world, &facts, N).touches_for_each() < MOST_TOUCHES);
}

#[test]
fn a_deep_queue_that_keeps_its_order_with_a_short_lease_goes_through_what_comes_back() {
    for log in [false, true] {
        for prefetch in [json!(100), json!("workers"), json!("unlimited")] {
            let preset = if log { "log" } else { "plain" };
            let delivery = json!({"preset": preset, "blocking": true, "lease": "1ms", "prefetch": prefetch,
                                  "retry": fixed("0ms", 3)});
            let (mut world, mut facts) = (deep(5_000, &delivery, log, 0.0).with_budget(50_000), Facts::default());
            let spent = world.run(&mut facts).is_err();
            let work = Work::of(&world, &facts, 5_000);
            assert!(spent || world.next_event_at().is_none_or(|at| at > world.now()), "{work:?}");
            assert!(work.touches_for_each() <= MOST_TOUCHES, "{prefetch}, log {log}: {work:?}");
            assert!(work.facts_for_each() <= MOST_FACTS, "{prefetch}, log {log}: {work:?}");
        }
    }
}

#[test]
fn commands_times_backlog_spend_the_budget() {
    const N: u64 = 2_000;
    const BUDGET: u64 = 30_000;
    let unlimited = json!({"preset": "log", "prefetch": "unlimited"});
    let given = |i: u64| match i % 6 {
        0 => json!({"seek": {"subscription": "stock", "offset": 0}}),
        1 => json!({"reorder": {"subscription": "stock"}}),
        2 => json!({"setDelivery": {"subscription": "stock", "delivery": unlimited.clone()}}),
        3 => json!({"setHealth": {"node": "stock", "health": "down"}}),
        4 => json!({"setHealth": {"node": "stock", "health": "up"}}),
        _ => json!({"seek": {"subscription": "stock", "offset": N}}),
    };
    let (mut world, mut facts) = (deep(N, &unlimited, true, 0.0).with_budget(BUDGET), Facts::default());
    world.run_until(Time::from_micros(N + 1), &mut facts).unwrap();
    // Far fewer commands than the budget has events.
    let spent =
        (0..BUDGET / 10).position(|i| matches!(give(&mut world, &mut facts, given(i)), Err(CommandError::Budget(_))));
    assert!(spent.is_some(), "{:?}", Work::of(&world, &facts, N));
    // The last command may touch everything once more than the budget allows.
    assert!(world.touches() <= 64 * BUDGET + 10 * N, "{:?}", Work::of(&world, &facts, N));
    assert!(world.run(&mut facts).is_err(), "nothing happens any more");
}

/// A history of far more work and bytes than one call may do: orders at once, a backlog, and what takes it to and fro.
fn busy(slice: Slice) -> History {
    let delivery =
        json!({"preset": "log", "blocking": true, "lease": "3ms", "prefetch": 200, "retry": fixed("0ms", 2)});
    let mut history = History::new(deep(1_500, &delivery, true, 0.2)).with_slices(slice).with_checkpoints(500);
    for at in [2_000, 40_000, 41_000, 80_000] {
        history.advance(Time::from_micros(at)).unwrap();
        let text = json!({"seek": {"subscription": "stock", "offset": 0}}).to_string();
        let spec: CommandSpec = serde_json::from_str(&text).unwrap();
        let command = spec.resolve(history.world().model()).unwrap();
        history.apply(command, &text).unwrap();
    }
    history
}

#[test]
fn no_call_does_much_more_than_a_slice_and_all_of_them_lead_where_one_would() {
    cut_into(Slice { work: 200, bytes: usize::MAX });
    cut_into(Slice { work: u64::MAX, bytes: 1 << 17 });
}

/// Goes about in slices, and compares with going about in one call each.
fn cut_into(slice: Slice) {
    // The most that one event or command does.
    let (most_work, most_bytes) = (500, 1 << 19);
    let end = Time::from_micros(400_000);
    let mut whole = busy(Slice { work: u64::MAX, bytes: usize::MAX });
    let mut cut = busy(slice);
    whole.advance(end).unwrap();
    let facts = whole.watch().trace.facts().len();
    let mut go = |way: Way| {
        cut.set_out(way);
        let mut calls = 0;
        loop {
            let before = (cut.world().work(), cut.watch().trace.recorded().len());
            let there = cut.go_on().unwrap();
            calls += 1;
            let after = (cut.world().work(), cut.watch().trace.recorded().len());
            // The first call may go to a checkpoint, back or ahead: what lies between is not done.
            let work = if calls == 1 && !matches!(way, Way::Advance(_)) { 0 } else { after.0.saturating_sub(before.0) };
            assert!(work <= slice.work.saturating_add(most_work), "{way:?}: {work} events' worth in one call");
            let bytes = (after.1 - before.1) * size_of::<Fact>();
            assert!(bytes <= slice.bytes.saturating_add(most_bytes), "{way:?}: {bytes} bytes of facts in one call");
            if let Some(there) = there {
                assert!(there && !cut.is_under_way(), "{way:?}");
                return (calls, cut.position(), cut.watch().trace.digest());
            }
        }
    };
    let (calls, position, digest) = go(Way::Advance(end));
    assert!(calls > 20, "{calls} calls");
    assert_eq!((position, digest), (whole.position(), whole.watch().trace.digest()));
    for share in [1, 7, 3, 9, 2, 10] {
        let to = Time::from_micros(end.as_micros() * share / 10);
        whole.seek(to).unwrap();
        let (_, position, digest) = go(Way::Seek(to));
        assert_eq!((position, digest), (whole.position(), whole.watch().trace.digest()), "at {to}");
        let index = facts * share as usize / 11;
        whole.seek_fact(index).unwrap();
        let (_, position, digest) = go(Way::Fact(index));
        assert_eq!((position, digest), (whole.position(), whole.watch().trace.digest()), "after fact {index}");
        let way = whole.way_back(Stride::Message).unwrap();
        whole.back(Stride::Message).unwrap();
        let (_, position, digest) = go(way);
        assert_eq!((position, digest), (whole.position(), whole.watch().trace.digest()), "back from fact {index}");
    }
}

/// A world in which 5,000 orders are placed, and wait wherever something can wait: half of their messages are set aside by
/// stock and ready for the bank, the other half are in an outbox.
fn waiting_everywhere(facts: &mut Facts) -> World {
    let park = json!({"require": {"effects": ["paid"], "otherwise": "park"}});
    let nodes = [
        with(shop(&json!([publish("sales", "outbox")])), &json!({"arrivals": {"every": "1us", "limit": 5_000}})),
        service("stock", &json!([park, {"effect": "moved"}])),
        service("bank", &json!([{"effect": "paid"}])),
        common::build::broker(true),
    ];
    let subscriptions = ["stock", "bank"].map(|id| subscription(id, &[id], &json!({})));
    let sales = with(topic("sales", &subscriptions), &json!({"dedupWindow": "1h"}));
    let file = scenario(&json!("0ms"), &["moved", "paid"], &nodes, &[sales]);
    let mut world = World::new(Arc::new(load(&file.to_string()).unwrap()), 1);
    give(&mut world, facts, json!({"setHealth": {"node": "bank", "health": "down"}})).unwrap();
    world.run_until(Time::from_micros(2_500), facts).unwrap();
    give(&mut world, facts, json!({"setHealth": {"node": "broker", "health": "down"}})).unwrap();
    world.run_until(Time::from_micros(500_000), facts).unwrap();
    let census = &world.census()[0];
    assert_eq!((census.parked, world.publications().count()), (2_500, 2_500));
    world
}

/// Compares the memory that a world tells with what a copy of it takes.
fn weigh(world: &World, what: &str) {
    let copied = |world: &World| {
        let mut copy = None;
        allocation_counter::measure(|| copy = Some(world.clone())).bytes_total as usize
    };
    // What does not grow in the course of a run is not told: what a world has before its first event.
    let fresh = World::new(Arc::clone(world.model()), 1);
    let fixed = copied(&fresh) - fresh.bytes();
    let (copied, told) = (copied(world), world.bytes());
    assert_eq!(copied, told + fixed, "bytes copied, and told with {fixed} that do not grow: {what}");
}

#[test]
fn a_world_tells_the_memory_that_a_copy_of_it_takes() {
    let fetched = json!({"blocking": true, "prefetch": "unlimited", "inbox": {"window": "1h"}});
    let by_key = json!({"ordering": "key", "commit": "batch", "prefetch": 20, "stale": "worked", "lease": "20ms"});
    let settings = [(json!({}), false), (fetched, false), (by_key, false), (json!({"preset": "log"}), true)];
    for (delivery, log) in settings {
        for fails in [0.0, 1.0] {
            let (mut world, mut facts) = (deep(5_000, &delivery, log, fails), Facts::default());
            for ms in [0, 500, 5_000] {
                world.run_until(Time::from_micros(ms * 1_000), &mut facts).unwrap();
                weigh(&world, &format!("{delivery} at {ms} ms"));
            }
        }
    }
    weigh(&waiting_everywhere(&mut Facts::default()), "waiting everywhere");
}
