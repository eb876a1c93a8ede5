//! How long and how many messages stay in a queue, and where those go that are given up.

use super::common::build::*;
use super::common::session::Session;
use carteiro::ledger::Standing;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// A shop that publishes to `sales`; `stock` works there by these settings, and gives up into `failed`, whose queue has
/// these.
fn with_dead_letters(step: &Value, delivery: &Value, failed: &Value) -> Session {
    let nodes = [
        shop(&json!([step])),
        service("stock", &json!([work("100ms"), {"effect": "moved"}])),
        worker_of("clerk", "failed", &json!([{"effect": "told"}])),
        broker(true),
    ];
    let delivery = with(json!({"deadLetter": {"topic": "failed"}, "retry": fixed("1s", 1)}), delivery);
    let topics = [
        topic("sales", &[subscription("stock", &["stock"], &delivery)]),
        topic("failed", &[with(json!({"id": "failed", "name": text("failed"), "consumers": ["clerk"]}), failed)]),
    ];
    let mut file = scenario(&json!("0ms"), &["moved", "told"], &nodes, &topics);
    file["effects"][1]["expected"] = json!(false);
    // Nobody consumes: then nobody has a handler.
    if failed["consumers"] == json!([]) {
        file["nodes"][2]["handlers"] = json!([{"on": "call", "steps": [{"effect": "told"}]}]);
    }
    Session::new(&file, 1)
}

fn sale() -> Value {
    publish("sales", "outbox")
}

fn poison(s: &mut Session) {
    s.command(&json!({"poisonNext": {"subscription": "stock"}}));
}

const NOBODY: fn() -> Value = || json!({"consumers": []});

#[test]
fn a_dead_letter_goes_to_its_topic_with_its_reason_and_is_a_message_there() {
    let mut s = with_dead_letters(&sale(), &json!({}), &json!({}));
    poison(&mut s);
    s.order().rest();
    let reason = |w: &What| matches!(w, What::MessageDeadLettered { reason: Reason::Poison, .. });
    assert_eq!((s.count(reason), s.counts("stock").dead_lettered, s.counts("stock").dropped), (1, 1, 1));
    assert_eq!((s.counts("failed").accepted, s.times(1, "told")), (1, 1), "the clerk handles it");
    assert_eq!(s.standing(1), Standing::Lost, "and nothing is left that would move it");
}

#[test]
fn an_order_whose_message_lies_where_nobody_consumes_is_dead_lettered() {
    let mut s = with_dead_letters(&sale(), &json!({}), &NOBODY());
    poison(&mut s);
    s.order().order().rest();
    assert_eq!((s.standing(1), s.standing(2)), (Standing::DeadLettered, Standing::Done));
    assert_eq!((s.census("failed").dead, s.census("stock").dead), (1, 0));
    assert_eq!(s.count(|w| matches!(w, What::MessageShelved { reason: Reason::Poison, .. })), 1);
    // A person moves it back, where it is a new message.
    s.command(&json!({"redriveAll": {"subscription": "failed"}})).rest();
    assert_eq!((s.standing(1), s.counts("stock").accepted), (Standing::Done, 3));
    assert_eq!(s.census("failed").dead, 0);
}

#[test]
fn a_dead_letter_that_is_discarded_where_it_lies_is_lost() {
    let mut s = with_dead_letters(&sale(), &json!({}), &NOBODY());
    poison(&mut s);
    s.order().rest();
    let message = s.message("failed", 1).0;
    s.command(&json!({"discard": {"message": message}}));
    assert_eq!((s.standing(1), s.census("failed").dead), (Standing::Lost, 0));
}

#[test]
fn a_dead_letter_topic_without_a_queue_loses_what_it_gets() {
    let mut s = with_dead_letters(&sale(), &json!({}), &json!({"on": false}));
    poison(&mut s);
    s.order().rest();
    assert_eq!((s.standing(1), s.counts("failed").accepted), (Standing::Lost, 0));
}

#[test]
fn a_dead_letter_keeps_its_key() {
    // The clerk publishes it again: an inbox recognises what was done before.
    let nodes = [
        shop(&json!([sale()])),
        service("stock", &json!([{"effect": "moved"}, {"work": {"takes": "100ms", "fails": 1.0}}])),
        worker_of("clerk", "failed", &json!([{"effect": "told"}])),
        broker(true),
    ];
    let delivery = json!({"deadLetter": {"topic": "failed"}, "retry": fixed("1s", 1)});
    let failed = json!({"id": "failed", "consumers": ["clerk"], "delivery": {"inbox": {"window": "forever"}}});
    let topics = [topic("sales", &[subscription("stock", &["stock"], &delivery)]), topic("failed", &[failed])];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved", "told"], &nodes, &topics), 1);
    s.command(&json!({"duplicateNext": {"subscription": "stock"}})).order().rest();
    assert_eq!((s.counts("failed").accepted, s.times(1, "told")), (2, 1));
}

