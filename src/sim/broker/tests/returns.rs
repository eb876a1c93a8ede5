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
    /// Hands out so many, of which the only worker begins the first.
    fn begin_one_of(&mut self, count: usize) -> Vec<Receipt> {
        let first = self.begin().unwrap();
        self.cx.station(STOCK).busy += 1;
        let others = (1..count).map(|_| {
            let handed = self.broker.hand_out(&mut self.cx, &mut Silent, QUEUE, &mut FreeWorkers);
            let Some(Handed::Waits(receipt, STOCK)) = handed else { panic!("the worker is busy: {handed:?}") };
            receipt
        });
        [first].into_iter().chain(others).collect()
    }

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

#[test]
fn a_crash_charges_what_was_worked_on_or_all_that_was_held() {
    for (charges, charged) in [("working", [1, 0, 0]), ("held", [1, 1, 1])] {
        for counts in ["handlings", "failures"] {
            let settings = format!(r#"{{"counts": "{counts}", "crashCharges": "{charges}", "prefetch": 3}}"#);
            let mut bench = Bench::new(&settings);
            (0..3).for_each(|_| {
                bench.publish();
            });
            // One worker: the others are buffered.
            let held = bench.begin_one_of(3);
            assert!(bench.broker.interrupt(held[0]));
            bench.broker.consumer_gone(&mut bench.cx, &mut Silent, STOCK, Reason::Crashed, FactId::NONE);
            let mut charges: Vec<_> = bench.broker.messages().map(|(_, m)| (m.id.0, m.charged)).collect();
            charges.sort_unstable();
            assert!(charges.iter().map(|(_, charged)| *charged).eq(charged), "{settings}: {charges:?}");
        }
    }
}

#[test]
fn each_delivery_has_the_lease_of_its_turn_and_the_last_repeats() {
    let settings = r#"{"lease": ["1s", "3s"], "retry": {"backoff": "immediate", "maxAttempts": "unlimited"}}"#;
    let mut bench = Bench::new(settings);
    bench.publish();
    let ends: Vec<u64> = (0..3)
        .map(|_| {
            bench.begin().unwrap();
            bench.due();
            bench.cx.now.as_micros() / 1_000_000
        })
        .collect();
    assert_eq!(ends, [1, 4, 7]);
}

#[test]
fn a_lease_is_renewed_until_its_end_and_not_by_the_dead() {
    let settings =
        |more: &str| format!(r#"{{"lease": "3s", "renewal": {{"every": "2s"{more}}}, "crashReturns": "atLeaseEnd"}}"#);
    let mut bench = Bench::new(&settings(""));
    bench.publish();
    let receipt = bench.begin().unwrap();
    (0..4).for_each(|_| bench.due());
    assert!(bench.broker.holds(receipt) && bench.cx.now == Time::ZERO + Span::from_secs(8));
    // It dies at 8 s, just after a renewal.
    assert!(bench.broker.interrupt(receipt));
    bench.broker.consumer_gone(&mut bench.cx, &mut Silent, STOCK, Reason::Crashed, FactId::NONE);
    bench.due();
    assert!(bench.broker.holds(receipt), "the lease goes on");
    bench.due();
    assert_eq!((bench.broker.holds(receipt), bench.cx.now), (false, Time::ZERO + Span::from_secs(11)));
    // Renewed at 2 s and 4 s, and no more: it ends at 7 s.
    let mut bench = Bench::new(&settings(r#", "upTo": "5s""#));
    bench.publish();
    let receipt = bench.begin().unwrap();
    while bench.broker.holds(receipt) {
        bench.due();
    }
    assert_eq!((bench.cx.now, bench.check(&[])), (Time::ZERO + Span::from_secs(7), Ok(())));
}

#[test]
fn a_late_acknowledgement_is_ignored_or_settles_wherever_the_message_is() {
    for late in ["ignored", "settles"] {
        let settled = late == "settles";
        let lease = format!(r#""lease": "3s", "lateAck": "{late}""#);
        // Ready again, and handed out again.
        for again in [false, true] {
            let (mut bench, held) = four_of_eight("returned", &format!(", {lease}"));
            (0..4).for_each(|_| bench.due());
            let other = again.then(|| bench.begin().unwrap());
            let acked = bench.broker.ack(&mut bench.cx, &mut Silent, held[0], FactId::NONE);
            assert_eq!(acked.is_some(), settled);
            assert_eq!(bench.broker.messages().any(|(_, m)| m.id.0 == 1), !settled);
            let worked_on: Vec<Receipt> = other.into_iter().filter(|_| !settled).collect();
            assert_eq!(bench.check(&worked_on), Ok(()), "{late}, again: {again}");
            let second = other.map(|other| bench.broker.ack(&mut bench.cx, &mut Silent, other, FactId::NONE).is_some());
            assert_eq!(second, again.then_some(!settled), "one of the two counts");
        }
        // Waiting for its retry, and dead.
        for (attempts, dead) in [(2, 0), (1, u64::from(true))] {
            let retry = format!(r#""retry": {{"backoff": {{"fixed": {{"delay": "9s"}}}}, "maxAttempts": {attempts}}}"#);
            let mut bench = Bench::new(&format!("{{{lease}, {retry}, \"counts\": \"failures\"}}"));
            bench.publish();
            let first = bench.begin().unwrap();
            bench.reject(first);
            let acked = bench.broker.ack(&mut bench.cx, &mut Silent, first, FactId::NONE);
            assert_eq!((acked.is_some(), bench.broker.census()[0].dead), (settled && dead == 0, dead), "{late}");
            assert_eq!(bench.check(&[]), Ok(()));
        }
    }
}

#[test]
fn a_message_whose_lease_ends_in_a_buffer_is_skipped_or_worked_on_and_keeps_its_place() {
    for (stale, places) in [("skipped", 0), ("worked", 2)] {
        let mut bench =
            Bench::new(&format!(r#"{{"lease": "3s", "prefetch": 2, "stale": "{stale}", "lateAck": "settles"}}"#));
        (0..2).for_each(|_| {
            bench.publish();
        });
        let [first, second] = bench.begin_one_of(2)[..] else { panic!("two are held") };
        (0..2).for_each(|_| bench.due());
        assert_eq!((bench.broker.queue(QUEUE).consumers[0].unacked, bench.check(&[])), (places, Ok(())), "{stale}");
        let begun = bench.broker.begin(&bench.cx, second, &mut FreeWorkers);
        assert_eq!(begun.is_some(), stale == "worked");
        assert!(bench.broker.begin(&bench.cx, first, &mut FreeWorkers).is_none(), "a worker has it already");
        assert!(bench.broker.begin(&bench.cx, second, &mut FreeWorkers).is_none(), "once");
        for receipt in [first, second] {
            assert!(bench.broker.ack(&mut bench.cx, &mut Silent, receipt, FactId::NONE).is_some());
        }
        assert_eq!((bench.broker.queue(QUEUE).consumers[0].unacked, bench.check(&[])), (0, Ok(())));
    }
}

#[test]
fn what_a_dead_consumer_had_in_hand_is_forgotten_with_it() {
    let mut bench = Bench::new(r#"{"lease": "3s", "prefetch": 2, "stale": "worked"}"#);
    let orders = [bench.publish(), bench.publish()];
    bench.begin_one_of(2);
    (0..2).for_each(|_| bench.due());
    let under_way = |bench: &Bench| orders.map(|order| bench.cx.books.order(order).unwrap().under_way());
    // Of each: the run that placed it, the message, and the run or the copy in the buffer.
    assert_eq!(under_way(&bench), [3, 3]);
    bench.broker.consumer_gone(&mut bench.cx, &mut Silent, STOCK, Reason::Crashed, FactId::NONE);
    assert_eq!((under_way(&bench), bench.broker.queue(QUEUE).consumers[0].unacked), ([3, 2], 0), "a run tells itself");
    assert_eq!(bench.check(&[]), Ok(()));
}

#[test]
fn a_message_is_given_up_at_its_failure_or_when_it_would_be_delivered_next() {
    for (give_up, dead) in [("atFailure", [1, 1, 1]), ("atNextDelivery", [0, 0, 1])] {
        let retry = r#""retry": {"backoff": {"fixed": {"delay": "2s"}}, "maxAttempts": 1}"#;
        let mut bench = Bench::new(&format!(r#"{{"giveUp": "{give_up}", {retry}}}"#));
        bench.publish();
        let receipt = bench.begin().unwrap();
        let mut seen = Vec::new();
        bench.reject(receipt);
        seen.push(bench.broker.census()[0].dead);
        if bench.broker.census()[0].retry > 0 {
            bench.due();
        }
        seen.push(bench.broker.census()[0].dead);
        let handed = bench.broker.hand_out(&mut bench.cx, &mut Silent, QUEUE, &mut FreeWorkers);
        assert!(matches!(handed, None | Some(Handed::OnItsWay)));
        seen.push(bench.broker.census()[0].dead);
        assert_eq!((seen, bench.check(&[])), (dead.to_vec(), Ok(())), "{give_up}");
        assert_eq!(bench.broker.queue(QUEUE).counts.delivered, 1);
    }
}

#[test]
fn a_retry_queue_publishes_again_at_the_tail_and_unmarked() {
    for (retry_as, order, marked) in [("redelivery", [1, 5, 6], true), ("newMessage", [5, 6, 7], false)] {
        let (mut bench, held) = four_of_eight("position", &format!(r#", "retryAs": "{retry_as}""#));
        bench.reject(held[0]);
        assert_eq!((&bench.ready()[..3], bench.check(&held[1..])), (&order[..], Ok(())), "{retry_as}");
        assert_eq!(bench.broker.message(held[0].message).unwrap().redelivered, marked);
    }
}
