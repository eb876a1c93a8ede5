//! Crashes each service of each built-in scenario after every event, or in a long run after every n-th; every law
//! holds, and nothing is lost or done twice but what the scenario's settings allow.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use carteiro::ledger::Standing;
use carteiro::model::{Ack, DeadLetter, Model, NodeKind, Step, Via};
use carteiro::scenario::{BuiltIn, catalogue, load};
use carteiro::sim::World;
use carteiro::trace::Silent;
use common::session::Session;
use serde_json::json;
use std::sync::Arc;

/// What may become of an order when a service crashes.
struct Promise {
    /// Somebody waits on the phone, or acknowledges before the work, or forgets what was sent.
    may_lose: bool,
    /// Somebody does not notice that it had the message before.
    may_double: bool,
}

impl Promise {
    fn of(model: &Model) -> Promise {
        let forgets = |step: &Step| matches!(step, Step::Publish { via: Via::FireAndForget | Via::Confirmed, .. });
        let acks_before = model
            .subscriptions
            .iter()
            .any(|s| s.delivery.ack == Ack::Before || s.delivery.dead_letter == DeadLetter::Dropped);
        let calls = !model.calls.is_empty();
        let may_lose = calls || acks_before || model.handlers.iter().any(|h| h.steps.iter().any(forgets));
        Promise { may_lose, may_double: calls || model.subscriptions.iter().any(|s| s.delivery.inbox.is_none()) }
    }

    fn keep(&self, session: &Session, when: &str) {
        let books = session.world.ledger();
        let count = |standing| books.count(standing);
        assert_eq!(count(Standing::Waiting), 0, "{when}: an order waits for nothing");
        assert!(self.may_lose || count(Standing::Lost) == 0, "{when}: an order was lost");
        assert!(self.may_double || count(Standing::DoneTwice) == 0, "{when}: an order was done twice");
        assert!(books.orders().len() > 5, "{when}: too few orders");
        session.close_books().unwrap_or_else(|broken| panic!("{when}: {broken}"));
    }
}

fn services(model: &Model) -> Vec<String> {
    let services = model.nodes.iter().filter(|n| matches!(n.kind, NodeKind::Service(_)));
    services.map(|n| n.id.clone()).collect()
}

/// The most events executed for one scenario and one point: each crash is a run of its own, with every law checked
/// after every event.
const MOST_EVENTS: usize = 50_000;

/// The number of events of an undisturbed run.
fn length(model: &Arc<Model>) -> usize {
    let mut world = World::new(Arc::clone(model), model.seed);
    world.run(&mut Silent).unwrap();
    world.events() as usize
}

/// Crashes every service at this point, once after each event of the run, or in a long run after every n-th.
fn crash_everywhere(id: &str, point: &str) {
    let found = catalogue().iter().find(|b| b.id == id).unwrap();
    let model = Arc::new(load(found.json).unwrap());
    let promise = Promise::of(&model);
    let mut calm = Session::of(Arc::clone(&model), model.seed);
    let length = length(&model);
    let everywhere = length * services(&model).len();
    let stride = (length * everywhere).div_ceil(MOST_EVENTS).max(1) as u64;
    let mut tried = 0;
    while calm.world.next_event_at().is_some_and(|at| at <= model.until) {
        for service in services(&model).into_iter().filter(|_| calm.world.events().is_multiple_of(stride)) {
            let when = format!("{id}: {service} crashes ({point}) after {} events", calm.world.events());
            let mut session = calm.clone();
            session.command(&json!({"crash": {"node": service, "point": point}})).rest();
            promise.keep(&session, &when);
            tried += 1;
        }
        calm.try_step().unwrap();
    }
    // Everywhere, or as often as the events allow; a stride is a whole number, which halves it at worst.
    let possible = everywhere.min(MOST_EVENTS / length);
    assert!(tried * 2 >= possible && tried > 0, "{id}: only {tried} crashes of {possible} were tried");
}

macro_rules! at_every_event {
    ($($name:ident: $id:literal),* $(,)?) => {
        $(mod $name {
            #[test]
            fn now() { super::crash_everywhere($id, "now"); }
            #[test]
            fn before_its_next_effect() { super::crash_everywhere($id, "beforeEffect"); }
            #[test]
            fn after_its_next_effect() { super::crash_everywhere($id, "afterEffect"); }
            #[test]
            fn after_its_next_acknowledgement() { super::crash_everywhere($id, "afterAck"); }
        })*

        #[test]
        fn every_built_in_scenario_is_here() {
            let ids: Vec<&str> = catalogue().iter().map(|b| b.id).collect();
            assert_eq!(ids, [$($id),*]);
            let keeps = |b: &&BuiltIn| !Promise::of(&load(b.json).unwrap()).may_lose;
            assert!(catalogue().iter().filter(keeps).count() > 3, "what is sent by letter is not to be lost");
        }
    };
}

at_every_event! {
    sync_chain: "sync-chain",
    purchase_fan_out: "purchase-fan-out",
    service_down: "service-down",
    accepted_ask_later: "accepted-ask-later",
    enrolment: "enrolment",
    email_queue: "email-queue",
    queue_or_stream: "queue-or-stream",
    retry: "retry",
    flaky_retries: "flaky-retries",
    jitter: "jitter",
    poison_message: "poison-message",
    out_of_order: "out-of-order",
    retry_order: "retry-order",
    duplicates: "duplicates",
    delivery_guarantees: "delivery-guarantees",
    lease_too_short: "lease-too-short",
    broker_down: "broker-down",
    slow_is_worse: "slow-is-worse",
    circuit_breaker: "circuit-breaker",
    rate_limit: "rate-limit",
    queue_full: "queue-full",
    health_check: "health-check",
    gateway: "gateway",
    service_mesh: "service-mesh",
    workers: "workers",
    cache_fallback: "cache-fallback",
    stampede: "stampede",
    compensation: "compensation",
    retry_amplification: "retry-amplification",
    metastable: "metastable",
    hot_key: "hot-key",
    rebalance_storm: "rebalance-storm",
    sandbox: "sandbox",
}
