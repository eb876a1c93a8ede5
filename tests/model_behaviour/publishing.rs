//! Publishing: how messages reach a topic, and what the topic and the broker do with them.

use super::common::build::*;
use super::common::session::Session;
use carteiro::ledger::Standing;
use carteiro::sim::broker::publication::Hop;
use carteiro::trace::{FactId, Reason, What};
use serde_json::{Value, json};

/// A purchase whose broker is down when the order is placed, and comes back after 3 s.
fn broker_away(via: &str) -> Session {
    let mut s = Session::new(&purchase_by(via, true, &json!({})), 1);
    s.health("broker", "down").order().until(3_000);
    s
}

#[test]
fn an_outbox_keeps_the_message_while_the_broker_is_down() {
    let mut s = broker_away("outbox");
    assert_eq!((s.world.publications().count(), s.standing(1)), (1, Standing::Waiting));
    s.health("broker", "up").rest();
    assert_eq!((s.world.publications().count(), s.standing(1)), (0, Standing::Done));
}

#[test]
fn a_message_has_been_where_it_is_since_it_came_there() {
    let mut scenario = purchase_by("outbox", true, &json!({}));
    scenario["network"] = json!({"latency": "200ms"});
    let mut s = Session::new(&scenario, 1);
    let stay = |s: &Session| {
        let p = s.world.publications().next().expect("one is under way");
        (p.hop, p.since.as_micros() / 1_000, p.until.as_micros() / 1_000)
    };
    s.health("broker", "down").until(100).order();
    assert_eq!(stay(&s), (Hop::Flying, 100, 300));
    s.until(300);
    assert_eq!(stay(&s), (Hop::Stored, 300, 1_300), "refused: the outbox keeps it for a second");
    s.until(1_300);
    assert_eq!(stay(&s), (Hop::Flying, 1_300, 1_500));
}

#[test]
fn a_sender_that_is_down_sends_nothing_from_its_outbox() {
    let nodes = [
        shop(&json!([publish("sales", "fireAndForget")])),
        service("stock", &json!([{"effect": "moved"}, publish("moves", "outbox")])),
        service("invoice", &json!([{"effect": "issued"}])),
        broker(true),
        with(broker(true), &json!({"id": "other"})),
    ];
    let topics = [
        topic("sales", &[subscription("stock", &["stock"], &json!({}))]),
        with(topic("moves", &[subscription("invoice", &["invoice"], &json!({}))]), &json!({"broker": "other"})),
    ];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved", "issued"], &nodes, &topics), 1);
    s.health("other", "down").order().until(500).health("stock", "down").health("other", "up").until(2_500);
    let p = s.world.publications().next().map(|p| (p.hop, p.since.as_millis(), p.until.as_millis()));
    assert_eq!(p, Some((Hop::Stored, 2_000.0, 3_000.0)), "it tries once a second");
    s.health("stock", "up").rest();
    assert_eq!(s.instants(|w| matches!(w, What::EffectWritten { effect, .. } if effect.0 == 1)), [3_000]);
}

#[test]
fn fired_and_forgotten_the_message_is_lost_and_nobody_knows() {
    let s = broker_away("fireAndForget");
    assert_eq!(s.standing(1), Standing::Lost);
    assert_eq!(s.count(|w| matches!(w, What::PublishLost { reason: Reason::BrokerDown, .. })), 1);
    assert_eq!(s.count(|w| matches!(w, What::OrderAnswered { .. })), 1, "the customer was told that all is well");
}

#[test]
fn a_publish_that_waits_for_its_confirm_fails_and_the_customer_knows() {
    let s = broker_away("confirmed");
    assert_eq!(s.standing(1), Standing::Lost);
    assert_eq!(s.count(|w| matches!(w, What::OrderFailed { reason: Reason::BrokerDown, .. })), 1);
    assert_eq!(s.count(|w| matches!(w, What::OrderAnswered { .. })), 0);
}

