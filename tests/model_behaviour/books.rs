//! The books: how an order stands when several things are wrong with it, and what a dead letter holds back.

use super::common::build::*;
use super::common::session::Session;
use carteiro::base::ids::{OrderId, SubscriptionId};
use carteiro::ledger::{Column, Standing};
use carteiro::trace::What;
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

/// Ten orders of two keys, of which the first fails once at stock, and who came out of order.
fn of_two_keys(delivery: &Value, seed: u64) -> (u32, Vec<u32>) {
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([work("10ms"), {"effect": "moved"}])),
        broker(true),
    ];
    let sales = topic("sales", &[subscription("stock", &["stock"], delivery)]);
    let sales = with(sales, &json!({"key": {"of": 2}}));
    let mut scenario = scenario(&json!("0ms"), &["moved"], &nodes, &[sales]);
    scenario["effects"][0]["inOrder"] = json!("sales");
    let mut s = Session::new(&scenario, seed);
    s.command(&json!({"poisonNext": {"subscription": "stock"}}));
    (0..10).for_each(|_| {
        s.order();
    });
    s.until(100).command(&json!({"mend": {"message": 1}})).rest();
    let key = |order| s.world.key_of(SubscriptionId::new(0), OrderId(order));
    (s.world.ledger().out_of_order(), (2..=10).filter(|order| key(*order) == key(1)).collect())
}

#[test]
fn an_effect_that_keeps_the_order_of_keys_is_out_of_order_after_a_later_order_of_its_key() {
    let retry = json!({"retry": fixed("1s", 3)});
    for seed in 0..20 {
        let (out_of_order, companions) = of_two_keys(&retry, seed);
        // The first order comes last, once, after those of its key: it alone was overtaken.
        assert_eq!(out_of_order, u32::from(!companions.is_empty()), "seed {seed}");
        assert_eq!(of_two_keys(&with(retry.clone(), &json!({"ordering": "key"})), seed).0, 0, "seed {seed}");
    }
}

#[test]
fn the_order_is_kept_of_a_topic_that_is_there() {
    let nodes = [shop(&json!([{"effect": "paid"}]))];
    let mut scenario = scenario(&json!("0ms"), &["paid"], &nodes, &[]);
    scenario["effects"][0]["inOrder"] = json!("sales");
    let problem = carteiro::scenario::load(&scenario.to_string()).unwrap_err();
    assert_eq!(problem.path, "effects[0].inOrder");
}

/// A shop whose handler writes the effect `paid` a number of times.
fn written(times: usize, due: &str) -> Session {
    let line = json!({"effect": "paid"});
    let steps: Vec<Value> = vec![line; times];
    // A handler has at most 64 steps: several services write in turn.
    let services: Vec<Value> =
        steps.chunks(60).enumerate().map(|(i, part)| service(&format!("s{i}"), &json!(part))).collect();
    let names: Vec<String> = (0..services.len()).map(|i| format!("s{i}")).collect();
    let subscriptions: Vec<Value> = names.iter().map(|name| subscription(name, &[name], &json!({}))).collect();
    let nodes = [vec![shop(&json!([publish("sales", "outbox")])), broker(true)], services].concat();
    let scenario = scenario(&json!("0ms"), &["paid"], &nodes, &[topic("sales", &subscriptions)]);
    Session::new(&with(scenario, &json!({"dueWithin": due})), 1)
}

#[test]
fn every_line_of_an_effect_is_counted_however_many_there_are() {
    let mut s = written(300, "1s");
    s.order().rest();
    assert_eq!(s.times(1, "paid"), 300);
    assert_eq!(s.world.ledger().effect(s.effect("paid")).lines, 300);
    let told = s.trace.facts().iter().filter_map(|fact| match fact.what {
        What::EffectWritten { times, .. } => Some(times),
        _ => None,
    });
    assert!(told.eq(1..=300), "each fact says how many there are now");
}

