//! The stay in a queue: messages expire at its head, it holds so many, and what nobody consumes lies there.

use crate::base::ids::{NodeId, SubscriptionId};
use crate::base::left_out::left_out;
use crate::base::time::Time;
use crate::model::Overflow;
use crate::sim::broker::dead::mark_dead;
use crate::sim::broker::message::State;
use crate::sim::broker::publication::Publication;
use crate::sim::broker::state::Broker;
use crate::sim::cx::Cx;
use crate::sim::keys::MessageKey;
use crate::sim::schedule::Event;
use crate::trace::{Observer, Reason, What};

impl Broker {
    /// Does what a queue does by itself before it hands out: its head expires, what nobody consumes is shelved, and a
    /// publication that waits for room is let in.
    #[cold]
    pub(super) fn tend<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, subscription: SubscriptionId) {
        let queue = self.queue(subscription);
        if !cx.is_up(queue.broker) {
            return;
        }
        if queue.may_expire {
            self.expire(cx, o, subscription);
        } else if queue.consumers.is_empty() {
            self.shelve_all(cx, o, subscription);
        }
        self.let_in_to(cx, subscription);
    }

    /// Gives up the messages at the head whose time is over. A message behind one that has more time left waits with it,
    /// as in RabbitMQ.
    fn expire<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, subscription: SubscriptionId) {
        while let Some(&key) = self.queue(subscription).ready.front() {
            let expires = self.asides.get(key).expires;
            let m = &mut self.messages[key];
            if expires > cx.now {
                if expires < Time::MAX && m.timer.is_none() {
                    m.timer = Some(cx.agenda.push(expires, Event::Message(key.index())));
                }
                return;
            }
            cx.touch(1);
            let cause = m.cause;
            self.queues[subscription.index()].pop_head();
            self.give_lane(cx, key);
            self.give_up(cx, o, key, Reason::Expired, cause);
        }
    }

    /// Whether a message of a queue whose messages expire has no time left.
    pub(super) fn has_expired(&self, cx: &Cx, key: MessageKey) -> bool {
        self.queue(self.messages[key].subscription).may_expire && self.asides.get(key).expires <= cx.now
    }

    /// Shelves what is ready where nobody consumes: a dead letter that lies in this queue.
    fn shelve_all<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, subscription: SubscriptionId) {
        while let Some(key) = self.queues[subscription.index()].pop_head() {
            cx.touch(1);
            let m = &self.messages[key];
            let (id, order) = (m.id, m.order);
            let from = self.asides.from(key, id);
            let reason = from.map_or(Reason::NoConsumer, |from| from.reason);
            let cause = cx.note(o, m.cause, What::MessageShelved { message: id, order, subscription, reason });
            let m = &mut self.messages[key];
            m.cause = cause;
            m.set_state(State::Dead { reason }, cx.now, None);
            let queue = &mut self.queues[subscription.index()];
            let nth = queue.counts.accepted as u32;
            queue.dead.insert((nth, id.0, key));
            self.asides.of(key).place = nth;
            mark_dead(cx, order, from.map_or(subscription, |from| from.subscription), 1);
            cx.arrived(o, order, cause);
        }
    }

    /// Gives up the oldest messages of a queue that holds more than it may, when no consumer takes any.
    #[cold]
    pub(super) fn trim<O: Observer>(&mut self, cx: &mut Cx, o: &mut O, subscription: SubscriptionId) {
        let queue = self.queue(subscription);
        let Some(limit) = queue.delivery.max_length.filter(|limit| limit.overflow == Overflow::DropHead) else {
            return;
        };
        left_out!();
        if !cx.is_up(queue.broker) {
            return;
        }
        while self.queue(subscription).ready.len() > limit.messages as usize {
            let Some(key) = self.queues[subscription.index()].pop_head() else { return };
            cx.touch(1);
            let cause = self.messages[key].cause;
            self.give_lane(cx, key);
            self.give_up(cx, o, key, Reason::QueueFull, cause);
        }
        if self.queue(subscription).may_expire {
            // There may be another head.
            self.expire(cx, o, subscription);
        }
    }

    /// Takes away the publications that wait for room at a broker, by topic, oldest first. Each is to be refused.
    pub fn take_blocked(&mut self, cx: &mut Cx, broker: NodeId) -> Vec<Publication> {
        let mut taken = Vec::new();
        for state in self.topics.iter_mut().filter(|state| state.broker == broker) {
            cx.touch(state.blocked.len());
            state.letting_in = false;
            taken.extend(state.blocked.drain(..).filter_map(|key| self.publications.remove(key)));
        }
        taken
    }

    /// Gives every message of a queue whose messages begin to expire its time, from now on.
    pub(super) fn stamp_all(&mut self, cx: &mut Cx, subscription: SubscriptionId) {
        left_out!();
        cx.touch(self.messages.slots());
        let all: Vec<MessageKey> =
            self.unacknowledged(subscription).filter(|(_, m)| m.state != State::Delayed).map(|(key, _)| key).collect();
        for key in all {
            self.stamp(cx, key);
        }
    }
}
