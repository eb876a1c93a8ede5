//! How messages are handed out, taken back, retried and given up.

use super::common::build::*;
use super::common::session::Session;
use carteiro::ledger::Standing;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// The smallest purchase under these settings of delivery.
fn session(delivery: &Value) -> Session {
    Session::new(&purchase(delivery), 1)
}

/// The orders in the order in which handlers began with them.
fn started(s: &Session) -> Vec<u32> {
    let order = |what: &What| match what {
        What::RunStarted { order, .. } => Some(order.0),
        _ => None,
    };
    s.trace.facts().iter().filter_map(|fact| order(&fact.what)).collect()
}

fn orders(s: &mut Session, n: usize) -> &mut Session {
    (0..n).for_each(|_| {
        s.order();
    });
    s
}

#[test]
fn messages_wait_for_a_stopped_consumer_and_use_up_no_attempts() {
    let mut s = session(&json!({"retry": fixed("1s", 2)}));
    s.health("stock", "down");
    orders(&mut s, 3).until(60_000);
    assert_eq!((s.census("stock").ready, s.counts("stock").attempts), (3, 0));
    s.health("stock", "up").rest();
    assert_eq!((s.counts("stock").acked, s.counts("stock").most_attempts), (3, 1));
    assert_eq!(s.world.ledger().count(Standing::Done), 3);
}

#[test]
fn a_handling_that_is_stopped_again_and_again_is_never_a_failure() {
    for counts in ["handlings", "deliveries", "failures"] {
        let mut s = session(&json!({"retry": fixed("1s", 2), "counts": counts}));
        s.order();
        for i in 0..10 {
            s.until(i * 60 + 50).health("stock", "down").health("stock", "up");
        }
        s.rest();
        assert_eq!(s.counts("stock").delivered, 11, "{counts}");
        assert_eq!((s.standing(1), s.counts("stock").dead_lettered), (Standing::Done, 0), "{counts}");
    }
}

#[test]
fn what_a_crashed_consumer_held_comes_back_at_once_and_in_order() {
    let mut s = session(&json!({"prefetch": 4}));
    orders(&mut s, 6).until(50).command(&json!({"crash": {"node": "stock", "point": "now"}}));
    assert_eq!((s.census("stock").ready, s.census("stock").in_flight), (6, 0));
    s.rest();
    assert_eq!(started(&s), [1, 1, 2, 3, 4, 5, 6], "the oldest first, and before those never handed out");
    let redelivered = s.count(|w| matches!(w, What::MessageHandedOut { redelivered: true, .. }));
    assert_eq!(redelivered, 4, "those only buffered in it, too");
}

#[test]
fn what_a_crashed_consumer_held_comes_back_at_the_end_of_its_lease() {
    let mut s = session(&json!({"prefetch": 3, "lease": "10s", "crashReturns": "atLeaseEnd"}));
    orders(&mut s, 3).until(50).command(&json!({"crash": {"node": "stock", "point": "now"}}));
    s.until(9_999);
    assert_eq!((s.census("stock").ready, s.census("stock").in_flight), (0, 3), "the service is back, its messages not");
    s.rest();
    let returned = s.instants(|w| matches!(w, What::MessageReturned { reason: Reason::LeaseExpired, .. }));
    assert_eq!(returned, [10_000; 3]);
    assert_eq!(s.world.ledger().count(Standing::Done), 3);
}

#[test]
fn a_lease_alone_does_not_delay_what_a_crashed_consumer_held() {
    let mut s = session(&json!({"prefetch": 3, "lease": "10s"}));
    orders(&mut s, 3).until(50).command(&json!({"crash": {"node": "stock", "point": "now"}}));
    assert_eq!((s.census("stock").ready, s.census("stock").in_flight), (3, 0), "the broker saw the connection break");
}

#[test]
fn what_a_dead_instance_holds_leaves_the_next_one_its_whole_prefetch() {
    let mut s = session(&json!({"prefetch": 3, "lease": "10s", "crashReturns": "atLeaseEnd"}));
    orders(&mut s, 6).until(50).command(&json!({"crash": {"node": "stock", "point": "now"}}));
    s.until(9_999);
    assert_eq!((s.census("stock").abandoned, s.census("stock").in_flight), (3, 3));
    assert_eq!(s.world.ledger().count(Standing::Done), 3, "the other three were worked on meanwhile");
    s.rest();
    assert_eq!(s.world.ledger().count(Standing::Done), 6);
}

#[test]
fn a_consumer_fetches_as_many_as_its_prefetch_says() {
    for (prefetch, held) in [(json!("workers"), 2), (json!(3), 3), (json!("unlimited"), 5)] {
        let mut scenario = purchase(&json!({"prefetch": prefetch}));
        scenario["nodes"][1]["workers"] = json!(2);
        let mut s = Session::new(&scenario, 1);
        orders(&mut s, 5);
        assert_eq!((s.census("stock").in_flight, s.census("stock").ready), (held, 5 - held), "{prefetch}");
    }
}

