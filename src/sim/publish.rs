//! The way in: orders arrive, messages travel to a topic, and the topic fans them out.

use crate::base::ids::{MessageId, NodeId, Offset, OrderId, SubscriptionId, TopicId};
use crate::base::rng::{Purpose, lineage};
use crate::base::time::{Span, Time};
use crate::model::{NodeKind, Tamper, Via, Window};
use crate::sim::broker::log::Record;
use crate::sim::broker::message::{Message, State};
use crate::sim::schedule::Event;
use crate::sim::services::run::{Handover, Hop, Origin, Publication, Stage};
use crate::sim::world::World;
use crate::trace::{FactId, Observer, Reason, What};

/// What enters a subscription.
#[derive(Clone, Copy, Debug)]
pub(super) struct Content {
    /// What was published.
    pub record: Record,
    /// Where it is in the topic's log.
    pub offset: Option<Offset>,
}

/// How long an outbox's relay waits before it sends a message again.
pub const RELAY_RETRY: Span = Span::from_secs(1);

impl World {
    pub(super) fn schedule_arrival(&mut self, client: NodeId) {
        let streams = self.streams;
        let Some(a) = &mut self.arrivals[client.index()] else { return };
        a.timer = 0;
        if a.on && a.left > 0 {
            let gap = a.every.sample(|| streams.draw(Purpose::Arrival, client.index(), a.placed, 0));
            a.timer = self.schedule.push(self.now + gap, Event::Arrival(client.0.into()));
        }
    }

    pub(super) fn arrival_due<O: Observer>(&mut self, o: &mut O, client: NodeId) {
        if let Some(a) = &mut self.arrivals[client.index()] {
            a.left -= 1;
            a.placed += 1;
        }
        let NodeKind::Client(c) = &self.model.nodes[client.index()].kind else { return };
        let amount = c.amount;
        self.place_order(o, client, amount, FactId::NONE);
        self.schedule_arrival(client);
    }

    pub(super) fn place_order<O: Observer>(&mut self, o: &mut O, client: NodeId, amount: u32, cause: FactId) {
        let NodeKind::Client(c) = &self.model.nodes[client.index()].kind else { return };
        let handler = c.on_order;
        let order = self.ledger.open(self.now, client, amount);
        let cause = self.note(o, cause, What::OrderPlaced { order, client, amount });
        let run = self.new_run(client, handler, order, Origin::Order, cause);
        let slot = self.runs.insert(run) as u32;
        self.overfull |= self.runs.len() > World::MOST_ALIVE;
        self.nodes[client.index()].busy += 1;
        self.proceed(o, slot);
    }

    /// A run's publish step. True when the run may go on at once.
    pub(super) fn publish<O: Observer>(&mut self, o: &mut O, slot: u32, topic: TopicId, via: Via, site: u16) -> bool {
        let run = &self.runs[slot as usize];
        let (node, order, tag, cause) = (run.node, run.order, run.tag, run.cause);
        let name = lineage(run.name, site.into());
        self.ledger.departs(order);
        let handover = match via {
            Via::FireAndForget => Handover::FireAndForget,
            Via::ConfirmedByLeader => Handover::ConfirmedByLeader(slot, tag),
            Via::Confirmed => Handover::Confirmed(slot, tag),
            Via::Outbox => Handover::Outbox,
        };
        let mut publication = Publication {
            node,
            topic,
            order,
            site,
            via: handover,
            hop: Hop::Flying,
            name,
            sent: 1,
            since: self.now,
            until: self.now,
            timer: 0,
            cause,
        };
        if via == Via::Outbox {
            publication.cause = self.note(o, cause, What::OutboxStored { order, node, topic });
        }
        let waits = matches!(via, Via::Confirmed | Via::ConfirmedByLeader);
        if waits {
            let run = &mut self.runs[slot as usize];
            run.stage = Stage::Confirming;
            (run.since, run.until) = (self.now, Time::MAX);
        }
        publication.cause = self.note(o, publication.cause, What::PublishSent { order, node, topic });
        let way = self.way(topic.index(), order, name);
        if way == Span::ZERO && !waits {
            self.publication_arrives(o, publication);
        } else {
            // A confirm comes back by the schedule even when no time passes: the run must not be stepped from within.
            publication.until = self.now + way;
            let key = self.publications.insert(publication);
            self.overfull |= self.publications.len() > World::MOST_ALIVE;
            self.publications[key].timer = self.schedule.push(self.now + way, Event::Publication(key as u32));
        }
        !waits
    }

    /// A broker publishes to a topic of its own; what it publishes is already under way for the order.
    pub(super) fn publish_inside<O: Observer>(
        &mut self,
        o: &mut O,
        node: NodeId,
        (order, topic, site): (OrderId, TopicId, u16),
        sender: u32,
        cause: FactId,
    ) {
        let publication = Publication {
            node,
            topic,
            order,
            site,
            via: Handover::FireAndForget,
            hop: Hop::Flying,
            name: lineage(sender, site.into()),
            sent: 1,
            since: self.now,
            until: self.now,
            timer: 0,
            cause,
        };
        self.publication_arrives(o, publication);
    }

