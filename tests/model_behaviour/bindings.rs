//! Queues to which several topics lead, and bindings that filter by routing keys.

use super::common::build::*;
use super::common::session::Session;
use carteiro::base::ids::TopicId;
use carteiro::ledger::Standing;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// A step that publishes with a routing key.
fn keyed(topic: &str, key: &str) -> Value {
    json!({"publish": {"topic": topic, "via": "fireAndForget", "routingKey": key}})
}

/// The clients `shop` and `other`, which publish so, and `stock`, the queue of `sales`, with more of its fields; `returns` leads
/// there, too, if they say so.
fn two_topics(shop_step: &Value, other_step: &Value, more: &Value) -> Value {
    let nodes = [
        shop(&json!([shop_step])),
        client("other", &json!([other_step])),
        service("stock", &json!([work("100ms"), {"effect": "moved"}])),
        broker(true),
    ];
    let queue = with(subscription("stock", &["stock"], &json!({})), more);
    scenario(&json!("0ms"), &["moved"], &nodes, &[topic("sales", &[queue]), topic("returns", &[])])
}

fn bound(more: &Value) -> Session {
    let bindings = json!({"bindings": [{"topic": "returns"}]});
    let publishes = |topic| publish(topic, "confirmed");
    Session::new(&two_topics(&publishes("sales"), &publishes("returns"), &with(bindings, more)), 1)
}

fn other(s: &mut Session) {
    s.command(&json!({"placeOrder": {"client": "other"}}));
}

const UNROUTABLE: fn(&What) -> bool = |w| matches!(w, What::MessageUnroutable { .. });

#[test]
fn a_queue_takes_the_messages_of_each_topic_that_it_is_bound_to() {
    let mut s = bound(&json!({}));
    other(&mut s);
    s.order();
    other(&mut s);
    s.rest();
    assert_eq!((s.written("moved"), s.counts("stock").accepted), (vec![1, 2, 3], 3), "first in, first out, over both");
    assert_eq!(s.count(UNROUTABLE), 0);
    let unbound = two_topics(&publish("sales", "outbox"), &publish("returns", "outbox"), &json!({}));
    let mut s = Session::new(&unbound, 1);
    other(&mut s);
    s.rest();
    assert_eq!((s.counts("stock").accepted, s.standing(1), s.count(UNROUTABLE)), (0, Standing::Lost, 1));
}

#[test]
fn a_binding_takes_what_matches_its_routing_keys_and_the_rest_is_unroutable() {
    let keys = json!({"bindings": [{"topic": "sales", "routingKeys": ["order.*", "refund.#"]},
                                   {"topic": "returns", "routingKeys": ["#.eu"]}]});
    let taken = |shop_key: &str, other_key: &str| {
        let mut s = Session::new(&two_topics(&keyed("sales", shop_key), &keyed("returns", other_key), &keys), 1);
        s.order();
        other(&mut s);
        s.rest();
        assert_eq!(s.count(UNROUTABLE) as u64 + s.counts("stock").accepted, 2, "each message once");
        (s.times(1, "moved"), s.times(2, "moved"))
    };
    assert_eq!(taken("order.paid", "back.eu"), (1, 1));
    assert_eq!(taken("order.paid.late", "back.us"), (0, 0));
    assert_eq!(taken("refund", "eu"), (1, 1));
    assert_eq!(taken("refund.part.two", "eu.back"), (1, 0));
}

#[test]
fn a_message_without_a_key_passes_an_open_filter_only() {
    for (pattern, times) in [("#", 1), ("*", 0)] {
        let keys = json!({"bindings": [{"topic": "sales", "routingKeys": [pattern]}]});
        let plain = publish("sales", "outbox");
        let mut s = Session::new(&two_topics(&plain, &publish("returns", "outbox"), &keys), 1);
        s.order().rest();
        assert_eq!(s.times(1, "moved"), times, "{pattern}");
    }
}

