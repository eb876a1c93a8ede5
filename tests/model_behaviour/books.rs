//! The books: how an order stands when several things are wrong with it, and what a dead letter holds back.

use super::common::build::*;
use super::common::session::Session;
use carteiro::ledger::Standing;
use serde_json::{Value, json};

/// A shop, stock that publishes on to logistics, and logistics.
fn chain(stock: &Value) -> Session {
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", stock),
        service("logistics", &json!([{"effect": "shipped"}])),
        broker(true),
    ];
    let delivery = json!({"retry": fixed("1s", 2), "deadLetter": true});
    let topics = [
        topic("sales", &[subscription("stock", &["stock"], &delivery)]),
        topic("moves", &[subscription("logistics", &["logistics"], &delivery)]),
    ];
    Session::new(&scenario(&json!("0ms"), &["moved", "shipped"], &nodes, &topics), 1)
}

#[test]
fn a_dead_letter_holds_back_what_its_handler_would_have_led_to() {
    let mut s = chain(&json!([work("1ms"), {"effect": "moved"}, publish("moves", "outbox")]));
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
    assert_eq!(s.world.ledger().count(Standing::DeadLettered), 1);
    let shipped = s.world.ledger().effect(s.effect("shipped"));
    assert_eq!((shipped.dead, shipped.lost), (1, 0), "a redrive would bring it");
}

#[test]
fn what_is_lost_for_good_is_not_hidden_by_what_was_done_twice_or_is_dead() {
    let mut s = chain(&json!([{"effect": "moved"}, publish("moves", "outbox")]));
    s.command(&json!({"dropNext": {"subscription": "logistics"}}));
    s.command(&json!({"dropNext": {"subscription": "logistics"}}));
    s.command(&json!({"duplicateNext": {"subscription": "stock"}})).order().rest();
    assert_eq!((s.times(1, "moved"), s.times(1, "shipped")), (2, 0));
    assert_eq!(s.standing(1), Standing::Lost);
}
