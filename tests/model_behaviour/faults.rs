//! Commands and faults: crashes at a point, duplicates, losses, delays, poison, disorder.

use super::common::build::*;
use super::common::session::Session;
use carteiro::ledger::Standing;
use carteiro::trace::What;
use serde_json::{Value, json};

fn session(delivery: &Value) -> Session {
    Session::new(&purchase(delivery), 1)
}

#[test]
fn where_a_service_crashes_decides_what_is_done_twice() {
    let inbox = json!({"inbox": {"window": "forever"}});
    for (point, delivery, times) in [
        ("beforeEffect", &json!({}), 1),
        ("afterEffect", &json!({}), 2),
        ("afterEffect", &inbox, 1),
        ("afterAck", &json!({}), 1),
    ] {
        let mut s = session(delivery);
        s.command(&json!({"crash": {"node": "stock", "point": point}})).order().rest();
        assert_eq!(s.times(1, "moved"), times, "{point} {delivery}");
        assert_eq!(s.count(|w| matches!(w, What::NodeRestarted { .. })), 1, "{point}");
    }
}

/// A poisoned message under the lease of a consumer that crashed while it worked on it (`busy`), or while the message
/// waited behind another one; with or without an outage of the broker before the lease ends. Returns how often it is
/// handed out and handled in all: two attempts, and what the broker does not count.
fn under_the_lease_of_the_crashed(counts: &str, busy: bool, outage: bool) -> (usize, usize) {
    let delivery = json!({"lease": "10s", "crashReturns": "atLeaseEnd", "prefetch": "unlimited", "counts": counts,
                          "retry": fixed("100ms", 2)});
    let mut s = session(&delivery);
    if !busy {
        s.order();
    }
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().until(50);
    s.command(&json!({"crash": {"node": "stock", "point": "now"}})).until(2_000);
    // Back after a second, it crashes again, with nothing in hand.
    s.command(&json!({"crash": {"node": "stock", "point": "now"}})).until(3_000);
    if outage {
        s.health("broker", "down").until(4_000).health("broker", "up");
    }
    s.rest();
    let order = if busy { 1 } else { 2 };
    assert_eq!(s.standing(order), Standing::DeadLettered, "{counts}");
    let handed_out = s.count(|w| matches!(w, What::MessageHandedOut { order: o, .. } if o.0 == order));
    let handled = s.count(|w| matches!(w, What::RunStarted { order: o, message: Some(_), .. } if o.0 == order));
    (handed_out, handled)
}

#[test]
fn an_outage_ends_the_lease_of_a_crashed_consumer_and_charges_nothing() {
    for counts in ["handlings", "deliveries", "failures"] {
        assert_eq!(under_the_lease_of_the_crashed(counts, true, false), (2, 2), "{counts}: the crash is an attempt");
        assert_eq!(under_the_lease_of_the_crashed(counts, true, true), (3, 3), "{counts}: nobody knows of the crash");
        let counted = if counts == "handlings" { (3, 2) } else { (2, 1) };
        assert_eq!(under_the_lease_of_the_crashed(counts, false, false), counted, "{counts}: only buffered");
        assert_eq!(under_the_lease_of_the_crashed(counts, false, true), (3, 2), "{counts}: only buffered, outage");
    }
}

#[test]
fn an_armed_crash_happens_once() {
    let mut s = session(&json!({}));
    s.command(&json!({"crash": {"node": "stock", "point": "beforeEffect"}})).order().order().rest();
    assert_eq!(s.count(|w| matches!(w, What::NodeCrashed { .. })), 1);
    assert_eq!(s.world.ledger().count(Standing::Done), 2);
}

#[test]
fn who_sets_the_health_by_hand_does_not_wait_for_the_restart() {
    let mut s = session(&json!({}));
    s.order().until(50).command(&json!({"crash": {"node": "stock", "point": "now"}})).until(100);
    s.health("stock", "up").rest();
    assert_eq!(s.instants(|w| matches!(w, What::MessageAcked { .. })), [200]);
    assert_eq!(s.count(|w| matches!(w, What::NodeRestarted { .. })), 0);
}

#[test]
fn a_node_that_crashed_and_is_then_taken_down_stays_down() {
    let mut s = session(&json!({}));
    s.order().until(50).command(&json!({"crash": {"node": "stock", "point": "now"}}));
    s.health("stock", "down").until(60_000);
    assert_eq!((s.census("stock").ready, s.standing(1)), (1, Standing::Waiting));
}

