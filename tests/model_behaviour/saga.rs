//! Sagas: decisions, compensation, and dead-letter notices; an order may end with other effects than expected at first.

use super::common::build::*;
use super::common::session::Session;
use super::egress::tampered;
use carteiro::ledger::{Column, Standing};
use carteiro::trace::What;
use serde_json::{Value, json};

/// A shop that takes the payment, and stock that has the goods or not; then the payment goes back by an event.
fn saga(probability: f64) -> Value {
    let missing = json!([
        {"expect": {"effects": ["refunded"], "instead": ["shipped"]}},
        publish("missing", "outbox")
    ]);
    let decide = json!({"decide": {"probability": probability, "then": [{"effect": "shipped"}], "otherwise": missing}});
    let nodes = [
        shop(&json!([{"effect": "paid"}, publish("sales", "outbox")])),
        service("stock", &json!([work("100ms"), decide])),
        service("refunds", &json!([work("1s"), {"effect": "refunded"}])),
        broker(true),
    ];
    let topics = [
        topic("sales", &[subscription("stock", &["stock"], &json!({"retry": fixed("1s", 3)}))]),
        topic("missing", &[subscription("refunds", &["refunds"], &json!({"retry": fixed("1s", 1)}))]),
    ];
    let mut scenario = scenario(&json!("0ms"), &["paid", "shipped", "refunded"], &nodes, &topics);
    scenario["effects"][2]["expected"] = json!(false);
    scenario
}

#[test]
fn an_order_that_is_compensated_is_done_by_other_effects_and_both_are_seen_in_between() {
    let mut s = Session::new(&saga(0.0), 1);
    s.order().until(500);
    let ledger = s.world.ledger();
    let (shipped, refunded) = (ledger.effect(s.effect("shipped")), ledger.effect(s.effect("refunded")));
    assert_eq!((shipped.expected, shipped.waiting, shipped.spared), (0, 0, 1), "nobody waits for the goods any more");
    assert_eq!((refunded.expected, refunded.waiting), (1, 1));
    assert_eq!((s.standing(1), ledger.compensated()), (Standing::Waiting, 0), "paid and not yet refunded");
    assert!(ledger.orders_in(s.effect("shipped"), Column::Waiting, 9).is_empty());
    s.rest();
    assert_eq!((s.times(1, "paid"), s.times(1, "shipped"), s.times(1, "refunded")), (1, 0, 1));
    assert_eq!((s.standing(1), s.world.ledger().compensated()), (Standing::Done, 1));
}

#[test]
fn an_order_with_the_goods_in_stock_expects_no_refund() {
    let mut s = Session::new(&saga(1.0), 1);
    s.order().rest();
    let ledger = s.world.ledger();
    assert_eq!((s.standing(1), ledger.compensated()), (Standing::Done, 0));
    assert_eq!(ledger.effect(s.effect("refunded")).expected, 0);
    assert_eq!(s.count(|w| matches!(w, What::ExpectationSet { .. })), 0);
}

#[test]
fn a_compensation_that_gets_lost_leaves_the_order_lost() {
    let mut s = Session::new(&saga(0.0), 1);
    s.command(&json!({"dropNext": {"subscription": "refunds"}})).order().rest();
    assert_eq!((s.standing(1), s.world.ledger().compensated()), (Standing::Lost, 0));
    let lost = s.world.ledger().orders_in(s.effect("refunded"), Column::Lost, 9);
    assert_eq!(lost.len(), 1, "the customer paid and has neither goods nor money");
}

#[test]
fn a_compensation_that_is_given_up_is_a_dead_letter_and_a_redrive_completes_it() {
    let mut s = Session::new(&saga(0.0), 1);
    s.command(&json!({"poisonNext": {"subscription": "refunds"}})).order().rest();
    assert_eq!(s.standing(1), Standing::DeadLettered);
    let message = s.message("refunds", 1).0;
    s.command(&json!({"mend": {"message": message}})).command(&json!({"redriveAll": {"subscription": "refunds"}}));
    s.rest();
    assert_eq!((s.standing(1), s.world.ledger().compensated()), (Standing::Done, 1));
}

/// Stock decides, then mostly fails at what comes behind it.
fn fails_behind(probability: f64) -> Session {
    let decide = json!({"decide": {"probability": probability, "then": [work("0ms")], "otherwise": [work("0ms")]}});
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([decide, {"work": {"takes": "10ms", "fails": 0.7}}, {"effect": "moved"}])),
        broker(true),
    ];
    let topics = [topic("sales", &[subscription("stock", &["stock"], &json!({"retry": fixed("1s", 50)}))])];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &topics), 1);
    (0..40).for_each(|_| {
        s.order();
    });
    s.rest();
    s
}

