//! Delivery: messages are handed out, acknowledged, taken back, retried, and given up.

use crate::base::ids::{MessageId, OrderId, SubscriptionId};
use crate::base::rng::Purpose;
use crate::base::time::{Span, Time};
use crate::ledger::Standing;
use crate::model::Counts;
use crate::sim::broker::message::{Held, Message, Stage, State};
use crate::sim::broker::queue::Consumer;
use crate::sim::schedule::Event;
use crate::sim::services::node::Inbound;
use crate::sim::services::run::{Origin, Run};
use crate::sim::world::{Feed, World};
use crate::trace::{FactId, Observer, Reason, What};

/// Messages handed out before others get their turn, and the budget its due.
const BATCH: u32 = 16;

impl World {
    /// A message's state ends by itself.
    pub(super) fn message_due<O: Observer>(&mut self, o: &mut O, slot: u32) {
        let m = &self.messages[slot as usize];
        match m.state {
            State::Delayed { .. } => {
                self.note_ready(o, slot);
                self.make_ready(slot);
            }
            State::RetryScheduled { .. } => {
                if self.queues[m.subscription.index()].delivery.blocking {
                    self.unblock(slot);
                }
                self.note_ready(o, slot);
                self.requeue(slot);
            }
            State::InFlight(held) if held.stage == Stage::Delivering && held.arrives <= self.now => {
                self.message_arrives(o, slot, held);
            }
            State::InFlight(_) => {
                let cause = m.cause;
                self.charge_failure(slot);
                self.seek_back(o, slot, cause);
                self.take_back(o, slot, Reason::LeaseExpired, FactId::NONE);
            }
            State::Ready | State::Parked | State::Dead(_) => {}
        }
    }

    fn note_ready<O: Observer>(&mut self, o: &mut O, slot: u32) {
        let m = &self.messages[slot as usize];
        let what = What::MessageReady { message: m.id, order: m.order, subscription: m.subscription };
        self.messages[slot as usize].cause = self.note(o, m.cause, what);
    }

    /// Hands out what is ready, as far as consumers may hold more.
    pub(super) fn hand_out<O: Observer>(&mut self, o: &mut O, subscription: SubscriptionId) {
        self.queue_woken[subscription.index()] = false;
        if self.queues[subscription.index()].ready.is_empty() {
            return;
        }
        let Feed { broker, log, .. } = self.feeds[subscription.index()];
        for _ in 0..BATCH {
            if !self.nodes[broker.index()].is_up() {
                return;
            }
            let queue = &mut self.queues[subscription.index()];
            if queue.blockers > 0 || queue.ready.is_empty() {
                return;
            }
            let nodes = &self.nodes;
            let limit = |consumer: &Consumer| {
                let node = &nodes[consumer.node.index()];
                if node.is_up() { queue.prefetch(node.workers) } else { 0 }
            };
            let next = if log { queue.reader(limit) } else { queue.next_consumer(limit) };
            let Some(consumer) = next else { return };
            let Some(slot) = queue.ready.pop_front() else { return };
            queue.turn = if consumer + 1 == queue.consumers.len() { 0 } else { consumer + 1 };
            self.send(o, slot, consumer);
        }
        // There may be no end to it: what is handled in no time may publish to this very queue.
        self.wake_queue(subscription);
    }

    /// Hands one message to one consumer.
    fn send<O: Observer>(&mut self, o: &mut O, slot: u32, consumer: usize) {
        let tag = self.new_tag();
        let m = &self.messages[slot as usize];
        let (subscription, order, name) = (m.subscription, m.order, m.delivery_name());
        let queue = &mut self.queues[subscription.index()];
        let node = queue.consumers[consumer].node;
        queue.consumers[consumer].unacked += 1;
        queue.counts.delivered += 1;
        let counts_delivery = queue.delivery.counts == Counts::Deliveries;
        let lease_until = queue.delivery.lease.map_or(Time::MAX, |lease| self.now + lease);
        let mut arrives = self.now + self.way(self.model.topics.len() + subscription.index(), order, name);
        let queue = &mut self.queues[subscription.index()];
        if queue.delivery.blocking {
            let last = &mut queue.consumers[consumer].last_arrival;
            arrives = arrives.max(*last);
            *last = arrives;
        }
        let what = What::MessageHandedOut { message: m.id, order, subscription, node, redelivered: m.redelivered };
        let cause = self.note(o, m.cause, what);
        let held = Held { consumer: consumer as u16, stage: Stage::Delivering, tag, arrives, lease_until };
        let m = &mut self.messages[slot as usize];
        m.charged += u16::from(counts_delivery);
        m.deliveries = m.deliveries.wrapping_add(1);
        (m.since, m.cause) = (self.now, cause);
        if arrives == self.now {
            self.message_arrives(o, slot, held);
        } else {
            m.state = State::InFlight(held);
            m.timer = self.schedule.push(arrives.min(lease_until), Event::Message(slot));
        }
    }

