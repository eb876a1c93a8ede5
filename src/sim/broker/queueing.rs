//! How messages enter their queue, and how their consumer lets go of them.

use crate::base::ids::SubscriptionId;
use crate::base::time::Time;
use crate::model::Requeue;
use crate::sim::broker::message::{Held, HeldStage, Message, State};
use crate::sim::broker::state::Broker;
use crate::sim::cx::{Cx, TOUCHES_PER_EVENT};
use crate::sim::keys::{MessageKey, Receipt};
use crate::trace::{Observer, What};

impl Broker {
    pub(super) fn note_ready<O: Observer>(&mut self, cx: &Cx, o: &mut O, key: MessageKey) {
        let m = &mut self.messages[key];
        let what = What::MessageReady { message: m.id, order: m.order, subscription: m.subscription };
        m.cause = cx.note(o, m.cause, what);
    }

    /// Puts a message at the tail of its queue.
    #[inline(always)]
    pub(super) fn make_ready(&mut self, cx: &mut Cx, key: MessageKey) {
        let m = &mut self.messages[key];
        m.set_state(State::Ready, cx.now, None);
        let subscription = m.subscription;
        self.line_up(cx, key, subscription);
    }

    /// Puts a message that is ready at the tail of its queue.
    #[inline(always)]
    pub(super) fn line_up(&mut self, cx: &mut Cx, key: MessageKey, subscription: SubscriptionId) {
        let queue = &mut self.queues[subscription.index()];
        if queue.special {
            self.stamp(cx, key);
            cx.todo.poll_queue(subscription);
            self.queues[subscription.index()].ready.push_back(key);
            return;
        }
        // Behind others it changes nothing for the consumers: who could take a message has, or is about to.
        if queue.ready.is_empty() {
            cx.todo.poll_queue(subscription);
        }
        queue.ready.push_back(key);
    }

    /// Notes when a message expires that becomes ready for the first time, if its queue lets messages expire.
    #[cold]
    pub(super) fn stamp(&mut self, cx: &Cx, key: MessageKey) {
        let &Message { id, subscription, site, .. } = &self.messages[key];
        let queue = &self.queues[subscription.index()];
        if !queue.may_expire {
            return;
        }
        let of_topic = &cx.model.topics[cx.model.subscriptions[subscription.index()].topic.index()];
        // A dead letter no longer expires by itself, as in RabbitMQ.
        let own = of_topic.terms(site).ttl.filter(|_| self.asides.from(key, id).is_none());
        let ttl = [queue.delivery.ttl, own].into_iter().flatten().min();
        self.asides.of(key).expires = ttl.map_or(Time::MAX, |ttl| cx.now + ttl);
    }

    /// Puts a returned message where the settings say.
    pub(super) fn requeue(&mut self, cx: &mut Cx, key: MessageKey) {
        let to = self.queue(self.messages[key].subscription).requeue();
        self.put_back(cx, key, to);
    }

    /// Puts a returned message into its queue.
    pub(super) fn put_back(&mut self, cx: &mut Cx, key: MessageKey, to: Requeue) {
        let m = &mut self.messages[key];
        m.set_state(State::Ready, cx.now, None);
        cx.todo.poll_queue(m.subscription);
        let queue = &mut self.queues[m.subscription.index()];
        if queue.lanes.on {
            self.return_to_lane(cx, key);
            return;
        }
        let at = match to {
            Requeue::Head => 0,
            Requeue::Tail => {
                queue.ready.push_back(key);
                return;
            }
            Requeue::Returned => queue.lane,
            Requeue::Position => {
                let place = |key: MessageKey| self.asides.get(key).place;
                let (mut low, mut high) = (0, queue.lane);
                while low < high {
                    let middle = (low + high) / 2;
                    if place(queue.ready[middle]) < place(key) { low = middle + 1 } else { high = middle }
                }
                low
            }
        };
        queue.lane += usize::from(matches!(to, Requeue::Position | Requeue::Returned));
        // An insertion moves what is before it, or what is behind it.
        cx.touch(at.min(queue.ready.len() - at) / TOUCHES_PER_EVENT as usize);
        queue.ready.insert(at, key);
    }

    /// Remembers where in its queue a message was when this hand-out took it for the first time.
    pub(super) fn remember_place(&mut self, receipt: Receipt) {
        if !self.messages[receipt.message].redelivered {
            self.asides.of(receipt.message).place = receipt.tag;
        }
    }

    /// The consumer no longer holds the message.
    pub(super) fn release(&mut self, cx: &mut Cx, key: MessageKey) {
        let m = &self.messages[key];
        if let State::InFlight(held) = m.state {
            let queue = &mut self.queues[m.subscription.index()];
            match held.stage {
                HeldStage::Abandoned { .. } => {
                    queue.abandoned -= 1;
                    queue.consumers[held.consumer as usize].abandoned -= 1;
                }
                stage => {
                    let consumer = &mut queue.consumers[held.consumer as usize];
                    consumer.unacked -= 1;
                    consumer.handled -= u32::from(stage == HeldStage::Handled);
                    consumer.travelling -= u32::from(stage == HeldStage::Delivering);
                }
            }
            if queue.lanes.on {
                self.leave_lane(cx, key);
            } else if !queue.ready.is_empty() || queue.looks_again() {
                cx.todo.poll_queue(m.subscription);
            }
        }
    }

    /// The consumer crashed with the message, and only the end of the lease brings it back. The message no longer
    /// counts against the prefetch limit: the consumer that comes up again is a new one.
    pub(super) fn abandon(&mut self, cx: &mut Cx, key: MessageKey) {
        self.release(cx, key);
        if let State::InFlight(held) = &mut self.messages[key].state {
            let begun = matches!(held.stage, HeldStage::Interrupted | HeldStage::Handled);
            held.stage = HeldStage::Abandoned { begun };
            let consumer = usize::from(held.consumer);
            self.stay_in_lane(cx, key);
            let queue = &mut self.queues[self.messages[key].subscription.index()];
            queue.abandoned += 1;
            queue.consumers[consumer].abandoned += 1;
        }
    }

    /// Detaches a message from the run that works on it: the run's result will be too late. So far the ledger counted
    /// the two as one activity; from here each counts.
    pub(super) fn detach(&self, cx: &mut Cx, key: MessageKey) {
        let m = &self.messages[key];
        if let State::InFlight(Held { stage: HeldStage::Working, .. }) = m.state {
            cx.books.departs(m.order);
        }
    }
}
