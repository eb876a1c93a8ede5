//! A node that hangs: it accepts, never answers, and goes on where it stood.

use super::common::build::*;
use super::common::session::Session;
use carteiro::ledger::Standing;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// A shop calls a bank, which works 100 ms and writes `paid`. No latency.
fn shop_calls_bank(call: &Value, bank: &Value) -> Session {
    let call = with(json!({"to": "bank", "timeout": "1s"}), call);
    let bank = with(called("bank", &json!([work("100ms"), {"effect": "paid"}])), bank);
    let nodes = [shop(&json!([{"call": call}])), bank];
    Session::new(&scenario(&json!("0ms"), &["paid"], &nodes, &[]), 1)
}

fn answered(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::CallAnswered { .. }))
}

fn failed(s: &Session, of: Reason) -> Vec<u64> {
    s.instants(|w| matches!(w, What::CallAttemptFailed { reason, .. } if *reason == of))
}

fn written(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::EffectWritten { .. }))
}

#[test]
fn a_caller_of_a_hung_service_runs_into_its_timeout_and_one_of_a_dead_service_is_refused_at_once() {
    for (health, reason, after) in [("hung", Reason::CallTimedOut, 1_000), ("down", Reason::CallRefused, 0)] {
        let mut s = shop_calls_bank(&json!({}), &json!({}));
        s.health("bank", health).order().rest();
        assert_eq!(failed(&s, reason), [after], "{health}");
        assert_eq!(written(&s), [] as [u64; 0], "{health}");
    }
}

#[test]
fn work_stops_where_it_is_and_takes_the_rest_of_its_time_afterwards() {
    let mut s = shop_calls_bank(&json!({"timeout": "5s"}), &json!({}));
    s.order().until(40).health("bank", "hung").until(3_000);
    assert_eq!((s.world.nodes()[1].station().busy(), written(&s).len()), (1, 0), "its worker is held");
    // 40 of 100 ms were done.
    s.health("bank", "up").rest();
    assert_eq!((written(&s), answered(&s)), (vec![3_060], vec![3_060]));
}

#[test]
fn requests_wait_unread_and_are_handled_afterwards_though_their_callers_have_gone() {
    let mut s = shop_calls_bank(&json!({}), &json!({}));
    s.health("bank", "hung").order().until(500).order().until(1_800);
    assert_eq!(failed(&s, Reason::CallTimedOut), [1_000, 1_500]);
    assert_eq!(s.world.nodes()[1].station().waiting_calls(), 2);
    s.health("bank", "up").rest();
    // One worker: both are paid for orders whose customers have been refused.
    assert_eq!((written(&s), answered(&s)), (vec![1_900, 2_000], vec![]));
}

#[test]
fn what_was_accepted_in_the_socket_is_checked_when_it_is_read() {
    // The worker takes one and one may wait: the third and fourth are refused when the process reads them.
    let mut s = shop_calls_bank(&json!({"timeout": "5s"}), &json!({"maxWaitingCalls": 1}));
    s.health("bank", "hung").order().order().order().order().until(1_000);
    assert_eq!(s.world.nodes()[1].station().waiting_calls(), 4, "the socket takes all");
    s.health("bank", "up").rest();
    assert_eq!(failed(&s, Reason::Overloaded), [1_000, 1_000]);
    assert_eq!(answered(&s), [1_100, 1_200]);
}

#[test]
fn a_message_stays_with_its_hung_consumer_until_the_lease_ends() {
    let mut s = Session::new(&purchase(&json!({"lease": "2s", "prefetch": 1, "retry": fixed("0ms", 5)})), 1);
    s.order().until(50).health("stock", "hung").until(1_900);
    assert_eq!(s.count(|w| matches!(w, What::MessageReturned { .. })), 0);
    s.until(6_500);
    let returned = s.instants(|w| matches!(w, What::MessageReturned { reason: Reason::LeaseExpired, .. }));
    assert_eq!(returned, [2_000, 4_000, 6_000], "its connection stays, so the same consumer gets it again");
    s.health("stock", "up").rest();
    // The first handling goes on, and its acknowledgement is too late; then the copy in its buffer is handled.
    assert_eq!(s.count(|w| matches!(w, What::AckTooLate { .. })), 1);
    assert_eq!(written(&s), [6_550, 6_650]);
    assert_eq!(s.standing(1), Standing::DoneTwice);
}

#[test]
fn without_a_lease_a_broker_waits_for_a_hung_consumer_for_ever() {
    let mut s = Session::new(&purchase(&json!({})), 1);
    s.order().until(50).health("stock", "hung").rest();
    assert_eq!((s.standing(1), s.world.queues()[0].consumers[0].unacked), (Standing::Waiting, 1));
    // A crash is the remedy: the connection breaks, and a new process does not hang.
    s.command(&json!({"crash": {"node": "stock", "point": "now"}})).rest();
    assert_eq!((s.standing(1), written(&s)), (Standing::Done, vec![1_150]));
}

#[test]
fn a_hung_caller_notices_answers_and_timeouts_in_the_order_in_which_they_came() {
    let stock = json!([{"call": {"to": "bank", "timeout": "1s"}}, {"effect": "moved"}]);
    let nodes = |bank: &str| {
        [
            shop(&json!([{"call": {"to": "stock", "timeout": "10s"}}])),
            called("stock", &stock),
            called("bank", &json!([work(bank)])),
        ]
    };
    for (bank, timed_out) in [("500ms", 0), ("1500ms", 1)] {
        let mut s = Session::new(&scenario(&json!("0ms"), &["moved"], &nodes(bank), &[]), 1);
        s.order().until(100).health("stock", "hung").until(4_000).health("stock", "up").rest();
        assert_eq!(failed(&s, Reason::CallTimedOut).len(), timed_out, "{bank}");
        let (first, last) = if timed_out == 0 { (vec![4_000, 4_000], vec![4_000]) } else { (vec![], vec![]) };
        assert_eq!((answered(&s), written(&s)), (first, last), "{bank}");
    }
}

