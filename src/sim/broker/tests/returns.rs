//! What comes back, and in which order: as RabbitMQ 3.10.8 and nats-server 2.9.10 were measured.

use super::*;

/// Eight messages under these settings, of which the first four are held.
fn four_of_eight(requeue: &str, more: &str) -> (Bench, Vec<Receipt>) {
    let retry = r#""retry": {"backoff": "immediate", "maxAttempts": "unlimited"}"#;
    let mut bench = Bench::new(&format!(r#"{{"requeue": "{requeue}", "prefetch": 4, {retry} {more}}}"#));
    (0..8).for_each(|_| {
        bench.publish();
    });
    let held = (0..4).map(|_| bench.begin().unwrap()).collect();
    (bench, held)
}

impl Bench {
    /// The consumer is gone with these in hand; what else it held, it holds.
    fn lose(&mut self, held: &[Receipt]) {
        let (broker, cx) = (&mut self.broker, &mut self.cx);
        held.iter().for_each(|receipt| assert!(broker.interrupt(*receipt)));
        let tags: Vec<u32> = held.iter().map(|receipt| receipt.tag).collect();
        broker.take_all_back(cx, &mut Silent, &|_, held| tags.contains(&held.tag), Reason::Crashed, FactId::NONE);
    }
}

#[test]
fn what_is_rejected_goes_where_each_broker_puts_it() {
    let cases = [
        ("position", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("tail", [5, 6, 7, 8, 2, 1, 4, 3]),
        ("returned", [2, 1, 4, 3, 5, 6, 7, 8]),
        ("head", [3, 4, 1, 2, 5, 6, 7, 8]),
    ];
    for (requeue, order) in cases {
        let (mut bench, held) = four_of_eight(requeue, "");
        for nth in [2, 1, 4, 3] {
            assert!(bench.reject(held[nth - 1]));
        }
        assert_eq!((bench.ready(), bench.check(&[])), (order.to_vec(), Ok(())), "{requeue}");
    }
}

#[test]
fn two_consumers_lost_one_after_the_other_come_back_as_each_broker_has_it() {
    for (requeue, order) in [("position", [1, 2, 3, 4, 5]), ("returned", [3, 4, 1, 2, 5])] {
        let (mut bench, held) = four_of_eight(requeue, "");
        bench.lose(&held[2..]);
        bench.lose(&held[..2]);
        assert_eq!((&bench.ready()[..5], bench.check(&[])), (&order[..], Ok(())), "{requeue}");
    }
}

#[test]
fn one_rejected_before_its_consumer_is_lost_comes_first_in_a_lane_and_in_its_place_otherwise() {
    for (requeue, order) in [("position", [1, 3, 4, 5]), ("tail", [1, 4, 5, 6]), ("returned", [3, 1, 4, 5])] {
        let (mut bench, held) = four_of_eight(requeue, "");
        assert!(bench.broker.ack(&mut bench.cx, &mut Silent, held[1], FactId::NONE).is_some());
        bench.reject(held[2]);
        bench.lose(&[held[0], held[3]]);
        assert_eq!((&bench.ready()[..4], bench.check(&[])), (&order[..], Ok(())), "{requeue}");
    }
}

#[test]
fn what_was_handed_out_twice_has_its_first_place() {
    let (mut bench, held) = four_of_eight("position", "");
    held[..2].iter().for_each(|receipt| assert!(bench.reject(*receipt)));
    let again = [bench.begin().unwrap(), bench.begin().unwrap()];
    bench.reject(held[2]);
    again.iter().for_each(|receipt| assert!(bench.reject(*receipt)));
    assert_eq!((&bench.ready()[..4], bench.check(&held[3..])), (&[1, 2, 3, 5][..], Ok(())));
}

#[test]
fn leases_that_end_together_come_back_in_the_order_of_the_hand_outs() {
    for requeue in ["position", "returned"] {
        let (mut bench, _) = four_of_eight(requeue, r#", "lease": "3s""#);
        (0..4).for_each(|_| bench.due());
        assert_eq!((&bench.ready()[..5], bench.check(&[])), (&[1, 2, 3, 4, 5][..], Ok(())), "{requeue}");
    }
}

#[test]
fn a_queue_that_keeps_its_order_does_so_whichever_of_two_ends_first() {
    let (mut bench, held) = four_of_eight("tail", r#", "blocking": true"#);
    bench.reject(held[1]);
    bench.reject(held[0]);
    assert_eq!((&bench.ready()[..3], bench.check(&held[2..])), (&[1, 2, 5][..], Ok(())));
}

#[test]
fn the_lane_does_not_outlive_what_is_in_it() {
    let (mut bench, held) = four_of_eight("returned", "");
    bench.lose(&held[..2]);
    assert_eq!(bench.broker.queue(QUEUE).lane, 2);
    (0..2).for_each(|_| bench.acknowledge_next());
    assert_eq!(bench.broker.queue(QUEUE).lane, 0);
    bench.lose(&held[2..]);
    bench.broker.reorder(&mut bench.cx, &mut Silent, QUEUE);
    assert_eq!((bench.broker.queue(QUEUE).lane, bench.check(&[])), (0, Ok(())));
}

#[test]
fn those_that_one_crash_finishes_are_given_up_oldest_first() {
    let retry = r#""retry": {"backoff": "immediate", "maxAttempts": 1}"#;
    for requeue in ["head", "tail", "position", "returned"] {
        let mut bench =
            Bench::new(&format!(r#"{{"requeue": "{requeue}", "counts": "deliveries", "prefetch": 3, {retry}}}"#));
        (0..4).for_each(|_| {
            bench.publish();
        });
        let held: Vec<Receipt> = (0..3).map(|_| bench.begin().unwrap()).collect();
        bench.lose(&held);
        let dead = bench.broker.queue(QUEUE).dead.iter().map(|(.., key)| bench.broker.message(key).unwrap().id.0);
        assert!(dead.eq([1, 2, 3]), "{requeue}");
        assert_eq!((bench.ready(), bench.check(&[])), (vec![4], Ok(())));
    }
}