    /// How long something is on its way over the edge `place`.
    #[inline]
    pub(super) fn way(&self, place: usize, order: OrderId, name: u32) -> Span {
        self.model.latency.sample(|| self.streams.draw(Purpose::Latency, place, order.0, name))
    }

    pub(super) fn publication_due<O: Observer>(&mut self, o: &mut O, slot: u32) {
        let p = self.publications[slot as usize];
        match p.hop {
            Hop::Flying => {
                self.publications.remove(slot as usize);
                self.publication_arrives(o, p);
                return;
            }
            Hop::Replicating => {
                self.publications.remove(slot as usize);
                self.publication_taken(o, &p);
                return;
            }
            Hop::Stored => {}
        }
        // The relay tries again, unless its node is down itself.
        let (node, topic, order, sent, cause) = (p.node, p.topic, p.order, p.sent.wrapping_add(1), p.cause);
        let name = lineage(p.name, p.sent.into());
        let up = self.nodes[node.index()].is_up();
        let way = if up { self.way(topic.index(), order, name) } else { RELAY_RETRY };
        let cause = if up { self.note(o, cause, What::PublishSent { order, node, topic }) } else { cause };
        let timer = self.schedule.push(self.now + way, Event::Publication(slot));
        let hop = if up { Hop::Flying } else { Hop::Stored };
        let p = &mut self.publications[slot as usize];
        (p.hop, p.sent, p.since, p.until, p.timer, p.cause) = (hop, sent, self.now, self.now + way, timer, cause);
    }

    /// A message is at the broker, which takes it or says why not.
    fn publication_arrives<O: Observer>(&mut self, o: &mut O, p: Publication) {
        let topic = &self.model.topics[p.topic.index()];
        let (broker, mandatory) = (topic.broker, topic.mandatory && !topic.log);
        let state = &self.nodes[broker.index()];
        if !state.is_up() {
            self.publication_refused(o, p, Reason::BrokerDown);
        } else if mandatory && !topic.subscriptions.iter().any(|s| self.queues[s.index()].on) {
            self.publication_refused(o, p, Reason::PublishRefused);
        } else if let NodeKind::Broker { replicas: Some(replicas), .. } = self.model.nodes[broker.index()].kind
            && state.replicas > 1
        {
            self.leader_writes(o, p, replicas);
        } else {
            self.publication_taken(o, &p);
        }
    }

    /// The broker does not have a message, and the sender hears of it, or not.
    pub(super) fn publication_refused<O: Observer>(&mut self, o: &mut O, p: Publication, reason: Reason) {
        let (order, topic) = (p.order, p.topic);
        match p.via {
            Handover::FireAndForget => {
                self.note(o, p.cause, What::PublishLost { order, topic, reason });
            }
            Handover::Confirmed(slot, tag) | Handover::ConfirmedByLeader(slot, tag) => {
                let cause = self.note(o, p.cause, What::PublishRefused { order, topic, reason });
                self.publish_confirmed(o, slot, tag, Err((reason, cause)));
            }
            Handover::Outbox => {
                let cause = self.note(o, p.cause, What::PublishRefused { order, topic, reason });
                let until = self.now + RELAY_RETRY;
                let stored = Publication { hop: Hop::Stored, since: self.now, until, cause, ..p };
                let key = self.publications.insert(stored);
                self.publications[key].timer = self.schedule.push(until, Event::Publication(key as u32));
                return;
            }
        }
        self.arrived(o, order, p.cause);
    }

    /// The broker has a message for good: it is delivered, and the sender hears of it.
    fn publication_taken<O: Observer>(&mut self, o: &mut O, p: &Publication) {
        let cause = self.topic_takes(o, p);
        if let Handover::Confirmed(slot, tag) | Handover::ConfirmedByLeader(slot, tag) = p.via {
            self.publish_confirmed(o, slot, tag, Ok(cause));
        }
        self.arrived(o, p.order, p.cause);
    }

    /// The topic takes a message and fans it out.
    fn topic_takes<O: Observer>(&mut self, o: &mut O, p: &Publication) -> FactId {
        let (order, topic) = (p.order, p.topic);
        let t = &self.model.topics[topic.index()];
        let (subscribers, log) = (t.subscriptions.len(), t.log);
        if let Some(window) = t.dedup_window {
            // Told apart as long as they are fewer than 2^32, as keys of an inbox are.
            let key = (order.0 - 1).wrapping_mul(t.sites.into()).wrapping_add(p.site.into());
            let keys = &mut self.topic_keys[topic.index()];
            if keys.knows(key, self.now) {
                return self.note(o, p.cause, What::PublishDeduplicated { order, topic });
            }
            keys.remember(key, Window::For(window), self.now);
        }
        let cause = self.note(o, p.cause, What::PublishAccepted { order, topic });
        let record = Record { order, site: p.site, lineage: p.name, published: self.now };
        if log {
            self.logs[topic.index()].push(record);
        }
        for i in 0..subscribers {
            let subscription = self.model.topics[topic.index()].subscriptions[i];
            if !self.queues[subscription.index()].on {
                continue;
            }
            if log {
                let offset = self.logs[topic.index()].len() as u32 - 1;
                self.read_record(o, subscription, topic, offset, cause);
            } else {
                self.enter(o, subscription, Content { record, offset: None }, cause);
            }
        }
        cause
    }

