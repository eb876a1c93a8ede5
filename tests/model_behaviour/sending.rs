//! Senders that insist, and relays: what is sent again, when, and what the broker makes of it.

use super::common::build::*;
use super::common::session::Session;
use carteiro::ledger::Standing;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// The smallest purchase, whose shop publishes with these terms.
fn sending(via: &str, terms: &Value, broker_too: &Value) -> Session {
    let step = json!({"publish": with(json!({"topic": "sales", "via": via}), terms)});
    let nodes = [
        shop(&json!([step])),
        service("stock", &json!([work("100ms"), {"effect": "moved"}])),
        with(broker(true), broker_too),
    ];
    let topics = [topic("sales", &[subscription("stock", &["stock"], &json!({}))])];
    Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &topics), 1)
}

fn sent(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::PublishSent { .. }))
}

#[test]
fn a_refused_message_is_sent_again_by_the_policy_until_the_broker_takes_it() {
    let mut s = sending("confirmed", &json!({"retry": fixed("300ms", 10)}), &json!({}));
    s.health("broker", "down").order().until(1_000).health("broker", "up").rest();
    assert_eq!(sent(&s), [0, 300, 600, 900, 1_200]);
    assert_eq!(s.instants(|w| matches!(w, What::OrderAnswered { .. })), [1_200], "the shop waited for its confirm");
    assert_eq!(s.standing(1), Standing::Done);
}

#[test]
fn a_sender_without_an_attempt_left_fails_with_the_last_reason() {
    let mut s = sending("confirmed", &json!({"retry": fixed("300ms", 3)}), &json!({}));
    s.health("broker", "down").order().rest();
    assert_eq!(sent(&s), [0, 300, 600]);
    assert_eq!(s.instants(|w| matches!(w, What::OrderFailed { reason: Reason::BrokerDown, .. })), [600]);
}

#[test]
fn a_sender_gives_up_when_its_delivery_times_out() {
    // The third try would be due at 2 s; the sender gives up at 1.5 s.
    let terms = json!({"retry": fixed("1s", 100), "deliveryTimeout": "1500ms"});
    let mut s = sending("confirmed", &terms, &json!({}));
    s.health("broker", "down").order().rest();
    assert_eq!(sent(&s), [0, 1_000]);
    assert_eq!(s.instants(|w| matches!(w, What::OrderFailed { reason: Reason::ConfirmTimedOut, .. })), [1_500]);
}

#[test]
fn an_unconfirmed_message_is_stored_twice_unless_its_sender_is_idempotent() {
    // The followers have it after 500 ms; the sender waits 200 ms, then 50 ms, and sends again at 250 ms.
    let slow = json!({"replicas": {"count": 2, "lag": "500ms", "election": "1s"}});
    for (idempotent, stored) in [(false, 2), (true, 1)] {
        let terms = json!({"retry": fixed("50ms", 2), "timeout": "200ms", "idempotent": idempotent});
        let mut s = sending("confirmed", &terms, &slow);
        s.order().rest();
        assert_eq!(s.counts("stock").accepted, stored, "idempotent: {idempotent}");
        // The second try is not confirmed in time either, and it is the last.
        assert_eq!(s.instants(|w| matches!(w, What::ConfirmTimedOut { .. })), [200, 450]);
        assert_eq!(s.instants(|w| matches!(w, What::OrderFailed { .. })), [450]);
    }
    for (idempotent, stored, told) in [(false, 2, 750), (true, 1, 500)] {
        let terms = json!({"retry": fixed("50ms", 2), "timeout": "350ms", "idempotent": idempotent});
        let mut s = sending("confirmed", &terms, &slow);
        s.order().rest();
        // The second try left at 400 ms. A broker that recognises it confirms when the followers have the first; one
        // that does not, only at 900 ms, and the sender has given up at 750 ms.
        assert_eq!(s.counts("stock").accepted, stored);
        let ended = s.instants(|w| matches!(w, What::OrderAnswered { .. } | What::OrderFailed { .. }));
        assert_eq!(ended, [told], "idempotent: {idempotent}");
        assert_eq!(s.count(|w| matches!(w, What::PublishDeduplicated { .. })), usize::from(idempotent));
    }
}

#[test]
fn what_is_lost_with_its_leader_is_not_recognised_and_stored_when_it_comes_again() {
    let slow = json!({"replicas": {"count": 3, "lag": "500ms", "election": "1s"}});
    let terms = json!({"retry": fixed("600ms", 10), "idempotent": true});
    let mut s = sending("confirmed", &terms, &slow);
    s.order().until(300).command(&json!({"failLeader": {"broker": "broker"}})).rest();
    // Lost at 300 ms; refused at 900 ms, since nobody leads; written by the new leader at 1.5 s.
    assert_eq!(sent(&s), [0, 900, 1_500]);
    assert_eq!((s.standing(1), s.counts("stock").accepted), (Standing::Done, 1));
    assert_eq!(s.instants(|w| matches!(w, What::OrderAnswered { .. })), [2_000]);
}

