//! Delivery: messages are handed to consumers, taken up by workers, set aside, or lose their lease.

use crate::base::ids::{MessageId, NodeId, OrderId, SubscriptionId};
use crate::base::time::Time;
use crate::model::{Ack, Counts, Ordering};
use crate::sim::broker::message::{Held, HeldStage, Message, State};
use crate::sim::broker::queue::Queue;
use crate::sim::broker::state::Broker;
use crate::sim::broker::take::Choice;
use crate::sim::broker::take_back::list_hand_out;
use crate::sim::cx::Cx;
use crate::sim::keys::{MessageKey, Receipt};
use crate::sim::schedule::Event;
use crate::trace::{FactId, Observer, Reason, What};

/// Result of handing out a message.
#[derive(Clone, Copy, Debug)]
pub enum Handed {
    /// The message is travelling.
    OnItsWay,
    /// The message is with its consumer, whose workers are busy.
    Waits(Receipt, NodeId),
    /// The message is with its consumer, and a worker takes it.
    Taken(Receipt, NodeId, Taken),
    /// No message: a consumer has committed what it has handled.
    Committed(NodeId),
}

/// What the broker asks about the consumers of a message.
pub trait Desk {
    /// Whether the consumers of a subscription have handled the message of an order from a publishing site.
    fn knows(&mut self, now: Time, subscription: SubscriptionId, order: OrderId, site: u16) -> bool;
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
    /// Position of the consumer's handler in the [`Program`](crate::sim::program::Program).
    pub start: u32,
    pub id: MessageId,
    pub order: OrderId,
    pub site: u16,
    /// Number of the attempt, from 1.
    pub attempt: u32,
    /// Name of its draws.
    pub name: u32,
    /// Why it will fail, if it will.
    pub poison: Option<Reason>,
    /// Whether the message is acknowledged before the work.
    pub ack_first: bool,
    /// The fact that brought the message.
    pub cause: FactId,
    /// Whether the queue may hand out another message while this one is being handled.
    pub more: bool,
}

/// Sets the draws of a stale copy apart from those of the message that was handed out again.
const STALE_COPY: u32 = 1 << 31;

