//! Who may take messages, and how many.

use super::common::build::*;
use super::common::session::Session;
use carteiro::base::ids::{OrderId, SubscriptionId};
use carteiro::ledger::Standing;
use carteiro::trace::{Fact, What};
use serde_json::{Value, json};

/// A shop that publishes to `sales`, and two services `left` and `right` that take 100 ms for a message of `stock`.
fn two_consumers(delivery: &Value) -> Session {
    two_consumers_of(&json!(false), delivery)
}

/// The same, of a log or of a queue.
fn two_consumers_of(log: &Value, delivery: &Value) -> Session {
    let steps = json!([work("100ms"), {"effect": "moved"}]);
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        worker_of("left", "stock", &steps),
        worker_of("right", "stock", &steps),
        broker(true),
    ];
    let sales = topic("sales", &[subscription("stock", &["left", "right"], delivery)]);
    let topics = [with(sales, &json!({"log": log}))];
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

/// One consumer of `stock`, with so many workers, of a topic with these keys.
fn keyed(key: &Value, workers: u32, delivery: &Value) -> Session {
    let steps = json!([work("100ms"), {"effect": "moved"}]);
    let stock = with(service("stock", &steps), &json!({"workers": workers}));
    let nodes = [shop(&json!([publish("sales", "outbox")])), stock, broker(true)];
    let sales = topic("sales", &[subscription("stock", &["stock"], delivery)]);
    let topics = [with(sales, &json!({"key": key}))];
    Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &topics), 1)
}

/// The orders in the order in which handlers began with them, and when, in milliseconds.
fn begun(s: &Session) -> Vec<(u32, u64)> {
    let begun = |fact: &Fact| match fact.what {
        What::RunStarted { order, message: Some(_), .. } => Some((order.0, fact.at.as_micros() / 1_000)),
        _ => None,
    };
    s.trace.facts().iter().filter_map(begun).collect()
}

#[test]
fn one_message_of_a_key_is_under_way_and_other_keys_pass() {
    // Two keys, four workers: at most two messages at a time, each key in its order.
    let mut s = keyed(&json!({"of": 2}), 4, &json!({"ordering": "key"}));
    orders(&mut s, 8);
    s.until(50);
    assert_eq!((s.census("stock").in_flight, s.census("stock").ready), (2, 6));
    s.rest();
    let key = |order: u32| s.world.key_of(SubscriptionId::new(0), OrderId(order));
    let of = |which: u32| (1..=8).filter(|order| key(*order) == which).count() as u64;
    assert_eq!(s.world.now().as_micros() / 1_000, of(0).max(of(1)) * 100, "the keys go on beside each other");
    for which in [0, 1] {
        let begun: Vec<u32> = begun(&s).iter().map(|(order, _)| *order).filter(|order| key(*order) == which).collect();
        assert!(begun.is_sorted(), "{begun:?}");
    }
}

#[test]
fn without_order_all_workers_take_what_comes() {
    let mut s = keyed(&json!({"of": 1}), 4, &json!({}));
    orders(&mut s, 8);
    s.rest();
    assert_eq!(s.world.now().as_micros(), 200_000);
}

#[test]
fn a_retry_holds_up_its_key_alone() {
    let waits = |ordering: &str| {
        let mut s = keyed(&json!("order"), 2, &json!({"ordering": ordering, "retry": fixed("10s", 2)}));
        s.command(&json!({"poisonNext": {"subscription": "stock"}}));
        orders(&mut s, 4);
        s.until(9_000);
        (s.census("stock").retry, s.counts("stock").acked)
    };
    assert_eq!((waits("key"), waits("none")), ((1, 3), (1, 3)), "each order has a key of its own");
    assert_eq!(waits("queue"), (1, 1));
    let one_key = |ordering: &str| {
        let mut s = keyed(&json!({"of": 1}), 2, &json!({"ordering": ordering, "retry": fixed("10s", 2)}));
        s.command(&json!({"poisonNext": {"subscription": "stock"}}));
        orders(&mut s, 4);
        s.until(9_000);
        (s.census("stock").retry, s.counts("stock").acked)
    };
    assert_eq!((one_key("key"), one_key("none")), ((1, 0), (1, 3)));
}

#[test]
fn what_a_crash_gives_back_keeps_the_order_of_its_key() {
    let mut s = keyed(&json!({"of": 1}), 2, &json!({"ordering": "key", "fetch": {"pull": {"messages": 3}}}));
    orders(&mut s, 5);
    s.until(150).command(&json!({"crash": {"node": "stock", "point": "now"}})).rest();
    let orders: Vec<u32> = begun(&s).iter().map(|(order, _)| *order).collect();
    assert_eq!(orders, [1, 2, 2, 3, 4, 5], "the second was in hand");
}

