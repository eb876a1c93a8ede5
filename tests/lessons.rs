//! The claims of built-in scenarios hold with any seed, and fail without what the lesson teaches.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use carteiro::experiment::proof::{Finding, prove};
use carteiro::experiment::{CLAIM_SEEDS, run_many};
use carteiro::model::Model;
use carteiro::scenario::{BuiltIn, catalogue, contrast, load, parse};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

fn model(json: &str) -> Arc<Model> {
    Arc::new(load(json).unwrap())
}

/// Claims hold, contrasts fell them, questions have one answer, and solutions reach the goals.
#[test]
fn every_promise_of_a_lesson_is_kept() {
    for built_in in catalogue() {
        let found = prove(built_in.json, CLAIM_SEEDS).unwrap();
        assert_eq!(found, [], "{}", built_in.id);
    }
}

/// Every kind of broken promise is found.
#[test]
fn every_kind_of_broken_promise_is_found() {
    let sound: Value = serde_json::from_str(&documented()).unwrap();
    let broken = |pointer: &str, value: Value| {
        let mut other = sound.clone();
        *other.pointer_mut(pointer).unwrap() = value;
        prove(&other.to_string(), 20).unwrap()
    };
    assert_eq!(prove(&sound.to_string(), 20).unwrap(), []);
    let claim = |claim: &str| Finding::ClaimFalls { claim: claim.into(), seed: 0 };
    assert_eq!(broken("/claims/1/expect", json!("lost > 0")), [claim("lost > 0")]);
    let short = broken("/until", json!("20500ms"));
    assert!(short.iter().any(|f| matches!(f, Finding::NotAtRest { .. })), "{short:?}");
    assert_eq!(broken("/claims/0/contrasts", json!(false)), [Finding::NothingContrasts]);
    let holds = Finding::HoldsInContrast { claim: "ordered > 0".into(), held: 20 };
    assert_eq!(broken("/claims/0/expect", json!("ordered > 0")), [holds]);
    let options = "/lesson/prediction/options";
    let right = |right| [Finding::RightAnswers { right, seed: 0 }];
    assert_eq!(broken(&format!("{options}/1/holds"), json!(["orders > 0"])), right(2));
    assert_eq!(broken(&format!("{options}/0/holds"), json!(["orders > 1000"])), right(0));
    let text = &sound["title"];
    let options = json!([{"text": text, "holds": ["orders > 2"]}, {"text": text, "holds": ["orders <= 2"]}]);
    let by_chance = json!({"question": text, "at": "2500ms", "because": text, "options": options});
    assert!(matches!(broken("/lesson/prediction", by_chance)[..], [Finding::AnswerChanges { .. }]));
    assert_eq!(broken("/lesson/goals/0/steps", json!([{"when": ["lost == 0"]}])), [Finding::GoalAtStart { goal: 0 }]);
    let missed = |goal| Finding::GoalMissed { goal, seed: 42 };
    assert_eq!(broken("/lesson/solution", json!([])), [missed(0), missed(1)]);
    assert_eq!(broken("/lesson/solution/1/at", json!("9s")), [missed(0), missed(1)]);
    let refused = broken("/lesson/solution/0/do", json!({"redrive": {"message": 1_000}}));
    assert!(matches!(refused[..], [Finding::CommandRefused { command: 0, .. }]), "{refused:?}");
}

/// The lesson that the documentation shows, and `carteiro new` writes.
fn documented() -> String {
    let page = include_str!("../docs/lesson.md");
    let (_, block) = page.split_once("```json\n").unwrap();
    block.split_once("```\n").unwrap().0.to_owned()
}

#[test]
fn the_lesson_of_the_documentation_is_the_template_and_keeps_its_promises() {
    assert_eq!(documented(), include_str!("../src/cli/template.json"));
    assert_eq!(prove(&documented(), CLAIM_SEEDS).unwrap(), []);
}

/// The lesson in which everything is there to be tried out: it has no single idea to do without.
const SANDBOX: &str = "sandbox";

#[test]
fn every_lesson_is_whole() {
    for built_in in catalogue() {
        let spec = parse::parse(built_in.json).unwrap();
        let id = built_in.id;
        assert_eq!(spec.id.as_str(), id);
        assert!(!spec.text.en.is_empty() && !spec.task.en.is_empty(), "{id} has no text");
        assert!(!spec.claims.is_empty(), "{id} claims nothing");
        let lesson = spec.lesson.unwrap_or_else(|| panic!("{id} is no lesson"));
        assert!(lesson.prediction.is_some(), "{id} asks nothing");
        assert!((2..=4).contains(&lesson.goals.len()), "{id} has {} goals", lesson.goals.len());
        assert!(lesson.contrast.is_some() || id == SANDBOX, "{id} has no contrast");
        assert!(lesson.meet.len() >= 2, "{id} is met in {} places", lesson.meet.len());
    }
}