#[test]
fn a_message_expires_in_its_queue_and_not_while_it_is_held() {
    for (delivery, standing) in [(json!({"ttl": "250ms"}), Standing::Lost), (json!({}), Standing::Done)] {
        let mut s = Session::new(&purchase(&with(delivery, &json!({"deadLetter": false}))), 1);
        // Each takes 100 ms: the third would begin at 200 ms, the fourth at 300 ms.
        s.order().order().order().order().rest();
        assert_eq!(s.standing(3), Standing::Done);
        assert_eq!(s.standing(4), standing);
    }
    let mut s = Session::new(&purchase(&json!({"ttl": "250ms"})), 1);
    s.health("stock", "down").order().rest();
    let expired = |w: &What| matches!(w, What::MessageDeadLettered { reason: Reason::Expired, .. });
    assert_eq!((s.instants(expired), s.standing(1)), (vec![250], Standing::DeadLettered));
}

#[test]
fn what_comes_back_after_its_time_expires_at_the_head() {
    let mut s = Session::new(&purchase(&json!({"ttl": "50ms", "requeue": "head", "retry": fixed("10ms", 5)})), 1);
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
    // It fails at 100 ms and is ready again at 110 ms.
    assert_eq!(s.instants(|w| matches!(w, What::MessageDeadLettered { reason: Reason::Expired, .. })), [110]);
    assert_eq!(s.counts("stock").attempts, 1);
}

/// A shop whose two steps publish with these times to live, to a queue that nobody consumes and that gives up to `work`.
fn delay_queue(first: &str, second: &str) -> Session {
    let step = |ttl: &str| json!({"publish": {"topic": "waiting", "via": "outbox", "ttl": ttl}});
    let nodes = [
        client("shop", &json!([step(first)])),
        client("other", &json!([step(second)])),
        service("work", &json!([{"effect": "served"}])),
        broker(true),
    ];
    let waiting = json!({"ttl": "1h", "deadLetter": {"topic": "work"}});
    let topics = [
        topic("waiting", &[json!({"id": "waiting", "name": text("waiting"), "consumers": [], "delivery": waiting})]),
        topic("work", &[subscription("work", &["work"], &json!({}))]),
    ];
    Session::new(&scenario(&json!("0ms"), &["served"], &nodes, &topics), 1)
}

#[test]
fn a_queue_whose_messages_expire_delays_them() {
    let mut s = delay_queue("2s", "2s");
    s.order().until(500);
    assert_eq!(s.standing(1), Standing::Waiting, "it goes on by itself");
    s.order().rest();
    assert_eq!(s.instants(|w| matches!(w, What::EffectWritten { .. })), [2_000, 2_500]);
}

#[test]
fn mixed_times_to_live_block_at_the_head() {
    let mut s = delay_queue("5s", "1s");
    s.order().command(&json!({"placeOrder": {"client": "other"}})).rest();
    // The second has expired at 1 s, and is given up when it reaches the head.
    assert_eq!(s.instants(|w| matches!(w, What::EffectWritten { .. })), [5_000, 5_000]);
    let mut s = delay_queue("1s", "5s");
    s.order().command(&json!({"placeOrder": {"client": "other"}})).rest();
    assert_eq!(s.instants(|w| matches!(w, What::EffectWritten { .. })), [1_000, 5_000]);
}

#[test]
fn a_message_is_held_back_when_it_enters_by_its_own_delay_or_the_queues() {
    for (own, delivery, at) in
        [(json!({}), json!({"delay": "300ms"}), 300), (json!({"delay": "700ms"}), json!({"delay": "300ms"}), 700)]
    {
        let step = json!({"publish": with(json!({"topic": "sales", "via": "outbox"}), &own)});
        let mut s = with_dead_letters(&step, &delivery, &json!({}));
        s.order().rest();
        assert_eq!(s.instants(|w| matches!(w, What::RunStarted { message: Some(_), .. })), [at]);
    }
}

#[test]
fn a_full_queue_gives_up_its_oldest_message() {
    let full = json!({"maxLength": {"messages": 2, "overflow": "dropHead"}});
    let mut s = with_dead_letters(&sale(), &full, &NOBODY());
    // The first is being worked on, and three are ready: the oldest of these is given up.
    s.order().order().order().order().rest();
    assert_eq!([1, 2, 3, 4].map(|order| s.standing(order) == Standing::DeadLettered), [false, true, false, false]);
    assert_eq!(s.count(|w| matches!(w, What::MessageShelved { reason: Reason::QueueFull, .. })), 1);
}