#[test]
fn a_skewed_key_is_hot() {
    let share = |skew: f64| {
        let s = keyed(&json!({"of": 4, "skew": skew}), 1, &json!({"ordering": "key"}));
        (1..=4_000).filter(|order| s.world.key_of(SubscriptionId::new(0), OrderId(*order)) == 0).count()
    };
    // Zipf: 1, 1/2, 1/3, 1/4 of 25/12, so 48 % have the first key; without skew 25 %.
    assert!((1_820..=2_020).contains(&share(1.0)), "{}", share(1.0));
    assert!((900..=1_100).contains(&share(0.0)), "{}", share(0.0));
}

#[test]
fn a_pulling_consumer_asks_when_a_worker_is_free_and_nothing_waits_for_it() {
    let delivery = json!({"fetch": {"pull": {"messages": 3}}});
    let mut s = two_consumers(&delivery);
    s.order().until(10).order().until(20);
    orders(&mut s, 6);
    let held = |s: &Session| s.world.queues()[0].consumers.iter().map(|c| c.unacked).collect::<Vec<_>>();
    // Both have a message and no free worker.
    assert_eq!((held(&s), s.census("stock").ready), (vec![1, 1], 6));
    s.until(150);
    assert_eq!((held(&s), s.census("stock").ready), (vec![3, 3], 0));
    s.rest();
    assert_eq!(s.counts("stock").acked, 8);
}

#[test]
fn a_batch_is_acknowledged_when_all_of_it_is_handled() {
    let mut s = two_consumers(&json!({"fetch": {"pull": {"messages": 3}}, "commit": "batch"}));
    s.health("left", "down").health("right", "down");
    orders(&mut s, 3);
    s.health("right", "up").until(250);
    assert_eq!((s.counts("stock").acked, s.census("stock").in_flight), (0, 3), "two are handled, none acknowledged");
    s.until(300);
    assert_eq!(s.counts("stock").acked, 3);
    assert_eq!(s.count(|what| matches!(what, What::BatchCommitted { messages: 3, .. })), 1);
}

#[test]
fn a_crash_before_the_commit_repeats_what_was_handled() {
    let twice = |commit: &Value| {
        let mut s = keyed(&json!("order"), 1, &json!({"fetch": {"pull": {"messages": 3}}, "commit": commit}));
        s.health("stock", "down");
        orders(&mut s, 3);
        s.health("stock", "up").until(250).command(&json!({"crash": {"node": "stock", "point": "now"}})).rest();
        assert_eq!(s.counts("stock").acked, 3);
        s.world.ledger().count(Standing::DoneTwice)
    };
    assert_eq!(twice(&json!("message")), 0);
    assert_eq!(twice(&json!("batch")), 2, "the batch begins anew");
    assert_eq!(twice(&json!({"interval": "90ms"})), 1, "the first was committed at 190 ms");
}

#[test]
fn an_orderly_stop_commits_what_is_handled() {
    let mut s = keyed(&json!("order"), 1, &json!({"prefetch": 5, "commit": {"interval": "10s"}}));
    orders(&mut s, 3);
    s.until(250).health("stock", "down");
    assert_eq!((s.counts("stock").acked, s.census("stock").ready), (2, 1));
    s.health("stock", "up").rest();
    assert_eq!(s.world.ledger().count(Standing::DoneTwice), 0);
}

#[test]
fn one_failure_in_a_batch_leaves_the_others_acknowledged() {
    let delivery = json!({"fetch": {"pull": {"messages": 3}}, "commit": "batch", "retry": fixed("1s", 2)});
    let mut s = keyed(&json!("order"), 1, &delivery);
    s.health("stock", "down").command(&json!({"poisonNext": {"subscription": "stock"}}));
    orders(&mut s, 3);
    s.health("stock", "up").until(350);
    assert_eq!((s.counts("stock").acked, s.census("stock").retry), (2, 1));
}

#[test]
fn an_interval_commits_what_was_handled_by_then() {
    let mut s = keyed(&json!("order"), 1, &json!({"prefetch": 10, "commit": {"interval": "250ms"}}));
    orders(&mut s, 5);
    s.until(340);
    assert_eq!(s.counts("stock").acked, 0);
    s.until(350);
    assert_eq!(s.counts("stock").acked, 3, "handled at 100, 200 and 300 ms");
    s.rest();
    assert_eq!((s.counts("stock").acked, s.world.now().as_micros()), (5, 650_000));
}