#[test]
fn a_network_duplicate_is_had_twice_unless_an_inbox_remembers_long_enough() {
    for (window, times, suppressed) in
        [(Value::Null, 2, 0), (json!("1s"), 2, 0), (json!("5s"), 1, 1), (json!("forever"), 1, 1)]
    {
        let inbox = if window.is_null() { Value::Null } else { json!({"window": window}) };
        let mut s = session(&json!({"inbox": inbox, "duplicates": {"probability": 1.0, "after": "2s"}}));
        s.order().rest();
        assert_eq!((s.times(1, "moved"), s.counts("stock").suppressed), (times, suppressed), "window {window}");
        let standing = if times == 2 { Standing::DoneTwice } else { Standing::Done };
        assert_eq!(s.standing(1), standing);
    }
}

/// The effects of an order, and how many of two copies were suppressed; the second comes 2.5 s after the first.
fn handled_again(window: &str, steps: &[(&str, Value)]) -> ([u32; 2], u64) {
    let inbox = json!({"window": window});
    let delivery = json!({"inbox": inbox, "duplicates": {"probability": 1.0, "after": "2500ms"}});
    let mut nodes = vec![shop(&json!([publish("sales", "outbox")])), broker(true)];
    nodes.push(service("audit", &json!([{"effect": "moved"}, {"effect": "counted"}])));
    nodes.extend(steps.iter().map(|(id, steps)| worker_of(id, "stock", steps)));
    let consumers: Vec<&str> = steps.iter().map(|(id, _)| *id).collect();
    let topics = [
        topic("sales", &[subscription("stock", &consumers, &delivery)]),
        topic("audits", &[subscription("audit", &["audit"], &json!({}))]),
    ];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved", "counted"], &nodes, &topics), 1);
    // The first consumer takes both.
    for (other, _) in &steps[1..] {
        s.health(other, "down");
    }
    s.order().rest();
    (["moved", "counted"].map(|effect| s.times(1, effect)), s.counts("stock").suppressed)
}

#[test]
fn an_inbox_knows_a_message_whatever_its_handler_wrote() {
    let [moved, counted] = ["moved", "counted"].map(|effect| json!({"effect": effect}));
    let none = [("stock", json!([publish("audits", "outbox")]))];
    assert_eq!(handled_again("forever", &none), ([1, 1], 1), "it wrote nothing, and is not done again");
    let two = json!([moved, counted]);
    assert_eq!(handled_again("forever", &[("stock", two.clone())]), ([1, 1], 1));
    let one = json!([moved, publish("audits", "outbox")]);
    assert_eq!(handled_again("forever", &[("stock", one), ("other", two)]), ([2, 1], 1), "another would write more");
}

#[test]
fn the_window_of_a_key_begins_with_the_effect() {
    let slow = [("stock", json!([{"effect": "moved"}, {"effect": "counted"}, work("2s")]))];
    assert_eq!(handled_again("1s", &slow), ([2, 2], 0), "not with the end of the work");
}

#[test]
fn a_copy_that_finds_its_last_effect_written_does_nothing_behind_it() {
    let steps = json!([work("100ms"), {"effect": "moved"}, {"effect": "counted"}, publish("moves", "outbox")]);
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        with(service("stock", &steps), &json!({"workers": 2})),
        service("logistics", &json!([{"effect": "shipped"}])),
        broker(true),
    ];
    let topics = [
        topic("sales", &[subscription("stock", &["stock"], &json!({"inbox": {"window": "forever"}}))]),
        topic("moves", &[subscription("logistics", &["logistics"], &json!({}))]),
    ];
    let scenario = scenario(&json!("0ms"), &["moved", "counted", "shipped"], &nodes, &topics);
    let mut s = Session::new(&scenario, 1);
    s.command(&json!({"duplicateNext": {"subscription": "stock"}})).order().rest();
    assert_eq!((s.counts("stock").suppressed, s.times(1, "shipped")), (1, 1), "it is not published twice");
    s.command(&json!({"crash": {"node": "stock", "point": "afterEffect"}})).order().rest();
    assert_eq!(["moved", "counted"].map(|effect| s.times(2, effect)), [1, 1], "only the first was written before");
}