    /// A message enters a subscription, past what faults and the network do to it.
    #[inline]
    pub(super) fn enter<O: Observer>(
        &mut self,
        o: &mut O,
        subscription: SubscriptionId,
        content: Content,
        cause: FactId,
    ) {
        let order = content.record.order;
        let queue = &mut self.queues[subscription.index()];
        let duplicates = queue.delivery.duplicates;
        let tamper = queue.tampers.pop_front();
        let slot = self.new_message(o, subscription, content, 0, cause);
        match tamper {
            None => self.make_ready(slot),
            Some(Tamper::Drop) => {
                self.drop_message(o, slot, Reason::DroppedByFault, cause);
                return;
            }
            Some(Tamper::Duplicate) => {
                self.make_ready(slot);
                let copy = self.duplicate(o, slot, 1);
                self.make_ready(copy);
            }
            Some(Tamper::Delay(by)) => {
                let id = self.messages[slot as usize].id;
                let cause = self.note(o, cause, What::MessageDelayed { message: id, order, subscription, by });
                self.hold_back(slot, by, cause);
            }
            Some(Tamper::Poison) => {
                self.messages[slot as usize].poison = true;
                let id = self.messages[slot as usize].id;
                self.messages[slot as usize].cause =
                    self.note(o, cause, What::MessagePoisoned { message: id, order, subscription, poison: true });
                self.make_ready(slot);
            }
        }
        if let Some(d) = duplicates
            && self
                .streams
                .draw(Purpose::Duplicate, subscription.index(), order.0, content.record.lineage)
                .chance(d.probability)
        {
            let copy = self.duplicate(o, slot, 2);
            // It comes after the first, whenever that comes.
            let first = match self.messages[slot as usize].state {
                State::Delayed { until } => until.since(self.now),
                _ => Span::ZERO,
            };
            self.hold_back(copy, first.plus(d.after), self.messages[copy as usize].cause);
        }
    }

    #[inline(always)]
    fn new_message<O: Observer>(
        &mut self,
        o: &mut O,
        subscription: SubscriptionId,
        Content { record: Record { order, site, lineage, published }, offset }: Content,
        copy: u16,
        cause: FactId,
    ) -> u32 {
        self.next_message += 1;
        let id = MessageId(self.next_message);
        let cause = if copy == 0 {
            self.note(o, cause, What::MessageAccepted { message: id, order, subscription })
        } else {
            self.note(o, cause, What::MessageDuplicated { message: id, order, subscription })
        };
        self.ledger.departs(order);
        self.queues[subscription.index()].counts.accepted += 1;
        self.overfull |= self.messages.len() > World::MOST_ALIVE;
        self.messages.insert(Message {
            id,
            order,
            subscription,
            site,
            copy,
            offset,
            lineage: lineage ^ u32::from(copy) << 16,
            attempts: 0,
            charged: 0,
            handlings: 0,
            deliveries: 0,
            redelivered: false,
            poison: false,
            published,
            waited: Span::ZERO,
            since: self.now,
            timer: 0,
            cause,
            state: State::Ready,
        }) as u32
    }

    /// A second copy of a message: the same content, with its own count of attempts.
    fn duplicate<O: Observer>(&mut self, o: &mut O, slot: u32, copy: u16) -> u32 {
        let m = &self.messages[slot as usize];
        let poison = m.poison;
        let record = Record { order: m.order, site: m.site, lineage: m.lineage, published: m.published };
        let copy = self.new_message(o, m.subscription, Content { record, offset: None }, copy, m.cause);
        self.messages[copy as usize].poison = poison;
        copy
    }

    fn hold_back(&mut self, slot: u32, by: Span, cause: FactId) {
        let until = self.now + by;
        let timer = self.schedule.push(until, Event::Message(slot));
        let m = &mut self.messages[slot as usize];
        (m.timer, m.cause, m.state) = (timer, cause, State::Delayed { until });
    }

    /// Puts a new message at the tail of its queue.
    #[inline(always)]
    pub(super) fn make_ready(&mut self, slot: u32) {
        let m = &mut self.messages[slot as usize];
        (m.state, m.since, m.timer) = (State::Ready, self.now, 0);
        let subscription = m.subscription;
        self.queues[subscription.index()].ready.push_back(slot);
        self.wake_queue(subscription);
    }
}