impl Broker {
    /// A message's timed state ends: its delay, delivery, lease or retry wait.
    pub fn message_due<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, index: u32) -> Option<(Receipt, NodeId)> {
        let (key, m) = self.messages.at(index)?;
        match m.state {
            State::Delayed => {
                self.note_ready(cx, o, key);
                self.make_ready(cx, key);
            }
            State::RetryScheduled => self.retry_due(cx, o, key),
            State::InFlight(held) if held.stage == HeldStage::Delivering && self.asides.get(key).until <= cx.now => {
                return self.message_arrives(cx, key, held);
            }
            State::InFlight(held) => {
                if !self.renews(cx, o, key, held) {
                    self.lease_ends(cx, o, key);
                }
            }
            // It expires, if it is at the head; otherwise when it gets there.
            State::Ready => {
                cx.todo.poll_queue(m.subscription);
                self.messages[key].timer = None;
            }
            State::Parked | State::Dead { .. } => {}
        }
        None
    }

    /// Hands the next ready message to the consumer whose turn it is, if one has room. Where it travels no time, a free
    /// worker takes it at once.
    #[inline(always)]
    pub fn hand_out<O: Observer>(
        &mut self,
        cx: &mut Cx,
        o: &mut O,
        subscription: SubscriptionId,
        desk: &mut impl Desk,
    ) -> Option<Handed> {
        let queue = &mut self.queues[subscription.index()];
        let (consumer, key, in_turn) = if queue.special {
            self.advance_lanes(subscription);
            self.tend(cx, o, subscription);
            match self.choose(cx, o, subscription) {
                Choice::Nothing => {
                    self.trim(cx, o, subscription);
                    return None;
                }
                Choice::Committed(node) => return Some(Handed::Committed(node)),
                Choice::Next(receipt, node) => return Some(Handed::Waits(receipt, node)),
                Choice::HandOut { key, .. } if self.is_given_up_late(key) => {
                    self.give_lane(cx, key);
                    self.give_up_late(cx, o, key);
                    return Some(Handed::OnItsWay);
                }
                // It was held up in its lane, and its time was over meanwhile.
                Choice::HandOut { key, .. } if self.has_expired(cx, key) => {
                    self.give_lane(cx, key);
                    let cause = self.messages[key].cause;
                    self.give_up(cx, o, key, Reason::Expired, cause);
                    return Some(Handed::OnItsWay);
                }
                Choice::HandOut { consumer, key, waits } => (consumer, key, !waits),
            }
        } else {
            if queue.ready.is_empty() || queue.is_blocked() || !cx.is_up(queue.broker) {
                return None;
            }
            (queue.taker(&cx.nodes)?, queue.ready.pop_front()?, true)
        };
        let queue = &mut self.queues[subscription.index()];
        queue.turn = queue.after(consumer);
        let receipt = Receipt { message: key, tag: cx.new_tag() };
        if queue.delivery.ordering == Ordering::Queue {
            list_hand_out(cx, queue, &self.messages, receipt);
        }
        let m = &mut self.messages[key];
        let (order, name) = (m.order, m.delivery_name());
        let mut arrives = cx.now + cx.way(cx.model.topics.len() + subscription.index(), order, name);
        queue.counts.delivered += 1;
        let held_by = &mut queue.consumers[consumer];
        held_by.unacked += 1;
        if queue.delivery.ordering != Ordering::None {
            arrives = arrives.max(held_by.last_arrival);
            held_by.last_arrival = arrives;
        }
        let (node, start, unacked) = (held_by.node, held_by.start, held_by.unacked);
        let lease_until = queue.delivery.lease.as_ref().map(|lease| cx.now + lease.after(m.deliveries));
        let what = What::MessageHandedOut { message: m.id, order, subscription, node, redelivered: m.redelivered };
        m.cause = cx.note(o, m.cause, what);
        m.charged = m.charged.saturating_add(u16::from(queue.delivery.counts == Counts::Deliveries));
        m.deliveries = m.deliveries.wrapping_add(1);
        let (consumer, tag) = (consumer as u16, receipt.tag);
        let held = Held { tag, consumer, stage: HeldStage::Delivering, leased: lease_until.is_some() };
        if let Some(until) = lease_until {
            self.asides.of(key).lease_until = until;
        }
        if arrives > cx.now {
            queue.consumers[usize::from(consumer)].travelling += 1;
            self.asides.of(key).until = arrives;
            let until = lease_until.map_or(arrives, |lease| arrives.min(lease));
            let timer = cx.agenda.push(until, Event::Message(key.index()));
            m.set_state(State::InFlight(held), cx.now, Some(timer));
            return Some(Handed::OnItsWay);
        }
        // The consumer was found up.
        let timer = lease_until.map(|until| self.lease_timer(cx, key, until));
        let queue = &mut self.queues[subscription.index()];
        let m = &mut self.messages[key];
        let buffered = State::InFlight(Held { stage: HeldStage::Buffered, ..held });
        let state = &cx.nodes[node.index()];
        let more = queue.special || queue.consumers.len() > 1 || queue.has_room(unacked, state.workers());
        if !in_turn {
            m.set_state(buffered, cx.now, timer);
            return Some(Handed::OnItsWay);
        }
        if !state.is_open() {
            m.set_state(buffered, cx.now, timer);
            return Some(Handed::Waits(receipt, node));
        }
        if queue.delivery.inbox.is_some() && desk.knows(cx.now, subscription, order, m.site) {
            m.set_state(buffered, cx.now, timer);
            return Some(Handed::Taken(receipt, node, Taken::Known(m.cause)));
        }
        m.set_state(State::InFlight(Held { stage: HeldStage::Working, ..held }), cx.now, timer);
        Some(Handed::Taken(receipt, node, Taken::Handling(handling(queue, m, start, more))))
    }

    /// A message reaches its consumer.
    fn message_arrives(&mut self, cx: &mut Cx, key: MessageKey, held: Held) -> Option<(Receipt, NodeId)> {
        let lease_until = held.leased.then(|| self.asides.get(key).lease_until);
        let lease_ends = lease_until.map(|until| self.lease_timer(cx, key, until));
        let m = &mut self.messages[key];
        m.set_state(State::InFlight(Held { stage: HeldStage::Buffered, ..held }), cx.now, lease_ends);
        let consumer = &mut self.queues[m.subscription.index()].consumers[held.consumer as usize];
        consumer.travelling -= 1;
        let node = consumer.node;
        if !cx.is_up(node) {
            // A broker that sees connections has already taken it back; one that relies on leases waits for the lease.
            self.abandon(cx, key);
            return None;
        }
        let subscription = self.messages[key].subscription;
        if self.queue(subscription).looks_again() {
            // A consumer may ask for more when nothing is on its way.
            cx.todo.poll_queue(subscription);
        }
        if self.queue(subscription).lanes.on && !self.is_in_turn(subscription, self.in_lane(cx, key)) {
            return None;
        }
        Some((Receipt { message: key, tag: held.tag }, node))
    }

    /// A worker takes a message, if its service still holds it.
    pub fn begin(&mut self, cx: &Cx, receipt: Receipt, desk: &mut impl Desk) -> Option<Taken> {
        let held = |m: &Message| m.held_under(receipt.tag).filter(|held| held.stage == HeldStage::Buffered);
        let Some((m, held)) = self.messages.get_mut(receipt.message).and_then(|m| held(m).map(|held| (m, held))) else {
            return self.begin_stale(receipt);
        };
        let queue = &mut self.queues[m.subscription.index()];
        if queue.delivery.inbox.is_some() && desk.knows(cx.now, m.subscription, m.order, m.site) {
            return Some(Taken::Known(m.cause));
        }
        let start = queue.consumers[held.consumer as usize].start;
        (m.state, m.since) = (State::InFlight(Held { stage: HeldStage::Working, ..held }), cx.now);
        Some(Taken::Handling(handling(queue, m, start, true)))
    }

    /// A worker takes up a hand-out whose lease has ended.
    #[cold]
    fn begin_stale(&mut self, receipt: Receipt) -> Option<Taken> {
        let at = self.stale.binary_search_by_key(&receipt.tag, |one| one.receipt.tag).ok()?;
        let one = &mut self.stale[at];
        if one.begun {
            return None;
        }
        one.begun = true;
        let queue = &mut self.queues[one.message.subscription.index()];
        let start = queue.consumers[one.consumer as usize].start;
        let stale = handling(queue, &mut one.message, start, true);
        Some(Taken::Handling(Handling { name: stale.name ^ STALE_COPY, ..stale }))
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
        self.remember_place(receipt);
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

/// The handling of a message that a worker has taken.
fn handling(queue: &mut Queue, m: &mut Message, start: u32, more: bool) -> Handling {
    m.attempts = m.attempts.saturating_add(1);
    m.handlings = m.handlings.wrapping_add(1);
    m.charged = m.charged.saturating_add(u16::from(queue.delivery.counts == Counts::Handlings));
    queue.counts.attempts += 1;
    queue.counts.most_attempts = queue.counts.most_attempts.max(m.attempts.into());
    let Message { id, order, site, poison, cause, .. } = *m;
    let attempt = m.attempts.into();
    let ack_first = queue.delivery.ack == Ack::Before;
    Handling { start, id, order, site, attempt, name: m.draw_name(), poison, ack_first, cause, more }
}
