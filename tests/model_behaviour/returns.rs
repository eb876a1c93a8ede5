//! What becomes of a message whose hand-out did not succeed: late work, renewed leases, charges, and the last attempt.

use super::common::build::*;
use super::common::session::Session;
use carteiro::ledger::Standing;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// A consumer whose work takes 100 ms holds these orders at once.
fn held(orders: u32, delivery: &Value) -> Session {
    let mut s = Session::new(&purchase(&with(json!({"prefetch": orders}), delivery)), 1);
    (0..orders).for_each(|_| {
        s.order();
    });
    s
}

/// A message that fails at every attempt.
fn poisoned(delivery: &Value) -> Session {
    let mut s = Session::new(&purchase(delivery), 1);
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order();
    s
}

/// Handlings begun, hand-outs, and orders whose effect was written twice or more.
fn sums(s: &Session) -> (u64, u64, u32) {
    let counts = s.counts("stock");
    (counts.attempts, counts.delivered, s.world.ledger().count(Standing::DoneTwice))
}

#[test]
fn a_late_acknowledgement_that_settles_ends_what_would_go_on_for_ever() {
    // Leases end at 107 ms, when the second message is being worked on and the third is buffered.
    let settings =
        |stale: &str, late: &str| json!({"lease": "107ms", "stale": stale, "lateAck": late, "requeue": "returned"});
    let mut s = held(3, &settings("worked", "settles"));
    s.rest();
    // The second is handed out again at 107 ms and settled at 200; the third at 200, and settled at 300.
    assert_eq!((sums(&s), s.counts("stock").acked), ((3, 5, 0), 3));
    assert_eq!(s.instants(|w| matches!(w, What::MessageAcked { .. })), [100, 200, 300]);
    // Ignored, the second is worked on again and again: its lease ends each time before its work.
    let mut s = held(3, &settings("worked", "ignored"));
    s.until(2_000);
    assert!(s.counts("stock").acked == 1 && s.written("moved").len() > 10, "{:?}", s.counts("stock"));
}

#[test]
fn a_late_acknowledgement_makes_room_in_a_full_queue() {
    // One place for both workers, so that the first message is ready again behind the second until its work ends at 150 ms.
    let late = json!({"lease": "100ms", "stale": "worked", "lateAck": "settles", "requeue": "tail", "prefetch": 1,
                      "prefetchPer": "subscription", "maxLength": {"messages": 1, "overflow": "block"}});
    let mut file = purchase_by("fireAndForget", true, &late);
    file["nodes"][1] = with(service("stock", &json!([work("150ms"), {"effect": "moved"}])), &json!({"workers": 2}));
    let mut s = Session::new(&file, 1);
    s.order().order().until(110).order().until(149);
    assert_eq!((s.census("stock").ready, s.world.publications().count()), (1, 1), "the third waits for room");
    s.until(150);
    assert_eq!((s.census("stock").ready, s.world.publications().count()), (1, 0), "and is let in");
}

#[test]
fn what_is_stale_in_a_buffer_is_worked_on_beside_its_second_copy() {
    let work = |stale: &str| {
        let mut s = held(2, &json!({"lease": "45ms", "stale": stale, "lateAck": "settles", "ack": "before"}));
        s.rest();
        sums(&s)
    };
    // The second message waits 100 ms for the worker, and is handed out at 0, 45 and 90 ms. Skipped, the third is worked on.
    assert_eq!(work("skipped"), (2, 4, 0));
    // Worked on, the first two hold both places; both are worked on, though the first has settled the message.
    assert_eq!(work("worked"), (3, 3, 1));
}

#[test]
fn a_renewed_lease_lasts_as_long_as_the_work_and_ends_with_its_process() {
    let settings = json!({"lease": "60ms", "renewal": {"every": "40ms"}, "crashReturns": "atLeaseEnd"});
    let mut s = held(2, &settings);
    s.rest();
    assert_eq!(sums(&s), (2, 2, 0));
    assert_eq!(s.instants(|w| matches!(w, What::LeaseRenewed { .. })), [40, 40, 80, 80, 120, 160]);
    let crash = json!({"crash": {"node": "stock", "point": "now"}});
    let hang = json!({"setHealth": {"node": "stock", "health": "hung"}});
    for trouble in [crash, hang] {
        let mut s = held(1, &settings);
        s.until(90).command(&trouble).until(150);
        let returned = s.instants(|w| matches!(w, What::MessageReturned { reason: Reason::LeaseExpired, .. }));
        assert_eq!(returned, [140], "{trouble}: renewed at 80 ms for the last time");
    }
}

#[test]
fn a_crash_charges_all_that_was_held_in_a_quorum_queue() {
    for (preset, dead) in [("rabbitmq-quorum", 10), ("rabbitmq-quorum-4.0", 10), ("rabbitmq-quorum-3.13", 0)] {
        let settings = json!({"preset": preset, "retry": {"backoff": "immediate", "maxAttempts": 3}});
        let settings = if dead == 0 { json!({"preset": preset}) } else { settings };
        let mut s = held(10, &settings);
        for at in [50, 1_100, 2_150] {
            s.until(at).command(&json!({"crash": {"node": "stock", "point": "now"}}));
        }
        let given_up = s.trace.facts().iter().filter_map(|fact| match fact.what {
            What::MessageDeadLettered { message, .. } => Some(message.0),
            _ => None,
        });
        assert!(given_up.clone().is_sorted(), "the oldest first");
        assert_eq!(given_up.count(), dead, "{preset}: innocent ones with the one that was worked on");
    }
}

#[test]
fn given_up_at_the_next_delivery_it_waits_once_more() {
    for (give_up, at) in [("atFailure", 1_200), ("atNextDelivery", 2_200)] {
        let mut s = poisoned(&json!({"giveUp": give_up, "retry": fixed("1s", 2)}));
        s.rest();
        assert_eq!(s.instants(|w| matches!(w, What::MessageDeadLettered { .. })), [at], "{give_up}");
        assert_eq!(sums(&s).0, 2);
    }
}

#[test]
fn waits_of_sidekiq_are_whole_seconds_and_those_of_resilience4j_whole_milliseconds() {
    let waits = |retry: &Value| {
        let mut s = poisoned(&json!({"retry": retry}));
        s.rest();
        let wait = |what: &What| match what {
            What::RetryScheduled { delay, .. } => Some(delay.as_micros()),
            _ => None,
        };
        s.trace.facts().iter().filter_map(|fact| wait(&fact.what)).collect::<Vec<u64>>()
    };
    let polynomial = json!({"polynomial": {"base": "15s", "unit": "1s", "power": 4, "cap": "9999s"}});
    let sidekiq = json!({"backoff": polynomial, "jitter": {"added": {"step": "10s"}}, "whole": "1s", "maxAttempts": 9});
    let of_sidekiq = waits(&sidekiq);
    assert!(of_sidekiq.len() == 8 && of_sidekiq.iter().all(|wait| wait % 1_000_000 == 0), "{of_sidekiq:?}");
    assert!(of_sidekiq.iter().zip(0u64..).all(|(wait, n)| {
        let jitter = (wait / 1_000_000).checked_sub(n.pow(4) + 15);
        jitter.is_some_and(|jitter| jitter < 10 * (n + 1))
    }));
    let exponential = json!({"exponential": {"base": "500ms", "factor": 1.5, "cap": "1h"}});
    let of_resilience4j = waits(&json!({"backoff": exponential, "whole": "1ms", "maxAttempts": 6}));
    assert_eq!(of_resilience4j, [500_000, 750_000, 1_125_000, 1_687_000, 2_530_000]);
}