#[test]
fn two_copies_in_two_hands_at_once_have_one_effect_behind_an_inbox() {
    let mut scenario = purchase(&json!({"inbox": {"window": "forever"}}));
    scenario["nodes"][1]["workers"] = json!(2);
    let mut s = Session::new(&scenario, 1);
    s.command(&json!({"duplicateNext": {"subscription": "stock"}})).order().until(50);
    assert_eq!(s.world.runs().count(), 2);
    s.rest();
    assert_eq!((s.times(1, "moved"), s.counts("stock").acked), (1, 2));
}

#[test]
fn the_next_message_is_dropped_duplicated_delayed_or_poisoned_and_only_that() {
    let tampered = |command: &Value| {
        let mut s = session(&json!({"retry": fixed("100ms", 2)}));
        s.command(command).order().order().rest();
        s
    };
    let s = tampered(&json!({"dropNext": {"subscription": "stock"}}));
    assert_eq!((s.standing(1), s.standing(2)), (Standing::Lost, Standing::Done));
    let s = tampered(&json!({"duplicateNext": {"subscription": "stock"}}));
    assert_eq!((s.standing(1), s.standing(2)), (Standing::DoneTwice, Standing::Done));
    let s = tampered(&json!({"delayNext": {"subscription": "stock", "by": "2s"}}));
    assert_eq!(s.written("moved"), [2, 1]);
    assert_eq!(s.instants(|w| matches!(w, What::MessageAcked { .. })), [100, 2_100]);
    let s = tampered(&json!({"poisonNext": {"subscription": "stock"}}));
    assert_eq!((s.standing(1), s.standing(2)), (Standing::DeadLettered, Standing::Done));
}

#[test]
fn a_poison_message_fails_until_it_is_mended() {
    let mut s = session(&json!({"retry": fixed("1s", 5)}));
    s.order();
    let message = s.message("stock", 1).0;
    s.command(&json!({"poison": {"message": message}})).until(50);
    s.health("stock", "down").health("stock", "up").until(1_500);
    assert_eq!(s.counts("stock").acked, 0);
    s.command(&json!({"mend": {"message": message}})).rest();
    assert_eq!(s.standing(1), Standing::Done);
}

#[test]
fn a_shuffled_queue_is_handled_in_another_order_and_loses_nothing() {
    let mut s = session(&json!({}));
    s.health("stock", "down");
    for _ in 0..20 {
        s.order();
    }
    s.command(&json!({"reorder": {"subscription": "stock"}})).health("stock", "up").rest();
    let mut written = s.written("moved");
    let in_order: Vec<u32> = (1..=20).collect();
    assert_ne!(written, in_order);
    written.sort_unstable();
    assert_eq!(written, in_order);
}

#[test]
fn commands_on_messages_that_are_not_there_are_refused_and_change_nothing() {
    let mut s = session(&json!({}));
    s.health("stock", "down").order();
    let (logged, alive) = (s.world.commands(), s.message("stock", 1).0);
    for command in ["redrive", "discard", "poison", "mend"] {
        s.try_command(&json!({command: {"message": 99}})).unwrap();
    }
    // A message that is there, but not dead.
    s.try_command(&json!({"redrive": {"message": alive}})).unwrap();
    s.try_command(&json!({"discard": {"message": alive}})).unwrap();
    assert_eq!(s.world.commands(), logged, "none was carried out");
}

#[test]
fn an_order_that_takes_longer_than_due_is_late() {
    let mut s = Session::new(&with(purchase(&json!({})), &json!({"dueWithin": "1s"})), 1);
    s.order().until(200).command(&json!({"delayNext": {"subscription": "stock", "by": "1s"}})).order().rest();
    assert_eq!((s.standing(1), s.standing(2)), (Standing::Done, Standing::Late));
}

#[test]
fn a_flaky_service_fails_one_message_of_an_order_without_regard_to_the_other() {
    let nodes = [
        shop(&json!([publish("sales", "outbox"), publish("sales", "outbox")])),
        service("stock", &json!([{"effect": "moved"}])),
        broker(true),
    ];
    let delivery = json!({"retry": fixed("1s", 1), "deadLetter": true});
    let topics = [topic("sales", &[subscription("stock", &["stock"], &delivery)])];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &topics), 1);
    s.command(&json!({"setHealth": {"node": "stock", "health": {"flaky": {"probability": 0.5}}}}));
    (0..100).for_each(|_| {
        s.order().rest();
    });
    let one_failed = (1..=100).filter(|order| s.times(*order, "moved") == 1).count();
    assert!((30..=70).contains(&one_failed), "{one_failed} of 100, expected about 50");
}

