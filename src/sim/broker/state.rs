//! State of the brokers, and read access to it.

use crate::base::ids::{MessageId, NodeId, Offset, OrderId, SubscriptionId, TopicId};
use crate::base::slots::{CacheLine, Slots};
use crate::base::time::{Span, Time};
use crate::model::{Model, NodeKind, Overflow};
use crate::sim::broker::aside::Asides;
use crate::sim::broker::lanes::InLane;
use crate::sim::broker::message::{HeldStage, Message, State};
use crate::sim::broker::numbers::Numbers;
use crate::sim::broker::publication::{Publication, Send};
use crate::sim::broker::queue::Queue;
use crate::sim::broker::record::Record;
use crate::sim::broker::routes::{Route, routes};
use crate::sim::broker::stale_hand_out::StaleHandOut;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, MessageSlot, PublicationKey, PublicationSlot, Receipt, SendSlot};
use crate::sim::known_keys::KnownKeys;
use crate::sim::program::Program;
use crate::sim::schedule::Ticket;
use crate::sim::topic_keys::TopicKeys;
use std::collections::VecDeque;
use std::hint::black_box;
use std::ops::Range;

/// State of all brokers of a world.
#[derive(Clone, Debug)]
pub struct Broker {
    /// By [`SubscriptionId`].
    pub(super) queues: Vec<Queue>,
    /// By [`TopicId`].
    pub(super) topics: Vec<TopicState>,
    pub(super) messages: Slots<Message, MessageSlot, CacheLine>,
    pub(super) asides: Asides,
    pub(super) publications: Slots<Publication, PublicationSlot>,
    pub(super) sends: Slots<Send, SendSlot>,
    pub(super) next_message: u32,
    pub(super) numbers: Numbers,
    /// Hand-outs whose consumer works on them though their lease has ended, sorted by tag.
    pub(super) stale: VecDeque<StaleHandOut>,
}

/// State of a topic, and what of the model is looked up for every message.
#[derive(Clone, Debug)]
pub(super) struct TopicState {
    /// The broker that holds it.
    pub(super) broker: NodeId,
    /// Its subscriptions, which follow each other.
    pub(super) subscriptions: Range<u16>,
    pub(super) is_log: bool,
    /// Where its messages go; `None`: to all its subscriptions, and to no other.
    pub(super) routes: Option<Box<[Route]>>,
    /// Whether a broker that is up takes each message at once: it replicates nothing, needs no subscription, and has no routes.
    pub(super) simple: bool,
    /// The keys of its messages.
    pub(super) keys: TopicKeys,
    /// Number of publishing sites.
    pub(super) sites: u32,
    pub(super) dedup_window: Option<Span>,
    /// Keys published within the de-duplication window.
    pub(super) published: KnownKeys,
    /// How many messages came from senders whose messages it recognises.
    pub(super) series: u32,
    /// The numbers of those that it has stored.
    pub(super) stored: KnownKeys,
    /// Records of its log; empty where it is none.
    pub(super) log: Vec<Record>,
    /// Whether a queue of it may be full.
    pub(super) limited: bool,
    /// Publications that wait for room, oldest first.
    pub(super) blocked: VecDeque<PublicationKey>,
    /// Whether the first of them is about to be let in.
    pub(super) letting_in: bool,
    /// When the followers will have the leader's last write.
    pub(super) replicated: Time,
}

impl TopicState {
    fn new(model: &Model, id: TopicId) -> TopicState {
        let topic = &model.topics[id.index()];
        let routes = routes(model, id);
        let first = topic.subscriptions.first().map_or(0, |subscription| subscription.0);
        let subscriptions = first..first + topic.subscriptions.len() as u16;
        debug_assert!(topic.subscriptions.iter().map(|s| s.0).eq(subscriptions.clone()), "they are numbered by topic");
        let limited = model.bound_to(id).any(|s| model.subscriptions[s.index()].delivery.max_length.is_some());
        let replicated = matches!(model.nodes[topic.broker.index()].kind, NodeKind::Broker { replicas: Some(_), .. });
        TopicState {
            broker: topic.broker,
            subscriptions,
            is_log: topic.log,
            simple: !replicated && !topic.mandatory && !limited && routes.is_none(),
            routes,
            keys: TopicKeys::new(topic),
            sites: topic.sites.into(),
            dedup_window: topic.dedup_window,
            published: KnownKeys::default(),
            series: 0,
            stored: KnownKeys::default(),
            log: Vec::new(),
            limited,
            blocked: VecDeque::new(),
            letting_in: false,
            replicated: Time::ZERO,
        }
    }
}

