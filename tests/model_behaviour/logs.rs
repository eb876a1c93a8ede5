//! Subscriptions that come and go, and logs: what a group reads, reads again, and has acknowledged.

use super::common::build::*;
use super::common::session::Session;
use carteiro::base::ids::{SubscriptionId, TopicId};
use carteiro::ledger::Standing;
use carteiro::scenario::{CommandSpec, load};
use carteiro::trace::What;
use serde_json::{Value, json};

/// A shop that publishes to `sales`, which stock and `late` read; stock writes `moved`, late writes `counted`. Work
/// takes 100 ms. `late` is off.
fn two_readers(log: bool, late: &Value) -> Value {
    let handler = |effect: &str| json!([work("100ms"), {"effect": effect}]);
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &handler("moved")),
        service("late", &handler("counted")),
        broker(true),
    ];
    let off = with(subscription("late", &["late"], late), &json!({"on": false}));
    let sales = topic("sales", &[subscription("stock", &["stock"], &json!({})), off]);
    scenario(&json!("0ms"), &["moved", "counted"], &nodes, &[with(sales, &json!({"log": log}))])
}

fn subscribe(s: &mut Session, from: &Value) {
    s.command(&json!({"subscribe": {"subscription": "late", "from": from}}));
}

fn seek(s: &mut Session, offset: u32) {
    s.command(&json!({"seek": {"subscription": "late", "offset": offset}}));
}

const LATE: SubscriptionId = SubscriptionId(1);

#[test]
fn a_subscription_that_is_off_gets_nothing_and_from_then_on_everything() {
    let mut s = Session::new(&two_readers(false, &json!({})), 1);
    s.order().rest();
    assert_eq!((s.counts("stock").acked, s.counts("late").accepted, s.standing(1)), (1, 0, Standing::Lost));
    subscribe(&mut s, &json!("latest"));
    s.order().rest();
    assert_eq!((s.counts("late").acked, s.standing(2)), (1, Standing::Done));
    s.health("late", "down").order().command(&json!({"unsubscribe": {"subscription": "late"}})).order();
    s.health("late", "up").rest();
    assert_eq!((s.standing(3), s.standing(4)), (Standing::Done, Standing::Lost), "a queue keeps what it has");
}

#[test]
fn a_mandatory_topic_refuses_what_no_connected_subscription_wants() {
    let nodes =
        [shop(&json!([publish("sales", "confirmed")])), service("stock", &json!([{"effect": "moved"}])), broker(true)];
    let off = with(subscription("stock", &["stock"], &json!({})), &json!({"on": false}));
    let sales = with(topic("sales", &[off]), &json!({"mandatory": true}));
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &[sales]), 1);
    s.order().rest();
    s.command(&json!({"subscribe": {"subscription": "stock"}})).order().rest();
    let (failed, answered) =
        (s.count(|w| matches!(w, What::OrderFailed { .. })), s.count(|w| matches!(w, What::OrderAnswered { .. })));
    assert_eq!((failed, answered), (1, 1));
}

#[test]
fn a_new_group_reads_the_past_of_a_log_from_where_it_likes() {
    for (from, read) in [(json!("earliest"), vec![1, 2, 3]), (json!(1), vec![2, 3]), (json!("latest"), vec![])] {
        let mut s = Session::new(&two_readers(true, &json!({})), 1);
        s.order().order().order().rest();
        assert_eq!(s.world.records(TopicId(0)).len(), 3);
        subscribe(&mut s, &from);
        s.rest();
        assert_eq!(s.written("counted"), read, "from {from}");
        assert_eq!(s.world.offset(LATE), 3);
        assert_eq!(s.counts("stock").accepted, 3, "another group's reading is its own");
        s.order().rest();
        assert_eq!(s.times(4, "counted"), 1);
    }
}

#[test]
fn what_a_new_group_brings_takes_the_order_back_from_the_lost() {
    let mut s = Session::new(&two_readers(true, &json!({})), 1);
    s.order().rest();
    assert_eq!(s.standing(1), Standing::Lost);
    subscribe(&mut s, &json!("earliest"));
    assert_eq!(s.standing(1), Standing::Waiting);
    s.rest();
    assert_eq!(s.standing(1), Standing::Done);
}

#[test]
fn a_seek_reads_again_and_what_is_not_idempotent_is_done_twice() {
    for (inbox, times) in [(json!(null), 2), (json!({"window": "forever"}), 1)] {
        let mut s = Session::new(&two_readers(true, &json!({"inbox": inbox})), 1);
        subscribe(&mut s, &json!("earliest"));
        s.order().order().rest();
        seek(&mut s, 1);
        s.rest();
        assert_eq!((s.times(1, "counted"), s.times(2, "counted")), (1, times), "{inbox}");
    }
}

#[test]
fn a_seek_withdraws_what_was_not_acknowledged_and_counts_add_up() {
    let mut s = Session::new(&two_readers(true, &json!({})), 1);
    subscribe(&mut s, &json!("earliest"));
    s.order().order().order().until(50);
    assert_eq!(s.world.offset(LATE), 0, "the first is worked on");
    seek(&mut s, 2);
    assert_eq!((s.counts("late").withdrawn, s.census("late").ready + s.census("late").in_flight), (3, 1));
    s.rest();
    // The worker on the first went on, unaware, and wrote it.
    assert_eq!((s.written("counted"), s.counts("late").acked), (vec![1, 3], 1));
    assert_eq!(s.count(|w| matches!(w, What::AckTooLate { .. })), 1);
}