    /// A message reaches its consumer.
    #[inline(always)]
    fn message_arrives<O: Observer>(&mut self, o: &mut O, slot: u32, held: Held) {
        let m = &mut self.messages[slot as usize];
        let node = self.queues[m.subscription.index()].consumers[held.consumer as usize].node;
        let state = &mut self.nodes[node.index()];
        if !state.is_up() {
            // A broker that sees connections has taken it back already; one that trusts leases waits for the lease.
            m.timer = self.schedule.push(held.lease_until, Event::Message(slot));
            self.abandon(slot);
            return;
        }
        m.timer =
            if held.lease_until == Time::MAX { 0 } else { self.schedule.push(held.lease_until, Event::Message(slot)) };
        if state.busy < state.workers && state.inbound.is_empty() {
            self.begin_message(o, slot, held);
        } else {
            (m.since, m.state) = (self.now, State::InFlight(Held { stage: Stage::Buffered, ..held }));
            state.inbound.push_back(Inbound::Message { slot, tag: held.tag });
            self.wake_node(node);
        }
    }

    pub(super) fn uncharge_delivery(&mut self, slot: u32) {
        let m = &mut self.messages[slot as usize];
        if self.queues[m.subscription.index()].delivery.counts == Counts::Deliveries {
            m.charged = m.charged.saturating_sub(1);
        }
    }

    /// A handling that had begun is taken back as if it had not: an orderly stop uses up nothing.
    pub(super) fn uncharge_handling(&mut self, slot: u32) {
        let m = &mut self.messages[slot as usize];
        m.attempts = m.attempts.saturating_sub(1);
        self.uncharge(slot);
    }

    /// A handling that had begun is no longer counted against the limit.
    pub(super) fn uncharge(&mut self, slot: u32) {
        let m = &mut self.messages[slot as usize];
        if self.queues[m.subscription.index()].delivery.counts != Counts::Failures {
            m.charged = m.charged.saturating_sub(1);
        }
    }

    pub(super) fn charge_failure(&mut self, slot: u32) {
        let m = &mut self.messages[slot as usize];
        if self.queues[m.subscription.index()].delivery.counts == Counts::Failures {
            m.charged += 1;
        }
    }

    /// The consumer died with the message in its hands, and only the lease brings it back. It counts no longer
    /// against the prefetch limit: the consumer that comes up again is a new one.
    pub(super) fn abandon(&mut self, slot: u32) {
        self.release(slot);
        if let State::InFlight(held) = &mut self.messages[slot as usize].state {
            held.stage = Stage::Abandoned;
        }
    }

    /// The consumer no longer holds the message.
    pub(super) fn release(&mut self, slot: u32) {
        let m = &self.messages[slot as usize];
        if let State::InFlight(held) = m.state
            && held.stage != Stage::Abandoned
        {
            let queue = &mut self.queues[m.subscription.index()];
            queue.consumers[held.consumer as usize].unacked -= 1;
            if !queue.ready.is_empty() {
                self.wake_queue(m.subscription);
            }
        }
    }

    /// The run that works on a message goes on without it: whatever it will say of it comes too late.
    pub(super) fn detach(&mut self, slot: u32) {
        let State::InFlight(Held { stage: Stage::Working, tag, .. }) = self.messages[slot as usize].state else {
            return;
        };
        let of_message = |(_, r): &(usize, &mut Run)| r.origin == Origin::Message { slot, tag };
        if let Some((_, run)) = self.runs.iter_mut().find(of_message) {
            run.origin = Origin::Detached;
            // Until now the message stood for both of them in the books.
            self.ledger.departs(run.order);
        }
    }

    /// An unacknowledged message comes back without having been answered; it is given up if its attempts are used up.
    pub(super) fn take_back<O: Observer>(&mut self, o: &mut O, slot: u32, reason: Reason, cause: FactId) {
        self.detach(slot);
        self.release(slot);
        let m = &self.messages[slot as usize];
        let limit = self.queues[m.subscription.index()].delivery.retry.max_attempts;
        let cause = if cause == FactId::NONE { m.cause } else { cause };
        if !reason.is_blameless() && u32::from(m.charged) >= limit {
            self.give_up(o, slot, reason, cause);
            return;
        }
        let what = What::MessageReturned { message: m.id, order: m.order, subscription: m.subscription, reason };
        let cause = self.note(o, cause, what);
        let m = &mut self.messages[slot as usize];
        (m.redelivered, m.cause) = (true, cause);
        (m.state, m.since, m.timer) = (State::Ready, self.now, 0);
        let subscription = m.subscription;
        let queue = &mut self.queues[subscription.index()];
        // What was taken back was never answered: it goes where it was, before those that were behind it.
        if reason == Reason::LeaseExpired {
            queue.requeue(slot)
        } else {
            queue.ready.push_front(slot)
        }
        self.wake_queue(subscription);
    }