#[test]
fn what_the_leader_confirmed_alone_is_lost_with_it_however_its_sender_insists() {
    let slow = json!({"replicas": {"count": 3, "lag": "500ms", "election": "1s"}});
    for (via, standing) in [("confirmedByLeader", Standing::Lost), ("confirmed", Standing::Done)] {
        let terms = json!({"retry": fixed("600ms", 10), "deliveryTimeout": "2min"});
        let mut s = sending(via, &terms, &slow);
        s.order().until(300).command(&json!({"failLeader": {"broker": "broker"}})).rest();
        assert_eq!(s.standing(1), standing, "{via}");
    }
}

#[test]
fn a_sender_that_crashes_sends_nothing_more() {
    let step = json!({"publish": {"topic": "moves", "via": "confirmed", "retry": fixed("300ms", 100)}});
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([{"effect": "moved"}, step])),
        service("invoice", &json!([{"effect": "issued"}])),
        broker(true),
        with(broker(true), &json!({"id": "other"})),
    ];
    let topics = [
        topic("sales", &[subscription("stock", &["stock"], &json!({"retry": fixed("1s", 1)}))]),
        with(topic("moves", &[subscription("invoice", &["invoice"], &json!({}))]), &json!({"broker": "other"})),
    ];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved", "issued"], &nodes, &topics), 1);
    s.health("other", "down").order().until(700).command(&json!({"crash": {"node": "stock", "point": "now"}})).rest();
    let to_moves = s.instants(|w| matches!(w, What::PublishSent { topic, .. } if topic.0 == 1));
    assert_eq!(to_moves, [0, 300, 600], "its messages went with it");
    assert_eq!(s.standing(1), Standing::DeadLettered);
}

#[test]
fn the_relay_of_an_outbox_sends_again_as_often_as_it_is_told() {
    for (terms, again) in [(json!({}), 1_000), (json!({"every": "250ms"}), 500)] {
        let mut s = sending("outbox", &terms, &json!({}));
        s.health("broker", "down").order().until(400).health("broker", "up").rest();
        assert_eq!(sent(&s).last(), Some(&again), "{terms}");
    }
}

/// Stock writes an effect with what follows in its outbox; its relay crashes when the broker has taken that.
fn relay_that_crashes(latency: &str, inbox: &Value) -> Session {
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([{"effect": "moved"}, publish("moves", "outbox")])),
        service("invoice", &json!([{"effect": "issued"}])),
        broker(true),
    ];
    let topics = [
        topic("sales", &[subscription("stock", &["stock"], &json!({"inbox": {"window": "forever"}}))]),
        topic("moves", &[subscription("invoice", &["invoice"], inbox)]),
    ];
    let mut s = Session::new(&scenario(&json!(latency), &["moved", "issued"], &nodes, &topics), 1);
    s.command(&json!({"crash": {"node": "stock", "point": "beforeMark"}})).order().rest();
    s
}

#[test]
fn a_relay_that_crashes_before_it_marks_a_message_sends_it_twice() {
    for (latency, at) in [("0ms", 0), ("10ms", 30)] {
        let s = relay_that_crashes(latency, &json!({}));
        assert_eq!(s.instants(|w| matches!(w, What::NodeCrashed { .. })), [at]);
        let taken = s.instants(|w| matches!(w, What::PublishAccepted { topic, .. } if topic.0 == 1));
        assert_eq!((taken.len(), s.times(1, "issued"), s.standing(1)), (2, 2, Standing::DoneTwice), "{latency}");
    }
    let s = relay_that_crashes("10ms", &json!({"inbox": {"window": "forever"}}));
    assert_eq!((s.times(1, "issued"), s.standing(1)), (1, Standing::Done), "an inbox recognises it");
}

#[test]
fn terms_that_do_not_fit_the_way_of_publishing_are_refused() {
    for (via, terms, field) in [
        ("outbox", json!({"retry": fixed("1s", 3)}), "retry"),
        ("fireAndForget", json!({"timeout": "1s"}), "timeout"),
        ("confirmed", json!({"every": "1s"}), "every"),
        ("confirmed", json!({"idempotent": true}), "idempotent"),
        ("confirmed", json!({"deliveryTimeout": "0s"}), "deliveryTimeout"),
        ("confirmed", json!({"retry": fixed("1s", 0)}), "retry.maxAttempts"),
    ] {
        let step = json!({"publish": with(json!({"topic": "sales", "via": via}), &terms)});
        let mut file = purchase(&json!({}));
        file["nodes"][0]["handlers"][0]["steps"] = json!([step]);
        let problem = carteiro::scenario::load(&file.to_string()).unwrap_err();
        assert_eq!(problem.path, format!("nodes[0].handlers[0].steps[0].publish.{field}"));
    }
}