#[test]
fn a_mandatory_topic_refuses_what_no_binding_takes() {
    let keys = json!({"bindings": [{"topic": "sales", "routingKeys": ["order.paid"]}]});
    let confirmed = |key: &str| json!({"publish": {"topic": "sales", "via": "confirmed", "routingKey": key}});
    for (key, refused) in [("order.paid", 0), ("order.cancelled", 1)] {
        let mut file = two_topics(&confirmed(key), &publish("returns", "outbox"), &keys);
        file["topics"][0]["mandatory"] = json!(true);
        let mut s = Session::new(&file, 1);
        s.order().rest();
        let told = |w: &What| matches!(w, What::PublishRefused { reason: Reason::PublishRefused, .. });
        assert_eq!((s.count(told), s.count(UNROUTABLE)), (refused, 0), "{key}");
    }
}

#[test]
fn what_finds_every_queue_disconnected_is_unroutable() {
    let mut s = bound(&json!({"on": false}));
    s.order().rest();
    other(&mut s);
    s.rest();
    assert_eq!((s.count(UNROUTABLE), s.counts("stock").accepted), (2, 0));
    s.command(&json!({"subscribe": {"subscription": "stock"}})).order().rest();
    assert_eq!((s.count(UNROUTABLE), s.counts("stock").accepted), (2, 1));
    let topics: Vec<TopicId> = (0..2).map(TopicId::new).collect();
    let told = |topic: TopicId| s.count(|w| matches!(w, What::MessageUnroutable { topic: of, .. } if *of == topic));
    assert_eq!(topics.into_iter().map(told).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn a_full_queue_refuses_for_each_topic_that_leads_to_it_and_only_what_it_would_take() {
    let full = |more: &Value| {
        let limit = json!({"delivery": {"maxLength": {"messages": 1, "overflow": "rejectPublish"}}});
        let mut s = bound(&with(limit, more));
        // One is worked on, one is ready.
        s.order().order();
        other(&mut s);
        s.order().rest();
        (s.count(|w| matches!(w, What::PublishRefused { reason: Reason::QueueFull, .. })), s.written("moved"))
    };
    assert_eq!(full(&json!({})), (2, vec![1, 2]));
    // What it takes of `returns` has a key that these messages have not.
    let filtered = json!({"bindings": [{"topic": "returns", "routingKeys": ["damaged"]}]});
    assert_eq!(full(&filtered), (1, vec![1, 2]));
}

#[test]
fn a_limit_that_is_set_during_the_run_holds_for_each_topic() {
    let mut s = bound(&json!({}));
    let limit = json!({"maxLength": {"messages": 1, "overflow": "rejectPublish"}});
    s.command(&json!({"setDelivery": {"subscription": "stock", "delivery": limit}}));
    s.order().order();
    other(&mut s);
    s.rest();
    assert_eq!(s.written("moved"), [1, 2]);
}

#[test]
fn those_that_wait_for_room_come_in_as_they_came_whichever_topic_brought_them() {
    let limit = json!({"delivery": {"maxLength": {"messages": 1, "overflow": "block"}}});
    let mut s = bound(&limit);
    s.order().order();
    s.until(10);
    other(&mut s);
    s.until(20).order().until(30);
    other(&mut s);
    s.rest();
    assert_eq!(s.count(|w| matches!(w, What::PublishBlocked { .. })), 3);
    assert_eq!(s.written("moved"), [1, 2, 3, 4, 5]);
}

#[test]
fn the_oldest_is_given_up_whichever_topic_brings_one_more() {
    let drop = json!({"delivery": {"maxLength": {"messages": 1, "overflow": "dropHead"}, "deadLetter": false}});
    let mut s = bound(&drop);
    s.order().order();
    other(&mut s);
    s.rest();
    assert_eq!(s.written("moved"), [1, 3]);
}

#[test]
fn messages_of_two_topics_have_idempotency_keys_and_terms_of_their_own() {
    // One order publishes to both topics: these are two messages, and an inbox does not take one for the other.
    let both = [publish("sales", "outbox"), publish("returns", "outbox")];
    let inbox = json!({"bindings": [{"topic": "returns"}], "delivery": {"inbox": {"window": "forever"}}});
    let mut file = two_topics(&both[0], &both[1], &inbox);
    file["nodes"][0]["handlers"][0]["steps"] = json!(both);
    let mut s = Session::new(&file, 1);
    s.order().rest();
    assert_eq!((s.times(1, "moved"), s.counts("stock").suppressed), (2, 0));
    // A delay of its own goes along, to whichever queue.
    let late = json!({"publish": {"topic": "returns", "via": "outbox", "delay": "700ms"}});
    let mut s = Session::new(&two_topics(&both[0], &late, &json!({"bindings": [{"topic": "returns"}]})), 1);
    other(&mut s);
    s.order().rest();
    assert_eq!(s.written("moved"), [2, 1]);
}

#[test]
fn the_order_of_a_key_is_kept_over_topics() {
    let keeps = json!({"bindings": [{"topic": "returns"}], "delivery": {"ordering": "key", "prefetch": 5,
                       "retry": fixed("1s", 3)}});
    let mut file = two_topics(&publish("sales", "outbox"), &publish("returns", "outbox"), &keeps);
    file["topics"][0]["key"] = json!({"of": 1});
    file["nodes"][2]["workers"] = json!(5);
    let mut s = Session::new(&file, 1);
    s.command(&json!({"poisonNext": {"subscription": "stock"}}));
    other(&mut s);
    s.until(50).order().until(500);
    assert_eq!(s.counts("stock").attempts, 1, "all have the key of the queue's own topic: the second waits");
    s.rest();
}

#[test]
fn a_dead_letter_keeps_its_routing_key_and_goes_back_past_all_bindings() {
    let nodes = [
        shop(&json!([keyed("sales", "order.paid")])),
        service("stock", &json!([work("100ms"), {"effect": "moved"}])),
        worker_of("clerk", "urgent", &json!([{"effect": "told"}])),
        broker(true),
    ];
    let delivery = json!({"deadLetter": {"topic": "failed"}, "retry": fixed("1s", 1)});
    let filters = |pattern: &str| json!({"bindings": [{"topic": "failed", "routingKeys": [pattern]}]});
    let urgent = with(subscription("urgent", &["clerk"], &json!({})), &filters("order.*"));
    let rest = with(json!({"id": "rest", "name": text("rest"), "consumers": []}), &filters("other"));
    let topics = [topic("sales", &[subscription("stock", &["stock"], &delivery)]), topic("failed", &[urgent, rest])];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved", "told"], &nodes, &topics), 1);
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
    assert_eq!((s.counts("urgent").accepted, s.counts("rest").accepted), (1, 0));
}

#[test]
fn dead_letters_lie_in_a_queue_that_a_dead_letter_topic_leads_to() {
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([work("100ms"), {"effect": "moved"}])),
        broker(true),
    ];
    let delivery = json!({"deadLetter": {"topic": "failed"}, "retry": fixed("1s", 1)});
    let all = json!({"id": "all", "name": text("all"), "consumers": [], "bindings": [{"topic": "failed"}]});
    let topics = [
        topic("sales", &[subscription("stock", &["stock"], &delivery)]),
        topic("failed", &[]),
        topic("archive", &[all]),
    ];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &topics), 1);
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
    assert_eq!((s.census("all").dead, s.standing(1)), (1, Standing::DeadLettered));
    s.command(&json!({"redriveAll": {"subscription": "all"}})).rest();
    assert_eq!((s.counts("stock").accepted, s.standing(1)), (2, Standing::Done));
}

#[test]
fn what_a_topic_recognises_reaches_no_queue() {
    let twice = json!([publish("returns", "outbox")]);
    let mut file = two_topics(&publish("sales", "outbox"), &twice[0], &json!({"bindings": [{"topic": "returns"}]}));
    file["topics"][1]["dedupWindow"] = json!("1min");
    let mut s = Session::new(&file, 1);
    s.command(&json!({"crash": {"node": "stock", "point": "now"}}));
    other(&mut s);
    s.rest();
    assert_eq!((s.counts("stock").accepted, s.times(1, "moved")), (1, 1));
}
