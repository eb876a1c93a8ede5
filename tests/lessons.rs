//! What a built-in scenario claims is true whatever the seed, and would be false without what the lesson teaches.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use carteiro::experiment::run_many;
use carteiro::scenario::{catalogue, load};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

const SEEDS: u64 = 1_000;

#[test]
fn every_claim_holds_with_every_seed() {
    for built_in in catalogue() {
        let model = Arc::new(load(built_in.json).unwrap());
        let summary = run_many(&model, 0, SEEDS, model.until).unwrap();
        for (claim, tally) in model.claims.iter().zip(&summary.claims) {
            assert_eq!(tally.first_fall, None, "{}: {} falls with this seed", model.id, claim.source);
        }
        assert_eq!(summary.at_rest, SEEDS, "{}: a run is not at rest at `until`", model.id);
        assert!(summary.books.orders >= 10 * SEEDS, "{}: too few orders to learn from", model.id);
    }
}

/// Where a delivery setting of the `n`-th subscription stands.
fn delivery(n: usize, setting: &str) -> String {
    format!("/topics/0/subscriptions/{n}/delivery/{setting}")
}

/// For each claim a change of its scenario with which it must fall: otherwise it would say nothing.
fn changes() -> Vec<(&'static str, &'static str, String, Value)> {
    let faults = || "/faults".to_owned();
    let fault = |command: Value| json!([{"at": "1s", "do": command}]);
    let drop = |subscription: &str| fault(json!({"dropNext": {"subscription": subscription}}));
    let twice = |subscription: &str| fault(json!({"duplicateNext": {"subscription": subscription}}));
    let flaky = json!({"setHealth": {"node": "logistics", "health": {"flaky": {"probability": 0.9}}}});
    let two_drops = json!([drop("stock")[0], drop("stock")[0]]);
    vec![
        ("purchase-fan-out", "done == orders", faults(), drop("logistics")),
        ("purchase-fan-out", "lost == 0", faults(), drop("stock")),
        ("purchase-fan-out", "doneTwice == 0", faults(), twice("invoice")),
        ("service-down", "lost == 0", faults(), drop("logistics")),
        ("service-down", "shipped == paid", faults(), drop("logistics")),
        ("service-down", "late >= 1", faults(), json!([])),
        ("service-down", "maxAttempts == 1", faults(), fault(flaky)),
        ("flaky-retries", "lost == 0", delivery(1, "deadLetter"), json!(false)),
        ("flaky-retries", "maxAttempts <= 5", delivery(1, "retry/maxAttempts"), json!(9)),
        ("flaky-retries", "invoice.retried >= 1", faults(), json!([])),
        ("flaky-retries", "shipped == paid", faults(), drop("logistics")),
        ("flaky-retries", "doneTwice == 0", faults(), twice("invoice")),
        ("poison-message", "invoice.dead == 1", delivery(1, "retry/maxAttempts"), json!(1_000)),
        ("poison-message", "maxAttempts <= 4", delivery(1, "retry/maxAttempts"), json!(5)),
        ("poison-message", "done >= 9", faults(), two_drops),
        ("poison-message", "lost == 0", delivery(1, "deadLetter"), json!(false)),
        ("duplicates", "doneTwice == 0", delivery(2, "inbox"), json!(null)),
        ("duplicates", "stock.suppressed >= 1", delivery(0, "inbox"), json!(null)),
        ("duplicates", "invoice.suppressed >= 1", delivery(1, "inbox"), json!(null)),
        ("duplicates", "done == orders", delivery(0, "inbox"), json!(null)),
        ("sync-chain", "lostAmount >= 1000000", faults(), json!([])),
        ("sync-chain", "lost >= 3", faults(), json!([])),
        ("sync-chain", "shipped < paid", faults(), json!([])),
        ("sync-chain", "waiting == 0", "/until".to_owned(), json!("21s")),
    ]
}

/// A built-in scenario with one value set.
fn changed(id: &str, pointer: &str, value: Value) -> String {
    let built_in = catalogue().iter().find(|built_in| built_in.id == id).unwrap();
    let mut scenario: Value = serde_json::from_str(built_in.json).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let object = scenario.pointer_mut(parent).unwrap_or_else(|| panic!("{id} has no {parent}"));
    object.as_object_mut().unwrap().insert(key.to_owned(), value);
    scenario.to_string()
}

#[test]
fn every_claim_falls_without_what_it_teaches() {
    let mut tried = BTreeSet::new();
    for (id, source, pointer, value) in changes() {
        tried.insert((id.to_owned(), source.to_owned()));
        let model = Arc::new(load(&changed(id, &pointer, value)).unwrap());
        let summary = run_many(&model, 0, 50, model.until).unwrap();
        let claim = model.claims.iter().position(|claim| claim.source == source);
        let tally = summary.claims[claim.unwrap_or_else(|| panic!("{id} does not claim {source}"))];
        assert!(tally.first_fall.is_some(), "{id}: {source} still holds with another {pointer}");
    }
    let claims = catalogue().iter().flat_map(|built_in| {
        let claims = load(built_in.json).unwrap().claims;
        claims.into_iter().map(|claim| (built_in.id.to_owned(), claim.source))
    });
    assert_eq!(claims.collect::<BTreeSet<_>>(), tried, "each claim is to be tried");
}
