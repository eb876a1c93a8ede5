//! The broker alone, without a world: only a context to work with.

use super::fetched::Fetched;
use super::message::{HeldStage, Message, State};
use super::{Broker, BrokerMemory, Desk, Handed, Outgoing, Taken};
use crate::base::dist::Dist;
use crate::base::ids::{MessageId, NodeId, Offset, OrderId, SubscriptionId, TopicId};
use crate::base::marks::Marks;
use crate::base::slots::Slots;
use crate::base::time::{Span, Time};
use crate::model::{Health, Model, NodeKind, Replicas, Tamper, Via};
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, MessageSlot, Receipt, RunKey, RunSlot};
use crate::sim::schedule::Event;
use crate::sim::test_models::publishing;
use crate::trace::{FactId, Reason, Silent};
use std::sync::Arc;

mod returns;

/// A topic with one subscription and one consumer that holds two messages.
struct Bench {
    cx: Cx,
    broker: Broker,
    run: RunKey,
    orders: u32,
}

/// Consumers with workers enough, which have handled nothing.
struct FreeWorkers;

impl Desk for FreeWorkers {
    fn knows(&mut self, _: Time, _: SubscriptionId, _: OrderId, _: u16) -> bool {
        false
    }
}

const QUEUE: SubscriptionId = SubscriptionId(0);
const SHOP: NodeId = NodeId(0);
const STOCK: NodeId = NodeId(1);
const BROKER: NodeId = NodeId(2);

impl Bench {
    fn new(delivery: &str) -> Bench {
        Bench::with(delivery, |_| {})
    }

    /// With a model that has something more.
    fn with(delivery: &str, change: impl FnOnce(&mut Model)) -> Bench {
        let mut model = publishing("", delivery);
        change(Arc::get_mut(&mut model).unwrap());
        let run = Slots::<(), RunSlot>::new(()).insert(());
        let cx = Cx::new(model, 1, u64::MAX);
        Bench { broker: Broker::new(&cx.model, &cx.program), cx, run, orders: 0 }
    }

    /// Publishes for a new order.
    fn publish(&mut self) -> OrderId {
        self.orders += 1;
        let order = self.cx.books.open(self.cx.now, SHOP, 100);
        let (via, cause) = (Via::FireAndForget, FactId::NONE);
        let out =
            Outgoing { node: SHOP, run: self.run, topic: TopicId(0), order, via, site: 0, name: self.orders, cause };
        assert!(!self.broker.publish(&mut self.cx, &mut Silent, out), "who fires and forgets does not wait");
        order
    }

    /// Hands out to a free worker. Returns the receipt, if a consumer may take a message.
    fn begin(&mut self) -> Option<Receipt> {
        match self.broker.hand_out(&mut self.cx, &mut Silent, QUEUE, &mut FreeWorkers)? {
            Handed::Taken(receipt, STOCK, Taken::Handling(_)) => Some(receipt),
            other => panic!("a worker is free, and knows nothing: {other:?}"),
        }
    }

    /// Executes the next event of the agenda.
    fn due(&mut self) {
        let item = self.cx.agenda.pop(Time::MAX).unwrap();
        let (at, ticket, event) = (item.at(), item.ticket(), item.event());
        self.cx.now = at;
        if let Event::Message(index) = event
            && self.broker.message_waits_for(ticket, index)
        {
            self.broker.message_due(&mut self.cx, &mut Silent, index);
        }
    }

    /// Hands out, handles and acknowledges the next message.
    fn acknowledge_next(&mut self) {
        let receipt = self.begin().unwrap();
        assert!(self.broker.ack(&mut self.cx, &mut Silent, receipt, FactId::NONE).is_some());
    }

    fn reject(&mut self, receipt: Receipt) -> bool {
        self.broker.reject(&mut self.cx, &mut Silent, receipt, Reason::WorkFailed, FactId::NONE)
    }

    fn ready(&self) -> Vec<u32> {
        self.broker.queue(QUEUE).ready.iter().map(|key| self.broker.message(*key).unwrap().id.0).collect()
    }

    /// Checks the invariants; `worked_on` are the hand-outs being handled by a worker.
    fn check(&self, worked_on: &[Receipt]) -> Result<(), String> {
        let mut marks = Marks::default();
        worked_on.iter().for_each(|receipt| assert!(marks.insert(receipt.message.index())));
        self.broker.check(&self.cx, &mut BrokerMemory::default(), &marks)
    }
}