#[test]
fn a_lease_ends_with_its_message_and_does_not_touch_the_next_one() {
    let mut s = session(&json!({"lease": "1s"}));
    s.order().until(950).order().rest();
    assert_eq!(s.instants(|w| matches!(w, What::MessageAcked { .. })), [100, 1_050]);
    assert_eq!(s.count(|w| matches!(w, What::MessageReturned { .. })), 0);
}

#[test]
fn what_is_handed_out_is_not_called_back_for_a_message_that_returns() {
    let poisoned = |prefetch: u32| {
        let retry = json!({"backoff": "immediate", "maxAttempts": 2});
        let mut s = session(&json!({"prefetch": prefetch, "requeue": "head", "retry": retry}));
        s.command(&json!({"poisonNext": {"subscription": "stock"}}));
        orders(&mut s, 4).rest();
        started(&s)
    };
    assert_eq!(poisoned(1), [1, 1, 2, 3, 4]);
    assert_eq!(poisoned(3), [1, 2, 3, 1, 4], "two messages were with the consumer already");
}

#[test]
fn a_blocking_retry_keeps_the_order_and_holds_up_those_behind() {
    let done = |blocking: bool| {
        let mut s = session(&json!({"blocking": blocking, "retry": fixed("1s", 3)}));
        s.command(&json!({"poisonNext": {"subscription": "stock"}}));
        orders(&mut s, 3).until(900);
        let at_once = s.written("moved").len();
        let first = s.message("stock", 1).0;
        s.command(&json!({"mend": {"message": first}})).rest();
        (at_once, s.written("moved"))
    };
    assert_eq!(done(true), (0, vec![1, 2, 3]));
    assert_eq!(done(false), (2, vec![2, 3, 1]));
}

#[test]
fn a_message_that_is_given_up_lets_those_behind_it_pass() {
    let mut s = session(&json!({"blocking": true, "retry": fixed("1s", 2)}));
    s.command(&json!({"poisonNext": {"subscription": "stock"}}));
    orders(&mut s, 2).rest();
    assert_eq!(s.written("moved"), [2]);
    assert_eq!((s.standing(1), s.census("stock").dead), (Standing::DeadLettered, 1));
}

#[test]
fn acknowledged_before_the_work_a_failure_loses_the_message() {
    for (ack, standing) in [("before", Standing::Lost), ("after", Standing::DeadLettered)] {
        let mut s = session(&json!({"ack": ack, "retry": fixed("1s", 3)}));
        s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
        assert_eq!(s.standing(1), standing, "{ack}");
        assert_eq!(s.counts("stock").attempts, if ack == "before" { 1 } else { 3 });
    }
}

/// Two consumers, the first of which works for longer than the lease.
fn slow_and_fast(inbox: &Value) -> Session {
    let delivery = json!({"lease": "1s", "inbox": inbox});
    let handler = |takes: &str| json!([work(takes), {"effect": "moved"}]);
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        worker_of("slow", "stock", &handler("3s")),
        worker_of("fast", "stock", &handler("100ms")),
        broker(true),
    ];
    let topics = [topic("sales", &[subscription("stock", &["slow", "fast"], &delivery)])];
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &topics), 1);
    s.order().rest();
    s
}

#[test]
fn a_lease_that_runs_out_gives_the_message_to_another_while_the_first_still_works() {
    let s = slow_and_fast(&json!(null));
    assert_eq!(s.instants(|w| matches!(w, What::MessageAcked { .. })), [1_100], "the second consumer's");
    assert_eq!(s.instants(|w| matches!(w, What::AckTooLate { .. })), [3_000], "the first one's is ignored");
    assert_eq!((s.times(1, "moved"), s.standing(1)), (2, Standing::DoneTwice));
}

#[test]
fn behind_an_inbox_the_late_worker_finds_the_effect_written() {
    let s = slow_and_fast(&json!({"window": "forever"}));
    assert_eq!((s.times(1, "moved"), s.standing(1)), (1, Standing::Done));
}

#[test]
fn what_counts_decides_whether_a_crash_uses_up_the_attempts_of_the_innocent() {
    for (counts, dead) in [("deliveries", 3), ("handlings", 1), ("failures", 1)] {
        let mut s = session(&json!({"prefetch": 3, "counts": counts, "retry": fixed("1s", 1)}));
        orders(&mut s, 3).until(50).command(&json!({"crash": {"node": "stock", "point": "now"}})).rest();
        assert_eq!(s.counts("stock").dead_lettered, dead, "{counts}: one was worked on, two were buffered");
    }
}

#[test]
fn given_up_without_a_dead_letter_queue_is_lost() {
    let mut s = session(&json!({"deadLetter": false, "retry": fixed("1s", 2)}));
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
    assert_eq!((s.standing(1), s.counts("stock").dropped, s.census("stock").dead), (Standing::Lost, 1, 0));
}

#[test]
fn the_longer_waits_of_a_policy_are_waited_for() {
    let retry = json!({"backoff": {"exponential": {"base": "1s", "factor": 2.0, "cap": "3s"}}, "maxAttempts": 5});
    let mut s = session(&json!({"retry": retry}));
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
    assert_eq!(s.instants(|w| matches!(w, What::RunStarted { .. })), [0, 1_100, 3_200, 6_300, 9_400]);
    assert_eq!(s.instants(|w| matches!(w, What::MessageDeadLettered { .. })), [9_500]);
}

