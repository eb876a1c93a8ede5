//! The queue of one subscription: its ready messages, its consumers, and its counters.

use crate::base::dist::Dist;
use crate::base::ids::{NodeId, OrderId};
use crate::base::rng::Odds;
use crate::base::time::{Span, Time};
use crate::model::{
    Ack, Commit, Counts, Delivery, Fetch, GiveUp, Model, Ordering, Overflow, PrefetchPer, Requeue, Subscription,
    Tamper, Topic,
};
use crate::sim::broker::asking::Asking;
use crate::sim::broker::fetched::Fetched;
use crate::sim::broker::group::Group;
use crate::sim::broker::lanes::{Lanes, SortedMessages};
use crate::sim::broker::uncommitted::Uncommitted;
use crate::sim::keys::MessageKey;
use crate::sim::nodes::NodeState;
use crate::sim::program::Program;
use std::collections::VecDeque;

/// Counters of a subscription since the start.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct QueueCounts {
    /// Messages that entered, duplicates included.
    pub accepted: u64,
    /// Hand-outs to consumers.
    pub delivered: u64,
    /// Handlings begun.
    pub attempts: u64,
    /// Acknowledged, suppressed messages included.
    pub acked: u64,
    /// Acknowledged without an effect, because the key was known.
    pub suppressed: u64,
    /// Retries scheduled.
    pub retried: u64,
    /// Dead-lettered, including those redriven or discarded later.
    pub dead_lettered: u64,
    /// Gone without an acknowledgement: dropped by a fault, discarded, lost with a broker's memory, or given up without
    /// a dead-letter queue.
    pub dropped: u64,
    /// Withdrawn by a seek, or when a subscription of a log was disconnected: the log keeps them.
    pub withdrawn: u64,
    /// Sum of the sojourns of handled messages, in microseconds.
    pub sojourn_us: u64,
    /// Most attempts at any message.
    pub most_attempts: u32,
}

/// A consumer, as the broker sees it.
#[derive(Clone, Copy, Debug)]
pub struct Consumer {
    pub node: NodeId,
    /// Position of its handler in the [`Program`].
    pub start: u32,
    /// Messages it holds unacknowledged.
    pub unacked: u32,
    /// Of these, those that are handled and wait for the commit.
    pub handled: u32,
    /// Whether it commits those when the queue is polled: its interval is over.
    pub commits: bool,
    /// Of these, those that are on their way to it.
    pub travelling: u32,
    /// Messages it held when it crashed, whose leases have not ended.
    pub abandoned: u32,
    /// When the message last handed to it arrives: a queue that keeps its order uses one connection.
    pub last_arrival: Time,
}

/// Queue of a subscription.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The broker that holds it.
    pub broker: NodeId,
    /// Whether its topic is a log.
    pub log: bool,
    /// The settings in force.
    pub delivery: Delivery,
    /// Whether it is connected: nothing enters a queue that is not.
    pub on: bool,
    /// In a log: the offset of the next record to enter.
    pub position: u32,
    /// In a log: number of seeks, which names the draws of records that are read again.
    pub seeks: u32,
    /// Ready messages, head first.
    pub ready: VecDeque<MessageKey>,
    /// How many at the head of `ready` are in the lane of what came back, before those never handed out.
    pub lane: usize,
    /// Dead letters, oldest first: sorted by how many there had been, and message.
    pub dead: SortedMessages,
    /// Messages set aside, sorted by order and message.
    pub parked: SortedMessages,
    /// What was handed out and may have to come back, if the queue keeps its order.
    pub fetched: Fetched,
    /// Messages that wait for an earlier one of their key or partition.
    pub lanes: Lanes,
    /// Who owns which partition of the log.
    pub group: Group,
    /// The consumer that was last given what it asked for.
    pub asking: Option<Asking>,
    /// What is handled and not committed.
    pub uncommitted: Uncommitted,
    pub consumers: Vec<Consumer>,
    /// Position of the consumer whose turn is next; before it is the one that was last handed a message.
    pub turn: usize,
    /// Messages that wait for a retry.
    pub waiting: u32,
    /// Messages whose consumer crashed, and that wait for the end of their lease.
    pub abandoned: u32,
    /// Places of its consumers that are taken up by hand-outs whose lease has ended.
    pub stale: u32,
    /// Whether [`Broker::choose`](super::state::Broker) finds who takes what: the settings ask for more than the next
    /// message and the next consumer in turn.
    pub special: bool,
    /// Whether messages go the plain way: see `broker/plain.rs`.
    pub plain: bool,
    /// Whether what enters lines up at once: the queue is on, no setting and no fault holds it back, and it is no record of a log.
    pub lines_up: bool,
    /// By how much a hand-out whose handling begins raises a message's attempts, and what is charged to it.
    pub charge: [u16; 2],
    /// The odds that the network delivers a message twice, and how long after the first; `None`: it never does.
    pub twice: Option<(Odds, Span)>,
    /// Whether messages travel no time to their only consumer, which begins with work.
    quick: bool,
    /// Whether its messages may expire.
    pub may_expire: bool,
    /// Whether a message that enters may have terms of its own: a time to live, or a delay.
    terms: OwnTerms,
    /// Faults for the next messages that enter.
    pub tampers: VecDeque<Tamper>,
    pub counts: QueueCounts,
}