#[test]
fn an_effect_is_late_when_it_was_had_once_and_too_late() {
    let late = |times: usize| {
        let steps = vec![json!({"effect": "moved"}); times];
        let mut scenario = purchase(&json!({}));
        scenario["dueWithin"] = json!("50ms");
        scenario["nodes"][1]["handlers"][0]["steps"] = json!([vec![work("100ms")], steps].concat());
        let mut s = Session::new(&scenario, 1);
        s.order().rest();
        let (ledger, effect) = (s.world.ledger(), s.effect("moved"));
        let listed = ledger.orders_in(effect, Column::Late, 9).len();
        (ledger.effect(effect).late as usize, listed)
    };
    assert_eq!(late(1), (1, 1));
    assert_eq!(late(2), (0, 0), "it is counted among those that have it twice");
}

#[test]
fn each_column_of_an_effect_lists_its_orders_and_no_other() {
    let expect = json!({"expect": {"effects": ["refunded"], "instead": ["moved"]}});
    let missing = json!([expect, {"effect": "refunded"}, publish("sales", "outbox")]);
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        client("returns", &missing),
        service("stock", &json!([work("100ms"), {"effect": "moved"}])),
        broker(true),
    ];
    let delivery = json!({"retry": fixed("1s", 1)});
    let topics = [topic("sales", &[subscription("stock", &["stock"], &delivery)])];
    let mut scenario = scenario(&json!("0ms"), &["moved", "refunded"], &nodes, &topics);
    scenario["dueWithin"] = json!("1s");
    scenario["effects"][1]["expected"] = json!(false);
    let mut s = Session::new(&scenario, 1);
    let next = |fault: &str| json!({fault: {"subscription": "stock"}});
    let returned = json!({"placeOrder": {"client": "returns"}});
    s.order().rest();
    s.command(&next("duplicateNext")).order().rest();
    s.command(&json!({"delayNext": {"subscription": "stock", "by": "2s"}})).order().rest();
    s.command(&next("poisonNext")).order().rest();
    s.command(&next("dropNext")).order().rest();
    // Of these two nothing is expected any more.
    s.command(&next("poisonNext")).command(&returned).rest();
    s.command(&next("dropNext")).command(&returned).rest();
    s.health("stock", "down").order();
    let listed = |column, most| -> Vec<u32> {
        s.world.ledger().orders_in(s.effect("moved"), column, most).iter().map(|order| order.0).collect()
    };
    assert_eq!(listed(Column::There, 9), [1, 2, 3]);
    assert_eq!(listed(Column::Twice, 9), [2]);
    assert_eq!(listed(Column::Late, 9), [3]);
    assert_eq!(listed(Column::Dead, 9), [4]);
    assert_eq!(listed(Column::Lost, 9), [5]);
    assert_eq!(listed(Column::Waiting, 9), [8]);
    assert_eq!(listed(Column::There, 2), [2, 3], "the last two");
}

/// A scenario without effects: the order of the shop goes to a service that works for 100 ms.
fn without_effects(delivery: &Value) -> Session {
    let nodes = [shop(&json!([publish("sales", "outbox")])), service("stock", &json!([work("100ms")])), broker(true)];
    let topics = [topic("sales", &[subscription("stock", &["stock"], delivery)])];
    let scenario = scenario(&json!("0ms"), &[], &nodes, &topics);
    Session::new(&with(scenario, &json!({"dueWithin": "150ms"})), 1)
}

#[test]
fn where_nothing_is_expected_an_order_waits_as_long_as_something_is_under_way() {
    let mut s = without_effects(&json!({}));
    s.order();
    assert_eq!(s.standing(1), Standing::Waiting);
    s.order().rest();
    assert_eq!([1, 2].map(|order| s.standing(order)), [Standing::Done, Standing::Late], "the second took 200 ms");
}

#[test]
fn where_nothing_is_expected_a_dead_letter_is_told_too() {
    let mut s = without_effects(&json!({"retry": fixed("1s", 2), "deadLetter": true}));
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
    assert_eq!(s.standing(1), Standing::DeadLettered);
    let letter = s.message("stock", 1).0;
    s.command(&json!({"mend": {"message": letter}})).command(&json!({"redrive": {"message": letter}}));
    assert_eq!(s.standing(1), Standing::Waiting);
    s.rest();
    assert_eq!(s.standing(1), Standing::Late, "it is handled, but long after it was due");
}