#[test]
fn a_retry_decides_the_same() {
    let s = fails_behind(0.5);
    let decided = |order: u32, yes: bool| {
        s.count(|w| matches!(w, What::OrderDecided { order: o, yes: y, .. } if o.0 == order && *y == yes))
    };
    let (yes, no): (usize, usize) = (1..=40).map(|order| (decided(order, true), decided(order, false))).fold(
        (0, 0),
        |(yes, no), (of_yes, of_no)| {
            assert!(of_yes == 0 || of_no == 0, "an order is decided both ways");
            (yes + of_yes, no + of_no)
        },
    );
    assert!(yes > 0 && no > 0 && yes + no > 80, "both were decided, and there were retries: {yes}, {no}");
}

#[test]
fn how_likely_a_decision_is_shifts_no_other_draw() {
    let instants = |probability: f64| fails_behind(probability).instants(|w| matches!(w, What::RunEnded { .. }));
    assert_eq!(instants(0.0), instants(1.0), "the work behind it fails at the same attempts");
}

#[test]
fn two_consumers_of_a_subscription_decide_the_same() {
    let decide = json!([{"decide": {"probability": 0.5, "then": [{"effect": "moved"}], "otherwise": [work("1ms")]}},
                        {"work": {"takes": "1ms", "fails": 0.8}}]);
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        worker_of("first", "stock", &decide),
        worker_of("second", "stock", &decide),
        broker(true),
    ];
    let delivery = json!({"retry": fixed("1s", 50), "inbox": {"window": "forever"}});
    let topics = [topic("sales", &[subscription("stock", &["first", "second"], &delivery)])];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &topics), 1);
    for order in 1..=20 {
        s.order().rest();
        let of_order = |yes: bool| {
            s.count(|w| matches!(w, What::OrderDecided { order: o, yes: y, .. } if o.0 == order && *y == yes))
        };
        assert!(of_order(true) == 0 || of_order(false) == 0, "order {order}");
    }
}

#[test]
fn branches_within_branches_join_again() {
    let inner =
        |p: f64| json!({"decide": {"probability": p, "then": [{"effect": "a"}], "otherwise": [{"effect": "b"}]}});
    for (outer, within, expected) in [(1.0, 1.0, [1, 0, 0, 1]), (1.0, 0.0, [0, 1, 0, 1]), (0.0, 1.0, [0, 0, 1, 1])] {
        let decide = json!({"decide": {"probability": outer, "then": [inner(within)], "otherwise": [{"effect": "c"}]}});
        let nodes = [
            shop(&json!([publish("sales", "outbox")])),
            service("stock", &json!([decide, {"effect": "d"}])),
            broker(true),
        ];
        let topics = [topic("sales", &[subscription("stock", &["stock"], &json!({}))])];
        let mut s = Session::new(&scenario(&json!("0ms"), &["a", "b", "c", "d"], &nodes, &topics), 1);
        s.order().rest();
        assert_eq!(["a", "b", "c", "d"].map(|effect| s.times(1, effect)), expected);
    }
}

#[test]
fn a_duplicate_on_a_way_with_fewer_effects_is_suppressed_too() {
    let decide = json!({"decide": {"probability": 0.0, "then": [{"effect": "moved"}, {"effect": "packed"}],
                        "otherwise": [{"effect": "moved"}, publish("told", "outbox")]}});
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([decide])),
        service("mail", &json!([{"effect": "mailed"}])),
        broker(true),
    ];
    let delivery = json!({"inbox": {"window": "forever"}});
    let topics = [
        topic("sales", &[subscription("stock", &["stock"], &delivery)]),
        topic("told", &[subscription("mail", &["mail"], &json!({}))]),
    ];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved", "packed", "mailed"], &nodes, &topics), 1);
    s.command(&json!({"duplicateNext": {"subscription": "stock"}})).order().rest();
    assert_eq!((s.counts("stock").suppressed, s.times(1, "mailed")), (1, 1));
}

/// Mail that cannot be sent, and a service that tells the customer so.
fn mail(delivery: &Value) -> Value {
    let nodes = [
        shop(&json!([publish("mails", "outbox")])),
        service("mailer", &json!([work("10ms"), {"effect": "mailed"}])),
        service("inbox", &json!([{"expect": {"effects": ["told"], "instead": ["mailed"]}}, {"effect": "told"}])),
        broker(true),
    ];
    let topics = [
        topic("mails", &[subscription("mailer", &["mailer"], delivery)]),
        topic("failed", &[subscription("inbox", &["inbox"], &json!({"inbox": {"window": "forever"}}))]),
    ];
    let mut scenario = scenario(&json!("0ms"), &["mailed", "told"], &nodes, &topics);
    scenario["effects"][1]["expected"] = json!(false);
    scenario
}