/// What the publishing sites of a topic ask of its queues.
#[derive(Clone, Copy, Debug)]
struct OwnTerms {
    ttl: bool,
    delay: bool,
}

impl OwnTerms {
    fn of(topic: &Topic) -> OwnTerms {
        // A log keeps its records.
        let terms = if topic.log { &[][..] } else { &topic.terms[..] };
        OwnTerms { ttl: terms.iter().any(|t| t.ttl.is_some()), delay: terms.iter().any(|t| t.delay.is_some()) }
    }
}

impl Queue {
    /// The node at which it stands: its first consumer, or the broker where there is none.
    pub fn home(&self) -> NodeId {
        self.consumers.first().map_or(self.broker, |consumer| consumer.node)
    }

    /// Number of ready messages, those included that an earlier one of their lane holds up.
    pub fn ready_count(&self) -> usize {
        self.ready.len() + self.lanes.held_up.len()
    }

    /// Removes the message at the head.
    pub fn pop_head(&mut self) -> Option<MessageKey> {
        self.lane = self.lane.saturating_sub(1);
        self.ready.pop_front()
    }

    /// Whether one more message finds no room, and what happens to it.
    pub fn overflow(&self) -> Option<Overflow> {
        let limit = self.delivery.max_length?;
        (self.on && self.ready.len() >= limit.messages as usize).then_some(limit.overflow)
    }

    pub fn new(model: &Model, program: &Program, subscription: &Subscription) -> Queue {
        let topic = &model.topics[subscription.topic.index()];
        let mut queue = Queue {
            broker: topic.broker,
            log: topic.log,
            delivery: subscription.delivery.clone(),
            on: subscription.on,
            position: 0,
            seeks: 0,
            ready: VecDeque::new(),
            lane: 0,
            dead: SortedMessages::default(),
            parked: SortedMessages::default(),
            fetched: Fetched::default(),
            lanes: Lanes::default(),
            group: Group::new(topic.partitions, subscription.consumers.len()),
            asking: None,
            uncommitted: Uncommitted::default(),
            consumers: subscription
                .consumers
                .iter()
                .map(|c| Consumer {
                    node: c.node,
                    start: program.start(c.handler),
                    unacked: 0,
                    abandoned: 0,
                    handled: 0,
                    commits: false,
                    travelling: 0,
                    last_arrival: Time::ZERO,
                })
                .collect(),
            turn: 0,
            waiting: 0,
            abandoned: 0,
            stale: 0,
            special: false,
            plain: false,
            lines_up: false,
            twice: None,
            charge: [1, 0],
            quick: matches!(&subscription.consumers[..], [only] if program.begins_with_work(only.handler))
                && model.latency == Dist::NONE,
            may_expire: false,
            terms: OwnTerms::of(topic),
            tampers: VecDeque::new(),
            counts: QueueCounts::default(),
        };
        (queue.lanes.on, queue.lanes.one_at_a_time) = (queue.wants_lanes(), queue.keeps_keys());
        queue.note_settings();
        queue
    }

    /// Derives what is asked for at every hand-out from the settings.
    pub fn note_settings(&mut self) {
        let has_lane = matches!(self.requeue(), Requeue::Position | Requeue::Returned);
        self.may_expire = self.delivery.ttl.is_some() || self.terms.ttl;
        let delays = self.delivery.delay.is_some() || self.terms.delay;
        let limited = self.delivery.max_length.is_some();
        if self.delivery.single_active_consumer && self.counts.delivered == 0 && !self.consumers.is_empty() {
            // As if the first one had been served last.
            self.turn = self.after(0);
        }
        self.special = has_lane
            || self.delivery.give_up == GiveUp::AtNextDelivery
            || self.delivery.prefetch_per == PrefetchPer::Subscription
            || self.delivery.single_active_consumer
            || self.looks_again()
            || self.may_expire
            || delays
            || limited
            || self.consumers.is_empty();
        self.twice = self.delivery.duplicates.map(|d| (Odds::of(d.probability), d.after));
        self.note_entry();
        self.charge[1] = u16::from(self.delivery.counts != Counts::Failures);
        self.plain = self.quick && !self.special && self.delivery.lease.is_none() && self.delivery.ack == Ack::After;
    }

    /// Connects it, or disconnects it.
    pub fn connect(&mut self, on: bool) {
        self.on = on;
        self.note_entry();
    }