impl Broker {
    /// Empty queues and topics.
    pub fn new(model: &Model, program: &Program) -> Broker {
        let queue = |subscription| Queue::new(model, program, subscription);
        Broker {
            queues: model.subscriptions.iter().map(queue).collect(),
            topics: (0..model.topics.len()).map(|topic| TopicState::new(model, TopicId::new(topic))).collect(),
            messages: Slots::new(Message::VACANT).with_room(model.workers()),
            asides: Asides::default(),
            publications: Slots::new(Publication::VACANT),
            sends: Slots::new(Send::VACANT),
            next_message: 0,
            numbers: Numbers::default(),
            stale: VecDeque::new(),
        }
    }

    /// The subscriptions that take messages of a publishing site from a topic, connected or not.
    pub(super) fn takers(&self, topic: TopicId, site: u16) -> impl Iterator<Item = SubscriptionId> {
        let state = &self.topics[topic.index()];
        let own = if state.routes.is_none() { state.subscriptions.clone() } else { 0..0 };
        let routes = state.routes.iter().flatten().filter(move |route| route.takes(site));
        own.map(SubscriptionId).chain(routes.map(|route| route.subscription))
    }

    /// Whether a connected subscription takes messages of a publishing site.
    pub(super) fn is_routable(&self, topic: TopicId, site: u16) -> bool {
        self.takers(topic, site).any(|s| self.queues[s.index()].on)
    }

    /// Whether a queue that takes messages of a publishing site from a topic is full, and does this with one more.
    pub(super) fn is_full(&self, (topic, site): (TopicId, u16), overflow: Overflow) -> bool {
        self.takers(topic, site).any(|s| self.queue(s).overflow() == Some(overflow))
    }

    /// The queues, by [`SubscriptionId`].
    pub fn queues(&self) -> &[Queue] {
        &self.queues
    }

    #[inline]
    pub fn queue(&self, subscription: SubscriptionId) -> &Queue {
        &self.queues[subscription.index()]
    }

    /// All messages that are neither acknowledged nor gone, in no particular order.
    pub fn messages(&self) -> impl Iterator<Item = (MessageKey, &Message)> {
        self.messages.iter()
    }

    /// A message, while it lives.
    #[inline]
    pub fn message(&self, key: MessageKey) -> Option<&Message> {
        self.messages.get(key)
    }

    /// When a message's state ends by itself: when it arrives, when it is ready again, or when its lease ends.
    pub fn until(&self, key: MessageKey) -> Option<Time> {
        let aside = self.asides.get(key);
        match self.messages.get(key)?.state {
            State::Delayed | State::RetryScheduled => Some(aside.until),
            State::InFlight(held) if held.stage == HeldStage::Delivering => Some(aside.until),
            State::InFlight(held) if held.leased => Some(aside.lease_until),
            State::InFlight(_) | State::Ready | State::Parked | State::Dead { .. } => None,
        }
    }

    /// A message's record, in a group of a log; `None` for duplicates and redriven messages, which are no longer read in
    /// order.
    pub(super) fn record_of(&self, key: MessageKey, m: &Message) -> Option<Offset> {
        self.asides.get(key).offset.filter(|_| self.queue(m.subscription).log)
    }

    /// The key of an order's messages in a topic whose keys are drawn.
    pub fn drawn_key(&self, cx: &Cx, topic: TopicId, order: OrderId) -> Option<u32> {
        self.topics[topic.index()].keys.drawn(&cx.chance, order)
    }

    /// The key of an order's messages in a subscription.
    pub fn key_of(&self, cx: &Cx, subscription: SubscriptionId, order: OrderId) -> u32 {
        let topic = cx.model.subscriptions[subscription.index()].topic;
        self.topics[topic.index()].keys.of(cx.lasting(order), order)
    }

