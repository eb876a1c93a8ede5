//! Machines: as many work steps at once as cores, first come first served; waits need none.

use super::common::build::*;
use super::common::session::Session;
use carteiro::sim::services::run::RunStage;
use carteiro::trace::What;
use serde_json::{Value, json};

/// Five jobs at once, on a machine.
fn five_jobs(steps: &Value, machine: &Value) -> Session {
    let nodes = [
        shop(&json!([publish("jobs", "outbox")])),
        with(service("mill", &json!([steps, {"effect": "ground"}])), machine),
        broker(true),
    ];
    let topics = [topic("jobs", &[subscription("mill", &["mill"], &json!({}))])];
    let mut s = Session::new(&scenario(&json!("0ms"), &["ground"], &nodes, &topics), 1);
    (0..5).for_each(|_| {
        s.order();
    });
    s
}

fn ended(mut s: Session) -> Vec<u64> {
    s.rest();
    s.instants(|w| matches!(w, What::MessageAcked { .. }))
}

#[test]
fn serial_concurrent_parallel_and_a_faster_machine() {
    let work = work("10ms");
    let ends = |machine: Value| ended(five_jobs(&work, &machine));
    assert_eq!(ends(json!({})), [10, 20, 30, 40, 50], "one worker");
    assert_eq!(ends(json!({"workers": 5, "cores": 1})), [10, 20, 30, 40, 50], "concurrent: one core is all there is");
    assert_eq!(ends(json!({"workers": 5, "cores": 2})), [10, 10, 20, 20, 30]);
    assert_eq!(ends(json!({"workers": 5, "cores": 5})), [10; 5], "parallel");
    assert_eq!(ends(json!({"workers": 5})), [10; 5], "as many cores as workers, unless set");
    assert_eq!(ends(json!({"speed": 5})), [2, 4, 6, 8, 10], "vertical");
}

#[test]
fn waits_overlap_on_one_core_and_take_their_time_on_any_machine() {
    let wait = json!({"wait": {"takes": "10ms"}});
    assert_eq!(ended(five_jobs(&wait, &json!({"workers": 5, "cores": 1}))), [10; 5]);
    assert_eq!(ended(five_jobs(&wait, &json!({"workers": 1, "speed": 5}))), [10, 20, 30, 40, 50]);
    let mut slow = five_jobs(&wait, &json!({"workers": 5}));
    slow.health("mill", json!({"slow": {"factor": 10.0}}));
    assert_eq!(ended(slow), [10; 5], "another system is not slow because this one is");
}

#[test]
fn who_waits_for_a_core_is_taken_in_turn_when_more_come() {
    let mut s = five_jobs(&work("10ms"), &json!({"workers": 5, "cores": 1}));
    s.until(5);
    let waiting = |s: &Session| s.world.runs().filter(|(_, r)| r.stage() == RunStage::WaitingCore).count();
    assert_eq!(waiting(&s), 4);
    s.command(&json!({"setMachine": {"node": "mill", "cores": 3, "speed": 2}}));
    assert_eq!(waiting(&s), 2);
    // The one that works keeps its pace; those that begin now are twice as fast.
    assert_eq!(ended(s), [10, 10, 10, 15, 15]);
}

#[test]
fn a_new_machine_is_told_with_its_cores_and_its_speed_in_percent() {
    let mut s = five_jobs(&work("10ms"), &json!({"workers": 5}));
    for (speed, told) in [(2.0, 200), (1.5, 150), (0.333, 33), (0.336, 34)] {
        s.command(&json!({"setMachine": {"node": "mill", "cores": 3, "speed": speed}}));
        let last = s.trace.facts().iter().rev().find_map(|fact| match fact.what {
            What::MachineSet { cores, percent, .. } => Some((cores, percent)),
            _ => None,
        });
        assert_eq!(last, Some((3, told)), "speed {speed}");
    }
}

#[test]
fn fewer_cores_finish_what_they_have_begun() {
    let mut s = five_jobs(&work("10ms"), &json!({"workers": 5, "cores": 3}));
    s.until(5).command(&json!({"setMachine": {"node": "mill", "cores": 1}}));
    assert_eq!(ended(s), [10, 10, 10, 20, 30]);
}

#[test]
fn a_crash_gives_every_core_back() {
    let mut s = five_jobs(&work("10ms"), &json!({"workers": 5, "cores": 2, "restart": "5ms"}));
    s.until(5).command(&json!({"crash": {"node": "mill", "point": "now"}}));
    assert_eq!(ended(s), [20, 20, 30, 30, 40]);
}
