//! The same scenario, seed and commands give the same trace, bit for bit, natively and in the browser: each test
//! here runs in both, and the digests below were recorded once for both.
//!
//! In the browser: `wasm-pack test --headless --chrome -- --test determinism`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use carteiro::base::dist::Dist;
use carteiro::base::ids::{NodeId, SubscriptionId};
use carteiro::base::time::{Span, Time};
use carteiro::experiment::workload::{SUBSCRIPTIONS, Workload};
use carteiro::model::presets;
use carteiro::model::{Command, CrashPoint, Delivery, Health, Model, NodeKind, Tamper};
use carteiro::scenario::{catalogue, load};
use carteiro::sim::World;
use carteiro::trace::{Digest, Fact, Trace, What};
use serde_json::{Value, json};
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// The digest of each built-in scenario's run under [`script`]. A change of the simulation or of a scenario changes
/// them; the test prints the new ones.
const DIGESTS: [(&str, u64); 33] = [
    ("sync-chain", 0xbf62_5c6e_4bdb_ad26),
    ("purchase-fan-out", 0x7eaa_5830_77f0_3f77),
    ("service-down", 0x5ac8_f0d6_49da_61c5),
    ("accepted-ask-later", 0xce21_9a72_461c_1cf1),
    ("enrolment", 0xe297_c407_3618_0e4f),
    ("email-queue", 0xb217_d3c5_2da5_733f),
    ("queue-or-stream", 0xfed5_53f0_a68f_eb7d),
    ("retry", 0xd135_c953_d2b9_2311),
    ("flaky-retries", 0x3601_aa62_5fbf_0049),
    ("jitter", 0xc451_a998_0a95_2edd),
    ("poison-message", 0x457b_7474_e7b3_30a8),
    ("out-of-order", 0x2ecb_4b18_d72d_7f2a),
    ("retry-order", 0x7915_cadd_ac8a_8dbc),
    ("duplicates", 0x9c81_441f_7e3e_471c),
    ("delivery-guarantees", 0x2114_7fb4_4f53_ae2f),
    ("lease-too-short", 0x0b2b_c7ff_ac13_5e28),
    ("broker-down", 0x1dc6_ac88_8ded_8ee4),
    ("slow-is-worse", 0x6aca_aaaf_8faf_47da),
    ("circuit-breaker", 0x63b9_ef58_ea70_4f16),
    ("rate-limit", 0x20d4_76b7_7f9d_a2fc),
    ("queue-full", 0x59c6_5e60_5258_440b),
    ("health-check", 0xe50e_8134_23db_073f),
    ("gateway", 0xe074_9076_eb9a_b43b),
    ("service-mesh", 0x9b8f_8a4f_4007_cb0b),
    ("workers", 0x2be4_98fb_fde5_0e46),
    ("cache-fallback", 0x1cc8_a224_17b2_d974),
    ("stampede", 0xf352_0b5a_1aff_0443),
    ("compensation", 0x95fa_8ba8_b1aa_fe3e),
    ("retry-amplification", 0xe757_93c6_2253_16f2),
    ("metastable", 0x1993_e503_d2ac_e46f),
    ("hot-key", 0xfb7f_8848_bfe1_f58f),
    ("rebalance-storm", 0x4027_3f9a_2a13_7891),
    ("sandbox", 0x13bc_ebc4_16c6_3c4d),
];

const SEED: u64 = 7;

fn models() -> impl Iterator<Item = Arc<Model>> {
    catalogue().iter().map(|b| Arc::new(load(b.json).unwrap()))
}