#[test]
fn a_message_is_handed_out_handled_and_acknowledged() {
    let mut bench = Bench::new(r#"{"prefetch": 2}"#);
    let order = bench.publish();
    let receipt = bench.begin().unwrap();
    assert_eq!(bench.begin(), None, "nothing is ready");
    assert!(bench.broker.holds(receipt));
    assert_eq!(bench.check(&[receipt]), Ok(()));
    assert!(bench.broker.ack(&mut bench.cx, &mut Silent, receipt, FactId::NONE).is_some());
    assert!(bench.broker.ack(&mut bench.cx, &mut Silent, receipt, FactId::NONE).is_none(), "it can be done once");
    assert_eq!((bench.broker.messages().count(), bench.check(&[])), (0, Ok(())));
    assert_eq!(bench.cx.books.order(order).unwrap().under_way(), 1, "the run that placed it");
}

#[test]
fn a_message_has_nothing_of_the_one_that_had_its_slot() {
    let mut bench =
        Bench::new(r#"{"lease": "10s", "retry": {"backoff": {"fixed": {"delay": "2s"}}, "maxAttempts": 3}}"#);
    bench.publish();
    let receipt = bench.begin().unwrap();
    let (first, at) = (receipt.message, |s| Some(Time::ZERO + Span::from_secs(s)));
    assert_eq!(bench.broker.until(first), at(10), "its lease");
    bench.reject(receipt);
    assert_eq!((bench.broker.until(first), bench.broker.messages[first].waited), (at(2), true), "its retry");
    bench.due();
    bench.acknowledge_next();
    bench.publish();
    let second = bench.broker.queue(QUEUE).ready[0];
    assert_eq!((second.index(), second == first), (first.index(), false));
    assert_eq!((bench.broker.until(second), bench.broker.messages[second].waited), (None, false));
}

#[test]
fn a_consumer_holds_no_more_than_its_prefetch() {
    let mut bench = Bench::new(r#"{"prefetch": 2}"#);
    for _ in 0..3 {
        bench.publish();
    }
    let (first, _) = (bench.begin().unwrap(), bench.begin().unwrap());
    assert_eq!(bench.begin(), None, "two are held");
    bench.broker.ack(&mut bench.cx, &mut Silent, first, FactId::NONE);
    assert!(bench.begin().is_some());
}

#[test]
fn a_failed_message_waits_comes_again_and_dies_at_its_limit() {
    let mut bench = Bench::new(r#"{"retry": {"backoff": {"fixed": {"delay": "2s"}}, "maxAttempts": 2}}"#);
    bench.publish();
    let receipt = bench.begin().unwrap();
    assert!(bench.reject(receipt));
    assert!(!bench.reject(receipt), "what is said under an old receipt counts for nothing");
    assert_eq!((bench.broker.census()[0].retry, bench.check(&[])), (1, Ok(())));
    bench.due();
    assert_eq!(bench.cx.now, Time::ZERO + Span::from_secs(2));
    let again = bench.begin().unwrap();
    assert!(again.message == receipt.message && again.tag > receipt.tag);
    bench.reject(again);
    let (key, m) = bench.broker.messages().next().unwrap();
    assert!(matches!(m.state, State::Dead { reason: Reason::WorkFailed }));
    bench.broker.redrive(&mut bench.cx, &mut Silent, key);
    assert_eq!((bench.ready(), bench.check(&[])), (vec![1], Ok(())));
    assert_eq!(bench.broker.message(key).map(|m| (m.attempts, m.charged)), Some((0, 0)));
}

#[test]
fn a_lease_that_ends_takes_the_message_from_its_worker() {
    let mut bench = Bench::new(r#"{"lease": "3s", "retry": {"backoff": "immediate", "maxAttempts": 5}}"#);
    let order = bench.publish();
    let receipt = bench.begin().unwrap();
    bench.due();
    assert!(!bench.broker.holds(receipt));
    assert_eq!(bench.ready(), [1]);
    assert_eq!(
        bench.cx.books.order(order).unwrap().under_way(),
        3,
        "the run that placed it, the message, and a worker that goes on without it"
    );
    let again = bench.begin().unwrap();
    assert!(bench.broker.ack(&mut bench.cx, &mut Silent, receipt, FactId::NONE).is_none());
    assert!(bench.broker.ack(&mut bench.cx, &mut Silent, again, FactId::NONE).is_some());
}

#[test]
fn what_a_consumer_held_comes_back_in_its_order() {
    let mut bench = Bench::new(r#"{"prefetch": 2}"#);
    for _ in 0..3 {
        bench.publish();
    }
    let held = [bench.begin().unwrap(), bench.begin().unwrap()];
    for receipt in held {
        assert!(bench.broker.interrupt(receipt));
    }
    bench.broker.consumer_gone(&mut bench.cx, &mut Silent, STOCK, Reason::Crashed, FactId::NONE);
    assert_eq!((bench.ready(), bench.check(&[])), (vec![1, 2, 3], Ok(())));
    assert!(bench.broker.messages().filter(|(_, m)| m.redelivered).count() == 2);
}

type Break = fn(&mut Bench);

/// Each way of breaking what `sound` makes is told by a sentence with these words.
fn each_is_named(sound: impl Fn() -> Bench, cases: &[(Break, &str)]) {
    for (break_it, law) in cases {
        let mut bench = sound();
        assert_eq!(bench.check(&[]), Ok(()));
        break_it(&mut bench);
        let told = bench.check(&[]).unwrap_err();
        assert!(told.contains(law), "{told}");
    }
}

#[test]
fn each_broken_law_is_named() {
    let cases: [(Break, &str); 8] = [
        (|b| b.broker.queues[0].counts.accepted += 1, "conservation"),
        (|b| b.broker.queues[0].counts.withdrawn += 1, "conservation"),
        (|b| b.broker.queues[0].ready.clear(), "lists"),
        (|b| b.broker.queues[0].consumers[0].unacked += 1, "consumers hold"),
        (|b| b.broker.queues[0].waiting += 1, "wait for a retry"),
        (|b| b.broker.queues[0].lane += 2, "its lane"),
        (|b| b.broker.queues[0].position += 1, "has read 1 of 0"),
        (|b| b.broker.queues[0].ready[0] = nobody(), "not where its state says"),
    ];
    let one_message = || {
        let mut bench = Bench::new(r#"{"prefetch": 1}"#);
        bench.publish();
        bench
    };
    each_is_named(one_message, &cases);
}

/// The only message.
fn message(bench: &mut Bench) -> &mut Message {
    let (key, _) = bench.broker.messages().next().unwrap();
    &mut bench.broker.messages[key]
}

#[test]
fn a_message_that_waits_needs_an_event_to_come() {
    let waits = || {
        let mut bench = Bench::new(r#"{"retry": {"backoff": {"fixed": {"delay": "2s"}}, "maxAttempts": 2}}"#);
        bench.publish();
        let receipt = bench.begin().unwrap();
        bench.reject(receipt);
        assert_eq!(bench.check(&[]), Ok(()));
        bench
    };
    let mut bench = waits();
    message(&mut bench).timer = None;
    assert!(bench.check(&[]).unwrap_err().contains("not where its state says"), "nothing ends its wait");
    let mut bench = waits();
    bench.cx.now = Time::ZERO + Span::from_secs(3);
    assert!(bench.check(&[]).unwrap_err().contains("not where its state says"), "it is over");
}

/// A queue with a message in each list: one is ready, one dead, one set aside. The last two are handled.
fn in_each_list() -> (Bench, [MessageKey; 3]) {
    let mut bench = Bench::new(r#"{"prefetch": 9}"#);
    (0..3).for_each(|_| {
        bench.publish();
    });
    let [dead, parked] = [(); 2].map(|()| bench.begin().unwrap());
    let Bench { cx, broker, .. } = &mut bench;
    broker.release(cx, dead.message);
    broker.give_up(cx, &mut Silent, dead.message, Reason::WorkFailed, FactId::NONE);
    assert!(broker.park(cx, &mut Silent, parked, FactId::NONE));
    let ready = broker.queues[0].ready[0];
    assert_eq!(bench.check(&[]), Ok(()));
    (bench, [ready, dead.message, parked.message])
}

#[test]
fn each_list_holds_messages_of_its_state_only() {
    // Each takes the place of another one, so that the lengths stay right.
    for wrong in [1, 2] {
        let (mut bench, keys) = in_each_list();
        bench.broker.queues[0].ready[0] = keys[wrong];
        assert!(bench.check(&[]).unwrap_err().contains("not where its state says"), "ready: {wrong}");
    }
    for (in_dead, in_parked) in [(0, 2), (2, 1), (1, 0)] {
        let (mut bench, keys) = in_each_list();
        let queue = &mut bench.broker.queues[0];
        queue.dead.clear();
        queue.dead.insert((1, 1, keys[in_dead]));
        queue.parked.clear();
        queue.parked.insert((2, 2, keys[in_parked]));
        assert!(bench.check(&[]).unwrap_err().contains("not where its state says"), "{in_dead} {in_parked}");
    }
}

#[test]
fn no_message_is_listed_twice() {
    let mut bench = Bench::new("{}");
    bench.publish();
    bench.publish();
    let ready = &mut bench.broker.queues[0].ready;
    ready[1] = ready[0];
    assert!(bench.check(&[]).unwrap_err().contains("listed twice"));
}

#[test]
fn what_is_fetched_from_a_queue_that_keeps_its_order_is_listed() {
    for (blocking, listed) in [(true, true), (true, false), (false, false)] {
        let mut bench = Bench::new(&format!(r#"{{"prefetch": 2, "blocking": {blocking}}}"#));
        bench.cx.nodes[STOCK.index()].set_workers(0);
        bench.publish();
        let Bench { cx, broker, .. } = &mut bench;
        let handed = broker.hand_out(cx, &mut Silent, QUEUE, &mut FreeWorkers);
        assert!(matches!(handed, Some(Handed::Waits(..))), "nobody is there to take it: {handed:?}");
        if !listed {
            bench.broker.queues[0].fetched = Fetched::default();
        }
        assert_eq!(bench.check(&[]).is_err(), blocking && !listed);
    }
}

/// A log with one message for each of two orders, which its only consumer may hold both.
fn log() -> Bench {
    let mut bench = Bench::with(r#"{"prefetch": 2}"#, |model| model.topics[0].log = true);
    bench.publish();
    bench.publish();
    bench
}

#[test]
fn each_broken_law_of_a_log_is_named() {
    let cases: [(Break, &str); 7] = [
        (|b| b.broker.queues[0].position = 1, "has read 1 of 2"),
        (|b| b.broker.queues[0].position = 3, "has read 3 of 2"),
        (|b| b.broker.queues[0].connect(false), "has read 2 of 2"),
        (|b| message(b).site += 1, "is not the record"),
        (|b| message(b).order = OrderId(9), "is not the record"),
        (|b| b.broker.topics[0].log.truncate(1), "is not the record"),
        (
            |b| {
                let keys: Vec<_> = b.broker.messages().map(|(key, _)| key).collect();
                for key in keys {
                    b.broker.messages[key].order = OrderId(1);
                    b.broker.asides.of(key).offset = Some(Offset::new(0));
                }
            },
            "two messages are one record",
        ),
    ];
    each_is_named(log, &cases);
}

#[test]
fn one_consumer_at_a_time_reads_a_log() {
    let mut bench = log();
    let held = [bench.begin().unwrap(), bench.begin().unwrap()];
    assert_eq!(bench.check(&held), Ok(()));
    let consumers = &mut bench.broker.queues[0].consumers;
    consumers[0].unacked = 1;
    consumers.push(consumers[0]);
    assert!(bench.check(&held).unwrap_err().contains("2 read"));
}

#[test]
fn a_log_that_nobody_reads_is_read_to_its_end_at_most() {
    let mut bench = Bench::with("{}", |model| model.topics[0].log = true);
    bench.broker.queues[0].connect(false);
    bench.publish();
    assert_eq!(bench.check(&[]), Ok(()), "it stands where the group left it");
    bench.broker.queues[0].position = 1;
    assert_eq!(bench.check(&[]), Ok(()));
    bench.broker.queues[0].position = 2;
    assert!(bench.check(&[]).unwrap_err().contains("has read 2 of 1"));
}

#[test]
fn a_dead_letter_is_no_longer_read_in_order() {
    let mut bench = log();
    let receipt = bench.begin().unwrap();
    bench.broker.give_up(&mut bench.cx, &mut Silent, receipt.message, Reason::WorkFailed, FactId::NONE);
    bench.broker.queues[0].consumers[0].unacked = 0;
    bench.broker.messages[receipt.message].site += 1;
    assert_eq!(bench.check(&[]), Ok(()));
}

/// A broker of three, whose followers have not yet copied the message of an order.
fn replicated() -> Bench {
    let mut bench = Bench::with("{}", |model| {
        let lag = Dist::Fixed(Span::from_secs(1));
        let replicas = Some(Replicas { count: 3, lag, election: Span::from_secs(1) });
        model.nodes[BROKER.index()].kind = NodeKind::Broker { durable: true, replicas };
    });
    bench.publish();
    bench
}

/// Lets so many replicas of the broker live.
fn alive(bench: &mut Bench, replicas: u32) {
    bench.cx.nodes[BROKER.index()].set_health(Health::Up, replicas, FactId::NONE);
}

#[test]
fn each_broken_law_of_replicas_is_named() {
    let cases: [(Break, &str); 6] = [
        (|b| alive(b, 4), "has 4 replicas"),
        (|b| alive(b, 0), "has 0 replicas"),
        (|b| alive(b, 1), "replicated by nobody"),
        (|b| b.cx.nodes[BROKER.index()].set_health(Health::Down, 3, FactId::NONE), "replicated by nobody"),
        (|b| b.cx.now = Time::ZERO + Span::from_secs(2), "replicated by nobody"),
        (
            |b| {
                let (key, _) = b.broker.publications.iter().next().unwrap();
                b.broker.publications[key].timer = None;
            },
            "replicated by nobody",
        ),
    ];
    each_is_named(replicated, &cases);
    let mut bench = replicated();
    alive(&mut bench, 2);
    assert_eq!(bench.check(&[]), Ok(()), "a follower is enough");
}

#[test]
fn a_message_in_no_workers_hands_is_not_being_worked_on() {
    let mut bench = Bench::new(r#"{"prefetch": 1}"#);
    bench.publish();
    let receipt = bench.begin().unwrap();
    assert!(bench.check(&[]).unwrap_err().contains("not where its state says"), "nobody works on it");
    let State::InFlight(held) = &mut bench.broker.messages[receipt.message].state else { panic!("it is held") };
    held.stage = HeldStage::Interrupted;
    assert!(bench.check(&[]).is_err(), "no message stays interrupted");
}

#[test]
fn a_fault_drops_or_delays_or_doubles_the_next_message() {
    let entered = |tamper| {
        let mut bench = Bench::new(r#"{"prefetch": 1}"#);
        bench.broker.tamper_next(&bench.cx, &mut Silent, QUEUE, tamper);
        bench.publish();
        assert_eq!(bench.check(&[]), Ok(()));
        let census = bench.broker.census()[0];
        (census.ready, census.delayed, bench.broker.queue(QUEUE).counts.dropped)
    };
    assert_eq!(entered(Tamper::Drop), (0, 0, 1));
    assert_eq!(entered(Tamper::Delay(Span::from_secs(1))), (0, 1, 0));
    assert_eq!(entered(Tamper::Duplicate), (2, 0, 0));
}

#[test]
fn a_message_is_found_by_its_number_while_it_lives() {
    let mut bench = Bench::new(r#"{"prefetch": 9}"#);
    bench.publish();
    bench.publish();
    assert_eq!(bench.broker.numbers.listed(), 0, "nobody has asked yet");
    let ids = |bench: &Bench| {
        [1, 2, 3, 4].map(|id| {
            let key = bench.broker.find(MessageId(id))?;
            bench.broker.message(key).map(|m| m.id.0)
        })
    };
    assert_eq!(ids(&bench), [Some(1), Some(2), None, None]);
    bench.publish();
    assert_eq!((ids(&bench), bench.broker.numbers.listed()), ([Some(1), Some(2), Some(3), None], 3));
    bench.acknowledge_next();
    assert_eq!(ids(&bench), [None, Some(2), Some(3), None]);
}

#[test]
fn messages_that_are_gone_are_forgotten_when_they_are_the_most() {
    let mut bench = Bench::new(r#"{"prefetch": 1}"#);
    for _ in 0..3 {
        bench.publish();
    }
    bench.broker.find(MessageId(1));
    let mut after = Vec::new();
    for _ in 0..80 {
        bench.acknowledge_next();
        bench.publish();
        after.push(bench.broker.numbers.listed());
    }
    // 64 and twice the three that live then: all but the two older ones are forgotten, and the newest is added.
    let tidied = after.iter().position(|len| *len == 3).unwrap();
    assert_eq!((after[tidied - 1], after[0]), (70, 4));
    for id in 81..=83 {
        assert!(bench.broker.find(MessageId(id)).is_some(), "message {id} lives");
    }
}

/// A key of no message.
fn nobody() -> MessageKey {
    let mut others: Slots<(), MessageSlot> = Slots::new(());
    others.insert(());
    others.insert(())
}