#[test]
fn a_redriven_letter_joins_the_tail_with_fresh_attempts() {
    let mut s = session(&json!({"retry": fixed("100ms", 2)}));
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().until(1_000);
    let letter = s.message("stock", 1).0;
    s.health("stock", "down");
    orders(&mut s, 2).command(&json!({"redrive": {"message": letter}})).health("stock", "up").until(2_000);
    assert_eq!(started(&s), [1, 1, 2, 3, 1, 1], "behind the newer ones, and twice again");
    s.command(&json!({"mend": {"message": letter}})).command(&json!({"redriveAll": {"subscription": "stock"}})).rest();
    assert_eq!((s.standing(1), s.times(1, "moved")), (Standing::Done, 1));
}

#[test]
fn a_discarded_letter_loses_its_order() {
    let mut s = session(&json!({"retry": fixed("100ms", 1)}));
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
    let letter = s.message("stock", 1).0;
    assert_eq!(s.standing(1), Standing::DeadLettered);
    s.command(&json!({"discard": {"message": letter}}));
    assert_eq!((s.standing(1), s.counts("stock").dropped), (Standing::Lost, 1));
}

#[test]
fn a_lease_shorter_than_an_unlucky_way_delays_a_message_but_does_not_keep_it_for_ever() {
    let mut scenario = purchase(&json!({"lease": "100ms", "inbox": {"window": "forever"}}));
    scenario["network"] = json!({"latency": {"uniform": {"min": "0ms", "max": "150ms"}}});
    scenario["nodes"][1]["handlers"][0]["steps"] = json!([{"effect": "moved"}]);
    let mut s = Session::new(&scenario, 1);
    orders(&mut s, 20).rest();
    assert_eq!(s.world.ledger().count(Standing::Done), 20, "each hand-out has its own luck");
}

#[test]
fn a_blocking_retry_takes_back_what_the_consumer_had_fetched() {
    let retry = json!({"backoff": {"fixed": {"delay": "1s"}}, "maxAttempts": 2});
    let mut s = session(&json!({"prefetch": 500, "blocking": true, "retry": retry}));
    s.command(&json!({"poisonNext": {"subscription": "stock"}}));
    orders(&mut s, 4).rest();
    assert_eq!(started(&s), [1, 1, 2, 3, 4]);
    let back = |w: &What| matches!(w, What::MessageReturned { reason: Reason::Blocked, .. });
    assert_eq!(s.count(back), 3);
}

#[test]
fn a_broker_that_goes_down_uses_up_no_attempt() {
    let mut s = session(&json!({"retry": fixed("1s", 1)}));
    s.order().until(50).health("broker", "down").until(5_000);
    assert_eq!(s.census("stock").ready, 1, "it was handed out, and is the broker's again");
    s.health("broker", "up").rest();
    assert_eq!((s.census("stock").dead, s.counts("stock").acked), (0, 1));
}

/// How often a poisoned message with two attempts is handed out in all, when the broker is away for a while: the first
/// message is worked on then, the second only buffered.
fn handed_out_around_an_outage(counts: &str, outage: bool) -> [usize; 2] {
    let mut s = session(&json!({"prefetch": 2, "counts": counts, "retry": fixed("1s", 2)}));
    for _ in 0..2 {
        s.command(&json!({"poisonNext": {"subscription": "stock"}})).order();
    }
    s.until(50);
    if outage {
        s.health("broker", "down").until(5_000).health("broker", "up");
    }
    s.rest();
    assert_eq!(s.counts("stock").dead_lettered, 2, "{counts}");
    [1, 2].map(|order| s.count(|w| matches!(w, What::MessageHandedOut { order: o, .. } if o.0 == order)))
}

#[test]
fn whatever_counts_an_outage_of_the_broker_does_not() {
    for counts in ["handlings", "deliveries", "failures"] {
        assert_eq!(handed_out_around_an_outage(counts, false), [2, 2], "{counts}");
        assert_eq!(handed_out_around_an_outage(counts, true), [3, 3], "{counts}: once more than it has attempts");
    }
}

#[test]
fn the_second_delivery_of_a_message_that_is_late_comes_after_the_first() {
    let mut s = session(&json!({"duplicates": {"probability": 1.0, "after": "2s"}}));
    s.command(&json!({"delayNext": {"subscription": "stock", "by": "3s"}})).order().rest();
    assert_eq!(s.instants(|w| matches!(w, What::MessageReady { .. })), [3_000, 5_000]);
}

#[test]
fn a_copy_of_a_poisoned_message_is_poisoned() {
    let mut s = session(&json!({"duplicates": {"probability": 1.0, "after": "1s"}, "retry": fixed("1s", 2)}));
    s.command(&json!({"poisonNext": {"subscription": "stock"}})).order().rest();
    assert_eq!((s.census("stock").dead, s.counts("stock").acked), (2, 0));
}