#[test]
fn a_durable_broker_keeps_its_messages_and_one_in_memory_loses_them() {
    for (durable, standing) in [(true, Standing::Done), (false, Standing::Lost)] {
        let mut s = Session::new(&purchase_by("outbox", durable, &json!({})), 1);
        s.health("stock", "down").order().order().health("broker", "down");
        s.health("stock", "up").until(5_000);
        assert_eq!(s.counts("stock").delivered, 0, "a broker that is down hands out nothing");
        s.health("broker", "up").rest();
        assert_eq!(s.world.ledger().count(standing), 2, "durable: {durable}");
    }
}

#[test]
fn the_dead_letters_of_a_broker_in_memory_are_lost_with_it() {
    for (durable, standing, dead) in [(true, Standing::DeadLettered, 1), (false, Standing::Lost, 0)] {
        let mut s = Session::new(&purchase_by("outbox", durable, &json!({"retry": fixed("1s", 1)})), 1);
        s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
        s.health("broker", "down").health("broker", "up");
        let moved = s.world.ledger().effect(s.effect("moved"));
        assert_eq!((s.standing(1), s.census("stock").dead, moved.dead), (standing, dead, dead as u32));
    }
}

#[test]
fn a_broker_in_memory_forgets_its_own_keys_when_it_goes_down() {
    for (durable, away, issued) in [(true, "memory", 1), (false, "memory", 2), (false, "broker", 1)] {
        let mut moves = topic("moves", &[subscription("invoice", &["invoice"], &json!({}))]);
        (moves["broker"], moves["dedupWindow"]) = (json!("memory"), json!("1min"));
        let mut memory = broker(durable);
        memory["id"] = json!("memory");
        let mut s = publishing_twice(&[broker(true), memory], moves);
        s.until(500).health(away, "down").health(away, "up").rest();
        assert_eq!(s.times(1, "issued"), issued, "durable: {durable}, away: {away}");
    }
}

#[test]
fn a_broker_that_goes_down_during_the_work_gives_the_message_out_again() {
    for (inbox, times) in [(json!(null), 2), (json!({"window": "forever"}), 1)] {
        let mut s = Session::new(&purchase(&json!({"inbox": inbox})), 1);
        s.order().until(50).health("broker", "down").until(1_000).health("broker", "up").rest();
        assert_eq!(s.count(|w| matches!(w, What::AckTooLate { .. })), 1);
        assert_eq!(s.times(1, "moved"), times);
    }
}

#[test]
fn a_topic_gives_each_subscription_its_own_copy() {
    let handler = |effect: &str| json!([work("10ms"), {"effect": effect}]);
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &handler("moved")),
        service("invoice", &handler("issued")),
        broker(true),
    ];
    let subscriptions =
        [subscription("stock", &["stock"], &json!({})), subscription("invoice", &["invoice"], &json!({}))];
    let mut s =
        Session::new(&scenario(&json!("0ms"), &["moved", "issued"], &nodes, &[topic("sales", &subscriptions)]), 1);
    s.health("stock", "down").order().rest();
    assert_eq!((s.times(1, "moved"), s.times(1, "issued"), s.standing(1)), (0, 1, Standing::Waiting));
    s.health("stock", "up").rest();
    assert_eq!(s.standing(1), Standing::Done);
}

#[test]
fn what_no_subscription_wants_is_confirmed_unless_it_is_mandatory() {
    for (mandatory, answered) in [(false, 1), (true, 0)] {
        let nodes = [shop(&json!([{"effect": "paid"}, publish("void", "confirmed")])), broker(true)];
        let topics = [with(topic("void", &[]), &json!({"mandatory": mandatory}))];
        let mut s = Session::new(&scenario(&json!("0ms"), &["paid"], &nodes, &topics), 1);
        s.order().rest();
        assert_eq!(s.count(|w| matches!(w, What::OrderAnswered { .. })), answered, "mandatory: {mandatory}");
    }
}