#[test]
fn what_a_hung_node_had_not_read_fails_when_it_goes_down() {
    let mut s = shop_calls_bank(&json!({"timeout": "5s"}), &json!({}));
    s.health("bank", "hung").order().order().until(1_000).health("bank", "down").rest();
    assert_eq!(failed(&s, Reason::CallRefused), [1_000, 1_000]);
    let mut s = shop_calls_bank(&json!({"timeout": "5s"}), &json!({}));
    s.health("bank", "hung").order().until(1_000).command(&json!({"crash": {"node": "bank", "point": "now"}})).rest();
    assert_eq!(failed(&s, Reason::CallRefused), [1_000]);
}

#[test]
fn a_sidecar_does_not_hang_with_its_service() {
    let ingress = json!({"sidecar": {"latency": "0ms"}, "ingress": {"limit": {"rate": 1, "burst": 1}}});
    for (bank, refused_at) in [(ingress.clone(), 0), (json!({"ingress": ingress["ingress"]}), 1_000)] {
        let mut s = shop_calls_bank(&json!({"timeout": "5s"}), &bank);
        s.health("bank", "hung").order().order().until(1_000).health("bank", "up").rest();
        assert_eq!(failed(&s, Reason::RateLimited), [refused_at], "{bank}");
        assert_eq!(answered(&s), [1_100], "{bank}");
    }
}

#[test]
fn probes_of_a_hung_instance_time_out_shallow_and_deep() {
    for deep in [false, true] {
        let check = json!({"every": "1s", "timeout": "300ms", "deep": deep, "unhealthyAfter": 2, "healthyAfter": 1});
        let mut s = shop_calls_bank(&json!({"healthCheck": check}), &json!({}));
        s.health("bank", "hung").order().until(2_400);
        let probes = s.instants(|w| matches!(w, What::ProbeFailed { reason: Reason::CallTimedOut, .. }));
        assert_eq!(probes, [1_300, 2_300], "deep: {deep}");
        assert_eq!(s.instants(|w| matches!(w, What::InstanceTakenOut { .. })), [2_300]);
    }
}

#[test]
fn an_outbox_of_a_hung_node_sends_nothing() {
    let relaying = json!([work("100ms"), {"effect": "moved"}, publish("sales", "outbox")]);
    let nodes = [
        shop(&json!([{"call": {"to": "stock", "timeout": "1s"}}])),
        called("stock", &relaying),
        service("mail", &json!([{"effect": "sent"}])),
        broker(true),
    ];
    let topics = [topic("sales", &[subscription("mail", &["mail"], &json!({}))])];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved", "sent"], &nodes, &topics), 1);
    s.health("broker", "down").order().until(300).health("stock", "hung").health("broker", "up").until(5_200);
    assert_eq!(s.times(1, "sent"), 0);
    s.health("stock", "up").rest();
    assert_eq!(s.times(1, "sent"), 1);
}

#[test]
fn a_node_that_drains_finishes_what_it_has_and_then_is_down() {
    let mut s = Session::new(&purchase(&json!({"prefetch": 2})), 1);
    s.order().order().order().until(50).health("stock", json!({"draining": {"grace": "5s"}})).rest();
    // The one in hand and the one in its buffer; the third stays in the queue.
    assert_eq!(written(&s), [100, 200]);
    assert_eq!(s.instants(|w| matches!(w, What::HealthSet { .. })), [50, 200]);
    assert_eq!((s.world.nodes()[1].is_up(), s.world.queues()[0].ready.len()), (false, 1));
    s.health("stock", "up").rest();
    assert_eq!((s.standing(3), s.count(|w| matches!(w, What::MessageReturned { .. }))), (Standing::Done, 0));
}

#[test]
fn what_is_left_when_the_grace_is_over_is_aborted() {
    let mut s = Session::new(&purchase(&json!({"prefetch": 3})), 1);
    s.order().order().order().until(50).health("stock", json!({"draining": {"grace": "100ms"}})).rest();
    assert_eq!(written(&s), [100]);
    let returned = s.instants(|w| matches!(w, What::MessageReturned { reason: Reason::Stopped, .. }));
    assert_eq!(returned, [150, 150]);
}

#[test]
fn a_node_that_drains_refuses_calls_and_answers_those_it_has() {
    let mut s = shop_calls_bank(&json!({}), &json!({}));
    s.order().until(50).health("bank", json!({"draining": {}})).order().rest();
    assert_eq!((answered(&s), failed(&s, Reason::CallRefused)), (vec![100], vec![50]));
    // With nothing to do it is down at once.
    let mut s = shop_calls_bank(&json!({}), &json!({}));
    s.health("bank", json!({"draining": {}}));
    s.until(1);
    assert!(!s.world.nodes()[1].is_up());
}

#[test]
fn a_drain_is_called_off_by_another_health_and_ended_by_a_crash() {
    let mut s = shop_calls_bank(&json!({}), &json!({}));
    s.order().until(50).health("bank", json!({"draining": {}})).until(60).health("bank", "up").order().rest();
    assert_eq!(answered(&s), [100, 200]);
    let mut s = shop_calls_bank(&json!({}), &json!({}));
    s.order().until(50).health("bank", json!({"draining": {}})).until(60);
    s.command(&json!({"crash": {"node": "bank", "point": "now"}})).rest();
    assert!(s.world.nodes()[1].is_up(), "what restarts is another process");
}
