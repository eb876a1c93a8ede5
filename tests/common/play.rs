//! The built-in scenarios, played under every kind of trouble, to compare what is shown with the world.

use carteiro::base::time::Time;
use carteiro::model::{Model, NodeKind};
use carteiro::scenario::catalogue;
use carteiro::view::playground::Playground;
use serde_json::{Value, json};

/// Whether two numbers are the same; what is not a number is the same as itself.
pub fn same(a: f64, b: f64) -> bool {
    a == b || a.is_nan() && b.is_nan()
}

/// Commands that disturb a scenario, each with its instant in milliseconds. What a scenario refuses is left out.
fn disturbances(model: &Model) -> Vec<(f64, Value)> {
    let mut script = Vec::new();
    for (i, subscription) in model.subscriptions.iter().enumerate() {
        let (id, late) = (&subscription.id, i as f64);
        for (at, command) in [
            (400.0, "duplicateNext"),
            (500.0, "poisonNext"),
            (600.0, "dropNext"),
            (3_000.0, "duplicateNext"),
            (3_100.0, "poisonNext"),
            (9_000.0, "unsubscribe"),
            (11_000.0, "subscribe"),
            (20_000.0, "poisonNext"),
        ] {
            script.push((at + late, json!({command: {"subscription": id}})));
        }
        script.push((2_000.0 + late, json!({"delayNext": {"subscription": id, "by": "3s"}})));
        script.push((8_000.0 + late, json!({"redriveAll": {"subscription": id}})));
        script.push((5_900.0 + late, json!({"seek": {"subscription": id, "offset": 1}})));
    }
    for (i, node) in model.nodes.iter().enumerate() {
        let (id, late) = (&node.id, 10.0 * i as f64);
        match node.kind {
            NodeKind::Client(_) => {
                for at in [100.0, 1_200.0, 1_300.0, 2_400.0, 5_000.0, 5_950.0, 11_900.0, 13_000.0] {
                    (0..4).for_each(|_| script.push((at, json!({"placeOrder": {"client": id, "amount": 7}}))));
                }
            }
            NodeKind::Service(_) => {
                script.push((1_000.0 + late, json!({"setHealth": {"node": id, "health": {"slow": {"factor": 4.0}}}})));
                script.push((
                    4_000.0 + late,
                    json!({"setHealth": {"node": id, "health": {"flaky": {"probability": 0.4}}}}),
                ));
                script.push((5_500.0 + late, json!({"crash": {"node": id, "point": "now"}})));
                script.push((7_000.0 + late, json!({"setHealth": {"node": id, "health": "up"}})));
            }
            _ => {
                script.push((14_000.0, json!({"failLeader": {"broker": id}})));
            }
        }
    }
    let last = model.nodes.iter().rfind(|node| matches!(node.kind, NodeKind::Service(_)));
    if let Some(last) = last {
        script.push((10_500.0, json!({"setHealth": {"node": last.id, "health": "down"}})));
        script.push((16_000.0, json!({"setHealth": {"node": last.id, "health": "up"}})));
    }
    script.sort_by(|a, b| a.0.total_cmp(&b.0));
    script
}

/// Partitions that are shared anew, publications that wait for room, and hand-outs that outlive their leases.
const DELIVERIES: (&str, &str) = ("deliveries", include_str!("../scenarios/parts/deliveries.json"));

/// Plays every built-in scenario, and one of what they do not show; shows each at these instants, in milliseconds.
pub fn each_played(instants: &[u32], mut show: impl FnMut(&str, &mut Playground)) {
    for (id, json) in catalogue().iter().map(|lesson| (lesson.id, lesson.json)).chain([DELIVERIES]) {
        let mut playground = Playground::new(json, Some("5")).unwrap();
        let mut script = disturbances(playground.history().world().model()).into_iter().peekable();
        for at in instants {
            while let Some((when, command)) = script.next_if(|(when, _)| *when < f64::from(*at)) {
                playground.advance(Time::from_millis(when)).unwrap();
                let _ = playground.command(&command.to_string());
            }
            playground.advance(Time::from_millis(f64::from(*at))).unwrap();
            show(id, &mut playground);
        }
    }
}
