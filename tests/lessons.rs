//! What a built-in scenario claims is true whatever the seed, and would be false without what the lesson teaches.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use carteiro::experiment::{CLAIM_SEEDS, Report, Tally, run_many};
use carteiro::scenario::claim::Comparison;
use carteiro::scenario::model::Model;
use carteiro::scenario::{BuiltIn, catalogue, contrast, load, parse};
use carteiro::sim::World;
use carteiro::time::Time;
use serde_json::{Value, json};
use std::sync::Arc;

/// Seeds for what is not a claim.
const FEW: u64 = 100;

fn model(json: &str) -> Arc<Model> {
    Arc::new(load(json).unwrap())
}

#[test]
fn every_claim_holds_with_every_seed() {
    for built_in in catalogue() {
        let model = model(built_in.json);
        let summary = run_many(&model, 0, CLAIM_SEEDS, model.until).unwrap();
        for (claim, tally) in model.claims.iter().zip(&summary.claims) {
            let source = &claim.expect.source;
            assert_eq!(tally.first_fall, None, "{}: {source} falls with this seed", model.id);
        }
        assert_eq!(summary.at_rest, CLAIM_SEEDS, "{}: a run is not at rest at `until`", model.id);
    }
}

#[test]
fn every_contrast_fells_what_the_idea_brings() {
    for built_in in catalogue().iter().filter(|b| has_contrast(b)) {
        let other = model(&serde_json::to_string(&contrast(built_in.json).unwrap()).unwrap());
        let summary = run_many(&other, 0, FEW, other.until).unwrap();
        let mut brought = 0;
        for (claim, tally) in model(built_in.json).claims.iter().zip(&summary.claims).filter(|(c, _)| c.contrasts) {
            brought += 1;
            let source = &claim.expect.source;
            assert!(tally.held * 20 <= FEW, "{}: {source} holds in {} of {FEW} contrasts", other.id, tally.held);
        }
        assert!(brought > 0, "{}: no claim is what the idea brings", other.id);
    }
}

fn has_contrast(built_in: &BuiltIn) -> bool {
    parse::parse(built_in.json).unwrap().lesson.is_some_and(|lesson| lesson.contrast.is_some())
}

/// A world that runs to an instant, and what is true of it there.
fn watched(model: &Arc<Model>, seed: u64, until: Time) -> Report {
    let (mut world, mut tally) = (World::new(Arc::clone(model), seed), Tally::new(model));
    world.run_until(until, &mut tally).unwrap();
    Report::of(&world, &tally, seed)
}

fn all_hold(report: &Report, comparisons: &[Comparison]) -> bool {
    comparisons.iter().all(|comparison| report.holds(comparison))
}

#[test]
fn every_question_has_one_answer_whatever_the_seed() {
    for built_in in catalogue() {
        let model = model(built_in.json);
        let Some(lesson) = model.lesson.as_ref().filter(|lesson| !lesson.options.is_empty()) else { continue };
        let answers = (0..FEW).map(|seed| {
            let report = watched(&model, seed, lesson.answered_at);
            let right: Vec<usize> =
                (0..lesson.options.len()).filter(|i| all_hold(&report, &lesson.options[*i])).collect();
            assert_eq!(right.len(), 1, "{}: {right:?} are right with seed {seed}", model.id);
            right[0]
        });
        let answers: Vec<usize> = answers.collect();
        assert!(answers.iter().all(|a| *a == answers[0]), "{}: the answer depends on the seed: {answers:?}", model.id);
    }
}

#[test]
fn every_goal_is_reached_by_the_solution_and_not_before_it_begins() {
    for built_in in catalogue() {
        let (model, spec) = (model(built_in.json), parse::parse(built_in.json).unwrap());
        let (Some(lesson), Some(spec)) = (&model.lesson, spec.lesson) else { continue };
        for seed in [model.seed, 1, 2] {
            let start = watched(&model, seed, Time::ZERO);
            let mut reached: Vec<bool> = lesson.goals.iter().map(|goal| all_hold(&start, goal)).collect();
            assert!(
                reached.iter().all(|reached| !reached),
                "{}: a goal is reached at the start: {reached:?}",
                model.id
            );
            let (mut world, mut tally) = (World::new(Arc::clone(&model), seed), Tally::new(&model));
            let mut deeds: Vec<_> = spec.solution.iter().collect();
            deeds.sort_by_key(|deed| deed.at);
            let mut deeds = deeds.into_iter().peekable();
            while world.now() < model.until {
                let next = world.next_event_at().unwrap_or(model.until).min(model.until);
                match deeds.next_if(|deed| Time::ZERO + deed.at <= next) {
                    Some(deed) => {
                        world.run_until((Time::ZERO + deed.at).max(world.now()), &mut tally).unwrap();
                        let command = deed.command.resolve(&model).unwrap();
                        let refused = world.apply(&command, &mut tally).err();
                        assert_eq!(refused, None, "{}: the solution is refused at {}", model.id, deed.at);
                    }
                    None => world.run_until(next, &mut tally).unwrap(),
                }
                let report = Report::of(&world, &tally, seed);
                for (reached, goal) in reached.iter_mut().zip(&lesson.goals) {
                    *reached |= all_hold(&report, goal);
                }
            }
            assert!(reached.iter().all(|reached| *reached), "{}: with seed {seed} reached: {reached:?}", model.id);
        }
    }
}

/// The same scenario with one of the things that may be wrong with any.
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

/// Changes every field of that name, wherever it stands.
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
            // What is no scenario any more says nothing of the claims.
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