#[test]
fn a_full_queue_refuses_what_is_published() {
    let full = json!({"maxLength": {"messages": 2, "overflow": "rejectPublish"}});
    for (via, lost) in [("confirmed", true), ("outbox", false)] {
        let mut s = with_dead_letters(&publish("sales", via), &full, &json!({}));
        s.until(1).order().until(2).order().until(3).order().until(4).order().rest();
        assert_eq!(s.count(|w| matches!(w, What::PublishRefused { reason: Reason::QueueFull, .. })), 1, "{via}");
        assert_eq!(s.standing(4) == Standing::Lost, lost, "{via}");
        assert_eq!(s.standing(3), Standing::Done);
    }
}

#[test]
fn a_full_queue_holds_its_publishers_until_there_is_room() {
    let full = json!({"maxLength": {"messages": 2, "overflow": "block"}});
    let mut s = with_dead_letters(&publish("sales", "confirmed"), &full, &json!({}));
    for ms in 1..=6 {
        s.until(ms).order();
    }
    s.rest();
    // The first begins at 1 ms and takes 100 ms, two are ready; each later one is let in when one begins.
    let answered = s.instants(|w| matches!(w, What::OrderAnswered { .. }));
    assert_eq!(answered, [1, 2, 3, 101, 201, 301]);
    assert_eq!(s.written("moved"), [1, 2, 3, 4, 5, 6], "in the order of arrival");
}

#[test]
fn a_blocked_publisher_holds_its_worker_and_an_outbox_does_not() {
    for (via, busy) in [("confirmed", 1), ("outbox", 0)] {
        let nodes = [
            shop(&json!([publish("sales", "outbox")])),
            service("stock", &json!([{"effect": "moved"}, publish("moves", via)])),
            service("invoice", &json!([work("10s"), {"effect": "issued"}])),
            broker(true),
        ];
        let full = json!({"maxLength": {"messages": 1, "overflow": "block"}});
        let topics = [
            topic("sales", &[subscription("stock", &["stock"], &json!({}))]),
            topic("moves", &[subscription("invoice", &["invoice"], &full)]),
        ];
        let mut s = Session::new(&scenario(&json!("0ms"), &["moved", "issued"], &nodes, &topics), 1);
        s.order().until(1).order().until(2).order().until(5_000);
        assert_eq!(s.world.nodes()[1].station().busy(), busy, "{via}");
        assert_eq!(s.count(|w| matches!(w, What::PublishBlocked { .. })), 1);
        s.rest();
        assert_eq!(s.world.ledger().count(Standing::Done), 3);
    }
}

#[test]
fn publishers_that_hold_every_worker_of_a_full_queue_stand_still_until_its_limit_goes() {
    // The only worker of `stock` publishes to a queue that only `stock` empties.
    let steps = |steps: Value, on: &str| json!({"on": {"subscription": on}, "steps": steps});
    let stock = json!({"id": "stock", "kind": "service", "name": text("stock"), "handlers": [
        steps(json!([{"effect": "moved"}, publish("moves", "confirmed")]), "stock"),
        steps(json!([{"effect": "counted"}]), "counts"),
    ]});
    let full = json!({"prefetch": 1, "maxLength": {"messages": 1, "overflow": "block"}});
    let topics = [
        topic("sales", &[subscription("stock", &["stock"], &json!({"prefetch": 5}))]),
        topic("moves", &[subscription("counts", &["stock"], &full)]),
    ];
    let nodes = [shop(&json!([publish("sales", "outbox")])), stock, broker(true)];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved", "counted"], &nodes, &topics), 1);
    (0..5).for_each(|_| _ = s.order());
    s.rest();
    assert_eq!((s.world.publications().count(), s.world.nodes()[1].free_workers()), (1, 0));
    assert!(s.world.ledger().count(Standing::Waiting) > 0, "and nothing is to come");
    s.command(&json!({"setDelivery": {"subscription": "counts", "delivery": {}}})).rest();
    assert_eq!((s.world.publications().count(), s.world.ledger().count(Standing::Done)), (0, 5));
}

#[test]
fn what_waits_for_room_is_refused_when_the_broker_goes_down_and_let_in_when_the_limit_goes() {
    let full = json!({"maxLength": {"messages": 1, "overflow": "block"}});
    let mut s = with_dead_letters(&publish("sales", "confirmed"), &full, &json!({}));
    s.health("stock", "down").order().until(1).order().until(2).order().until(10).health("broker", "down");
    assert_eq!(s.count(|w| matches!(w, What::OrderFailed { reason: Reason::BrokerDown, .. })), 2);
    s.health("broker", "up").order().until(20);
    assert_eq!(s.world.publications().count(), 1);
    let free = json!({"deadLetter": {"topic": "failed"}});
    s.command(&json!({"setDelivery": {"subscription": "stock", "delivery": free}})).rest();
    assert_eq!((s.world.publications().count(), s.counts("stock").accepted), (0, 2));
}