/// What is done to every scenario, and after how many events: something of each kind that draws or takes back.
fn script(model: &Model) -> Vec<(u64, Command)> {
    let of_kind = |wanted: fn(&NodeKind) -> bool| {
        let nodes = (0..model.nodes.len()).map(NodeId::new);
        nodes.filter(|n| wanted(&model.nodes[n.index()].kind)).collect::<Vec<_>>()
    };
    let client = of_kind(|k| matches!(k, NodeKind::Client(_)))[0];
    let services = of_kind(|k| matches!(k, NodeKind::Service(_)));
    let (first, last) = (services[0], services[services.len() - 1]);
    let health = |node, health| Command::SetHealth { node, health };
    let every = Some(Dist::Exponential { mean: Span::from_millis(700) });
    let mut script = vec![
        (3, Command::PlaceOrder { client, amount: 5 }),
        (10, health(first, Health::Flaky { probability: 0.4, kind: None })),
        (20, Command::SetArrivals { client, every, limit: None, users: None }),
        (30, health(last, Health::Slow { factor: 3.3 })),
        (45, Command::Crash { node: last, point: CrashPoint::AfterEffect }),
        (60, Command::SetWorkers { node: first, workers: 3 }),
        (70, health(first, Health::Down)),
        (85, health(first, Health::Up)),
        (120, Command::Crash { node: first, point: CrashPoint::Now }),
    ];
    if !model.subscriptions.is_empty() {
        let subscription = SubscriptionId::new(0);
        let presets = presets::all();
        script.extend([
            (12, Command::TamperNext { subscription, tamper: Tamper::Duplicate }),
            (50, Command::Reorder(subscription)),
            (90, Command::SetDelivery { subscription, delivery: presets[presets.len() - 1].delivery() }),
            (140, Command::RedriveAll(subscription)),
        ]);
    }
    script.sort_by_key(|(events, _)| *events);
    script
}

/// A world that has been through the script and run to the scenario's end.
fn scripted(model: &Arc<Model>, seed: u64) -> (Trace, Vec<(Time, u64, Command)>) {
    let (mut world, mut trace) = (World::new(Arc::clone(model), seed), Trace::default());
    let mut log = Vec::new();
    for (events, command) in script(model) {
        while world.events() < events && world.step(&mut trace).unwrap() {}
        log.push((world.now(), world.events(), command.clone()));
        world.apply(&command, &mut trace).unwrap();
    }
    world.run(&mut trace).unwrap();
    (trace, log)
}

/// A world that has run to the scenario's end by itself.
fn undisturbed(model: &Arc<Model>) -> Trace {
    let (mut world, mut trace) = (World::new(Arc::clone(model), SEED), Trace::default());
    world.run(&mut trace).unwrap();
    trace
}

#[wasm_bindgen_test(unsupported = test)]
fn the_digests_are_those_recorded_natively_and_in_the_browser() {
    let digests: Vec<_> = models().map(|m| (m.id.clone(), scripted(&m, SEED).0.digest().value())).collect();
    let same = digests.len() == DIGESTS.len() && digests.iter().zip(DIGESTS).all(|(a, b)| (a.0.as_str(), a.1) == b);
    assert!(same, "the digests are now {digests:#x?}");
}

