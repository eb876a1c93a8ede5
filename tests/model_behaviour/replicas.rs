//! Replicas: what the leader has, what its followers have, and what a producer was confirmed.

use super::common::build::*;
use super::common::session::Session;
use carteiro::ledger::Standing;
use carteiro::sim::broker::publication::Hop;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// The smallest purchase with a broker of three, whose followers lag by half a second and take 2 s to elect a leader.
fn replicated(via: &str) -> Session {
    let replicas = json!({"replicas": {"count": 3, "lag": "500ms", "election": "2s"}});
    Session::new(&with_broker(via, &replicas), 1)
}

fn with_broker(via: &str, more: &Value) -> Value {
    scenario(
        &json!("0ms"),
        &["moved"],
        &[
            shop(&json!([publish("sales", via)])),
            service("stock", &json!([work("100ms"), {"effect": "moved"}])),
            with(broker(true), more),
        ],
        &[topic("sales", &[subscription("stock", &["stock"], &json!({}))])],
    )
}

fn fail_leader(s: &mut Session) {
    s.command(&json!({"failLeader": {"broker": "broker"}}));
}

#[test]
fn consumers_see_what_the_followers_have() {
    let mut s = replicated("fireAndForget");
    s.until(100).order().until(599);
    assert_eq!(s.counts("stock").accepted, 0);
    let copied = s.world.publications().next().map(|p| (p.hop, p.since.as_millis(), p.until.as_millis()));
    assert_eq!(copied, Some((Hop::Replicating, 100.0, 600.0)));
    s.rest();
    assert_eq!(s.instants(|w| matches!(w, What::MessageAccepted { .. })), [600]);
}

#[test]
fn a_producer_hears_when_it_asked_to() {
    for (via, at) in [("fireAndForget", 0), ("confirmedByLeader", 0), ("confirmed", 500), ("outbox", 0)] {
        let mut s = replicated(via);
        s.order().rest();
        assert_eq!(s.instants(|w| matches!(w, What::OrderAnswered { .. })), [at], "{via}");
    }
}

#[test]
fn what_only_the_leader_had_is_lost_with_it_and_only_acks_all_know() {
    for (via, standing, answered) in [
        ("fireAndForget", Standing::Lost, 1),
        ("confirmedByLeader", Standing::Lost, 1),
        ("confirmed", Standing::Lost, 0),
        ("outbox", Standing::Done, 1),
    ] {
        let mut s = replicated(via);
        s.order().until(300);
        fail_leader(&mut s);
        s.rest();
        assert_eq!(s.standing(1), standing, "{via}");
        assert_eq!(s.count(|w| matches!(w, What::OrderAnswered { .. })), answered, "{via}");
        let told = s.count(|w| matches!(w, What::OrderFailed { reason: Reason::LeaderFailed, .. }));
        assert_eq!(told, 1 - answered, "{via}");
    }
}

#[test]
fn what_the_followers_had_is_there_under_the_next_leader() {
    let mut s = replicated("confirmed");
    s.health("stock", "down").order().order().until(600);
    fail_leader(&mut s);
    s.health("stock", "up").until(2_500);
    assert_eq!(s.counts("stock").delivered, 0, "nobody leads");
    s.rest();
    assert_eq!(s.world.ledger().count(Standing::Done), 2);
    assert_eq!(s.instants(|w| matches!(w, What::LeaderElected { .. })), [2_600]);
}

#[test]
fn a_leader_without_followers_confirms_alone_and_its_failure_takes_the_broker_down() {
    let mut s = replicated("confirmed");
    fail_leader(&mut s);
    s.until(2_000);
    fail_leader(&mut s);
    s.until(4_000).order().rest();
    assert_eq!(s.instants(|w| matches!(w, What::MessageAccepted { .. })), [4_000], "there is no follower to wait for");
    fail_leader(&mut s);
    s.until(60_000);
    assert!(!s.world.nodes()[2].is_up(), "no follower is left to lead");
    s.health("broker", "up");
    assert_eq!(s.world.nodes()[2].replicas(), 3);
}

#[test]
fn an_election_that_is_disturbed_begins_anew() {
    let mut s = replicated("outbox");
    fail_leader(&mut s);
    s.until(1_000);
    fail_leader(&mut s);
    s.order().rest();
    assert_eq!(s.instants(|w| matches!(w, What::LeaderElected { .. })), [3_000]);
    assert_eq!(s.standing(1), Standing::Done);
}

#[test]
fn a_broker_that_goes_down_loses_what_only_its_leader_had() {
    let mut s = replicated("confirmedByLeader");
    s.order().until(300).health("broker", "down").until(1_000).health("broker", "up").order().rest();
    assert_eq!((s.standing(1), s.standing(2)), (Standing::Lost, Standing::Done));
}

#[test]
fn a_key_that_was_lost_with_the_leader_is_not_taken_for_a_duplicate() {
    let replicas = json!({"replicas": {"count": 2, "lag": "500ms", "election": "100ms"}});
    let mut scenario = with_broker("outbox", &replicas);
    scenario["topics"][0]["dedupWindow"] = json!("1min");
    let mut s = Session::new(&scenario, 1);
    s.order().until(300);
    fail_leader(&mut s);
    s.rest();
    assert_eq!(s.standing(1), Standing::Done);
    let sent = s.instants(|w| matches!(w, What::PublishSent { .. }));
    assert_eq!(sent, [0, 1_300], "the outbox waits its second, whatever its first message was waiting for");
}

#[test]
fn a_leader_that_fails_takes_nothing_from_another_broker() {
    let mut scenario = with_broker("confirmed", &json!({"replicas": {"count": 3, "lag": "500ms", "election": "2s"}}));
    let other = with(scenario["nodes"][2].clone(), &json!({"id": "other"}));
    scenario["nodes"].as_array_mut().unwrap().push(other);
    let mut s = Session::new(&scenario, 1);
    s.order().until(300).command(&json!({"failLeader": {"broker": "other"}})).rest();
    assert_eq!(s.standing(1), Standing::Done);
}

#[test]
fn who_heard_from_the_leader_hears_no_more_of_that_message() {
    let mut scenario =
        with_broker("confirmedByLeader", &json!({"replicas": {"count": 3, "lag": "500ms", "election": "2s"}}));
    scenario["network"] = json!({"latency": "200ms"});
    scenario["nodes"][0]["handlers"][0]["steps"] =
        json!([publish("sales", "confirmedByLeader"), publish("sales", "confirmed"),]);
    let mut s = Session::new(&scenario, 1);
    s.order().until(300);
    let copied = s.world.publications().map(|p| (p.hop, p.since.as_millis(), p.until.as_millis()));
    assert!(copied.eq([(Hop::Replicating, 200.0, 700.0), (Hop::Flying, 200.0, 400.0)]));
    s.rest();
    let answered = s.instants(|w| matches!(w, What::OrderAnswered { .. }));
    assert_eq!(answered, [900], "200 ms to the leader, 200 ms again, and 500 ms until the followers have the second");
}

#[test]
fn without_replicas_a_leaders_confirm_is_the_brokers() {
    let facts = |via: &str| {
        let mut s = Session::new(&with_broker(via, &json!({})), 1);
        s.order().until(50).health("broker", "down").order().rest();
        s.trace.facts().to_vec()
    };
    assert_eq!(facts("confirmedByLeader"), facts("confirmed"));
}
