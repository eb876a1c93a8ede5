//! Workers and handlers: when they work, how health and overload slow them, and what waits for prerequisites.

use super::common::build::*;
use super::common::session::Session;
use carteiro::ledger::Standing;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

fn ended(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::MessageAcked { .. }))
}

#[test]
fn as_many_handlers_run_at_once_as_there_are_workers() {
    let mut s = Session::new(&purchase(&json!({})), 1);
    (0..4).for_each(|_| {
        s.order();
    });
    s.until(150).command(&json!({"setWorkers": {"node": "stock", "workers": 2}})).rest();
    assert_eq!(ended(&s), [100, 200, 250, 300]);
}

#[test]
fn fewer_workers_finish_what_they_have_begun() {
    let mut scenario = purchase(&json!({}));
    scenario["nodes"][1]["workers"] = json!(2);
    let mut s = Session::new(&scenario, 1);
    (0..4).for_each(|_| {
        s.order();
    });
    s.until(50).command(&json!({"setWorkers": {"node": "stock", "workers": 1}})).rest();
    assert_eq!(ended(&s), [100, 100, 200, 300]);
}

#[test]
fn competing_consumers_take_turns() {
    let handler = json!([work("100ms"), {"effect": "moved"}]);
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        worker_of("a", "stock", &handler),
        worker_of("b", "stock", &handler),
        broker(true),
    ];
    let topics = [topic("sales", &[subscription("stock", &["a", "b"], &json!({}))])];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &topics), 1);
    (0..4).for_each(|_| {
        s.order();
    });
    s.rest();
    assert_eq!(ended(&s), [100, 100, 200, 200]);
    let by = |node: u16| s.count(|w| matches!(w, What::EffectWritten { node: n, .. } if n.0 == node));
    assert_eq!((by(1), by(2)), (2, 2));
}

#[test]
fn what_waits_for_the_broker_goes_to_every_free_consumer_when_it_is_back() {
    let handler = json!([work("100ms"), {"effect": "moved"}]);
    let workers = ["a", "b"].map(|id| worker_of(id, "stock", &handler));
    let nodes = [&[shop(&json!([publish("sales", "outbox")])), broker(true)], &workers[..]].concat();
    let topics = [topic("sales", &[subscription("stock", &["a", "b"], &json!({}))])];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &topics), 1);
    s.health("a", "down").health("b", "down").order().order();
    s.health("broker", "down").health("a", "up").health("b", "up").health("broker", "up").rest();
    assert_eq!(ended(&s), [100, 100]);
}

#[test]
fn a_slow_service_takes_longer_and_a_flaky_one_fails() {
    let mut s = Session::new(&purchase(&json!({"retry": fixed("1s", 3)})), 1);
    s.command(&json!({"setHealth": {"node": "stock", "health": {"slow": {"factor": 4.0}}}})).order().rest();
    assert_eq!(ended(&s), [400]);
    s.command(&json!({"setHealth": {"node": "stock", "health": {"flaky": {"probability": 1.0}}}})).order().rest();
    assert_eq!(s.standing(2), Standing::DeadLettered);
    assert_eq!(s.count(|w| matches!(w, What::MessageDeadLettered { reason: Reason::Flaky, .. })), 1);
}

#[test]
fn an_attempt_that_is_doomed_fails_at_the_end_of_its_first_work_or_wait() {
    let (waits, effect) = (json!({"wait": {"takes": "30ms"}}), json!({"effect": "moved"}));
    let branch = [work("20ms"), effect.clone()];
    let decide = json!({"decide": {"probability": 0.5, "then": branch, "otherwise": branch}});
    for (steps, at) in [
        (json!([work("20ms"), waits, effect]), 20),
        (json!([waits, work("20ms"), effect]), 30),
        (json!([decide]), 20),
        (json!([effect, work("20ms")]), 0),
    ] {
        let mut scenario = purchase(&json!({"retry": fixed("1s", 1)}));
        scenario["nodes"][1]["handlers"][0]["steps"] = steps.clone();
        let mut s = Session::new(&scenario, 1);
        s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
        assert_eq!(s.instants(|w| matches!(w, What::MessageDeadLettered { .. })), [at], "{steps}");
        assert_eq!(s.times(1, "moved"), 0, "{steps}");
    }
}

#[test]
fn work_fails_as_often_as_it_says() {
    let mut scenario = purchase(&json!({"retry": fixed("1s", 1)}));
    scenario["nodes"][1]["handlers"][0]["steps"][0] = json!({"work": {"takes": "10ms", "fails": 0.25}});
    let mut s = Session::new(&scenario, 1);
    (0..200).for_each(|_| {
        s.order();
    });
    s.rest();
    let failed = s.count(|w| matches!(w, What::MessageDeadLettered { reason: Reason::WorkFailed, .. }));
    assert!((30..=70).contains(&failed), "{failed} of 200, expected about 50");
}

