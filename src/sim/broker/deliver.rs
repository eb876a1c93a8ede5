//! Delivery: messages are handed to consumers, taken up by workers, set aside, or lose their lease.

use crate::base::ids::{HandlerId, MessageId, NodeId, OrderId, SubscriptionId};
use crate::model::{Ack, Counts};
use crate::sim::broker::message::{Held, HeldStage, Message, State};
use crate::sim::broker::queue::Consumer;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, Receipt};
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

/// Result of handing out a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handed {
    /// The message is travelling.
    OnItsWay,
    /// The message is with its consumer, which may begin.
    Begin(Receipt, NodeId),
}

/// Result of a worker taking a message.
#[derive(Clone, Copy, Debug)]
pub enum Taken {
    /// The consumer has handled its key before: pass it to [`Broker::suppress`].
    Known(FactId),
    /// The handling begins.
    Handling(Handling),
}

/// A handling that begins.
#[derive(Clone, Copy, Debug)]
pub struct Handling {
    pub subscription: SubscriptionId,
    /// The handler that the consumer runs.
    pub handler: HandlerId,
    pub id: MessageId,
    pub order: OrderId,
    pub site: u16,
    /// Number of the attempt, from 1.
    pub attempt: u32,
    /// Name of its draws.
    pub name: u32,
    /// Whether it will fail.
    pub poison: bool,
    /// Whether the message is acknowledged before the work.
    pub ack_first: bool,
    /// The fact that brought the message.
    pub cause: FactId,
}

