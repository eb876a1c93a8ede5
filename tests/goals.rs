//! Goals of the built-in lessons: a run that nobody touches reaches none, the solution reaches all, and no single deed
//! that a goal does not ask for reaches it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use carteiro::experiment::proof::solve;
use carteiro::json::tree::Tree;
use carteiro::model::lesson::{Lesson, Step};
use carteiro::model::{Model, NodeKind};
use carteiro::scenario::{CommandSpec, catalogue, deed, load, parse};
use carteiro::sim::World;
use carteiro::timeline::History;
use serde_json::{Value, json};
use std::sync::Arc;

fn lessons() -> impl Iterator<Item = (&'static str, Arc<Model>)> {
    catalogue().iter().map(|built_in| (built_in.id, Arc::new(load(built_in.json).unwrap())))
}

fn lesson(model: &Model) -> &Lesson {
    model.lesson.as_ref().unwrap()
}

/// The commands that the page offers for the parts of a scenario.
fn commands(model: &Model) -> Vec<Value> {
    let mut all = Vec::new();
    for node in &model.nodes {
        let id = &node.id;
        let healths =
            [json!("up"), json!("down"), json!({"slow": {"factor": 4}}), json!({"flaky": {"probability": 0.5}})];
        if matches!(node.kind, NodeKind::Client(_)) {
            all.push(json!({"placeOrder": {"client": id}}));
            all.extend(
                [json!(null), json!("100ms"), json!("2s")]
                    .map(|every| json!({"setArrivals": {"client": id, "every": every}})),
            );
        } else {
            all.extend(healths.map(|health| json!({"setHealth": {"node": id, "health": health}})));
            all.push(json!({"failLeader": {"broker": id}}));
            all.push(json!({"setIngress": {"node": id, "ingress": null}}));
            all.extend(
                ["now", "beforeEffect", "afterEffect", "afterAck"]
                    .map(|point| json!({"crash": {"node": id, "point": point}})),
            );
            all.extend([1, 8].map(|workers| json!({"setWorkers": {"node": id, "workers": workers}})));
            all.push(json!({"setMachine": {"node": id, "speed": 2}}));
        }
    }
    for subscription in &model.subscriptions {
        let id = &subscription.id;
        for word in ["dropNext", "duplicateNext", "poisonNext", "reorder", "redriveAll", "subscribe", "unsubscribe"] {
            all.push(json!({word: {"subscription": id}}));
        }
        all.push(json!({"delayNext": {"subscription": id, "by": "2s"}}));
        all.push(json!({"seek": {"subscription": id, "offset": 0}}));
        all.extend(
            ["sqs", "kafka"].map(|preset| json!({"setDelivery": {"subscription": id, "delivery": {"preset": preset}}})),
        );
    }
    for call in &model.calls {
        let [from, to] = [call.from, call.to].map(|node| &model.nodes[node.index()].id);
        all.push(json!({"setCall": {"from": from, "to": to, "timeout": "1s"}}));
        all.push(json!({"setCall": {"from": from, "to": to, "timeout": "1s", "retry": {"backoff": "immediate", "maxAttempts": 3}}}));
        all.push(json!({"setHealthCheck": {"from": from, "to": to, "healthCheck": null}}));
    }
    all
}

/// Whether a goal asks for this command in one of its steps.
fn asks_for(steps: &[Step], command: &Tree) -> bool {
    steps.iter().any(|step| match step {
        Step::Do(asked) => asked.patterns.iter().any(|pattern| deed::matches(pattern, command)),
        Step::When(_) => false,
    })
}

#[test]
fn a_run_that_nobody_touches_reaches_no_goal() {
    for (id, model) in lessons() {
        let mut run = History::new(World::new(Arc::clone(&model), model.seed));
        run.advance(model.until).unwrap();
        let reached = run.progress().reached(lesson(&model));
        assert!(!reached.contains(&true), "{id}: {reached:?}");
    }
}

#[test]
fn the_solution_reaches_every_goal() {
    for built_in in catalogue() {
        let model = Arc::new(load(built_in.json).unwrap());
        let spec = parse::parse(built_in.json).unwrap().lesson.unwrap();
        let reached = solve(&model, lesson(&model), &spec, model.seed).unwrap().unwrap();
        assert!(!reached.contains(&false), "{}: {reached:?}", built_in.id);
    }
}

#[test]
fn a_single_deed_that_a_goal_does_not_ask_for_does_not_reach_it() {
    let (mut given, mut found) = (0, Vec::new());
    for (id, model) in lessons() {
        let end = model.until.as_micros();
        for part in [1, 2, 3] {
            let mut before = History::new(World::new(Arc::clone(&model), model.seed));
            before.advance(carteiro::base::time::Time::from_micros(end * part / 4)).unwrap();
            for json in commands(&model) {
                let text = json.to_string();
                let Ok(command) = serde_json::from_value::<CommandSpec>(json).unwrap().resolve(&model) else {
                    continue;
                };
                let mut run = before.clone();
                if run.apply(command, &text).is_err() {
                    continue;
                }
                given += 1;
                run.advance(model.until).unwrap();
                let tree: Tree = serde_json::from_str(&text).unwrap();
                let reached = run.progress().reached(lesson(&model));
                for (goal, steps) in lesson(&model).goals.iter().enumerate() {
                    if reached[goal] && !asks_for(steps, &tree) {
                        found.push(format!("{id}: {text} after {part}/4 reaches goal {goal}"));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(given > 2_000, "{given}");
}