#[test]
fn a_notice_of_a_dead_letter_lets_a_service_tell_the_customer() {
    for keep in [true, false] {
        let delivery = json!({"deadLetterNotice": "failed", "deadLetter": keep, "retry": fixed("1s", 3)});
        let mut s = Session::new(&mail(&delivery), 1);
        s.command(&json!({"poisonNext": {"subscription": "mailer"}})).order().order().rest();
        assert_eq!(s.instants(|w| matches!(w, What::NoticeSent { .. })).len(), 1, "kept: {keep}");
        assert_eq!((s.times(1, "told"), s.times(2, "told"), s.times(2, "mailed")), (1, 0, 1));
        assert_eq!((s.standing(1), s.world.ledger().compensated()), (Standing::Done, 1));
    }
}

#[test]
fn one_order_has_one_key_for_its_notices() {
    let mut s = Session::new(&mail(&json!({"deadLetterNotice": "failed", "retry": fixed("1s", 1)})), 1);
    s.command(&json!({"poisonNext": {"subscription": "mailer"}})).order().rest();
    s.command(&json!({"redriveAll": {"subscription": "mailer"}})).rest();
    assert_eq!(s.count(|w| matches!(w, What::NoticeSent { .. })), 2, "it was given up twice");
    assert_eq!((s.counts("inbox").suppressed, s.times(1, "told")), (1, 1), "and the customer told once");
}

#[test]
fn notices_are_switched_off_and_on_while_it_runs() {
    let delivery = json!({"deadLetterNotice": "failed", "retry": fixed("1s", 1)});
    let mut s = Session::new(&mail(&delivery), 1);
    let set = |delivery: &Value| json!({"setDelivery": {"subscription": "mailer", "delivery": delivery}});
    s.command(&set(&json!({"retry": fixed("1s", 1)})));
    s.command(&json!({"poisonNext": {"subscription": "mailer"}})).order().rest();
    assert_eq!(s.standing(1), Standing::DeadLettered, "nobody tells the customer");
    s.command(&set(&delivery)).command(&json!({"poisonNext": {"subscription": "mailer"}})).order().rest();
    assert_eq!(s.standing(2), Standing::Done);
    let elsewhere = json!({"deadLetterNotice": "mails"});
    assert!(s.try_command(&set(&elsewhere)).is_err(), "only what the file says");
}

#[test]
fn a_notice_that_nobody_takes_in_leaves_the_order_where_it_was() {
    let mut s = Session::new(&mail(&json!({"deadLetterNotice": "failed", "retry": fixed("1s", 1)})), 1);
    s.command(&json!({"dropNext": {"subscription": "inbox"}}));
    s.command(&json!({"poisonNext": {"subscription": "mailer"}})).order().rest();
    assert_eq!(s.standing(1), Standing::DeadLettered);
}

#[test]
fn the_auditor_notices_each_broken_law() {
    let mut s = Session::new(&saga(0.0), 1);
    s.order().rest();
    let (paid, refunded) = (s.effect("paid"), s.effect("refunded"));
    let told = tampered(&s, |w| match w {
        What::ExpectationSet { order, effect, node, expected } => {
            Some(What::ExpectationSet { order, effect, node, expected: !expected })
        }
        _ => None,
    });
    assert!(told.contains("expected so before"), "{told}");
    let told = tampered(&s, |w| match w {
        What::EffectWritten { order, effect, node, .. } if effect == refunded => {
            Some(What::EffectWritten { order, effect: paid, node, times: 2 })
        }
        _ => None,
    });
    assert!(told.contains("done without"), "{told}");

    let mut s = fails_behind(0.0);
    s.rest();
    let mut decided = std::collections::BTreeSet::new();
    let again = s.trace.facts().iter().find_map(|f| match f.what {
        What::OrderDecided { order, .. } => (!decided.insert(order)).then_some(order),
        _ => None,
    });
    let seen = std::cell::Cell::new(0);
    let told = tampered(&s, |w| match w {
        What::OrderDecided { order, node, yes } if Some(order) == again => {
            seen.set(seen.get() + 1);
            (seen.get() == 2).then_some(What::OrderDecided { order, node, yes: !yes })
        }
        _ => None,
    });
    assert!(told.contains("decided otherwise"), "{told}");

    let mut s = Session::new(&mail(&json!({"deadLetterNotice": "failed", "retry": fixed("1s", 1)})), 1);
    s.command(&json!({"poisonNext": {"subscription": "mailer"}})).order().rest();
    let told = tampered(&s, |w| match w {
        What::NoticeSent { order, topic, .. } => Some(What::PublishAccepted { order, topic }),
        _ => None,
    });
    assert!(told.contains("without a notice") || told.contains("more than was sent"), "{told}");
}