/// A purchase with three automatic orders.
fn scripted_scenario() -> Value {
    let arrivals = json!({"arrivals": {"every": "1s", "limit": 3}});
    let mut scenario = purchase(&json!({}));
    scenario["nodes"][0] = with(scenario["nodes"][0].take(), &arrivals);
    scenario
}

/// The same, whose script gives `command` at 10 s.
fn scripted(command: &Value) -> Session {
    Session::new(&with(scripted_scenario(), &json!({"faults": [{"at": "10s", "do": command}]})), 1)
}

#[test]
fn what_a_person_has_set_the_script_leaves_alone() {
    let is_up = |s: &Session| s.world.nodes()[1].is_up();
    let down = json!({"setHealth": {"node": "stock", "health": "down"}});
    let mut s = scripted(&down);
    assert!(!is_up(s.until(20_000)), "without a person it does");
    for command in [
        json!({"setHealth": {"node": "stock", "health": "up"}}),
        json!({"setHealth": {"node": "stock", "health": {"slow": {"factor": 2}}}}),
    ] {
        let mut s = scripted(&down);
        s.until(5_000).command(&command).until(20_000);
        assert!(is_up(&s), "{command}");
        assert_eq!(s.count(|w| matches!(w, What::HealthSet { health: carteiro::model::Health::Down, .. })), 0);
    }
    for other in [
        json!({"setHealth": {"node": "broker", "health": "up"}}),
        json!({"setWorkers": {"node": "stock", "workers": 3}}),
        json!({"placeOrder": {"client": "shop"}}),
        json!({"reorder": {"subscription": "stock"}}),
    ] {
        let mut s = scripted(&down);
        s.until(5_000).command(&other).until(20_000);
        assert!(!is_up(&s), "{other} is about something else");
    }
    let mut s = scripted(&json!({"setWorkers": {"node": "stock", "workers": 3}}));
    s.command(&json!({"setWorkers": {"node": "stock", "workers": 2}})).until(20_000);
    assert_eq!(s.world.nodes()[1].workers(), 2);
    let mut s = scripted(&json!({"setDelivery": {"subscription": "stock", "delivery": {"prefetch": 7}}}));
    s.command(&json!({"setDelivery": {"subscription": "stock", "delivery": {"prefetch": 5}}})).until(20_000);
    assert_eq!(s.world.queues()[0].delivery.prefetch, carteiro::model::Prefetch::AtMost(5));
    let mut s = scripted(&json!({"unsubscribe": {"subscription": "stock"}}));
    s.command(&json!({"subscribe": {"subscription": "stock"}})).until(20_000);
    assert_eq!(s.count(|w| matches!(w, What::Unsubscribed { .. })), 0);
}

/// A crash sets nothing: without the script's recovery, a service that is down would stay down.
#[test]
fn the_script_brings_up_a_service_that_a_person_crashed_while_it_was_down() {
    for point in ["now", "beforeEffect", "afterEffect", "afterAck"] {
        let set = |health: &str| json!({"setHealth": {"node": "stock", "health": health}});
        let faults = json!([{"at": "4s", "do": set("down")}, {"at": "10s", "do": set("up")}]);
        let mut s = Session::new(&with(scripted_scenario(), &json!({"faults": faults})), 1);
        s.until(5_000).command(&json!({"crash": {"node": "stock", "point": point}})).until(20_000);
        assert!(s.world.nodes()[1].is_up(), "{point}");
    }
    let mut s = scripted(&json!({"crash": {"node": "stock", "point": "now"}}));
    s.command(&json!({"setHealth": {"node": "stock", "health": "up"}})).until(20_000);
    assert_eq!(s.count(|w| matches!(w, What::NodeCrashed { .. })), 0, "a person's health holds for crashes too");
}

#[test]
fn a_rate_that_a_person_sets_has_no_limit_but_the_scripts_has() {
    let every = json!({"setArrivals": {"client": "shop", "every": "2s"}});
    let orders = |s: &Session| s.world.ledger().orders().len();
    let mut s = scripted(&json!({"setArrivals": {"client": "shop", "every": null}}));
    s.until(1_500).command(&every).until(41_600);
    assert_eq!(orders(&s), 1 + 20, "the script's limit of three is lifted, and its end at 10 s does not come");
    let mut s = Session::new(&with(scripted_scenario(), &json!({"faults": [{"at": "1500ms", "do": every}]})), 1);
    assert_eq!(orders(s.until(41_600)), 3, "the script's own rate is within its limit");
}