    /// Derives what is asked for every message that enters.
    pub fn note_entry(&mut self) {
        self.lines_up = self.may_line_up();
    }

    /// What [`Queue::lines_up`] is to be.
    pub fn may_line_up(&self) -> bool {
        self.on && !self.special && !self.log && self.tampers.is_empty()
    }

    /// Whether its messages are in lanes: one for each key, or for each partition.
    pub fn wants_lanes(&self) -> bool {
        self.delivery.ordering == Ordering::Key || self.group.is_shared()
    }

    /// Whether one message of a key is under way at a time.
    pub fn keeps_keys(&self) -> bool {
        self.delivery.ordering == Ordering::Key && !self.group.is_shared()
    }

    /// Whether a message that waits for its retry holds up those behind it.
    pub fn keeps_order(&self) -> bool {
        self.delivery.ordering != Ordering::None
    }

    /// Whether there may be something to do although nothing is ready: what its settings ask for, or what others have
    /// left undone.
    pub fn looks_again(&self) -> bool {
        let plain = self.delivery.fetch == Fetch::Push && self.delivery.commit == Commit::Message;
        !plain || self.lanes.on || self.uncommitted.is_any() || !self.lanes.due.is_empty()
    }

    /// Whether nothing is handed out because a message waits for its retry.
    #[inline(always)]
    pub fn is_blocked(&self) -> bool {
        self.waiting > 0 && self.delivery.ordering == Ordering::Queue && !self.group.is_shared()
    }

    /// Memory of its lists, in bytes.
    pub fn bytes(&self) -> usize {
        let ready = self.ready.len() * size_of::<MessageKey>();
        let apart = self.lanes.bytes() + self.uncommitted.bytes();
        apart + ready + self.dead.bytes() + self.parked.bytes() + self.fetched.bytes()
    }

    /// Whether a consumer that holds `unacked` messages may hold another; `workers` is how many it has.
    #[inline]
    pub fn has_room(&self, unacked: u32, workers: u32) -> bool {
        unacked < self.delivery.prefetch.most(workers)
    }

    /// Whether its only consumer holds as many messages as it may: it asks for the next one when it lets go of one.
    #[inline(always)]
    pub fn is_sated(&self, nodes: &[NodeState]) -> bool {
        match &self.consumers[..] {
            [only] => !self.has_room(only.unacked, nodes[only.node.index()].workers()),
            _ => false,
        }
    }

    /// The consumer that may take the next message: the next in turn, or the reader of a log.
    #[inline(always)]
    pub fn taker(&self, nodes: &[NodeState]) -> Option<usize> {
        let may_take = |consumer: &Consumer| {
            let node = &nodes[consumer.node.index()];
            node.takes_new() && self.has_room(consumer.unacked, node.workers())
        };
        if let [only] = &self.consumers[..] {
            return may_take(only).then_some(0);
        }
        if self.log {
            return self.reader(nodes).filter(|k| may_take(&self.consumers[*k]));
        }
        let mut k = self.turn;
        for _ in 0..self.consumers.len() {
            if may_take(&self.consumers[k]) {
                return Some(k);
            }
            k = self.after(k);
        }
        None
    }

    /// The position after `k` among the consumers, in a circle.
    #[inline(always)]
    pub fn after(&self, k: usize) -> usize {
        if k + 1 == self.consumers.len() { 0 } else { k + 1 }
    }

    /// The consumer that reads a log: one at a time; another takes over when it is down and holds nothing.
    pub(super) fn reader(&self, nodes: &[NodeState]) -> Option<usize> {
        let holder = self.consumers.iter().position(|consumer| consumer.unacked > 0);
        holder.or_else(|| self.consumers.iter().position(|consumer| nodes[consumer.node.index()].takes_new()))
    }

    /// The ready messages: those that can be handed out next, and those held up in their lanes.
    pub fn waiting_in_line(&self) -> impl Iterator<Item = MessageKey> {
        self.ready.iter().copied().chain(self.lanes.held_up.iter().map(|(.., key)| key))
    }

    /// Removes the oldest message of an order that is set aside.
    pub fn take_parked(&mut self, order: OrderId) -> Option<MessageKey> {
        let first = self.parked.first_from((order.0, 0, MessageKey::FIRST))?;
        (first.0 == order.0 && self.parked.remove(first)).then_some(first.2)
    }

    /// Where a message goes that comes back.
    pub fn requeue(&self) -> Requeue {
        // A blocking retry exists to keep the order.
        if self.delivery.ordering == Ordering::Queue { Requeue::Position } else { self.delivery.requeue }
    }

    /// Forgets the ready messages, or which of them came back.
    pub fn clear_ready(&mut self) {
        self.ready.clear();
        self.lane = 0;
    }
}