    /// The lane of an order's messages: that of their key, or of its partition.
    pub fn lane_of(&self, cx: &Cx, subscription: SubscriptionId, order: OrderId) -> u32 {
        let key = self.key_of(cx, subscription, order);
        match self.queue(subscription).group.owners.len() as u32 {
            0 => key,
            partitions => key % partitions,
        }
    }

    /// The place of a message in its lane.
    pub(super) fn in_lane(&self, cx: &Cx, key: MessageKey) -> InLane {
        let m = &self.messages[key];
        (self.lane_of(cx, m.subscription, m.order), m.id.0, key)
    }

    /// Reads a message, so that it is in the cache.
    #[inline(always)]
    pub fn look_at(&self, key: MessageKey) {
        if let Some(m) = self.messages.last_at(key.index()) {
            black_box(m.order);
        }
    }

    /// All publications that are travelling, in an outbox, or with a leader only.
    pub fn publications(&self) -> impl Iterator<Item = &Publication> {
        self.publications.iter().map(|(_, publication)| publication)
    }

    /// Records of a topic's log; empty where it is none.
    pub fn records(&self, topic: TopicId) -> &[Record] {
        &self.topics[topic.index()].log
    }

    /// The committed offset of a subscription of a log: the first record that it has not acknowledged. Given-up records
    /// count as acknowledged.
    /// Of several partitions it is the sum of theirs.
    pub fn offset(&self, cx: &Cx, subscription: SubscriptionId) -> u32 {
        let queue = self.queue(subscription);
        if queue.group.is_shared() {
            let mut first = vec![queue.position; queue.group.owners.len()];
            for (key, m) in self.unacknowledged(subscription) {
                if let Some(offset) = self.record_of(key, m) {
                    let of_lane = &mut first[self.lane_of(cx, subscription, m.order) as usize];
                    *of_lane = offset.get().min(*of_lane);
                }
            }
            let topic = cx.model.subscriptions[subscription.index()].topic;
            let from = first.iter().copied().min().unwrap_or(0);
            let behind = (from..queue.position).filter(|offset| {
                let order = self.topics[topic.index()].log[*offset as usize].order;
                *offset >= first[self.lane_of(cx, subscription, order) as usize]
            });
            return queue.position - behind.count() as u32;
        }
        let unacknowledged = self.unacknowledged(subscription).filter_map(|(key, m)| self.record_of(key, m));
        unacknowledged.min().map(Offset::get).unwrap_or(self.queue(subscription).position)
    }

    /// The messages of a subscription that are neither acknowledged nor given up.
    pub(super) fn unacknowledged(&self, subscription: SubscriptionId) -> impl Iterator<Item = (MessageKey, &Message)> {
        self.messages().filter(move |(_, m)| m.subscription == subscription && !matches!(m.state, State::Dead { .. }))
    }

    /// Whether a hand-out is still in force.
    #[inline]
    pub fn holds(&self, receipt: Receipt) -> bool {
        self.messages.get(receipt.message).is_some_and(|m| m.held_under(receipt.tag).is_some())
    }

    /// The living message with this number.
    pub fn find(&self, id: MessageId) -> Option<MessageKey> {
        self.numbers.find(id, &self.messages)
    }

    /// Whether a message waits for the event with this ticket.
    #[inline]
    pub fn message_waits_for(&self, ticket: Ticket, index: u32) -> bool {
        self.messages.at(index).is_some_and(|(_, m)| m.timer == Some(ticket))
    }

    /// Whether a publication waits for the event with this ticket.
    #[inline]
    pub fn publication_waits_for(&self, ticket: Ticket, index: u32) -> bool {
        self.publications.at(index).is_some_and(|(_, p)| p.timer == Some(ticket))
    }

    /// Memory of the messages, publications, lists and logs, in bytes.
    pub fn bytes(&self) -> usize {
        let logs =
            self.topics.iter().map(|topic| size_of_val(&*topic.log) + topic.published.bytes() + topic.stored.bytes());
        let stale = self.stale.len() * size_of::<StaleHandOut>();
        let held = self.messages.bytes() + self.asides.bytes() + self.publications.bytes() + self.sends.bytes() + stale;
        held + self.queues.iter().map(Queue::bytes).chain(logs).sum::<usize>()
    }

    /// The number of messages that are neither acknowledged nor gone.
    pub fn message_count(&self) -> usize {
        self.messages.len()
    }
}