#[test]
fn a_disconnected_group_keeps_its_offset_and_goes_on_from_there() {
    let mut s = Session::new(&two_readers(true, &json!({})), 1);
    subscribe(&mut s, &json!("latest"));
    s.order().order().order().until(150).command(&json!({"unsubscribe": {"subscription": "late"}})).order().rest();
    let offset = s.world.offset(LATE);
    assert_eq!(offset, 1, "the second was not acknowledged yet");
    subscribe(&mut s, &json!(offset));
    s.rest();
    assert_eq!((s.world.offset(LATE), s.times(1, "counted"), s.times(4, "counted")), (4, 1, 1));
}

#[test]
fn an_offset_beyond_the_end_is_the_end() {
    let mut s = Session::new(&two_readers(true, &json!({})), 1);
    s.order().rest();
    subscribe(&mut s, &json!(99));
    assert_eq!((s.world.offset(LATE), s.counts("late").accepted), (1, 0));
}

/// A log whose one group has two consumers.
fn two_consumers(delivery: &Value) -> Session {
    let handler = json!([work("100ms"), {"effect": "moved"}]);
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        worker_of("one", "stock", &handler),
        worker_of("two", "stock", &handler),
        broker(true),
    ];
    let sales = topic("sales", &[subscription("stock", &["one", "two"], delivery)]);
    Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &[with(sales, &json!({"log": true}))]), 1)
}

#[test]
fn a_group_reads_in_order_with_one_consumer_at_a_time_and_another_takes_over() {
    let mut s = two_consumers(&json!({}));
    for _ in 0..6 {
        s.order();
    }
    s.until(250).health("one", "down").rest();
    assert_eq!(s.written("moved"), [1, 2, 3, 4, 5, 6]);
    // Two after 200 ms, the third once more: the second consumer reads it from its beginning.
    assert_eq!(s.instants(|w| matches!(w, What::EffectWritten { .. })), [100, 200, 350, 450, 550, 650]);
}

#[test]
fn who_comes_back_does_not_read_beside_the_one_that_took_over() {
    let mut s = two_consumers(&json!({"prefetch": 9}));
    s.health("one", "down").order().order().until(50).health("one", "up").order().rest();
    assert_eq!(s.written("moved"), [1, 2, 3]);
    let by_one = s.count(|w| matches!(w, What::EffectWritten { node, .. } if node.0 == 1));
    assert_eq!((by_one, s.instants(|w| matches!(w, What::EffectWritten { .. }))), (0, vec![100, 200, 300]));
}

#[test]
fn each_reading_of_a_record_has_luck_of_its_own() {
    let mut scenario = two_readers(true, &json!({}));
    scenario["nodes"][0]["handlers"][0]["steps"] = json!(vec![publish("sales", "outbox"); 4]);
    let mut s = Session::new(&scenario, 1);
    subscribe(&mut s, &json!("earliest"));
    s.health("late", "down").order();
    let mut all: Vec<u32> = Vec::new();
    for _ in 0..8 {
        let read = s.world.messages().filter(|(_, m)| m.subscription == LATE);
        all.extend(read.map(|(_, m)| m.draw_name()));
        seek(&mut s, 0);
    }
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 4 * 8, "four records, each read eight times");
}

#[test]
fn a_record_that_fails_holds_up_those_behind_it_and_a_dead_letter_lets_them_pass() {
    let delivery = json!({"retry": fixed("1s", 2)});
    let mut s = Session::new(&two_readers(true, &delivery), 1);
    subscribe(&mut s, &json!("latest"));
    s.command(&json!({"poisonNext": {"subscription": "late"}})).order().order().until(1_050);
    assert_eq!((s.world.offset(LATE), s.times(2, "counted")), (0, 0));
    s.rest();
    assert_eq!((s.world.offset(LATE), s.census("late").dead, s.times(2, "counted")), (2, 1, 1));
    // A letter that is redriven is no longer read in order: the offset stays.
    let message = s.message("late", 1).0;
    s.command(&json!({"mend": {"message": message}})).command(&json!({"redrive": {"message": message}}));
    assert_eq!(s.world.offset(LATE), 2);
    s.rest();
    assert_eq!(s.standing(1), Standing::Done);
}

#[test]
fn a_queue_has_no_past_and_says_so() {
    let model = load(&two_readers(false, &json!({})).to_string()).unwrap();
    for (command, path) in [
        (json!({"subscribe": {"subscription": "late", "from": "earliest"}}), "subscribe.from"),
        (json!({"subscribe": {"subscription": "late", "from": 3}}), "subscribe.from"),
        (json!({"seek": {"subscription": "late", "offset": 0}}), "seek.subscription"),
    ] {
        let spec: CommandSpec = serde_json::from_value(command).unwrap();
        let problem = spec.resolve(&model).unwrap_err();
        assert_eq!((problem.code, problem.path.as_str()), ("not-a-log", path));
    }
}