#[wasm_bindgen_test(unsupported = test)]
fn a_run_repeats_itself_and_another_seed_gives_another() {
    for model in models() {
        let digest = |seed| scripted(&model, seed).0.digest();
        assert_eq!(digest(SEED), digest(SEED), "{}", model.id);
        assert_ne!(digest(SEED), digest(SEED + 1), "{}", model.id);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_log_of_commands_replays_to_the_same_trace() {
    for model in models() {
        let (trace, log) = scripted(&model, SEED);
        let (mut again, mut digest) = (World::new(Arc::clone(&model), SEED), Digest::default());
        for (at, events, command) in &log {
            while again.events() < *events {
                again.step(&mut digest).unwrap();
            }
            // An instant without an event was reached by waiting, when nothing else was due until then.
            if again.now() < *at {
                again.run_until(*at, &mut digest).unwrap();
            }
            again.apply(command, &mut digest).unwrap();
        }
        again.run(&mut digest).unwrap();
        assert_eq!((digest, again.commands()), (trace.digest(), log.len()), "{}", model.id);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_fork_goes_on_as_the_original() {
    for model in models() {
        let whole = undisturbed(&model);
        let (mut world, mut trace) = (World::new(Arc::clone(&model), SEED), Trace::default());
        while world.now() < model.until {
            let (mut fork, mut seen) = (world.clone(), trace.clone());
            fork.run(&mut seen).unwrap();
            assert_eq!(seen.digest(), whole.digest(), "{} forked at {}", model.id, world.now());
            let more = (0..9).all(|_| world.step(&mut trace).unwrap());
            if !more {
                break;
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn it_is_one_whether_time_is_stepped_sliced_or_run_in_one_go() {
    for model in models() {
        let whole = undisturbed(&model);
        let (mut stepped, mut seen) = (World::new(Arc::clone(&model), SEED), Digest::default());
        while stepped.next_event_at().is_some_and(|at| at <= model.until) {
            stepped.step(&mut seen).unwrap();
        }
        assert_eq!(seen, whole.digest(), "{} stepped", model.id);
        let (mut sliced, mut seen) = (World::new(Arc::clone(&model), SEED), Digest::default());
        let mut at = Time::ZERO;
        while at < model.until {
            // A slice that fits no event's instant.
            at = (at + Span::from_micros(16_667)).min(model.until);
            sliced.run_until(at, &mut seen).unwrap();
        }
        assert_eq!(seen, whole.digest(), "{} sliced", model.id);
        assert_eq!((sliced.now(), sliced.events()), (model.until, stepped.events()));
    }
}

/// The fan-out, in which nothing goes wrong, with one value changed.
fn fan_out_with(change: impl FnOnce(&mut Value)) -> Trace {
    let fan_out = catalogue().iter().find(|b| b.id == "purchase-fan-out").unwrap();
    let mut scenario: Value = serde_json::from_str(fan_out.json).unwrap();
    change(&mut scenario);
    undisturbed(&Arc::new(load(&scenario.to_string()).unwrap()))
}

#[wasm_bindgen_test(unsupported = test)]
fn a_setting_that_is_never_used_changes_no_bit() {
    let plain = fan_out_with(|_| ());
    let settings = [
        json!({"lease": "365d"}),
        json!({"deadLetter": false}),
        json!({"requeue": "head", "blocking": true}),
        json!({"inbox": {"window": "forever"}}),
        json!({"counts": "deliveries"}),
        json!({"duplicates": {"probability": 0.0, "after": "1s"}}),
        json!({"retry": {"backoff": "immediate", "jitter": "full", "maxAttempts": 99}}),
    ];
    for setting in settings {
        let with_it = fan_out_with(|scenario| {
            let delivery = &mut scenario["topics"][0]["subscriptions"][0]["delivery"];
            if delivery.is_null() {
                *delivery = json!({});
            }
            delivery.as_object_mut().unwrap().extend(setting.as_object().unwrap().clone());
        });
        assert_eq!(with_it.digest(), plain.digest(), "{setting}");
    }
    let unused = json!({"overload": {"above": 1_000, "slowdown": 10.0}, "maxWaitingCalls": 3, "restart": "9s", "cores": 99, "speed": 1.0});
    let with_it = fan_out_with(|scenario| {
        let nodes = scenario["nodes"].as_array_mut().unwrap();
        let service = nodes.iter_mut().find(|node| node["kind"] == "service").unwrap();
        service.as_object_mut().unwrap().extend(unused.as_object().unwrap().clone());
    });
    assert_eq!(with_it.digest(), plain.digest(), "{unused}");
}

/// What happens in a run that is not about one subscription and its consumer: when, and what, without running numbers.
fn elsewhere(trace: &Trace, changed: SubscriptionId, node: NodeId) -> Vec<String> {
    let told = |fact: &Fact| {
        let at = fact.at;
        match fact.what {
            What::OrderPlaced { order, .. } => Some(format!("{at}: {order:?} placed")),
            What::RunEnded { node: n, order, outcome, .. } if n != node => {
                Some(format!("{at}: {n:?} {order:?} {outcome:?}"))
            }
            What::RetryScheduled { subscription, order, delay, .. } if subscription != changed => {
                Some(format!("{at}: {subscription:?} {order:?} again in {delay}"))
            }
            _ => None,
        }
    };
    trace.facts().iter().filter_map(told).collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn another_retry_policy_at_one_subscription_changes_nothing_elsewhere() {
    let model = Arc::new(load(include_str!("scenarios/flaky-retries.json")).unwrap());
    let before = undisturbed(&model);
    let failing = before.facts().iter().find_map(|fact| match fact.what {
        What::RetryScheduled { subscription, .. } => Some(subscription),
        _ => None,
    });
    let subscription = failing.unwrap();
    let consumer = model.subscriptions[subscription.index()].consumers[0].node;
    let (mut world, mut after) = (World::new(Arc::clone(&model), SEED), Trace::default());
    let other = presets::find("kafka-retry-topic").unwrap().delivery().retry;
    let delivery = Delivery { retry: other, ..model.subscriptions[subscription.index()].delivery.clone() };
    world.apply(&Command::SetDelivery { subscription, delivery }, &mut after).unwrap();
    world.run(&mut after).unwrap();
    let (then, now) = (elsewhere(&before, subscription, consumer), elsewhere(&after, subscription, consumer));
    assert!(then.len() > 30, "enough happens elsewhere to compare");
    assert_eq!(then, now);
    assert_ne!(before.digest(), after.digest());
}

/// The reference workload with something happening to a service every 50 ms, and these delivery settings beside its own.
fn workload_under_commands(workers: u32, settings: &Value) -> Trace {
    let mut scenario = Workload { orders: 400, workers, fail: 0.2 }.scenario();
    for subscription in scenario["topics"][0]["subscriptions"].as_array_mut().unwrap() {
        subscription["delivery"].as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
    }
    let health = |node: &str, health: Value| json!({"setHealth": {"node": node, "health": health}});
    let commands = SUBSCRIPTIONS.into_iter().flat_map(|id| {
        [
            health(id, json!({"slow": {"factor": 3.0}})),
            health(id, json!("up")),
            json!({"crash": {"node": id, "point": "afterAck"}}),
            json!({"setWorkers": {"node": id, "workers": 1}}),
            health("broker", json!("down")),
            json!({"poisonNext": {"subscription": id}}),
            health("broker", json!("up")),
            json!({"setMachine": {"node": id, "cores": 2, "speed": 2.0}}),
            json!({"setWorkers": {"node": id, "workers": 3}}),
            health(id, json!({"flaky": {"probability": 0.5}})),
            json!({"duplicateNext": {"subscription": id}}),
            json!({"dropNext": {"subscription": id}}),
            json!({"setMachine": {"node": id}}),
            health(id, json!("hung")),
            json!({"delayNext": {"subscription": id, "by": "30ms"}}),
            health(id, json!("down")),
            json!({"crash": {"node": id, "point": "now"}}),
            health(id, json!("up")),
            json!({"unsubscribe": {"subscription": id}}),
            json!({"redriveAll": {"subscription": id}}),
            json!({"subscribe": {"subscription": id}}),
            json!({"reorder": {"subscription": id}}),
        ]
    });
    let at = |(i, command): (usize, Value)| json!({"at": format!("{}ms", 50 * (i + 1)), "do": command});
    scenario["faults"] = commands.enumerate().map(at).collect();
    let mut trace = Trace::default();
    World::new(Arc::new(load(&scenario.to_string()).unwrap()), SEED).run(&mut trace).unwrap();
    trace
}

/// A queue with nothing special about it goes the plain way (`sim/broker/plain.rs`); one with a limit, the way that fits all.
#[wasm_bindgen_test(unsupported = test)]
fn the_plain_way_comes_to_the_same_facts_as_the_way_that_fits_all() {
    for workers in [1, 2, 7] {
        let plain = workload_under_commands(workers, &json!({}));
        let limit = json!({"maxLength": {"messages": 10_000, "overflow": "dropHead"}});
        let limited = workload_under_commands(workers, &limit);
        let differ = plain.facts().iter().zip(limited.facts()).find(|(a, b)| a != b);
        assert_eq!(differ, None, "{workers} workers");
        assert_eq!((plain.facts().len(), plain.digest()), (limited.facts().len(), limited.digest()));
        let acked = |fact: &&Fact| matches!(fact.what, What::MessageAcked { .. });
        assert!(plain.facts().iter().filter(acked).count() > 1_000, "enough is handled to compare");
    }
}