/// Stock publishes to `moves` first, writes its effect, and crashes: it will publish again, a second later.
fn publishing_twice(brokers: &[Value], moves: Value) -> Session {
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([publish("moves", "fireAndForget"), {"effect": "moved"}])),
        service("invoice", &json!([{"effect": "issued"}])),
    ];
    let topics = [topic("sales", &[subscription("stock", &["stock"], &json!({}))]), moves];
    let nodes = [&nodes, brokers].concat();
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved", "issued"], &nodes, &topics), 1);
    s.command(&json!({"crash": {"node": "stock", "point": "afterEffect"}})).order();
    s
}

fn published_again(window: Option<&str>) -> Session {
    let moves = topic("moves", &[subscription("invoice", &["invoice"], &json!({}))]);
    let moves = window.map_or(moves.clone(), |window| with(moves, &json!({"dedupWindow": window})));
    let mut s = publishing_twice(&[broker(true)], moves);
    s.rest();
    s
}

#[test]
fn a_topic_takes_a_key_once_within_its_window() {
    for (window, issued) in [(None, 2), (Some("5s"), 1), (Some("500ms"), 2)] {
        let s = published_again(window);
        assert_eq!(s.times(1, "issued"), issued, "{window:?}");
        assert_eq!(s.count(|w| matches!(w, What::PublishDeduplicated { .. })), usize::from(issued == 1));
    }
}

/// Stock writes its effect and publishes what follows from it; it crashes right after the effect.
fn crash_before_publishing(via: &str) -> Session {
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([{"effect": "moved"}, publish("moves", via)])),
        service("invoice", &json!([{"effect": "issued"}])),
        broker(true),
    ];
    let inbox = json!({"inbox": {"window": "forever"}});
    let topics = [
        topic("sales", &[subscription("stock", &["stock"], &inbox)]),
        topic("moves", &[subscription("invoice", &["invoice"], &json!({}))]),
    ];
    let mut s = Session::new(&scenario(&json!("10ms"), &["moved", "issued"], &nodes, &topics), 1);
    s.command(&json!({"crash": {"node": "stock", "point": "afterEffect"}})).order().rest();
    s
}

#[test]
fn all_that_follows_an_effect_into_an_outbox_is_in_its_transaction() {
    let effect = json!({"effect": "moved"});
    let decide = json!({"decide": {"probability": 1.0, "then": [effect], "otherwise": [effect]}});
    for first in [effect.clone(), decide] {
        let nodes = [
            shop(&json!([publish("sales", "outbox")])),
            service("stock", &json!([first, publish("moves", "outbox"), publish("bills", "outbox")])),
            service("invoice", &json!([{"effect": "issued"}])),
            service("bank", &json!([{"effect": "paid"}])),
            broker(true),
        ];
        let of = |id: &str| subscription(id, &[id], &json!({"inbox": {"window": "forever"}}));
        let topics = [topic("sales", &[of("stock")]), topic("moves", &[of("invoice")]), topic("bills", &[of("bank")])];
        let mut s = Session::new(&scenario(&json!("0ms"), &["moved", "issued", "paid"], &nodes, &topics), 1);
        s.command(&json!({"crash": {"node": "stock", "point": "afterEffect"}})).order().rest();
        assert_eq!(["moved", "issued", "paid"].map(|effect| s.times(1, effect)), [1, 1, 1], "{first}");
    }
}

/// What led to the first fact of a kind, from the beginning, without what was done by hand.
fn story(s: &Session, last: impl Fn(&What) -> bool) -> Vec<String> {
    let facts = s.trace.facts();
    let mut at = facts.iter().position(|fact| last(&fact.what));
    let mut told = Vec::new();
    while let Some(fact) = at.and_then(|at| facts.get(at)) {
        told.push(format!("{:?}", fact.what).split(' ').next().unwrap_or_default().to_owned());
        at = (fact.cause != FactId::NONE).then_some(fact.cause.0 as usize);
    }
    told.reverse();
    told
}