    /// A handling failed: the message is retried after a wait, or given up.
    pub(super) fn reject<O: Observer>(&mut self, o: &mut O, slot: u32, reason: Reason, cause: FactId) {
        self.charge_failure(slot);
        self.release(slot);
        let m = &self.messages[slot as usize];
        let (subscription, order, id) = (m.subscription, m.order, m.id);
        let queue = &mut self.queues[subscription.index()];
        let streams = self.streams;
        let draw = || streams.draw(Purpose::Jitter, subscription.index(), order.0, m.draw_name());
        let Some(delay) = queue.delivery.retry.next_delay(m.charged.into(), m.waited, draw) else {
            self.give_up(o, slot, reason, cause);
            return;
        };
        queue.counts.retried += 1;
        let attempt = m.attempts;
        let cause = self.note(o, cause, What::RetryScheduled { message: id, order, subscription, attempt, delay });
        self.seek_back(o, slot, cause);
        let until = self.now + delay;
        if delay == Span::ZERO {
            // Nothing may come between: who puts it back at the head finds it there.
            let m = &mut self.messages[slot as usize];
            (m.waited, m.redelivered, m.cause) = (delay, true, cause);
            self.note_ready(o, slot);
            self.requeue(slot);
            return;
        }
        let timer = self.schedule.push(until, Event::Message(slot));
        let m = &mut self.messages[slot as usize];
        (m.waited, m.redelivered, m.cause) = (delay, true, cause);
        (m.state, m.since, m.timer) = (State::RetryScheduled { until }, self.now, timer);
        let queue = &mut self.queues[subscription.index()];
        if queue.delivery.blocking {
            queue.blockers += 1;
        }
    }

    /// A message that a consumer holds is about to come back to a queue that keeps its order: what was fetched after it
    /// comes back first.
    fn seek_back<O: Observer>(&mut self, o: &mut O, slot: u32, cause: FactId) {
        let Message { subscription, state: State::InFlight(Held { tag, .. }), .. } = self.messages[slot as usize]
        else {
            return;
        };
        if self.queues[subscription.index()].delivery.blocking {
            let fetched_later = |m: &Message, h: Held| {
                m.subscription == subscription && h.tag > tag && matches!(h.stage, Stage::Delivering | Stage::Buffered)
            };
            self.take_all_back(o, &fetched_later, Reason::Blocked, cause);
        }
    }

    /// Lets pass again what waited behind this message.
    pub(super) fn unblock(&mut self, slot: u32) {
        let subscription = self.messages[slot as usize].subscription;
        let queue = &mut self.queues[subscription.index()];
        queue.blockers = queue.blockers.saturating_sub(1);
        self.wake_queue(subscription);
    }

    /// Puts a message back into its queue, where the settings say.
    pub(super) fn requeue(&mut self, slot: u32) {
        let m = &mut self.messages[slot as usize];
        (m.state, m.since, m.timer) = (State::Ready, self.now, 0);
        let subscription = m.subscription;
        self.queues[subscription.index()].requeue(slot);
        self.wake_queue(subscription);
    }

    /// Takes a message out of its consumer's hands and out of the world.
    #[inline(always)]
    fn leave(&mut self, slot: u32) -> (MessageId, OrderId, SubscriptionId, Time) {
        let Message { id, order, subscription, published, state, .. } = self.messages[slot as usize];
        self.messages.remove(slot as usize);
        if let State::InFlight(held) = state {
            let queue = &mut self.queues[subscription.index()];
            queue.consumers[held.consumer as usize].unacked -= 1;
            queue.counts.acked += 1;
            if !queue.ready.is_empty() {
                self.wake_queue(subscription);
            }
        }
        (id, order, subscription, published)
    }

    /// A handled message is acknowledged.
    #[inline(always)]
    pub(super) fn ack<O: Observer>(&mut self, o: &mut O, slot: u32, cause: FactId) -> FactId {
        let (message, order, subscription, published) = self.leave(slot);
        let sojourn = self.now - published;
        let counts = &mut self.queues[subscription.index()].counts;
        counts.sojourn_us = counts.sojourn_us.saturating_add(sojourn.as_micros());
        let cause = self.note(o, cause, What::MessageAcked { message, order, subscription, sojourn });
        self.arrived(o, order, cause);
        cause
    }

    /// A message whose key is known is acknowledged.
    pub(super) fn suppress<O: Observer>(&mut self, o: &mut O, slot: u32, cause: FactId) {
        let (message, order, subscription, _) = self.leave(slot);
        self.queues[subscription.index()].counts.suppressed += 1;
        let cause = self.note(o, cause, What::MessageSuppressed { message, order, subscription });
        self.arrived(o, order, cause);
    }

    /// One thing less is under way for an order.
    #[inline]
    pub(super) fn arrived<O: Observer>(&mut self, o: &mut O, order: OrderId, cause: FactId) {
        if let Some(change) = self.ledger.arrived(order, self.now)
            && change.after == Standing::Lost
        {
            self.note(o, cause, What::OrderLost { order });
        }
    }
}