#[test]
fn a_consumer_that_hangs_commits_when_it_goes_on() {
    let mut s = keyed(&json!("order"), 1, &json!({"prefetch": 3, "commit": {"interval": "250ms"}}));
    orders(&mut s, 3);
    // Two are handled; the interval ends at 350 ms.
    s.until(220).health("stock", "hung").until(500);
    assert_eq!(s.counts("stock").acked, 0);
    s.health("stock", "up").until(501);
    assert_eq!(s.counts("stock").acked, 2);
    s.rest();
    assert_eq!((s.counts("stock").acked, s.world.ledger().count(Standing::Done)), (3, 3));
}

#[test]
fn ordering_and_commit_can_be_changed_while_messages_are_held() {
    let set = |delivery: Value| json!({"setDelivery": {"subscription": "stock", "delivery": delivery}});
    let pull = json!({"ordering": "key", "fetch": {"pull": {"messages": 4}}, "commit": "batch"});
    let mut s = keyed(&json!({"of": 1}), 2, &pull);
    s.health("stock", "down");
    orders(&mut s, 6);
    s.health("stock", "up").until(150);
    assert_eq!((begun(&s).len(), s.census("stock").ready), (2, 2), "one at a time");
    s.command(&set(json!({})));
    assert_eq!((begun(&s).len(), s.counts("stock").acked), (3, 1), "the other worker takes the third");
    s.command(&set(pull)).rest();
    assert_eq!(s.counts("stock").acked, 6);
}

/// Two consumers with room for two messages each, of which one is active.
fn stand_by(delivery: &Value) -> Session {
    two_consumers(&with(json!({"prefetch": 2, "singleActiveConsumer": true}), delivery))
}

/// Which consumer was handed the messages, in order.
fn handed_to(s: &Session) -> Vec<&str> {
    let node = |what: &What| match what {
        What::MessageHandedOut { node, .. } => Some(s.world.model().nodes[node.index()].id.as_str()),
        _ => None,
    };
    s.trace.facts().iter().filter_map(|fact| node(&fact.what)).collect()
}

#[test]
fn a_single_active_consumer_takes_all_until_it_is_gone_and_the_next_one_stays() {
    for delivery in [json!({}), json!({"fetch": {"pull": {"messages": 1}}}), json!({"prefetchPer": "subscription"})] {
        let mut s = stand_by(&delivery);
        s.order().order().order().rest();
        assert_eq!(handed_to(&s), ["left", "left", "left"], "{delivery}");
        s.health("left", "down").order().rest();
        s.health("left", "up").order().rest();
        assert_eq!(handed_to(&s)[3..], ["right", "right"], "{delivery}");
    }
}

#[test]
fn another_one_takes_over_from_a_consumer_that_hung() {
    let pull = json!({"fetch": {"pull": {"messages": 1}}});
    for (log, more) in [(true, json!({"ordering": "none"})), (false, json!({"singleActiveConsumer": true}))] {
        let mut s = two_consumers_of(&json!(log), &with(pull.clone(), &more));
        s.health("left", "hung").order().until(50);
        assert!(handed_to(&s).is_empty(), "it asks for nothing, and has not gone: {more}");
        s.health("left", "down").rest();
        assert_eq!(handed_to(&s), ["right"], "{more}");
    }
}

#[test]
fn an_active_consumer_that_drains_finishes_what_it_holds_before_the_next_one_begins() {
    let mut s = stand_by(&json!({}));
    s.order().order().order().until(50).health("left", json!({"draining": {"grace": "10s"}})).rest();
    assert_eq!(handed_to(&s), ["left", "left", "right"]);
    let begun = s.instants(|what| matches!(what, What::RunStarted { message: Some(_), .. }));
    assert_eq!(begun, [0, 100, 200]);
}

#[test]
fn a_consumer_that_stands_by_takes_over_while_a_dead_ones_leases_run() {
    let mut s = stand_by(&json!({"lease": "1s", "crashReturns": "atLeaseEnd"}));
    s.order().order().order().until(50).command(&json!({"crash": {"node": "left", "point": "now"}})).rest();
    assert_eq!(handed_to(&s), ["left", "left", "right", "right", "right"]);
}

#[test]
fn a_log_has_no_single_active_consumer() {
    let mut file = purchase(&json!({"preset": "log", "singleActiveConsumer": true}));
    file["topics"][0]["log"] = json!(true);
    let problem = carteiro::scenario::load(&file.to_string()).unwrap_err();
    assert_eq!(problem.code, "not-on-a-log");
}
