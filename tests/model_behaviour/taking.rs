//! Who may take messages, and how many.

use super::common::build::*;
use super::common::session::Session;
use serde_json::{Value, json};

/// A shop that publishes to `sales`, and two services `left` and `right` that take 100 ms for a message of `stock`.
fn two_consumers(delivery: &Value) -> Session {
    let steps = json!([work("100ms"), {"effect": "moved"}]);
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        worker_of("left", "stock", &steps),
        worker_of("right", "stock", &steps),
        broker(true),
    ];
    let topics = [topic("sales", &[subscription("stock", &["left", "right"], delivery)])];
    Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &topics), 1)
}

fn orders(s: &mut Session, n: usize) {
    (0..n).for_each(|_| {
        s.order();
    });
}

#[test]
fn a_prefetch_of_the_subscription_is_shared_by_its_consumers() {
    let held = |per: &str| {
        let mut s = two_consumers(&json!({"prefetch": 3, "prefetchPer": per}));
        orders(&mut s, 10);
        s.until(50);
        s.census("stock").in_flight
    };
    assert_eq!((held("consumer"), held("subscription")), (6, 3));
}

#[test]
fn by_workers_the_shared_prefetch_is_that_of_all_workers() {
    let mut s = two_consumers(&json!({"prefetch": "workers", "prefetchPer": "subscription"}));
    s.command(&json!({"setWorkers": {"node": "left", "workers": 4}}));
    orders(&mut s, 10);
    s.until(50);
    assert_eq!(s.census("stock").in_flight, 5);
}

#[test]
fn what_a_dead_consumer_has_under_its_lease_takes_up_shared_places() {
    // JetStream: MaxAckPending counts what a client that is gone has not acknowledged.
    let delivery = json!({"prefetch": 2, "prefetchPer": "subscription", "lease": "5s", "crashReturns": "atLeaseEnd"});
    let mut s = two_consumers(&delivery);
    orders(&mut s, 2);
    s.until(50).health("left", "down").health("right", "down").health("right", "up");
    orders(&mut s, 1);
    s.until(4_900);
    assert_eq!((s.census("stock").in_flight, s.census("stock").ready), (2, 1), "both places are taken");
    s.rest();
    assert_eq!(s.counts("stock").acked, 3);
}

#[test]
fn a_waiting_retry_holds_its_place_only_if_told_so() {
    // JetStream: a message that waits for its NAK delay counts against MaxAckPending.
    let in_hand = |holds: bool| {
        let delivery = json!({"prefetch": 1, "prefetchPer": "subscription", "retryHoldsPlace": holds,
                              "retry": fixed("10s", 3)});
        let mut s = two_consumers(&delivery);
        s.command(&json!({"poisonNext": {"subscription": "stock"}}));
        orders(&mut s, 3);
        s.until(9_000);
        (s.census("stock").retry, s.counts("stock").acked)
    };
    assert_eq!(in_hand(false), (1, 2));
    assert_eq!(in_hand(true), (1, 0), "the only place is that of the message that waits");
}

#[test]
fn the_settings_can_be_changed_while_messages_are_held() {
    let mut s = two_consumers(&json!({"prefetch": 3}));
    orders(&mut s, 10);
    let set = |delivery: Value| json!({"setDelivery": {"subscription": "stock", "delivery": delivery}});
    s.until(50).command(&set(json!({"prefetch": 2, "prefetchPer": "subscription"}))).until(250);
    assert_eq!(s.census("stock").in_flight, 2, "what was held beyond it is finished first");
    s.command(&set(json!({"prefetch": 3})));
    assert_eq!(s.census("stock").in_flight, 6);
}