/// The nodes of the picture, and the edges between them.
fn picture(model: &Model) -> String {
    let kinds = model.nodes.iter().map(|node| format!("{} {}", node.kind.word(), node.id));
    let topics = model.topics.iter().map(|topic| format!("{} of {}", topic.id, topic.broker.0));
    let subscriptions = model.subscriptions.iter().map(|s| format!("{} {:?}", s.id, s.consumers));
    let calls = model.calls.iter().map(|call| format!("{} to {}", call.from.0, call.to.0));
    kinds.chain(topics).chain(subscriptions).chain(calls).collect::<Vec<_>>().join("; ")
}

#[test]
fn no_two_lessons_show_the_same_picture() {
    let mut seen = BTreeMap::new();
    for built_in in catalogue() {
        let before = seen.insert(picture(&model(built_in.json)), built_in.id);
        assert_eq!(before, None, "{} shows the same nodes, topics and calls", built_in.id);
    }
}

fn has_contrast(built_in: &BuiltIn) -> bool {
    parse::parse(built_in.json).unwrap().lesson.is_some_and(|lesson| lesson.contrast.is_some())
}

/// The same scenario with one kind of trouble that any may have.
fn troubles(scenario: &Value) -> Vec<Value> {
    let ids = |list: &Value| -> Vec<Value> {
        list.as_array().map_or(Vec::new(), |list| list.iter().map(|item| item["id"].clone()).collect())
    };
    let subscriptions: Vec<Value> = scenario["topics"]
        .as_array()
        .map_or(Vec::new(), |topics| topics.iter().flat_map(|topic| ids(&topic["subscriptions"])).collect());
    let of_kind = |kind: &str| -> Vec<Value> {
        let nodes = scenario["nodes"].as_array().unwrap();
        nodes.iter().filter(|node| node["kind"] == kind).map(|node| node["id"].clone()).collect()
    };
    let mut variants = Vec::new();
    let mut with = |change: &dyn Fn(&mut Value)| {
        let mut other = scenario.clone();
        change(&mut other);
        variants.push(other);
    };
    let mut fault = |at: &str, command: Value| {
        with(&|other| {
            let faults = other["faults"].as_array().cloned().unwrap_or_default();
            let more = vec![json!({"at": at, "do": command}); 3];
            other["faults"] = Value::Array([more, faults].concat());
        });
    };
    for subscription in &subscriptions {
        fault("1s", json!({"dropNext": {"subscription": subscription}}));
        fault("1s", json!({"duplicateNext": {"subscription": subscription}}));
    }
    for node in of_kind("service") {
        fault("0s", json!({"setHealth": {"node": node, "health": "down"}}));
        fault("0s", json!({"setHealth": {"node": node, "health": {"flaky": {"probability": 0.9}}}}));
        fault("0s", json!({"setHealth": {"node": node, "health": {"slow": {"factor": 100.0}}}}));
    }
    for broker in of_kind("broker") {
        fault("0s", json!({"setHealth": {"node": broker, "health": "down"}}));
    }
    for client in of_kind("client") {
        fault("0s", json!({"setArrivals": {"client": client, "every": null}}));
    }
    with(&|other| other["faults"] = json!([]));
    with(&|other| {
        other["faults"] = json!([]);
        other["until"] = json!("1s");
    });
    with(&|other| {
        each(other, "maxAttempts", &|value| *value = json!(1_000));
        each(other, "backoff", &|value| *value = json!("immediate"));
        each(other, "deadLetter", &|value| *value = json!(false));
        each(other, "inbox", &|value| *value = json!(null));
    });
    with(&|other| each(other, "maxAttempts", &|value| *value = json!(1)));
    with(&|other| each(other, "deadLetter", &|value| *value = json!(false)));
    with(&|other| each(other, "inbox", &|value| *value = json!(null)));
    variants
}

/// Changes every field of that name, at any depth.
fn each(value: &mut Value, name: &str, change: &dyn Fn(&mut Value)) {
    match value {
        Value::Object(fields) => fields
            .iter_mut()
            .for_each(|(field, value)| if field == name { change(value) } else { each(value, name, change) }),
        Value::Array(items) => items.iter_mut().for_each(|item| each(item, name, change)),
        _ => {}
    }
}

/// A claim that nothing could fell would say nothing.
#[test]
fn every_claim_falls_when_something_is_wrong() {
    for built_in in catalogue() {
        let sound = model(built_in.json);
        let mut fallen = vec![false; sound.claims.len()];
        let scenario: Value = serde_json::from_str(built_in.json).unwrap();
        let contrast = has_contrast(built_in).then(|| serde_json::to_value(contrast(built_in.json).unwrap()).unwrap());
        for other in troubles(&scenario).into_iter().chain(contrast) {
            // A change that makes the scenario invalid says nothing about the claims.
            let Ok(model) = load(&other.to_string()) else { continue };
            let until = model.until;
            let summary = run_many(&Arc::new(model), 0, 10, until).unwrap();
            for (fallen, tally) in fallen.iter_mut().zip(&summary.claims) {
                *fallen |= tally.first_fall.is_some();
            }
        }
        for (claim, fallen) in sound.claims.iter().zip(fallen) {
            assert!(fallen, "{}: {} holds whatever is wrong", built_in.id, claim.expect.source);
        }
    }
}