#[test]
fn overload_slows_the_work_down() {
    let mut scenario = purchase(&json!({}));
    scenario["nodes"][1]["overload"] = json!({"above": 1, "slowdown": 1.0});
    let mut s = Session::new(&scenario, 1);
    s.health("stock", "down");
    (0..4).for_each(|_| {
        s.order();
    });
    s.health("stock", "up").rest();
    // With 3, 2, 1 and 0 behind it, work takes 3, 2, 1 and 1 times as long.
    assert_eq!(ended(&s), [300, 500, 600, 700]);
}

/// Logistics ships only what stock has moved; it hears of the purchase at the same time and is faster.
fn shipping(otherwise: &str) -> Session {
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([work("500ms"), {"effect": "moved"}])),
        service(
            "logistics",
            &json!([{"require": {"effects": ["moved"], "otherwise": otherwise}}, work("100ms"), {"effect": "shipped"}]),
        ),
        broker(true),
    ];
    let delivery = json!({"retry": fixed("300ms", 2)});
    let subscriptions =
        [subscription("stock", &["stock"], &json!({})), subscription("logistics", &["logistics"], &delivery)];
    let mut s =
        Session::new(&scenario(&json!("0ms"), &["moved", "shipped"], &nodes, &[topic("sales", &subscriptions)]), 1);
    s.order().until(400);
    s
}

#[test]
fn a_parked_message_waits_for_its_prerequisite_and_uses_up_nothing() {
    let mut s = shipping("park");
    assert_eq!(s.census("logistics").parked, 1);
    s.rest();
    assert_eq!((ended(&s), s.standing(1)), (vec![500, 600], Standing::Done));
    assert_eq!(s.counts("logistics").most_attempts, 1);
}

#[test]
fn a_prerequisite_that_is_retried_for_uses_up_attempts() {
    let mut s = shipping("retry");
    s.rest();
    assert_eq!(s.standing(1), Standing::DeadLettered, "0 ms and 300 ms were both too early");
    assert_eq!(s.counts("logistics").most_attempts, 2);
}

#[test]
fn messages_that_write_before_they_wait_do_not_wake_each_other_for_ever() {
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([{"effect": "moved"}, {"require": {"effects": ["paid"], "otherwise": "park"}}])),
        service("bank", &json!([work("1s"), {"effect": "paid"}])),
        broker(true),
    ];
    let subscriptions = [subscription("stock", &["stock"], &json!({})), subscription("bank", &["bank"], &json!({}))];
    let mut s =
        Session::new(&scenario(&json!("0ms"), &["moved", "paid"], &nodes, &[topic("sales", &subscriptions)]), 1);
    s.command(&json!({"duplicateNext": {"subscription": "stock"}})).order().until(500);
    assert_eq!(s.census("stock").parked, 2);
    s.rest();
    assert_eq!(s.counts("stock").acked, 2);
}

#[test]
fn a_settings_change_holds_from_then_on_and_what_is_out_keeps_its_lease() {
    let delivery = |lease: &Value| json!({"lease": lease, "inbox": {"window": "forever"}});
    let mut scenario = purchase(&delivery(&json!("2s")));
    scenario["nodes"][1]["handlers"][0]["steps"][0] = work("3s");
    let mut s = Session::new(&scenario, 1);
    s.order().until(1_000);
    s.command(&json!({"setDelivery": {"subscription": "stock", "delivery": delivery(&Value::Null)}})).rest();
    let expired = s.instants(|w| matches!(w, What::MessageReturned { reason: Reason::LeaseExpired, .. }));
    assert_eq!(expired, [2_000], "the first hand-out's lease, and none after it");
}

#[test]
fn turning_blocking_on_takes_back_what_was_fetched_before() {
    let delivery = |blocking: bool| json!({"prefetch": 3, "blocking": blocking, "retry": fixed("1s", 2)});
    let both = |other: &str| {
        let mut nodes = vec![shop(&json!([publish("sales", "outbox")])), broker(true)];
        let handler = json!([work("100ms"), {"effect": "moved"}]);
        nodes.extend(["stock", other].map(|id| service(id, &handler)));
        let of = |id: &str| subscription(id, &[id], &delivery(false));
        let topics = [topic("sales", &[of("stock"), of(other)])];
        Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &topics), 1)
    };
    let mut s = both("other");
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().order().order().until(50);
    s.command(&json!({"setDelivery": {"subscription": "stock", "delivery": delivery(true)}})).until(150);
    let returned = s.count(|w| matches!(w, What::MessageReturned { reason: Reason::Blocked, .. }));
    assert_eq!((returned, s.census("stock").ready), (2, 2), "its own two, and none of the other subscription");
}

#[test]
fn turning_blocking_on_and_off_lets_the_waiting_block_and_pass() {
    let delivery = |blocking: bool| json!({"blocking": blocking, "retry": fixed("10s", 3)});
    let set = |blocking: bool| json!({"setDelivery": {"subscription": "stock", "delivery": delivery(blocking)}});
    let mut s = Session::new(&purchase(&delivery(false)), 1);
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().until(500);
    s.command(&set(true)).order().until(1_000);
    assert_eq!((s.census("stock").retry, s.census("stock").ready), (1, 1), "the second waits behind the first");
    s.command(&set(false)).until(2_000);
    assert_eq!(s.written("moved"), [2]);
}
