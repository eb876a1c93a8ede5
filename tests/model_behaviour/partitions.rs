//! Partitions of a log: which consumer reads which, in which order, and how they move.

use super::common::build::*;
use super::common::session::Session;
use carteiro::base::ids::{NodeId, SubscriptionId};
use carteiro::ledger::Standing;
use carteiro::trace::What;
use serde_json::{Value, json};

/// A shop that publishes to the log `sales` of four partitions, and three services that take 100 ms for a record of
/// `stock`. Order n goes to partition (n - 1) mod 4.
fn log(delivery: &Value) -> Session {
    let steps = json!([work("100ms"), {"effect": "moved"}]);
    let names = ["first", "second", "third"];
    let mut nodes = vec![shop(&json!([publish("sales", "outbox")]))];
    nodes.extend(names.iter().map(|name| worker_of(name, "stock", &steps)));
    nodes.push(broker(true));
    let sales =
        with(topic("sales", &[subscription("stock", &names, delivery)]), &json!({"log": true, "partitions": 4}));
    Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &[sales]), 1)
}

fn orders(s: &mut Session, n: usize) {
    (0..n).for_each(|_| {
        s.order();
    });
}

/// The node and the order of each handling, in order.
fn handled(s: &Session) -> Vec<(u16, u32)> {
    let begun = |what: &What| match what {
        What::RunStarted { node: NodeId(node), order, message: Some(_), .. } => Some((*node, order.0)),
        _ => None,
    };
    s.trace.facts().iter().filter_map(|fact| begun(&fact.what)).collect()
}

fn owners(s: &Session) -> Vec<Option<u16>> {
    s.world.queues()[0].group.owners.clone()
}

#[test]
fn each_consumer_reads_its_own_partitions_in_order() {
    let mut s = log(&json!({}));
    orders(&mut s, 8);
    assert_eq!(owners(&s), [Some(0), Some(0), Some(1), Some(2)], "Kafka's range: the first gets one more");
    s.rest();
    // Partitions 0 and 1 are the first consumer's: it takes 400 ms, the others 200 ms.
    assert_eq!(s.world.now().as_micros(), 400_000);
    let of =
        |node: u16| handled(&s).into_iter().filter(|(n, _)| *n == node).map(|(_, order)| order).collect::<Vec<_>>();
    assert_eq!((of(1), of(2), of(3)), (vec![1, 2, 5, 6], vec![3, 7], vec![4, 8]));
    assert_eq!(s.world.offset(SubscriptionId::new(0)), 8);
}

#[test]
fn a_failure_holds_up_its_partition_alone() {
    let mut s = log(&json!({"retry": fixed("10s", 2)}));
    s.command(&json!({"poisonNext": {"subscription": "stock"}}));
    orders(&mut s, 8);
    s.until(9_000);
    // The first record fails; the fifth waits behind it, and the others are done.
    assert_eq!((s.census("stock").retry, s.census("stock").ready, s.counts("stock").acked), (1, 1, 6));
    assert_eq!(s.world.offset(SubscriptionId::new(0)), 6, "the sum over the partitions");
}

#[test]
fn when_one_leaves_the_others_finish_and_share_its_partitions() {
    let mut s = log(&json!({}));
    orders(&mut s, 8);
    s.until(50).health("third", "down");
    let rebalances = |s: &Session| {
        let started = s.count(|what| matches!(what, What::RebalanceStarted { members: 2, .. }));
        (started, s.count(|what| matches!(what, What::RebalanceEnded { members: 2, .. })))
    };
    assert_eq!((rebalances(&s), s.census("stock").in_flight), ((1, 0), 2), "two are still at work");
    s.until(100);
    assert_eq!((rebalances(&s), owners(&s)), ((1, 1), vec![Some(0), Some(0), Some(1), Some(1)]));
    s.rest();
    assert_eq!(s.world.ledger().count(Standing::Done), 8);
    assert_eq!(handled(&s).iter().filter(|(node, order)| *node == 2 && *order == 4).count(), 1, "it came again");
    s.health("third", "up");
    assert_eq!(owners(&s), [Some(0), Some(0), Some(1), Some(2)], "who joins gets a part");
}

#[test]
fn a_crash_repeats_what_was_handled_and_not_committed() {
    let delivery = json!({"prefetch": 10, "commit": {"interval": "10s"}});
    let mut s = log(&delivery);
    orders(&mut s, 12);
    s.until(250).command(&json!({"crash": {"node": "third", "point": "now"}})).rest();
    // Orders 4 and 8 were handled by the third, and come again.
    let twice: Vec<u32> = (1..=12).filter(|order| s.standing(*order) == Standing::DoneTwice).collect();
    assert_eq!(twice, [4, 8]);
}

#[test]
fn with_more_consumers_than_partitions_some_have_nothing_to_do() {
    let steps = json!([work("100ms"), {"effect": "moved"}]);
    let names = ["first", "second", "third"];
    let mut nodes = vec![shop(&json!([publish("sales", "outbox")]))];
    nodes.extend(names.iter().map(|name| worker_of(name, "stock", &steps)));
    nodes.push(broker(true));
    let sales = topic("sales", &[subscription("stock", &names, &json!({}))]);
    let sales = with(sales, &json!({"log": true, "partitions": 2, "key": {"of": 2}}));
    let mut s = Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &[sales]), 1);
    orders(&mut s, 10);
    s.rest();
    assert!(handled(&s).iter().all(|(node, _)| *node < 3), "the third owns none");
}

#[test]
fn a_seek_reads_every_partition_again() {
    let mut s = log(&json!({}));
    orders(&mut s, 8);
    s.rest();
    s.command(&json!({"seek": {"subscription": "stock", "offset": 4}})).rest();
    assert_eq!(s.world.ledger().count(Standing::DoneTwice), 4);
    assert_eq!(s.world.offset(SubscriptionId::new(0)), 8);
}

#[test]
fn while_nobody_is_there_records_wait() {
    let mut s = log(&json!({}));
    s.health("first", "down").health("second", "down").health("third", "down");
    orders(&mut s, 4);
    s.until(1_000);
    assert_eq!(s.census("stock").ready, 4);
    s.health("second", "up");
    assert_eq!(owners(&s), [Some(1); 4]);
    s.rest();
    assert_eq!(s.counts("stock").acked, 4);
}