#[test]
fn settings_of_the_stay_that_make_no_sense_are_refused() {
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut file = purchase(&json!({}));
        change(&mut file);
        let problem = carteiro::scenario::load(&file.to_string()).unwrap_err();
        (problem.code, problem.path.clone())
    };
    let delivery = "topics[0].subscriptions[0].delivery";
    let set = |field: &'static str, value: Value| {
        refused(&move |file| file["topics"][0]["subscriptions"][0]["delivery"][field] = value.clone())
    };
    assert_eq!(set("ttl", json!("0s")).1, format!("{delivery}.ttl"));
    assert_eq!(
        set("maxLength", json!({"messages": 0, "overflow": "block"})).1,
        format!("{delivery}.maxLength.messages")
    );
    assert_eq!(set("deadLetter", json!({"topic": "nowhere"})).0, "unknown-topic");
    let nobody = refused(&|file| file["topics"][0]["subscriptions"][0]["consumers"] = json!([]));
    assert_eq!(nobody.0, "no-consumer");
    let log = refused(&|file| {
        file["topics"][0]["log"] = json!(true);
        file["topics"][0]["subscriptions"][0]["delivery"]["ttl"] = json!("1s");
    });
    assert_eq!(log.0, "not-on-a-log");
}

/// What the auditor says of a run in which the first fact that `tamper` accepts is another one.
fn tampered(s: &Session, mut tamper: impl FnMut(&What) -> Option<What>) -> String {
    let mut trace = carteiro::trace::Trace::default();
    for fact in s.trace.facts() {
        let what = tamper(&fact.what).unwrap_or(fact.what);
        carteiro::trace::Observer::record(&mut trace, carteiro::trace::Fact { what, ..*fact });
    }
    let mut audit = super::common::audit::Audit::new(s.world.model());
    audit.read(&s.world, &trace).unwrap_err()
}

#[test]
fn the_auditor_notices_each_broken_law_of_the_stay() {
    let mut s = Session::new(&purchase(&json!({"ttl": "250ms", "deadLetter": false})), 1);
    s.health("stock", "down").order().rest();
    // What expired was handed out all the same.
    let told = tampered(&s, |w| match *w {
        What::MessageDropped { message, order, subscription, reason: Reason::Expired } => {
            let node = carteiro::base::ids::NodeId(1);
            Some(What::MessageHandedOut { message, order, subscription, node, redelivered: false })
        }
        _ => None,
    });
    assert!(told.contains("after its time"), "{told}");
    // What was handed out is said to have expired.
    let mut s = Session::new(&purchase(&json!({"ttl": "250ms"})), 1);
    s.order().rest();
    let told = tampered(&s, |w| match *w {
        What::MessageHandedOut { message, order, subscription, .. } => {
            Some(What::MessageDeadLettered { message, order, subscription, reason: Reason::Expired })
        }
        _ => None,
    });
    assert!(told.contains("before its time"), "{told}");
    // A message enters though it was to wait: nothing was handed out before it. It is on its way to its worker, so that
    // nobody has begun it by then.
    let mut file = purchase_by("confirmed", true, &json!({"maxLength": {"messages": 1, "overflow": "block"}}));
    file["network"]["latency"] = json!("5ms");
    let mut s = Session::new(&file, 1);
    s.order().until(1).order().rest();
    let told = tampered(&s, |w| match *w {
        What::MessageHandedOut { subscription, .. } => Some(What::QueueReordered { subscription }),
        _ => None,
    });
    assert!(told.contains("entered a full queue"), "{told}");
    // A dead letter goes to its topic, and was never given up.
    let mut s = with_dead_letters(&sale(), &json!({}), &NOBODY());
    poison(&mut s);
    s.order().rest();
    let told = tampered(&s, |w| match *w {
        What::MessageDeadLettered { message, order, subscription, .. } => {
            Some(What::MessageReady { message, order, subscription })
        }
        _ => None,
    });
    assert!(told.contains("neither given up nor redriven"), "{told}");
    let told = tampered(&s, |w| match *w {
        What::MessageShelved { message, order, subscription, .. } => {
            let node = carteiro::base::ids::NodeId(1);
            Some(What::MessageHandedOut { message, order, subscription, node, redelivered: false })
        }
        _ => None,
    });
    assert!(told.contains("where nobody consumes"), "{told}");
}
