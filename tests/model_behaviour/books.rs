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

#[test]
fn an_order_is_out_of_order_once_however_often_an_effect_comes_before_what_must_precede_it() {
    let books = |steps: &Value| {
        let nodes = [shop(&json!([publish("sales", "outbox")])), service("stock", steps), broker(true)];
        let topics = [topic("sales", &[subscription("stock", &["stock"], &json!({}))])];
        let mut scenario = scenario(&json!("0ms"), &["paid", "moved", "shipped"], &nodes, &topics);
        scenario["effects"][2]["after"] = json!(["paid", "moved"]);
        let mut s = Session::new(&scenario, 1);
        s.order().order().rest();
        s.world.ledger().out_of_order()
    };
    let [paid, moved, shipped] = ["paid", "moved", "shipped"].map(|effect| json!({"effect": effect}));
    assert_eq!(books(&json!([moved, paid, shipped, shipped])), 0);
    assert_eq!(books(&json!([paid, shipped, moved])), 2);
    assert_eq!(books(&json!([shipped, shipped, paid, shipped, moved])), 2);
}