#[test]
fn each_step_on_the_way_to_a_topic_names_the_one_before() {
    let mut s = broker_away("outbox");
    s.health("broker", "up").rest();
    let tries = ["PublishSent", "PublishRefused"].repeat(4);
    let way = [&["OrderPlaced", "OutboxStored"][..], &tries, &["PublishSent", "PublishAccepted"]].concat();
    assert_eq!(story(&s, |w| matches!(w, What::PublishAccepted { .. })), way);
    for (via, stored) in [("fireAndForget", 0), ("confirmed", 0), ("outbox", 1)] {
        let mut s = Session::new(&purchase_by(via, true, &json!({})), 1);
        s.order().rest();
        assert_eq!(s.count(|w| matches!(w, What::OutboxStored { .. })), stored, "{via}");
    }
}

#[test]
fn an_outbox_is_written_in_the_transaction_of_the_effect() {
    assert_eq!(crash_before_publishing("outbox").standing(1), Standing::Done);
    assert_eq!(crash_before_publishing("fireAndForget").standing(1), Standing::Lost, "two writes, and a crash between");
}

#[test]
fn every_edge_has_its_latency() {
    let mut scenario = purchase(&json!({}));
    scenario["network"] = json!({"latency": "200ms"});
    let mut s = Session::new(&scenario, 1);
    s.order().rest();
    let at = |happened: fn(&What) -> bool| s.instants(happened);
    assert_eq!(at(|w| matches!(w, What::PublishAccepted { .. })), [200]);
    assert_eq!(at(|w| matches!(w, What::RunStarted { .. })), [400]);
    assert_eq!(at(|w| matches!(w, What::MessageAcked { .. })), [500]);
}

#[test]
fn orders_come_by_themselves_up_to_the_limit_and_stop_when_told() {
    let placed = |stop_at: Option<u64>| {
        let mut scenario = purchase(&json!({}));
        scenario["nodes"][0]["arrivals"] = json!({"every": "1s", "limit": 5});
        let mut s = Session::new(&scenario, 1);
        if let Some(ms) = stop_at {
            s.until(ms).command(&json!({"setArrivals": {"client": "shop", "every": Value::Null}}));
        }
        s.rest();
        s.instants(|w| matches!(w, What::OrderPlaced { .. }))
    };
    assert_eq!(placed(None), [1_000, 2_000, 3_000, 4_000, 5_000]);
    assert_eq!(placed(Some(2_500)), [1_000, 2_000]);
}

#[test]
fn automatic_orders_that_are_used_up_can_be_switched_on_again() {
    let mut scenario = purchase(&json!({}));
    scenario["nodes"][0]["arrivals"] = json!({"every": "1s", "limit": 2});
    let mut s = Session::new(&scenario, 1);
    s.until(4_500).command(&json!({"setArrivals": {"client": "shop", "every": "1s"}})).until(7_000);
    assert_eq!(s.instants(|w| matches!(w, What::OrderPlaced { .. })), [1_000, 2_000, 5_500, 6_500]);
}

#[test]
fn messages_that_beget_each_other_without_time_end_by_the_budget() {
    let nodes = [
        shop(&json!([publish("ping", "fireAndForget")])),
        service("echo", &json!([{"effect": "heard"}, publish("ping", "fireAndForget")])),
        broker(true),
    ];
    let topics = [topic("ping", &[subscription("echo", &["echo"], &json!({}))])];
    let scenario = scenario(&json!("0ms"), &["heard"], &nodes, &topics);
    let model = std::sync::Arc::new(carteiro::scenario::load(&scenario.to_string()).unwrap());
    let mut world = carteiro::sim::World::new(model, 1).with_budget(100);
    let client = world.model().node_named("shop").unwrap();
    let order = carteiro::model::Command::PlaceOrder { client, amount: 1 };
    let spent = world.apply(&order, &mut carteiro::trace::Silent).unwrap_err().to_string();
    // Steps that take no time are no events, but are charged.
    assert!(spent.contains("at 0.000000 s after 0 events"), "{spent}");
}
