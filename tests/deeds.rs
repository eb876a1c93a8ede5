//! A deed describes a person's command by some of its fields.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use carteiro::json::tree::Tree;
use carteiro::scenario::deed::matches;
use carteiro::scenario::load;
use serde::Deserialize;
use serde_json::{Value, json};

const COFFEE: &str = include_str!("../src/cli/template.json");

fn is_done(pattern: &Value, command: &Value) -> bool {
    let tree = |value: &Value| Tree::deserialize(value).unwrap();
    matches(&tree(pattern), &tree(command))
}

#[test]
fn a_field_left_out_may_be_anything_and_one_given_must_be_equal() {
    let slow = json!({"setHealth": {"node": "bar", "health": {"slow": {"factor": 2}}}});
    let health = |pattern: Value| is_done(&json!({"setHealth": pattern}), &slow);
    assert!(health(json!({})));
    assert!(health(json!({"node": "bar"})));
    assert!(health(json!({"health": {"slow": {}}})));
    assert!(health(json!({"health": {"slow": {"factor": 2.0}}})));
    assert!(!health(json!({"health": {"slow": {"factor": 3}}})));
    assert!(!health(json!({"health": {"flaky": {}}})));
    assert!(!health(json!({"health": "down"})));
    assert!(!health(json!({"node": "broker"})));
    assert!(!is_done(&json!({"crash": {"node": "bar"}}), &slow));
    let up = json!({"setHealth": {"node": "bar", "health": "up"}});
    assert!(!is_done(&json!({"setHealth": {"health": {"slow": {}}}}), &up));
}

#[test]
fn values_are_compared_and_not_their_spelling() {
    let retry = |retry: Value| json!({"setDelivery": {"subscription": "bar", "delivery": {"retry": retry}}});
    let retried = retry(json!({"backoff": {"fixed": {"delay": "2s"}}, "maxAttempts": 3}));
    assert!(is_done(&retry(json!({"backoff": {"fixed": {"delay": "2000ms"}}})), &retried));
    assert!(is_done(&retry(json!({"maxAttempts": 3.0, "jitter": null})), &retried));
    assert!(!is_done(&retry(json!({"jitter": "none"})), &retried), "what is not written is equal to nothing but null");
    assert!(!is_done(&retry(json!({"maxAttempts": 4})), &retried));
    assert!(!is_done(&retry(json!({"backoff": "immediate"})), &retried));
    let ingress = |allow: Value| json!({"setIngress": {"ingress": {"allow": allow}}});
    assert!(is_done(&ingress(json!(["a", "b"])), &ingress(json!(["a", "b"]))));
    assert!(!is_done(&ingress(json!(["a"])), &ingress(json!(["a", "b"]))));
    assert!(is_done(&json!({"setIngress": {"ingress": null}}), &json!({"setIngress": {"ingress": null}})));
    assert!(!is_done(&json!({"setIngress": {"ingress": null}}), &ingress(json!([]))));
    let dead = |letter: bool| json!({"setDelivery": {"delivery": {"deadLetter": letter}}});
    assert!(is_done(&dead(true), &dead(true)) && !is_done(&dead(true), &dead(false)));
}

/// The problem with a pattern in the first of these scenarios.
fn problem(scenario: &str, pattern: &Value) -> Option<(&'static str, String)> {
    let mut scenario: Value = serde_json::from_str(scenario).unwrap();
    let text = json!({"en": "Goal.", "pt-BR": "Meta."});
    scenario["lesson"]["goals"] = json!([{"text": text, "steps": [{"do": pattern}]}]);
    scenario["lesson"].as_object_mut().unwrap().remove("beats");
    let problem = load(&scenario.to_string()).err()?;
    Some((problem.code, problem.path.strip_prefix("lesson.goals[0].steps[0].do").unwrap_or_default().to_owned()))
}

#[test]
fn a_pattern_that_no_command_completes_is_refused() {
    let refused = |pattern: Value| problem(COFFEE, &pattern).unwrap();
    assert_eq!(refused(json!({"setHealt": {}})).0, "unknown-word");
    assert_eq!(refused(json!({"setHealth": {"nod": "bar"}})), ("unknown-field", ".setHealth.nod".into()));
    assert_eq!(refused(json!({"setHealth": {"node": "bars"}})), ("unknown-node", ".setHealth.node".into()));
    assert_eq!(refused(json!({"crash": {"node": "customer"}})).1, ".crash.node");
    assert_eq!(refused(json!({"setWorkers": {"workers": 0}})), ("out-of-range", ".setWorkers.workers".into()));
    assert_eq!(refused(json!({"failLeader": {}})), ("nobody-takes", ".failLeader".into()));
    assert_eq!(refused(json!({"setCall": {"cache": {}}})), ("nobody-takes", ".setCall".into()));
    let slow_broker = json!({"setHealth": {"node": "broker", "health": {"slow": {}}}});
    assert_eq!(refused(slow_broker), ("broker-health", ".setHealth.health".into()));
    for pattern in [json!(3), json!([]), json!({"setHealth": {}, "crash": {}}), json!("crash")] {
        refused(pattern);
    }
    for pattern in [json!({"placeOrder": {}}), json!({"redrive": {}}), json!({"setArrivals": {"every": "1s"}})] {
        assert_eq!(problem(COFFEE, &pattern), None, "{pattern}");
    }
    assert_eq!(problem(COFFEE, &json!([{"redrive": {}}, {"redriveAll": {"subscription": "bar"}}])), None);
}

/// Every kind of command can be waited for, with no field or with a part of its settings.
#[test]
fn there_is_a_deed_for_every_command() {
    let queue = include_str!("../lessons/queue-or-stream.json");
    let (sandbox, breaker) = (include_str!("../lessons/sandbox.json"), include_str!("../lessons/circuit-breaker.json"));
    let guarantees = include_str!("../lessons/delivery-guarantees.json");
    for word in [
        "placeOrder",
        "setHealth",
        "crash",
        "dropNext",
        "duplicateNext",
        "delayNext",
        "poisonNext",
        "reorder",
        "poison",
        "mend",
        "redrive",
        "redriveAll",
        "discard",
        "setDelivery",
        "setWorkers",
        "setMachine",
        "setHealthCheck",
        "setCall",
        "setIngress",
        "setArrivals",
        "subscribe",
        "unsubscribe",
        "seek",
        "failLeader",
    ] {
        let mut answers =
            [queue, sandbox, guarantees].into_iter().map(|scenario| problem(scenario, &json!({word: {}})));
        assert!(answers.any(|problem| problem.is_none()), "{word}");
    }
    for part in [
        json!({"breaker": {"openFor": "2s"}}),
        json!({"retry": {"maxAttempts": 2}, "cache": {"fresh": "1s"}}),
        json!({"retryBudget": {"maxTokens": 3}, "breaker": null}),
    ] {
        assert_eq!(problem(breaker, &json!({"setCall": part})), None, "{part}");
    }
    assert_eq!(problem(sandbox, &json!({"setHealthCheck": {"healthCheck": {"every": "2s"}}})), None);
    assert_eq!(problem(sandbox, &json!({"setDelivery": {"delivery": {"retry": {"maxAttempts": 9}}}})), None);
}