impl Broker {
    /// A message's timed state ends: its delay, delivery, lease or retry wait.
    #[inline]
    pub fn message_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, index: u32) -> Option<(Receipt, NodeId)> {
        let (key, m) = self.messages.at(index)?;
        match m.state {
            State::Delayed { .. } => {
                self.note_ready(cx, o, key);
                self.make_ready(cx, key);
            }
            State::RetryScheduled { .. } => self.retry_due(cx, o, key),
            State::InFlight(held) if held.stage == HeldStage::Delivering && held.arrives <= cx.now => {
                return self.message_arrives(cx, key, held);
            }
            State::InFlight(_) => self.lease_ends(cx, o, key),
            State::Ready | State::Parked | State::Dead { .. } => {}
        }
        None
    }

    /// Hands the next ready message to the consumer whose turn it is, if one has room.
    #[inline(always)]
    pub fn hand_out<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, subscription: SubscriptionId) -> Option<Handed> {
        let queue = &mut self.queues[subscription.index()];
        if queue.ready.is_empty() || queue.blockers > 0 {
            return None;
        }
        let feed = cx.feed(subscription);
        if !cx.is_up(feed.broker) {
            return None;
        }
        let node = |consumer: &Consumer| &cx.nodes[consumer.node.index()];
        let may_take = |consumer: &Consumer| {
            let node = node(consumer);
            node.is_up() && queue.has_room(consumer, node.workers())
        };
        let consumer = if feed.log {
            queue.reader(|consumer| node(consumer).is_up()).filter(|k| may_take(&queue.consumers[*k]))
        } else {
            queue.next_consumer(may_take)
        }?;
        let key = queue.ready.pop_front()?;
        queue.turn = if consumer + 1 == queue.consumers.len() { 0 } else { consumer + 1 };
        Some(self.send(cx, o, key, consumer))
    }

    /// Hands a message to a consumer.
    #[inline(always)]
    fn send<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey, consumer: usize) -> Handed {
        let tag = cx.new_tag();
        if self.queues[self.messages[key].subscription.index()].delivery.blocking {
            self.fetched(cx, Receipt { message: key, tag });
        }
        let m = &mut self.messages[key];
        let (subscription, order, name) = (m.subscription, m.order, m.delivery_name());
        let mut arrives = cx.now + cx.way(cx.model.topics.len() + subscription.index(), order, name);
        let queue = &mut self.queues[subscription.index()];
        queue.counts.delivered += 1;
        let keeps_order = queue.delivery.blocking;
        let held_by = &mut queue.consumers[consumer];
        held_by.unacked += 1;
        if keeps_order {
            arrives = arrives.max(held_by.last_arrival);
            held_by.last_arrival = arrives;
        }
        let node = held_by.node;
        let lease_until = queue.delivery.lease.map(|lease| cx.now + lease);
        let what = What::MessageHandedOut { message: m.id, order, subscription, node, redelivered: m.redelivered };
        m.cause = cx.note(o, m.cause, what);
        m.charged += u16::from(queue.delivery.counts == Counts::Deliveries);
        m.deliveries = m.deliveries.wrapping_add(1);
        let held = Held { consumer: consumer as u16, stage: HeldStage::Delivering, tag, arrives, lease_until };
        if arrives == cx.now {
            // The consumer was found up.
            let with_consumer = self.message_arrives(cx, key, held);
            return with_consumer.map_or(Handed::OnItsWay, |(receipt, node)| Handed::Begin(receipt, node));
        }
        let until = lease_until.map_or(arrives, |lease| arrives.min(lease));
        let timer = cx.agenda.push(until, Event::Message(key.index()));
        m.set_state(State::InFlight(held), cx.now, Some(timer));
        Handed::OnItsWay
    }

    /// A message reaches its consumer.
    #[inline(always)]
    fn message_arrives(&mut self, cx: &mut Cx, key: MessageKey, held: Held) -> Option<(Receipt, NodeId)> {
        let lease_ends = held.lease_until.map(|until| cx.agenda.push(until, Event::Message(key.index())));
        let m = &mut self.messages[key];
        m.set_state(State::InFlight(Held { stage: HeldStage::Buffered, ..held }), cx.now, lease_ends);
        let node = self.queues[m.subscription.index()].consumers[held.consumer as usize].node;
        if !cx.is_up(node) {
            // A broker that sees connections has already taken it back; one that relies on leases waits for the lease.
            self.abandon(cx, key);
            return None;
        }
        Some((Receipt { message: key, tag: held.tag }, node))
    }

    /// A worker takes a message, if its service still holds it; `knows` tells whether an inbox knows the key of a
    /// subscription, order and site.
    #[inline(always)]
    pub fn begin(
        &mut self,
        cx: &Cx,
        receipt: Receipt,
        knows: impl FnOnce(SubscriptionId, OrderId, u16) -> bool,
    ) -> Option<Taken> {
        let m = self.messages.get_mut(receipt.message)?;
        let held = m.held_under(receipt.tag)?;
        let Message { subscription, id, order, site, poison, cause, .. } = *m;
        let queue = &mut self.queues[subscription.index()];
        if queue.delivery.inbox.is_some() && knows(subscription, order, site) {
            return Some(Taken::Known(cause));
        }
        m.state = State::InFlight(Held { stage: HeldStage::Working, ..held });
        m.since = cx.now;
        m.attempts += 1;
        m.handlings = m.handlings.wrapping_add(1);
        m.charged += u16::from(queue.delivery.counts == Counts::Handlings);
        queue.counts.attempts += 1;
        queue.counts.most_attempts = queue.counts.most_attempts.max(m.attempts);
        let handler = queue.consumers[held.consumer as usize].handler;
        let ack_first = queue.delivery.ack == Ack::Before;
        let (attempt, name) = (m.attempts, m.draw_name());
        let handling = Handling { subscription, handler, id, order, site, attempt, name, poison, ack_first, cause };
        Some(Taken::Handling(handling))
    }

    /// The worker stopped in the middle of the message, which comes back later. Returns false when the hand-out is no
    /// longer in force.
    pub fn interrupt(&mut self, receipt: Receipt) -> bool {
        let Some(m) = self.messages.get_mut(receipt.message) else { return false };
        let Some(held) = m.held_under(receipt.tag) else { return false };
        m.state = State::InFlight(Held { stage: HeldStage::Interrupted, ..held });
        true
    }

    /// A lease ends before the message was acknowledged.
    fn lease_ends<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, key: MessageKey) {
        let cause = self.messages[key].cause;
        self.charge_failure(key);
        self.seek_back(cx, o, key, cause);
        self.take_back(cx, o, key, Reason::LeaseExpired, cause);
    }

    /// Sets a message aside until its prerequisites are there: the handling counts as not begun.
    pub fn park<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, receipt: Receipt, cause: FactId) -> bool {
        if !self.holds(receipt) {
            return false;
        }
        let key = receipt.message;
        self.release(cx, key);
        self.uncharge_handling(key);
        let m = &mut self.messages[key];
        let (id, order, subscription) = (m.id, m.order, m.subscription);
        m.cause = cx.note(o, cause, What::MessageParked { message: id, order, subscription });
        m.set_state(State::Parked, cx.now, None);
        self.queues[subscription.index()].parked.insert((order.0, id.0, key));
        true
    }

    /// Makes the order's messages that wait for prerequisites ready again.
    pub fn unpark<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, order: OrderId, cause: FactId) {
        for i in 0..cx.parking.len() {
            let subscription = cx.parking[i];
            while let Some(key) = self.queues[subscription.index()].take_parked(order) {
                cx.touch(1);
                let what = What::MessageReady { message: self.messages[key].id, order, subscription };
                self.messages[key].cause = cx.note(o, cause, what);
                self.requeue(cx, key);
            }
        }
    }
}
